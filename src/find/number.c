/* number.c: see number.h.
 *
 * The parts that add up are read in sum.c; here is what may stand around them: a point, a fraction, a multiplier, an
 * article, a word that leaves the number open. */
#include "find/number.h"

#include "find/digits.h"
#include "find/sum.h"

enum {
	ANY = READ_ROLES, LARGE_DIGITS = 9, YEAR_DIGITS = 4,
	BEHIND_SUMS = 1u << ROLE_SUFFIX | 1u << ROLE_POINT | 1u << ROLE_PART | 1u << ROLE_ORDINAL | 1u << ROLE_HYPHEN | 1u << ROLE_AND
};

/* ---- what may follow a sum ---- */

/* "point nought four": digits in words behind a word for the point. */
static void read_point(struct number *number, const struct reader *reader)
{
	size_t at = blanks_end(reader->look->text, number->stop), stop;
	const struct entry *entry = look_up(reader->look, at, 1u << ROLE_POINT, &stop);
	if (!entry || number->value.exponent < 0)
		return;
	struct decimal value = number->value;
	long power = 0;
	for (;;) {
		at = blanks_end(reader->look->text, stop);
		entry = part_at(reader, at, &stop);
		if (!entry || entry->role != ROLE_ONES || decimal_whole(entry->value) > 9)
			break;
		value = decimal_add(reader->arena, value, decimal_shift(entry->value, --power));
		number->stop = stop;
		number->parts += 2;
		number->flags |= ENTRY_STRONG;
	}
	number->value = value;
}

/* What divides, at a place: "thirds", or, for one, "third". */
static const struct entry *divider_at(const struct reader *reader, size_t at, bool plural, size_t *stop)
{
	const struct entry *entry = look_up(reader->look, at, 1u << ROLE_PART | 1u << ROLE_ORDINAL, stop);
	for (; entry; entry = entry->next) {
		bool right = entry->role == ROLE_PART ? !plural || entry->flags & ENTRY_PLURAL
		                                      : entry->role == ROLE_ORDINAL && !plural && decimal_whole(entry->value) > 2;
		if (right && !entry->numerator.len)
			return entry;
		if (right && entry->role == ROLE_PART && decimal_whole(entry->numerator) == 1)
			return entry;
	}
	return NULL;
}

static size_t past_hyphen(const struct reader *reader, size_t at)
{
	size_t stop;
	at = blanks_end(reader->look->text, at);
	if (look_up(reader->look, at, 1u << ROLE_HYPHEN, &stop))
		at = blanks_end(reader->look->text, stop);
	return at;
}

/* number = number + numerator / denominator, as a decimal where that ends and as a fraction where not */
static void number_mix(struct number *number, const struct reader *reader, struct decimal numerator, struct decimal denominator)
{
	struct decimal inverse;
	if (decimal_inverse(&inverse, reader->arena, denominator)) {
		number->value = decimal_add(reader->arena, number->value, decimal_times(reader->arena, numerator, inverse));
		return;
	}
	number->value = decimal_add(reader->arena, decimal_times(reader->arena, number->value, denominator), numerator);
	number->denominator = denominator;
}

/* "3/4", behind the numerator. */
static bool read_slash(const struct reader *reader, size_t at, struct decimal *denominator, size_t *stop)
{
	struct digits digits;
	size_t start = at;
	while (start && at - start < YEAR_DIGITS && digit_at(reader->look->text, start - 1, NULL))
		start--;
	if (start && reader->look->text.at[start - 1] == '/')
		return false;           /* "2014/2/22" */
	if (at >= reader->look->text.len || reader->look->text.at[at] != '/' || !digits_read(&digits, reader->arena, reader->look->text, at + 1))
		return false;
	if (digits.decimal || digits.grouped || digits.padded || digits.count > 3 || !digits.value.len
	    || (digits.stop < reader->look->text.len && reader->look->text.at[digits.stop] == '/'))
		return false;
	*denominator = digits.value;
	*stop = digits.stop;
	return true;
}

