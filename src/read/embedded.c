/* embedded.c: see embedded.h.
 *
 * No parser of JSON is used: scripts are programs as often as data, and every character must know its bytes. What counts
 * is strings, the key in front of each, and the list around it: paragraphs of one article stand in one list, those of
 * another in another. A string that stands there twice counts once. */
#include "read/embedded.h"

#include "base/digest.h"
#include "read/bare.h"
#include "read/vocabulary.h"

enum {
	SHORTEST = 60,          /* bytes of a string that may be a paragraph */
	LONGEST_KEY = 40,
	LEAST = 200,            /* bytes of a group that may be an article */
	TRIES = 4,              /* groups of a script that are looked at again */
	LEAST_WORD = 4,         /* bytes of a word of a title that says something */
	WORDS = 64,             /* of titles */
	ARTICLE = 1500,         /* bytes of a string that may be an article of its own */
	DEEPEST = 64,           /* lists within one another that are kept apart */
	GROUPS = 256,           /* of strings in a script: a power of two */
	SEEN = 1024             /* strings remembered of a script: a power of two */
};

/* ---- private from here ---- */

/* One string after another. */
struct strings {
	const struct text *page;
	size_t at, stop;
	struct slice key;               /* in front of the string, where there is one */
	struct span string;             /* between its quotes */
	size_t lists[DEEPEST], depth;   /* where those begin that are open */
	uint64_t seen[SEEN];
};

/* The closing quote of a string that begins at a place, or the end of the script. */
static size_t string_end(const struct text *page, size_t at, size_t stop)
{
	while (at < stop && page->bytes[at] != '"' && page->bytes[at] != '\n')
		at += page->bytes[at] == '\\' && at + 1 < stop ? 2 : 1;
	return at < stop ? at : stop;
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* To the next quote, past lists that begin and end. */
static void skip_to_string(struct strings *strings)
{
	for (; strings->at < strings->stop && strings->page->bytes[strings->at] != '"'; strings->at++) {
		char c = strings->page->bytes[strings->at];
		if (c == '[' && strings->depth++ < DEEPEST)
			strings->lists[strings->depth - 1] = strings->at;
		else if (c == ']' && strings->depth > 0)
			strings->depth--;
	}
}

static bool next_string(struct strings *strings)
{
	const struct text *page = strings->page;
	strings->key.len = 0;
	for (;;) {
		skip_to_string(strings);
		if (strings->at >= strings->stop)
			return false;
		size_t start = strings->at + 1, end = string_end(page, start, strings->stop), next = end + 1;
		strings->at = next;
		while (next < strings->stop && is_space(page->bytes[next]))
			next++;
		strings->string = (struct span){ start, end };
		if (next >= strings->stop || page->bytes[next] != ':')
			return true;
		strings->key = text_slice(page, strings->string);
		strings->at = next + 1;
		while (strings->at < strings->stop && is_space(page->bytes[strings->at]))
			strings->at++;
		if (strings->at < strings->stop && page->bytes[strings->at] != '"')
			strings->key.len = 0;
	}
}

static uint64_t hash_of(struct slice text)
{
	uint64_t hash = digest_short(0, text);
	return hash ^ hash >> 29;
}

/* Words with blanks between them, some of which end sentences, and few signs of programs. */
static bool reads_like_text(struct slice text)
{
	size_t blanks = 0, stops = 0, code = 0;
	if (text.len < SHORTEST)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		blanks += c == ' ';
		stops += memchr(".?!", c, 3) && (i + 1 == text.len || memchr(" \\\"<", text.at[i + 1], 4));
		code += memchr("{}=;[]|", c, 7) != NULL;
	}
	if (slice_ends(text, SLICE("...")) || slice_ends(text, SLICE("\xE2\x80\xA6")))
		return false;           /* a teaser */
	return stops > 0 && blanks * 40 >= text.len && code * 20 <= blanks + text.len / 20 + 20;
}

/* False for one that was there before. */
static bool is_new(struct strings *strings, struct slice text)
{
	uint64_t hash = hash_of(text) | 1, *seen = &strings->seen[hash >> 1 & (SEEN - 1)];
	bool new = *seen != hash;
	*seen = hash;
	return new;
}

