/* lexicon.h: the words of a language that have to do with figures: numbers, units, and what stands around them.
 *
 * In go the tables of a language; out comes a tree of spellings, so that one walk over the text finds the longest one.
 * Words carry tags, names that constructions (constructions.h) ask for. The C gives meaning only to the tags it lists
 * in enum known_tag. Spellings may hold alternatives, "dollar(s|)", and a part that must follow without belonging to
 * the word, "point/ of". Letters without regard to case; a blank is any run of blanks. */
#ifndef SASEOL_FIND_LEXICON_H
#define SASEOL_FIND_LEXICON_H

#include "engine/rules.h"
#include "find/decimal.h"
#include "find/letters.h"
#include "find/wordtree.h"

enum { TAG_WORDS = 4, TAGS_AT_MOST = TAG_WORDS * 64 };

struct tags {
	uint64_t bits[TAG_WORDS];
};

/* What a spelling does inside a number; see number.c. */
enum number_role {
	ROLE_NONE,
	ROLE_ONES,      /* adds its value: 1 to 19 */
	ROLE_TENS,      /* adds its value, and ones may follow */
	ROLE_SMALL,     /* multiplies what stands before it, below the big ones */
	ROLE_BIG,       /* multiplies all that was not multiplied yet */
	ROLE_PACK,      /* multiplies the whole number: dozens */
	ROLE_ARTICLE,   /* one, where something to multiply or to divide follows */
	ROLE_AND,       /* joins, after a multiplier */
	ROLE_HYPHEN,    /* joins tens and ones */
	ROLE_POINT,     /* digits behind it are decimals */
	ROLE_MINUS,
	ROLE_SOME,      /* after a number, or inside it: about so many */
	ROLE_SEVERAL,   /* in front of multipliers: so many and up to ten times as many */
	ROLE_PAIR,      /* two numbers at once: from low to high */
	ROLE_VAGUE,     /* an order of magnitude: from low to high */
	ROLE_ORDINAL,   /* its value, as a place in a row; also the denominator of a fraction */
	ROLE_PART,      /* one divided by its value */
	ROLE_SUFFIX,    /* makes digits an ordinal */
	ROLE_UNIT,
	ROLE_WORD,
	ROLE_AROUND,    /* a word that is no part of any construction: around.c and counted.c ask for it */
	ROLES
};

/* All but those; and those that numbers are made of. */
enum { READ_ROLES = (1u << ROLE_AROUND) - 1, NUMBER_ROLES = (1u << ROLE_UNIT) - 1 };

/* Rows that only count where the surroundings bear them out. */
enum { ENTRY_WEAK = 1, ENTRY_NATIVE = 2, ENTRY_BARE = 4, ENTRY_PLURAL = 8, ENTRY_STRONG = 16, ENTRY_SINO = 32, ENTRY_OPEN = 64, ENTRY_BOUND = 128,
       ENTRY_BEHIND = 256 };

struct entry {
	enum number_role role;
	unsigned flags;
	unsigned taken;                 /* bytes of the spelling that belong to it */
	bool ahead;                     /* the rest must only follow */
	struct decimal value;           /* of numbers; the scale of units */
	struct decimal low, high;       /* of pairs and vague ones */
	struct decimal numerator;       /* of parts written as one sign; zero otherwise */
	enum figure_kind kind;          /* of units */
	struct slice unit;
	struct slice detail;            /* of words: what the tag wants to know */
	struct tags tags;
	struct entry *next;             /* another reading of the same spelling, of a later row */
};

/* What a spelling means: all its readings. */
struct word {
	struct entry *entry;            /* the first one as a part of constructions, or NULL */
	struct entry *around;           /* the first one as a word around them, or NULL */
	uint32_t roles;
	bool seed;                      /* one is worth stopping at */
	struct tags tags;
};

