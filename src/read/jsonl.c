/* jsonl.c: see jsonl.h. The only file that knows json-c. What comes out is copied: the parsed line is gone when
 * jsonl_record returns, also when it returns by running out of memory. */
#include "read/jsonl.h"

#include <json-c/json.h>
#include <stdlib.h>

#include "read/date.h"

struct jsonl {
	struct json_tokener *tokener;
	struct json_object *record;     /* of the line at hand */
	struct record_fields fields;
};

/* ---- private from here ---- */

static void forget(struct jsonl *jsonl)
{
	json_object_put(jsonl->record);
	jsonl->record = NULL;
}

static struct json_object *field(const struct jsonl *jsonl, const char *name)
{
	struct json_object *value = NULL;
	json_object_object_get_ex(jsonl->record, name, &value);
	return value;
}

static struct slice string_of(struct json_object *value)
{
	const char *string = json_object_get_string(value);
	if (!json_object_is_type(value, json_type_string))
		return slice_from(string);
	return (struct slice){ string, (size_t)json_object_get_string_len(value) };
}

static struct slice copied(struct arena *arena, struct slice bytes)
{
	return (struct slice){ arena_string(arena, bytes), bytes.len };
}

/* A title that is null or a number is no title. */
static struct slice optional(const struct jsonl *jsonl, const char *name)
{
	struct json_object *value = field(jsonl, name);
	if (!json_object_is_type(value, json_type_string))
		return (struct slice){ NULL, 0 };
	return string_of(value);
}

static bool parse(struct jsonl *jsonl, struct slice line, struct error *error)
{
	forget(jsonl);
	json_tokener_reset(jsonl->tokener);
	if (line.len > INT32_MAX)
		return error_set(error, ERROR_TOO_LARGE, "record of more than 2 GiB");
	jsonl->record = json_tokener_parse_ex(jsonl->tokener, line.at, (int)line.len);
	enum json_tokener_error wrong = json_tokener_get_error(jsonl->tokener);
	if (wrong == json_tokener_continue)
		return error_set(error, ERROR_RECORD, "not JSON: the line ends too early");
	if (wrong != json_tokener_success)
		return error_set(error, ERROR_RECORD, "not JSON: %s", json_tokener_error_desc(wrong));
	if (slice_trim((struct slice){ line.at + json_tokener_get_parse_end(jsonl->tokener),
	                               line.len - json_tokener_get_parse_end(jsonl->tokener) }).len)
		return error_set(error, ERROR_RECORD, "not JSON: something follows the object");
	if (!json_object_is_type(jsonl->record, json_type_object))
		return error_set(error, ERROR_RECORD, "not a JSON object");
	return true;
}

/* ---- */

struct jsonl *jsonl_open(const struct record_fields *fields)
{
	struct jsonl *jsonl = calloc(1, sizeof *jsonl);
	if (!jsonl)
		return NULL;
	jsonl->fields = (struct record_fields){
		fields->text ? fields->text : "text", fields->id ? fields->id : "id",
		fields->title ? fields->title : "title", fields->date ? fields->date : "date"
	};
	jsonl->tokener = json_tokener_new();
	if (!jsonl->tokener) {
		free(jsonl);
		return NULL;
	}
	json_tokener_set_flags(jsonl->tokener, JSON_TOKENER_STRICT | JSON_TOKENER_ALLOW_TRAILING_CHARS | JSON_TOKENER_VALIDATE_UTF8);
	return jsonl;
}

void jsonl_close(struct jsonl *jsonl)
{
	if (!jsonl)
		return;
	forget(jsonl);
	json_tokener_free(jsonl->tokener);
	free(jsonl);
}

bool jsonl_recognise(struct slice head)
{
	head = slice_trim(head);
	if (!head.len || head.at[0] != '{')
		return false;
	do {
		head.at++;
		head.len--;
	} while (head.len && (head.at[0] == ' ' || head.at[0] == '\t'));
	return head.len && head.at[0] == '"';
}

bool jsonl_record(struct jsonl *jsonl, struct input *input, struct arena *arena, struct slice line, struct error *error)
{
	if (!parse(jsonl, line, error))
		return false;
	struct json_object *id = field(jsonl, jsonl->fields.id), *text = field(jsonl, jsonl->fields.text);
	if (json_object_is_type(id, json_type_string) || json_object_is_type(id, json_type_int))
		input->id = arena_string(arena, string_of(id));
	if (!json_object_is_type(text, json_type_string))
		return error_set(error, ERROR_RECORD, text ? "field \"%s\" of the record is no string" : "no field \"%s\" in the record",
		                 jsonl->fields.text);
	struct slice title = optional(jsonl, jsonl->fields.title), date = optional(jsonl, jsonl->fields.date);
	input->bytes = copied(arena, string_of(text));
	if (slice_trim(title).len)
		input->title = copied(arena, title);
	if (date_length(date))
		input->date = copied(arena, (struct slice){ date.at, date_length(date) });
	input->decoded = true;
	forget(jsonl);
	return true;
}
