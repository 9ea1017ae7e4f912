/* decode: bytes of any encoding to UTF-8 that knows their places. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include <unicode/ucnv.h>

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

static bool try_decode(struct slice bytes, const char *encoding)
{
	input = (struct input){ .bytes = bytes, .kind = "text" };
	document_init(&document, &arena, &input);
	return decode(&document, &decoded, encoding, &document.error);
}

#define decode_bytes(literal, encoding) assert_true(try_decode(SLICE(literal), encoding))

static void assert_text(const char *text, const char *encoding)
{
	assert_string_equal(decoded.bytes, text);
	assert_string_equal(document.encoding, encoding);
}

static void assert_place(const char *piece, size_t start, size_t stop)
{
	const char *at = strstr(decoded.bytes, piece);
	assert_non_null(at);
	size_t from = (size_t)(at - decoded.bytes);
	struct origin origin = text_origin(&decoded, (struct span){ from, from + strlen(piece) });
	assert_int_equal(origin.start, start);
	assert_int_equal(origin.stop, stop);
}

static size_t notes(const char *code)
{
	size_t count = 0;
	for (size_t i = 0; i < document.notes.len; i++)
		count += !strcmp(document.notes.at[i].code, code);
	return count;
}

#define LITERAL(text) { text, sizeof(text) - 1 }

/* geumri, "interest rate", and a sentence around it */
#define GEUMRI "\xEA\xB8\x88\xEB\xA6\xAC"
#define GEUMRI_949 "\xB1\xDD\xB8\xAE"
#define SENTENCE "\xEA\xB8\x88\xEB\xA6\xAC\xEB\xA5\xBC \xEB\x82\xB4\xEB\xA0\xA4\xEC\x95\xBC \xED\x95\x9C\xEB\x8B\xA4."
#define SENTENCE_949 "\xB1\xDD\xB8\xAE\xB8\xA6 \xB3\xBB\xB7\xC1\xBE\xDF \xC7\xD1\xB4\xD9."

static void utf8_is_taken_as_it_is(void **state)
{
	(void)state;
	decode_bytes("rates: " SENTENCE, NULL);
	assert_text("rates: " SENTENCE, "UTF-8");
	assert_int_equal(decoded.runs.len, 1);
	assert_int_equal(document.notes.len, 0);
	assert_place(GEUMRI, 7, 13);
}

static void windows_949_is_found_by_its_syllables(void **state)
{
	(void)state;
	decode_bytes(SENTENCE_949, NULL);
	assert_text(SENTENCE, "windows-949");
	assert_int_equal(document.notes.len, 0);
	assert_place(GEUMRI, 0, 4);
	assert_place("\xED\x95\x9C\xEB\x8B\xA4.", 14, 19);
}

static void a_short_piece_of_windows_949_is_read_with_a_note(void **state)
{
	(void)state;
	decode_bytes(GEUMRI_949, NULL);
	assert_text(GEUMRI, "windows-949");
	assert_int_equal(notes("charset-doubtful"), 1);
	decode_bytes("\xBE\xC8\xB3\xE7\xC7\xCF\xBC\xBC\xBF\xE4", NULL);
	assert_text("\xEC\x95\x88\xEB\x85\x95\xED\x95\x98\xEC\x84\xB8\xEC\x9A\x94", "windows-949");
}

static void syllables_that_only_windows_949_has_are_read_under_every_name_of_the_family(void **state)
{
	(void)state;
	static const char *const names[] = { "cp949", "CP949", "euc-kr", "EUC_KR", "ks_c_5601-1987", "ms949", "windows-949",
	                                     "UHC" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		/* a backslash, and two syllables that KS X 1001 has not */
		decode_bytes("\\\x8C\x63\x94\xEE", names[i]);
		assert_text("\\\xEB\x98\xA0\xEB\xB7\x81", "windows-949");
		assert_int_equal(document.notes.len, 0);
	}
}

static void english_windows_1252_is_not_taken_for_korean(void **state)
{
	(void)state;
	decode_bytes("The caf\xE9 \x93Trade\x94 isn\x92t open \x96 not yet", NULL);
	assert_text("The caf\xC3\xA9 \xE2\x80\x9CTrade\xE2\x80\x9D isn\xE2\x80\x99t open \xE2\x80\x93 not yet", "windows-1252");
	assert_int_equal(notes("charset-doubtful"), 1);
	decode_bytes("na\xEFve fa\xE7" "ade", NULL);
	assert_text("na\xC3\xAFve fa\xC3\xA7" "ade", "windows-1252");
}

