/* wordtree.h: spellings as a tree that a text is walked along, byte by byte, for as long as it may be one of them.
 *
 * All cells lie in one row. What a byte leads to from a cell lies at the cell's place plus that byte; no two cells have
 * the same place, so the byte that is kept in a cell tells whose it is. */
#ifndef SASEOL_FIND_WORDTREE_H
#define SASEOL_FIND_WORDTREE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"

struct cell {
	uint32_t place;         /* of what comes next */
	uint16_t word;          /* for the one who grew the tree: what the spelling means that ends here */
	uint8_t byte;           /* that led here; UTF-8 has no 0xFF: nobody's */
	uint8_t marks;          /* likewise: of all that begins like this */
};

struct wordtree {
	struct cell *cells;     /* the first is where every walk begins */
	size_t len;
};

struct spelled {
	struct slice text;
	uint32_t cell;          /* that it leads to, once the tree has grown */
};

/* From spellings in any order, some maybe more than once. */
void wordtree_grow(struct wordtree *tree, struct arena *arena, struct spelled *spellings, size_t count);

/* Where a byte leads, or NULL. */
static inline const struct cell *wordtree_step(const struct wordtree *tree, const struct cell *from, unsigned char byte)
{
	const struct cell *cell = tree->cells + from->place + byte;
	return cell->byte == byte ? cell : NULL;
}

/* Marks the cell that the beginning of a spelling leads to. */
void wordtree_mark(struct wordtree *tree, struct slice beginning, unsigned marks);

#endif
