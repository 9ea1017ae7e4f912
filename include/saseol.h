/* saseol.h: what news editorials claim, the figures they rest on, and what they recommend, in Korean and English.
 *
 *     saseol *reader = saseol_open(NULL, why, sizeof why);
 *     saseol_document *document = saseol_read(reader, bytes, length, NULL);
 *     for (size_t i = 0; i < saseol_count(document, "figures"); i++)
 *             printf("%s %s\n", saseol_get(document, "figures", i, "value"), saseol_get(document, "figures", i, "unit"));
 *     saseol_free(document);
 *     saseol_close(reader);
 *
 * Lists and fields have the names that they have in the JSON output (`saseol schema`). Build with
 *     cc program.c $(pkg-config --static --cflags --libs saseol)
 *
 * Units. start and stop count in the document's text, in the unit of the options (code points unless said
 * otherwise); source_start and source_stop are bytes of what was handed to saseol_read. All are half-open. Strings are
 * UTF-8.
 *
 * Ownership. What a document hands out belongs to the document, and is gone after saseol_free; what you hand over
 * has to stay only until the call returns. A document belongs to its reader: free it first.
 *
 * Threads. A reader and its documents are for one thread at a time; open a reader for each thread.
 *
 * Errors. saseol_open returns NULL and says why. A document is always handed out, unless there is no memory for it;
 * whether it could be read is asked with saseol_error. Nothing here prints, exits, or looks at the locale. */
#ifndef SASEOL_H
#define SASEOL_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct saseol saseol;
typedef struct saseol_document saseol_document;

enum saseol_unit { SASEOL_CODEPOINT, SASEOL_UTF16, SASEOL_BYTE };

/* Start with { 0 }: every field is then what it should be where nothing is known. */
typedef struct saseol_options {
	const char *rules;              /* a folder of further rules */
	const char *lang;               /* the language, if you know it: the name of a folder of rules */
	const char *encoding;           /* the encoding, if you know it */
	enum saseol_unit unit;          /* of start and stop */
	int keep_all;                   /* not 0: do not take the page around the article away */
	int explain;                    /* not 0: say which rules found an item, and why */
} saseol_options;

/* The version of the library, as "0.1.0". */
const char *saseol_version(void);

/* options may be NULL. On failure NULL, and the reason in why, cut to its size; why may be NULL. */
saseol *saseol_open(const saseol_options *options, char *why, size_t why_size);
void saseol_close(saseol *reader);

/* Reads one document. date is when it was published ("2024-05-03"), or NULL. NULL when there is no memory. */
saseol_document *saseol_read(saseol *reader, const char *bytes, size_t length, const char *date);
void saseol_free(saseol_document *document);

/* NULL, or why the document could not be read; it is then empty. */
const char *saseol_error(const saseol_document *document);

/* The whole document as one line of JSON, with its line end; its length in *length, unless that is NULL. */
const char *saseol_json(saseol_document *document, size_t *length);

/* How many things are in a list: "paragraphs", "sentences", "figures", "claims", "recommendations", "removed",
 * "notes". 0 for a name that is no list. */
size_t saseol_count(saseol_document *document, const char *list);

/* A field of thing i of a list, or of the document itself where list is NULL, as a string: numbers as in the JSON,
 * "true" or "false", the values of a list parted by commas. A field inside an object is written "target.name". NULL
 * where the JSON has null, and for a name or a number that does not exist. */
const char *saseol_get(saseol_document *document, const char *list, size_t i, const char *field);

#ifdef __cplusplus
}
#endif

#endif
