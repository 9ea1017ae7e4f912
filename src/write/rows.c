/* rows.c: see rows.h. */
#include "write/rows.h"

#include <stdlib.h>

#include "write/flat.h"
#include "write/writer.h"

enum { WHOLE_DIGITS = 15 };

/* ---- private from here ---- */

static void put(struct out *out, const void *at, size_t size)
{
	out_bytes(out, at, size);
}

static void put_text(struct out *out, struct slice text)
{
	out_char(out, CELL_TEXT);
	put(out, &text.len, sizeof text.len);
	out_slice(out, text);
}

static void put_whole(struct out *out, long long whole)
{
	out_char(out, CELL_WHOLE);
	put(out, &whole, sizeof whole);
}

static void put_real(struct out *out, double real)
{
	out_char(out, CELL_REAL);
	put(out, &real, sizeof real);
}

/* At most 15 digits: whole numbers and doubles hold them as they are. */
static void put_number(struct out *out, struct slice digits)
{
	char copy[WHOLE_DIGITS + 3] = "";
	memcpy(copy, digits.at, digits.len < sizeof copy ? digits.len : sizeof copy - 1);
	if (strchr(copy, '.'))
		put_real(out, strtod(copy, NULL));
	else
		put_whole(out, strtoll(copy, NULL, 10));
}

static void put_json(struct out *out, struct out *scratch, const struct record *record, const struct flat_value *flat)
{
	out_clear(scratch);
	if (flat->value.shape == VALUE_LINK)
		plain_value(scratch, record, flat->column, flat->row, &flat->value);
	else
		json_value(scratch, record, flat->column, flat->row, &flat->value);
	put_text(out, (struct slice){ scratch->bytes, scratch->len });
}

static void put_value(struct out *out, struct out *scratch, const struct record *record, const struct flat_value *flat)
{
	const struct value *value = &flat->value;
	switch (value->shape) {
	case VALUE_STRING: put_text(out, value->string); break;
	case VALUE_NUMBER: put_number(out, value->string); break;
	case VALUE_SIZE: put_whole(out, (long long)value->size); break;
	case VALUE_REAL: put_real(out, (double)(long)(value->real * 100 + 0.5) / 100); break;
	case VALUE_TRUTH: put_whole(out, value->truth); break;
	case VALUE_LINK: case VALUE_LIST: case VALUE_ROWS: put_json(out, scratch, record, flat); break;
	default: out_char(out, CELL_NULL); break;
	}
}

static void put_row(struct out *out, struct out *scratch, const struct record *record, size_t table,
                    const struct record_table *columns, const void *row, size_t number)
{
	struct flat flat;
	put(out, &table, sizeof table);
	put(out, &number, sizeof number);
	for (flat_begin(&flat, columns); flat_next(&flat);) {
		struct flat_value value = flat_value(record, &flat, row, number);
		put_value(out, scratch, record, &value);
	}
	if (columns == &record_sentences)
		put_text(out, text_slice(&record->document->text, ((const struct sentence *)row)->at));
}

/* ---- */

void rows_document(struct out *out, const struct record *record)
{
	const struct column *list;
	struct out scratch;
	out_init(&scratch);
	put_row(out, &scratch, record, 0, &record_documents, record, record->n);
	for (size_t table = 0; (list = flat_list(table)); table++) {
		struct value rows = record_value(record, list, record, 0);
		for (size_t i = 0; rows.shape == VALUE_ROWS && i < rows.count; i++) {
			const void *row = record_row(record, &rows, i);
			if (row)
				put_row(out, &scratch, record, table + 1, list->table, row, i);
		}
	}
	out->failed |= scratch.failed;
	out_release(&scratch);
}

static void take(struct slice *rows, void *to, size_t size)
{
	memcpy(to, rows->at, size);
	rows->at += size;
	rows->len -= size;
}

bool rows_next(struct slice *rows, size_t *table, size_t *number)
{
	if (!rows->len)
		return false;
	take(rows, table, sizeof *table);
	take(rows, number, sizeof *number);
	return true;
}

struct cell rows_cell(struct slice *rows)
{
	struct cell cell = { .shape = (enum cell_shape)rows->at[0] };
	rows->at++;
	rows->len--;
	switch (cell.shape) {
	case CELL_WHOLE: take(rows, &cell.whole, sizeof cell.whole); break;
	case CELL_REAL: take(rows, &cell.real, sizeof cell.real); break;
	case CELL_TEXT:
		take(rows, &cell.text.len, sizeof cell.text.len);
		cell.text.at = rows->at;
		rows->at += cell.text.len;
		rows->len -= cell.text.len;
		break;
	case CELL_NULL: break;
	}
	return cell;
}

const struct writer writer_sqlite = { .name = "sqlite", .about = "a database",
	.document = rows_document, .to = TO_DATABASE };
