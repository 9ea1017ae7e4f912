/* flat.h: the tables of record.h without their depth: rows of single values, for CSV and databases.
 *
 * A column that is an object becomes the columns of what it holds: speaker.name is speaker_name. */
#ifndef SASEOL_WRITE_FLAT_H
#define SASEOL_WRITE_FLAT_H

#include "base/out.h"
#include "write/record.h"

/* One column at a time: flat_begin, then flat_next until it is false. */
struct flat {
	const struct record_table *table;
	const struct column *column;    /* of the table */
	const struct column *inside;    /* of the object in it, or NULL */
	size_t at, in;
};

void flat_begin(struct flat *flat, const struct record_table *table);
bool flat_next(struct flat *flat);
void flat_name(struct out *out, const struct flat *flat);

/* A value, with the column and the row that it is the value of: what plain_value and json_value ask for. */
struct flat_value {
	struct value value;
	const struct column *column;
	const void *row;
};

struct flat_value flat_value(const struct record *record, const struct flat *flat, const void *row, size_t number);

/* The lists of a document that are tables of their own, by number; NULL past the last. */
const struct column *flat_list(size_t number);

/* The names of all tables, for --table: TABLE_ITEMS is what figures, claims and recommendations have in common,
 * TABLE_DOCUMENTS the documents; flat_list(i) is TABLE_LISTS + i. */
enum { TABLE_ITEMS, TABLE_DOCUMENTS, TABLE_LISTS };
extern const char *const flat_tables[];

#endif
