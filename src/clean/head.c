/* head.c: kicker and title of a page whose furniture is known; lines above the title that it proves to be furniture
 * are gone after it.
 *
 * What you would not guess: the title is not simply the first line that stays. Of a heading that is printed twice it
 * is the copy next to the body, a line that a kicker opens is the title wherever menus end, and a line of a word or
 * two right under menus is rather the outlet's name if a longer heading follows. */
#include "clean/page.h"

enum {
	TITLE = 320,            /* bytes of a title at most */
	SENTENCE_TITLE = 220,   /* ... of one that reads like a sentence */
	LONG_WORD = 5,          /* bytes of a word with its full stop that may be an abbreviation */
	HEAD = 300,             /* lines that are searched for a title */
	CROWDED = 8,            /* lines above the argument that make a page with menus */
	NAME_WORDS = 2,         /* words of a line that may be an outlet's or a section's name */
	ABOVE_WORDS = 3         /* ... of a line that goes because it stands above the title */
};

/* ---- headings ---- */

/* Whether a stretch has more words than that. */
static bool has_more_words(const struct page *page, struct span span, size_t most)
{
	return slice_has_words(text_slice(&page->document->page, span), most + 1);
}

/* A line without its kicker. */
static struct span line_heading(const struct page *page, const struct line *line)
{
	struct span span = line->at;
	if (!line->kicker)
		return span;
	if (line->kicker_at.start <= span.start)
		span.start = line->kicker_at.stop;
	else
		span.stop = line->kicker_at.start;
	if (span.start > span.stop)
		span.start = span.stop;
	return page_trimmed(page, span);
}

static bool line_is_kicker(const struct page *page, const struct line *line)
{
	struct span rest = line_heading(page, line);
	return line->kicker && page_is_ornament(page, rest);
}

static size_t next_kept(const struct page *page, size_t line)
{
	while (line < page->len && page->lines[line].gone)
		line++;
	return line;
}

/* Whether a sentence ends within a text and another begins; short words and words with dots in them are abbreviations. */
static bool has_two_sentences(struct slice text)
{
	struct slice word, rest = text;
	while (slice_split(&word, &rest, ' ')) {
		const char *dot = memchr(word.at, '.', word.len);
		if (rest.at && word.len > LONG_WORD && (!dot || dot + 3 >= word.at + word.len) && slice_final_mark(word))
			return true;
	}
	return false;
}

/* Whether a line may be the title: short, with something below it that it can be the title of. */
static bool may_be_title(const struct page *page, size_t number)
{
	const struct line *line = &page->lines[number];
	struct span heading = line_heading(page, line);
	size_t len = heading.stop - heading.start, below = next_kept(page, number + 1);
	size_t body = page->opening < page->len && page->opening > number ? page->opening : below;

	if (line_is_said_title(page, line))
		return len > 0;
	if (len == 0 || len > TITLE || below == page->len)
		return false;
	if (line->kicker || line->block->role == BLOCK_HEADING)
		return true;
	if (!line->likely)
		return true;
	struct span next = page->lines[body].at;
	return len <= SENTENCE_TITLE && !has_two_sentences(text_slice(&page->document->page, heading)) && 2 * (next.stop - next.start) >= 3 * len;
}

/* ---- the same heading twice ---- */

/* Whether a line says a heading again, alone or with the outlet's name parted off behind it. */
static bool says_again(const struct page *page, const struct line *line, struct span heading)
{
	struct span other = line_heading(page, line);
	const char *bytes = page->document->page.bytes;
	uint32_t c;
	size_t letters = 0;

	if (other.stop - other.start > 2 * TITLE)
		return false;
	while ((c = page_letter(page, &heading)) != 0) {
		if (page_letter(page, &other) != c)
			return false;
		letters++;
	}
	if (letters == 0)
		return false;
	other = page_trimmed(page, other);
	struct span rest = other;
	if (page_letter(page, &rest) == 0)
		return true;
	while (other.start < other.stop && memchr("\"')]", bytes[other.start], 4))
		other.start++;
	other = page_trimmed(page, other);
	return other.start < other.stop && memchr("-|:<>/", bytes[other.start], 6) != NULL && letters >= 6;
}

