/* counted.h: what a figure counts: "140 ferries", "half of the budget", "rates fell to 3 percent".
 *
 * The table counted says for each kind of figure, or kind and unit, where to look, in order:
 *
 *     linked    behind the figure and a linking word ("of"); in: and another one ("in", "for")
 *     behind    right behind the figure; word: only the next word; article: with an article
 *     joined    right behind, where number and unit are one word ("50-pound sacks")
 *     moved     behind a word that says it moved, or that and a linking word ("a 3% rise in prices")
 *     before    right before it; bare: and that without a particle; as: or with one that says as what ("as a fine")
 *     topic     before it, the nearest one that the particle of a subject marks ("the share is three times the average")
 *     length    right before it: something that lasts; bridged: with a word between ("income of")
 *     holder    before it, with words between that say who ("my son, who is")
 *     mover     the subject or the object of the verb that the figure completes
 *
 * A figure in a list of names ("led by Alder (31) and Birch (9)"), and one that follows another of its kind with next to
 * nothing between, counts what that counts.
 *
 * What belongs to such a phrase, and where it ends, is said by the tags of words around it (see the table words). */
#ifndef SASEOL_FIND_COUNTED_H
#define SASEOL_FIND_COUNTED_H

#include "find/near.h"

/* The way to look that has a name, or NULL. */
const struct way *way_named(struct slice name);

/* Fills "of" of every figure where something is found. offset: where the sentence begins in the document's text. */
void read_counted(struct near *near, const placed_list *figures, size_t offset);

#endif
