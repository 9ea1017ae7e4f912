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
	struct spelled spellings[] = { { SLICE("won"), 0 }, { SLICE("two"), 0 }, { SLICE("two-thirds"), 0 }, { SLICE("two"), 0 } };
	struct wordtree tree;
	wordtree_grow(&tree, &arena, spellings, 4);
	assert_ptr_equal(walk(&tree, SLICE("won")), tree.cells + spellings[0].cell);
	assert_ptr_equal(walk(&tree, SLICE("two")), tree.cells + spellings[1].cell);
	assert_ptr_equal(walk(&tree, SLICE("two-thirds")), tree.cells + spellings[2].cell);
	assert_int_equal(spellings[1].cell, spellings[3].cell);
	assert_non_null(walk(&tree, SLICE("two-th")));
	assert_null(walk(&tree, SLICE("wont")));
	assert_null(walk(&tree, SLICE("x")));
}

static void beginnings_remember_what_they_are_marked_with(void **state)
{
	(void)state;
	struct spelled spellings[] = { { SLICE("two-thirds"), 0 } };
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

static void twenty_thousand_spellings_are_all_there_and_cost_little_room(void **state)
{
	(void)state;
	struct spelled *spellings = arena_take(&arena, MANY * sizeof *spellings);
	struct wordtree tree;
	size_t bytes = 0;
	srand(1);
	for (size_t i = 0; i < MANY; i++) {
		char *text = arena_take(&arena, LONGEST);
		size_t len = 1 + (size_t)rand() % LONGEST;
		for (size_t j = 0; j < len; j++)
			text[j] = (char)(rand() % 4 ? 'a' + rand() % 20 : 0x80 + rand() % 60);
		spellings[i].text = (struct slice){ text, len };
		bytes += len;
	}
	wordtree_grow(&tree, &arena, spellings, MANY);
	for (size_t i = 0; i < MANY; i++)
		assert_ptr_equal(walk(&tree, spellings[i].text), tree.cells + spellings[i].cell);
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
