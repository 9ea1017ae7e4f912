/* bare.h: tags taken off without a parser: for markup that no parser should meet. */
#ifndef SASEOL_READ_BARE_H
#define SASEOL_READ_BARE_H

#include "read/read.h"

/* Whether no tag has so many attributes that a parser would be slow to compare them all. */
bool bare_tags_are_sane(const struct text *page);

/* Each stretch between tags that break lines is a block; comments, scripts and styles are left out; of character
 * references the usual ones are known. */
void bare_unmark(struct document *document, struct text *unmarked, block_list *blocks, const struct text *page);

#endif
