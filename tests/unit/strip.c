/* strip: the pages of tests/unit/strip, each line with what is to become of it, and what holds for any page.
 *
 * A line of a page file says with its first word where the rest must go: "t" title, "k" kicker, "=" a paragraph,
 * "- CATEGORY" removed; in braces, {CATEGORY|...}, is what must go out of a line that stays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "clean/clean.h"
#include "read/read.h"

enum { ROOM = 1 << 16, MEBIBYTE = 1 << 20 };

static struct arena rules_arena, arena;
static struct rules rules;
static struct matcher *matcher;
static struct document document;
static struct input input;

static int open_rules(void **state)
{
	struct error error = { ERROR_NONE, "" };
	(void)state;
	arena_init(&rules_arena);
	arena_init(&arena);
	if (!rules_load(&rules, &rules_arena, NULL, &error)) {
		print_error("%s\n", error.message);
		return 1;
	}
	matcher = matcher_new(&rules);
	return matcher ? 0 : 1;
}

static int close_rules(void **state)
{
	(void)state;
	matcher_free(matcher);
	arena_release(&arena);
	arena_release(&rules_arena);
	return 0;
}

/* The pipeline up to strip. */
static void strip_page(struct slice bytes, struct slice title, bool keep_all)
{
	struct text decoded, unmarked;
	block_list blocks = { 0 };
	arena_clear(&arena);
	input = (struct input){ .bytes = bytes, .title = title, .decoded = title.at != NULL, .kind = "text" };
	document_init(&document, &arena, &input);
	assert_true(decode(&document, &decoded, "UTF-8", &document.error));
	unmark(&document, &unmarked, &blocks, &decoded, NULL);
	normalise(&document, &unmarked, blocks.at, blocks.len);
	identify(&document, &rules, NULL);
	strip(&document, matcher, keep_all);
}

/* ---- pages ---- */

struct piece {
	char category[20];
	struct origin at;
	size_t len;
};

struct page {
	char bytes[ROOM], title[ROOM], kicker[200], body[ROOM];
	size_t len, title_len, kicker_len, body_len;
	struct piece removed[200];
	size_t count;
};

static void put(char *to, size_t *len, const char *from, size_t count)
{
	assert_true(*len + count < ROOM);
	memcpy(to + *len, from, count);
	*len += count;
	to[*len] = '\0';
}

static void put_removed(struct page *page, struct slice category, size_t start)
{
	struct piece *piece = &page->removed[page->count++];
	memcpy(piece->category, category.at, category.len);
	piece->category[category.len] = '\0';
	piece->at = (struct origin){ start, page->len, FIELD_TEXT };
}

/* A line that stays: its braces are taken off, what is in them goes where they say. */
static void put_line(struct page *page, struct slice line, char *to, size_t *len)
{
	size_t start = *len;
	while (line.len) {
		const char *open = memchr(line.at, '{', line.len);
		size_t plain = open ? (size_t)(open - line.at) : line.len;
		put(page->bytes, &page->len, line.at, plain);
		/* one of the two blanks about a piece goes with it, and so do those at the edges */
		size_t skip = *len > start ? to[*len - 1] == ' ' && plain && line.at[0] == ' ' : plain && line.at[0] == ' ';
		put(to, len, line.at + skip, plain - skip);
		line.at += plain;
		line.len -= plain;
		if (!open)
			break;
		const char *bar = memchr(line.at, '|', line.len), *close = memchr(line.at, '}', line.len);
		assert_true(bar && close);
		struct slice kind = { line.at + 1, (size_t)(bar - line.at) - 1 };
		size_t place = page->len;
		put(page->bytes, &page->len, bar + 1, (size_t)(close - bar) - 1);
		if (slice_is(kind, "kicker"))
			put(page->kicker, &page->kicker_len, bar + 1, (size_t)(close - bar) - 1);
		else
			put_removed(page, kind, place);
		line.len -= (size_t)(close + 1 - line.at);
		line.at = close + 1;
	}
	while (*len > start && to[*len - 1] == ' ')
		to[--*len] = '\0';
}

