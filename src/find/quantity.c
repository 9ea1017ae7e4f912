/* quantity.c: see quantity.h. Which places of a construction were filled decides what is computed; the rest is exact
 * arithmetic. */
#include "find/quantity.h"

struct quantity {
	struct arena *arena;
	const struct phrase *phrase;
	struct figure *figure;
	struct day published;
};

/* ---- private from here ---- */

static const struct caught *at(const struct quantity *quantity, enum capture capture)
{
	return &quantity->phrase->caught[capture];
}

static const struct number *number_at(const struct quantity *quantity, enum capture capture)
{
	const struct caught *caught = at(quantity, capture);
	return caught->item && !caught->word ? caught->item->number : NULL;
}

static const struct entry *word_at(const struct quantity *quantity, enum capture capture)
{
	return at(quantity, capture)->word;
}

static struct decimal times(const struct quantity *quantity, struct decimal value, const struct entry *unit)
{
	return unit && unit->value.len ? decimal_times(quantity->arena, value, unit->value) : value;
}

/* Times the scale word ("bn"), which says its value in its detail. */
static struct decimal scaled(const struct quantity *quantity, struct decimal value, enum capture capture)
{
	const struct entry *scale = word_at(quantity, capture);
	return scale ? decimal_times(quantity->arena, value, decimal_read(quantity->arena, scale->detail)) : value;
}

/* A quotient as a decimal where it ends, "2/3" where it does not. */
static struct slice quotient(const struct quantity *quantity, struct decimal upper, struct decimal lower)
{
	struct decimal inverse;
	if (decimal_inverse(&inverse, quantity->arena, lower))
		return decimal_write(quantity->arena, decimal_times(quantity->arena, upper, inverse));
	struct slice over = decimal_write(quantity->arena, upper), under = decimal_write(quantity->arena, lower);
	return slice_from(arena_format(quantity->arena, "%.*s/%.*s", (int)over.len, over.at, (int)under.len, under.at));
}

static struct slice written(const struct quantity *quantity, struct decimal value)
{
	return decimal_write(quantity->arena, value);
}

static void figure_ends(const struct quantity *quantity, struct decimal low, struct decimal high)
{
	bool turned = decimal_compare(low, high) > 0;
	quantity->figure->low = written(quantity, turned ? high : low);
	quantity->figure->high = written(quantity, turned ? low : high);
}

static struct decimal plus(const struct quantity *quantity, struct decimal value, const char *more)
{
	return decimal_add(quantity->arena, value, decimal_read(quantity->arena, slice_from(more)));
}

/* The low end of a range shares the unit of the high end, and its multiplier where it has none of its own and would
 * otherwise stand out of proportion: 3 to 5 million, but 500 to 1 thousand. */
static void read_range(const struct quantity *quantity, const struct number *low, const struct number *high)
{
	const struct entry *unit = word_at(quantity, CAPTURE_U), *own = word_at(quantity, CAPTURE_UA);
	if (low->denominator.len || high->denominator.len) {
		const struct decimal whole = decimal_small(quantity->arena, 1);
		quantity->figure->low = quotient(quantity, times(quantity, low->value, unit), low->denominator.len ? low->denominator : whole);
		quantity->figure->high = quotient(quantity, times(quantity, high->value, unit), high->denominator.len ? high->denominator : whole);
		return;
	}
	struct decimal from = low->value, to = high->value, scale = high->scale;
	bool bare = !tags_have(&low->tags, TAG_BIG) && !word_at(quantity, CAPTURE_KA);
	if (bare && tags_have(&high->tags, TAG_BIG) && scale.len) {
		struct decimal mantissa = high->value;
		mantissa.exponent -= scale.exponent;
		if (decimal_compare(from, mantissa) < 0)
			from = decimal_times(quantity->arena, from, scale);
	}
	if (word_at(quantity, CAPTURE_KA))
		from = scaled(quantity, from, CAPTURE_KA);
	else if (bare && word_at(quantity, CAPTURE_K))
		from = scaled(quantity, from, CAPTURE_K);
	to = scaled(quantity, to, CAPTURE_K);
	from = times(quantity, from, own ? own : unit);
	to = times(quantity, to, unit ? unit : own);
	figure_ends(quantity, from, to);
}

