/* tree.c: a pattern taken apart: the literals it cannot match without, and the same pattern with lists made trees. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "engine/tree.h"

static struct arena arena;

static int open_arena(void **state)
{
	(void)state;
	arena_init(&arena);
	return 0;
}

static int close_arena(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

static struct tree *tree_of(const char *text)
{
	struct pattern *pattern = arena_take(&arena, sizeof *pattern);
	pattern->len = strlen(text);
	pattern->bytes = (unsigned char *)arena_string(&arena, slice_from(text));
	return tree_parse(&arena, pattern);
}

static const char *literals_of(const char *text)
{
	struct tree *tree = tree_of(text);
	if (!tree)
		return "left alone";
	struct literals literals = tree_literals(tree, &arena, NULL, NULL, false);
	const char *joined = "";
	for (size_t i = 0; i < literals.count; i++)
		joined = arena_format(&arena, "%s%s%.*s", joined, i ? "|" : "", (int)literals.at[i].text.len, literals.at[i].text.at);
	return joined;
}

static const char *written(const char *text)
{
	struct tree *tree = tree_of(text);
	struct pattern pattern;
	if (!tree)
		return "left alone";
	pattern_init(&pattern);
	tree_write(&pattern, tree);
	const char *result = arena_string(&arena, (struct slice){ (const char *)pattern.bytes, pattern.len });
	pattern_release(&pattern);
	return result;
}

static void the_literals_of_a_list_of_words_are_the_words(void **state)
{
	(void)state;
	assert_string_equal(literals_of("\\b(?:shame|scandal|Disgrace)\\b"), "shame|scandal|disgrace");
	assert_string_equal(literals_of("scandals?"), "scandal");
	assert_string_equal(literals_of("cads?"), "cads|cad");
	assert_string_equal(literals_of("disgrac(?:e|eful|ed by [a-z]+)"), "disgrac");
}

static void what_may_be_absent_is_no_literal(void **state)
{
	(void)state;
	assert_string_equal(literals_of("(?:very )?unfair"), "very unfair|unfair");
	assert_string_equal(literals_of("(?:very )*unfair"), "unfair");
	assert_string_equal(literals_of("[a-z]+|unfair"), "");
	assert_string_equal(literals_of("(?:unfair|)"), "");
	assert_string_equal(literals_of("(?:unfair)?"), "");
	assert_string_equal(literals_of("(?:unfair){0,3}x"), "");
	assert_string_equal(literals_of("(?:unfair)+x"), "unfair");
	assert_string_equal(literals_of("unfa[il]r"), "unfa");
}

static void assertions_take_nothing_and_say_nothing(void **state)
{
	(void)state;
	assert_string_equal(literals_of("un(?=certain)fair"), "unfair");
	assert_string_equal(literals_of("(?<!very )un\\bfair"), "unfair");
	assert_string_equal(literals_of("(?!unfair)\\w+"), "");
}

static void it_is_known_what_stands_before_a_literal(void **state)
{
	(void)state;
	struct literals literals = tree_literals(tree_of("a(?: b|cd){1,2}(?=x)unfair"), &arena, NULL, NULL, false);
	assert_int_equal(literals.count, 1);
	const struct step *step = literals.at[0].before;
	assert_int_equal(step->least, 2);
	assert_int_equal(step->most, 4);
	assert_true(step->set['b' / 8] >> 'b' % 8 & 1);
	assert_true(step->set['B' / 8] >> 'B' % 8 & 1);
	assert_false(step->set['a' / 8] >> 'a' % 8 & 1);
	assert_int_equal(step->before->least, 1);
	assert_int_equal(step->before->most, 1);
	assert_null(step->before->before);
	assert_null(tree_literals(tree_of("\\bunfair"), &arena, NULL, NULL, false).at[0].before);
	assert_int_equal(tree_literals(tree_of("[a-z]*unfair"), &arena, NULL, NULL, false).at[0].before->most, STEP_ENDLESS);
}

static void to_say_where_a_letter_is_enough_and_so_is_what_must_follow(void **state)
{
	(void)state;
	struct literals literals = tree_literals(tree_of("\\w(?=y)"), &arena, NULL, NULL, true);
	assert_int_equal(literals.count, 1);
	assert_int_equal(literals.at[0].text.len, 1);
	assert_non_null(literals.at[0].before);
	assert_int_equal(tree_literals(tree_of("\\w(?!y)"), &arena, NULL, NULL, true).count, 0);
}

static struct facts facts_of(const char *text)
{
	return tree_facts(tree_of(text), &arena, NULL, NULL);
}

static bool has_byte(const unsigned char *set, char byte)
{
	return set[(unsigned char)byte / 8] >> (unsigned char)byte % 8 & 1;
}

static void the_edges_of_a_text_tell_where_a_pattern_has_nothing_to_do(void **state)
{
	(void)state;
	struct facts facts = facts_of("(?:^(?!.{240}) *+)(?:-?(?:cat|Dog)s?)(?:!*+$)");
	assert_true(facts.anchored && facts.bound == 240);
	assert_true(facts.opened && has_byte(facts.first, 'C') && has_byte(facts.first, 'd'));
	assert_false(has_byte(facts.first, 's') || has_byte(facts.first, '-'));
	assert_true(facts.closed && has_byte(facts.last, '!') && has_byte(facts.last, 't') && has_byte(facts.last, 'G') && has_byte(facts.last, 's'));
	assert_false(has_byte(facts.last, 'a') || has_byte(facts.last, '-'));
	/* every branch must begin and end so */
	assert_false(facts_of("^a|b").anchored);
	assert_false(facts_of("a$|b").closed);
	assert_int_equal(facts_of("^(?!.{9})a|^b").bound, 0);
	/* what may be nothing, or a class that nobody knows, tells nothing */
	assert_false(facts_of("^a?$").closed);
	assert_false(facts_of("^(?:a|-)").opened);
	assert_true(has_byte(facts_of("^[ab]c").first, 'z'));
	assert_true(facts_of("^-*c").opened);
}

