/* help.c: help and manual page, both from the tables of commands and options: see options.h. */
#include <string.h>

#include "cli/options.h"
#include "base/version.h"
#include "write/writer.h"

enum { COLUMN = 26, WIDTH = 80 };

static const char about_it[] =
	"saseol finds in news editorials what they claim, the figures they rest on and what they recommend, in Korean and "
	"English. It takes the page around the article away, and gives every item with its place in the bytes of the input "
	"and the rule that found it.";

static const char about_inputs[] =
	"An INPUT is a file, a folder, or - for standard input, which is read when none is named. Its encoding and "
	"language are recognised.";

static const struct {
	const char *status, *about;
} statuses[] = {
	{ "0", "done, also when nothing was found" },
	{ "1", "some inputs failed; the good output is there" },
	{ "2", "wrong usage, or a bad rule" },
	{ "3", "every input failed, or the output could not be written" },
	{ "4", "what was asked to hold does not (check, verify, --fail-if-empty)" },
};

static const struct {
	const char *line, *about;
} examples[] = {
	{ "saseol editorial.txt", "a page to read, on a terminal" },
	{ "cat editorial.txt | saseol > editorial.jsonl", "one JSON object for each document" },
	{ "saseol -o all.jsonl folder", "a folder of editorials" },
	{ "saseol --only recommendations --voice author FILE", "what the editorial itself recommends" },
	{ "saseol --from jsonl --field text=body,id=key x.jsonl", "records" },
	{ "saseol clean --removed FILE", "what was taken away, and by which rule" },
};

#define COUNT(array) (sizeof (array) / sizeof (array)[0])

/* ---- private from here: help ---- */

/* Words filled into lines that begin at a column. */
static void print_filled(struct out *out, size_t column, size_t at, const char *words)
{
	struct slice rest = slice_from(words), word;
	bool first = true;
	while (slice_split(&word, &rest, ' ')) {
		if (!first && at + 1 + word.len > WIDTH) {
			out_char(out, '\n');
			for (at = 0; at < column; at++)
				out_char(out, ' ');
		} else if (!first) {
			out_char(out, ' ');
			at++;
		}
		first = false;
		out_slice(out, word);
		at += word.len;
	}
	out_char(out, '\n');
}

static void print_row(struct out *out, const char *name, const char *about)
{
	size_t at = 2 + strlen(name);
	out_string(out, "  ");
	out_string(out, name);
	if (at + 2 > COLUMN) {
		out_char(out, '\n');
		at = 0;
	}
	for (; at < COLUMN; at++)
		out_char(out, ' ');
	print_filled(out, COLUMN, at, about);
}

static void print_option(struct out *out, const struct option *option)
{
	struct out name;
	out_init(&name);
	if (option->letter)
		out_format(&name, "-%c, ", option->letter);
	out_format(&name, "--%s", option->name);
	if (option->value)
		out_format(&name, " %s", option->value);
	out_char(&name, '\0');
	if (!name.failed)
		print_row(out, name.bytes, option->about);
	out_release(&name);
}

static void print_command(const struct command *command, struct out *out)
{
	bool first = command == commands;
	out_format(out, "usage: saseol %s%s%s [OPTION...] %s\n\n", first ? "[" : "", command->name, first ? "]" : "", command->operands);
	print_filled(out, 0, 0, command->about);
	if (command->details) {
		out_char(out, '\n');
		print_filled(out, 0, 0, command->details);
	}
	out_string(out, "\noptions:\n");
	for (const struct option *option = option_table; option->name; option++)
		if (option_belongs(option, command))
			print_option(out, option);
}

/* ---- the manual page ---- */

/* troff reads "-" as a hyphen, "\" as the beginning of a request, and a line that begins with "." or "'" as one. */
static void roff(struct out *out, const char *words)
{
	if (*words == '.' || *words == '\'')
		out_string(out, "\\&");
	for (; *words; words++) {
		if (*words == '-')
			out_string(out, "\\-");
		else if (*words == '\\')
			out_string(out, "\\e");
		else
			out_char(out, *words);
	}
}

static void roff_paragraph(struct out *out, const char *before, const char *words)
{
	out_string(out, before);
	roff(out, words);
	out_char(out, '\n');
}

static void roff_option(struct out *out, const struct option *option)
{
	out_string(out, ".TP\n.B ");
	if (option->letter)
		out_format(out, "\\-%c, ", option->letter);
	out_string(out, "\\-\\-");
	roff(out, option->name);
	if (option->value) {
		out_string(out, " \\fI");
		roff(out, option->value);
		out_string(out, "\\fR");
	}
	out_char(out, '\n');
	roff_paragraph(out, "", option->about);
	if (option->commands) {
		out_string(out, ".br\nFor: ");
		roff(out, option->commands);
		out_char(out, '\n');
	}
}

/* ---- */

void help_print(const struct command *command, struct out *out)
{
	if (command) {
		print_command(command, out);
		return;
	}
	out_string(out, "usage: saseol [COMMAND] [OPTION...] [INPUT...]\n\n");
	print_filled(out, 0, 0, about_it);
	out_string(out, "\ncommands:\n");
	for (command = commands; command->name; command++)
		print_row(out, command->name, command->about);
	out_char(out, '\n');
	print_filled(out, 0, 0, about_inputs);
	out_string(out, "\nexamples:\n");
	for (size_t i = 0; i < COUNT(examples); i++)
		out_format(out, "  %-52s  %s\n", examples[i].line, examples[i].about);
	out_string(out, "\nexit status:\n");
	for (size_t i = 0; i < COUNT(statuses); i++) {
		out_format(out, "  %s  ", statuses[i].status);
		print_filled(out, 5, 5, statuses[i].about);
	}
	out_string(out, "\noptions: saseol help extract, or the manual page: man saseol\n");
}

void help_manual(struct out *out)
{
	out_string(out, ".TH SASEOL 1 \"\" \"saseol " SASEOL_VERSION "\"\n.SH NAME\nsaseol \\- claims, figures and recommendations "
	                "of news editorials\n.SH SYNOPSIS\n.B saseol\n[\\fICOMMAND\\fR] [\\fIOPTION\\fR...] [\\fIINPUT\\fR...]\n");
	roff_paragraph(out, ".SH DESCRIPTION\n", about_it);
	roff_paragraph(out, ".PP\n", about_inputs);
	out_string(out, ".SH COMMANDS\n");
	for (const struct command *command = commands; command->name; command++) {
		out_format(out, ".TP\n.B %s \\fI%s\\fR\n", command->name, command->operands);
		roff_paragraph(out, "", command->about);
		out_string(out, ".br\n");
		if (command->details)
			roff_paragraph(out, "", command->details);
	}
	out_string(out, ".SH OPTIONS\n");
	for (const struct option *option = option_table; option->name; option++)
		roff_option(out, option);
	out_string(out, ".SH EXAMPLES\n");
	for (size_t i = 0; i < COUNT(examples); i++) {
		roff_paragraph(out, ".TP\n.B ", examples[i].line);
		roff_paragraph(out, "", examples[i].about);
	}
	out_string(out, ".SH \"EXIT STATUS\"\n");
	for (size_t i = 0; i < COUNT(statuses); i++) {
		out_format(out, ".TP\n.B %s\n", statuses[i].status);
		roff_paragraph(out, "", statuses[i].about);
	}
}
