/* rule_file.c: a rule file (rules.h says what one looks like) goes in, rules and definitions in a language's book
 * come out. Nothing is compiled here: patterns stay as they are written, only literals of "need" are translated.
 * A pattern that goes on in the next line is joined without a blank, everything else with one. */
#include <stdio.h>
#include <stdlib.h>

#include "engine/book.h"

struct reader {
	struct arena *arena;
	struct language *language;
	const struct source *source;
	struct slice stem;              /* the file's name without its ending */
	struct error *error;
	unsigned line;                  /* of the word being read */
	struct rule *rule;              /* NULL before the first */
	bool kind_given;
	struct slice before, title;     /* the scene of the next example */
	struct rule lists;              /* where the lists of a rule grow before they are copied to their size */
	struct compiled compiled;
};

/* Leaves what the list grew in to the next rule, and gives the list a copy of its own size. */
#define TIGHTEN(arena, list, grown) do { \
	(grown)->at = (list)->at; \
	(grown)->room = (list)->room; \
	(list)->room = (list)->len; \
	(list)->at = (list)->len ? arena_take((arena), (list)->len * sizeof *(list)->at) : NULL; \
	if ((list)->len) \
		memcpy((list)->at, (grown)->at, (list)->len * sizeof *(list)->at); \
} while (0)

typedef bool word_reader(struct reader *reader, struct slice value);

static const char *const kind_names[RULE_KINDS] = {
	[RULE_BOILERPLATE] = "boilerplate", [RULE_TITLE] = "title", [RULE_SENTENCE] = "sentence",
	[RULE_FIGURE] = "figure", [RULE_CLAIM] = "claim", [RULE_RECOMMENDATION] = "recommendation",
	[RULE_ATTRIBUTION] = "attribution", [RULE_BOUNDARY] = "boundary", [RULE_PART] = "part", [RULE_VETO] = "veto"
};

/* ---- private from here ---- */

static bool fail(struct reader *reader, unsigned line, const char *problem, struct slice what)
{
	return error_set(reader->error, ERROR_RULE, "%s:%u: %s \"%.*s\"", reader->source->path, line, problem,
	                 (int)(what.len < 80 ? what.len : 80), what.at);
}

static bool kind_from(enum rule_kind *kind, struct slice name)
{
	for (size_t i = 0; i < RULE_KINDS; i++)
		if (slice_is(name, kind_names[i])) {
			*kind = (enum rule_kind)i;
			return true;
		}
	return false;
}

static bool is_name(struct slice name)
{
	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];
		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_'))
			return false;
	}
	return name.len > 0;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* The first word of a value, taken off its front. */
static struct slice first_word(struct slice *value)
{
	struct slice word = *value;
	for (word.len = 0; word.len < value->len && !is_blank(value->at[word.len]);)
		word.len++;
	*value = slice_trim((struct slice){ value->at + word.len, value->len - word.len });
	return word;
}

/* ---- what is checked when a rule is complete ---- */

static bool read_veto(struct reader *reader)
{
	struct rule *rule = reader->rule;
	if (rule->kind != RULE_VETO)
		return true;
	const char *of = rule_get(rule, "of");
	struct slice rest = slice_from(of ? of : ""), name;
	while (slice_split(&name, &rest, ',')) {
		enum rule_kind kind;
		if (!kind_from(&kind, name) || kind == RULE_VETO)
			return fail(reader, rule->line, "a veto needs \"set of=KIND\", it has", name);
		rule->compiled->veto |= 1u << kind;
	}
	return true;
}

/* What the rule is asked for by; always true. */
static bool rule_sort(struct rule *rule)
{
	static const char *const shapes[RULE_SORTS] = { [SORT_PREFIX] = "prefix", [SORT_SUFFIX] = "suffix", [SORT_BRACKET] = "bracket" };
	const unsigned pieces = 1u << SORT_PREFIX | 1u << SORT_SUFFIX | 1u << SORT_BRACKET;
	const char *shape = rule->kind == RULE_BOILERPLATE ? rule_get(rule, "shape") : NULL;
	rule->sort = rule->kind;
	for (unsigned sort = RULE_KINDS; shape && sort < RULE_SORTS; sort++)
		if (strcmp(shape, shapes[sort]) == 0)
			rule->sort = sort;
	rule->compiled->asked = 1u << rule->sort | rule->compiled->veto | (rule->compiled->veto >> RULE_BOILERPLATE & 1 ? pieces : 0);
	return true;
}

