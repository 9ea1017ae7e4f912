/* learn: what recurs in many documents, in bounded memory; furniture: which lines of a page are known by it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "clean/furniture.h"
#include "engine/rules.h"

static struct arena arena;
static struct document document;
static struct input input;
static struct out out;

static int open_all(void **state)
{
	(void)state;
	arena_init(&arena);
	out_init(&out);
	return 0;
}

static int close_all(void **state)
{
	(void)state;
	arena_release(&arena);
	out_release(&out);
	return 0;
}

/* A page of lines, each a block. */
static void make_page(const char *lines)
{
	struct slice rest = slice_from(lines), line;
	input = (struct input){ .bytes = rest, .kind = "text", .id = "" };
	document_init(&document, &arena, &input);
	text_init(&document.page, &arena);
	text_take_as_is(&document.page, rest, (struct origin){ 0, rest.len, FIELD_TEXT });
	while (slice_split(&line, &rest, '\n')) {
		size_t start = (size_t)(line.at - input.bytes.at);
		if (line.len)
			list_add(&arena, &document.blocks)->at = (struct span){ start, start + line.len };
	}
}

static void learn_page(struct learner *learner, const char *lines)
{
	make_page(lines);
	out_clear(&out);
	learn_print(&out, &document);
	assert_true(learner_take(learner, (struct slice){ out.bytes, out.len }));
	arena_clear(&arena);
}

/* The file without its remarks. */
static const char *learned(const struct learner *learner)
{
	out_clear(&out);
	learner_print(&out, learner);
	out_char(&out, '\0');
	const char *at = out.bytes;
	while (*at == '#')
		at = strchr(at, '\n') + 1;
	return at;
}

#define LONG "A long line of an article, different in each of them, so that there is something for the others to stand " \
	"above and below: number "

static void lines_that_recur_are_told_with_how_often_and_where(void **state)
{
	(void)state;
	struct learner *learner = learner_new();
	char page[1000];
	for (unsigned i = 0; i < 20; i++) {
		snprintf(page, sizeof page, "Lantern %u\n" LONG "%c\n%s\n" LONG "%c%c\nThe lamp room\n%s", i, 'a' + i, i % 4 ? "Star" : "Ad",
		         'a' + i, 'a' + i, i < 2 ? "Rare" : i < 5 ? "Less rare" : "");
		learn_page(learner, page);
	}
	assert_string_equal(learned(learner), "20 of 20, head, navigation | Lantern 0\n15 of 20, middle, navigation | Star\n"
	                    "5 of 20, middle, navigation | Ad\n20 of 20, tail, navigation | The lamp room\n"
	                    "3 of 20, tail, navigation | Less rare\n");
	learner_free(learner);
}

static void a_document_that_comes_again_counts_once(void **state)
{
	(void)state;
	struct learner *learner = learner_new();
	for (unsigned i = 0; i < 9; i++)
		learn_page(learner, LONG "one\nThe lamp room");
	assert_string_equal(learned(learner), "");
	learner_free(learner);
}

static void more_lines_than_can_be_counted_cost_the_rarest(void **state)
{
	(void)state;
	struct learner *learner = learner_new();
	static char page[200000];
	for (unsigned i = 0; i < 12; i++) {
		size_t len = (size_t)snprintf(page, sizeof page, LONG "%c\nThe lamp room\n", 'a' + i);
		for (unsigned k = 0; k < 12000; k++)
			len += (size_t)snprintf(page + len, sizeof page - len, "%c%c%c%c%c\n", 'a' + i, 'a' + k / 2197, 'a' + k / 169 % 13,
			                        'a' + k / 13 % 13, 'a' + k % 13);
		learn_page(learner, page);
	}
	assert_string_equal(learned(learner), "12 of 12, tail, navigation | The lamp room\n");
	learner_free(learner);
}

static void a_line_is_known_in_its_own_part_of_the_page_whatever_its_numbers(void **state)
{
	(void)state;
	struct furniture *furniture;
	struct error error = { ERROR_NONE, "" };
	assert_true(furniture_read(&furniture, &arena, SLICE("# remark\n12 of 12, tail, tags | Lamp 0, the room\n"
	            "3 of 12, anywhere, advert | Buy a lamp\n"), &error));
	make_page("Lamp 1, the room\nBuy a lamp\n" LONG "one\n" LONG "two\nBuy a lamp!\nLamp 377, the room\nBuy a lamp");
	const struct rule **known = furniture_known(&document, furniture);
	assert_null(known[0]);
	assert_string_equal(known[1]->id, "furniture/3");
	assert_null(known[2]);
	assert_null(known[4]);
	assert_string_equal(known[5]->id, "furniture/2");
	assert_string_equal(rule_get(known[5], "category"), "tags");
	assert_non_null(known[6]);
	assert_null(furniture_known(&document, NULL));
}

static void a_file_that_is_none_is_told_by_its_line(void **state)
{
	(void)state;
	static const char *const files[] = { "x", "3 of 12, tail, tags", "3 of 12, tail, tags |  ", "3 of 12, tail, tags | 77", "3 of, tail, tags | x",
		"of 3 3, tail, tags | x", "3 of 12, tail | x", "3 of 12, tail, lamps | x", "3 of 12, tail, tags, tags | x", "3 of 12,tail tags | x" };
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct furniture *furniture;
		struct error error = { ERROR_NONE, "" };
		char file[200];
		snprintf(file, sizeof file, "\n3 of 12, tail, tags | good\n%s\n", files[i]);
		assert_false(furniture_read(&furniture, &arena, slice_from(file), &error));
		assert_int_equal(error.kind, ERROR_RULE);
		assert_memory_equal(error.message, "line 3: ", 8);
	}
}

int main(void)
{
#define test(name) cmocka_unit_test_setup_teardown(name, open_all, close_all)
	const struct CMUnitTest tests[] = {
		test(lines_that_recur_are_told_with_how_often_and_where),
		test(a_document_that_comes_again_counts_once),
		test(more_lines_than_can_be_counted_cost_the_rarest),
		test(a_line_is_known_in_its_own_part_of_the_page_whatever_its_numbers),
		test(a_file_that_is_none_is_told_by_its_line),
	};
	return cmocka_run_group_tests_name("learn", tests, NULL, NULL);
}
