/* match.c: texts go in, hits come out, in order; whatever way they are looked for they are the same. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "bench.h"

#define PROOF "yes x\nno y\n"

static struct bench bench;

static void open_bench(const char *rules)
{
	bench_open(&bench, rules, NULL);
	if (!bench.loaded)
		fail_msg("%s", bench.error.message);
}

static int close_bench(void **state)
{
	(void)state;
	bench_close(&bench);
	return 0;
}

static void hits_come_in_order_of_place_then_of_rule(void **state)
{
	(void)state;
	open_bench("rule late\nkind claim\nneed cat\nfind cat\n" PROOF
	           "rule early\nkind recommendation\nneed dog | cat\nfind dog\nfind cat\n" PROOF);
	assert_string_equal(bench_find(&bench, "A dog, a CAT."), "early:dog late:CAT early:CAT");
	assert_int_equal(bench.hits.at[0].at.start, 2);
	assert_int_equal(bench.hits.at[0].at.stop, 5);
}

static void only_the_wanted_kinds_are_found(void **state)
{
	(void)state;
	open_bench("rule a\nkind claim\nneed cat\nfind cat\n" PROOF "rule b\nkind figure\nneed cat\nfind cat\n" PROOF);
	assert_string_equal(bench_find_sorts(&bench, "cat", 1u << RULE_FIGURE), "b:cat");
}

static void a_rule_without_one_of_its_needs_does_not_run(void **state)
{
	(void)state;
	open_bench("rule a\nkind claim\nneed cat | <1> | %\nfind .+\n" PROOF);
	assert_string_equal(bench_find(&bench, "a dog"), "");
	assert_string_equal(bench_find(&bench, "a cAt"), "a:a cAt");
	assert_string_equal(bench_find(&bench, "a %"), "a:a %");
	assert_string_equal(bench_find(&bench, "\xEF\xBC\x85"), "a:\xEF\xBC\x85");
}

static void of_overlapping_cues_of_a_rule_the_longest_stays(void **state)
{
	(void)state;
	open_bench("rule a\nkind claim\nneed *\nfind big cat\nfind cat\nfind big\n" PROOF);
	assert_string_equal(bench_find(&bench, "big cat, cat"), "a:big cat a:cat");
}

static void unless_makes_a_hit_void_and_keeps_it(void **state)
{
	(void)state;
	open_bench("rule any\nkind claim\nneed cat\nfind cat\nunless dog\n" PROOF
	           "rule front\nkind claim\nneed cat\nfind cat\nunless-before the \n  (?:big )?\n" PROOF
	           "rule behind\nkind claim\nneed cat\nfind cat\nunless-after s\\b\n" PROOF);
	assert_string_equal(bench_find(&bench, "a cat"), "any:cat front:cat behind:cat");
	assert_string_equal(bench_find(&bench, "cats, dog"), "(any:cat) front:cat (behind:cat)");
	assert_ptr_equal(bench.hits.at[0].vetoed_by, bench.hits.at[0].rule);
}

static void unless_before_ends_where_the_cue_begins(void **state)
{
	(void)state;
	open_bench("rule a\nkind claim\nneed cat\nfind cat\nunless-before the (?:big )?\n" PROOF);
	assert_string_equal(bench_find(&bench, "the big cat"), "(a:cat)");
	assert_string_equal(bench_find(&bench, "the old cat, a cat"), "a:cat a:cat");
}

static void a_veto_voids_the_hits_of_its_kinds_that_it_overlaps(void **state)
{
	(void)state;
	open_bench("rule cat\nkind claim\nneed cat\nfind cat\n" PROOF
	           "rule part\nkind part\nneed cat\nfind cat\n" PROOF
	           "rule idiom\nkind veto\nset of=claim,figure\nneed cat burglar\nfind cat burglar\nunless-before copy\n" PROOF);
	assert_string_equal(bench_find(&bench, "cat burglar, cat"), "(cat:cat) part:cat cat:cat part:cat");
	assert_string_equal(bench.hits.at[0].vetoed_by->name, "idiom");
	assert_string_equal(bench_find(&bench, "copycat burglar"), "cat:cat part:cat");
	assert_string_equal(bench_find_sorts(&bench, "cat burglar", 1u << RULE_VETO), "idiom:cat burglar");
	/* a veto of other kinds does not run */
	assert_string_equal(bench_find_sorts(&bench, "cat burglar", 1u << RULE_PART), "part:cat");
}

