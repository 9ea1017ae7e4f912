/* trim.c: lines that stay go in; they come out without the furniture that has run into them.
 *
 * What you would not guess: a long line is never matched whole, but through a window at each end, and its brackets one
 * by one; so a megabyte on one line costs what its ends and brackets cost. */
#include "clean/page.h"

#include <stdint.h>

enum {
	FRONT = 160,            /* bytes in which a prefix must end */
	BACK = 400,             /* bytes in which a suffix must begin */
	BRACKET = 240,          /* bytes within brackets that are looked at as one piece */
	BRACKETED = 65536,      /* no brackets are looked for in lines longer than this */
	END = 200,              /* bytes in which whole lines of furniture may have run into the last one */
	ENDS = 4,               /* of them looked at */
	ROUNDS = 16             /* pieces taken off one edge of a line */
};

/* ---- private from here ---- */

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

/* Moves a place to the edge of a character, towards the start. */
static size_t character_edge(const char *bytes, size_t at)
{
	while (at && ((unsigned char)bytes[at] & 0xC0) == 0x80)
		at--;
	return at;
}

/* A token in place of the first character says that the line does not begin there: patterns for whole lines fail at once. */
static void view_open(struct view *view)
{
	for (size_t i = 0; i < view->len && view->at[i] == 0; i++)
		view->bytes[i] = VIEW_TOKEN;
}

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
	struct span window = line->at;

	if (window.stop - window.start > FRONT)
		window.stop = character_edge(page->document->page.bytes, window.start + FRONT);
	if (window.start == window.stop || !page_view(page, window))
		return false;
	const hits *found = page_match(page, 1u << SORT_PREFIX, window);
	for (size_t i = 0; i < found->len; i++) {
		const struct hit *hit = &found->at[i];
		if (hit->vetoed_by || !page_opens(page, hit, line->at)
		    || !edge_allows(page, number, hit->rule))
			continue;
		struct span rest = page_trimmed(page, (struct span){ hit->at.stop, line->at.stop });
		line_cut(page, line, (struct span){ line->at.start, rest.start }, hit->rule);
		line->at = rest;
		return true;
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
		if (!is_separator(slice_codepoint_before(bytes, &before)))
			break;
		at = before;
	}
	*start = at;
	struct slice front = slice_trim((struct slice){ bytes + line->at.start, at - line->at.start });
	return front.len == 0 || (after && strcmp(after, "any") == 0) || slice_final_mark(front) != 0;
}

static bool trim_back(struct page *page, size_t number)
{
	struct line *line = &page->lines[number];
	struct span window = line->at;
	struct cut best = { { 0, 0 }, NULL };

	bool part = window.stop - window.start > BACK;
	if (part)
		window.start = character_edge(page->document->page.bytes, window.stop - BACK);
	if (!page_view(page, window))
		return false;
	if (part)
		view_open(&page->view);
	const hits *found = page_match(page, 1u << SORT_SUFFIX, window);
	for (size_t i = 0; i < found->len; i++) {
		const struct hit *hit = &found->at[i];
		size_t start;
		if (hit->vetoed_by || !page_closes(page, hit, line->at)
		    || !edge_allows(page, number, hit->rule) || !piece_start(page, line, hit, &start))
			continue;
		bool native = best.rule && rule_is_native(page, hit->rule) && !rule_is_native(page, best.rule);
		if (!best.rule || start < best.at.start || (start == best.at.start && native))
			best = (struct cut){ { start, line->at.stop }, hit->rule };
	}
	if (!best.rule)
		return false;
	line_cut(page, line, best.at, best.rule);
	line->at = page_trimmed(page, (struct span){ line->at.start, best.at.start });
	return true;
}

/* ---- lines that have run into the last one ---- */

/* A sentence ends before a place, and not an abbreviation: two small letters, or no ASCII at all, before the mark. */
static bool sentence_ends(const char *bytes, size_t start, size_t at)
{
	struct slice front = slice_trim((struct slice){ bytes + start, at - start });
	if (!slice_final_mark(front))
		return false;
	while (front.len && strchr(".!?\"')]>", front.at[front.len - 1]))
		front.len--;
	for (size_t i = 1; i <= 2 && i <= front.len; i++) {
		unsigned char c = (unsigned char)front.at[front.len - i];
		if (c < 0x80 && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '%')
			return false;
	}
	return front.len > 2;
}

static bool is_sure(const struct rule *rule)
{
	static const char *const sure[] = { "copyright", "comment-form", "subscribe", "technical" };
	for (size_t i = 0; i < sizeof sure / sizeof *sure; i++)
		if (strcmp(rule_get(rule, "category"), sure[i]) == 0)
			return true;
	return false;
}

/* What ends like a sentence may be one of the argument: only what says of itself that it is not goes all the same. */
static bool may_run_in(const struct rule *rule, struct slice words)
{
	if (rule_place(rule) == PLACE_HEAD || (rule_place(rule) == PLACE_SIGNED && !slice_has_words(words, 2)))
		return false;
	return !slice_final_mark(words) || memchr(words.at, '@', words.len) || rule_get(rule, "run") || is_sure(rule);
}

