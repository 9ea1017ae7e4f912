/* figures.c: what figures are read, and that no input makes reading them slow or wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "find/calendar.h"
#include "find/decimal.h"
#include "find/find.h"

struct scene {
	struct arena rules_arena, arena;
	struct rules rules;
	struct matcher *matcher;
	struct document document;
	struct input input;
	struct slice published;         /* the day of publication, if it is known */
};

static int scene_open(void **state)
{
	struct scene *scene = calloc(1, sizeof *scene);
	struct error error = { 0 };
	arena_init(&scene->rules_arena);
	arena_init(&scene->arena);
	if (!rules_load(&scene->rules, &scene->rules_arena, NULL, &error))
		return -1;
	scene->matcher = matcher_new(&scene->rules);
	*state = scene;
	return 0;
}

static int scene_close(void **state)
{
	struct scene *scene = *state;
	matcher_free(scene->matcher);
	arena_release(&scene->arena);
	arena_release(&scene->rules_arena);
	free(scene);
	return 0;
}

/* The figures of a text that is one sentence. */
static size_t figures_of(struct scene *scene, const char *language, struct slice text)
{
	arena_clear(&scene->arena);
	scene->input = (struct input){ .bytes = text, .id = "test", .meta.date = scene->published };
	document_init(&scene->document, &scene->arena, &scene->input);
	text_take_as_is(&scene->document.text, text, (struct origin){ 0, text.len, 0 });
	struct sentence *sentence = list_add(&scene->arena, &scene->document.sentences);
	sentence->at = (struct span){ 0, text.len };
	sentence->language = rules_language(&scene->rules, language);
	find_figures(&scene->document, scene->matcher);
	assert_int_equal(scene->document.error.kind, ERROR_NONE);
	return scene->document.figures.len;
}

static const struct figure *only_figure(struct scene *scene, const char *language, const char *text)
{
	assert_int_equal(figures_of(scene, language, slice_from(text)), 1);
	return &scene->document.figures.at[0];
}

static void assert_slice(struct slice slice, const char *expected)
{
	char *got = strndup(slice.at ? slice.at : "(null)", slice.at ? slice.len : 6);
	assert_string_equal(got, expected);
	free(got);
}

static void assert_value(struct scene *scene, const char *language, const char *text, const char *value)
{
	assert_slice(only_figure(scene, language, text)->value, value);
}

/* ---- */

static void a_sentence_gives_its_figures_with_value_and_unit(void **state)
{
	struct scene *scene = *state;
	assert_int_equal(figures_of(scene, "en", SLICE("The fare rose 2.5% to $3.20.")), 2);
	const struct figure *figures = scene->document.figures.at;
	assert_int_equal(figures[0].kind, FIGURE_PERCENT);
	assert_slice(figures[0].value, "2.5");
	assert_slice(figures[0].unit, "%");
	assert_int_equal(figures[1].kind, FIGURE_MONEY);
	assert_slice(figures[1].value, "3.2");
	assert_slice(figures[1].unit, "USD");
	assert_slice(text_slice(&scene->document.text, figures[1].at), "$3.20");
}

static void decimals_stay_exact(void **state)
{
	struct scene *scene = *state;
	assert_value(scene, "en", "It costs 0.1 billion euros.", "100000000");
	assert_value(scene, "en", "It costs 1234567890123456789.123456789 euros.", "1234567890123456789.123456789");
	assert_value(scene, "en", "It is 00.300 percent.", "0.3");
	assert_value(scene, "en", "We saw two million three hundred thousand and five geese.", "2300005");
	assert_value(scene, "en", "It takes a million and a half hours.", "1500000");
	assert_value(scene, "ko", "\xEC\x98\x88\xEC\x82\xB0\xEC\x9D\xB4 3\xEC\xA1\xB0" "5000\xEC\x96\xB5\xEC\x9B\x90\xEC\x9D\xB4\xEB\x8B\xA4.", "3500000000000");
	assert_value(scene, "ko", "4\xEB\xA7\x8C 7747\xEB\xAA\x85\xEC\x9D\xB4\xEB\x8B\xA4.", "47747");
}