/* What is marked in the tree at the beginning of spellings (see beginning_end). */
enum mark {
	MARK_KNOWN = 1,                 /* a construction may have it in it */
	MARK_SEED = 2,                  /* it is worth stopping at */
	MARK_GUARDED = 4,               /* ... if something that can follow a number follows: a number of one syllable */
	MARK_FOLLOWS = 8                /* ... which is this */
};

/* The tags the C itself knows; their names, in this order, are in lexicon.c. */
enum known_tag {
	/* of numbers */
	TAG_NUMBER,     /* any that stands free */
	TAG_STUCK,      /* any other: a letter touches it */
	TAG_DIGITS, TAG_WORDED, TAG_WHOLE, TAG_DECIMAL, TAG_SIGNED, TAG_BIG, TAG_ORDINAL, TAG_FRACTION, TAG_DECADES, TAG_VAGUE,
	TAG_PAIR, TAG_ARTICLE, TAG_ONE, TAG_YEAR, TAG_TWO_DIGITS, TAG_MONTH, TAG_DAY, TAG_HOUR, TAG_MINUTE, TAG_NATIVE, TAG_GROUPED,
	TAG_PADDED,     /* begins with a zero */
	TAG_FOUR_DIGITS,
	TAG_TENS,       /* 10, 20 ... 90 */
	TAG_LARGE,      /* a hundred million and more */
	TAG_TOUCHED,    /* a letter follows without a blank, and no mere particle */
	TAG_OPENING,    /* the sentence begins with it */
	/* of words */
	TAG_UNIT, TAG_CAPITAL,
	TAG_AFTER_TEXT, /* of places: a word nothing is known of touches it */
	TAG_NOT, TAG_PARTICLE, TAG_PARTED,
	TAG_BEARS,      /* bears out a number beside it */
	TAG_APPROX_BEFORE, TAG_APPROX_AFTER, TAG_TRANSPARENT,
	/* of words around what is counted */
	TAG_FUNCTION, TAG_DETERMINER, TAG_LINK, TAG_LINK_IN, TAG_BRIDGE, TAG_LENGTH, TAG_CLAUSE, TAG_MOVES, TAG_VERB, TAG_NOUN, TAG_AMOUNT, TAG_LISTS, TAG_JOINS,
	TAG_HEAD,       /* the last word of a phrase; of endings, one that makes it the last */
	TAG_ENDING, TAG_PARTICIPLE, TAG_CASE, TAG_SUBJECT,
	/* of words that say what moved, and how */
	TAG_UP, TAG_DOWN,
	TAG_BESIDE,     /* only right beside its figure */
	TAG_BEHIND,     /* only behind it */
	TAG_MODIFIES,   /* what follows is what it became */
	TAG_FROM, TAG_TO, TAG_BY,
	TAG_LEVEL,      /* what it stands before is a level, not a difference */
	KNOWN_TAGS
};

/* The tables of a language, compiled, constructions and all. Lives in the arena. NULL, with the error filled, where a
 * row cannot be read. */
const struct lexicon *lexicon_build(struct arena *arena, const struct language *language, struct error *error);

/* A text that spellings are looked up in (look.c). Every place is walked once: the last few walks are remembered. */
enum { WALKS = 8, ENDS = 6 };

struct look {
	const struct lexicon *lexicon;
	struct slice text;
	struct walk {
		size_t at;              /* plus 1; 0: no walk yet */
		unsigned count, roles;  /* of all ends together */
		struct { size_t end; const struct word *word; } ends[ENDS];    /* the longest spellings, shortest first */
	} walks[WALKS];
};

void look_init(struct look *look, const struct lexicon *lexicon, struct slice text);

/* Does a number begin at a place, or another word that is worth stopping at? */
bool look_seed(struct look *look, size_t at);

/* May a word begin there that constructions are made of? */
bool look_known(const struct look *look, size_t at);

/* See look_up; for it alone. */
struct walk *look_walk(struct look *look, size_t at);
const struct entry *look_find(const struct look *look, const struct walk *walk, unsigned roles, size_t *end);