static void read_line(struct page *page, struct slice line)
{
	size_t place = page->len;
	if (line.len == 0 || line.at[0] == '#')
		return;
	struct slice rest = { line.at + 2, line.len - 2 };
	if (line.at[0] == 't') {
		put_line(page, rest, page->title, &page->title_len);
	} else if (line.at[0] == 'k') {
		put(page->bytes, &page->len, rest.at, rest.len);
		put(page->kicker, &page->kicker_len, rest.at, rest.len);
	} else if (line.at[0] == '=') {
		if (page->body_len)
			put(page->body, &page->body_len, "\n\n", 2);
		put_line(page, rest, page->body, &page->body_len);
	} else {
		const char *blank = memchr(rest.at, ' ', rest.len);
		assert_true(line.at[0] == '-' && blank);
		struct slice category = { rest.at, (size_t)(blank - rest.at) };
		put(page->bytes, &page->len, blank + 1, rest.len - category.len - 1);
		put_removed(page, category, place);
	}
}

static struct page *read_page(const char *name)
{
	static struct page page;
	static char file_bytes[ROOM];
	char path[200];
	snprintf(path, sizeof path, "tests/unit/strip/%s.page", name);
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	struct slice line, rest = { file_bytes, fread(file_bytes, 1, ROOM, file) };
	fclose(file);
	memset(&page, 0, sizeof page);
	while (slice_split(&line, &rest, '\n')) {
		read_line(&page, line);
		if (line.len == 0 || line.at[0] != '#')
			put(page.bytes, &page.len, "\r\n", 2);
	}
	return &page;
}

static void check_page(const char *name)
{
	const struct page *page = read_page(name);
	strip_page((struct slice){ page->bytes, page->len }, (struct slice){ NULL, 0 }, false);

	struct slice kicker = text_slice(&document.page, document.kicker);
	char *text = arena_string(&arena, (struct slice){ document.text.bytes, document.text.len });
	assert_int_equal(document.has_title, page->title_len > 0);
	assert_string_equal(text, page->title_len ? arena_format(&arena, "%s\n\n%s", page->title, page->body) : page->body);
	assert_string_equal(arena_string(&arena, kicker), page->kicker);
	for (size_t i = 0; i < document.removed.len && i < page->count; i++) {
		struct origin at = text_origin(&document.page, document.removed.at[i].at);
		const struct piece *piece = &page->removed[i];
		char *said = arena_format(&arena, "%s %.*s", document.removed.at[i].category, (int)(at.stop - at.start), page->bytes + at.start);
		assert_string_equal(said, arena_format(&arena, "%s %.*s", piece->category, (int)(piece->at.stop - piece->at.start),
		                                       page->bytes + piece->at.start));
		assert_int_equal(at.start, piece->at.start);
		assert_non_null(document.removed.at[i].rule);
	}
	assert_int_equal(document.removed.len, page->count);
}

static void a_page_gives_the_article_and_lists_the_rest(void **state)
{
	(void)state;
	check_page("english");
	check_page("korean");
}

static void furniture_may_be_in_another_language_than_the_text(void **state)
{
	(void)state;
	check_page("two-languages");
}

static void what_runs_into_a_sentence_is_cut_off_and_the_sentence_stays(void **state)
{
	(void)state;
	check_page("run-in-korean");
	check_page("run-in-lines");
	check_page("run-in-lines-korean");
	check_page("run-in-english");
}

static void a_heading_printed_twice_is_the_title_next_to_the_text(void **state)
{
	(void)state;
	check_page("twice");
	check_page("echoes");
}

static void readers_words_end_the_page(void **state)
{
	(void)state;
	check_page("comments");
}

static void sentences_about_newspapers_stay(void **state)
{
	(void)state;
	check_page("near-english");
	check_page("run-in-near");
	check_page("near-korean");
}

