/* rulebook.c: `saseol rules` and `saseol check`: what the rules are, and whether their examples hold. */
#include "cli/rulebook.h"

#include <stdio.h>

#include "base/out.h"
#include "clean/clean.h"
#include "cli/check.h"
#include "engine/rules.h"

/* ---- private from here ---- */

static void print_lines(struct out *out, const char *word, const struct slice *lines, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		out_format(out, "  %-14s ", word);
		out_slice(out, lines[i]);
		out_char(out, '\n');
	}
}

static void print_example(struct out *out, const struct example *example)
{
	static const char *const verdicts[] = {
		[EXAMPLE_YES] = "yes", [EXAMPLE_NO] = "no", [EXAMPLE_GAP] = "gap", [EXAMPLE_SLIP] = "slip"
	};
	if (example->title.len)
		print_lines(out, "title", &example->title, 1);
	if (example->before.len)
		print_lines(out, "before", &example->before, 1);
	out_format(out, "  %-14s ", verdicts[example->verdict]);
	out_slice(out, example->text);
	if (example->fields.len) {
		out_string(out, " => ");
		out_slice(out, example->fields);
	}
	out_char(out, '\n');
}

static void print_rule(struct out *out, const struct rule *rule)
{
	out_format(out, "%s\n", rule->id);
	if (rule->about)
		out_format(out, "  %s\n", rule->about);
	out_format(out, "  %-14s %s\n", "kind", rule_kind_name(rule->kind));
	out_format(out, "  %-14s %s:%u\n", "file", rule->file, rule->line);
	for (size_t i = 0; i < rule->fields.len; i++)
		out_format(out, "  %-14s %s=%s\n", "set", rule->fields.at[i].key, rule->fields.at[i].value);
	print_lines(out, "need", rule->needs.at, rule->needs.len);
	print_lines(out, "find", rule->finds.at, rule->finds.len);
	print_lines(out, "unless", rule->unlesses.at, rule->unlesses.len);
	for (size_t i = 0; i < rule->examples.len; i++)
		print_example(out, &rule->examples.at[i]);
}

static bool is_wanted(const struct rule *rule, const char *wanted)
{
	return !wanted || strncmp(rule->id, wanted, strlen(wanted)) == 0;
}

static void print_line(struct out *out, const struct rule *rule)
{
	out_format(out, "%-40s %-14s %s\n", rule->id, rule_kind_name(rule->kind), rule->about ? rule->about : "");
}

static size_t print_rules(struct out *out, const struct rules *rules, const char *wanted)
{
	const struct rule *exact = wanted ? rules_find(rules, wanted) : NULL;
	size_t count = 0;
	if (exact) {
		print_rule(out, exact);
		return 1;
	}
	for (size_t i = 0; i < rules->languages.len; i++) {
		const struct rule *const *list;
		size_t len = language_rules(rules->languages.at[i], &list);
		for (size_t k = 0; k < len; k++) {
			if (!is_wanted(list[k], wanted))
				continue;
			print_line(out, list[k]);
			count++;
		}
	}
	for (size_t n = 0; choose_rule(n); n++) {
		if (!is_wanted(choose_rule(n), wanted))
			continue;
		print_line(out, choose_rule(n));
		count++;
	}
	return count;
}

static int tell_rules(struct options *options, struct out *out, struct arena *arena, struct error *error)
{
	struct rules rules;
	const char *wanted = options->operand_count ? options->operands[0] : NULL;
	if (!rules_load(&rules, arena, options->rules, error))
		return 2;
	if (print_rules(out, &rules, wanted) || !wanted)
		return 0;
	error_set(error, ERROR_USAGE, "there is no rule \"%s\"", wanted);
	return 2;
}

static int tell_check(struct options *options, struct out *out, struct arena *arena, struct error *error)
{
	struct rules rules;
	if (!rules_load(&rules, arena, options->rules, error) || !rules_compile(&rules, error))
		return 2;
	return check_rules(out, &rules, options->operand_count ? options->operands[0] : NULL) ? 0 : 4;
}

static int with_arena(int (*tell)(struct options *, struct out *, struct arena *, struct error *),
                      struct options *options, struct out *out, struct error *error)
{
	struct arena arena;
	arena_init(&arena);
	if (!ARENA_GUARD(&arena)) {
		arena_release(&arena);
		error_set(error, ERROR_MEMORY, "out of memory");
		return 3;
	}
	int status = tell(options, out, &arena, error);
	ARENA_UNGUARD(&arena);
	arena_release(&arena);
	return status;
}

/* ---- */

int run_rules(struct options *options, struct out *out, struct error *error)
{
	return with_arena(tell_rules, options, out, error);
}

int run_check(struct options *options, struct out *out, struct error *error)
{
	return with_arena(tell_check, options, out, error);
}
