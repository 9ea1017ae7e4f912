/* record.h: a document as every output shows it: the field table.
 *
 * The fields of schema saseol/1 are named here once, in tables of columns. A writer walks a table, asks
 * record_value for each column of each row, and needs to know only the few shapes that a value can have; the JSON
 * Schema and the table of fields in the README walk the same tables. */
#ifndef SASEOL_WRITE_RECORD_H
#define SASEOL_WRITE_RECORD_H

#include "base/document.h"

/* What the reader of the output asked for. */
struct wish {
	enum text_unit offsets;
	unsigned only;                  /* 1u << SHOW_FIGURES ...; 0: everything */
	unsigned figure_kinds;          /* 1u << FIGURE_COUNT ...; 0: every kind */
	unsigned claim_kinds;           /* CLAIM_FACTUAL | ...; 0: every kind */
	unsigned voices;                /* 1u << VOICE_AUTHOR ...; 0: both */
	bool lean, explain;
	bool removed;                   /* clean: what went */
	bool article;                   /* clean: nothing was looked for in it */
	unsigned table;                 /* of flat.h, for formats that show one table */
	bool bom;
	unsigned width;                 /* of the terminal */
	bool color;
};

enum { SHOW_CLAIMS, SHOW_FIGURES, SHOW_RECOMMENDATIONS };

extern const char record_schema[];

struct record {
	const struct document *document;
	const struct wish *wish;
	unsigned hidden;                /* columns marked with any of this (enum column_when) are not printed */
	const char *schema, *id, *by, *lang;
	size_t n;
	struct source {
		bool read;              /* false: there are no bytes to speak of */
		const char *path, *path_hex, *sheet, *field, *encoding, *kind, *date, *outlet, *author, *section, *url, *language;
		size_t bytes, line;
	} source;
	struct extent {
		bool present;
		struct span at;
	} title, kicker;
	struct slice text;
	struct failure {
		const char *code, *message;
	} error;
};

/* The record of an analysed (or failed) document. by is made by record_by. */
void record_init(struct record *record, const struct document *document, const struct wish *wish, const char *by);

/* "saseol 0.1.0 rules 3f2a9c options 0000" */
const char *record_by(struct arena *arena, const char *rules, unsigned options);

/* ---- the tables ---- */

enum column_type {
	COLUMN_STRING, COLUMN_SHA256, COLUMN_SLICE, COLUMN_DECIMAL, COLUMN_SIZE, COLUMN_BYTES, COLUMN_LINE,
	COLUMN_TRUTH, COLUMN_REAL, COLUMN_WORD, COLUMN_WORDS, COLUMN_ID, COLUMN_LINK, COLUMN_LINKS, COLUMN_THESIS, COLUMN_RULE, COLUMN_RULES, COLUMN_LANGUAGE,
	COLUMN_TEXT, COLUMN_START, COLUMN_STOP, COLUMN_SOURCE_START, COLUMN_SOURCE_STOP, COLUMN_PARTS, COLUMN_FIELD,
	COLUMN_OBJECT, COLUMN_ROWS
};

/* Where a place is kept: a span of the text, a span of the page, or already a place in the input. */
enum column_of { OF_TEXT, OF_PAGE, OF_INPUT };

enum column_when {
	NEVER_LEAN = 1,         /* left out by --lean */
	ONLY_EXPLAINED = 2,     /* there with --explain */
	ALSO_FAILED = 4,        /* a document that failed has it, too */
	ONLY_FAILED = 8,
	WITH_CLAIMS = 16, WITH_FIGURES = 32, WITH_RECOMMENDATIONS = 64, WITH_ARGUMENT = 128,
	MAY_BE_NULL = 256,
	MAY_BE_MISSING = 512,   /* left out where it says nothing */
	WITH_ANALYSIS = 1024,   /* not there where only the article was asked for */
	IN_DOCUMENT = 2048      /* the row is a record, the column stands in its document */
};

struct column {
	const char *name;
	enum column_type type;
	size_t offset;          /* in the row */
	enum column_of of;
	unsigned when;
	const char *const *words;       /* of COLUMN_WORD and COLUMN_WORDS */
	const struct record_table *table;   /* of COLUMN_OBJECT and COLUMN_ROWS */
	char prefix;            /* of COLUMN_ID, COLUMN_LINK, COLUMN_LINKS */
	const char *about;
};

struct record_table {
	const char *name, *about;
	const struct column *columns;
	size_t count, row_size;
	bool (*present)(const void *row);                               /* of an object; NULL: always */
	bool (*shown)(const struct wish *wish, const void *row);        /* of a row; NULL: always */
};

/* The whole: everything else hangs below it. */
extern const struct record_table record_documents;
extern const struct record_table record_sentences;

/* ---- values ---- */

enum value_shape {
	VALUE_ABSENT,           /* the field is left out */
	VALUE_NULL, VALUE_STRING, VALUE_NUMBER, VALUE_SIZE, VALUE_REAL, VALUE_TRUTH,
	VALUE_LINK,             /* an id: prefix and number */
	VALUE_LIST,             /* count values, asked for by record_element */
	VALUE_OBJECT, VALUE_ROWS
};

struct value {
	enum value_shape shape;
	struct slice string;            /* VALUE_STRING; VALUE_NUMBER: its digits as written */
	size_t size, count;
	double real;
	bool truth;
	char prefix;
	const struct record_table *table;   /* VALUE_OBJECT, VALUE_ROWS */
	const void *row;                /* the object, or the first row */
};

/* The value of a column in a row; number is the row's place in its table. */
struct value record_value(const struct record *record, const struct column *column, const void *row, size_t number);

/* Element i of a VALUE_LIST, VALUE_ABSENT where it is not shown. */
struct value record_element(const struct record *record, const struct column *column, const void *row, size_t i);

/* Row i of a VALUE_ROWS, or NULL where it is not shown. */
const void *record_row(const struct record *record, const struct value *rows, size_t i);

/* Does the reader's choice of kinds and voices leave it in? (COLUMN_ROWS ask by themselves.) */
bool record_figure_shown(const struct wish *wish, const void *figure);
bool record_claim_shown(const struct wish *wish, const void *claim);
bool record_recommendation_shown(const struct wish *wish, const void *recommendation);

/* Words for the fields of findings, also for options: NULL-terminated. */
extern const char *const figure_kind_words[], *const claim_kind_words[], *const voice_words[], *const approx_words[],
	*const strength_words[], *const polarity_words[], *const unit_words[], *const quote_words[];

#endif
