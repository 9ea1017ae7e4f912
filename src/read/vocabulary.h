/* vocabulary.h: what the words in the classes and ids of a page's elements mean: the rows of the page tables.
 *
 *     WORD       | TRAIT       the word; two with a blank between them stand side by side
 *     WORD*      | TRAIT       words that begin so
 *     *WORD      | TRAIT       words that end so or are it; *WORD*: that have it in them
 *
 * "storyBody", "story-body" and "story_body_2" are the words story and body. Of several rows that fit, all count. */
#ifndef SASEOL_READ_VOCABULARY_H
#define SASEOL_READ_VOCABULARY_H

#include "base/document.h"
#include "engine/rules.h"

/* The traits that the words of an attribute name, of all languages together. */
unsigned vocabulary_traits(struct document *document, const struct rules *rules, struct slice attribute);

#endif
