/* jsonl.c: a record as JSON: one line a document, or an indented list of documents.
 *
 * It knows no field: it walks the tables of record.h. */
#include "write/writer.h"

enum { ONE_LINE = -1 };

/* ---- private from here ---- */

static void json_table(struct out *out, const struct record *record, const struct record_table *table, const void *row,
                       size_t number, int depth);

static void json_line(struct out *out, int depth)
{
	if (depth == ONE_LINE)
		return;
	out_char(out, '\n');
	for (int i = 0; i < depth; i++)
		out_char(out, ' ');
}

static int deeper(int depth)
{
	return depth == ONE_LINE ? ONE_LINE : depth + 1;
}

/* 0 to 1 with two decimals at most: 0.91, 0.5, 1. */
static void json_real(struct out *out, double real)
{
	long hundredths = (long)(real * 100 + (real < 0 ? -0.5 : 0.5));
	if (hundredths < 0) {
		out_char(out, '-');
		hundredths = -hundredths;
	}
	out_size(out, (size_t)hundredths / 100);
	if (hundredths % 100 == 0)
		return;
	out_char(out, '.');
	out_char(out, (char)('0' + hundredths / 10 % 10));
	if (hundredths % 10)
		out_char(out, (char)('0' + hundredths % 10));
}

static void json_scalar(struct out *out, const struct value *value)
{
	switch (value->shape) {
	case VALUE_STRING: out_json(out, value->string); break;
	case VALUE_NUMBER: out_slice(out, value->string); break;
	case VALUE_SIZE: out_size(out, value->size); break;
	case VALUE_REAL: json_real(out, value->real); break;
	case VALUE_TRUTH: out_string(out, value->truth ? "true" : "false"); break;
	case VALUE_LINK:
		out_char(out, '"');
		out_char(out, value->prefix);
		out_size(out, value->size);
		out_char(out, '"');
		break;
	default: out_string(out, "null"); break;
	}
}

static void json_list(struct out *out, const struct record *record, const struct column *column, const void *row,
                      size_t count)
{
	bool first = true;
	out_char(out, '[');
	for (size_t i = 0; i < count; i++) {
		struct value element = record_element(record, column, row, i);
		if (element.shape == VALUE_ABSENT)
			continue;
		if (!first)
			out_char(out, ',');
		first = false;
		json_scalar(out, &element);
	}
	out_char(out, ']');
}

static void json_rows(struct out *out, const struct record *record, const struct value *rows, int depth)
{
	bool first = true;
	out_char(out, '[');
	for (size_t i = 0; i < rows->count; i++) {
		const void *row = record_row(record, rows, i);
		if (!row)
			continue;
		if (!first)
			out_char(out, ',');
		first = false;
		json_line(out, depth);
		json_table(out, record, rows->table, row, i, ONE_LINE);
	}
	out_char(out, ']');
}

static void json_any(struct out *out, const struct record *record, const struct column *column, const void *row,
                     const struct value *value, int depth)
{
	if (value->shape == VALUE_LIST)
		json_list(out, record, column, row, value->count);
	else if (value->shape == VALUE_ROWS)
		json_rows(out, record, value, depth);
	else if (value->shape == VALUE_OBJECT)
		json_table(out, record, value->table, value->row, 0, ONE_LINE);
	else
		json_scalar(out, value);
}

static void json_columns(struct out *out, const struct record *record, const struct record_table *table,
                         const void *row, size_t number, int depth)
{
	bool first = true;
	for (size_t i = 0; i < table->count; i++) {
		const struct column *column = &table->columns[i];
		struct value value = record_value(record, column, row, number);
		if (value.shape == VALUE_ABSENT)
			continue;
		if (!first)
			out_char(out, ',');
		if (!first || depth != ONE_LINE)
			json_line(out, depth);
		first = false;
		out_json_word(out, column->name, ":");
		json_any(out, record, column, row, &value, deeper(depth));
	}
}

static void json_table(struct out *out, const struct record *record, const struct record_table *table, const void *row,
                       size_t number, int depth)
{
	out_char(out, '{');
	json_columns(out, record, table, row, number, depth);
	out_char(out, '}');
}

static void jsonl_document(struct out *out, const struct record *record)
{
	json_table(out, record, &record_documents, record, record->n, ONE_LINE);
	out_char(out, '\n');
}

static void json_document(struct out *out, const struct record *record)
{
	json_table(out, record, &record_documents, record, record->n, 1);
}

static void plain_scalar(struct out *out, const struct value *value)
{
	if (value->shape == VALUE_STRING)
		out_slice(out, value->string);
	else if (value->shape == VALUE_LINK)
		out_format(out, "%c%zu", value->prefix, value->size);
	else
		json_scalar(out, value);
}

/* ---- */

bool plain_value(struct out *out, const struct record *record, const struct column *column, const void *row,
                 const struct value *value)
{
	bool first = true;
	if (value->shape == VALUE_ABSENT || value->shape == VALUE_NULL || value->shape == VALUE_OBJECT || value->shape == VALUE_ROWS)
		return false;
	if (value->shape != VALUE_LIST) {
		plain_scalar(out, value);
		return true;
	}
	for (size_t i = 0; i < value->count; i++) {
		struct value element = record_element(record, column, row, i);
		if (element.shape == VALUE_ABSENT)
			continue;
		if (!first)
			out_char(out, ',');
		first = false;
		plain_scalar(out, &element);
	}
	return true;
}

void json_value(struct out *out, const struct record *record, const struct column *column, const void *row,
                const struct value *value)
{
	json_any(out, record, column, row, value, ONE_LINE);
}

void json_fields(struct out *out, const struct record *record, const struct record_table *table, const void *row,
                 size_t number)
{
	json_columns(out, record, table, row, number, ONE_LINE);
}

const struct writer writer_jsonl = { .name = "jsonl", .about = "one JSON object a line for each document",
	.document = jsonl_document };
const struct writer writer_json = { .name = "json", .about = "one JSON list of all documents, an item a line", .open = "[", .between = ",\n", .close = "]\n",
	.document = json_document };
