/* pattern.c: see pattern.h. One pass over the source, item by item.
 *
 * What you would not guess: a syllable without a final must not match the first half of one that has a final, but
 * the check for it is not written where the syllable stands. It is owed, and paid in front of the next item that
 * could match a final: in front of a letter it would be idle, and in front of a final jamo it would forbid the very
 * contraction the rule asks for. So the debt goes into groups, along every branch, and out of them again. */
#include "engine/pattern.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "engine/view.h"

#define INITIALS "\x80-\x92"
#define MEDIALS "\x93-\xA7"
#define FINALS "\xA8-\xC2"
#define OPEN "(?![" FINALS "])"
#define SYLLABLE "[" INITIALS "][" MEDIALS "][" FINALS "]?"
#define SYLLABLE_END "\x93-\xC2"
#define LETTER "A-Za-z\xF8-\xFA"

enum { DEPTH = 64, DEFINITIONS_DEEP = 12, SYLLABLES = 11172, FINAL_COUNT = 28 };

enum group_kind { GROUP_PLAIN, GROUP_AHEAD, GROUP_NOT_AHEAD, GROUP_BEHIND, GROUP_NOT_BEHIND };

struct open_group {
	enum group_kind kind;
	bool owed_at_entry, owed_at_end, first_at_entry, behind_outside;
};

struct translation {
	struct pattern *out;
	const struct pattern_names *names;
	struct pattern_problem *problem;
	struct slice source;
	size_t at;                      /* in source */
	size_t place;                   /* in the outermost source */
	unsigned deep;                  /* in definitions */
	bool owed;                      /* the last item may end before a final, and nothing forbids it yet */
	bool behind, first;             /* in a lookbehind; nothing of this branch yet */
	struct open_group groups[DEPTH];
	size_t depth;
};

/* What an item may begin with. */
enum head { HEAD_OTHER, HEAD_FINAL, HEAD_ANY };

/* The members of a class, sorted out. */
struct members {
	struct pattern bytes;           /* what goes between brackets */
	uint16_t *syllables;
	size_t count, room;
	char strings[256];              /* characters of several bytes, as branches: |km|kg */
	size_t strings_len;
	bool negated, any_syllable, any_letter, final, medial, open_syllable, wide;
};

/* Finals in the order of U+3131 to U+314E, counted from 1; 0 where the consonant cannot be one. */
static const unsigned char final_of[30] = {
	1, 2, 3, 4, 5, 6, 7, 0, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 0, 18, 19, 20, 21, 22, 0, 23, 24, 25, 26, 27
};

/* ---- private from here ---- */

static bool fail(struct translation *t, const char *format, const char *what)
{
	snprintf(t->problem->message, sizeof t->problem->message, format, what);
	t->problem->place = t->place;
	return false;
}

static void put(struct pattern *pattern, const char *bytes, size_t len, size_t place)
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
	memcpy(pattern->bytes + pattern->len, bytes, len);
	for (size_t i = 0; i < len; i++)
		pattern->places[pattern->len + i] = (uint32_t)place;
	pattern->len += len;
}

static void write_bytes(struct translation *t, const char *bytes, size_t len)
{
	put(t->out, bytes, len, t->place);
}

static void write_string(struct translation *t, const char *string)
{
	write_bytes(t, string, strlen(string));
}

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Bytes of the view as a literal, inside or outside of a class. */
static void put_literal(struct pattern *pattern, const unsigned char *bytes, size_t len, size_t place)
{
	for (size_t i = 0; i < len; i++) {
		char c = (char)bytes[i];
		if (bytes[i] > ' ' && bytes[i] < 0x7F && !is_word(c))
			put(pattern, "\\", 1, place);
		if (c == '-')
			put(pattern, "\\", 1, place);
		put(pattern, &c, 1, place);
	}
}

static char peek(const struct translation *t, size_t ahead)
{
	return t->at + ahead < t->source.len ? t->source.at[t->at + ahead] : '\0';
}

