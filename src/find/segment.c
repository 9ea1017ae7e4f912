/* segment.c */
#include "find/find.h"
void segment(struct document *document, struct matcher *matcher)
{ (void)matcher; for (size_t i = 0; i < document->paragraphs.len; i++) { struct sentence *s = list_add(document->arena, &document->sentences); s->at = document->paragraphs.at[i]; s->paragraph = i; s->language = document->language; } }
