/* html.h: pages and pieces of HTML. */
#ifndef SASEOL_READ_HTML_H
#define SASEOL_READ_HTML_H

#include "read/read.h"

/* Whether the first bytes of an input look like HTML, in whatever encoding. */
bool html_recognise(struct slice head);

/* The charset that a page says it is in, in a meta element or an XML declaration among its first bytes; NULL where
 * it says nothing. */
const char *html_charset(struct arena *arena, struct slice head);

/* See unmark. */
void unmark_html(struct document *document, struct text *unmarked, block_list *blocks, const struct text *decoded,
                 const struct rules *rules);

#endif