/* The rule's lists are complete: finds come first, whatever the file says. */
static void rule_tighten(struct reader *reader)
{
	struct rule *rule = reader->rule;
	struct compiled *compiled = rule->compiled;
	struct compiler *compiler = reader->language->book->compiler;
	struct cue *cues = arena_take(reader->arena, compiled->cues.len * sizeof *cues);
	size_t count = 0;
	TIGHTEN(reader->arena, &rule->fields, &reader->lists.fields);
	TIGHTEN(reader->arena, &rule->needs, &reader->lists.needs);
	TIGHTEN(reader->arena, &rule->finds, &reader->lists.finds);
	TIGHTEN(reader->arena, &rule->unlesses, &reader->lists.unlesses);
	TIGHTEN(reader->arena, &rule->examples, &reader->lists.examples);
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < compiled->cues.len; i++) {
			const struct cue *cue = &compiled->cues.at[i];
			if ((cue->kind == CUE_FIND) != (pass == 0))
				continue;
			cues[count] = (struct cue){
				.kind = cue->kind, .source = cue->source, .line = cue->line, .number = compiler->cue_count++, .next = compiler->cues
			};
			compiler->cues = &cues[count++];
		}
		if (pass == 0)
			compiled->finds = count;
	}
	reader->compiled.cues.at = compiled->cues.at;
	reader->compiled.cues.room = compiled->cues.room;
	compiled->cues.at = cues;
	compiled->cues.room = count;
}

static bool rule_end(struct reader *reader)
{
	struct rule *rule = reader->rule;
	if (!rule)
		return true;
	struct slice name = slice_from(rule->name);
	bool yes = false, no = false;
	for (size_t i = 0; i < rule->examples.len; i++) {
		yes = yes || rule->examples.at[i].verdict == EXAMPLE_YES;
		no = no || rule->examples.at[i].verdict == EXAMPLE_NO;
	}
	if (!reader->kind_given)
		return fail(reader, rule->line, "a rule without \"kind\":", name);
	/* figures may stand on tables alone */
	bool cue = rule->kind != RULE_FIGURE || rule->finds.len;
	if (cue && rule->finds.len == 0)
		return fail(reader, rule->line, "a rule without \"find\":", name);
	if (cue && rule->needs.len == 0)
		return fail(reader, rule->line, "a rule without \"need\" (write need * where it must always run):", name);
	if (!yes)
		return fail(reader, rule->line, "a rule without a \"yes\":", name);
	if (!no)
		return fail(reader, rule->line, "a rule without a \"no\":", name);
	if (reader->before.len || reader->title.len)
		return fail(reader, reader->line, "a scene without an example behind it:",
		            reader->before.len ? reader->before : reader->title);
	rule_tighten(reader);
	return read_veto(reader) && rule_sort(rule);
}

/* ---- words ---- */

static bool word_define(struct reader *reader, struct slice value)
{
	struct rulebook *book = reader->language->book;
	struct slice name = first_word(&value);
	if (!is_name(name))
		return fail(reader, reader->line, "bad name of a definition", name);
	if (value.len == 0)
		return fail(reader, reader->line, "a definition without a pattern:", name);
	for (size_t i = 0; i < book->definitions.len; i++)
		if (slice_equal(book->definitions.at[i].name, name) && slice_equal(book->definitions.at[i].file_stem, reader->stem))
			return fail(reader, reader->line, "duplicate definition", name);
	struct definition *definition = list_add(reader->arena, &book->definitions);
	*definition = (struct definition){ name, value, reader->stem, reader->source->path, reader->line };
	return true;
}

