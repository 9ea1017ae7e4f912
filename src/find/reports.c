/* reports.c: whose words. In go the attributions that rules hit; out come reports: content, speaker, how quoted.
 *
 * An attribution rule says on which side of its cue the reported words stand:
 *   side=before | after | around | quote    (around: the whole sentence but the cue; quote: the nearest quotation)
 * which claim it makes: unit=sentence (the default) or unit=clause; who speaks: speaker=subject, opening, before,
 * after, none, or a group; stance=endorse | reject | neutral; aside=yes where only the recommendations in it are
 * the source's, and the sentence itself is the author's. carry=yes takes the speaker of the sentence before where
 * there is no other, carry=subject that or whom that sentence is about, carry=only reports at all only where there
 * is one; named=only reports only where somebody speaks; a part "reacts" lets whom its sentence is about be carried as
 * well. side=previous reports nothing: it says what the author thinks of what was reported before it, in its own
 * sentence or else in the one before. With stance=endorse the demands there are the author's. */
#include "find/reading.h"

/* ---- private from here ---- */

enum { DIRECT_LEAST = 20, MIXED_LEAST = 8, LONGEST_NAME = 90 };

static struct span report_content(const struct reading *reading, const struct hit *hit)
{
	struct span whole = reading_whole(reading), content = whole;
	const struct span *group = hit_group(hit, "content");
	if (group)
		return *group;
	if (rule_says(hit->rule, "side", "before")) {
		content.stop = hit->at.start;
		if (rule_says(hit->rule, "unit", "clause"))
			content.start = reading_clause(reading, hit->at, true).start;
	} else if (rule_says(hit->rule, "side", "after")) {
		content.start = hit->at.stop;
		if (rule_says(hit->rule, "unit", "clause"))
			content.stop = reading_clause(reading, hit->at, true).stop;
	} else if (rule_says(hit->rule, "side", "quote")) {
		size_t best = whole.stop + 1;
		for (size_t i = 0; i < reading->quotations.len; i++) {
			struct span quotation = reading->quotations.at[i];
			size_t away = quotation.stop <= hit->at.start ? hit->at.start - quotation.stop
			              : quotation.start >= hit->at.stop ? quotation.start - hit->at.stop : 0;
			if (away < best) {
				best = away;
				content = quotation;
			}
		}
	}
	return content;
}

static struct span report_unit(const struct reading *reading, const struct hit *hit)
{
	const struct span *group = hit_group(hit, "unit");
	if (group)
		return *group;
	if (!rule_says(hit->rule, "unit", "clause"))
		return reading_whole(reading);
	struct span clause = reading_clause(reading, hit->at, true), unit = reading_trim(reading, clause);
	if (clause.stop == reading_whole(reading).stop)
		unit.stop = clause.stop;
	return unit;
}

/* Direct where quotation marks hold nearly all of the content or the rule says that what is quoted is all (quote=direct),
 * unless it says that its words only take pieces in (quote=mixed); mixed where they hold a piece of it. */
static enum quote report_quote(const struct reading *reading, const struct hit *hit, struct span content)
{
	size_t quoted = 0, longest = 0;
	for (size_t i = 0; i < reading->quotations.len; i++) {
		struct span quotation = reading->quotations.at[i];
		if (!span_meets(quotation, content))
			continue;
		size_t len = quotation.stop - quotation.start;
		quoted += len;
		longest = len > longest ? len : longest;
	}
	if (longest >= DIRECT_LEAST && rule_says(hit->rule, "quote", "direct"))
		return QUOTE_DIRECT;
	content = reading_trim(reading, content);
	size_t whole = content.stop - content.start;
	if (quoted * 10 >= whole * 8 && longest >= DIRECT_LEAST && !rule_says(hit->rule, "quote", "mixed"))
		return QUOTE_DIRECT;
	return longest >= MIXED_LEAST ? QUOTE_MIXED : QUOTE_INDIRECT;
}