static void boilerplate_is_asked_for_by_what_it_takes_and_in_all_languages_at_once(void **state)
{
	(void)state;
	open_bench("rule line\nkind boilerplate\nneed zyxcat\nfind ^zyxcat$\n" PROOF
	           "rule tail\nkind boilerplate\nset shape=suffix\nneed zyxcat\nfind zyxcat$\n" PROOF
	           "rule claim\nkind claim\nneed zyxcat\nfind zyxcat\n" PROOF);
	assert_string_equal(bench_find(&bench, "zyxcat"), "line:zyxcat tail:zyxcat claim:zyxcat");
	assert_string_equal(bench_find(&bench, "a zyxcat"), "tail:zyxcat claim:zyxcat");
	assert_string_equal(bench_find_sorts(&bench, "zyxcat", 1u << RULE_BOILERPLATE), "line:zyxcat");
	assert_true(view_build(&bench.view, SLICE("zyxcat")));
	rules_match_all(&bench.hits, &bench.document, bench.matcher, 1u << SORT_SUFFIX, &bench.view, (struct origin){ 0, 6, FIELD_TEXT });
	assert_int_equal(bench.hits.len, 1);
	assert_string_equal(bench.hits.at[0].rule->name, "tail");
}

static void named_groups_come_along(void **state)
{
	(void)state;
	open_bench("rule a\nkind claim\nneed cat\nfind (?<size>big|small) (?<who>cat)|(?<who>cat) (?<more>x)\n" PROOF);
	bench_match(&bench, "a big cat", ~0u);
	assert_int_equal(bench.hits.len, 1);
	assert_int_equal(bench.hits.at[0].group_count, 2);
	const struct span *who = hit_group(&bench.hits.at[0], "who"), *size = hit_group(&bench.hits.at[0], "size");
	assert_int_equal(who->start, 6);
	assert_int_equal(size->stop, 5);
	assert_null(hit_group(&bench.hits.at[0], "more"));
	bench_match(&bench, "cat x", ~0u);
	assert_int_equal(hit_group(&bench.hits.at[0], "who")->start, 0);
}

static void groups_and_hits_are_whole_syllables(void **state)
{
	(void)state;
	/* the final n of han, da */
	open_bench("rule a\nkind claim\nneed *\nfind (?<end>\xE3\x84\xB4\xEB\x8B\xA4)\n" PROOF);
	assert_string_equal(bench_find(&bench, "x\xED\x95\x9C\xEB\x8B\xA4"), "a:\xED\x95\x9C\xEB\x8B\xA4");
	assert_int_equal(hit_group(&bench.hits.at[0], "end")->start, 1);
	assert_int_equal(bench.hits.at[0].in_view.start, 3);
}

static void one_rule_alone_is_matched_from_a_place_on(void **state)
{
	struct hit hit;
	(void)state;
	open_bench("rule a\nkind claim\nneed never there\nfind cat\nfind big cat\nunless-after s\n" PROOF);
	const struct rule *rule = rules_find(&bench.rules, "la/t/a");
	assert_true(view_build(&bench.view, SLICE("cats, big cat, cat")));
	assert_true(rule_match(&hit, &bench.document, bench.matcher, rule, &bench.view, 0));
	assert_int_equal(hit.at.start, 6);
	assert_int_equal(hit.at.stop, 13);
	assert_true(rule_match(&hit, &bench.document, bench.matcher, rule, &bench.view, hit.in_view.stop));
	assert_int_equal(hit.at.start, 15);
	assert_false(rule_match(&hit, &bench.document, bench.matcher, rule, &bench.view, hit.in_view.stop));
}

