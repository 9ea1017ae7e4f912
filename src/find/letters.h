/* letters.h: what a byte of a text is to somebody who looks for numbers and words: a letter, a blank, a sign. */
#ifndef SASEOL_FIND_LETTERS_H
#define SASEOL_FIND_LETTERS_H

#include <stdint.h>

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

/* How many bytes the character takes that begins with a byte. */
static inline size_t character_length(char first)
{
	const unsigned char c = (unsigned char)first;
	return c < 0xC0 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
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

/* Where the run of Latin letters at a byte ends. */
static inline size_t run_end(struct slice text, size_t at)
{
	while (at < text.len && is_latin(text.at[at]))
		at++;
	return at;
}

/* How many Latin letters stand at a byte, eight at most; and they themselves, small, the first one lowest. */
static inline size_t run_read(uint64_t *letters, struct slice text, size_t at)
{
	const uint64_t lowest = UINT64_MAX / 255, highest = lowest << 7;
	uint64_t eight = 0;
	if (text.len - at >= sizeof eight)
		memcpy(&eight, text.at + at, sizeof eight);
	else
		memcpy(&eight, text.at + at, text.len - at);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	eight = __builtin_bswap64(eight);
#endif
	/* all eight at once: a sum reaches a byte's highest bit where the byte is 'a' or more, or more than 'z' */
	uint64_t small = eight | lowest * 0x20, low = small & ~highest;
	uint64_t others = ~((low + lowest * (0x80 - 'a')) & ~(low + lowest * (0x7F - 'z')) & ~eight) & highest;
	size_t count = others ? (size_t)__builtin_ctzll(others) / 8 : sizeof eight;
	*letters = count < sizeof eight ? small & ((UINT64_C(1) << 8 * count) - 1) : small;
	return count;
}

/* Where the run of letters ends that begins at a place, or the sign alone. */
static inline size_t unit_end(struct slice text, size_t at)
{
	size_t stop = letters_end(text, at);
	if (stop == at)
		stop += character_length(text.at[at]);
	return stop < text.len ? stop : text.len;
}

/* A number for what begins at a place, for a quick no: of the first four letters of a run, or of another character.
 * Different ones may share a number. */
enum { STARTS = 0x10000 };

static inline unsigned start_of_run(uint64_t letters)
{
	return (uint32_t)letters * 0x9E3779B1u >> 16;
}

static inline unsigned start_of_character(struct slice text, size_t at)
{
	const unsigned char *c = (const unsigned char *)text.at + at;
	size_t left = text.len - at;
	if (*c >= 0xE0 && *c < 0xF0 && left > 2)
		return (*c & 0x0Fu) << 12 | (c[1] & 0x3Fu) << 6 | (c[2] & 0x3Fu);
	return *c >= 0xC0 && *c < 0xE0 && left > 1 ? (*c & 0x1Fu) << 6 | (c[1] & 0x3Fu) : *c;
}

/* A set of such numbers. */
static inline bool starts_have(const uint64_t *starts, unsigned start)
{
	return starts[start / 64] >> start % 64 & 1;
}

static inline void starts_add(uint64_t *starts, unsigned start)
{
	starts[start / 64] |= UINT64_C(1) << start % 64;
}

/* Where the character begins that ends at a place. */
static inline size_t character_start(struct slice text, size_t at)
{
	do
		at--;
	while (at && ((unsigned char)text.at[at] & 0xC0) == 0x80);
	return at;
}

/* The number of the last character before a place. */
static inline unsigned start_before(struct slice text, size_t at)
{
	size_t from = character_start(text, at);
	return is_latin(text.at[from]) ? start_of_run(fold(text.at[from])) : start_of_character(text, from);
}

/* By what a text is known at a place before a word is looked up there: a run of Latin letters, a sign, or, in other
 * scripts, one character and two. Returns where that ends; one is where the first character ends, or the run. */
static inline size_t beginning_end(struct slice text, size_t at, size_t *one)
{
	const unsigned char c = (unsigned char)text.at[at];
	size_t stop = at + character_length(text.at[at]);
	while (is_latin((char)c) && stop < text.len && is_latin(text.at[stop]))
		stop++;
	*one = stop < text.len ? stop : text.len;
	bool two = c >= 0xE0 && c < 0xF0 && stop + 2 < text.len && (unsigned char)text.at[stop] >= 0xE0;
	return two ? stop + 3 : *one;
}

#endif
