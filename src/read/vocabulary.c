/* vocabulary.c: see vocabulary.h. */
#include "read/vocabulary.h"

enum { LONGEST = 400, LETTERS = 27 };

/* ---- private from here ---- */

struct entry {
	struct slice word;              /* without its stars */
	bool open_front, open_back;
	unsigned trait;
};

typedef LIST(struct entry) entries;

/* Entries by the letter they begin with; those that may begin inside a word apart. */
struct vocabulary {
	entries starts[LETTERS], insides[LETTERS];
};

static const struct { const char *name; unsigned trait; } trait_names[] = {
	{ "body", TRAIT_BODY }, { "article", TRAIT_ARTICLE }, { "title", TRAIT_TITLE }, { "subtitle", TRAIT_SUBTITLE },
	{ "hidden", TRAIT_HIDDEN }, { "aside", TRAIT_ASIDE }, { "byline", TRAIT_BYLINE }, { "caption", TRAIT_CAPTION },
	{ "related", TRAIT_RELATED }, { "comment-form", TRAIT_COMMENTS }, { "sharing", TRAIT_SHARING },
	{ "subscribe", TRAIT_SUBSCRIBE }, { "advert", TRAIT_ADVERT }, { "navigation", TRAIT_NAVIGATION },
	{ "copyright", TRAIT_COPYRIGHT }, { "tags", TRAIT_TAGS }, { "technical", TRAIT_TECHNICAL }, { "none", 0 }
};

static size_t letter_number(char c)
{
	return c >= 'a' && c <= 'z' ? (size_t)(c - 'a') : LETTERS - 1;
}

static const void *vocabulary_make(struct arena *arena, const struct language *language, struct error *error)
{
	struct vocabulary *vocabulary = arena_take(arena, sizeof *vocabulary);
	const struct table *table = language_table(language, "page");
	for (size_t i = 0; table && i < table->len; i++) {
		struct slice word = row_column(&table->rows[i], 0), trait = row_column(&table->rows[i], 1);
		struct entry entry = { .word = word };
		size_t k = 0, count = sizeof trait_names / sizeof *trait_names;
		while (k < count && !slice_is(trait, trait_names[k].name))
			k++;
		if (k == count || !word.len) {
			error_set(error, ERROR_RULE, "%s:%u: \"%.*s\" is no trait of an element", table->file, table->rows[i].line,
			          (int)trait.len, trait.at);
			return NULL;
		}
		entry.trait = trait_names[k].trait;
		if (entry.word.at[0] == '*') {
			entry.open_front = true;
			entry.word.at++;
			entry.word.len--;
		}
		if (entry.word.len && entry.word.at[entry.word.len - 1] == '*') {
			entry.open_back = true;
			entry.word.len--;
		}
		if (!entry.word.len)
			continue;
		size_t letter = letter_number(entry.word.at[0]);
		*list_add(arena, &vocabulary->starts[letter]) = entry;
		if (entry.open_front)
			*list_add(arena, &vocabulary->insides[letter]) = entry;
	}
	return vocabulary;
}

static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* The attribute's words in lower case, each with one blank behind it; classes are parted by a bar. */
static size_t write_words(char words[LONGEST + 2], struct slice attribute)
{
	size_t len = 0;
	for (size_t i = 0; i < attribute.len && len + 2 < LONGEST; i++) {
		char c = attribute.at[i], before = i ? attribute.at[i - 1] : ' ', next = i + 1 < attribute.len ? attribute.at[i + 1] : ' ';
		bool blank = c == ' ' || (c >= '\t' && c <= '\r');
		if (is_upper(c)) {
			if ((is_lower(before) || (is_upper(before) && is_lower(next))) && len && words[len - 1] != ' ')
				words[len++] = ' ';
			words[len++] = (char)(c - 'A' + 'a');
		} else if (is_lower(c) || (unsigned char)c >= 0x80) {
			words[len++] = c;
		} else if (len && words[len - 1] != ' ' && words[len - 1] != '|') {
			words[len++] = ' ';
		}
		if (blank && len && words[len - 1] != '|')
			words[len++] = '|';
	}
	if (len && words[len - 1] != ' ' && words[len - 1] != '|')
		words[len++] = ' ';
	words[len] = '\0';
	return len;
}

static unsigned entries_at(const entries *list, const char *words, size_t len, size_t at)
{
	unsigned traits = 0;
	for (size_t i = 0; i < list->len; i++) {
		const struct entry *entry = &list->at[i];
		if (len - at < entry->word.len || memcmp(words + at, entry->word.at, entry->word.len) != 0)
			continue;
		if (entry->open_back || words[at + entry->word.len] == ' ')
			traits |= entry->trait;
	}
	return traits;
}

static unsigned traits_of(const struct vocabulary *vocabulary, const char *words, size_t len)
{
	unsigned traits = 0;
	for (size_t i = 0; i < len; i++) {
		bool starts = i == 0 || words[i - 1] == ' ' || words[i - 1] == '|';
		size_t letter = letter_number(words[i]);
		traits |= entries_at(starts ? &vocabulary->starts[letter] : &vocabulary->insides[letter], words, len, i);
	}
	return traits;
}

/* ---- */

unsigned vocabulary_traits(struct document *document, const struct rules *rules, struct slice attribute)
{
	char words[LONGEST + 2];
	size_t len = write_words(words, attribute);
	unsigned traits = 0;
	for (size_t i = 0; len && i < rules->languages.len; i++) {
		if (!language_table(rules->languages.at[i], "page"))
			continue;
		const struct vocabulary *vocabulary = language_made(rules->languages.at[i], "page", vocabulary_make, &document->error);
		if (vocabulary)
			traits |= traits_of(vocabulary, words, len);
	}
	return traits;
}
