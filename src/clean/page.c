/* page.c: the lines of a page go in; each comes out with its shape and the rules that know it.
 *
 * What you would not guess: rules of every language look at every line, but a long one they do not see here at all. It
 * is an argument by its length, and trim.c looks at its ends. */
#include "clean/furniture.h"
#include "clean/page.h"

#include <unicode/uchar.h>

enum {
	LEAST_LIKELY = 18,      /* bytes of a line that may be a sentence */
	LEAST_WORDS = 3,
	MANY_WORDS = 16,        /* no headline has so many, full stop or not */
	LEAST_SURE = 90         /* bytes of a line that is surely an argument */
};

/* ---- fields ---- */

static size_t field_number(const struct rule *rule, const char *key, const char *const *names, size_t count)
{
	const char *value = rule_get(rule, key);
	for (size_t i = 0; value && i < count; i++)
		if (strcmp(value, names[i]) == 0)
			return i;
	return 0;
}

enum shape rule_shape(const struct rule *rule)
{
	static const char *const names[] = { "line", "prefix", "suffix", "bracket" };
	return (enum shape)field_number(rule, "shape", names, sizeof names / sizeof *names);
}

enum place rule_place(const struct rule *rule)
{
	static const char *const names[] = { "any", "under", "head", "tail", "edge", "signed" };
	return (enum place)field_number(rule, "where", names, sizeof names / sizeof *names);
}

enum takes rule_takes(const struct rule *rule)
{
	static const char *const names[] = { "nothing", "next", "links", "rest" };
	return (enum takes)field_number(rule, "takes", names, sizeof names / sizeof *names);
}

/* ---- shapes ---- */

uint32_t slice_codepoint_before(const char *bytes, size_t *at)
{
	size_t stop = *at;
	while (*at && ((unsigned char)bytes[--*at] & 0xC0) == 0x80)
		;
	size_t place = *at;
	return text_codepoint(bytes, stop, &place);
}

static bool is_closer(uint32_t c)
{
	switch (c) {
	case '"': case '\'': case ')': case ']': case '>': case 0x2019: case 0x201D: case 0x300D: case 0x300F:
	case 0x3009: case 0x300B: case 0x3011: case 0xBB: case 0xFF09: case 0xFF02: case 0xFF07:
		return true;
	default:
		return false;
	}
}

static bool is_stop(uint32_t c)
{
	return c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x3002 || c == 0xFF01 || c == 0xFF0E || c == 0xFF1F;
}

struct span page_trimmed(const struct page *page, struct span span)
{
	const char *bytes = page->document->page.bytes;
	while (span.start < span.stop && bytes[span.start] == ' ')
		span.start++;
	while (span.stop > span.start && bytes[span.stop - 1] == ' ')
		span.stop--;
	return span;
}

uint32_t page_letter(const struct page *page, struct span *span)
{
	const struct text *text = &page->document->page;
	while (span->start < span->stop) {
		UChar32 c = (UChar32)text_codepoint(text->bytes, text->len, &span->start);
		if (u_isalnum(c))
			return (uint32_t)u_foldCase(c, U_FOLD_CASE_DEFAULT);
	}
	return 0;
}

bool page_is_ornament(const struct page *page, struct span span)
{
	return page_letter(page, &span) == 0;
}

uint32_t slice_final_mark(struct slice text)
{
	size_t at = text.len;
	while (at) {
		uint32_t c = slice_codepoint_before(text.at, &at);
		if (c == '.' && at >= 2 && text.at[at - 1] == '.')
			return 0x2026;
		if (is_stop(c))
			return c;
		if (!is_closer(c))
			return 0;
	}
	return 0;
}

static bool ends_in_a_word(const struct page *page, struct slice text)
{
	const struct rules *rules = matcher_rules(page->matcher);
	for (size_t i = 0; i < rules->languages.len; i++) {
		const struct table *table = page_kept(page, rules->languages.at[i])->endings;
		for (size_t k = 0; table && k < table->len; k++)
			if (slice_ends(text, row_column(&table->rows[k], 0)))
				return true;
	}
	return false;
}

bool slice_has_words(struct slice text, size_t least)
{
	size_t words = text.len > 0;
	for (size_t i = 0; i < text.len && words < least; i++)
		words += text.at[i] == ' ';
	return words >= least;
}

/* ---- matching ---- */

static const void *kept_make(struct arena *arena, const struct language *language)
{
	struct kept_of_language *kept = arena_take(arena, sizeof *kept);
	const struct rule *const *list;
	size_t count = language_rules(language, &list);

	for (size_t i = 0; i < count && !kept->heading; i++)
		if (list[i]->kind == RULE_BOILERPLATE && rule_get(list[i], "also"))
			kept->heading = list[i];
	kept->endings = language_table(language, "line-ends");
	return kept;
}

const struct kept_of_language *page_kept(const struct page *page, const struct language *language)
{
	return matcher_keep(page->matcher, language, kept_make, page->document->arena);
}

const hits *page_match(struct page *page, unsigned sorts, struct span span)
{
	rules_match_all(&page->found, page->document, page->matcher, sorts, &page->view, text_origin(&page->document->page, span));
	for (size_t i = 0; i < page->found.len; i++) {
		page->found.at[i].at.start += span.start;
		page->found.at[i].at.stop += span.start;
	}
	return &page->found;
}

