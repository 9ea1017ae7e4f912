/* merits.h: what speaks for a claim as a reason, and for a finding as the thesis: named weights. Private to find/.
 *
 * They stand in links.table, which is no language's; a row that is missing weighs nothing. */
#ifndef SASEOL_FIND_MERITS_H
#define SASEOL_FIND_MERITS_H

#include "engine/rules.h"

enum merit {
	REASON_SAME_SENTENCE, REASON_SENTENCE_BEFORE, REASON_SAME_PARAGRAPH, REASON_EACH_BETWEEN, REASON_CHECKABLE, REASON_SOURCE,
	REASON_NEARLY,
	THESIS_TITLE, THESIS_RECOMMENDS, THESIS_DEMANDS, THESIS_ADVISES, THESIS_FIRST, THESIS_ACTOR, THESIS_WHOLE_SENTENCE,
	THESIS_LONG, THESIS_LAST_PARAGRAPH, THESIS_LAST_SENTENCE, THESIS_LATE,
	THESIS_NEARLY,
	MERITS
};

struct merits {
	double of[MERITS];
};

/* Of all rules: a maker (see rules_made). */
const void *merits_make(struct arena *arena, const struct rules *rules, struct error *error);

/* For people: what speaks for it. */
const char *merit_name(enum merit merit);

#endif
