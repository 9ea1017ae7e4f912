/* embedded.h: articles that a page carries in its scripts only, as strings of JSON. */
#ifndef SASEOL_READ_EMBEDDED_H
#define SASEOL_READ_EMBEDDED_H

#include "base/document.h"
#include "engine/rules.h"
#include "read/read.h"

typedef LIST(struct span) scripts;

/* The strings of one script that stand behind one key in one list, and read like text; or one such string that is
 * long enough to be an article. */
struct embedded {
	struct span script;             /* in the page */
	struct slice key;
	size_t list;                    /* where it begins; of a single string: where that does */
	size_t bytes;                   /* of all of them */
	double worth;                   /* the same, by what the key says */
	double share;                   /* of the words of the page's titles that are in them */
};

/* The same of the blocks of a page that may be paragraphs. */
double embedded_title_share(const struct document *document, const struct text *text, const block_list *blocks);

/* What is most like an article among all scripts; bytes is 0 where nothing is. */
struct embedded embedded_find(struct document *document, const struct rules *rules, const struct text *page,
                              const scripts *list);

/* Its strings become blocks: escapes are read, and tags in them taken off. */
void embedded_unmark(struct document *document, struct text *unmarked, block_list *blocks, const struct text *page,
                     const struct embedded *embedded);

#endif