static void full_width_digits_are_digits(void **state)
{
	assert_value(*state, "ko", "\xEF\xBC\x93\xEF\xBC\x95%\xEB\x8B\xA4.", "35");
}

static void the_sum_of_decimals_has_all_their_digits(void **state)
{
	(void)state;
	struct arena arena;
	arena_init(&arena);
	struct decimal a = decimal_read(&arena, SLICE("99999999999999999999.5"));
	struct decimal b = decimal_read(&arena, SLICE("0.5"));
	assert_slice(decimal_write(&arena, decimal_add(&arena, a, b)), "100000000000000000000");
	assert_slice(decimal_write(&arena, decimal_times(&arena, a, b)), "49999999999999999999.75");
	assert_true(decimal_compare(a, b) > 0);
	assert_int_equal(decimal_whole(decimal_read(&arena, SLICE("1,200"))), 1200);
	assert_int_equal(decimal_whole(a), -1);
	struct decimal eighth;
	assert_true(decimal_inverse(&eighth, &arena, decimal_read(&arena, SLICE("8"))));
	assert_slice(decimal_write(&arena, eighth), "0.125");
	assert_false(decimal_inverse(&eighth, &arena, decimal_read(&arena, SLICE("3"))));
	arena_release(&arena);
}

static void ranges_share_unit_and_multiplier(void **state)
{
	const struct figure *figure = only_figure(*state, "en", "It needs $3-5 billion.");
	assert_slice(figure->low, "3000000000");
	assert_slice(figure->high, "5000000000");
	assert_null(figure->value.at);
}

static void a_year_is_a_date_and_a_ship_is_not(void **state)
{
	assert_slice(only_figure(*state, "en", "It closed in 2013.")->value, "2013");
	assert_int_equal(only_figure(*state, "en", "It closed in 2013.")->kind, FIGURE_DATE);
	assert_int_equal(only_figure(*state, "en", "It weighs 2013 tons.")->kind, FIGURE_MEASURE);
}

static void names_with_numbers_are_left_alone(void **state)
{
	struct scene *scene = *state;
	assert_int_equal(figures_of(scene, "en", SLICE("The F-35, the G20 and COVID-19 met on 5G.")), 0);
	assert_int_equal(figures_of(scene, "en", SLICE("Call 1-800-555-0199 or 192.168.1.2.")), 0);
}

static void unfinished_things_are_read_as_far_as_they_go(void **state)
{
	struct scene *scene = *state;
	assert_int_equal(figures_of(scene, "en", SLICE("from 3 to")), 1);
	assert_int_equal(figures_of(scene, "en", SLICE("$")), 0);
	assert_int_equal(figures_of(scene, "en", SLICE("3-")), 1);
	assert_int_equal(figures_of(scene, "en", SLICE("-")), 0);
	assert_int_equal(figures_of(scene, "en", SLICE("one hundred and")), 1);
	assert_slice(scene->document.figures.at[0].value, "100");
	assert_int_equal(figures_of(scene, "en", SLICE("between one hundred and two hundred")), 1);
	assert_int_equal(figures_of(scene, "en", SLICE("5% euros")), 1);
	assert_int_equal(figures_of(scene, "en", (struct slice){ "", 0 }), 0);
}

static void a_change_links_the_levels_and_the_difference(void **state)
{
	struct scene *scene = *state;
	assert_int_equal(figures_of(scene, "en", SLICE("Membership grew by 124 to 143 from 19.")), 3);
	const struct figure *figures = scene->document.figures.at;
	assert_int_equal(figures[0].change.direction, DIRECTION_NONE);
	assert_int_equal(figures[1].change.direction, DIRECTION_UP);
	assert_int_equal(figures[1].change.by, 0);
	assert_int_equal(figures[1].change.to, 1);
	assert_int_equal(figures[1].change.from, 2);
}

static void a_level_before_the_word_that_moves_it_bears_the_change(void **state)
{
	struct scene *scene = *state;
	assert_int_equal(figures_of(scene, "en", SLICE("The rate is 6.9%, down from 7.9%.")), 2);
	const struct figure *figures = scene->document.figures.at;
	assert_int_equal(figures[0].change.direction, DIRECTION_DOWN);
	assert_int_equal(figures[0].change.from, 1);
	assert_int_equal(figures[0].change.to, 0);
	assert_int_equal(figures[0].change.by, NOWHERE);
}

