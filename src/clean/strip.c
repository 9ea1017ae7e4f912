/* strip.c: the page goes in, the article comes out, and everything else is listed as removed.
 *
 * Rules of kind boilerplate say what furniture looks like; their fields, all of them:
 *
 *     category  one of the codebook's (copyright, comment-form, byline, sharing, subscribe, related, navigation, caption,
 *               tags, advert, technical)
 *     shape     line (the default): the cue is the whole line, signs and blanks aside, prefix: it opens a line, suffix:
 *               it closes one, behind the end of a sentence, bracket: it is all of a pair of brackets with what is in
 *               it, anywhere. What covers a whole line takes it, whatever its shape
 *     where     any (the default), head: above the argument, tail: below it, edge: above or below, signed: below
 *               it, or in a row of two and more such lines within it, under: like signed, or between title and
 *               argument. The first and the last line of the argument count for prefix, suffix and bracket
 *     takes     links: the headlines behind this line go too, next: the line behind it, rest: everything to the end of
 *               the page, if the argument was before it
 *     after     any: a suffix may stand where no sentence has ended
 *     run       in: a line that is a sentence may also run into the last one (other lines may, and such that are sentences
 *               of the categories copyright, comment-form, subscribe and technical: trim.c)
 *     also      heading: the rule for papers' names above the title, which go when the title is found (head.c); it
 *               answers for the title's other copies, too
 *
 * Rules of kind title know kickers; shape is line, prefix or suffix.
 *
 * What you would not guess: rules of every language are tried on every line, because a page is often in two (a
 * Korean copyright line under an English text). And a line that might be either stays: to lose a sentence of the
 * argument is worse than to keep a line of the page. */
#include "clean/clean.h"
#include "clean/page.h"

enum {
	LINK = 240,             /* bytes of a line that may be a link */
	LINKS_INSIDE = 1,       /* unmarked headlines taken in the middle of an article */
	ENOUGH = 400            /* bytes of argument before a page may be over */
};

/* ---- whole lines ---- */

static void line_go(struct line *line, const struct rule *rule, const char *category)
{
	line->gone = rule;
	line->category = category ? category : rule_get(rule, "category");
}

/* The rule that knows a line and may take it where it stands. */
static const struct rule *line_rule(const struct page *page, size_t number)
{
	const struct line *line = &page->lines[number];
	const struct rule *found = NULL;
	for (size_t i = 0; i < PLACES; i++) {
		const struct rule *rule = line->known[i];
		if (!rule || !page_allows(page, number, (enum place)i))
			continue;
		if (rule->language == page->document->language)
			return rule;
		found = found ? found : rule;
	}
	if (!found && line->piece && page_allows(page, number, rule_place(line->piece)))
		found = line->piece;
	return found;
}

/* What follows readers' comments or a comment form is readers' words to the end of the page, sentences or not, if
 * the article stood before it. */
static void end_page(struct page *page)
{
	size_t before = 0, after = 0, start = NOWHERE;
	const struct rule *rule = NULL;

	for (size_t i = 0; i < page->len; i++) {
		const struct line *line = &page->lines[i];
		bool known = false;
		for (size_t k = 0; k < PLACES; k++) {
			known |= line->known[k] != NULL;
			if (start == NOWHERE && before >= ENOUGH && k != PLACE_HEAD && line->known[k]
			    && rule_takes(line->known[k]) == TAKES_REST) {
				start = i;
				rule = line->known[k];
			}
		}
		if (!known && line->likely)
			*(start == NOWHERE ? &before : &after) += line->at.stop - line->at.start;
	}
	if (start == NOWHERE || after > before)
		return;
	for (size_t i = start; i < page->len; i++) {
		const struct rule *own = page->lines[i].known[PLACE_ANY];
		line_go(&page->lines[i], own ? own : rule, NULL);
	}
}

static bool is_all_kicker(const struct line *line)
{
	return line->kicker && line->kicker_at.start == line->at.start && line->kicker_at.stop == line->at.stop;
}

/* Above the argument a kicker is rather a kicker than furniture, unless it is a menu or the paper's name that ends in one. */
static bool kicker_wins(const struct page *page, size_t number, const struct rule *rule)
{
	const struct line *line = &page->lines[number];
	bool whole = is_all_kicker(line);
	bool menu = rule_place(rule) == PLACE_HEAD
	            || (rule_place(rule) == PLACE_ANY && strcmp(rule_get(rule, "category"), "navigation") == 0);

	return line->kicker && !(page->first < page->len && number > page->last) && (whole || !menu);
}

