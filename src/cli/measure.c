/* measure.c: see measure.h. */
#include "cli/measure.h"

#include <stdlib.h>

/* ---- private from here ---- */

struct candidate {
	double shared;
	size_t gold, found;
};

static size_t larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Intersection over union. */
static double shared(const struct mark *a, const struct mark *b)
{
	size_t start = larger(a->start, b->start), stop = smaller(a->stop, b->stop);
	if (start >= stop)
		return 0;
	return (double)(stop - start) / (double)(larger(a->stop, b->stop) - smaller(a->start, b->start));
}

static int best_first(const void *a_, const void *b_)
{
	const struct candidate *a = a_, *b = b_;
	if (a->shared != b->shared)
		return a->shared > b->shared ? -1 : 1;
	if (a->gold != b->gold)
		return a->gold < b->gold ? -1 : 1;
	return a->found < b->found ? -1 : a->found > b->found;
}

/* Blanks out, as numbers are written with and without. */
static char *without(const char *letters, struct slice string, char *room)
{
	size_t len = 0;
	for (size_t i = 0; i < string.len; i++)
		if (!strchr(letters, string.at[i]))
			room[len++] = string.at[i];
	room[len] = '\0';
	return room;
}

enum { LONGEST_NUMBER = 256 };

/* A number, also one written as a string or as "1/2". */
static bool number_of(const struct json *json, double *number)
{
	char room[LONGEST_NUMBER + 1], *end, *slash;
	struct slice string = json_string(json);
	if (json_kind(json) == JSON_NUMBER) {
		*number = json_number(json);
		return true;
	}
	if (!string.len || string.len > LONGEST_NUMBER)
		return false;
	without(" ,", string, room);
	*number = strtod(room, &end);
	if (end == room || !*end)
		return end != room;
	slash = end;
	double below = strtod(slash + 1, &end);
	if (*slash != '/' || end == slash + 1 || *end || below == 0)
		return false;
	*number /= below;
	return true;
}

static bool same_number(const struct json *a, const struct json *b)
{
	double x, y;
	bool a_is = number_of(a, &x), b_is = number_of(b, &y);
	if (a_is && b_is) {
		double difference = x > y ? x - y : y - x, largest = 1;
		largest = x > largest ? x : -x > largest ? -x : largest;
		largest = y > largest ? y : -y > largest ? -y : largest;
		return difference <= 1e-6 * largest;
	}
	if (a_is || b_is || json_kind(a) != json_kind(b))
		return false;
	if (json_kind(a) == JSON_NULL)
		return true;
	char of_a[LONGEST_NUMBER + 1], of_b[LONGEST_NUMBER + 1];
	struct slice as = json_string(a), bs = json_string(b);
	if (as.len > LONGEST_NUMBER || bs.len > LONGEST_NUMBER)
		return slice_equal(as, bs);
	return strcmp(without(" ,", as, of_a), without(" ,", bs, of_b)) == 0;
}

static bool is_null(const struct json *json)
{
	return json_kind(json) == JSON_NULL;
}

static bool is_code(struct slice unit)
{
	static const char *const codes[] = { "%", "%p", "bp", "x", "s", "min", "h", "d", "wk", "mo", "a" };
	for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
		if (slice_is(unit, codes[i]))
			return true;
	for (size_t i = 0; i < unit.len; i++)
		if (unit.at[i] < 'A' || unit.at[i] > 'Z')
			return false;
	return unit.len == 3;
}

static size_t code_points(struct slice words)
{
	size_t count = 0;
	for (size_t at = 0; at < words.len; count++)
		text_codepoint(words.at, words.len, &at);
	return count;
}

static bool holds(struct slice whole, struct slice part)
{
	return !part.len || (whole.len && memmem(whole.at, whole.len, part.at, part.len) != NULL);
}

static struct slice trimmed(struct slice words)
{
	size_t start = words.len, stop = 0;
	for (size_t at = 0, before = 0; at < words.len; before = at) {
		if (measure_is_space(text_codepoint(words.at, words.len, &at)))
			continue;
		start = start == words.len ? before : start;
		stop = at;
	}
	return stop ? (struct slice){ words.at + start, stop - start } : (struct slice){ NULL, 0 };
}

/* ---- */