static void assert_date(struct scene *scene, const char *published, const char *text, const char *value)
{
	scene->published = slice_from(published);
	const struct figure *figure = only_figure(scene, "en", text);
	scene->published = (struct slice){ NULL, 0 };
	assert_slice(figure->value, value);
}

static void dates_that_depend_on_the_day_of_writing_need_the_published_day(void **state)
{
	struct scene *scene = *state;
	assert_int_equal(only_figure(scene, "en", "It closed last month.")->value.len, 0);
	assert_date(scene, "2024-01-03", "It closed last month.", "2023-12");
	assert_date(scene, "2024-01-03", "It closed last year.", "2023");
	assert_date(scene, "2024", "It closed last year.", "2023");
	assert_date(scene, "2024-01-03", "It closed on the 30th.", "2023-12-30");
	assert_date(scene, "2024-03-01T08:00:00Z", "It closed yesterday.", "2024-02-29");
	assert_date(scene, "2023-03-01", "It closed yesterday.", "2023-02-28");
	assert_date(scene, "2024-05-03", "It opens next March.", "2025-03");
	assert_date(scene, "2024-02-03", "It opens next March.", "2024-03");
	assert_date(scene, "2024-05-03", "It closed last Friday.", "2024-04-26");
	assert_date(scene, "2024-05-03", "It closed last summer.", "2023-22");
	assert_date(scene, "2024-10-03", "It closed last summer.", "2024-22");
	assert_date(scene, "2024-05-03", "It closed on April 30.", "2024-04-30");
	assert_date(scene, "2024-05-03", "It closed on April 30, 2012.", "2012-04-30");
	/* nobody knows which one is meant */
	assert_date(scene, "2024-05-03", "It is on November 5.", "XXXX-11-05");
	assert_date(scene, "2024-05", "It closed on the 30th.", "XXXX-XX-30");
	assert_date(scene, "not a date", "It closed on the 30th.", "XXXX-XX-30");
}

static void days_count_as_the_calendar_does(void **state)
{
	(void)state;
	long last = day_number((struct day){ 1599, 12, 31 });
	for (int year = 1600; year < 2110; year++) {
		for (int month = 1; month <= 12; month++) {
			struct day first = { year, month, 1 }, back = day_of(day_number(first));
			long length = day_number(first) - last;
			assert_true(month == 1 ? length == 1 : length >= 28 && length <= 31);
			assert_int_equal(back.year, year);
			assert_int_equal(back.month, month);
			assert_int_equal(back.day, 1);
			last = month == 12 ? day_number((struct day){ year, 12, 31 }) : day_number(first);
		}
	}
	assert_int_equal(day_number((struct day){ 2024, 3, 1 }) - day_number((struct day){ 2024, 2, 28 }), 2);
	assert_int_equal(day_number((struct day){ 2100, 3, 1 }) - day_number((struct day){ 2100, 2, 28 }), 1);
	assert_int_equal(day_read(SLICE("2024-02-30")).month, 0);
	assert_int_equal(day_read(SLICE("2024-05-03T10:00")).day, 3);
}

static void what_figures_are_counted_by_is_no_figure(void **state)
{
	struct scene *scene = *state;
	const struct figure *figure = only_figure(scene, "en", "There are 20 deaths per 100,000 people.");
	assert_true(figure->per.present);
	assert_slice(text_slice(&scene->document.text, figure->per.at), "per 100,000");
	assert_false(only_figure(scene, "en", "There are 20 deaths.")->per.present);
}

/* ---- nothing takes long ---- */

static struct slice repeated(const char *piece, size_t bytes)
{
	size_t len = strlen(piece), count = bytes / len;
	char *text = malloc(count * len + 1);
	for (size_t i = 0; i < count; i++)
		memcpy(text + i * len, piece, len);
	return (struct slice){ text, count * len };
}

