/* saseol.c: see include/saseol.h. The straight line and the field table, behind names that stay. */
#include "saseol.h"

#include <stdio.h>
#include <stdlib.h>

#include "analyse.h"
#include "base/version.h"
#include "write/writer.h"

struct saseol {
	struct arena arena;
	struct rules rules;
	struct matcher *matcher;
	struct settings settings;
	struct wish wish;
	const char *by;
	size_t documents;
};

struct saseol_document {
	struct arena arena;
	struct input input;
	struct document document;
	struct record record;
	struct out json, value;
};

/* ---- private from here ---- */

static bool reader_make(saseol *reader, const saseol_options *options, struct error *error)
{
	static const enum text_unit units[] = {
		[SASEOL_CODEPOINT] = UNIT_CODEPOINT, [SASEOL_UTF16] = UNIT_UTF16, [SASEOL_BYTE] = UNIT_BYTE
	};
	struct arena *arena = &reader->arena;
	if (!rules_load(&reader->rules, arena, options->rules, error))
		return false;
	if (options->lang && !rules_language(&reader->rules, options->lang))
		return error_set(error, ERROR_USAGE, "there are no rules for the language \"%s\"", options->lang);
	reader->matcher = matcher_new(&reader->rules);
	if (!reader->matcher)
		return error_set(error, ERROR_MEMORY, "out of memory");
	if (options->lang)
		reader->settings.lang = arena_string(arena, slice_from(options->lang));
	if (options->encoding)
		reader->settings.encoding = arena_string(arena, slice_from(options->encoding));
	reader->settings.keep_all = options->keep_all;
	reader->wish.offsets = units[options->unit];
	reader->wish.explain = reader->settings.explain = options->explain;
	reader->by = record_by(arena, reader->rules.fingerprint, 0);
	return true;
}

static bool reader_fill(saseol *reader, const saseol_options *options, struct error *error)
{
	if (!ARENA_GUARD(&reader->arena))
		return error_set(error, ERROR_MEMORY, "out of memory");
	bool good = reader_make(reader, options, error);
	ARENA_UNGUARD(&reader->arena);
	return good;
}

static bool document_fill(saseol *reader, saseol_document *document, struct slice bytes, const char *date)
{
	struct arena *arena = &document->arena;
	if (!ARENA_GUARD(arena))
		return false;
	document->input = (struct input){
		.bytes = { arena_string(arena, bytes), bytes.len }, .id = arena_format(arena, "%zu", reader->documents),
		.path = NULL, .kind = "text"
	};
	if (date)
		document->input.meta.date = slice_from(arena_string(arena, slice_from(date)));
	document_init(&document->document, arena, &document->input);
	document->document.number = reader->documents++;
	ARENA_UNGUARD(arena);
	return true;
}

static void analyse_and_record(saseol *reader, saseol_document *document)
{
	analyse(&document->document, &reader->rules, reader->matcher, &reader->settings);
	if (ARENA_GUARD(&document->arena)) {
		record_init(&document->record, &document->document, &reader->wish, reader->by);
		ARENA_UNGUARD(&document->arena);
		return;
	}
	error_set(&document->document.error, ERROR_MEMORY, "out of memory");
}

static const struct column *column_named(const struct record_table *table, struct slice name)
{
	for (size_t i = 0; i < table->count; i++)
		if (slice_is(name, table->columns[i].name))
			return &table->columns[i];
	return NULL;
}

static struct value list_named(const saseol_document *document, const char *name)
{
	const struct column *column = column_named(&record_documents, slice_from(name));
	if (!column || column->type != COLUMN_ROWS)
		return (struct value){ .shape = VALUE_ABSENT };
	return record_value(&document->record, column, &document->record, 0);
}

/* Follows the dots of a field's name, and leaves the value as a string. */
static bool find_value(saseol_document *document, const char *list, size_t i, struct slice rest)
{
	const struct record_table *table = &record_documents;
	const void *row = &document->record;
	struct slice name;
	if (list) {
		struct value rows = list_named(document, list);
		if (rows.shape != VALUE_ROWS || i >= rows.count)
			return false;
		table = rows.table;
		row = record_row(&document->record, &rows, i);
	}
	while (row && slice_split(&name, &rest, '.')) {
		const struct column *column = column_named(table, name);
		if (!column)
			return false;
		struct value value = record_value(&document->record, column, row, i);
		if (!rest.at)
			return plain_value(&document->value, &document->record, column, row, &value);
		if (value.shape != VALUE_OBJECT)
			return false;
		table = value.table;
		row = value.row;
	}
	return false;
}

static const char *keep(saseol_document *document)
{
	const struct out *value = &document->value;
	if (value->failed)
		return NULL;
	return arena_string(&document->arena, (struct slice){ value->bytes, value->len });
}

/* ---- */

const char *saseol_version(void)
{
	return SASEOL_VERSION;
}

saseol *saseol_open(const saseol_options *options, char *why, size_t why_size)
{
	const saseol_options none = { 0 };
	struct error error = { ERROR_NONE, "" };
	saseol *reader = calloc(1, sizeof *reader);
	if (reader && reader_fill(reader, options ? options : &none, &error))
		return reader;
	if (why && why_size)
		snprintf(why, why_size, "%s", reader ? error.message : "out of memory");
	saseol_close(reader);
	return NULL;
}

void saseol_close(saseol *reader)
{
	if (!reader)
		return;
	if (reader->matcher)
		matcher_free(reader->matcher);
	arena_release(&reader->arena);
	free(reader);
}

saseol_document *saseol_read(saseol *reader, const char *bytes, size_t length, const char *date)
{
	saseol_document *document = calloc(1, sizeof *document);
	if (!document)
		return NULL;
	if (!document_fill(reader, document, (struct slice){ bytes, length }, date)) {
		saseol_free(document);
		return NULL;
	}
	analyse_and_record(reader, document);
	return document;
}

void saseol_free(saseol_document *document)
{
	if (!document)
		return;
	arena_release(&document->arena);
	out_release(&document->json);
	out_release(&document->value);
	free(document);
}

const char *saseol_error(const saseol_document *document)
{
	return document->document.error.kind == ERROR_NONE ? NULL : document->document.error.message;
}

const char *saseol_json(saseol_document *document, size_t *length)
{
	struct out *json = &document->json;
	if (!json->len) {
		if (ARENA_GUARD(&document->arena)) {
			writer_jsonl.document(json, &document->record);
			out_char(json, '\0');
			ARENA_UNGUARD(&document->arena);
		} else {
			out_clear(json);
		}
	}
	bool whole = json->len && !json->failed;
	if (length)
		*length = whole ? json->len - 1 : 0;
	return whole ? json->bytes : NULL;
}

size_t saseol_count(saseol_document *document, const char *list)
{
	struct value rows = list_named(document, list);
	return rows.shape == VALUE_ROWS ? rows.count : 0;
}

const char *saseol_get(saseol_document *document, const char *list, size_t i, const char *field)
{
	out_clear(&document->value);
	if (!ARENA_GUARD(&document->arena))
		return NULL;
	const char *value = find_value(document, list, i, slice_from(field)) ? keep(document) : NULL;
	ARENA_UNGUARD(&document->arena);
	return value;
}
