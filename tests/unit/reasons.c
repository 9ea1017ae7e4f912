/* reasons: sentences made by hand, and which of them a demand leans on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "find/reasons.h"

static struct arena arena, rules_arena;
static struct rules rules;
static const struct merits *merits;
static struct input input;
static struct document document;

static int open_rules(void **state)
{
	struct error error = { 0 };
	(void)state;
	arena_init(&rules_arena);
	if (rules_load(&rules, &rules_arena, NULL, &error))
		merits = rules_made(&rules, "links", merits_make, &error);
	return merits ? 0 : -1;
}

static int close_rules(void **state)
{
	(void)state;
	arena_release(&rules_arena);
	return 0;
}

/* One sentence a line: a claim each, the last one the author's demand; an empty line parts paragraphs. */
static void set_scene(const char *lines)
{
	arena_init(&arena);
	input = (struct input){ .bytes = slice_from(lines), .id = "one" };
	document_init(&document, &arena, &input);
	text_take_as_is(&document.page, input.bytes, (struct origin){ 0, input.bytes.len, FIELD_TEXT });
	text_keep(&document.text, &document.page, (struct span){ 0, input.bytes.len });
	size_t paragraph = 0, at = 0;
	struct slice rest = input.bytes, line;
	while (slice_split(&line, &rest, '\n')) {
		struct span place = { at, at + line.len };
		at += line.len + 1;
		if (!line.len) {
			paragraph++;
			continue;
		}
		size_t number = document.sentences.len;
		*list_add(&arena, &document.sentences) = (struct sentence){ .at = place, .paragraph = paragraph };
		if (rest.at && rest.len)
			*list_add(&arena, &document.claims) = (struct claim){ .at = place, .sentence = number, .kinds = CLAIM_EVALUATIVE };
		else
			*list_add(&arena, &document.recommendations) = (struct recommendation){ .at = place, .sentence = number };
	}
	link_reasons(&document, merits);
}

static void assert_reasons(const char *lines, size_t count, size_t first)
{
	set_scene(lines);
	const indexes *because = &document.recommendations.at[0].because;
	assert_int_equal(because->len, count);
	if (count)
		assert_int_equal(because->at[0], first);
	arena_release(&arena);
}

static void a_demand_leans_on_the_claim_that_shares_its_words(void **state)
{
	(void)state;
	assert_reasons("The bridge is rusty.\nThe harbour sleeps.\nBread is dear.\n\nThe county must paint the bridge.", 1, 0);
}

static void where_none_shares_a_word_on_the_sentence_before(void **state)
{
	(void)state;
	assert_reasons("The bridge is rusty.\nBread is dear.\nSomebody must act.", 1, 1);
}

static void words_that_begin_alike_are_the_same(void **state)
{
	(void)state;
	assert_reasons("Painters are idle.\nBread is dear.\nWater is cold.\n\nSomebody must paint.", 1, 0);
}

static void a_word_that_all_claims_have_tells_nothing(void **state)
{
	(void)state;
	assert_reasons("Roofs of the county leak.\nWalls of the county lean.\nFloors of the county creak.\nMind the county.", 1, 2);
}

static void what_is_demanded_without_any_claim_has_no_reason(void **state)
{
	(void)state;
	assert_reasons("Somebody must act.", 0, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_demand_leans_on_the_claim_that_shares_its_words),
		cmocka_unit_test(where_none_shares_a_word_on_the_sentence_before),
		cmocka_unit_test(words_that_begin_alike_are_the_same),
		cmocka_unit_test(a_word_that_all_claims_have_tells_nothing),
		cmocka_unit_test(what_is_demanded_without_any_claim_has_no_reason),
	};
	return cmocka_run_group_tests(tests, open_rules, close_rules);
}