/* The length of a quantifier in braces at the given place, or 0: {2} {2,} {2,3}. */
static size_t braces(struct slice source, size_t at)
{
	size_t i = at;
	if (i >= source.len || source.at[i++] != '{' || i >= source.len || !is_digit(source.at[i]))
		return 0;
	while (i < source.len && is_digit(source.at[i]))
		i++;
	if (i < source.len && source.at[i] == ',')
		i++;
	while (i < source.len && is_digit(source.at[i]))
		i++;
	return i < source.len && source.at[i] == '}' ? i + 1 - at : 0;
}

static bool quantified(const struct translation *t)
{
	char c = peek(t, 0);
	return c == '?' || c == '*' || c == '+' || braces(t->source, t->at);
}

static bool may_be_absent(const struct translation *t)
{
	char c = peek(t, 0);
	return c == '?' || c == '*' || (braces(t->source, t->at) && peek(t, 1) == '0');
}

static void pay(struct translation *t)
{
	if (t->owed)
		write_string(t, OPEN);
	t->owed = false;
}

/* Call with t->at behind the item, before it is written. */
static void item_begin(struct translation *t, enum head head)
{
	if (head == HEAD_ANY || (head == HEAD_OTHER && may_be_absent(t)))
		pay(t);
}

static void item_end(struct translation *t, bool owes)
{
	t->owed = owes || (t->owed && may_be_absent(t));
	t->first = false;
}

/* The kinds of a lone jamo: a final's or medial's byte of the view, or 0. */
static unsigned char jamo_byte(uint32_t c, bool *final)
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
static size_t letter_bytes(struct translation *t, uint32_t c, unsigned char bytes[VIEW_EXPANSION])
{
	size_t len = view_codepoint(c, bytes);
	char name[5] = { 0 };
	text_encode(c, name);
	for (size_t i = 0; i < len; i++)
		if (bytes[i] >= VIEW_HAN) {
			fail(t, bytes[i] == VIEW_HAN ? "a Chinese character has no byte of its own, write <han>: \"%s\""
			                             : "this character has no byte of its own: \"%s\"", name);
			return 0;
		}
	if (len == 0)
		fail(t, "this character has no byte of its own: \"%s\"", name);
	return len;
}

/* <syl> <fin> <open> <han> <let> <1> to <8>: the name at t->at, which is not moved; empty where there is none. */
static struct slice angle_name(const struct translation *t)
{
	size_t end = t->at + 1;
	while (end < t->source.len && is_word(t->source.at[end]))
		end++;
	if (peek(t, 0) != '<' || end == t->at + 1 || end >= t->source.len || t->source.at[end] != '>')
		return (struct slice){ NULL, 0 };
	return (struct slice){ t->source.at + t->at + 1, end - t->at - 1 };
}

static bool is_token(struct slice name)
{
	return name.len == 1 && name.at[0] >= '1' && name.at[0] <= '8';
}

/* Whether what stands at a place of the source begins with a final: looked at through the heads of groups. */
static bool begins_with_final(struct slice source, size_t at)
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

/* ---- one item ---- */

static bool literal(struct translation *t)
{
	unsigned char bytes[VIEW_EXPANSION];
	uint32_t c = text_codepoint(t->source.at, t->source.len, &t->at);
	bool final;
	unsigned char jamo = jamo_byte(c, &final);
	if (jamo) {
		item_begin(t, final ? HEAD_FINAL : HEAD_OTHER);
		put_literal(t->out, &jamo, 1, t->place);
		item_end(t, jamo >= VIEW_MEDIAL && !final);
		return true;
	}
	if (c >= 0x3131 && c <= 0x314E)
		return fail(t, "this consonant cannot be a final%s", "");
	size_t len = letter_bytes(t, c, bytes);
	if (len == 0)
		return false;
	item_begin(t, HEAD_OTHER);
	bool whole = len > 1 && quantified(t);
	if (whole)
		write_string(t, "(?:");
	put_literal(t->out, bytes, len, t->place);
	if (whole)
		write_string(t, ")");
	item_end(t, bytes[len - 1] >= VIEW_MEDIAL && bytes[len - 1] < VIEW_FINAL);
	return true;
}

