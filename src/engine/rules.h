/* rules.h: rules as data: read, compiled on first use, matched.
 *
 * A rule file is lines of "word value"; '#' in the first column begins a comment line; a line that begins with a
 * blank continues the one before: a pattern is joined without a blank, everything else with one.
 *
 *     define NAME PATTERN     {NAME} in a pattern of this file stands for (?:PATTERN); in other files of the language
 *                             too, unless several define it
 *     rule   NAME             a rule begins; its id is LANG/FILE/NAME
 *     kind   KIND             one of enum rule_kind
 *     about  TEXT             one line for people
 *     set    KEY=VALUE ...    fields of what the rule finds; values with blanks in "quotes"; of=KIND,... of a veto
 *     need   A | B            literals one of which must be in the text for the rule to match at all: two letters,
 *                             three jamo or one sign at least, better more; "in quotes" blanks at the edges count;
 *                             need * where there are none to name. Literals that the engine sees a pattern cannot
 *                             match without take their place: these are sure, and what is named serves the
 *                             patterns without any
 *     find   PATTERN          the cue; several lines are several cues: of those that overlap the longest stays
 *     unless PATTERN          the cue is void where this matches anywhere in the same text ...
 *     unless-before PATTERN   ... or where this matches so that it ends where the cue begins
 *     unless-after PATTERN    ... or where this matches from where the cue ends
 *     yes / no / gap / slip   examples: a known hit, no hit, a known miss, a known false alarm (cli/check.h); [[marks]]
 *                             around what is found, fields after " => ", those of the next mark after " ; "; \n is a
 *                             new line
 *     before / title          the sentence in front of the next example, or the title
 *
 * Patterns are PCRE2 over the view (view.h), without regard to case. A Hangul syllable without a final is exactly
 * that syllable, unless a final follows it as a jamo of its own: so the pattern of a noun and copula that contract.
 * A consonant jamo is a final, a vowel jamo a medial (under any initial, and without a final likewise); <syl> is any
 * syllable, <fin> any final, <open> "no final follows", <han> a Chinese character, <let> any letter at all, <1> to
 * <8> tokens. Syllables may stand in classes and before quantifiers; of ranges there are ASCII's, all syllables, all
 * finals (kiyeok to hieuh), all medials (a to i), Chinese. A dot, \w and a class that excludes match one byte of the
 * view, a third of a syllable; spans come out as whole characters. */
#ifndef SASEOL_ENGINE_RULES_H
#define SASEOL_ENGINE_RULES_H

#include "base/document.h"
#include "engine/language.h"
#include "engine/view.h"

enum rule_kind {
	RULE_BOILERPLATE,       /* a line or a piece of a line that is the page */
	RULE_TITLE,             /* kickers and titles */
	RULE_SENTENCE,          /* where a sentence ends or does not */
	RULE_FIGURE,
	RULE_CLAIM,             /* weighs kinds, hedged, negated, checkable of the sentence's claim */
	RULE_RECOMMENDATION,
	RULE_ATTRIBUTION,       /* whose words */
	RULE_BOUNDARY,          /* where a clause ends */
	RULE_PART,              /* a span that names something: target, deadline, condition ... */
	RULE_VETO,              /* set of=KIND: hits of that kind that it overlaps are void */
	RULE_KINDS
};

/* What rules_match is asked for, as bits 1u << sort: kinds, and of boilerplate what it takes (the field "shape": whole
 * lines are RULE_BOILERPLATE itself). */
enum { SORT_PREFIX = RULE_KINDS, SORT_SUFFIX, SORT_BRACKET, RULE_SORTS };

struct field {
	const char *key, *value;
};

struct example {
	enum { EXAMPLE_YES, EXAMPLE_NO, EXAMPLE_GAP, EXAMPLE_SLIP } verdict;
	struct slice text;              /* with its [[marks]] */
	struct slice fields;            /* after =>, or empty */
	struct slice before, title;     /* or empty */
	unsigned line;
};

struct rule {
	const char *id;                 /* "en/recommendations/obligation" */
	const char *name;               /* "obligation" */
	const char *file;               /* as given, for messages */
	unsigned line;
	enum rule_kind kind;
	unsigned sort;
	const char *about;
	const struct language *language;
	LIST(struct field) fields;
	LIST(struct slice) needs, finds, unlesses;     /* as written */
	LIST(struct example) examples;
	size_t number;                  /* its place among the rules of its language, in file order */
	struct compiled *compiled;      /* private to rules.c */
};