/* Units of time in hours and in days; months and years have no fixed length in smaller units but by agreement. */
static const struct { const char *unit; unsigned long seconds; } lengths[] = {
	{ "a", 31536000 }, { "mo", 2592000 }, { "wk", 604800 }, { "d", 86400 }, { "h", 3600 }, { "min", 60 }, { "s", 1 }
};

enum { YEARS, MONTHS, LENGTHS = sizeof lengths / sizeof *lengths };

static size_t length_of(struct slice unit)
{
	size_t i = 0;
	while (i < LENGTHS && !slice_is(unit, lengths[i].unit))
		i++;
	return i;
}

/* "1 year 6 months": everything in the smallest unit named; other units (5 dollars 20 cents) add up as they scale. */
static void read_compound(const struct quantity *quantity)
{
	static const enum capture numbers[] = { CAPTURE_N, CAPTURE_N2, CAPTURE_N3, CAPTURE_N4 };
	static const enum capture units[] = { CAPTURE_U, CAPTURE_U2, CAPTURE_U3, CAPTURE_U4 };
	size_t smallest = 0;
	struct decimal sum = { .digits = "" };
	for (size_t i = 0; i < 4; i++) {
		const struct entry *unit = word_at(quantity, units[i]);
		size_t length = unit ? length_of(unit->unit) : 0;
		if (unit && length < LENGTHS && length > smallest)
			smallest = length;
	}
	for (size_t i = 0; i < 4; i++) {
		const struct number *number = number_at(quantity, numbers[i]);
		const struct entry *unit = word_at(quantity, units[i]);
		if (!number)
			continue;
		struct decimal value = times(quantity, number->value, unit);
		if (i && slice_is(quantity->phrase->construction->form, "cents"))
			value = decimal_shift(value, -2);
		size_t length = unit ? length_of(unit->unit) : LENGTHS;
		if (length < LENGTHS && length != smallest) {
			unsigned long factor = length == YEARS && smallest == MONTHS ? 12 : lengths[length].seconds / lengths[smallest].seconds;
			value = decimal_times(quantity->arena, value, decimal_small(quantity->arena, factor));
		}
		sum = decimal_add(quantity->arena, sum, value);
	}
	const struct entry *unit = word_at(quantity, CAPTURE_U);
	if (unit && length_of(unit->unit) < LENGTHS)
		quantity->figure->unit = slice_from(lengths[smallest].unit);
	quantity->figure->value = written(quantity, sum);
}

/* "thirties", "ten-odd percent", "in the upper tens": a number that stands for a stretch above it. */
static bool read_stretch(const struct quantity *quantity, const struct number *number, struct decimal value)
{
	const struct entry *part = word_at(quantity, CAPTURE_PART);
	struct slice detail = part ? part->detail : (struct slice){ NULL, 0 };
	const char *dash = detail.len ? memchr(detail.at, '-', detail.len) : NULL;
	bool ten = !value.negative && value.len && value.exponent > 0;
	if (dash) {
		struct slice low = { detail.at, (size_t)(dash - detail.at) }, high = { dash + 1, detail.len - low.len - 1 };
		struct decimal from = decimal_read(quantity->arena, low), to = decimal_read(quantity->arena, high);
		figure_ends(quantity, decimal_add(quantity->arena, value, decimal_shift(from, ten ? 0 : -1)),
		            decimal_add(quantity->arena, value, decimal_shift(to, ten ? 0 : -1)));
		return true;
	}
	if (slice_is(detail, "stretch") || slice_is(quantity->phrase->construction->form, "stretch") || tags_have(&number->tags, TAG_DECADES)) {
		figure_ends(quantity, value, plus(quantity, value, ten ? "9" : "0.9"));
		return true;
	}
	return false;
}

