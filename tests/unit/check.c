/* check.c: examples of rules go through the whole program; a failure is one line with file and line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "bench.h"
#include "cli/check.h"

#define MUST "rule must\nkind recommendation\nset strength=demand polarity=do\nneed must\nfind \\bmust\\b\n"

/* The report on rules, the folder's name taken out. */
static const char *report_on(const char *rules, bool holds)
{
	static char text[4096];
	struct bench bench;
	struct out report;
	bench_open(&bench, rules, "unused | row\n");
	if (!bench.loaded)
		fail_msg("%s", bench.error.message);
	out_init(&report);
	bool held = check_rules(&report, &bench.rules, "la/");
	out_char(&report, '\0');
	size_t len = 0;
	for (const char *at = report.bytes; *at && len + 1 < sizeof text; at++) {
		if (strncmp(at, bench.dir, strlen(bench.dir)) == 0)
			at += strlen(bench.dir) + 1;
		text[len++] = *at;
	}
	text[len] = '\0';
	out_release(&report);
	bench_close(&bench);
	if (held != holds)
		fail_msg("%s", text);
	return text;
}

static void examples_that_hold_are_counted(void **state)
{
	(void)state;
	assert_string_equal(report_on(MUST "yes [[They must act now.]] => strength=demand polarity=do\nno They may act now.\n", true),
	                    "2 passed, 0 failed\n");
}

static void a_yes_that_is_not_found_says_what_was(void **state)
{
	(void)state;
	assert_string_equal(report_on(MUST "yes They [[must]] act.\nno They act.\n", false),
	                    "la/t.rules:6: yes: expected [[must]], found [[They must act.]]\n1 passed, 1 failed\n");
	assert_string_equal(report_on(MUST "yes [[They may act.]]\nno They act.\n", false),
	                    "la/t.rules:6: yes: expected [[They may act.]], found nothing\n1 passed, 1 failed\n");
}

static void a_field_that_differs_is_named(void **state)
{
	(void)state;
	assert_string_equal(report_on(MUST "yes [[They must act.]] => polarity=do strength=advice\nno They act.\n", false),
	                    "la/t.rules:6: yes: expected strength=\"advice\" of [[They must act.]], found \"demand\"\n"
	                    "1 passed, 1 failed\n");
	assert_string_equal(report_on(MUST "yes [[They must act.]] => strenth=demand\nno They act.\n", false),
	                    "la/t.rules:6: yes: expected strenth=\"demand\" of [[They must act.]], which has no such field\n"
	                    "1 passed, 1 failed\n");
}

static void a_no_that_is_found_fails(void **state)
{
	(void)state;
	assert_string_equal(report_on(MUST "yes [[They must act.]]\nno They must act.\n", false),
	                    "la/t.rules:7: no: expected nothing of this rule, found [[They must act.]]\n1 passed, 1 failed\n");
}

static void gaps_and_slips_are_counted_until_they_behave(void **state)
{
	(void)state;
	assert_string_equal(report_on(MUST "yes [[They must act.]]\nno They act.\ngap [[They may act.]]\nslip They must rot.\n", true),
	                    "1 known gaps, 1 known slips\n2 passed, 0 failed\n");
	assert_string_equal(report_on(MUST "yes [[They must act.]]\nno They act.\ngap [[They must act.]]\nslip They rot.\n", false),
	                    "la/t.rules:8: gap: it is found now: make it a yes\n"
	                    "la/t.rules:9: slip: it is left alone now: make it a no\n"
	                    "1 known gaps, 1 known slips\n2 passed, 2 failed\n");
}

static void all_rules_of_the_language_take_part(void **state)
{
	(void)state;
	assert_string_equal(report_on(MUST "yes [[They must act.]]\nno The must must rot.\n"
	                              "rule grapes\nkind veto\nset of=recommendation\nneed the must\nfind the must must\n"
	                              "yes The must must rot.\nno They must act.\n", true),
	                    "4 passed, 0 failed\n");
}

static void needs_that_are_not_there_fail(void **state)
{
	(void)state;
	assert_string_equal(report_on(MUST "find \\bs\\w+l\\b\nyes [[They must act.]]\nno They act.\ngap [[They shall act.]]\n", false),
	                    "la/t.rules:9: gap: none of the rule's needs is where it matches, in [[shall]]\n2 passed, 1 failed\n");
}

static void what_stands_before_an_example_is_no_part_of_it(void **state)
{
	(void)state;
	assert_string_equal(report_on(MUST "before They must wait.\nyes [[They must act.]]\n"
	                              "title We must\nbefore We must.\nno They act.\n", true),
	                    "2 passed, 0 failed\n");
}

static void a_pattern_that_is_wrong_is_reported(void **state)
{
	struct bench bench;
	(void)state;
	bench_open(&bench, MUST "find (\nyes [[They must act.]]\nno They act.\n", NULL);
	assert_false(bench.loaded);
	assert_non_null(strstr(bench.error.message, "t.rules:6: bad pattern"));
	bench_close(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(examples_that_hold_are_counted),
		cmocka_unit_test(a_yes_that_is_not_found_says_what_was),
		cmocka_unit_test(a_field_that_differs_is_named),
		cmocka_unit_test(a_no_that_is_found_fails),
		cmocka_unit_test(gaps_and_slips_are_counted_until_they_behave),
		cmocka_unit_test(all_rules_of_the_language_take_part),
		cmocka_unit_test(needs_that_are_not_there_fail),
		cmocka_unit_test(what_stands_before_an_example_is_no_part_of_it),
		cmocka_unit_test(a_pattern_that_is_wrong_is_reported),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