/* A piece of syntax that goes over as it is. */
static bool copy(struct translation *t, size_t len, enum head head, bool owes)
{
	const char *from = t->source.at + t->at;
	t->at += len;
	item_begin(t, head);
	write_bytes(t, from, len);
	item_end(t, owes);
	return true;
}

static bool copy_until(struct translation *t, char closing, enum head head)
{
	const char *end = memchr(t->source.at + t->at, closing, t->source.len - t->at);
	if (!end)
		return fail(t, "this does not end%s", "");
	return copy(t, (size_t)(end + 1 - (t->source.at + t->at)), head, false);
}

static bool named(struct translation *t, struct slice name)
{
	t->at += name.len + 2;
	if (slice_is(name, "open")) {
		t->owed = true;
		pay(t);
	} else if (slice_is(name, "fin")) {
		item_begin(t, HEAD_FINAL);
		write_string(t, "[" FINALS "]");
		item_end(t, false);
	} else if (slice_is(name, "han") || is_token(name)) {
		item_begin(t, HEAD_OTHER);
		char byte = is_token(name) ? (char)(name.at[0] - '0') : (char)VIEW_HAN;
		write_bytes(t, &byte, 1);
		item_end(t, false);
	} else if (slice_is(name, "syl") || slice_is(name, "let")) {
		bool syllable = name.at[0] == 's';
		item_begin(t, HEAD_OTHER);
		if (t->behind && !t->first)
			return fail(t, "a syllable of any length can only stand first in a lookbehind%s", "");
		if (t->behind)
			write_string(t, syllable ? "[" SYLLABLE_END "]" : "[" LETTER SYLLABLE_END "]");
		else
			write_string(t, syllable ? "(?:" SYLLABLE ")" : "(?:[" LETTER "]|" SYLLABLE ")");
		item_end(t, true);
	} else {
		return fail(t, "unknown name in angle brackets (write \\< for the sign)%s", "");
	}
	return true;
}

static bool escape(struct translation *t)
{
	char c = peek(t, 1);
	if (c == '\0')
		return fail(t, "a backslash at the end%s", "");
	if ((unsigned char)c >= 0x80) {
		t->at++;
		return literal(t);
	}
	if (c >= '1' && c <= '9') {
		size_t len = 2;
		while (is_digit(peek(t, len)))
			len++;
		return copy(t, len, HEAD_ANY, false);
	}
	if (!is_word(c) || c == '_' || c == '-')
		return copy(t, 2, HEAD_OTHER, false);
	switch (c) {
	case 'd': case 's':
		return copy(t, 2, HEAD_OTHER, false);
	case 'w': case 'D': case 'S': case 'W': case 'b': case 'B': case 'A': case 'z': case 'Z': case 'G': case 'K':
		return copy(t, 2, HEAD_ANY, false);
	case 'x':
		if (peek(t, 2) == '{')
			return copy_until(t, '}', HEAD_ANY);
		for (size_t len = 2; ; len++)
			if (len == 4 || !peek(t, len) || !strchr("0123456789abcdefABCDEF", peek(t, len)))
				return copy(t, len, HEAD_ANY, false);
	case 'k': case 'g':
		if (peek(t, 2) == '{')
			return copy_until(t, '}', HEAD_ANY);
		if (peek(t, 2) == '<')
			return copy_until(t, '>', HEAD_ANY);
		if (c == 'g' && is_digit(peek(t, 2)))
			return copy(t, 3, HEAD_ANY, false);
		break;
	case 'h': case 'H':
		t->at += 2;
		item_begin(t, c == 'h' ? HEAD_OTHER : HEAD_ANY);
		write_string(t, c == 'h' ? "[ ]" : "[^ ]");
		item_end(t, false);
		return true;
	default:
		break;
	}
	return fail(t, "this escape means nothing over the view: \"\\%s\"", (char[]){ c, '\0' });
}

