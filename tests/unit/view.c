/* view.c: text goes in, bytes for patterns come out, and every byte knows its character. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdint.h>
#include <cmocka.h>

#include "engine/view.h"

static struct view view;

static void build(const char *text)
{
	assert_true(view_build(&view, slice_from(text)));
}

static void expect(const char *text, const char *bytes)
{
	build(text);
	assert_int_equal(view.len, strlen(bytes));
	assert_memory_equal(view.bytes, bytes, view.len + 1);
}

static void a_syllable_is_its_jamo_and_ascii_is_itself(void **state)
{
	(void)state;
	expect("3\xEA\xB0\x81" "a", "3\x80\x93\xA8" "a");
	/* the second of the syllable's bytes is the whole syllable of the text */
	struct span span = view_span(&view, 2, 3);
	assert_int_equal(span.start, 1);
	assert_int_equal(span.stop, 4);
	assert_int_equal(view_find(&view, 1), 1);
	assert_int_equal(view_find(&view, 2), 4);
	assert_int_equal(view_find(&view, 4), 4);
}

static void a_syllable_without_a_final_has_two_bytes(void **state)
{
	(void)state;
	expect("\xEA\xB0\x80\xED\x9E\xA3", "\x80\x93\x92\xA7\xC2");
}

static void blanks_of_all_kinds_are_one(void **state)
{
	(void)state;
	expect("a\tb\nc\xC2\xA0" "d\xE3\x80\x80" "e\xE2\x80\xA9", "a b c d e ");
}

static void control_characters_are_fillers(void **state)
{
	(void)state;
	expect("\x01\x7F\x1B", "\xFC\xFC\xFC");
}

static void compatibility_forms_are_read_as_what_they_stand_for(void **state)
{
	(void)state;
	expect("\xEF\xBC\x91\xE3\x8E\x9E\xEF\xBC\x85", "1km%");                 /* full-width 1, km, full-width % */
	struct span km = view_span(&view, 2, 3);
	assert_int_equal(km.start, 3);
	assert_int_equal(km.stop, 6);
	expect("\xE2\x84\x83", (char[]){ (char)(VIEW_SIGNS + 42), 'C', 0 });       /* degree Celsius */
	expect("\xE2\x85\xA2", "III");
	expect("\xE2\x91\xA0", "1");
	expect("\xE3\x88\x9C", "(\x8C\xA0)");                                   /* parenthesised syllable */
}

static void a_fraction_behind_a_digit_does_not_run_into_it(void **state)
{
	(void)state;
	expect("2\xC2\xBD", "2 1/2");
	expect("\xC2\xBD", "1/2");
	struct span half = view_span(&view, 0, 1);
	assert_int_equal(half.stop, 2);
	/* but full-width digits are digits */
	expect("2\xEF\xBC\x91", "21");
}

static void marks_come_off_latin_letters(void **state)
{
	(void)state;
	expect("\xC3\xA9\xC5\x81\xC3\x9F", "eLss");
	/* a mark of its own belongs to the letter before it */
	expect("e\xCC\x81x", "ex");
	assert_int_equal(view_span(&view, 0, 1).stop, 3);
}

static void signs_that_stand_for_one_another_are_one(void **state)
{
	(void)state;
	const char dot = (char)(VIEW_SIGNS + 17);
	expect("\xC2\xB7\xE3\x86\x8D\xE3\x83\xBB\xE2\x80\xA7", (char[]){ dot, dot, dot, dot, 0 });
	expect("~\xEF\xBD\x9E\xE2\x88\xBC\xE3\x80\x9C", "~~~~");
	expect("\xE3\x80\x90\xE3\x80\x91\xE2\x88\x92", "[]-");
}

static void signs_with_bytes_of_their_own_are_different(void **state)
{
	(void)state;
	/* curly quotes, corner brackets, dashes, money, triangles */
	build("\xE2\x80\x9C\xE2\x80\x9D\xE2\x80\x98\xE2\x80\x99\xE3\x80\x8C\xE3\x80\x8D\xE2\x80\x94\xE2\x80\x93"
	      "\xE2\x82\xAC\xC2\xA3\xC2\xA5\xE2\x82\xA9\xE2\x96\xB2\xE2\x96\xB3\xE2\x96\xBC\xE2\x80\xA6");
	assert_int_equal(view.len, 16);
	for (size_t i = 0; i < view.len; i++) {
		assert_true(view.bytes[i] >= VIEW_SIGNS && view.bytes[i] < VIEW_HAN);
		for (size_t k = 0; k < i; k++)
			assert_int_not_equal(view.bytes[i], view.bytes[k]);
	}
}

