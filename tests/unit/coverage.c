/* coverage: nothing of a page disappears: every character is in the title, a paragraph, the kicker, or what was removed,
 * and in one of them only, whatever the page. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include <glob.h>

#include "analyse.h"

enum { ROOM = 1 << 16 };

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
	if (!rules_load(&rules, &rules_arena, NULL, &error))
		return 1;
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

/* How often each byte of the input is accounted for. */
static void count_bytes(unsigned char *times, struct origin at)
{
	for (size_t i = at.start; i < at.stop; i++)
		times[i]++;
}

static void assert_all_is_there(struct slice bytes)
{
	static unsigned char kept[ROOM], gone[ROOM];
	static const struct settings settings = { .only_clean = true };
	arena_clear(&arena);
	input = (struct input){ .bytes = bytes, .kind = "text", .id = "" };
	document_init(&document, &arena, &input);
	assert_true(analyse(&document, &rules, matcher, &settings));
	memset(kept, 0, bytes.len);
	memset(gone, 0, bytes.len);
	/* by characters: what a paragraph's own stretch of the input covers may have been cut out of it */
	for (size_t at = 0; at < document.text.len;) {
		size_t start = at;
		uint32_t c = text_codepoint(document.text.bytes, document.text.len, &at);
		struct origin from = text_origin(&document.text, (struct span){ start, at });
		if (c != ' ' && c != '\n')
			count_bytes(kept, from);
	}
	if (!span_empty(document.kicker))
		count_bytes(gone, text_origin(&document.page, document.kicker));
	for (size_t i = 0; i < document.removed.len; i++) {
		count_bytes(gone, text_origin(&document.page, document.removed.at[i].at));
		assert_non_null(document.removed.at[i].rule);
		assert_non_null(document.removed.at[i].category);
	}
	for (size_t at = 0; at < document.page.len;) {
		size_t start = at;
		uint32_t c = text_codepoint(document.page.bytes, document.page.len, &at);
		struct origin from = text_origin(&document.page, (struct span){ start, at });
		if (c == ' ' || c == '\n' || from.start == from.stop)
			continue;
		if (!kept[from.start] == !gone[from.start])
			fail_msg("the character at byte %zu is %s", from.start, kept[from.start] ? "kept and removed" : "lost");
	}
}

static size_t read_file(char *bytes, const char *path)
{
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	size_t len = fread(bytes, 1, ROOM, file);
	fclose(file);
	return len;
}

static void for_all(const char *pattern, void (*try)(char *bytes, size_t len))
{
	static char bytes[ROOM];
	glob_t files;
	assert_int_equal(glob(pattern, 0, NULL, &files), 0);
	for (size_t i = 0; i < files.gl_pathc; i++)
		try(bytes, read_file(bytes, files.gl_pathv[i]));
	globfree(&files);
}

static void try_as_it_is(char *bytes, size_t len)
{
	assert_all_is_there((struct slice){ bytes, len });
}

static void nothing_of_the_corpus_disappears(void **state)
{
	(void)state;
	for_all("corpus/*/*.txt", try_as_it_is);
}

/* Lines in another order, some twice, some run together: pages that nobody would write. */
static void try_shuffled(char *bytes, size_t len)
{
	static char page[ROOM];
	struct slice lines[400], rest = { bytes, len };
	size_t count = 0;
	uint32_t seed = (uint32_t)len;
	while (count < 400 && slice_split(&lines[count], &rest, '\n'))
		count += slice_trim(lines[count]).len > 0;
	for (unsigned round = 0; round < 3 && count; round++) {
		size_t at = 0;
		for (size_t i = 0; i < count; i++) {
			seed = seed * 1664525 + 1013904223;
			struct slice line = lines[(seed >> 8) % count];
			if (at + line.len + 2 > ROOM / 2)
				break;
			memcpy(page + at, line.at, line.len);
			at += line.len;
			page[at++] = (seed >> 24) % 5 ? '\n' : ' ';
		}
		assert_all_is_there((struct slice){ page, at });
	}
}

static void nothing_of_pages_in_disorder_disappears(void **state)
{
	(void)state;
	for_all("corpus/*/*.txt", try_shuffled);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_of_the_corpus_disappears),
		cmocka_unit_test(nothing_of_pages_in_disorder_disappears),
	};
	return cmocka_run_group_tests_name("coverage", tests, open_rules, close_rules);
}
