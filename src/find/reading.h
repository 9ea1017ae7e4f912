/* reading.h: one sentence while its argument is being read. Private to find/.
 *
 * What the rules hit in a sentence, where its clauses end, what stands in quotation marks; and how from a cue the
 * spans around it are grown. All spans here are bytes of the sentence; reading_place makes them spans of the text. */
#ifndef SASEOL_FIND_READING_H
#define SASEOL_FIND_READING_H

#include "base/document.h"
#include "engine/rules.h"

/* A place where clauses part. A major cut parts statements, a minor one parts of a statement. What joins the clauses
 * (group "join" of the rule) stands between them and belongs to neither. */
struct cut {
	size_t stop;                    /* of the clause before */
	size_t at;                      /* where the one behind begins */
	bool major;
};

/* Whose words a stretch of the sentence is. */
struct report {
	const struct hit *hit;          /* the attribution */
	const struct hit *judged;       /* what the author says of it in the same sentence, or NULL */
	struct span content;            /* what is reported */
	struct span unit;               /* the claim it makes: the sentence or a clause of it */
	struct named speaker;           /* in the text */
	enum quote quote;
	enum stance stance;
	bool aside;                     /* reported demands only: the sentence itself stays the author's */
};

struct weights;                         /* weights.h */

struct reading {
	struct document *document;
	struct matcher *matcher;
	const struct weights *weights;
	struct view view;

	size_t number;                  /* of the sentence */
	const struct sentence *sentence;
	struct slice text;
	hits hits;
	LIST(struct cut) cuts;
	LIST(struct span) leads;        /* words that open a clause and belong to no noun ("However,") */
	LIST(struct span) quotations;   /* between quotation marks, the marks outside */
	LIST(struct report) reports;
	size_t first_claim, first_recommendation;       /* of this sentence */
	struct named last_speaker;      /* of the sentences before, while a report goes on */
	struct named last_subject;      /* whom the sentence before is about */
};

/* Fills hits, cuts, leads and quotations; false, with a note, where the sentence is too long to be one. */
bool reading_begin(struct reading *reading, size_t sentence);

struct span reading_place(const struct reading *reading, struct span span);

/* Blanks, commas and dashes off both edges. */
struct span reading_trim(const struct reading *reading, struct span span);

/* The sentence without the blanks around it. */
struct span reading_whole(const struct reading *reading);

/* The clause that holds a span. */
struct span reading_clause(const struct reading *reading, struct span span, bool major_only);

/* The quotation that holds a span, or NULL. */
const struct span *reading_quotation(const struct reading *reading, struct span span);

/* Begins after what opens the clause, if the span begins with it. */
struct span reading_skip_leads(const struct reading *reading, struct span span);

/* The best part of a name ("target", "deadline") inside a span: the first, or the last that ends before limit. */
bool reading_part(const struct reading *reading, const char *part, struct span inside, bool last, struct span *found);

/* What the rule of a hit says should be grown as key ("speaker", "target", "action"):
 *   before   from the beginning of the clause to the cue     after    from the cue to the end of the clause
 *   subject  the last part "topic", or else "subject", of the clause before the cue
 *   opening  the first such part of the sentence that is not quoted      group    the group of that name
 * or nothing. False where there is none, or where a part "not-KEY" covers it. */
bool reading_grow(const struct reading *reading, const struct hit *hit, const char *key, struct span clause, struct span *found);

/* The first part "topic", or else "subject", inside a span that is not quoted. */
bool reading_opening(const struct reading *reading, struct span inside, struct span *found);

/* A named thing of the text. */
struct named reading_named(const struct reading *reading, struct span span);

/* Notes what a hit did, where somebody wants to know (document->explain). */
void reading_because(struct reading *reading, reasons *why, const struct hit *hit, const char *effect);

bool rule_says(const struct rule *rule, const char *key, const char *value);

/* Names cause and effect of a claim whose words are a unit of the sentence, by the hits in it that know them. */
void find_causes(struct reading *reading, struct claim *claim, struct span unit);

void find_reports(struct reading *reading);
void find_recommendations(struct reading *reading);
void find_claims(struct reading *reading);

#endif