static enum stance report_stance(const struct rule *rule)
{
	return rule_says(rule, "stance", "endorse") ? STANCE_ENDORSE
	       : rule_says(rule, "stance", "reject") ? STANCE_REJECT
	       : rule_says(rule, "stance", "neutral") ? STANCE_NEUTRAL : STANCE_NONE;
}

/* A pronoun that speaks stands for who spoke before, or for whom the sentence before is about. */
static struct named named_pronoun(const struct reading *reading, struct span span)
{
	struct named named = reading_named(reading, span);
	struct span pronoun;
	if (!reading_part(reading, "pronoun", span, false, &pronoun) || pronoun.start != span.start || pronoun.stop != span.stop)
		return named;
	const struct named *before = reading->last_speaker.present ? &reading->last_speaker : &reading->last_subject;
	if (before->present)
		named.means = span_empty(before->means) ? before->at : before->means;
	return named;
}

/* The speaker grown from the cue; else, where the rule says "carry=yes", the one of the sentence before. */
static struct named report_speaker(struct reading *reading, const struct hit *hit)
{
	struct span span, subject;
	if (reading_grow(reading, hit, "speaker", reading_clause(reading, hit->at, false), &span)
	    || reading_grow(reading, hit, "speaker", reading_whole(reading), &span)) {
		/* a long one holds more than who it is */
		if (span.stop - span.start > LONGEST_NAME && reading_opening(reading, span, &subject))
			span = subject;
		return named_pronoun(reading, span);
	}
	if (rule_says(hit->rule, "carry", "subject"))
		return reading->last_speaker.present ? reading->last_speaker : reading->last_subject;
	if (rule_says(hit->rule, "carry", "yes") || rule_says(hit->rule, "carry", "only"))
		return reading->last_speaker;
	return (struct named){ 0 };
}

static bool report_is_covered(const struct reading *reading, const struct report *report)
{
	for (size_t i = 0; i < reading->reports.len; i++) {
		const struct report *other = &reading->reports.at[i];
		if (span_holds(other->unit, report->unit) && other->aside == report->aside)
			return true;
	}
	return false;
}

static const struct hit *judgment_of_previous(const struct reading *reading)
{
	for (size_t i = 0; i < reading->hits.len; i++)
		if (reading->hits.at[i].rule->kind == RULE_ATTRIBUTION && !reading->hits.at[i].vetoed_by
		    && rule_says(reading->hits.at[i].rule, "side", "previous"))
			return &reading->hits.at[i];
	return NULL;
}

/* "They are right", "Nonsense", with side=previous: how the author takes what a source said in the sentence before. A
 * demand that he takes up is his own. */
static void judge_previous(struct reading *reading)
{
	struct document *document = reading->document;
	const struct hit *hit = judgment_of_previous(reading);
	if (!hit || !span_empty(reading_skip_leads(reading, (struct span){ 0, hit->at.start })))
		return;
	enum stance stance = report_stance(hit->rule);
	const char *effect = stance == STANCE_ENDORSE ? "endorsed" : "rejected";
	for (size_t i = document->recommendations.len; i-- > 0;) {
		struct recommendation *recommendation = &document->recommendations.at[i];
		if (recommendation->sentence + 1 < reading->number)
			break;
		if (recommendation->sentence + 1 != reading->number || recommendation->voice != VOICE_SOURCE)
			continue;
		recommendation->stance = stance;
		if (stance == STANCE_ENDORSE) {
			recommendation->voice = VOICE_AUTHOR;
			recommendation->stance = STANCE_NONE;
			recommendation->speaker = (struct named){ 0 };
		}
		reading_because(reading, &recommendation->why, hit, effect);
	}
	for (size_t i = document->claims.len; i-- > 0 && document->claims.at[i].sentence + 1 >= reading->number;) {
		struct claim *claim = &document->claims.at[i];
		if (claim->sentence + 1 != reading->number || claim->voice != VOICE_SOURCE)
			continue;
		claim->stance = stance;
		reading_because(reading, &claim->why, hit, effect);
	}
}

