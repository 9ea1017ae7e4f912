/* database.h: results in an SQLite database: a table for each list of the record, and an index of grams.
 *
 * Workers turn a document into rows (writer_sqlite, into memory); the one who owns the database puts them in. */
#ifndef SASEOL_WRITE_DATABASE_H
#define SASEOL_WRITE_DATABASE_H

#include "base/error.h"
#include "write/record.h"

struct database;

/* Opens a database that path names, or makes one of an empty file. by and offsets: of the run, which must be those
 * that made what is there. NULL with an error. */
struct database *database_open(const char *path, const char *by, const char *offsets, struct error *error);

/* Does it have this document, of this content? For workers, too. */
bool database_has(struct database *database, const char *id, const char *sha256);

/* The rows of one document, which replaces one of the same id. */
bool database_put(struct database *database, struct slice rows, struct error *error);

/* complete: everything is kept, and the database is closed in good order; otherwise what was put last may be lost. */
bool database_close(struct database *database, bool complete, struct error *error);

#endif
