/* rules.c: rule and table files go in; what is wrong with one is said with its file and line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "bench.h"
#include "engine/book.h"
#include "engine/builtin.h"

#define RULE "rule a\nkind claim\nneed abc\nfind abc\nyes abc\nno x\n"

static void a_rule_is_read_with_its_fields_and_examples(void **state)
{
	struct bench bench;
	(void)state;
	bench_open(&bench,
	           "# a remark\n"
	           "rule   audit\n"
	           "kind   recommendation\n"
	           "about  what has\n"
	           "       two lines\n"
	           "set    strength=demand say=\"two words\" weight=-1.25\n"
	           "need   must | \\||\"ought \"\n"
	           "find   mu\n"
	           "       st\n"
	           "find   \\|\n"
	           "unless-after x\n"
	           "title  A title\n"
	           "before A sentence.\n"
	           "yes    They [[must]]. => strength=demand\n"
	           "no     They did.\n"
	           "gap    Known [[miss]].\n"
	           "slip   Known must.\n", NULL);
	if (!bench.loaded)
		fail_msg("%s", bench.error.message);
	const struct rule *rule = rules_find(&bench.rules, "la/t/audit");
	assert_non_null(rule);
	assert_string_equal(rule->name, "audit");
	assert_int_equal(rule->line, 2);
	assert_int_equal(rule->kind, RULE_RECOMMENDATION);
	assert_string_equal(rule->about, "what has two lines");
	assert_string_equal(rule_get(rule, "say"), "two words");
	assert_null(rule_get(rule, "nothing"));
	assert_true(rule_weight(rule, "weight") == -1.25);
	assert_int_equal(rule->needs.len, 3);
	assert_int_equal(rule->finds.len, 2);
	assert_true(slice_is(rule->finds.at[0], "must"));
	assert_int_equal(rule->unlesses.len, 1);
	assert_int_equal(rule->examples.len, 4);
	const struct example *yes = &rule->examples.at[0], *no = &rule->examples.at[1];
	assert_int_equal(yes->verdict, EXAMPLE_YES);
	assert_int_equal(yes->line, 14);
	assert_true(slice_is(yes->text, "They [[must]]."));
	assert_true(slice_is(yes->fields, "strength=demand"));
	assert_true(slice_is(yes->before, "A sentence."));
	assert_true(slice_is(yes->title, "A title"));
	/* a scene is for one example */
	assert_int_equal(no->before.len, 0);
	assert_int_equal(no->title.len, 0);
	assert_string_equal(bench_find(&bench, "You must | ought."), "audit:must audit:|");
	bench_close(&bench);
}

static void a_table_is_rows_of_columns(void **state)
{
	struct bench bench;
	(void)state;
	bench_open(&bench, RULE, "# remark\r\nkm\tlength | 1000\r\n\n  mile |  length\nkm\tagain\n");
	const struct table *table = language_table(rules_language(&bench.rules, "la"), "t");
	assert_non_null(table);
	assert_int_equal(table->len, 3);
	assert_int_equal(table->rows[0].line, 2);
	assert_int_equal(table->rows[0].count, 3);
	assert_true(slice_is(row_column(&table->rows[0], 2), "1000"));
	assert_int_equal(row_column(&table->rows[1], 7).len, 0);
	assert_ptr_equal(table_find(table, SLICE("km")), &table->rows[0]);
	assert_ptr_equal(table_find(table, SLICE("mile")), &table->rows[1]);
	assert_null(table_find(table, SLICE("m")));
	assert_null(language_table(rules_language(&bench.rules, "la"), "none"));
	bench_close(&bench);
}

/* What is said about a file, after its folder. */
static void refused(const char *rules, const char *message)
{
	struct bench bench;
	bench_open(&bench, rules, NULL);
	if (bench.loaded)
		fail_msg("accepted: %s", rules);
	assert_int_equal(bench.error.kind, ERROR_RULE);
	const char *said = strstr(bench.error.message, "t.rules:");
	assert_string_equal(said ? said + strlen("t.rules:") : bench.error.message, message);
	bench_close(&bench);
}

