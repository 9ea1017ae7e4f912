/* wordtree.c: see wordtree.h. Grown breadth first: cells that lead many ways find room while there is plenty, and those
 * with one way fill the holes. */
#include "find/wordtree.h"

#include <assert.h>

enum { BYTES = 256, NOBODY = 0xFF, TRIES = 16 };

/* The spellings that go through a cell: a stretch of the row. So many of their bytes led there. */
struct reach {
	size_t cell, from, to, depth;
};

/* The bytes that lead on from a cell, and where the stretch of each ends. */
struct ways {
	unsigned char bytes[BYTES];
	size_t stops[BYTES], count;
};

struct growth {
	struct arena *arena;
	struct spelled *spellings;
	uint32_t *row, *sorted;         /* of spellings: those of a cell stand together; room to sort them */
	size_t many[BYTES];             /* all zero between two uses */
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

static bool is_free(const struct growth *growth, size_t place, const struct ways *ways)
{
	if (growth->taken.at[place])
		return false;
	for (size_t i = 0; i < ways->count; i++) {
		if (growth->cells.at[place + ways->bytes[i]].byte != NOBODY)
			return false;
	}
	return true;
}

static size_t first_place(struct growth *growth, size_t cell, const struct ways *ways)
{
	size_t place = cell > ways->bytes[0] ? cell - ways->bytes[0] : 1;
	make_room(growth, place);
	return place;
}

/* A place where all ways find their cells free: among the holes, or else at the top. */
static size_t find_place(struct growth *growth, const struct ways *ways)
{
	size_t place = first_place(growth, growth->free, ways);
	for (int i = 0; i < TRIES; i++, place++) {
		make_room(growth, place);
		if (is_free(growth, place, ways))
			return place;
	}
	growth->free++;
	for (place = first_place(growth, growth->top, ways); !is_free(growth, place, ways); place++)
		make_room(growth, place + 1);
	return place;
}

/* Parts the spellings by the byte at which they go on; those that end here drop out. */
static void part_ways(struct ways *ways, struct growth *growth, struct reach reach)
{
	size_t to = reach.from;
	ways->count = 0;
	for (size_t i = reach.from; i < reach.to; i++) {
		struct spelled *spelling = &growth->spellings[growth->row[i]];
		if (spelling->text.len == reach.depth) {
			spelling->cell = (uint32_t)reach.cell;
			continue;
		}
		unsigned char byte = (unsigned char)spelling->text.at[reach.depth];
		if (!growth->many[byte]++)
			ways->bytes[ways->count++] = byte;
		growth->row[to++] = growth->row[i];
	}
	for (size_t i = 0, at = reach.from; i < ways->count; i++) {
		ways->stops[i] = at;
		at += growth->many[ways->bytes[i]];
		growth->many[ways->bytes[i]] = i;
	}
	for (size_t i = reach.from; i < to; i++) {
		const struct spelled *spelling = &growth->spellings[growth->row[i]];
		growth->sorted[ways->stops[growth->many[(unsigned char)spelling->text.at[reach.depth]]]++] = growth->row[i];
	}
	memcpy(growth->row + reach.from, growth->sorted + reach.from, (to - reach.from) * sizeof *growth->row);
	for (size_t i = 0; i < ways->count; i++)
		growth->many[ways->bytes[i]] = 0;
}

static void grow_cell(struct growth *growth, struct reach reach)
{
	struct ways ways;
	part_ways(&ways, growth, reach);
	if (!ways.count)
		return;
	size_t place = find_place(growth, &ways), from = reach.from;
	growth->taken.at[place] = true;
	growth->cells.at[reach.cell].place = (uint32_t)place;
	for (size_t i = 0; i < ways.count; i++) {
		size_t cell = place + ways.bytes[i];
		growth->cells.at[cell].byte = ways.bytes[i];
		growth->top = cell < growth->top ? growth->top : cell + 1;
		*list_add(growth->arena, &growth->reaches) = (struct reach){ cell, from, ways.stops[i], reach.depth + 1 };
		from = ways.stops[i];
	}
	while (growth->free < growth->cells.len && growth->cells.at[growth->free].byte != NOBODY)
		growth->free++;
}

/* ---- */

void wordtree_grow(struct wordtree *tree, struct arena *arena, struct spelled *spellings, size_t count)
{
	struct growth growth = {
		.arena = arena, .spellings = spellings, .free = 1, .row = arena_take(arena, count * sizeof *growth.row),
		.sorted = arena_take(arena, count * sizeof *growth.sorted)
	};
	for (size_t i = 0; i < count; i++)
		growth.row[i] = (uint32_t)i;
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
