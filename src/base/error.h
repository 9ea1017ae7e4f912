/* error.h: what stops a document, or the program.
 *
 * A function that can fail returns false and has filled the error; only main prints one and exits. */
#ifndef SASEOL_BASE_ERROR_H
#define SASEOL_BASE_ERROR_H

#include <stdbool.h>

enum error_kind {
	ERROR_NONE,
	ERROR_USAGE,    /* the command line */
	ERROR_RULE,     /* a rule file */
	ERROR_READ,     /* an input that cannot be opened or read */
	ERROR_RECORD,   /* a broken record of a JSONL or CSV file */
	ERROR_BINARY,   /* an input that is no text */
	ERROR_TOO_LARGE,
	ERROR_MEMORY,
	ERROR_WRITE     /* the output */
};

struct error {
	enum error_kind kind;
	char message[512];
};

/* Lower case, no full stop, names in quotes. Always returns false. The first error stays. */
bool error_set(struct error *error, enum error_kind kind, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The code that an error record carries: "read", "record", "binary" ... */
const char *error_code(enum error_kind kind);

#endif
