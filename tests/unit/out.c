/* out: bytes collected in memory, numbers and JSON strings among them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/error.h"
#include "base/out.h"

static struct out out;

static int open_out(void **state)
{
	(void)state;
	out_init(&out);
	return 0;
}

static int close_out(void **state)
{
	(void)state;
	out_release(&out);
	return 0;
}

static void assert_out(const char *expected)
{
	assert_false(out.failed);
	assert_int_equal(out.len, strlen(expected));
	assert_memory_equal(out.bytes, expected, out.len);
}

static void pieces_come_out_in_the_order_they_went_in(void **state)
{
	(void)state;
	out_string(&out, "{\"start\":");
	out_size(&out, 17);
	out_char(&out, ',');
	out_slice(&out, SLICE("\"text\":"));
	out_json(&out, SLICE("a \"b\""));
	out_format(&out, "%c %s", '}', "end");
	out_bytes(&out, "", 0);
	assert_out("{\"start\":17,\"text\":\"a \\\"b\\\"\"} end");
	out_clear(&out);
	assert_int_equal(out.len, 0);
	out_string(&out, "again");
	assert_out("again");
}

static void json_escapes_controls_quotes_and_backslashes_alone(void **state)
{
	(void)state;
	out_json(&out, (struct slice){ "\0\x01\t\n\r\x1b\x1f\"\\/\x7f", 11 });
	assert_out("\"\\u0000\\u0001\\t\\n\\r\\u001b\\u001f\\\"\\\\/\\u007f\"");
	out_clear(&out);
	out_json(&out, SLICE("\xEA\xB8\x88\xEB\xA6\xAC \xF0\x9F\x98\x80 <b>"));
	assert_out("\"\xEA\xB8\x88\xEB\xA6\xAC \xF0\x9F\x98\x80 <b>\"");
	out_clear(&out);
	out_json(&out, (struct slice){ NULL, 0 });
	assert_out("\"\"");
}

static void numbers_are_written_to_the_last_digit(void **state)
{
	(void)state;
	out_size(&out, 0);
	out_char(&out, ' ');
	out_size(&out, SIZE_MAX);
	assert_out("0 18446744073709551615");
}

static void a_million_small_pieces_are_kept(void **state)
{
	(void)state;
	for (size_t i = 0; i < 1000000; i++)
		out_char(&out, (char)('a' + i % 26));
	assert_int_equal(out.len, 1000000);
	for (size_t i = 0; i < 1000000; i++)
		if (out.bytes[i] != (char)('a' + i % 26))
			fail();
}

static void what_cannot_be_held_is_said_and_does_not_crash(void **state)
{
	(void)state;
	volatile size_t too_much = SIZE_MAX - 10;       /* more than the compiler may know of */
	out_string(&out, "kept");
	out_bytes(&out, "x", too_much);
	assert_true(out.failed);
	out_string(&out, "lost");
	assert_int_equal(out.len, 4);
	out_clear(&out);
	out_string(&out, "new");
	assert_out("new");
}

static void the_first_error_stays(void **state)
{
	(void)state;
	struct error error = { 0 };
	assert_false(error_set(&error, ERROR_READ, "cannot read \"%s\"", "a.txt"));
	assert_false(error_set(&error, ERROR_USAGE, "later"));
	assert_int_equal(error.kind, ERROR_READ);
	assert_string_equal(error.message, "cannot read \"a.txt\"");
	assert_string_equal(error_code(error.kind), "read");
}

int main(void)
{
#define test(name) cmocka_unit_test_setup_teardown(name, open_out, close_out)
	const struct CMUnitTest tests[] = {
		test(pieces_come_out_in_the_order_they_went_in),
		test(json_escapes_controls_quotes_and_backslashes_alone),
		test(numbers_are_written_to_the_last_digit),
		test(a_million_small_pieces_are_kept),
		test(what_cannot_be_held_is_said_and_does_not_crash),
		test(the_first_error_stays),
	};
	return cmocka_run_group_tests_name("out", tests, NULL, NULL);
}