static void utf16_is_found_with_and_without_its_mark(void **state)
{
	(void)state;
	decode_bytes("\xFF\xFEh\0i\0\x08\xAE", NULL);
	assert_text("hi\xEA\xB8\x88", "UTF-16LE");
	assert_place("h", 2, 4);
	assert_int_equal(document.notes.len, 0);
	decode_bytes("\xFE\xFF\0h\0i\xAE\x08", NULL);
	assert_text("hi\xEA\xB8\x88", "UTF-16BE");
	decode_bytes("t\0h\0e\0 \0r\0a\0t\0e\0 \0r\0o\0s\0e\0", NULL);
	assert_text("the rate rose", "UTF-16LE");
	decode_bytes("\0t\0h\0e\0 \0r\0a\0t\0e\0 \0r\0o\0s\0e", NULL);
	assert_text("the rate rose", "UTF-16BE");
	/* U+AC00 U+B300 U+C800 U+C900: their zero bytes stand on the other side than those of ASCII */
	decode_bytes("\0\xAC\0\xB3\0\xC8 \0\0\xC9\x08\xAE\x6C\xB9.\0\0\xAC\0\xB3 \0\x08\xAE\0\xAC", NULL);
	assert_string_equal(document.encoding, "UTF-16LE");
	decode_bytes("h\0i\0\x3D\xD8\x00\xDE!\0", "utf-16");
	assert_text("hi\xF0\x9F\x98\x80!", "UTF-16LE");
	assert_place("\xF0\x9F\x98\x80", 4, 8);
}

static void utf32_is_found_by_its_mark(void **state)
{
	(void)state;
	decode_bytes("\xFF\xFE\0\0h\0\0\0\x00\xF6\x01\0", NULL);
	assert_text("h\xF0\x9F\x98\x80", "UTF-32LE");
	decode_bytes("\0\0\xFE\xFF\0\0\0h\0\x11\0\0", NULL);
	assert_text("h\xEF\xBF\xBD", "UTF-32BE");
	assert_int_equal(notes("undecodable-bytes"), 1);
}

static void a_mark_is_no_part_of_the_text(void **state)
{
	(void)state;
	decode_bytes("\xEF\xBB\xBFrate", NULL);
	assert_text("rate", "UTF-8");
	assert_place("rate", 3, 7);
	decode_bytes("\xEF\xBB\xBFrate", "utf-8");
	assert_text("rate", "UTF-8");
}

static void iso_2022_kr_is_read_through_its_shifts(void **state)
{
	(void)state;
	decode_bytes("\x1B$)Crate \x0E\x31\x5D\x38\x2E\x0F up", NULL);
	assert_text("rate " GEUMRI " up", "ISO-2022-KR");
	assert_place("rate ", 4, 9);
	assert_place(GEUMRI, 10, 14);
	assert_place(" up", 15, 18);
}

static void other_encodings_are_read_when_they_are_named(void **state)
{
	(void)state;
	/* two kana between letters; a broken lead byte */
	decode_bytes("a\x82\xA0\x82\xA2z", "shift_jis");
	assert_text("a\xE3\x81\x82\xE3\x81\x84z", "shift_jis");
	assert_place("a", 0, 1);
	assert_place("\xE3\x81\x82", 1, 3);
	assert_place("\xE3\x81\x84", 3, 5);
	assert_place("z", 5, 6);
	decode_bytes("\xCF\xF0\xE8\xE2\xE5\xF2", "windows-1251");
	assert_text("\xD0\x9F\xD1\x80\xD0\xB8\xD0\xB2\xD0\xB5\xD1\x82", "windows-1251");
	decode_bytes("a\x82", "shift_jis");
	assert_text("a\xEF\xBF\xBD", "shift_jis");
	assert_place("\xEF\xBF\xBD", 1, 2);
}

static void a_long_text_of_another_encoding_keeps_its_places_over_the_pieces_it_is_read_in(void **state)
{
	(void)state;
	enum { PAIRS = 60001 };
	char *bytes = malloc(2 * PAIRS + 1);
	bytes[0] = 'a';
	for (size_t i = 0; i < PAIRS; i++)
		memcpy(bytes + 1 + 2 * i, "\x82\xA0", 2);
	assert_true(try_decode((struct slice){ bytes, 2 * PAIRS + 1 }, "shift_jis"));
	assert_int_equal(decoded.len, 3 * PAIRS + 1);
	for (size_t i = 0; i < PAIRS; i += 7) {
		struct origin place = text_origin(&decoded, (struct span){ 1 + 3 * i, 4 + 3 * i });
		assert_int_equal(place.start, 1 + 2 * i);
		assert_int_equal(place.stop, 3 + 2 * i);
	}
	free(bytes);
}

