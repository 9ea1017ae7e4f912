/* pattern.c: patterns as people write them find what they say, and nothing else. The Hangul of this file is written
 * out as bytes: C is ASCII. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "bench.h"

/* syllables: ga gak gan na neun da dan geot i sseul hal hae ya handa... */
#define GA "\xEA\xB0\x80"
#define GAK "\xEA\xB0\x81"
#define GAN "\xEA\xB0\x84"
#define NA "\xEB\x82\x98"
#define NEUN "\xEB\x8A\x94"
#define DA "\xEB\x8B\xA4"
#define HA "\xED\x95\x98"
#define HAN "\xED\x95\x9C"
#define HAL "\xED\x95\xA0"
#define HAE "\xED\x95\xB4"
#define JWO "\xEC\xA4\x98"
#define YA "\xEC\x95\xBC"
#define GEOT "\xEA\xB2\x83"
#define I "\xEC\x9D\xB4"
#define EUN "\xEC\x9D\x80"
#define FIRST GA
#define LAST "\xED\x9E\xA3"
#define SYLLABLES "[" FIRST "-" LAST "]"
/* jamo: finals n, l, ss; medials a, ae, wo; a consonant that cannot be a final */
#define N "\xE3\x84\xB4"
#define L "\xE3\x84\xB9"
#define SS "\xE3\x85\x86"
#define A "\xE3\x85\x8F"
#define AE "\xE3\x85\x90"
#define WO "\xE3\x85\x9D"
#define DD "\xE3\x84\xB8"

static const char *first_line = "rule a\nkind claim\nneed *\nyes x\nno y\n";

/* What the pattern finds in the text, parted by bars. */
static const char *found(const char *pattern, const char *text)
{
	static char result[1024];
	char rules[1024];
	size_t len = 0;
	struct bench bench;
	snprintf(rules, sizeof rules, "define stem " HA "|" GA "\ndefine tail " N "{end}\ndefine end " DA "\n%sfind %s\n",
	         first_line, pattern);
	bench_open(&bench, rules, NULL);
	if (!bench.loaded)
		fail_msg("%s", bench.error.message);
	bench_match(&bench, text, ~0u);
	result[0] = '\0';
	for (size_t i = 0; i < bench.hits.len; i++)
		len += (size_t)snprintf(result + len, sizeof result - len, "%s%.*s", i ? "|" : "",
		                        (int)(bench.hits.at[i].at.stop - bench.hits.at[i].at.start),
		                        text + bench.hits.at[i].at.start);
	bench_close(&bench);
	return result;
}

/* The message about a pattern, without file and line. */
static const char *refused(const char *pattern)
{
	static char message[512];
	char rules[1024];
	struct bench bench;
	snprintf(rules, sizeof rules, "%sfind %s\n", first_line, pattern);
	bench_open(&bench, rules, NULL);
	assert_false(bench.loaded);
	const char *place = strstr(bench.error.message, "t.rules:6: ");
	assert_non_null(place);
	snprintf(message, sizeof message, "%s", place + strlen("t.rules:6: "));
	bench_close(&bench);
	return message;
}

#define expect(pattern, text, result) assert_string_equal(found(pattern, text), result)

static void an_open_syllable_is_exactly_that_syllable(void **state)
{
	(void)state;
	expect(GA, GA " " GAK " " GAN, GA);
	expect(GAK, GA " " GAK, GAK);
	expect(GA "|" NA, GAK NA, NA);
	expect(GA "$", GAK, "");
	expect(GA ".", GAK GA "x", GA "x");
	expect("(" GA ")", GAK, "");
	expect(GA "\\w", GAN GA "x", GA "x");
}

static void a_final_jamo_behind_it_opens_it(void **state)
{
	(void)state;
	expect(GA N, GA GAK GAN, GAN);
	expect(GA "(?:" N DA "|" NEUN DA ")", GAN DA " " GA NEUN DA " " GAK NEUN DA, GAN DA "|" GA NEUN DA);
	expect("(?:" HA "|" GA ")" N DA, HAN DA " " GAN DA " " HA DA, HAN DA "|" GAN DA);
	expect(GA N "?", GA " " GAN " " GAK, GA "|" GAN);
	expect(GA "(?:" N ")?" DA, GA DA " " GAN DA " " GAK DA, GA DA "|" GAN DA);
	expect(GA "(?=" N ")", GA GAK GAN, GAN);
	expect(GA "(?!" N ")", GA " " GAK " " GAN, GA "|" GAK);
	expect(GA "[" N L "]", GA GAK GAN, GAN);
	expect(GA "<fin>", GA GAK GAN, GAK "|" GAN);
	expect("(?<=" HA ")" N DA, HAN DA " " GAN DA, HAN DA);
	expect("(?<!" HA ")" N DA, HAN DA " " GAN DA, GAN DA);
}

