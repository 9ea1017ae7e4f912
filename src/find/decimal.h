/* decimal.h: exact numbers of any length.
 *
 * A decimal is a row of digits times a power of ten. Floating point has no part in it: 0.3 stays 0.3, and a number of
 * a million digits stays itself. Every operation takes time in proportion to the digits it touches. */
#ifndef SASEOL_FIND_DECIMAL_H
#define SASEOL_FIND_DECIMAL_H

#include "base/arena.h"
#include "base/slice.h"

struct decimal {
	const char *digits;     /* '0' to '9' without zeros at either end */
	size_t len;             /* 0: the number zero */
	long exponent;          /* the number is digits times ten to this power */
	bool negative;
};

/* Digits with at most one point among them ("4.800", ".08"); other bytes are passed over, so that grouping may stay
 * in. Points into the bytes where it can. */
struct decimal decimal_read(struct arena *arena, struct slice bytes);

struct decimal decimal_small(struct arena *arena, unsigned long number);

/* Times a power of ten. */
struct decimal decimal_shift(struct decimal a, long power);

/* The sum of two numbers that are not negative. */
struct decimal decimal_add(struct arena *arena, struct decimal a, struct decimal b);

/* a times b; b should be short, as multipliers and scales are. */
struct decimal decimal_times(struct arena *arena, struct decimal a, struct decimal b);

/* 1 / a, where that ends and a is short; false otherwise. */
bool decimal_inverse(struct decimal *inverse, struct arena *arena, struct decimal a);

/* Less than, equal to or greater than zero, as the sizes of a and b are; signs count. */
int decimal_compare(struct decimal a, struct decimal b);

/* The number as a long, where it is whole, not negative and below ten to the ninth; -1 otherwise. */
long decimal_whole(struct decimal a);

/* Digits with a point where one is needed, never an exponent. */
struct slice decimal_write(struct arena *arena, struct decimal a);

#endif