static void johab_is_found_by_its_syllables(void **state)
{
	(void)state;
	decode_bytes("\x8B\x71\x9F\xA1\x9F\x69 \x90\x81\x9D\x61\xB4\xA1 \xD0\x65\x94\x61.", NULL);
	assert_text(SENTENCE, "Johab");
	assert_int_equal(notes("charset-doubtful"), 1);
	assert_place(GEUMRI, 0, 4);
	decode_bytes("\x8B\x71\x9F\xA1", "johab");
	assert_text(GEUMRI, "Johab");
}

static void utf32_is_found_without_its_mark(void **state)
{
	(void)state;
	decode_bytes("r\0\0\0a\0\0\0t\0\0\0e\0\0\0\x08\xAE\0\0", NULL);
	assert_text("rate\xEA\xB8\x88", "UTF-32LE");
	assert_place("\xEA\xB8\x88", 16, 20);
	decode_bytes("\0\0\0r\0\0\0a\0\0\0t\0\0\0e\0\0\xAE\x08", NULL);
	assert_text("rate\xEA\xB8\x88", "UTF-32BE");
}

static void quotation_marks_alone_are_enough_for_windows_949(void **state)
{
	(void)state;
	decode_bytes("\xA1\xB0The rate\xA1\xB1 isn\xA1\xAFt low.", NULL);
	assert_text("\xE2\x80\x9CThe rate\xE2\x80\x9D isn\xE2\x80\x99t low.", "windows-949");
	assert_int_equal(notes("charset-doubtful"), 1);
	decode_bytes("\xA1Qu\xE9 subida! Cost\xF3 \xA3" "3.", NULL);
	assert_string_equal(document.encoding, "windows-1252");
}

static void a_piece_that_begins_in_the_middle_of_a_pair_loses_only_that_half(void **state)
{
	(void)state;
	decode_bytes("\xE1\xB1\xDD\xB8\xAE\xB8\xA6 \xB3\xBB\xB7\xC1\xBE\xDF \xC7\xD1\xB4\xD9.", NULL);
	assert_text("\xEF\xBF\xBD" SENTENCE, "windows-949");
	assert_place(GEUMRI, 1, 5);
	assert_int_equal(notes("undecodable-bytes"), 1);
}

static void names_mean_what_they_mean_on_the_web(void **state)
{
	(void)state;
	static const struct { const char *name; struct slice bytes; const char *text; } cases[] = {
		{ "ISO-8859-1", LITERAL("\x93"), "\xE2\x80\x9C" }, { "us-ascii", LITERAL("\x80"), "\xE2\x82\xAC" },
		{ "iso-8859-9", LITERAL("\x85"), "\xE2\x80\xA6" }, { "gb2312", LITERAL("\x81\x40"), "\xE4\xB8\x82" },
		{ "x-gbk", LITERAL("\xC4\xE3"), "\xE4\xBD\xA0" }, { "dos-874", LITERAL("\xA1"), "\xE0\xB8\x81" },
		{ "unicodeFFFE", LITERAL("\0a"), "a" }, { "ks_c_5601-1989", LITERAL(GEUMRI_949), GEUMRI },
		{ "korean", LITERAL(GEUMRI_949), GEUMRI }, { "x-sjis", LITERAL("\x82\xA0"), "\xE3\x81\x82" },
		{ "koi8-ru", LITERAL("\xC1"), "\xD0\xB0" }, { "logical", LITERAL("\xE0"), "\xD7\x90" }
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_true(try_decode(cases[i].bytes, cases[i].name));
		assert_string_equal(decoded.bytes, cases[i].text);
	}
}

static void an_unknown_encoding_is_an_error(void **state)
{
	(void)state;
	assert_false(try_decode(SLICE("rate"), "klingon-8"));
	assert_int_equal(document.error.kind, ERROR_USAGE);
	assert_string_equal(document.error.message, "unknown encoding \"klingon-8\"");
}

