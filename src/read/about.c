/* about.c: see about.h. Several places of a page say the same, not all with the same truth: the highest rank counts. */
#include "read/about.h"

#include <strings.h>

#include "read/date.h"
#include "read/json.h"

enum { LONGEST = 400, TITLES = 12, AUTHORS = 200, PARTS = 64, RANK_JSON = 90 };

/* ---- private from here ---- */

static const struct {
	const char *name;
	enum about_field field;
	unsigned rank;
} names[] = {
	{ "article:published_time", ABOUT_DATE, 80 }, { "datepublished", ABOUT_DATE, 75 },
	{ "og:article:published_time", ABOUT_DATE, 74 }, { "article.published", ABOUT_DATE, 73 },
	{ "parsely-pub-date", ABOUT_DATE, 70 }, { "sailthru.date", ABOUT_DATE, 69 }, { "pubdate", ABOUT_DATE, 68 },
	{ "publishdate", ABOUT_DATE, 67 }, { "publish-date", ABOUT_DATE, 66 }, { "publication_date", ABOUT_DATE, 65 },
	{ "dc.date.issued", ABOUT_DATE, 64 }, { "dcterms.created", ABOUT_DATE, 63 }, { "dc.date", ABOUT_DATE, 62 },
	{ "article_date_original", ABOUT_DATE, 61 }, { "dd:published_time", ABOUT_DATE, 60 }, { "datecreated", ABOUT_DATE, 50 },
	{ "date", ABOUT_DATE, 40 }, { "time datetime", ABOUT_DATE, 20 },
	{ "og:site_name", ABOUT_OUTLET, 80 }, { "og:site", ABOUT_OUTLET, 70 }, { "application-name", ABOUT_OUTLET, 50 },
	{ "dc.publisher", ABOUT_OUTLET, 45 }, { "publisher", ABOUT_OUTLET, 40 }, { "apple-mobile-web-app-title", ABOUT_OUTLET, 30 },
	{ "article:author", ABOUT_AUTHOR, 70 }, { "og:article:author", ABOUT_AUTHOR, 69 }, { "author", ABOUT_AUTHOR, 80 },
	{ "byl", ABOUT_AUTHOR, 75 }, { "parsely-author", ABOUT_AUTHOR, 74 }, { "sailthru.author", ABOUT_AUTHOR, 73 },
	{ "dc.creator", ABOUT_AUTHOR, 72 }, { "dable:author", ABOUT_AUTHOR, 60 },
	{ "article:section", ABOUT_SECTION, 80 }, { "articlesection", ABOUT_SECTION, 75 }, { "section", ABOUT_SECTION, 70 },
	{ "parsely-section", ABOUT_SECTION, 60 }, { "category", ABOUT_SECTION, 50 },
	{ "rel canonical", ABOUT_URL, 90 }, { "og:url", ABOUT_URL, 80 }, { "twitter:url", ABOUT_URL, 40 },
	{ "html lang", ABOUT_LANG, 80 }, { "inlanguage", ABOUT_LANG, 70 }, { "content-language", ABOUT_LANG, 60 },
	{ "og:locale", ABOUT_LANG, 50 },
	{ "og:title", ABOUT_TITLE, 80 }, { "twitter:title", ABOUT_TITLE, 70 }, { "headline", ABOUT_TITLE, 85 },
	{ "title", ABOUT_TITLE, 60 }, { "dc.title", ABOUT_TITLE, 55 }, { "parsely-title", ABOUT_TITLE, 65 }
};

