/* lexicon.c: see lexicon.h. Here the tables are read and the tree is grown; look.c walks it. */
#include "find/constructions.h"

static const char *const known_tags[KNOWN_TAGS] = {
	"number", "stuck", "digits", "worded", "whole", "decimal", "signed", "big", "ordinal", "fraction", "decades",
	"vague", "pair", "article", "one", "year", "two-digits", "month-number", "day-number", "hour-number",
	"minute-number", "native", "grouped", "padded", "four-digits", "tens", "large", "touched", "opening", "unit", "capital", "after-text", "not", "particle", "parted", "bears",
	"approx-before", "approx-after", "transparent",
	"function", "determiner", "link", "link-in", "bridge", "length", "clause", "moves", "verb", "noun", "amount", "lists", "joins", "head",
	"ending", "participle", "case", "subject",
	"up", "down", "beside", "behind-figure", "modifies", "from", "to", "by", "level"
};

static const char *const role_names[ROLES] = {
	[ROLE_ONES] = "ones", [ROLE_TENS] = "tens", [ROLE_SMALL] = "small", [ROLE_BIG] = "big", [ROLE_PACK] = "pack",
	[ROLE_ARTICLE] = "article", [ROLE_AND] = "and", [ROLE_HYPHEN] = "hyphen", [ROLE_POINT] = "point",
	[ROLE_MINUS] = "minus", [ROLE_SOME] = "some", [ROLE_SEVERAL] = "several", [ROLE_PAIR] = "pair",
	[ROLE_VAGUE] = "vague", [ROLE_ORDINAL] = "ordinal", [ROLE_PART] = "part", [ROLE_SUFFIX] = "suffix"
};

static const struct { const char *name; unsigned flag; } flag_names[] = {
	{ "weak", ENTRY_WEAK }, { "native", ENTRY_NATIVE }, { "bare", ENTRY_BARE }, { "plural", ENTRY_PLURAL },
	{ "strong", ENTRY_STRONG }, { "sino", ENTRY_SINO }, { "open", ENTRY_OPEN }, { "bound", ENTRY_BOUND },
	{ "behind", ENTRY_BEHIND }
};

enum { EXPANDED_AT_MOST = 256 };

/* ---- private from here ---- */

enum {
	SEED_ROLES = 1u << ROLE_ONES | 1u << ROLE_TENS | 1u << ROLE_SMALL | 1u << ROLE_BIG | 1u << ROLE_PACK
		| 1u << ROLE_SEVERAL | 1u << ROLE_PAIR | 1u << ROLE_VAGUE | 1u << ROLE_ORDINAL | 1u << ROLE_PART
};

/* Numbers, and words that a construction looks out for. */
static bool is_seed(const struct lexicon *lexicon, const struct entry *entry)
{
	if (entry->flags & ENTRY_BEHIND)
		return false;
	if (1u << entry->role & SEED_ROLES)
		return true;
	for (size_t i = 0; i < lexicon->grammar->seeds.len; i++) {
		if (tags_have_all(&entry->tags, &lexicon->grammar->seeds.at[i]))
			return true;
	}
	return false;
}

/* ---- growing the tree ---- */

/* Marks a spelling's beginning, by which it is known before it is looked up. */
static void mark_beginning(struct lexicon *lexicon, struct slice text, const struct entry *entry, bool seed)
{
	size_t first, second = beginning_end(text, 0, &first);
	bool number = 1u << entry->role & SEED_ROLES;
	/* one syllable, which many words begin with */
	bool guarded = number && entry->flags & (ENTRY_NATIVE | ENTRY_SINO) && !(entry->flags & (ENTRY_STRONG | ENTRY_OPEN)) && text.len == 3;
	seed = seed && !guarded;
	wordtree_mark(&lexicon->tree, (struct slice){ text.at, second }, MARK_KNOWN | (guarded ? MARK_GUARDED : seed ? MARK_SEED : 0));
	if (number || entry->role == ROLE_UNIT || tags_have(&entry->tags, TAG_BEARS))
		wordtree_mark(&lexicon->tree, (struct slice){ text.at, first }, MARK_FOLLOWS);
	uint64_t letters;
	unsigned start = run_read(&letters, text, 0) ? start_of_run(letters) : start_of_character(text, 0);
	if (seed || guarded)
		starts_add(lexicon->starts, start);
}

/* The later words of a spelling are known words, too: they are spelled as far as that goes. */
static void add_later_words(struct lexicon *lexicon, struct slice text)
{
	size_t first;
	for (size_t at = 1; at < text.len; at++) {
		if (text.at[at - 1] == ' ' || text.at[at - 1] == '-')
			list_add(lexicon->arena, &lexicon->spellings)->text = (struct slice){ text.at + at, beginning_end(text, at, &first) - at };
	}
}

static bool is_ending(const struct entry *entry)
{
	return tags_have(&entry->tags, TAG_CASE) || tags_have(&entry->tags, TAG_NOUN) || tags_have(&entry->tags, TAG_ENDING)
		|| tags_have(&entry->tags, TAG_LENGTH);
}

