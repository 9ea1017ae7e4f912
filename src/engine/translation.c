/* translation.c: see translation.h. */
#include "engine/translation.h"

#include <stdio.h>
#include <stdlib.h>

/* Finals in the order of U+3131 to U+314E, counted from 1; 0 where the consonant cannot be one. */
static const unsigned char final_of[30] = {
	1, 2, 3, 4, 5, 6, 7, 0, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 0, 18, 19, 20, 21, 22, 0, 23, 24, 25, 26, 27
};

bool translation_fail(struct translation *t, const char *message, const char *shown)
{
	snprintf(t->problem->message, sizeof t->problem->message, shown ? "%s: \"%s\"" : "%s", message, shown);
	t->problem->place = t->place;
	return false;
}

void pattern_put(struct pattern *pattern, const char *bytes, size_t len, size_t place)
{
	if (pattern->len + len > pattern->room) {
		size_t room = (pattern->len + len) * 2 + 64;
		unsigned char *more = realloc(pattern->bytes, room);
		if (more)
			pattern->bytes = more;
		uint32_t *places = more ? realloc(pattern->places, room * sizeof *places) : NULL;
		if (!places) {
			pattern->failed = true;
			return;
		}
		pattern->places = places;
		pattern->room = room;
	}
	if (len == 0)
		return;
	memcpy(pattern->bytes + pattern->len, bytes, len);
	for (size_t i = 0; i < len; i++)
		pattern->places[pattern->len + i] = (uint32_t)place;
	pattern->len += len;
}

void translation_bytes(struct translation *t, const char *bytes, size_t len)
{
	pattern_put(t->out, bytes, len, t->place);
}

void translation_string(struct translation *t, const char *string)
{
	translation_bytes(t, string, strlen(string));
}

/* Bytes of the view as a literal, inside or outside of a class. */
void pattern_put_literal(struct pattern *pattern, const unsigned char *bytes, size_t len, size_t place)
{
	for (size_t i = 0; i < len; i++) {
		char c = (char)bytes[i];
		if (bytes[i] > ' ' && bytes[i] < 0x7F && !is_name_byte(c))
			pattern_put(pattern, "\\", 1, place);
		if (c == '-')
			pattern_put(pattern, "\\", 1, place);
		pattern_put(pattern, &c, 1, place);
	}
}

/* The length of a quantifier in braces at the given place, or 0: {2} {2,} {2,3}. */
size_t quantifier_length(struct slice source, size_t at)
{
	size_t i = at;
	if (i >= source.len || source.at[i++] != '{' || i >= source.len || !is_ascii_digit(source.at[i]))
		return 0;
	while (i < source.len && is_ascii_digit(source.at[i]))
		i++;
	if (i < source.len && source.at[i] == ',')
		i++;
	while (i < source.len && is_ascii_digit(source.at[i]))
		i++;
	return i < source.len && source.at[i] == '}' ? i + 1 - at : 0;
}

bool item_quantified(const struct translation *t)
{
	char c = translation_peek(t, 0);
	return c == '?' || c == '*' || c == '+' || quantifier_length(t->source, t->at);
}

bool item_may_be_absent(const struct translation *t)
{
	char c = translation_peek(t, 0);
	return c == '?' || c == '*' || (quantifier_length(t->source, t->at) && translation_peek(t, 1) == '0');
}

void item_pay(struct translation *t)
{
	if (t->owed)
		translation_string(t, OPEN);
	t->owed = false;
}

/* Call with t->at behind the item, before it is written. */
void item_begin(struct translation *t, enum head head)
{
	if (head == HEAD_ANY || (head == HEAD_OTHER && item_may_be_absent(t)))
		item_pay(t);
}

void item_end(struct translation *t, bool owes)
{
	t->owed = owes || (t->owed && item_may_be_absent(t));
	t->first = false;
}

/* The kinds of a lone jamo: a final's or medial's byte of the view, or 0. */
unsigned char jamo_byte(uint32_t c, bool *final)
{
	*final = false;
	if (c >= 0x3131 && c <= 0x314E && final_of[c - 0x3131])
		return *final = true, (unsigned char)(VIEW_FINAL - 1 + final_of[c - 0x3131]);
	if (c >= 0x314F && c <= 0x3163)
		return (unsigned char)(VIEW_MEDIAL + (c - 0x314F));
	if (c >= 0x11A8 && c <= 0x11C2)
		return *final = true, (unsigned char)(VIEW_FINAL + (c - 0x11A8));
	if (c >= 0x1161 && c <= 0x1175)
		return (unsigned char)(VIEW_MEDIAL + (c - 0x1161));
	if (c >= 0x1100 && c <= 0x1112)
		return (unsigned char)(VIEW_INITIAL + (c - 0x1100));
	return 0;
}

/* A character that is no jamo as bytes of the view; 0 and the problem where patterns cannot say it. */
size_t translation_letter(struct translation *t, uint32_t c, unsigned char bytes[VIEW_EXPANSION])
{
	size_t len = view_codepoint(c, bytes);
	char name[5] = { 0 };
	text_encode(c, name);
	for (size_t i = 0; i < len; i++)
		if (bytes[i] >= VIEW_HAN) {
			translation_fail(t, bytes[i] == VIEW_HAN ? "a Chinese character has no byte of its own, write <han>"
			                             : "this character has no byte of its own", name);
			return 0;
		}
	if (len == 0)
		translation_fail(t, "this character has no byte of its own", name);
	return len;
}

/* <syl> <fin> <open> <han> <let> <1> to <8>: the name at t->at, which is not moved; empty where there is none. */
struct slice angle_name(const struct translation *t)
{
	size_t end = t->at + 1;
	while (end < t->source.len && is_name_byte(t->source.at[end]))
		end++;
	if (translation_peek(t, 0) != '<' || end == t->at + 1 || end >= t->source.len || t->source.at[end] != '>')
		return (struct slice){ NULL, 0 };
	return (struct slice){ t->source.at + t->at + 1, end - t->at - 1 };
}

bool name_is_token(struct slice name)
{
	return name.len == 1 && name.at[0] >= '1' && name.at[0] <= '8';
}

/* Whether what stands at a place of the source begins with a final: looked at through the heads of groups. */
bool begins_with_final(struct slice source, size_t at)
{
	while (at < source.len && (source.at[at] == '(' || source.at[at] == '[')) {
		bool group = source.at[at] == '(';
		at++;
		if (group && at + 1 < source.len && source.at[at] == '?') {
			if (source.at[at + 1] == ':' || source.at[at + 1] == '>' || source.at[at + 1] == '=')
				at += 2;
			else
				return false;
		}
	}
	if (at + 5 <= source.len && memcmp(source.at + at, "<fin>", 5) == 0)
		return true;
	if (at >= source.len)
		return false;
	bool final;
	return jamo_byte(text_codepoint(source.at, source.len, &at), &final) && final;
}


/* A piece of syntax that goes over as it is. */
bool translation_copy(struct translation *t, size_t len, enum head head, bool owes)
{
	const char *from = t->source.at + t->at;
	t->at += len;
	item_begin(t, head);
	translation_bytes(t, from, len);
	item_end(t, owes);
	return true;
}

bool translation_copy_until(struct translation *t, char closing, enum head head)
{
	const char *end = memchr(t->source.at + t->at, closing, t->source.len - t->at);
	if (!end)
		return translation_fail(t, "this does not end", NULL);
	return translation_copy(t, (size_t)(end + 1 - (t->source.at + t->at)), head, false);
}
