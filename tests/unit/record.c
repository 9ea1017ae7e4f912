/* record: a document made by hand, and the JSON that shows it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "engine/rules.h"
#include "write/schema.h"
#include "write/writer.h"

static struct arena arena;
static struct input input;
static struct document document;
static struct wish wish;
static struct out out;

/* "Up 3 %." behind a title field: one sentence of a record, a figure and a claim in it. The sign for "e" with an accent
 * takes two bytes, that for a face four. */
static int set_scene(void **state)
{
	static const struct rule rule = { .id = "xx/figures/percent" };
	static const char words[] = "\xC3\xA9\xF0\x9F\x98\x80 up 3 %.";
	(void)state;
	arena_init(&arena);
	out_init(&out);
	wish = (struct wish){ .offsets = UNIT_CODEPOINT };
	input = (struct input){ .bytes = SLICE(words), .id = "one", .path = "a.jsonl", .kind = "jsonl", .line = 4 };
	document_init(&document, &arena, &input);
	document.lang = "xx";
	text_take_as_is(&document.page, input.bytes, (struct origin){ 0, input.bytes.len, FIELD_TEXT });
	text_keep(&document.text, &document.page, (struct span){ 0, input.bytes.len });
	text_measure(&document.text);
	text_measure(&document.page);
	*list_add(&arena, &document.paragraphs) = (struct span){ 0, input.bytes.len };
	*list_add(&arena, &document.sentences) = (struct sentence){ .at = { 0, input.bytes.len } };
	struct figure *figure = list_add(&arena, &document.figures);
	*figure = (struct figure){ .at = { 10, 13 }, .kind = FIGURE_PERCENT, .value = SLICE("3"), .unit = SLICE("%"),
	                           .change = { DIRECTION_UP, NOWHERE, 0, NOWHERE }, .rule = &rule };
	struct claim *claim = list_add(&arena, &document.claims);
	*claim = (struct claim){ .at = { 0, input.bytes.len }, .kinds = CLAIM_FACTUAL | CLAIM_EVALUATIVE, .checkable = 0.905 };
	*list_add(&arena, &claim->figures) = 0;
	*list_add(&arena, &document.thesis) = (struct thesis){ false, 0 };
	return 0;
}

static int clear_scene(void **state)
{
	(void)state;
	out_release(&out);
	arena_release(&arena);
	return 0;
}

static const char *json(void)
{
	struct record record;
	out_clear(&out);
	record_init(&record, &document, &wish, "by");
	writer_jsonl.document(&out, &record);
	out_char(&out, '\0');
	return out.bytes;
}

static void assert_says(const char *what)
{
	if (!strstr(json(), what))
		fail_msg("%s\nis not in\n%s", what, out.bytes);
}

static void assert_silent(const char *what)
{
	if (strstr(json(), what))
		fail_msg("%s\nis in\n%s", what, out.bytes);
}

