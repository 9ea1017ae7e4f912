/* identify: the language of a document, and of its blocks where they have another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "clean/clean.h"
#include "read/read.h"

static struct arena arena, rules_arena;
static struct rules rules;
static struct document document;
static struct input input;

static int load_rules(void **state)
{
	struct error error = { .kind = ERROR_NONE };
	(void)state;
	arena_init(&rules_arena);
	return rules_load(&rules, &rules_arena, NULL, &error) ? 0 : -1;
}

static int release_rules(void **state)
{
	(void)state;
	arena_release(&rules_arena);
	return 0;
}

static int open_arena(void **state)
{
	(void)state;
	arena_init(&arena);
	return 0;
}

static int close_arena(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

static void identify_bytes(struct slice bytes, const char *wanted)
{
	struct text decoded, unmarked;
	block_list blocks = { 0 };
	input = (struct input){ .bytes = bytes, .kind = "text" };
	document_init(&document, &arena, &input);
	assert_true(decode(&document, &decoded, "utf-8", &document.error));
	unmark(&document, &unmarked, &blocks, &decoded, NULL);
	normalise(&document, &unmarked, blocks.at, blocks.len);
	identify(&document, &rules, wanted);
	assert_int_equal(document.error.kind, ERROR_NONE);
}

static const char *code_of(const struct language *language)
{
	return language ? language->code : "none";
}

static size_t notes(void)
{
	size_t count = 0;
	for (size_t i = 0; i < document.notes.len; i++)
		count += !strcmp(document.notes.at[i].code, "no-rules-for-language");
	return count;
}

#define ENGLISH "The council must publish the audit before March. Nobody who pays for the grid can wait another winter.\n"
#define KOREAN "\xEC\xA0\x95\xEB\xB6\x80\xEB\x8A\x94 \xEC\x9D\xB4\xEB\x8B\xAC \xEC\x95\x88\xEC\x97\x90 \xEB\x8C\x80\xEC\xB1\x85\xEC\x9D\x84 \xEB\x82\xB4\xEB\x86\x93\xEC\x95\x84\xEC\x95\xBC \xED\x95\x9C\xEB\x8B\xA4. \xEC\x8B\x9C\xEB\xAF\xBC\xEC\x9D\x80 \xEA\xB8\xB0\xEB\x8B\xA4\xEB\xA6\xB4 \xEC\x88\x98 \xEC\x97\x86\xEB\x8B\xA4.\n"
#define KICKER "[\xEC\x82\xAC\xEC\x84\xA4]\n"
#define RIGHTS "\xE2\x93\x92 \xED\x95\x9C\xEB\xB9\x9B\xEC\x9D\xBC\xEB\xB3\xB4, \xEB\xAC\xB4\xEB\x8B\xA8 \xEC\xA0\x84\xEC\x9E\xAC \xEA\xB8\x88\xEC\xA7\x80\n"
#define FRENCH "Le conseil doit publier le rapport avant la fin du mois, parce que personne ne peut attendre un autre hiver.\n"

static void a_document_has_the_language_of_its_text(void **state)
{
	(void)state;
	identify_bytes(SLICE(ENGLISH), NULL);
	assert_string_equal(document.lang, "en");
	assert_string_equal(code_of(document.language), "en");
	assert_string_equal(code_of(document.blocks.at[0].language), "en");
	identify_bytes(SLICE(KOREAN), "auto");
	assert_string_equal(document.lang, "ko");
	assert_string_equal(code_of(document.language), "ko");
	assert_int_equal(document.notes.len, 0);
}

static void a_line_in_another_language_keeps_its_own(void **state)
{
	(void)state;
	identify_bytes(SLICE(KICKER ENGLISH ENGLISH RIGHTS), NULL);
	assert_string_equal(document.lang, "en");
	assert_string_equal(code_of(document.blocks.at[0].language), "ko");
	assert_string_equal(code_of(document.blocks.at[1].language), "en");
	assert_string_equal(code_of(document.blocks.at[3].language), "ko");
	identify_bytes(SLICE(KOREAN ENGLISH KOREAN KOREAN "Copyright The Hanbit Daily. All rights reserved.\n"), NULL);
	assert_string_equal(document.lang, "ko");
	assert_string_equal(code_of(document.blocks.at[1].language), "en");
	assert_string_equal(code_of(document.blocks.at[4].language), "en");
	identify_bytes(SLICE(ENGLISH FRENCH ENGLISH ENGLISH), NULL);
	assert_string_equal(document.lang, "en");
	assert_string_equal(code_of(document.blocks.at[1].language), "none");
	assert_int_equal(notes(), 0);
}

static void names_numbers_and_addresses_are_in_the_documents_language(void **state)
{
	(void)state;
	identify_bytes(SLICE(KOREAN "SK Hynix\nAI\nhttps://www.example.kr/opinion/2013\n2013.06.03 18:20\nkim@example.kr\n"), NULL);
	for (size_t i = 0; i < document.blocks.len; i++)
		assert_string_equal(code_of(document.blocks.at[i].language), "ko");
	identify_bytes(SLICE(ENGLISH "Ban Ki-moon\n187\n***\nPosco, Hyundai\n"), NULL);
	for (size_t i = 0; i < document.blocks.len; i++)
		assert_string_equal(code_of(document.blocks.at[i].language), "en");
	/* a kicker in Chinese characters, as Korean papers write it */
	identify_bytes(SLICE("[\xE7\xA4\xBE\xE8\xAA\xAA]\n" KOREAN KOREAN), NULL);
	assert_string_equal(code_of(document.blocks.at[0].language), "ko");
}

