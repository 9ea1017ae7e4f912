/* labels.c: see labels.h. */
#include "find/labels.h"

#include "find/signs.h"

/* The form of a label: what it counts with, and what stands around it. */
enum {
	LABEL_DIGITS = 1, LABEL_SMALL, LABEL_CAPITAL, LABEL_WORD, LABEL_ROMAN, LABEL_KINDS = 0xF,
	LABEL_OPENED = 0x10, LABEL_STOP = 0x20, LABEL_BRACKET = 0x40
};

/* ---- private from here ---- */

/* The value of what may number an item, and its form; 0 and form 0 where it is none. */
static unsigned label_value(struct slice word, const struct words *words, uint32_t *form)
{
	unsigned value = 0;
	*form = 0;
	if (word.len == 0 || word.len > 6)
		return 0;
	if (word.at[0] >= '0' && word.at[0] <= '9') {
		for (size_t i = 0; i < word.len; i++) {
			if (word.at[i] < '0' || word.at[i] > '9' || i == 3)
				return 0;
			value = value * 10 + (unsigned)(word.at[i] - '0');
		}
		*form = LABEL_DIGITS;
		return value;
	}
	if (word.len == 1) {
		*form = word.at[0] & 0x20 ? LABEL_SMALL : LABEL_CAPITAL;
		return (unsigned)((word.at[0] | 0x20) - 'a' + 1);
	}
	if (words && (words_find(words, word) & WORD_LABEL)) {
		*form = LABEL_WORD;
		return 0;
	}
	value = roman_value(word);
	if (value)
		*form = LABEL_ROMAN;
	return value;
}

/* ---- */

unsigned roman_value(struct slice digits)
{
	static const char letters[] = "ivxlc";
	static const unsigned values[] = { 1, 5, 10, 50, 100 };
	unsigned sum = 0, last = 1000;
	for (size_t i = 0; i < digits.len; i++) {
		const char *letter = strchr(letters, digits.at[i] | 0x20);
		if (!letter || !digits.at[i])
			return 0;
		unsigned value = values[letter - letters];
		sum += value > last ? value - 2 * last : value;
		last = value;
	}
	return sum;
}

struct label label_at(const char *bytes, size_t at, size_t stop, const struct words *words)
{
	struct label none = { 0, 0, 0 }, label = none;
	size_t byte = at;
	struct glyph glyph = glyph_at(bytes, byte, stop);
	bool bracket = glyph.codepoint == '(';
	if (bracket)
		byte = glyph.next;
	size_t len = word_length((struct slice){ bytes + byte, stop - byte });
	uint32_t form;
	label.value = label_value((struct slice){ bytes + byte, len }, words, &form);
	byte += len;
	glyph = glyph_at(bytes, byte, stop);
	if (!form)
		return none;
	label.form = form | (bracket ? LABEL_OPENED : 0);
	if (glyph.sign == SIGN_STOP && !bracket) {
		label.form |= LABEL_STOP;
		byte = glyph.next;
		glyph = glyph_at(bytes, byte, stop);
	}
	if (glyph.codepoint == ')') {
		label.form |= LABEL_BRACKET;
		byte = glyph.next;
		glyph = glyph_at(bytes, byte, stop);
	}
	if (!(label.form & (LABEL_STOP | LABEL_BRACKET)) || glyph.sign != SIGN_BLANK)
		return none;
	label.len = byte - at;
	return label;
}

bool label_is(struct slice word, const struct words *words)
{
	uint32_t form;
	label_value(word, words, &form);
	return form != 0;
}

bool label_begins(struct label label)
{
	return label.len && (label.value == 1 || (label.form & LABEL_KINDS) == LABEL_DIGITS || (label.form & LABEL_BRACKET));
}

bool label_continues(struct label label, struct label last)
{
	return label.len && last.value && label.form == last.form && label.value == last.value + 1;
}
