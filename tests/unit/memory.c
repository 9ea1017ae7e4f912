/* memory: wherever an allocation fails, the document fails and nothing else: no crash, and its error is shown. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "analyse.h"
#include "read/inputs.h"
#include "saseol.h"
#include "write/writer.h"

static const char editorial[] =
	"[Editorial]\nThe harbour needs a second boat\n\nThree ships ran aground last year, up from one in 2021. The port "
	"says \"the channel is safe.\" The council must order the boat before March, and it should not raise the dues.\n\n"
	"\xC2\xA9 2024 The Quay Gazette. All rights reserved.\n";

static const char page[] =
	"<html><head><title>The harbour | The Quay</title><script type=\"application/ld+json\">{\"@type\":\"NewsArticle\","
	"\"author\":[{\"name\":\"A. Roe\"}]}</script></head><body><ul><li><a href=/>Home</a></ul><h1 class=headline>The harbour</h1><p>Three "
	"ships ran aground last&nbsp;year, up from one in 2021.</p><p>The council must order the boat before March&hellip;</p></body>";

struct scene {
	struct arena rules_arena, arena;
	struct rules rules;
	struct matcher *matcher;
	struct input input;
	struct document document;
	struct out out;
};

static struct scene scene;

static void analyse_failing_at(size_t n)
{
	const struct settings settings = { 0 };
	arena_clear(&scene.arena);
	document_init(&scene.document, &scene.arena, &scene.input);
	arena_fail_at(n);
	analyse(&scene.document, &scene.rules, scene.matcher, &settings);
}

static const char *shown(void)
{
	const struct wish wish = { .offsets = UNIT_CODEPOINT };
	struct record record;
	out_clear(&scene.out);
	record_init(&record, &scene.document, &wish, "by");
	writer_jsonl.document(&scene.out, &record);
	out_char(&scene.out, '\0');
	return scene.out.bytes;
}

/* What did not get its memory failed; or it did without, and found the same. */
static void assert_each_failure_is_an_error(struct slice bytes)
{
	struct error error = { ERROR_NONE, "" };
	arena_init(&scene.rules_arena);
	arena_init(&scene.arena);
	scene.input = (struct input){ .bytes = bytes, .id = "one", .kind = "text" };
	assert_true(rules_load(&scene.rules, &scene.rules_arena, NULL, &error));
	scene.matcher = matcher_new(&scene.rules);
	/* the first time patterns are compiled, in the rules' own memory */
	analyse_failing_at(0);
	assert_true(scene.document.recommendations.len > 0);
	char *expected = strdup(shown());
	analyse_failing_at(SIZE_MAX);
	size_t allocations = arena_fail_at(0), failures = 0;
	for (size_t n = 1; n <= allocations; n++) {
		analyse_failing_at(n);
		arena_fail_at(0);
		failures += scene.document.error.kind == ERROR_MEMORY;
		if (scene.document.error.kind != ERROR_MEMORY)
			assert_string_equal(shown(), expected);
	}
	assert_true(failures > allocations / 2);
	free(expected);
	out_release(&scene.out);
	matcher_free(scene.matcher);
	arena_release(&scene.arena);
	arena_release(&scene.rules_arena);
}

static void every_failed_allocation_of_a_document_is_an_error(void **state)
{
	(void)state;
	assert_each_failure_is_an_error(SLICE(editorial));
}

static void every_failed_allocation_of_a_page_is_an_error(void **state)
{
	(void)state;
	assert_each_failure_is_an_error(SLICE(page));
}

static void every_failed_allocation_of_reading_is_an_error(void **state)
{
	const char *names[] = { "corpus/en/grid.txt", "tests/golden/records.jsonl" };
	struct inputs_wish wish = { .names = names, .count = 2 };
	static struct arena arena;
	(void)state;
	arena_init(&arena);
	for (size_t n = 1, failures = 1; failures; n++) {
		struct inputs *inputs = inputs_open(&wish);
		struct input input;
		struct error error;
		assert_non_null(inputs);
		failures = 0;
		for (;;) {
			arena_clear(&arena);
			arena_fail_at(n);
			bool more = inputs_next(inputs, &arena, &input, &error);
			arena_fail_at(0);
			if (!more)
				break;
			failures += error.kind == ERROR_MEMORY;
			assert_non_null(input.id);
		}
		inputs_close(inputs);
		assert_true(n < 100);
	}
	arena_release(&arena);
}

static void the_library_survives_failed_allocations(void **state)
{
	char why[100];
	saseol *reader = saseol_open(NULL, why, sizeof why);
	(void)state;
	assert_non_null(reader);
	saseol_free(saseol_read(reader, editorial, sizeof editorial - 1, NULL));
	for (size_t n = 1; n < 3000; n += n < 60 ? 1 : 37) {
		arena_fail_at(n);
		saseol_document *document = saseol_read(reader, editorial, sizeof editorial - 1, "2024-05-03");
		const char *json = document ? saseol_json(document, NULL) : NULL;
		const char *text = document ? saseol_get(document, "claims", 0, "text") : NULL;
		arena_fail_at(0);
		assert_true(!document || saseol_error(document) || !json || json[0] == '{');
		assert_true(!text || *text);
		saseol_free(document);
	}
	saseol_close(reader);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_failed_allocation_of_a_document_is_an_error),
		cmocka_unit_test(every_failed_allocation_of_a_page_is_an_error),
		cmocka_unit_test(every_failed_allocation_of_reading_is_an_error),
		cmocka_unit_test(the_library_survives_failed_allocations),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
