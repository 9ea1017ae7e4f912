/* resume.h: a run that goes on where an earlier one was stopped (--resume).
 *
 * Beside FILE.partial, which is written as long as the result is not complete, lies FILE.partial.keys: for each document
 * in order a key of all that was read of it, and where its output ends. A later run keeps the output of the documents
 * whose keys are still the same, up to the first that differs, and goes on behind it. */
#ifndef SASEOL_CLI_RESUME_H
#define SASEOL_CLI_RESUME_H

#include "base/document.h"
#include "cli/sink.h"

enum kept_state { KEPT_EMPTY, KEPT_FOUND, KEPT_FAILED };

struct resume {
	int file;                       /* of the keys; -1: nothing is resumed */
	char *path;
	struct kept_document {
		uint64_t key, end;
		enum kept_state state;
	} *old;                         /* what the earlier run left */
	size_t count, asked;            /* of these */
	size_t kept;                    /* documents whose output stays */
	bool over;                      /* none is kept any more */
	uint64_t head;                  /* bytes in front of the first row */
};

uint64_t resume_key(const struct input *input, const struct error *error);

/* what: says what must be the same for anything to be kept. The sink's head was written, or was there. */
bool resume_open(struct resume *resume, struct sink *sink, const char *what, struct error *error);

/* The next document, in order: is its output there already? */
bool resume_keeps(struct resume *resume, uint64_t key);

/* How that document went. */
enum kept_state resume_state(const struct resume *resume, size_t kept);

/* Before a document is put that is not kept, and after it was. In order. */
bool resume_before(struct resume *resume, struct sink *sink, struct error *error);
bool resume_after(struct resume *resume, const struct sink *sink, uint64_t key, enum kept_state state, struct error *error);

/* complete: the keys are of no more use. */
void resume_close(struct resume *resume, bool complete);

#endif
