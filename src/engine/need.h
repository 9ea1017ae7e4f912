/* need.h: which rules have a chance in a text, and where, found in one pass over its view.
 *
 * Every rule names literals of which one must occur. All of them are looked for at once: three bytes of each are
 * its key, all of a shorter one, and at every place of the view tables say whether these three, two or one may be a
 * key of the sorts wanted. Of a literal found it is known what of a match can stand before it: so a pattern is tried
 * only where a match may begin. */
#ifndef SASEOL_ENGINE_NEED_H
#define SASEOL_ENGINE_NEED_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "engine/tree.h"

enum {
	NEED_KEY = 3,
	NEED_TRIPLES = 1 << 16, NEED_PAIRS = 1 << 12, NEED_SINGLES = 1 << 8,    /* sizes of the tables */
	NEED_HEADS = 1 << 13
};

/* So many bytes of a set (see tree.h), and before them another step. */
struct need_step {
	unsigned char set[32];
	uint16_t least, most;           /* 0xFFFF: no end */
	uint32_t next;                  /* number among the steps, plus 1 */
};

struct need {
	uint32_t at;                    /* in the bytes of all needs, lower case */
	uint16_t len, key;              /* key: where its key begins in the literal */
	uint32_t rule;                  /* its number among those of all languages */
	uint32_t cue;                   /* whose matches it is in */
	uint32_t before;                /* number of the step before it, plus 1; 0: matches begin with it */
	uint32_t same;                  /* another one with the same literal, plus 1 */
	uint16_t asked;                 /* the sorts that the rule runs for, 1u << sort */
	uint8_t classes;                /* see need_classes */
	bool calls;                     /* the rule runs where it is found */
	bool places;                    /* the cue has no match without it or another one of its own */
	bool anchored;                  /* ... and none that does not begin with the text */
	bool speaks;                    /* ... but it says that the rule may run, for what its other cues are after */
};

/* All needs with one literal. Those whose keys hash alike stand side by side. */
struct need_entry {
	uint32_t key;
	uint32_t asked;                 /* of all of them */
	uint32_t first;                 /* number in list */
};

struct needs {
	const struct need *list;
	size_t count;
	const unsigned char *bytes;
	size_t len;
	const uint32_t *heads;          /* by hash: where its entries begin; those of the next are behind them */
	const struct need_entry *entries;
	size_t entry_count;
	const unsigned char *tables;    /* the classes that have such a key: by hash of three bytes, of two, by byte */
	const struct need_step *steps;
	size_t step_count;
	const uint64_t *placed;         /* bits by number of cue: those of which all places are known */
	const struct facts *facts;      /* by number of cue */
	size_t cues;
};

/* Matches of the cue begin at lo to hi or not at all, as far as one literal tells. */
struct place {
	uint32_t lo, hi, cue;
	uint32_t next;                  /* in the order of lo, plus 1 */
};

enum { PLACES = 4096 };

/* Where the cues of one text may match. */
struct places {
	struct place list[PLACES];
	size_t len;
	bool full;                      /* more than there is room for: nothing is known */
	uint32_t *first, *last;         /* by number of cue, plus 1 */
};

/* How much it says that a literal is in a text: a letter 5, a jamo or a blank 3, a sign, digit or token 9. */
size_t need_weight(const unsigned char *bytes, size_t len);

/* Eight classes of rules, by what they are asked for together: each sort of boilerplate is one, so are the others of a
 * language. */
unsigned need_classes(unsigned asked, size_t language);

/* How often three bytes, by their hash, stand in texts of the kind that will be looked at. */
struct need_counts {
	uint16_t of[NEED_TRIPLES];
};
void need_count(struct need_counts *counts, const unsigned char *bytes, size_t len);

/* Makes the needs from literals whose place in the bytes of all is known; the bytes are copied. rule is a number below
 * the number of rules that needs_scan knows. Steps, placed and facts are the caller's to fill in. */
void needs_make(struct needs *needs, struct arena *arena, struct need *list, size_t count, const unsigned char *bytes, size_t len,
                const struct need_counts *counts);

/* What is looked for. */
struct need_wish {
	unsigned sorts;                 /* 1u << sort */
	unsigned char classes;
	size_t first, count;            /* numbers of rules */
};

/* Sets the bit of every rule wanted one of whose literals occurs in the bytes. places NULL: does not matter; else what was
 * in it is forgotten first. */
void needs_scan(uint64_t *rules, struct places *places, const struct needs *needs, const unsigned char *bytes, size_t len,
                const struct need_wish *wish);

#endif
