/* csv.c: one table of the record as comma- or tab-separated values (RFC 4180, lines end in LF): a line of names, then
 * a line for each row, the document's id in front.
 *
 * A text that a spreadsheet would take for a formula gets an apostrophe in front of it. */
#include "write/flat.h"
#include "write/writer.h"

/* ---- private from here ---- */

static bool is_item_list(const struct column *list)
{
	return list->when & (WITH_FIGURES | WITH_CLAIMS | WITH_RECOMMENDATIONS);
}

/* Do figures, claims and recommendations all have it? */
static bool is_shared(const char *name)
{
	const struct column *list;
	for (size_t i = 0; (list = flat_list(i)); i++) {
		size_t k = 0;
		while (is_item_list(list) && k < list->table->count && strcmp(list->table->columns[k].name, name) != 0)
			k++;
		if (is_item_list(list) && k == list->table->count)
			return false;
	}
	return true;
}

static bool is_wanted(const struct wish *wish, const struct flat *flat)
{
	if (flat->column->when & ONLY_EXPLAINED && !wish->explain)
		return false;
	return wish->table != TABLE_ITEMS || (!flat->inside && is_shared(flat->column->name));
}

static bool is_formula(struct slice text)
{
	static const char *const signs[] = { "=", "+", "-", "@", "\t", "\r", "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0" };
	for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
		if (slice_starts(text, slice_from(signs[i])) && text.len > strlen(signs[i]))
			return true;
	return false;
}

void csv_cell(struct out *out, struct slice text, bool may_be_formula, char comma)
{
	bool quoted = false, formula = may_be_formula && is_formula(text);
	for (size_t i = 0; i < text.len && !quoted; i++)
		quoted = text.at[i] == comma || text.at[i] == '"' || text.at[i] == '\n' || text.at[i] == '\r';
	if (quoted)
		out_char(out, '"');
	if (formula)
		out_char(out, '\'');
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '"')
			out_char(out, '"');
		out_char(out, text.at[i]);
	}
	if (quoted)
		out_char(out, '"');
}

static void print_value(struct out *out, struct out *cell, const struct record *record, const struct flat_value *flat, char comma)
{
	const struct value *value = &flat->value;
	out_clear(cell);
	if (value->shape == VALUE_ROWS)
		json_value(cell, record, flat->column, flat->row, value);
	else
		plain_value(cell, record, flat->column, flat->row, value);
	csv_cell(out, (struct slice){ cell->bytes, cell->len }, value->shape == VALUE_STRING || value->shape == VALUE_LIST, comma);
}

static void print_row(struct out *out, const struct record *record, const struct column *list, const void *row, size_t number, char comma)
{
	const struct record_table *table = list ? list->table : &record_documents;
	const struct wish *wish = record->wish;
	struct out cell;
	struct flat flat;
	bool first = true;
	out_init(&cell);
	if (list) {
		csv_cell(out, slice_from(record->id), true, comma);
		first = false;
	}
	if (wish->table == TABLE_ITEMS) {
		out_char(out, comma);
		out_string(out, list->name);
	}
	for (flat_begin(&flat, table); flat_next(&flat);) {
		if (!is_wanted(wish, &flat))
			continue;
		if (!first)
			out_char(out, comma);
		first = false;
		struct flat_value value = flat_value(record, &flat, row, number);
		print_value(out, &cell, record, &value, comma);
	}
	out_char(out, '\n');
	out->failed |= cell.failed;
	out_release(&cell);
}

static void print_names(struct out *out, const struct wish *wish, char comma)
{
	const struct column *list = NULL;
	struct flat flat;
	bool first = true;
	if (wish->bom)
		out_string(out, "\xEF\xBB\xBF");
	if (wish->table == TABLE_ITEMS) {
		for (size_t i = 0; !list || !is_item_list(list); i++)
			list = flat_list(i);
		out_format(out, "document%ctable", comma);
		first = false;
	} else if (wish->table >= TABLE_LISTS) {
		list = flat_list(wish->table - TABLE_LISTS);
		out_string(out, "document");
		first = false;
	}
	for (flat_begin(&flat, list ? list->table : &record_documents); flat_next(&flat);) {
		if (!is_wanted(wish, &flat))
			continue;
		if (!first)
			out_char(out, comma);
		first = false;
		flat_name(out, &flat);
	}
	out_char(out, '\n');
}

static void print_list(struct out *out, const struct record *record, const struct column *list, char comma)
{
	struct value rows = record_value(record, list, record, 0);
	if (rows.shape != VALUE_ROWS)
		return;
	for (size_t i = 0; i < rows.count; i++) {
		const void *row = record_row(record, &rows, i);
		if (row)
			print_row(out, record, list, row, i, comma);
	}
}

static void print_document(struct out *out, const struct record *record, char comma)
{
	unsigned table = record->wish->table;
	const struct column *list;
	if (table == TABLE_DOCUMENTS) {
		print_row(out, record, NULL, record, record->n, comma);
		return;
	}
	for (size_t i = 0; (list = flat_list(i)); i++)
		if (table == TABLE_ITEMS ? is_item_list(list) : table == TABLE_LISTS + i)
			print_list(out, record, list, comma);
}

static void csv_names(struct out *out, const struct wish *wish) { print_names(out, wish, ','); }
static void tsv_names(struct out *out, const struct wish *wish) { print_names(out, wish, '\t'); }
static void csv_document(struct out *out, const struct record *record) { print_document(out, record, ','); }
static void tsv_document(struct out *out, const struct record *record) { print_document(out, record, '\t'); }

/* ---- */

const struct writer writer_csv = { .name = "csv", .about = "a table of comma-separated values",
	.document = csv_document, .begin = csv_names };
const struct writer writer_tsv = { .name = "tsv", .about = "a table of tab-separated values",
	.document = tsv_document, .begin = tsv_names };
