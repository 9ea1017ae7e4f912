/* pattern.c: see pattern.h. One pass over the source, item by item. */
#include "engine/pattern.h"

#include <stdio.h>
#include <stdlib.h>

#include "engine/translation.h"

/* ---- private from here ---- */

static bool literal(struct translation *t)
{
	unsigned char bytes[VIEW_EXPANSION];
	uint32_t c = text_codepoint(t->source.at, t->source.len, &t->at);
	bool final;
	unsigned char jamo = jamo_byte(c, &final);
	if (jamo) {
		item_begin(t, final ? HEAD_FINAL : HEAD_OTHER);
		pattern_put_literal(t->out, &jamo, 1, t->place);
		item_end(t, jamo >= VIEW_MEDIAL && !final);
		return true;
	}
	if (c >= 0x3131 && c <= 0x314E)
		return translation_fail(t, "this consonant cannot be a final", NULL);
	size_t len = translation_letter(t, c, bytes);
	if (len == 0)
		return false;
	item_begin(t, HEAD_OTHER);
	bool whole = len > 1 && item_quantified(t);
	if (whole)
		translation_string(t, "(?:");
	pattern_put_literal(t->out, bytes, len, t->place);
	if (whole)
		translation_string(t, ")");
	item_end(t, bytes[len - 1] >= VIEW_MEDIAL && bytes[len - 1] < VIEW_FINAL);
	return true;
}

static bool named(struct translation *t, struct slice name)
{
	t->at += name.len + 2;
	if (slice_is(name, "open")) {
		t->owed = true;
		item_pay(t);
	} else if (slice_is(name, "fin")) {
		item_begin(t, HEAD_FINAL);
		translation_string(t, "[" FINALS "]");
		item_end(t, false);
	} else if (slice_is(name, "han") || name_is_token(name)) {
		item_begin(t, HEAD_OTHER);
		char byte = name_is_token(name) ? (char)(name.at[0] - '0') : (char)VIEW_HAN;
		translation_bytes(t, &byte, 1);
		item_end(t, false);
	} else if (slice_is(name, "syl") || slice_is(name, "let")) {
		bool syllable = name.at[0] == 's';
		item_begin(t, HEAD_OTHER);
		if (t->behind && !t->first)
			return translation_fail(t, "a syllable of any length can only stand first in a lookbehind", NULL);
		if (t->behind)
			translation_string(t, syllable ? "[" SYLLABLE_END "]" : "[" LETTER SYLLABLE_END "]");
		else
			translation_string(t, syllable ? "(?:" SYLLABLE ")" : "(?:[" LETTER "]|" SYLLABLE ")");
		item_end(t, true);
	} else {
		return translation_fail(t, "unknown name in angle brackets (write \\< for the sign)", NULL);
	}
	return true;
}

static bool escape(struct translation *t)
{
	char c = translation_peek(t, 1);
	if (c == '\0')
		return translation_fail(t, "a backslash at the end", NULL);
	if ((unsigned char)c >= 0x80) {
		t->at++;
		return literal(t);
	}
	if (c >= '1' && c <= '9') {
		size_t len = 2;
		while (is_ascii_digit(translation_peek(t, len)))
			len++;
		return translation_copy(t, len, HEAD_ANY, false);
	}
	if (!is_name_byte(c) || c == '_' || c == '-')
		return translation_copy(t, 2, HEAD_OTHER, false);
	switch (c) {
	case 'd': case 's':
		return translation_copy(t, 2, HEAD_OTHER, false);
	case 'w': case 'D': case 'S': case 'W': case 'b': case 'B': case 'A': case 'z': case 'Z': case 'G': case 'K':
		return translation_copy(t, 2, HEAD_ANY, false);
	case 'x':
		if (translation_peek(t, 2) == '{')
			return translation_copy_until(t, '}', HEAD_ANY);
		for (size_t len = 2; ; len++)
			if (len == 4 || !translation_peek(t, len) || !strchr("0123456789abcdefABCDEF", translation_peek(t, len)))
				return translation_copy(t, len, HEAD_ANY, false);
	case 'k': case 'g':
		if (translation_peek(t, 2) == '{')
			return translation_copy_until(t, '}', HEAD_ANY);
		if (translation_peek(t, 2) == '<')
			return translation_copy_until(t, '>', HEAD_ANY);
		if (c == 'g' && is_ascii_digit(translation_peek(t, 2)))
			return translation_copy(t, 3, HEAD_ANY, false);
		break;
	case 'h': case 'H':
		t->at += 2;
		item_begin(t, c == 'h' ? HEAD_OTHER : HEAD_ANY);
		translation_string(t, c == 'h' ? "[ ]" : "[^ ]");
		item_end(t, false);
		return true;
	default:
		break;
	}
	return translation_fail(t, "this escape means nothing over the view", (char[]){ '\\', c, '\0' });
}

/* ---- the whole ---- */

static bool translate(struct translation *t);

