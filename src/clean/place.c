/* place.c: lines with the rules that know them go in; where the argument begins and ends comes out, and what may stand
 * where.
 *
 * What you would not guess: only lines that no rule knows say where the argument is; so a signature that reads like a
 * sentence cannot be its own proof that the text goes on. */
#include "clean/page.h"

enum { ISOLATED = 3 };          /* an argument behind the page's end is so many times shorter than the one before */

/* ---- private from here ---- */

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

/* Two and more lines in a row that may sign, behind the end of a sentence and a name of two words first: letters to
 * the editor. */
static bool in_signature(const struct page *page, size_t number)
{
	size_t start = number, stop = number;
	while (start > 0 && may_sign(&page->lines[start - 1]))
		start--;
	while (stop + 1 < page->len && may_sign(&page->lines[stop + 1]))
		stop++;
	return stop > start && start > page->first && page->lines[start - 1].stops
	       && slice_has_words(text_slice(&page->document->page, page->lines[start].at), 2);
}

bool page_allows(const struct page *page, size_t line, enum place place)
{
	bool nothing = page->first == page->len;
	bool head = !nothing && line < page->first, tail = !nothing && line > page->last;
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
