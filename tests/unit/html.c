/* html: pages go in; the article comes out, each of its characters with its bytes.
 *
 * Pages of our own, in small; what whole pages become is seen in tests/golden. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#include <unicode/ucnv.h>

#include "analyse.h"
#include "clean/clean.h"
#include "read/html.h"

enum { SECONDS = 120, MANY = 200000 };

static struct rules rules;
static struct arena rules_arena, arena, piece_arena;
static struct matcher *matcher;
static struct input input;
static struct document document;

static int open_rules(void **state)
{
	struct error error = { ERROR_NONE, "" };
	(void)state;
	arena_init(&rules_arena);
	arena_init(&arena);
	arena_init(&piece_arena);
	if (!rules_load(&rules, &rules_arena, NULL, &error))
		return -1;
	matcher = matcher_new(&rules);
	return matcher ? 0 : -1;
}

static int close_rules(void **state)
{
	(void)state;
	matcher_free(matcher);
	arena_release(&piece_arena);
	arena_release(&arena);
	arena_release(&rules_arena);
	return 0;
}

static const char *article_of(struct slice bytes, const char *kind)
{
	const struct settings settings = { .only_clean = true };
	arena_clear(&arena);
	input = (struct input){ .bytes = bytes, .id = "one", .kind = kind ? kind : "text", .kind_given = kind != NULL };
	document_init(&document, &arena, &input);
	if (!analyse(&document, &rules, matcher, &settings))
		return "failed";
	return document.text.bytes;
}

#define article(page) article_of(SLICE(page), "html")

static bool is_noted(const char *code)
{
	for (size_t i = 0; i < document.notes.len; i++)
		if (strcmp(document.notes.at[i].code, code) == 0)
			return true;
	return false;
}

/* The rule of the first stretch that was removed and has these words in it, or NULL. */
static const char *removed_by(const char *words)
{
	for (size_t i = 0; i < document.removed.len; i++) {
		struct slice text = text_slice(&document.page, document.removed.at[i].at);
		if (memmem(text.at, text.len, words, strlen(words)))
			return document.removed.at[i].rule->id;
	}
	return NULL;
}

#define FIRST "The council must publish the whole audit before the vote in March."
#define SECOND "It says \xE2\x80\x9Cthe channel is safe\xE2\x80\x9D, and nobody believes it any more."
#define THIRD "The harbour board should order a second boat, and it should do so soon."

static void a_page_becomes_its_article(void **state)
{
	(void)state;
	assert_string_equal(article("<html><head><title>A second boat - The Quay</title></head><body><ul><li><a href=/>Home</a><li>"
	                            "<a href=/n>News</a></ul><h1>A second boat</h1><p>" FIRST "<p>It says &ldquo;the channel "
	                            "<b>is</b> safe&#8221;, and nobody believes it<!-- yet --> any more.</p><p>" THIRD "</body></html>"),
	                    "A second boat\n\n" FIRST "\n\n" SECOND "\n\n" THIRD);
	assert_true(document.has_title);
	assert_string_equal(removed_by("News"), "html/navigation");
	assert_string_equal(removed_by("The Quay"), "html/navigation");
}

static void a_piece_of_a_page_is_one_too(void **state)
{
	(void)state;
	assert_string_equal(article_of(SLICE("<p>" FIRST "</p><p>" THIRD "</p>"), NULL), FIRST "\n\n" THIRD);
	assert_string_equal(document.kind, "html");
	assert_string_equal(article(FIRST), FIRST);
}

static void html_is_known_by_its_content(void **state)
{
	(void)state;
	static const struct { const char *head; bool html; } heads[] = {
		{ "<!DOCTYPE html><p>x", true }, { "\xEF\xBB\xBF\n<!-- saved -->\n<HTML lang=ko>", true },
		{ "<?xml version=\"1.0\"?><html xmlns='x'>", true }, { "<div><p>One</p></div>", true },
		{ "The rate rose.<br>It fell.<br>", true }, { "The rate <i>rose</i> and <b>fell</b> again.", true },
		{ "The rate rose by 3 < 5 points.", false }, { "<Editorial> The rate rose.", false }, { "", false },
		{ "<3 is a heart, a < b is not", false }, { "{\"html\":\"x\"}", false }
	};
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		if (html_recognise(slice_from(heads[i].head)) != heads[i].html)
			fail_msg("%s", heads[i].head);
	assert_true(html_recognise(SLICE("\xFF\xFE<\0h\0t\0m\0l\0>\0")));
}

