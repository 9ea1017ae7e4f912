/* commands.c: the table of commands, and the small ones themselves. */
#include <stdio.h>

#include "cli/options.h"
#include "cli/run.h"
#include "saseol.h"

/* ---- private from here ---- */

static int print_all(struct out *out)
{
	bool good = !out->failed && fwrite(out->bytes, 1, out->len, stdout) == out->len && fflush(stdout) == 0;
	out_release(out);
	return good ? 0 : 3;
}

static int run_help(struct options *options, struct error *error)
{
	struct out out;
	const struct command *command = NULL;
	out_init(&out);
	if (options->operand_count) {
		for (command = commands; command->name && strcmp(command->name, options->operands[0]) != 0; command++)
			;
		if (!command->name) {
			error_set(error, ERROR_USAGE, "there is no command \"%s\"", options->operands[0]);
			return 2;
		}
	}
	if (options->man)
		help_manual(&out);
	else
		help_print(command, &out);
	return print_all(&out);
}

/* ---- the table ---- */

const struct command commands[] = {
	{ "extract", "[INPUT...]", "claims, figures and recommendations",
	  "The default command. Each input is a document, or a file of records (JSON Lines) with one in each line. Folders "
	  "are walked in the byte order of their names: files without an ending and those in .txt, .text, .md, .jsonl and "
	  ".ndjson are read, hidden files and labels (.gold.jsonl) are not.",
	  run_extract },
	{ "clean", "[INPUT...]", "the article alone, or with --removed what was around it", NULL, run_clean },
	{ "sentences", "[INPUT...]", "one sentence a line, or with -f jsonl with its place", NULL, run_sentences },
	{ "help", "[COMMAND]", "this, or the help of a command", NULL, run_help },
	{ NULL, NULL, NULL, NULL, NULL }
};

/* ---- */

int command_run(struct options *options, struct error *error)
{
	struct out out;
	out_init(&out);
	if (options->help) {
		help_print(options->named ? options->command : NULL, &out);
		return print_all(&out);
	}
	if (options->version) {
		out_string(&out, "saseol " SASEOL_VERSION "\n");
		return print_all(&out);
	}
	return options->command->run(options, error);
}
