/* progress.h: a bar on the terminal while a run goes on, and one line about it at its end. */
#ifndef SASEOL_CLI_PROGRESS_H
#define SASEOL_CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "read/inputs.h"

enum { PROGRESS_AUTO, PROGRESS_ALWAYS, PROGRESS_NEVER };

/* What has been done so far. */
struct tally {
	size_t documents, failed, figures, claims, recommendations;
	uint64_t bytes;                 /* of documents */
};

struct progress {
	bool bar, drawn;
	double begun, shown;            /* seconds */
	const struct inputs *inputs;
};

/* wanted: PROGRESS_AUTO is a bar where standard error is a terminal that nothing else is shown on. */
void progress_begin(struct progress *progress, const struct inputs *inputs, unsigned wanted, bool quiet);

/* Draws the bar, not too often. */
void progress_show(struct progress *progress, const struct tally *tally);

/* Takes the bar away, so that something else can be written. */
void progress_clear(struct progress *progress);

/* The last line. */
void progress_end(struct progress *progress, const struct tally *tally, bool summary);

#endif
