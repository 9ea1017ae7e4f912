/* lexicon.c: see lexicon.h. The tree is grown breadth first from the sorted spellings, so that the children of a node
 * lie next to each other. */
#include "find/constructions.h"

#include <stdlib.h>

/* Eight bytes, because walking from node to node is what costs. */
struct node {
	uint32_t first;                 /* of its children */
	uint16_t word;                  /* among the words, plus 1; 0: no spelling ends here */
	uint8_t count, byte;            /* of its children; that led here */
};

/* What a spelling means. */
struct word {
	const struct entry *entry;      /* its first reading as a part of constructions, or NULL */
	const struct entry *around;     /* its first reading as a word around them, or NULL */
	uint32_t roles;                 /* of all readings */
};

static const char *const known_tags[KNOWN_TAGS] = {
	"number", "stuck", "digits", "worded", "whole", "decimal", "signed", "big", "ordinal", "fraction", "decades",
	"vague", "pair", "article", "one", "year", "two-digits", "month-number", "day-number", "hour-number",
	"minute-number", "native", "grouped", "padded", "four-digits", "tens", "large", "touched", "unit", "capital", "after-text", "not", "particle", "parted", "bears",
	"approx-before", "approx-after", "transparent",
	"function", "determiner", "link", "link-in", "bridge", "length", "clause", "moves", "verb", "noun", "amount", "head",
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

enum { EXPANDED_AT_MOST = 256, PARTICLES_AT_MOST = 3 };

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

/* The child of a node that a byte leads to, or NULL. They are in order. */
static inline const struct node *node_child(const struct lexicon *lexicon, const struct node *node, unsigned char byte)
{
	const struct node *children = lexicon->nodes + node->first;
	size_t from = 0, to = node->count;
	while (to - from > 8) {
		size_t middle = (from + to) / 2;
		if (children[middle].byte <= byte)
			from = middle;
		else
			to = middle;
	}
	for (; from < to; from++) {
		if (children[from].byte == byte)
			return &children[from];
	}
	return NULL;
}

/* ---- which words can begin a spelling: a quick no ---- */

enum { BEGINNINGS = 65536 };

static inline uint32_t hash_on(uint32_t hash, unsigned char byte)
{
	return (hash ^ byte) * 0x01000193u;
}

static inline unsigned hash_end(uint32_t hash)
{
	return (hash ^ hash >> 15) % BEGINNINGS;
}

static inline bool is_latin(unsigned char c)
{
	return (unsigned char)((c | 0x20) - 'a') < 26;
}

/* What a text begins with at a place: the run of letters there, a sign alone, or, in other scripts, one character and
 * two. one and two are hashes of that; two is one where there is no second. Returns where that ends. */
static size_t beginning(struct slice text, size_t at, unsigned *one, unsigned *two)
{
	const unsigned char *bytes = (const unsigned char *)text.at;
	uint32_t hash = 0x811C9DC5u;
	if (is_latin(bytes[at])) {
		for (; at < text.len && is_latin(bytes[at]); at++)
			hash = hash_on(hash, bytes[at] | 0x20);
		*one = *two = hash_end(hash);
		return at;
	}
	size_t len = bytes[at] < 0xC0 ? 1 : bytes[at] < 0xE0 ? 2 : bytes[at] < 0xF0 ? 3 : 4;
	if (len > text.len - at)
		len = text.len - at;
	for (size_t i = 0; i < len; i++)
		hash = hash_on(hash, bytes[at + i]);
	*one = *two = hash_end(hash);
	at += len;
	if (len == 3 && at + 2 < text.len && bytes[at] >= 0xE0) {
		for (size_t i = 0; i < 3; i++)
			hash = hash_on(hash, bytes[at + i]);
		*two = hash_end(hash);
	}
	return at;
}

static void mark(uint64_t *beginnings, unsigned number)
{
	beginnings[number / 64] |= UINT64_C(1) << number % 64;
}

static bool is_marked(const uint64_t *beginnings, unsigned number)
{
	return beginnings[number / 64] >> number % 64 & 1;
}

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

static void beginnings_add(struct lexicon *lexicon, struct slice spelling, const struct entry *entry)
{
	unsigned one, two;
	beginning(spelling, 0, &one, &two);
	mark(lexicon->walked, two);
	if (entry->role == ROLE_AROUND)
		return;
	mark(lexicon->beginnings, two);
	/* the later words of a spelling are known words, too */
	for (size_t at = 1; at < spelling.len; at++) {
		unsigned unused, later;
		if (spelling.at[at - 1] != ' ' && spelling.at[at - 1] != '-')
			continue;
		beginning(spelling, at, &unused, &later);
		mark(lexicon->beginnings, later);
	}
	bool number = 1u << entry->role & SEED_ROLES;
	if (number || entry->role == ROLE_UNIT || tags_have(&entry->tags, TAG_BEARS))
		mark(lexicon->follows, one);
	/* one syllable, which many words begin with */
	if (number && entry->flags & (ENTRY_NATIVE | ENTRY_SINO) && !(entry->flags & (ENTRY_STRONG | ENTRY_OPEN)) && spelling.len == 3)
		mark(lexicon->guarded, two);
	else if (is_seed(lexicon, entry))
		mark(lexicon->seeds, two);
}

static bool may_begin(const uint64_t *beginnings, struct slice text, size_t at)
{
	unsigned one, two;
	beginning(text, at, &one, &two);
	return is_marked(beginnings, one) || is_marked(beginnings, two);
}

/* ---- growing the tree ---- */

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

static bool tree_grow(struct lexicon *lexicon)
{
	struct arena *arena = lexicon->arena;
	struct spelling *all = lexicon->spellings.at;
	LIST(struct node) nodes = { 0 };
	LIST(struct word) words = { 0 };
	LIST(struct reach) reaches = { 0 };

	if (lexicon->spellings.len)
		qsort(all, lexicon->spellings.len, sizeof *all, spelling_compare);
	list_add(arena, &nodes);
	*list_add(arena, &reaches) = (struct reach){ 0, lexicon->spellings.len, 0 };
	for (size_t i = 0; i < nodes.len; i++) {
		struct reach reach = reaches.at[i];
		if (reach.from < reach.to && all[reach.from].text.len == reach.depth) {
			struct word *word = list_add(arena, &words);
			const struct entry **last[2] = { &word->entry, &word->around };
			nodes.at[i].word = (uint16_t)words.len;
			for (; reach.from < reach.to && all[reach.from].text.len == reach.depth; reach.from++) {
				struct entry *entry = all[reach.from].entry;
				const struct entry ***chain = &last[entry->role == ROLE_AROUND];
				word->roles |= 1u << entry->role;
				**chain = entry;
				*chain = &entry->next;
			}
		}
		nodes.at[i].first = (uint32_t)nodes.len;
		while (reach.from < reach.to) {
			char byte = all[reach.from].text.at[reach.depth];
			size_t to = reach.from;
			while (to < reach.to && all[to].text.at[reach.depth] == byte)
				to++;
			list_add(arena, &nodes)->byte = (uint8_t)byte;
			*list_add(arena, &reaches) = (struct reach){ reach.from, to, reach.depth + 1 };
			nodes.at[i].count++;
			reach.from = to;
		}
	}
	lexicon->nodes = nodes.at;
	lexicon->words = words.at;
	return words.len <= UINT16_MAX;
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

/* All spellings that begin at a byte; of more than ENDS the longest. */
static void walk_fill(struct walk *walk, const struct look *look, size_t at)
{
	const struct node *node = look->lexicon->nodes;
	walk->at = at + 1;
	walk->count = walk->roles = 0;
	if (at >= look->text.len || !may_begin(look->lexicon->walked, look->text, at))
		return;
	while (at < look->text.len) {
		size_t blank = blank_at(look->text, at);
		node = node_child(look->lexicon, node, blank ? ' ' : fold(look->text.at[at]));
		if (!node)
			return;
		at = blank ? blanks_end(look->text, at) : at + 1;
		if (!node->word)
			continue;
		const struct word *word = &look->lexicon->words[node->word - 1];
		if (walk->count == ENDS)
			memmove(walk->ends, walk->ends + 1, --walk->count * sizeof *walk->ends);
		walk->roles |= word->roles;
		walk->ends[walk->count].end = at;
		walk->ends[walk->count++].word = word;
	}
}

static const struct entry *reading_in(const struct entry *entry, unsigned roles, unsigned tag)
{
	while (entry && (!(1u << entry->role & roles) || (tag < TAGS_AT_MOST && !tags_have(&entry->tags, tag))))
		entry = entry->next;
	return entry;
}

/* The longest spelling with a reading in one of the roles, and with the tag where one is given. */
static const struct entry *find_reading(const struct look *look, const struct walk *walk, unsigned roles, unsigned tag, size_t *end)
{
	for (unsigned i = walk->count; i-- > 0;) {
		const struct word *word = walk->ends[i].word;
		if (!(word->roles & roles))
			continue;
		const struct entry *entry = reading_in(word->entry, roles, tag);
		if (!entry)
			entry = reading_in(word->around, roles, tag);
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
	    || (units && !units_read(lexicon, units, error)) || !words_read(lexicon, words, ROLE_WORD)
	    || !words_read(lexicon, language_table(language, "around"), ROLE_AROUND)
	    || !counting_build(lexicon, language_table(language, "counted"), error))
		return NULL;
	for (size_t i = 0; i < lexicon->spellings.len; i++) {
		beginnings_add(lexicon, lexicon->spellings.at[i].text, lexicon->spellings.at[i].entry);
		tags_join(&lexicon->present, &lexicon->spellings.at[i].entry->tags);
	}
	if (!tree_grow(lexicon)) {
		error_set(error, ERROR_RULE, "%s: too many words", numbers ? numbers->file : language->code);
		return NULL;
	}
	return lexicon;
}

size_t letter_at(struct slice text, size_t at)
{
	unsigned char c = at < text.len ? (unsigned char)text.at[at] : 0;
	if (c < 0xC0)
		return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
	if (c >= 0xEA && c <= 0xED)
		return 3;
	if (c < 0xE0) {
		unsigned char next = (unsigned char)text.at[at + 1];
		return c == 0xC2 || (c == 0xC3 && (next == 0x97 || next == 0xB7)) ? 0 : 2;
	}
	return c >= 0xF0 || c == 0xE2 || c == 0xEF || (c == 0xE3 && (unsigned char)text.at[at + 1] == 0x80) ? 0 : 3;
}

size_t letters_end(struct slice text, size_t at)
{
	const unsigned char *bytes = (const unsigned char *)text.at;
	for (size_t len; at < text.len; at += len) {
		if (bytes[at] >= 0xEA && bytes[at] <= 0xED)
			len = 3;
		else if (is_latin(bytes[at]))
			len = 1;
		else if (!(len = letter_at(text, at)))
			break;
	}
	return at < text.len ? at : text.len;
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

enum first_look look_at(const struct look *look, size_t at, size_t *stop)
{
	const struct lexicon *lexicon = look->lexicon;
	unsigned one, two;
	size_t end = beginning(look->text, at, &one, &two);
	bool letters = letter_at(look->text, at) != 0;
	*stop = letters ? letters_end(look->text, end) : end;
	if (is_marked(lexicon->seeds, one) || is_marked(lexicon->seeds, two))
		return LOOK_SEED;
	if (is_marked(lexicon->guarded, one)) {
		size_t next = blanks_end(look->text, at + 3);
		if (next < look->text.len && may_begin(lexicon->follows, look->text, next))
			return LOOK_SEED;
	}
	return is_marked(lexicon->beginnings, one) || is_marked(lexicon->beginnings, two) ? LOOK_KNOWN : LOOK_UNKNOWN;
}

struct walk *look_walk(struct look *look, size_t at)
{
	struct walk *walk = &look->walks[at % WALKS];
	walk_fill(walk, look, at);
	return walk;
}

const struct entry *look_find(const struct look *look, const struct walk *walk, unsigned roles, size_t *end)
{
	return find_reading(look, walk, roles, TAGS_AT_MOST, end);
}

void look_tags(struct tags *tags, struct look *look, size_t at, size_t stop)
{
	struct walk *walk = &look->walks[at % WALKS];
	if (walk->at != at + 1)
		walk = look_walk(look, at);
	for (unsigned i = 0; i < walk->count; i++) {
		if (walk->ends[i].end != stop)
			continue;
		const struct word *word = walk->ends[i].word;
		for (const struct entry *entry = word->entry; entry; entry = entry->next)
			tags_join(tags, &entry->tags);
		for (const struct entry *entry = word->around; entry; entry = entry->next)
			tags_join(tags, &entry->tags);
	}
}

const struct entry *look_up_tagged(struct look *look, size_t at, unsigned tag, size_t *end)
{
	if (!tags_have(&look->lexicon->present, tag))
		return NULL;
	struct walk *walk = &look->walks[at % WALKS];
	if (walk->at != at + 1)
		walk = look_walk(look, at);
	return find_reading(look, walk, ~0u, tag, end);
}

bool ends_well(struct look *look, size_t at)
{
	const struct slice text = look->text;
	size_t stop;
	for (int i = 0; i < PARTICLES_AT_MOST && letter_at(text, at); i++) {
		if (!look_up_tagged(look, at, TAG_PARTICLE, &stop))
			return false;
		at = stop;
	}
	return !letter_at(text, at);
}
