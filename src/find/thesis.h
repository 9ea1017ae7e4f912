/* thesis.h: the one or two findings that carry the editorial's point. Private to find/. */
#ifndef SASEOL_FIND_THESIS_H
#define SASEOL_FIND_THESIS_H

#include "base/document.h"

void find_thesis(struct document *document);

#endif
