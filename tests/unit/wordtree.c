/* wordtree.c: spellings are found along a text, and nothing else is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "find/wordtree.h"

static struct arena arena;

static int setup(void **state)
{
	(void)state;
	arena_init(&arena);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

/* Where a text leads, or NULL. */
static const struct cell *walk(const struct wordtree *tree, struct slice text)
{
	const struct cell *cell = tree->cells;
	for (size_t i = 0; i < text.len && cell; i++)
		cell = wordtree_step(tree, cell, (unsigned char)text.at[i]);
	return cell;
}

static void a_walk_along_a_text_tells_which_spellings_it_passes(void **state)
{
	(void)state;
	const struct spelled spellings[] = { { SLICE("two"), 1 }, { SLICE("two-thirds"), 2 }, { SLICE("won"), 3 } };
	struct wordtree tree;
	wordtree_grow(&tree, &arena, spellings, 3);
	assert_int_equal(walk(&tree, SLICE("two"))->word, 1);
	assert_int_equal(walk(&tree, SLICE("two-th"))->word, 0);
	assert_int_equal(walk(&tree, SLICE("two-thirds"))->word, 2);
	assert_int_equal(walk(&tree, SLICE("won"))->word, 3);
	assert_null(walk(&tree, SLICE("wont")));
	assert_null(walk(&tree, SLICE("x")));
}

static void beginnings_remember_what_they_are_marked_with(void **state)
{
	(void)state;
	const struct spelled spellings[] = { { SLICE("two-thirds"), 1 } };
	struct wordtree tree;
	wordtree_grow(&tree, &arena, spellings, 1);
	wordtree_mark(&tree, SLICE("two"), 1);
	wordtree_mark(&tree, SLICE("two"), 4);
	assert_int_equal(walk(&tree, SLICE("two"))->marks, 5);
	assert_int_equal(walk(&tree, SLICE("tw"))->marks, 0);
}

static void a_tree_of_nothing_leads_nowhere(void **state)
{
	(void)state;
	struct wordtree tree;
	wordtree_grow(&tree, &arena, NULL, 0);
	for (unsigned byte = 0; byte < 0xFF; byte++)
		assert_null(wordtree_step(&tree, tree.cells, (unsigned char)byte));
}

enum { MANY = 20000, LONGEST = 6 };

static int compare(const void *a, const void *b)
{
	const struct spelled *one = a, *two = b;
	size_t both = one->text.len < two->text.len ? one->text.len : two->text.len;
	int order = memcmp(one->text.at, two->text.at, both);
	return order ? order : one->text.len < two->text.len ? -1 : one->text.len > two->text.len;
}

static void twenty_thousand_spellings_are_all_there_and_cost_little_room(void **state)
{
	(void)state;
	struct spelled *spellings = arena_take(&arena, MANY * sizeof *spellings);
	struct wordtree tree;
	size_t count = 0, bytes = 0;
	srand(1);
	for (size_t i = 0; i < MANY; i++) {
		char *text = arena_take(&arena, LONGEST);
		size_t len = 1 + (size_t)rand() % LONGEST;
		for (size_t j = 0; j < len; j++)
			text[j] = (char)(rand() % 4 ? 'a' + rand() % 20 : 0x80 + rand() % 60);
		spellings[i].text = (struct slice){ text, len };
	}
	qsort(spellings, MANY, sizeof *spellings, compare);
	for (size_t i = 0; i < MANY; i++) {
		if (count && slice_equal(spellings[count - 1].text, spellings[i].text))
			continue;
		spellings[count] = (struct spelled){ spellings[i].text, (uint16_t)(count + 1) };
		bytes += spellings[count++].text.len;
	}
	wordtree_grow(&tree, &arena, spellings, count);
	for (size_t i = 0; i < count; i++) {
		const struct cell *cell = walk(&tree, spellings[i].text);
		assert_non_null(cell);
		assert_int_equal(cell->word, i + 1);
	}
	assert_true(tree.len < 2 * bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_walk_along_a_text_tells_which_spellings_it_passes, setup, teardown),
		cmocka_unit_test_setup_teardown(beginnings_remember_what_they_are_marked_with, setup, teardown),
		cmocka_unit_test_setup_teardown(a_tree_of_nothing_leads_nowhere, setup, teardown),
		cmocka_unit_test_setup_teardown(twenty_thousand_spellings_are_all_there_and_cost_little_room, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