static void who_signs_a_letter_is_no_part_of_it(void **state)
{
	(void)state;
	check_page("letters");
}

static void portals_and_blogs_go(void **state)
{
	(void)state;
	check_page("portal");
	check_page("blog");
}

static void a_text_may_have_no_title(void **state)
{
	(void)state;
	check_page("no-title");
}

static void a_text_may_have_lost_its_full_stops(void **state)
{
	(void)state;
	check_page("no-full-stops");
}

/* ---- what a caption leaves behind ---- */

static void a_paragraph_with_a_hole_answers_with_its_stretches(void **state)
{
	(void)state;
	const struct page *page = read_page("run-in-english");
	strip_page((struct slice){ page->bytes, page->len }, (struct slice){ NULL, 0 }, false);

	struct origin parts[4];
	struct span paragraph = document.paragraphs.at[1];
	assert_int_equal(text_parts(&document.text, paragraph, parts, 4), 2);
	assert_true(parts[0].stop < parts[1].start);
	const char *hole = page->bytes + parts[0].stop;
	assert_memory_equal(hole, "(Photo: Olu Brandt)", 19);
	assert_int_equal(text_origin(&document.text, paragraph).start, parts[0].start);
	assert_int_equal(text_origin(&document.text, paragraph).stop, parts[1].stop);
}

/* ---- records, and nothing removed ---- */

static void the_title_of_a_record_is_the_title(void **state)
{
	(void)state;
	const struct page *page = read_page("blog");
	strip_page((struct slice){ page->bytes, page->len }, slice_from(page->title), false);

	assert_true(document.has_title);
	assert_int_equal(text_origin(&document.text, document.paragraphs.at[0]).field, FIELD_TITLE);
	size_t copies = 0;
	for (size_t i = 0; i < document.removed.len; i++)
		copies += slice_is(text_slice(&document.page, document.removed.at[i].at), page->title);
	assert_int_equal(copies, 1);
}

static void nothing_goes_when_everything_is_kept(void **state)
{
	(void)state;
	static const char *const names[] = { "english", "korean", "twice", "portal" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const struct page *page = read_page(names[i]);
		strip_page((struct slice){ page->bytes, page->len }, (struct slice){ NULL, 0 }, true);
		assert_int_equal(document.removed.len, 0);
		struct slice kicker = text_slice(&document.page, document.kicker);
		assert_string_equal(arena_string(&arena, kicker), page->kicker);
		assert_true(document.paragraphs.len + (page->kicker_len > 0) >= document.blocks.len);
	}
}

/* ---- any page ---- */

static void mark(unsigned char *seen, struct origin at, unsigned char by)
{
	for (size_t i = at.start; i < at.stop; i++)
		seen[i] |= by;
}

