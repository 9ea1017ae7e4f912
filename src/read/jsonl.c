/* jsonl.c: see jsonl.h. What comes out is copied: the parsed line is gone when jsonl_record returns, and where it
 * does not return, for lack of memory, when the next one begins. */
#include "read/jsonl.h"

#include <stdlib.h>

#include "read/charset.h"
#include "read/date.h"
#include "read/json.h"
#include "read/transcode.h"

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
	struct slice date = date_read(arena, json_written(json_field(jsonl->record, jsonl->fields.date)));
	const struct { const char *name; struct slice *to; } said[] = {
		{ "outlet", &input->meta.outlet }, { "author", &input->meta.author }, { "section", &input->meta.section },
		{ "url", &input->meta.url }
	};
	input->bytes = copied(arena, json_string(json_field(jsonl->record, jsonl->fields.text)));
	input->field = jsonl->fields.text;
	if (slice_trim(title).len)
		input->title = copied(arena, title);
	if (date.len)
		input->meta.date = date;
	for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
		struct slice words = slice_trim(json_string(json_field(jsonl->record, said[i].name)));
		if (words.len)
			*said[i].to = copied(arena, words);
	}
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

bool jsonl_recognise(struct slice head, const struct inputs_wish *wish)
{
	(void)wish;
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

/* ---- private from here: the reader ---- */

struct lines {
	struct jsonl *jsonl;
	struct stream *stream, own;     /* own: what the file says, in UTF-8, where it says it in something else */
	struct transcoder *transcoder;
	const struct inputs_wish *wish;
	bool begun;
};

static void *open_lines(struct stream *stream, const struct inputs_wish *wish)
{
	struct lines *lines = calloc(1, sizeof *lines);
	if (!lines)
		return NULL;
	lines->stream = stream;
	lines->own.file = -1;
	lines->wish = wish;
	lines->jsonl = jsonl_open(&wish->fields);
	if (!lines->jsonl) {
		free(lines);
		return NULL;
	}
	return lines;
}

static void close_lines(void *lines_)
{
	struct lines *lines = lines_;
	stream_release(&lines->own);
	jsonl_close(lines->jsonl);
	free(lines);
}

/* UTF-8 goes on as it is: what is ill-formed in it is a broken record, and no reason to change one. */
static bool begin(struct lines *lines, struct error *error)
{
	struct slice head;
	lines->begun = true;
	if (!stream_peek(lines->stream, 1, &head, error))
		return false;
	if (!lines->wish->encoding && charset_guess(head).charset == CHARSET_UTF8) {
		if (slice_starts(head, SLICE("\xEF\xBB\xBF")))
			stream_take(lines->stream, 3);
		return true;
	}
	lines->transcoder = transcoder_open(lines->stream, lines->wish->encoding);
	if (!lines->transcoder)
		return error_set(error, ERROR_MEMORY, "out of memory");
	stream_open_feed(&lines->own, (struct feed){ lines->transcoder, transcoder_read, transcoder_close });
	lines->stream = &lines->own;
	return true;
}

static enum found next(void *lines_, struct arena *arena, struct input *input, struct part *part, struct error *error)
{
	struct lines *lines = lines_;
	struct slice line;
	bool more;
	(void)part;
	if (!lines->begun && !begin(lines, error))
		return FOUND_FAULT;
	do {
		more = stream_line(lines->stream, lines->wish->max_size, &line, error);
		if (!more && error->kind == ERROR_NONE)
			return FOUND_NOTHING;
	} while (more && !slice_trim(line).len);
	input->line = lines->stream->line;
	if (lines->transcoder)
		input->encoding = transcoder_encoding(lines->transcoder);
	if (!more)
		return error->kind == ERROR_TOO_LARGE ? FOUND_DOCUMENT : FOUND_FAULT;
	jsonl_record(lines->jsonl, input, arena, line, error);
	return FOUND_DOCUMENT;
}

/* ---- */

const struct reader reader_jsonl = { "jsonl", jsonl_recognise, open_lines, next, close_lines, true, "jsonl ndjson" };
