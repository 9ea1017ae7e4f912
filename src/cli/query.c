/* query.c: see query.h.
 *
 * The index of grams selects sentences that can contain the words; whether they do is seen in the sentence itself
 * (query_find). Conditions become EXISTS clauses over the tables of items. */
#include "cli/query.h"

#include <stdlib.h>

#include "write/grams.h"
#include "write/record.h"

/* ---- private from here: conditions ---- */

/* A field that can be asked for: the tables that have it, and what must hold of a row i; %s is the comparison. */
struct field {
	const char *name;
	const char *tables[3];
	const char *holds;
	bool part;                      /* a part of it is enough */
};

static const struct field fields[] = {
	{ "speaker", { "claims", "recommendations" }, "(i.speaker_name LIKE ?1 ESCAPE '\\' OR i.speaker_text LIKE ?1 ESCAPE '\\')", true },
	{ "target", { "recommendations" }, "(i.target_name LIKE ?1 ESCAPE '\\' OR i.target_text LIKE ?1 ESCAPE '\\')", true },
	{ "action", { "recommendations" }, "i.action_text LIKE ?1 ESCAPE '\\'", true },
	{ "of", { "figures" }, "i.of_text LIKE ?1 ESCAPE '\\'", true },
	{ "unit", { "figures" }, "i.unit=?1", false },
	{ "voice", { "claims", "recommendations" }, "i.voice=?1", false },
	{ "stance", { "claims" }, "i.stance=?1", false },
	{ "quote", { "claims" }, "i.quote=?1", false },
	{ "strength", { "recommendations" }, "i.strength=?1", false },
	{ "polarity", { "recommendations" }, "i.polarity=?1", false },
	{ "rule", { "figures", "recommendations" }, "i.rule=?1", false },
	{ "id", { NULL }, "d.id LIKE ?1 ESCAPE '\\'", true },
	{ "title", { NULL }, "d.title_text LIKE ?1 ESCAPE '\\'", true },
	{ "date", { NULL }, "d.source_date LIKE ?2 ESCAPE '\\'", false },
	{ "lang", { NULL }, "d.lang=?1", false },
};

static bool is_word(const char *const *words, struct slice word)
{
	for (; *words; words++)
		if (**words && slice_is(word, *words))
			return true;
	return false;
}

static size_t add_text(struct query *query, struct arena *arena, const char *before, struct slice text, const char *after, bool like)
{
	size_t head = strlen(before), tail = strlen(after);
	char *copy = arena_take(arena, head + 2 * text.len + tail + 1), *to = copy + head;
	memcpy(copy, before, head);
	for (size_t i = 0; i < text.len; i++) {
		if (like && memchr("%_\\", text.at[i], 3))
			*to++ = '\\';
		*to++ = text.at[i];
	}
	memcpy(to, after, tail);
	list_add(arena, &query->parameters)->text = (struct slice){ copy, (size_t)(to - copy) + tail };
	return query->parameters.len;
}

/* "?1" becomes the parameter's number. */
static void print_holds(struct out *sql, const char *holds, size_t parameter)
{
	for (; *holds; holds++) {
		if (*holds == '?') {
			out_format(sql, "?%zu", parameter);
			holds++;
		} else {
			out_char(sql, *holds);
		}
	}
}

static void add_condition(struct query *query, const struct field *field, size_t parameter)
{
	struct out *sql = &query->sql;
	out_string(sql, " AND (");
	if (!field->tables[0])
		print_holds(sql, field->holds, parameter);
	for (size_t i = 0; field->tables[i]; i++) {
		out_format(sql, "%sEXISTS(SELECT 1 FROM %s i WHERE i.document=s.document AND i.sentence=s.n AND ", i ? " OR " : "", field->tables[i]);
		print_holds(sql, field->holds, parameter);
		out_char(sql, ')');
	}
	out_char(sql, ')');
}

