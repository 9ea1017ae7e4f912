/* recommendations.c: who should do what. In go the cues that rules hit and the reports; out come recommendations.
 *
 * A recommendation rule says strength and polarity; target=, action= and speaker= (see reading_grow); voice=source
 * where the cue itself reports a demand; hedge=yes takes the strength one step down. A part "deadline" or
 * "condition" in its clause is its deadline or condition; a part "prelude" ends what only leads up to the action, a group
 * "stem" what of the cue belongs to it. Two cues of one sentence are one recommendation, that of
 * the later cue where the rule says order=last, unless target, polarity or voice differ. strength=next is for what
 * recommends only in front of another norm of its sentence ("not this but that"): it is as strong as that one.
 * after=norm is for what recommends only behind a sentence in which the author does ("So should the county"). */
#include "find/reading.h"

/* ---- private from here ---- */

enum { PRONOUN_REACHES = 2, ACTION_LEAST = 6 };         /* sentences; bytes */

struct norm {
	const struct hit *hit;
	const struct report *report;    /* NULL: the author's */
	const struct report *endorsed;  /* whose demand the author makes his own */
	struct span clause, target, action;
	bool has_target, has_action;
	enum polarity polarity;
	const struct rule *voiced;      /* the rule that says how strong and whose: the hit's, or that of the next norm */
};

static bool hit_overlaps_longer(const struct reading *reading, const struct hit *hit)
{
	for (size_t i = 0; i < reading->hits.len; i++) {
		const struct hit *other = &reading->hits.at[i];
		if (other == hit || other->rule->kind != RULE_RECOMMENDATION || other->vetoed_by || !span_meets(other->at, hit->at))
			continue;
		size_t mine = hit->at.stop - hit->at.start, its = other->at.stop - other->at.start;
		if (its > mine || (its == mine && other < hit))
			return true;
	}
	return false;
}

/* The report whose words the cue is among. An endorsed demand is the author's. */
static const struct report *norm_report(const struct reading *reading, const struct hit *hit, const struct report **endorsed)
{
	if (rule_says(hit->rule, "voice", "author"))
		return NULL;
	for (size_t i = 0; i < reading->reports.len; i++) {
		const struct report *report = &reading->reports.at[i];
		if (!span_meets(report->content, hit->at) || report->content.start > hit->at.start)
			continue;
		if (report->stance != STANCE_ENDORSE)
			return report;
		*endorsed = report;
	}
	return NULL;
}

static enum strength norm_strength(const struct norm *norm)
{
	enum strength strength = rule_says(norm->voiced, "strength", "advice") ? STRENGTH_ADVICE
	                         : rule_says(norm->voiced, "strength", "suggestion") ? STRENGTH_SUGGESTION : STRENGTH_DEMAND;
	if (rule_says(norm->voiced, "hedge", "yes") && strength != STRENGTH_SUGGESTION)
		strength++;
	return strength;
}

static bool same_words(const struct reading *reading, struct span a, struct span b)
{
	return slice_equal((struct slice){ reading->text.at + a.start, a.stop - a.start },
	                   (struct slice){ reading->text.at + b.start, b.stop - b.start });
}

static bool same_place(struct span a, struct span b)
{
	return a.start == b.start && a.stop == b.stop;
}

/* A pronoun is the actor before it. */
static bool norms_are_one(const struct reading *reading, const struct norm *a, const struct norm *b)
{
	if (a->polarity != b->polarity || a->report != b->report
	    || rule_says(a->voiced, "voice", "source") != rule_says(b->voiced, "voice", "source"))
		return false;
	struct span pronoun;
	return !a->has_target || !b->has_target || same_words(reading, a->target, b->target)
	       || (reading_part(reading, "pronoun", b->target, false, &pronoun) && same_place(pronoun, b->target));
}

