/* places: the input bytes of any stretch of the page, decoded and normalised by themselves, give that stretch.
 *
 * The promise that every span of the output stands on, in every encoding, with all that real files hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include <unicode/ucnv.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "clean/clean.h"
#include "read/read.h"

/* Two editorials in small, written for this test: hanja (one of them a compatibility ideograph), old jamo, signs
 * that NFKC would rewrite, emoji joined and coloured, marks that compose and marks that do not; and a page of what
 * cannot be seen: zero-width characters, soft hyphens, directions, a mark behind one. */
static char korean[2000], english[2000], invisible[2000];

static int read_texts(void **state)
{
	static const struct { char *at; const char *path; } texts[] = {
		{ korean, "tests/unit/places/korean.txt" }, { english, "tests/unit/places/english.txt" },
		{ invisible, "tests/unit/places/invisible.txt" }
	};
	(void)state;
	for (size_t i = 0; i < 3; i++) {
		FILE *file = fopen(texts[i].path, "rb");
		if (!file)
			return -1;
		texts[i].at[fread(texts[i].at, 1, 1999, file)] = '\0';
		fclose(file);
	}
	return 0;
}

struct bytes {
	char *at;
	size_t len;
};

/* ---- the pipeline, and one piece of its input through it again ---- */

struct read {
	struct arena arena;
	struct input input;
	struct document document;
};

static bool read_bytes(struct read *read, struct slice bytes, const char *encoding, bool whole)
{
	struct text decoded, unmarked;
	block_list blocks = { 0 };
	read->input = (struct input){ .bytes = bytes, .kind = "text" };
	document_init(&read->document, &read->arena, &read->input);
	if (!decode(&read->document, &decoded, encoding, &read->document.error))
		return false;
	unmark(&read->document, &unmarked, &blocks, &decoded, NULL);
	if (whole) {    /* the piece's lines are no lines of their own: it was cut out of one block */
		blocks.len = 0;
		list_add(&read->arena, &blocks)->at = (struct span){ 0, unmarked.len };
	}
	normalise(&read->document, &unmarked, blocks.at, blocks.len);
	return true;
}

static struct slice without_edges(struct slice text)
{
	while (text.len && text.at[0] == ' ')
		text = (struct slice){ text.at + 1, text.len - 1 };
	while (text.len && text.at[text.len - 1] == ' ')
		text.len--;
	return text;
}

static size_t spans_seen;

static void assert_comes_back(struct read *read, struct read *piece, struct span span, const char *encoding)
{
	const struct text *page = &read->document.page;
	struct origin place = text_origin(page, span);
	struct slice expected = without_edges(text_slice(page, span));
	assert_true(place.start <= place.stop && place.stop <= read->input.bytes.len);
	arena_clear(&piece->arena);
	spans_seen++;
	struct slice bytes = { read->input.bytes.at + place.start, place.stop - place.start };
	if (!read_bytes(piece, bytes, encoding, true)) {
		assert_int_equal(piece->document.error.kind, ERROR_BINARY);
		return;
	}
	struct slice found = without_edges((struct slice){ piece->document.page.bytes, piece->document.page.len });
	if (!slice_equal(found, expected)) {
		print_error("%s bytes %zu to %zu: expected \"%.*s\", found \"%.*s\"\n", encoding, place.start, place.stop,
		            (int)expected.len, expected.at, (int)found.len, found.at);
		fail();
	}
}

/* A place between two characters that do not combine and did not come from one. */
static bool is_boundary(const struct text *page, struct span block, size_t at)
{
	if (at == block.start || at == block.stop)
		return true;
	if (((unsigned char)page->bytes[at] & 0xC0) == 0x80)
		return false;
	UErrorCode status = U_ZERO_ERROR;
	size_t next = at, before = at - 1;
	while (((unsigned char)page->bytes[before] & 0xC0) == 0x80)
		before--;
	size_t start = before;
	uint32_t c = text_codepoint(page->bytes, page->len, &next), last = text_codepoint(page->bytes, page->len, &before);
	return c != 0x200D && last != 0x200D && unorm2_hasBoundaryBefore(unorm2_getNFCInstance(&status), (UChar32)c)
	       && text_origin(page, (struct span){ start, at }).stop <= text_origin(page, (struct span){ at, next }).start;
}

static uint32_t next_random(uint32_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}