static void read_single(const struct quantity *quantity, const struct number *number)
{
	const struct entry *unit = word_at(quantity, CAPTURE_U), *sign = word_at(quantity, CAPTURE_P);
	struct figure *figure = quantity->figure;
	if (!unit)
		unit = sign;
	if (tags_have(&number->tags, TAG_VAGUE) || tags_have(&number->tags, TAG_PAIR)) {
		if (tags_have(&number->tags, TAG_VAGUE))
			figure->approx = number->flags & ENTRY_STRONG ? APPROX_ABOUT : APPROX_VAGUE;
		if (number->low.len && decimal_compare(number->low, number->high) == 0)
			figure->value = written(quantity, times(quantity, number->low, unit));
		else if (number->low.len)
			figure_ends(quantity, times(quantity, scaled(quantity, number->low, CAPTURE_K), unit),
			            times(quantity, scaled(quantity, number->high, CAPTURE_K), unit));
		return;
	}
	struct decimal value = times(quantity, scaled(quantity, number->value, CAPTURE_K), unit);
	if (read_stretch(quantity, number, value))
		return;
	if (!number->denominator.len) {
		figure->value = written(quantity, value);
	} else if (figure->kind == FIGURE_FRACTION) {
		struct slice over = written(quantity, number->value), under = written(quantity, number->denominator);
		figure->value = slice_from(arena_format(quantity->arena, "%.*s/%.*s", (int)over.len, over.at, (int)under.len, under.at));
	} else {
		figure->value = quotient(quantity, value, number->denominator);
	}
}

/* n of den: a fraction, with a whole number before it perhaps */
static void read_fraction(const struct quantity *quantity, const struct number *upper, const struct number *lower)
{
	const struct number *whole = number_at(quantity, CAPTURE_W);
	struct decimal over = upper->value;
	if (whole) {
		over = decimal_add(quantity->arena, decimal_times(quantity->arena, lower->value, whole->value), over);
		quantity->figure->value = quotient(quantity, over, lower->value);
		return;
	}
	struct decimal under = lower->value;
	over.negative = over.negative != under.negative;
	under.negative = false;
	struct slice a = written(quantity, over), b = written(quantity, under);
	quantity->figure->value = slice_from(arena_format(quantity->arena, "%.*s/%.*s", (int)a.len, a.at, (int)b.len, b.at));
}

/* How many of the smaller unit make the larger one, by the name of the form; 0: it is another form. */
static unsigned long parts_of(struct slice form)
{
	static const struct { const char *name; unsigned long parts; } forms[] = {
		{ "twelfths", 12 }, { "sixteenths", 16 }, { "hundredths", 100 }, { "thousandths", 1000 }
	};
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		if (slice_is(form, forms[i].name))
			return forms[i].parts;
	}
	return 0;
}

/* "5 feet 2 inches": all in the larger unit, which holds so many of the smaller. */
static void read_mixed(const struct quantity *quantity, const struct number *upper, const struct number *lower, unsigned long parts)
{
	struct decimal size = decimal_small(quantity->arena, parts);
	struct decimal sum = decimal_add(quantity->arena, decimal_times(quantity->arena, upper->value, size), lower->value);
	quantity->figure->value = quotient(quantity, sum, size);
}

/* "a year and a half": the second number is a part of the first one's unit. */
static void read_plus(const struct quantity *quantity, const struct number *n, const struct number *part)
{
	const struct entry *unit = word_at(quantity, CAPTURE_U);
	struct decimal whole = n ? n->value : decimal_small(quantity->arena, 1);
	struct decimal lower = part && part->denominator.len ? part->denominator : decimal_small(quantity->arena, 2);
	struct decimal upper = part ? part->value : decimal_small(quantity->arena, 1);
	upper = decimal_add(quantity->arena, decimal_times(quantity->arena, lower, whole), upper);
	quantity->figure->value = quotient(quantity, times(quantity, upper, unit), lower);
}

/* A word that is a number: its detail says "2", "1/2" or "20-29". */
static void read_word(const struct quantity *quantity, struct slice detail)
{
	const char *dash = detail.len ? memchr(detail.at, '-', detail.len) : NULL;
	if (dash) {
		quantity->figure->low = (struct slice){ detail.at, (size_t)(dash - detail.at) };
		quantity->figure->high = (struct slice){ dash + 1, detail.len - quantity->figure->low.len - 1 };
	} else if (detail.len) {
		quantity->figure->value = detail;
	}
}

