/* page.c: lines of a page in, each with its shape, the rules that know it, and its place about the argument out.
 *
 * What you would not guess: a rule says what a line looks like, but only lines that no rule knows say where the
 * argument is; so a signature that reads like a sentence cannot be its own proof that the text goes on. A long line
 * is never matched whole, but through a window at each end, and its brackets one by one. */
#include "clean/page.h"

#include <unicode/uchar.h>

enum {
	LEAST_LIKELY = 18,      /* bytes of a line that may be a sentence */
	LEAST_WORDS = 3,
	MANY_WORDS = 16,        /* no headline has so many, full stop or not */
	LEAST_SURE = 90,        /* bytes of a line that is surely an argument */
	FRONT = 160,            /* bytes in which a prefix must end */
	BACK = 400,             /* bytes in which a suffix must begin */
	BRACKET = 240,          /* bytes within brackets that are looked at as one piece */
	BRACKETED = 65536,      /* no brackets are looked for in lines longer than this */
	ROUNDS = 16,            /* pieces taken off one edge of a line */
	ISOLATED = 3            /* an argument behind the page's end is this much shorter than the one before */
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
	static const char *const names[] = { "any", "head", "tail", "edge", "under", "signed" };
	return (enum place)field_number(rule, "where", names, sizeof names / sizeof *names);
}

enum takes rule_takes(const struct rule *rule)
{
	static const char *const names[] = { "nothing", "next", "links", "rest" };
	return (enum takes)field_number(rule, "takes", names, sizeof names / sizeof *names);
}

/* ---- shapes ---- */

static uint32_t codepoint_before(const char *bytes, size_t *at)
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