static void a_negative_lookahead_of_a_syllable_leaves_it_closed(void **state)
{
	(void)state;
	expect(GA "(?!" DA ")", GA DA " " GAK " " GA NA, GA);
}

static void medials_contract(void **state)
{
	(void)state;
	expect("[" A AE WO "]" YA, HAE YA " " JWO YA " " GAK YA " " GA YA, HAE YA "|" JWO YA "|" GA YA);
	expect(L " " GEOT I DA, HAL " " GEOT I DA " " HAN " " GEOT I DA, HAL " " GEOT I DA);
	expect("[" A "]" N DA, GAN DA " " GA DA, GAN DA);
	expect(A "$", GAK, "");
}

static void a_quantifier_takes_the_whole_syllable(void **state)
{
	(void)state;
	expect(GAK "{2}", GAK GAK, GAK GAK);
	expect(GA "+" DA, GA GA DA, GA GA DA);
	expect("x" GA "?" DA, "x" DA " x" GA DA " x" GAK DA, "x" DA "|x" GA DA);
	expect(GAK "*x", GAK GAK "x", GAK GAK "x");
}

static void classes_have_syllables(void **state)
{
	(void)state;
	expect("[" NEUN EUN I GA "]x", GA "x" GAK "x" NEUN "x" I "x", GA "x|" NEUN "x|" I "x");
	expect("[" GA "a-c,]+", "ab," GA "d" GAK, "ab," GA);
	expect("[^" GA "]x", GA "x" GAK "x" "yx", GAK "x|yx");
	expect("[^" GA " ]", GAK " " GA, GAK);
	expect("x" SYLLABLES, "x" GAN, "x" GAN);
	expect("x" SYLLABLES "{2}y", "x" GAN GA "y" "x" GA "y", "x" GAN GA "y");
	expect("[^" FIRST "-" LAST "]+", GA "xy" GAK, "xy");
	expect(SYLLABLES N DA, HAN DA, HAN DA);
	expect("[\xE3\x8E\x9E%]", "5\xE3\x8E\x9E 5km 5%", "\xE3\x8E\x9E|km|%");
}

static void names_stand_for_kinds_of_characters(void **state)
{
	(void)state;
	expect("<syl>x", GAN "x" GA "x", GAN "x|" GA "x");
	expect("<syl>+", "a" GAN GA "b", GAN GA);
	expect("<han>+", "\xE9\x87\x91\xE5\x88\xA9x", "\xE9\x87\x91\xE5\x88\xA9");
	expect("<let>+", "-" GA "a\xD0\x96\xE9\x87\x91-", GA "a\xD0\x96\xE9\x87\x91");
	expect("[<han>(]+", "x\xE9\x87\x91(", "\xE9\x87\x91(");
	expect("(?<!<syl>)" NA, GA NA " " NA, NA);
	expect("(?<=<let>) x", GAK " x", " x");
	expect(GA "<open>", GAK " " GA, GA);
	expect("\\<b>", "<b>", "<b>");
}

static void lookbehinds_take_classes_of_syllables(void **state)
{
	(void)state;
	expect("(?<=[" EUN NEUN I GA "]) x", GA " x" NEUN " x" GAK " x", " x| x");
	expect("(?<![" FIRST "-" LAST "])" DA, GA DA " " DA, DA);
}

static void definitions_are_written_out(void **state)
{
	(void)state;
	expect("{stem}{tail}", HAN DA " " GAN DA " " HA DA, HAN DA "|" GAN DA);
	expect("x{2}{stem}?y", "xxy xx" GA "y xx" GAK "y", "xxy|xx" GA "y");
}

static void signs_and_forms_match_what_they_stand_for(void **state)
{
	(void)state;
	expect("\xE3\x8E\x9E", "5km 5\xE3\x8E\x9E", "km|\xE3\x8E\x9E");
	expect("\xE2\x80\x9C.*\xE2\x80\x9D", "a \xE2\x80\x9C" "b\xE2\x80\x9D", "\xE2\x80\x9C" "b\xE2\x80\x9D");
	expect("\xE3\x80\x90" "x\xE3\x80\x91", "[x]", "[x]");
	expect("\\\xE2\x80\xA6", "\xE2\x80\xA6", "\xE2\x80\xA6");
}