static double seconds_for(struct scene *scene, const char *language, const char *piece, size_t bytes)
{
	struct slice text = repeated(piece, bytes);
	struct timespec from, to;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &from);
	figures_of(scene, language, text);
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &to);
	free((char *)text.at);
	return (double)(to.tv_sec - from.tv_sec) + 1e-9 * (double)(to.tv_nsec - from.tv_nsec);
}

/* Eight times the text takes eight times as long, or somewhat more where memory is new, but not sixty-four times. */
static void assert_linear(struct scene *scene, const char *language, const char *piece)
{
	double small = seconds_for(scene, language, piece, 40 * 1000), large = seconds_for(scene, language, piece, 320 * 1000);
	if (large > 0.5 && large > 40 * small)
		fail_msg("\"%s\": %.3f s for 40 kB, %.3f s for 320 kB", piece, small, large);
	assert_true(large < 20);
}

static void a_number_of_a_million_digits_stays_itself(void **state)
{
	struct scene *scene = *state;
	struct slice text = repeated("7", 1000 * 1000);
	assert_int_equal(figures_of(scene, "en", text), 1);
	const struct figure *figure = &scene->document.figures.at[0];
	assert_int_equal(figure->value.len, text.len);
	assert_memory_equal(figure->value.at, text.at, text.len);
	free((char *)text.at);
}

static void hostile_texts_are_read_in_linear_time(void **state)
{
	static const char *const english[] = {
		"7", "1,", "1.", "1 ", "1-", "3 to ", "one hundred and ", "million ", "a ", "half a ", "$", "5% to ", "between 1 and ",
		"third ", "- ", "(1", "1/", "2 1/4 ", "1e9", "in 2013 ", "two-", "more than ", "last year ", "per ", "rose 3 ", "per year 3 ", "from 3 ", "up to 3, ", "1.1^9 ", "5% $3 km ", "5 feet 2 ", "6'2\" ", "next ", "end of ", "1 in 2021 ", "   ", "\xC2\xA0"
	};
	static const char *const korean[] = {
		"\xEC\xA1\xB0", "\xEB\xA7\x8C ", "1\xEC\xA1\xB0 ", "3~", "\xEC\x9D\xB4\xEC\x8B\xAD", "\xEC\x88\x98\xEC\x8B\xAD\xEB\xA7\x8C", "2012\xEB\x85\x84 ",
		"\xEC\x84\xB8 ", "1\xEB\xB6\x84\xEC\x9D\x98 ", "3\xEA\xB3\xBC 2\xEB\xB6\x84\xEC\x9D\x98 1 ", "3m 5cm ", "\xEC\xA7\x80\xEB\x82\x9C ", "\xEC\xA0\x9C", "3\xEB\xAA\x85 \xEC\xA4\x91 "
	};
	for (size_t i = 0; i < sizeof english / sizeof *english; i++)
		assert_linear(*state, "en", english[i]);
	for (size_t i = 0; i < sizeof korean / sizeof *korean; i++)
		assert_linear(*state, "ko", korean[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sentence_gives_its_figures_with_value_and_unit),
		cmocka_unit_test(decimals_stay_exact),
		cmocka_unit_test(full_width_digits_are_digits),
		cmocka_unit_test(the_sum_of_decimals_has_all_their_digits),
		cmocka_unit_test(ranges_share_unit_and_multiplier),
		cmocka_unit_test(a_year_is_a_date_and_a_ship_is_not),
		cmocka_unit_test(names_with_numbers_are_left_alone),
		cmocka_unit_test(unfinished_things_are_read_as_far_as_they_go),
		cmocka_unit_test(a_change_links_the_levels_and_the_difference),
		cmocka_unit_test(a_level_before_the_word_that_moves_it_bears_the_change),
		cmocka_unit_test(dates_that_depend_on_the_day_of_writing_need_the_published_day),
		cmocka_unit_test(days_count_as_the_calendar_does),
		cmocka_unit_test(what_figures_are_counted_by_is_no_figure),
		cmocka_unit_test(a_number_of_a_million_digits_stays_itself),
		cmocka_unit_test(hostile_texts_are_read_in_linear_time),
	};
	return cmocka_run_group_tests(tests, scene_open, scene_close);
}
