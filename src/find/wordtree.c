/* wordtree.c: see wordtree.h. Grown breadth first: cells that lead many ways find room while there is plenty, and those
 * with one way fill the holes. */
#include "find/wordtree.h"

#include <assert.h>

enum { BYTES = 256, NOBODY = 0xFF, TRIES = 16 };

/* The spellings that go through a cell, and how many of their bytes led there. */
struct reach {
	size_t cell, from, to, depth;
};

struct growth {
	struct arena *arena;
	const struct spelled *spellings;
	LIST(struct cell) cells;
	LIST(bool) taken;               /* places */
	LIST(struct reach) reaches;     /* of the cells that wait for their turn, and of those that had it */
	size_t free;                    /* where to look for free cells */
	size_t top;                     /* from here on all are */
};

/* ---- private from here ---- */

/* There are cells for every byte of a place. */
static void make_room(struct growth *growth, size_t place)
{
	while (growth->cells.len < place + BYTES) {
		list_add(growth->arena, &growth->cells)->byte = NOBODY;
		*list_add(growth->arena, &growth->taken) = false;
	}
}

static bool is_free(const struct growth *growth, size_t place, const unsigned char *bytes, size_t count)
{
	if (growth->taken.at[place])
		return false;
	for (size_t i = 0; i < count; i++) {
		if (growth->cells.at[place + bytes[i]].byte != NOBODY)
			return false;
	}
	return true;
}

/* A place where so many bytes, in order, find their cells free: among the holes, or else at the top. */
static size_t find_place(struct growth *growth, const unsigned char *bytes, size_t count)
{
	size_t place = growth->free > bytes[0] ? growth->free - bytes[0] : 1;
	for (int i = 0; i < TRIES; i++, place++) {
		make_room(growth, place);
		if (is_free(growth, place, bytes, count))
			return place;
	}
	growth->free++;
	place = growth->top > bytes[0] ? growth->top - bytes[0] : 1;
	for (make_room(growth, place); !is_free(growth, place, bytes, count); make_room(growth, place))
		place++;
	return place;
}

static void grow_cell(struct growth *growth, struct reach reach)
{
	const struct spelled *all = growth->spellings;
	unsigned char bytes[BYTES];
	size_t starts[BYTES + 1], count = 0;
	if (reach.from < reach.to && all[reach.from].text.len == reach.depth)
		growth->cells.at[reach.cell].word = all[reach.from++].word;
	for (size_t i = reach.from; i < reach.to; i++) {
		unsigned char byte = (unsigned char)all[i].text.at[reach.depth];
		if (count && bytes[count - 1] == byte)
			continue;
		assert(!count || bytes[count - 1] < byte);
		starts[count] = i;
		bytes[count++] = byte;
	}
	starts[count] = reach.to;
	if (!count)
		return;
	size_t place = find_place(growth, bytes, count);
	growth->taken.at[place] = true;
	growth->cells.at[reach.cell].place = (uint32_t)place;
	for (size_t i = 0; i < count; i++) {
		growth->cells.at[place + bytes[i]].byte = bytes[i];
		*list_add(growth->arena, &growth->reaches) = (struct reach){ place + bytes[i], starts[i], starts[i + 1], reach.depth + 1 };
	}
	if (growth->top <= place + bytes[count - 1])
		growth->top = place + bytes[count - 1] + 1;
	while (growth->free < growth->cells.len && growth->cells.at[growth->free].byte != NOBODY)
		growth->free++;
}

/* ---- */

void wordtree_grow(struct wordtree *tree, struct arena *arena, const struct spelled *spellings, size_t count)
{
	struct growth growth = { .arena = arena, .spellings = spellings, .free = 1 };
	make_room(&growth, 1);
	*list_add(arena, &growth.reaches) = (struct reach){ 0, 0, count, 0 };
	for (size_t i = 0; i < growth.reaches.len; i++)
		grow_cell(&growth, growth.reaches.at[i]);
	/* what leads nowhere leads to cells of nobody */
	size_t last = growth.cells.len;
	make_room(&growth, last);
	for (size_t i = 0; i < last; i++) {
		if (!growth.cells.at[i].place)
			growth.cells.at[i].place = (uint32_t)last;
	}
	tree->cells = growth.cells.at;
	tree->len = growth.cells.len;
}

void wordtree_mark(struct wordtree *tree, struct slice beginning, unsigned marks)
{
	size_t cell = 0;
	for (size_t i = 0; i < beginning.len; i++) {
		unsigned char byte = (unsigned char)beginning.at[i];
		cell = tree->cells[cell].place + byte;
		assert(tree->cells[cell].byte == byte);
	}
	tree->cells[cell].marks |= (uint8_t)marks;
}