/* What goes before ("in order to", "but") is no part of what is to be done; in a title, all up to a comma. */
static void norm_leave_prelude(const struct reading *reading, struct norm *norm)
{
	for (size_t i = 0; norm->has_action && i < reading->hits.len; i++) {
		const struct hit *hit = &reading->hits.at[i];
		if (hit->rule->kind != RULE_PART || hit->vetoed_by || !rule_says(hit->rule, "part", "prelude")
		    || (rule_says(hit->rule, "title", "only") && !reading->sentence->title)
		    || hit->at.start < norm->action.start || hit->at.stop >= norm->action.stop)
			continue;
		struct span rest = reading_trim(reading, (struct span){ hit->at.stop, norm->action.stop });
		if (rest.stop > rest.start + ACTION_LEAST)
			norm->action = rest;
	}
}

/* A deadline or a condition at either end of what is to be done is when or whether, not what. */
static void norm_leave_out(const struct reading *reading, struct norm *norm, const char *part)
{
	struct span edge;
	if (!norm->has_action || !reading_part(reading, part, norm->action, true, &edge))
		return;
	struct span behind = reading_trim(reading, (struct span){ edge.stop, norm->action.stop });
	struct span front = reading_trim(reading, (struct span){ norm->action.start, edge.start });
	if (span_empty(behind) && !span_empty(front))
		norm->action = front;
	else if (span_empty(front) && !span_empty(behind))
		norm->action = behind;
}

static struct span span_common(struct span a, struct span b)
{
	return (struct span){ a.start > b.start ? a.start : b.start, a.stop < b.stop ? a.stop : b.stop };
}

static void norm_find_target(const struct reading *reading, struct norm *norm, struct span clause, struct span outside)
{
	const struct hit *hit = norm->hit;
	norm->has_target = reading_grow(reading, hit, "target", clause, &norm->target)
	                   || (rule_says(hit->rule, "target", "subject") && reading_grow(reading, hit, "target", norm->clause, &norm->target))
	                   || (outside.start < clause.start && reading_grow(reading, hit, "target", outside, &norm->target));
}

static void norm_find_action(const struct reading *reading, struct norm *norm, struct span clause)
{
	const struct hit *hit = norm->hit;
	norm->has_action = reading_grow(reading, hit, "action", rule_says(hit->rule, "action", "after") ? clause : norm->clause, &norm->action);
	const struct span *group = norm->has_action ? hit_group(hit, "action") : NULL;
	if (!group)
		return;
	/* what the pattern took for the action ends with the clause it begins in */
	struct span begins = { group->start, group->start };
	struct span action = reading_trim(reading, span_common(*group, reading_clause(reading, begins, false)));
	if (!span_empty(action))
		norm->action = action;
}

static struct norm norm_read(const struct reading *reading, const struct hit *hit)
{
	struct norm norm = { .hit = hit, .voiced = hit->rule };
	norm.report = norm_report(reading, hit, &norm.endorsed);
	struct span clause = reading_clause(reading, hit->at, false);
	norm.clause = reading_clause(reading, hit->at, true);
	const struct report *report = norm.report ? norm.report : norm.endorsed;
	if (report && span_holds(report->content, hit->at))
		clause = span_common(clause, report->content);
	struct span outside = clause;   /* "the city 'needs to pay'": the subject may stand in front of the quotation */
	const struct span *quotation = reading_quotation(reading, hit->at);
	if (quotation) {
		norm.clause = span_common(norm.clause, *quotation);
		clause = span_common(clause, *quotation);
	}
	norm.polarity = rule_says(hit->rule, "polarity", "avoid") ? POLARITY_AVOID : POLARITY_DO;
	norm_find_target(reading, &norm, clause, outside);
	norm_find_action(reading, &norm, clause);
	if (norm.has_action && norm.has_target && span_meets(norm.action, norm.target) && norm.target.stop < norm.action.stop) {
		/* the action begins behind the target and the particle it ends in */
		size_t start = norm.target.stop;
		while (start < norm.action.stop && reading->text.at[start] != ' ')
			start++;
		norm.action.start = start;
		norm.action = reading_trim(reading, norm.action);
		norm.has_action = !span_empty(norm.action);
	}
	norm_leave_prelude(reading, &norm);
	norm_leave_out(reading, &norm, "condition");
	norm_leave_out(reading, &norm, "deadline");
	return norm;
}