static void small_choices_are_multiplied_out(void **state)
{
	(void)state;
	assert_string_equal(literals_of("(?:is|are) (?:a|an)"), "is a|is an|are a|are an");
	assert_string_equal(literals_of("(?:a|an) (?:thing|person)"), "a thing|a person|an thing|an person");
}

static void short_literals_say_nothing(void **state)
{
	(void)state;
	assert_string_equal(literals_of("a|the"), "");
	assert_string_equal(literals_of("\\d+ o"), "");
	assert_string_equal(literals_of("it is"), "it is");
	assert_string_equal(literals_of("[[:digit:]]it is"), "it is");
}

static void lists_become_trees(void **state)
{
	(void)state;
	assert_string_equal(written("cat|dog|cow"), "c(?:at|ow)|dog");
	assert_string_equal(written("\\b(?:cats|dog|catch|car)\\b"), "\\b(?:c(?:a(?:t(?:s|ch)|r))|dog)\\b");
	assert_string_equal(written("(?<who>Cat|cow)x"), "(?<who>C(?:at|ow))x");
	assert_string_equal(written("c\\.x|c\\-y|\\.z"), "c(?:\\.x|\\-y)|\\.z");
}

static void branches_that_do_not_exclude_each_other_keep_their_order(void **state)
{
	(void)state;
	assert_string_equal(written("ab|a|b|ac"), "a(?:b||c)|b");
	assert_string_equal(written("cat|[a-z]|cow|dog"), "cat|[a-z]|cow|dog");
	assert_string_equal(written("ca|c?b|co"), "ca|c?b|co");
	assert_string_equal(written("cat+|cow"), "c(?:at+|ow)");
}

static void what_counts_lengths_cases_or_groups_stays(void **state)
{
	(void)state;
	assert_string_equal(written("(?<=cat|cow|ca)x"), "(?<=cat|cow|ca)x");
	assert_string_equal(written("(?<=c(?:at|ow))x|xy"), "(?<=c(?:at|ow))x|xy");
	assert_string_equal(written("(?-i:Cat|cow|(?:Cup|cut))"), "(?-i:Cat|cow|(?:Cup|cut))");
	assert_string_equal(written("(c)at|(c)ow|cat|cow\\1"), "(c)at|(c)ow|cat|cow\\1");
	assert_string_equal(written("cat|(?i)cow"), "left alone");
	assert_string_equal(written("(*COMMIT)cat|cow"), "left alone");
}