/* ---- every character knows its bytes ---- */

static const char page[] =
	"<!DOCTYPE html>\n<html><head><meta charset=\"%s\"><title>Caf\xC3\xA9 \xC2\xB7 one</title></head><body>\r\n"
	"<h1>Caf\xC3\xA9 &amp; <em>bar</em></h1><p class='x' title=\"a > b\">One<!-- two -->  three&nbsp;&hellip; f<b>ou</b>r "
	"&#xE9;t&eacute; &unknown; R&D &lt;p&gt; a&#38;b<br>next\tline<script>var x = '<p>no';</script> goes on.</p>\n"
	"<![if gt IE 6]><p>Shown<![endif]> still &quot;so&quot; &notin; <span hidden>hid</span>den.</p>"
	"<table><tr><td>cell \xC3\xBC<td>b&copy;</table><p>unclosed <a href='x'>link <i>\xE2\x82\xAC 5</a></i> end&";

static struct slice in_charset(const char *charset, char *bytes, size_t room)
{
	char text[2000];
	UErrorCode status = U_ZERO_ERROR;
	snprintf(text, sizeof text, page, charset);
	int32_t len = ucnv_convert(charset, "UTF-8", bytes, (int32_t)room, text, -1, &status);
	assert_true(U_SUCCESS(status));
	return (struct slice){ bytes, (size_t)len };
}

static void read_unmarked(struct document *read, struct input *from, struct arena *memory, struct slice bytes, const char *charset)
{
	struct text decoded, unmarked;
	block_list blocks = { 0 };
	*from = (struct input){ .bytes = bytes, .kind = "html", .kind_given = true };
	document_init(read, memory, from);
	assert_true(decode(read, &decoded, charset, &read->error));
	unmark(read, &unmarked, &blocks, &decoded, &rules);
	normalise(read, &unmarked, blocks.at, blocks.len);
}

static void assert_same_letters(struct slice a, struct slice b)
{
	size_t i = 0, k = 0;
	for (;;) {
		while (i < a.len && (a.at[i] == ' ' || a.at[i] == '\n'))
			i++;
		while (k < b.len && (b.at[k] == ' ' || b.at[k] == '\n'))
			k++;
		if (i == a.len || k == b.len || a.at[i] != b.at[k])
			break;
		i++;
		k++;
	}
	if (i < a.len || k < b.len) {
		print_error("expected \"%.*s\", found \"%.*s\"\n", (int)a.len, a.at, (int)b.len, b.at);
		fail();
	}
}

/* Any stretch of words of a block: its bytes of the page, unmarked by themselves, give it again. */
static void assert_comes_back(const char *charset)
{
	static char bytes[4000];
	struct slice all = in_charset(charset, bytes, sizeof bytes);
	struct document piece;
	struct input piece_input;
	arena_clear(&arena);
	read_unmarked(&document, &input, &arena, all, charset);
	size_t seen = 0;
	for (size_t i = 0; i < document.blocks.len; i++) {
		struct span block = document.blocks.at[i].at;
		for (size_t start = block.start; start < block.stop; start++) {
			if (start > block.start && document.page.bytes[start - 1] != ' ')
				continue;
			for (size_t stop = start + 1; stop <= block.stop; stop++) {
				if (stop < block.stop && document.page.bytes[stop] != ' ')
					continue;
				struct span span = { start, stop };
				struct origin place = text_origin(&document.page, span);
				assert_true(place.start < place.stop && place.stop <= all.len);
				arena_clear(&piece_arena);
				read_unmarked(&piece, &piece_input, &piece_arena,
				              (struct slice){ all.at + place.start, place.stop - place.start }, charset);
				assert_same_letters(text_slice(&document.page, span), (struct slice){ piece.page.bytes, piece.page.len });
				seen++;
			}
		}
	}
	assert_true(seen > 100);
}