static bool field_condition(struct query *query, struct slice name, struct slice value, struct arena *arena, struct error *error)
{
	if (slice_is(name, "kind")) {
		struct field kind = { "kind", { is_word(claim_kind_words, value) ? "claims" : "figures" }, NULL, true };
		if (!is_word(claim_kind_words, value) && !is_word(figure_kind_words, value))
			return error_set(error, ERROR_USAGE, "there is no kind \"%.*s\"", (int)value.len, value.at);
		kind.holds = is_word(claim_kind_words, value) ? "i.kinds LIKE ?1" : "i.kind LIKE ?1";
		bool claim = is_word(claim_kind_words, value);
		add_condition(query, &kind, add_text(query, arena, claim ? "%\"" : "", value, claim ? "\"%" : "", false));
		return true;
	}
	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
		if (!slice_is(name, fields[i].name))
			continue;
		bool begins = slice_is(name, "date");
		add_condition(query, &fields[i], add_text(query, arena, fields[i].part ? "%" : "", value,
		                                          fields[i].part || begins ? "%" : "", fields[i].part || begins));
		return true;
	}
	return error_set(error, ERROR_USAGE, "a search knows no field \"%.*s\"", (int)name.len, name.at);
}

/* money>1000: a figure of that kind; value>1000: of any. */
static bool number_condition(struct query *query, struct slice name, struct slice sign, struct slice value,
                             struct arena *arena, struct error *error)
{
	char *digits = arena_string(arena, value), *end;
	double number = strtod(digits, &end);
	bool checkable = slice_is(name, "checkable");
	if (!value.len || *end)
		return error_set(error, ERROR_USAGE, "no number: \"%s\"", digits);
	if (!checkable && !slice_is(name, "value") && !is_word(figure_kind_words, name))
		return error_set(error, ERROR_USAGE, "a search knows no number \"%.*s\"", (int)name.len, name.at);
	list_add(arena, &query->parameters)->number = number;
	query->parameters.at[query->parameters.len - 1].is_number = true;
	size_t parameter = query->parameters.len;
	if (checkable) {
		out_format(&query->sql, " AND EXISTS(SELECT 1 FROM claims i WHERE i.document=s.document AND i.sentence=s.n AND i.checkable%.*s?%zu)",
		           (int)sign.len, sign.at, parameter);
		return true;
	}
	/* of a range its upper end is compared with what it should exceed, its lower one with what it should not reach */
	const char *amount = sign.at[0] == '>' ? "coalesce(i.value,i.high,i.low)" : "coalesce(i.value,i.low,i.high)";
	out_format(&query->sql, " AND EXISTS(SELECT 1 FROM figures i WHERE i.document=s.document AND i.sentence=s.n"
	           " AND typeof(%s) IN ('integer','real') AND %s%.*s?%zu", amount, amount, (int)sign.len, sign.at, parameter);
	if (!slice_is(name, "value"))
		out_format(&query->sql, " AND i.kind='%.*s'", (int)name.len, name.at);
	out_char(&query->sql, ')');
	return true;
}

/* ---- words ---- */

static bool add_word(struct query *query, struct slice word, struct arena *arena, struct out *match)
{
	bool begins = word.len && word.at[word.len - 1] == '*';
	struct slice letters = { word.at, word.len - begins };
	struct out asked;
	out_init(&asked);
	grams_asked(&asked, letters);
	if (begins && asked.len && asked.bytes[asked.len - 1] != '*')
		out_char(&asked, '*');
	bool found = asked.len > 0, failed = asked.failed;
	out_slice(match, (struct slice){ asked.bytes, asked.len });
	out_release(&asked);
	if (failed)
		arena_fail(arena);
	if (found)
		*list_add(arena, &query->words) = word;
	return found;
}

static bool read_term(struct query *query, struct slice term, struct out *match, struct arena *arena, struct error *error)
{
	size_t name = 0, sign = 0;
	while (name < term.len && ((term.at[name] >= 'a' && term.at[name] <= 'z') || term.at[name] == '_'))
		name++;
	struct slice value = { term.at + name, term.len - name };
	while (sign < value.len && sign < 2 && memchr("<>=", value.at[sign], 3))
		sign++;
	if (name && sign)
		return number_condition(query, (struct slice){ term.at, name }, (struct slice){ value.at, sign },
		                        (struct slice){ value.at + sign, value.len - sign }, arena, error);
	if (name && value.len > 1 && value.at[0] == ':') {
		struct slice wanted = { value.at + 1, value.len - 1 };
		if (wanted.len > 1 && wanted.at[0] == '"' && wanted.at[wanted.len - 1] == '"')
			wanted = (struct slice){ wanted.at + 1, wanted.len - 2 };
		return field_condition(query, (struct slice){ term.at, name }, wanted, arena, error);
	}
	if (term.len > 1 && term.at[0] == '"' && term.at[term.len - 1] == '"')
		term = (struct slice){ term.at + 1, term.len - 2 };
	if (!add_word(query, term, arena, match))
		return error_set(error, ERROR_USAGE, "nothing to look for in \"%.*s\"", (int)term.len, term.at);
	return true;
}

