/* verify.c: `saseol verify`: every span of the output against the bytes it claims to come from.
 *
 * The input is read, decoded and normalised again, but nothing is looked for in it: what the output says stands at a
 * place must stand there. Which fields of the output are places is asked of the field table. */
#include "cli/verify.h"

#include <stdlib.h>

#include "base/digest.h"
#include "clean/clean.h"
#include "read/json.h"
#include "read/jsonl.h"
#include "read/read.h"
#include "read/stream.h"
#include "write/record.h"
#include "write/terminal.h"

struct verify {
	struct out *out;
	const char *output;             /* the file that is verified */
	size_t line;                    /* of it */
	enum text_unit offsets;
	struct stream records;          /* the file of records at hand */
	char *records_path;
	struct jsonl *jsonl;
	size_t documents, spans, wrong;

	/* the document at hand */
	struct arena arena;
	const struct json *document;
	struct slice id, text;
	size_t *unit_at;                /* where each unit of the text begins, and its end */
	size_t units;
	struct letter {                 /* the characters of the page that the input has */
		size_t at, stop;
		struct origin from;
	} *letters;
	size_t letter_count;
	const struct text *page;
};

/* ---- private from here ---- */

static void complain(struct verify *verify, const char *what, struct slice where, const char *why)
{
	struct out *out = verify->out;
	verify->wrong++;
	out_format(out, "%s:%zu: ", verify->output, verify->line);
	terminal_safe(out, verify->id);
	out_format(out, ": %s", what);
	if (where.len) {
		out_char(out, ' ');
		terminal_safe(out, where);
	}
	out_format(out, ": %s\n", why);
}

/* ---- the output's own text ---- */

static size_t units_of(enum text_unit unit, size_t bytes)
{
	return unit == UNIT_BYTE ? bytes : unit == UNIT_UTF16 && bytes == 4 ? 2 : 1;
}

static void measure_units(struct verify *verify)
{
	struct slice text = verify->text;
	verify->unit_at = arena_take(&verify->arena, (text.len + 2) * sizeof *verify->unit_at);
	verify->units = 0;
	for (size_t at = 0; at < text.len;) {
		size_t start = at;
		text_codepoint(text.at, text.len, &at);
		for (size_t i = units_of(verify->offsets, at - start); i > 0; i--)
			verify->unit_at[verify->units++] = start;
	}
	verify->unit_at[verify->units] = text.len;
}

static bool number_in(const struct json *object, const char *name, size_t most, size_t *number)
{
	double value = json_number(json_field(object, name));
	if (json_kind(json_field(object, name)) != JSON_NUMBER || value < 0 || value > (double)most)
		return false;
	*number = (size_t)value;
	return true;
}

static bool own_words(const struct verify *verify, const struct json *object, struct slice *words)
{
	size_t start, stop;
	if (!number_in(object, "start", verify->units, &start) || !number_in(object, "stop", verify->units, &stop) || start > stop)
		return false;
	*words = (struct slice){ verify->text.at + verify->unit_at[start], verify->unit_at[stop] - verify->unit_at[start] };
	return true;
}

/* ---- the input ---- */

static void read_letters(struct verify *verify, const struct text *page)
{
	verify->page = page;
	verify->letters = arena_take(&verify->arena, (page->len + 1) * sizeof *verify->letters);
	verify->letter_count = 0;
	for (size_t at = 0; at < page->len;) {
		size_t start = at;
		uint32_t c = text_codepoint(page->bytes, page->len, &at);
		struct origin from = text_origin(page, (struct span){ start, at });
		if (from.start < from.stop && c != ' ' && c != '\n')
			verify->letters[verify->letter_count++] = (struct letter){ start, at, from };
	}
}

static bool is_before(const struct origin *a, unsigned field, size_t start)
{
	/* a record's title stands in front of its text */
	unsigned order = a->field == FIELD_TITLE ? 0 : 1, wanted = field == FIELD_TITLE ? 0 : 1;
	return order < wanted || (order == wanted && a->start < start);
}

/* Adds what the input says from one byte to another. */
static void add_input_words(struct verify *verify, struct out *words, const struct json *object, unsigned field)
{
	size_t start, stop, low = 0, high = verify->letter_count;
	if (!number_in(object, "source_start", SIZE_MAX / 2, &start) || !number_in(object, "source_stop", SIZE_MAX / 2, &stop))
		return;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (is_before(&verify->letters[middle].from, field, start))
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < verify->letter_count; low++) {
		const struct letter *letter = &verify->letters[low];
		if (letter->from.field != field || letter->from.stop > stop)
			break;
		out_bytes(words, verify->page->bytes + letter->at, letter->stop - letter->at);
	}
}

