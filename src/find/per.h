/* per.h: what figures are counted by: "20 deaths per 100,000 people", "$5 an hour". */
#ifndef SASEOL_FIND_PER_H
#define SASEOL_FIND_PER_H

#include "find/near.h"

/* Fills "per" of the figures of a sentence. offset: where the sentence begins in the document's text. */
void read_per(struct near *near, const placed_list *figures, size_t offset);

#endif
