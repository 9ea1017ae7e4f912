/* letters.h: what a byte of a text is to somebody who looks for numbers and words: a letter, a blank, a sign. */
#ifndef SASEOL_FIND_LETTERS_H
#define SASEOL_FIND_LETTERS_H

#include "base/slice.h"

static inline bool is_latin(char c)
{
	return (unsigned char)((c | 0x20) - 'a') < 26;
}

static inline bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Letters without regard to case. */
static inline unsigned char fold(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

/* How many bytes a letter takes at a place, 0 where none stands there. Digits are no letters; signs of money, quotes,
 * dashes and full-width signs are none. */
static inline size_t letter_at(struct slice text, size_t at)
{
	unsigned char c = at < text.len ? (unsigned char)text.at[at] : 0;
	if (c < 0xC0)
		return is_latin((char)c);
	if (c >= 0xEA && c <= 0xED)
		return 3;
	if (c < 0xE0) {
		unsigned char next = (unsigned char)text.at[at + 1];
		return c == 0xC2 || (c == 0xC3 && (next == 0x97 || next == 0xB7)) ? 0 : 2;
	}
	return c >= 0xF0 || c == 0xE2 || c == 0xEF || (c == 0xE3 && (unsigned char)text.at[at + 1] == 0x80) ? 0 : 3;
}

/* Where the run of letters at a byte ends (at itself where no letter stands there). */
static inline size_t letters_end(struct slice text, size_t at)
{
	for (size_t len; (len = letter_at(text, at)) != 0;)
		at += len;
	return at < text.len ? at : text.len;
}

/* How many bytes of blank stand at a place: a blank, a tab, a line end, or a blank that does not break. */
static inline size_t blank_at(struct slice text, size_t at)
{
	unsigned char c = at < text.len ? (unsigned char)text.at[at] : 0;
	if (c > ' ' && c != 0xC2)
		return 0;
	if (c == ' ' || c == '\t' || c == '\r' || c == '\n')
		return 1;
	return c == 0xC2 && at + 1 < text.len && text.at[at + 1] == '\xA0' ? 2 : 0;
}

static inline size_t blanks_end(struct slice text, size_t at)
{
	for (size_t blank; (blank = blank_at(text, at)) != 0;)
		at += blank;
	return at;
}

/* By what a text is known at a place before a word is looked up there: a run of Latin letters, a sign, or, in other
 * scripts, one character and two. Returns where that ends; one is where the first character ends, or the run. */
static inline size_t beginning_end(struct slice text, size_t at, size_t *one)
{
	const unsigned char c = (unsigned char)text.at[at];
	size_t stop = at + (c < 0xC0 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4);
	while (is_latin((char)c) && stop < text.len && is_latin(text.at[stop]))
		stop++;
	*one = stop < text.len ? stop : text.len;
	bool two = c >= 0xE0 && c < 0xF0 && stop + 2 < text.len && (unsigned char)text.at[stop] >= 0xE0;
	return two ? stop + 3 : *one;
}

#endif
