/* charset.h: which encoding some bytes are in, by mark, by name or by trial. */
#ifndef SASEOL_READ_CHARSET_H
#define SASEOL_READ_CHARSET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

enum charset {
	CHARSET_UTF8, CHARSET_UTF16LE, CHARSET_UTF16BE, CHARSET_UTF32LE, CHARSET_UTF32BE, CHARSET_WINDOWS949,
	CHARSET_ISO2022KR, CHARSET_JOHAB, CHARSET_WINDOWS1252,
	CHARSET_OTHER,          /* only by name */
	CHARSET_BINARY          /* no text at all */
};

struct charset_guess {
	enum charset charset;
	size_t mark;            /* bytes in front that are no text: a byte order mark, half a character */
	size_t good;            /* bytes that are known to be well-formed UTF-8 */
	bool doubtful;
	const char *name;       /* of CHARSET_OTHER: ICU's */
	const char *binary;     /* what kind of binary data, where that is known; or NULL */
};

struct charset_guess charset_guess(struct slice bytes);

/* ---- charset_names.c ---- */

/* What a name given by a user or a page means: CHARSET_OTHER where only ICU may know it. mark is set where the
 * bytes begin with the mark of that encoding; plain "UTF-16" and "UTF-32" are settled by the bytes. */
struct charset_guess charset_named(const char *name, struct slice bytes);

/* The name the output gives it. */
const char *charset_name(enum charset charset);

/* ---- charset.c again: what names and decoders ask ---- */

/* The encoding of a byte order mark; false without one. */
bool charset_marked(struct charset_guess *guess, struct slice bytes);

/* Which kind of binary data begins like that, or NULL. */
const char *charset_binary(struct slice bytes);

/* How much the bytes read like UTF-16 in one byte order, in percent of the best. */
int utf16_score(struct slice bytes, bool big);

/* How many bytes from a place on are well-formed UTF-8. */
size_t utf8_good(struct slice bytes, size_t at);

/* How many bytes at a place, where utf8_good stopped, make up one ill-formed piece (a maximal subpart). */
size_t utf8_bad(struct slice bytes, size_t at);

/* The characters of windows-1252 from 0x80 to 0x9F. */
unsigned windows1252_upper(unsigned byte);

/* How many bytes of one windows-949 character stand there: 1 or 2, or 0 for bytes that are none. */
size_t windows949_len(struct slice bytes, size_t at);

#endif
