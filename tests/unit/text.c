/* text: bytes that know where they came from, through any number of stages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/text.h"

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

static struct text verbatim(const char *input)
{
	struct text text;
	text_init(&text, &arena);
	text_take_as_is(&text, slice_from(input), (struct origin){ 0, strlen(input), FIELD_TEXT });
	return text;
}

static struct span at(size_t start, size_t stop)
{
	return (struct span){ start, stop };
}

#define assert_origin(text, span, from, to) do { \
	struct origin place = text_origin(text, span); \
	assert_int_equal(place.start, from); \
	assert_int_equal(place.stop, to); \
} while (0)

static void what_is_kept_answers_for_the_bytes_it_came_from(void **state)
{
	(void)state;
	struct text old = verbatim("the  harbor bridge"), text;
	text_init(&text, &arena);
	text_keep(&text, &old, at(0, 3));
	text_replace(&text, &old, at(3, 5), " ", 1);
	text_keep(&text, &old, at(5, 18));
	assert_string_equal(text.bytes, "the harbor bridge");
	assert_origin(&text, at(0, 17), 0, 18);
	assert_origin(&text, at(4, 10), 5, 11);
	assert_origin(&text, at(3, 4), 3, 5);
}

static void a_verbatim_text_is_one_run(void **state)
{
	(void)state;
	struct text old = verbatim("abcdefgh"), text;
	text_init(&text, &arena);
	for (size_t i = 0; i < 8; i++)
		text_keep(&text, &old, at(i, i + 1));
	assert_int_equal(text.runs.len, 1);
	assert_origin(&text, at(2, 5), 2, 5);
}

static void units_of_equal_shape_are_one_run(void **state)
{
	(void)state;
	struct text text;
	text_init(&text, &arena);
	for (size_t i = 0; i < 5; i++)
		text_take(&text, (struct origin){ 10 + 2 * i, 12 + 2 * i, FIELD_TEXT }, "\xEA\xB0\x80", 3);
	assert_int_equal(text.runs.len, 1);
	assert_origin(&text, at(3, 9), 12, 16);
	assert_origin(&text, at(0, 15), 10, 20);
}

static void a_span_that_cuts_into_a_unit_stands_for_all_of_it(void **state)
{
	(void)state;
	struct text text, next;
	text_init(&text, &arena);
	text_take(&text, (struct origin){ 0, 2, FIELD_TEXT }, "\xEA\xB0\x80", 3);
	text_take(&text, (struct origin){ 2, 4, FIELD_TEXT }, "\xEA\xB0\x81", 3);
	assert_origin(&text, at(1, 4), 0, 4);
	text_init(&next, &arena);
	text_keep(&next, &text, at(1, 4));
	assert_int_equal(next.len, 3);
	assert_origin(&next, at(0, 1), 0, 2);
	assert_origin(&next, at(1, 2), 0, 2);
	assert_origin(&next, at(2, 3), 2, 4);
}

static void what_was_dropped_at_an_edge_stays_outside(void **state)
{
	(void)state;
	struct text old = verbatim("[one][two]"), text;
	text_init(&text, &arena);
	text_keep(&text, &old, at(1, 4));
	text_keep(&text, &old, at(6, 9));
	assert_string_equal(text.bytes, "onetwo");
	assert_origin(&text, at(0, 3), 1, 4);
	assert_origin(&text, at(3, 6), 6, 9);
	assert_origin(&text, at(2, 4), 3, 7);
}

static void empty_spans_have_a_place(void **state)
{
	(void)state;
	struct text old = verbatim("abc"), text, none;
	text_init(&text, &arena);
	text_keep(&text, &old, at(1, 3));
	assert_origin(&text, at(0, 0), 1, 1);
	assert_origin(&text, at(1, 1), 2, 2);
	assert_origin(&text, at(2, 2), 3, 3);
	text_init(&none, &arena);
	assert_origin(&none, at(0, 0), 0, 0);
}

static void inserted_bytes_have_no_input(void **state)
{
	(void)state;
	struct text old = verbatim("one\ntwo"), text;
	text_init(&text, &arena);
	text_keep(&text, &old, at(0, 3));
	text_insert(&text, "\n\n", 2);
	text_keep(&text, &old, at(4, 7));
	assert_origin(&text, at(3, 5), 3, 3);
	assert_origin(&text, at(0, 5), 0, 3);
	assert_origin(&text, at(0, 8), 0, 7);
	assert_origin(&text, at(5, 8), 4, 7);
}

static void three_stages_answer_like_one(void **state)
{
	(void)state;
	/* CP949-like units, then a dropped character, then a collapsed run of blanks */
	struct text first, second, third;
	text_init(&first, &arena);
	text_take_as_is(&first, SLICE("a....b"), (struct origin){ 0, 1, FIELD_TEXT });
	text_take(&first, (struct origin){ 1, 3, FIELD_TEXT }, "\xE3\x80\x80", 3);
	text_take(&first, (struct origin){ 3, 5, FIELD_TEXT }, "\xE3\x80\x80", 3);
	text_take_as_is(&first, SLICE("a....b"), (struct origin){ 5, 6, FIELD_TEXT });
	text_init(&second, &arena);
	text_keep(&second, &first, at(0, 1));
	text_replace(&second, &first, at(1, 7), " ", 1);
	text_keep(&second, &first, at(7, 8));
	text_init(&third, &arena);
	text_keep(&third, &second, at(1, 3));
	assert_string_equal(third.bytes, " b");
	assert_origin(&third, at(0, 1), 1, 5);
	assert_origin(&third, at(1, 2), 5, 6);
}