static void every_mistake_has_its_line(void **state)
{
	(void)state;
	refused(RULE "fnd x\n", "7: unknown word \"fnd\"");
	refused("find x\n", "1: before any \"rule\" there cannot be \"find\"");
	refused("  x\n", "1: a continued line with nothing before it: \"x\"");
	refused("rule two words\n", "1: bad name of a rule \"two words\"");
	refused(RULE "\n" RULE, "8: duplicate rule \"a\"");
	refused("rule a\nkind clam\n", "2: unknown kind \"clam\"");
	refused("rule a\nkind claim\nkind claim\n", "3: a second kind \"claim\"");
	refused(RULE "set a\n", "7: not KEY=VALUE: \"a\"");
	refused(RULE "set a=b a=c\n", "7: a second value of \"a\"");
	refused(RULE "set a=\"b\n", "7: missing quote in \"a=\"b\"");
	refused(RULE "define a\n", "7: a definition without a pattern: \"a\"");
	refused("define a b\ndefine a c\n", "2: duplicate definition \"a\"");
	refused(RULE "need | x\n", "7: an empty need in \"| x\"");
	refused(RULE "need x\n", "7: a letter or an open syllable alone selects nothing, in need \"x\"");
	refused(RULE "need \xEB\x8B\xA4\n", "7: a letter or an open syllable alone selects nothing, in need \"\xEB\x8B\xA4\"");
	refused(RULE "need \xE9\x87\x91\n",
	        "7: a Chinese character has no byte of its own, write <han>: \"\xE9\x87\x91\", in need \"\xE9\x87\x91\"");
	refused(RULE "find\n", "7: an empty pattern in \"a\"");
	refused(RULE "yes [[abc\n", "7: unbalanced marks in \"[[abc\"");
	refused(RULE "yes abc]]\n", "7: unbalanced marks in \"abc]]\"");
	refused(RULE "yes\n", "7: an empty example of \"a\"");
	refused(RULE "before x\n", "7: a scene without an example behind it: \"x\"");
	refused("rule a\nneed abc\nfind abc\nyes abc\nno x\n", "1: a rule without \"kind\": \"a\"");
	refused("rule a\nkind claim\nneed abc\nyes abc\nno x\n", "1: a rule without \"find\": \"a\"");
	refused("rule a\nkind claim\nfind abc\nyes abc\nno x\n",
	        "1: a rule without \"need\" (write need * where it must always run): \"a\"");
	refused("rule a\nkind claim\nneed abc\nfind abc\nno x\n", "1: a rule without a \"yes\": \"a\"");
	refused("rule a\nkind claim\nneed abc\nfind abc\nyes abc\n", "1: a rule without a \"no\": \"a\"");
	refused("rule a\nkind veto\nneed abc\nfind abc\nyes abc\nno x\n", "1: a veto needs \"set of=KIND\", it has \"\"");
	refused("rule a\nkind veto\nset of=claims\nneed abc\nfind abc\nyes abc\nno x\n",
	        "1: a veto needs \"set of=KIND\", it has \"claims\"");
	refused(RULE "find a(b\n", "7: bad pattern: missing closing parenthesis, at its end");
	refused(RULE "yes \xFFx\n", "7: not UTF-8");
}

static void a_mistake_in_a_later_rule_does_not_hide_behind_the_first(void **state)
{
	(void)state;
	refused("rule a\nkind claim\nneed abc\nfind abc\nyes abc\n\n" "rule b\nkind claim\n", "1: a rule without a \"no\": \"a\"");
}

static void a_folder_that_is_none_is_an_error(void **state)
{
	struct arena arena;
	struct rules rules;
	struct error error = { ERROR_NONE, "" };
	(void)state;
	arena_init(&arena);
	assert_false(rules_load(&rules, &arena, "/nonexistent/rules", &error));
	assert_string_equal(error.message, "cannot open \"/nonexistent/rules\": No such file or directory");
	arena_release(&arena);
}

static void a_folder_without_rules_is_an_error(void **state)
{
	struct bench bench;
	char message[128];
	(void)state;
	bench_open(&bench, RULE, NULL);
	bench_remove(&bench, BENCH_FILE);
	struct arena arena;
	struct rules rules;
	struct error error = { ERROR_NONE, "" };
	arena_init(&arena);
	assert_false(rules_load(&rules, &arena, bench.dir, &error));
	snprintf(message, sizeof message, "no LANG/NAME.rules and no LANG/NAME.table in \"%s\"", bench.dir);
	assert_string_equal(error.message, message);
	arena_release(&arena);
	bench_close(&bench);
}

