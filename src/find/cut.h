/* cut.h: the paragraph that is being cut, and what stands around a byte of it.
 *
 * Whoever decides about a place looks at the character before, the word before, the word that comes, and asks the
 * language's words about them. Nothing here looks farther than LONGEST_TOKEN bytes, so that any text takes linear
 * time. */
#ifndef SASEOL_FIND_CUT_H
#define SASEOL_FIND_CUT_H

#include "find/labels.h"
#include "find/marks.h"
#include "find/signs.h"
#include "find/words.h"

enum { LONGEST_TOKEN = 48 };            /* bytes; no abbreviation is longer */

struct cut {
	const char *bytes;
	size_t stop;                    /* the paragraph's end */
	size_t begin;                   /* the sentence's */
	bool stopped;                   /* the paragraph's sentences have full stops */
	struct label label;             /* the last one that a sentence of the paragraph began with */
	const struct words *words;      /* NULL: a language without a table */
	struct marks *marks;
};

/* The word that comes, past opening marks, dashes and symbols. */
struct next {
	enum sign sign;                 /* of its first character, or of what stands in its place */
	struct slice rest;              /* from the word on */
	bool dash, opened;
};

struct next cut_next(const struct cut *cut, size_t byte);

/* The word that ends at a byte, with the full stops inside it. */
struct slice cut_token(const struct cut *cut, size_t stop);

/* The classes of the endings before a byte. */
unsigned cut_endings(const struct cut *cut, size_t stop);

/* Whether a text of the paragraph begins with a word that names a caption, and a colon. */
bool cut_caption(const struct cut *cut, struct slice text);

static inline struct slice cut_slice(const struct cut *cut, size_t start, size_t stop)
{
	return (struct slice){ cut->bytes + start, stop - start };
}

static inline struct glyph cut_at(const struct cut *cut, size_t byte)
{
	return glyph_at(cut->bytes, byte, cut->stop);
}

static inline struct glyph cut_before(const struct cut *cut, size_t byte)
{
	return glyph_before(cut->bytes, byte, cut->begin);
}

/* A mark by its place among the marks, or NULL past the last. */
static inline const struct mark *cut_mark(const struct cut *cut, size_t mark)
{
	return mark < cut->marks->marks.len ? &cut->marks->marks.at[mark] : NULL;
}

static inline bool cut_begins(const struct cut *cut, struct slice text, unsigned classes)
{
	return cut->words && words_begin(cut->words, text, classes);
}

static inline bool cut_has(const struct cut *cut, enum habit habit)
{
	return cut->words && (cut->words->habits & habit);
}

#endif