static bool next_text(struct strings *strings)
{
	while (next_string(strings)) {
		struct slice text = text_slice(strings->page, strings->string);
		if (strings->key.len && strings->key.len <= LONGEST_KEY && reads_like_text(text) && is_new(strings, text))
			return true;
	}
	return false;
}

/* What the string at hand belongs to. */
static struct embedded belongs_to(const struct strings *strings, struct span script)
{
	size_t bytes = strings->string.stop - strings->string.start, depth = strings->depth < DEEPEST ? strings->depth : DEEPEST;
	return (struct embedded){
		.script = script, .key = strings->key, .bytes = bytes,
		.list = bytes >= ARTICLE ? strings->string.start : depth ? strings->lists[depth - 1] : 0
	};
}

static bool same(const struct embedded *a, const struct embedded *b)
{
	return a->list == b->list && slice_equal(a->key, b->key);
}

static void strings_begin(struct strings *strings, const struct text *page, struct span script)
{
	memset(strings, 0, sizeof *strings);
	strings->page = page;
	strings->at = script.start;
	strings->stop = script.stop;
}

/* What keys say goes by the words of classes: content and body are more like it than caption or comment. */
static double key_weight(struct document *document, const struct rules *rules, struct slice key)
{
	unsigned traits = rules ? vocabulary_traits(document, rules, key) : 0;
	if (traits & (TRAITS_FURNITURE | TRAIT_SUBTITLE | TRAIT_TITLE))
		return 0.25;
	return traits & (TRAIT_BODY | TRAIT_ARTICLE) ? 2 : 1;
}

/* ---- reading a string ---- */

static int hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
}

static bool four_digits(const struct text *page, size_t at, size_t stop, uint32_t *unit)
{
	*unit = 0;
	for (size_t i = at; i < at + 4; i++) {
		int digit = i < stop ? hex(page->bytes[i]) : -1;
		if (digit < 0)
			return false;
		*unit = *unit * 16 + (uint32_t)digit;
	}
	return true;
}

/* The character of an escape that begins at a place, and where it ends. */
static uint32_t escaped(const struct text *page, size_t at, size_t stop, size_t *end)
{
	uint32_t unit, low;
	char c = page->bytes[at + 1];
	*end = at + 2;
	if (c == 'n' || c == 'r')
		return '\n';
	if (c == 't' || c == 'b' || c == 'f')
		return ' ';
	if (c != 'u' || !four_digits(page, at + 2, stop, &unit))
		return (unsigned char)c;
	*end = at + 6;
	if ((unit & 0xFC00) == 0xD800 && *end + 6 <= stop && page->bytes[*end] == '\\' && page->bytes[*end + 1] == 'u'
	    && four_digits(page, *end + 2, stop, &low) && (low & 0xFC00) == 0xDC00) {
		*end += 6;
		return 0x10000 + ((unit & 0x3FF) << 10) + (low & 0x3FF);
	}
	return (unit & 0xF800) == 0xD800 ? 0xFFFD : unit;
}

/* The text that a string stands for; lines part with a tag, so that they become blocks. */
static void read_string(struct text *out, const struct text *page, struct span string)
{
	size_t kept = string.start;
	for (size_t at = string.start; at < string.stop;) {
		const char *found = memchr(page->bytes + at, '\\', string.stop - at);
		if (!found || found + 1 >= page->bytes + string.stop)
			break;
		at = (size_t)(found - page->bytes);
		size_t end;
		uint32_t c = escaped(page, at, string.stop, &end);
		if ((unsigned char)page->bytes[at + 1] >= 0x80) {       /* an escape that escapes nothing */
			at++;
			continue;
		}
		char bytes[4];
		text_keep(out, page, (struct span){ kept, at });
		if (c == '\n')
			text_replace(out, page, (struct span){ at, end }, "<br>", 4);
		else if (c)
			text_replace(out, page, (struct span){ at, end }, bytes, text_encode(c, bytes));
		at = kept = end;
	}
	text_keep(out, page, (struct span){ kept, string.stop });
}

/* ---- */

/* The words of the page's titles, and which of them were met. */
struct title_words {
	struct slice words[WORDS];
	bool met[WORDS];
	size_t count;
};

