/* literals.c: a pattern taken apart goes in, literals one of which is in every match come out, each with what of the
 * match can stand before it. */
#include "engine/need.h"
#include "engine/tree_node.h"

enum {
	MOST_STRINGS = 400,     /* of a set of literals ... */
	MOST_MADE = 64,         /* ... and of one that is made of two */
	SAYS_ENOUGH = 20,       /* four letters: longer ones are not made */
	SAYS_SOMETHING = 12,    /* weight: three letters, two syllables */
	SAYS_A_PLACE = 5,       /* one letter, two jamo */
	MOST_MEMBERS = 24,      /* of a class that is taken for a list */
	SAYS_ALL = 40
};

/* What a part of the pattern takes: any of a few strings, exactly; or nothing is known of it but that one of some
 * strings is in it, behind what may stand before it in this part. */
struct taken {
	bool exact;
	struct literals strings, inside;
};

struct reading {
	struct arena *arena;
	tree_members members;
	void *context;
	bool light;
};

/* ---- private from here ---- */

static struct taken branches_taken(const struct branch *branches, const struct reading *reading);

static size_t weight_of(struct slice string)
{
	return need_weight((const unsigned char *)string.at, string.len);
}

/* ---- what stands before ---- */

static uint32_t sum(uint32_t one, uint32_t other)
{
	return one + other < STEP_ENDLESS ? one + other : STEP_ENDLESS;
}

static uint32_t times(uint32_t one, uint32_t other)
{
	if (one == 0 || other == 0)
		return 0;
	return one < STEP_ENDLESS && other < STEP_ENDLESS / one ? one * other : STEP_ENDLESS;
}

static void add_byte(unsigned char *set, unsigned char byte)
{
	set[byte / 8] |= (unsigned char)(1u << byte % 8);
}

/* Both cases of each. */
static void add_bytes(unsigned char *set, struct slice bytes)
{
	for (size_t i = 0; i < bytes.len; i++) {
		unsigned char byte = lower((unsigned char)bytes.at[i]);
		add_byte(set, byte);
		if (byte >= 'a' && byte <= 'z')
			add_byte(set, (unsigned char)(byte - 0x20));
	}
}

static void unite(struct step *step, const struct step *other)
{
	for (size_t i = 0; i < STEP_SET; i++)
		step->set[i] |= other->set[i];
}

/* How often a quantifier lets its part be there. */
static void read_quantifier(struct slice quantifier, uint32_t *least, uint32_t *most)
{
	uint32_t bounds[2] = { 0, 0 };
	size_t at = 1, bound = 0;
	if (quantifier.at[0] != '{') {
		*least = quantifier.at[0] == '+';
		*most = quantifier.at[0] == '?' ? 1 : STEP_ENDLESS;
		return;
	}
	for (; quantifier.at[at] != '}'; at++) {
		if (quantifier.at[at] == ',')
			bound = 1;
		else
			bounds[bound] = sum(times(bounds[bound], 10), (uint32_t)(quantifier.at[at] - '0'));
	}
	*least = bounds[0];
	*most = !bound ? bounds[0] : quantifier.at[at - 1] == ',' ? STEP_ENDLESS : bounds[1];
}

static struct step node_step(const struct node *node, const struct reading *reading);

/* The whole sequence as one step. */
static struct step sequence_step(const struct node *node, const struct reading *reading)
{
	struct step all = { .least = 0 };
	for (; node; node = node->next) {
		struct step step = node_step(node, reading);
		all.least = sum(all.least, step.least);
		all.most = sum(all.most, step.most);
		unite(&all, &step);
	}
	return all;
}

static struct step node_step(const struct node *node, const struct reading *reading)
{
	struct step step = { .least = 0 };
	if (node->kind == NODE_EMPTY)
		return step;
	if (node->kind == NODE_BYTES) {
		step.least = step.most = (uint32_t)node->bytes.len;
		add_bytes(step.set, node->bytes);
	} else if (node->kind == NODE_GROUP) {
		step.least = STEP_ENDLESS;
		for (const struct branch *branch = node->branches; branch; branch = branch->next) {
			struct step one = sequence_step(branch->first, reading);
			step.least = one.least < step.least ? one.least : step.least;
			step.most = one.most > step.most ? one.most : step.most;
			unite(&step, &one);
		}
	} else if (reading->members && reading->members(reading->context, node->text, step.set)) {
		step.least = step.most = 1;
	} else {
		/* a reference, or something that nobody can tell: any bytes */
		memset(step.set, 0xFF, sizeof step.set);
		step.most = STEP_ENDLESS;
	}
	if (node->quantifier.len) {
		uint32_t least, most;
		read_quantifier(node->quantifier, &least, &most);
		step.least = times(step.least, least);
		step.most = times(step.most, most);
	}
	return step;
}