static void assert_all_come_back(struct slice bytes, const char *encoding, const char *known, size_t tries, uint32_t seed)
{
	struct read read, piece;
	arena_init(&read.arena);
	arena_init(&piece.arena);
	if (read_bytes(&read, bytes, encoding, false)) {
		const struct text *page = &read.document.page;
		for (size_t i = 0; i < read.document.blocks.len; i++) {
			struct span block = read.document.blocks.at[i].at;
			assert_comes_back(&read, &piece, block, known);
			for (size_t k = 0; k < tries; k++) {
				struct span span = { block.start + next_random(&seed) % (block.stop - block.start), 0 };
				span.stop = span.start + next_random(&seed) % (block.stop - span.start + 1);
				while (!is_boundary(page, block, span.start))
					span.start--;
				while (!is_boundary(page, block, span.stop))
					span.stop++;
				assert_comes_back(&read, &piece, span, known);
			}
		}
	} else {
		assert_int_equal(read.document.error.kind, ERROR_BINARY);
	}
	arena_release(&piece.arena);
	arena_release(&read.arena);
}

/* ---- inputs ---- */

static struct bytes in_encoding(const char *utf8, const char *name, const char *mark, size_t mark_len)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t units = 0, most = (int32_t)(strlen(utf8) * 4 + 16);
	UChar *text = malloc(sizeof *text * (size_t)most);
	u_strFromUTF8(text, most, &units, utf8, -1, &status);
	struct bytes bytes = { malloc((size_t)most * 2 + mark_len), mark_len };
	memcpy(bytes.at, mark, mark_len);
	UConverter *converter = ucnv_open(name, &status);
	bytes.len += (size_t)ucnv_fromUChars(converter, bytes.at + mark_len, most * 2, text, units, &status);
	assert_true(U_SUCCESS(status));
	ucnv_close(converter);
	free(text);
	return bytes;
}

static struct bytes decomposed(const char *utf8)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t units = 0, most = (int32_t)(strlen(utf8) * 4 + 16), len = 0;
	UChar *text = malloc(sizeof *text * (size_t)most), *apart = malloc(sizeof *apart * (size_t)most);
	u_strFromUTF8(text, most, &units, utf8, -1, &status);
	units = unorm2_normalize(unorm2_getNFDInstance(&status), text, units, apart, most, &status);
	struct bytes bytes = { malloc((size_t)most * 3), 0 };
	u_strToUTF8(bytes.at, most * 3, &len, apart, units, &status);
	assert_true(U_SUCCESS(status));
	bytes.len = (size_t)len;
	free(text);
	free(apart);
	return bytes;
}

static struct bytes with_crlf(const char *text)
{
	struct bytes bytes = { malloc(2 * strlen(text)), 0 };
	for (; *text; text++) {
		if (*text == '\n')
			bytes.at[bytes.len++] = '\r';
		bytes.at[bytes.len++] = *text;
	}
	return bytes;
}

static void check(struct bytes bytes, const char *encoding, const char *known)
{
	size_t before = spans_seen;
	assert_all_come_back((struct slice){ bytes.at, bytes.len }, encoding, known, 60, 20130401);
	assert_true(spans_seen > before + 60);
	free(bytes.at);
}

static void every_stretch_of_utf8_comes_back(void **state)
{
	(void)state;
	const char *const texts[] = { korean, english, invisible };
	for (size_t i = 0; i < 3; i++) {
		check(in_encoding(texts[i], "UTF-8", "", 0), NULL, "UTF-8");
		check(in_encoding(texts[i], "UTF-8", "\xEF\xBB\xBF", 3), NULL, "UTF-8");
		check(decomposed(texts[i]), NULL, "UTF-8");
		check(with_crlf(texts[i]), NULL, "UTF-8");
	}
}

static void every_stretch_of_utf16_and_utf32_comes_back(void **state)
{
	(void)state;
	const char *const texts[] = { korean, english, invisible };
	for (size_t i = 0; i < 3; i++) {
		check(in_encoding(texts[i], "UTF-16LE", "\xFF\xFE", 2), NULL, "UTF-16LE");
		check(in_encoding(texts[i], "UTF-16BE", "\xFE\xFF", 2), NULL, "UTF-16BE");
		check(in_encoding(texts[i], "UTF-16LE", "", 0), NULL, "UTF-16LE");
		check(in_encoding(texts[i], "UTF-16BE", "", 0), NULL, "UTF-16BE");
		check(in_encoding(texts[i], "UTF-32LE", "\xFF\xFE\0\0", 4), NULL, "UTF-32LE");
	}
}