/* The last line at the head that says the heading of a line again; the line itself if none does. */
static size_t last_copy(const struct page *page, size_t number, size_t end)
{
	struct span heading = line_heading(page, &page->lines[number]);
	size_t copy = number;

	for (size_t i = number + 1; i < end; i++)
		if (!page->lines[i].gone && says_again(page, &page->lines[i], heading))
			copy = i;
	if (copy == number)             /* the first may be the longer one */
		for (size_t i = number + 1; i < end; i++) {
			struct span later = line_heading(page, &page->lines[i]);
			if (!page->lines[i].gone && may_be_title(page, i) && says_again(page, &page->lines[number], later))
				copy = i;
		}
	return copy;
}

/* ---- kicker and title ---- */

/* The line behind the last that may hold kicker and title. */
static size_t head_end(const struct page *page)
{
	size_t end = page->opening < page->len ? page->opening + 1 : page->len;
	return end > HEAD ? HEAD : end;
}

/* The rule for papers' names knows the line: a name if there is a title, too, or else the title. */
static bool line_is_masthead(const struct line *line)
{
	const struct rule *rule = line->known[PLACE_HEAD];
	return rule && rule_get(rule, "also");
}

static bool has_title_below(const struct page *page, size_t number, size_t end)
{
	for (size_t i = number + 1; i < end && i < page->opening; i++) {
		const struct line *line = &page->lines[i];
		if (!line->gone && !line_is_kicker(page, line) && !line_is_masthead(line) && may_be_title(page, i))
			return true;
	}
	return false;
}

/* A line of a word or two with a longer heading below it, on a page with menus: the name of an outlet or a section. */
static bool is_label(const struct page *page, size_t number, size_t end)
{
	const struct line *line = &page->lines[number];
	bool menus = line_is_masthead(line);

	if (menus)
		return has_title_below(page, number, end);
	if (line->kicker || line->block->role == BLOCK_HEADING || has_more_words(page, line->at, NAME_WORDS))
		return false;
	for (size_t i = 0; i < number; i++)
		menus |= page->lines[i].gone || page->lines[i].kicker;
	for (size_t i = number + 1; i < end && i < page->opening; i++) {
		const struct line *below = &page->lines[i];
		menus |= below->gone && strcmp(below->category, "navigation") == 0;
		if (below->gone || line_is_kicker(page, below))
			continue;
		if (below->likely)
			return false;
		if (has_more_words(page, below->at, NAME_WORDS))
			return menus && may_be_title(page, i);
	}
	return false;
}

/* The first line from one to another that is no kicker and no name, if it may be the title. */
static size_t first_title(const struct page *page, size_t from, size_t to, size_t end)
{
	for (size_t i = from; i < to; i++) {
		const struct line *line = &page->lines[i];
		if (!line->gone && !line_is_kicker(page, line) && !is_label(page, i, end))
			return may_be_title(page, i) ? i : NOWHERE;
	}
	return NOWHERE;
}

/* A line that a kicker opens; or the last that is a kicker and has a title below it; or the last that is one. */
static size_t find_kicker(const struct page *page, size_t end)
{
	size_t kicker = NOWHERE, best = NOWHERE;
	for (size_t i = 0; i < end; i++) {
		const struct line *line = &page->lines[i];
		if (line->gone || !line->kicker || is_label(page, i, end))
			continue;
		if (!line_is_kicker(page, line))
			return i;
		kicker = i;
		size_t title = first_title(page, i + 1, end, end);
		if (title != NOWHERE && (!page->lines[title].likely || best == NOWHERE))
			best = i;
	}
	return best != NOWHERE ? best : kicker;
}

/* How many lines stay between two, not counting kickers and what reads like a sentence. */
static size_t count_short(const struct page *page, size_t from, size_t end)
{
	size_t count = 0;
	for (size_t i = from; i < end && i < page->opening; i++)
		count += !page->lines[i].gone && !page->lines[i].likely && !page->lines[i].kicker;
	return count;
}

/* On a page with long menus the title is a heading that is said again, or else the last one above the argument. */
static size_t crowded_title(const struct page *page, size_t end)
{
	size_t last = NOWHERE;
	for (size_t i = 0; i < end && i < page->opening; i++) {
		const struct line *line = &page->lines[i];
		if (line->gone || line_is_kicker(page, line) || !has_more_words(page, line->at, NAME_WORDS) || !may_be_title(page, i))
			continue;
		last = i;
		if (last_copy(page, i, end) != i)
			return i;
	}
	return last;
}

