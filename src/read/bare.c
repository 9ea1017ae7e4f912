/* bare.c: see bare.h. One way through the page, whatever is in it. */
#include "read/bare.h"

#include <strings.h>

#include "read/tags.h"

enum { MOST_ATTRIBUTES = 2000, TAG_NAME = 16 };

/* ---- private from here ---- */

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Where the tag that begins at a place ends, behind its '>', or the end of the page where it does not; and how many words
 * it has outside of quotes. */
static size_t tag_end(const struct text *page, size_t at, size_t *words)
{
	char quote = 0;
	for (*words = 0; at < page->len; at++) {
		char c = page->bytes[at];
		if (quote)
			quote = c == quote ? 0 : quote;
		else if (c == '>')
			return at + 1;
		else if ((c == '"' || c == '\'') && page->bytes[at - 1] == '=')
			quote = c;
		else if (is_space(c))
			++*words;
	}
	return page->len;
}

static size_t behind(const struct text *page, size_t at, const char *end)
{
	const char *found = memmem(page->bytes + at, page->len - at, end, strlen(end));
	return found ? (size_t)(found - page->bytes) + strlen(end) : page->len;
}

/* Where "</name" stands, in any case. */
static size_t closing_tag(const struct text *page, size_t at, const char *name)
{
	size_t len = strlen(name);
	while (at < page->len) {
		const char *found = memchr(page->bytes + at, '<', page->len - at);
		if (!found)
			break;
		at = (size_t)(found - page->bytes);
		if (page->len - at > len + 2 && page->bytes[at + 1] == '/' && strncasecmp(found + 2, name, len) == 0)
			return at;
		at++;
	}
	return page->len;
}

static const struct tag *tag_at(const struct text *page, size_t at)
{
	char name[TAG_NAME];
	size_t len = 0;
	at += page->bytes[at + 1] == '/' ? 2 : 1;
	for (; at < page->len && len + 1 < TAG_NAME; at++, len++) {
		char c = page->bytes[at];
		if (!is_letter(c) && !(len && c >= '0' && c <= '9'))
			break;
		name[len] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	}
	name[len] = '\0';
	return tag_named(name);
}

/* Where markup that begins at a place ends; the place itself where it is none. */
static size_t markup_end(const struct text *page, size_t at)
{
	char next = at + 1 < page->len ? page->bytes[at + 1] : ' ', then = at + 2 < page->len ? page->bytes[at + 2] : ' ';
	if (next == '!' && page->len - at > 3 && memcmp(page->bytes + at, "<!--", 4) == 0)
		return behind(page, at + 4, "-->");
	if (next == '!' || next == '?')
		return behind(page, at, ">");
	if (!is_letter(next) && !(next == '/' && is_letter(then)))
		return at;
	const struct tag *tag = tag_at(page, at);
	size_t words, end = tag_end(page, at + 1, &words);
	return tag->flags & TAG_SILENT && next != '/' ? closing_tag(page, end, tag->name) : end;
}

/* The length of the character reference that stands at a place, and what it means; 0 where there is none. */
static size_t reference_at(const struct text *page, size_t at, uint32_t *means)
{
	static const struct {
		const char *name;
		uint32_t means;
	} names[] = {
		{ "amp;", '&' }, { "lt;", '<' }, { "gt;", '>' }, { "quot;", '"' }, { "apos;", '\'' }, { "nbsp;", 0xA0 },
		{ "hellip;", 0x2026 }, { "lsquo;", 0x2018 }, { "rsquo;", 0x2019 }, { "ldquo;", 0x201C }, { "rdquo;", 0x201D },
		{ "ndash;", 0x2013 }, { "mdash;", 0x2014 }, { "middot;", 0xB7 }, { "bull;", 0x2022 }, { "copy;", 0xA9 }
	};
	struct slice rest = { page->bytes + at + 1, page->len - at - 1 };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (slice_starts(rest, slice_from(names[i].name))) {
			*means = names[i].means;
			return strlen(names[i].name) + 1;
		}
	if (rest.len < 3 || rest.at[0] != '#')
		return 0;
	unsigned base = (rest.at[1] | 0x20) == 'x' ? 16 : 10;
	size_t i = base == 16 ? 2 : 1, first = i;
	for (*means = 0; i < rest.len && i < first + 7; i++) {
		unsigned char c = (unsigned char)(rest.at[i] | 0x20);
		unsigned digit = c >= '0' && c <= '9' ? c - 48u : c >= 'a' && c <= 'f' && base == 16 ? c - 87u : 99;
		if (digit == 99)
			break;
		*means = *means * base + digit;
	}
	bool character = *means && *means <= 0x10FFFF && (*means < 0xD800 || *means > 0xDFFF);
	return i > first && i < rest.len && rest.at[i] == ';' && character ? i + 2 : 0;
}

static void end_block(struct document *document, const struct text *unmarked, block_list *blocks, size_t *start)
{
	if (unmarked->len > *start) {
		struct block *block = list_add(document->arena, blocks);
		block->at = (struct span){ *start, unmarked->len };
	}
	*start = unmarked->len;
}

/* ---- */

bool bare_tags_are_sane(const struct text *page)
{
	for (size_t at = 0; at < page->len;) {
		const char *found = memchr(page->bytes + at, '<', page->len - at);
		if (!found)
			return true;
		at = (size_t)(found - page->bytes) + 1;
		if (at == page->len || !is_letter(page->bytes[at]))
			continue;
		size_t words;
		at = tag_end(page, at, &words);
		if (words > MOST_ATTRIBUTES)
			return false;
	}
	return true;
}

void bare_unmark(struct document *document, struct text *unmarked, block_list *blocks, const struct text *page)
{
	size_t start = unmarked->len, kept = 0;
	for (size_t at = 0; at < page->len;) {
		char c = page->bytes[at];
		size_t end = c == '<' ? markup_end(page, at) : at;
		uint32_t means = 0;
		size_t reference = c == '&' ? reference_at(page, at, &means) : 0;
		if (end == at && !reference) {
			at++;
			continue;
		}
		text_keep(unmarked, page, (struct span){ kept, at });
		if (reference) {
			char bytes[4];
			end = at + reference;
			text_replace(unmarked, page, (struct span){ at, end }, bytes, text_encode(means, bytes));
		} else if (is_letter(page->bytes[at + 1]) || page->bytes[at + 1] == '/') {
			if (tag_at(page, at)->flags & (TAG_BREAKS | TAG_LINE_BREAK))
				end_block(document, unmarked, blocks, &start);
		}
		at = kept = end;
	}
	text_keep(unmarked, page, (struct span){ kept, page->len });
	end_block(document, unmarked, blocks, &start);
}
