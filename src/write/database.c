/* database.c: see database.h.
 *
 * The tables are made of the field table: a column for each flat column, behind the document's key. Reads of workers
 * and writes of the owner share one connection, behind one lock. */
#include "write/database.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>

#include "base/version.h"
#include "write/flat.h"
#include "write/grams.h"
#include "write/rows.h"

enum {
	MOST_TABLES = 16,
	APPLICATION = 0x73736C31,       /* "ssl1" */
	BATCH = 1000                    /* documents in a transaction */
};

struct database {
	sqlite3 *handle;
	pthread_mutex_t lock;
	sqlite3_stmt *has, *old, *old_sentences, *delete, *insert[MOST_TABLES], *add_grams, *forget_grams;
	size_t columns[MOST_TABLES], sentences;         /* the table of the sentences */
	bool fresh;
	size_t in_batch;
	struct out scratch;
};

/* ---- private from here ---- */

static bool fails(struct database *database, const char *what, struct error *error)
{
	int code = sqlite3_errcode(database->handle);
	if (code == SQLITE_NOMEM)
		return error_set(error, ERROR_MEMORY, "out of memory");
	return error_set(error, ERROR_WRITE, "%s: %s", what, sqlite3_errmsg(database->handle));
}

static bool run(struct database *database, const char *sql, struct error *error)
{
	if (sqlite3_exec(database->handle, sql, NULL, NULL, NULL) == SQLITE_OK)
		return true;
	return fails(database, "cannot use the database", error);
}

static bool prepare(struct database *database, sqlite3_stmt **statement, const char *sql, struct error *error)
{
	if (sqlite3_prepare_v3(database->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, statement, NULL) == SQLITE_OK)
		return true;
	return fails(database, "cannot use the database", error);
}

static const struct record_table *table_of(size_t number)
{
	const struct column *list = number ? flat_list(number - 1) : NULL;
	return number ? list ? list->table : NULL : &record_documents;
}

static const char *name_of(size_t number)
{
	return number ? flat_list(number - 1)->name : "documents";
}

static bool has_ids(const struct record_table *table)
{
	return table->columns[0].type == COLUMN_ID;
}

static const char *affinity(const struct column *column)
{
	switch (column->type) {
	case COLUMN_DECIMAL: return "";         /* numbers and texts such as 1/2, each as it is */
	case COLUMN_REAL: return " REAL";
	case COLUMN_SIZE: case COLUMN_BYTES: case COLUMN_LINE: case COLUMN_TRUTH: case COLUMN_START: case COLUMN_STOP:
	case COLUMN_SOURCE_START: case COLUMN_SOURCE_STOP: return " INTEGER";
	default: return " TEXT";
	}
}

static void describe_table(struct out *sql, size_t number)
{
	const struct record_table *table = table_of(number);
	struct flat flat;
	out_format(sql, "CREATE TABLE %s(", name_of(number));
	out_string(sql, number == 0 || table == &record_sentences ? "key INTEGER PRIMARY KEY" : "");
	if (table == &record_sentences)
		out_string(sql, ",");
	if (number)
		out_string(sql, "document INTEGER NOT NULL REFERENCES documents(key) ON DELETE CASCADE");
	if (number && !has_ids(table))
		out_string(sql, ",n INTEGER NOT NULL");
	for (flat_begin(&flat, table); flat_next(&flat);) {
		out_string(sql, ",\"");
		flat_name(sql, &flat);
		out_format(sql, "\"%s", affinity(flat.inside ? flat.inside : flat.column));
	}
	if (table == &record_sentences)
		out_string(sql, ",text TEXT");
	if (number == 0)
		out_string(sql, ",UNIQUE(id)");
	else if (table == &record_sentences)
		out_string(sql, ",UNIQUE(document,n)");
	else
		out_format(sql, ",PRIMARY KEY(document,%s)", has_ids(table) ? "id" : "n");
	out_string(sql, number == 0 || table == &record_sentences ? ");" : ") WITHOUT ROWID;");
}

