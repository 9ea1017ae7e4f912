/* constructions.h: how words and numbers make a figure: "number percent", "from year to year".
 *
 * A row of the table constructions is: rule | pattern | what it makes. The pattern is elements parted by blanks:
 *
 *     n:number&whole      an item with these tags, remembered as n; &!tag asks that a tag be missing
 *     "between|from"      one of these words
 *     .element            nothing stands before it, not even a blank
 *     ^element            must be there, without being part of the figure
 *     !element            must not be there (^ and . are understood)
 *     [ ... ]             optional
 *     @word @edge         a word follows that may name something; nothing follows in this clause
 *     *element            the words to look out for, where no number is among the elements; the first one otherwise
 *
 * What it makes is "none" (no figure at all), "per" or "per=next" (what figures are counted by), or fields: kind=date unit=a value=1 approx=at_most. Among the
 * constructions that match at a place the one that reaches farthest wins, then the one that stands first. */
#ifndef SASEOL_FIND_CONSTRUCTIONS_H
#define SASEOL_FIND_CONSTRUCTIONS_H

#include "find/lexicon.h"

enum capture {
	CAPTURE_NONE,
	CAPTURE_N, CAPTURE_U, CAPTURE_P, CAPTURE_K,             /* number, unit, sign before it, scale ("bn") */
	CAPTURE_A, CAPTURE_UA, CAPTURE_KA,                      /* low end of a range, its own unit and scale */
	CAPTURE_B,                                              /* high end: shares u, p and k */
	CAPTURE_W, CAPTURE_DEN,                                 /* a whole number before a fraction; its denominator */
	CAPTURE_N2, CAPTURE_U2, CAPTURE_N3, CAPTURE_U3, CAPTURE_N4, CAPTURE_U4,   /* more of the same: 1 year 2 months */
	CAPTURE_Y, CAPTURE_M, CAPTURE_D,
	CAPTURE_Y2, CAPTURE_M2, CAPTURE_D2,
	CAPTURE_H, CAPTURE_MI, CAPTURE_HALF, CAPTURE_H2, CAPTURE_MI2,
	CAPTURE_PART,                                           /* of a period, of a decade, of ten percent */
	CAPTURE_DEICTIC,
	CAPTURE_PER,
	CAPTURES
};

/* What figures are counted by, "per 100,000": of the nearest figure, or only of the next one. */
enum per { PER_NOT, PER_ANY, PER_NEXT };

enum follows { FOLLOWS_ITEM, FOLLOWS_WORD, FOLLOWS_EDGE };

struct element {
	struct tags all, none;
	enum capture capture;
	enum follows follows;
	unsigned char bracket;          /* elements of one optional bracket share a number; 0: none */
	bool glued, outside, absent, seed;
};

struct construction {
	const struct rule *rule;
	struct element *elements;
	size_t len;
	struct tags wanted;             /* of all that must be there: without them nearby it need not be tried */
	unsigned key;                   /* one of them, not of the first element where there are others */
	const struct element *second;   /* what the second item must be; NULL where that is open */
	bool none;                      /* no figure */
	enum per per;                   /* but what a figure is counted by */
	int kind;                       /* enum figure_kind, or -1: the unit's */
	bool has_unit;
	struct slice unit, value, low, high;
	struct slice form;              /* of dates: "century", "decade", "months", "none" */
	enum approx approx;
	size_t order;                   /* its place in the table */
};

/* Those with one key. */
struct keyed {
	unsigned key;
	LIST(const struct construction *) constructions;
};

struct grammar {
	LIST(struct construction) constructions;
	LIST(struct keyed) by_tag[TAGS_AT_MOST];        /* by the first tag their first element asks for */
	struct tags openers;
	LIST(struct tags) seeds;        /* words with all of these tags are worth stopping at */
};

/* Reads the table; adds the words it quotes to the lexicon. */
bool grammar_build(struct grammar *grammar, struct lexicon *lexicon, const struct table *table, struct error *error);

/* Reads the table counted (counted.h), if there is one. */
bool counting_build(struct lexicon *lexicon, const struct table *table, struct error *error);

/* The kind and approximation of a name; false where there is none. */
bool figure_kind_read(struct slice name, enum figure_kind *kind);
bool approx_read(struct slice name, enum approx *approx);

#endif