static bool word_rule(struct reader *reader, struct slice value)
{
	struct rulebook *book = reader->language->book;
	if (!rule_end(reader))
		return false;
	if (!is_name(value))
		return fail(reader, reader->line, "bad name of a rule", value);
	for (size_t i = book->rules.len; i-- > 0 && slice_equal(book->rules.at[i]->compiled->file_stem, reader->stem);)
		if (slice_is(value, book->rules.at[i]->name))
			return fail(reader, reader->line, "duplicate rule", value);
	struct rule *rule = arena_take(reader->arena, sizeof *rule);
	rule->name = arena_string(reader->arena, value);
	rule->id = arena_format(reader->arena, "%s/%.*s/%s", reader->language->code, (int)reader->stem.len,
	                        reader->stem.at, rule->name);
	rule->file = reader->source->path;
	rule->line = reader->line;
	rule->about = "";
	rule->language = reader->language;
	rule->number = book->rules.len;
	rule->fields = reader->lists.fields;
	rule->needs = reader->lists.needs;
	rule->finds = reader->lists.finds;
	rule->unlesses = reader->lists.unlesses;
	rule->examples = reader->lists.examples;
	rule->compiled = arena_take(reader->arena, sizeof *rule->compiled);
	rule->compiled->cues = reader->compiled.cues;
	rule->compiled->own = reader->source->own;
	rule->compiled->file_stem = reader->stem;
	*list_add(reader->arena, &book->rules) = rule;
	reader->rule = rule;
	reader->kind_given = false;
	return true;
}

static bool word_kind(struct reader *reader, struct slice value)
{
	if (reader->kind_given)
		return fail(reader, reader->line, "a second kind", value);
	reader->kind_given = true;
	return kind_from(&reader->rule->kind, value) || fail(reader, reader->line, "unknown kind", value);
}

static bool word_about(struct reader *reader, struct slice value)
{
	reader->rule->about = arena_string(reader->arena, value);
	return true;
}

static bool word_set(struct reader *reader, struct slice value)
{
	while (value.len) {
		size_t equals = 0, end;
		while (equals < value.len && value.at[equals] != '=' && value.at[equals] != ' ')
			equals++;
		struct slice key = { value.at, equals };
		if (equals == value.len || value.at[equals] != '=' || !is_name(key))
			return fail(reader, reader->line, "not KEY=VALUE:", value);
		bool quoted = equals + 1 < value.len && value.at[equals + 1] == '"';
		size_t start = equals + (quoted ? 2 : 1);
		for (end = start; end < value.len && (quoted ? value.at[end] != '"' : !is_blank(value.at[end]));)
			end++;
		if (quoted && end == value.len)
			return fail(reader, reader->line, "missing quote in", value);
		const char *name = arena_string(reader->arena, key);
		if (rule_get(reader->rule, name))
			return fail(reader, reader->line, "a second value of", key);
		struct field *field = list_add(reader->arena, &reader->rule->fields);
		field->key = name;
		field->value = arena_string(reader->arena, (struct slice){ value.at + start, end - start });
		end += quoted;
		value = slice_trim((struct slice){ value.at + end, value.len - end });
	}
	return true;
}

static bool word_need(struct reader *reader, struct slice value)
{
	size_t start = 0;
	reader->rule->compiled->need_line = reader->line;
	for (size_t i = 0; i <= value.len; i++) {
		if (i < value.len && value.at[i] == '\\') {
			i++;
			continue;
		}
		if (i < value.len && value.at[i] != '|')
			continue;
		struct slice need = slice_trim((struct slice){ value.at + start, i - start });
		if (need.len == 0)
			return fail(reader, reader->line, "an empty need in", value);
		*list_add(reader->arena, &reader->rule->needs) = need;
		reader->rule->compiled->always = reader->rule->compiled->always || slice_is(need, "*");
		start = i + 1;
	}
	return true;
}

static bool add_cue(struct reader *reader, struct slice value, enum cue_kind kind)
{
	struct rule *rule = reader->rule;
	if (value.len == 0)
		return fail(reader, reader->line, "an empty pattern in", slice_from(rule->name));
	*list_add(reader->arena, &rule->compiled->cues) = (struct cue){ .kind = kind, .source = value, .line = reader->line };
	if (kind == CUE_FIND)
		*list_add(reader->arena, &rule->finds) = value;
	else
		*list_add(reader->arena, &rule->unlesses) = value;
	return true;
}

