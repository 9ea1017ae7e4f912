/* query.h: what `saseol search` is asked: words and phrases that a sentence must contain, and conditions that
 * something in the sentence must meet.
 *
 *     rate* "interest rate" speaker:bank kind:percent money>1000000000000
 *
 * A word of Hangul, Chinese characters or kana is found inside others; one of other letters stands alone, or begins
 * others with a star behind it. A blank in a phrase is any white space. */
#ifndef SASEOL_CLI_QUERY_H
#define SASEOL_CLI_QUERY_H

#include "base/arena.h"
#include "base/error.h"
#include "base/out.h"
#include "base/slice.h"

struct query {
	LIST(struct slice) words;       /* without quotes; a star behind one is still there */
	struct out sql;                 /* what selects sentences: key, text, places, the words of an item (see query.c) */
	LIST(struct parameter { struct slice text; double number; bool is_number; }) parameters;
};

/* The query in arena. Fails with ERROR_USAGE where it makes no sense. */
bool query_read(struct query *query, struct slice words, struct arena *arena, struct error *error);
void query_release(struct query *query);

/* Finds a word of the query in text at or after from: what stands there, or nothing (.at NULL). */
struct slice query_find(struct slice word, struct slice text, size_t from);

#endif
