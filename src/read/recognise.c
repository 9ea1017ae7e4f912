/* recognise.c: the first bytes of an input in; whether they are HTML, and which charset they say they are in, out.
 *
 * What is looked for is ASCII in every encoding of pages; of UTF-16 and UTF-32 that remains when the zero bytes are left
 * out. */
#include "read/html.h"

#include <stdlib.h>
#include <strings.h>

#include "read/tags.h"

enum { HEAD = 8192, CHARSET_HEAD = 4096, NAME = 40, CLOSING_TAGS = 2 };

/* ---- private from here ---- */

static size_t without_zeros(char *ascii, size_t most, struct slice bytes)
{
	size_t len = 0;
	for (size_t i = 0; i < bytes.len && len < most; i++)
		if (bytes.at[i])
			ascii[len++] = bytes.at[i];
	return len;
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool starts(struct slice text, const char *word)
{
	size_t len = strlen(word);
	return text.len >= len && strncasecmp(text.at, word, len) == 0;
}

static struct slice from(struct slice text, size_t at)
{
	return at < text.len ? (struct slice){ text.at + at, text.len - at } : (struct slice){ text.at + text.len, 0 };
}

/* Without byte order marks, blanks, comments and declarations of XML in front. */
static struct slice skip_preamble(struct slice text)
{
	for (;;) {
		const char *end = NULL;
		if (text.len && (is_space(text.at[0]) || (unsigned char)text.at[0] >= 0xEF)) {
			text = from(text, 1);
		} else if (starts(text, "\xBB\xBF")) {
			text = from(text, 2);
		} else if (starts(text, "<!--") && (end = memmem(text.at, text.len, "-->", 3))) {
			text = from(text, (size_t)(end - text.at) + 3);
		} else if (starts(text, "<?xml") && (end = memchr(text.at, '>', text.len))) {
			text = from(text, (size_t)(end - text.at) + 1);
		} else {
			return text;
		}
	}
}

static bool is_name(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
}

/* The known tag that a text begins with, or NULL. */
static const struct tag *tag_in_front(struct slice text, bool *closes)
{
	char name[NAME];
	size_t at = 1, len = 0;
	*closes = text.len > 1 && text.at[1] == '/';
	at += *closes;
	for (; at < text.len && len + 1 < NAME && is_name(text.at[at]); at++, len++)
		name[len] = text.at[at] >= 'A' && text.at[at] <= 'Z' ? (char)(text.at[at] - 'A' + 'a') : text.at[at];
	name[len] = '\0';
	bool whole = at < text.len && (is_space(text.at[at]) || text.at[at] == '>' || text.at[at] == '/');
	const struct tag *tag = tag_named(name);
	return whole && *tag->name ? tag : NULL;
}

/* A value in or without quotes, from its first byte on; NULL where it is no name of a charset. */
static const char *charset_value(struct arena *arena, struct slice text)
{
	size_t len = 0;
	while (text.len && (is_space(text.at[0]) || memchr("\"'", text.at[0], 2)))
		text = from(text, 1);
	while (len < text.len && len < NAME && (is_name(text.at[len]) || memchr("_.:+", text.at[len], 4)))
		len++;
	return len >= 2 && len < NAME ? arena_string(arena, (struct slice){ text.at, len }) : NULL;
}

static const char *charset_behind(struct arena *arena, struct slice text, const char *word)
{
	for (size_t i = 0; i + strlen(word) < text.len; i++) {
		struct slice rest = from(text, i);
		if (!starts(rest, word))
			continue;
		rest = from(rest, strlen(word));
		while (rest.len && is_space(rest.at[0]))
			rest = from(rest, 1);
		if (rest.len && rest.at[0] == '=')
			return charset_value(arena, from(rest, 1));
	}
	return NULL;
}

/* ---- */

bool html_recognise(struct slice head)
{
	static const char *const openings[] = { "<!doctype html", "<html", "<head", "<body", "<title>", "<meta ", "<script", "<style" };
	char ascii[HEAD];
	struct slice text = { ascii, without_zeros(ascii, HEAD, head) };
	size_t closing = 0;
	bool closes;
	text = skip_preamble(text);
	for (size_t i = 0; i < sizeof openings / sizeof *openings; i++)
		if (starts(text, openings[i]))
			return true;
	const struct tag *first = text.len && text.at[0] == '<' ? tag_in_front(text, &closes) : NULL;
	for (size_t i = 0; i < text.len && closing < CLOSING_TAGS; i++) {
		const struct tag *tag = text.at[i] == '<' ? tag_in_front(from(text, i), &closes) : NULL;
		closing += tag && (closes || tag->flags & TAG_LINE_BREAK);
	}
	return (first && closing) || closing == CLOSING_TAGS;
}

const char *html_charset(struct arena *arena, struct slice head)
{
	char ascii[CHARSET_HEAD];
	struct slice text = { ascii, without_zeros(ascii, CHARSET_HEAD, head) };
	for (size_t i = 0; i < text.len; i++) {
		struct slice rest = from(text, i);
		const char *found = NULL, *end = rest.at[0] == '<' ? memchr(rest.at, '>', rest.len) : NULL;
		if (!end)
			continue;
		struct slice tag = { rest.at, (size_t)(end - rest.at) + 1 };
		if (starts(tag, "<?xml"))
			found = charset_behind(arena, tag, "encoding");
		else if (starts(tag, "<meta"))
			found = charset_behind(arena, tag, "charset");
		if (found)
			return found;
	}
	return NULL;
}
