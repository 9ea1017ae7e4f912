/* json.c: see json.h. The only file that knows json-c: struct json is its struct json_object under a name of ours. */
#include "read/json.h"

#include <json-c/json.h>
#include <stdint.h>
#include <stdlib.h>

enum { DEEPEST = 64 };

struct json_parser {
	struct json_tokener *tokener;
};

/* ---- private from here ---- */

/* json-c counts references and so wants a pointer that is not const; what is asked for here changes nothing. */
static struct json_object *object_of(const struct json *json)
{
	return (struct json_object *)(uintptr_t)json;
}

static const struct json *json_of(struct json_object *object)
{
	return (const struct json *)object;
}

/* ---- */

struct json_parser *json_parser_open(void)
{
	struct json_parser *parser = malloc(sizeof *parser);
	if (!parser)
		return NULL;
	parser->tokener = json_tokener_new_ex(DEEPEST);
	if (!parser->tokener) {
		free(parser);
		return NULL;
	}
	/* what follows the value is looked at here, for a message that says so */
	json_tokener_set_flags(parser->tokener, JSON_TOKENER_STRICT | JSON_TOKENER_ALLOW_TRAILING_CHARS | JSON_TOKENER_VALIDATE_UTF8);
	return parser;
}

void json_parser_close(struct json_parser *parser)
{
	if (!parser)
		return;
	json_tokener_free(parser->tokener);
	free(parser);
}

struct json *json_parse(struct json_parser *parser, struct slice text, struct error *error)
{
	if (text.len > INT32_MAX) {
		error_set(error, ERROR_TOO_LARGE, "more than 2 GiB of JSON in one piece");
		return NULL;
	}
	json_tokener_reset(parser->tokener);
	struct json_object *object = json_tokener_parse_ex(parser->tokener, text.at, (int)text.len);
	enum json_tokener_error wrong = json_tokener_get_error(parser->tokener);
	size_t end = json_tokener_get_parse_end(parser->tokener);
	if (wrong == json_tokener_continue)
		error_set(error, ERROR_RECORD, "not JSON: it ends too early");
	else if (wrong != json_tokener_success)
		error_set(error, ERROR_RECORD, "not JSON at byte %zu: %s", end, json_tokener_error_desc(wrong));
	else if (slice_trim((struct slice){ text.at + end, text.len - end }).len)
		error_set(error, ERROR_RECORD, "not JSON: something follows it at byte %zu", end);
	else
		return (struct json *)object;
	json_object_put(object);
	return NULL;
}

void json_release(struct json *json)
{
	json_object_put(object_of(json));
}

enum json_kind json_kind(const struct json *json)
{
	switch (json_object_get_type(object_of(json))) {
	case json_type_boolean: return JSON_TRUTH;
	case json_type_double: case json_type_int: return JSON_NUMBER;
	case json_type_string: return JSON_STRING;
	case json_type_array: return JSON_LIST;
	case json_type_object: return JSON_OBJECT;
	default: return JSON_NULL;
	}
}

const struct json *json_field(const struct json *json, const char *name)
{
	struct json_object *value = NULL;
	if (json_kind(json) != JSON_OBJECT || !json_object_object_get_ex(object_of(json), name, &value))
		return NULL;
	return json_of(value);
}

bool json_has(const struct json *json, const char *name)
{
	return json_kind(json) == JSON_OBJECT && json_object_object_get_ex(object_of(json), name, NULL);
}

size_t json_count(const struct json *list)
{
	return json_kind(list) == JSON_LIST ? json_object_array_length(object_of(list)) : 0;
}

const struct json *json_element(const struct json *list, size_t i)
{
	return json_of(json_object_array_get_idx(object_of(list), i));
}

bool json_truth(const struct json *json)
{
	return json_kind(json) == JSON_TRUTH && json_object_get_boolean(object_of(json));
}

double json_number(const struct json *json)
{
	return json_kind(json) == JSON_NUMBER ? json_object_get_double(object_of(json)) : 0;
}

struct slice json_string(const struct json *json)
{
	if (json_kind(json) != JSON_STRING)
		return (struct slice){ NULL, 0 };
	struct json_object *object = object_of(json);
	return (struct slice){ json_object_get_string(object), (size_t)json_object_get_string_len(object) };
}

struct slice json_written(const struct json *json)
{
	if (json_kind(json) == JSON_NUMBER)
		return slice_from(json_object_get_string(object_of(json)));
	return json_string(json);
}