/* "5-4" is a result where the first is the greater, else a range. */
static bool falls(const struct number *a, const struct number *b)
{
	return decimal_compare(a->value, b->value) >= 0;
}

static void read_values(const struct quantity *quantity)
{
	const struct number *n = number_at(quantity, CAPTURE_N), *a = number_at(quantity, CAPTURE_A);
	const struct number *b = number_at(quantity, CAPTURE_B), *lower = number_at(quantity, CAPTURE_DEN);
	struct figure *figure = quantity->figure;
	const struct slice form = quantity->phrase->construction->form;
	if (figure->kind == FIGURE_DATE) {
		figure->value = date_write(quantity->arena, quantity->phrase, quantity->published);
	} else if (figure->kind == FIGURE_TIME) {
		figure->value = time_write(quantity->arena, quantity->phrase);
		if (!figure->value.at && n) {
			/* "2.123 pm" is no time of day */
			figure->kind = FIGURE_NUMBER;
			figure->value = written(quantity, n->value);
		}
	} else if (slice_is(form, "none")) {
		return;
	} else if (slice_is(form, "one")) {
		figure->value = written(quantity, times(quantity, decimal_small(quantity->arena, 1), word_at(quantity, CAPTURE_U)));
	} else if (slice_is(form, "minus") && n) {
		struct decimal below = n->value;
		below.negative = below.len != 0;
		figure->value = written(quantity, below);
	} else if (parts_of(form)) {
		read_mixed(quantity, n, number_at(quantity, CAPTURE_N2), parts_of(form));
	} else if (slice_is(form, "whole") && number_at(quantity, CAPTURE_W)) {
		read_plus(quantity, number_at(quantity, CAPTURE_W), n);
	} else if (slice_is(form, "plus")) {
		read_plus(quantity, n, number_at(quantity, CAPTURE_N2));
	} else if (slice_is(form, "falling") && a && b && !falls(a, b)) {
		figure->kind = FIGURE_COUNT;
		read_range(quantity, a, b);
	} else if (figure->kind == FIGURE_RATIO && a && b) {
		struct slice one = written(quantity, a->value), other = written(quantity, b->value);
		figure->value = slice_from(arena_format(quantity->arena, "%.*s:%.*s", (int)one.len, one.at, (int)other.len, other.at));
	} else if (n && lower) {
		read_fraction(quantity, n, lower);
	} else if (a && b) {
		read_range(quantity, a, b);
	} else if (n && number_at(quantity, CAPTURE_N2)) {
		read_compound(quantity);
	} else if (word_at(quantity, CAPTURE_N)) {
		read_word(quantity, word_at(quantity, CAPTURE_N)->detail);
	} else if (n) {
		read_single(quantity, n);
	}
}

/* ---- */

bool quantity_read(struct figure *figure, struct arena *arena, const struct phrase *phrase, struct day published)
{
	const struct construction *construction = phrase->construction;
	const struct quantity quantity = { arena, phrase, figure, published };
	const struct entry *unit = word_at(&quantity, CAPTURE_U);
	if (!unit)
		unit = word_at(&quantity, CAPTURE_UA);
	if (!unit)
		unit = word_at(&quantity, CAPTURE_P);
	const struct number *n = number_at(&quantity, CAPTURE_N);
	figure->kind = construction->kind >= 0 ? (enum figure_kind)construction->kind : unit ? unit->kind : FIGURE_COUNT;
	figure->unit = construction->has_unit ? construction->unit : unit ? unit->unit : (struct slice){ "", 0 };
	figure->rule = construction->rule;
	if (n && n->about)
		figure->approx = APPROX_ABOUT;
	read_values(&quantity);
	if (construction->value.len)
		figure->value = construction->value;
	if (construction->low.len)
		figure->low = construction->low;
	if (construction->high.len)
		figure->high = construction->high;
	if (construction->approx)
		figure->approx = construction->approx;
	return true;
}