/* The rule that would take a stretch if it were a line below the argument. */
static const struct rule *rule_of_end(struct page *page, struct span end)
{
	const struct rule *rule = NULL;
	if (!page_view(page, end))
		return NULL;
	const hits *found = page_match(page, 1u << RULE_BOILERPLATE, end);
	for (size_t i = 0; i < found->len; i++) {
		const struct hit *hit = &found->at[i];
		if (hit->vetoed_by || !page_opens(page, hit, end) || !page_closes(page, hit, end)
		    || !may_run_in(hit->rule, text_slice(&page->document->page, end)))
			continue;
		if (!rule || (rule_is_native(page, hit->rule) && !rule_is_native(page, rule)))
			rule = hit->rule;
	}
	return rule;
}

/* Something to read: letters, signs that stand for an end, or a day. */
static bool says_something(struct slice words)
{
	bool says = words.len > 1 && (words.at[0] == '-' || words.at[0] == '#' || (words.len > 7 && words.at[0] == '2'));
	for (size_t i = 0; i < words.len && !says; i++)
		says = (unsigned char)words.at[i] >= 0x80 || ((words.at[i] | 0x20) >= 'a' && (words.at[i] | 0x20) <= 'z');
	return says;
}

/* Behind the end of a sentence in the last line of the argument: the shortest stretch that a rule for lines knows. One
 * of several sentences must be of the sure categories: a caption's rule would take a sentence of the argument along. */
static bool trim_end(struct page *page, size_t number)
{
	struct line *line = &page->lines[number];
	const char *bytes = page->document->page.bytes;
	size_t stop = line->at.stop, low = stop - line->at.start > END ? stop - END : line->at.start, tried = 0;
	for (size_t at = stop; at > low && tried < ENDS;) {
		size_t before = at;
		uint32_t c = slice_codepoint_before(bytes, &before);
		bool blank = at < stop && bytes[at] == ' ';
		bool edge = at < stop && c != ' ' && (blank || !(bytes[at] >= 'a' && bytes[at] <= 'z'));
		struct span end = { at + blank, stop };
		if (edge && sentence_ends(bytes, line->at.start, at) && says_something(text_slice(&page->document->page, end))) {
			const struct rule *rule = rule_of_end(page, end);
			if (rule && (!tried || is_sure(rule))) {
				line_cut(page, line, end, rule);
				line->at = page_trimmed(page, (struct span){ line->at.start, end.start });
				return true;
			}
			tried++;
		}
		at = before;
	}
	return false;
}

/* ---- brackets ---- */

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

/* The next place at which a character begins that may be one of those. ASCII is passed over eight bytes at a time. */
static size_t next_bracket(const char *bytes, size_t at, size_t stop)
{
	static const bool first[256] = { ['('] = true, ['['] = true, ['<'] = true, [0xE3] = true, [0xEF] = true };
	const uint64_t ones = UINT64_MAX / 255, highs = ones << 7;
	while (at < stop) {
		unsigned char c = (unsigned char)bytes[at];
		uint64_t eight;
		if (first[c])
			return at;
		at += c < 0xE0 ? 1 : 3;
		while (c < 0x80 && at + 8 <= stop) {
			memcpy(&eight, bytes + at, 8);
			uint64_t round = eight ^ ones * '(', square = eight ^ ones * '[', angle = eight ^ ones * '<';
			if ((eight | (round - ones) | (square - ones) | (angle - ones)) & highs)
				break;
			at += 8;
		}
	}
	return stop;
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

	if (!page_view(page, bracket))
		return;
	const hits *found = page_match(page, 1u << SORT_BRACKET, bracket);
	for (size_t i = 0; i < found->len; i++) {
		const struct hit *hit = &found->at[i];
		if (hit->vetoed_by || !page_opens(page, hit, bracket)
		    || !page_closes(page, hit, bracket) || !edge_allows(page, number, hit->rule))
			continue;
		line_cut(page, line, bracket, hit->rule);
		return;
	}
}

static void trim_brackets(struct page *page, size_t number)
{
	const struct text *text = &page->document->page;
	struct span at = page->lines[number].at;

	if (at.stop - at.start > BRACKETED)
		return;
	for (size_t place = next_bracket(text->bytes, at.start, at.stop); place < at.stop;
	     place = next_bracket(text->bytes, place, at.stop)) {
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
		if (line->gone || !page_looks_at(page, i))
			continue;
		bool last = page->first < page->len && i >= page->closing;
		for (unsigned round = 0; line->pieces && round < ROUNDS && trim_front(page, i); round++)
			;
		for (unsigned round = 0; line->pieces && round < ROUNDS && trim_back(page, i); round++)
			;
		trim_brackets(page, i);
		line_shrink(page, line);
		for (unsigned round = 0; last && round < ROUNDS && (trim_end(page, i) || (line->pieces && trim_back(page, i))); round++)
			;
		if (line->cuts.len)
			line_give_up(page, line);
	}
}
