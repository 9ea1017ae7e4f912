/* tree_node.h: private to tree.c and literals.c: what a pattern taken apart is made of. */
#ifndef SASEOL_ENGINE_TREE_NODE_H
#define SASEOL_ENGINE_TREE_NODE_H

#include "engine/tree.h"

enum node_kind {
	NODE_BYTES,             /* literal bytes; several of them have no quantifier */
	NODE_GROUP,
	NODE_WIDE,              /* something else that takes bytes: a class, a dot */
	NODE_EMPTY              /* something that takes none: an assertion */
};

struct branch;

struct node {
	enum node_kind kind;
	struct slice bytes;     /* what they stand for: text without backslashes */
	bool optional;          /* by its quantifier */
	bool rewrite;           /* of a group: what is in it may be made a tree */
	struct slice text;      /* as written; of a group its head */
	struct slice quantifier;
	struct branch *branches;
	struct node *next;
};

struct branch {
	struct node *first;     /* NULL: empty */
	size_t skip;            /* bytes of the first node that stand before it already */
	struct branch *next;
};

struct tree {
	struct branch *branches;
	bool rewrite;
};

static inline unsigned char lower(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? (unsigned char)(c | 0x20) : c;
}

#endif
