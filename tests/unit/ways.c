/* ways.c: on whole editorials no shortcut changes what the rules find: with and without the needs, with and
 * without JIT the same bytes come out. A difference is a rule with a need that it can match without. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdint.h>
#include <cmocka.h>

#include "analyse.h"
#include "write/writer.h"

static struct arena arena;
static struct rules rules;

static int load(void **state)
{
	struct error error = { ERROR_NONE, "" };
	(void)state;
	arena_init(&arena);
	if (rules_load(&rules, &arena, NULL, &error))
		return 0;
	fprintf(stderr, "%s\n", error.message);
	return 1;
}

static int release(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

static void write_json(struct out *json, struct slice bytes, struct matcher *matcher)
{
	const struct wish wish = { .explain = true };
	const struct settings settings = { .lang = NULL };
	struct arena own;
	struct input input = { .bytes = bytes, .id = "x", .kind = "text" };
	struct document document;
	struct record record;
	arena_init(&own);
	document_init(&document, &own, &input);
	assert_true(analyse(&document, &rules, matcher, &settings));
	record_init(&record, &document, &wish, "test");
	out_clear(json);
	writer_jsonl.document(json, &record);
	assert_false(json->failed);
	arena_release(&own);
}

/* Some of the two from a little before where they part. */
static void show_difference(const char *path, const struct out *one, const struct out *other)
{
	size_t at = 0;
	while (at < one->len && at < other->len && one->bytes[at] == other->bytes[at])
		at++;
	size_t from = at > 300 ? at - 300 : 0;
	fprintf(stderr, "%s:\n  quick: %.*s\n  plain: %.*s\n", path,
	        (int)(one->len - from < 500 ? one->len - from : 500), one->bytes + from,
	        (int)(other->len - from < 500 ? other->len - from : 500), other->bytes + from);
}

enum { NO_NEEDS = 1, NO_JIT = 2, NO_PLACES = 4 };

/* False when a file comes out otherwise in one of the ways, a list that ends with 0. */
static bool same_either_way(const char *path, struct matcher *matcher, const int *way)
{
	static char bytes[1 << 20];
	struct out quick, plain;
	bool same = true;
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	struct slice text = { bytes, fread(bytes, 1, sizeof bytes, file) };
	fclose(file);
	out_init(&quick);
	out_init(&plain);
	matcher_disable(matcher, false, false, false);
	write_json(&quick, text, matcher);
	for (; same && *way; way++) {
		matcher_disable(matcher, *way & NO_NEEDS, *way & NO_JIT, *way & NO_PLACES);
		write_json(&plain, text, matcher);
		same = quick.len == plain.len && memcmp(quick.bytes, plain.bytes, plain.len) == 0;
	}
	if (!same)
		show_difference(path, &quick, &plain);
	out_release(&quick);
	out_release(&plain);
	return same;
}

static size_t different_files(const int *ways)
{
	static const char *const folders[] = { "corpus/en", "corpus/ko" };
	struct matcher *matcher = matcher_new(&rules);
	size_t files = 0, different = 0;
	assert_non_null(matcher);
	for (size_t i = 0; i < 2; i++) {
		DIR *folder = opendir(folders[i]);
		struct dirent *entry;
		assert_non_null(folder);
		while ((entry = readdir(folder))) {
			char path[512];
			if (!slice_ends(slice_from(entry->d_name), SLICE(".txt")))
				continue;
			snprintf(path, sizeof path, "%s/%s", folders[i], entry->d_name);
			different += !same_either_way(path, matcher, ways);
			files++;
		}
		closedir(folder);
	}
	matcher_free(matcher);
	assert_true(files > 20);
	return different;
}

static void the_corpus_comes_out_the_same_without_needs_and_without_jit(void **state)
{
	(void)state;
	assert_int_equal(different_files((const int[]){ NO_NEEDS, NO_JIT, NO_NEEDS | NO_JIT, 0 }), 0);
}

static void the_corpus_comes_out_the_same_when_patterns_are_tried_everywhere(void **state)
{
	(void)state;
	assert_int_equal(different_files((const int[]){ NO_PLACES, NO_PLACES | NO_JIT, 0 }), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_corpus_comes_out_the_same_without_needs_and_without_jit),
		cmocka_unit_test(the_corpus_comes_out_the_same_when_patterns_are_tried_everywhere),
	};
	return cmocka_run_group_tests(tests, load, release);
}