/* ---- classes ---- */

static bool members_add_syllable(struct members *members, uint32_t syllable)
{
	if (members->count == members->room) {
		size_t room = members->room * 2 + 16;
		uint16_t *more = realloc(members->syllables, room * sizeof *more);
		if (!more)
			return false;
		members->syllables = more;
		members->room = room;
	}
	members->syllables[members->count++] = (uint16_t)syllable;
	if (syllable % FINAL_COUNT == 0)
		members->open_syllable = true;
	return true;
}

static int syllable_order(const void *a, const void *b)
{
	return *(const uint16_t *)a - *(const uint16_t *)b;
}

/* The listed syllables as branches: those with initial and medial in common are one. */
static void write_syllables(struct translation *t, const struct members *members)
{
	qsort(members->syllables, members->count, sizeof *members->syllables, syllable_order);
	for (size_t i = 0; i < members->count;) {
		unsigned stem = members->syllables[i] / FINAL_COUNT;
		char finals[FINAL_COUNT + 1];
		size_t count = 0;
		bool open = false;
		for (; i < members->count && members->syllables[i] / FINAL_COUNT == stem; i++) {
			unsigned final = members->syllables[i] % FINAL_COUNT;
			char byte = (char)(VIEW_FINAL - 1 + final);
			if (final == 0)
				open = true;
			else if (count == 0 || finals[count - 1] != byte)
				finals[count++] = byte;
		}
		char letters[2] = { (char)(VIEW_INITIAL + stem / 21), (char)(VIEW_MEDIAL + stem % 21) };
		write_bytes(t, "|", 1);
		write_bytes(t, letters, 2);
		if (count) {
			write_string(t, "[");
			write_bytes(t, finals, count);
			write_string(t, open ? "]?" : "]");
		}
	}
}

/* One end of a range, or a member: its code point; anything a backslash or a name makes of it is added at once and gives false in single. */
static bool member(struct translation *t, struct members *members, uint32_t *codepoint, bool *single)
{
	*single = false;
	struct slice name = angle_name(t);
	if (name.len) {
		char byte = (char)VIEW_HAN;
		t->at += name.len + 2;
		if (is_token(name)) {
			byte = (char)(name.at[0] - '0');
			put(&members->bytes, &byte, 1, t->place);
		} else if (slice_is(name, "han")) {
			put(&members->bytes, &byte, 1, t->place);
		} else if (slice_is(name, "fin")) {
			members->final = true;
			put(&members->bytes, FINALS, 3, t->place);
		} else if (slice_is(name, "syl")) {
			members->any_syllable = true;
		} else if (slice_is(name, "let")) {
			members->any_syllable = true;
			put(&members->bytes, LETTER, strlen(LETTER), t->place);
		} else {
			return fail(t, "unknown name in angle brackets (write \\< for the sign)%s", "");
		}
		return true;
	}
	if (peek(t, 0) == '[' && peek(t, 1) == ':') {
		size_t len = 2;
		while (peek(t, len) && peek(t, len) != ']')
			len++;
		if (peek(t, len - 1) == ':' && peek(t, len) == ']') {
			put(&members->bytes, t->source.at + t->at, len + 1, t->place);
			members->wide = true;
			t->at += len + 1;
			return true;
		}
	}
	if (peek(t, 0) == '\\' && (unsigned char)peek(t, 1) < 0x80) {
		char c = peek(t, 1);
		size_t len = 2;
		if (c == 'x')
			while (len < 4 && peek(t, len) && strchr("0123456789abcdefABCDEF", peek(t, len)))
				len++;
		else if (is_word(c) && c != '-' && c != '_' && !strchr("dsw" "DSW", c))
			return fail(t, "this escape means nothing in a class: \"\\%s\"", (char[]){ c, '\0' });
		if (!is_word(c) || c == '-' || c == '_') {
			*single = true;
			*codepoint = (unsigned char)c;
		} else {
			members->wide = members->wide || (c != 'd' && c != 's');
			put(&members->bytes, t->source.at + t->at, len, t->place);
		}
		t->at += len;
		return true;
	}
	if (peek(t, 0) == '\\')
		t->at++;
	*single = true;
	*codepoint = text_codepoint(t->source.at, t->source.len, &t->at);
	return true;
}