static void other_scripts_are_fillers(void **state)
{
	(void)state;
	/* a Chinese character, Cyrillic, kana, a lone jamo, a Devanagari digit, an emoji */
	expect("\xE9\x87\x91\xD0\x96\xE3\x81\x82\xE3\x84\xB1\xE0\xA5\xA9\xF0\x9F\x98\x80",
	       (char[]){ (char)VIEW_HAN, (char)VIEW_LETTER, (char)VIEW_LETTER, (char)VIEW_JAMO, (char)VIEW_DIGIT,
	                 (char)VIEW_OTHER, 0 });
}

static void every_character_is_whole_in_the_span_of_each_of_its_bytes(void **state)
{
	(void)state;
	for (uint32_t c = 1; c <= 0x10FFFF; c++) {
		if (c >= 0xD800 && c <= 0xDFFF)
			continue;
		char text[8] = { 'x' };
		size_t len = text_encode(c, text + 1);
		text[len + 1] = 'y';
		assert_true(view_build(&view, (struct slice){ text, len + 2 }));
		assert_true(view.len >= 2 && view.bytes[0] == 'x' && view.bytes[view.len - 1] == 'y');
		assert_int_equal(view.at[view.len - 1], len + 1);
		assert_int_equal(view.at[view.len], len + 2);
		for (size_t i = 1; i + 1 < view.len; i++) {
			struct span span = view_span(&view, i, i + 1);
			if (span.start != 1 || span.stop != len + 1)
				fail_msg("U+%04X", (unsigned)c);
			/* tokens are for stages alone */
			assert_true(view.bytes[i] >= VIEW_MORE_SIGNS);
		}
	}
}

static void ill_formed_bytes_and_cut_characters_are_fillers(void **state)
{
	(void)state;
	expect("\xEA\xB0", "\xFC\xFC");
	expect("\xFF" "a\x80\xC0\xAF", "\xFC" "a\xFC\xFC\xFC");
	expect("\xEA" "ab", "\xFC" "ab");
}

static void nothing_is_a_view_of_nothing(void **state)
{
	(void)state;
	expect("", "");
	assert_int_equal(view_span(&view, 0, 5).stop, 0);
	assert_int_equal(view_find(&view, 3), 0);
}

static void the_longest_expansion_fits(void **state)
{
	(void)state;
	/* U+FDFA is eighteen letters: many of them make the view much longer than the text */
	char text[300];
	for (size_t i = 0; i < sizeof text; i += 3)
		memcpy(text + i, "\xEF\xB7\xBA", 3);
	struct view fresh;
	view_init(&fresh);
	assert_true(view_build(&fresh, (struct slice){ text, sizeof text }));
	assert_int_equal(fresh.len, 1800);
	assert_int_equal(fresh.at[1799], 297);
	view_release(&fresh);
}

static int release(void **state)
{
	(void)state;
	view_release(&view);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_syllable_is_its_jamo_and_ascii_is_itself),
		cmocka_unit_test(a_syllable_without_a_final_has_two_bytes),
		cmocka_unit_test(blanks_of_all_kinds_are_one),
		cmocka_unit_test(control_characters_are_fillers),
		cmocka_unit_test(compatibility_forms_are_read_as_what_they_stand_for),
		cmocka_unit_test(a_fraction_behind_a_digit_does_not_run_into_it),
		cmocka_unit_test(marks_come_off_latin_letters),
		cmocka_unit_test(signs_that_stand_for_one_another_are_one),
		cmocka_unit_test(signs_with_bytes_of_their_own_are_different),
		cmocka_unit_test(other_scripts_are_fillers),
		cmocka_unit_test(every_character_is_whole_in_the_span_of_each_of_its_bytes),
		cmocka_unit_test(ill_formed_bytes_and_cut_characters_are_fillers),
		cmocka_unit_test(nothing_is_a_view_of_nothing),
		cmocka_unit_test(the_longest_expansion_fits),
	};
	return cmocka_run_group_tests(tests, NULL, release);
}