static void a_pattern_that_explodes_is_a_note_with_its_rule(void **state)
{
	char text[64];
	(void)state;
	open_bench("rule bad\nkind claim\nneed *\nfind (?:a+)+[bc]{2}$\n" PROOF "rule good\nkind claim\nneed *\nfind b$\n" PROOF);
	memset(text, 'a', sizeof text);
	strcpy(text + 60, "b");
	for (int without_jit = 0; without_jit < 2; without_jit++) {
		matcher_disable(bench.matcher, false, without_jit, false);
		/* often enough for JIT to take over */
		for (int i = 0; i < (without_jit ? 2 : 110); i++) {
			matcher_begin(bench.matcher);
			bench.document.notes.len = 0;
			assert_string_equal(bench_find(&bench, text), "good:b");
			assert_int_equal(bench.document.notes.len, 1);
		}
		assert_string_equal(bench.document.notes.at[0].code, "match-limit");
		assert_string_equal(bench.document.notes.at[0].message, "a text was too much for the rule \"la/t/bad\"");
		assert_int_equal(bench.document.notes.at[0].at.stop, 61);
	}
}

static void a_rule_that_explodes_again_and_again_is_left_out_of_the_document(void **state)
{
	char text[64];
	(void)state;
	open_bench("rule bad\nkind claim\nneed *\nfind (?:a+)+[bc]{2}$\n" PROOF "rule good\nkind claim\nneed *\nfind b$\n" PROOF);
	memset(text, 'a', sizeof text);
	strcpy(text + 60, "b");
	for (int i = 0; i < 1000; i++)
		assert_string_equal(bench_find(&bench, text), "good:b");
	assert_int_equal(bench.document.notes.len, 3);
	assert_non_null(strstr(bench.document.notes.at[2].message, "left out"));
	assert_string_equal(bench_find(&bench, "aabb"), "good:b");
	/* but not out of the next one */
	matcher_begin(bench.matcher);
	assert_string_equal(bench_find(&bench, "aabb"), "bad:aabb good:b");
}

/* Fills a long text with a cat every so often. */
static size_t cats(char *text, size_t size)
{
	size_t count = 0;
	for (size_t i = 0; i + 1 < size; i++)
		text[i] = i % 7 == 6 ? ' ' : 'x';
	for (size_t i = 3; i + 60 < size; i += 331) {
		memcpy(text + i, "a cat ", 6);
		count++;
	}
	text[size - 1] = '\0';
	return count;
}

static void a_long_text_is_matched_in_pieces_and_nothing_twice(void **state)
{
	static char text[50000];
	(void)state;
	open_bench("rule a\nkind claim\nneed cat\nfind \\bcat \nfind a cat [x ]{40}\n" PROOF
	           "rule lone\nkind claim\nneed *\nfind ^\\S+\n" PROOF);
	size_t count = cats(text, sizeof text);
	bench_match(&bench, text, ~0u);
	assert_int_equal(bench.document.notes.len, 1);
	assert_string_equal(bench.document.notes.at[0].code, "long-sentence");
	size_t found = 0, last = 0;
	for (size_t i = 0; i < bench.hits.len; i++) {
		const struct hit *hit = &bench.hits.at[i];
		assert_true(hit->at.start >= last);
		if (strcmp(hit->rule->name, "lone") == 0)
			continue;
		last = hit->at.stop;
		assert_int_equal(hit->at.start, 3 + found * 331);
		assert_int_equal(hit->at.stop - hit->at.start, 46);
		found++;
	}
	assert_int_equal(found, count);
}

/* Rules over a few letters, and random texts of them: many hits, many ways to be wrong. */
static const char many[] =
	"define ab (?:a|b)\n"
	"rule one\nkind claim\nneed ab | ba | aa | bb\nfind {ab}{2,3}\nunless-before c\n" PROOF
	"rule two\nkind figure\nneed abc | cab\nfind (?<x>c+)ab\nfind abc\nunless cccc\n" PROOF
	"rule three\nkind part\nneed \xEA\xB0\x84 | cc\nfind \xEA\xB0\x80\xE3\x84\xB4(?:\xEA\xB0\x80|c)\nfind cc\n" PROOF
	"rule four\nkind veto\nset of=claim,part\nneed bcc | cca\nfind bcc\nfind cca\n" PROOF
	"rule five\nkind claim\nneed *\nfind (?<=b)a(?=\xEA\xB0\x80)\n" PROOF;

static void random_text(char *text, unsigned *seed)
{
	static const char *const pieces[] = { "a", "b", "c", "\xEA\xB0\x80", "\xEA\xB0\x84", " " };
	size_t count = 1 + (*seed >> 20) % 40;
	text[0] = '\0';
	for (size_t i = 0; i < count; i++) {
		*seed = *seed * 1664525u + 1013904223u;
		strcat(text, pieces[(*seed >> 16) % 6]);
	}
}

