/* digits.c: see digits.h. */
#include "find/digits.h"

enum { GROUP = 3, POWER_DIGITS = 3, RAISED_DIGITS = 9 };

/* ---- private from here ---- */

static inline bool stands(struct slice text, size_t at, const char *sign)
{
	size_t len = strlen(sign);
	return at + len <= text.len && text.at[at] == sign[0] && !memcmp(text.at + at, sign, len);
}

/* Where a run of digits ends, and how many they are. */
static size_t digits_end(struct slice text, size_t at, size_t *count)
{
	*count = 0;
	for (size_t len; (len = digit_at(text, at, NULL)) != 0; at += len)
		++*count;
	return at;
}

/* 1,234,567 and 12,34,567: groups of three, or of two with three at the end. Returns where the last good group ends. */
static size_t comma_groups(struct slice text, size_t at)
{
	size_t good = at, count;
	while (at < text.len && text.at[at] == ',') {
		at = digits_end(text, at + 1, &count);
		if (count < GROUP - 1 || count > GROUP)
			break;
		if (count == GROUP)
			good = at;
	}
	return good;
}

/* 1 234 567, 10 000: groups of three after a blank; two of them, or one that is all zeros. */
static size_t blank_groups(struct slice text, size_t at)
{
	size_t good = at, groups = 0;
	bool zeros = false;
	for (size_t from = at; from < text.len;) {
		size_t blank = text.at[from] == ' ' ? 1 : stands(text, from, "\xC2\xA0") ? 2 : stands(text, from, "\xE2\x80\xAF") ? 3 : 0;
		size_t count, to = blank ? digits_end(text, from + blank, &count) : from;
		if (!blank || count != GROUP)
			break;
		zeros = groups == 0 && stands(text, from + blank, "000");
		groups++;
		from = to;
		good = to;
	}
	return groups > 1 || zeros ? good : at;
}

/* e14, x10^-4 and the like: the power of ten, and where it ends; at itself where there is none. */
static size_t power_read(struct slice text, size_t at, long *power)
{
	size_t from = at, count;
	bool negative = false;
	if (from < text.len && text.at[from] == 'e') {
		from++;
	} else {
		size_t times = stands(text, from, "x") ? 1 : stands(text, from, "\xC3\x97") ? 2 : 0;
		if (!times || !stands(text, from + times, "10"))
			return at;
		from += times + 2;
		if (stands(text, from, "^"))
			from++;
		else if (!sign_at(text, from, &negative))
			return at;
	}
	from += sign_at(text, from, &negative);
	size_t to = digits_end(text, from, &count);
	if (!count || count > POWER_DIGITS || (to < text.len && ((text.at[to] | 0x20) >= 'a' && (text.at[to] | 0x20) <= 'z')))
		return at;
	long number = 0;
	for (int digit = 0; from < to; from += digit_at(text, from, &digit)) {
		digit_at(text, from, &digit);
		number = number * 10 + digit;
	}
	*power = negative ? -number : number;
	return to;
}

/* 2.5^-1: a small power of a short number, as far as it is exact. */
static size_t raised(struct decimal *value, struct arena *arena, struct slice text, size_t at)
{
	size_t count;
	bool negative = false;
	if (!stands(text, at, "^") || !value->len || value->len > RAISED_DIGITS)
		return at;
	size_t from = at + 1;
	from += sign_at(text, from, &negative);
	size_t to = digits_end(text, from, &count);
	if (!count || count > 2)
		return at;
	struct decimal base = *value, product = { "1", 1, 0, false };
	int power = 0;
	for (int digit = 0; from < to; from++) {
		digit_at(text, from, &digit);
		power = power * 10 + digit;
	}
	for (int i = 0; i < power; i++)
		product = decimal_times(arena, product, base);
	if (negative && !decimal_inverse(&product, arena, product))
		return at;
	*value = product;
	return to;
}

/* The digits and the point as ASCII. */
static struct slice as_ascii(struct arena *arena, struct slice text, size_t from, size_t to)
{
	bool wide = false;
	for (size_t i = from; i < to && !wide; i++)
		wide = (unsigned char)text.at[i] >= 0x80;
	if (!wide)
		return (struct slice){ text.at + from, to - from };
	char *out = arena_take(arena, to - from + 1);
	size_t len = 0;
	while (from < to) {
		int digit = 0;
		size_t step = digit_at(text, from, &digit);
		if (step)
			out[len++] = (char)('0' + digit);
		else if (text.at[from] == '.')
			out[len++] = '.';
		from += step ? step : 1;
	}
	return (struct slice){ out, len };
}

/* ---- */

bool digits_read(struct digits *digits, struct arena *arena, struct slice text, size_t at)
{
	if (at >= text.len || (!digit_at(text, at, NULL) && text.at[at] != '.'))
		return false;
	*digits = (struct digits){ 0 };
	size_t stop = digits_end(text, at, &digits->count), decimals;
	digits->padded = digits->count > 1 && text.at[at] == '0';
	if (digits->count && digits->count <= GROUP && !digits->padded) {
		size_t end = comma_groups(text, stop);
		if (end == stop)
			end = blank_groups(text, stop);
		digits->grouped = end != stop;
		stop = end;
	}
	if (stands(text, stop, ".")) {
		size_t end = digits_end(text, stop + 1, &decimals);
		/* another point: a date, a version, an address, and no decimals */
		if (decimals && !(stands(text, end, ".") && digit_at(text, end + 1, NULL))) {
			digits->decimal = true;
			stop = end;
		}
	}
	if (!digits->count && !digits->decimal)
		return false;
	digits->value = decimal_read(arena, as_ascii(arena, text, at, stop));
	digits->stop = stop;
	if (stop == text.len || !memchr("ex^\xC3", text.at[stop], 4))
		return true;
	long power = 0;
	size_t end = power_read(text, stop, &power);
	digits->power = end != stop;
	digits->value = decimal_shift(digits->value, power);
	size_t top = end == stop ? raised(&digits->value, arena, text, stop) : end;
	digits->power = digits->power || top != end;
	digits->stop = top;
	return true;
}
