/* language.h: what is known about a language, read from its folder of rule and table files.
 *
 * src/rules/LANG/ holds NAME.rules (patterns, see rules.h) and NAME.table (rows of columns parted by tabs or by
 * " | "; a line that begins with # is a comment). The C asks for tables by name and for rules by kind; it knows no
 * language by name. */
#ifndef SASEOL_ENGINE_LANGUAGE_H
#define SASEOL_ENGINE_LANGUAGE_H

#include "base/arena.h"
#include "base/error.h"
#include "base/slice.h"

struct table {
	const char *name;               /* "units" for units.table */
	const char *file;
	struct row {
		struct slice *columns;
		size_t count;
		unsigned line;
	} *rows;
	size_t len;
	const void *index;              /* of the first column, for table_find */
};

struct language {
	const char *code;               /* the folder's name */
	unsigned number;                /* 0, 1, ... */
	LIST(struct table) tables;
	struct rulebook *book;          /* its compiled rules: rules.c */
};

/* NULL where the language has no such table. */
const struct table *language_table(const struct language *language, const char *name);

/* The first row whose first column is the key, or NULL; a table of NULL has none. */
const struct row *table_find(const struct table *table, struct slice key);

/* Column n of a row, empty where the row is shorter. */
struct slice row_column(const struct row *row, size_t n);

/* What a stage makes of a language's tables for itself: made once, by whoever asks first, and kept with the rules.
 * NULL, with the error filled, where it cannot be made. */
typedef const void *maker(struct arena *arena, const struct language *language, struct error *error);
const void *language_made(const struct language *language, const char *name, maker *make, struct error *error);

#endif
