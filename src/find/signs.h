/* signs.h: what a character is to somebody who looks for the ends of sentences: by its Unicode properties alone.
 *
 * Places before a limit and after it count as SIGN_EDGE, so that nobody has to ask whether there is a character. */
#ifndef SASEOL_FIND_SIGNS_H
#define SASEOL_FIND_SIGNS_H

#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "base/text.h"

enum sign {
	SIGN_EDGE,              /* outside of the text */
	SIGN_BLANK,
	SIGN_UPPER, SIGN_LOWER, /* letters of scripts with case */
	SIGN_LETTER,            /* letters of scripts without */
	SIGN_DIGIT,
	SIGN_STOP,              /* the full stop, which is also a decimal point and the mark of an abbreviation */
	SIGN_END,               /* whatever else ends a sentence */
	SIGN_ELLIPSIS,
	SIGN_OPEN, SIGN_CLOSE,  /* brackets, and quotes that have a direction */
	SIGN_QUOTE,             /* quotes that have none */
	SIGN_DASH,
	SIGN_PAUSE,             /* the comma and its like: what comes before it goes on after it */
	SIGN_NOTE,              /* raised digits */
	SIGN_OTHER
};

/* Of ASCII. */
extern const unsigned char ascii_signs[128];

enum sign sign_of(uint32_t codepoint);

static inline bool sign_is_word(enum sign sign)
{
	return sign >= SIGN_UPPER && sign <= SIGN_DIGIT;
}

struct glyph {
	uint32_t codepoint;
	enum sign sign;
	size_t at, next;        /* its bytes */
};

struct glyph glyph_far_at(const char *bytes, size_t at, size_t limit);
struct glyph glyph_far_before(const char *bytes, size_t at, size_t limit);

/* The character that begins at a byte of the text; SIGN_EDGE at limit. */
static inline struct glyph glyph_at(const char *bytes, size_t at, size_t limit)
{
	unsigned char byte = at < limit ? (unsigned char)bytes[at] : 0x80;
	if (byte < 0x80)
		return (struct glyph){ byte, (enum sign)ascii_signs[byte], at, at + 1 };
	return glyph_far_at(bytes, at, limit);
}

/* The character that ends before a byte of the text, combining marks skipped; SIGN_EDGE at limit. */
static inline struct glyph glyph_before(const char *bytes, size_t at, size_t limit)
{
	unsigned char byte = at > limit ? (unsigned char)bytes[at - 1] : 0x80;
	if (byte < 0x80)
		return (struct glyph){ byte, (enum sign)ascii_signs[byte], at - 1, at };
	return glyph_far_before(bytes, at, limit);
}

/* The length of the word a text begins with, 0 where it begins with none; of a very long one only a part. */
size_t word_length(struct slice text);

/* Past the blanks at a byte. */
size_t past_blanks(const char *bytes, size_t at, size_t limit);

#endif