static bool member_alone(struct translation *t, struct members *members, uint32_t c)
{
	unsigned char bytes[VIEW_EXPANSION];
	bool final;
	bytes[0] = jamo_byte(c, &final);
	if (bytes[0]) {
		members->final = members->final || final;
		members->medial = members->medial || (!final && bytes[0] >= VIEW_MEDIAL);
		put_literal(&members->bytes, bytes, 1, t->place);
		return true;
	}
	if (c >= 0x3131 && c <= 0x314E)
		return fail(t, "this consonant cannot be a final%s", "");
	if (c - 0xAC00 < SYLLABLES)
		return members_add_syllable(members, c - 0xAC00) || fail(t, "out of memory%s", "");
	size_t len = letter_bytes(t, c, bytes);
	if (len == 0)
		return false;
	if (len == 1) {
		put_literal(&members->bytes, bytes, 1, t->place);
		return true;
	}
	struct pattern branch;
	pattern_init(&branch);
	put_literal(&branch, bytes, len, t->place);
	bool fits = !branch.failed && members->strings_len + branch.len + 1 < sizeof members->strings;
	if (fits) {
		members->strings[members->strings_len++] = '|';
		memcpy(members->strings + members->strings_len, branch.bytes, branch.len);
		members->strings_len += branch.len;
	}
	pattern_release(&branch);
	return fits || fail(t, "too many characters of several letters in a class%s", "");
}

static bool member_range(struct translation *t, struct members *members, uint32_t low, uint32_t high)
{
	if (low < 0x80 && high < 0x80) {
		unsigned char ends[2] = { (unsigned char)low, (unsigned char)high };
		put_literal(&members->bytes, &ends[0], 1, t->place);
		put(&members->bytes, "-", 1, t->place);
		put_literal(&members->bytes, &ends[1], 1, t->place);
	} else if (low == 0xAC00 && high == 0xD7A3) {
		members->any_syllable = true;
	} else if (low == 0x3131 && high == 0x314E) {
		members->final = true;
		put(&members->bytes, FINALS, 3, t->place);
	} else if (low == 0x314F && high == 0x3163) {
		members->medial = true;
		put(&members->bytes, MEDIALS, 3, t->place);
	} else {
		unsigned char bytes[VIEW_EXPANSION], more[VIEW_EXPANSION];
		if (view_codepoint(low, bytes) != 1 || view_codepoint(high, more) != 1 || bytes[0] != VIEW_HAN || more[0] != VIEW_HAN)
			return fail(t, "of ranges only ASCII, all syllables, all finals, all vowels, Chinese can be translated%s", "");
		put(&members->bytes, (char *)bytes, 1, t->place);
	}
	return true;
}

static bool members_read(struct translation *t, struct members *members)
{
	size_t start = ++t->at;
	if (peek(t, 0) == '^') {
		members->negated = true;
		start = ++t->at;
	}
	while (t->at < t->source.len && (peek(t, 0) != ']' || t->at == start)) {
		uint32_t low, high;
		bool single, second;
		if (t->deep == 0)
			t->place = t->at;
		if (!member(t, members, &low, &single))
			return false;
		if (single && peek(t, 0) == '-' && peek(t, 1) != ']' && peek(t, 1) != '\0') {
			t->at++;
			if (!member(t, members, &high, &second))
				return false;
			if (!second)
				return fail(t, "a range ends in something that is no character%s", "");
			if (!member_range(t, members, low, high))
				return false;
		} else if (single && !member_alone(t, members, low)) {
			return false;
		}
	}
	if (t->at >= t->source.len) {
		t->place = t->deep ? t->place : t->at;
		return fail(t, "missing ] after a class%s", "");
	}
	t->at++;
	return true;
}

