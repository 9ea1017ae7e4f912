/* facts.c: a pattern taken apart goes in; what a look at the edges of a text tells about it comes out. */
#include "engine/need.h"
#include "engine/tree_node.h"

struct look {
	struct arena *arena;
	tree_members members;
	void *context;
};

/* ---- private from here ---- */

static bool is_written(const struct node *node, const char *text)
{
	return node->kind == NODE_EMPTY && slice_is(node->text, text);
}

static bool is_once(const struct node *node)
{
	return node->kind == NODE_GROUP && node->quantifier.len == 0;
}

/* N of (?!.{N}), which refuses texts of N bytes and more; 0 for anything else. */
static size_t node_bound(const struct node *node)
{
	const struct node *inner = is_written(node, "(?!") && !node->branches->next ? node->branches->first : NULL;
	size_t bound = 0;
	if (!inner || inner->next || inner->kind != NODE_WIDE || !slice_is(inner->text, "."))
		return 0;
	struct slice braces = inner->quantifier;
	for (size_t i = 1; i + 1 < braces.len; i++) {
		if (braces.at[i] < '0' || braces.at[i] > '9' || bound > FACT_BOUND_MOST)
			return 0;
		bound = bound * 10 + (size_t)(braces.at[i] - '0');
	}
	return bound <= FACT_BOUND_MOST ? bound : 0;
}

/* Whether all of them begin at the beginning of the text; the bound is the largest, 0 where one has none. */
static bool anchored(const struct branch *branches, size_t *bound)
{
	size_t largest = 0;
	bool bounded = true;
	for (const struct branch *branch = branches; branch; branch = branch->next) {
		const struct node *node = branch->first;
		size_t own = 0;
		while (node && node->kind == NODE_EMPTY && !is_written(node, "^"))
			node = node->next;
		if (!node || !(is_written(node, "^") || (is_once(node) && anchored(node->branches, &own))))
			return false;
		if (node->kind == NODE_EMPTY && node->next)
			own = node_bound(node->next);
		bounded = bounded && own;
		largest = own > largest ? own : largest;
	}
	*bound = bounded ? largest : 0;
	return true;
}

/* The nodes of a branch in an array. */
static const struct node **nodes_of(const struct branch *branch, struct arena *arena, size_t *count)
{
	size_t n = 0;
	for (const struct node *node = branch->first; node; node = node->next)
		n++;
	const struct node **nodes = arena_take(arena, (n + 1) * sizeof *nodes);
	*count = n;
	n = 0;
	for (const struct node *node = branch->first; node; node = node->next)
		nodes[n++] = node;
	return nodes;
}

/* Whether all of them end at the end of the text. */
static bool closed(const struct branch *branches, const struct look *look)
{
	for (const struct branch *branch = branches; branch; branch = branch->next) {
		size_t count;
		const struct node **nodes = nodes_of(branch, look->arena, &count);
		while (count && nodes[count - 1]->kind == NODE_EMPTY && !is_written(nodes[count - 1], "$"))
			count--;
		if (!count || !(is_written(nodes[count - 1], "$") || (is_once(nodes[count - 1]) && closed(nodes[count - 1]->branches, look))))
			return false;
	}
	return true;
}

/* What a part that is no group may take one of; false where nobody can tell. */
static bool node_bytes(unsigned char set[STEP_SET], const struct node *node, bool front, const struct look *look)
{
	memset(set, 0, STEP_SET);
	if (node->kind == NODE_WIDE)
		return look->members && look->members(look->context, node->text, set);
	size_t at = front ? 0 : node->bytes.len - 1;
	while (front && at + 1 < node->bytes.len && !byte_is_word((unsigned char)node->bytes.at[at]))
		at++;
	unsigned char byte = lower((unsigned char)node->bytes.at[at]), other = byte >= 'a' && byte <= 'z' ? byte & 0xDF : byte;
	set[byte / 8] |= (unsigned char)(1u << byte % 8);
	set[other / 8] |= (unsigned char)(1u << other % 8);
	return true;
}

static bool add_edges(unsigned char set[STEP_SET], const struct branch *branches, bool front, const struct look *look);

/* The bytes that a part may end in, or the bytes that may be its first that is no sign; true where it may have none. */
static bool add_edge(unsigned char set[STEP_SET], const struct node *node, bool front, const struct look *look)
{
	unsigned char more[STEP_SET];
	bool none = node->optional;
	if (node->kind == NODE_EMPTY)
		return true;
	if (node->kind == NODE_GROUP)
		return add_edges(set, node->branches, front, look) || none;
	if (!node_bytes(more, node, front, look)) {
		memset(more, 0xFF, sizeof more);
		none = true;
	}
	for (unsigned byte = 0; byte < 256; byte++) {
		if (!(more[byte / 8] >> byte % 8 & 1))
			continue;
		if (front && !byte_is_word((unsigned char)byte))
			none = true;
		else
			set[byte / 8] |= (unsigned char)(1u << byte % 8);
	}
	return none;
}

static bool add_edges(unsigned char set[STEP_SET], const struct branch *branches, bool front, const struct look *look)
{
	bool none = false;
	for (const struct branch *branch = branches; branch; branch = branch->next) {
		size_t count, passed = 0;
		const struct node **nodes = nodes_of(branch, look->arena, &count);
		while (passed < count && add_edge(set, nodes[front ? passed : count - 1 - passed], front, look))
			passed++;
		none = none || passed == count;
	}
	return none;
}

/* ---- */

struct facts tree_facts(const struct tree *tree, struct arena *arena, tree_members members, void *context)
{
	struct facts facts = { .anchored = false };
	struct look look = { arena, members, context };
	size_t bound = 0;
	facts.anchored = anchored(tree->branches, &bound);
	facts.bound = facts.anchored ? (uint16_t)bound : 0;
	facts.opened = facts.anchored && !add_edges(facts.first, tree->branches, true, &look);
	facts.closed = closed(tree->branches, &look) && !add_edges(facts.last, tree->branches, false, &look);
	return facts;
}
