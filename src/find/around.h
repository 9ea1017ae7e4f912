/* around.h: what stands around a figure and belongs to it: how exact it is, what is counted, by what, and what moved. */
#ifndef SASEOL_FIND_AROUND_H
#define SASEOL_FIND_AROUND_H

#include "find/phrases.h"

/* A figure of the sentence with the items it is made of. */
struct placed {
	struct figure *figure;          /* NULL: what others are counted by ("per 100,000") */
	size_t number;                  /* the figure among the document's, from 1; 0: none */
	size_t first, last;             /* items */
};

typedef LIST(struct placed) placed_list;

/* Fills approx of every figure from the words beside it. */
void read_approximations(const struct sentence_items *sentence, const placed_list *figures);

#endif
