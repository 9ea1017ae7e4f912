/* tree.h: a translated pattern taken apart: what it cannot match without, and the same pattern written to match faster.
 *
 * In goes a pattern over the bytes of the view, as pattern_translate leaves it. Two things come out:
 *
 * its literals, one of which is in every text it matches: so a rule that names no needs has some all the same;
 *
 * the pattern with its lists of words made trees: (?:cat|cow|dog) becomes (?:c(?:at|ow)|dog), which asks three
 * questions at a place where the list asks one for every word. Branches that begin with different bytes exclude each
 * other, so they may change places; everything else keeps its order, and the pattern matches the same. */
#ifndef SASEOL_ENGINE_TREE_H
#define SASEOL_ENGINE_TREE_H

#include "base/arena.h"
#include "base/slice.h"
#include "engine/pattern.h"

struct tree;

/* NULL where the pattern has something in it that is better left alone. Lives in the arena. */
struct tree *tree_parse(struct arena *arena, const struct pattern *pattern);

/* Literals in lower case, one of which is in every match; count 0 where there are none, or none that say something. */
struct literals {
	struct slice *at;
	size_t count;
};

struct literals tree_literals(const struct tree *tree, struct arena *arena);

/* The pattern again, its lists of words made trees, without places. Takes the tree apart. */
void tree_write(struct pattern *pattern, struct tree *tree);

#endif
