/* terminal: widths, lines, and what may not reach a terminal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "write/terminal.h"

/* "han" and "geul", two columns each; a letter and the accent above it; a Chinese character */
#define HAN "\xED\x95\x9C"
#define GEUL "\xEA\xB8\x80"
#define ACCENT "e\xCC\x81"
#define CHINESE "\xE9\x87\x91"

static void assert_line(struct slice *rest, size_t width, const char *expected)
{
	struct slice line;
	assert_true(terminal_line(&line, rest, width));
	assert_int_equal(line.len, strlen(expected));
	assert_memory_equal(line.at, expected, line.len);
}

static void assert_end(struct slice *rest)
{
	struct slice line;
	assert_false(terminal_line(&line, rest, 80));
}

static void lines_break_at_blanks(void **state)
{
	struct slice rest = SLICE("the grid must be repaired");
	(void)state;
	assert_line(&rest, 13, "the grid must");
	assert_line(&rest, 11, "be repaired");
	assert_end(&rest);
}

static void wide_characters_take_two_columns(void **state)
{
	struct slice rest = SLICE(HAN GEUL " " HAN GEUL);
	(void)state;
	assert_int_equal(terminal_width(SLICE(HAN GEUL "1")), 5);
	assert_int_equal(terminal_width(SLICE(ACCENT)), 1);
	assert_line(&rest, 8, HAN GEUL);
	assert_line(&rest, 8, HAN GEUL);
	rest = SLICE(HAN GEUL " " HAN GEUL);
	assert_line(&rest, 9, HAN GEUL " " HAN GEUL);
	assert_end(&rest);
}

static void a_word_wider_than_the_line_is_broken(void **state)
{
	struct slice rest = SLICE("unbreakable");
	(void)state;
	assert_line(&rest, 6, "unbrea");
	assert_line(&rest, 6, "kable");
	rest = SLICE(HAN GEUL);
	assert_line(&rest, 3, HAN);
	rest = SLICE(HAN);
	assert_line(&rest, 1, HAN);
	assert_end(&rest);
}

static void chinese_breaks_anywhere_and_hangul_only_at_blanks(void **state)
{
	struct slice chinese = SLICE("a " CHINESE CHINESE CHINESE), hangul = SLICE("a " HAN GEUL HAN);
	(void)state;
	assert_line(&chinese, 6, "a " CHINESE CHINESE);
	assert_line(&hangul, 6, "a");
	assert_line(&hangul, 6, HAN GEUL HAN);
}

static void control_characters_are_shown(void **state)
{
	struct out out;
	(void)state;
	out_init(&out);
	terminal_safe(&out, SLICE("a\33[31mb\n\x7F\xC2\x9B" "c\xE2\x80\xAE\xFF" HAN));
	out_char(&out, '\0');
	assert_string_equal(out.bytes, "a\\x1b[31mb\\x0a\\x7f\\u009bc\\u202e\\xff" HAN);
	out_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_break_at_blanks),
		cmocka_unit_test(wide_characters_take_two_columns),
		cmocka_unit_test(a_word_wider_than_the_line_is_broken),
		cmocka_unit_test(chinese_breaks_anywhere_and_hangul_only_at_blanks),
		cmocka_unit_test(control_characters_are_shown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