/* The longest spelling at a byte of the text that has a reading in one of the roles (1u << ROLE_ONES | ...): its first
 * such reading, or NULL. end is where it ends. */
static inline const struct entry *look_up(struct look *look, size_t at, unsigned roles, size_t *end)
{
	struct walk *walk = &look->walks[at % WALKS];
	if (walk->at != at + 1)
		walk = look_walk(look, at);
	return walk->roles & roles ? look_find(look, walk, roles, end) : NULL;
}

/* The roles of all readings of all spellings at a place, as bits. */
static inline unsigned look_roles(struct look *look, size_t at)
{
	struct walk *walk = &look->walks[at % WALKS];
	return walk->at == at + 1 ? walk->roles : look_walk(look, at)->roles;
}

/* Can a number that ends at a place go on with what stands there or behind a blank: digits, a point, a stroke, a word of
 * one of the roles? A quick no. */
bool look_goes_on(struct look *look, size_t at, unsigned roles);

/* Adds the tags of all readings of the spelling that ends exactly at stop. */
void look_tags(struct tags *tags, struct look *look, size_t at, size_t stop);

/* The longest one that has a reading with the tag. */
const struct entry *look_up_tagged(struct look *look, size_t at, unsigned tag, size_t *end);

/* The first of an entry and its other readings that has the tag, or NULL. */
const struct entry *entry_tagged(const struct entry *entry, unsigned tag);

/* True where a word can end: no letter follows, or only particles. */
bool ends_well(struct look *look, size_t at);

/* The number of a tag, or TAGS_AT_MOST where nothing asks for it; made if wanted. */
unsigned lexicon_tag(struct lexicon *lexicon, struct slice name, bool make);

/* Adds a spelling, with its alternatives, before the tree is grown. */
void lexicon_add(struct lexicon *lexicon, struct slice spelling, const struct entry *entry);

/* Where to look for what is counted: a row of the table counted. */
struct way;
struct counted_row {
	enum figure_kind kind;
	struct slice unit;              /* the only one it is for; empty: all */
	LIST(const struct way *) ways;  /* in this order (counted.c) */
};

struct grammar;
struct lexicon {
	struct arena *arena;
	const struct language *language;
	LIST(struct slice) tags;
	LIST(struct spelled) spellings; /* first those that mean something, then later words of these */
	LIST(struct entry *) entries;   /* what they mean */
	struct wordtree tree;           /* of the spellings; what they begin with is marked (enum mark) */
	const struct word *words;       /* that its cells number */
	uint64_t starts[STARTS / 64];   /* what those begin with that are worth stopping at (start_of_...) */
	uint64_t endings[STARTS / 64];  /* the last characters of words that are known at the end of others */
	struct tags present;            /* of all words together */
	const struct grammar *grammar;
	LIST(struct counted_row) counted;
};

static inline void tags_add(struct tags *tags, unsigned tag)
{
	if (tag < TAGS_AT_MOST)
		tags->bits[tag / 64] |= UINT64_C(1) << tag % 64;
}

static inline bool tags_have(const struct tags *tags, unsigned tag)
{
	return tag < TAGS_AT_MOST && tags->bits[tag / 64] >> tag % 64 & 1;
}

static inline void tags_join(struct tags *tags, const struct tags *more)
{
#pragma GCC unroll 4
	for (int i = 0; i < TAG_WORDS; i++)
		tags->bits[i] |= more->bits[i];
}

static inline bool tags_have_all(const struct tags *tags, const struct tags *wanted)
{
	uint64_t missing = 0;
#pragma GCC unroll 4
	for (int i = 0; i < TAG_WORDS; i++)
		missing |= wanted->bits[i] & ~tags->bits[i];
	return !missing;
}

static inline bool tags_have_any(const struct tags *tags, const struct tags *wanted)
{
	uint64_t common = 0;
#pragma GCC unroll 4
	for (int i = 0; i < TAG_WORDS; i++)
		common |= wanted->bits[i] & tags->bits[i];
	return common != 0;
}

#endif
