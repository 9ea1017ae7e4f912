/* reader.h: what a kind of input is: how it is recognised, and how documents come out of it.
 *
 * A reader is opened on a stream and asked for the next thing until there is none. It either fills an input, or
 * offers a part that has an inside of its own (a member of an archive, the body of a web record), which is recognised
 * and read in its turn before the reader is asked again. Nothing here calls itself: inputs.c keeps the open readers
 * on a stack. */
#ifndef SASEOL_READ_READER_H
#define SASEOL_READ_READER_H

#include "engine/rules.h"
#include "read/inputs.h"
#include "read/stream.h"

enum found {
	FOUND_NOTHING,          /* no more */
	FOUND_DOCUMENT,         /* the input is filled; with an error it is a broken one, and the next may be good */
	FOUND_PART,
	FOUND_FAULT             /* the error says why there is no more */
};

struct part {
	struct slice name;      /* good until the reader is asked again; empty: it goes by the name of the whole */
	struct feed feed;
	unsigned from;          /* FROM_TEXT ...: what is in it, where that is known */
	struct meta meta;       /* likewise good until then */
	const char *note_code, *note;   /* on every document in it, or NULL */
	struct error error;     /* it cannot be read */
	struct slice charset;   /* that its bytes are said to be in; .at is NULL where nothing is said */
	bool packed;            /* one file, made smaller: it has no name of its own */
	bool address;           /* its name is a web address */
};

struct reader {
	const char *kind;
	/* Does the beginning of a stream look like it? */
	bool (*recognise)(struct slice head, const struct inputs_wish *wish);
	/* NULL when there is no memory; what else goes wrong is a fault of the first call of next. */
	void *(*open)(struct stream *stream, const struct inputs_wish *wish);
	enum found (*next)(void *handle, struct arena *arena, struct input *input, struct part *part, struct error *error);
	void (*close)(void *handle);
	bool records;           /* its documents are records, whose bytes are their text */
	const char *endings;    /* of names that say so where the beginning does not, parted by blanks; or NULL */
};

extern const struct reader reader_archive, reader_packed, reader_jsonl, reader_csv, reader_tsv, reader_xlsx, reader_warc,
	reader_mhtml;

#endif
