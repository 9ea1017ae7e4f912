/* lexicon.c: see lexicon.h. The tree is grown breadth first from the sorted spellings, so that the children of a node
 * lie next to each other and their bytes can be searched as one string. */
#include "find/constructions.h"

#include <stdlib.h>

struct node {
	const struct entry *entry;      /* of the spelling that ends here, or NULL */
	uint32_t first;                 /* of its children */
	uint32_t roles;                 /* of all readings of the spelling */
	uint16_t count;
};

static const char *const known_tags[KNOWN_TAGS] = {
	"number", "stuck", "digits", "worded", "whole", "decimal", "signed", "big", "ordinal", "fraction", "decades",
	"vague", "pair", "article", "one", "year", "two-digits", "month-number", "day-number", "hour-number",
	"minute-number", "native", "grouped", "padded", "tens", "unit", "capital", "not", "particle", "parted", "bears",
	"approx-before", "approx-after", "transparent", "per-before", "per-after"
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

static unsigned char fold(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

static bool is_letter_or_digit(char c)
{
	return (fold(c) >= 'a' && fold(c) <= 'z') || (c >= '0' && c <= '9');
}

/* How many bytes of blank stand at a place: a blank, a tab, a line end, or a blank that does not break. */
static inline size_t blank_at(struct slice text, size_t at)
{
	unsigned char c = at < text.len ? (unsigned char)text.at[at] : 0;
	if (c > ' ' && c != 0xC2)
		return 0;
	if (c == ' ' || c == '\t' || c == '\r' || c == '\n')
		return 1;
	return c == 0xC2 && at + 1 < text.len && text.at[at + 1] == '\xA0' ? 2 : 0;
}

/* The child of a node that a byte leads to, or NULL. Most nodes have one or two; their bytes are in order. */
static inline const struct node *node_child(const struct lexicon *lexicon, const struct node *node, unsigned char byte)
{
	const unsigned char *bytes = lexicon->bytes + node->first;
	size_t from = 0, to = node->count;
	while (to - from > 4) {
		size_t middle = (from + to) / 2;
		if (bytes[middle] <= byte)
			from = middle;
		else
			to = middle;
	}
	for (; from < to; from++) {
		if (bytes[from] == byte)
			return &lexicon->nodes[node->first + from];
	}
	return NULL;
}

/* Two letters, or one character of another kind, as a number below 65536. */
static unsigned beginning(unsigned char a, unsigned char b, unsigned char c)
{
	return a < 0x80 ? (unsigned)a << 8 | b : 0x8000u | ((a * 4096u + b * 64u + c) & 0x7FFFu);
}

static void beginnings_add(struct lexicon *lexicon, struct slice spelling)
{
	unsigned char a = fold(spelling.at[0]), b = spelling.len > 1 ? fold(spelling.at[1]) : 0;
	unsigned char c = spelling.len > 2 && a >= 0xE0 ? (unsigned char)spelling.at[2] : 0;
	for (unsigned other = 0; other < 256; other++) {
		bool wanted = a >= 0x80 || (spelling.len > 1 && b != ' ') ? other == b : true;
		unsigned number = beginning(a, (unsigned char)other, c);
		if (wanted)
			lexicon->beginnings[number / 64] |= UINT64_C(1) << number % 64;
	}
}

static int spelling_compare(const void *a, const void *b)
{
	const struct spelling *one = a, *two = b;
	size_t both = one->text.len < two->text.len ? one->text.len : two->text.len;
	int order = memcmp(one->text.at, two->text.at, both);
	if (order)
		return order;
	if (one->text.len != two->text.len)
		return one->text.len < two->text.len ? -1 : 1;
	return one->entry->order < two->entry->order ? -1 : one->entry->order > two->entry->order;
}

/* A spelling of letters ends where no letter or digit follows; a sign of money may touch its number. */
static bool word_ends(const struct entry *entry, struct slice text, size_t at)
{
	if (entry->ahead || at >= text.len || !is_letter_or_digit(text.at[at - 1]) || !is_letter_or_digit(text.at[at]))
		return true;
	bool digit_follows = text.at[at] <= '9';
	return digit_follows && entry->role == ROLE_UNIT && entry->flags & ENTRY_BARE && text.at[at - 1] > '9';
}

struct reach {
	size_t from, to, depth;         /* the spellings below a node, and how long its own is */
};

static void tree_grow(struct lexicon *lexicon)
{
	struct arena *arena = lexicon->arena;
	struct spelling *all = lexicon->spellings.at;
	LIST(struct node) nodes = { 0 };
	LIST(struct reach) reaches = { 0 };
	LIST(unsigned char) bytes = { 0 };

	if (lexicon->spellings.len)
		qsort(all, lexicon->spellings.len, sizeof *all, spelling_compare);
	list_add(arena, &nodes);
	*list_add(arena, &bytes) = 0;
	*list_add(arena, &reaches) = (struct reach){ 0, lexicon->spellings.len, 0 };
	for (size_t i = 0; i < nodes.len; i++) {
		struct reach reach = reaches.at[i];
		const struct entry **last = &nodes.at[i].entry;
		for (; reach.from < reach.to && all[reach.from].text.len == reach.depth; reach.from++) {
			struct entry *entry = all[reach.from].entry;
			nodes.at[i].roles |= 1u << entry->role;
			*last = entry;
			last = &entry->next;
		}
		nodes.at[i].first = (uint32_t)nodes.len;
		while (reach.from < reach.to) {
			char byte = all[reach.from].text.at[reach.depth];
			size_t to = reach.from;
			while (to < reach.to && all[to].text.at[reach.depth] == byte)
				to++;
			list_add(arena, &nodes);
			*list_add(arena, &bytes) = (unsigned char)byte;
			*list_add(arena, &reaches) = (struct reach){ reach.from, to, reach.depth + 1 };
			nodes.at[i].count++;
			reach.from = to;
		}
	}
	lexicon->nodes = nodes.at;
	lexicon->bytes = bytes.at;
	lexicon->node_count = nodes.len;
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
	struct spelling *spelling = list_add(lexicon->arena, &lexicon->spellings);
	spelling->text = (struct slice){ at, len };
	spelling->entry = arena_take(lexicon->arena, sizeof *spelling->entry);
	*spelling->entry = *entry;
	spelling->entry->ahead = taken != 0;
	spelling->entry->taken = taken ? taken : (unsigned)len;
	spelling->entry->order = lexicon->spellings.len;
	if (slice_is(entry->unit, "="))
		spelling->entry->unit = (struct slice){ at, spelling->entry->taken };
	beginnings_add(lexicon, spelling->text);
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

static bool words_read(struct lexicon *lexicon, const struct table *table)
{
	for (size_t i = 0; i < table->len; i++) {
		const struct row *row = &table->rows[i];
		struct entry entry = { .role = ROLE_WORD, .detail = row_column(row, 2) };
		entry_read_tags(&entry, lexicon, row_column(row, 1));
		lexicon_add(lexicon, row_column(row, 0), &entry);
	}
	return true;
}

/* True where no spelling begins as the text does here: a quick no. */
static bool begins_nothing(const struct lexicon *lexicon, struct slice text, size_t at)
{
	unsigned char a = fold(text.at[at]), b = at + 1 < text.len ? fold(text.at[at + 1]) : 0;
	unsigned char c = a >= 0xE0 && at + 2 < text.len ? (unsigned char)text.at[at + 2] : 0;
	unsigned number = beginning(a, b, c);
	return !(lexicon->beginnings[number / 64] >> number % 64 & 1);
}

/* All spellings that begin at a byte; of more than ENDS the longest. */
static void walk_fill(struct walk *walk, const struct look *look, size_t at)
{
	const struct node *node = look->lexicon->nodes;
	walk->at = at + 1;
	walk->count = 0;
	if (at >= look->text.len || begins_nothing(look->lexicon, look->text, at))
		return;
	while (at < look->text.len) {
		size_t blank = blank_at(look->text, at);
		node = node_child(look->lexicon, node, blank ? ' ' : fold(look->text.at[at]));
		if (!node)
			return;
		at = blank ? blanks_end(look->text, at) : at + 1;
		if (!node->entry)
			continue;
		if (walk->count == ENDS)
			memmove(walk->ends, walk->ends + 1, --walk->count * sizeof *walk->ends);
		walk->ends[walk->count].end = at;
		walk->ends[walk->count++].node = node;
	}
}

/* The longest spelling with a reading in one of the roles, and with the tag where one is given. */
static const struct entry *find_reading(struct look *look, size_t at, unsigned roles, unsigned tag, size_t *end)
{
	struct walk *walk = &look->walks[at % WALKS];
	if (walk->at != at + 1)
		walk_fill(walk, look, at);
	for (unsigned i = walk->count; i-- > 0;) {
		const struct node *node = walk->ends[i].node;
		if (!(node->roles & roles))
			continue;
		const struct entry *entry = node->entry;
		while (entry && (!(1u << entry->role & roles) || (tag < TAGS_AT_MOST && !tags_have(&entry->tags, tag))))
			entry = entry->next;
		if (entry && word_ends(entry, look->text, walk->ends[i].end)) {
			*end = walk->ends[i].end;
			return entry;
		}
	}
	return NULL;
}

/* ---- */

void lexicon_add(struct lexicon *lexicon, struct slice spelling, const struct entry *entry)
{
	/* the spellings still to be expanded: each step replaces the first bracket by one of its parts */
	LIST(struct slice) waiting = { 0 };
	struct arena *arena = lexicon->arena;
	*list_add(arena, &waiting) = spelling;
	for (size_t i = 0; i < waiting.len && i < EXPANDED_AT_MOST; i++) {
		struct slice text = waiting.at[i];
		const char *open = text.len ? memchr(text.at, '(', text.len) : NULL;
		const char *close = open ? memchr(open, ')', (size_t)(text.at + text.len - open)) : NULL;
		if (!open || !close) {
			spelling_add(lexicon, text, entry);
			continue;
		}
		struct slice parts = { open + 1, (size_t)(close - open) - 1 }, part;
		while (slice_split(&part, &parts, '|'))
			*list_add(arena, &waiting) = slice_from(arena_format(arena, "%.*s%.*s%.*s", (int)(open - text.at), text.at,
				(int)part.len, part.at, (int)(text.at + text.len - close) - 1, close + 1));
	}
}

unsigned lexicon_tag(struct lexicon *lexicon, struct slice name, bool make)
{
	for (size_t i = 0; i < lexicon->tags.len; i++) {
		if (slice_equal(lexicon->tags.at[i], name))
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
	    || (units && !units_read(lexicon, units, error)) || (words && !words_read(lexicon, words)))
		return NULL;
	tree_grow(lexicon);
	return lexicon;
}

size_t blanks_end(struct slice text, size_t at)
{
	for (size_t blank; (blank = blank_at(text, at)) != 0;)
		at += blank;
	return at;
}

void look_init(struct look *look, const struct lexicon *lexicon, struct slice text)
{
	look->lexicon = lexicon;
	look->text = text;
	for (int i = 0; i < WALKS; i++)
		look->walks[i].at = 0;
}

const struct entry *look_up(struct look *look, size_t at, unsigned roles, size_t *end)
{
	return find_reading(look, at, roles, TAGS_AT_MOST, end);
}

const struct entry *look_up_tagged(struct look *look, size_t at, unsigned tag, size_t *end)
{
	return find_reading(look, at, ~0u, tag, end);
}