/* "two thirds", "one hundred and three quarters", "3/4", "2 1/4", "two and a half", "2" and a sign for one half. */
static void read_fraction(struct number *number, const struct reader *reader, const struct sum *sum, const struct sum *before)
{
	size_t at = number->stop, stop;
	struct decimal denominator;
	struct digits digits;
	bool single = decimal_whole(number->value) == 1;
	const struct entry *part;

	if (number->value.exponent < 0 || sum->ordinal)
		return;
	if (sum->digits && sum->parts == 1 && read_slash(reader, at, &denominator, &stop)) {
		number->denominator = denominator;
		number->stop = stop;
		return;
	}
	part = divider_at(reader, past_hyphen(reader, at), !single, &stop);
	if (part && (!single || sum->worded)) {
		struct decimal numerator = number->value;
		if (!single && before->stop < sum->stop && sum->has_pending && multiplied(before)) {
			struct decimal upper = sum->pending;
			if (before->last == ROLE_BIG)
				upper = decimal_times(reader->arena, upper, before->scale);
			number->value = sum_value(before, reader);
			number_mix(number, reader, upper, part->value);
		} else {
			number->value = numerator;
			number->denominator = part->value;
		}
		number->stop = stop;
		return;
	}
	/* a whole number and a fraction */
	part = look_up(reader->look, at, 1u << ROLE_PART, &stop);
	if (part && part->flags & ENTRY_STRONG && !(part->flags & ENTRY_BARE)) {
		number_mix(number, reader, part->numerator, part->value);
		number->stop = stop;
		return;
	}
	at = blanks_end(reader->look->text, number->stop);
	if (at != number->stop && digits_read(&digits, reader->arena, reader->look->text, at) && !digits.decimal && digits.count < 3
	    && sum->digits && read_slash(reader, digits.stop, &denominator, &stop) && below(digits.value, denominator)) {
		number_mix(number, reader, digits.value, denominator);
		number->stop = stop;
		return;
	}
	at = past_hyphen(reader, number->stop);
	const struct entry *and = look_up(reader->look, at, 1u << ROLE_AND, &stop);
	if (!and)
		return;
	at = past_hyphen(reader, stop);
	const struct entry *numerator = look_up(reader->look, at,
		1u << ROLE_ARTICLE | 1u << ROLE_ONES | 1u << ROLE_TENS, &stop);
	struct sum above = { .clear = true }, unused;
	struct decimal upper = one();
	if (numerator && numerator->role != ROLE_ARTICLE && sum_read(&above, &unused, reader, at) && !above.ordinal) {
		upper = sum_value(&above, reader);
		stop = above.stop;
	} else if (!numerator) {
		stop = at;
	}
	part = divider_at(reader, past_hyphen(reader, stop), decimal_whole(upper) != 1, &stop);
	if (!part || (!numerator && !(part->flags & ENTRY_BARE)))
		return;
	const struct entry *big = part_at(reader, blanks_end(reader->look->text, stop), &at);
	if (sum->last == ROLE_BIG && big && big->role == ROLE_BIG && below(big->value, sum->low_big)) {
		/* a billion and a quarter million */
		number_mix(number, reader, decimal_times(reader->arena, upper, big->value), part->value);
		stop = at;
	} else if (sum->last == ROLE_BIG && sum->scale.len && sum->clear) {
		/* a million and a half: half of the million */
		number_mix(number, reader, decimal_times(reader->arena, upper, sum->scale), part->value);
	} else {
		number_mix(number, reader, upper, part->value);
	}
	number->stop = stop;
}

