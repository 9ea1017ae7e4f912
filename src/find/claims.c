/* claims.c: what a sentence puts forward as true. In go hits, reports and recommendations of the sentence; out come
 * its claims: one for each source that speaks in it, one for the author.
 *
 * A claim's kinds and its checkability are sums of named weights. A claim rule says factual=1.5, evaluative=-1,
 * checkable=0.5 ...; the structural features have theirs in weights.table. A kind holds where its sum is above 0,
 * the largest where none is; checkable is the logistic function of its sum. A claim rule may also say hedged=true,
 * negated=true, claim=no (the sentence claims nothing after all) and also=yes (it claims besides recommending). */
#include "find/reading.h"
#include "find/weights.h"

#include <math.h>

/* ---- private from here ---- */

struct sums {
	double of[WEIGHT_SUMS];
	bool hedged, negated, none, also;
};

static void sums_add_weight(struct sums *sums, const struct weight *weight)
{
	for (size_t i = 0; i < WEIGHT_SUMS; i++)
		sums->of[i] += weight->of[i];
	sums->hedged |= weight->hedged;
	sums->negated |= weight->negated;
	sums->none |= weight->none;
	sums->also |= weight->also;
}

static void sums_add_feature(struct reading *reading, struct sums *sums, reasons *why, enum feature feature)
{
	const struct weight *weight = &reading->weights->features[feature];
	sums_add_weight(sums, weight);
	if (*weight->effect && reading->document->explain)
		*list_add(reading->document->arena, why) = (struct reason){ .feature = feature_name(feature), .effect = weight->effect };
}

static void sums_add_rule(struct reading *reading, struct sums *sums, struct claim *claim, const struct hit *hit)
{
	const struct weight *weight = &reading->weights->rules[hit->rule->number];
	sums_add_weight(sums, weight);
	*list_add(reading->document->arena, &claim->rules) = hit->rule;
	reading_because(reading, &claim->why, hit, weight->effect);
}

/* A rule counts once a claim, however often its cue stands there. */
static bool hit_is_repeated(const struct reading *reading, size_t number, struct span unit)
{
	for (size_t i = 0; i < number; i++) {
		const struct hit *hit = &reading->hits.at[i];
		if (hit->rule == reading->hits.at[number].rule && !hit->vetoed_by && span_holds(unit, hit->at))
			return true;
	}
	return false;
}

static bool slice_has_mark(struct slice text, char mark)
{
	size_t tail = text.len < 8 ? text.len : 8;
	return tail && memchr(text.at + text.len - tail, mark, tail) != NULL;
}

static bool is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* Words with a capital after the first word, and two capitals anywhere: names, in scripts that have capitals. */
static bool has_names(struct slice text)
{
	for (size_t i = 1; i < text.len; i++)
		if (is_capital(text.at[i]) && (is_capital(text.at[i - 1])
		                               || (text.at[i - 1] == ' ' && i + 1 < text.len && text.at[i + 1] >= 'a' && text.at[i + 1] <= 'z')))
			return true;
	return false;
}

static void sums_add_figures(struct reading *reading, struct sums *sums, struct claim *claim)
{
	const struct document *document = reading->document;
	bool amount = false, date = false, change = false;
	size_t count = 0;
	/* figures come in the order of the text: the first of this sentence is found by halving */
	size_t low = 0, high = document->figures.len;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (document->figures.at[middle].at.start < claim->at.start)
			low = middle + 1;
		else
			high = middle;
	}
	for (size_t i = low; i < document->figures.len && document->figures.at[i].at.start < claim->at.stop; i++) {
		const struct figure *figure = &document->figures.at[i];
		*list_add(document->arena, &claim->figures) = i;
		count++;
		date |= figure->kind == FIGURE_DATE;
		amount |= figure->kind == FIGURE_MONEY || figure->kind == FIGURE_PERCENT || figure->kind == FIGURE_MEASURE
		          || figure->kind == FIGURE_COUNT || figure->kind == FIGURE_POINTS;
		change |= figure->change.direction != DIRECTION_NONE;
	}
	if (count)
		sums_add_feature(reading, sums, &claim->why, FEATURE_FIGURE);
	if (count > 1)
		sums_add_feature(reading, sums, &claim->why, FEATURE_SECOND_FIGURE);
	if (amount)
		sums_add_feature(reading, sums, &claim->why, FEATURE_AMOUNT);
	if (date)
		sums_add_feature(reading, sums, &claim->why, FEATURE_DATE);
	if (change)
		sums_add_feature(reading, sums, &claim->why, FEATURE_CHANGE);
}

