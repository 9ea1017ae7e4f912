/* reading.c: see reading.h. In goes a sentence; out come hits, clauses, quotations, and the means to grow spans.
 *
 * What one would not guess: nothing here knows where a clause ends. Rules of kind boundary do: "set cut=after"
 * parts behind the match, "cut=before" in front of it, "cut=lead" says that the match only opens a clause, "cut=name"
 * that it is no part of a name behind it. */
#include "find/reading.h"

#include <stdlib.h>

/* ---- private from here ---- */

/* What is longer is a list or a table that lost its line ends; hits are compared in pairs. */
enum { LONGEST_READ = 16 * 1024 };

static int cut_order(const void *a, const void *b)
{
	const struct cut *x = a, *y = b;
	return (x->at > y->at) - (x->at < y->at);
}

static void reading_sort_boundaries(struct reading *reading)
{
	struct arena *arena = reading->document->arena;
	for (size_t i = 0; i < reading->hits.len; i++) {
		const struct hit *hit = &reading->hits.at[i];
		if (hit->rule->kind != RULE_BOUNDARY || hit->vetoed_by)
			continue;
		if (rule_says(hit->rule, "cut", "name"))
			continue;
		if (rule_says(hit->rule, "cut", "lead")) {
			*list_add(arena, &reading->leads) = hit->at;
			continue;
		}
		struct cut *cut = list_add(arena, &reading->cuts);
		cut->at = rule_says(hit->rule, "cut", "before") ? hit->at.start : hit->at.stop;
		const struct span *join = hit_group(hit, "join");
		cut->stop = join ? join->start : cut->at;
		/* nothing that stands in one quotation is said by two */
		cut->major = rule_says(hit->rule, "level", "major") && !reading_quotation(reading, (struct span){ cut->at, cut->at });
	}
	if (reading->cuts.len)
		qsort(reading->cuts.at, reading->cuts.len, sizeof *reading->cuts.at, cut_order);
}

static bool is_letter(uint32_t c)
{
	return (c | 32) >= 'a' && (c | 32) <= 'z';
}

/* The mark that closes a quotation opened by c, or 0 where c opens none. An ASCII single quote opens only behind a
 * blank or a bracket: elsewhere it is an apostrophe. */
static uint32_t quote_closer(uint32_t c, uint32_t before)
{
	switch (c) {
	case 0x201C: return 0x201D;
	case 0x2018: return 0x2019;
	case '"': return '"';
	case '\'': return before == ' ' || before == '(' ? '\'' : 0;
	default: return 0;
	}
}

static bool quote_closes(uint32_t c, uint32_t closer, uint32_t after)
{
	if (c != closer && !(c == '"' && closer == 0x201D))
		return false;
	return !((c == '\'' || c == 0x2019) && is_letter(after));
}

static void reading_pair_quotes(struct reading *reading)
{
	struct slice text = reading->text;
	size_t open = 0;
	uint32_t closer = 0, before = ' ';
	for (size_t at = 0; at < text.len;) {
		size_t start = at;
		uint32_t c = text_codepoint(text.at, text.len, &at);
		size_t next = at;
		uint32_t after = at < text.len ? text_codepoint(text.at, text.len, &next) : ' ';
		if (!closer) {
			closer = quote_closer(c, before);
			open = at;
		} else if (quote_closes(c, closer, after)) {
			*list_add(reading->document->arena, &reading->quotations) = (struct span){ open, start };
			closer = 0;
		}
		before = c;
	}
}

static bool is_edge(uint32_t c)
{
	return c == ' ' || c == ',' || c == ';' || c == ':' || c == '-' || c == 0x2013 || c == 0x2014 || c == '(' || c == ')';
}

/* ---- */

void reading_because(struct reading *reading, reasons *why, const struct hit *hit, const char *effect)
{
	if (reading->document->explain)
		*list_add(reading->document->arena, why) = (struct reason){ .rule = hit->rule, .at = reading_place(reading, hit->at), .effect = effect };
}

bool rule_says(const struct rule *rule, const char *key, const char *value)
{
	const char *said = rule_get(rule, key);
	return said && strcmp(said, value) == 0;
}

