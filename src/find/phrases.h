/* phrases.h: constructions found among the items of a sentence. */
#ifndef SASEOL_FIND_PHRASES_H
#define SASEOL_FIND_PHRASES_H

#include "find/constructions.h"
#include "find/items.h"

struct caught {
	const struct item *item;        /* NULL: that place of the construction is empty */
	const struct entry *word;       /* the reading that fitted; NULL: the number */
};

struct phrase {
	const struct construction *construction;
	struct span at;                 /* bytes of the sentence, without what stands outside */
	size_t first, last;             /* items, likewise */
	struct caught caught[CAPTURES];
};

/* The phrase that begins at an item, the farthest-reaching one; false where none does. reach is the item behind
 * everything that was looked at. */
bool phrase_read(struct phrase *phrase, const struct sentence_items *sentence, size_t from);

/* True where a word that may name something stands behind an item, after a blank or a hyphen. */
bool word_follows(const struct sentence_items *sentence, size_t item);

#endif
