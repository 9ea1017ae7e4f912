/* read.h: from what people have to the text of one document: decode, mend and unmark. (Files, folders and records:
 * inputs.h.) */
#ifndef SASEOL_READ_READ_H
#define SASEOL_READ_READ_H

#include "base/document.h"
#include "engine/rules.h"

/* Fills encoding, and decoded with well-formed UTF-8, from the bytes of the input; ill-formed bytes become U+FFFD
 * with a note each run. encoding: NULL or "auto", or a name that settles it. Fails on binary data and on an
 * encoding nobody knows. */
bool decode(struct document *document, struct text *decoded, const char *encoding, struct error *error);

/* Text that was decoded wrongly before it was saved (UTF-8 read as windows-1252, and others: mend.c) gets a note; it is
 * put right only if that is wanted. */
void mend(struct document *document, struct text *decoded, bool repair);

typedef LIST(struct block) block_list;

/* Takes the markup off. Plain text has none: each line with something on it is a block. A record's title field
 * becomes a heading in front. HTML fills the document's elements, too. rules, or NULL: what the words of classes
 * mean, which says where a block ends. */
void unmark(struct document *document, struct text *unmarked, block_list *blocks, const struct text *decoded,
            const struct rules *rules);

#endif