static void norm_give_part(const struct reading *reading, const struct norm *norm, const char *part, struct named *to)
{
	struct span span;
	/* rather behind the cue, where the subject's own clauses are past */
	struct span behind = { norm->hit->at.stop, norm->clause.stop };
	if (reading_part(reading, part, behind, false, &span) || reading_part(reading, part, norm->clause, false, &span))
		*to = reading_named(reading, span);
}

/* What is to be done begins behind who says so. */
static void leave_out_speaker(const struct reading *reading, struct recommendation *made)
{
	const struct document *document = reading->document;
	if (!made->speaker.present || !made->action.present || made->speaker.at.start > made->action.at.start
	    || made->speaker.at.stop <= made->action.at.start || made->speaker.at.stop >= made->action.at.stop)
		return;
	struct slice text = text_slice(&document->text, made->action.at);
	const char *blank = memchr(text.at + (made->speaker.at.stop - made->action.at.start), ' ',
	                           made->action.at.stop - made->speaker.at.stop);
	if (blank && blank + 1 < text.at + text.len)
		made->action.at.start += (size_t)(blank + 1 - text.at);
}

/* A pronoun stands for whom the recommendations just before are for. */
static struct named norm_target(const struct reading *reading, const struct norm *norm)
{
	const struct document *document = reading->document;
	struct named target = reading_named(reading, norm->target);
	struct span pronoun;
	if (reading_part(reading, "pronoun", norm->target, false, &pronoun) && same_place(pronoun, norm->target))
		for (size_t i = document->recommendations.len; i-- > 0;) {
			const struct recommendation *before = &document->recommendations.at[i];
			if (before->sentence + PRONOUN_REACHES < reading->number)
				break;
			if (!before->target.present)
				continue;
			target.means = span_empty(before->target.means) ? before->target.at : before->target.means;
			break;
		}
	return target;
}

/* Where a sentence names nobody and goes right on from the author's last demand, with a part "same-actor", it is for
 * the same actor. */
static struct named norm_implied_target(const struct reading *reading, const struct norm *norm)
{
	const struct document *document = reading->document;
	struct named target = { 0 };
	struct span span;
	if (!document->recommendations.len || reading->sentence->title || norm->report || !rule_says(norm->hit->rule, "target", "subject")
	    || !reading_part(reading, "same-actor", reading_whole(reading), false, &span) || reading_opening(reading, reading_whole(reading), &span))
		return target;
	const struct recommendation *before = &document->recommendations.at[document->recommendations.len - 1];
	if (before->voice != VOICE_AUTHOR || before->sentence + 1 != reading->number || !before->target.present
	    || document->sentences.at[before->sentence].paragraph != reading->sentence->paragraph)
		return target;
	target = before->target;
	target.implied = true;
	return target;
}

static void norm_give(struct reading *reading, const struct norm *norm, struct span unit)
{
	struct document *document = reading->document;
	struct named target = norm->has_target ? norm_target(reading, norm) : norm_implied_target(reading, norm);
	struct recommendation *made = list_add(document->arena, &document->recommendations);
	struct span span;
	made->at = reading_place(reading, unit);
	made->sentence = reading->number;
	made->rule = norm->hit->rule;
	made->polarity = norm->polarity;
	made->strength = norm_strength(norm);
	made->target = target;
	if (norm->has_action)
		made->action = reading_named(reading, norm->action);
	norm_give_part(reading, norm, "deadline", &made->deadline);
	norm_give_part(reading, norm, "condition", &made->condition);
	if (norm->report || rule_says(norm->voiced, "voice", "source")) {
		made->voice = VOICE_SOURCE;
		made->stance = norm->report && norm->report->stance != STANCE_NONE ? norm->report->stance : STANCE_NEUTRAL;
		if (norm->report)
			made->speaker = norm->report->speaker;
		if (!made->speaker.present && reading_grow(reading, norm->hit, "speaker", reading_whole(reading), &span))
			made->speaker = reading_named(reading, span);
		if (made->speaker.present)
			reading->last_speaker = made->speaker;
		leave_out_speaker(reading, made);
		/* nobody is told by himself */
		if (made->target.present && made->speaker.present && made->target.at.start == made->speaker.at.start)
			made->target = (struct named){ 0 };
	}
	reading_because(reading, &made->why, norm->hit, "recommends");
	const struct report *report = norm->report ? norm->report : norm->endorsed;
	if (report)
		reading_because(reading, &made->why, report->hit, norm->report ? "voice source" : "endorsed");
}

