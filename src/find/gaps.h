/* gaps.h: ends of sentences that nobody wrote: full stops that are missing, headings that lost their line. */
#ifndef SASEOL_FIND_GAPS_H
#define SASEOL_FIND_GAPS_H

#include "find/cut.h"

/* Whether a mark is the full stop of a sentence in a language whose sentences have endings. */
bool gap_is_written(const struct cut *cut, const struct mark *mark);

/* Whether the blank at a byte ends a sentence that has no full stop. */
bool gap_ends(const struct cut *cut, size_t blank);

/* Whether the blank at a byte parts a heading from the sentence after it. */
bool gap_restarts(const struct cut *cut, size_t blank);

#endif
