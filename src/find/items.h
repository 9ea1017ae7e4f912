/* items.h: a sentence as numbers and words that figures are made of; everything else is only a gap between them. */
#ifndef SASEOL_FIND_ITEMS_H
#define SASEOL_FIND_ITEMS_H

#include "find/number.h"

enum gap { GAP_NONE, GAP_BLANK, GAP_TEXT };

struct item {
	struct span at;                 /* bytes of the sentence */
	enum gap before;                /* what stands between it and the item before; GAP_TEXT for the first */
	const struct number *number;    /* NULL: a word */
	const struct entry *words;      /* readings as words and units; NULL where there are none */
	struct tags tags;               /* of all readings */
};

typedef LIST(struct item) item_list;

struct sentence_items {
	struct arena *arena;
	struct look look;               /* the text */
	item_list items;
	LIST(struct number *) numbers;  /* of the items; kept for the next sentence */
	size_t numbers_used;
};

/* All items of a text, in place of those of the text before; linear in it. False where nothing among them can begin a
 * figure. */
bool items_read(struct sentence_items *sentence, const struct lexicon *lexicon, struct slice text);

/* How many bytes a closing quote or bracket takes right before a place. */
size_t closing_before(struct slice text, size_t at);

#endif
