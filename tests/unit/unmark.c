/* unmark: plain text to blocks: lines, or the paragraphs of a text that was wrapped at a width. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "read/read.h"

static struct arena arena;
static struct document document;
static struct input input;
static struct text unmarked;
static block_list blocks;

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

static void unmark_input(void)
{
	struct text decoded;
	document_init(&document, &arena, &input);
	assert_true(decode(&document, &decoded, "utf-8", &document.error));
	blocks = (block_list){ 0 };
	unmark(&document, &unmarked, &blocks, &decoded, NULL);
}

static void unmark_bytes(struct slice bytes)
{
	input = (struct input){ .bytes = bytes, .kind = "text" };
	unmark_input();
}

static void assert_block(size_t number, const char *expected)
{
	assert_true(number < blocks.len);
	struct slice block = text_slice(&unmarked, blocks.at[number].at);
	assert_string_equal(arena_string(&arena, block), expected);
}

static void each_line_with_something_on_it_is_a_block(void **state)
{
	(void)state;
	unmark_bytes(SLICE("Repair the grid\r\n\r\n  The rate rose.  \r\n \xC2\xA0\xE2\x80\x8B \r\nIt must fall.\r\n"));
	assert_int_equal(blocks.len, 3);
	assert_block(0, "Repair the grid");
	assert_block(1, "The rate rose.");
	assert_block(2, "It must fall.");
	assert_int_equal(blocks.at[0].role, BLOCK_PARAGRAPH);
}

static void every_kind_of_line_end_ends_a_line(void **state)
{
	(void)state;
	unmark_bytes(SLICE("a\nb\r\nc\rd\xC2\x85" "e\xE2\x80\xA8" "f\xE2\x80\xA9g\fh\vi"));
	assert_int_equal(blocks.len, 9);
	for (size_t i = 0; i < 9; i++)
		assert_block(i, (char[]){ (char)('a' + i), '\0' });
}

static void a_records_title_is_a_heading_in_front(void **state)
{
	(void)state;
	input = (struct input){ .bytes = SLICE("The rate\nrose."), .title = SLICE("Repair\nthe grid"), .decoded = true,
	                        .kind = "jsonl" };
	unmark_input();
	assert_int_equal(blocks.len, 3);
	assert_int_equal(blocks.at[0].role, BLOCK_HEADING);
	assert_int_equal(text_origin(&unmarked, blocks.at[0].at).field, FIELD_TITLE);
	assert_block(1, "The rate");
	assert_int_equal(text_origin(&unmarked, blocks.at[1].at).field, FIELD_TEXT);
	assert_int_equal(text_origin(&unmarked, blocks.at[1].at).start, 0);
}

/* Sentences written for this test, wrapped at 60 columns. */
static const char wrapped[] =
	"Repair the grid before the winter\n"
	"\n"
	"The number of outages in the northern districts has doubled\n"
	"since the last inspection, and nobody at the company can say\n"
	"when the old transformers will be replaced. That is not a\n"
	"plan, it is a hope.\n"
	"\n"
	"The council voted in May to pay for half of the work. It has\n"
	"not paid. Residents who lost heating for three days deserve\n"
	"better than another letter about procedures and committees\n"
	"that meet twice a year.\n"
	"- a line of a list\n"
	"- and another\n";

static void lines_broken_at_a_steady_width_are_paragraphs_again(void **state)
{
	(void)state;
	unmark_bytes(SLICE(wrapped));
	assert_int_equal(blocks.len, 5);
	assert_block(0, "Repair the grid before the winter");
	assert_true(slice_starts(text_slice(&unmarked, blocks.at[1].at), SLICE("The number")));
	assert_true(slice_ends(text_slice(&unmarked, blocks.at[1].at), SLICE("a hope.")));
	assert_true(slice_starts(text_slice(&unmarked, blocks.at[2].at), SLICE("The council")));
	assert_true(slice_ends(text_slice(&unmarked, blocks.at[2].at), SLICE("twice a year.")));
	assert_block(3, "- a line of a list");
}

static void a_short_line_ends_a_paragraph_where_no_empty_line_does(void **state)
{
	(void)state;
	unmark_bytes(SLICE("Repair the grid\n"
	                   "The number of outages in the northern districts has doubled\n"
	                   "since the last inspection, and nobody at the company can say\n"
	                   "when the old transformers will be replaced.\n"
	                   "The council voted in May to pay for half of the work. It has\n"
	                   "not paid. Residents who lost heating for three days deserve\n"
	                   "better than another letter.\n"
	                   "They are cold.\n"));
	assert_int_equal(blocks.len, 4);
	assert_true(slice_starts(text_slice(&unmarked, blocks.at[2].at), SLICE("The council")));
	assert_block(3, "They are cold.");
}

static void a_sentence_a_line_stays_a_block_a_line(void **state)
{
	(void)state;
	unmark_bytes(SLICE("The number of outages has doubled since May.\n"
	                   "Nobody at the company can say when it ends.\n"
	                   "That is not a plan, it is a hope.\n"
	                   "The council voted to pay for half of the work.\n"
	                   "It has not paid.\n"
	                   "Residents who lost heating for days deserve more.\n"
	                   "Letters about procedures do not keep them warm.\n"));
	assert_int_equal(blocks.len, 7);
	/* lines without full stops, as of a list of contents */
	unmark_bytes(SLICE("The council and its half of the work\nThe inspection\nA winter without heat\nLetters, and more letters\n"
	                   "What the residents say\nWhere the money went\nThe company\n"));
	assert_int_equal(blocks.len, 7);
}

static void a_short_wrapped_piece_is_left_alone(void **state)
{
	(void)state;
	unmark_bytes(SLICE("The number of outages in the northern districts has doubled\nsince the last inspection.\n"));
	assert_int_equal(blocks.len, 2);
}

static void korean_lines_are_measured_in_columns_or_characters(void **state)
{
	(void)state;
	/* words of two syllables, wrapped at 40 columns: eight words and their blanks, every line the same */
	char text[4096], line[256] = "";
	size_t len = 0, width = 0;
	for (size_t i = 0; i < 8; i++)
		width += text_encode((uint32_t)(0xAC00 + i * 588), line + width), line[width++] = (char)('a' + i), line[width++] = ' ';
	for (size_t i = 0; i < 12; i++) {
		memcpy(text + len, line, width);
		len += width;
		text[len++] = '\n';
		if (i == 5)
			text[len++] = '\n';
	}
	unmark_bytes((struct slice){ text, len });
	assert_int_equal(blocks.len, 2);
}

static void nothing_but_line_ends_is_no_block(void **state)
{
	(void)state;
	unmark_bytes(SLICE("\r\r\r\n\n \n\t\n"));
	assert_int_equal(blocks.len, 0);
	unmark_bytes(SLICE(""));
	assert_int_equal(blocks.len, 0);
}

int main(void)
{
#define test(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)
	const struct CMUnitTest tests[] = {
		test(each_line_with_something_on_it_is_a_block),
		test(every_kind_of_line_end_ends_a_line),
		test(a_records_title_is_a_heading_in_front),
		test(lines_broken_at_a_steady_width_are_paragraphs_again),
		test(a_short_line_ends_a_paragraph_where_no_empty_line_does),
		test(a_sentence_a_line_stays_a_block_a_line),
		test(a_short_wrapped_piece_is_left_alone),
		test(korean_lines_are_measured_in_columns_or_characters),
		test(nothing_but_line_ends_is_no_block),
	};
	return cmocka_run_group_tests_name("unmark", tests, NULL, NULL);
}
