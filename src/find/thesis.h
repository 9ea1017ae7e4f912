/* thesis.h: the one or two findings that carry the editorial's point. Private to find/. */
#ifndef SASEOL_FIND_THESIS_H
#define SASEOL_FIND_THESIS_H

#include "find/merits.h"

void find_thesis(struct document *document, const struct merits *merits);

#endif