static void a_document_is_one_line_of_json(void **state)
{
	(void)state;
	assert_string_equal(json(),
		"{\"schema\":\"saseol/1\",\"id\":\"one\",\"n\":0,\"by\":\"by\",\"source\":{\"path\":\"a.jsonl\",\"line\":4,\"bytes\":14,"
		"\"sha256\":\"98ee7cfa388026f9e14215350c89e36a88d4201786b55c009a461ac34bc81a17\",\"encoding\":\"UTF-8\",\"kind\":\"jsonl\"},"
		"\"lang\":\"xx\",\"kicker\":null,\"title\":null,\"text\":\"\xC3\xA9\xF0\x9F\x98\x80 up 3 %.\","
		"\"paragraphs\":[{\"start\":0,\"stop\":10,\"source_start\":0,\"source_stop\":14}],"
		"\"sentences\":[{\"start\":0,\"stop\":10,\"source_start\":0,\"source_stop\":14,\"lang\":\"xx\"}],"
		"\"figures\":[{\"id\":\"f1\",\"text\":\"3 %\",\"start\":6,\"stop\":9,\"source_start\":10,\"source_stop\":13,\"sentence\":0,"
		"\"kind\":\"percent\",\"value\":3,\"low\":null,\"high\":null,\"unit\":\"%\",\"approx\":\"\",\"of\":null,\"per\":null,"
		"\"change\":{\"direction\":\"up\",\"from\":null,\"to\":\"f1\",\"by\":null},\"rule\":\"xx/figures/percent\"}],"
		"\"claims\":[{\"id\":\"c1\",\"text\":\"\xC3\xA9\xF0\x9F\x98\x80 up 3 %.\",\"start\":0,\"stop\":10,\"source_start\":0,\"source_stop\":14,"
		"\"sentence\":0,\"kinds\":[\"factual\",\"evaluative\"],\"voice\":\"author\",\"speaker\":null,\"stance\":null,"
		"\"quote\":\"none\",\"negated\":false,\"hedged\":false,\"checkable\":0.91,\"cause\":null,\"effect\":null,\"figures\":[\"f1\"],\"rules\":[]}],"
		"\"recommendations\":[],\"thesis\":[\"c1\"],\"removed\":[],\"notes\":[]}\n");
}

static void offsets_count_what_was_asked_for(void **state)
{
	(void)state;
	wish.offsets = UNIT_UTF16;
	assert_says("\"start\":7,\"stop\":10,\"source_start\":10,\"source_stop\":13");
	wish.offsets = UNIT_BYTE;
	assert_says("\"start\":10,\"stop\":13,\"source_start\":10,\"source_stop\":13");
}

static void numbers_that_a_reader_cannot_hold_are_strings(void **state)
{
	struct slice *value = &document.figures.at[0].value;
	(void)state;
	*value = SLICE("123456789012345");
	assert_says("\"value\":123456789012345,");
	*value = SLICE("1234567890123456");
	assert_says("\"value\":\"1234567890123456\",");
	*value = SLICE("-0.25");
	assert_says("\"value\":-0.25,");
	*value = SLICE("1/2");
	assert_says("\"value\":\"1/2\",");
	*value = SLICE("007");
	assert_says("\"value\":\"007\",");
	*value = (struct slice){ NULL, 0 };
	assert_says("\"value\":null,");
}

static void a_date_is_a_string_also_when_it_is_a_year(void **state)
{
	(void)state;
	document.figures.at[0].kind = FIGURE_DATE;
	document.figures.at[0].value = SLICE("2013");
	assert_says("\"kind\":\"date\",\"value\":\"2013\"");
}

static void what_is_not_printed_is_not_linked_to(void **state)
{
	(void)state;
	wish.only = 1u << SHOW_FIGURES;
	assert_silent("\"claims\"");
	assert_silent("\"thesis\"");
	wish.only = 1u << SHOW_CLAIMS;
	assert_silent("\"figures\"");
	assert_says("\"thesis\":[\"c1\"]");
	wish.only = 0;
	wish.figure_kinds = 1u << FIGURE_MONEY;
	assert_says("\"figures\":[],\"claims\"");
	assert_silent("\"f1\"");
	wish.figure_kinds = 0;
	wish.voices = 1u << VOICE_SOURCE;
	assert_says("\"claims\":[],");
	assert_says("\"thesis\":[],");
}

static void lean_leaves_out_the_text_of_items_and_the_sentences(void **state)
{
	(void)state;
	wish.lean = true;
	assert_silent("\"sentences\"");
	assert_says("\"figures\":[{\"id\":\"f1\",\"start\":6");
}

static void reasons_are_there_when_they_are_asked_for(void **state)
{
	(void)state;
	*list_add(&arena, &document.claims.at[0].why) = (struct reason){ .feature = "figure", .at = { 10, 13 }, .effect = "checkable +0.4" };
	assert_silent("\"why\"");
	wish.explain = true;
	assert_says("\"why\":[{\"rule\":null,\"feature\":\"figure\",\"effect\":\"checkable +0.4\",\"text\":\"3 %\",\"start\":6,");
}

