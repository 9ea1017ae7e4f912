/* json.c: see json.h. A text in, its values out, in one pass and without recursion.
 *
 * What you would not guess: the text is copied once and the strings stay in the copy, where what stood behind a backslash
 * is put in place; so a long string costs what it takes to find its end. Control characters in strings are let through, as
 * most readers do. */
#include "read/json.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/text.h"
#include "read/charset.h"

enum { DEEPEST = 64 };

struct json {
	enum json_kind kind;
	bool truth;
	struct slice name;              /* of a field */
	struct slice text;              /* of a string; of a number as it is written */
	struct json *first, *next;      /* of a list or an object what is in it; what follows in that */
	size_t count;
	const struct json **elements;   /* of a list */
};

/* A whole value holds the memory of all that is in it. */
struct root {
	struct json json;
	struct arena arena;
};

struct json_parser {
	struct error *error;
	struct arena *arena;
	char *start, *at, *stop;
	struct json *open[DEEPEST];     /* the lists and objects around the place */
	struct json **end[DEEPEST];     /* where the next thing in each is hung */
	size_t depth;
};

/* ---- private from here ---- */

static bool wrong(struct json_parser *parser, const char *at, const char *what)
{
	if (at >= parser->stop)
		return error_set(parser->error, ERROR_RECORD, "not JSON: it ends too early");
	return error_set(parser->error, ERROR_RECORD, "not JSON at byte %zu: %s", (size_t)(at - parser->start), what);
}

static void skip_blanks(struct json_parser *parser)
{
	while (parser->at < parser->stop && (*parser->at == ' ' || *parser->at == '\n' || *parser->at == '\r' || *parser->at == '\t'))
		parser->at++;
}

static bool is_next(struct json_parser *parser, char c)
{
	skip_blanks(parser);
	if (parser->at == parser->stop || *parser->at != c)
		return false;
	parser->at++;
	return true;
}

/* ---- strings ---- */

static bool hex_unit(const struct json_parser *parser, const char *at, uint32_t *unit)
{
	*unit = 0;
	for (size_t i = 0; i < 4; i++) {
		char c = at + i < parser->stop ? at[i] : 'x', letter = (char)(c | 0x20);
		if (c >= '0' && c <= '9')
			*unit = *unit << 4 | (uint32_t)(c - '0');
		else if (letter >= 'a' && letter <= 'f')
			*unit = *unit << 4 | (uint32_t)(letter - 'a' + 10);
		else
			return false;
	}
	return true;
}

/* What stands behind the backslash at from; moves on to behind it. */
static bool read_escape(struct json_parser *parser, char **from, char **to)
{
	static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
	char *at = *from + 1;
	const char *letter = at < parser->stop && *at ? strchr(letters, *at) : NULL;
	uint32_t unit, second;
	if (letter) {
		*(*to)++ = meant[letter - letters];
		*from = at + 1;
		return true;
	}
	if (at == parser->stop || *at != 'u' || !hex_unit(parser, at + 1, &unit))
		return wrong(parser, at, "invalid string sequence");
	at += 5;
	/* halves that have lost one another are no characters */
	if ((unit & 0xFC00) == 0xD800 && at + 1 < parser->stop && at[0] == '\\' && at[1] == 'u' && hex_unit(parser, at + 2, &second)
	    && (second & 0xFC00) == 0xDC00) {
		unit = 0x10000 + ((unit & 0x3FF) << 10 | (second & 0x3FF));
		at += 6;
	} else if ((unit & 0xF800) == 0xD800) {
		unit = 0xFFFD;
	}
	char bytes[4];
	size_t len = text_encode(unit, bytes);
	memcpy(*to, bytes, len);
	*to += len;
	*from = at;
	return true;
}

/* A string, the opening quote of which has been read. */
static bool read_string(struct json_parser *parser, struct slice *string)
{
	char *from = parser->at, *to = from, *start = from, *quote = NULL;
	for (;;) {
		if (!quote || quote < from)
			quote = from < parser->stop ? memchr(from, '"', (size_t)(parser->stop - from)) : NULL;
		if (!quote)
			return wrong(parser, parser->stop, "");
		char *escape = memchr(from, '\\', (size_t)(quote - from));
		size_t plain = (size_t)((escape ? escape : quote) - from);
		if (to != from)
			memmove(to, from, plain);
		to += plain;
		from += plain;
		if (!escape)
			break;
		if (!read_escape(parser, &from, &to))
			return false;
	}
	*string = (struct slice){ start, (size_t)(to - start) };
	parser->at = quote + 1;
	return true;
}

