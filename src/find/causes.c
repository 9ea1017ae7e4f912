/* causes.c: what brings about what. In go the hits in a causal claim; out come its cause and its effect as spans.
 *
 * A claim rule says where they stand: cause= and effect= are each a way of reading_grow, the name of a group, or
 *   onward   from the cue to the end of its statement; where the cue opens it ("Because it rained, ..."), to the comma
 *   through  from the beginning of its clause to the end of the cue
 *   rest     what the cue and the other of the two leave of the claim, the longer side
 * Of several rules the one counts that weighs most for a cause. */
#include "find/reading.h"
#include "find/weights.h"

/* ---- private from here ---- */

static struct span span_inside(struct span span, struct span whole)
{
	struct span inside = { span.start > whole.start ? span.start : whole.start, span.stop < whole.stop ? span.stop : whole.stop };
	return inside.start < inside.stop ? inside : (struct span){ 0, 0 };
}

static bool finds_causes(const struct hit *hit)
{
	return hit->rule->kind == RULE_CLAIM && !hit->vetoed_by
	       && (rule_get(hit->rule, "cause") || rule_get(hit->rule, "effect") || hit_group(hit, "cause") || hit_group(hit, "effect"));
}

static const struct hit *best_cue(const struct reading *reading, struct span unit)
{
	const struct hit *best = NULL;
	for (size_t i = 0; i < reading->hits.len; i++) {
		const struct hit *hit = &reading->hits.at[i];
		if (!finds_causes(hit) || !span_holds(unit, hit->at))
			continue;
		if (!best || reading->weights->rules[hit->rule->number].of[WEIGHT_CAUSAL] > reading->weights->rules[best->rule->number].of[WEIGHT_CAUSAL])
			best = hit;
	}
	return best;
}

/* Behind the cue: to the end of the statement, or only to the comma of the clause that the cue opens. */
static struct span onward(const struct reading *reading, const struct hit *hit, struct span unit)
{
	struct span front = reading_skip_leads(reading, (struct span){ unit.start, hit->at.start });
	struct span behind = { hit->at.stop, reading_clause(reading, hit->at, true).stop };
	const char *comma = span_empty(front) && behind.start < behind.stop
	                    ? memchr(reading->text.at + behind.start, ',', behind.stop - behind.start) : NULL;
	if (comma && comma > reading->text.at + behind.start)
		behind.stop = (size_t)(comma - reading->text.at);
	return behind;
}

/* Helping verbs behind a subject belong to the verb: the table helpers of the language lists them. */
static struct span without_helpers(const struct reading *reading, struct span span)
{
	const struct table *helpers = language_table(reading->sentence->language, "helpers");
	while (helpers && !span_empty(span)) {
		const char *blank = memrchr(reading->text.at + span.start, ' ', span.stop - span.start);
		size_t word = blank ? (size_t)(blank - reading->text.at) + 1 : span.start;
		if (!table_find(helpers, (struct slice){ reading->text.at + word, span.stop - word }))
			break;
		span.stop = word;
		span = reading_trim(reading, span);
	}
	return span;
}

static struct span end_of(const struct reading *reading, const struct hit *hit, const char *key, struct span unit)
{
	struct span span;
	if (!hit_group(hit, key) && rule_says(hit->rule, key, "onward"))
		span = onward(reading, hit, unit);
	else if (!hit_group(hit, key) && rule_says(hit->rule, key, "through"))
		span = reading_skip_leads(reading, (struct span){ reading_clause(reading, hit->at, false).start, hit->at.stop });
	else if (!reading_grow(reading, hit, key, reading_clause(reading, hit->at, false), &span))
		return (struct span){ 0, 0 };
	span = reading_trim(reading, span_inside(span, unit));
	return rule_says(hit->rule, key, "before") ? without_helpers(reading, span) : span;
}

/* The longer of what stands before and behind the cue and what is known already. */
static struct span rest_of(const struct reading *reading, const struct hit *hit, struct span known, struct span unit)
{
	struct span taken = hit->at;
	if (!span_empty(known))
		taken = (struct span){ known.start < taken.start ? known.start : taken.start, known.stop > taken.stop ? known.stop : taken.stop };
	struct span front = reading_trim(reading, reading_skip_leads(reading, (struct span){ unit.start, taken.start }));
	struct span behind = reading_trim(reading, (struct span){ taken.stop, unit.stop });
	return front.stop - front.start >= behind.stop - behind.start ? front : behind;
}

/* ---- */

void find_causes(struct reading *reading, struct claim *claim, struct span unit)
{
	const struct hit *hit = best_cue(reading, unit);
	if (!hit)
		return;
	struct span cause = end_of(reading, hit, "cause", unit), effect = end_of(reading, hit, "effect", unit);
	if (rule_says(hit->rule, "cause", "rest"))
		cause = rest_of(reading, hit, effect, unit);
	if (rule_says(hit->rule, "effect", "rest"))
		effect = rest_of(reading, hit, cause, unit);
	if (!span_empty(cause))
		claim->cause = reading_named(reading, cause);
	if (!span_empty(effect))
		claim->effect = reading_named(reading, effect);
}
