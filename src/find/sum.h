/* sum.h: a number of words and digits that add up. Private to number.c.
 *
 * In goes a place; out comes what the parts from there on add up to, and where they end. */
#ifndef SASEOL_FIND_SUM_H
#define SASEOL_FIND_SUM_H

#include "find/lexicon.h"

/* What was read so far: total is what was multiplied by big ones, group what was multiplied by small ones since. */
struct sum {
	struct decimal total, group, pending;
	bool has_total, has_group, has_pending, tens, ordinal, digits, worded, clear;
	struct decimal low_small, low_big;      /* the smallest multipliers so far; zero: none yet */
	struct decimal scale;
	enum number_role last;
	size_t stop, parts;
	unsigned weak, flags;
};

struct reader {
	struct arena *arena;
	struct look *look;
};

static inline bool below(struct decimal a, struct decimal limit)
{
	return !limit.len || decimal_compare(a, limit) < 0;
}

static inline struct decimal one(void)
{
	return (struct decimal){ "1", 1, 0, false };
}

/* The part of a number that stands at a place: a word of PARTS. NULL where there is none. */
const struct entry *part_at(const struct reader *reader, size_t at, size_t *stop);

/* Whether the last part multiplied, and whether a part does. */
bool multiplied(const struct sum *sum);
bool multiplies(const struct entry *part);

/* All parts from a place on. before is the sum before the last join that led to parts which nothing multiplied. */
bool sum_read(struct sum *sum, struct sum *before, const struct reader *reader, size_t at);

struct decimal sum_value(const struct sum *sum, const struct reader *reader);

#endif