static bool word_find(struct reader *reader, struct slice value)
{
	return add_cue(reader, value, CUE_FIND);
}

static bool word_unless(struct reader *reader, struct slice value)
{
	return add_cue(reader, value, CUE_UNLESS);
}

static bool word_unless_before(struct reader *reader, struct slice value)
{
	return add_cue(reader, value, CUE_BEFORE);
}

static bool word_unless_after(struct reader *reader, struct slice value)
{
	return add_cue(reader, value, CUE_AFTER);
}

/* The last " => ", or NULL. */
static const char *last_arrow(struct slice value)
{
	const char *found = NULL, *at = value.at, *stop = value.at + value.len;
	while (at < stop && (at = memchr(at, '=', (size_t)(stop - at)))) {
		if (at > value.at && stop - at > 2 && memcmp(at - 1, " => ", 4) == 0)
			found = at - 1;
		at++;
	}
	return found;
}

/* Pairs of [[ and ]], one after the other; of three brackets the inner one is text. */
static bool marks_are_balanced(struct slice text)
{
	bool open = false;
	for (size_t i = 0; i + 1 < text.len; i++) {
		char c = text.at[i];
		if ((c != '[' && c != ']') || text.at[i + 1] != c)
			continue;
		if (c == ']' && i + 2 < text.len && text.at[i + 2] == ']')
			continue;
		if (open != (c == ']'))
			return false;
		open = !open;
		i++;
	}
	return !open;
}

static bool add_example(struct reader *reader, struct slice value, int verdict)
{
	struct slice text = value, fields = { "", 0 };
	const char *arrow = last_arrow(value);
	if (arrow) {
		text = slice_trim((struct slice){ value.at, (size_t)(arrow - value.at) });
		fields = slice_trim((struct slice){ arrow + 4, value.len - (size_t)(arrow + 4 - value.at) });
	}
	if (text.len == 0)
		return fail(reader, reader->line, "an empty example of", slice_from(reader->rule->name));
	if (!marks_are_balanced(text))
		return fail(reader, reader->line, "unbalanced marks in", text);
	struct example *example = list_add(reader->arena, &reader->rule->examples);
	*example = (struct example){ .text = text, .fields = fields, .before = reader->before, .title = reader->title,
	                             .line = reader->line };
	example->verdict = verdict;
	reader->before = reader->title = (struct slice){ "", 0 };
	return true;
}

static bool word_yes(struct reader *reader, struct slice value)
{
	return add_example(reader, value, EXAMPLE_YES);
}

static bool word_no(struct reader *reader, struct slice value)
{
	return add_example(reader, value, EXAMPLE_NO);
}

static bool word_gap(struct reader *reader, struct slice value)
{
	return add_example(reader, value, EXAMPLE_GAP);
}

static bool word_slip(struct reader *reader, struct slice value)
{
	return add_example(reader, value, EXAMPLE_SLIP);
}

static bool word_before(struct reader *reader, struct slice value)
{
	reader->before = value;
	return true;
}

static bool word_title(struct reader *reader, struct slice value)
{
	reader->title = value;
	return true;
}

static const struct word {
	const char *name;
	word_reader *read;
	bool anywhere;                  /* also before the first rule */
	bool pattern;                   /* lines are joined without a blank */
} words[] = {
	{ "define", word_define, true, true },
	{ "rule", word_rule, true, false },
	{ "kind", word_kind, false, false },
	{ "about", word_about, false, false },
	{ "set", word_set, false, false },
	{ "need", word_need, false, false },
	{ "find", word_find, false, true },
	{ "unless", word_unless, false, true },
	{ "unless-before", word_unless_before, false, true },
	{ "unless-after", word_unless_after, false, true },
	{ "yes", word_yes, false, false },
	{ "no", word_no, false, false },
	{ "gap", word_gap, false, false },
	{ "slip", word_slip, false, false },
	{ "before", word_before, false, false },
	{ "title", word_title, false, false },
};

