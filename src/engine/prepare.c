/* prepare.c: what the rules need is made ready: the literals that their patterns cannot match without, and
 * where there are none to be seen in a pattern those that the rule names.
 *
 * What you would not guess: for the built-in rules it is done when the program is built (ready.c); it is here, on the
 * first text, only for a user's. */
#include "engine/book.h"
#include "engine/translation.h"
#include "engine/tree.h"

/* The weight of a need: two letters, three jamo, a sign. */
enum { SAYS_SOMETHING = 8, STEP_HEADS = 4096, MOST_STEPS = 8, FEW_LASTS = 24 };

/* What was asked of a class already. */
struct members {
	struct slice text;
	unsigned char set[STEP_SET];
	bool known;
};

struct preparation {
	struct compiler *compiler;
	struct arena arena;             /* of the list */
	struct arena scratch;           /* of one pattern */
	struct pattern pattern;         /* of the cue that is looked at */
	struct pattern literals;        /* of all rules, one behind the other */
	LIST(struct need) list;
	LIST(struct need_step) steps;
	uint32_t heads[STEP_HEADS];     /* of chains of steps that hash alike: number plus 1 */
	LIST(uint32_t) chains;          /* by number of step: the next in its chain */
	LIST(struct members) members;
	uint64_t *placed;               /* see struct needs */
	struct facts *facts;
	struct need_counts *counts;
};

/* ---- private from here ---- */

static bool bad_need(const struct rule *rule, const char *problem, struct slice need, struct error *error)
{
	return error_set(error, ERROR_RULE, "%s:%u: %s, in need \"%.*s\"", rule->file, rule->compiled->need_line, problem,
	                 (int)(need.len < 80 ? need.len : 80), need.at);
}

static struct need *add_literal(struct preparation *preparation, size_t at, size_t len, const struct rule *rule)
{
	struct need *need = list_add(&preparation->arena, &preparation->list);
	*need = (struct need){
		.at = (uint32_t)at, .len = (uint16_t)len, .rule = (uint32_t)rule_bit(rule), .asked = (uint16_t)rule->compiled->asked,
		.classes = (uint8_t)need_classes(rule->compiled->asked, rule->language->number), .calls = true
	};
	return need;
}

/* tree_members: every class is asked for once. */
static bool members(void *context, struct slice text, unsigned char set[STEP_SET])
{
	struct preparation *preparation = context;
	struct members *asked = preparation->members.at, *end = asked + preparation->members.len;
	while (asked < end && !slice_equal(asked->text, text))
		asked++;
	if (asked == end) {
		bool reference = text.at[0] == '\\' && text.len > 1 && (is_ascii_digit(text.at[1]) || strchr("kgRXQEK", text.at[1]));
		asked = list_add(&preparation->arena, &preparation->members);
		asked->text = (struct slice){ arena_string(&preparation->arena, text), text.len };
		asked->known = !reference && compiler_members(preparation->compiler, text, asked->set);
	}
	memcpy(set, asked->set, STEP_SET);
	return asked->known;
}

/* The number of a step like this one, plus 1. */
static uint32_t step_number(struct preparation *preparation, const struct need_step *step)
{
	uint32_t h = step->next * 31u + step->least * 7u + step->most;
	for (size_t i = 0; i < sizeof step->set; i++)
		h = (h ^ step->set[i]) * 0x01000193u;
	uint32_t *head = &preparation->heads[(h >> 12) % STEP_HEADS];
	for (uint32_t n = *head; n; n = preparation->chains.at[n - 1])
		if (memcmp(&preparation->steps.at[n - 1], step, sizeof *step) == 0)
			return n;
	*list_add(&preparation->arena, &preparation->steps) = *step;
	*list_add(&preparation->arena, &preparation->chains) = *head;
	*head = (uint32_t)preparation->steps.len;
	return *head;
}

/* The steps before a literal, the nearest first; all that are far away become one. */
static uint32_t keep_steps(struct preparation *preparation, const struct step *step)
{
	struct need_step steps[MOST_STEPS];
	size_t count = 0;
	uint32_t number = 0;
	for (; step; step = step->before) {
		if (count < MOST_STEPS)
			memset(&steps[count++], 0, sizeof *steps);
		struct need_step *last = &steps[count - 1];
		uint32_t least = last->least + step->least, most = last->most + step->most;
		last->least = (uint16_t)(least < STEP_ENDLESS ? least : STEP_ENDLESS);
		last->most = (uint16_t)(most < STEP_ENDLESS ? most : STEP_ENDLESS);
		for (size_t i = 0; i < STEP_SET; i++)
			last->set[i] |= step->set[i];
	}
	while (count) {
		steps[--count].next = number;
		number = step_number(preparation, &steps[count]);
	}
	return number;
}