/* "five and a half million", "half a dozen", "three dozen", "a quarter million". */
static void read_multiplier(struct number *number, const struct reader *reader)
{
	size_t at = blanks_end(reader->look->text, number->stop), stop;
	const struct entry *entry = look_up(reader->look, at, 1u << ROLE_ARTICLE, &stop);
	if (entry && number->denominator.len && at != number->stop)
		at = blanks_end(reader->look->text, stop);
	else if (entry)
		return;
	entry = look_up(reader->look, at, 1u << ROLE_BIG | 1u << ROLE_PACK | 1u << ROLE_SMALL, &stop);
	if (!entry || at == number->stop)
		return;
	struct decimal value = decimal_times(reader->arena, number->value, entry->value), denominator = number->denominator;
	number->value = (struct decimal){ .digits = "" };
	number->denominator = (struct decimal){ .digits = "" };
	number_mix(number, reader, value, denominator.len ? denominator : one());
	number->stop = stop;
	number->parts++;
	tags_add(&number->tags, TAG_BIG);
}

/* ---- kinds of beginnings ---- */

/* A vague word: "dozens", "several thousand", a word for two or three. */
static bool read_vague(struct number *number, const struct reader *reader, size_t at)
{
	size_t stop, next;
	const struct entry *entry = look_up(reader->look, at,
		1u << ROLE_PAIR | 1u << ROLE_VAGUE | 1u << ROLE_SEVERAL, &stop);
	if (!entry)
		return false;
	struct decimal scale = one();
	bool scaled = false;
	struct decimal limit = { .digits = "" };
	number->flags = entry->flags;
	number->parts = 1;
	number->stop = at + entry->taken < stop ? at + entry->taken : stop;
	for (;;) {
		at = entry->role == ROLE_SEVERAL || entry->role == ROLE_PAIR ? blanks_end(reader->look->text, number->stop) : number->stop;
		const struct entry *part = part_at(reader, at, &next);
		if (!multiplies(part) || !below(part->value, limit) || (at != number->stop && !(entry->flags & ENTRY_PLURAL)))
			break;
		scale = decimal_times(reader->arena, scale, part->value);
		limit = part->role == ROLE_BIG ? part->value : limit;
		number->stop = next;
		number->parts++;
		scaled = true;
	}
	if (entry->role == ROLE_SEVERAL) {
		tags_add(&number->tags, TAG_VAGUE);
		if (scaled) {
			number->low = scale;
			/* up to the last number before ten times as much: a row of nines */
			size_t nines = (size_t)scale.exponent + 1;
			char *high = arena_take(reader->arena, nines + 1);
			memset(high, '9', nines);
			number->high = (struct decimal){ high, nines, 0, false };
		}
	} else {
		number->low = decimal_times(reader->arena, entry->low, scale);
		number->high = decimal_times(reader->arena, entry->high, scale);
		tags_add(&number->tags, entry->role == ROLE_PAIR ? TAG_PAIR : TAG_VAGUE);
	}
	tags_join(&number->tags, &entry->tags);
	tags_add(&number->tags, TAG_WORDED);
	return true;
}

/* "a" in front of what can be multiplied or divided; "a third" only where a whole follows ("of"). */
static bool read_article(struct number *number, const struct reader *reader, size_t at)
{
	size_t stop, next, after;
	if (!look_up(reader->look, at, 1u << ROLE_ARTICLE, &stop))
		return false;
	next = past_hyphen(reader, stop);
	if (next == stop)
		return false;
	struct number vague = { 0 };
	if (read_vague(&vague, reader, next) && tags_have(&vague.tags, TAG_ARTICLE)) {
		*number = vague;
		return true;
	}
	struct sum sum = { .clear = true, .has_pending = true, .pending = one(), .scale = one(), .last = ROLE_ONES, .stop = next };
	struct sum before = sum;
	const struct entry *part = part_at(reader, next, &stop);
	if (part && (multiplies(part) || part->role == ROLE_PACK) && sum_read(&sum, &before, reader, next) && !sum.ordinal) {
		number->value = sum_value(&sum, reader);
		number->stop = sum.stop;
		number->scale = sum.scale;
		number->parts = sum.parts + 1;
		tags_add(&number->tags, TAG_BIG);
		read_fraction(number, reader, &sum, &before);
	} else {
		/* a hundredth, a twenty-first, a third of */
		sum = (struct sum){ .clear = true, .scale = one() };
		const struct entry *half = divider_at(reader, next, false, &stop);
		if (half && half->role == ROLE_PART) {
			number->denominator = half->value;
		} else if (sum_read(&sum, &before, reader, next) && sum.ordinal && decimal_whole(sum_value(&sum, reader)) != 2) {
			number->denominator = sum_value(&sum, reader);
			stop = sum.stop;
		} else {
			return false;
		}
		after = blanks_end(reader->look->text, stop);
		const struct entry *whole = look_up(reader->look, after, ANY, &next);
		bool parted = after >= reader->look->text.len || (whole && tags_have(&whole->tags, TAG_PARTED)) || multiplies(whole);
		for (const struct entry *other = whole; other && !parted; other = other->next)
			parted = tags_have(&other->tags, TAG_PARTED) || multiplies(other);
		if (!parted && !(half && half->role == ROLE_PART && half->flags & ENTRY_BARE))
			return false;
		number->value = one();
		number->stop = stop;
		number->parts = 2;
	}
	read_multiplier(number, reader);
	tags_add(&number->tags, TAG_WORDED);
	tags_add(&number->tags, TAG_ARTICLE);
	return true;
}

