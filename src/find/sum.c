/* sum.c: see sum.h.
 *
 * A number is read part by part; between two parts may stand nothing, a blank, or a word that joins. Where a join
 * turns out to lead into the next number ("one hundred and two hundred") the reading goes back to before the join. */
#include "find/sum.h"

#include "find/digits.h"

enum {
	PARTS = 1u << ROLE_ONES | 1u << ROLE_TENS | 1u << ROLE_SMALL | 1u << ROLE_BIG | 1u << ROLE_PACK | 1u << ROLE_ORDINAL,
	JOINS = 1u << ROLE_AND | 1u << ROLE_HYPHEN
};

/* ---- parts ---- */

static bool sum_add_ones(struct sum *sum, const struct reader *reader, struct decimal value, bool tens)
{
	if (sum->has_pending) {
		if (!sum->tens || tens || decimal_whole(value) > 9)
			return false;
		value = decimal_add(reader->arena, sum->pending, value);
	} else if (!below(value, sum->low_small) || (!sum->has_group && !below(value, sum->low_big))) {
		return false;
	}
	sum->pending = value;
	sum->has_pending = true;
	sum->tens = tens;
	return true;
}

static bool sum_multiply_small(struct sum *sum, const struct reader *reader, const struct entry *entry)
{
	if (!below(entry->value, sum->low_small) || (!sum->has_pending && !(entry->flags & ENTRY_BARE)))
		return false;
	struct decimal times = sum->has_pending ? sum->pending : one();
	sum->group = decimal_add(reader->arena, sum->group, decimal_times(reader->arena, times, entry->value));
	sum->has_group = true;
	sum->has_pending = sum->tens = false;
	sum->low_small = entry->value;
	return true;
}

static bool sum_multiply_big(struct sum *sum, const struct reader *reader, const struct entry *entry)
{
	struct decimal value = sum->group;
	if (sum->has_pending)
		value = decimal_add(reader->arena, value, sum->pending);
	if (!sum->has_group && !sum->has_pending) {
		/* "hundred thousand million": one multiplier multiplies the other */
		if (sum->last == ROLE_BIG && decimal_compare(entry->value, sum->low_big) > 0 && sum->clear) {
			sum->total = decimal_times(reader->arena, sum->total, entry->value);
			sum->low_big = entry->value;
			return true;
		}
		if (!(entry->flags & ENTRY_BARE) || sum->has_total)
			return false;
		value = one();
	}
	if (!below(entry->value, sum->low_big))
		return false;
	sum->total = decimal_add(reader->arena, sum->total, decimal_times(reader->arena, value, entry->value));
	sum->has_total = true;
	sum->group = sum->pending = sum->low_small = (struct decimal){ .digits = "" };
	sum->has_group = sum->has_pending = sum->tens = false;
	sum->low_big = entry->value;
	return true;
}

static bool sum_add(struct sum *sum, const struct reader *reader, const struct entry *entry)
{
	bool multiplies = false, fits = false;
	bool mixes = sum->flags & ENTRY_NATIVE && entry->flags & ENTRY_SINO;
	bool nothing = sum->has_pending && !sum->pending.len;
	if (sum->parts && (mixes || (nothing && (entry->role == ROLE_SMALL || entry->role == ROLE_BIG))))
		return false;
	switch (entry->role) {
	case ROLE_ONES:
	case ROLE_TENS:
		fits = sum_add_ones(sum, reader, entry->value, entry->role == ROLE_TENS);
		break;
	case ROLE_SMALL:
		fits = multiplies = sum_multiply_small(sum, reader, entry);
		break;
	case ROLE_BIG:
	case ROLE_PACK:
		fits = multiplies = sum_multiply_big(sum, reader, entry);
		break;
	case ROLE_ORDINAL:
		/* "hundredth" multiplies, "fifth" adds */
		fits = multiplies = entry->flags & ENTRY_STRONG && (sum->has_pending || sum->has_total || sum->has_group)
			&& sum_multiply_big(sum, reader, entry);
		fits = fits || sum_add_ones(sum, reader, entry->value, false);
		sum->ordinal = fits;
		break;
	default:
		break;
	}
	if (!fits)
		return false;
	if (multiplies)
		sum->scale = decimal_times(reader->arena, sum->scale, entry->value);
	else if (sum->parts && sum->last != ROLE_TENS)
		sum->clear = false;
	sum->last = entry->role;
	sum->weak += (entry->flags & ENTRY_WEAK) != 0;
	sum->flags |= entry->flags;
	sum->worded = true;
	sum->parts++;
	return true;
}

static bool sum_add_digits(struct sum *sum, const struct reader *reader, const struct digits *digits)
{
	if (sum->has_pending || (sum->parts && !digits->value.len) || !sum_add_ones(sum, reader, digits->value, false))
		return false;
	sum->clear = sum->clear && !sum->parts;
	sum->digits = true;
	sum->last = ROLE_NONE;
	sum->parts++;
	return true;
}

/* The number word at a place, unless a longer word that means something stands there. */
const struct entry *part_at(const struct reader *reader, size_t at, size_t *stop)
{
	size_t word_stop = at;
	const struct entry *part = look_up(reader->look, at, PARTS, stop);
	if (!part)
		return NULL;
	const struct entry *word = look_up(reader->look, at, 1u << ROLE_WORD | 1u << ROLE_UNIT, &word_stop);
	if (word && word->ahead)
		word_stop = at + word->taken;
	return !word || *stop >= word_stop || tags_have(&word->tags, TAG_NOT) ? part : NULL;
}