static void every_stretch_of_a_page_comes_back_in_three_encodings(void **state)
{
	(void)state;
	assert_comes_back("UTF-8");
	assert_comes_back("UTF-16LE");
	assert_comes_back("windows-1252");
}

/* ---- charsets ---- */

/* "The bank must lower its rate" in Korean, with a syllable that windows-949 alone has. */
#define KOREAN_949 "\xC0\xBA\xC7\xE0\xC0\xBA \xB1\xDD\xB8\xAE\xB8\xA6 \x94\xEE \xB3\xBB\xB7\xC1\xBE\xDF \xC7\xD1\xB4\xD9. "
#define KOREAN_UTF8 "\xEC\x9D\x80\xED\x96\x89\xEC\x9D\x80 \xEA\xB8\x88\xEB\xA6\xAC\xEB\xA5\xBC \xEB\xB7\x81 \xEB\x82\xB4\xEB\xA0\xA4\xEC\x95\xBC \xED\x95\x9C\xEB\x8B\xA4."

static void what_the_bytes_are_goes_before_what_a_page_declares(void **state)
{
	(void)state;
	static const struct { struct slice page; const char *encoding; bool wrong; } pages[] = {
		{ SLICE("<meta charset=euc-kr><p>" KOREAN_949 KOREAN_949), "windows-949", false },
		{ SLICE("<meta http-equiv=\"Content-Type\" content=\"text/html; charset=ks_c_5601-1987\"><p>" KOREAN_949 KOREAN_949), "windows-949", false },
		{ SLICE("<meta charset=\"utf-8\"><p>" KOREAN_949 KOREAN_949), "windows-949", true },
		{ SLICE("<p>" KOREAN_949 KOREAN_949 "</p>"), "windows-949", false },
		{ SLICE("<meta charset=euc-kr><p>" KOREAN_UTF8), "UTF-8", true },
		{ SLICE("<meta charset=iso-8859-1><p>" KOREAN_UTF8), "UTF-8", true },
		{ SLICE("<?xml version='1.0' encoding='EUC-KR'?><html><p>" KOREAN_949 KOREAN_949), "windows-949", false },
		{ SLICE("<meta charset=nonsense><meta charset=utf-8><p>" KOREAN_UTF8), "UTF-8", true },
	};
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
		const char *text = article_of(pages[i].page, NULL);
		assert_string_equal(document.encoding, pages[i].encoding);
		assert_true(strncmp(text, KOREAN_UTF8, sizeof KOREAN_UTF8 - 1) == 0);
		assert_int_equal(is_noted("charset-wrong"), pages[i].wrong);
	}
	/* "Privet" in windows-1251, which no trial would find */
	article("<meta charset=windows-1251><p>\xCF\xF0\xE8\xE2\xE5\xF2</p>");
	assert_string_equal(document.page.bytes, "\xD0\x9F\xD1\x80\xD0\xB8\xD0\xB2\xD0\xB5\xD1\x82");
}

/* ---- what the page says of itself ---- */

static void the_page_says_who_and_when(void **state)
{
	(void)state;
	article("<html lang=en><head><meta property=og:site_name content='The Quay &amp; Gazette'><meta name=author content=' Ada Roe '>"
	        "<meta property=article:section content=Opinion><link rel=canonical href='https://quay.example/1'>"
	        "<meta name=pubdate content='2024.05.03 10:00'></head><body><p>" FIRST);
	assert_true(slice_is(document.meta.outlet, "The Quay & Gazette"));
	assert_true(slice_is(document.meta.author, "Ada Roe"));
	assert_true(slice_is(document.meta.section, "Opinion"));
	assert_true(slice_is(document.meta.url, "https://quay.example/1"));
	assert_true(slice_is(document.meta.date, "2024-05-03"));
	assert_true(slice_is(document.meta.language, "en"));
	article("<script type='application/ld+json'>{\"@graph\":[{\"@type\":[\"Thing\",\"NewsArticle\"],\"datePublished\":\"2024-05-03T01:00:00Z\","
	        "\"author\":[{\"name\":\"Ada Roe\"},\"Ben Poe\"],\"publisher\":{\"name\":\"The Quay\"}}]}</script><p>" FIRST);
	assert_true(slice_is(document.meta.date, "2024-05-03T01:00:00Z"));
	assert_true(slice_is(document.meta.author, "Ada Roe, Ben Poe"));
	assert_true(slice_is(document.meta.outlet, "The Quay"));
	article("<meta name=date content='soon'><script type='application/ld+json'>{\"@type\":</script><p>" FIRST);
	assert_int_equal(document.meta.date.len, 0);
}

