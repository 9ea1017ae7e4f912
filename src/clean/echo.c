/* echo.c: lines that only repeat what a longer one says go: pull quotes, and subtitles taken from the text.
 *
 * What you would not guess: two lines that are the same are left alone. Where each sentence has a line of its own,
 * nobody can say which of the two is the text. */
#include "clean/page.h"

enum {
	LEAST = 29,             /* bytes of letters in a line that is looked at */
	SUBTITLE = 45,          /* the same above the argument, where it need not be a sentence */
	MOST = 300,             /* bytes of the line */
	LONGER = 12,            /* bytes of letters that the line it is taken from has more */
	TRIES = 64,             /* lines looked at in a page */
	PAGE_MOST = 1 << 20     /* bytes of letters of a page in which it is done */
};

/* The letters of all lines that stay, without case, one line behind the other. */
struct letters {
	char *bytes;
	size_t len;
	struct span *lines;
};

/* ---- private from here ---- */

static bool letters_take(struct letters *letters, const struct page *page)
{
	struct arena *arena = page->document->arena;
	size_t room = 0;
	for (size_t i = 0; i < page->len; i++)
		room += page->lines[i].gone ? 0 : page->lines[i].at.stop - page->lines[i].at.start + 1;
	if (room > PAGE_MOST)
		return false;
	/* a letter without case is at most as long as three of its bytes were */
	letters->bytes = arena_take(arena, 3 * room + 4);
	letters->lines = arena_take(arena, (page->len + 1) * sizeof *letters->lines);
	for (size_t i = 0; i < page->len; i++) {
		struct span rest = page->lines[i].at;
		letters->lines[i].start = letters->len;
		for (uint32_t c; !page->lines[i].gone && (c = page_letter(page, &rest));)
			letters->len += text_encode(c, letters->bytes + letters->len);
		letters->lines[i].stop = letters->len;
		letters->bytes[letters->len++] = ' ';
	}
	return true;
}

/* Is what a line says in another that is longer? */
static bool is_echo(const struct letters *letters, size_t number, size_t lines)
{
	struct span own = letters->lines[number];
	struct slice words = { letters->bytes + own.start, own.stop - own.start };
	for (size_t at = 0; at < letters->len;) {
		const char *found = memmem(letters->bytes + at, letters->len - at, words.at, words.len);
		if (!found)
			return false;
		at = (size_t)(found - letters->bytes);
		size_t low = 0, high = lines;
		while (low + 1 < high) {
			size_t middle = low + (high - low) / 2;
			if (letters->lines[middle].start <= at)
				low = middle;
			else
				high = middle;
		}
		if (low != number && letters->lines[low].stop - letters->lines[low].start >= words.len + LONGER)
			return true;
		at = letters->lines[low].stop;
	}
	return false;
}

/* A sentence, or words in quotation marks; a heading is made of words that the text has, too. */
static bool is_quotation(const struct page *page, const struct line *line)
{
	size_t next = line->at.start;
	uint32_t c = text_codepoint(page->document->page.bytes, line->at.stop, &next);
	return line->stops || c == '"' || c == 0x201C || c == 0x2018 || c == 0x300C;
}

static bool may_echo(const struct page *page, const struct letters *letters, size_t number)
{
	const struct line *line = &page->lines[number];
	size_t len = letters->lines[number].stop - letters->lines[number].start;
	if (!is_quotation(page, line) && (number >= page->opening || len < SUBTITLE))
		return false;
	bool kicks = page->kicker.start < page->kicker.stop && line->at.start <= page->kicker.start && page->kicker.stop <= line->at.stop;
	return !line->gone && !kicks && number != page->title && number <= page->last && !line_is_said_title(page, line)
	       && len >= LEAST && line->at.stop - line->at.start <= MOST
	       && slice_has_words(text_slice(&page->document->page, line->at), 4);
}

/* ---- */

void page_echo(struct page *page, const struct rule *furniture)
{
	struct letters letters = { NULL, 0, NULL };
	if (!furniture || page->first == page->len || page->len < 3 || !letters_take(&letters, page))
		return;
	for (size_t i = 0, tries = 0; i < page->len && tries < TRIES; i++) {
		if (!may_echo(page, &letters, i))
			continue;
		tries++;
		if (!is_echo(&letters, i, page->len))
			continue;
		page->lines[i].gone = furniture;
		page->lines[i].category = "navigation";
	}
}
