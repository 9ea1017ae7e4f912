/* constructions.c: see constructions.h. The table is read once; matching is in phrases.c. */
#include "find/constructions.h"

#include "find/counted.h"

static const char *const capture_names[CAPTURES] = {
	[CAPTURE_N] = "n", [CAPTURE_U] = "u", [CAPTURE_P] = "p", [CAPTURE_K] = "k", [CAPTURE_A] = "a", [CAPTURE_UA] = "ua",
	[CAPTURE_KA] = "ka", [CAPTURE_B] = "b", [CAPTURE_W] = "w", [CAPTURE_DEN] = "den", [CAPTURE_N2] = "n2",
	[CAPTURE_U2] = "u2", [CAPTURE_N3] = "n3", [CAPTURE_U3] = "u3", [CAPTURE_N4] = "n4", [CAPTURE_U4] = "u4",
	[CAPTURE_Y] = "y", [CAPTURE_M] = "m", [CAPTURE_D] = "d", [CAPTURE_Y2] = "y2", [CAPTURE_M2] = "m2",
	[CAPTURE_D2] = "d2", [CAPTURE_H] = "h", [CAPTURE_MI] = "mi", [CAPTURE_HALF] = "half", [CAPTURE_H2] = "h2",
	[CAPTURE_MI2] = "mi2", [CAPTURE_PART] = "part", [CAPTURE_DEICTIC] = "deictic", [CAPTURE_PER] = "per"
};

static const char *const kind_names[] = {
	"count", "money", "percent", "points", "multiple", "fraction", "ratio", "rank", "ordinal", "measure", "age",
	"duration", "date", "time", "score", "number"
};

static const char *const approx_names[] = {
	"", "about", "nearly", "more_than", "at_least", "less_than", "at_most", "vague"
};

/* ---- private from here ---- */

static int name_find(struct slice name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (names[i] && slice_is(name, names[i]))
			return (int)i;
	}
	return -1;
}

struct reading {
	struct grammar *grammar;
	struct lexicon *lexicon;
	const char *file;
	unsigned line;
	struct error *error;
};

static bool reading_fails(const struct reading *reading, const char *what, struct slice where)
{
	return error_set(reading->error, ERROR_RULE, "%s:%u: %s \"%.*s\"", reading->file, reading->line, what,
	                 (int)where.len, where.at);
}

/* "word|word": one tag that all these words carry. */
static unsigned literal_tag(const struct reading *reading, struct slice quoted)
{
	unsigned tag = lexicon_tag(reading->lexicon, quoted, false);
	if (tag < TAGS_AT_MOST)
		return tag;
	tag = lexicon_tag(reading->lexicon, quoted, true);
	struct entry word = { .role = ROLE_WORD };
	tags_add(&word.tags, tag);
	struct slice rest = { quoted.at + 1, quoted.len - 2 }, one;
	while (slice_split(&one, &rest, '|'))
		lexicon_add(reading->lexicon, one, &word);
	return tag;
}

/* tag&tag&!tag, or a quoted word */
static bool element_read_tags(struct element *element, const struct reading *reading, struct slice tags)
{
	struct slice part;
	if (tags.len > 2 && tags.at[0] == '"') {
		tags_add(&element->all, literal_tag(reading, tags));
		return true;
	}
	while (slice_split(&part, &tags, '&')) {
		bool missing = part.len && part.at[0] == '!';
		if (missing) {
			part.at++;
			part.len--;
		}
		if (!part.len)
			return reading_fails(reading, "an empty tag in", part);
		unsigned tag = lexicon_tag(reading->lexicon, part, true);
		if (tag == TAGS_AT_MOST)
			return reading_fails(reading, "one tag too many:", part);
		tags_add(missing ? &element->none : &element->all, tag);
	}
	return true;
}

static bool element_read(struct element *element, const struct reading *reading, struct slice word)
{
	for (; word.len && strchr(".^!*", word.at[0]); word.at++, word.len--) {
		element->glued |= word.at[0] == '.';
		element->seed |= word.at[0] == '*';
		element->outside |= word.at[0] == '^' || word.at[0] == '!';
		element->absent |= word.at[0] == '!';
	}
	if (slice_is(word, "@word") || slice_is(word, "@edge")) {
		element->follows = slice_is(word, "@word") ? FOLLOWS_WORD : FOLLOWS_EDGE;
		element->outside = true;
		return true;
	}
	const char *colon = word.len && word.at[0] != '"' ? memchr(word.at, ':', word.len) : NULL;
	if (colon && colon != word.at) {
		struct slice name = { word.at, (size_t)(colon - word.at) };
		int capture = name_find(name, capture_names, CAPTURES);
		if (capture < 0)
			return reading_fails(reading, "no place is called", name);
		element->capture = (enum capture)capture;
		word.at += name.len + 1;
		word.len -= name.len + 1;
	}
	return element_read_tags(element, reading, word);
}

