/* date.c: see date.h. */
#include "read/date.h"

static bool shaped(struct slice slice, const char *shape)
{
	for (size_t i = 0; shape[i]; i++) {
		if (i == slice.len)
			return false;
		bool digit = slice.at[i] >= '0' && slice.at[i] <= '9';
		if (shape[i] == 'd' ? !digit : slice.at[i] != shape[i])
			return false;
	}
	return true;
}

size_t date_length(struct slice slice)
{
	if (shaped(slice, "dddd-dd-dd"))
		return slice.len == 10 || slice.at[10] == 'T' || slice.at[10] == ' ' ? 10 : 0;
	if (shaped(slice, "dddd-dd"))
		return slice.len == 7 ? 7 : 0;
	return shaped(slice, "dddd") && slice.len == 4 ? 4 : 0;
}

/* ---- other ways to write one ---- */

static size_t digits_at(struct slice words, size_t at, unsigned *number)
{
	size_t len = 0;
	*number = 0;
	for (; at + len < words.len && words.at[at + len] >= '0' && words.at[at + len] <= '9' && len < 9; len++)
		*number = *number * 10 + (unsigned)(words.at[at + len] - '0');
	return len;
}

static bool is_day(unsigned year, unsigned month, unsigned day)
{
	return year >= 1000 && year <= 2999 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

static struct slice written(struct arena *arena, unsigned year, unsigned month, unsigned day)
{
	return slice_from(arena_format(arena, "%04u-%02u-%02u", year, month, day));
}

/* Past what stands between two numbers of a date: a sign or a word, and blanks. */
static size_t past_gap(struct slice words, size_t at)
{
	enum { WIDEST_GAP = 8 };
	size_t stop = at + WIDEST_GAP < words.len ? at + WIDEST_GAP : words.len;
	while (at < stop && !(words.at[at] >= '0' && words.at[at] <= '9'))
		at++;
	return at;
}

static struct slice year_first(struct arena *arena, struct slice words)
{
	unsigned number, month, day;
	size_t at = digits_at(words, 0, &number), len;
	if (at == 8 && is_day(number / 10000, number / 100 % 100, number % 100))
		return written(arena, number / 10000, number / 100 % 100, number % 100);
	if (at != 4)
		return (struct slice){ NULL, 0 };
	at = past_gap(words, at);
	at += len = digits_at(words, at, &month);
	if (!len || len > 2)
		return (struct slice){ NULL, 0 };
	at = past_gap(words, at);
	len = digits_at(words, at, &day);
	if (!len || len > 2 || !is_day(number, month, day))
		return (struct slice){ NULL, 0 };
	return written(arena, number, month, day);
}

/* "Fri, 3 May 2024 08:00:00 +0900": the months are those of the mail standard, whatever the language. */
static struct slice mail_date(struct arena *arena, struct slice words)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	const char *comma = memchr(words.at, ',', words.len < 12 ? words.len : 12);
	size_t at = comma ? (size_t)(comma - words.at) + 1 : 0, len;
	unsigned day, month = 0, year;
	while (at < words.len && words.at[at] == ' ')
		at++;
	at += len = digits_at(words, at, &day);
	if (!len || at + 9 > words.len || words.at[at] != ' ' || words.at[at + 4] != ' ')
		return (struct slice){ NULL, 0 };
	for (unsigned i = 0; i < 12; i++)
		if (memcmp(words.at + at + 1, months + i * 3, 3) == 0)
			month = i + 1;
	if (digits_at(words, at + 5, &year) != 4 || !is_day(year, month, day))
		return (struct slice){ NULL, 0 };
	return written(arena, year, month, day);
}

struct slice date_read(struct arena *arena, struct slice words)
{
	words = slice_trim(words);
	size_t len = date_length(words);
	if (len)
		return (struct slice){ arena_string(arena, (struct slice){ words.at, len }), len };
	if (!words.len || words.len > 100)
		return (struct slice){ NULL, 0 };
	struct slice date = year_first(arena, words);
	return date.len ? date : mail_date(arena, words);
}

struct slice date_of_serial(struct arena *arena, long days)
{
	/* days since 1 March 0000, whose year ends with February and its leap day */
	if (days < 61 || days > 200000)
		return (struct slice){ NULL, 0 };
	long since = days + 693899, era = since / 146097, day = since % 146097;
	long year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
	long of_year = day - (365 * year + year / 4 - year / 100), month = (5 * of_year + 2) / 153;
	unsigned of_month = (unsigned)(of_year - (153 * month + 2) / 5 + 1);
	unsigned calendar = (unsigned)(month < 10 ? month + 3 : month - 9);
	return written(arena, (unsigned)(year + era * 400 + (calendar <= 2)), calendar, of_month);
}