static bool definition(struct translation *t)
{
	size_t len = 1;
	while (is_name_byte(translation_peek(t, len)))
		len++;
	if (len == 1 || translation_peek(t, len) != '}')
		return translation_fail(t, "a lone brace (write \\{ for the sign)", NULL);
	struct slice name = { t->source.at + t->at + 1, len - 1 }, pattern;
	const char *problem = "";
	char shown[64];
	snprintf(shown, sizeof shown, "{%.*s}", (int)name.len, name.at);
	if (!t->names || !t->names->find(t->names, name, &pattern, &problem))
		return translation_fail(t, *problem ? problem : "unknown name", shown);
	if (t->deep == DEFINITIONS_DEEP)
		return translation_fail(t, "definitions go in a circle or too deep", shown);
	struct slice source = t->source;
	size_t after = t->at + len + 1, depth = t->depth;
	t->source = (struct slice){ "(?:", 3 };
	t->at = 0;
	if (!group_open(t, GROUP_PLAIN, 3))
		return false;
	t->source = pattern;
	t->at = 0;
	t->deep++;
	if (!translate(t))
		return false;
	t->deep--;
	if (t->depth != depth + 1)
		return translation_fail(t, "unbalanced parentheses in", shown);
	t->source = source;
	t->at = after - 1;              /* the brace takes the place of the parenthesis */
	return group_close(t);
}

static bool is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ';
}

/* Letters, digits and blanks stand for themselves: as many as there are, but the one that a quantifier takes. */
static size_t plain_length(const struct translation *t)
{
	size_t len = 0;
	while (is_plain(translation_peek(t, len)))
		len++;
	char c = translation_peek(t, len);
	return len && (c == '?' || c == '*' || c == '+' || c == '{') ? len - 1 : len;
}

static bool item(struct translation *t)
{
	char c = translation_peek(t, 0);
	size_t plain = plain_length(t);
	if (plain)
		return translation_copy(t, plain, HEAD_OTHER, false);
	struct slice name = angle_name(t);
	if (name.len)
		return named(t, name);
	switch (c) {
	case '\\':
		return escape(t);
	case '[':
		return translate_class(t);
	case '(':
		return translate_group(t);
	case ')':
		return group_close(t);
	case '|':
		return group_branch(t);
	case '.': case '^': case '$':
		return translation_copy(t, 1, HEAD_ANY, false);
	case '?': case '*': case '+':
		translation_bytes(t, &c, 1);
		t->at++;
		return true;
	case '{': {
		size_t len = quantifier_length(t->source, t->at);
		translation_bytes(t, t->source.at + t->at, len);
		t->at += len;
		return len ? true : definition(t);
	}
	default:
		return literal(t);
	}
}

static bool translate(struct translation *t)
{
	while (t->at < t->source.len) {
		if (t->deep == 0)
			t->place = t->at;
		if (!item(t))
			return false;
	}
	return true;
}

/* ---- */

void pattern_init(struct pattern *pattern)
{
	memset(pattern, 0, sizeof *pattern);
}

void pattern_release(struct pattern *pattern)
{
	free(pattern->bytes);
	free(pattern->places);
	pattern_init(pattern);
}

bool pattern_translate(struct pattern *pattern, struct slice source, const struct pattern_names *names,
                       struct pattern_problem *problem)
{
	struct translation t = { .out = pattern, .names = names, .problem = problem, .source = source, .first = true };
	if (!translate(&t))
		return false;
	item_pay(&t);
	t.place = source.len;
	if (t.depth)
		return translation_fail(&t, "missing closing parenthesis", NULL);
	return !pattern->failed || translation_fail(&t, "out of memory", NULL);
}

bool pattern_literal(struct pattern *pattern, struct slice source, struct pattern_problem *problem)
{
	struct translation t = { .out = pattern, .problem = problem, .source = source };
	while (t.at < source.len) {
		unsigned char bytes[VIEW_EXPANSION];
		size_t len = 1;
		t.place = t.at;
		struct slice name = angle_name(&t);
		if (name_is_token(name) || slice_is(name, "han")) {
			bytes[0] = name_is_token(name) ? (unsigned char)(name.at[0] - '0') : VIEW_HAN;
			t.at += name.len + 2;
		} else if (name.len) {
			return translation_fail(&t, "this name cannot stand in a literal", NULL);
		} else {
			if (translation_peek(&t, 0) == '\\' && t.at + 1 < source.len)
				t.at++;
			bool final;
			uint32_t c = text_codepoint(source.at, source.len, &t.at);
			bytes[0] = jamo_byte(c, &final);
			if (!bytes[0])
				len = translation_letter(&t, c, bytes);
			if (len == 0)
				return false;
		}
		for (size_t i = 0; i < len; i++)
			if (bytes[i] >= 'A' && bytes[i] <= 'Z')
				bytes[i] = (unsigned char)(bytes[i] - 'A' + 'a');
		pattern_put(pattern, (const char *)bytes, len, t.place);
	}
	return !pattern->failed || translation_fail(&t, "out of memory", NULL);
}