/* Adds the part that stands exactly here, words or digits. */
static bool sum_take(struct sum *sum, const struct reader *reader, size_t at)
{
	struct digits digits;
	size_t stop;
	const struct entry *part = sum->parts ? part_at(reader, at, &stop)
	                                      : look_up(reader->look, at, PARTS, &stop);
	if (part && sum_add(sum, reader, part)) {
		sum->stop = stop;
		return true;
	}
	if (!part && digits_read(&digits, reader->arena, reader->look->text, at) && sum_add_digits(sum, reader, &digits)) {
		sum->stop = digits.stop;
		return true;
	}
	return false;
}

/* ---- joins ---- */

bool multiplied(const struct sum *sum)
{
	return sum->last == ROLE_BIG || sum->last == ROLE_SMALL;
}

bool multiplies(const struct entry *part)
{
	return part && (part->role == ROLE_SMALL || part->role == ROLE_BIG);
}

/* May a number go on with what stands here, behind a blank? Digits must be worth a multiplier or a unit of their own;
 * weak words must not stand alone. */
static bool goes_on(const struct sum *sum, const struct reader *reader, size_t at)
{
	size_t stop, after;
	struct digits digits;
	const struct entry *part = part_at(reader, at, &stop);
	if (part) {
		if ((part->flags & ENTRY_NATIVE && sum->flags & ENTRY_SINO) || (part->flags & ENTRY_BOUND && !sum->tens))
			return false;
		/* a script that runs words together: the number word must be a whole one */
		bool whole = (unsigned char)reader->look->text.at[stop - 1] < 0x80 || ends_well(reader->look, stop)
			|| part_at(reader, stop, &after) || look_up(reader->look, stop, 1u << ROLE_UNIT | 1u << ROLE_SOME, &after);
		if (!whole)
			return false;
		if (!(part->flags & ENTRY_WEAK))
			return true;
		return part_at(reader, stop, &after)
			|| look_up(reader->look, blanks_end(reader->look->text, stop), 1u << ROLE_UNIT, &after);
	}
	if (!multiplied(sum) || !digits_read(&digits, reader->arena, reader->look->text, at))
		return false;
	if (multiplies(part_at(reader, blanks_end(reader->look->text, digits.stop), &after)))
		return true;
	if (digits.decimal || (digits.count < 2 && !digits.grouped) || !sum->digits)
		return false;
	const struct entry *unit = look_up(reader->look, blanks_end(reader->look->text, digits.stop),
	                                        1u << ROLE_UNIT | 1u << ROLE_SOME, &after);
	return unit && unit->kind != FIGURE_DURATION && unit->kind != FIGURE_AGE && unit->kind != FIGURE_ORDINAL;
}

/* Where the next part may begin, at most two of them: behind a blank, behind a word that joins. */
static size_t join_end(const struct sum *sum, const struct reader *reader, bool *joined)
{
	size_t at = blanks_end(reader->look->text, sum->stop), stop;
	const struct entry *join = look_up(reader->look, at, JOINS, &stop);
	*joined = false;
	if (!join)
		return at;
	if (join->role == ROLE_HYPHEN && (!sum->worded || sum->digits || (at != sum->stop && !sum->tens)))
		return at;
	if (join->role == ROLE_AND && !multiplied(sum) && !sum->tens)
		return at;
	*joined = true;
	return blanks_end(reader->look->text, stop);
}

bool sum_read(struct sum *sum, struct sum *before, const struct reader *reader, size_t at)
{
	bool since_join = false;
	if (!sum_take(sum, reader, at))
		return false;
	*before = *sum;
	while (!sum->ordinal) {
		size_t stop, next;
		bool joined;
		if (!since_join && !look_goes_on(reader->look, sum->stop, PARTS | JOINS | 1u << ROLE_SOME))
			return true;
		if (sum_take(sum, reader, sum->stop)) {
			since_join = since_join && !multiplied(sum);
			continue;
		}
		/* "one hundred and two | hundred": the join led into another number */
		if (since_join && multiplies(part_at(reader, blanks_end(reader->look->text, sum->stop), &stop))) {
			struct sum try = *sum;
			if (!sum_take(&try, reader, blanks_end(reader->look->text, sum->stop))) {
				*sum = *before;
				return true;
			}
		}
		/* "about 300 more": a word inside the number that leaves it open */
		const struct entry *some = look_up(reader->look, sum->stop, 1u << ROLE_SOME, &stop);
		if (some && multiplies(part_at(reader, stop, &next))) {
			struct sum try = *sum;
			try.stop = stop;
			if (sum_take(&try, reader, stop)) {
				*sum = try;
				sum->flags |= some->flags & ENTRY_PLURAL;
				continue;
			}
		}
		next = join_end(sum, reader, &joined);
		if (next == sum->stop || (!joined && !goes_on(sum, reader, next)))
			return true;
		struct sum try = *sum;
		if (!sum_take(&try, reader, next))
			return true;
		if (!multiplied(&try)) {
			*before = *sum;
			since_join = true;
		}
		*sum = try;
	}
	return true;
}

struct decimal sum_value(const struct sum *sum, const struct reader *reader)
{
	return decimal_add(reader->arena, decimal_add(reader->arena, sum->total, sum->group),
	                   sum->has_pending ? sum->pending : (struct decimal){ .digits = "" });
}
