/* document.h: one document, from its bytes to its findings.
 *
 * The straight line (analyse.c) fills it from top to bottom, each stage one part; writers read it. Everything in
 * it lives in its arena. Spans are bytes of the document's text unless a comment says otherwise. */
#ifndef SASEOL_BASE_DOCUMENT_H
#define SASEOL_BASE_DOCUMENT_H

#include "base/arena.h"
#include "base/error.h"
#include "base/slice.h"
#include "base/text.h"

struct rule;            /* engine/rules.h */
struct language;        /* engine/language.h */
struct furniture;       /* clean/furniture.h */

/* ---- what came in ---- */

/* What an input says of itself, or the page in it; .at is NULL where it does not say. */
struct meta {
	struct slice date;              /* of publication, ISO 8601 */
	struct slice outlet, author, section, url, language;
};

struct note {
	const char *code;               /* "undecodable-bytes", "match-limit", "charset-doubtful" ... */
	const char *message;
	struct origin at;               /* start == stop where it concerns the whole document */
};

struct input {
	struct slice bytes;             /* the file's own, or a record's text after decoding */
	struct slice title;             /* a record's own title field; .at is NULL without one */
	const char *id, *path;          /* UTF-8; path is NULL for standard input */
	const char *path_hex;           /* its bytes, where they are not UTF-8; or NULL */
	const char *kind;               /* "text", "html", "jsonl" */
	bool kind_given;                /* somebody said so: it is not to be recognised */
	size_t line;                    /* of a record in its file, from 1; 0 for a file */
	struct meta meta;
	bool decoded;                   /* a record: bytes are UTF-8 already */
	bool well_formed;               /* ... and whoever read them has seen that they are */
	const char *charset;            /* what came with the bytes says they are in, a header for one; or NULL */
	const char *field;              /* the record's field that they come from, or NULL */
	const char *sheet;              /* of a workbook, where it is not the first; or NULL */
	const char *encoding;           /* a record's: that of its file; NULL: UTF-8 */
	LIST(struct note) notes;        /* on how it was read */
};

/* ---- the page: unmark and normalise ---- */

enum block_role { BLOCK_PARAGRAPH, BLOCK_HEADING, BLOCK_LIST, BLOCK_CAPTION, BLOCK_NAVIGATION };

/* What markup says of a part of the page, by its element or by the words of its class: bits. */
enum trait {
	TRAIT_BODY = 1 << 0,            /* the article's body, if names are true */
	TRAIT_ARTICLE = 1 << 1,         /* perhaps the article */
	TRAIT_TITLE = 1 << 2,
	TRAIT_SUBTITLE = 1 << 3,
	TRAIT_PARAGRAPH = 1 << 4,
	TRAIT_HEADING = 1 << 5,
	TRAIT_QUOTE = 1 << 6,
	TRAIT_FORM = 1 << 7,            /* a control: button, label ... */
	TRAIT_HIDDEN = 1 << 8,
	TRAIT_ITEM = 1 << 9,            /* of a list */
	TRAIT_CELL = 1 << 10,           /* of a table's row */
	TRAIT_ROW = 1 << 13,
	TRAIT_HEAD = 1 << 11,           /* not shown on the page: its title */
	TRAIT_ASIDE = 1 << 12,
	TRAIT_BYLINE = 1 << 16,         /* from here on: what is not the article, by the codebook's category */
	TRAIT_CAPTION = 1 << 17,
	TRAIT_RELATED = 1 << 18,
	TRAIT_COMMENTS = 1 << 19,
	TRAIT_SHARING = 1 << 20,
	TRAIT_SUBSCRIBE = 1 << 21,
	TRAIT_ADVERT = 1 << 22,
	TRAIT_NAVIGATION = 1 << 23,
	TRAIT_COPYRIGHT = 1 << 24,
	TRAIT_TAGS = 1 << 25,
	TRAIT_TECHNICAL = 1 << 26
};
#define TRAITS_FURNITURE 0x7FF0000u

/* An element of the markup; the first one is the whole page and its own parent, every other comes after its parent. */
struct markup {
	size_t parent;
	unsigned traits;
};

struct block {
	struct span at;                 /* in the page */
	enum block_role role;
	double links;                   /* share of its text that is links, 0 to 1 */
	size_t element;                 /* the innermost that holds all of it; plain text has none */
	bool title;                     /* the page says that this is its title */
	bool pictured;                  /* a picture stands right before it */
	const struct rule *outside;     /* markup shows that it is not the article; NULL: it may be ... */
	bool unnamed;                   /* ... but not what else it is */
	const struct language *language;
};

/* A stretch of the page that is not the article. */
struct removed {
	struct span at;                 /* in the page */
	const char *category;
	const struct rule *rule;
};

/* ---- the article ---- */

struct sentence {
	struct span at;
	const struct language *language; /* NULL: in a language without rules */
	size_t paragraph;
	bool title;
};

/* ---- findings ---- */

enum voice { VOICE_AUTHOR, VOICE_SOURCE };

/* A span that names something; absent where there is none. */
struct named {
	bool present, implied;
	struct span at;
	struct span means;              /* of a pronoun: what it stands for; else empty */
	const char *name;               /* speakers and targets: the same for the same one throughout the document */
};