static void every_pair_means_what_icu_says_and_is_one_character(void **state)
{
	(void)state;
	UErrorCode status = U_ZERO_ERROR;
	UConverter *converter = ucnv_open("windows-949-2000", &status);
	assert_true(U_SUCCESS(status));
	size_t known = 0;
	for (unsigned lead = 0x81; lead < 0xFF; lead++)
		for (unsigned trail = 0x41; trail < 0xFF; trail++) {
			char pair[2] = { (char)lead, (char)trail }, bytes[16] = "";
			UChar units[4];
			status = U_ZERO_ERROR;
			int32_t count = ucnv_toUChars(converter, units, 4, pair, 2, &status);
			if (count != 1 || units[0] == 0xFFFD)
				continue;
			known++;
			bytes[text_encode(units[0], bytes)] = '\0';
			assert_true(try_decode((struct slice){ pair, 2 }, "cp949"));
			assert_string_equal(decoded.bytes, bytes);
			arena_clear(&arena);
		}
	assert_true(known > 17000);
	ucnv_close(converter);
}

static void ill_formed_bytes_become_one_sign_each_maximal_piece(void **state)
{
	(void)state;
	/* the example of the Unicode Standard, table 3-11 */
	decode_bytes("\x61\xF1\x80\x80\xE1\x80\xC2\x62\x80\x63\x80\xBF\x64" SENTENCE, "utf-8");
	assert_text("a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD" "b\xEF\xBF\xBD" "c\xEF\xBF\xBD\xEF\xBF\xBD" "d" SENTENCE, "UTF-8");
	assert_int_equal(notes("undecodable-bytes"), 3);
	assert_int_equal(document.notes.at[0].at.start, 1);
	assert_int_equal(document.notes.at[0].at.stop, 7);
	assert_string_equal(document.notes.at[0].message, "6 bytes that are not UTF-8");
	assert_place("b", 7, 8);
	decode_bytes("\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\xED\xA0\x80", "utf-8");
	assert_int_equal(decoded.len, 3 * 11);
	decode_bytes("\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41", "utf-8");
	assert_text("\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD" "A", "UTF-8");
}

static void an_ascii_byte_is_not_swallowed_by_a_broken_pair(void **state)
{
	(void)state;
	decode_bytes(SENTENCE_949 "\xB1<p>" SENTENCE_949 SENTENCE_949, NULL);
	assert_string_equal(document.encoding, "windows-949");
	assert_non_null(strstr(decoded.bytes, "\xEF\xBF\xBD<p>"));
	assert_int_equal(notes("undecodable-bytes"), 1);
	decode_bytes("\xC9\x41", "cp949");
	assert_text("\xEF\xBF\xBD" "A", "windows-949");
}

static void lone_surrogates_and_odd_tails_are_bad_bytes(void **state)
{
	(void)state;
	decode_bytes("a\0\x3D\xD8" "b\0\x00\xDE" "c\0d", "utf-16le");
	assert_text("a\xEF\xBF\xBD" "b\xEF\xBF\xBD" "c\xEF\xBF\xBD", "UTF-16LE");
	assert_int_equal(notes("undecodable-bytes"), 3);
	assert_place("b", 4, 6);
}

static void a_cut_tail_does_not_change_the_encoding(void **state)
{
	(void)state;
	decode_bytes(GEUMRI "\xEB\xA5", NULL);
	assert_text(GEUMRI "\xEF\xBF\xBD", "UTF-8");
	decode_bytes(SENTENCE_949 "\xB1", NULL);
	assert_text(SENTENCE "\xEF\xBF\xBD", "windows-949");
}

static void notes_of_bad_bytes_are_few(void **state)
{
	(void)state;
	char bytes[2000];
	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = i % 2 ? 'a' : '\x80';
	assert_true(try_decode((struct slice){ bytes, sizeof bytes }, "utf-8"));
	assert_int_equal(notes("undecodable-bytes"), 21);
	assert_string_equal(document.notes.at[20].message, "980 more runs of bytes that are not UTF-8");
}

static void a_nul_in_a_text_is_dropped_with_a_note(void **state)
{
	(void)state;
	decode_bytes("the rate\0 rose to 3.5 percent, the bank said", NULL);
	assert_text("the rate rose to 3.5 percent, the bank said", "UTF-8");
	assert_int_equal(notes("nul-dropped"), 1);
	assert_int_equal(document.notes.at[0].at.start, 8);
	assert_place(" rose", 9, 14);
}

