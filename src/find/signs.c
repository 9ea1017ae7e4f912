/* signs.c: see signs.h. ASCII is a table, the rest is asked of ICU; nothing here is called for more than a few
 * characters around each mark of a text. */
#include "find/signs.h"

#include <unicode/uchar.h>

enum {
	MOST_MARKS = 8,         /* combining marks skipped before a character: beyond that they are the character */
	LONGEST_WORD = 48       /* bytes */
};

#define U SIGN_UPPER
#define L SIGN_LOWER
#define N SIGN_DIGIT
#define B SIGN_BLANK
#define O SIGN_OTHER

const unsigned char ascii_signs[128] = {
	O, O, O, O, O, O, O, O, O, B, B, B, B, B, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O,
	/* blank ! " # $ % & ' ( ) * + , - . / */
	B, SIGN_END, SIGN_QUOTE, O, O, O, O, SIGN_QUOTE, SIGN_OPEN, SIGN_CLOSE, O, O, SIGN_PAUSE, SIGN_DASH, SIGN_STOP, O,
	N, N, N, N, N, N, N, N, N, N, SIGN_PAUSE, SIGN_PAUSE, SIGN_OPEN, O, SIGN_CLOSE, SIGN_END,
	O, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, SIGN_OPEN, O, SIGN_CLOSE, O, O,
	SIGN_QUOTE, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, SIGN_OPEN, O, SIGN_CLOSE,
	O, O
};

#undef U
#undef L
#undef N
#undef B
#undef O

/* ---- private from here ---- */

static bool is_combining(uint32_t codepoint)
{
	return codepoint >= 0x300 && (codepoint < 0xAC00 || codepoint > 0xD7A3) && (U_GET_GC_MASK((UChar32)codepoint) & U_GC_M_MASK) != 0;
}

/* ---- */

enum sign sign_of(uint32_t codepoint)
{
	if (codepoint < 128)
		return (enum sign)ascii_signs[codepoint];
	if ((codepoint >= 0xAC00 && codepoint <= 0xD7A3) || (codepoint >= 0x4E00 && codepoint <= 0x9FFF))
		return SIGN_LETTER;     /* the frequent ones; ICU says the same */
	switch (codepoint) {
	case 0xFF0E:
		return SIGN_STOP;
	case 0x2024:                    /* one dot leader: where people type it, it stands between words */
		return SIGN_OTHER;
	case 0x2026:
	case 0x22EF:
		return SIGN_ELLIPSIS;
	}
	UChar32 c = (UChar32)codepoint;
	if (u_hasBinaryProperty(c, UCHAR_S_TERM))
		return SIGN_END;
	switch (u_charType(c)) {
	case U_UPPERCASE_LETTER:
	case U_TITLECASE_LETTER:
		return SIGN_UPPER;
	case U_LOWERCASE_LETTER:
		return SIGN_LOWER;
	case U_MODIFIER_LETTER:
	case U_OTHER_LETTER:
	case U_LETTER_NUMBER:
	case U_NON_SPACING_MARK:
	case U_ENCLOSING_MARK:
	case U_COMBINING_SPACING_MARK:
		return SIGN_LETTER;
	case U_DECIMAL_DIGIT_NUMBER:
		return SIGN_DIGIT;
	case U_START_PUNCTUATION:
	case U_INITIAL_PUNCTUATION:
		return SIGN_OPEN;
	case U_END_PUNCTUATION:
	case U_FINAL_PUNCTUATION:
		return SIGN_CLOSE;
	case U_DASH_PUNCTUATION:
		return SIGN_DASH;
	case U_SPACE_SEPARATOR:
	case U_LINE_SEPARATOR:
	case U_PARAGRAPH_SEPARATOR:
		return SIGN_BLANK;
	case U_OTHER_NUMBER:
		return u_hasBinaryProperty(c, UCHAR_DIACRITIC) || u_getIntPropertyValue(c, UCHAR_DECOMPOSITION_TYPE) == U_DT_SUPER
		       ? SIGN_NOTE : SIGN_OTHER;
	case U_OTHER_PUNCTUATION:
		return u_hasBinaryProperty(c, UCHAR_TERMINAL_PUNCTUATION) ? SIGN_PAUSE : SIGN_OTHER;
	default:
		return SIGN_OTHER;
	}
}

struct glyph glyph_far_at(const char *bytes, size_t at, size_t limit)
{
	struct glyph glyph = { 0, SIGN_EDGE, at, at };
	if (at < limit) {
		glyph.codepoint = text_codepoint(bytes, limit, &glyph.next);
		glyph.sign = sign_of(glyph.codepoint);
	}
	return glyph;
}

struct glyph glyph_far_before(const char *bytes, size_t at, size_t limit)
{
	struct glyph mark = { 0, SIGN_EDGE, at, at };
	size_t stop = at;
	for (int marks = 0; stop > limit; marks++) {
		struct glyph glyph = { 0, SIGN_EDGE, stop, stop };
		do
			glyph.at--;
		while (glyph.at > limit && ((unsigned char)bytes[glyph.at] & 0xC0) == 0x80);
		size_t next = glyph.at;
		glyph.codepoint = text_codepoint(bytes, glyph.next, &next);
		glyph.sign = sign_of(glyph.codepoint);
		if (!is_combining(glyph.codepoint) || marks == MOST_MARKS)
			return glyph.sign == SIGN_BLANK && marks ? mark : glyph;
		if (!marks)
			mark = glyph;   /* on a blank, or on nothing, it is a character */
		stop = glyph.at;
	}
	return mark;
}

size_t word_length(struct slice text)
{
	size_t len = 0;
	while (len < text.len) {
		struct glyph glyph = glyph_at(text.at, len, text.len);
		if (!sign_is_word(glyph.sign) || len > LONGEST_WORD)
			break;
		len = glyph.next;
	}
	return len;
}

size_t past_blanks(const char *bytes, size_t at, size_t limit)
{
	for (;;) {
		struct glyph glyph = glyph_at(bytes, at, limit);
		if (glyph.sign != SIGN_BLANK)
			return at;
		at = glyph.next;
	}
}