static const struct step *steps_behind(const struct step *before, const struct node *node, const struct reading *reading)
{
	if (node->kind == NODE_GROUP && node->quantifier.len == 0 && !node->branches->next) {
		for (const struct node *inner = node->branches->first; inner; inner = inner->next)
			before = steps_behind(before, inner, reading);
		return before;
	}
	struct step step = node_step(node, reading);
	if (step.most == 0)
		return before;
	struct step *last = arena_take(reading->arena, sizeof *last);
	*last = step;
	last->before = before;
	return last;
}

/* The steps of a part and behind them, that is farther from the literal, those of what is around it. */
static const struct step *steps_joined(const struct step *inner, const struct step *outer, const struct reading *reading)
{
	const struct step *first = outer, **end = &first;
	for (; inner; inner = inner->before) {
		struct step *copy = arena_take(reading->arena, sizeof *copy);
		*copy = *inner;
		copy->before = outer;
		*end = copy;
		end = &copy->before;
	}
	return first;
}

/* ---- literals ---- */

/* How much it says that one of the strings is there: nothing if one of them is very short. */
static size_t worth(struct literals strings, const struct reading *reading)
{
	size_t lightest = SAYS_ALL, bits = 0;
	for (size_t i = 0; i < strings.count; i++) {
		size_t weight = weight_of(strings.at[i].text);
		lightest = weight < lightest ? weight : lightest;
	}
	if (strings.count == 0 || lightest < (reading->light ? SAYS_A_PLACE : SAYS_SOMETHING))
		return 0;
	for (size_t n = strings.count; n > 1; n /= 2)
		bits++;
	return 100 + lightest * 3 - bits * 4;
}

static struct literals better(struct literals one, struct literals other, const struct reading *reading)
{
	return worth(other, reading) > worth(one, reading) ? other : one;
}

static struct literals single(struct slice string, const struct reading *reading)
{
	struct literals one = { arena_take(reading->arena, sizeof *one.at), 1 };
	one.at[0].text = string;
	return one;
}

/* Every string of the one with every string of the other behind it; count 0 where that are too many. */
static struct literals product(struct literals one, struct literals other, const struct reading *reading)
{
	struct literals all = { NULL, 0 };
	if (one.count * other.count > MOST_MADE)
		return all;
	all.at = arena_take(reading->arena, one.count * other.count * sizeof *all.at);
	for (size_t i = 0; i < one.count; i++)
		for (size_t k = 0; k < other.count; k++) {
			struct slice head = one.at[i].text, tail = other.at[k].text;
			char *joined = arena_take(reading->arena, head.len + tail.len + 1);
			if (head.len)
				memcpy(joined, head.at, head.len);
			if (tail.len)
				memcpy(joined + head.len, tail.at, tail.len);
			all.at[all.count++].text = (struct slice){ joined, head.len + tail.len };
		}
	return all;
}

/* The same strings, with something that stands before all of them. */
static struct literals behind(struct literals strings, const struct step *before, const struct reading *reading)
{
	struct literals all = { arena_take(reading->arena, (strings.count + 1) * sizeof *all.at), strings.count };
	for (size_t i = 0; i < strings.count; i++)
		all.at[i] = (struct literal){ strings.at[i].text, steps_joined(strings.at[i].before, before, reading) };
	return all;
}

typedef LIST(struct literal) literal_list;

/* The strings of one more branch; false, and the list is of no use, where they become too many or there are none. */
static bool add_all(literal_list *all, struct literals strings, const struct reading *reading)
{
	if (strings.count == 0 || all->len + strings.count > MOST_STRINGS)
		return false;
	for (size_t i = 0; i < strings.count; i++)
		*list_add(reading->arena, all) = strings.at[i];
	return true;
}

static struct slice lowered(struct slice bytes, struct arena *arena)
{
	char *low = arena_take(arena, bytes.len + 1);
	for (size_t i = 0; i < bytes.len; i++)
		low[i] = (char)lower((unsigned char)bytes.at[i]);
	return (struct slice){ low, bytes.len };
}

/* A class of few bytes is a list of them. */
static struct taken class_taken(const struct node *node, const struct reading *reading)
{
	unsigned char set[STEP_SET] = { 0 };
	literal_list list = { 0 };
	if (!reading->members || !reading->members(reading->context, node->text, set))
		return (struct taken){ .exact = false };
	for (unsigned byte = 0; byte < 256; byte++) {
		if (!(set[byte / 8] >> byte % 8 & 1) || lower((unsigned char)byte) != byte)
			continue;
		if (list.len == MOST_MEMBERS)
			return (struct taken){ .exact = false };
		char *one = arena_take(reading->arena, 2);
		one[0] = (char)byte;
		list_add(reading->arena, &list)->text = (struct slice){ one, 1 };
	}
	return (struct taken){ .exact = list.len > 0, .strings = { list.at, list.len } };
}

