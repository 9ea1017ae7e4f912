/* weights.c: see weights.h. In go the claim rules of a language and its weights.table; out come numbers. */
#include "find/weights.h"

#include <stdlib.h>

static const char *const sum_names[WEIGHT_SUMS] = { "factual", "causal", "comparative", "predictive", "evaluative", "checkable" };

static const char *const feature_names[FEATURES] = {
	"bias", "figure", "second-figure", "amount", "date", "change", "source", "quoted", "question", "exclamation",
	"short", "long", "first-paragraph", "last-paragraph", "last-sentence", "names", "recommends"
};

/* ---- private from here ---- */

static void weight_describe(struct weight *weight, struct arena *arena, const char *first)
{
	weight->effect = weight->none ? "no claim" : weight->hedged ? "hedged" : weight->negated ? "negated" : first;
	for (size_t i = 0; i < WEIGHT_SUMS; i++)
		if (weight->of[i] != 0)
			weight->effect = arena_format(arena, "%s%s%s %+g", weight->effect, *weight->effect ? " " : "", sum_names[i], weight->of[i]);
}

static bool field_is(const struct rule *rule, const char *key, const char *value)
{
	const char *said = rule_get(rule, key);
	return said && strcmp(said, value) == 0;
}

static void weight_read_rule(struct weight *weight, const struct rule *rule)
{
	for (size_t i = 0; i < WEIGHT_SUMS; i++)
		weight->of[i] = rule_weight(rule, sum_names[i]);
	weight->hedged = field_is(rule, "hedged", "true");
	weight->negated = field_is(rule, "negated", "true");
	weight->none = field_is(rule, "claim", "no");
	weight->also = field_is(rule, "also", "yes");
}

/* One column of a row: "factual=1.5". */
static void weight_read_column(struct weight *weight, struct arena *arena, struct slice column)
{
	struct slice name;
	if (!slice_split(&name, &column, '=') || !column.at)
		return;
	for (size_t i = 0; i < WEIGHT_SUMS; i++)
		if (slice_is(name, sum_names[i]))
			weight->of[i] = strtod(arena_string(arena, column), NULL);
}

/* ---- */

const char *feature_name(enum feature feature)
{
	return feature_names[feature];
}

const void *weights_make(struct arena *arena, const struct language *language)
{
	struct weights *weights = arena_take(arena, sizeof *weights);
	const struct rule *const *rules;
	size_t count = language_rules(language, &rules);
	weights->rules = arena_take(arena, (count + 1) * sizeof *weights->rules);
	for (size_t i = 0; i < count; i++) {
		struct weight *weight = &weights->rules[rules[i]->number];
		weight_read_rule(weight, rules[i]);
		weight_describe(weight, arena, rules[i]->kind == RULE_ATTRIBUTION ? "voice source" : "");
	}
	const struct table *table = language_table(language, "weights");
	for (size_t i = 0; table && i < table->len; i++)
		for (size_t feature = 0; feature < FEATURES; feature++)
			if (slice_is(row_column(&table->rows[i], 0), feature_names[feature]))
				for (size_t column = 1; column < table->rows[i].count; column++)
					weight_read_column(&weights->features[feature], arena, row_column(&table->rows[i], column));
	for (size_t feature = 0; feature < FEATURES; feature++)
		weight_describe(&weights->features[feature], arena, "");
	return weights;
}
