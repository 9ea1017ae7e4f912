/* item.c: see item.h. The fields are those of the output's own table (write/record.h). */
#include "cli/item.h"

#include "write/record.h"

/* ---- private from here ---- */

static const struct column *column_named(const struct record_table *table, struct slice name)
{
	for (size_t i = 0; i < table->count; i++)
		if (slice_is(name, table->columns[i].name))
			return &table->columns[i];
	return NULL;
}

static const struct record_table *table_of(enum item_kind kind)
{
	static const char *const names[] = {
		[ITEM_FIGURE] = "figures", [ITEM_CLAIM] = "claims", [ITEM_RECOMMENDATION] = "recommendations", [ITEM_REMOVED] = "removed"
	};
	return kind == ITEM_SPAN ? NULL : column_named(&record_documents, slice_from(names[kind]))->table;
}

static void write_list(struct out *to, const struct record *record, const struct column *column, const void *row, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct value element = record_element(record, column, row, i);
		if (element.shape != VALUE_STRING)
			continue;
		if (to->len)
			out_char(to, ',');
		out_slice(to, element.string);
	}
}

static void write_value(struct out *to, const struct record *record, const struct column *column, const void *row)
{
	struct value value = record_value(record, column, row, 0);
	switch (value.shape) {
	case VALUE_STRING: case VALUE_NUMBER:
		out_slice(to, value.string);
		break;
	case VALUE_TRUTH:
		out_string(to, value.truth ? "true" : "false");
		break;
	case VALUE_REAL:
		/* a likelihood */
		out_string(to, value.real >= 0.5 ? "true" : "false");
		break;
	case VALUE_SIZE:
		out_size(to, value.size);
		break;
	case VALUE_LIST:
		write_list(to, record, column, row, value.count);
		break;
	case VALUE_OBJECT:
		value = record_value(record, column_named(value.table, SLICE("text")), value.row, 0);
		out_slice(to, value.string);
		break;
	case VALUE_ABSENT: case VALUE_NULL: case VALUE_LINK: case VALUE_ROWS:
		break;
	}
}

/* ---- */

bool item_field(struct out *to, const struct document *document, const struct item *item, struct slice key)
{
	const struct wish wish = { .offsets = UNIT_BYTE };
	const struct record record = { .document = document, .wish = &wish };
	const struct record_table *table = table_of(item->kind);
	const struct column *column = table ? column_named(table, key) : NULL;
	const void *row = item->thing;
	/* a field of a field: the direction of a change */
	for (size_t i = 0; table && !column && i < table->count; i++) {
		const struct column *outer = &table->columns[i];
		if (outer->type != COLUMN_OBJECT || column_named(outer->table, SLICE("text")))
			continue;
		column = column_named(outer->table, key);
		row = (const char *)item->thing + outer->offset;
	}
	if (column)
		write_value(to, &record, column, row);
	return column != NULL;
}