/* One block of many lines: a text that was wrapped. */
static void every_stretch_of_a_wrapped_text_comes_back(void **state)
{
	(void)state;
	static const char wrapped[] =
		"The number of outages in the northern districts has doubled\n"
		"since the last inspection, and nobody at the company can say\n"
		"when the old transformers will be replaced. That is not a \t\n"
		"plan, it is a hope. The council voted in May to pay for half\n"
		"of the work. It has not paid. Residents who lost heating for\n"
		"three days deserve better than another letter.\n";
	struct read read;
	arena_init(&read.arena);
	assert_true(read_bytes(&read, SLICE(wrapped), NULL, false));
	assert_int_equal(read.document.blocks.len, 1);
	arena_release(&read.arena);
	check(in_encoding(wrapped, "UTF-8", "", 0), NULL, "UTF-8");
	check(with_crlf(wrapped), NULL, "UTF-8");
	check(in_encoding(wrapped, "UTF-16BE", "", 0), NULL, "UTF-16BE");
}

static void a_text_reads_the_same_in_every_encoding(void **state)
{
	(void)state;
	static const char *const encodings[] = { "UTF-16LE", "UTF-16BE", "gb18030", "UTF-8" };
	const char *const texts[] = { korean, english, invisible };
	for (size_t i = 0; i < 3; i++)
		for (size_t k = 0; k < 4; k++) {
			struct read one, other;
			struct bytes bytes = k == 3 ? decomposed(texts[i]) : in_encoding(texts[i], encodings[k], "", 0);
			arena_init(&one.arena);
			arena_init(&other.arena);
			assert_true(read_bytes(&one, slice_from(texts[i]), NULL, false));
			assert_true(read_bytes(&other, (struct slice){ bytes.at, bytes.len }, k == 2 ? "gb18030" : NULL, false));
			assert_string_equal(other.document.encoding, encodings[k]);
			assert_string_equal(other.document.page.bytes, one.document.page.bytes);
			arena_release(&one.arena);
			arena_release(&other.arena);
			free(bytes.at);
		}
}

static void every_stretch_of_older_encodings_comes_back(void **state)
{
	(void)state;
	check(in_encoding(korean, "windows-949-2000", "", 0), NULL, "windows-949");
	check(in_encoding(english, "windows-949-2000", "", 0), "euc-kr", "windows-949");
	check(in_encoding(english, "windows-1252", "", 0), "latin1", "windows-1252");
	check(in_encoding(korean, "Shift_JIS", "", 0), "Shift_JIS", "Shift_JIS");
	check(in_encoding(korean, "gb18030", "", 0), "gb18030", "gb18030");
}

/* Bytes of all kinds in the place of good ones. */
static void every_stretch_of_damaged_bytes_comes_back(void **state)
{
	(void)state;
	static const char *const encodings[] = { "UTF-8", "UTF-16LE", "UTF-16BE", "windows-949", "UTF-8", "windows-1252" };
	uint32_t seed = 42;
	for (size_t round = 0; round < 240; round++) {
		const char *name = encodings[round % 6];
		struct bytes bytes = round % 6 == 4 ? decomposed(korean)
		                     : in_encoding(round & 8 ? korean : round & 16 ? english : invisible,
		                                   strcmp(name, "windows-949") ? name : "windows-949-2000", "", 0);
		for (size_t i = 0; i < bytes.len / 15; i++)
			bytes.at[next_random(&seed) % bytes.len] = (char)next_random(&seed);
		assert_all_come_back((struct slice){ bytes.at, bytes.len }, name, name, 12, seed);
		free(bytes.at);
	}
}

