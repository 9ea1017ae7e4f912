/* unmark.c */
#include "read/read.h"
void unmark(struct document *document, struct text *unmarked, block_list *blocks, const struct text *decoded)
{ *unmarked = *decoded; struct slice rest = { decoded->bytes, decoded->len }, line;
  while (slice_split(&line, &rest, '\n')) { line = slice_trim(line); if (line.len) { struct block *b = list_add(document->arena, blocks); b->at.start = (size_t)(line.at - decoded->bytes); b->at.stop = b->at.start + line.len; } } }