/* The next element: blanks part them, but not inside quotes. */
static bool word_next(struct slice *word, struct slice *rest)
{
	*rest = slice_trim(*rest);
	if (!rest->len)
		return false;
	bool quoted = false;
	size_t len = 0;
	for (; len < rest->len && (quoted || rest->at[len] != ' '); len++)
		quoted ^= rest->at[len] == '"';
	*word = (struct slice){ rest->at, len };
	rest->at += len;
	rest->len -= len;
	return true;
}

static bool pattern_read(struct construction *construction, const struct reading *reading, struct slice pattern)
{
	LIST(struct element) elements = { 0 };
	unsigned char bracket = 0, brackets = 0;
	struct slice word;
	while (word_next(&word, &pattern)) {
		if (slice_is(word, "[")) {
			bracket = ++brackets;
		} else if (slice_is(word, "]")) {
			bracket = 0;
		} else {
			struct element *element = list_add(reading->lexicon->arena, &elements);
			element->bracket = bracket;
			if (!element_read(element, reading, word))
				return false;
		}
	}
	if (!elements.len || elements.at[0].bracket || elements.at[0].absent)
		return reading_fails(reading, "a construction begins with what must be there, unlike", pattern);
	construction->elements = elements.at;
	construction->len = elements.len;
	for (size_t i = 0; i < elements.len; i++) {
		for (int k = 0; k < TAG_WORDS && !elements.at[i].bracket && !elements.at[i].absent; k++)
			construction->wanted.bits[k] |= elements.at[i].all.bits[k];
	}
	construction->key = TAGS_AT_MOST;
	for (unsigned tag = 0; tag < TAGS_AT_MOST; tag++) {
		bool first = tags_have(&elements.at[0].all, tag);
		if (tags_have(&construction->wanted, tag) && (!first || construction->key == TAGS_AT_MOST))
			construction->key = tag;
	}
	return true;
}

static bool makes_read(struct construction *construction, const struct reading *reading, struct slice makes)
{
	struct slice field;
	construction->kind = -1;
	while (word_next(&field, &makes)) {
		if (slice_is(field, "none")) {
			construction->none = true;
			continue;
		}
		if (slice_is(field, "per") || slice_is(field, "per=next")) {
			construction->none = true;
			construction->per = slice_is(field, "per") ? PER_ANY : PER_NEXT;
			continue;
		}
		struct slice key = { "", 0 }, value = field;
		enum figure_kind kind;
		slice_split(&key, &value, '=');
		if (slice_is(key, "kind") && figure_kind_read(value, &kind)) {
			construction->kind = (int)kind;
		} else if (slice_is(key, "unit") && value.at) {
			construction->has_unit = true;
			construction->unit = value;
		} else if (slice_is(key, "value") && value.len) {
			construction->value = value;
		} else if (slice_is(key, "form") && value.len) {
			construction->form = value;
		} else if (slice_is(key, "low") && value.len) {
			construction->low = value;
		} else if (slice_is(key, "high") && value.len) {
			construction->high = value;
		} else if (!slice_is(key, "approx") || !approx_read(value, &construction->approx)) {
			return reading_fails(reading, "cannot make", field);
		}
	}
	return true;
}

/* The rule of the file figures.rules that the figures of a construction stand on. */
static const struct rule *rule_named(const struct language *language, struct slice name)
{
	const struct rule *const *rules = NULL;
	size_t count = language_rules(language, &rules);
	for (size_t i = 0; i < count; i++) {
		if (rules[i]->kind == RULE_FIGURE && slice_is(name, rules[i]->name))
			return rules[i];
	}
	return NULL;
}

/* A number is worth stopping at anyway. */
static bool asks_for_number(const struct element *element)
{
	for (unsigned tag = 0; tag < TAG_UNIT; tag++) {
		if (tags_have(&element->all, tag))
			return true;
	}
	return false;
}