static void every_stretch_of_random_characters_comes_back(void **state)
{
	(void)state;
	static const uint32_t alphabet[] = {
		'a', 'e', ' ', ' ', '\n', '\t', 0xA0, 0x3000, 0x300, 0x301, 0x323, 0x1100, 0x1161, 0x11A8, 0xAC00, 0xAC01, 0xD55C,
		0x3042, 0x3099, 0x958, 0xF90A, 0x200B, 0xFEFF, 0xAD, 0x200D, 0x1F469, 0x1F3FD, 0xFE0F, 0x2028, 0xE000, 0xFFFD, 0xF43, 7
	};
	uint32_t seed = 1001;
	for (size_t round = 0; round < 300; round++) {
		char text[2000];
		size_t len = 0;
		while (len < 400)
			len += text_encode(alphabet[next_random(&seed) % (sizeof alphabet / sizeof *alphabet)], text + len);
		text[len] = '\0';
		const char *name = round % 3 == 0 ? "UTF-8" : round % 3 == 1 ? "UTF-16LE" : "UTF-16BE";
		struct bytes bytes = in_encoding(text, name, "", 0);
		assert_all_come_back((struct slice){ bytes.at, bytes.len }, name, name, 8, seed);
		free(bytes.at);
	}
}

/* ---- a record's title, and memory that runs out ---- */

static void a_records_title_answers_for_its_own_bytes(void **state)
{
	(void)state;
	struct arena arena;
	struct document document;
	struct text decoded, unmarked;
	block_list blocks = { 0 };
	struct input input = { .bytes = SLICE("It must  be\nrepaired."), .title = SLICE(" Repair  the\ngrid "), .decoded = true,
	                       .kind = "jsonl" };
	arena_init(&arena);
	document_init(&document, &arena, &input);
	assert_true(decode(&document, &decoded, NULL, &document.error));
	unmark(&document, &unmarked, &blocks, &decoded, NULL);
	normalise(&document, &unmarked, blocks.at, blocks.len);
	assert_string_equal(document.page.bytes, "Repair the grid\nIt must be\nrepaired.");
	struct origin title = text_origin(&document.page, document.blocks.at[0].at);
	assert_int_equal(title.field, FIELD_TITLE);
	assert_int_equal(title.start, 1);
	assert_int_equal(title.stop, 17);
	struct origin line = text_origin(&document.page, document.blocks.at[1].at);
	assert_int_equal(line.field, FIELD_TEXT);
	assert_int_equal(line.start, 0);
	assert_int_equal(line.stop, 11);
	arena_release(&arena);
}

static bool read_guarded(struct read *read, struct slice bytes)
{
	if (!ARENA_GUARD(&read->arena))
		return error_set(&read->document.error, ERROR_MEMORY, "out of memory");
	bool done = read_bytes(read, bytes, NULL, false);
	ARENA_UNGUARD(&read->arena);
	return done;
}

static void every_failed_allocation_is_a_clean_error(void **state)
{
	(void)state;
	struct bytes inputs[] = {
		in_encoding(korean, "UTF-8", "", 0), decomposed(korean), in_encoding(korean, "windows-949-2000", "", 0),
		in_encoding(english, "UTF-16LE", "", 0), in_encoding(invisible, "UTF-16BE", "", 0)
	};
	for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
		struct slice bytes = { inputs[i].at, inputs[i].len };
		struct read read;
		arena_init(&read.arena);
		for (int warm = 0; warm < 2; warm++) {  /* the blocks it keeps decide what it has to ask for */
			assert_true(read_guarded(&read, bytes));
			arena_clear(&read.arena);
		}
		arena_fail_at(SIZE_MAX);
		assert_true(read_guarded(&read, bytes));
		size_t count = arena_fail_at(0);
		assert_true(count > 3);
		for (size_t n = 1; n <= count; n++) {
			arena_clear(&read.arena);
			arena_fail_at(n);
			assert_false(read_guarded(&read, bytes));
			assert_int_equal(read.document.error.kind, ERROR_MEMORY);
		}
		arena_fail_at(0);
		arena_clear(&read.arena);
		assert_true(read_guarded(&read, bytes));
		arena_release(&read.arena);
		free(inputs[i].at);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_stretch_of_utf8_comes_back),
		cmocka_unit_test(every_stretch_of_utf16_and_utf32_comes_back),
		cmocka_unit_test(every_stretch_of_a_wrapped_text_comes_back),
		cmocka_unit_test(a_text_reads_the_same_in_every_encoding),
		cmocka_unit_test(every_stretch_of_older_encodings_comes_back),
		cmocka_unit_test(every_stretch_of_damaged_bytes_comes_back),
		cmocka_unit_test(every_stretch_of_random_characters_comes_back),
		cmocka_unit_test(a_records_title_answers_for_its_own_bytes),
		cmocka_unit_test(every_failed_allocation_is_a_clean_error),
	};
	return cmocka_run_group_tests_name("places", tests, read_texts, NULL);
}
