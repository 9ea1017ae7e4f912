/* inputs.h: from what people name to documents: files, folders, archives, standard input, and the records in them.
 *
 * Inputs come one after another, in the order they were named; a folder is walked in the byte order of its names, an
 * archive in its own order. What a file is says its beginning. A file of records is streamed: one record at a time is
 * in memory. A document inside another file has the path FILE!INSIDE. */
#ifndef SASEOL_READ_INPUTS_H
#define SASEOL_READ_INPUTS_H

#include "base/document.h"

struct rules;           /* engine/rules.h */

enum {
	FROM_AUTO, FROM_TEXT, FROM_HTML, FROM_JSONL, FROM_CSV, FROM_TSV, FROM_XLSX, FROM_WARC, FROM_MHTML, FROM_KINDS
};

/* The same by name, also for options. */
extern const char *const from_words[FROM_KINDS + 1];

/* Which fields of a record are meant. */
struct record_fields {
	const char *text, *id, *title, *date;
};

struct inputs_wish {
	const char *const *names;       /* files, folders, "-" */
	size_t count;
	const char *files_from;         /* a file that lists more, one a line; NULL: none */
	bool nul;                       /* its names end in NUL */
	unsigned from;
	struct record_fields fields;    /* NULL: "text", "id", "title", "date" */
	size_t max_size;                /* 0: the default */
	const char *date, *encoding;
	const struct rules *rules;      /* know what columns are called; may be NULL */
};

enum { MAX_SIZE_DEFAULT = 256 * 1024 * 1024 };

struct inputs;

/* NULL when there is no memory. */
struct inputs *inputs_open(const struct inputs_wish *wish);
void inputs_close(struct inputs *inputs);

/* A file that is passed over where a folder is walked: what is being written. Four at most. */
void inputs_avoid(struct inputs *inputs, const char *path);

/* The next document: true with input filled (in the arena), and error if it could not be read. False: no more. */
bool inputs_next(struct inputs *inputs, struct arena *arena, struct input *input, struct error *error);

/* What was read so far, for exit statuses and messages. */
struct inputs_count {
	size_t inputs, failed;          /* files and standard input, whole */
	size_t records, broken;
};
/* How far: bytes of files, as they lie there. all is 0 where it is not known. */
struct inputs_extent {
	uint64_t read, all;
};
struct inputs_extent inputs_extent(const struct inputs *inputs);

struct inputs_count inputs_counted(const struct inputs *inputs);

#endif