/* One more reading of a word, after those it has. */
static void word_add(struct word *word, struct entry *entry, bool seed)
{
	struct entry **place = entry->role == ROLE_AROUND ? &word->around : &word->entry;
	while (*place)
		place = &(*place)->next;
	*place = entry;
	word->roles |= 1u << entry->role;
	word->seed = word->seed || seed;
	tags_join(&word->tags, &entry->tags);
}

static bool tree_grow(struct lexicon *lexicon)
{
	LIST(struct word) words = { 0 };
	const size_t count = lexicon->spellings.len;

	list_add(lexicon->arena, &words);
	for (size_t i = 0; i < count; i++) {
		tags_join(&lexicon->present, &lexicon->entries.at[i]->tags);
		if (lexicon->entries.at[i]->role != ROLE_AROUND)
			add_later_words(lexicon, lexicon->spellings.at[i].text);
	}
	wordtree_grow(&lexicon->tree, lexicon->arena, lexicon->spellings.at, lexicon->spellings.len);
	for (size_t i = 0; i < count && words.len <= UINT16_MAX; i++) {
		struct cell *cell = &lexicon->tree.cells[lexicon->spellings.at[i].cell];
		if (!cell->word) {
			cell->word = (uint16_t)words.len;
			list_add(lexicon->arena, &words);
		}
		bool seed = is_seed(lexicon, lexicon->entries.at[i]);
		word_add(&words.at[cell->word], lexicon->entries.at[i], seed);
		if (is_ending(lexicon->entries.at[i]))
			starts_add(lexicon->endings, start_before(lexicon->spellings.at[i].text, lexicon->spellings.at[i].text.len));
		if (lexicon->entries.at[i]->role != ROLE_AROUND)
			mark_beginning(lexicon, lexicon->spellings.at[i].text, lexicon->entries.at[i], seed);
	}
	for (size_t i = count; i < lexicon->spellings.len; i++)
		lexicon->tree.cells[lexicon->spellings.at[i].cell].marks |= MARK_KNOWN;
	lexicon->words = words.at;
	return words.len <= UINT16_MAX;
}

static struct slice joined(struct arena *arena, struct slice head, struct slice part, struct slice tail)
{
	char *at = arena_take(arena, head.len + part.len + tail.len + 1);
	memcpy(at, head.at, head.len);
	memcpy(at + head.len, part.at, part.len);
	memcpy(at + head.len + part.len, tail.at, tail.len);
	return (struct slice){ at, head.len + part.len + tail.len };
}

static void spelling_add(struct lexicon *lexicon, struct slice text, const struct entry *entry)
{
	char *at = arena_string(lexicon->arena, text);
	size_t len = 0;
	unsigned taken = 0;
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '>' && i)
			taken = (unsigned)len;
		else
			at[len++] = (char)fold(text.at[i]);
	}
	if (!len)
		return;
	struct entry *own = arena_take(lexicon->arena, sizeof *own);
	*own = *entry;
	own->ahead = taken != 0;
	own->taken = taken ? taken : (unsigned)len;
	if (slice_is(entry->unit, "="))
		own->unit = (struct slice){ at, own->taken };
	list_add(lexicon->arena, &lexicon->spellings)->text = (struct slice){ at, len };
	*list_add(lexicon->arena, &lexicon->entries) = own;
}

/* value columns: "7", "1/3", "10-99" */
static void entry_read_value(struct entry *entry, struct arena *arena, struct slice value)
{
	const char *dash = value.len ? memchr(value.at, '-', value.len) : NULL;
	const char *slash = value.len ? memchr(value.at, '/', value.len) : NULL;
	const char *cut = dash ? dash : slash;
	struct slice head = { value.at, cut ? (size_t)(cut - value.at) : value.len };
	struct slice tail = { cut ? cut + 1 : NULL, cut ? value.len - head.len - 1 : 0 };
	if (dash) {
		entry->low = decimal_read(arena, head);
		entry->high = decimal_read(arena, tail);
	} else if (slash) {
		entry->numerator = decimal_read(arena, head);
		entry->value = decimal_read(arena, tail);
	} else {
		entry->value = decimal_read(arena, head);
	}
}

/* Words parted by blanks: flags, and tags that something asks for. */
static void entry_read_tags(struct entry *entry, struct lexicon *lexicon, struct slice words)
{
	struct slice word;
	while (slice_split(&word, &words, ' ')) {
		for (size_t i = 0; i < sizeof flag_names / sizeof *flag_names; i++)
			entry->flags |= slice_is(word, flag_names[i].name) ? flag_names[i].flag : 0;
		if (word.len)
			tags_add(&entry->tags, lexicon_tag(lexicon, word, false));
	}
}

static bool row_fails(struct error *error, const struct table *table, const struct row *row, const char *what, size_t column)
{
	struct slice where = row_column(row, column);
	return error_set(error, ERROR_RULE, "%s:%u: %s \"%.*s\"", table->file, row->line, what, (int)where.len, where.at);
}

