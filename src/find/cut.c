/* cut.c: see cut.h. */
#include "find/cut.h"

struct next cut_next(const struct cut *cut, size_t byte)
{
	struct next next = { SIGN_EDGE, { cut->bytes + cut->stop, 0 }, false, false };
	for (size_t most = byte + LONGEST_TOKEN; byte < most;) {
		struct glyph glyph = cut_at(cut, byte);
		next.sign = glyph.sign;
		next.rest = cut_slice(cut, glyph.at, cut->stop);
		if (glyph.sign == SIGN_DASH)
			next.dash = true;
		else if (glyph.sign == SIGN_OPEN || glyph.sign == SIGN_QUOTE)
			next.opened = true;
		else if (glyph.sign != SIGN_BLANK && glyph.sign != SIGN_OTHER)
			break;
		byte = glyph.next;
	}
	return next;
}

struct slice cut_token(const struct cut *cut, size_t stop)
{
	size_t start = stop;
	while (start > cut->begin && stop - start < LONGEST_TOKEN) {
		struct glyph glyph = cut_before(cut, start);
		if (!sign_is_word(glyph.sign) && glyph.sign != SIGN_STOP && (glyph.sign != SIGN_OTHER || glyph.codepoint > 0x2000))
			break;
		if (glyph.codepoint == '/')
			break;
		start = glyph.at;
	}
	return cut_slice(cut, start, stop);
}

unsigned cut_endings(const struct cut *cut, size_t stop)
{
	size_t start = stop - cut->begin > LONGEST_TOKEN ? stop - LONGEST_TOKEN : cut->begin;
	while (start < stop && ((unsigned char)cut->bytes[start] & 0xC0) == 0x80)
		start++;
	return cut->words ? words_end(cut->words, cut_slice(cut, start, stop)) : 0;
}

bool cut_caption(const struct cut *cut, struct slice text)
{
	size_t len = word_length(text);
	return cut_begins(cut, text, WORD_CAPTION) && len + 1 < text.len && text.at[len] == ':' && text.at[len + 1] == ' ';
}