/* A term ends at a blank that is not in quotes. */
static bool next_term(struct slice *term, struct slice *rest)
{
	bool quoted = false;
	*rest = slice_trim(*rest);
	size_t i = 0;
	for (; i < rest->len && (quoted || !memchr(" \t\n", rest->at[i], 3)); i++)
		quoted ^= rest->at[i] == '"';
	*term = (struct slice){ rest->at, i };
	*rest = (struct slice){ rest->at + i, rest->len - i };
	return i > 0;
}

/* ---- finding ---- */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The kind of the character that ends before at. */
static enum letter_kind kind_before(struct slice text, size_t at)
{
	size_t length;
	unsigned small;
	if (!at)
		return LETTER_NONE;
	do
		at--;
	while (at && ((unsigned char)text.at[at] & 0xC0) == 0x80);
	return letter_read((struct slice){ text.at + at, text.len - at }, &length, &small);
}

static enum letter_kind kind_at(struct slice text, size_t at)
{
	size_t length;
	unsigned small;
	return at < text.len ? letter_read((struct slice){ text.at + at, text.len - at }, &length, &small) : LETTER_NONE;
}

/* How far word reaches in text from at, or 0. */
static size_t matches(struct slice word, struct slice text, size_t at)
{
	size_t i = 0, from = at;
	bool begins = word.at[word.len - 1] == '*';
	word.len -= begins;
	if (kind_at(text, at) == LETTER_OTHER && kind_before(text, at) == LETTER_OTHER)
		return 0;
	while (i < word.len) {
		size_t length, in_text;
		unsigned small, in_text_small;
		if (is_blank(word.at[i])) {
			if (at >= text.len || !is_blank(text.at[at]))
				return 0;
			while (i < word.len && is_blank(word.at[i]))
				i++;
			while (at < text.len && is_blank(text.at[at]))
				at++;
			continue;
		}
		if (at >= text.len)
			return 0;
		letter_read((struct slice){ word.at + i, word.len - i }, &length, &small);
		letter_read((struct slice){ text.at + at, text.len - at }, &in_text, &in_text_small);
		if (small != in_text_small)
			return 0;
		i += length;
		at += in_text;
	}
	if (!begins && kind_before(text, at) == LETTER_OTHER && kind_at(text, at) == LETTER_OTHER)
		return 0;
	return at - from;
}

/* ---- */

bool query_read(struct query *query, struct slice words, struct arena *arena, struct error *error)
{
	struct out match;
	struct slice term;
	*query = (struct query){ .words = { 0 } };
	out_init(&query->sql);
	out_init(&match);
	out_string(&query->sql, "SELECT d.id,s.n,s.start,s.source_start,s.source_stop,s.text FROM sentences s JOIN documents d ON d.key=s.document WHERE 1");
	while (next_term(&term, &words) && read_term(query, term, &match, arena, error))
		;
	if (error->kind == ERROR_NONE && !query->words.len && !query->parameters.len)
		error_set(error, ERROR_USAGE, "the search is empty");
	if (error->kind == ERROR_NONE && match.len) {
		size_t parameter = add_text(query, arena, "", (struct slice){ match.bytes, match.len }, "", false);
		out_format(&query->sql, " AND s.key IN (SELECT rowid FROM grams WHERE grams MATCH ?%zu)", parameter);
	}
	out_string(&query->sql, " ORDER BY d.n,d.key,s.n");
	out_char(&query->sql, '\0');
	if (match.failed || query->sql.failed)
		error_set(error, ERROR_MEMORY, "out of memory");
	out_release(&match);
	return error->kind == ERROR_NONE;
}

void query_release(struct query *query)
{
	out_release(&query->sql);
}

struct slice query_find(struct slice word, struct slice text, size_t from)
{
	for (size_t at = from; at < text.len; at++) {
		if (((unsigned char)text.at[at] & 0xC0) == 0x80)
			continue;
		size_t len = matches(word, text, at);
		if (len)
			return (struct slice){ text.at + at, len };
	}
	return (struct slice){ NULL, 0 };
}
