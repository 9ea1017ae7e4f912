/* mend: text that was decoded wrongly before it was saved is known, put right if that is wanted, and keeps its places. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "read/read.h"

static struct arena arena;
static struct document document;
static struct input input;
static struct text decoded;

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

static void read_text(const char *text, bool repair)
{
	input = (struct input){ .bytes = slice_from(text), .kind = "text" };
	document_init(&document, &arena, &input);
	assert_true(decode(&document, &decoded, "utf-8", &document.error));
	mend(&document, &decoded, repair);
}

static size_t notes(const char *code)
{
	size_t count = 0;
	for (size_t i = 0; i < document.notes.len; i++)
		count += !strcmp(document.notes.at[i].code, code);
	return count;
}

/* Without the wish it is noted and stays; with it, it reads as it was written. */
static void assert_mended(const char *wrong, const char *right)
{
	read_text(wrong, false);
	assert_string_equal(decoded.bytes, wrong);
	assert_int_equal(notes("mojibake"), 1);
	read_text(wrong, true);
	assert_string_equal(decoded.bytes, right);
	assert_int_equal(notes("mojibake-repaired"), 1);
	assert_int_equal(document.notes.len, 1);
}

static void assert_untouched(const char *text)
{
	for (int repair = 0; repair < 2; repair++) {
		read_text(text, repair);
		assert_string_equal(decoded.bytes, text);
		assert_int_equal(document.notes.len, 0);
	}
}

static void assert_place(const char *piece, const char *wrong)
{
	const char *at = strstr(decoded.bytes, piece), *from = strstr(input.bytes.at, wrong);
	assert_non_null(at);
	assert_non_null(from);
	size_t start = (size_t)(at - decoded.bytes), source = (size_t)(from - input.bytes.at);
	struct origin origin = text_origin(&decoded, (struct span){ start, start + strlen(piece) });
	assert_int_equal(origin.start, source);
	assert_int_equal(origin.stop, source + strlen(wrong));
}

/* geumri, "interest rate": as it is, and read as windows-1252, as windows-949, and from windows-949 as windows-1252 */
#define GEUMRI "\xEA\xB8\x88\xEB\xA6\xAC"
#define GEUMRI_1252 "\xC3\xAA\xC2\xB8\xCB\x86\xC3\xAB\xC2\xA6\xC2\xAC"
#define GEUMRI_949 "\xE6\xB9\xB2\xEB\x8D\x88\xE2\x94\x81"
#define GEUMRI_BYTES "\xC2\xB1\xC3\x9D\xC2\xB8\xC2\xAE"
/* a closing single quotation mark */
#define QUOTE "\xE2\x80\x99"
#define QUOTE_1252 "\xC3\xA2\xE2\x82\xAC\xE2\x84\xA2"
#define QUOTE_TWICE "\xC3\x83\xC2\xA2\xC3\xA2\xE2\x80\x9A\xC2\xAC\xC3\xA2\xE2\x80\x9E\xC2\xA2"

static void utf8_read_as_windows_1252_is_put_right(void **state)
{
	(void)state;
	assert_mended("The mayor" QUOTE_1252 "s plan costs \xC3\x82\xC2\xA3" "3m", "The mayor" QUOTE "s plan costs \xC2\xA3" "3m");
	assert_place(QUOTE, QUOTE_1252);
	assert_place("s plan", "s plan");
	assert_place("\xC2\xA3", "\xC3\x82\xC2\xA3");
	assert_mended(GEUMRI_1252 " 3.5%", GEUMRI " 3.5%");
	assert_place("\xEB\xA6\xAC", "\xC3\xAB\xC2\xA6\xC2\xAC");
}

static void the_byte_of_a_closing_quotation_mark_that_windows_1252_has_not_is_guessed(void **state)
{
	(void)state;
	assert_mended("\xC3\xA2\xE2\x82\xAC\xC5\x93No\xC3\xA2\xE2\x82\xAC, she said", "\xE2\x80\x9CNo\xE2\x80\x9D, she said");
	assert_mended("\xC3\xA2\xE2\x82\xAC\xC5\x93No\xC3\xA2\xE2\x82\xAC\xEF\xBF\xBD", "\xE2\x80\x9CNo\xE2\x80\x9D");
}

static void what_was_saved_wrongly_twice_is_put_right_twice(void **state)
{
	(void)state;
	assert_mended("The mayor" QUOTE_TWICE "s plan isn" QUOTE_TWICE "t new", "The mayor" QUOTE "s plan isn" QUOTE "t new");
	assert_place("s plan", "s plan");
	assert_place(QUOTE, QUOTE_TWICE);
}

static void windows_949_read_as_windows_1252_is_put_right(void **state)
{
	(void)state;
	assert_mended(GEUMRI_BYTES " " GEUMRI_BYTES " 3.5% " GEUMRI_BYTES, GEUMRI " " GEUMRI " 3.5% " GEUMRI);
	assert_place("\xEB\xA6\xAC 3", "\xC2\xB8\xC2\xAE 3");
}

