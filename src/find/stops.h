/* stops.h: whether a full stop, or what else may end a sentence, ends one.
 *
 * A stop is a run of ends with everything that belongs to it: closing quotes and brackets, footnote marks, the source
 * of a quotation in brackets. Whether the sentence ends there depends on the word in front, on the word that comes,
 * and on what the language's table says about them. */
#ifndef SASEOL_FIND_STOPS_H
#define SASEOL_FIND_STOPS_H

#include "find/marks.h"
#include "find/words.h"

/* What numbers the item of a list: "3." or "b)". */
struct label {
	size_t len;                     /* 0: there is none */
	unsigned value;                 /* 0: out of no order that is known */
	uint32_t form;                  /* which of "1." "1)" "1.)" "a." ... it is */
};

/* The paragraph that is being cut. */
struct cut {
	const char *bytes;
	size_t stop;                    /* the paragraph's end */
	size_t begin;                   /* the sentence's */
	bool stopped;                   /* the paragraph's sentences have full stops */
	struct label label;             /* the last one that a sentence of the paragraph began with */
	const struct words *words;      /* NULL: a language without a table */
	struct marks *marks;
};

struct stop {
	size_t first;                   /* where the ends begin */
	size_t edge;                    /* where the sentence would end */
	size_t rest;                    /* where the next sentence would be looked for: after dots that leave something out */
	size_t mark;                    /* the first mark after it */
	unsigned dots, gaps;            /* full stops, and blanks between them */
	bool strong;                    /* more than full stops */
	bool ellipsis;
	bool closed;                    /* a quotation was closed after it */
};

/* Does a mark stick to the place where the one before it ended? A closing quote may stand off by a blank. */
bool mark_sticks(const struct cut *cut, const struct mark *mark, size_t end);

/* The stop that begins with a mark. */
struct stop stop_read(const struct cut *cut, size_t mark);

bool stop_ends(const struct cut *cut, const struct stop *stop);

enum hold {
	HOLD_NOT,
	HOLD_CARRIER,                   /* a verb, a particle, a comma */
	HOLD_SOURCE                     /* a dash and a name */
};

/* What behind the quotation or bracket that ends with a mark makes it part of a sentence that goes on. */
enum hold stop_holds(const struct cut *cut, size_t close);

/* Whether a mark is the full stop of a sentence in a language whose sentences have endings. */
bool stop_written(const struct cut *cut, const struct mark *mark);

/* Whether the blank at a byte ends a sentence that has no full stop. */
bool stop_missing(const struct cut *cut, size_t blank);

/* Whether the blank at a byte parts a heading that lost its line from the sentence after it. */
bool stop_glued(const struct cut *cut, size_t blank);

/* The label that begins at a byte. */
struct label label_at(const struct cut *cut, size_t at);

/* Whether a list may begin with a label: initials are no lists. */
bool label_begins(struct label label);

/* Whether a label goes on with the list that the paragraph has. */
bool label_continues(const struct cut *cut, struct label label);

#endif