static void replaced_bytes_stand_for_all_they_replace(void **state)
{
	(void)state;
	struct text old = verbatim("x&hellip;y"), text;
	text_init(&text, &arena);
	text_keep(&text, &old, at(0, 1));
	text_replace(&text, &old, at(1, 9), "\xE2\x80\xA6", 3);
	text_keep(&text, &old, at(9, 10));
	assert_origin(&text, at(1, 4), 1, 9);
	assert_origin(&text, at(2, 3), 1, 9);
	assert_origin(&text, at(0, 5), 0, 10);
}

static size_t parts(struct text *text, struct span span, struct origin out[4])
{
	return text_parts(text, span, out, 4);
}

static void a_cut_parts_the_spans_that_lie_over_it(void **state)
{
	(void)state;
	struct text old = verbatim("before CAPTION after"), text;
	struct origin out[4];
	text_init(&text, &arena);
	text_keep(&text, &old, at(0, 7));
	text_cut(&text);
	text_keep(&text, &old, at(15, 20));
	assert_int_equal(parts(&text, at(0, 12), out), 2);
	assert_int_equal(out[0].start, 0);
	assert_int_equal(out[0].stop, 7);
	assert_int_equal(out[1].start, 15);
	assert_int_equal(out[1].stop, 20);
	assert_int_equal(parts(&text, at(7, 12), out), 1);
	assert_int_equal(parts(&text, at(0, 7), out), 1);
	assert_int_equal(parts(&text, at(3, 3), out), 0);
	/* more than there is room for: counted, not written */
	out[1] = (struct origin){ 77, 77, 0 };
	assert_int_equal(text_parts(&text, at(0, 12), out, 1), 2);
	assert_int_equal(out[1].start, 77);
}

static struct text with_a_cut(void)
{
	struct text old = verbatim("ab..cd"), text;
	text_init(&text, &arena);
	text_keep(&text, &old, at(0, 2));
	text_cut(&text);
	text_keep(&text, &old, at(4, 6));
	return text;
}

static void a_cut_outlives_later_stages_whatever_is_dropped_beside_it(void **state)
{
	(void)state;
	struct text old = with_a_cut(), text;
	struct origin out[4];
	text_init(&text, &arena);
	text_keep(&text, &old, at(0, 4));
	assert_int_equal(parts(&text, at(0, 4), out), 2);
	text_init(&text, &arena);
	text_keep(&text, &old, at(0, 2));
	text_keep(&text, &old, at(3, 4));
	assert_int_equal(parts(&text, at(0, 3), out), 2);
	text_init(&text, &arena);
	text_keep(&text, &old, at(0, 1));
	text_keep(&text, &old, at(2, 4));
	assert_int_equal(parts(&text, at(0, 3), out), 2);
	text_init(&text, &arena);
	text_keep(&text, &old, at(0, 1));
	text_replace(&text, &old, at(1, 3), "-", 1);
	text_keep(&text, &old, at(3, 4));
	assert_int_equal(parts(&text, at(0, 3), out), 2);
	/* nothing was cut between these two */
	text_init(&text, &arena);
	text_keep(&text, &old, at(2, 3));
	text_keep(&text, &old, at(3, 4));
	assert_int_equal(parts(&text, at(0, 2), out), 1);
}