bool reading_begin(struct reading *reading, size_t sentence)
{
	struct document *document = reading->document;
	reading->number = sentence;
	reading->sentence = &document->sentences.at[sentence];
	reading->text = text_slice(&document->text, reading->sentence->at);
	reading->hits.len = reading->cuts.len = reading->leads.len = reading->quotations.len = reading->reports.len = 0;
	reading->first_claim = document->claims.len;
	reading->first_recommendation = document->recommendations.len;
	if (reading->text.len > LONGEST_READ) {
		document_note(document, "sentence-too-long", text_origin(&document->text, reading->sentence->at),
		              "no argument is read in a sentence of %zu bytes", reading->text.len);
		return false;
	}
	if (!view_build(&reading->view, reading->text))
		return false;
	rules_match(&reading->hits, document, reading->matcher, reading->sentence->language,
	            1u << RULE_CLAIM | 1u << RULE_RECOMMENDATION | 1u << RULE_ATTRIBUTION | 1u << RULE_BOUNDARY | 1u << RULE_PART,
	            &reading->view, text_origin(&document->text, reading->sentence->at));
	reading_pair_quotes(reading);
	reading_sort_boundaries(reading);
	return true;
}

struct span reading_place(const struct reading *reading, struct span span)
{
	return span_within(reading->sentence->at, span);
}

struct span reading_whole(const struct reading *reading)
{
	return (struct span){ 0, reading->text.len };
}

struct span reading_trim(const struct reading *reading, struct span span)
{
	struct slice text = reading->text;
	while (span.start < span.stop) {
		size_t next = span.start;
		if (!is_edge(text_codepoint(text.at, text.len, &next)))
			break;
		span.start = next;
	}
	while (span.stop > span.start) {
		size_t last = span.stop - 1;
		while (last > span.start && ((unsigned char)text.at[last] & 0xC0) == 0x80)
			last--;
		size_t next = last;
		uint32_t c = text_codepoint(text.at, text.len, &next);
		if (!is_edge(c) && c != '.' && c != '!' && c != '?')
			break;
		span.stop = last;
	}
	return span;
}

struct span reading_clause(const struct reading *reading, struct span span, bool major_only)
{
	struct span clause = reading_whole(reading);
	for (size_t i = 0; i < reading->cuts.len; i++) {
		const struct cut *cut = &reading->cuts.at[i];
		if (major_only && !cut->major)
			continue;
		if (cut->at <= span.start)
			clause.start = cut->at;
		else if (cut->at >= span.stop) {
			clause.stop = cut->stop;
			break;
		}
	}
	return clause;
}

const struct span *reading_quotation(const struct reading *reading, struct span span)
{
	for (size_t i = 0; i < reading->quotations.len; i++)
		if (span_holds(reading->quotations.at[i], span))
			return &reading->quotations.at[i];
	return NULL;
}

struct span reading_skip_leads(const struct reading *reading, struct span span)
{
	bool moved = true;
	while (moved) {
		moved = false;
		span = reading_trim(reading, span);
		for (size_t i = 0; i < reading->leads.len; i++) {
			struct span lead = reading->leads.at[i];
			if (lead.start <= span.start && span.start < lead.stop && lead.stop <= span.stop) {
				span.start = lead.stop;
				moved = true;
			}
		}
	}
	return span;
}

static struct span hit_part(const struct hit *hit)
{
	const struct span *name = hit_group(hit, "name");
	return name ? *name : hit->at;
}

/* A part whose rule says "grow=left" reaches back to the nearest cut, comma, closing quote or lead, or to what is said
 * to be no part of a name. */
static struct span reading_grow_left(const struct reading *reading, const struct hit *hit, struct span part)
{
	if (!rule_says(hit->rule, "grow", "left"))
		return part;
	struct span left = { reading_clause(reading, part, false).start, part.stop };
	for (size_t i = 0; i < reading->quotations.len; i++) {
		struct span quotation = reading->quotations.at[i];
		if (quotation.stop <= part.start && quotation.stop > left.start)
			left.start = quotation.stop;
		if (span_holds(quotation, part) && quotation.start > left.start)
			left.start = quotation.start;
	}
	for (size_t at = left.start; at < part.start; at++)
		if (reading->text.at[at] == ',')
			left.start = at + 1;
	for (size_t i = 0; i < reading->hits.len; i++) {
		const struct hit *stop = &reading->hits.at[i];
		if (stop->rule->kind == RULE_BOUNDARY && !stop->vetoed_by && rule_says(stop->rule, "cut", "name")
		    && stop->at.start >= left.start && stop->at.stop <= part.start)
			left.start = stop->at.stop;
	}
	return reading_skip_leads(reading, left);
}

static bool hit_is_part(const struct hit *hit, const char *part)
{
	return hit->rule->kind == RULE_PART && !hit->vetoed_by && rule_says(hit->rule, "part", part);
}

bool reading_part(const struct reading *reading, const char *part, struct span inside, bool last, struct span *found)
{
	bool any = false;
	for (size_t i = 0; i < reading->hits.len && (last || !any); i++) {
		const struct hit *hit = &reading->hits.at[i];
		if (!hit_is_part(hit, part) || !span_holds(inside, hit_part(hit)))
			continue;
		*found = reading_grow_left(reading, hit, hit_part(hit));
		if (found->start < inside.start)
			found->start = inside.start;
		*found = reading_trim(reading, *found);
		any = !span_empty(*found);
	}
	return any;
}