static struct slice copied(struct about *about, struct slice value)
{
	return (struct slice){ arena_string(about->document->arena, value), value.len };
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Two digits at a place, behind at most so many bytes that are none; -1 where there are none. */
static int two_digits(struct slice value, size_t *at, size_t most)
{
	size_t start = *at;
	while (*at < value.len && !is_digit(value.at[*at]) && *at - start < most)
		++*at;
	if (*at == value.len || !is_digit(value.at[*at]))
		return -1;
	int number = value.at[(*at)++] - '0';
	if (*at < value.len && is_digit(value.at[*at]))
		number = number * 10 + value.at[(*at)++] - '0';
	return number;
}

/* Dates begin with a year of four digits, a month and a day, whatever stands between them; ISO 8601 stays as it is. */
static struct slice written_date(struct about *about, struct slice value)
{
	struct slice none = { NULL, 0 };
	if (date_length(value) == 10)   /* behind a blank there may stand anything */
		return value.len > 10 && value.at[10] == ' ' ? (struct slice){ value.at, 10 } : value;
	for (size_t i = 0; i < 4; i++)
		if (i >= value.len || !is_digit(value.at[i]))
			return none;
	size_t at = 4;
	bool run_together = value.len >= 8 && is_digit(value.at[4]);
	int month, day;
	if (run_together) {
		month = (value.at[4] - '0') * 10 + value.at[5] - '0';
		day = is_digit(value.at[6]) && is_digit(value.at[7]) ? (value.at[6] - '0') * 10 + value.at[7] - '0' : 0;
	} else {
		month = two_digits(value, &at, 5);
		day = two_digits(value, &at, 5);
	}
	bool century = (value.at[0] == '1' && value.at[1] == '9') || (value.at[0] == '2' && value.at[1] == '0');
	if (!century || month < 1 || month > 12 || day < 1 || day > 31)
		return none;
	return slice_from(arena_format(about->document->arena, "%.4s-%02d-%02d", value.at, month, day));
}

static bool is_address(struct slice value)
{
	return slice_starts(value, SLICE("http:")) || slice_starts(value, SLICE("https:")) || slice_starts(value, SLICE("//"));
}

static void say(struct about *about, enum about_field field, unsigned rank, struct slice value)
{
	struct said *said = &about->said[field];
	value = slice_trim(value);
	if (!value.len || value.len > LONGEST)
		return;
	if (field == ABOUT_TITLE && about->document->titles.len < TITLES) {
		*list_add(about->document->arena, &about->document->titles) = copied(about, value);
		return;
	}
	if (rank <= said->rank || is_address(value) != (field == ABOUT_URL))
		return;
	if (field == ABOUT_DATE)
		value = written_date(about, value);
	if (!value.len)
		return;
	said->value = copied(about, value);
	said->rank = rank;
}

/* ---- JSON-LD ---- */

static bool type_is_article(const struct json *type)
{
	struct slice name = json_string(type);
	for (size_t i = 0; i < json_count(type); i++)
		if (type_is_article(json_element(type, i)))
			return json_kind(json_element(type, i)) == JSON_STRING;
	return memmem(name.at ? name.at : "", name.len, "Article", 7) != NULL || memmem(name.at ? name.at : "", name.len, "Posting", 7) != NULL;
}

/* A name, the name in an object, or the names of a list, parted by commas. */
static struct slice named_in(struct about *about, const struct json *value)
{
	struct slice name = json_kind(value) == JSON_OBJECT ? json_string(json_field(value, "name")) : json_string(value);
	const char *all = NULL;
	for (size_t i = 0; i < json_count(value) && (!all || strlen(all) < AUTHORS); i++) {
		const struct json *one = json_element(value, i);
		struct slice part = json_kind(one) == JSON_OBJECT ? json_string(json_field(one, "name")) : json_string(one);
		if (part.len && !is_address(part))
			all = arena_format(about->document->arena, "%s%s%.*s", all ? all : "", all ? ", " : "", (int)part.len, part.at);
	}
	return all ? slice_from(all) : name.at ? name : (struct slice){ "", 0 };
}

static void about_object(struct about *about, const struct json *object)
{
	if (json_kind(object) != JSON_OBJECT || !type_is_article(json_field(object, "@type")))
		return;
	const struct json *page = json_field(object, "mainEntityOfPage"), *section = json_field(object, "articleSection");
	say(about, ABOUT_DATE, RANK_JSON, json_string(json_field(object, "datePublished")));
	say(about, ABOUT_TITLE, RANK_JSON, json_string(json_field(object, "headline")));
	say(about, ABOUT_OUTLET, RANK_JSON, named_in(about, json_field(object, "publisher")));
	say(about, ABOUT_AUTHOR, RANK_JSON, named_in(about, json_field(object, "author")));
	say(about, ABOUT_SECTION, RANK_JSON, json_count(section) ? json_string(json_element(section, 0)) : json_string(section));
	say(about, ABOUT_URL, 60, json_string(json_field(object, "url")));
	say(about, ABOUT_URL, 50, json_kind(page) == JSON_OBJECT ? json_string(json_field(page, "@id")) : json_string(page));
	say(about, ABOUT_LANG, 75, json_string(json_field(object, "inLanguage")));
}

static void close_parser(void *parser)
{
	json_parser_close(parser);
}

static void release(void *json)
{
	json_release(json);
}

/* ---- */

void about_named(struct about *about, struct slice name, struct slice value)
{
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strlen(names[i].name) == name.len && strncasecmp(names[i].name, name.at, name.len) == 0)
			say(about, names[i].field, names[i].rank, value);
}

void about_json(struct about *about, struct slice script)
{
	struct arena *arena = about->document->arena;
	struct error wrong = { ERROR_NONE, "" };
	struct json_parser *parser = json_parser_open();
	if (!parser)
		arena_fail(arena);
	arena_own(arena, parser, close_parser);
	struct json *json = json_parse(parser, slice_trim(script), &wrong);
	if (!json && wrong.kind == ERROR_MEMORY)
		arena_fail(arena);
	if (!json)
		return;
	arena_own(arena, json, release);
	const struct json *graph = json_field(json, "@graph");
	about_object(about, json);
	for (size_t i = 0; i < json_count(json) && i < PARTS; i++)
		about_object(about, json_element(json, i));
	for (size_t i = 0; i < json_count(graph) && i < PARTS; i++)
		about_object(about, json_element(graph, i));
}

void about_finish(struct about *about)
{
	if (slice_equal(about->said[ABOUT_AUTHOR].value, about->said[ABOUT_OUTLET].value))
		about->said[ABOUT_AUTHOR].value.len = 0;
	struct meta *meta = &about->document->meta;
	struct slice *const places[ABOUT_FIELDS] = {
		[ABOUT_DATE] = &meta->date, [ABOUT_OUTLET] = &meta->outlet, [ABOUT_AUTHOR] = &meta->author,
		[ABOUT_SECTION] = &meta->section, [ABOUT_URL] = &meta->url, [ABOUT_LANG] = &meta->language
	};
	for (size_t i = 0; i < ABOUT_FIELDS; i++)
		if (places[i] && !places[i]->len && about->said[i].value.len)
			*places[i] = about->said[i].value;
}
