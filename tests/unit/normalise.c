/* normalise: NFC, one space between words, nothing invisible; and every character still knows its bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include <unicode/unorm2.h>

#include "clean/clean.h"

static struct arena arena;
static struct document document;
static struct input input;
static struct text unmarked;

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

static void normalise_blocks(struct slice bytes, const struct block *blocks, size_t count)
{
	input = (struct input){ .bytes = bytes, .kind = "text" };
	document_init(&document, &arena, &input);
	text_init(&unmarked, &arena);
	text_take_as_is(&unmarked, bytes, (struct origin){ 0, bytes.len, FIELD_TEXT });
	normalise(&document, &unmarked, blocks, count);
}

static void normalise_bytes(struct slice bytes)
{
	struct block block = { .at = { 0, bytes.len } };
	normalise_blocks(bytes, &block, 1);
}

static void assert_page(struct slice bytes, const char *expected)
{
	normalise_bytes(bytes);
	assert_string_equal(document.page.bytes, expected);
}

static void assert_place(size_t start, size_t stop, size_t from, size_t to)
{
	struct origin place = text_origin(&document.page, (struct span){ start, stop });
	assert_int_equal(place.start, from);
	assert_int_equal(place.stop, to);
}

static void a_run_of_blanks_is_one_space_that_came_from_all_of_it(void **state)
{
	(void)state;
	assert_page(SLICE("the \t\xC2\xA0 rate\r\nrose\xE3\x80\x80up  "), "the rate rose up");
	assert_place(0, 3, 0, 3);
	assert_place(3, 4, 3, 8);
	assert_place(4, 8, 8, 12);
	assert_place(8, 9, 12, 14);
	assert_place(13, 14, 18, 21);
	assert_place(14, 16, 21, 23);
	assert_int_equal(document.notes.len, 0);
}

static void blocks_come_out_trimmed_and_the_empty_ones_are_dropped(void **state)
{
	(void)state;
	static const struct block blocks[] = {
		{ .at = { 0, 6 }, .role = BLOCK_HEADING }, { .at = { 7, 10 } }, { .at = { 10, 13 } }, { .at = { 14, 18 } }
	};
	normalise_blocks(SLICE(" Rate \n \t \xE2\x80\x8B up. "), blocks, 4);
	assert_string_equal(document.page.bytes, "Rate\nup.");
	assert_int_equal(document.blocks.len, 2);
	assert_int_equal(document.blocks.at[0].at.stop, 4);
	assert_int_equal(document.blocks.at[0].role, BLOCK_HEADING);
	assert_int_equal(document.blocks.at[1].at.start, 5);
	assert_int_equal(document.blocks.at[1].at.stop, 8);
	assert_place(0, 4, 1, 5);
	assert_place(5, 8, 14, 17);
}

static void decomposed_hangul_is_composed_syllable_by_syllable(void **state)
{
	(void)state;
	/* geum ri: U+1100 U+1173 U+11B7, U+1105 U+1175 */
	assert_page(SLICE("\xE1\x84\x80\xE1\x85\xB3\xE1\x86\xB7\xE1\x84\x85\xE1\x85\xB5"), "\xEA\xB8\x88\xEB\xA6\xAC");
	assert_place(0, 3, 0, 9);
	assert_place(3, 6, 9, 15);
	/* a syllable without final, and the final by itself */
	assert_page(SLICE("\xEA\xB0\x80\xE1\x86\xA8"), "\xEA\xB0\x81");
	assert_place(0, 3, 0, 6);
}

static void marks_compose_over_what_is_dropped_between(void **state)
{
	(void)state;
	assert_page(SLICE("xe\xE2\x80\x8B\xCC\x81y"), "x\xC3\xA9y");
	assert_place(1, 3, 1, 7);
	assert_place(3, 4, 7, 8);
	/* dropped at the edge of a piece: outside */
	assert_page(SLICE("e\xCC\x81\xE2\x80\x8By"), "\xC3\xA9y");
	assert_place(0, 2, 0, 3);
	assert_place(2, 3, 6, 7);
	/* a mark that does not compose keeps its own place; one out of order does not */
	assert_page(SLICE("q\xCC\x81z"), "q\xCC\x81z");
	assert_place(1, 3, 1, 3);
	assert_page(SLICE("e\xCC\x81\xCC\x81"), "\xC3\xA9\xCC\x81");
	assert_place(0, 2, 0, 3);
	assert_place(2, 4, 3, 5);
	assert_page(SLICE("a\xCC\x81\xCC\xA3"), "\xE1\xBA\xA1\xCC\x81");
	assert_place(0, 5, 0, 5);
}