/* Every byte that is no white space is in a paragraph, the kicker or removed, and nothing removed is in a paragraph. */
static void check_accounts(struct slice bytes)
{
	enum { KEPT = 1, REMOVED = 2 };
	static unsigned char seen[ROOM];
	memset(seen, 0, bytes.len);
	for (size_t i = 0; i < document.removed.len; i++)
		mark(seen, text_origin(&document.page, document.removed.at[i].at), REMOVED);
	if (document.kicker.stop > document.kicker.start)
		mark(seen, text_origin(&document.page, document.kicker), KEPT);
	for (size_t i = 0; i < document.paragraphs.len; i++) {
		struct origin parts[64];
		size_t count = text_parts(&document.text, document.paragraphs.at[i], parts, 64);
		assert_true(count <= 64);
		for (size_t k = 0; k < count; k++)
			mark(seen, parts[k], KEPT);
	}
	for (size_t i = 0; i < bytes.len; i++)
		if (!memchr(" \t\r\n", bytes.at[i], 4) && seen[i] != KEPT && seen[i] != REMOVED)
			fail_msg("byte %zu of %.*s is %s", i, (int)bytes.len, bytes.at, seen[i] ? "kept and removed" : "lost");
	for (size_t i = 1; i < document.removed.len; i++)
		assert_true(document.removed.at[i - 1].at.stop <= document.removed.at[i].at.start);
}

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* Lines of all pages in any order, cut and joined at any character. */
static void nothing_is_lost_of_any_page(void **state)
{
	(void)state;
	static const char *const names[] = { "english", "korean", "two-languages", "run-in-korean", "run-in-english", "run-in-lines", "twice",
	                                     "comments", "near-english", "near-korean", "letters", "portal", "blog" };
	static char all[ROOM], bytes[ROOM];
	static struct slice lines[400];
	size_t all_len = 0, count = 0;
	uint32_t seed = 7;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const struct page *page = read_page(names[i]);
		put(all, &all_len, page->bytes, page->len);
	}
	for (struct slice line, rest = { all, all_len }; slice_split(&line, &rest, '\n') && count < 400;)
		if (slice_trim(line).len)
			lines[count++] = slice_trim(line);
	for (size_t round = 0; round < 400; round++) {
		size_t len = 0, wanted = 1 + next_random(&seed) % 24;
		for (size_t i = 0; i < wanted; i++) {
			struct slice line = lines[next_random(&seed) % count];
			if (next_random(&seed) % 3 == 0) {
				size_t cut = next_random(&seed) % line.len;
				while (cut < line.len && ((unsigned char)line.at[cut] & 0xC0) == 0x80)
					cut++;
				line = next_random(&seed) % 2 ? (struct slice){ line.at + cut, line.len - cut } : (struct slice){ line.at, cut };
			}
			put(bytes, &len, line.at, line.len);
			put(bytes, &len, next_random(&seed) % 4 ? "\n" : next_random(&seed) % 2 ? " " : "[(", 1);
		}
		strip_page((struct slice){ bytes, len }, (struct slice){ NULL, 0 }, false);
		check_accounts((struct slice){ bytes, len });
	}
}

static void a_line_without_an_end_is_looked_at_through_its_ends(void **state)
{
	(void)state;
	size_t len = 8 * MEBIBYTE;
	char *bytes = malloc(len + 200);
	assert_non_null(bytes);
	static const char sentence[] = "The bridge (a mile long) was shut [again] in June. ";
	for (size_t i = 0; i < len; i++)
		bytes[i] = sentence[i % (sizeof sentence - 1)];
	bytes[len - 1] = '.';
	size_t tail = (size_t)snprintf(bytes + len, 200, "Copyright \xC2\xA9 2022 The Fenwick Chronicle. All rights reserved.");
	strip_page((struct slice){ bytes, len + tail }, (struct slice){ NULL, 0 }, false);
	assert_int_equal(document.removed.len, 1);
	assert_int_equal(text_origin(&document.page, document.removed.at[0].at).start, len);
	assert_int_equal(document.text.len, len);
	free(bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_gives_the_article_and_lists_the_rest),
		cmocka_unit_test(furniture_may_be_in_another_language_than_the_text),
		cmocka_unit_test(what_runs_into_a_sentence_is_cut_off_and_the_sentence_stays),
		cmocka_unit_test(a_heading_printed_twice_is_the_title_next_to_the_text),
		cmocka_unit_test(readers_words_end_the_page),
		cmocka_unit_test(sentences_about_newspapers_stay),
		cmocka_unit_test(who_signs_a_letter_is_no_part_of_it),
		cmocka_unit_test(portals_and_blogs_go),
		cmocka_unit_test(a_text_may_have_no_title),
		cmocka_unit_test(a_text_may_have_lost_its_full_stops),
		cmocka_unit_test(a_paragraph_with_a_hole_answers_with_its_stretches),
		cmocka_unit_test(the_title_of_a_record_is_the_title),
		cmocka_unit_test(nothing_goes_when_everything_is_kept),
		cmocka_unit_test(nothing_is_lost_of_any_page),
		cmocka_unit_test(a_line_without_an_end_is_looked_at_through_its_ends),
	};
	return cmocka_run_group_tests(tests, open_rules, close_rules);
}
