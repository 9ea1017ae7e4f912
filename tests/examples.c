/* examples.c: the examples of all built-in rules, through the whole program. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdint.h>
#include <cmocka.h>

#include "cli/check.h"

static void every_example_of_a_built_in_rule_holds(void **state)
{
	static struct arena arena;
	struct rules rules;
	struct error error = { ERROR_NONE, "" };
	struct out report;
	(void)state;
	arena_init(&arena);
	out_init(&report);
	if (!rules_load(&rules, &arena, NULL, &error))
		fail_msg("%s", error.message);
	bool held = check_rules(&report, &rules, NULL);
	out_char(&report, '\0');
	fputs(report.bytes, stderr);
	out_release(&report);
	arena_release(&arena);
	assert_true(held);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_example_of_a_built_in_rule_holds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