static void write_negated(struct translation *t, const struct members *members)
{
	bool listed = members->count && !members->any_syllable;
	if (listed) {
		write_string(t, "(?:(?!(?:(?!)");
		write_syllables(t, members);
		write_string(t, ")" OPEN ")(?:" SYLLABLE OPEN "|");
	}
	write_string(t, "[^");
	write_bytes(t, (const char *)members->bytes.bytes, members->bytes.len);
	if (listed || members->any_syllable)
		write_string(t, INITIALS MEDIALS FINALS);
	write_string(t, listed ? "]))" : "]");
}

static void write_class(struct translation *t, const struct members *members)
{
	/* the branches of a lookbehind may differ in length only at its top level */
	bool sole = t->behind && t->first && t->depth && t->groups[t->depth - 1].kind >= GROUP_BEHIND
	            && (peek(t, 0) == ')' || peek(t, 0) == '|');
	bool ends = members->any_syllable && t->behind;
	bool branches = (members->count && !members->any_syllable) || members->strings_len || (members->any_syllable && !ends);
	bool bytes = members->bytes.len || ends;
	if (branches && !sole)
		write_string(t, "(?:");
	if (bytes) {
		write_string(t, "[");
		write_bytes(t, (const char *)members->bytes.bytes, members->bytes.len);
		write_string(t, ends ? SYLLABLE_END "]" : "]");
	}
	if (branches) {
		size_t start = t->out->len;
		if (members->any_syllable && !ends)
			write_string(t, "|" SYLLABLE);
		if (members->count && !members->any_syllable)
			write_syllables(t, members);
		write_bytes(t, members->strings, members->strings_len);
		if (!bytes && !t->out->failed) {
			/* nothing stands before the first branch: take its bar away */
			memmove(t->out->bytes + start, t->out->bytes + start + 1, t->out->len - start - 1);
			t->out->len--;
		}
		if (!sole)
			write_string(t, ")");
	}
}

static bool class_translate(struct translation *t, struct members *members)
{
	size_t place = t->place;
	if (!members_read(t, members))
		return false;
	t->place = place;
	if (members->negated && members->strings_len)
		return fail(t, "a character of several letters cannot be excluded by a class%s", "");
	if (members->any_syllable && !members->negated && t->behind && !t->first)
		return fail(t, "a syllable of any length can only stand first in a lookbehind%s", "");
	item_begin(t, members->negated || members->wide ? HEAD_ANY : members->final ? HEAD_FINAL : HEAD_OTHER);
	if (members->negated)
		write_negated(t, members);
	else
		write_class(t, members);
	if (members->bytes.failed)
		t->out->failed = true;
	item_end(t, !members->negated && (members->any_syllable || members->open_syllable || members->medial));
	return true;
}

static bool class(struct translation *t)
{
	struct members members = { 0 };
	bool done = class_translate(t, &members);
	pattern_release(&members.bytes);
	free(members.syllables);
	return done;
}

/* ---- groups ---- */

static bool group_open(struct translation *t, enum group_kind kind, size_t len)
{
	if (t->depth == DEPTH)
		return fail(t, "groups are nested too deeply%s", "");
	const char *from = t->source.at + t->at;
	t->at += len;
	bool contracts = kind == GROUP_NOT_AHEAD && begins_with_final(t->source, t->at);
	if (kind >= GROUP_BEHIND || (kind == GROUP_NOT_AHEAD && !contracts))
		pay(t);
	write_bytes(t, from, len);
	struct open_group *group = &t->groups[t->depth++];
	*group = (struct open_group){
		.kind = kind, .owed_at_entry = t->owed, .first_at_entry = t->first, .behind_outside = t->behind
	};
	if (kind >= GROUP_BEHIND)
		t->behind = t->first = true;
	else if (kind != GROUP_PLAIN)
		t->behind = false;
	return true;
}

