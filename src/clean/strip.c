/* strip.c */
#include "clean/clean.h"
void strip(struct document *document, struct matcher *matcher, bool keep_all)
{ (void)matcher; (void)keep_all;
  for (size_t i = 0; i < document->blocks.len; i++) { if (document->text.len) text_insert(&document->text, "\n\n", 2); struct span *p = list_add(document->arena, &document->paragraphs); p->start = document->text.len; text_keep(&document->text, &document->page, document->blocks.at[i].at); p->stop = document->text.len; } }
