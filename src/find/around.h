/* around.h: what stands around a figure and belongs to it: how exact it is, what is counted, by what, and what moved. */
#ifndef SASEOL_FIND_AROUND_H
#define SASEOL_FIND_AROUND_H

#include "find/phrases.h"

/* A figure of the sentence with the items it is made of. */
struct placed {
	struct figure *figure;          /* NULL: what figures are counted by, or nothing at all */
	size_t number;                  /* the figure among the document's, from 1; 0: none */
	size_t first, last;             /* items */
	enum per per;
};

typedef LIST(struct placed) placed_list;

/* A figure among those of its sentence. */
struct standing {
	const struct sentence_items *sentence;
	struct near *near;              /* near.h: the words beside it */
	const placed_list *figures;
	const struct placed *placed;
	size_t start, stop;             /* of the figure, in the sentence */
	size_t offset;                  /* of the sentence, in the document */
};

/* Fills approx of every figure from the words beside it. */
void read_approximations(const struct sentence_items *sentence, const placed_list *figures);

#endif
