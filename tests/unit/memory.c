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

static void every_failed_allocation_of_a_document_is_an_error(void **state)
{
	static struct arena rules_arena, arena;
	static struct rules rules;
	struct error error = { ERROR_NONE, "" };
	struct settings settings = { 0 };
	struct input input = { .bytes = SLICE(editorial), .id = "one", .kind = "text" };
	struct document document;
	size_t failures = 0;
	(void)state;
	arena_init(&rules_arena);
	arena_init(&arena);
	assert_true(rules_load(&rules, &rules_arena, NULL, &error));
	struct matcher *matcher = matcher_new(&rules);
	/* the first time patterns are compiled, in the rules' own memory */
	document_init(&document, &arena, &input);
	assert_true(analyse(&document, &rules, matcher, &settings));
	assert_true(document.recommendations.len > 0);
	for (size_t n = 1;; n++) {
		arena_clear(&arena);
		if (ARENA_GUARD(&arena))
			document_init(&document, &arena, &input);
		arena_fail_at(n);
		bool good = analyse(&document, &rules, matcher, &settings);
		arena_fail_at(0);
		if (good)
			break;
		assert_int_equal(document.error.kind, ERROR_MEMORY);
		failures++;
	}
	assert_true(failures > 100);
	matcher_free(matcher);
	arena_release(&arena);
	arena_release(&rules_arena);
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
		cmocka_unit_test(every_failed_allocation_of_reading_is_an_error),
		cmocka_unit_test(the_library_survives_failed_allocations),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