static bool same_letters(const struct out *input, struct slice words)
{
	size_t i = 0;
	for (size_t k = 0; k < words.len; k++) {
		if (words.at[k] == ' ' || words.at[k] == '\n')
			continue;
		if (i == input->len || input->bytes[i++] != words.at[k])
			return false;
	}
	return i == input->len;
}

static void verify_span(struct verify *verify, const char *what, const struct json *object)
{
	struct slice id = json_string(json_field(object, "id")), words = json_string(json_field(object, "text")), own = words;
	bool in_text = json_has(object, "start");
	const struct json *parts = json_field(object, "source_parts");
	unsigned field = slice_is(json_string(json_field(object, "field")), "title") ? FIELD_TITLE : FIELD_TEXT;
	struct out input;
	verify->spans++;
	if (in_text && !own_words(verify, object, &own)) {
		complain(verify, what, id, "start and stop are no place in text");
		return;
	}
	if (in_text && words.at && !slice_equal(words, own)) {
		complain(verify, what, id, "text does not say this from start to stop");
		return;
	}
	out_init(&input);
	if (parts)
		for (size_t i = 0; i < json_count(parts); i++)
			add_input_words(verify, &input, json_element(parts, i), field);
	else
		add_input_words(verify, &input, object, field);
	if (!same_letters(&input, own))
		complain(verify, what, id, "the input does not say this from source_start to source_stop");
	out_release(&input);
}

static bool has_place(const struct record_table *table)
{
	for (size_t i = 0; i < table->count; i++)
		if (table->columns[i].type == COLUMN_SOURCE_START && table->columns[i].of != OF_INPUT)
			return true;
	return false;
}

static void verify_object(struct verify *verify, const struct record_table *table, const struct json *object);

static void verify_column(struct verify *verify, const struct column *column, const struct json *value)
{
	if (column->type != COLUMN_OBJECT && column->type != COLUMN_ROWS)
		return;
	size_t count = column->type == COLUMN_ROWS ? json_count(value) : json_kind(value) == JSON_OBJECT;
	for (size_t i = 0; i < count; i++) {
		const struct json *object = column->type == COLUMN_ROWS ? json_element(value, i) : value;
		if (has_place(column->table))
			verify_span(verify, column->name, object);
		verify_object(verify, column->table, object);
	}
}

/* As deep as the tables, not as the output. */
static void verify_object(struct verify *verify, const struct record_table *table, const struct json *object)
{
	for (size_t i = 0; i < table->count; i++)
		verify_column(verify, &table->columns[i], json_field(object, table->columns[i].name));
}

/* ---- a document ---- */

static bool read_file(struct verify *verify, const char *path, struct input *input, struct error *error)
{
	struct stream file = { .file = -1 };
	bool good = stream_open(&file, path, error) && stream_all(&file, &verify->arena, MAX_SIZE_DEFAULT, &input->bytes, error);
	stream_release(&file);
	return good;
}

/* Goes on in the file of the record before, if it is further down. */
static bool read_record(struct verify *verify, const char *path, size_t line, struct input *input, struct error *error)
{
	struct slice text = { NULL, 0 };
	if (!verify->records_path || strcmp(verify->records_path, path) != 0 || verify->records.line >= line) {
		stream_close(&verify->records);
		free(verify->records_path);
		verify->records_path = strdup(path);
		if (!verify->records_path)
			return error_set(error, ERROR_MEMORY, "out of memory");
		if (!stream_open(&verify->records, path, error))
			return false;
	}
	while (verify->records.line < line)
		if (!stream_line(&verify->records, INT32_MAX, &text, error))
			return error_set(error, ERROR_READ, "has no line %zu", line);
	if (line == 1 && slice_starts(text, SLICE("\xEF\xBB\xBF")))
		text = (struct slice){ text.at + 3, text.len - 3 };
	return jsonl_record(verify->jsonl, input, &verify->arena, text, error);
}

static bool read_source(struct verify *verify, struct input *input, struct error *error)
{
	const struct json *source = json_field(verify->document, "source");
	const char *path = arena_string(&verify->arena, json_string(json_field(source, "path")));
	struct slice kind = json_string(json_field(source, "kind"));
	bool record = slice_is(kind, "jsonl");
	size_t line = 0;
	*input = (struct input){ .id = "", .path = path, .kind_given = true };
	input->kind = record ? "jsonl" : slice_is(kind, "html") ? "html" : "text";
	if (!*path || strcmp(path, "-") == 0)
		return error_set(error, ERROR_READ, "it came from standard input, which cannot be read again");
	if (record && !number_in(source, "line", SIZE_MAX / 2, &line))
		return error_set(error, ERROR_RECORD, "the output does not say which line it came from");
	return record ? read_record(verify, path, line, input, error) : read_file(verify, path, input, error);
}