/* All languages; never changes once loaded, apart from patterns compiled on their first hit (under a lock). */
struct rules {
	struct arena *arena;
	LIST(struct language *) languages;
	char fingerprint[7];            /* six hex digits over all that was read */
};

/* Built-in rules and, where dir is not NULL, the files of DIR/LANG/ NAME.rules and NAME.table: a file of the same name
 * replaces the built-in one. False with file and line in the error. */
bool rules_load(struct rules *rules, struct arena *arena, const char *dir, struct error *error);

/* Compiles every pattern now, so that a mistake in one is an error, not a note in some document later. */
bool rules_compile(const struct rules *rules, struct error *error);

const struct language *rules_language(const struct rules *rules, const char *code);
const struct rule *rules_find(const struct rules *rules, const char *id);

/* All rules of a language, in order. */
size_t language_rules(const struct language *language, const struct rule *const **list);

/* The value of a field the rule sets, or NULL. */
const char *rule_get(const struct rule *rule, const char *key);

/* A number field ("factual=1.5"), or 0. */
double rule_weight(const struct rule *rule, const char *key);

const char *rule_kind_name(enum rule_kind kind);

/* What a stage makes of the tables of all languages together: like language_made, and its name is none that is given there. */
typedef const void *rules_maker(struct arena *arena, const struct rules *rules, struct error *error);
const void *rules_made(const struct rules *rules, const char *name, rules_maker *make, struct error *error);

/* ---- matching ---- */

struct group {
	const char *name;
	struct span at;
};

struct hit {
	const struct rule *rule;
	struct span at;                 /* bytes of the text the view was built from, whole characters */
	struct span in_view;            /* bytes of the view, as they matched: may begin inside a syllable */
	struct group *groups;           /* the named groups that took part */
	size_t group_count;
	const struct rule *vetoed_by;   /* NULL: it stands; the rule itself: its own unless. Void hits are kept for --explain */
};

typedef LIST(struct hit) hits;

/* One worker's match data, JIT stack and counters. Not shared between threads. */
struct matcher;

struct matcher *matcher_new(const struct rules *rules);
void matcher_free(struct matcher *matcher);

/* A new document begins: rules that went wrong in the one before get another chance. */
void matcher_begin(struct matcher *matcher);

/* The rules it was made for. */
const struct rules *matcher_rules(const struct matcher *matcher);

/* For tests and measuring: without the needs' automaton, without JIT, without regard to where the needs stand. */
void matcher_disable(struct matcher *matcher, bool automaton, bool jit, bool places);

/* What a stage makes of a language's tables and needs for every document: made by the first call with this maker,
 * kept as long as the matcher. Where memory fails it goes the way of the failing arena. */
typedef const void *(*matcher_maker)(struct arena *arena, const struct language *language);

const void *matcher_keep(struct matcher *matcher, const struct language *language, matcher_maker make,
                         struct arena *failing);

/* For examples: counts from now on how often rules_match finds the rule in a text whose place of the input overlaps the
 * given one, void hits left out. */
void matcher_watch(struct matcher *matcher, const struct rule *rule, struct origin where);
size_t matcher_watched(const struct matcher *matcher);

/* All hits of rules of the wanted sorts (1u << RULE_CLAIM | ...), in order of place, then of rule; out is emptied
 * first. Hits of vetoes have made others void, and are among them only where RULE_VETO is wanted. Finds which needs
 * occur once a call. A long view is matched in pieces that overlap. That, and a pattern that hits its match limit,
 * makes a note at the given place of the input. */
void rules_match(hits *out, struct document *document, struct matcher *matcher, const struct language *language,
                 unsigned sorts, const struct view *view, struct origin place);

/* The same for the rules of every language; the hits of one stand behind those of another. */
void rules_match_all(hits *out, struct document *document, struct matcher *matcher, unsigned sorts, const struct view *view,
                     struct origin place);

/* One rule alone, anchored nowhere; true and fills the hit with the first match that stands, at or after from (a byte
 * of the view). Needs and vetoes of other rules do not count. */
bool rule_match(struct hit *out, struct document *document, struct matcher *matcher, const struct rule *rule,
                const struct view *view, size_t from);

/* Whether one of the rule's needs is in the view, so that rules_match would run it. */
bool rule_needed(const struct rule *rule, const struct view *view, struct matcher *matcher);

/* The group's span, or NULL. */
const struct span *hit_group(const struct hit *hit, const char *name);

#endif
