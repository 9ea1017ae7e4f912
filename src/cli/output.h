/* output.h: where results go: standard output, or a file that is written beside its name and renamed when complete.
 *
 * A reader that went away is no error: the output is then closed. A signal to end waits for the line being written. */
#ifndef SASEOL_CLI_OUTPUT_H
#define SASEOL_CLI_OUTPUT_H

#include <stdint.h>

#include "base/error.h"
#include "base/slice.h"

struct output {
	int file;
	const char *path;       /* NULL: standard output */
	char *name, *beside;    /* the file that path stands for, and the one that is written; NULL: path itself is */
	bool closed;            /* the reader went away */
	bool lasting;           /* what is written beside stays there until it is complete */
};

/* Also sets up what happens on SIGPIPE, SIGINT and SIGTERM, so there is one output a run. */
bool output_open(struct output *output, const char *path, struct error *error);

/* The same for a file that is written over several runs: NAME.partial stays when a run is stopped, and is there for
 * the next. No two runs can have it at the same time. */
bool output_open_lasting(struct output *output, const char *path, struct error *error);

/* Goes back to a byte of what was written, and forgets what stands behind it. */
bool output_cut(struct output *output, uint64_t at, struct error *error);

/* False when nothing more can be written: with an error, or because the reader went away. */
bool output_write(struct output *output, struct slice bytes, struct error *error);

/* complete: the file gets its name; otherwise it is taken away. */
bool output_close(struct output *output, bool complete, struct error *error);

#endif
