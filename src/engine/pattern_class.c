/* pattern_class.c: a class of characters goes in, a class of bytes comes out, or branches where its members have several
 * bytes: [ga a] becomes (?:[a]|GA), and [^ga a] any character of which neither holds. */
#include "engine/translation.h"

#include <stdlib.h>

/* The members of a class, sorted out. */
struct members {
	struct pattern bytes;           /* what goes between brackets */
	uint16_t *syllables;
	size_t count, room;
	char strings[256];              /* characters of several bytes, as branches: |km|kg */
	size_t strings_len;
	bool negated, any_syllable, any_letter, final, medial, open_syllable, wide;
};

/* ---- private from here ---- */

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
		translation_bytes(t, "|", 1);
		translation_bytes(t, letters, 2);
		if (count) {
			translation_string(t, "[");
			translation_bytes(t, finals, count);
			translation_string(t, open ? "]?" : "]");
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
		if (name_is_token(name)) {
			byte = (char)(name.at[0] - '0');
			pattern_put(&members->bytes, &byte, 1, t->place);
		} else if (slice_is(name, "han")) {
			pattern_put(&members->bytes, &byte, 1, t->place);
		} else if (slice_is(name, "fin")) {
			members->final = true;
			pattern_put(&members->bytes, FINALS, 3, t->place);
		} else if (slice_is(name, "syl")) {
			members->any_syllable = true;
		} else if (slice_is(name, "let")) {
			members->any_syllable = true;
			pattern_put(&members->bytes, LETTER, strlen(LETTER), t->place);
		} else {
			return translation_fail(t, "unknown name in angle brackets (write \\< for the sign)", NULL);
		}
		return true;
	}
	if (translation_peek(t, 0) == '[' && translation_peek(t, 1) == ':') {
		size_t len = 2;
		while (translation_peek(t, len) && translation_peek(t, len) != ']')
			len++;
		if (translation_peek(t, len - 1) == ':' && translation_peek(t, len) == ']') {
			pattern_put(&members->bytes, t->source.at + t->at, len + 1, t->place);
			members->wide = true;
			t->at += len + 1;
			return true;
		}
	}
	if (translation_peek(t, 0) == '\\' && (unsigned char)translation_peek(t, 1) < 0x80) {
		char c = translation_peek(t, 1);
		size_t len = 2;
		if (c == 'x')
			while (len < 4 && translation_peek(t, len) && strchr("0123456789abcdefABCDEF", translation_peek(t, len)))
				len++;
		else if (is_name_byte(c) && c != '-' && c != '_' && !strchr("dsw" "DSW", c))
			return translation_fail(t, "this escape means nothing in a class", (char[]){ '\\', c, '\0' });
		if (!is_name_byte(c) || c == '-' || c == '_') {
			*single = true;
			*codepoint = (unsigned char)c;
		} else {
			members->wide = members->wide || (c != 'd' && c != 's');
			pattern_put(&members->bytes, t->source.at + t->at, len, t->place);
		}
		t->at += len;
		return true;
	}
	if (translation_peek(t, 0) == '\\')
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
		pattern_put_literal(&members->bytes, bytes, 1, t->place);
		return true;
	}
	if (c >= 0x3131 && c <= 0x314E)
		return translation_fail(t, "this consonant cannot be a final", NULL);
	if (c - 0xAC00 < SYLLABLES)
		return members_add_syllable(members, c - 0xAC00) || translation_fail(t, "out of memory", NULL);
	size_t len = translation_letter(t, c, bytes);
	if (len == 0)
		return false;
	if (len == 1) {
		pattern_put_literal(&members->bytes, bytes, 1, t->place);
		return true;
	}
	struct pattern branch;
	pattern_init(&branch);
	pattern_put_literal(&branch, bytes, len, t->place);
	bool fits = !branch.failed && members->strings_len + branch.len + 1 < sizeof members->strings;
	if (fits) {
		members->strings[members->strings_len++] = '|';
		memcpy(members->strings + members->strings_len, branch.bytes, branch.len);
		members->strings_len += branch.len;
	}
	pattern_release(&branch);
	return fits || translation_fail(t, "too many characters of several letters in a class", NULL);
}