static const struct word *word_named(struct slice name)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (slice_is(name, words[i].name))
			return &words[i];
	return NULL;
}

/* The lines that continue the one whose value is given are taken off the front of rest and joined to it. */
static struct slice continued(struct reader *reader, struct slice value, const struct word *word, struct slice *rest,
                              unsigned *line)
{
	struct slice ahead = *rest, next;
	unsigned passed = 0;
	while (next_line(&next, &ahead)) {
		struct slice more = slice_trim(next);
		passed++;
		if (next.len && next.at[0] == '#')
			continue;
		if (more.len == 0 || !is_blank(next.at[0]))
			break;
		char *joined = arena_take(reader->arena, value.len + more.len + 2);
		size_t len = value.len;
		memcpy(joined, value.at, len);
		if (!word->pattern)
			joined[len++] = ' ';
		memcpy(joined + len, more.at, more.len);
		value = (struct slice){ joined, len + more.len };
		*rest = ahead;
		*line += passed;
		passed = 0;
	}
	return value;
}

static bool read_lines(struct reader *reader)
{
	struct slice rest = reader->source->bytes, line;
	unsigned number = 0;
	while (next_line(&line, &rest)) {
		number++;
		struct slice value = slice_trim(line);
		if (value.len == 0 || line.at[0] == '#')
			continue;
		reader->line = number;
		if (is_blank(line.at[0]))
			return fail(reader, number, "a continued line with nothing before it:", value);
		struct slice name = first_word(&value);
		const struct word *word = word_named(name);
		if (!word)
			return fail(reader, number, "unknown word", name);
		if (!word->anywhere && !reader->rule)
			return fail(reader, number, "before any \"rule\" there cannot be", name);
		if (!word->read(reader, continued(reader, value, word, &rest, &number)))
			return false;
	}
	return rule_end(reader);
}

/* Well-formed UTF-8 without NUL: the place of the first byte that is not, or the length. */
static size_t well_formed(struct slice bytes)
{
	const unsigned char *p = (const unsigned char *)bytes.at;
	size_t i = 0;
	if (bytes.len && memchr(p, '\0', bytes.len))
		return (size_t)((const unsigned char *)memchr(p, '\0', bytes.len) - p);
	while (i < bytes.len) {
		uint64_t eight;
		while (bytes.len - i >= sizeof eight && (memcpy(&eight, p + i, sizeof eight), (eight & 0x8080808080808080u) == 0))
			i += sizeof eight;
		if (i == bytes.len || p[i] < 0x80) {
			i += i < bytes.len;
			continue;
		}
		size_t more = p[i] >= 0xF0 ? 3 : p[i] >= 0xE0 ? 2 : 1;
		if (p[i] < 0xC2 || p[i] > 0xF4 || bytes.len - i <= more)
			return i;
		if ((p[i] == 0xE0 && p[i + 1] < 0xA0) || (p[i] == 0xED && p[i + 1] > 0x9F) || (p[i] == 0xF0 && p[i + 1] < 0x90)
		    || (p[i] == 0xF4 && p[i + 1] > 0x8F))
			return i;
		for (size_t k = 1; k <= more; k++)
			if ((p[i + k] & 0xC0) != 0x80)
				return i;
		i += more + 1;
	}
	return i;
}

/* ---- */

bool rule_file_read(struct language *language, struct arena *arena, const struct source *source, struct error *error)
{
	struct reader reader = {
		.arena = arena, .language = language, .source = source, .error = error,
		.stem = { source->name.at, source->name.len - strlen(".rules") }
	};
	/* what is built in has been looked at by the tests */
	size_t good = source->own ? well_formed(source->bytes) : source->bytes.len;
	if (good < source->bytes.len) {
		unsigned line = 1;
		for (size_t i = 0; i < good; i++)
			line += source->bytes.at[i] == '\n';
		return error_set(error, ERROR_RULE, "%s:%u: not UTF-8", source->path, line);
	}
	return read_lines(&reader);
}

const char *rule_kind_name(enum rule_kind kind)
{
	return kind_names[kind];
}