/* What may stand between an article and the furniture run into it, and is part of neither. */
static bool is_separator(uint32_t c)
{
	switch (c) {
	case ' ': case '/': case '|': case '-': case '*': case '<': case '(': case '[': case '=': case '_': case '~':
	case 0xB7: case 0x2013: case 0x2014: case 0x2022: case 0x203B: case 0x25A0: case 0x25A1: case 0x25B6:
	case 0x25B7: case 0x25B2: case 0x25B3: case 0x25CF: case 0x25CB: case 0x25C6: case 0x25C7: case 0x2605:
	case 0x2606: case 0x3010: case 0x3014: case 0xFF08: case 0xFF0F: case 0xFF5C:
		return true;
	default:
		return false;
	}
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

bool page_is_ornament(const struct page *page, struct span span)
{
	const struct text *text = &page->document->page;
	for (size_t at = span.start; at < span.stop;)
		if (u_isalnum((UChar32)text_codepoint(text->bytes, text->len, &at)))
			return false;
	return true;
}

/* The mark that a text ends in, quotes and brackets behind it aside; 0 where it ends in none. */
static uint32_t final_stop(struct slice text)
{
	size_t at = text.len;
	while (at) {
		uint32_t c = codepoint_before(text.at, &at);
		if (c == '.' && at >= 2 && text.at[at - 1] == '.')
			return 0x2026;
		if (is_stop(c))
			return c;
		if (!is_closer(c))
			return 0;
	}
	return 0;
}

static bool ends_like_a_sentence(struct slice text)
{
	return final_stop(text) != 0;
}

/* Endings of lines that read like sentences although they have lost their full stops. */
static bool ends_in_a_word(const struct rules *rules, struct slice text)
{
	for (size_t i = 0; i < rules->languages.len; i++) {
		const struct table *table = language_table(rules->languages.at[i], "line-ends");
		for (size_t k = 0; table && k < table->len; k++)
			if (slice_ends(text, row_column(&table->rows[k], 0)))
				return true;
	}
	return false;
}

static size_t words_of(struct slice text)
{
	size_t words = text.len > 0;
	for (size_t i = 0; i < text.len; i++)
		words += text.at[i] == ' ';
	return words;
}

/* ---- matching ---- */

/* Moves a place to the edge of a character, towards the start. */
static size_t character_edge(const char *bytes, size_t at)
{
	while (at && ((unsigned char)bytes[at] & 0xC0) == 0x80)
		at--;
	return at;
}

/* The hits of a language in a stretch of the page; their places are moved to places of the page. */
static const hits *page_match(struct page *page, const struct language *language, unsigned kinds, struct span span)
{
	page->found.len = 0;
	rules_match(&page->found, page->document, page->matcher, language, kinds, &page->view,
	            text_origin(&page->document->page, span));
	for (size_t i = 0; i < page->found.len; i++) {
		page->found.at[i].at.start += span.start;
		page->found.at[i].at.stop += span.start;
	}
	return &page->found;
}

static bool page_view(struct page *page, struct span span)
{
	return view_build(&page->view, text_slice(&page->document->page, span));
}

/* A token in place of the first character says that the line does not begin there: patterns for whole lines fail at once. */
static void view_open(struct view *view)
{
	for (size_t i = 0; i < view->len && view->at[i] == 0; i++)
		view->bytes[i] = VIEW_TOKEN;
}

static bool hit_opens(const struct page *page, const struct hit *hit, struct span span)
{
	return page_is_ornament(page, (struct span){ span.start, hit->at.start });
}

static bool hit_closes(const struct page *page, const struct hit *hit, struct span span)
{
	return page_is_ornament(page, (struct span){ hit->at.stop, span.stop });
}

/* A rule of the document's own language goes before one of another. */
static bool rule_is_native(const struct page *page, const struct rule *rule)
{
	return rule->language == page->document->language;
}

/* Keeps what a hit says of a whole line. */
static void line_take(const struct page *page, struct line *line, const struct hit *hit)
{
	if (hit->vetoed_by || !hit_opens(page, hit, line->at) || !hit_closes(page, hit, line->at))
		return;
	const struct rule **place = &line->known[rule_place(hit->rule)];
	if (rule_shape(hit->rule) != SHAPE_LINE)
		place = &line->piece;
	if (!*place || (rule_is_native(page, hit->rule) && !rule_is_native(page, *place)))
		*place = hit->rule;
}

static void line_take_kicker(const struct page *page, struct line *line, const struct hit *hit)
{
	bool opens = hit_opens(page, hit, line->at), closes = hit_closes(page, hit, line->at);
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

static void line_look(struct page *page, struct line *line, bool keep_all)
{
	const struct rules *rules = matcher_rules(page->matcher);
	struct slice text = text_slice(&page->document->page, line->at);

	uint32_t stop = final_stop(text);
	line->stops = stop != 0;
	line->full_stop = stop == '.' || stop == 0x3002 || stop == 0xFF0E;
	if (text.len > WINDOW) {
		line->likely = line->sure = true;
		return;
	}
	bool ends = line->stops || ends_in_a_word(rules, text);
	line->likely = ends || words_of(text) >= MANY_WORDS;
	if (!page_view(page, line->at))
		return;
	for (size_t i = 0; i < rules->languages.len; i++) {
		const struct language *language = rules->languages.at[i];
		unsigned kinds = 1u << RULE_TITLE | (keep_all ? 0 : 1u << RULE_BOILERPLATE);
		const hits *found = page_match(page, language, kinds, line->at);
		for (size_t k = 0; k < found->len; k++)
			if (found->at[k].rule->kind == RULE_TITLE)
				line_take_kicker(page, line, &found->at[k]);
			else
				line_take(page, line, &found->at[k]);
	}
	line->likely = line->likely && text.len >= LEAST_LIKELY && words_of(text) >= LEAST_WORDS;
	line->sure = line->likely && ends && text.len >= LEAST_SURE;
}

void page_look(struct page *page, bool keep_all)
{
	struct document *document = page->document;

	page->len = document->blocks.len;
	page->lines = arena_take(document->arena, (page->len + 1) * sizeof *page->lines);
	for (size_t i = 0; i < page->len; i++) {
		struct line *line = &page->lines[i];
		line->block = &document->blocks.at[i];
		line->at = page_trimmed(page, line->block->at);
		line_look(page, line, keep_all);
	}
}

/* ---- places ---- */

static bool line_is_known(const struct line *line)
{
	bool known = line->gone || line->piece;
	for (size_t i = 0; i < PLACES; i++)
		known |= line->known[i] != NULL;
	return known;
}

static bool line_argues(const struct line *line, bool sure)
{
	return !line_is_known(line) && !line->kicker && (sure ? line->sure : line->likely);
}

/* The last line of the argument at or before a line, NOWHERE if there is none. */
static size_t argument_before(const struct page *page, size_t line, bool sure)
{
	while (line > 0)
		if (line_argues(&page->lines[--line], sure))
			return line;
	return NOWHERE;
}

/* A page may end in a long sentence that no rule knows. It is not the end of the argument if the page was plainly
 * over before: two known lines in a row or more, and nothing of size behind them. */
static size_t real_end(const struct page *page, size_t last, bool sure)
{
	size_t behind = 0, known = 0, before = 0, gap = NOWHERE;

	for (size_t i = last + 1; i > 0; i--) {
		const struct line *line = &page->lines[i - 1];
		if (line_argues(line, sure)) {
			if (known >= 2 && gap == NOWHERE)
				gap = i - 1;
			if (gap == NOWHERE)
				behind += line->at.stop - line->at.start;
			else
				before += line->at.stop - line->at.start;
			known = 0;
		} else {
			known += line_is_known(line) && !line->known[PLACE_HEAD];
		}
	}
	return gap != NOWHERE && behind * ISOLATED < before ? gap : last;
}

void page_place(struct page *page)
{
	bool sure = true;
	size_t last = argument_before(page, page->len, sure);

	if (last == NOWHERE)
		last = argument_before(page, page->len, sure = false);
	page->first = page->opening = page->len;
	page->last = page->closing = 0;
	if (last == NOWHERE)
		return;
	last = real_end(page, last, sure);
	size_t first = 0;
	while (!line_argues(&page->lines[first], sure))
		first++;
	page->opening = first;
	page->closing = last;
	while (first > 0 && line_argues(&page->lines[first - 1], false))
		first--;
	while (last + 1 < page->len && line_argues(&page->lines[last + 1], false))
		last++;
	page->first = first;
	page->last = last;
}

/* A line above the argument with the title, or what may be it, above: something that stays and is no kicker. Or a
 * signature began right before. */
static bool under_title(const struct page *page, size_t number, enum place place)
{
	if (number > 0 && page->lines[number - 1].gone && page->lines[number - 1].known[PLACE_UNDER])
		return true;
	for (size_t i = 0; place == PLACE_UNDER && i < number; i++) {
		const struct line *line = &page->lines[i];
		bool kicks = line->kicker && page_is_ornament(page, (struct span){ line->at.start, line->kicker_at.start })
		             && page_is_ornament(page, (struct span){ line->kicker_at.stop, line->at.stop });
		if (!line->gone && !kicks)
			return true;
	}
	return false;
}

static bool may_sign(const struct line *line)
{
	return line->known[PLACE_SIGNED] || line->known[PLACE_UNDER];
}

/* Two and more lines in a row that may sign, behind the end of a sentence: letters to the editor. */
static bool in_signature(const struct page *page, size_t number)
{
	size_t start = number, stop = number;
	while (start > 0 && may_sign(&page->lines[start - 1]))
		start--;
	while (stop + 1 < page->len && may_sign(&page->lines[stop + 1]))
		stop++;
	return stop > start && start > page->first && page->lines[start - 1].stops
	       && page->lines[start].known[PLACE_UNDER];
}

bool page_allows(const struct page *page, size_t line, enum place place)
{
	bool nothing = page->first == page->len;
	bool head = nothing || line < page->first, tail = nothing || line > page->last;
	switch (place) {
	case PLACE_SIGNED:
	case PLACE_UNDER:
		return tail || (head ? under_title(page, line, place) : in_signature(page, line));
	case PLACE_HEAD:
		return head;
	case PLACE_TAIL:
		return tail;
	case PLACE_EDGE:
		return head || tail;
	default:
		return true;
	}
}

/* ---- pieces of lines that stay ---- */

static void line_cut(struct page *page, struct line *line, struct span at, const struct rule *rule)
{
	struct cut *cut = list_add(page->document->arena, &line->cuts);
	size_t place = line->cuts.len - 1;
	for (; place > 0 && line->cuts.at[place - 1].at.start > at.start; place--)
		line->cuts.at[place] = line->cuts.at[place - 1];
	cut = &line->cuts.at[place];
	cut->at = page_trimmed(page, at);
	cut->rule = rule;
}

/* Edge rules may want the first or the last line of the argument itself. */
static bool edge_allows(const struct page *page, size_t line, const struct rule *rule)
{
	bool nothing = page->first == page->len;
	switch (rule_place(rule)) {
	case PLACE_HEAD:
		return nothing || line <= page->opening;
	case PLACE_TAIL:
		return nothing || line >= page->closing;
	case PLACE_EDGE:
		return nothing || line <= page->opening || line >= page->closing;
	default:
		return true;
	}
}

/* Takes one piece off the front of a line; false when there is none. */
static bool trim_front(struct page *page, size_t number)
{
	struct line *line = &page->lines[number];
	const struct rules *rules = matcher_rules(page->matcher);
	struct span window = line->at;

	if (window.stop - window.start > FRONT)
		window.stop = character_edge(page->document->page.bytes, window.start + FRONT);
	if (window.start == window.stop || !page_view(page, window))
		return false;
	for (size_t i = 0; i < rules->languages.len; i++) {
		const hits *found = page_match(page, rules->languages.at[i], 1u << RULE_BOILERPLATE, window);
		for (size_t k = 0; k < found->len; k++) {
			const struct hit *hit = &found->at[k];
			if (hit->vetoed_by || rule_shape(hit->rule) != SHAPE_PREFIX || !hit_opens(page, hit, line->at)
			    || !edge_allows(page, number, hit->rule))
				continue;
			struct span rest = page_trimmed(page, (struct span){ hit->at.stop, line->at.stop });
			line_cut(page, line, (struct span){ line->at.start, rest.start }, hit->rule);
			line->at = rest;
			return true;
		}
	}
	return false;
}

/* Where a piece that runs to the end of a line begins, with the separators before it; false where it is in the
 * middle of a sentence, unless the rule does not mind. */
static bool piece_start(const struct page *page, const struct line *line, const struct hit *hit, size_t *start)
{
	const char *bytes = page->document->page.bytes;
	const char *after = rule_get(hit->rule, "after");
	size_t at = hit->at.start;

	while (at > line->at.start) {
		size_t before = at;
		if (!is_separator(codepoint_before(bytes, &before)))
			break;
		at = before;
	}
	*start = at;
	struct slice front = slice_trim((struct slice){ bytes + line->at.start, at - line->at.start });
	return front.len == 0 || (after && strcmp(after, "any") == 0) || ends_like_a_sentence(front);
}

static bool trim_back(struct page *page, size_t number)
{
	struct line *line = &page->lines[number];
	const struct rules *rules = matcher_rules(page->matcher);
	struct span window = line->at;
	struct cut best = { { 0, 0 }, NULL };

	bool part = window.stop - window.start > BACK;
	if (part)
		window.start = character_edge(page->document->page.bytes, window.stop - BACK);
	if (!page_view(page, window))
		return false;
	if (part)
		view_open(&page->view);
	for (size_t i = 0; i < rules->languages.len; i++) {
		const hits *found = page_match(page, rules->languages.at[i], 1u << RULE_BOILERPLATE, window);
		for (size_t k = 0; k < found->len; k++) {
			const struct hit *hit = &found->at[k];
			size_t start;
			if (hit->vetoed_by || rule_shape(hit->rule) != SHAPE_SUFFIX || !hit_closes(page, hit, line->at)
			    || !edge_allows(page, number, hit->rule) || !piece_start(page, line, hit, &start))
				continue;
			bool native = best.rule && rule_is_native(page, hit->rule) && !rule_is_native(page, best.rule);
			if (!best.rule || start < best.at.start || (start == best.at.start && native))
				best = (struct cut){ { start, line->at.stop }, hit->rule };
		}
	}
	if (!best.rule)
		return false;
	line_cut(page, line, best.at, best.rule);
	line->at = page_trimmed(page, (struct span){ line->at.start, best.at.start });
	return true;
}

static uint32_t closer_of(uint32_t c)
{
	switch (c) {
	case '(': return ')';
	case '[': return ']';
	case '<': return '>';
	case 0xFF08: return 0xFF09;
	case 0xFF3B: return 0xFF3D;
	case 0x3008: return 0x3009;
	case 0x300A: return 0x300B;
	case 0x3010: return 0x3011;
	case 0x3014: return 0x3015;
	default: return 0;
	}
}

/* The end of the bracket that opens at a place, or the place itself if it is too long or never closed. */
static size_t bracket_end(const struct text *text, size_t at, size_t stop)
{
	size_t next = at, depth = 0;
	uint32_t open = text_codepoint(text->bytes, stop, &next), close = closer_of(open);

	while (close && next < stop && next - at < BRACKET) {
		uint32_t c = text_codepoint(text->bytes, stop, &next);
		if (c == open)
			depth++;
		else if (c == close && depth-- == 0)
			return next;
	}
	return at;
}

static void cut_bracket(struct page *page, size_t number, struct span bracket)
{
	struct line *line = &page->lines[number];
	const struct rules *rules = matcher_rules(page->matcher);

	if (!page_view(page, bracket))
		return;
	for (size_t i = 0; i < rules->languages.len; i++) {
		const hits *found = page_match(page, rules->languages.at[i], 1u << RULE_BOILERPLATE, bracket);
		for (size_t k = 0; k < found->len; k++) {
			const struct hit *hit = &found->at[k];
			if (hit->vetoed_by || rule_shape(hit->rule) != SHAPE_BRACKET || !hit_opens(page, hit, bracket)
			    || !hit_closes(page, hit, bracket) || !edge_allows(page, number, hit->rule))
				continue;
			line_cut(page, line, bracket, hit->rule);
			return;
		}
	}
}

static void trim_brackets(struct page *page, size_t number)
{
	const struct text *text = &page->document->page;
	struct span at = page->lines[number].at;

	if (at.stop - at.start > BRACKETED)
		return;
	for (size_t place = at.start; place < at.stop;) {
		size_t next = place;
		if (!closer_of(text_codepoint(text->bytes, text->len, &next))) {
			place = next;
			continue;
		}
		size_t end = bracket_end(text, place, at.stop);
		if (end > place)
			cut_bracket(page, number, (struct span){ place, end });
		place = end > place ? end : next;
	}
}

/* A cut at an edge makes the line shorter, one in the middle leaves a gap. */
static void line_shrink(struct page *page, struct line *line)
{
	for (size_t i = 0; i < line->cuts.len; i++) {
		struct span cut = line->cuts.at[i].at;
		if (cut.start == line->at.start && cut.stop <= line->at.stop)
			line->at = page_trimmed(page, (struct span){ cut.stop, line->at.stop });
	}
	for (size_t i = line->cuts.len; i > 0; i--) {
		struct span cut = line->cuts.at[i - 1].at;
		if (cut.stop == line->at.stop && cut.start >= line->at.start)
			line->at = page_trimmed(page, (struct span){ line->at.start, cut.start });
	}
}

/* Nothing but signs is left: the whole line is the page. */
static void line_give_up(struct page *page, struct line *line)
{
	struct span left = line->at;
	for (size_t i = 0; i < line->cuts.len; i++) {
		struct cut *cut = &line->cuts.at[i];
		if (cut->at.start < left.start || cut->at.start >= left.stop)
			continue;
		if (!page_is_ornament(page, (struct span){ left.start, cut->at.start }))
			return;
		left.start = cut->at.stop;
	}
	if (!page_is_ornament(page, left))
		return;
	line->gone = line->cuts.at[0].rule;
	line->category = rule_get(line->gone, "category");
	line->at = page_trimmed(page, line->block->at);
	line->cuts.len = 0;
}

void page_trim(struct page *page)
{
	for (size_t i = 0; i < page->len; i++) {
		struct line *line = &page->lines[i];
		if (line->gone)
			continue;
		for (unsigned round = 0; round < ROUNDS && trim_front(page, i); round++)
			;
		for (unsigned round = 0; round < ROUNDS && trim_back(page, i); round++)
			;
		trim_brackets(page, i);
		line_shrink(page, line);
		if (line->cuts.len)
			line_give_up(page, line);
	}
}
