/* choose.h: what choose knows of a page while it decides. Private to choose: choose.c weighs and judges, headline.c
 * finds the title. */
#ifndef SASEOL_CLEAN_CHOOSE_H
#define SASEOL_CLEAN_CHOOSE_H

#include "base/document.h"

struct choice {
	struct document *document;
	struct worth *worths;           /* of elements */
	double *reads;                  /* of blocks: their bytes, as far as they read like sentences */
	unsigned *traits;               /* of elements: their own and those of what they stand in, voids left out */
	size_t root;                    /* the element that holds the article */
	size_t first;                   /* the first block of the article */
	double total;
};

/* Marks the title among the blocks and gives its number, NOWHERE without one. Blocks may become more. */
size_t choose_headline(struct choice *choice);

#endif