static void a_place_out_of_which_something_was_cut_lists_its_parts(void **state)
{
	(void)state;
	struct text text;
	text_init(&text, &arena);
	text_keep(&text, &document.page, (struct span){ 0, 2 });
	text_cut(&text);
	text_keep(&text, &document.page, (struct span){ 6, 14 });
	text_measure(&text);
	document.text = text;
	document.paragraphs.at[0] = document.sentences.at[0].at = document.claims.at[0].at = (struct span){ 0, 10 };
	document.figures.at[0].at = (struct span){ 6, 9 };
	assert_says("\"paragraphs\":[{\"start\":0,\"stop\":9,\"source_start\":0,\"source_stop\":14,"
	            "\"source_parts\":[{\"source_start\":0,\"source_stop\":2},{\"source_start\":6,\"source_stop\":14}]}]");
	assert_says("\"start\":5,\"stop\":8,\"source_start\":10,\"source_stop\":13,\"sentence\"");
}

static void a_title_of_its_own_says_so(void **state)
{
	(void)state;
	struct text text;
	text_init(&text, &arena);
	text_take(&text, (struct origin){ 0, 2, FIELD_TITLE }, "ab", 2);
	text_measure(&text);
	document.text = text;
	document.has_title = true;
	document.paragraphs.at[0] = (struct span){ 0, 2 };
	document.sentences.len = document.figures.len = document.claims.len = document.thesis.len = 0;
	assert_says("\"title\":{\"text\":\"ab\",\"start\":0,\"stop\":2,\"source_start\":0,\"source_stop\":2,\"field\":\"title\"}");
}

static void a_failed_document_says_why_and_no_more(void **state)
{
	(void)state;
	input = (struct input){ .id = "no\xFFwhere", .path = "no\xFFwhere.txt", .kind = "text" };
	document.kind = input.kind;
	error_set(&document.error, ERROR_READ, "cannot be read");
	assert_string_equal(json(),
		"{\"schema\":\"saseol/1\",\"id\":\"no\xEF\xBF\xBDwhere\",\"n\":0,\"by\":\"by\",\"source\":{\"path\":\"no\xEF\xBF\xBDwhere.txt\","
		"\"bytes\":null,\"sha256\":null,\"encoding\":null,\"kind\":\"text\"},\"error\":{\"code\":\"read\",\"message\":\"cannot be read\"}}\n");
}

static void the_schema_names_every_field_that_a_document_has(void **state)
{
	(void)state;
	out_clear(&out);
	schema_json(&out);
	out_char(&out, '\0');
	for (size_t i = 0; i < record_documents.count; i++) {
		char name[64];
		snprintf(name, sizeof name, "\"%s\":{\"description\"", record_documents.columns[i].name);
		assert_non_null(strstr(out.bytes, name));
	}
}

int main(void)
{
#define SCENE(test) cmocka_unit_test_setup_teardown(test, set_scene, clear_scene)
	const struct CMUnitTest tests[] = {
		SCENE(a_document_is_one_line_of_json),
		SCENE(offsets_count_what_was_asked_for),
		SCENE(numbers_that_a_reader_cannot_hold_are_strings),
		SCENE(a_date_is_a_string_also_when_it_is_a_year),
		SCENE(what_is_not_printed_is_not_linked_to),
		SCENE(lean_leaves_out_the_text_of_items_and_the_sentences),
		SCENE(reasons_are_there_when_they_are_asked_for),
		SCENE(a_place_out_of_which_something_was_cut_lists_its_parts),
		SCENE(a_title_of_its_own_says_so),
		SCENE(a_failed_document_says_why_and_no_more),
		SCENE(the_schema_names_every_field_that_a_document_has),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
