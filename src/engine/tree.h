/* tree.h: a translated pattern taken apart: what it cannot match without, and the same pattern written to match faster.
 *
 * In goes a pattern over the bytes of the view, as pattern_translate leaves it. Three things come out:
 *
 * its literals, one of which is in every text it matches: so a rule that names no needs has some all the same; and what
 * of a match can stand before each, so that it is known where a match may begin;
 *
 * what can be told from the edges of a text alone: that a pattern for short lines has nothing to do with a long one;
 *
 * the pattern with its lists of words made trees: (?:cat|cow|dog) becomes (?:c(?:at|ow)|dog), which asks three
 * questions at a place where the list asks one for every word. Branches that begin with different bytes exclude each
 * other, so they may change places; everything else keeps its order, and the pattern matches the same. */
#ifndef SASEOL_ENGINE_TREE_H
#define SASEOL_ENGINE_TREE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"
#include "engine/pattern.h"
#include "engine/view.h"

struct tree;

/* NULL where the pattern has something in it that is better left alone. Lives in the arena. */
struct tree *tree_parse(struct arena *arena, const struct pattern *pattern);

enum { STEP_SET = 32, STEP_ENDLESS = 0xFFFF };

/* So many bytes of a set, in any order. */
struct step {
	unsigned char set[STEP_SET];    /* a bit for every byte, both cases of a letter */
	uint32_t least, most;           /* STEP_ENDLESS: no end is known */
	const struct step *before;      /* what stands before them */
};

struct literal {
	struct slice text;              /* in lower case */
	const struct step *before;      /* what of the match stands before it; NULL: the match begins with it */
};

/* One of them is in every match; count 0 where there are none, or none that say something. */
struct literals {
	struct literal *at;
	size_t count;
};

/* The bytes that a class, a dot or an escape takes one of; false where that is not known. */
typedef bool (*tree_members)(void *context, struct slice text, unsigned char set[STEP_SET]);

/* members NULL: nothing is known of any class. light: literals too short to say anything but where a match may be do
 * as well, so do the members of small classes and what must follow a match. */
struct literals tree_literals(const struct tree *tree, struct arena *arena, tree_members members, void *context, bool light);

/* What a look at the edges of a text tells, without a match. */
struct facts {
	bool anchored;                  /* it matches at the beginning of a text, or not at all */
	bool closed;                    /* it matches up to the end, or not at all: and there is a byte of last */
	bool opened;                    /* anchored, and the first byte of the text that is no sign is one of first */
	uint16_t bound;                 /* anchored, and only in texts of fewer bytes; 0: in any */
	unsigned char first[STEP_SET], last[STEP_SET];
};

/* Letters, digits and tokens: neither blanks nor signs. */
static inline bool byte_is_word(unsigned char byte)
{
	return (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') || (byte >= VIEW_TOKEN && byte < VIEW_MORE_SIGNS)
	       || (byte >= VIEW_INITIAL && byte < VIEW_SIGNS) || (byte >= VIEW_HAN && byte <= VIEW_DIGIT);
}

enum { FACT_BOUND_MOST = 60000 };

struct facts tree_facts(const struct tree *tree, struct arena *arena, tree_members members, void *context);

/* The pattern again, its lists of words made trees, without places. Takes the tree apart. */
void tree_write(struct pattern *pattern, struct tree *tree);

#endif