/* ---- other values ---- */

static size_t digits(struct json_parser *parser)
{
	const char *start = parser->at;
	while (parser->at < parser->stop && *parser->at >= '0' && *parser->at <= '9')
		parser->at++;
	return (size_t)(parser->at - start);
}

static bool read_number(struct json_parser *parser, struct json *json)
{
	const char *start = parser->at;
	parser->at += *parser->at == '-';
	const char *whole = parser->at;
	size_t count = digits(parser);
	bool good = count == 1 || (count > 1 && *whole != '0');
	if (good && parser->at < parser->stop && *parser->at == '.') {
		parser->at++;
		good = digits(parser) > 0;
	}
	if (good && parser->at < parser->stop && (*parser->at | 0x20) == 'e') {
		parser->at++;
		parser->at += parser->at < parser->stop && (*parser->at == '+' || *parser->at == '-');
		good = digits(parser) > 0;
	}
	json->kind = JSON_NUMBER;
	json->text = (struct slice){ start, (size_t)(parser->at - start) };
	return good || wrong(parser, parser->at, "number expected");
}

static bool read_word(struct json_parser *parser, struct json *json)
{
	static const struct { struct slice word; enum json_kind kind; bool truth; } words[] = {
		{ { "true", 4 }, JSON_TRUTH, true }, { { "false", 5 }, JSON_TRUTH, false }, { { "null", 4 }, JSON_NULL, false }
	};
	struct slice rest = { parser->at, (size_t)(parser->stop - parser->at) };
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (slice_starts(rest, words[i].word)) {
			json->kind = words[i].kind;
			json->truth = words[i].truth;
			parser->at += words[i].word.len;
			return true;
		}
	return wrong(parser, parser->at, "unexpected character");
}

/* ---- the whole ---- */

static bool open(struct json_parser *parser, struct json *json, enum json_kind kind)
{
	json->kind = kind;
	if (parser->depth == DEEPEST)
		return wrong(parser, parser->at, "nesting too deep");
	parser->open[parser->depth] = json;
	parser->end[parser->depth++] = &json->first;
	parser->at++;
	return true;
}

static void close(struct json_parser *parser)
{
	struct json *json = parser->open[--parser->depth];
	if (json->kind != JSON_LIST)
		return;
	json->elements = arena_take(parser->arena, (json->count + 1) * sizeof *json->elements);
	size_t i = 0;
	for (const struct json *element = json->first; element; element = element->next)
		json->elements[i++] = element;
}

/* A value, or the beginning of one that holds others. */
static bool read_value(struct json_parser *parser, struct json *json)
{
	skip_blanks(parser);
	if (parser->at == parser->stop)
		return wrong(parser, parser->stop, "");
	switch (*parser->at) {
	case '"':
		parser->at++;
		json->kind = JSON_STRING;
		return read_string(parser, &json->text);
	case '{':
		return open(parser, json, JSON_OBJECT);
	case '[':
		return open(parser, json, JSON_LIST);
	case '-': case '0': case '1': case '2': case '3': case '4': case '5': case '6': case '7': case '8': case '9':
		return read_number(parser, json);
	default:
		return read_word(parser, json);
	}
}

/* The next thing in the innermost list or object, or its end. */
static bool read_inside(struct json_parser *parser)
{
	struct json *outer = parser->open[parser->depth - 1];
	bool object = outer->kind == JSON_OBJECT;
	if (is_next(parser, object ? '}' : ']')) {
		close(parser);
		return true;
	}
	if (outer->count && !is_next(parser, ','))
		return wrong(parser, parser->at, object ? "object value separator ',' expected" : "array value separator ',' expected");
	struct json *json = arena_take(parser->arena, sizeof *json), ***end = &parser->end[parser->depth - 1];
	**end = json;
	*end = &json->next;
	outer->count++;
	if (object && !is_next(parser, '"'))
		return wrong(parser, parser->at, "quoted object property name expected");
	if (object && !read_string(parser, &json->name))
		return false;
	if (object && !is_next(parser, ':'))
		return wrong(parser, parser->at, "object property name separator ':' expected");
	return read_value(parser, json);
}

