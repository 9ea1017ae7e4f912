/* headings.h: what the columns of a table, and the lines above a text, are called: "Title", "By", "URL".
 *
 * The names are data: the table "headings" of each language has rows of a name and what it stands for, the better
 * name first. */
#ifndef SASEOL_READ_HEADINGS_H
#define SASEOL_READ_HEADINGS_H

#include "engine/rules.h"
#include "read/inputs.h"

enum heading {
	HEADING_TEXT, HEADING_ID, HEADING_TITLE, HEADING_DATE, HEADING_OUTLET, HEADING_AUTHOR, HEADING_SECTION, HEADING_URL,
	HEADINGS
};

/* HEADINGS for a name that stands for nothing. A better name has a lower rank. rules may be NULL: then only "text",
 * "id", "title" and "date" are known. */
enum heading heading_named(const struct rules *rules, struct slice name, size_t *rank);

/* Which column holds what. */
struct columns {
	size_t at[HEADINGS];            /* NOWHERE: none does */
	size_t count;
	const char *text;               /* the name of the column of the text */
};

/* From the first row of a table; the wish's own names come first. False where there is no column for the text, or
 * where one that was wished for by name is missing; the error says which there are. */
bool columns_find(struct columns *columns, const struct inputs_wish *wish, const struct slice *names, size_t count,
                  struct error *error);

/* From the cells of another row to a record. False: there is no cell for the text. */
bool columns_fill(const struct columns *columns, struct input *input, struct arena *arena, const struct slice *cells,
                  size_t count, struct error *error);

#endif