/* What to stop at so as not to miss a construction. */
static void grammar_add_seed(struct grammar *grammar, struct arena *arena, const struct construction *construction)
{
	const struct element *seed = &construction->elements[0];
	for (size_t i = 0; i < construction->len; i++) {
		const struct element *element = &construction->elements[i];
		if (!element->bracket && !element->absent && asks_for_number(element))
			return;
		if (element->seed)
			seed = element;
	}
	struct tags tags = seed->all;
	tags.bits[TAG_CAPITAL / 64] &= ~(UINT64_C(1) << TAG_CAPITAL % 64);   /* of places, not of words */
	tags.bits[TAG_AFTER_TEXT / 64] &= ~(UINT64_C(1) << TAG_AFTER_TEXT % 64);
	*list_add(arena, &grammar->seeds) = tags;
}

/* The constructions that begin with a tag and have the key. */
static struct keyed *grammar_keyed(struct grammar *grammar, struct arena *arena, unsigned tag, unsigned key)
{
	for (size_t i = 0; i < grammar->by_tag[tag].len; i++) {
		if (grammar->by_tag[tag].at[i].key == key)
			return &grammar->by_tag[tag].at[i];
	}
	struct keyed *keyed = list_add(arena, &grammar->by_tag[tag]);
	keyed->key = key;
	return keyed;
}

static bool takes_item(const struct element *element)
{
	return !element->bracket && !element->absent && element->follows == FOLLOWS_ITEM;
}

static void grammar_index(struct grammar *grammar, struct arena *arena)
{
	for (size_t i = 0; i < grammar->constructions.len; i++) {
		struct construction *construction = &grammar->constructions.at[i];
		const struct element *elements = construction->elements;
		unsigned tag = 0;
		if (construction->len > 1 && takes_item(&elements[0]) && takes_item(&elements[1]))
			construction->second = &elements[1];
		while (!tags_have(&elements[0].all, tag))
			tag++;
		*list_add(arena, &grammar_keyed(grammar, arena, tag, construction->key)->constructions) = construction;
		tags_add(&grammar->openers, tag);
		if (!construction->none || construction->per)
			grammar_add_seed(grammar, arena, construction);
	}
}

/* ---- */

bool figure_kind_read(struct slice name, enum figure_kind *kind)
{
	int found = name_find(name, kind_names, sizeof kind_names / sizeof *kind_names);
	*kind = found < 0 ? FIGURE_NUMBER : (enum figure_kind)found;
	return found >= 0;
}

bool approx_read(struct slice name, enum approx *approx)
{
	int found = name_find(name, approx_names, sizeof approx_names / sizeof *approx_names);
	*approx = found < 0 ? APPROX_NONE : (enum approx)found;
	return found >= 0;
}

bool counting_build(struct lexicon *lexicon, const struct table *table, struct error *error)
{
	for (size_t i = 0; table && i < table->len; i++) {
		const struct reading reading = { NULL, lexicon, table->file, table->rows[i].line, error };
		struct counted_row *row = list_add(lexicon->arena, &lexicon->counted);
		struct slice kind = { NULL, 0 };
		row->unit = row_column(&table->rows[i], 0);
		slice_split(&kind, &row->unit, ' ');
		if (!figure_kind_read(kind, &row->kind))
			return reading_fails(&reading, "no kind of figure is called", kind);
		struct slice ways = row_column(&table->rows[i], 1), name;
		while (ways.len && slice_split(&name, &ways, ' ')) {
			const struct way *way = way_named(name);
			if (!way)
				return reading_fails(&reading, "no way to look for what is counted is called", name);
			*list_add(lexicon->arena, &row->ways) = way;
		}
	}
	return true;
}

bool grammar_build(struct grammar *grammar, struct lexicon *lexicon, const struct table *table, struct error *error)
{
	struct reading reading = { grammar, lexicon, table->file, 0, error };
	for (size_t i = 0; i < table->len; i++) {
		const struct row *row = &table->rows[i];
		reading.line = row->line;
		struct construction *construction = list_add(lexicon->arena, &grammar->constructions);
		construction->order = i;
		construction->rule = rule_named(lexicon->language, row_column(row, 0));
		if (!pattern_read(construction, &reading, row_column(row, 1))
		    || !makes_read(construction, &reading, row_column(row, 2)))
			return false;
		if (!construction->rule && !construction->none)
			return reading_fails(&reading, "no rule of figures.rules is called", row_column(row, 0));
		struct element *first = &construction->elements[0];
		if (!tags_have_any(&first->all, &(struct tags){ { ~UINT64_C(0), ~UINT64_C(0), ~UINT64_C(0), ~UINT64_C(0) } }))
			return reading_fails(&reading, "no tag begins", row_column(row, 1));
	}
	grammar_index(grammar, lexicon->arena);
	return true;
}