static void utf8_read_as_windows_949_is_put_right(void **state)
{
	(void)state;
	assert_mended(GEUMRI_949 " 3.5% " GEUMRI_949 " " GEUMRI_949, GEUMRI " 3.5% " GEUMRI " " GEUMRI);
	assert_place("\xEA\xB8\x88", "\xE6\xB9\xB2\xEB\x8D\x88");
	assert_place("\xEB\xA6\xAC", "\xE2\x94\x81");
	assert_place("3.5%", "3.5%");
}

static void a_quotation_mark_that_swallowed_a_letter_gives_it_back(void **state)
{
	(void)state;
	/* UTF-8's last byte and the letter t are a syllable of windows-949; the bytes before are lost */
	assert_mended("the plan isn\xEF\xBF\xBD\xEF\xBF\xBD\xEC\x85\xB3 new to us", "the plan isn" QUOTE "t new to us");
	assert_place("t new", "\xEC\x85\xB3 new");
	assert_mended("the plan isn?\xEC\x85\xB3 new to us", "the plan isn" QUOTE "t new to us");
	assert_mended("the plan isn\xEC\x85\xB3 new to us", "the plan isn" QUOTE "t new to us");
}

static void real_accents_hanja_and_quotation_marks_are_no_mojibake(void **state)
{
	(void)state;
	assert_untouched("Zo\xC3\xAB\xE2\x80\xA6\xE2\x80\x9D said the caf\xC3\xA9\xE2\x80\x99s owner, na\xC3\xAFve and f\xC3\xAAted");
	assert_untouched("\xE2\x80\x9CUm \xC3\x89\xE2\x80\x9D, S\xC3\x83O PAULO, \xC3\x82ngela");
	assert_untouched("\xE7\xBE\x8E " GEUMRI " \xE4\xB8\xAD " GEUMRI " \xE6\x97\xA5 " GEUMRI);
	assert_untouched("\xE9\x87\x91\xE5\x88\xA9\xE4\xB8\x8A\xE6\x98\x87 " GEUMRI);
	assert_untouched("KBS" GEUMRI "? " GEUMRI);
	assert_untouched("");
}

static void a_records_title_is_put_right_with_its_text(void **state)
{
	(void)state;
	input = (struct input){ .bytes = SLICE("isn" QUOTE_1252 "t"), .title = SLICE("It" QUOTE_1252 "s"), .decoded = true, .kind = "jsonl" };
	document_init(&document, &arena, &input);
	assert_true(decode(&document, &decoded, NULL, &document.error));
	mend(&document, &decoded, true);
	assert_string_equal(decoded.bytes, "It" QUOTE "s\nisn" QUOTE "t");
	assert_int_equal(text_origin(&decoded, (struct span){ 2, 5 }).field, FIELD_TITLE);
}

/* Whatever came in: the text stays well-formed, and its places lie in the input. */
static void any_bytes_may_come(void **state)
{
	(void)state;
	static const char *const parts[] = { GEUMRI_949, GEUMRI_1252, QUOTE_TWICE, GEUMRI_BYTES, "?", "\xEF\xBF\xBD", "t", " ",
		"\xC2\x80", "\xC3\xA2\xE2\x82\xAC", "\xF0\x9F\x98\x80", "\xEE\x80\x80", "\xE6\xB9\xB2", "\xEC\x85\xB3", "\xC3\xB0" };
	uint32_t seed = 7;
	char bytes[6000];
	for (size_t round = 0; round < 200; round++) {
		size_t len = 0;
		while (len < (round % 10 + 1) * 500) {
			seed = seed * 1664525 + 1013904223;
			const char *part = parts[(seed >> 16) % (sizeof parts / sizeof *parts)];
			memcpy(bytes + len, part, strlen(part));
			len += strlen(part);
		}
		input = (struct input){ .bytes = { bytes, len }, .kind = "text" };
		document_init(&document, &arena, &input);
		assert_true(decode(&document, &decoded, "utf-8", &document.error));
		mend(&document, &decoded, true);
		size_t before = 0;
		for (size_t at = 0; at < decoded.len;) {
			size_t start = at;
			uint32_t c = text_codepoint(decoded.bytes, decoded.len, &at);
			assert_true(c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF) && at <= decoded.len);
			struct origin origin = text_origin(&decoded, (struct span){ start, at });
			assert_true(before <= origin.start && origin.start < origin.stop && origin.stop <= len);
			before = origin.start;
		}
		arena_clear(&arena);
	}
}

int main(void)
{
#define test(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)
	const struct CMUnitTest tests[] = {
		test(utf8_read_as_windows_1252_is_put_right),
		test(the_byte_of_a_closing_quotation_mark_that_windows_1252_has_not_is_guessed),
		test(what_was_saved_wrongly_twice_is_put_right_twice),
		test(windows_949_read_as_windows_1252_is_put_right),
		test(utf8_read_as_windows_949_is_put_right),
		test(a_quotation_mark_that_swallowed_a_letter_gives_it_back),
		test(real_accents_hanja_and_quotation_marks_are_no_mojibake),
		test(a_records_title_is_put_right_with_its_text),
		test(any_bytes_may_come),
	};
	return cmocka_run_group_tests_name("mend", tests, NULL, NULL);
}