static void invisible_characters_are_dropped(void **state)
{
	(void)state;
	assert_page(SLICE("\xEF\xBB\xBFra\xC2\xADte\xE2\x80\x8E \xE2\x81\xA0" "3\xE2\x80\xAC\x07\xC2\x9F%\x7F"), "rate 3%");
	/* blanks on both sides of what is dropped are one run */
	assert_page(SLICE("a \xE2\x80\x8B b"), "a b");
	assert_place(1, 2, 1, 6);
	assert_page(SLICE("\xE2\x80\x8B a"), "a");
	assert_page(SLICE("\x01\x02"), "");
	assert_int_equal(document.blocks.len, 0);
}

static void a_joiner_is_kept_between_pictures_alone(void **state)
{
	(void)state;
	/* a family; a flag with its variation selector and a rainbow; letters */
#define MAN "\xF0\x9F\x91\xA8"
#define WOMAN "\xF0\x9F\x91\xA9"
#define ZWJ "\xE2\x80\x8D"
	assert_page(SLICE("a " MAN ZWJ WOMAN " b"), "a " MAN ZWJ WOMAN " b");
	assert_place(0, 15, 0, 15);
#define FLAG "\xF0\x9F\x8F\xB3\xEF\xB8\x8F" ZWJ "\xF0\x9F\x8C\x88"
	assert_page(SLICE(FLAG), FLAG);
#define COOK "\xF0\x9F\x91\xA9\xF0\x9F\x8F\xBD" ZWJ "\xF0\x9F\x8D\xB3"
	assert_page(SLICE(COOK), COOK);
	assert_page(SLICE("a" ZWJ "b" ZWJ MAN ZWJ "c" ZWJ), "ab" MAN "c");
}

static void what_nfkc_would_damage_stays(void **state)
{
	(void)state;
#define KEPT "\xE3\x86\x8D\xE3\x84\xB1\xE3\x85\x8F\xC2\xBD" "2\xE3\x8E\xA2\xE3\x88\x9C\xEF\xBC\x93\xEF\xBC\x85\xE2\x91\xA0\xE2\x84\x83\xEF\xBD\xB1"
	assert_page(SLICE(KEPT), KEPT);
	assert_int_equal(document.page.runs.len, 1);
	/* NFC itself rewrites compatibility hanja, the ohm sign */
	assert_page(SLICE("\xEF\xA4\x8A\xE2\x84\xA6"), "\xE9\x87\x91\xCE\xA9");
	assert_place(0, 3, 0, 3);
	assert_place(3, 5, 3, 6);
}

static void private_characters_are_kept_with_a_note(void **state)
{
	(void)state;
	assert_page(SLICE("a\xEE\x80\x80" "b\xEE\x80\x81"), "a\xEE\x80\x80" "b\xEE\x80\x81");
	assert_int_equal(document.notes.len, 1);
	assert_string_equal(document.notes.at[0].code, "private-use");
	assert_string_equal(document.notes.at[0].message, "2 private-use characters");
	assert_int_equal(document.notes.at[0].at.start, 1);
	assert_int_equal(document.notes.at[0].at.stop, 4);
}

static bool is_gone(uint32_t c)
{
	return c < 0x21 || (c >= 0x7F && c <= 0xA0) || c == 0xAD || c == 0x61C || c == 0x1680 || (c >= 0x2000 && c <= 0x200F)
	       || (c >= 0x2028 && c <= 0x202F) || c == 0x205F || c == 0x2060 || (c >= 0x2066 && c <= 0x2069) || c == 0x3000
	       || c == 0xFEFF;
}