/* A fraction without a number in front: "half", a sign for three quarters, "quarter million". */
static bool read_part(struct number *number, const struct reader *reader, size_t at)
{
	size_t stop, next;
	const struct entry *part = look_up(reader->look, at, 1u << ROLE_PART, &stop);
	for (; part && !(part->role == ROLE_PART && part->numerator.len); part = part->next)
		;
	if (!part)
		return false;
	if (!(part->flags & (ENTRY_BARE | ENTRY_STRONG))) {
		const struct entry *big = part_at(reader, blanks_end(reader->look->text, stop), &next);
		if (!multiplies(big))
			return false;
	}
	number->value = part->numerator;
	number->denominator = part->value;
	number->stop = stop;
	number->parts = 1;
	number->flags = part->flags;
	tags_join(&number->tags, &part->tags);
	tags_add(&number->tags, TAG_WORDED);
	read_multiplier(number, reader);
	return true;
}

static bool read_sum(struct number *number, const struct reader *reader, size_t at)
{
	struct sum sum = { .clear = true, .scale = one() }, before = { 0 };
	if (!sum_read(&sum, &before, reader, at))
		return false;
	number->value = sum_value(&sum, reader);
	number->stop = sum.stop;
	number->parts = sum.parts;
	number->flags = (sum.flags & ~(unsigned)ENTRY_WEAK) | (sum.weak == sum.parts ? ENTRY_WEAK : 0);
	number->about = sum.flags & ENTRY_PLURAL;
	if (sum.clear)
		number->scale = sum.scale;
	if (sum.digits)
		tags_add(&number->tags, TAG_DIGITS);
	if (sum.worded)
		tags_add(&number->tags, TAG_WORDED);
	if (sum.has_total || sum.has_group)
		tags_add(&number->tags, TAG_BIG);
	if (sum.ordinal)
		tags_add(&number->tags, TAG_ORDINAL);
	size_t stop;
	if (!look_goes_on(reader->look, sum.stop, BEHIND_SUMS))
		return true;
	const struct entry *after = look_up(reader->look, sum.stop, 1u << ROLE_SUFFIX, &stop);
	bool decades = after && after->flags & ENTRY_PLURAL;
	if (decades && decimal_whole(number->value) % 10)
		after = NULL;
	if (after && sum.digits && sum.parts == 1) {
		tags_add(&number->tags, decades ? TAG_DECADES : TAG_ORDINAL);
		number->stop = stop;
		return true;
	}
	read_point(number, reader);
	size_t plain = number->stop;
	read_fraction(number, reader, &sum, &before);
	if (number->stop != plain && !number->denominator.len)
		read_multiplier(number, reader);
	return true;
}

