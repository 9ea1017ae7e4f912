/* csv.h: rows of a table written as text, as RFC 4180 has them: cells in quotes may hold anything, quotes doubled. */
#ifndef SASEOL_READ_CSV_H
#define SASEOL_READ_CSV_H

#include "read/reader.h"

/* One cell of a row: offsets from where the row begins, quotes around it left out. */
struct csv_cell {
	size_t start, stop;
	bool doubled;           /* quotes in it are written twice */
};

/* A row that may still be incomplete. Start it zeroed; the cells stay the caller's to free. */
struct csv_row {
	struct csv_cell *cells;
	size_t count, room;
	size_t at;              /* how far it was looked at */
	size_t len;             /* of the complete row with its line end */
	size_t lines;           /* line ends in it */
	size_t opened_lines;    /* line ends before the quotes it is in */
	enum { CELL_NEXT, CELL_PLAIN, CELL_QUOTED, CELL_CLOSED } state;
	bool loose;             /* a quote stood where it should have been doubled */
};

enum csv_scan {
	CSV_ROW, CSV_MORE,      /* more bytes are needed */
	CSV_BROKEN,             /* a quote that is never closed, or not where a cell ends */
	CSV_MEMORY
};

/* Goes on with a row whose first bytes are given, all of them; ended: nothing follows them. */
enum csv_scan csv_scan(struct csv_row *row, struct slice bytes, bool ended, char delimiter);

/* Makes it ready for the next. */
void csv_clear(struct csv_row *row);

/* What parts the cells of a table whose beginning this is, of those that may; '\0': it does not look like a table
 * with a column for the text. */
char csv_delimiter(struct slice head, const char *may, const struct inputs_wish *wish);

#endif
