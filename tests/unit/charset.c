/* charset: pieces of texts, written in every encoding and cut short, are read as what they were written in.
 *
 * `build/tests/charset KO-FILE... -- EN-FILE...` prints the table for other texts than the corpus. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include <glob.h>
#include <iconv.h>

#include "clean/clean.h"
#include "read/read.h"

enum { TEXT_MOST = 64 * 1024, SIZES = 3, PIECES = 60 };

static const size_t sizes[SIZES] = { 20, 200, 2000 };

/* the names of glibc; a text is only written in what has its letters */
static const struct written { const char *encoding, *head; size_t unit; bool korean, english; } encodings[] = {
	{ "UTF-8", "", 1, true, true }, { "UTF-16LE", "", 2, true, true }, { "UTF-16BE", "", 2, true, true },
	{ "UTF-16LE", "\xFF\xFE", 2, true, true }, { "UTF-32LE", "", 4, true, true }, { "UTF-32BE", "", 4, true, true },
	{ "CP949", "", 1, true, true }, { "EUC-KR", "", 1, true, true }, { "ISO-2022-KR", "", 1, true, true },
	{ "JOHAB", "", 1, true, false }, { "CP1252", "", 1, false, true }
};
enum { ENCODINGS = sizeof encodings / sizeof *encodings };

struct tally {
	size_t all, right, wrong_without_note;
};

/* ---- a piece ---- */

struct pieces {
	struct arena arena;
	char text[TEXT_MOST];
	size_t len;
	char wanted[TEXT_MOST], bytes[2 * TEXT_MOST];   /* the characters that the encoding has, and their bytes */
	size_t wanted_len, bytes_len;
};

/* Writes a text from a place on, leaving out the characters that the encoding has not. False: the platform does not
 * know the encoding. */
static bool piece_write(struct pieces *pieces, size_t at, const struct written *as, size_t most)
{
	iconv_t to = iconv_open(as->encoding, "UTF-8");
	if (to == (iconv_t)-1)
		return false;
	char *out = pieces->bytes;
	if (as->head[0]) {
		memcpy(out, as->head, 2);
		out += 2;
	}
	pieces->wanted_len = 0;
	while (at < pieces->len && (size_t)(out - pieces->bytes) < most + 8) {
		size_t next = at, room = 16, left;
		text_codepoint(pieces->text, pieces->len, &next);
		char *from = pieces->text + at;
		left = next - at;
		if (iconv(to, &from, &left, &out, &room) != (size_t)-1) {
			memcpy(pieces->wanted + pieces->wanted_len, pieces->text + at, next - at);
			pieces->wanted_len += next - at;
		}
		at = next;
	}
	iconv_close(to);
	pieces->bytes_len = (size_t)(out - pieces->bytes);
	if (pieces->bytes_len > most)
		pieces->bytes_len = most - most % as->unit;
	return true;
}

/* Are the decoded characters those that were written, as far as they go? The last may have been cut. */
static bool is_right(const struct pieces *pieces, struct slice decoded)
{
	while (slice_ends(decoded, SLICE("\xEF\xBF\xBD")))
		decoded.len -= 3;
	return decoded.len && slice_starts((struct slice){ pieces->wanted, pieces->wanted_len }, decoded);
}

static void piece_count(struct tally *tally, struct pieces *pieces)
{
	struct document document;
	struct input input = { .bytes = { pieces->bytes, pieces->bytes_len }, .kind = "text", .id = "" };
	struct text decoded;
	bool noted = false;
	arena_clear(&pieces->arena);
	document_init(&document, &pieces->arena, &input);
	bool read = decode(&document, &decoded, NULL, &document.error);
	bool right = read && is_right(pieces, (struct slice){ decoded.bytes, decoded.len });
	for (size_t i = 0; read && i < document.notes.len; i++)
		noted |= strcmp(document.notes.at[i].code, "charset-doubtful") == 0;
	tally->all++;
	tally->right += right;
	tally->wrong_without_note += read && !right && !noted;
}

static uint32_t next_random(uint32_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}