/* A part "not-KEY" that covers all of a span says that it is none. */
static bool reading_refused(const struct reading *reading, const char *key, struct span span)
{
	for (size_t i = 0; i < reading->hits.len; i++) {
		const struct hit *hit = &reading->hits.at[i];
		const char *part = hit->rule->kind == RULE_PART && !hit->vetoed_by ? rule_get(hit->rule, "part") : NULL;
		if (part && strncmp(part, "not-", 4) == 0 && strcmp(part + 4, key) == 0 && span_holds(hit_part(hit), span))
			return true;
	}
	return false;
}

/* A quotation mark in front of a span opens what goes on behind it, unless the span holds the quotation. */
static struct span reading_unquote(const struct reading *reading, struct span span)
{
	size_t next = span.start;
	while (span.start < span.stop && quote_closer(text_codepoint(reading->text.at, reading->text.len, &next), ' ')) {
		for (size_t i = 0; i < reading->quotations.len; i++)
			if (reading->quotations.at[i].start == next && reading->quotations.at[i].stop < span.stop)
				return span;
		span.start = next;
	}
	return span;
}

/* The first part of the sentence that stands in no quotation: who speaks is not among the words. */
static bool reading_first_part(const struct reading *reading, const char *part, struct span before, struct span *found)
{
	for (size_t i = 0; i < reading->hits.len; i++) {
		const struct hit *hit = &reading->hits.at[i];
		if (!hit_is_part(hit, part) || !span_holds(before, hit_part(hit)) || reading_quotation(reading, hit_part(hit)))
			continue;
		*found = reading_trim(reading, reading_grow_left(reading, hit, hit_part(hit)));
		return !span_empty(*found);
	}
	return false;
}

bool reading_opening(const struct reading *reading, struct span inside, struct span *found)
{
	return reading_first_part(reading, "topic", inside, found) || reading_first_part(reading, "subject", inside, found);
}

static bool opens_name(struct slice text, struct span span)
{
	return span.start < span.stop && text.at[span.start] >= 'A' && text.at[span.start] <= 'Z';
}

/* From the beginning of the clause to the cue. What stands in commas right in front of the cue ("The county, for its
 * part, could") is no part of the name, unless it is a name itself ("The governor, Ada Quill, says"). */
static struct span reading_before(const struct reading *reading, const struct hit *hit, struct span clause)
{
	struct slice text = reading->text;
	const struct span *stem = hit_group(hit, "stem");      /* of the verb that the cue ends in */
	size_t stop = stem ? stem->stop : hit->at.start;
	while (stop > 0 && text.at[stop - 1] == ' ')
		stop--;
	size_t first = reading_clause(reading, hit->at, true).start;
	const char *comma = stop > first + 1 && text.at[stop - 1] == ',' ? memrchr(text.at + first, ',', stop - 1 - first) : NULL;
	if (comma) {
		size_t at = (size_t)(comma - text.at);
		clause = reading_clause(reading, (struct span){ at, at }, false);
		if (!opens_name(text, reading_trim(reading, (struct span){ at, stop })))
			stop = at;
	}
	return reading_skip_leads(reading, (struct span){ clause.start, stop });
}

bool reading_grow(const struct reading *reading, const struct hit *hit, const char *key, struct span clause, struct span *found)
{
	const struct span *group = hit_group(hit, key);
	const char *how = rule_get(hit->rule, key);
	if (group) {
		*found = *group;
	} else if (!how) {
		return false;
	} else if (strcmp(how, "before") == 0) {
		*found = reading_before(reading, hit, clause);
	} else if (strcmp(how, "after") == 0) {
		*found = (struct span){ hit->at.stop, clause.stop };
	} else if (strcmp(how, "subject") == 0) {
		struct span before = { clause.start, hit->at.start };
		if (!reading_part(reading, "topic", before, true, found) && !reading_part(reading, "subject", before, true, found))
			return false;
	} else if (strcmp(how, "opening") == 0) {
		struct span before = { 0, hit->at.start };
		if (!reading_opening(reading, before, found))
			return false;
	} else {
		return false;
	}
	*found = reading_trim(reading, *found);
	*found = reading_unquote(reading, *found);
	return !span_empty(*found) && !reading_refused(reading, key, *found);
}

struct named reading_named(const struct reading *reading, struct span span)
{
	return (struct named){ .present = true, .at = reading_place(reading, span) };
}