void measure_match(pairs *out, struct arena *arena, const marks *gold, const marks *found, double least)
{
	LIST(struct candidate) candidates = { 0 };
	bool *gold_used = arena_take(arena, gold->len + 1), *found_used = arena_take(arena, found->len + 1);
	*out = (pairs){ 0 };
	for (size_t g = 0; g < gold->len; g++) {
		for (size_t f = 0; f < found->len; f++) {
			double share = shared(&gold->at[g], &found->at[f]);
			if (share > 0 && share >= least)
				*list_add(arena, &candidates) = (struct candidate){ share, g, f };
		}
	}
	if (candidates.len)
		qsort(candidates.at, candidates.len, sizeof *candidates.at, best_first);
	for (size_t i = 0; i < candidates.len; i++) {
		const struct candidate *candidate = &candidates.at[i];
		if (gold_used[candidate->gold] || found_used[candidate->found])
			continue;
		gold_used[candidate->gold] = found_used[candidate->found] = true;
		*list_add(arena, out) = (struct pair){ candidate->gold, candidate->found };
	}
}

void measure_settle(marks *gold_left, marks *found_left, struct arena *arena, const marks *gold, const marks *found,
                    double least)
{
	bool *excused = arena_take(arena, found->len + 1);
	pairs matched;
	measure_match(&matched, arena, gold, found, least);
	for (size_t i = 0; i < matched.len; i++)
		if (json_truth(json_field(gold->at[matched.at[i].gold].json, "optional")))
			excused[matched.at[i].found] = true;
	*gold_left = *found_left = (marks){ 0 };
	for (size_t i = 0; i < gold->len; i++)
		if (!json_truth(json_field(gold->at[i].json, "optional")))
			*list_add(arena, gold_left) = gold->at[i];
	for (size_t i = 0; i < found->len; i++)
		if (!excused[i])
			*list_add(arena, found_left) = found->at[i];
}

void measure_voice(marks *out, struct arena *arena, const marks *all, const char *voice)
{
	*out = (marks){ 0 };
	for (size_t i = 0; i < all->len; i++)
		if (slice_is(json_string(json_field(all->at[i].json, "voice")), voice))
			*list_add(arena, out) = all->at[i];
}

bool measure_same_kind(const struct json *gold, const struct json *found)
{
	const struct json *kind = json_field(gold, "kind");
	return is_null(kind) || slice_equal(json_string(kind), json_string(json_field(found, "kind")));
}

bool measure_same_value(const struct json *gold, const struct json *found)
{
	const struct json *value = json_field(gold, "value"), *other = json_field(found, "value");
	struct slice kind = json_string(json_field(gold, "kind"));
	if (slice_is(kind, "date") || slice_is(kind, "time"))
		return !json_written(value).len || slice_equal(json_written(value), json_written(other));
	if (!is_null(json_field(gold, "low")) || !is_null(json_field(gold, "high")))
		return same_number(json_field(gold, "low"), json_field(found, "low"))
		       && same_number(json_field(gold, "high"), json_field(found, "high"));
	return is_null(value) || same_number(value, other);
}

bool measure_same_unit(const struct json *gold, const struct json *found, struct slice words)
{
	struct slice unit = json_string(json_field(gold, "unit")), other = json_string(json_field(found, "unit"));
	char of_gold[LONGEST_NUMBER + 1], of_found[LONGEST_NUMBER + 1];
	if (!unit.len || !(is_code(unit) || holds(words, unit)))
		return true;
	if (unit.len > LONGEST_NUMBER || other.len > LONGEST_NUMBER)
		return slice_equal(unit, other);
	return strcmp(without(" ", unit, of_gold), without(" ", other, of_found)) == 0;
}

bool measure_same_field(const struct json *gold, const struct json *found)
{
	struct slice a = json_string(gold), b = json_string(found);
	return slice_equal(a, b) && json_truth(gold) == json_truth(found);
}

bool measure_same_words(struct slice a, struct slice b)
{
	if (!a.len || !b.len || !(holds(a, b) || holds(b, a)))
		return false;
	size_t of_a = code_points(a), of_b = code_points(b);
	return 2 * smaller(of_a, of_b) >= larger(of_a, of_b);
}

struct slice measure_words(const struct json *json)
{
	return trimmed(json_string(json_kind(json) == JSON_OBJECT ? json_field(json, "text") : json));
}

bool measure_is_space(uint32_t c)
{
	return (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x20) || c == 0x85 || c == 0xA0 || c == 0x1680
	       || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}
