/* grams.h: a text as words that a full-text index can find parts of: letters of scripts that write words together
 * (Hangul, Chinese characters, kana) as overlapping pairs, and the last of a run alone as well, so that every letter
 * begins a gram; other letters and digits as whole words, in small letters. Grams are parted by blanks. */
#ifndef SASEOL_WRITE_GRAMS_H
#define SASEOL_WRITE_GRAMS_H

#include "base/out.h"

void grams(struct out *out, struct slice text);

/* What an index must hold where text occurs in part or whole: without the gram that only the end of a run has. A
 * lone letter is asked for by its beginning: LETTER*. */
void grams_asked(struct out *out, struct slice text);

enum letter_kind { LETTER_NONE, LETTER_PAIRED, LETTER_OTHER };

/* The kind of the character at bytes, its length, and its small form as code point. */
enum letter_kind letter_read(struct slice bytes, size_t *length, unsigned *small);

#endif
