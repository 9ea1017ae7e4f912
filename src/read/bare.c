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

/* Where the tag that begins at a place ends, behind its '>'; the end of the page where it does not. */
static size_t tag_end(const struct text *page, size_t at)
{
	char quote = 0;
	for (; at < page->len; at++) {
		char c = page->bytes[at];
		if (quote)
			quote = c == quote ? 0 : quote;
		else if (c == '>')
			return at + 1;
		else if ((c == '"' || c == '\'') && page->bytes[at - 1] == '=')
			quote = c;
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
	size_t end = tag_end(page, at + 1);
	return tag->flags & TAG_SILENT && next != '/' ? closing_tag(page, end, tag->name) : end;
}

static const struct reference {
	const char *name, *means;
} references[] = { { "&amp;", "&" }, { "&lt;", "<" }, { "&gt;", ">" }, { "&quot;", "\"" }, { "&nbsp;", " " } };

static const struct reference *reference_at(const struct text *page, size_t at)
{
	for (size_t i = 0; i < sizeof references / sizeof *references; i++)
		if (page->len - at >= strlen(references[i].name)
		    && memcmp(page->bytes + at, references[i].name, strlen(references[i].name)) == 0)
			return &references[i];
	return NULL;
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
		size_t end = tag_end(page, at), words = 0;
		for (size_t i = at; end - at > MOST_ATTRIBUTES && i < end; i++)
			words += is_space(page->bytes[i]) && !is_space(page->bytes[i + 1]);
		if (words > MOST_ATTRIBUTES)
			return false;
		at = end;
	}
	return true;
}

void bare_unmark(struct document *document, struct text *unmarked, block_list *blocks, const struct text *page)
{
	size_t start = 0, kept = 0;
	for (size_t at = 0; at < page->len;) {
		char c = page->bytes[at];
		size_t end = c == '<' ? markup_end(page, at) : at;
		const struct reference *reference = c == '&' ? reference_at(page, at) : NULL;
		if (end == at && !reference) {
			at++;
			continue;
		}
		text_keep(unmarked, page, (struct span){ kept, at });
		if (reference) {
			end = at + strlen(reference->name);
			text_replace(unmarked, page, (struct span){ at, end }, reference->means, strlen(reference->means));
		} else if (is_letter(page->bytes[at + 1]) || page->bytes[at + 1] == '/') {
			if (tag_at(page, at)->flags & (TAG_BREAKS | TAG_LINE_BREAK))
				end_block(document, unmarked, blocks, &start);
		}
		at = kept = end;
	}
	text_keep(unmarked, page, (struct span){ kept, page->len });
	end_block(document, unmarked, blocks, &start);
}