static void with_and_without_the_automaton_and_jit_the_hits_are_the_same(void **state)
{
	char text[256], plain[4096];
	unsigned seed = 7;
	size_t found = 0;
	(void)state;
	open_bench(many);
	for (int i = 0; i < 3000; i++) {
		random_text(text, &seed);
		matcher_disable(bench.matcher, true, true, true);
		snprintf(plain, sizeof plain, "%s", bench_find(&bench, text));
		for (int way = 0; way < 8; way++) {
			matcher_disable(bench.matcher, way & 1, way & 2, way & 4);
			assert_string_equal(bench_find(&bench, text), plain);
		}
		found += bench.hits.len;
	}
	assert_true(found > 1000);
	assert_int_equal(bench.document.notes.len, 0);
}

struct worker {
	pthread_t thread;
	const struct rules *rules;
	uint64_t sum;
};

static void *work(void *argument)
{
	struct worker *worker = argument;
	struct matcher *matcher = matcher_new(worker->rules);
	struct arena arena;
	struct view view;
	struct input input = { 0 };
	struct document document;
	hits found = { 0 };
	unsigned seed = 99;
	arena_init(&arena);
	view_init(&view);
	document_init(&document, &arena, &input);
	for (int i = 0; i < 500; i++) {
		char text[256];
		random_text(text, &seed);
		if (!view_build(&view, slice_from(text)))
			break;
		rules_match(&found, &document, matcher, rules_language(worker->rules, "la"), ~0u, &view,
		            (struct origin){ 0, 1, FIELD_TEXT });
		for (size_t k = 0; k < found.len; k++)
			worker->sum = worker->sum * 31 + found.at[k].at.start * 7 + found.at[k].at.stop + (found.at[k].vetoed_by != NULL);
	}
	view_release(&view);
	arena_release(&arena);
	matcher_free(matcher);
	return NULL;
}

static void threads_may_compile_the_same_rules_at_once(void **state)
{
	struct worker workers[8];
	(void)state;
	for (int round = 0; round < 5; round++) {
		if (round)
			bench_close(&bench);
		open_bench(many);
		for (size_t i = 0; i < 8; i++) {
			workers[i] = (struct worker){ .rules = &bench.rules };
			assert_int_equal(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
		}
		for (size_t i = 0; i < 8; i++) {
			assert_int_equal(pthread_join(workers[i].thread, NULL), 0);
			assert_true(workers[i].sum == workers[0].sum);
		}
	}
	assert_true(workers[0].sum != 0);
}

static void nothing_is_found_in_nothing(void **state)
{
	(void)state;
	open_bench("rule a\nkind claim\nneed *\nfind x*\nunless-before y\n" PROOF);
	assert_string_equal(bench_find(&bench, ""), "");
	assert_string_equal(bench_find(&bench, "yx"), "(a:x)");
}

#define test(name) cmocka_unit_test_teardown(name, close_bench)

int main(void)
{
	const struct CMUnitTest tests[] = {
		test(hits_come_in_order_of_place_then_of_rule),
		test(only_the_wanted_kinds_are_found),
		test(a_rule_without_one_of_its_needs_does_not_run),
		test(of_overlapping_cues_of_a_rule_the_longest_stays),
		test(unless_makes_a_hit_void_and_keeps_it),
		test(unless_before_ends_where_the_cue_begins),
		test(a_veto_voids_the_hits_of_its_kinds_that_it_overlaps),
		test(boilerplate_is_asked_for_by_what_it_takes_and_in_all_languages_at_once),
		test(named_groups_come_along),
		test(groups_and_hits_are_whole_syllables),
		test(one_rule_alone_is_matched_from_a_place_on),
		test(a_pattern_that_explodes_is_a_note_with_its_rule),
		test(a_rule_that_explodes_again_and_again_is_left_out_of_the_document),
		test(a_long_text_is_matched_in_pieces_and_nothing_twice),
		test(with_and_without_the_automaton_and_jit_the_hits_are_the_same),
		test(threads_may_compile_the_same_rules_at_once),
		test(nothing_is_found_in_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