static bool member_range(struct translation *t, struct members *members, uint32_t low, uint32_t high)
{
	if (low < 0x80 && high < 0x80) {
		unsigned char ends[2] = { (unsigned char)low, (unsigned char)high };
		pattern_put_literal(&members->bytes, &ends[0], 1, t->place);
		pattern_put(&members->bytes, "-", 1, t->place);
		pattern_put_literal(&members->bytes, &ends[1], 1, t->place);
	} else if (low == 0xAC00 && high == 0xD7A3) {
		members->any_syllable = true;
	} else if (low == 0x3131 && high == 0x314E) {
		members->final = true;
		pattern_put(&members->bytes, FINALS, 3, t->place);
	} else if (low == 0x314F && high == 0x3163) {
		members->medial = true;
		pattern_put(&members->bytes, MEDIALS, 3, t->place);
	} else {
		unsigned char bytes[VIEW_EXPANSION], more[VIEW_EXPANSION];
		if (view_codepoint(low, bytes) != 1 || view_codepoint(high, more) != 1 || bytes[0] != VIEW_HAN || more[0] != VIEW_HAN)
			return translation_fail(t, "of ranges only ASCII, all syllables, all finals, all vowels, Chinese can be translated", NULL);
		pattern_put(&members->bytes, (char *)bytes, 1, t->place);
	}
	return true;
}

static bool members_read(struct translation *t, struct members *members)
{
	size_t start = ++t->at;
	if (translation_peek(t, 0) == '^') {
		members->negated = true;
		start = ++t->at;
	}
	while (t->at < t->source.len && (translation_peek(t, 0) != ']' || t->at == start)) {
		uint32_t low, high;
		bool single, second;
		if (t->deep == 0)
			t->place = t->at;
		if (!member(t, members, &low, &single))
			return false;
		if (single && translation_peek(t, 0) == '-' && translation_peek(t, 1) != ']' && translation_peek(t, 1) != '\0') {
			t->at++;
			if (!member(t, members, &high, &second))
				return false;
			if (!second)
				return translation_fail(t, "a range ends in something that is no character", NULL);
			if (!member_range(t, members, low, high))
				return false;
		} else if (single && !member_alone(t, members, low)) {
			return false;
		}
	}
	if (t->at >= t->source.len) {
		t->place = t->deep ? t->place : t->at;
		return translation_fail(t, "missing ] after a class", NULL);
	}
	t->at++;
	return true;
}

static void write_negated(struct translation *t, const struct members *members)
{
	bool listed = members->count && !members->any_syllable;
	if (listed) {
		translation_string(t, "(?:(?!(?:(?!)");
		write_syllables(t, members);
		translation_string(t, ")" OPEN ")(?:" SYLLABLE OPEN "|");
	}
	translation_string(t, "[^");
	translation_bytes(t, (const char *)members->bytes.bytes, members->bytes.len);
	if (listed || members->any_syllable)
		translation_string(t, INITIALS MEDIALS FINALS);
	translation_string(t, listed ? "]))" : "]");
}

static void write_class(struct translation *t, const struct members *members)
{
	/* the branches of a lookbehind may differ in length only at its top level */
	bool sole = t->behind && t->first && t->depth && t->groups[t->depth - 1].kind >= GROUP_BEHIND
	            && (translation_peek(t, 0) == ')' || translation_peek(t, 0) == '|');
	bool ends = members->any_syllable && t->behind;
	bool branches = (members->count && !members->any_syllable) || members->strings_len || (members->any_syllable && !ends);
	bool bytes = members->bytes.len || ends;
	if (branches && !sole)
		translation_string(t, "(?:");
	if (bytes) {
		translation_string(t, "[");
		translation_bytes(t, (const char *)members->bytes.bytes, members->bytes.len);
		translation_string(t, ends ? SYLLABLE_END "]" : "]");
	}
	if (branches) {
		size_t start = t->out->len;
		if (members->any_syllable && !ends)
			translation_string(t, "|" SYLLABLE);
		if (members->count && !members->any_syllable)
			write_syllables(t, members);
		translation_bytes(t, members->strings, members->strings_len);
		if (!bytes && !t->out->failed) {
			/* nothing stands before the first branch: take its bar away */
			memmove(t->out->bytes + start, t->out->bytes + start + 1, t->out->len - start - 1);
			t->out->len--;
		}
		if (!sole)
			translation_string(t, ")");
	}
}

static bool class_translate(struct translation *t, struct members *members)
{
	size_t place = t->place;
	if (!members_read(t, members))
		return false;
	t->place = place;
	if (members->negated && members->strings_len)
		return translation_fail(t, "a character of several letters cannot be excluded by a class", NULL);
	if (members->any_syllable && !members->negated && t->behind && !t->first)
		return translation_fail(t, "a syllable of any length can only stand first in a lookbehind", NULL);
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

/* ---- */

bool translate_class(struct translation *t)
{
	struct members members = { 0 };
	bool done = class_translate(t, &members);
	pattern_release(&members.bytes);
	free(members.syllables);
	return done;
}
