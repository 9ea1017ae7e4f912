/* page.h: what strip knows of a page while it decides. Private to strip: page.c looks, head.c finds kicker and title,
 * strip.c judges. */
#ifndef SASEOL_CLEAN_PAGE_H
#define SASEOL_CLEAN_PAGE_H

#include "base/document.h"
#include "engine/rules.h"

/* In bytes: a line longer than this is looked at through a window at each end only. */
enum { WINDOW = 600 };

/* What a rule takes, and where: the fields "shape" and "where". */
enum shape { SHAPE_LINE, SHAPE_PREFIX, SHAPE_SUFFIX, SHAPE_BRACKET };
enum place { PLACE_ANY, PLACE_HEAD, PLACE_TAIL, PLACE_EDGE, PLACE_UNDER, PLACE_SIGNED, PLACES };

/* What a line takes along that no rule knows: the field "takes". */
enum takes { TAKES_NOTHING, TAKES_NEXT, TAKES_LINKS, TAKES_REST };

struct cut {
	struct span at;                 /* in the page */
	const struct rule *rule;
};

struct line {
	const struct block *block;
	struct span at;                 /* in the page; what is left of it once pieces are cut off its edges */
	const struct rule *known[PLACES]; /* the rule that knows the whole line, by where it may stand */
	const struct rule *piece;       /* a rule for pieces that happens to take all of it */
	const struct rule *kicker;      /* a kicker opens it, closes it, or is all of it ... */
	struct span kicker_at;          /* ... here */
	const struct rule *gone;        /* NULL: it stays */
	const char *category;           /* of what is gone */
	bool stops;                     /* it ends in a full stop, a question or exclamation mark, or dots */
	bool full_stop;                 /* ... in a full stop: as no headline does */
	bool likely;                    /* it reads like a sentence */
	bool sure;                      /* it reads like one, and is long: an argument */
	LIST(struct cut) cuts;          /* in order of place */
};

struct page {
	struct document *document;
	struct matcher *matcher;
	struct line *lines;
	size_t len;
	size_t first, last;             /* the first and the last line of the argument; first == len where there is none */
	size_t opening, closing;        /* the first and the last of them that are sure */
	size_t title;                   /* NOWHERE without one */
	struct span title_at;           /* the title itself, without its kicker */
	struct span kicker;
	const struct rule *kicker_rule;
	struct view view;
	hits found;
};

/* page.c: the lines, each with the rules that know it. */
void page_look(struct page *page, bool keep_all);

/* page.c: where the argument begins and ends; lines that are gone are no part of it. */
void page_place(struct page *page);

/* page.c: takes the pieces that are furniture off the lines that stay. */
void page_trim(struct page *page);

/* head.c: the kicker and the title; lines that the title proves to be furniture are gone after it, by the given rule
 * (NULL: they stay). */
void page_head(struct page *page, const struct rule *furniture);

/* Whether a line may stand where a rule wants it. */
bool page_allows(const struct page *page, size_t line, enum place place);

/* The fields of a rule. */
enum shape rule_shape(const struct rule *rule);
enum place rule_place(const struct rule *rule);
enum takes rule_takes(const struct rule *rule);

/* Whether a stretch of the page has no letter and no digit. */
bool page_is_ornament(const struct page *page, struct span span);

/* Without blanks at its edges. */
struct span page_trimmed(const struct page *page, struct span span);

#endif
