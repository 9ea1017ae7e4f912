/* hostile: inputs nobody wrote, through decode, unmark and normalise: a result or an error, in linear time.
 *
 * Each is so large that anything quadratic would run into the alarm. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#include "clean/clean.h"
#include "read/read.h"

enum { MEGABYTE = 1024 * 1024, SECONDS = 120 };

static struct arena arena;
static struct document document;
static struct input input;

static int open_arena(void **state)
{
	(void)state;
	alarm(SECONDS);
	arena_init(&arena);
	return 0;
}

static int close_arena(void **state)
{
	(void)state;
	arena_release(&arena);
	alarm(0);
	return 0;
}

/* A piece of bytes over and over, behind a beginning. */
static bool read_repeated(struct slice head, struct slice piece, size_t size, const char *encoding)
{
	size_t times = size / piece.len, len = head.len + times * piece.len;
	char *bytes = malloc(len);
	struct text decoded, unmarked;
	block_list blocks = { 0 };
	assert_non_null(bytes);
	memcpy(bytes, head.at, head.len);
	for (size_t i = 0; i < times; i++)
		memcpy(bytes + head.len + i * piece.len, piece.at, piece.len);
	input = (struct input){ .bytes = { bytes, len }, .kind = "text" };
	document_init(&document, &arena, &input);
	bool done = decode(&document, &decoded, encoding, &document.error);
	if (done) {
		unmark(&document, &unmarked, &blocks, &decoded, NULL);
		normalise(&document, &unmarked, blocks.at, blocks.len);
	}
	free(bytes);
	return done;
}

#define read_many(head, piece, size, encoding) assert_true(read_repeated(SLICE(head), SLICE(piece), size, encoding))

static void a_line_of_64_mebibytes_is_one_block(void **state)
{
	(void)state;
	read_many("", "the rate rose \xEA\xB8\x88\xEB\xA6\xAC ", 64 * MEGABYTE, NULL);
	assert_int_equal(document.blocks.len, 1);
	assert_int_equal(document.page.runs.len, 1);
	struct origin end = text_origin(&document.page, (struct span){ document.page.len - 3, document.page.len });
	assert_int_equal(end.stop, input.bytes.len - 1);
}

static void a_megabyte_of_marks_is_put_in_order(void **state)
{
	(void)state;
	read_many("a", "\xCC\x81\xCC\xA3\xCC\xA7", MEGABYTE, NULL);
	assert_int_equal(document.blocks.len, 1);
	/* all of class 202 come before all of class 220 and those before all of class 230; one of each may compose */
	assert_int_equal(strspn(document.page.bytes + 8, "\xCC\xA7") > MEGABYTE / 3 - 16, 1);
	read_many("\xEA\xB0\x80", "\xE1\x86\xA8", MEGABYTE, NULL);
	assert_int_equal(document.page.len, 3 + MEGABYTE / 3 * 3 - 3);
	read_many("", "\xE1\x85\xA1", MEGABYTE, NULL);
	read_many("", "a\xCC\x81\xE2\x80\x8B", MEGABYTE, NULL);
}

static void bad_bytes_in_masses_are_signs_and_few_notes(void **state)
{
	(void)state;
	read_many("", "\xFF", MEGABYTE, "utf-8");
	assert_int_equal(document.page.len, 3 * MEGABYTE);
	assert_int_equal(document.notes.len, 1);
	read_many("", "\xEA\xB8\x88\xFF", MEGABYTE, NULL);
	assert_string_equal(document.encoding, "UTF-8");
	assert_int_equal(document.notes.len, 21);
	read_many("", "\xF0\x9F", MEGABYTE, "utf-8");
	read_many("", "\x81\x20", MEGABYTE, "cp949");
	read_many("", "\x81\x20", MEGABYTE, "shift_jis");
	read_many("", "\xFF\xFF\xFF", MEGABYTE, "gb18030");
	read_many("\x1B$)C\x0E", "\x21\x0A", MEGABYTE, "iso-2022-kr");
}

