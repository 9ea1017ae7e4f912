/* writer.h: an output format: one file, and one line in a command's table. */
#ifndef SASEOL_WRITE_WRITER_H
#define SASEOL_WRITE_WRITER_H

#include "base/out.h"
#include "write/record.h"

struct writer {
	const char *name, *about;
	const char *open, *between, *close;     /* what stands before, between and after documents, or NULL */
	void (*begin)(struct out *out, const struct wish *wish);        /* or writes what stands before all; or NULL */
	void (*document)(struct out *out, const struct record *record);
	enum { TO_STREAM, TO_DATABASE } to;
};

/* The formats that a command knows; each list ends with NULL. */
extern const struct writer *const writers_extract[], *const writers_clean[], *const writers_sentences[];

/* NULL where the list has no such format. */
const struct writer *writer_find(const struct writer *const *list, const char *name);

extern const struct writer writer_text, writer_json, writer_jsonl, writer_clean_text, writer_sentences_text,
	writer_sentences_jsonl,
	writer_csv, writer_tsv, writer_sqlite;

/* The fields of one row as JSON, without the braces around them, for writers that show a part of a record. */
void json_fields(struct out *out, const struct record *record, const struct record_table *table, const void *row,
                 size_t number);

/* A value of any shape as JSON. */
void json_value(struct out *out, const struct record *record, const struct column *column, const void *row,
                const struct value *value);

/* A value as plain text: what a JSON string says without its quotes, the values of a list parted by commas. False
 * where there is nothing to say. */
bool plain_value(struct out *out, const struct record *record, const struct column *column, const void *row,
                 const struct value *value);

/* A cell of CSV or TSV. may_be_formula: a text, which a spreadsheet should not take for a formula. */
void csv_cell(struct out *out, struct slice text, bool may_be_formula, char comma);

#endif
