/* segment: where sentences end. The cases are tests/sentences/LANGUAGE.txt, a line each, with bars where the text is
 * cut; here is what holds for any text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "find/find.h"

enum { CASES_AT_LEAST = 60, MEBIBYTE = 1 << 20 };

static struct arena rules_arena, arena;
static struct rules rules;
static struct matcher *matcher;
static struct document document;
static const struct input input;

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

/* A document of one paragraph a line. */
static void make_document(struct slice text, const struct language *language)
{
	struct slice line, rest = text;
	arena_clear(&arena);
	document_init(&document, &arena, &input);
	document.language = language;
	text_take_as_is(&document.text, text, (struct origin){ 0, text.len, FIELD_TEXT });
	while (slice_split(&line, &rest, '\n')) {
		if (slice_trim(line).len == 0)
			continue;
		struct span *paragraph = list_add(&arena, &document.paragraphs);
		paragraph->start = (size_t)(slice_trim(line).at - text.at);
		paragraph->stop = paragraph->start + slice_trim(line).len;
	}
}

static void cut(struct slice text, const struct language *language)
{
	make_document(text, language);
	segment(&document, matcher);
}

static const struct language *any_language(void)
{
	return rules.languages.at[0];
}

/* The text with bars where it was cut. */
static const char *with_bars(struct slice text)
{
	char *bars = arena_take(&arena, text.len + document.sentences.len + 1);
	size_t len = 0, done = 0;
	for (size_t i = 0; i < document.sentences.len; i++) {
		struct span at = document.sentences.at[i].at;
		if (i)
			bars[len++] = '|';
		memcpy(bars + len, text.at + done, at.stop - done);
		len += at.stop - done;
		done = at.stop;
	}
	memcpy(bars + len, text.at + done, text.len - done);
	return bars;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t';
}

/* Sentences come in order, do not overlap, have no blanks at their edges, and leave nothing but blanks out. */
static void assert_all_is_covered(struct slice text)
{
	size_t done = 0;
	for (size_t i = 0; i < document.sentences.len; i++) {
		const struct sentence *sentence = &document.sentences.at[i];
		const struct span paragraph = document.paragraphs.at[sentence->paragraph];
		assert_true(done <= sentence->at.start && sentence->at.start < sentence->at.stop);
		assert_true(paragraph.start <= sentence->at.start && sentence->at.stop <= paragraph.stop);
		assert_false(is_blank(text.at[sentence->at.start]) || is_blank(text.at[sentence->at.stop - 1]));
		for (; done < sentence->at.start; done++)
			assert_true(is_blank(text.at[done]));
		done = sentence->at.stop;
	}
	for (; done < text.len; done++)
		assert_true(is_blank(text.at[done]));
}

static void a_paragraph_is_cut_into_its_sentences(void **state)
{
	(void)state;
	struct slice text = SLICE("The river rose. The dam held.\n\nNobody slept.");
	cut(text, any_language());
	assert_int_equal(document.sentences.len, 3);
	assert_int_equal(document.sentences.at[1].at.start, 16);
	assert_int_equal(document.sentences.at[1].at.stop, 29);
	assert_int_equal(document.sentences.at[1].paragraph, 0);
	assert_int_equal(document.sentences.at[2].paragraph, 1);
	assert_ptr_equal(document.sentences.at[2].language, any_language());
	assert_false(document.sentences.at[0].title);
	assert_all_is_covered(text);
}

static void a_title_is_one_sentence(void **state)
{
	(void)state;
	struct slice text = SLICE("The dam held. For how long?\n\nThe dam held. Nobody slept.");
	make_document(text, any_language());
	document.has_title = true;
	segment(&document, matcher);
	assert_int_equal(document.sentences.len, 3);
	assert_true(document.sentences.at[0].title);
	assert_int_equal(document.sentences.at[0].at.stop, 27);
	assert_false(document.sentences.at[1].title);
}

static void a_paragraph_has_the_language_of_its_block(void **state)
{
	(void)state;
	struct slice text = SLICE("The dam held.\nNobody slept. Nobody spoke.\nDay broke.");
	make_document(text, any_language());
	text_take_as_is(&document.page, text, (struct origin){ 0, text.len, FIELD_TEXT });
	for (size_t i = 0; i < document.paragraphs.len; i++) {
		struct block *block = list_add(&arena, &document.blocks);
		block->at = document.paragraphs.at[i];
		block->language = i == 1 ? NULL : any_language();
	}
	segment(&document, matcher);
	assert_int_equal(document.sentences.len, 4);
	assert_ptr_equal(document.sentences.at[0].language, any_language());
	assert_null(document.sentences.at[1].language);
	assert_null(document.sentences.at[2].language);
	assert_ptr_equal(document.sentences.at[3].language, any_language());
}

static void a_language_without_rules_is_cut_by_its_signs(void **state)
{
	(void)state;
	struct slice text = SLICE("Der Fluss stieg. Der Damm hielt! \xE6\xB0\xB4\xE3\x80\x82\xE5\xB1\xB1\xE3\x80\x82");
	cut(text, NULL);
	assert_string_equal(with_bars(text),
	                    "Der Fluss stieg.| Der Damm hielt!| \xE6\xB0\xB4\xE3\x80\x82|\xE5\xB1\xB1\xE3\x80\x82");
}

/* One case: the line without its bars is cut where they stood. */
static bool case_holds(struct slice line, const char *path, unsigned number, const struct language *language)
{
	char text[4096];
	size_t len = 0;
	assert_true(line.len < sizeof text);
	for (size_t i = 0; i < line.len; i++)
		if (line.at[i] != '|')
			text[len++] = line.at[i];
	struct slice whole = { text, len };
	cut(whole, language);
	assert_all_is_covered(whole);
	const char *found = with_bars(whole);
	if (slice_is(line, found))
		return true;
	print_error("%s:%u: expected %.*s\n%s:%u: found    %s\n", path, number, (int)line.len, line.at, path, number, found);
	return false;
}