static bool make_tables(struct database *database, const char *by, const char *offsets, struct error *error)
{
	struct out *sql = &database->scratch;
	out_clear(sql);
	out_format(sql, "PRAGMA application_id=%d;BEGIN;CREATE TABLE meta(key TEXT PRIMARY KEY,value TEXT) WITHOUT ROWID;", APPLICATION);
	for (size_t i = 0; table_of(i); i++)
		describe_table(sql, i);
	out_string(sql, "CREATE VIRTUAL TABLE grams USING fts5(text,content='',columnsize=0,detail=none,tokenize='ascii');");
	out_char(sql, '\0');
	if (sql->failed)
		return error_set(error, ERROR_MEMORY, "out of memory");
	if (!run(database, sql->bytes, error))
		return false;
	char *meta = sqlite3_mprintf("INSERT INTO meta VALUES('schema',%Q),('program','saseol " SASEOL_VERSION "'),('by',%Q),('offsets',%Q);COMMIT;", record_schema, by, offsets);
	bool good = meta ? run(database, meta, error) : error_set(error, ERROR_MEMORY, "out of memory");
	sqlite3_free(meta);
	return good;
}

/* What was made by another program, with other rules or for other offsets cannot be added to. */
static bool check_meta(struct database *database, const char *by, const char *offsets, struct error *error)
{
	const struct { const char *key, *expected; } wanted[] = { { "schema", record_schema }, { "by", by }, { "offsets", offsets } };
	sqlite3_stmt *statement = NULL;
	int application = 0;
	if (sqlite3_prepare_v2(database->handle, "PRAGMA application_id", -1, &statement, NULL) == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW)
		application = sqlite3_column_int(statement, 0);
	int code = sqlite3_finalize(statement);
	if (code != SQLITE_OK)
		return fails(database, "cannot read the database", error);
	if (application != APPLICATION)
		return error_set(error, ERROR_WRITE, "the database was made by another program");
	if (!prepare(database, &statement, "SELECT value FROM meta WHERE key=?", error))
		return false;
	for (size_t i = 0; error->kind == ERROR_NONE && i < sizeof wanted / sizeof wanted[0]; i++) {
		sqlite3_bind_text(statement, 1, wanted[i].key, -1, SQLITE_STATIC);
		const char *found = sqlite3_step(statement) == SQLITE_ROW ? (const char *)sqlite3_column_text(statement, 0) : NULL;
		if (!found || strcmp(found, wanted[i].expected) != 0)
			error_set(error, ERROR_WRITE, "the database was made with other rules or options: \"%s\", not \"%s\"",
			          found ? found : "unknown", wanted[i].expected);
		sqlite3_reset(statement);
	}
	sqlite3_finalize(statement);
	return error->kind == ERROR_NONE;
}

static bool is_empty(struct database *database, bool *empty, struct error *error)
{
	sqlite3_stmt *statement = NULL;
	if (!prepare(database, &statement, "SELECT count(*) FROM sqlite_schema", error))
		return false;
	bool good = sqlite3_step(statement) == SQLITE_ROW;
	*empty = good && sqlite3_column_int(statement, 0) == 0;
	sqlite3_finalize(statement);
	return good || fails(database, "cannot read the database", error);
}

static bool prepare_insert(struct database *database, size_t number, struct error *error)
{
	const struct record_table *table = table_of(number);
	struct out *sql = &database->scratch;
	struct flat flat;
	size_t columns = 0;
	for (flat_begin(&flat, table); flat_next(&flat);)
		columns++;
	columns += number == 0 || has_ids(table) ? 1 : 2;               /* a document's key, or the document and n */
	columns += table == &record_sentences ? 2 : 0;                  /* key and text */
	database->columns[number] = columns;
	out_clear(sql);
	out_format(sql, "INSERT INTO %s VALUES(?", name_of(number));
	for (size_t i = 1; i < columns; i++)
		out_string(sql, ",?");
	out_string(sql, ")");
	out_char(sql, '\0');
	if (sql->failed)
		return error_set(error, ERROR_MEMORY, "out of memory");
	return prepare(database, &database->insert[number], sql->bytes, error);
}

