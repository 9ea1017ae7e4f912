/* stops.h: whether a full stop, or what else may end a sentence, ends one.
 *
 * A stop is a run of ends with everything that belongs to it: closing quotes and brackets, footnote marks, the source
 * of a quotation in brackets. Whether the sentence ends there depends on the word in front, on the word that comes,
 * and on what the language's table says about them. */
#ifndef SASEOL_FIND_STOPS_H
#define SASEOL_FIND_STOPS_H

#include "find/cut.h"

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

#endif
