/* tree.h: a translated pattern taken apart: what it cannot match without, and the same pattern written to match faster.
 *
 * In goes a pattern over the bytes of the view, as pattern_translate leaves it. Two things come out:
 *
 * its literals, one of which is in every text it matches: so a rule that names no needs has some all the same; and what
 * of a match can stand before each, so that it is known where a match may begin;
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

/* The pattern again, its lists of words made trees, without places. Takes the tree apart. */
void tree_write(struct pattern *pattern, struct tree *tree);

#endif
