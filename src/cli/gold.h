/* gold.h: hand labels and the output to be measured by them, document by document.
 *
 * GOLD is a folder of NAME.txt with NAME.gold.jsonl beside it: one label a line, whose start and stop are code points
 * of NAME.txt as it is when decoded. Output is matched to it by the file name of source.path, or by id. Everything is
 * compared in those code points. */
#ifndef SASEOL_CLI_GOLD_H
#define SASEOL_CLI_GOLD_H

#include "base/document.h"
#include "read/json.h"

/* A label, or an item of the output. */
struct mark {
	const struct json *json;
	size_t start, stop;
};

typedef LIST(struct mark) marks;

enum mark_kind { MARK_FIGURE, MARK_CLAIM, MARK_RECOMMENDATION, MARK_BOILERPLATE, MARK_KINDS };

/* One document: its text, its labels, and what was found in it. */
struct gold {
	const char *name, *path;        /* the file name without its ending; NAME.txt */
	struct json *output;            /* NULL: there is none */
	LIST(struct json *) labels;     /* as they were read */

	/* filled by gold_open, in an arena of the document's own */
	const struct text *text;
	size_t *place;                  /* where each code point begins in the input, and one more for the end */
	size_t *byte;                   /* and in the text */
	size_t len;                     /* in code points */
	marks gold[MARK_KINDS], found[MARK_KINDS];
	size_t found_in_all, found_true;        /* an item that is not true to its place is not among the found */
};

struct gold_set {
	struct arena arena;
	LIST(struct gold) documents;    /* in the order of their paths */
};

/* Reads the labels in a folder, and the lines of the output that belong to them. */
bool gold_load(struct gold_set *set, const char *folder, const char *output, struct error *error);
void gold_release(struct gold_set *set);

bool gold_open(struct gold *gold, struct arena *arena, struct error *error);

/* Where an object with source_start and source_stop stands; false where that is not between characters. */
bool gold_area(const struct gold *gold, const struct json *object, size_t *start, size_t *stop);

/* The words of a stretch of the text. */
struct slice gold_words(const struct gold *gold, size_t start, size_t stop);

#endif