/* Whether a rule says that the sentence claims something besides. */
static bool sentence_claims_too(const struct reading *reading)
{
	for (size_t i = 0; i < reading->hits.len; i++)
		if (!reading->hits.at[i].vetoed_by && rule_says(reading->hits.at[i].rule, "also", "yes"))
			return true;
	return false;
}

/* Its clause; at the end of the sentence with the mark that ends it. */
static struct span norm_unit(const struct reading *reading, const struct norm *norm)
{
	struct span unit = reading_trim(reading, norm->clause);
	if (norm->clause.stop == reading_whole(reading).stop)
		unit.stop = norm->clause.stop;
	return unit;
}

/* Gives a norm with strength=next what the one behind it says; false where it is none after all. */
static bool norm_lean(const struct reading *reading, struct norm *norm, struct norm *next)
{
	if (!rule_says(norm->voiced, "strength", "next"))
		return true;
	if (!next || next->report != norm->report)
		return false;
	if (!next->has_target && norm->has_target) {
		next->has_target = true;
		next->target = norm->target;
	}
	norm->voiced = next->voiced;
	return !norms_are_one(reading, norm, next);
}

/* Whether the author recommends something in the sentence before. */
static bool follows_norm(const struct reading *reading)
{
	const struct document *document = reading->document;
	for (size_t i = reading->first_recommendation; i-- > 0 && document->recommendations.at[i].sentence + 1 >= reading->number;)
		if (document->recommendations.at[i].sentence + 1 == reading->number && document->recommendations.at[i].voice == VOICE_AUTHOR)
			return true;
	return false;
}

/* ---- */

void find_recommendations(struct reading *reading)
{
	LIST(struct norm) norms = { 0 };
	struct arena *arena = reading->document->arena;
	for (size_t i = 0; i < reading->hits.len; i++) {
		const struct hit *hit = &reading->hits.at[i];
		if (hit->rule->kind != RULE_RECOMMENDATION || hit->vetoed_by || hit_overlaps_longer(reading, hit))
			continue;
		if (reading->sentence->title && rule_says(hit->rule, "title", "no"))
			continue;
		if (rule_says(hit->rule, "after", "norm") && !follows_norm(reading))
			continue;
		struct norm norm = norm_read(reading, hit);
		struct norm *last = norms.len ? &norms.at[norms.len - 1] : NULL;
		if (!last || !norms_are_one(reading, last, &norm)) {
			*list_add(arena, &norms) = norm;
		} else if (rule_says(hit->rule, "order", "last") || rule_says(last->voiced, "strength", "next")) {
			if (!norm.has_target && last->has_target) {
				norm.has_target = true;
				norm.target = last->target;
			}
			*last = norm;
		}
	}
	/* from the back, so that a chain of them leans on its end */
	size_t first = norms.len;
	for (size_t i = norms.len; i-- > 0;)
		if (norm_lean(reading, &norms.at[i], first < norms.len ? &norms.at[first] : NULL))
			norms.at[--first] = norms.at[i];
	for (size_t i = first; i < norms.len; i++) {
		struct span unit = reading_whole(reading);
		if (norms.len - first > 1 || sentence_claims_too(reading))
			unit = norm_unit(reading, &norms.at[i]);
		else if (norms.at[i].report && norms.at[i].report->aside)
			unit = norms.at[i].report->unit;
		norm_give(reading, &norms.at[i], unit);
	}
}
