/* number.h: one number, as it is written: in digits, in words, or in both.
 *
 * In goes a place in a text; out come the exact value, where the number ends, and tags that say what it looks like
 * (a year, a day, an ordinal ...). All number words come from the table numbers; how they combine is arithmetic: what
 * multiplies must shrink from left to right, what adds must be smaller than what multiplied last. */
#ifndef SASEOL_FIND_NUMBER_H
#define SASEOL_FIND_NUMBER_H

#include "find/lexicon.h"

struct number {
	size_t stop;                    /* in the text; it starts where it was asked for */
	struct decimal value;           /* the numerator, where there is a denominator */
	struct decimal denominator;     /* zero: none */
	struct decimal low, high;       /* of vague numbers (maybe both zero: nobody knows) and of pairs */
	struct decimal scale;           /* what its one row of digits was multiplied by at last; zero where that is not clear */
	bool about;                     /* a word inside it or at its end says so */
	size_t parts;                   /* how many words and rows of digits it is made of */
	unsigned flags;                 /* ENTRY_WEAK: all its words are weak; ENTRY_NATIVE, ENTRY_STRONG: one is */
	struct tags tags;
};

bool number_read(struct number *number, struct arena *arena, struct look *look, size_t at);

#endif
