/* verify.c: `saseol verify`: every span of the output against the bytes it claims to come from.
 *
 * The input is read, decoded and normalised again, but nothing is looked for in it: what the output says stands at a
 * place must stand there. Which fields of the output are places is asked of the field table. */
#include "cli/verify.h"

#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/digest.h"
#include "clean/clean.h"
#include "read/json.h"
#include "read/read.h"
#include "read/stream.h"
#include "write/record.h"
#include "write/terminal.h"

struct verify {
	struct out *out;
	const char *output;             /* the file that is verified */
	size_t line;                    /* of it */
	enum text_unit offsets;
	const struct options *options;
	struct rules rules;
	struct arena rules_arena;
	struct inputs *inputs;          /* the file at hand, and where it was read to */
	char *file;
	const char *names[1];           /* it, as inputs want it */
	struct arena input_arena;
	struct input input;             /* what was read last */
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

/* The file that a path leads into: itself, or what stands before one of its "!". */
static char *file_of(const char *path)
{
	struct stat what;
	char *file = strdup(path), *mark;
	while (file && stat(file, &what) != 0 && (mark = strrchr(file, '!')))
		*mark = '\0';
	if (file && stat(file, &what) != 0)
		memcpy(file, path, strlen(path) + 1);
	return file;
}

static bool open_file(struct verify *verify, const char *file, struct error *error)
{
	struct inputs_wish wish = verify->options->inputs;
	verify->names[0] = file;
	wish.names = verify->names;
	wish.count = 1;
	wish.files_from = NULL;
	wish.max_size = INPUT_MOST;
	wish.rules = &verify->rules;
	wish.encoding = verify->options->encoding;
	inputs_close(verify->inputs);
	verify->inputs = inputs_open(&wish);
	return verify->inputs || error_set(error, ERROR_MEMORY, "out of memory");
}

static bool is_source(const struct input *input, const struct json *source, bool *changed)
{
	size_t line = 0;
	char sha256[65];
	number_in(source, "line", SIZE_MAX / 2, &line);
	if (!input->path || !slice_is(json_string(json_field(source, "path")), input->path) || input->line != line
	    || !slice_equal(json_string(json_field(source, "sheet")), slice_from(input->sheet)))
		return false;
	digest_sha256(sha256, input->bytes);
	*changed = !slice_is(json_string(json_field(source, "sha256")), sha256);
	return !*changed;
}

/* Goes on in the file that was read last; once from its beginning, where it does not come any more. */
static bool find_source(struct verify *verify, const struct json *source, const char *file, struct error *error)
{
	bool changed = false, again = verify->file && strcmp(verify->file, file) == 0;
	for (int turn = again ? 0 : 1; turn < 2; turn++) {
		if (turn == 1 && !open_file(verify, file, error))
			return false;
		for (;;) {
			struct error wrong;
			bool other = false;
			arena_clear(&verify->input_arena);
			if (!inputs_next(verify->inputs, &verify->input_arena, &verify->input, &wrong))
				break;
			if (wrong.kind == ERROR_NONE && is_source(&verify->input, source, &other))
				return true;
			changed |= other;
			if (wrong.kind != ERROR_NONE && !verify->input.line && strcmp(file, verify->input.path ? verify->input.path : "") == 0)
				return error_set(error, wrong.kind, "%s", wrong.message);
		}
	}
	return error_set(error, ERROR_READ, changed ? "the input is not the one that was read" : "what was read is not there any more");
}

static bool path_bytes(char *path, size_t room, const struct json *source)
{
	struct slice hex = json_string(json_field(source, "path_hex")), words = json_string(json_field(source, "path"));
	size_t len = hex.at ? hex.len / 2 : words.len;
	if (len >= room)
		return false;
	for (size_t i = 0; i < len && hex.at; i++) {
		char digits[3] = { hex.at[2 * i], hex.at[2 * i + 1], '\0' };
		path[i] = (char)strtoul(digits, NULL, 16);
	}
	if (!hex.at)
		memcpy(path, words.at, len);
	path[len] = '\0';
	return len && strcmp(path, "-") != 0 && strncmp(path, "-!", 2) != 0;
}

static bool read_source(struct verify *verify, struct error *error)
{
	const struct json *source = json_field(verify->document, "source");
	struct slice kind = json_string(json_field(source, "kind"));
	char path[PATH_MAX];
	if (!path_bytes(path, sizeof path, source))
		return error_set(error, ERROR_READ, "it came from standard input, which cannot be read again");
	char *file = file_of(path);
	if (!file)
		return error_set(error, ERROR_MEMORY, "out of memory");
	bool found = find_source(verify, source, file, error);
	free(verify->file);
	verify->names[0] = verify->file = file;
	verify->input.kind_given = true;
	verify->input.kind = slice_is(kind, "html") ? "html" : verify->input.decoded ? verify->input.kind : "text";
	return found;
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
	struct error wrong = { ERROR_NONE, "" };
	bool known = slice_is(json_string(json_field(verify->document, "schema")), record_schema);
	bool read = known && read_source(verify, &wrong);
	arena_clear(&verify->arena);
	if (!ARENA_GUARD(&verify->arena))
		return error_set(error, ERROR_MEMORY, "out of memory");
	verify->id = json_string(json_field(verify->document, "id"));
	verify->text = json_string(json_field(verify->document, "text"));
	verify->documents++;
	if (!known)
		complain(verify, "schema", SLICE(""), "this is no output of extract -f jsonl");
	else if (!read || !read_page(verify, &verify->input, &wrong))
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

/* They know what the columns of tables are called. */
static bool load_rules(struct verify *verify, const char *folder, struct error *error)
{
	if (!ARENA_GUARD(&verify->rules_arena))
		return error_set(error, ERROR_MEMORY, "out of memory");
	bool good = rules_load(&verify->rules, &verify->rules_arena, folder, error);
	ARENA_UNGUARD(&verify->rules_arena);
	return good;
}

/* ---- */

int run_verify(struct options *options, struct out *out, struct error *error)
{
	struct verify verify = { .out = out, .offsets = options->wish.offsets, .options = options };
	struct stream output = { .file = -1 };
	struct json_parser *parser = json_parser_open();
	struct error wrong = { ERROR_NONE, "" };
	if (options->operand_count != 1) {
		error_set(error, ERROR_USAGE, "verify takes one file of output");
		json_parser_close(parser);
		return 2;
	}
	verify.output = options->operands[0];
	arena_init(&verify.arena);
	arena_init(&verify.input_arena);
	arena_init(&verify.rules_arena);
	bool good = parser || error_set(&wrong, ERROR_MEMORY, "out of memory");
	good = good && load_rules(&verify, options->rules, &wrong)
	       && stream_open(&output, strcmp(verify.output, "-") == 0 ? NULL : verify.output, &wrong)
	       && verify_all(&verify, &output, parser, &wrong);
	if (good)
		out_format(out, "%zu documents, %zu spans, %zu wrong\n", verify.documents, verify.spans, verify.wrong);
	else
		error_set(error, wrong.kind, "%.200s: %.300s", verify.output, wrong.message);
	json_parser_close(parser);
	inputs_close(verify.inputs);
	stream_release(&output);
	free(verify.file);
	arena_release(&verify.arena);
	arena_release(&verify.input_arena);
	arena_release(&verify.rules_arena);
	return !good ? 3 : verify.wrong ? 4 : 0;
}
