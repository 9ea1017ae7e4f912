/* flat.c: see flat.h. */
#include "write/flat.h"

const char *const flat_tables[] = {
	"items", "documents", "paragraphs", "sentences", "figures", "claims", "recommendations", "removed", "notes", NULL
};

void flat_begin(struct flat *flat, const struct record_table *table)
{
	*flat = (struct flat){ .table = table };
}

bool flat_next(struct flat *flat)
{
	while (flat->at < flat->table->count) {
		const struct column *column = &flat->table->columns[flat->at];
		flat->column = column;
		flat->inside = NULL;
		if (column->type == COLUMN_OBJECT && flat->in < column->table->count) {
			flat->inside = &column->table->columns[flat->in++];
			return true;
		}
		flat->in = 0;
		flat->at++;
		if (column->type != COLUMN_OBJECT && !(column->type == COLUMN_ROWS && column->when & IN_DOCUMENT))
			return true;
	}
	return false;
}

void flat_name(struct out *out, const struct flat *flat)
{
	out_string(out, flat->column->name);
	if (!flat->inside)
		return;
	out_char(out, '_');
	out_string(out, flat->inside->name);
}

struct flat_value flat_value(const struct record *record, const struct flat *flat, const void *row, size_t number)
{
	struct flat_value flat_value = { record_value(record, flat->column, row, number), flat->column, row };
	if (!flat->inside)
		return flat_value;
	if (flat_value.value.shape != VALUE_OBJECT)
		return (struct flat_value){ { .shape = VALUE_NULL }, flat->inside, row };
	flat_value.column = flat->inside;
	flat_value.row = flat_value.value.row;
	flat_value.value = record_value(record, flat->inside, flat_value.row, 0);
	return flat_value;
}

const struct column *flat_list(size_t number)
{
	for (size_t i = 0; i < record_documents.count; i++) {
		const struct column *column = &record_documents.columns[i];
		if (column->type == COLUMN_ROWS && column->when & IN_DOCUMENT && !number--)
			return column;
	}
	return NULL;
}