/* Takes literals out of the list: those from one place to another. */
static void forget(struct preparation *preparation, size_t from, size_t to)
{
	struct need *list = preparation->list.at;
	memmove(list + from, list + to, (preparation->list.len - to) * sizeof *list);
	preparation->list.len -= to - from;
}

/* The needs as written; false with the error where one is wrong. */
static bool written_needs(struct preparation *preparation, const struct rule *rule, struct error *error)
{
	struct pattern *literals = &preparation->literals;
	for (size_t i = 0; i < rule->needs.len; i++) {
		struct slice need = rule->needs.at[i];
		struct pattern_problem problem;
		size_t at = literals->len;
		/* quotes keep the blanks at its edges */
		if (need.len > 2 && need.at[0] == '"' && need.at[need.len - 1] == '"')
			need = (struct slice){ need.at + 1, need.len - 2 };
		if (!pattern_literal(literals, need, &problem))
			return bad_need(rule, problem.message, rule->needs.at[i], error);
		if (need_weight(literals->bytes + at, literals->len - at) < SAYS_SOMETHING || literals->len - at > UINT16_MAX)
			return bad_need(rule, "a letter or an open syllable alone selects nothing", rule->needs.at[i], error);
		add_literal(preparation, at, literals->len - at, rule);
	}
	return true;
}

static size_t count_bits(const unsigned char set[STEP_SET])
{
	size_t count = 0;
	for (size_t i = 0; i < STEP_SET; i++)
		count += (size_t)__builtin_popcount(set[i]);
	return count;
}

/* The literals that one pattern cannot match without; false where there are none, or none that say more than where. */
static bool cue_needs(struct preparation *preparation, const struct cue *cue, const struct rule *rule)
{
	struct literals found = { NULL, 0 };
	struct facts *facts = &preparation->facts[cue->number];
	volatile bool light = false;            /* a failure jumps back over it */
	preparation->pattern.len = 0;
	if (!cue_translate(&preparation->pattern, cue, rule, &(struct error){ ERROR_NONE, "" }))
		return false;
	arena_clear(&preparation->scratch);
	if (!ARENA_GUARD(&preparation->scratch))
		return false;
	struct tree *tree = tree_parse(&preparation->scratch, &preparation->pattern);
	if (tree) {
		found = tree_literals(tree, &preparation->scratch, members, preparation, false);
		*facts = tree_facts(tree, &preparation->scratch, members, preparation);
	}
	/* where what begins with the text may match is known, and what ends with it in few ways is seldom tried */
	if (tree && !found.count && !facts->anchored && !(facts->closed && count_bits(facts->last) <= FEW_LASTS)) {
		light = true;
		found = tree_literals(tree, &preparation->scratch, members, preparation, true);
	}
	for (size_t k = 0; k < found.count; k++) {
		struct slice text = found.at[k].text;
		struct need *need = add_literal(preparation, preparation->literals.len, text.len, rule);
		need->cue = (uint32_t)cue->number;
		need->before = keep_steps(preparation, found.at[k].before);
		need->places = true;
		need->anchored = facts->anchored;
		need->calls = !light;
		pattern_put(&preparation->literals, text.at, text.len, 0);
	}
	if (found.count)
		preparation->placed[cue->number / 64] |= (uint64_t)1 << cue->number % 64;
	return found.count > 0 && !light;
}

/* Those of all patterns of a rule; false where one has none to be seen. */
static bool derived_needs(struct preparation *preparation, const struct rule *rule)
{
	bool all = rule->compiled->finds > 0;
	for (size_t i = 0; i < rule->compiled->finds; i++)
		all = cue_needs(preparation, &rule->compiled->cues.at[i], rule) && all;
	return all;
}