static void the_cases_of_every_language_hold(void **state)
{
	(void)state;
	bool hold = true;
	assert_true(rules.languages.len > 0);
	for (size_t i = 0; i < rules.languages.len; i++) {
		char path[256], line[4096];
		unsigned number = 0, cases = 0;
		const struct rule *const *of_language;
		if (!language_rules(rules.languages.at[i], &of_language))
			continue;       /* a folder of tables, no language */
		snprintf(path, sizeof path, "tests/sentences/%s.txt", rules.languages.at[i]->code);
		FILE *file = fopen(path, "rb");
		if (!file)
			fail_msg("no cases: \"%s\"", path);
		while (fgets(line, sizeof line, file)) {
			struct slice text = slice_trim(slice_from(line));
			number++;
			if (text.len == 0 || text.at[0] == '#')
				continue;
			cases++;
			hold = case_holds(text, path, number, rules.languages.at[i]) && hold;
		}
		fclose(file);
		assert_true(cases >= CASES_AT_LEAST);
	}
	assert_true(hold);
}

/* Anything that can stand at a boundary, in an order nobody would write. */
static const char *pieces[] = {
	"a", "B", "The", "7", ".", ".", "!", "?", "...", "\xE2\x80\xA6", " ", " ", "\n", "\"", "'", "\xE2\x80\x9C", "\xE2\x80\x9D",
	"\xE2\x80\x98", "\xE2\x80\x99", "(", ")", "[", "]", "<", ">", ",", ":", "-", "@", "/", "\xE2\x80\xA2", "\xCC\x81",
	"\xEB\x8B\xA4", "\xEA\xB3\xA0", "\xEB\x8B\x88\xEB\x8B\xA4", "\xEA\xB0\x80.", "\xE3\x80\x82", "\xC2\xB9", "1.", "2.", "a)",
	"Mr.", "U.S.", "\xF0\x9F\x98\x80", "\xD8\x9F", "\xEF\xBC\x8E", "No."
};

static void any_text_is_covered(void **state)
{
	(void)state;
	uint32_t seed = 1;
	for (int round = 0; round < 4000; round++) {
		char text[1024];
		size_t len = 0;
		for (int i = 0; i < 60; i++) {
			seed = seed * 1664525 + 1013904223;
			const char *piece = pieces[(seed >> 16) % (sizeof pieces / sizeof *pieces)];
			memcpy(text + len, piece, strlen(piece));
			len += strlen(piece);
		}
		struct slice whole = { text, len };
		size_t kind = (size_t)round % (rules.languages.len + 1);
		cut(whole, kind < rules.languages.len ? rules.languages.at[kind] : NULL);
		assert_all_is_covered(whole);
	}
}

static void hostile_text_takes_linear_time(void **state)
{
	(void)state;
	static const char *units[] = {
		"\"", "'", "\xE2\x80\x9C", "\xE2\x80\x9D", ".", ". ", "!", "(", ")", "( ", "()", ".(", "\xCC\x81", "a\xCC\x81.", "<", "A. ",
		"1. a 2. b ", "\"a. ", "\"a.\" ", "\xEB\x8B\xA4. ", "\xEB\x8B\xA4 ", "\xE2\x80\xA2 ", ".[1]", ".1", "(\xE2\x80\x9C\xE2\x80\x98[",
		"a'", "a The b ", "\xE2\x80\xA6 ", "\xE3\x80\x82", "A.B.", "a", " a", ". -", ".\xC2\xB9"
	};
	char *text = malloc(MEBIBYTE);
	assert_non_null(text);
	clock_t started = clock();
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		size_t unit = strlen(units[i]), len = MEBIBYTE / unit * unit;
		for (size_t at = 0; at < len; at++)
			text[at] = units[i][at % unit];
		for (size_t k = 0; k <= rules.languages.len; k++)
			cut((struct slice){ text, len }, k < rules.languages.len ? rules.languages.at[k] : NULL);
		assert_true(document.sentences.len > 0);
	}
	free(text);
	/* some 5 s even under a sanitizer; what is not linear takes hours */
	assert_true((clock() - started) / CLOCKS_PER_SEC < 120);
}

static void a_failed_allocation_is_no_crash(void **state)
{
	(void)state;
	struct slice text = SLICE("\xE2\x80\x9CThe dam held.\xE2\x80\x9D Nobody slept. (Nobody spoke.) Day broke.");
	volatile size_t failing = 1;
	for (volatile bool failed = true; failed; failing = failing + 1) {
		struct matcher *fresh = matcher_new(&rules);
		assert_non_null(fresh);
		make_document(text, any_language());
		failed = true;
		if (ARENA_GUARD(&arena)) {
			arena_fail_at(failing);
			segment(&document, fresh);
			failed = false;
			ARENA_UNGUARD(&arena);
		}
		arena_fail_at(0);
		matcher_free(fresh);
	}
	assert_true(failing > 3);
	assert_int_equal(document.sentences.len, 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_paragraph_is_cut_into_its_sentences),
		cmocka_unit_test(a_title_is_one_sentence),
		cmocka_unit_test(a_paragraph_has_the_language_of_its_block),
		cmocka_unit_test(a_language_without_rules_is_cut_by_its_signs),
		cmocka_unit_test(the_cases_of_every_language_hold),
		cmocka_unit_test(any_text_is_covered),
		cmocka_unit_test(hostile_text_takes_linear_time),
		cmocka_unit_test(a_failed_allocation_is_no_crash),
	};
	return cmocka_run_group_tests(tests, open_rules, close_rules);
}
