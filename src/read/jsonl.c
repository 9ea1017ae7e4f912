/* jsonl.c: see jsonl.h. What comes out is copied: the parsed line is gone when jsonl_record returns, and where it
 * does not return, for lack of memory, when the next one begins. */
#include "read/jsonl.h"

#include <stdlib.h>

#include "read/date.h"
#include "read/json.h"

struct jsonl {
	struct json_parser *parser;
	struct json *record;            /* of the line at hand */
	struct record_fields fields;
};

/* ---- private from here ---- */

static void forget(struct jsonl *jsonl)
{
	json_release(jsonl->record);
	jsonl->record = NULL;
}

static struct slice copied(struct arena *arena, struct slice bytes)
{
	return (struct slice){ arena_string(arena, bytes), bytes.len };
}

static void fill(struct jsonl *jsonl, struct input *input, struct arena *arena)
{
	struct slice title = json_string(json_field(jsonl->record, jsonl->fields.title));
	struct slice date = json_string(json_field(jsonl->record, jsonl->fields.date));
	input->bytes = copied(arena, json_string(json_field(jsonl->record, jsonl->fields.text)));
	if (slice_trim(title).len)
		input->title = copied(arena, title);
	date.len = date_length(date);
	if (date.len)
		input->meta.date = copied(arena, date);
	input->decoded = input->well_formed = true;
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
	jsonl->parser = json_parser_open();
	if (!jsonl->parser) {
		free(jsonl);
		return NULL;
	}
	return jsonl;
}

void jsonl_close(struct jsonl *jsonl)
{
	if (!jsonl)
		return;
	forget(jsonl);
	json_parser_close(jsonl->parser);
	free(jsonl);
}

bool jsonl_recognise(struct slice head)
{
	if (slice_starts(head, SLICE("\xEF\xBB\xBF"))) {
		head.at += 3;
		head.len -= 3;
	}
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
	forget(jsonl);
	jsonl->record = json_parse(jsonl->parser, line, error);
	if (error->kind != ERROR_NONE)
		return false;
	if (json_kind(jsonl->record) != JSON_OBJECT)
		return error_set(error, ERROR_RECORD, "no JSON object");
	struct slice id = json_written(json_field(jsonl->record, jsonl->fields.id));
	if (id.len)
		input->id = arena_string(arena, id);
	const char *text = jsonl->fields.text;
	if (!json_has(jsonl->record, text))
		return error_set(error, ERROR_RECORD, "the record has no field \"%s\"", text);
	if (json_kind(json_field(jsonl->record, text)) != JSON_STRING)
		return error_set(error, ERROR_RECORD, "the record's field \"%s\" is no string", text);
	fill(jsonl, input, arena);
	forget(jsonl);
	return true;
}
