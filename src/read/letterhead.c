/* letterhead.c: see letterhead.h.
 *
 * A colon in a first line is no rare thing. So there must be two lines whose names are known, and no more of others;
 * or one, if it names the title and an empty line follows it. */
#include "read/letterhead.h"

#include "read/date.h"
#include "read/headings.h"

enum { LINES_MOST = 30, LONGEST_NAME = 40 };

#define OUTSIDE(category_) { .id = "letterhead/" category_, .name = category_, .kind = RULE_BOILERPLATE, \
	.fields = { (struct field *)(uintptr_t)&(const struct field){ "category", category_ }, 1, 1 } }

static const struct rule is_byline = OUTSIDE("byline"), is_technical = OUTSIDE("technical");

/* ---- private from here ---- */

/* A line "name: value", or one that goes on with the value above it. */
struct said {
	struct span line, value;
	enum heading heading;           /* HEADINGS: a name that is not known */
	bool goes_on;
};

struct lines {
	struct said at[LINES_MOST];
	size_t count, known, stop;      /* stop: where the text begins */
	bool title, closed;             /* closed: an empty line follows, or the text itself is named */
};

static struct span trimmed(const char *bytes, struct span span)
{
	struct slice words = slice_trim((struct slice){ bytes + span.start, span.stop - span.start });
	return (struct span){ (size_t)(words.at - bytes), (size_t)(words.at - bytes) + words.len };
}

static bool read_line(struct said *said, const char *bytes, struct span line, const struct rules *rules, bool first)
{
	size_t rank;
	const char *colon = memchr(bytes + line.start, ':', line.stop - line.start);
	*said = (struct said){ .line = trimmed(bytes, line), .heading = HEADINGS };
	if (!first && (bytes[line.start] == ' ' || bytes[line.start] == '\t')) {
		said->goes_on = true;
		return true;
	}
	if (!colon || (size_t)(colon - bytes) - line.start > LONGEST_NAME)
		return false;
	struct slice name = { bytes + line.start, (size_t)(colon - bytes) - line.start };
	said->value = trimmed(bytes, (struct span){ line.start + name.len + 1, line.stop });
	said->heading = heading_named(rules, name, &rank);
	/* an unknown name is one word: "X-Mailer" */
	return said->heading < HEADINGS || (slice_trim(name).len && !memchr(name.at, ' ', name.len));
}

static void read_lines(struct lines *lines, const struct text *text, size_t at, const struct rules *rules)
{
	while (at < text->len && lines->count < LINES_MOST && !lines->closed) {
		const char *end = memchr(text->bytes + at, '\n', text->len - at);
		struct span line = { at, end ? (size_t)(end - text->bytes) : text->len };
		struct said *said = &lines->at[lines->count];
		bool empty = span_empty(trimmed(text->bytes, line));
		if (empty && lines->count)
			lines->closed = true;
		if (!empty) {
			if (!read_line(said, text->bytes, line, rules, !lines->count))
				return;
			lines->count++;
			lines->known += said->heading < HEADINGS;
			lines->title |= said->heading == HEADING_TITLE;
			if (said->heading == HEADING_TEXT) {
				lines->closed = true;
				lines->stop = said->value.start;
				return;
			}
		}
		at = end ? line.stop + 1 : text->len;
		lines->stop = at;
	}
}

static void add_block(struct document *document, block_list *blocks, struct span at, const struct rule *outside)
{
	if (!span_empty(at))
		*list_add(document->arena, blocks) = (struct block){ .at = at, .role = BLOCK_PARAGRAPH, .outside = outside };
}

static void keep(struct document *document, const struct text *text, const struct said *said)
{
	struct meta *meta = &document->meta;
	struct slice value = text_slice(text, said->value);
	struct slice *const to[HEADINGS] = {
		[HEADING_OUTLET] = &meta->outlet, [HEADING_AUTHOR] = &meta->author, [HEADING_SECTION] = &meta->section,
		[HEADING_URL] = &meta->url
	};
	if (said->heading == HEADING_DATE) {
		struct slice date = date_read(document->arena, value);
		if (date.len)
			meta->date = date;
	} else if (to[said->heading] && value.len) {
		*to[said->heading] = (struct slice){ arena_string(document->arena, value), value.len };
	}
}

static void lay_out(struct document *document, block_list *blocks, const struct text *text, const struct said *said,
                    bool *has_title)
{
	if (said->heading < HEADINGS)
		keep(document, text, said);
	if (said->heading == HEADING_TITLE && !*has_title && !span_empty(said->value)) {
		*has_title = true;
		add_block(document, blocks, trimmed(text->bytes, (struct span){ said->line.start, said->value.start }), &is_technical);
		add_block(document, blocks, said->value, NULL);
		blocks->at[blocks->len - 1].role = BLOCK_HEADING;
		blocks->at[blocks->len - 1].title = true;
	} else if (said->heading == HEADING_TEXT) {
		add_block(document, blocks, trimmed(text->bytes, (struct span){ said->line.start, said->value.start }), &is_technical);
	} else {
		add_block(document, blocks, said->line, said->heading < HEADINGS ? &is_byline : &is_technical);
	}
}

/* ---- */

size_t letterhead(struct document *document, block_list *blocks, const struct text *text, size_t start,
                  const struct rules *rules)
{
	struct lines lines = { .stop = start };
	bool has_title = false;
	read_lines(&lines, text, start, rules);
	bool sure = lines.known >= 2 ? lines.known * 2 >= lines.count : lines.title && lines.closed && lines.count == 1;
	if (!sure)
		return start;
	for (size_t i = 0; i < lines.count; i++)
		lay_out(document, blocks, text, &lines.at[i], &has_title);
	return lines.stop;
}