static bool looks_ahead(const struct node *node)
{
	return node->branches && node->quantifier.len == 0 && node->text.len == 3 && node->text.at[2] == '=';
}

/* What must follow a place for an assertion to hold there. */
static struct literals ahead_taken(const struct node *node, const struct reading *reading)
{
	struct taken taken = branches_taken(node->branches, reading);
	return taken.exact ? better(taken.inside, taken.strings, reading) : taken.inside;
}

static struct taken node_taken(const struct node *node, const struct reading *reading)
{
	struct taken taken = { .exact = false };
	if (node->kind == NODE_EMPTY) {
		taken = (struct taken){ .exact = true, .strings = single((struct slice){ "", 0 }, reading) };
	} else if (node->kind == NODE_BYTES) {
		taken = (struct taken){ .exact = true, .strings = single(lowered(node->bytes, reading->arena), reading) };
	} else if (node->kind == NODE_GROUP) {
		taken = branches_taken(node->branches, reading);
	} else if (reading->light) {
		taken = class_taken(node, reading);
	}
	if (node->kind == NODE_EMPTY || node->quantifier.len == 0)
		return taken;
	if (node->optional && node->quantifier.at[0] == '?' && taken.exact) {
		literal_list with = { 0 };
		taken.exact = add_all(&with, taken.strings, reading) && add_all(&with, single((struct slice){ "", 0 }, reading), reading);
		taken.strings = (struct literals){ with.at, with.len };
		taken.inside.count = 0;
		return taken;
	}
	/* again and again: what is in it once is in it, unless it may not be there at all */
	taken.inside = node->optional ? (struct literals){ NULL, 0 } : better(taken.inside, taken.exact ? taken.strings : taken.inside, reading);
	taken.exact = false;
	return taken;
}

static bool all_say_enough(struct literals strings)
{
	for (size_t i = 0; i < strings.count; i++)
		if (weight_of(strings.at[i].text) < SAYS_ENOUGH)
			return false;
	return true;
}

static bool is_nothing(struct literals strings)
{
	return strings.count == 1 && strings.at[0].text.len == 0;
}

static struct taken sequence_taken(const struct node *node, const struct reading *reading)
{
	struct literals nothing = single((struct slice){ "", 0 }, reading), current = nothing, best = { NULL, 0 };
	const struct step *before = NULL, *before_current = NULL;
	bool exact = true;
	for (; node; node = node->next) {
		if (node->kind == NODE_EMPTY) {
			if (reading->light && looks_ahead(node))
				best = better(best, behind(ahead_taken(node, reading), before, reading), reading);
			continue;
		}
		struct taken taken = node_taken(node, reading);
		struct literals joined = { NULL, 0 };
		const struct step *before_node = before;
		before = steps_behind(before, node, reading);
		if (taken.exact && is_nothing(current))
			joined = taken.strings;
		else if (taken.exact && !all_say_enough(current))
			joined = product(current, taken.strings, reading);
		if (joined.count) {
			current = joined;
			if (reading->light)
				best = better(best, behind(taken.inside, before_node, reading), reading);
			continue;
		}
		best = better(best, behind(current, before_current, reading), reading);
		best = better(best, behind(taken.inside, before_node, reading), reading);
		current = taken.exact ? taken.strings : nothing;
		before_current = taken.exact ? before_node : before;
		exact = false;
	}
	return (struct taken){
		.exact = exact, .strings = current, .inside = better(best, behind(current, before_current, reading), reading)
	};
}

static struct taken branches_taken(const struct branch *branches, const struct reading *reading)
{
	literal_list strings = { 0 }, inside = { 0 };
	bool exact = true, known = true;
	for (const struct branch *branch = branches; branch && (exact || known); branch = branch->next) {
		struct taken taken = sequence_taken(branch->first, reading);
		exact = exact && taken.exact && add_all(&strings, taken.strings, reading);
		known = known && worth(taken.inside, reading) && add_all(&inside, taken.inside, reading);
	}
	return (struct taken){
		.exact = exact, .strings = { strings.at, strings.len }, .inside = { inside.at, known ? inside.len : 0 }
	};
}

/* ---- */

struct literals tree_literals(const struct tree *tree, struct arena *arena, tree_members members, void *context, bool light)
{
	struct reading reading = { arena, members, context, light };
	struct taken taken = branches_taken(tree->branches, &reading);
	return worth(taken.inside, &reading) ? taken.inside : (struct literals){ NULL, 0 };
}