static void what_is_pcre2s_own_stays(void **state)
{
	(void)state;
	expect("(?<n>a)\\k<n>", "aa", "aa");
	expect("(?<n>a)\\k{n}\\x62\\x{63}", "aabc", "aabc");
	expect("[[:digit:]]\\d\\s", "12 ", "12 ");
	expect("(?-i:[A-Z])b", "Ab ab AB", "Ab|AB");
	expect("(?i)B(?#a remark)", "b", "b");
	expect("a\\b", "a" GA " a.", "a");
	expect("(?:a|(?<x>b))(?(x)c|d)", "ad bc bd", "ad|bc");
	expect("A\\.\\-\\[", "a.-[", "a.-[");
	expect("\\h\\w", "a b", " b");
	expect("(?|(a)|(b))c", "bc", "bc");
}

static void what_cannot_be_said_is_an_error(void **state)
{
	(void)state;
	assert_string_equal(refused("x\xE9\x87\x91y"),
	                    "bad pattern: a Chinese character has no byte of its own, write <han>: \"\xE9\x87\x91\", at \"\xE9\x87\x91y\"");
	assert_string_equal(refused("\xD0\x96"), "bad pattern: this character has no byte of its own: \"\xD0\x96\", at \"\xD0\x96\"");
	assert_string_equal(refused("a\\p{L}"), "bad pattern: this escape means nothing over the view: \"\\p\", at \"\\p{L}\"");
	assert_string_equal(refused("[\\R]"), "bad pattern: this escape means nothing in a class: \"\\R\", at \"\\R]\"");
	assert_string_equal(refused("[" GA "-" NA "]"),
	                    "bad pattern: of ranges only ASCII, all syllables, all finals, all vowels, Chinese can be translated, at \""
	                    GA "-" NA "]\"");
	assert_string_equal(refused("x{nope}"), "bad pattern: unknown name: \"{nope}\", at \"{nope}\"");
	assert_string_equal(refused("x{ "), "bad pattern: a lone brace (write \\{ for the sign), at \"{\"");
	assert_string_equal(refused("<br>"), "bad pattern: unknown name in angle brackets (write \\< for the sign), at \"<br>\"");
	assert_string_equal(refused(DD), "bad pattern: this consonant cannot be a final, at \"" DD "\"");
	assert_string_equal(refused("(?<=a<syl>)"),
	                    "bad pattern: a syllable of any length can only stand first in a lookbehind, at \"<syl>)\"");
	assert_string_equal(refused("(a"), "bad pattern: missing closing parenthesis, at its end");
	assert_string_equal(refused("a)"), "bad pattern: unmatched closing parenthesis, at \")\"");
	assert_string_equal(refused("[a"), "bad pattern: missing ] after a class, at its end");
	assert_string_equal(refused("(?x)a"), "bad pattern: the option x has no meaning here, at \"(?x)a\"");
	assert_string_equal(refused("a\\"), "bad pattern: a backslash at the end, at \"\\\"");
}

static void what_pcre2_refuses_is_an_error_with_its_place(void **state)
{
	(void)state;
	assert_string_equal(refused("ab(?<=x+)c"), "bad pattern: lookbehind assertion is not fixed length, at \"(?<=x+)c\"");
	assert_string_equal(refused("a(*UTF)"), "bad pattern: (*VERB) not recognized or malformed, at \"(*UTF)\"");
	assert_string_equal(refused("ab**c+++"), "bad pattern: quantifier does not follow a repeatable item, at \"*c+++\"");
}

static void definitions_that_go_in_a_circle_are_an_error(void **state)
{
	struct bench bench;
	(void)state;
	bench_open(&bench, "define one {two}\ndefine two {one}\nrule a\nkind claim\nneed *\nyes x\nno y\nfind {one}\n", NULL);
	assert_false(bench.loaded);
	assert_non_null(strstr(bench.error.message, "t.rules:8: bad pattern: definitions go in a circle or too deep"));
	bench_close(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_open_syllable_is_exactly_that_syllable),
		cmocka_unit_test(a_final_jamo_behind_it_opens_it),
		cmocka_unit_test(a_negative_lookahead_of_a_syllable_leaves_it_closed),
		cmocka_unit_test(medials_contract),
		cmocka_unit_test(a_quantifier_takes_the_whole_syllable),
		cmocka_unit_test(classes_have_syllables),
		cmocka_unit_test(names_stand_for_kinds_of_characters),
		cmocka_unit_test(lookbehinds_take_classes_of_syllables),
		cmocka_unit_test(definitions_are_written_out),
		cmocka_unit_test(signs_and_forms_match_what_they_stand_for),
		cmocka_unit_test(what_is_pcre2s_own_stays),
		cmocka_unit_test(what_cannot_be_said_is_an_error),
		cmocka_unit_test(what_pcre2_refuses_is_an_error_with_its_place),
		cmocka_unit_test(definitions_that_go_in_a_circle_are_an_error),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
