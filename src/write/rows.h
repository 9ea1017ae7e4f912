/* rows.h: the rows of a document on their way to a database, as bytes: of each row its table (0 for documents, the
 * lists of flat.h from 1), its number, and its values in the order of the flat columns. */
#ifndef SASEOL_WRITE_ROWS_H
#define SASEOL_WRITE_ROWS_H

#include "base/out.h"
#include "base/slice.h"
#include "write/record.h"

enum cell_shape { CELL_NULL, CELL_WHOLE, CELL_REAL, CELL_TEXT };

struct cell {
	enum cell_shape shape;
	long long whole;
	double real;
	struct slice text;
};

/* Writers' side: all rows of a document. A row of sentences has one more cell: its words. */
void rows_document(struct out *out, const struct record *record);

/* Readers' side. False at the end. */
bool rows_next(struct slice *rows, size_t *table, size_t *number);
struct cell rows_cell(struct slice *rows);

#endif
