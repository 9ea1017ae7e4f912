/* weights.h: what a claim rule or a structural feature weighs. Private to find/.
 *
 * Read once for each language and worker (matcher_keep): the fields of the claim rules, and weights.table. */
#ifndef SASEOL_FIND_WEIGHTS_H
#define SASEOL_FIND_WEIGHTS_H

#include "engine/rules.h"

/* The kinds of claim in the order of enum claim_kind, then checkable. */
enum { WEIGHT_CAUSAL = 1, WEIGHT_KINDS = 5, WEIGHT_CHECKABLE = WEIGHT_KINDS, WEIGHT_SUMS };

enum feature {
	FEATURE_BIAS, FEATURE_FIGURE, FEATURE_SECOND_FIGURE, FEATURE_AMOUNT, FEATURE_DATE, FEATURE_CHANGE, FEATURE_SOURCE,
	FEATURE_QUOTED, FEATURE_QUESTION, FEATURE_EXCLAMATION, FEATURE_SHORT, FEATURE_LONG, FEATURE_FIRST_PARAGRAPH,
	FEATURE_LAST_PARAGRAPH, FEATURE_LAST_SENTENCE, FEATURE_NAMES, FEATURE_RECOMMENDS, FEATURES
};

struct weight {
	double of[WEIGHT_SUMS];
	bool hedged, negated, none, also;
	const char *effect;             /* for people: "factual +1 checkable +0.5", "no claim"; "" where it does nothing */
};

struct weights {
	struct weight features[FEATURES];
	struct weight *rules;           /* by the number of the rule in its language */
};

/* A matcher_maker. */
const void *weights_make(struct arena *arena, const struct language *language);

/* The name weights.table gives it. */
const char *feature_name(enum feature feature);

#endif