static void the_title_is_the_block_that_says_what_the_page_says(void **state)
{
	(void)state;
	assert_string_equal(article("<title>A second boat | The Quay</title><h1>The Quay</h1><div class=big>[Editorial] A second boat</div>"
	                            "<p>" FIRST "<p>" THIRD), "A second boat\n\n" FIRST "\n\n" THIRD);
	assert_true(document.kicker.stop > document.kicker.start);
	assert_string_equal(article("<title>A second boat | The Quay</title><p>" FIRST "<p>" THIRD), "A second boat\n\n" FIRST "\n\n" THIRD);
	assert_string_equal(article("<p>" FIRST "<p>" THIRD), FIRST "\n\n" THIRD);
	assert_false(document.has_title);
}

/* ---- what stands around the article, and in it ---- */

static void an_unclosed_menu_or_button_does_not_swallow_the_article(void **state)
{
	(void)state;
	assert_string_equal(article("<nav><a href=/>Home</a><h1>A second boat</h1><p>" FIRST "<p>" THIRD "</body>"),
	                    "A second boat\n\n" FIRST "\n\n" THIRD);
	assert_string_equal(article("<header><button>Menu<h1>A second boat</h1><div class=comments><p>" FIRST "<p>" THIRD),
	                    "A second boat\n\n" FIRST "\n\n" THIRD);
}

static void furniture_inside_the_article_is_left_out(void **state)
{
	(void)state;
	assert_string_equal(article("<div class=story-body><p>" FIRST "</p><div class=relatedLinks><ul><li><a href=1>Another story of another day."
	                            "</a></ul></div><figure><figcaption>The pier. Photo: A. Roe</figcaption></figure><p>" SECOND
	                            "</p><blockquote class=social-embed><p>I have seen the boat, and it leaks.</p></blockquote><p>" THIRD
	                            "</p></div><div class=comment-list><p>I would rather swim, to be honest.</p></div>"),
	                    FIRST "\n\n" SECOND "\n\nI have seen the boat, and it leaks.\n\n" THIRD);
	assert_string_equal(removed_by("Another story"), "html/related");
	assert_string_equal(removed_by("The pier"), "html/caption");
	assert_string_equal(removed_by("rather swim"), "html/comment-form");
}

static void what_is_said_twice_is_kept_once(void **state)
{
	(void)state;
	static const char once[] = FIRST " Nobody should have to wait for it any longer.";
	assert_string_equal(article("<div><p>" FIRST " Nobody should have to wait for it any longer.</p><p>" THIRD "</p></div><div><p>" FIRST
	                            " Nobody should have to wait for it any longer.</p></div>") + strlen(once), "\n\n" THIRD);
}

static void a_tables_row_is_a_line(void **state)
{
	(void)state;
	assert_string_equal(article("<p>" FIRST "<table><tr><th>Year<th>Boats<tr><td>2021<td>2<tr><td>2023<td>1</table><p>" THIRD),
	                    FIRST "\n\nYear Boats\n\n2021 2\n\n2023 1\n\n" THIRD);
}

