/* charset.h: which encoding some bytes are in, by mark, by name or by trial. */
#ifndef SASEOL_READ_CHARSET_H
#define SASEOL_READ_CHARSET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

enum charset {
	CHARSET_UTF8, CHARSET_UTF16LE, CHARSET_UTF16BE, CHARSET_UTF32LE, CHARSET_UTF32BE, CHARSET_WINDOWS949,
	CHARSET_ISO2022KR, CHARSET_WINDOWS1252,
	CHARSET_OTHER,          /* only by name */
	CHARSET_BINARY          /* no text at all */
};

struct charset_guess {
	enum charset charset;
	size_t mark;            /* bytes of the byte order mark */
	size_t good;            /* bytes that are known to be well-formed UTF-8 */
	bool doubtful;
	const char *binary;     /* what kind of binary data, where that is known; or NULL */
};

struct charset_guess charset_guess(struct slice bytes);

/* What a name given by a user or a page means: CHARSET_OTHER where only ICU may know it. mark is set where the
 * bytes begin with the mark of that encoding; plain "UTF-16" and "UTF-32" are settled by the bytes. */
struct charset_guess charset_named(const char *name, struct slice bytes);

/* The name the output gives it. */
const char *charset_name(enum charset charset);

/* How many bytes from a place on are well-formed UTF-8. */
size_t utf8_good(struct slice bytes, size_t at);

/* How many bytes at a place, where utf8_good stopped, make up one ill-formed piece (a maximal subpart). */
size_t utf8_bad(struct slice bytes, size_t at);

/* How many bytes of one windows-949 character stand there: 1 or 2, or 0 for bytes that are none. */
size_t windows949_len(struct slice bytes, size_t at);

#endif
