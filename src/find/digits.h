/* digits.h: a row of digits: grouped, with decimals, with a power of ten, full-width. */
#ifndef SASEOL_FIND_DIGITS_H
#define SASEOL_FIND_DIGITS_H

#include "find/decimal.h"

struct digits {
	size_t stop;
	struct decimal value;
	size_t count;           /* digits before the point */
	bool grouped, decimal, padded, power;
};

/* False where no digit, or point and digit, stands at the place. */
bool digits_read(struct digits *digits, struct arena *arena, struct slice text, size_t at);

/* How many bytes a digit takes at a place, 0 where none stands there. */
size_t digit_at(struct slice text, size_t at, int *digit);

/* How many bytes a sign (minus or plus) takes at a place. */
size_t sign_at(struct slice text, size_t at, bool *negative);

#endif
