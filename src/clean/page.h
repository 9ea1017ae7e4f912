/* page.h: what strip knows of a page while it decides. Private to strip: page.c looks, place.c finds the argument,
 * trim.c takes pieces off lines, head.c finds kicker and title, strip.c judges. */
#ifndef SASEOL_CLEAN_PAGE_H
#define SASEOL_CLEAN_PAGE_H

#include "base/document.h"
#include "engine/rules.h"

/* In bytes: a line longer than this is looked at through a window at each end only. */
enum { WINDOW = 600 };

/* Lines at either end of a page that rules look at; what is between them stays. */
enum { LOOKED_AT = 20000 };

/* What a rule takes, and where: the fields "shape" and "where". */
enum shape { SHAPE_LINE, SHAPE_PREFIX, SHAPE_SUFFIX, SHAPE_BRACKET };
enum place { PLACE_ANY, PLACE_UNDER, PLACE_HEAD, PLACE_TAIL, PLACE_EDGE, PLACE_SIGNED, PLACES };

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
	bool pieces;                    /* a rule for pieces matches in it, or it is too long to know */
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

/* place.c: where the argument begins and ends; lines that are gone are no part of it. */
void page_place(struct page *page);

/* trim.c: takes the pieces that are furniture off the lines that stay. */
void page_trim(struct page *page);

/* head.c: the kicker and the title; lines that the title proves to be furniture are gone after it, by the given rule
 * (NULL: they stay). */
void page_head(struct page *page, const struct rule *furniture);

/* echo.c: lines that repeat what a longer one says are gone after it, by the given rule. */
void page_echo(struct page *page, const struct rule *furniture);

/* place.c: whether a line may stand where a rule wants it. */
bool page_allows(const struct page *page, size_t line, enum place place);

/* ---- page.c: what the others ask ---- */

/* The fields of a rule. */
enum shape rule_shape(const struct rule *rule);
enum place rule_place(const struct rule *rule);
enum takes rule_takes(const struct rule *rule);

/* Whether rules look at a line. */
bool page_looks_at(const struct page *page, size_t line);

/* A rule of the document's own language goes before one of another. */
bool rule_is_native(const struct page *page, const struct rule *rule);

/* The view of a stretch of the page; false when there is no memory. */
bool page_view(struct page *page, struct span span);

/* The hits of some sorts of rules, of every language, in the stretch last viewed; their places are places of the page. */
const hits *page_match(struct page *page, unsigned sorts, struct span span);

/* What strip keeps of a language. */
struct kept_of_language {
	const struct rule *heading;     /* answers for what the title alone proves; or NULL */
	const struct table *endings;    /* of lines that read like sentences although they have lost their full stops */
};
const struct kept_of_language *page_kept(const struct page *page, const struct language *language);

/* Whether a hit begins, or ends, with a stretch of the page, signs aside. */
bool page_opens(const struct page *page, const struct hit *hit, struct span span);
bool page_closes(const struct page *page, const struct hit *hit, struct span span);

/* Takes the next letter or digit off the front of a stretch, without case; 0 where there is none. */
uint32_t page_letter(const struct page *page, struct span *span);

/* Whether a stretch of the page has no letter and no digit. */
bool page_is_ornament(const struct page *page, struct span span);

/* Without blanks at its edges. */
struct span page_trimmed(const struct page *page, struct span span);

/* The mark that a text ends in (full stop, question mark, dots ...), quotes and brackets behind it aside; 0 where it
 * ends in none. */
uint32_t slice_final_mark(struct slice text);

/* The code point before a place, which is moved in front of it. */
uint32_t slice_codepoint_before(const char *bytes, size_t *at);

/* Whether a text has so many words, blanks apart. */
bool slice_has_words(struct slice text, size_t least);

/* What a title field or a page's markup says is the title is nothing else. */
bool line_is_said_title(const struct page *page, const struct line *line);

#endif
