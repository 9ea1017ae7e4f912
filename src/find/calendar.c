/* calendar.c: see calendar.h. Dates are those of the Gregorian calendar; weeks begin on Monday. */
#include "find/calendar.h"

#include <stdio.h>
#include <stdlib.h>

enum { MONTHS = 12, NEAR_MONTHS = 3, NEAR_DAYS = 100, SPRING = 21, WINTER = 24, LONGEST_WORD = 32 };

/* ---- private from here ---- */

/* Whole numbers from a text's front, minus in front of them; false where there is none. */
static bool take_number(int *number, struct slice *text)
{
	size_t at = 0;
	bool negative = text->len && text->at[0] == '-';
	*number = 0;
	for (at = negative; at < text->len && text->at[at] >= '0' && text->at[at] <= '9' && at < 6; at++)
		*number = *number * 10 + (text->at[at] - '0');
	if (at == negative)
		return false;
	if (negative)
		*number = -*number;
	text->at += at;
	text->len -= at;
	return true;
}

static int month_days(int year, int month)
{
	static const int days[MONTHS] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	return month == 2 && leap ? 29 : days[month - 1];
}

static struct day month_shift(struct day day, int months)
{
	int count = day.year * MONTHS + day.month - 1 + months;
	return (struct day){ count / MONTHS, count % MONTHS + 1, 0 };
}

static bool exists(struct day day)
{
	return day.year > 0 && day.year < 10000 && day.month >= 1 && day.month <= MONTHS
		&& (!day.day || day.day <= month_days(day.year, day.month));
}

static struct slice day_write(struct arena *arena, struct day day)
{
	if (!day.year)
		return (struct slice){ NULL, 0 };
	if (!day.month)
		return slice_from(arena_format(arena, "%04d", day.year));
	if (!day.day)
		return slice_from(arena_format(arena, "%04d-%02d", day.year, day.month));
	return slice_from(arena_format(arena, "%04d-%02d-%02d", day.year, day.month, day.day));
}

static struct slice period_write(struct arena *arena, struct day from, struct day to)
{
	struct slice start = day_write(arena, from), stop = day_write(arena, to);
	return slice_from(arena_format(arena, "%.*s/%.*s", (int)start.len, start.at, (int)stop.len, stop.at));
}

/* Is a day, or a month without a day, before another one, after it, or the same? */
static int day_order(struct day one, struct day other)
{
	int order = one.year != other.year ? one.year - other.year : one.month - other.month;
	return order || !one.day || !other.day ? order : one.day - other.day;
}

/* The last such day before the published one, or the first one after it. Strictly: nobody writes so on the day. */
static struct day day_next(struct day published, struct day said, int step)
{
	struct day day = said;
	day.year = published.year;
	if (said.month) {
		if (day_order(day, published) * step <= 0)
			day.year += step;
		for (int i = 0; i < 8 && !exists(day); i++)
			day.year += step;
		return day;
	}
	day.month = published.month;
	for (int i = 0; i < MONTHS && (day_order(day, published) * step <= 0 || !exists(day)); i++) {
		struct day month = month_shift(day, step);
		day.year = month.year;
		day.month = month.month;
	}
	return day;
}

static int weekday_of(long number)
{
	return (int)((number + 2) % 7);         /* 0 is Monday */
}

/* ---- of what, and how far away ---- */

struct away {
	struct arena *arena;
	struct day published, said;
	int count;              /* how many of them away */
	struct slice part;      /* of that: "weekday 3", "season 22", "half 1", "month 12"; or empty */
};

/* A part with a number of its own: "half 1". */
static bool part_is(const struct away *away, const char *name, int *number)
{
	struct slice word, rest = away->part;
	return slice_split(&word, &rest, ' ') && slice_is(word, name) && take_number(number, &rest);
}

static struct slice year_away(const struct away *away)
{
	struct day day = { away->published.year + away->count, away->said.month, away->said.day };
	int number;
	if (day.month)
		return exists(day) ? day_write(away->arena, day) : (struct slice){ NULL, 0 };
	if (part_is(away, "half", &number))
		return period_write(away->arena, (struct day){ day.year, number == 1 ? 1 : 7, 0 }, (struct day){ day.year, number == 1 ? 6 : 12, 0 });
	if (part_is(away, "season", &number) || part_is(away, "month", &number))
		day.month = number;
	return day_write(away->arena, day);
}

static struct slice month_away(const struct away *away)
{
	struct day day = month_shift(away->published, away->count);
	day.day = away->said.day;
	return away->published.month && exists(day) ? day_write(away->arena, day) : (struct slice){ NULL, 0 };
}

static struct slice week_away(const struct away *away)
{
	long number = day_number(away->published), monday = number - weekday_of(number) + 7L * away->count;
	int weekday;
	if (part_is(away, "weekday", &weekday))
		return day_write(away->arena, day_of(monday + weekday - 1));
	return period_write(away->arena, day_of(monday), day_of(monday + 6));
}

/* "last Friday": the nearest one of the past; "this Friday": the one of this week. */
static struct slice weekday_away(const struct away *away, int weekday)
{
	long number = day_number(away->published), monday = number - weekday_of(number), found = monday + weekday - 1;
	if (away->count < 0 && found >= number)
		found -= 7;
	if (away->count > 0 && found <= number)
		found += 7;
	return day_write(away->arena, day_of(found));
}