/* At the end of a branch: what is owed there is paid, or handed on to what follows the group. */
static void branch_end(struct translation *t, struct open_group *group, bool final_follows)
{
	if (group->kind == GROUP_AHEAD || group->kind == GROUP_NOT_AHEAD || (group->kind == GROUP_NOT_BEHIND && !final_follows))
		pay(t);
	if (group->kind != GROUP_NOT_BEHIND)
		group->owed_at_end = group->owed_at_end || t->owed;
}

/* For a branch of a negative lookbehind: whether a final follows the whole of it. */
static bool final_follows_group(const struct translation *t)
{
	size_t at = t->at, open = 0;
	for (; at < t->source.len; at++) {
		if (t->source.at[at] == '\\')
			at++;
		else if (t->source.at[at] == '(')
			open++;
		else if (t->source.at[at] == ')' && open-- == 0)
			return begins_with_final(t->source, at + 1);
	}
	return false;
}

static bool group_branch(struct translation *t)
{
	struct open_group *group = t->depth ? &t->groups[t->depth - 1] : NULL;
	if (group)
		branch_end(t, group, final_follows_group(t));
	else
		pay(t);
	t->at++;
	write_string(t, "|");
	t->owed = group && group->owed_at_entry;
	t->first = group ? group->kind >= GROUP_BEHIND || group->first_at_entry : true;
	return true;
}

static bool group_close(struct translation *t)
{
	if (t->depth == 0)
		return fail(t, "unmatched closing parenthesis%s", "");
	struct open_group *group = &t->groups[--t->depth];
	branch_end(t, group, final_follows_group(t));
	t->at++;
	write_string(t, ")");
	t->behind = group->behind_outside;
	t->owed = group->owed_at_end || (group->kind == GROUP_PLAIN && group->owed_at_entry && may_be_absent(t));
	t->first = group->kind == GROUP_PLAIN ? false : group->first_at_entry;
	return true;
}

/* (?<name> (?P<name> (?'name' : the length of the head, or 0. */
static size_t name_head(const struct translation *t)
{
	size_t len = peek(t, 2) == 'P' ? 3 : 2;
	char closing = peek(t, len) == '<' ? '>' : peek(t, len) == '\'' ? '\'' : '\0';
	if (!closing || peek(t, len + 1) == '=' || peek(t, len + 1) == '!')
		return 0;
	for (len++; is_word(peek(t, len)); len++)
		;
	return peek(t, len) == closing ? len + 1 : 0;
}

static bool group(struct translation *t)
{
	if (peek(t, 1) == '*')
		return copy_until(t, ')', HEAD_ANY);
	if (peek(t, 1) != '?')
		return group_open(t, GROUP_PLAIN, 1);
	size_t head = name_head(t);
	if (head)
		return group_open(t, GROUP_PLAIN, head);
	switch (peek(t, 2)) {
	case ':': case '>': case '|':
		return group_open(t, GROUP_PLAIN, 3);
	case '=':
		return group_open(t, GROUP_AHEAD, 3);
	case '!':
		return group_open(t, GROUP_NOT_AHEAD, 3);
	case '<':
		if (peek(t, 3) == '=' || peek(t, 3) == '!')
			return group_open(t, peek(t, 3) == '=' ? GROUP_BEHIND : GROUP_NOT_BEHIND, 4);
		return fail(t, "bad name of a group%s", "");
	case '(':
		pay(t);
		if (peek(t, 3) == '?')
			return group_open(t, GROUP_PLAIN, 2);
		for (head = 3; peek(t, head) && peek(t, head) != ')'; head++)
			;
		return peek(t, head) ? group_open(t, GROUP_PLAIN, head + 1) : fail(t, "this does not end%s", "");
	case '#':
		while (peek(t, 0) && peek(t, 0) != ')')
			t->at++;
		t->at++;
		return true;
	case 'C':
		return fail(t, "callouts have no meaning here%s", "");
	default:
		break;
	}
	/* (?i) (?-i: (?&name) (?1) */
	for (head = 2; peek(t, head) == '-' || peek(t, head) == '^' || (peek(t, head) >= 'a' && peek(t, head) <= 'z'); head++)
		if (peek(t, head) == 'x')
			return fail(t, "the option x has no meaning here%s", "");
	if (head > 2 && peek(t, head) == ':')
		return group_open(t, GROUP_PLAIN, head + 1);
	if (head > 2 && peek(t, head) == ')') {
		write_bytes(t, t->source.at + t->at, head + 1);
		t->at += head + 1;
		return true;
	}
	return copy_until(t, ')', HEAD_ANY);
}