/* Its notes say so. */
static bool was_repaired(const struct json *document)
{
	const struct json *notes = json_field(document, "notes");
	for (size_t i = 0; i < json_count(notes); i++)
		if (slice_is(json_string(json_field(json_element(notes, i), "code")), "mojibake-repaired"))
			return true;
	return false;
}

static bool read_page(struct verify *verify, const struct input *input, struct error *error)
{
	struct document *document = arena_take(&verify->arena, sizeof *document);
	struct text *decoded = arena_take(&verify->arena, sizeof *decoded), *unmarked = arena_take(&verify->arena, sizeof *unmarked);
	block_list blocks = { 0 };
	const struct json *source = json_field(verify->document, "source");
	const char *encoding = arena_string(&verify->arena, json_string(json_field(source, "encoding")));
	char sha256[65];
	digest_sha256(sha256, input->bytes);
	if (!slice_is(json_string(json_field(source, "sha256")), sha256))
		return error_set(error, ERROR_READ, "the input is not the one that was read");
	document_init(document, &verify->arena, input);
	/* what was found out may be more than a name says */
	struct error trial = { ERROR_NONE, "" };
	if (!decode(document, decoded, NULL, &trial) || (!input->decoded && strcmp(document->encoding, encoding) != 0)) {
		document_init(document, &verify->arena, input);
		if (!decode(document, decoded, encoding, error))
			return false;
	}
	mend(document, decoded, was_repaired(verify->document));
	unmark(document, unmarked, &blocks, decoded, NULL);
	normalise(document, unmarked, blocks.at, blocks.len);
	read_letters(verify, &document->page);
	return true;
}

static bool verify_document(struct verify *verify, struct error *error)
{
	struct input input;
	struct error wrong = { ERROR_NONE, "" };
	arena_clear(&verify->arena);
	if (!ARENA_GUARD(&verify->arena))
		return error_set(error, ERROR_MEMORY, "out of memory");
	verify->id = json_string(json_field(verify->document, "id"));
	verify->text = json_string(json_field(verify->document, "text"));
	verify->documents++;
	if (!slice_is(json_string(json_field(verify->document, "schema")), record_schema))
		complain(verify, "schema", SLICE(""), "this is no output of extract -f jsonl");
	else if (!read_source(verify, &input, &wrong) || !read_page(verify, &input, &wrong))
		complain(verify, "source", SLICE(""), wrong.message);
	else {
		measure_units(verify);
		verify_object(verify, &record_documents, verify->document);
	}
	ARENA_UNGUARD(&verify->arena);
	return true;
}

static bool verify_all(struct verify *verify, struct stream *output, struct json_parser *parser, struct error *error)
{
	struct slice line;
	while (stream_line(output, INT32_MAX, &line, error)) {
		verify->line = output->line;
		if (!slice_trim(line).len)
			continue;
		struct json *document = json_parse(parser, line, error);
		if (!document)
			return error_set(error, ERROR_RECORD, "no JSON object");
		verify->document = document;
		/* there is no span in a document that failed */
		bool good = json_has(document, "error") || verify_document(verify, error);
		json_release(document);
		if (!good)
			return false;
	}
	return error->kind == ERROR_NONE;
}

/* ---- */

int run_verify(struct options *options, struct out *out, struct error *error)
{
	struct verify verify = { .out = out, .offsets = options->wish.offsets, .records = { .file = -1 } };
	struct stream output = { .file = -1 };
	struct json_parser *parser = json_parser_open();
	struct error wrong = { ERROR_NONE, "" };
	if (options->operand_count != 1) {
		error_set(error, ERROR_USAGE, "verify takes one file of output");
		json_parser_close(parser);
		return 2;
	}
	verify.output = options->operands[0];
	verify.jsonl = jsonl_open(&options->inputs.fields);
	arena_init(&verify.arena);
	bool good = parser && verify.jsonl;
	if (!good)
		error_set(&wrong, ERROR_MEMORY, "out of memory");
	good = good && stream_open(&output, strcmp(verify.output, "-") == 0 ? NULL : verify.output, &wrong)
	       && verify_all(&verify, &output, parser, &wrong);
	if (good)
		out_format(out, "%zu documents, %zu spans, %zu wrong\n", verify.documents, verify.spans, verify.wrong);
	else
		error_set(error, wrong.kind, "%.200s: %.300s", verify.output, wrong.message);
	json_parser_close(parser);
	jsonl_close(verify.jsonl);
	stream_release(&output);
	stream_release(&verify.records);
	free(verify.records_path);
	arena_release(&verify.arena);
	return !good ? 3 : verify.wrong ? 4 : 0;
}
