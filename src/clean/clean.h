/* clean.h: from the bytes of a page to the article: normalise, identify, strip. */
#ifndef SASEOL_CLEAN_CLEAN_H
#define SASEOL_CLEAN_CLEAN_H

#include "base/document.h"
#include "engine/rules.h"

/* Fills page and blocks from the unmarked text and its blocks: NFC, line ends, spaces, no control or zero-width
 * characters; what NFKC would change stays. Blocks come out with blanks trimmed and one space between words; an
 * empty block is dropped. */
void normalise(struct document *document, const struct text *unmarked, const struct block *blocks, size_t count);

/* Marks the blocks that are outside of the article, and its title, by what the page's markup says; of plain text, none. */
void choose(struct document *document);

/* The rules that it removes by, which are no patterns, one after another; NULL behind the last. */
const struct rule *choose_rule(size_t number);

/* Fills lang and language of the document and the language of each block. wanted: NULL or "auto", or a code that
 * settles it. */
void identify(struct document *document, const struct rules *rules, const char *wanted);

/* Fills removed, kicker, has_title, text and paragraphs. Without keep_all it takes the page away around the
 * article; with it everything is article but the kicker. */
void strip(struct document *document, struct matcher *matcher, bool keep_all);

#endif