static void binary_data_is_an_error(void **state)
{
	(void)state;
	static const struct { struct slice bytes; const char *message; } cases[] = {
		{ { "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n", 15 }, "input looks like binary data (\"PDF\")" },
		{ { "\x89PNG\r\n\x1A\n\0\0\0\rIHDR", 16 }, "input looks like binary data (\"PNG\")" },
		{ { "PK\x03\x04\x14\0", 6 }, "input looks like binary data (\"ZIP\")" },
		{ { "\x7F" "ELF\x02\x01", 6 }, "input looks like binary data (\"ELF\")" },
		{ { "\0\0\0\0\0\0\0\0", 8 }, "input looks like binary data" },
		{ { "\x03\x9A\x00\xF1\xE7\x10\x05\x99\x02\x00\xB3\x1C\x84", 13 }, "input looks like binary data" },
		{ { "\x01\x02\x03\x04\x05\x06\x07", 7 }, "input looks like binary data" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_false(try_decode(cases[i].bytes, NULL));
		assert_int_equal(document.error.kind, ERROR_BINARY);
		assert_string_equal(document.error.message, cases[i].message);
	}
	assert_false(try_decode(SLICE("PK\x03\x04"), "cp949"));
}

static void an_empty_input_is_an_empty_text(void **state)
{
	(void)state;
	decode_bytes("", NULL);
	assert_text("", "UTF-8");
	decode_bytes("\xFF\xFE", NULL);
	assert_text("", "UTF-16LE");
	assert_true(try_decode((struct slice){ NULL, 0 }, NULL));
	assert_true(try_decode((struct slice){ NULL, 0 }, "shift_jis"));
	assert_int_equal(document.notes.len, 0);
}

static void a_records_title_comes_first_and_keeps_its_field(void **state)
{
	(void)state;
	input = (struct input){ .bytes = SLICE("The text\x80."), .title = SLICE("A \xFFtitle"), .decoded = true, .kind = "jsonl" };
	document_init(&document, &arena, &input);
	assert_true(decode(&document, &decoded, "cp949", &document.error));
	assert_text("A \xEF\xBF\xBDtitle\nThe text\xEF\xBF\xBD.", "UTF-8");
	assert_place("title", 3, 8);
	assert_place("text", 4, 8);
	assert_int_equal(text_origin(&decoded, (struct span){ 0, 1 }).field, FIELD_TITLE);
	assert_int_equal(text_origin(&decoded, (struct span){ 11, 12 }).field, FIELD_TEXT);
	assert_int_equal(notes("undecodable-bytes"), 2);
}

int main(void)
{
#define test(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)
	const struct CMUnitTest tests[] = {
		test(utf8_is_taken_as_it_is),
		test(windows_949_is_found_by_its_syllables),
		test(a_short_piece_of_windows_949_is_read_with_a_note),
		test(syllables_that_only_windows_949_has_are_read_under_every_name_of_the_family),
		test(english_windows_1252_is_not_taken_for_korean),
		test(utf16_is_found_with_and_without_its_mark),
		test(utf32_is_found_by_its_mark),
		test(a_mark_is_no_part_of_the_text),
		test(iso_2022_kr_is_read_through_its_shifts),
		test(other_encodings_are_read_when_they_are_named),
		test(a_long_text_of_another_encoding_keeps_its_places_over_the_pieces_it_is_read_in),
		test(johab_is_found_by_its_syllables),
		test(utf32_is_found_without_its_mark),
		test(quotation_marks_alone_are_enough_for_windows_949),
		test(a_piece_that_begins_in_the_middle_of_a_pair_loses_only_that_half),
		test(names_mean_what_they_mean_on_the_web),
		test(an_unknown_encoding_is_an_error),
		test(every_pair_means_what_icu_says_and_is_one_character),
		test(ill_formed_bytes_become_one_sign_each_maximal_piece),
		test(an_ascii_byte_is_not_swallowed_by_a_broken_pair),
		test(lone_surrogates_and_odd_tails_are_bad_bytes),
		test(a_cut_tail_does_not_change_the_encoding),
		test(notes_of_bad_bytes_are_few),
		test(a_nul_in_a_text_is_dropped_with_a_note),
		test(binary_data_is_an_error),
		test(an_empty_input_is_an_empty_text),
		test(a_records_title_comes_first_and_keeps_its_field),
	};
	return cmocka_run_group_tests_name("decode", tests, NULL, NULL);
}
