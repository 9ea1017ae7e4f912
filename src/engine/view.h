/* view.h: a sentence or line as patterns see it: one byte for every jamo, letter, digit or sign.
 *
 * In goes UTF-8 (NFC); out come bytes that PCRE2 matches without UTF and with its own character tables, which is
 * many times faster than classes of syllables. A Hangul syllable is an initial, a medial and perhaps a final, each
 * a byte of its own. ASCII is itself. Compatibility forms are read as what they stand for (full-width 1, the sign
 * for km as "km"), quotes, dashes and money signs have bytes of their own, and everything else is one of a few
 * fillers. Every byte of the view knows which character of the text it stands for, so a match comes back as whole
 * characters. It is arithmetic of Unicode, and knows no language. */
#ifndef SASEOL_ENGINE_VIEW_H
#define SASEOL_ENGINE_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "base/text.h"

/* The alphabet. 0x20 to 0x7E are ASCII. */
enum {
	/* what a stage may put in place of things it has read (numbers): written <1> to <8> in patterns */
	VIEW_TOKEN = 0x01,              /* 0x01 to 0x08 */
	VIEW_MORE_SIGNS = 0x0E,         /* signs of money without a byte of their own, cent; to 0x1F */
	VIEW_INITIAL = 0x80,            /* 19 */
	VIEW_MEDIAL = 0x93,             /* 21 */
	VIEW_FINAL = 0xA8,              /* 27; the order of Unicode, final 1 (kiyeok) first */
	VIEW_SIGNS = 0xC3,              /* signs with a byte of their own, see view.c; to 0xF7 */
	VIEW_HAN = 0xF8,                /* any Chinese character */
	VIEW_LETTER = 0xF9,             /* any other letter; Latin letters with marks are their ASCII letter */
	VIEW_JAMO = 0xFA,               /* a jamo that stands alone */
	VIEW_DIGIT = 0xFB,              /* a digit of another script */
	VIEW_OTHER = 0xFC
};

/* The most bytes one character becomes. */
enum { VIEW_EXPANSION = 40 };

struct view {
	unsigned char *bytes;           /* NUL-terminated */
	uint32_t *at;                   /* at[i]: where the character of bytes[i] begins in the text; at[len] is its length */
	size_t len, room;
};

void view_init(struct view *view);
void view_release(struct view *view);

/* Reuses the view's memory; false when there is none. */
bool view_build(struct view *view, struct slice text);

/* The bytes of one character, and how many they are: 0 for combining marks and format characters. */
size_t view_codepoint(uint32_t codepoint, unsigned char bytes[VIEW_EXPANSION]);

/* Bytes start to stop of the view as bytes of the text it was built from, widened to whole characters. */
struct span view_span(const struct view *view, size_t start, size_t stop);

/* The first byte of the view that belongs to the character at a byte of the text, or to a later one. */
size_t view_find(const struct view *view, size_t byte);

#endif