static void judge_lines(struct page *page)
{
	for (size_t i = 0; i < page->len; i++) {
		struct line *line = &page->lines[i];
		const struct rule *rule = line->gone || line_is_said_title(page, line) ? NULL : line_rule(page, i);
		if (rule && !rule_get(rule, "also") && !kicker_wins(page, i, rule))
			line_go(line, rule, NULL);
	}
}

/* ---- neighbours ---- */

static bool looks_like_a_link(const struct line *line)
{
	if (line->block->links > 0.5 || line->block->role == BLOCK_NAVIGATION)
		return true;
	return !line->sure && !line->likely && !line->full_stop && line->at.stop - line->at.start <= LINK
	       && line->block->role != BLOCK_HEADING;
}

/* A headline that shows that it is one of a list. */
static bool is_listed(const struct page *page, const struct line *line)
{
	size_t next = line->at.start;
	uint32_t c = text_codepoint(page->document->page.bytes, page->document->page.len, &next);

	if (line->block->role == BLOCK_LIST || line->block->links > 0.5)
		return true;
	switch (c) {
	case '-': case '*': case '>': case '[': case 0xB7: case 0x2022: case 0x2023: case 0x318D: case 0x25AA:
	case 0x25B6: case 0x25B7: case 0x25B8: case 0x25B9: case 0x25BA: case 0x25CF: case 0x25CB: case 0x25A0:
	case 0x25A1: case 0x25B2: case 0x25B3: case 0x2013: case 0x30FB: case 0x2219: case 0x203A: case 0xBB:
	case 0x3010: case 0x226B: case 0x261E: case 0x2192:
		return true;
	default:
		return false;
	}
}

/* A header of links takes the headlines behind it: all of them where the page is over, in the middle of the article
 * those that are marked as a list, or a single one; above the article none that is not marked, or the title would go. */
static void take_links(struct page *page, size_t header)
{
	const struct rule *rule = page->lines[header].gone;
	bool tail = page_allows(page, header, PLACE_TAIL);
	size_t inside = header < page->first ? LINKS_INSIDE : 0;

	for (size_t i = header + 1; i < page->len; i++) {
		struct line *line = &page->lines[i];
		if (line->gone && rule_takes(line->gone) != TAKES_NOTHING)
			return;
		if (line->gone)
			continue;
		bool brief = line->at.stop - line->at.start <= LINK;
		bool listed = brief && (is_listed(page, line) || (tail && !line->full_stop));
		if (line->kicker || (!listed && !looks_like_a_link(line)))
			return;
		if (!tail && !listed && inside++ == LINKS_INSIDE)
			return;
		line_go(line, rule, NULL);
	}
}

static void take_neighbours(struct page *page)
{
	for (size_t i = 0; i < page->len; i++) {
		const struct rule *rule = page->lines[i].gone;
		if (!rule)
			continue;
		if (rule_takes(rule) == TAKES_LINKS)
			take_links(page, i);
		else if (rule_takes(rule) == TAKES_NEXT && page_allows(page, i, PLACE_TAIL) && i + 1 < page->len
		         && !page->lines[i + 1].gone && looks_like_a_link(&page->lines[i + 1]))
			line_go(&page->lines[i + 1], rule, NULL);
	}
}

/* Categories that stand below an article, never within it, where the rule is sure of the line wherever it stands. */
static bool closes_page(const struct rule *rule, const char *category)
{
	if (rule_place(rule) != PLACE_ANY)
		return false;
	static const char *const closing[] = { "copyright", "comment-form", "related", "sharing", "tags", "technical", "navigation" };
	for (size_t i = 0; category && i < sizeof closing / sizeof *closing; i++)
		if (strcmp(category, closing[i]) == 0)
			return true;
	return false;
}

/* Below the end of the article, what is between furniture and no sentence is furniture; what would be a kicker above it
 * is the name of a part of the page. */
static void close_tail(struct page *page)
{
	const struct rule *rule = NULL;
	if (page->first == page->len)
		return;
	for (size_t i = page->last + 1; i < page->len; i++) {
		struct line *line = &page->lines[i];
		if (line->gone)
			rule = closes_page(line->gone, line->category) ? line->gone : rule;
		else if (is_all_kicker(line))
			line_go(line, line->kicker, "navigation");
		else if (rule && looks_like_a_link(line))
			line_go(line, rule, "navigation");
	}
}

/* ---- what comes out ---- */