static void a_file_of_the_same_name_replaces_the_built_in_one(void **state)
{
	struct arena arena;
	struct rules before, after;
	struct error error = { ERROR_NONE, "" };
	struct bench bench;
	char path[128];
	(void)state;
	arena_init(&arena);
	assert_true(rules_load(&before, &arena, NULL, &error));
	assert_true(before.languages.len > 0);
	const char *code = before.languages.at[0]->code;
	bench_open(&bench, RULE, NULL);
	/* the first language's first built-in file of all is its table of quiet sentences */
	snprintf(path, sizeof path, "%s/%s", bench.dir, code);
	assert_int_equal(mkdir(path, 0777), 0);
	snprintf(path, sizeof path, "%s/check.table", code);
	bench_write(&bench, path, "title | Replaced\n");
	assert_true(rules_load(&after, &arena, bench.dir, &error));
	const struct table *table = language_table(rules_language(&after, code), "check");
	assert_int_equal(table->len, 1);
	assert_true(slice_is(row_column(&table->rows[0], 1), "Replaced"));
	assert_true(language_table(rules_language(&before, code), "check")->len > 1);
	bench_remove(&bench, path);
	bench_remove(&bench, code);
	bench_close(&bench);
	arena_release(&arena);
}

static void the_fingerprint_tells_rules_apart(void **state)
{
	struct bench one, same, other;
	(void)state;
	bench_open(&one, RULE, NULL);
	bench_open(&same, RULE, NULL);
	bench_open(&other, RULE "# a remark\n", NULL);
	assert_int_equal(strlen(one.rules.fingerprint), 6);
	assert_string_equal(one.rules.fingerprint, same.rules.fingerprint);
	assert_string_not_equal(one.rules.fingerprint, other.rules.fingerprint);
	bench_close(&one);
	bench_close(&same);
	bench_close(&other);
}

static void every_built_in_pattern_compiles(void **state)
{
	struct arena arena;
	struct rules rules;
	struct error error = { ERROR_NONE, "" };
	(void)state;
	arena_init(&arena);
	if (!rules_load(&rules, &arena, "src/rules", &error) || !rules_compile(&rules, &error))
		fail_msg("%s", error.message);
	arena_release(&arena);
}

static void what_the_build_has_found_out_serves_the_built_in_rules_alone(void **state)
{
	struct arena arena;
	struct rules rules;
	struct error error = { ERROR_NONE, "" };
	struct bench bench;
	(void)state;
	arena_init(&arena);
	assert_true(rules_load(&rules, &arena, NULL, &error));
	bench_open(&bench, RULE, NULL);
	assert_true(rules_prepare(&rules, &error) && rules_prepare(&bench.rules, &error));
	const struct compiler *compiler = rules.languages.at[0]->book->compiler, *other = bench.rules.languages.at[0]->book->compiler;
	const struct need *ready = compiler->needs.list, *made = other->needs.list;
	assert_true((const char *)ready > builtin_ready.start && (const char *)ready < builtin_ready.stop);
	/* made anew for other rules, they are the same where the rules are: the new language comes behind the others */
	assert_false((const char *)made > builtin_ready.start && (const char *)made < builtin_ready.stop);
	assert_in_range(other->needs.count, compiler->needs.count + 1, SIZE_MAX);
	for (size_t i = 0; i < compiler->needs.count; i++) {
		assert_int_equal(ready[i].rule, made[i].rule);
		assert_int_equal(ready[i].cue, made[i].cue);
		assert_int_equal(ready[i].len, made[i].len);
		assert_int_equal(ready[i].before, made[i].before);
	}
	assert_memory_equal(compiler->always, other->always, compiler->rule_count / 8);
	bench_close(&bench);
	arena_release(&arena);
}

static void running_out_of_memory_is_an_error(void **state)
{
	size_t n = 0;
	(void)state;
	for (bool loaded = false; !loaded; n += 1 + n / 16) {
		struct arena arena;
		struct rules rules;
		struct error error = { ERROR_NONE, "" };
		arena_init(&arena);
		arena_fail_at(n + 1);
		loaded = rules_load(&rules, &arena, NULL, &error);
		arena_fail_at(0);
		assert_true(loaded || error.kind == ERROR_MEMORY);
		arena_release(&arena);
	}
	assert_true(n > 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_rule_is_read_with_its_fields_and_examples),
		cmocka_unit_test(a_table_is_rows_of_columns),
		cmocka_unit_test(every_mistake_has_its_line),
		cmocka_unit_test(a_mistake_in_a_later_rule_does_not_hide_behind_the_first),
		cmocka_unit_test(a_folder_that_is_none_is_an_error),
		cmocka_unit_test(a_folder_without_rules_is_an_error),
		cmocka_unit_test(a_file_of_the_same_name_replaces_the_built_in_one),
		cmocka_unit_test(the_fingerprint_tells_rules_apart),
		cmocka_unit_test(every_built_in_pattern_compiles),
		cmocka_unit_test(what_the_build_has_found_out_serves_the_built_in_rules_alone),
		cmocka_unit_test(running_out_of_memory_is_an_error),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