static bool prepare_rule(struct preparation *preparation, uint64_t *always, const struct rule *rule, struct error *error)
{
	size_t before = preparation->list.len, place = rule_bit(rule);
	bool written = !rule->compiled->always && written_needs(preparation, rule, error);
	size_t after = preparation->list.len;
	if (derived_needs(preparation, rule)) {
		/* those are sure: the written ones go */
		forget(preparation, before, after);
	} else {
		/* what was derived says where, and does no harm */
		for (size_t i = after; i < preparation->list.len; i++)
			preparation->list.at[i].speaks = true;
		if (!written)
			always[place / 64] |= (uint64_t)1 << place % 64;
	}
	return written || rule->compiled->always;
}

/* What the examples are made of is what texts are made of. */
static void count_examples(struct preparation *preparation, const struct rule *rule)
{
	struct view view;
	view_init(&view);
	for (size_t i = 0; i < rule->examples.len; i++)
		if (view_build(&view, rule->examples.at[i].text))
			need_count(preparation->counts, view.bytes, view.len);
	view_release(&view);
}

static bool prepare(struct preparation *preparation, const struct rules *rules, struct error *error)
{
	struct compiler *compiler = preparation->compiler;
	struct arena *own = &compiler->own;
	uint64_t *always = arena_take(own, (compiler->rule_count / 64 + 1) * sizeof *always);
	size_t cues = compiler->cue_count;
	preparation->placed = arena_take(own, (cues / 64 + 1) * sizeof *preparation->placed);
	preparation->facts = arena_take(own, (cues + 1) * sizeof *preparation->facts);
	preparation->counts = arena_take(&preparation->arena, sizeof *preparation->counts);
	bool good = true;
	for (size_t i = 0; i < rules->languages.len; i++) {
		const struct rulebook *book = rules->languages.at[i]->book;
		for (size_t k = 0; k < book->rules.len; k++) {
			good = prepare_rule(preparation, always, book->rules.at[k], error) && good;
			count_examples(preparation, book->rules.at[k]);
		}
	}
	if (preparation->literals.failed)
		return error_set(error, ERROR_MEMORY, "out of memory");
	struct need *list = arena_take(own, (preparation->list.len + 1) * sizeof *list);
	for (size_t i = 0; i < preparation->list.len; i++)
		list[i] = preparation->list.at[i];
	needs_make(&compiler->needs, own, list, preparation->list.len, preparation->literals.bytes, preparation->literals.len,
	           preparation->counts);
	struct need_step *steps = arena_take(own, (preparation->steps.len + 1) * sizeof *steps);
	for (size_t i = 0; i < preparation->steps.len; i++)
		steps[i] = preparation->steps.at[i];
	compiler->needs.steps = steps;
	compiler->needs.step_count = preparation->steps.len;
	compiler->needs.placed = preparation->placed;
	compiler->needs.facts = preparation->facts;
	compiler->needs.cues = cues;
	compiler->always = always;
	return good;
}

/* With the lock held. Where memory ends every rule runs always. */
static bool prepare_guarded(struct preparation *preparation, const struct rules *rules, struct error *error)
{
	if (!ARENA_GUARD(&preparation->compiler->own) || !ARENA_GUARD(&preparation->arena))
		return error_set(error, ERROR_MEMORY, "out of memory");
	bool good = prepare(preparation, rules, error);
	ARENA_UNGUARD(&preparation->compiler->own);
	return good;
}

/* ---- */

bool rules_prepare(const struct rules *rules, struct error *error)
{
	struct compiler *compiler = rules->languages.at[0]->book->compiler;
	bool good = true;
	if (atomic_load_explicit(&compiler->prepared, memory_order_acquire))
		return true;
	pthread_mutex_lock(&compiler->lock);
	if (atomic_load_explicit(&compiler->prepared, memory_order_relaxed)) {
		pthread_mutex_unlock(&compiler->lock);
		return true;
	}
	if (!ready_take(compiler, rules)) {
		struct preparation preparation = { .compiler = compiler };
		arena_init(&preparation.arena);
		arena_init(&preparation.scratch);
		pattern_init(&preparation.pattern);
		pattern_init(&preparation.literals);
		good = prepare_guarded(&preparation, rules, error);
		pattern_release(&preparation.pattern);
		pattern_release(&preparation.literals);
		arena_release(&preparation.scratch);
		arena_release(&preparation.arena);
	}
	atomic_store_explicit(&compiler->prepared, true, memory_order_release);
	pthread_mutex_unlock(&compiler->lock);
	return good;
}