static void number_tag(struct number *number, const struct reader *reader, size_t at)
{
	struct tags *tags = &number->tags;
	struct digits digits;
	if ((long)number->value.len + number->value.exponent >= LARGE_DIGITS && !number->denominator.len)
		tags_add(tags, TAG_LARGE);
	long whole = number->denominator.len ? -1 : decimal_whole(number->value);
	bool plain = tags_have(tags, TAG_DIGITS) && number->parts == 1 && digits_read(&digits, reader->arena, reader->look->text, at)
		&& !digits.grouped && !digits.decimal && !digits.power;
	if (number->denominator.len)
		tags_add(tags, TAG_FRACTION);
	else if (number->value.exponent < 0)
		tags_add(tags, TAG_DECIMAL);
	else if (!tags_have(tags, TAG_VAGUE) && !tags_have(tags, TAG_PAIR))
		tags_add(tags, TAG_WHOLE);
	if (number->flags & ENTRY_NATIVE)
		tags_add(tags, TAG_NATIVE);
	if (!plain && tags_have(tags, TAG_DIGITS) && number->parts == 1)
		tags_add(tags, TAG_GROUPED);
	if (whole == 1)
		tags_add(tags, TAG_ONE);
	if (whole < 0 || tags_have(tags, TAG_SIGNED) || tags_have(tags, TAG_VAGUE) || tags_have(tags, TAG_PAIR)
	    || (tags_have(tags, TAG_DIGITS) && !plain))
		return;
	if (plain && digits.padded)
		tags_add(tags, TAG_PADDED);
	if (plain && digits.count == 4 && whole >= 1000 && whole < 2200)
		tags_add(tags, TAG_FOUR_DIGITS);
	if (number->flags & ENTRY_SINO && number->parts > 3 && whole >= 1900 && whole < 2100)
		tags_add(tags, TAG_FOUR_DIGITS);        /* a year in words */
	if (plain && digits.count == 4 && whole >= 1700 && whole < 2200)
		tags_add(tags, TAG_YEAR);
	if (plain && digits.count == 2)
		tags_add(tags, TAG_TWO_DIGITS);
	if (whole >= 10 && whole < 100 && whole % 10 == 0)
		tags_add(tags, TAG_TENS);
	if (whole >= 1 && whole <= 12)
		tags_add(tags, TAG_MONTH);
	if (whole >= 1 && whole <= 31)
		tags_add(tags, TAG_DAY);
	if (whole <= 24)
		tags_add(tags, TAG_HOUR);
	if (whole < 60)
		tags_add(tags, TAG_MINUTE);
}

/* ---- */

bool number_read(struct number *number, struct arena *arena, struct look *look, size_t at)
{
	const struct reader reader = { arena, look };
	const struct slice text = look->text;
	bool negative = false, read;
	size_t start = at, stop;
	*number = (struct number){ 0 };
	size_t sign = sign_at(text, at, &negative);
	if (sign) {
		at += sign;
		read = digit_at(text, at, NULL) || (at < text.len && text.at[at] == '.');
		if (!read || !read_sum(number, &reader, at))
			return false;
		tags_add(&number->tags, TAG_SIGNED);
	} else {
		if (look_up(look, at, 1u << ROLE_MINUS, &stop)) {
			negative = true;
			at = blanks_end(text, stop);
			tags_add(&number->tags, TAG_SIGNED);
		}
		if (!read_vague(number, &reader, at) && !read_article(number, &reader, at) && !read_part(number, &reader, at)
		    && !read_sum(number, &reader, at))
			return false;
		if (negative && tags_have(&number->tags, TAG_VAGUE))
			return false;
	}
	number->value.negative = negative && number->value.len;
	number_tag(number, &reader, sign ? at : start);
	const struct entry *some = look_up(look, number->stop, 1u << ROLE_SOME, &stop);
	if (some && (!tags_have(&number->tags, TAG_VAGUE) || number->parts > 1)) {
		number->about = true;
		number->stop = stop;
	}
	if (!tags_have(&number->tags, TAG_ORDINAL))
		tags_add(&number->tags, TAG_NUMBER);
	return true;
}
