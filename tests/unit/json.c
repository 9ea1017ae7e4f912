/* json: a text in, its values out; what is no JSON is told with its place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "read/json.h"

static struct json_parser *parser;

static int open_parser(void **state)
{
	(void)state;
	parser = json_parser_open();
	return parser ? 0 : -1;
}

static int close_parser(void **state)
{
	(void)state;
	json_parser_close(parser);
	return 0;
}

static struct json *parsed(struct slice text)
{
	struct error error = { ERROR_NONE, "" };
	struct json *json = json_parse(parser, text, &error);
	if (!json)
		fail_msg("%s", error.message);
	return json;
}

#define json_of(literal) parsed(SLICE(literal))

static void refused(struct slice text, const char *why)
{
	struct error error = { ERROR_NONE, "" };
	assert_null(json_parse(parser, text, &error));
	assert_string_equal(error.message, why);
}

#define no_json(literal, why) refused(SLICE(literal), why)

static void assert_string(const struct json *json, const char *words)
{
	assert_true(slice_is(json_string(json), words));
}

static void fields_are_found_by_their_names(void **state)
{
	(void)state;
	struct json *json = json_of(" { \"id\" : 17, \"text\":\"One boat.\", \"tags\": [\"a\", [], {}, null], \"old\": true, \"new\":false }\r\n");
	assert_int_equal(json_kind(json), JSON_OBJECT);
	assert_string(json_field(json, "text"), "One boat.");
	assert_true(slice_is(json_written(json_field(json, "id")), "17"));
	assert_true(json_number(json_field(json, "id")) == 17);
	assert_int_equal(json_count(json_field(json, "tags")), 4);
	assert_string(json_element(json_field(json, "tags"), 0), "a");
	assert_int_equal(json_kind(json_element(json_field(json, "tags"), 2)), JSON_OBJECT);
	assert_int_equal(json_kind(json_element(json_field(json, "tags"), 3)), JSON_NULL);
	assert_null(json_element(json_field(json, "tags"), 4));
	assert_true(json_truth(json_field(json, "old")));
	assert_false(json_truth(json_field(json, "new")));
	assert_true(json_has(json, "new"));
	assert_null(json_field(json, "missing"));
	assert_int_equal(json_kind(json_field(json, "missing")), JSON_NULL);
	json_release(json);
}

static void of_two_fields_with_one_name_the_last_counts(void **state)
{
	(void)state;
	struct json *json = json_of("{\"a\":1,\"a\":\"two\"}");
	assert_string(json_field(json, "a"), "two");
	json_release(json);
}

static void what_stands_behind_a_backslash_is_put_in_place(void **state)
{
	(void)state;
	struct json *json = json_of("[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\", \"caf\\u00e9 \\uD55c\\ud83D\\uDE00!\", \"\\ud800x\\udc00\", \"a\\u0000b\", \"\"]");
	assert_string(json_element(json, 0), "\"\\/\b\f\n\r\t");
	assert_string(json_element(json, 1), "caf\xC3\xA9 \xED\x95\x9C\xF0\x9F\x98\x80!");
	assert_string(json_element(json, 2), "\xEF\xBF\xBDx\xEF\xBF\xBD");
	assert_int_equal(json_string(json_element(json, 3)).len, 3);
	assert_string(json_element(json, 4), "");
	json_release(json);
}

static void numbers_are_what_they_are_in_any_locale(void **state)
{
	(void)state;
	struct json *json = json_of("[0, -1.5, 0.1, 1e3, 25E-2, 123456789012, 1e400]");
	const double numbers[] = { 0, -1.5, 0.1, 1000, 0.25, 123456789012 };
	for (size_t i = 0; i < 6; i++)
		assert_true(json_number(json_element(json, i)) == numbers[i]);
	assert_true(slice_is(json_written(json_element(json, 3)), "1e3"));
	json_release(json);
}

static void what_is_no_json_is_told_with_its_place(void **state)
{
	(void)state;
	no_json("", "not JSON: it ends too early");
	no_json("{\"a\":", "not JSON: it ends too early");
	no_json("\"a\\", "not JSON: it ends too early");
	no_json("\"a\\u12", "not JSON: it ends too early");
	no_json("[1,", "not JSON: it ends too early");
	no_json("{oops}", "not JSON at byte 1: quoted object property name expected");
	no_json("{\"a\" 1}", "not JSON at byte 5: object property name separator ':' expected");
	no_json("{\"a\":1 \"b\":2}", "not JSON at byte 7: object value separator ',' expected");
	no_json("[1 2]", "not JSON at byte 3: array value separator ',' expected");
	no_json("[\"\\x\"]", "not JSON at byte 3: invalid string sequence");
	no_json("[\"\xFF\"]", "not JSON at byte 2: invalid utf-8 string");
	no_json("{} {}", "not JSON: something follows it at byte 3");
}

static void what_is_nested_without_end_is_refused(void **state)
{
	char deep[4096];
	(void)state;
	memset(deep, '[', sizeof deep);
	refused((struct slice){ deep, sizeof deep }, "not JSON at byte 64: nesting too deep");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_are_found_by_their_names),
		cmocka_unit_test(of_two_fields_with_one_name_the_last_counts),
		cmocka_unit_test(what_stands_behind_a_backslash_is_put_in_place),
		cmocka_unit_test(numbers_are_what_they_are_in_any_locale),
		cmocka_unit_test(what_is_no_json_is_told_with_its_place),
		cmocka_unit_test(what_is_nested_without_end_is_refused),
	};
	return cmocka_run_group_tests_name("json", tests, open_parser, close_parser);
}