static bool read_all(struct json_parser *parser, struct json *json)
{
	if (!read_value(parser, json))
		return false;
	while (parser->depth)
		if (!read_inside(parser))
			return false;
	skip_blanks(parser);
	return parser->at == parser->stop
	       || error_set(parser->error, ERROR_RECORD, "not JSON: something follows it at byte %zu", (size_t)(parser->at - parser->start));
}

/* ---- */

struct json_parser *json_parser_open(void)
{
	return calloc(1, sizeof(struct json_parser));
}

void json_parser_close(struct json_parser *parser)
{
	free(parser);
}

struct json *json_parse(struct json_parser *parser, struct slice text, struct error *error)
{
	struct root *root = calloc(1, sizeof *root);
	size_t good = utf8_good(text, 0);
	if (root)
		arena_init(&root->arena);
	if (!root || !ARENA_GUARD(&root->arena)) {
		if (root)
			json_release(&root->json);
		error_set(error, ERROR_MEMORY, "out of memory");
		return NULL;
	}
	parser->error = error;
	parser->arena = &root->arena;
	parser->start = parser->at = arena_string(&root->arena, text);
	parser->stop = parser->start + text.len;
	parser->depth = 0;
	bool read = good == text.len ? read_all(parser, &root->json) : wrong(parser, parser->start + good, "invalid utf-8 string");
	ARENA_UNGUARD(&root->arena);
	if (read)
		return &root->json;
	json_release(&root->json);
	return NULL;
}

void json_release(struct json *json)
{
	struct root *root = (struct root *)json;        /* it begins with its value */
	if (root)
		arena_release(&root->arena);
	free(root);
}

enum json_kind json_kind(const struct json *json)
{
	return json ? json->kind : JSON_NULL;
}

const struct json *json_field(const struct json *json, const char *name)
{
	const struct json *found = NULL;        /* the last of several, as is the custom */
	for (const struct json *field = json_kind(json) == JSON_OBJECT ? json->first : NULL; field; field = field->next)
		if (slice_is(field->name, name))
			found = field;
	return found;
}

bool json_has(const struct json *json, const char *name)
{
	return json_field(json, name) != NULL;
}

size_t json_count(const struct json *list)
{
	return json_kind(list) == JSON_LIST ? list->count : 0;
}

const struct json *json_element(const struct json *list, size_t i)
{
	return i < json_count(list) ? list->elements[i] : NULL;
}

bool json_truth(const struct json *json)
{
	return json_kind(json) == JSON_TRUTH && json->truth;
}

double json_number(const struct json *json)
{
	if (json_kind(json) != JSON_NUMBER)
		return 0;
	/* not strtod, which listens to the locale; exact for up to fifteen digits */
	double value = 0, power = 1;
	int places = 0, exponent = 0;
	bool point = false, minus = json->text.at[0] == '-', small = false;
	size_t i = minus;
	for (; i < json->text.len && (json->text.at[i] | 0x20) != 'e'; i++) {
		if (json->text.at[i] == '.') {
			point = true;
			continue;
		}
		value = value * 10 + (json->text.at[i] - '0');
		places += point;
	}
	for (i++; i < json->text.len && exponent < 1000; i++) {
		if (json->text.at[i] >= '0' && json->text.at[i] <= '9')
			exponent = exponent * 10 + (json->text.at[i] - '0');
		small |= json->text.at[i] == '-';
	}
	exponent = (small ? -exponent : exponent) - places;
	for (int n = exponent < 0 ? -exponent : exponent; n > 0 && n < 1000; n--)
		power *= 10;
	value = exponent < 0 ? value / power : value * power;
	return minus ? -value : value;
}

struct slice json_string(const struct json *json)
{
	return json_kind(json) == JSON_STRING ? json->text : (struct slice){ NULL, 0 };
}

struct slice json_written(const struct json *json)
{
	return json_kind(json) == JSON_NUMBER ? json->text : json_string(json);
}