static void a_text_without_rules_has_its_code_and_a_note(void **state)
{
	(void)state;
	identify_bytes(SLICE(FRENCH FRENCH), NULL);
	assert_string_equal(document.lang, "fr");
	assert_null(document.language);
	assert_null(document.blocks.at[0].language);
	assert_int_equal(notes(), 1);
	assert_string_equal(document.notes.at[0].message, "no rules for the language \"fr\"");
}

static void words_of_no_language_are_und(void **state)
{
	(void)state;
	identify_bytes(SLICE("Zorble quix fnarg blick, prumt snord glip wexel tromb frell ghast mirn dorp fleem quorb zint.\n"), NULL);
	assert_string_equal(document.lang, "und");
	assert_null(document.language);
	assert_int_equal(notes(), 1);
}

static void numbers_alone_and_nothing_are_und_without_a_note(void **state)
{
	(void)state;
	identify_bytes(SLICE("1987 2013 187 3.5%\n***\n"), NULL);
	assert_string_equal(document.lang, "und");
	assert_null(document.language);
	assert_int_equal(document.notes.len, 0);
	identify_bytes(SLICE(""), NULL);
	assert_string_equal(document.lang, "und");
	assert_int_equal(document.notes.len, 0);
}

static void a_headline_without_frequent_words_is_in_a_language_with_rules(void **state)
{
	(void)state;
	identify_bytes(SLICE("Grid audit delayed\n"), NULL);
	assert_string_equal(document.lang, "en");
	identify_bytes(SLICE("\xEA\xB8\x88\xEB\xA6\xAC\n"), NULL);
	assert_string_equal(document.lang, "ko");
}

static void what_is_wanted_settles_the_document(void **state)
{
	(void)state;
	identify_bytes(SLICE(ENGLISH KOREAN "187\nPosco\n"), "ko");
	assert_string_equal(document.lang, "ko");
	assert_string_equal(code_of(document.language), "ko");
	assert_string_equal(code_of(document.blocks.at[0].language), "en");
	assert_string_equal(code_of(document.blocks.at[2].language), "ko");
	assert_string_equal(code_of(document.blocks.at[3].language), "ko");
	identify_bytes(SLICE("187\n"), "en");
	assert_string_equal(code_of(document.blocks.at[0].language), "en");
	identify_bytes(SLICE(ENGLISH), "xx");
	assert_string_equal(document.lang, "xx");
	assert_null(document.language);
	assert_int_equal(notes(), 1);
}

static void a_folder_of_tables_is_no_language(void **state)
{
	(void)state;
	identify_bytes(SLICE(ENGLISH), "other");
	assert_null(document.language);
}

/* tests/unit/identify.tsv: sentences in many languages; each alone, and each as a line of another document. */
static void sentences_of_twenty_words_are_known_in_many_languages(void **state)
{
	(void)state;
	FILE *file = fopen("tests/unit/identify.tsv", "rb");
	char line[2000];
	size_t seen = 0;
	assert_non_null(file);
	while (fgets(line, sizeof line, file)) {
		char *text = strchr(line, '\t');
		if (line[0] == '#' || !text)
			continue;
		*text++ = '\0';
		identify_bytes(slice_from(text), NULL);
		if (strcmp(document.lang, line) != 0)
			print_error("%s taken for %s: %s", line, document.lang, text);
		assert_string_equal(document.lang, line);
		assert_string_equal(code_of(document.language), rules_language(&rules, line) ? line : "none");
		char *both = arena_format(&arena, KOREAN KOREAN KOREAN KOREAN "%s" KOREAN KOREAN KOREAN KOREAN, text);
		identify_bytes(slice_from(both), NULL);
		assert_string_equal(document.lang, "ko");
		const char *found = code_of(document.blocks.at[4].language);
		if (strcmp(found, rules_language(&rules, line) ? line : "none") != 0)
			print_error("a line of %s among others taken for %s: %s", line, found, text);
		assert_string_equal(found, rules_language(&rules, line) ? line : "none");
		seen++;
		arena_clear(&arena);
	}
	fclose(file);
	assert_true(seen > 30);
}

static void many_blocks_take_linear_time(void **state)
{
	(void)state;
	enum { LINES = 200000 };
	char *bytes = malloc(LINES * 6);
	for (size_t i = 0; i < LINES; i++)
		memcpy(bytes + i * 6, i % 2 ? "to be\n" : "\xEA\xB8\x88 a\n", 6);
	identify_bytes((struct slice){ bytes, LINES * 6 }, NULL);
	assert_int_equal(document.blocks.len, LINES);
	free(bytes);
}

int main(void)
{
#define test(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)
	const struct CMUnitTest tests[] = {
		test(a_document_has_the_language_of_its_text),
		test(a_line_in_another_language_keeps_its_own),
		test(names_numbers_and_addresses_are_in_the_documents_language),
		test(a_text_without_rules_has_its_code_and_a_note),
		test(words_of_no_language_are_und),
		test(numbers_alone_and_nothing_are_und_without_a_note),
		test(a_headline_without_frequent_words_is_in_a_language_with_rules),
		test(what_is_wanted_settles_the_document),
		test(a_folder_of_tables_is_no_language),
		test(sentences_of_twenty_words_are_known_in_many_languages),
		test(many_blocks_take_linear_time),
	};
	return cmocka_run_group_tests_name("identify", tests, load_rules, release_rules);
}
