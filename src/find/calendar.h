/* calendar.h: days as numbers, and what "last month" and "the 19th" mean on the day a text was published. */
#ifndef SASEOL_FIND_CALENDAR_H
#define SASEOL_FIND_CALENDAR_H

#include "base/arena.h"
#include "base/slice.h"

/* A day of the calendar, or as much of it as was said: 0 stands for what was not. */
struct day {
	int year, month, day;
};

/* "2024-05-03", "2024-05", "2024", a time behind it; all 0 where it is none of these. */
struct day day_read(struct slice date);

/* Days since 1 March of the year 0, and back. */
long day_number(struct day day);
struct day day_of(long number);

/* The date as EDTF that lies so far from a published day:
 *
 *     how   "-1 year", "0 month", "1 week", "-2 day": so many of these away;  "past", "coming": the next one in the
 *           text's past or future, of what is said (a day, a month and a day, a month);  a number alone: the unit
 *           is in part
 *     part  what of it: "year", "month", "quarter" ..., "weekday 3", "season 22", "half 1", "month 12"
 *     said  month and day, where they are said
 *
 * Empty where the words do not say, or not enough is known of the published day. */
struct slice day_deictic(struct arena *arena, struct day published, struct slice how, struct slice part, struct day said);

/* The year and month that a day without a year, or a day without a month, most probably has: the nearest such day; of
 * months only those within a few of the published one. False where that is not clear. */
bool day_complete(struct day *said, struct day published);

#endif
