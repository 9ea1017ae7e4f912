/* options.h: what the command line says. One table of commands and one of options feed the parser, the help and the
 * manual page. */
#ifndef SASEOL_CLI_OPTIONS_H
#define SASEOL_CLI_OPTIONS_H

#include "base/error.h"
#include "base/out.h"
#include "read/inputs.h"
#include "write/record.h"

enum { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

struct options {
	const struct command *command;
	bool named;                     /* the command was; otherwise it is the first */
	const char **operands;          /* without the command's name */
	struct kept *kept;              /* copies of values that had to be cut */
	size_t operand_count;
	const char *format, *output, *lang, *encoding, *rules, *furniture;
	struct wish wish;
	struct inputs_wish inputs;
	size_t jobs;                    /* 0: as many as there are cores */
	unsigned color;
	unsigned progress;
	size_t shard, shards;           /* this one, from 1, of so many; 0: all */
	bool resume, key_tab;
	bool keep_all, repair, quiet, verbose, strict, fail_if_empty;
	bool help, version, man;
	unsigned shape;                 /* fingerprint of the options that change results; 0: none given */
};

struct command {
	const char *name, *operands, *about;
	const char *details;            /* for help and manual, or NULL */
	size_t most_operands;           /* of those that are no inputs */
	/* One of the two gives the exit status. What the first prints, however much, it writes itself; the second leaves
	 * its words in out. */
	int (*run)(struct options *options, struct error *error);
	int (*tell)(struct options *options, struct out *out, struct error *error);
};

struct option {
	char letter;                    /* '\0': it has only a name */
	const char *name;
	const char *value;              /* NULL: it takes none */
	const char *commands;           /* names parted by blanks; NULL: every one */
	const char *about;
	bool (*take)(struct options *options, const struct option *option, const char *value, struct error *error);
	size_t offset;                  /* in struct options */
	const char *const *words;       /* those a value may be */
	bool shapes;                    /* it changes what comes out, and so is part of the options' fingerprint */
};

extern const struct command commands[];         /* the first is the default one; ends with a name of NULL */
extern const struct option option_table[];      /* ends with a name of NULL */

bool option_belongs(const struct option *option, const struct command *command);

/* Fills options from the arguments; false with ERROR_USAGE. */
bool options_parse(struct options *options, int argc, char **argv, struct error *error);
void options_release(struct options *options);

/* ---- commands.c ---- */

/* Does what the options say; the exit status, and an error that is to be printed. */
int command_run(struct options *options, struct error *error);

/* ---- help.c ---- */

void help_print(const struct command *command, struct out *out);      /* NULL: the whole program */
void help_manual(struct out *out);

#endif