/* ICU's NFC of a few code points, as UTF-8. */
static void nfc(char *out, const uint32_t *codes, size_t count)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar in[64], composed[128];
	int32_t len = 0;
	for (size_t i = 0; i < count; i++) {
		if (codes[i] > 0xFFFF) {
			in[len++] = U16_LEAD(codes[i]);
			in[len++] = U16_TRAIL(codes[i]);
		} else {
			in[len++] = (UChar)codes[i];
		}
	}
	len = unorm2_normalize(unorm2_getNFCInstance(&status), in, len, composed, 128, &status);
	assert_true(U_SUCCESS(status));
	size_t at = 0;
	for (int32_t i = 0; i < len; i++) {
		uint32_t c = composed[i];
		if (U16_IS_LEAD(c) && i + 1 < len)
			c = (uint32_t)U16_GET_SUPPLEMENTARY(c, composed[++i]);
		at += text_encode(c, out + at);
	}
	out[at] = '\0';
}

static void every_character_comes_out_as_its_nfc(void **state)
{
	(void)state;
	for (uint32_t c = 1; c < 0x110000; c++) {
		if ((c >= 0xD800 && c < 0xE000) || is_gone(c) || (c >= 0x30000 && c < 0xE0000))
			continue;
		char bytes[8], expected[256];
		size_t len = text_encode(c, bytes);
		nfc(expected, &c, 1);
		assert_page((struct slice){ bytes, len }, expected);
		arena_clear(&arena);
	}
}

/* A small fixed generator: the same texts every time. */
static uint32_t next_random(uint32_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}

static void any_sequence_comes_out_as_the_nfc_of_what_is_visible(void **state)
{
	(void)state;
	static const uint32_t alphabet[] = {
		'a', 'e', 'q', 0x300, 0x301, 0x323, 0x327, 0x345, 0x1100, 0x1161, 0x11A8, 0xAC00, 0xAC01, 0x3042, 0x3099, 0x915,
		0x93C, 0x958, 0xF900, 0x212B, 0x1D15E, 0x1D165, 0x200B, 0xFEFF, 0xAD, 0x4E00, 0x1F600, 0xDD9, 0xDCF, 0xDCA, 0x34F
	};
	uint32_t seed = 20140603;
	for (int round = 0; round < 30000; round++) {
		uint32_t codes[24];
		char bytes[128], expected[512];
		size_t count = 1 + next_random(&seed) % 16, visible = 0, len = 0;
		for (size_t i = 0; i < count; i++) {
			uint32_t c = alphabet[next_random(&seed) % (sizeof alphabet / sizeof *alphabet)];
			len += text_encode(c, bytes + len);
			if (!is_gone(c))
				codes[visible++] = c;
		}
		nfc(expected, codes, visible);
		assert_page((struct slice){ bytes, len }, expected);
		arena_clear(&arena);
	}
}

static void a_long_piece_is_put_in_order_like_a_short_one(void **state)
{
	(void)state;
	static const uint32_t marks[] = { 0x301, 0x323, 0x327, 0x345, 0x1D165, 0x958, 0x34F, 0x1DFA };
	uint32_t seed = 7;
	for (int round = 0; round < 2000; round++) {
		uint32_t codes[60] = { 'a' };
		char bytes[300], expected[600];
		size_t count = 33 + next_random(&seed) % 20, len = text_encode('a', bytes);
		for (size_t i = 1; i < count; i++) {
			uint32_t pick = next_random(&seed) % 40;
			codes[i] = marks[pick < 8 ? pick : pick % 4];
			len += text_encode(codes[i], bytes + len);
		}
		nfc(expected, codes, count);
		assert_page((struct slice){ bytes, len }, expected);
		arena_clear(&arena);
	}
}

int main(void)
{
#define test(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)
	const struct CMUnitTest tests[] = {
		test(a_run_of_blanks_is_one_space_that_came_from_all_of_it),
		test(blocks_come_out_trimmed_and_the_empty_ones_are_dropped),
		test(decomposed_hangul_is_composed_syllable_by_syllable),
		test(marks_compose_over_what_is_dropped_between),
		test(invisible_characters_are_dropped),
		test(a_joiner_is_kept_between_pictures_alone),
		test(what_nfkc_would_damage_stays),
		test(private_characters_are_kept_with_a_note),
		test(every_character_comes_out_as_its_nfc),
		test(any_sequence_comes_out_as_the_nfc_of_what_is_visible),
		test(a_long_piece_is_put_in_order_like_a_short_one),
	};
	return cmocka_run_group_tests_name("normalise", tests, NULL, NULL);
}
