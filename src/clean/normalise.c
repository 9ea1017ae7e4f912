/* normalise.c */
#include "clean/clean.h"
void normalise(struct document *document, const struct text *unmarked, const struct block *blocks, size_t count)
{ for (size_t i = 0; i < count; i++) { struct block *b = list_add(document->arena, &document->blocks); *b = blocks[i]; b->at.start = document->page.len; text_keep(&document->page, unmarked, blocks[i].at); b->at.stop = document->page.len; text_insert(&document->page, "\n", 1); } }