enum figure_kind {
	FIGURE_COUNT, FIGURE_MONEY, FIGURE_PERCENT, FIGURE_POINTS, FIGURE_MULTIPLE, FIGURE_FRACTION, FIGURE_RATIO,
	FIGURE_RANK, FIGURE_ORDINAL, FIGURE_MEASURE, FIGURE_AGE, FIGURE_DURATION, FIGURE_DATE, FIGURE_TIME,
	FIGURE_SCORE, FIGURE_NUMBER
};

enum approx {
	APPROX_NONE, APPROX_ABOUT, APPROX_NEARLY, APPROX_MORE_THAN, APPROX_AT_LEAST, APPROX_LESS_THAN, APPROX_AT_MOST,
	APPROX_VAGUE
};

enum direction { DIRECTION_NONE, DIRECTION_UP, DIRECTION_DOWN };

/* Indexes of findings; NOWHERE where there is none. */
#define NOWHERE ((size_t)-1)

struct change {
	enum direction direction;
	size_t from, to, by;            /* figures */
};

struct figure {
	struct span at;
	size_t sentence;
	enum figure_kind kind;
	struct slice value, low, high;  /* exact decimals without exponent ("1200000000", "0.3"), or "1/2", "5:4",
	                                   "2012-04", "15:00"; .at is NULL for null */
	struct slice unit;              /* "KRW", "%", "a", a counter as written; may be empty */
	enum approx approx;
	struct named of, per;
	struct change change;           /* direction DIRECTION_NONE: no change stated */
	const struct rule *rule;
};

enum claim_kind {
	CLAIM_FACTUAL = 1, CLAIM_CAUSAL = 2, CLAIM_COMPARATIVE = 4, CLAIM_PREDICTIVE = 8, CLAIM_EVALUATIVE = 16
};

enum quote { QUOTE_NONE, QUOTE_DIRECT, QUOTE_INDIRECT, QUOTE_MIXED };
enum stance { STANCE_NONE, STANCE_ENDORSE, STANCE_REJECT, STANCE_NEUTRAL };

typedef LIST(size_t) indexes;

/* One thing that fired and what it weighed, for --explain. */
struct reason {
	const struct rule *rule;        /* NULL: a structural feature, named below */
	const char *feature;
	struct span at;                 /* what matched */
	const char *effect;             /* "factual +1.0 checkable +0.5", "veto" ... */
};

typedef LIST(struct reason) reasons;

struct claim {
	struct span at;
	size_t sentence;
	unsigned kinds;                 /* enum claim_kind, or-ed */
	enum voice voice;
	struct named speaker;
	enum stance stance;
	enum quote quote;
	bool negated, hedged;
	double checkable;               /* 0 to 1 */
	struct named cause, effect;     /* of a causal claim, where its words name them */
	indexes figures;
	LIST(const struct rule *) rules;
	reasons why;
};

enum polarity { POLARITY_DO, POLARITY_AVOID };
enum strength { STRENGTH_DEMAND, STRENGTH_ADVICE, STRENGTH_SUGGESTION };

struct recommendation {
	struct span at;
	size_t sentence;
	enum voice voice;
	struct named speaker, target, action, deadline, condition;
	enum stance stance;
	enum polarity polarity;
	enum strength strength;
	indexes figures;
	indexes because;                /* claims */
	const struct rule *rule;
	reasons why;
};

/* A sentence that carries the editorial's point: a claim or a recommendation. */
struct thesis {
	bool recommendation;
	size_t index;
};

struct document {
	struct arena *arena;
	const struct input *input;
	size_t number;                  /* its place in the whole run */
	bool explain;                   /* wanted: the reasons of claims and recommendations */
	const struct furniture *furniture;      /* wanted: learned lines are taken from the page; or NULL */
	struct error error;             /* kind ERROR_NONE unless it failed */

	const char *encoding;           /* "UTF-8", "windows-949" ... */
	const char *kind;               /* the input's, or what was recognised in it */
	struct meta meta;               /* the input's, and what the page says of itself */
	struct text page;               /* decoded, unmarked, normalised: everything that came in */
	LIST(struct block) blocks;
	LIST(struct markup) elements;   /* of its markup; empty for plain text */
	LIST(struct slice) titles;      /* what the page says that its title is, in places that are not shown */
	const char *lang;               /* "ko", "en", another ISO 639 code, or "und" */
	const struct language *language; /* NULL where lang has no rules */
	LIST(struct removed) removed;   /* in page order, not overlapping */

	struct span kicker;             /* in the page; empty without one */
	struct text text;               /* title and article, paragraphs parted by an empty line */
	bool has_title;                 /* paragraphs[0] is the title */
	LIST(struct span) paragraphs;
	LIST(struct sentence) sentences;

	LIST(struct figure) figures;
	LIST(struct claim) claims;
	LIST(struct recommendation) recommendations;
	LIST(struct thesis) thesis;
	reasons thesis_why;             /* each stands at the finding it speaks for */
	LIST(struct note) notes;
};

/* A note on the whole input; code and message stay the caller's. */
void input_note(struct input *input, struct arena *arena, const char *code, const char *message);

void document_init(struct document *document, struct arena *arena, const struct input *input);

/* Whether its bytes are HTML, said or recognised. */
bool document_is_html(const struct document *document);

void document_note(struct document *document, const char *code, struct origin at, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

#endif