/* ---- any pattern matches the same ---- */

static unsigned seed = 3;

static unsigned chance(unsigned of)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 16) % of;
}

static void random_pattern(char *to, unsigned depth)
{
	static const char *const items[] = { "a", "b", "c", "ab", "bc", "[ab]", "c?", "a+", "B", "\\.", "b{1,2}", "(?=a)", "(?<=b)" };
	to[0] = '\0';
	unsigned branches = 1 + chance(4);
	for (unsigned i = 0; i < branches; i++) {
		if (i)
			strcat(to, "|");
		for (unsigned n = chance(4); n > 0; n--) {
			char inside[2048];
			if (depth == 0 || chance(4)) {
				strcat(to, items[chance(sizeof items / sizeof *items)]);
				continue;
			}
			random_pattern(inside, depth - 1);
			if (strlen(to) + strlen(inside) > 500)
				continue;
			strcat(to, (const char *const[]){ "(?:", "(", "(?>" }[chance(3)]);
			strcat(to, inside);
			strcat(to, (const char *const[]){ ")", ")", ")?", "){2}" }[chance(4)]);
		}
	}
}

static pcre2_code *compile(const char *pattern)
{
	int error;
	PCRE2_SIZE place;
	return pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED, PCRE2_CASELESS, &error, &place, NULL);
}

static void any_pattern_matches_the_same_as_its_tree(void **state)
{
	size_t matched = 0, changed = 0;
	(void)state;
	for (int i = 0; i < 4000; i++) {
		char pattern[4096];
		random_pattern(pattern, 2);
		const char *tree = written(pattern);
		pcre2_code *one = compile(pattern), *other = compile(tree);
		if (!one)
			continue;
		if (!other)
			fail_msg("%s became %s", pattern, tree);
		changed += strcmp(pattern, tree) != 0;
		pcre2_match_data *first = pcre2_match_data_create(1, NULL), *second = pcre2_match_data_create(1, NULL);
		for (int k = 0; k < 20; k++) {
			char text[16];
			size_t len = chance(12);
			for (size_t n = 0; n < len; n++)
				text[n] = "abcABC."[chance(7)];
			int found = pcre2_match(one, (PCRE2_SPTR)text, len, 0, 0, first, NULL);
			int again = pcre2_match(other, (PCRE2_SPTR)text, len, 0, 0, second, NULL);
			assert_int_equal(found < 0, again < 0);
			if (found < 0)
				continue;
			const PCRE2_SIZE *a = pcre2_get_ovector_pointer(first), *b = pcre2_get_ovector_pointer(second);
			if (a[0] != b[0] || a[1] != b[1])
				fail_msg("%s became %s: other matches in %.*s", pattern, tree, (int)len, text);
			matched += a[1] > a[0];
		}
		pcre2_match_data_free(first);
		pcre2_match_data_free(second);
		pcre2_code_free(one);
		pcre2_code_free(other);
		arena_clear(&arena);
	}
	assert_true(matched > 10000);
	assert_true(changed > 500);
}

#define test(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)

int main(void)
{
	const struct CMUnitTest tests[] = {
		test(the_literals_of_a_list_of_words_are_the_words),
		test(what_may_be_absent_is_no_literal),
		test(assertions_take_nothing_and_say_nothing),
		test(it_is_known_what_stands_before_a_literal),
		test(to_say_where_a_letter_is_enough_and_so_is_what_must_follow),
		test(the_edges_of_a_text_tell_where_a_pattern_has_nothing_to_do),
		test(small_choices_are_multiplied_out),
		test(short_literals_say_nothing),
		test(lists_become_trees),
		test(branches_that_do_not_exclude_each_other_keep_their_order),
		test(what_counts_lengths_cases_or_groups_stays),
		test(any_pattern_matches_the_same_as_its_tree),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