static void remove_span(struct page *page, struct span at, const char *category, const struct rule *rule)
{
	struct removed *removed = list_add(page->document->arena, &page->document->removed);
	removed->at = at;
	removed->category = category;
	removed->rule = rule;
}

/* Lists a line's pieces as removed, and the whole line if it is gone. */
static void print_removed(struct page *page, size_t number)
{
	const struct line *line = &page->lines[number];
	struct span whole = page_trimmed(page, line->block->at);
	struct span kicker = page->kicker;

	if (line->gone && kicker.start >= whole.start && kicker.stop <= whole.stop && kicker.stop > kicker.start) {
		struct span before = page_trimmed(page, (struct span){ whole.start, kicker.start });
		struct span after = page_trimmed(page, (struct span){ kicker.stop, whole.stop });
		if (before.start < before.stop)
			remove_span(page, before, line->category, line->gone);
		if (after.start < after.stop)
			remove_span(page, after, line->category, line->gone);
	} else if (line->gone) {
		remove_span(page, whole, line->category, line->gone);
	} else {
		for (size_t i = 0; i < line->cuts.len; i++)
			remove_span(page, line->cuts.at[i].at, rule_get(line->cuts.at[i].rule, "category"),
			            line->cuts.at[i].rule);
	}
}

/* Keeps a stretch of the page as a paragraph, without what was cut out of it. */
static void print_paragraph(struct page *page, const struct line *line, struct span at)
{
	struct document *document = page->document;
	struct text *text = &document->text;
	const char *bytes = document->page.bytes;

	if (at.start == at.stop)
		return;
	if (text->len)
		text_insert(text, "\n\n", 2);
	struct span *paragraph = list_add(document->arena, &document->paragraphs);
	paragraph->start = text->len;
	for (size_t i = 0; i < line->cuts.len; i++) {
		struct span cut = line->cuts.at[i].at;
		if (cut.start < at.start || cut.stop > at.stop)
			continue;
		text_keep(text, &document->page, (struct span){ at.start, cut.start });
		text_cut(text);
		at.start = cut.stop;
		bool blank = text->len > paragraph->start && text->bytes[text->len - 1] == ' ';
		while (blank && at.start < at.stop && bytes[at.start] == ' ')
			at.start++;
	}
	text_keep(text, &document->page, at);
	document->paragraphs.at[document->paragraphs.len - 1].stop = text->len;
}

static void print_page(struct page *page)
{
	struct document *document = page->document;

	document->kicker = page->kicker;
	for (size_t i = 0; i < page->len; i++)
		print_removed(page, i);
	if (page->title != NOWHERE) {
		print_paragraph(page, &page->lines[page->title], page->title_at);
		document->has_title = document->paragraphs.len > 0;
	}
	for (size_t i = 0; i < page->len; i++) {
		const struct line *line = &page->lines[i];
		if (line->gone || i == page->title)
			continue;
		bool kicks = page->kicker.start < page->kicker.stop && line->at.start <= page->kicker.start
		             && page->kicker.stop <= line->at.stop;
		if (!kicks) {
			print_paragraph(page, line, line->at);
			continue;
		}
		print_paragraph(page, line, page_trimmed(page, (struct span){ line->at.start, page->kicker.start }));
		print_paragraph(page, line, page_trimmed(page, (struct span){ page->kicker.stop, line->at.stop }));
	}
}

/* One of the document's language if there is one. */
static const struct rule *heading_rule(const struct page *page)
{
	const struct rules *rules = matcher_rules(page->matcher);
	const struct rule *found = NULL;

	for (size_t i = 0; i < rules->languages.len; i++) {
		const struct language *language = rules->languages.at[i];
		const struct rule *heading = page_kept(page, language)->heading;
		if (heading && (!found || language == page->document->language))
			found = heading;
	}
	return found;
}

static void page_free(void *page)
{
	view_release(&((struct page *)page)->view);
}

void strip(struct document *document, struct matcher *matcher, bool keep_all)
{
	struct page *page = arena_take(document->arena, sizeof *page);

	page->document = document;
	page->matcher = matcher;
	page->title = NOWHERE;
	view_init(&page->view);
	arena_own(document->arena, page, page_free);
	page_look(page, keep_all);
	if (!keep_all)
		end_page(page);
	page_place(page);
	if (!keep_all) {
		judge_lines(page);
		take_neighbours(page);
		close_tail(page);
		page_trim(page);
	}
	const struct rule *answers = keep_all ? NULL : heading_rule(page);
	page_head(page, answers);
	page_echo(page, answers);
	print_page(page);
}