static void a_title_from_another_field_is_a_part_of_its_own(void **state)
{
	(void)state;
	struct text text;
	struct origin out[4];
	text_init(&text, &arena);
	text_take_as_is(&text, SLICE("Title"), (struct origin){ 0, 5, FIELD_TITLE });
	text_insert(&text, "\n\n", 2);
	text_take_as_is(&text, SLICE("Body"), (struct origin){ 0, 4, FIELD_TEXT });
	assert_int_equal(text_origin(&text, at(0, 5)).field, FIELD_TITLE);
	assert_int_equal(text_origin(&text, at(7, 11)).field, FIELD_TEXT);
	assert_int_equal(parts(&text, at(0, 11), out), 2);
	assert_int_equal(out[0].stop, 5);
	assert_int_equal(out[1].start, 0);
	assert_int_equal(out[1].stop, 4);
}

/* A small fixed generator: the same texts every time. */
static uint32_t next_random(uint32_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}

/* A text of characters that mostly came from as many bytes as the shape says, pieces of it kept, some of them cut. */
static void random_text(struct text *text, enum text_shape shape, enum text_shape expected, uint32_t seed)
{
	static const struct { const char *bytes; unsigned widths[4]; } chars[] = {
		{ "a", { 1, 1, 2, 1 } }, { " ", { 1, 1, 2, 1 } }, { "\xC3\xA9", { 2, 2, 2, 2 } },
		{ "\xEA\xB0\x80", { 3, 2, 2, 6 } }, { "\xEA\xB0\x81", { 3, 2, 2, 9 } }, { "\xE2\x80\xA6", { 3, 2, 2, 3 } },
		{ "\xF0\x9F\x98\x80", { 4, 2, 4, 4 } }
	};
	struct text old;
	text_init(&old, &arena);
	old.shape = shape;
	for (size_t from = 0; old.len < 3000;) {
		size_t pick = next_random(&seed) % 7, width = chars[pick].widths[expected];
		width = next_random(&seed) % 40 ? width : width + 1;
		text_take(&old, (struct origin){ from, from + width, FIELD_TEXT }, chars[pick].bytes, strlen(chars[pick].bytes));
		from += width + (next_random(&seed) % 50 == 0);
	}
	text_init(text, &arena);
	text->shape = shape;
	for (size_t at = 0; at < old.len;) {
		size_t stop = at + 1 + next_random(&seed) % 90;
		stop = stop < old.len ? stop : old.len;
		if (next_random(&seed) % 20 == 0)
			text_cut(text);
		if (next_random(&seed) % 20 == 0)
			text_replace(text, &old, (struct span){ at, stop }, "x", 1);
		else
			text_keep(text, &old, (struct span){ at, stop });
		at = stop + (next_random(&seed) % 3 == 0);
	}
}

static void a_shape_changes_no_answer(void **state)
{
	(void)state;
	for (uint32_t seed = 1; seed < 40; seed++) {
		enum text_shape shape = 1 + seed % 3;
		struct text plain, shaped;
		struct origin a[200], b[200];
		random_text(&plain, SHAPE_NONE, shape, seed);
		random_text(&shaped, shape, shape, seed);
		assert_string_equal(plain.bytes, shaped.bytes);
		assert_true(shaped.runs.len < plain.runs.len);
		for (size_t start = 0; start < plain.len; start++)
			for (size_t stop = start; stop <= plain.len && stop < start + 6; stop++) {
				a[0] = text_origin(&plain, at(start, stop));
				b[0] = text_origin(&shaped, at(start, stop));
				assert_memory_equal(&a[0], &b[0], sizeof a[0]);
			}
		size_t count = text_parts(&plain, at(1, plain.len - 1), a, 200);
		assert_int_equal(text_parts(&shaped, at(1, plain.len - 1), b, 200), count);
		assert_true(count >= 1 && count < 200);
		assert_memory_equal(a, b, count * sizeof *a);
		arena_clear(&arena);
	}
}