/* A file may itself be in any encoding; the others have no syllables in pieces. */
static void read_text(struct pieces *pieces, const char *path)
{
	struct document document;
	struct text decoded, unmarked;
	block_list blocks = { 0 };
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	struct input input = { .bytes = { pieces->bytes, fread(pieces->bytes, 1, TEXT_MOST / 2, file) }, .kind = "text", .id = "" };
	fclose(file);
	arena_clear(&pieces->arena);
	document_init(&document, &pieces->arena, &input);
	assert_true(decode(&document, &decoded, NULL, &document.error));
	unmark(&document, &unmarked, &blocks, &decoded, NULL);
	normalise(&document, &unmarked, blocks.at, blocks.len);
	assert_true(document.page.len <= TEXT_MOST);
	memcpy(pieces->text, document.page.bytes, document.page.len);
	pieces->len = document.page.len;
}

static void count_file(struct tally tallies[ENCODINGS][SIZES], struct pieces *pieces, const char *path, bool korean)
{
	uint32_t seed = 20240503;
	read_text(pieces, path);
	for (size_t e = 0; e < ENCODINGS; e++)
		for (size_t s = 0; s < SIZES; s++)
			for (size_t i = 0; i < PIECES && (korean ? encodings[e].korean : encodings[e].english); i++) {
				size_t at = next_random(&seed) % (pieces->len > 1000 ? pieces->len - 600 : 1);
				while ((pieces->text[at] & 0xC0) == 0x80)
					at++;
				if (piece_write(pieces, at, &encodings[e], sizes[s]))
					piece_count(&tallies[e][s], pieces);
			}
}

static struct pieces *pieces_open(void)
{
	struct pieces *pieces = calloc(1, sizeof *pieces);
	if (!pieces)
		abort();
	arena_init(&pieces->arena);
	return pieces;
}

static void pieces_close(struct pieces *pieces)
{
	arena_release(&pieces->arena);
	free(pieces);
}

/* ---- */

static void pieces_are_read(const char *pattern, bool korean)
{
	struct tally tallies[ENCODINGS][SIZES] = { { { 0 } } };
	struct pieces *pieces = pieces_open();
	glob_t files;
	assert_int_equal(glob(pattern, 0, NULL, &files), 0);
	for (size_t i = 0; i < files.gl_pathc; i++)
		count_file(tallies, pieces, files.gl_pathv[i], korean);
	globfree(&files);
	pieces_close(pieces);
	for (size_t e = 0; e < ENCODINGS; e++)
		for (size_t s = 0; s < SIZES; s++) {
			const struct tally *tally = &tallies[e][s];
			bool enough = sizes[s] < 200 || tally->right * 100 >= tally->all * 99;
			if (!enough || tally->wrong_without_note)
				fail_msg("%s, %zu bytes: %zu of %zu right, %zu wrong without a note", encodings[e].encoding,
				         sizes[s], tally->right, tally->all, tally->wrong_without_note);
		}
}

static void korean_in_every_encoding_is_read_from_200_bytes_and_never_misread_in_silence(void **state)
{
	(void)state;
	pieces_are_read("corpus/ko/*.txt", true);
}

static void english_in_every_encoding_is_read_from_200_bytes_and_never_misread_in_silence(void **state)
{
	(void)state;
	pieces_are_read("corpus/en/*.txt", false);
}

static void print_table(int count, char **paths)
{
	struct tally tallies[2][ENCODINGS][SIZES] = { { { { 0 } } } };
	struct pieces *pieces = pieces_open();
	bool korean = true;
	for (int i = 0; i < count; i++) {
		if (strcmp(paths[i], "--") == 0)
			korean = false;
		else
			count_file(tallies[!korean], pieces, paths[i], korean);
	}
	pieces_close(pieces);
	printf("%-22s %20s %20s %20s\n", "right of all (noted)", "20 bytes", "200 bytes", "2000 bytes");
	for (size_t language = 0; language < 2; language++)
		for (size_t e = 0; e < ENCODINGS; e++) {
			if (!tallies[language][e][0].all)
				continue;
			printf("%s %-11s%-8s", language ? "en" : "ko", encodings[e].encoding, *encodings[e].head ? "mark" : "");
			for (size_t s = 0; s < SIZES; s++) {
				const struct tally *tally = &tallies[language][e][s];
				printf(" %6zu/%zu (%zu silent)", tally->right, tally->all, tally->wrong_without_note);
			}
			printf("\n");
		}
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(korean_in_every_encoding_is_read_from_200_bytes_and_never_misread_in_silence),
		cmocka_unit_test(english_in_every_encoding_is_read_from_200_bytes_and_never_misread_in_silence),
	};
	if (argc > 1) {
		print_table(argc - 1, argv + 1);
		return 0;
	}
	return cmocka_run_group_tests_name("charset", tests, NULL, NULL);
}