bool page_view(struct page *page, struct span span)
{
	return view_build(&page->view, text_slice(&page->document->page, span));
}

bool page_opens(const struct page *page, const struct hit *hit, struct span span)
{
	return page_is_ornament(page, (struct span){ span.start, hit->at.start });
}

bool page_closes(const struct page *page, const struct hit *hit, struct span span)
{
	return page_is_ornament(page, (struct span){ hit->at.stop, span.stop });
}

bool rule_is_native(const struct page *page, const struct rule *rule)
{
	return rule->language == page->document->language;
}

/* Keeps what a hit says of a whole line. */
static void line_take(const struct page *page, struct line *line, const struct hit *hit)
{
	if (hit->vetoed_by)
		return;
	if (rule_shape(hit->rule) != SHAPE_LINE)
		line->pieces = true;
	if (!page_opens(page, hit, line->at) || !page_closes(page, hit, line->at))
		return;
	const struct rule **place = &line->known[rule_place(hit->rule)];
	if (rule_shape(hit->rule) != SHAPE_LINE)
		place = &line->piece;
	if (!*place || (rule_is_native(page, hit->rule) && !rule_is_native(page, *place)))
		*place = hit->rule;
}

static void line_take_kicker(const struct page *page, struct line *line, const struct hit *hit)
{
	bool opens = page_opens(page, hit, line->at), closes = page_closes(page, hit, line->at);
	if (hit->vetoed_by || line->kicker)
		return;
	switch (rule_shape(hit->rule)) {
	case SHAPE_PREFIX:
		if (!opens)
			return;
		break;
	case SHAPE_SUFFIX:
		if (!closes)
			return;
		break;
	default:
		if (!opens || !closes)
			return;
	}
	line->kicker = hit->rule;
	line->kicker_at = hit->at;
	if (opens)
		line->kicker_at.start = line->at.start;
	if (closes)
		line->kicker_at.stop = line->at.stop;
	line->kicker_at = page_trimmed(page, line->kicker_at);
}

static void line_look(struct page *page, struct line *line, bool looked_at, bool keep_all)
{
	const unsigned furniture = 1u << RULE_BOILERPLATE | 1u << SORT_PREFIX | 1u << SORT_SUFFIX | 1u << SORT_BRACKET;
	struct slice text = text_slice(&page->document->page, line->at);

	uint32_t stop = slice_final_mark(text);
	line->stops = stop != 0;
	line->full_stop = stop == '.' || stop == 0x3002 || stop == 0xFF0E;
	if (text.len > WINDOW) {
		line->likely = line->sure = line->pieces = true;
		return;
	}
	if (looked_at && page_view(page, line->at)) {
		const hits *found = page_match(page, 1u << RULE_TITLE | (keep_all ? 0 : furniture), line->at);
		for (size_t i = 0; i < found->len; i++)
			if (found->at[i].rule->kind == RULE_TITLE)
				line_take_kicker(page, line, &found->at[i]);
			else
				line_take(page, line, &found->at[i]);
	}
	bool ends = line->stops || ends_in_a_word(page, text);
	line->likely = text.len >= LEAST_LIKELY && slice_has_words(text, ends ? LEAST_WORDS : MANY_WORDS);
	line->sure = line->likely && ends && text.len >= LEAST_SURE;
}

bool page_looks_at(const struct page *page, size_t line)
{
	return line < LOOKED_AT || line + LOOKED_AT >= page->len;
}

/* A line that markup shows to be outside of the article; where that says no more, a rule that knows its words does. */
static void line_stays_out(struct page *page, struct line *line, bool looked_at)
{
	struct line probe = { .block = line->block, .at = line->at };
	line->gone = line->block->outside;
	if (looked_at && line->block->unnamed && line->block->links < 0.5)
		line_look(page, &probe, true, false);
	for (size_t i = 0; i < PLACES; i++)
		if (probe.known[i]) {
			line->gone = probe.known[i];
			break;
		}
	line->category = rule_get(line->gone, "category");
}

void page_look(struct page *page, bool keep_all)
{
	struct document *document = page->document;

	const struct rule **learned = keep_all ? NULL : furniture_known(document, document->furniture);

	page->len = document->blocks.len;
	page->lines = arena_take(document->arena, (page->len + 1) * sizeof *page->lines);
	for (size_t i = 0; i < page->len; i++) {
		struct line *line = &page->lines[i];
		line->block = &document->blocks.at[i];
		line->at = page_trimmed(page, line->block->at);
		if (line->block->outside && !keep_all) {
			line_stays_out(page, line, page_looks_at(page, i));
			continue;
		}
		line_look(page, line, page_looks_at(page, i), keep_all);
		if (learned && learned[i] && !line->known[PLACE_ANY])
			line->known[PLACE_ANY] = learned[i];
	}
}

bool line_is_said_title(const struct page *page, const struct line *line)
{
	return line->block->title || text_origin(&page->document->page, line->block->at).field == FIELD_TITLE;
}