static void lone_surrogates_in_masses_are_signs(void **state)
{
	(void)state;
	read_many("\xFF\xFE", "\x00\xD8", MEGABYTE, NULL);
	assert_int_equal(document.page.len, MEGABYTE / 2 * 3);
	read_many("", "\xDC\x00", MEGABYTE, "utf-16be");
	assert_int_equal(document.page.len, MEGABYTE / 2 * 3);
	read_many("\xFF\xFE", "\x00\xD8" "a\0", MEGABYTE, NULL);
	read_many("\xFF\xFE\0\0", "\xFF\xFF\xFF\xFF", MEGABYTE, NULL);
}

static void nothing_to_see_is_no_block(void **state)
{
	(void)state;
	read_many("", "\r", MEGABYTE, NULL);
	assert_int_equal(document.blocks.len, 0);
	read_many("", "\xE2\x80\x8B", MEGABYTE, NULL);
	assert_int_equal(document.blocks.len, 0);
	read_many("", "\xE2\x80\x8D \xC2\xA0\n", MEGABYTE, NULL);
	assert_int_equal(document.blocks.len, 0);
	assert_int_equal(document.page.len, 0);
}

static void blanks_and_line_ends_in_masses_are_read_once(void **state)
{
	(void)state;
	read_many("a", " \xC2\xA0\xE2\x80\x8B\t", MEGABYTE, NULL);
	assert_string_equal(document.page.bytes, "a");
	read_many("", "a\xC2\xA0", MEGABYTE, NULL);
	assert_int_equal(document.blocks.len, 1);
	read_many("", "a\r", MEGABYTE, NULL);
	assert_int_equal(document.blocks.len, MEGABYTE / 2);
	read_many("", "a word and another and one more word\n", MEGABYTE, NULL);
	assert_int_equal(document.blocks.len, 1);
}

static void nuls_in_masses_are_binary_and_some_are_dropped(void **state)
{
	(void)state;
	assert_false(read_repeated(SLICE(""), SLICE("\0"), MEGABYTE, NULL));
	assert_int_equal(document.error.kind, ERROR_BINARY);
	read_many("", "twenty bytes of text\0", MEGABYTE, NULL);
	assert_int_equal(document.notes.len, 1);
	read_many("", "\0", MEGABYTE, "utf-8");
	assert_int_equal(document.page.len, 0);
}

static void every_pair_of_bytes_is_read_in_every_encoding(void **state)
{
	(void)state;
	static const char *const encodings[] = {
		NULL, "utf-8", "utf-16", "utf-16le", "utf-16be", "utf-32", "cp949", "iso-2022-kr", "latin1", "shift_jis", "gb18030",
		"iso-2022-jp", "utf-7", "scsu", "hz", "euc-jp", "big5", "johab"
	};
	char bytes[3] = "";
	for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++)
		for (unsigned pair = 0; pair < 0x10000; pair += 7) {
			bytes[0] = (char)(pair >> 8);
			bytes[1] = (char)pair;
			if (!read_repeated(SLICE(""), (struct slice){ bytes, 2 }, 6, encodings[i]))
				assert_int_not_equal(document.error.kind, ERROR_NONE);
			arena_clear(&arena);
		}
}

int main(void)
{
#define test(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)
	const struct CMUnitTest tests[] = {
		test(a_line_of_64_mebibytes_is_one_block),
		test(a_megabyte_of_marks_is_put_in_order),
		test(bad_bytes_in_masses_are_signs_and_few_notes),
		test(lone_surrogates_in_masses_are_signs),
		test(nothing_to_see_is_no_block),
		test(blanks_and_line_ends_in_masses_are_read_once),
		test(nuls_in_masses_are_binary_and_some_are_dropped),
		test(every_pair_of_bytes_is_read_in_every_encoding),
	};
	return cmocka_run_group_tests_name("hostile", tests, NULL, NULL);
}