/* "They say it is safe, but that is nonsense": the same in one sentence. */
static void judge_reports(struct reading *reading)
{
	const struct hit *hit = judgment_of_previous(reading);
	for (size_t i = 0; hit && i < reading->reports.len; i++)
		if (reading->reports.at[i].hit->at.stop <= hit->at.start) {
			reading->reports.at[i].stance = report_stance(hit->rule);
			reading->reports.at[i].judged = hit;
		}
}

/* Whom the next sentence may go on with. */
static void remember_subject(struct reading *reading)
{
	struct span whole = reading_whole(reading), span;
	reading->last_subject = (struct named){ 0 };
	if (!reading_opening(reading, whole, &span))
		return;
	reading->last_subject = reading_named(reading, span);
	if (reading_part(reading, "reacts", whole, false, &span))
		reading->last_speaker = reading->last_subject;
}

/* "He said that she had told him": of two cues in one statement the first reports what the second does. */
static bool is_reported(const struct reading *reading, const struct hit *hit)
{
	for (size_t i = 0; i < reading->hits.len; i++) {
		const struct hit *other = &reading->hits.at[i];
		if (other->at.start >= hit->at.start)
			break;
		if (other->rule->kind == RULE_ATTRIBUTION && !other->vetoed_by && other->at.stop <= hit->at.start
		    && rule_says(other->rule, "side", "after") && !rule_says(other->rule, "aside", "yes")
		    && !reading_quotation(reading, other->at)
		    && span_holds(report_content(reading, other), hit->at) && rule_says(hit->rule, "side", "after"))
			return true;
	}
	return false;
}

/* ---- */

void find_reports(struct reading *reading)
{
	bool spoken = false;
	judge_previous(reading);
	bool *reported = arena_take(reading->document->arena, reading->hits.len + 1);
	for (size_t i = 0; i < reading->hits.len; i++)
		reported[i] = reading->hits.at[i].rule->kind == RULE_ATTRIBUTION && is_reported(reading, &reading->hits.at[i]);
	/* longer cues before shorter: of two attributions that make one unit the longer cue wins */
	for (size_t pass = 0; pass < reading->hits.len; pass++) {
		const struct hit *best = NULL;
		for (size_t i = 0; i < reading->hits.len; i++) {
			const struct hit *hit = &reading->hits.at[i];
			if (hit->rule->kind != RULE_ATTRIBUTION || hit->vetoed_by || rule_says(hit->rule, "side", "previous"))
				continue;
			if (rule_says(hit->rule, "carry", "only") && !reading->last_speaker.present)
				continue;
			if (rule_says(hit->rule, "named", "only") && !report_speaker(reading, hit).present)
				continue;
			if (reported[i])
				continue;
			bool taken = false;
			for (size_t j = 0; j < reading->reports.len; j++)
				taken |= reading->reports.at[j].hit == hit;
			if (taken)
				continue;
			if (best && best->at.stop - best->at.start >= hit->at.stop - hit->at.start)
				continue;
			struct report probe = { .unit = report_unit(reading, hit), .aside = rule_says(hit->rule, "aside", "yes") };
			if (!report_is_covered(reading, &probe))
				best = hit;
		}
		if (!best)
			break;
		struct report report = { .hit = best, .content = report_content(reading, best), .unit = report_unit(reading, best) };
		report.speaker = report_speaker(reading, best);
		report.quote = report_quote(reading, best, report.content);
		report.stance = report_stance(best->rule);
		report.aside = rule_says(best->rule, "aside", "yes");
		*list_add(reading->document->arena, &reading->reports) = report;
		if (report.speaker.present) {
			reading->last_speaker = report.speaker;
			spoken = true;
		}
	}
	judge_reports(reading);
	if (!spoken && !reading->reports.len)
		reading->last_speaker.present = false;
	remember_subject(reading);
}
