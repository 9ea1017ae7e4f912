/* grams.c: see grams.h. */
#include "write/grams.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

/* ---- private from here ---- */

static void put_letter(struct out *out, unsigned letter)
{
	unsigned char bytes[U8_MAX_LENGTH];
	int32_t len = 0;
	U8_APPEND_UNSAFE(bytes, len, letter);
	out_bytes(out, (const char *)bytes, (size_t)len);
}

static bool is_paired(UChar32 c)
{
	UErrorCode status = U_ZERO_ERROR;
	switch (uscript_getScript(c, &status)) {
	case USCRIPT_HANGUL: case USCRIPT_HAN: case USCRIPT_HIRAGANA: case USCRIPT_KATAKANA:
		return true;
	default:
		return false;
	}
}

static void print(struct out *out, struct slice text, bool asked)
{
	enum letter_kind before = LETTER_NONE;
	unsigned last = 0;
	size_t run = 0;
	for (size_t i = 0; i <= text.len;) {
		size_t length = 1;
		unsigned small = 0;
		struct slice rest = { text.at + i, text.len - i };
		enum letter_kind kind = i < text.len ? letter_read(rest, &length, &small) : LETTER_NONE;
		if (before == LETTER_PAIRED && (kind == LETTER_PAIRED || !asked || run == 1)) {
			out_char(out, ' ');
			put_letter(out, last);
			if (kind == LETTER_PAIRED)
				put_letter(out, small);
			else if (asked)
				out_char(out, '*');
		}
		if (kind == LETTER_OTHER) {
			if (before != LETTER_OTHER)
				out_char(out, ' ');
			put_letter(out, small);
		}
		run = kind == before ? run + 1 : 1;
		before = kind;
		last = small;
		i += length;
	}
}

/* ---- */

enum letter_kind letter_read(struct slice bytes, size_t *length, unsigned *small)
{
	const unsigned char *at = (const unsigned char *)bytes.at;
	UChar32 c = at[0];
	int32_t i = 0;
	if (c < 0x80) {
		*length = 1;
		*small = c >= 'A' && c <= 'Z' ? (unsigned)c + 32 : (unsigned)c;
		return (*small >= 'a' && *small <= 'z') || (c >= '0' && c <= '9') ? LETTER_OTHER : LETTER_NONE;
	}
	U8_NEXT(at, i, bytes.len > 8 ? 8 : (int32_t)bytes.len, c);
	*length = (size_t)i;
	if (c < 0) {
		*small = 0xFFFD;
		return LETTER_NONE;
	}
	*small = (unsigned)u_tolower(c);
	if (!u_isalnum(c))
		return LETTER_NONE;
	return is_paired(c) ? LETTER_PAIRED : LETTER_OTHER;
}

void grams(struct out *out, struct slice text)
{
	print(out, text, false);
}

void grams_asked(struct out *out, struct slice text)
{
	print(out, text, true);
}
