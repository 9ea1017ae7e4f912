/* decimal.c: see decimal.h. School arithmetic on rows of digits. */
#include "find/decimal.h"

enum { WHOLE_DIGITS = 9 };

/* ---- private from here ---- */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Takes the zeros off both ends. */
static struct decimal decimal_trim(struct decimal a)
{
	while (a.len && a.digits[0] == '0') {
		a.digits++;
		a.len--;
	}
	while (a.len && a.digits[a.len - 1] == '0') {
		a.len--;
		a.exponent++;
	}
	if (!a.len)
		a = (struct decimal){ .digits = "" };
	return a;
}

/* The digit of a that stands for ten to the power. */
static int digit_at(struct decimal a, long power)
{
	long place = (long)a.len - 1 - (power - a.exponent);
	return place >= 0 && place < (long)a.len ? a.digits[place] - '0' : 0;
}

/* ---- */

struct decimal decimal_read(struct arena *arena, struct slice bytes)
{
	struct decimal a = { .digits = bytes.at };
	bool plain = true;
	for (size_t i = 0; i < bytes.len && plain; i++)
		plain = is_digit(bytes.at[i]);
	if (plain) {
		a.len = bytes.len;
		return decimal_trim(a);
	}
	char *digits = arena_take(arena, bytes.len + 1);
	bool point = false;
	for (size_t i = 0; i < bytes.len; i++) {
		if (is_digit(bytes.at[i])) {
			digits[a.len++] = bytes.at[i];
			a.exponent -= point;
		} else if (bytes.at[i] == '.') {
			point = true;
		}
	}
	a.digits = digits;
	return decimal_trim(a);
}

struct decimal decimal_small(struct arena *arena, unsigned long number)
{
	enum { MOST = 20 };
	char *digits = arena_take(arena, MOST);
	size_t at = MOST;
	do
		digits[--at] = (char)('0' + number % 10);
	while (number /= 10);
	return decimal_trim((struct decimal){ .digits = digits + at, .len = MOST - at });
}

struct decimal decimal_shift(struct decimal a, long power)
{
	if (a.len)
		a.exponent += power;
	return a;
}

struct decimal decimal_add(struct arena *arena, struct decimal a, struct decimal b)
{
	if (!a.len)
		return b;
	if (!b.len)
		return a;
	long low = a.exponent < b.exponent ? a.exponent : b.exponent;
	long high_a = a.exponent + (long)a.len, high_b = b.exponent + (long)b.len;
	long high = (high_a > high_b ? high_a : high_b) + 1;
	size_t len = (size_t)(high - low);
	char *digits = arena_take(arena, len + 1);
	int carry = 0;
	for (long power = low; power < high; power++) {
		int sum = digit_at(a, power) + digit_at(b, power) + carry;
		digits[len - 1 - (size_t)(power - low)] = (char)('0' + sum % 10);
		carry = sum / 10;
	}
	return decimal_trim((struct decimal){ digits, len, low, false });
}

struct decimal decimal_times(struct arena *arena, struct decimal a, struct decimal b)
{
	if (!a.len || !b.len)
		return (struct decimal){ .digits = "" };
	bool negative = a.negative != b.negative;
	if (b.len == 1 && b.digits[0] == '1') {
		a.exponent += b.exponent;
		a.negative = negative;
		return a;
	}
	size_t len = a.len + b.len;
	char *digits = arena_take(arena, len + 1);
	memset(digits, '0', len);
	for (size_t j = b.len; j-- > 0;) {
		int carry = 0, factor = b.digits[j] - '0';
		for (size_t i = a.len; i-- > 0;) {
			int sum = (a.digits[i] - '0') * factor + (digits[i + j + 1] - '0') + carry;
			digits[i + j + 1] = (char)('0' + sum % 10);
			carry = sum / 10;
		}
		digits[j] = (char)('0' + carry);
	}
	return decimal_trim((struct decimal){ digits, len, a.exponent + b.exponent, negative });
}

bool decimal_inverse(struct decimal *inverse, struct arena *arena, struct decimal a)
{
	long exponent = a.exponent;
	a.exponent = 0;
	bool negative = a.negative;
	a.negative = false;
	long rest = decimal_whole(a), power = 0;
	struct decimal factor = { "1", 1, 0, false };
	const struct decimal two = { "2", 1, 0, false }, five = { "5", 1, 0, false };
	if (rest < 1)
		return false;
	for (; rest % 2 == 0; rest /= 2, power++)
		factor = decimal_times(arena, factor, five);
	for (; rest % 5 == 0; rest /= 5, power++)
		factor = decimal_times(arena, factor, two);
	if (rest != 1)
		return false;
	factor.negative = negative;
	*inverse = decimal_shift(factor, -power - exponent);
	return true;
}

int decimal_compare(struct decimal a, struct decimal b)
{
	bool below_a = a.negative && a.len, below_b = b.negative && b.len;
	if (below_a != below_b)
		return below_a ? -1 : 1;
	int sign = below_a ? -1 : 1;
	if (!a.len || !b.len)
		return a.len ? sign : b.len ? -sign : 0;
	long high_a = a.exponent + (long)a.len, high_b = b.exponent + (long)b.len;
	if (high_a != high_b)
		return high_a > high_b ? sign : -sign;
	size_t both = a.len < b.len ? a.len : b.len;
	int order = memcmp(a.digits, b.digits, both);
	if (order)
		return order > 0 ? sign : -sign;
	return a.len == b.len ? 0 : a.len > b.len ? sign : -sign;
}

long decimal_whole(struct decimal a)
{
	if (a.negative || a.exponent < 0 || (long)a.len + a.exponent > WHOLE_DIGITS)
		return a.len ? -1 : 0;
	long number = 0;
	for (long power = (long)a.len + a.exponent; power-- > 0;)
		number = number * 10 + digit_at(a, power);
	return number;
}

struct slice decimal_write(struct arena *arena, struct decimal a)
{
	if (!a.len)
		return SLICE("0");
	long high = a.exponent + (long)a.len;
	size_t whole = high > 0 ? (size_t)high : 1, part = a.exponent < 0 ? (size_t)-a.exponent : 0;
	size_t len = (size_t)a.negative + whole + (part ? part + 1 : 0);
	char *out = arena_take(arena, len + 1), *at = out;
	if (a.negative)
		*at++ = '-';
	for (long power = (long)whole; power-- > 0;)
		*at++ = (char)('0' + digit_at(a, power));
	if (part)
		*at++ = '.';
	for (long power = -1; part && power >= a.exponent; power--)
		*at++ = (char)('0' + digit_at(a, power));
	return (struct slice){ out, len };
}
