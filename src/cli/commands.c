/* commands.c: the table of commands, and the small ones themselves. */
#include "cli/options.h"
#include "cli/merge.h"
#include "cli/output.h"
#include "cli/rulebook.h"
#include "cli/run.h"
#include "cli/score.h"
#include "cli/search.h"
#include "cli/verify.h"
#include "base/version.h"
#include "write/schema.h"

/* ---- private from here ---- */

static bool print_all(const struct out *out, struct error *error)
{
	struct output output;
	struct slice bytes = { out->bytes, out->len };
	return output_open(&output, NULL, error) && (output_write(&output, bytes, error) || output.closed)
	       && output_close(&output, true, error);
}

static int run_help(struct options *options, struct out *out, struct error *error)
{
	const struct command *command = NULL;
	if (options->operand_count) {
		for (command = commands; command->name && strcmp(command->name, options->operands[0]) != 0; command++)
			;
		if (!command->name) {
			error_set(error, ERROR_USAGE, "there is no command \"%s\"", options->operands[0]);
			return 2;
		}
	}
	if (options->man)
		help_manual(out);
	else
		help_print(command, out);
	return 0;
}

static int run_schema(struct options *options, struct out *out, struct error *error)
{
	if (!options->format || strcmp(options->format, "json") == 0) {
		schema_json(out);
		return 0;
	}
	if (strcmp(options->format, "markdown") == 0) {
		schema_markdown(out);
		return 0;
	}
	error_set(error, ERROR_USAGE, "schema knows no format \"%s\"", options->format);
	return 2;
}

static int tell(struct options *options, struct out *out, struct error *error)
{
	if (options->help) {
		help_print(options->named ? options->command : NULL, out);
		return 0;
	}
	if (options->version) {
		out_string(out, "saseol " SASEOL_VERSION "\n");
		return 0;
	}
	if (options->operand_count > options->command->most_operands) {
		error_set(error, ERROR_USAGE, "%s takes no operand \"%s\"", options->command->name,
		          options->operands[options->command->most_operands]);
		return 2;
	}
	return options->command->tell(options, out, error);
}

/* ---- the table ---- */

const struct command commands[] = {
	{ "extract", "[INPUT...]", "claims, figures and recommendations",
	  "The default command. Each input is a document, or holds many: records (JSON Lines, CSV, TSV, the first sheets of "
	  "an Excel workbook), the members of an archive (zip, tar) and the pages of a web archive (WARC) or of a page saved "
	  "whole (MHTML); compressed files (gz, zst, xz, bz2) are unpacked. What it is says its beginning, not its name. "
	  "Folders are walked in the byte order of their names; hidden files, labels (.gold.jsonl), what this program wrote, "
	  "pictures and other files that are no text are passed over.",
	  .run = run_extract },
	{ "clean", "[INPUT...]", "the article alone; with --removed what was around it",
	  "With --removed each line is the category, the rule and the words of something that was removed, parted by tabs.",
	  .run = run_clean },
	{ "sentences", "[INPUT...]", "one sentence a line; with -f jsonl also its place", NULL, .run = run_sentences },
	{ "search", "DB QUERY", "keyword in context over a corpus database",
	  "DB is what extract made with -f sqlite. A query is made of words, which a sentence must contain (Korean words are "
	  "found inside others, English ones as a whole, or by their beginning: rate*), of phrases in double quotes, and of "
	  "conditions that something in the sentence must meet: speaker: target: action: of: unit: voice: stance: quote: "
	  "strength: polarity: kind: rule: and, of the document, id: title: date: lang:, each with a value behind it; "
	  "KIND>NUMBER (also < >= <= =) for figures of a kind, value>NUMBER for any, checkable>NUMBER for claims.",
	  .run = run_search },
	{ "learn", "[INPUT...]", "lines that recur in the documents of one outlet, to be taken away with --furniture",
	  "Prints a file for people to read and change: one line of words each, with how often and where it recurs (\"43 of 50, "
	  "tail, copyright | (c) 2024 The Harbor Post\"); a number stands for any number. Name the documents of one outlet, "
	  "ten or more. A line is learned when three documents and one in twenty have it at the head or tail of the page, one in five "
	  "in the middle or where it reads like a sentence, one in two where it does both; a document that comes twice counts once. At most "
	  "65,536 lines are counted at a time, in about 40 MB: of more, those with the lowest counts are forgotten.", .run = run_learn },
	{ "score", "GOLD OUTPUT", "precision, recall and F1 of output against hand labels",
	  "GOLD is a folder of NAME.txt with NAME.gold.jsonl beside it: labels whose start and stop are code points of "
	  "NAME.txt. OUTPUT is what extract printed for these files as jsonl.",
	  .most_operands = 2, .tell = run_score },
	{ "verify", "OUTPUT", "every span of the output against the bytes it claims to come from",
	  "OUTPUT is what extract printed as jsonl; the inputs are read again, by the names they had. With --offsets and "
	  "--field as they were given to extract.",
	  .most_operands = 1, .tell = run_verify },
	{ "merge", "SHARD...", "the results of shards as one run would have given them",
	  "Each SHARD is what extract printed as jsonl with --shard K/N. One may be there twice; shards of other rules or "
	  "options are refused, and documents that none has are named: the exit status is then 1.",
	  .run = run_merge },
	{ "rules", "[ID]", "the rules; one rule explained, with its examples",
	  "ID is the name of a rule, LANGUAGE/FILE/NAME, or its beginning.", .most_operands = 1, .tell = run_rules },
	{ "check", "[ID]", "run the examples of the rules",
	  "A failure is one line of FILE:LINE: what failed. ID is the beginning of the names of the rules wanted.",
	  .most_operands = 1, .tell = run_check },
	{ "schema", "", "the JSON Schema of the output; with -f markdown its fields as a table", NULL, .tell = run_schema },
	{ "help", "[COMMAND]", "this, or the help of a command; with --man the manual page", NULL, .most_operands = 1,
	  .tell = run_help },
	{ .name = NULL }
};

/* ---- */

int command_run(struct options *options, struct error *error)
{
	struct out out;
	if (!options->help && !options->version && options->command->run)
		return options->command->run(options, error);
	out_init(&out);
	int status = tell(options, &out, error);
	if (out.failed)
		error_set(error, ERROR_MEMORY, "out of memory");
	else if (!print_all(&out, error))
		status = 3;
	out_release(&out);
	return status;
}