/* ---- the whole ---- */

static bool translate(struct translation *t);

static bool definition(struct translation *t)
{
	size_t len = 1;
	while (is_word(peek(t, len)))
		len++;
	if (len == 1 || peek(t, len) != '}')
		return fail(t, "a lone brace (write \\{ for the sign)%s", "");
	struct slice name = { t->source.at + t->at + 1, len - 1 }, pattern;
	const char *problem = "";
	char shown[64];
	snprintf(shown, sizeof shown, "%.*s", (int)name.len, name.at);
	if (!t->names || !t->names->find(t->names, name, &pattern, &problem)) {
		snprintf(t->problem->message, sizeof t->problem->message, "%s \"{%s}\"", *problem ? problem : "unknown name", shown);
		t->problem->place = t->place;
		return false;
	}
	if (t->deep == DEFINITIONS_DEEP)
		return fail(t, "definitions go in a circle or too deep at \"{%s}\"", shown);
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
		return fail(t, "unbalanced parentheses in \"{%s}\"", shown);
	t->source = source;
	t->at = after - 1;              /* the brace takes the place of the parenthesis */
	return group_close(t);
}

static bool item(struct translation *t)
{
	char c = peek(t, 0);
	struct slice name = angle_name(t);
	if (name.len)
		return named(t, name);
	switch (c) {
	case '\\':
		return escape(t);
	case '[':
		return class(t);
	case '(':
		return group(t);
	case ')':
		return group_close(t);
	case '|':
		return group_branch(t);
	case '.': case '^': case '$':
		return copy(t, 1, HEAD_ANY, false);
	case '?': case '*': case '+':
		write_bytes(t, &c, 1);
		t->at++;
		return true;
	case '{': {
		size_t len = braces(t->source, t->at);
		write_bytes(t, t->source.at + t->at, len);
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
	pay(&t);
	t.place = source.len;
	if (t.depth)
		return fail(&t, "missing closing parenthesis%s", "");
	return !pattern->failed || fail(&t, "out of memory%s", "");
}

bool pattern_literal(struct pattern *pattern, struct slice source, struct pattern_problem *problem)
{
	struct translation t = { .out = pattern, .problem = problem, .source = source };
	while (t.at < source.len) {
		unsigned char bytes[VIEW_EXPANSION];
		size_t len = 1;
		t.place = t.at;
		struct slice name = angle_name(&t);
		if (is_token(name) || slice_is(name, "han")) {
			bytes[0] = is_token(name) ? (unsigned char)(name.at[0] - '0') : VIEW_HAN;
			t.at += name.len + 2;
		} else if (name.len) {
			return fail(&t, "this name cannot stand in a literal%s", "");
		} else {
			if (peek(&t, 0) == '\\' && t.at + 1 < source.len)
				t.at++;
			bool final;
			uint32_t c = text_codepoint(source.at, source.len, &t.at);
			bytes[0] = jamo_byte(c, &final);
			if (!bytes[0])
				len = letter_bytes(&t, c, bytes);
			if (len == 0)
				return false;
		}
		for (size_t i = 0; i < len; i++)
			if (bytes[i] >= 'A' && bytes[i] <= 'Z')
				bytes[i] = (unsigned char)(bytes[i] - 'A' + 'a');
		put(pattern, (const char *)bytes, len, t.place);
	}
	return !pattern->failed || fail(&t, "out of memory%s", "");
}
