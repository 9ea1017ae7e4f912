/* dates.c: dates and times of day: the numbers and names a phrase caught go in, EDTF and hh:mm come out. */
#include "find/quantity.h"

#include <stdio.h>
#include <stdlib.h>

enum { CENTURY = 100, YEAR_PIVOT = 30, LATEST_HOUR = 24 };

struct calendar {
	char year[16], month[8], day[8];        /* empty where not said */
};

/* ---- private from here ---- */

/* The whole number at a place of the phrase: written out, or what a word's detail says ("month" | 04). */
static long caught_number(const struct caught *caught)
{
	if (!caught->item)
		return -1;
	if (!caught->word)
		return caught->item->number ? decimal_whole(caught->item->number->value) : -1;
	long number = 0;
	const struct slice detail = caught->word->detail;
	for (size_t i = 0; i < detail.len; i++) {
		if (detail.at[i] < '0' || detail.at[i] > '9')
			return -1;
		number = number * 10 + (detail.at[i] - '0');
	}
	return detail.len ? number : -1;
}

static bool caught_is(const struct caught *caught, enum known_tag tag)
{
	return caught->item && !caught->word && tags_have(&caught->item->number->tags, tag);
}

/* A year of two digits is of this century, or of the last one. */
static long whole_year(const struct caught *caught, long year, long before)
{
	if (year < 0 || year >= CENTURY || !(caught_is(caught, TAG_TWO_DIGITS) || caught_is(caught, TAG_DECADES)
	    || caught_is(caught, TAG_PADDED)))
		return year;
	if (before >= CENTURY)
		return before - before % CENTURY + year;
	return year + (year < YEAR_PIVOT ? 2000 : 1900);
}

static long calendar_read(struct calendar *calendar, const struct phrase *phrase, const enum capture parts[3], long before)
{
	const struct caught *year = &phrase->caught[parts[0]];
	struct slice form = phrase->construction->form;
	long number = caught_number(year), month = caught_number(&phrase->caught[parts[1]]);
	long day = caught_number(&phrase->caught[parts[2]]);
	if (!slice_is(form, "century"))
		number = whole_year(year, number, before);
	*calendar = (struct calendar){ .year = "" };
	if (number >= 0 && number < 10000) {
		if (slice_is(form, "century"))
			snprintf(calendar->year, sizeof calendar->year, "%02ldXX", number - 1);
		else if (slice_is(form, "decade") || caught_is(year, TAG_DECADES))
			snprintf(calendar->year, sizeof calendar->year, "%03ldX", number / 10);
		else
			snprintf(calendar->year, sizeof calendar->year, "%04ld", number);
	}
	if (month >= 1 && month <= 12)
		snprintf(calendar->month, sizeof calendar->month, "%02ld", month);
	if (day >= 1 && day <= 31)
		snprintf(calendar->day, sizeof calendar->day, "%02ld", day);
	return number;
}

static const char *calendar_write(struct arena *arena, const struct calendar *calendar)
{
	const char *year = *calendar->year ? calendar->year : "XXXX", *month = *calendar->month ? calendar->month : "XX";
	if (*calendar->day)
		return arena_format(arena, "%s-%s-%s", year, month, calendar->day);
	if (*calendar->month)
		return arena_format(arena, "%s-%s", year, month);
	return arena_format(arena, "%s", calendar->year);
}

/* A date as EDTF; with the year and month that it has by the day of publication, where that is known. */
static struct slice calendar_resolve(struct arena *arena, const struct calendar *calendar, const struct phrase *phrase, struct day published)
{
	const struct slice nothing = { NULL, 0 };
	const struct entry *deictic = phrase->caught[CAPTURE_DEICTIC].word, *part = phrase->caught[CAPTURE_PART].word;
	struct day said = { 0, atoi(calendar->month), atoi(calendar->day) };
	bool silent = slice_is(phrase->construction->form, "none");
	if (!*calendar->year && deictic) {
		struct slice found = day_deictic(arena, published, deictic->detail, part ? part->detail : nothing, said);
		if (found.len)
			return found;
	}
	if (!*calendar->year && !deictic && !silent && day_complete(&said, published))
		return slice_from(arena_format(arena, said.day ? "%04d-%02d-%02d" : "%04d-%02d", said.year, said.month, said.day));
	const char *written = silent ? "" : calendar_write(arena, calendar);
	return *written ? slice_from(written) : nothing;
}