static void sums_add_place(struct reading *reading, struct sums *sums, struct claim *claim)
{
	const struct document *document = reading->document;
	size_t length = text_count(&document->text, reading->sentence->at.stop, UNIT_CODEPOINT)
	                - text_count(&document->text, reading->sentence->at.start, UNIT_CODEPOINT);
	size_t first = document->has_title ? 1 : 0, last = document->paragraphs.len - 1;
	const bool holds[FEATURES] = {
		[FEATURE_BIAS] = true,
		[FEATURE_SOURCE] = claim->voice == VOICE_SOURCE,
		[FEATURE_QUOTED] = claim->voice == VOICE_AUTHOR && reading->quotations.len > 0,
		[FEATURE_QUESTION] = slice_has_mark(reading->text, '?'),
		[FEATURE_EXCLAMATION] = slice_has_mark(reading->text, '!'),
		[FEATURE_SHORT] = length < 30,
		[FEATURE_LONG] = length > 120,
		[FEATURE_FIRST_PARAGRAPH] = reading->sentence->paragraph == first,
		[FEATURE_LAST_PARAGRAPH] = last > first && reading->sentence->paragraph == last,
		[FEATURE_LAST_SENTENCE] = reading->number + 1 == document->sentences.len,
		[FEATURE_NAMES] = has_names(reading->text),
		[FEATURE_RECOMMENDS] = document->recommendations.len > reading->first_recommendation
	};
	for (size_t i = 0; i < FEATURES; i++)
		if (holds[i])
			sums_add_feature(reading, sums, &claim->why, (enum feature)i);
}

/* A report that is only mentioned in what the author says of it. */
static bool has_aside(const struct reading *reading)
{
	for (size_t i = 0; i < reading->reports.len; i++)
		if (reading->reports.at[i].aside && reading->reports.at[i].stance != STANCE_ENDORSE)
			return true;
	return false;
}

enum { MORE_BEHIND = 12 };      /* bytes that are more than an ending */

/* A source's demand that stands in front of what the author says of it ("that they asked for more may be due to ..."):
 * where the cue of a demand ends what is demanded, more goes on behind it. */
static bool demands_in_passing(const struct reading *reading)
{
	size_t stop = reading_trim(reading, reading_whole(reading)).stop;
	bool passing = false;
	for (size_t i = 0; i < reading->hits.len; i++) {
		const struct hit *hit = &reading->hits.at[i];
		if (hit->rule->kind != RULE_RECOMMENDATION || hit->vetoed_by)
			continue;
		if (!rule_says(hit->rule, "voice", "source") || !rule_says(hit->rule, "action", "before"))
			return false;
		passing |= hit->at.stop + MORE_BEHIND < stop;
	}
	return passing && !reading->reports.len;
}

/* Weighs one unit; false where it turns out to claim nothing. Of a source's claim only what the source says is
 * weighed, not how it is reported: for that the attribution has weights of its own. */
