/* furniture.h: lines that recur across the documents of one outlet, whatever they say: learned from many documents,
 * kept in a file, taken from the pages of others.
 *
 * Such a file is for people, too: a line is how often and where, the category, " | " and the words, in which a number
 * stands for any number:
 *
 *     43 of 50, tail, copyright | (c) 2024 The Harbor Post
 *
 * Lines may be changed, added and taken out; those that begin with "#" are remarks. */
#ifndef SASEOL_CLEAN_FURNITURE_H
#define SASEOL_CLEAN_FURNITURE_H

#include "base/document.h"
#include "base/out.h"

struct furniture;
struct learner;

/* ---- furniture.c ---- */

/* False with the line in the error. The rules of what it removes have "furniture/LINE" for an id. */
bool furniture_read(struct furniture **furniture, struct arena *arena, struct slice file, struct error *error);

/* The rules for the lines of a page, by block: NULL where there is none. NULL as a whole without furniture. */
const struct rule **furniture_known(const struct document *document, const struct furniture *furniture);

/* ---- learn.c ---- */

/* What a learner wants to know of a document, as bytes that can be handed from one thread to another. */
void learn_print(struct out *out, const struct document *document);

/* NULL when there is no memory. */
struct learner *learner_new(void);
void learner_free(struct learner *learner);

/* False when there is no memory. The order of the documents matters only where lines had to be forgotten. */
bool learner_take(struct learner *learner, struct slice printed);

/* The file. */
void learner_print(struct out *out, const struct learner *learner);

/* ---- what both ask: private to them ---- */

enum part { PART_HEAD, PART_MIDDLE, PART_TAIL, PARTS };
extern const char *const part_words[PARTS + 1];         /* the last is "anywhere" */
extern const char *const furniture_categories[];        /* ends in NULL */

enum { FURNITURE_MOST = 400 };          /* bytes of a line that can be furniture */

/* A line with a 0 for every number; false for one that is too long, or has no letter. */
bool furniture_masked(char masked[FURNITURE_MOST], size_t *len, struct slice line);

/* The part of the page that each block stands in, by the long lines above and below it. */
enum part *furniture_parts(const struct document *document);

#endif