/* "6-11+12 12-12-12": from six to eleven add twelve, from twelve to twelve take twelve away. */
static long half_day(struct slice detail, long hour)
{
	struct slice part;
	while (slice_split(&part, &detail, ' ')) {
		char text[32];
		long low, high, add;
		snprintf(text, sizeof text, "%.*s", (int)part.len, part.at);
		if (sscanf(text, "%ld-%ld%ld", &low, &high, &add) == 3 && hour >= low && hour <= high)
			return hour + add;
	}
	return hour;
}

/* "11.30": hours and minutes with a point between */
static const char *pointed_clock(struct arena *arena, const struct phrase *phrase)
{
	const struct caught *caught = &phrase->caught[CAPTURE_N];
	const struct entry *half = phrase->caught[CAPTURE_HALF].word;
	long both = caught->item && caught->item->number ? decimal_whole(decimal_shift(caught->item->number->value, 2)) : -1;
	if (both < 0 || both / 100 > LATEST_HOUR || both % 100 > 59)
		return "";
	long hour = half ? half_day(half->detail, both / 100) : both / 100;
	return arena_format(arena, "%02ld:%02ld", hour % LATEST_HOUR, both % 100);
}

static const char *clock_write(struct arena *arena, const struct phrase *phrase, enum capture at, enum capture minutes)
{
	long hour = caught_number(&phrase->caught[at]), minute = caught_number(&phrase->caught[minutes]);
	const struct entry *half = phrase->caught[CAPTURE_HALF].word;
	if (hour < 0 || hour > LATEST_HOUR)
		return "";
	if (half)
		hour = half_day(half->detail, hour);
	if (slice_is(phrase->construction->form, "half"))
		minute = 30;
	return arena_format(arena, "%02ld:%02ld", hour % LATEST_HOUR, minute < 0 ? 0 : minute);
}

/* ---- */

struct slice date_write(struct arena *arena, const struct phrase *phrase, struct day published)
{
	static const enum capture first[3] = { CAPTURE_Y, CAPTURE_M, CAPTURE_D };
	static const enum capture second[3] = { CAPTURE_Y2, CAPTURE_M2, CAPTURE_D2 };
	struct calendar from, to;
	if (slice_is(phrase->construction->form, "months")) {
		/* the first so many months of a year */
		long year = caught_number(&phrase->caught[CAPTURE_Y]), months = caught_number(&phrase->caught[CAPTURE_N]);
		return slice_from(arena_format(arena, "%04ld-01/%04ld-%02ld", year, year, months));
	}
	long year = calendar_read(&from, phrase, first, 0);
	calendar_read(&to, phrase, second, year);
	bool period = *to.year || *to.month || *to.day;
	if (period) {
		/* what is said once holds for both ends */
		if (!*to.year)
			memcpy(to.year, from.year, sizeof to.year);
		else if (!*from.year && (*from.month || *from.day))
			memcpy(from.year, to.year, sizeof from.year);
		if (!*to.month && *to.day)
			memcpy(to.month, from.month, sizeof to.month);
	}
	struct slice start = calendar_resolve(arena, &from, phrase, published), stop = calendar_resolve(arena, &to, phrase, published);
	if (!period || !start.len)
		return start;
	return slice_from(arena_format(arena, "%.*s/%.*s", (int)start.len, start.at, (int)stop.len, stop.at));
}

struct slice time_write(struct arena *arena, const struct phrase *phrase)
{
	const char *from = clock_write(arena, phrase, CAPTURE_H, CAPTURE_MI);
	const char *to = clock_write(arena, phrase, CAPTURE_H2, CAPTURE_MI2);
	if (slice_is(phrase->construction->form, "pointed"))
		from = pointed_clock(arena, phrase);
	if (*to)
		from = arena_format(arena, "%s/%s", from, to);
	return *from ? slice_from(from) : (struct slice){ NULL, 0 };
}
