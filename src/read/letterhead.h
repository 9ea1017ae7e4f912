/* letterhead.h: the lines above a plain text that say what it is: "Title: ...", "Date: ...", "By: ...". */
#ifndef SASEOL_READ_LETTERHEAD_H
#define SASEOL_READ_LETTERHEAD_H

#include "read/read.h"

/* Reads them off the front of the text, from a byte on: what they say goes into the document's meta, the title becomes
 * a heading, and the rest blocks that are not the article. Gives where the text itself begins: start, where there is
 * nothing of the kind. */
size_t letterhead(struct document *document, block_list *blocks, const struct text *text, size_t start,
                  const struct rules *rules);

#endif
