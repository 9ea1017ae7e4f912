/* labels.h: what numbers the items of a list: "3." "b)" "(iv)". */
#ifndef SASEOL_FIND_LABELS_H
#define SASEOL_FIND_LABELS_H

#include "find/words.h"

struct label {
	size_t len;                     /* 0: there is none */
	unsigned value;                 /* 0: out of no order that is known */
	uint32_t form;                  /* which of "1." "1)" "1.)" "a." ... it is */
};

/* The label that begins at a byte, a blank behind it; words may be NULL. */
struct label label_at(const char *bytes, size_t at, size_t stop, const struct words *words);

/* Whether a word could be one, without what stands around it. */
bool label_is(struct slice word, const struct words *words);

/* Whether a list may begin with a label: initials are no lists. */
bool label_begins(struct label label);

/* Whether a label goes on with the list that the last one is of. */
bool label_continues(struct label label, struct label last);

/* 0 where it is no Roman number. */
unsigned roman_value(struct slice digits);

#endif