static bool prepare_all(struct database *database, struct error *error)
{
	for (size_t i = 0; table_of(i); i++) {
		if (!prepare_insert(database, i, error))
			return false;
		if (table_of(i) == &record_sentences)
			database->sentences = i;
	}
	return prepare(database, &database->has, "SELECT 1 FROM documents WHERE id=? AND source_sha256=?", error)
	       && prepare(database, &database->old, "SELECT key FROM documents WHERE id=?", error)
	       && prepare(database, &database->old_sentences, "SELECT key,text FROM sentences WHERE document=?", error)
	       && prepare(database, &database->delete, "DELETE FROM documents WHERE key=?", error)
	       && prepare(database, &database->add_grams, "INSERT INTO grams(rowid,text) VALUES(?,?)", error)
	       && prepare(database, &database->forget_grams, "INSERT INTO grams(grams,rowid,text) VALUES('delete',?,?)", error);
}

static bool step(struct database *database, sqlite3_stmt *statement, struct error *error)
{
	int code = sqlite3_step(statement);
	sqlite3_reset(statement);
	return code == SQLITE_DONE || code == SQLITE_ROW || fails(database, "cannot use the database", error);
}

static bool index_grams(struct database *database, sqlite3_stmt *statement, long long key, struct slice text, struct error *error)
{
	out_clear(&database->scratch);
	grams(&database->scratch, text);
	if (database->scratch.failed)
		return error_set(error, ERROR_MEMORY, "out of memory");
	sqlite3_bind_int64(statement, 1, key);
	sqlite3_bind_text64(statement, 2, database->scratch.bytes ? database->scratch.bytes : "", database->scratch.len, SQLITE_STATIC, SQLITE_UTF8);
	return step(database, statement, error);
}

static bool forget(struct database *database, long long key, struct error *error)
{
	sqlite3_bind_int64(database->old_sentences, 1, key);
	while (error->kind == ERROR_NONE && sqlite3_step(database->old_sentences) == SQLITE_ROW) {
		struct slice text = { (const char *)sqlite3_column_text(database->old_sentences, 1),
			(size_t)sqlite3_column_bytes(database->old_sentences, 1) };
		index_grams(database, database->forget_grams, sqlite3_column_int64(database->old_sentences, 0), text, error);
	}
	sqlite3_reset(database->old_sentences);
	sqlite3_bind_int64(database->delete, 1, key);
	return error->kind == ERROR_NONE && step(database, database->delete, error);
}

static void bind(sqlite3_stmt *statement, int column, const struct cell *cell)
{
	switch (cell->shape) {
	case CELL_NULL: sqlite3_bind_null(statement, column); break;
	case CELL_WHOLE: sqlite3_bind_int64(statement, column, cell->whole); break;
	case CELL_REAL: sqlite3_bind_double(statement, column, cell->real); break;
	case CELL_TEXT: sqlite3_bind_text64(statement, column, cell->text.at, cell->text.len, SQLITE_STATIC, SQLITE_UTF8); break;
	}
}

static bool put_row(struct database *database, struct slice *rows, size_t table, size_t number, long long *document, struct error *error)
{
	sqlite3_stmt *insert = database->insert[table];
	bool sentences = table == database->sentences;
	struct cell cell = { .shape = CELL_NULL };
	int column = 1;
	if (table == 0 || sentences)
		sqlite3_bind_null(insert, column++);
	if (table)
		sqlite3_bind_int64(insert, column++, *document);
	if (table && !has_ids(table_of(table)))
		sqlite3_bind_int64(insert, column++, (long long)number);
	while (column <= (int)database->columns[table]) {
		cell = rows_cell(rows);
		bind(insert, column++, &cell);
	}
	if (!step(database, insert, error))
		return false;
	if (table == 0)
		*document = sqlite3_last_insert_rowid(database->handle);
	return !sentences || index_grams(database, database->add_grams, sqlite3_last_insert_rowid(database->handle), cell.text, error);
}