static bool numbers_read(struct lexicon *lexicon, const struct table *table, struct error *error)
{
	for (size_t i = 0; i < table->len; i++) {
		const struct row *row = &table->rows[i];
		struct entry entry = { 0 };
		for (int role = 0; role < ROLES; role++) {
			if (role_names[role] && slice_is(row_column(row, 1), role_names[role]))
				entry.role = (enum number_role)role;
		}
		if (entry.role == ROLE_NONE)
			return row_fails(error, table, row, "no role is called", 1);
		entry_read_value(&entry, lexicon->arena, row_column(row, 2));
		entry_read_tags(&entry, lexicon, row_column(row, 3));
		lexicon_add(lexicon, row_column(row, 0), &entry);
	}
	return true;
}

static bool units_read(struct lexicon *lexicon, const struct table *table, struct error *error)
{
	for (size_t i = 0; i < table->len; i++) {
		const struct row *row = &table->rows[i];
		struct slice kind = row_column(row, 1), scale = row_column(row, 3);
		struct entry entry = { .role = ROLE_UNIT, .unit = row_column(row, 2) };
		if (!figure_kind_read(kind, &entry.kind))
			return row_fails(error, table, row, "no kind of figure is called", 1);
		entry.value = decimal_read(lexicon->arena, scale.len ? scale : SLICE("1"));
		tags_add(&entry.tags, TAG_UNIT);
		tags_add(&entry.tags, lexicon_tag(lexicon, kind, false));
		entry_read_tags(&entry, lexicon, row_column(row, 4));
		lexicon_add(lexicon, row_column(row, 0), &entry);
	}
	return true;
}

static bool words_read(struct lexicon *lexicon, const struct table *table, enum number_role role)
{
	for (size_t i = 0; table && i < table->len; i++) {
		const struct row *row = &table->rows[i];
		struct entry entry = { .role = role, .detail = row_column(row, 2) };
		entry_read_tags(&entry, lexicon, row_column(row, 1));
		lexicon_add(lexicon, row_column(row, 0), &entry);
	}
	return true;
}

/* ---- */

void lexicon_add(struct lexicon *lexicon, struct slice spelling, const struct entry *entry)
{
	/* the spellings still to be expanded: each step replaces the first bracket by one of its parts */
	LIST(struct slice) waiting = { 0 };
	*list_add(lexicon->arena, &waiting) = spelling;
	for (size_t i = 0; i < waiting.len && i < EXPANDED_AT_MOST; i++) {
		struct slice text = waiting.at[i];
		const char *open = text.len ? memchr(text.at, '(', text.len) : NULL;
		const char *close = open ? memchr(open, ')', (size_t)(text.at + text.len - open)) : NULL;
		if (!open || !close) {
			spelling_add(lexicon, text, entry);
			continue;
		}
		struct slice head = { text.at, (size_t)(open - text.at) }, tail = { close + 1, (size_t)(text.at + text.len - close) - 1 };
		struct slice parts = { open + 1, (size_t)(close - open) - 1 }, part;
		while (slice_split(&part, &parts, '|'))
			*list_add(lexicon->arena, &waiting) = joined(lexicon->arena, head, part, tail);
	}
}

unsigned lexicon_tag(struct lexicon *lexicon, struct slice name, bool make)
{
	for (size_t i = 0; i < lexicon->tags.len; i++) {
		const struct slice tag = lexicon->tags.at[i];
		if (tag.len == name.len && name.len && tag.at[0] == name.at[0] && slice_equal(tag, name))
			return (unsigned)i;
	}
	if (!make || lexicon->tags.len == TAGS_AT_MOST)
		return TAGS_AT_MOST;
	*list_add(lexicon->arena, &lexicon->tags) = name;
	return (unsigned)lexicon->tags.len - 1;
}

const struct lexicon *lexicon_build(struct arena *arena, const struct language *language, struct error *error)
{
	const struct table *numbers = language_table(language, "numbers"), *units = language_table(language, "units");
	const struct table *words = language_table(language, "words"), *table = language_table(language, "constructions");
	struct lexicon *lexicon = arena_take(arena, sizeof *lexicon);
	struct grammar *grammar = arena_take(arena, sizeof *grammar);
	lexicon->arena = arena;
	lexicon->language = language;
	lexicon->grammar = grammar;
	for (int i = 0; i < KNOWN_TAGS; i++)
		lexicon_tag(lexicon, slice_from(known_tags[i]), true);
	if ((table && !grammar_build(grammar, lexicon, table, error)) || (numbers && !numbers_read(lexicon, numbers, error))
	    || (units && !units_read(lexicon, units, error)) || !words_read(lexicon, words, ROLE_WORD)
	    || !words_read(lexicon, language_table(language, "around"), ROLE_AROUND)
	    || !counting_build(lexicon, language_table(language, "counted"), error))
		return NULL;
	if (!tree_grow(lexicon)) {
		error_set(error, ERROR_RULE, "%s: too many words", numbers ? numbers->file : language->code);
		return NULL;
	}
	return lexicon;
}
