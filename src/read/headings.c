/* headings.c: see headings.h. */
#include "read/headings.h"

#include <stdio.h>

#include "read/date.h"

/* What each is called in the tables. */
static const char *const heading_words[HEADINGS] = {
	[HEADING_TEXT] = "text", [HEADING_ID] = "id", [HEADING_TITLE] = "title", [HEADING_DATE] = "date",
	[HEADING_OUTLET] = "outlet", [HEADING_AUTHOR] = "author", [HEADING_SECTION] = "section",
	[HEADING_URL] = "url"
};

/* ---- private from here ---- */

static bool is_blank(char c)
{
	return c == ' ' || c == '_' || c == '-' || c == '\t';
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

/* Without regard to case and blanks: "Published_Date" is "published date". */
static bool same_name(struct slice a, struct slice b)
{
	size_t i = 0, k = 0;
	for (;;) {
		while (i < a.len && is_blank(a.at[i]))
			i++;
		while (k < b.len && is_blank(b.at[k]))
			k++;
		if (i == a.len || k == b.len)
			return i == a.len && k == b.len;
		if (lower(a.at[i++]) != lower(b.at[k++]))
			return false;
	}
}

static enum heading heading_word(struct slice word)
{
	unsigned i = 0;
	while (i < HEADINGS && !slice_is(word, heading_words[i]))
		i++;
	return (enum heading)i;
}

static const char *wished(const struct inputs_wish *wish, unsigned heading)
{
	switch (heading) {
	case HEADING_TEXT: return wish->fields.text;
	case HEADING_ID: return wish->fields.id;
	case HEADING_TITLE: return wish->fields.title;
	case HEADING_DATE: return wish->fields.date;
	default: return NULL;
	}
}

static void say_names(char *to, size_t room, const struct slice *names, size_t count)
{
	size_t len = 0;
	*to = '\0';
	for (size_t i = 0; i < count && len + 8 < room; i++) {
		struct slice name = slice_trim(names[i]);
		int more = snprintf(to + len, room - len, "%s\"%.*s\"", i ? ", " : "", (int)(name.len < 40 ? name.len : 40), name.at);
		len += more > 0 ? (size_t)more : 0;
	}
}

static struct slice copied(struct arena *arena, struct slice bytes)
{
	return (struct slice){ arena_string(arena, bytes), bytes.len };
}

/* ---- */

enum heading heading_named(const struct rules *rules, struct slice name, size_t *rank)
{
	name = slice_trim(name);
	*rank = 0;
	if (!name.len || name.len > 100)
		return HEADINGS;
	for (unsigned i = HEADING_TEXT; i <= HEADING_DATE; i++)
		if (same_name(name, slice_from(heading_words[i])))
			return (enum heading)i;
	for (size_t i = 0; rules && i < rules->languages.len; i++) {
		const struct table *table = language_table(rules->languages.at[i], "headings");
		for (size_t k = 0; table && k < table->len; k++) {
			++*rank;
			if (same_name(name, row_column(&table->rows[k], 0)))
				return heading_word(row_column(&table->rows[k], 1));
		}
	}
	return HEADINGS;
}

bool columns_find(struct columns *columns, const struct inputs_wish *wish, const struct slice *names, size_t count,
                  struct error *error)
{
	size_t ranks[HEADINGS];
	char all[300];
	columns->count = count;
	columns->text = NULL;
	for (unsigned i = 0; i < HEADINGS; i++) {
		columns->at[i] = NOWHERE;
		ranks[i] = SIZE_MAX;
		const char *name = wished(wish, i);
		for (size_t k = 0; name && k < count && columns->at[i] == NOWHERE; k++)
			if (slice_is(slice_trim(names[k]), name))
				columns->at[i] = k;
		if (name && columns->at[i] == NOWHERE) {
			say_names(all, sizeof all, names, count);
			return error_set(error, ERROR_RECORD, "the table has no column \"%s\" (it has %s)", name, all);
		}
	}
	for (size_t k = 0; k < count; k++) {
		size_t rank;
		enum heading heading = heading_named(wish->rules, names[k], &rank);
		if (heading < HEADINGS && !wished(wish, heading) && rank < ranks[heading]) {
			ranks[heading] = rank;
			columns->at[heading] = k;
		}
	}
	if (columns->at[HEADING_TEXT] != NOWHERE)
		return true;
	say_names(all, sizeof all, names, count);
	return error_set(error, ERROR_RECORD, "the table has no column for the text (it has %s); name it with --field text=NAME", all);
}

bool columns_fill(const struct columns *columns, struct input *input, struct arena *arena, const struct slice *cells,
                  size_t count, struct error *error)
{
	struct slice cell[HEADINGS] = { { NULL, 0 } };
	for (unsigned i = 0; i < HEADINGS; i++)
		if (columns->at[i] < count)
			cell[i] = i == HEADING_TEXT ? cells[columns->at[i]] : slice_trim(cells[columns->at[i]]);
	if (cell[HEADING_ID].len)
		input->id = arena_string(arena, cell[HEADING_ID]);
	if (columns->at[HEADING_TEXT] >= count)
		return error_set(error, ERROR_RECORD, "the row has %zu fields and none for the text, which is field %zu", count,
		                 columns->at[HEADING_TEXT] + 1);
	input->bytes = copied(arena, cell[HEADING_TEXT]);
	input->decoded = true;
	input->field = columns->text;
	if (cell[HEADING_TITLE].len)
		input->title = copied(arena, cell[HEADING_TITLE]);
	struct slice date = date_read(arena, cell[HEADING_DATE]);
	if (date.len)
		input->meta.date = date;
	const struct { unsigned heading; struct slice *to; } said[] = {
		{ HEADING_OUTLET, &input->meta.outlet }, { HEADING_AUTHOR, &input->meta.author },
		{ HEADING_SECTION, &input->meta.section }, { HEADING_URL, &input->meta.url }
	};
	for (size_t i = 0; i < sizeof said / sizeof *said; i++)
		if (cell[said[i].heading].len)
			*said[i].to = copied(arena, cell[said[i].heading]);
	return true;
}