static void title_words(struct title_words *words, const struct document *document)
{
	words->count = 0;
	memset(words->met, 0, sizeof words->met);
	for (size_t i = 0; i < document->titles.len; i++) {
		struct slice title = document->titles.at[i];
		for (size_t at = 0, start = 0; at <= title.len && words->count < WORDS; at++) {
			if (at < title.len && !memchr(" ,.:;|-()[]'\"/", title.at[at], 15))
				continue;
			if (at - start >= LEAST_WORD)
				words->words[words->count++] = (struct slice){ title.at + start, at - start };
			start = at + 1;
		}
	}
}

static void meet(struct title_words *words, struct slice text)
{
	for (size_t i = 0; i < words->count; i++)
		words->met[i] = words->met[i] || memmem(text.at, text.len, words->words[i].at, words->words[i].len) != NULL;
}

/* 1 where there is no title to compare with. */
static double share_met(const struct title_words *words)
{
	size_t met = 0;
	for (size_t i = 0; i < words->count; i++)
		met += words->met[i];
	return words->count ? (double)met / (double)words->count : 1;
}

static double group_share(struct document *document, const struct text *page, const struct embedded *group)
{
	struct title_words words;
	struct strings strings;
	strings_begin(&strings, page, group->script);
	title_words(&words, document);
	while (words.count && next_text(&strings)) {
		struct embedded here = belongs_to(&strings, group->script);
		if (same(&here, group))
			meet(&words, text_slice(page, strings.string));
	}
	return share_met(&words);
}

static struct embedded *largest(struct embedded *groups)
{
	struct embedded *found = groups;
	for (size_t k = 1; k < GROUPS; k++)
		if (groups[k].worth > found->worth)
			found = &groups[k];
	return found;
}

/* ---- */

double embedded_title_share(const struct document *document, const struct text *text, const block_list *blocks)
{
	struct title_words words;
	title_words(&words, document);
	for (size_t i = 0; i < blocks->len; i++)
		if (blocks->at[i].links < 0.3 && blocks->at[i].at.stop - blocks->at[i].at.start >= SHORTEST)
			meet(&words, text_slice(text, blocks->at[i].at));
	return share_met(&words);
}

struct embedded embedded_find(struct document *document, const struct rules *rules, const struct text *page,
                              const scripts *list)
{
	struct embedded best = { .bytes = 0 };
	double most = 0;
	for (size_t i = 0; i < list->len; i++) {
		struct strings strings;
		struct embedded groups[GROUPS] = { { .bytes = 0 } };
		if (list->at[i].stop - list->at[i].start < LEAST)
			continue;
		strings_begin(&strings, page, list->at[i]);
		while (next_text(&strings)) {
			struct embedded here = belongs_to(&strings, list->at[i]);
			struct embedded *group = &groups[(hash_of(here.key) + here.list * 31) & (GROUPS - 1)];
			/* a group is not often driven out: the larger one stays */
			if (group->bytes && same(group, &here))
				group->bytes += here.bytes;
			else if (here.bytes > group->bytes)
				*group = here;
		}
		for (size_t k = 0; k < GROUPS; k++)
			groups[k].worth = groups[k].bytes < LEAST ? 0 : (double)groups[k].bytes * key_weight(document, rules, groups[k].key);
		for (size_t tries = 0; tries < TRIES; tries++) {
			struct embedded *group = largest(groups);
			if (group->worth <= most)
				break;
			group->share = group_share(document, page, group);
			double worth = group->worth * (group->share + 0.02);
			group->worth = 0;
			if (worth <= most)
				continue;
			most = worth;
			best = *group;
		}
	}
	return best;
}

void embedded_unmark(struct document *document, struct text *unmarked, block_list *blocks, const struct text *page,
                     const struct embedded *embedded)
{
	struct strings strings;
	strings_begin(&strings, page, embedded->script);
	while (next_text(&strings)) {
		struct embedded here = belongs_to(&strings, embedded->script);
		if (!same(&here, embedded))
			continue;
		struct text *plain = arena_take(document->arena, sizeof *plain);
		text_init(plain, document->arena);
		read_string(plain, page, strings.string);
		bare_unmark(document, unmarked, blocks, plain);
	}
}