static struct slice season_away(const struct away *away, int season)
{
	/* a winter belongs to the year it begins in */
	int first = season == WINTER ? MONTHS : 3 * (season - SPRING + 1), year = away->published.year, month = away->published.month;
	bool begun = month >= first, ended = season == WINTER ? false : month > first + 2;
	if (away->count < 0)
		year -= ended ? 0 : season == WINTER && !begun && month <= 2 ? 2 : 1;
	else if (away->count > 0)
		year += begun ? 1 : 0;
	else
		year -= season == WINTER && month <= 2 ? 1 : 0;
	return slice_from(arena_format(away->arena, "%04d-%02d", year, season));
}

static struct slice quarter_away(const struct away *away)
{
	struct day first = month_shift((struct day){ away->published.year, (away->published.month - 1) / 3 * 3 + 1, 0 }, 3 * away->count);
	return period_write(away->arena, first, month_shift(first, 2));
}

static struct slice unit_away(const struct away *away, struct slice unit)
{
	const struct slice nothing = { NULL, 0 };
	bool month = away->published.month, day = away->published.day;
	if (slice_is(unit, "year"))
		return year_away(away);
	if (slice_is(unit, "decade"))
		return slice_from(arena_format(away->arena, "%03dX", away->published.year / 10 + away->count));
	if (slice_is(unit, "century"))
		return slice_from(arena_format(away->arena, "%02dXX", away->published.year / 100 + away->count));
	if (slice_is(unit, "month"))
		return month_away(away);
	if (slice_is(unit, "quarter") && month)
		return quarter_away(away);
	if (slice_is(unit, "week") && day)
		return week_away(away);
	if (slice_is(unit, "day") && day)
		return day_write(away->arena, day_of(day_number(away->published) + away->count));
	return nothing;
}

/* ---- */

struct day day_read(struct slice date)
{
	struct day day = { 0, 0, 0 };
	if (!take_number(&day.year, &date) || day.year < 1)
		return (struct day){ 0, 0, 0 };
	/* what parts them reads as the sign of a negative number */
	if (take_number(&day.month, &date))
		take_number(&day.day, &date);
	day.month = abs(day.month);
	day.day = abs(day.day);
	return day.month && !exists(day) ? (struct day){ day.year, 0, 0 } : day;
}

long day_number(struct day day)
{
	long year = day.month > 2 ? day.year : day.year - 1, month = (day.month + 9) % 12;
	return 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day.day - 1;
}

struct day day_of(long number)
{
	long era = number / 146097, rest = number % 146097;
	long years = (rest - rest / 1460 + rest / 36524 - rest / 146096) / 365;
	long days = rest - (365 * years + years / 4 - years / 100), month = (5 * days + 2) / 153;
	long year = era * 400 + years + (month >= 10);
	return (struct day){ (int)year, (int)(month < 10 ? month + 3 : month - 9), (int)(days - (153 * month + 2) / 5 + 1) };
}

struct slice day_deictic(struct arena *arena, struct day published, struct slice how, struct slice part, struct day said)
{
	struct away away = { arena, published, said, 0, part };
	const struct slice nothing = { NULL, 0 };
	int number;
	if (!published.year)
		return nothing;
	if (slice_is(how, "past") || slice_is(how, "coming")) {
		bool known = said.day ? published.day : said.month && published.month;
		struct day day = day_next(published, said, slice_is(how, "past") ? -1 : 1);
		return known && exists(day) ? day_write(arena, day) : nothing;
	}
	if (!take_number(&away.count, &how))
		return nothing;
	how = slice_trim(how);
	if (slice_starts(how, SLICE("season ")) || slice_starts(how, SLICE("weekday "))) {
		away.part = how;
		how.len = 0;
	}
	if (!how.len && said.month)             /* "last March" */
		return away.count ? day_deictic(arena, published, slice_from(away.count < 0 ? "past" : "coming"), part, said) : year_away(&away);
	if (part_is(&away, "weekday", &number) && !how.len)
		return published.day ? weekday_away(&away, number) : nothing;
	if (part_is(&away, "season", &number) && !how.len)
		return published.month ? season_away(&away, number) : nothing;
	struct slice unit = how.len ? how : part, rest = unit;
	slice_split(&unit, &rest, ' ');
	if (how.len && rest.len)
		away.part = rest;               /* "0 year month 12" */
	return unit_away(&away, unit);
}

bool day_complete(struct day *said, struct day published)
{
	struct day past = day_next(published, *said, -1), coming = day_next(published, *said, 1), same = published;
	if (said->year || !published.day || (!said->month && !said->day))
		return false;
	same.day = said->day ? published.day : 0;
	if (said->day == (said->day ? published.day : 0) && (!said->month || said->month == published.month)) {
		*said = same;
		return true;
	}
	if (!said->day) {
		int back = (published.month - said->month + MONTHS) % MONTHS;
		*said = back <= MONTHS / 2 ? past : coming;
		return back <= NEAR_MONTHS || MONTHS - back <= NEAR_MONTHS;
	}
	if (!exists(past) || !exists(coming))
		return false;
	long now = day_number(published), back = now - day_number(past), on = day_number(coming) - now;
	*said = back <= on ? past : coming;
	return back <= NEAR_DAYS || on <= NEAR_DAYS;
}