static void an_article_in_a_script_is_found(void **state)
{
	(void)state;
	const char *text = article("<title>A second boat</title><div id=app></div><script>window.state={\"most\":[{\"description\":\"Snow fell on the "
	                           "hills in the night. More snow is on its way to the town.\"}],\"article\":{\"elements\":[{\"content\":\"" FIRST
	                           " A second boat is what it needs.\"},{\"caption\":\"The old boat at the pier. It is forty years old, and leaks.\"},"
	                           "{\"content\":\"It says \\u201cthe channel is safe\\u201d, and nobody believes it any more. R&amp;D\"},"
	                           "{\"content\":\"<p>" THIRD "<\\/p>\"}]}};</script>");
	assert_string_equal(text, "A second boat\n\n" FIRST " A second boat is what it needs.\n\n" SECOND " R&D\n\n" THIRD);
	struct origin place = text_origin(&document.text, document.paragraphs.at[2]);
	assert_true(memcmp(input.bytes.at + place.start, "It says \\u201c", 14) == 0);
	assert_true(memcmp(input.bytes.at + place.stop - 5, "&amp;D", 6) == 0 || input.bytes.at[place.stop - 1] == 'D');
}

/* ---- pages nobody wrote ---- */

static void read_repeated(const char *head, const char *again, const char *tail)
{
	size_t len = strlen(head) + MANY * strlen(again) + strlen(tail);
	char *bytes = malloc(len + 1), *at = bytes;
	assert_non_null(bytes);
	alarm(SECONDS);
	at = stpcpy(at, head);
	for (size_t i = 0; i < MANY; i++)
		at = stpcpy(at, again);
	stpcpy(at, tail);
	article_of((struct slice){ bytes, len }, "html");
	alarm(0);
	free(bytes);
}

static void markup_without_end_is_read_in_linear_time(void **state)
{
	(void)state;
	static const char *const pieces[] = {
		"<div>", "<b>", "<a href=x>", "</p>", "<p>a.", "<br>", "<table><tr><td>", "<ul><li>", "&amp;", "&", "&#x41", "<", "<a ", "<!--",
		"<![if x]>", "<![", "<script>\"a\":\"b c.\"</script>", "<select><option>a", "<h1>a", "<title>a</title>", "<a title=\"", "<svg>"
	};
	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		read_repeated("<html><body>", pieces[i], "<p>" FIRST);
		assert_int_equal(document.error.kind, ERROR_NONE);
	}
	read_repeated("<html><body>", "<div>", "<p>" FIRST);
	assert_true(is_noted("markup-too-deep"));
	assert_string_equal(document.text.bytes, FIRST);
	read_repeated("<html><body><div ", "a=1 ", "><p>" FIRST);
	assert_true(is_noted("markup-too-deep"));
	read_repeated("<script>", "x = 1;", "");
	assert_true(is_noted("no-text"));
	read_repeated("<html><body><p>", FIRST " ", "");
	assert_true(document.text.len > MANY * strlen(FIRST));
}

static void a_page_with_nul_bytes_is_read(void **state)
{
	(void)state;
	assert_string_equal(article("<html><body><p>" FIRST "\0</p><p>" THIRD "</p><p\0 class=x>" SECOND), FIRST "\n\n" THIRD "\n\n" SECOND);
	assert_true(is_noted("nul-dropped"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_becomes_its_article),
		cmocka_unit_test(a_piece_of_a_page_is_one_too),
		cmocka_unit_test(html_is_known_by_its_content),
		cmocka_unit_test(every_stretch_of_a_page_comes_back_in_three_encodings),
		cmocka_unit_test(what_the_bytes_are_goes_before_what_a_page_declares),
		cmocka_unit_test(the_page_says_who_and_when),
		cmocka_unit_test(the_title_is_the_block_that_says_what_the_page_says),
		cmocka_unit_test(an_unclosed_menu_or_button_does_not_swallow_the_article),
		cmocka_unit_test(furniture_inside_the_article_is_left_out),
		cmocka_unit_test(what_is_said_twice_is_kept_once),
		cmocka_unit_test(a_tables_row_is_a_line),
		cmocka_unit_test(an_article_in_a_script_is_found),
		cmocka_unit_test(markup_without_end_is_read_in_linear_time),
		cmocka_unit_test(a_page_with_nul_bytes_is_read),
	};
	return cmocka_run_group_tests_name("html", tests, open_rules, close_rules);
}