static size_t find_title(const struct page *page, size_t kicker, size_t end)
{
	bool markup = page->document->elements.len > 0;
	for (size_t i = 0; i < (markup ? page->len : end); i++)
		if (!page->lines[i].gone && (line_is_said_title(page, &page->lines[i])))
			return i;
	if (markup)
		return NOWHERE;
	if (kicker != NOWHERE && !line_is_kicker(page, &page->lines[kicker]))
		return kicker;
	bool crowded = page->first < page->len && count_short(page, 0, end) >= CROWDED;
	if (crowded && crowded_title(page, end) != NOWHERE)
		return crowded_title(page, end);
	if (kicker != NOWHERE) {
		size_t title = first_title(page, kicker + 1, end, end);
		size_t above = first_title(page, 0, kicker, end);
		if (title != NOWHERE && (above == NOWHERE || !page->lines[title].likely))
			return title;
		return above;
	}
	return first_title(page, 0, end, end);
}

/* Lines above the title are furniture; what reads like a sentence stays all the same, and so does what may be a heading,
 * unless there is furniture above the title that a kicker opens, or a page full of menus. */
static void clear_above(struct page *page, const struct rule *rule)
{
	bool furniture = false;

	for (size_t i = 0; i < page->title; i++)
		furniture |= page->lines[i].gone != NULL;
	bool certain = (furniture && page->lines[page->title].kicker) || count_short(page, 0, page->title) >= CROWDED;
	for (size_t i = 0; i < page->title; i++) {
		struct line *line = &page->lines[i];
		bool kicks = page->kicker.stop > page->kicker.start && line->at.start <= page->kicker.start
		             && page->kicker.stop <= line->at.stop;
		bool stays = line->likely || line->full_stop || (!certain && has_more_words(page, line->at, ABOVE_WORDS));
		if (line->gone || kicks || (stays && !line_is_masthead(line)))
			continue;
		line->gone = rule;
		line->category = "navigation";
	}
}

/* Between the title and the argument other kickers, the words of a page's sections, go, and so do menus. */
static void clear_below(struct page *page, size_t end, const struct rule *rule)
{
	bool crowded = count_short(page, page->title + 1, end) >= CROWDED;

	for (size_t i = page->title + 1; i < end && i < page->opening; i++) {
		struct line *line = &page->lines[i];
		bool other = line_is_kicker(page, line) && line->kicker_at.start != page->kicker.start;
		if (line->gone || line->likely || line->full_stop
		    || !(other || line_is_masthead(line) || (crowded && !has_more_words(page, line->at, ABOVE_WORDS))))
			continue;
		line->gone = rule;
		line->category = "navigation";
	}
}

/* Copies of the title go; the kicker of one is kept. */
static void clear_copies(struct page *page, const struct rule *rule)
{
	for (size_t i = 0; i < page->len; i++) {
		struct line *line = &page->lines[i];
		bool outside = i < page->first || i > page->last || page->first == page->len || i < page->title;
		if (line->gone || i == page->title || !outside || !says_again(page, line, page->title_at))
			continue;
		line->gone = rule;
		line->category = "navigation";
	}
}

void page_head(struct page *page, const struct rule *furniture)
{
	size_t end = head_end(page), kicker = find_kicker(page, end);

	page->title = find_title(page, kicker, end);
	if (page->title != NOWHERE && !line_is_said_title(page, &page->lines[page->title]))
		page->title = last_copy(page, page->title, end);
	if (page->title != NOWHERE) {
		page->title_at = line_heading(page, &page->lines[page->title]);
		if (page->lines[page->title].kicker)
			kicker = page->title;
		else if (kicker < page->title && count_short(page, kicker + 1, page->title) >= CROWDED)
			kicker = NOWHERE;
	}
	if (kicker != NOWHERE) {
		page->kicker = page->lines[kicker].kicker_at;
		page->kicker_rule = page->lines[kicker].kicker;
	}
	if (furniture && page->title != NOWHERE) {
		clear_above(page, page->kicker_rule ? page->kicker_rule : furniture);
		clear_below(page, end, page->kicker_rule ? page->kicker_rule : furniture);
		clear_copies(page, page->kicker_rule ? page->kicker_rule : furniture);
	}
}