static void characters_of_a_shape_are_few_runs(void **state)
{
	(void)state;
	struct text text;
	text_init(&text, &arena);
	text.shape = SHAPE_DOUBLE;
	for (size_t i = 0; i < 1000; i++) {
		text_take(&text, (struct origin){ 5 * i, 5 * i + 2, FIELD_TEXT }, "\xEA\xB0\x80", 3);
		text_take(&text, (struct origin){ 5 * i + 2, 5 * i + 4, FIELD_TEXT }, "\xEA\xB0\x80", 3);
		text_take(&text, (struct origin){ 5 * i + 4, 5 * i + 5, FIELD_TEXT }, " ", 1);
	}
	assert_true(text.runs.len < 40);
	assert_origin(&text, at(7 * 500 + 3, 7 * 500 + 6), 2502, 2504);
}

static void counts_are_true_in_three_units_at_every_character(void **state)
{
	(void)state;
	static const char *const characters[] = { "a", "\xC3\xA9", "\xEA\xB8\x88", "\xF0\x9F\x98\x80" };
	static const size_t utf16[] = { 1, 1, 1, 2 };
	struct text text;
	text_init(&text, &arena);
	size_t codepoints = 0, units = 0, starts[3000];
	for (size_t i = 0; i < 3000; i++) {
		const char *character = characters[(i * i + i / 7) % 4];
		starts[i] = text.len;
		text_take(&text, (struct origin){ i, i + 1, FIELD_TEXT }, character, strlen(character));
	}
	text_measure(&text);
	for (size_t i = 0; i < 3000; i++) {
		assert_int_equal(text_count(&text, starts[i], UNIT_BYTE), starts[i]);
		assert_int_equal(text_count(&text, starts[i], UNIT_CODEPOINT), codepoints);
		assert_int_equal(text_count(&text, starts[i], UNIT_UTF16), units);
		codepoints++;
		units += utf16[(i * i + i / 7) % 4];
	}
	assert_int_equal(text_count(&text, text.len, UNIT_CODEPOINT), codepoints);
	assert_int_equal(text_count(&text, text.len, UNIT_UTF16), units);
}

static void a_text_as_long_as_its_marks_are_apart_can_be_counted_to_its_end(void **state)
{
	(void)state;
	char bytes[513];
	memset(bytes, 'x', sizeof bytes);
	for (size_t len = 0; len < sizeof bytes; len++) {
		struct text text;
		text_init(&text, &arena);
		text_take_as_is(&text, (struct slice){ bytes, len }, (struct origin){ 0, len, FIELD_TEXT });
		text_measure(&text);
		assert_int_equal(text_count(&text, len, UNIT_CODEPOINT), len);
	}
}

static void every_code_point_comes_back_from_its_bytes(void **state)
{
	(void)state;
	for (uint32_t c = 1; c < 0x110000; c++) {
		if (c >= 0xD800 && c < 0xE000)
			continue;
		char bytes[4];
		size_t len = text_encode(c, bytes), place = 0;
		assert_int_equal(text_codepoint(bytes, len, &place), c);
		assert_int_equal(place, len);
	}
}

int main(void)
{
#define test(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)
	const struct CMUnitTest tests[] = {
		test(what_is_kept_answers_for_the_bytes_it_came_from),
		test(a_verbatim_text_is_one_run),
		test(units_of_equal_shape_are_one_run),
		test(a_span_that_cuts_into_a_unit_stands_for_all_of_it),
		test(what_was_dropped_at_an_edge_stays_outside),
		test(empty_spans_have_a_place),
		test(inserted_bytes_have_no_input),
		test(three_stages_answer_like_one),
		test(replaced_bytes_stand_for_all_they_replace),
		test(a_cut_parts_the_spans_that_lie_over_it),
		test(a_cut_outlives_later_stages_whatever_is_dropped_beside_it),
		test(a_title_from_another_field_is_a_part_of_its_own),
		test(a_shape_changes_no_answer),
		test(characters_of_a_shape_are_few_runs),
		test(counts_are_true_in_three_units_at_every_character),
		test(a_text_as_long_as_its_marks_are_apart_can_be_counted_to_its_end),
		test(every_code_point_comes_back_from_its_bytes),
	};
	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
