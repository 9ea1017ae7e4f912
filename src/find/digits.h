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

/* How many bytes a digit takes at a place, 0 where none stands there; full-width ones (U+FF10 to U+FF19) are digits, too. */
static inline size_t digit_at(struct slice text, size_t at, int *digit)
{
	int value, len = 1;
	if (at >= text.len)
		return 0;
	if (text.at[at] == '\xEF' && at + 2 < text.len && text.at[at + 1] == '\xBC') {
		value = (unsigned char)text.at[at + 2] - 0x90;
		len = 3;
	} else {
		value = text.at[at] - '0';
	}
	if (value < 0 || value > 9)
		return 0;
	if (digit)
		*digit = value;
	return (size_t)len;
}

/* How many bytes a sign (minus or plus) takes at a place. */
static inline size_t sign_at(struct slice text, size_t at, bool *negative)
{
	const char c = at < text.len ? text.at[at] : ' ';
	bool minus = c == '\xE2' && at + 2 < text.len && text.at[at + 1] == '\x88' && text.at[at + 2] == '\x92';
	*negative = c == '-' || minus;
	return minus ? 3 : c == '-' || c == '+';
}

#endif