/* The id is the second column of a document's row. */
static bool replace_old(struct database *database, struct slice rows, struct error *error)
{
	size_t table, number;
	rows_next(&rows, &table, &number);
	rows_cell(&rows);
	struct cell id = rows_cell(&rows);
	bind(database->old, 1, &id);
	bool there = sqlite3_step(database->old) == SQLITE_ROW;
	long long key = there ? sqlite3_column_int64(database->old, 0) : 0;
	sqlite3_reset(database->old);
	return !there || forget(database, key, error);
}

static bool put_rows(struct database *database, struct slice rows, struct error *error)
{
	size_t table, number;
	long long document = 0;
	if (!database->in_batch && !run(database, "BEGIN", error))
		return false;
	if (!replace_old(database, rows, error))
		return false;
	while (rows_next(&rows, &table, &number))
		if (!put_row(database, &rows, table, number, &document, error))
			return false;
	if (++database->in_batch < BATCH)
		return true;
	database->in_batch = 0;
	return run(database, "COMMIT", error);
}

static bool set_up(struct database *database, const char *by, const char *offsets, struct error *error)
{
	if (!run(database, "PRAGMA foreign_keys=ON;PRAGMA temp_store=MEMORY;PRAGMA cache_size=-65536", error)
	    || !is_empty(database, &database->fresh, error))
		return false;
	/* a new database has its name only when it is complete: there is nothing to roll back to */
	if (database->fresh && (!run(database, "PRAGMA journal_mode=OFF;PRAGMA synchronous=OFF", error) || !make_tables(database, by, offsets, error)))
		return false;
	return (database->fresh || check_meta(database, by, offsets, error)) && prepare_all(database, error);
}

static void release(struct database *database)
{
	for (size_t i = 0; i < MOST_TABLES; i++)
		sqlite3_finalize(database->insert[i]);
	sqlite3_finalize(database->has);
	sqlite3_finalize(database->old);
	sqlite3_finalize(database->old_sentences);
	sqlite3_finalize(database->delete);
	sqlite3_finalize(database->add_grams);
	sqlite3_finalize(database->forget_grams);
	sqlite3_close(database->handle);
	pthread_mutex_destroy(&database->lock);
	out_release(&database->scratch);
	free(database);
}

/* ---- */

struct database *database_open(const char *path, const char *by, const char *offsets, struct error *error)
{
	struct database *database = calloc(1, sizeof *database);
	if (!database) {
		error_set(error, ERROR_MEMORY, "out of memory");
		return NULL;
	}
	pthread_mutex_init(&database->lock, NULL);
	out_init(&database->scratch);
	if (sqlite3_open_v2(path, &database->handle, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
		fails(database, "cannot open the database", error);
	else if (set_up(database, by, offsets, error))
		return database;
	release(database);
	return NULL;
}

bool database_has(struct database *database, const char *id, const char *sha256)
{
	if (database->fresh)
		return false;
	pthread_mutex_lock(&database->lock);
	sqlite3_bind_text(database->has, 1, id, -1, SQLITE_STATIC);
	sqlite3_bind_text(database->has, 2, sha256, -1, SQLITE_STATIC);
	bool has = sqlite3_step(database->has) == SQLITE_ROW;
	sqlite3_reset(database->has);
	pthread_mutex_unlock(&database->lock);
	return has;
}

bool database_put(struct database *database, struct slice rows, struct error *error)
{
	pthread_mutex_lock(&database->lock);
	bool good = put_rows(database, rows, error);
	pthread_mutex_unlock(&database->lock);
	return good;
}

bool database_close(struct database *database, bool complete, struct error *error)
{
	static const char index_all[] = "CREATE INDEX figures_by_kind ON figures(kind,value);"
		"CREATE INDEX figures_by_sentence ON figures(document,sentence);"
		"CREATE INDEX claims_by_speaker ON claims(speaker_name);"
		"CREATE INDEX claims_by_sentence ON claims(document,sentence);"
		"CREATE INDEX recommendations_by_target ON recommendations(target_name);"
		"CREATE INDEX recommendations_by_sentence ON recommendations(document,sentence);";
	bool good = complete;
	if (good && database->in_batch)
		good = run(database, "COMMIT", error);
	if (good && database->fresh)
		good = run(database, index_all, error);
	release(database);
	return good;
}