static bool claim_weigh(struct reading *reading, struct claim *claim, struct span unit, const struct report *report,
                        const struct report *except)
{
	struct sums sums = { 0 };
	if (report)
		sums_add_rule(reading, &sums, claim, report->hit);
	if (report && report->judged)
		reading_because(reading, &claim->why, report->judged, claim->stance == STANCE_ENDORSE ? "endorsed" : "rejected");
	for (size_t i = 0; i < reading->hits.len; i++) {
		const struct hit *hit = &reading->hits.at[i];
		if (hit->rule->kind != RULE_CLAIM || hit->vetoed_by || !span_holds(unit, hit->at) || hit_is_repeated(reading, i, unit))
			continue;
		if ((except && span_holds(except->unit, hit->at)) || (report && span_holds(report->hit->at, hit->at)))
			continue;
		sums_add_rule(reading, &sums, claim, hit);
	}
	sums_add_place(reading, &sums, claim);
	sums_add_figures(reading, &sums, claim);
	if (sums.none)
		return false;
	if (reading->document->recommendations.len > reading->first_recommendation && !sums.also && !has_aside(reading)
	    && !demands_in_passing(reading))
		return false;
	size_t best = 0;
	for (size_t i = 0; i < WEIGHT_KINDS; i++) {
		if (sums.of[i] > 0)
			claim->kinds |= 1u << i;
		if (sums.of[i] > sums.of[best])
			best = i;
	}
	if (!claim->kinds)
		claim->kinds = 1u << best;
	if (claim->kinds & CLAIM_CAUSAL)
		find_causes(reading, claim, unit);
	claim->hedged = sums.hedged;
	claim->negated = sums.negated;
	claim->checkable = round(100 / (1 + exp(-sums.of[WEIGHT_CHECKABLE]))) / 100;
	if (!(claim->kinds & CLAIM_FACTUAL))
		claim->checkable = round(50 * claim->checkable) / 100;     /* what is no fact cannot be checked */
	return true;
}

static void claim_give(struct reading *reading, const struct claim *claim)
{
	*list_add(reading->document->arena, &reading->document->claims) = *claim;
}

static bool claim_source(struct reading *reading, const struct report *report)
{
	struct claim claim = { .at = reading_place(reading, report->unit), .sentence = reading->number, .voice = VOICE_SOURCE,
	                       .speaker = report->speaker, .quote = report->quote,
	                       .stance = report->stance == STANCE_NONE ? STANCE_NEUTRAL : report->stance };
	struct span said = report->content;
	said.start = said.start > report->unit.start ? said.start : report->unit.start;
	said.stop = said.stop < report->unit.stop ? said.stop : report->unit.stop;
	if (!claim_weigh(reading, &claim, span_empty(said) ? report->unit : said, report, NULL))
		return false;
	claim_give(reading, &claim);
	return true;
}

/* What the reports leave of the sentence for the author: nothing where one of them is the whole sentence, the part
 * behind or before it where it is a clause. */
static bool claim_rest(const struct reading *reading, struct span *rest, const struct report **except)
{
	*rest = reading_whole(reading);
	*except = NULL;
	for (size_t i = 0; i < reading->reports.len; i++) {
		const struct report *report = &reading->reports.at[i];
		if (report->aside)
			continue;
		*except = report;
		size_t before = report->unit.start - rest->start, behind = rest->stop - report->unit.stop;
		if (report->unit.start <= rest->start && report->unit.stop >= rest->stop)
			return false;
		if (behind >= before)
			rest->start = report->unit.stop;
		else
			rest->stop = report->unit.start;
		*rest = reading_trim(reading, *rest);
	}
	if (!*except)
		return true;
	return !span_empty(*rest) && rest->stop - rest->start >= 8;
}

/* ---- */

void find_claims(struct reading *reading)
{
	if (reading->sentence->title)
		return;
	for (size_t i = 0; i < reading->reports.len; i++)
		if (!reading->reports.at[i].aside)
			claim_source(reading, &reading->reports.at[i]);
	struct span rest;
	const struct report *except;
	if (!claim_rest(reading, &rest, &except))
		return;
	struct claim claim = { .at = reading_place(reading, rest), .sentence = reading->number };
	if (claim_weigh(reading, &claim, rest, NULL, except))
		claim_give(reading, &claim);
}
