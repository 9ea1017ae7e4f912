/* terminal.c: see terminal.h. The widths are Unicode's: what is ambiguous takes one column. */
#include "write/terminal.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unicode/uchar.h>
#include <unistd.h>

enum { WIDTH_WITHOUT_TERMINAL = 80, NARROWEST = 40, WIDEST = 100 };

/* ---- private from here ---- */

static size_t width_of(uint32_t c)
{
	if (c >= 0x20 && c < 0x7F)
		return 1;
	if (U_MASK(u_charType((UChar32)c)) & (U_GC_MN_MASK | U_GC_ME_MASK | U_GC_CF_MASK))
		return 0;
	int32_t wide = u_getIntPropertyValue((UChar32)c, UCHAR_EAST_ASIAN_WIDTH);
	return wide == U_EA_WIDE || wide == U_EA_FULLWIDTH ? 2 : 1;
}

/* Chinese characters and kana may part anywhere; Hangul words stay whole. */
static bool parts_anywhere(uint32_t c)
{
	return (c >= 0x3040 && c < 0x3100) || (c >= 0x4E00 && c < 0xA000);
}

/* Turns the direction of the line, or is no character to be seen. */
static bool is_unsafe(uint32_t c)
{
	return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

/* Length of the well-formed character at the front, 0 where there is none. */
static size_t well_formed_len(struct slice text)
{
	unsigned char c = (unsigned char)text.at[0];
	size_t len = c < 0x80 ? 1 : c < 0xC2 ? 0 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : c < 0xF5 ? 4 : 0;
	if (len > text.len)
		return 0;
	for (size_t i = 1; i < len; i++)
		if (((unsigned char)text.at[i] & 0xC0) != 0x80)
			return 0;
	return len;
}

/* ---- */

void terminal_init(struct wish *wish, bool always_color, bool never_color, bool to_standard_output)
{
	struct winsize size;
	bool terminal = to_standard_output && isatty(STDOUT_FILENO);
	const char *no_color = getenv("NO_COLOR");
	wish->color = always_color || (!never_color && terminal && !(no_color && *no_color));
	wish->width = WIDTH_WITHOUT_TERMINAL;
	if (terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col)
		wish->width = size.ws_col < NARROWEST ? NARROWEST : size.ws_col > WIDEST ? WIDEST : size.ws_col;
}

void terminal_safe(struct out *out, struct slice text)
{
	while (text.len) {
		size_t len = well_formed_len(text), at = 0;
		uint32_t c = len ? text_codepoint(text.at, text.len, &at) : (unsigned char)text.at[0];
		if (!len || c < 0x20 || c == 0x7F)
			out_format(out, "\\x%02x", (unsigned)c);
		else if (is_unsafe(c))
			out_format(out, "\\u%04x", (unsigned)c);
		else
			out_bytes(out, text.at, len);
		text.at += len ? len : 1;
		text.len -= len ? len : 1;
	}
}

size_t terminal_width(struct slice text)
{
	size_t width = 0;
	for (size_t at = 0; at < text.len;)
		width += width_of(text_codepoint(text.at, text.len, &at));
	return width;
}

bool terminal_line(struct slice *line, struct slice *rest, size_t width)
{
	*rest = slice_trim(*rest);
	size_t at = 0, taken = 0, fits = 0, good = 0;
	bool anywhere_before = false;
	while (at < rest->len) {
		size_t before = at;
		uint32_t c = text_codepoint(rest->at, rest->len, &at);
		bool anywhere = parts_anywhere(c);
		if (c == ' ' || (before && anywhere && anywhere_before))
			good = before;
		anywhere_before = anywhere;
		taken += width_of(c);
		if (taken > width && c != ' ')
			break;
		fits = at;
	}
	size_t stop = fits == rest->len ? fits : good ? good : fits ? fits : at;
	*line = (struct slice){ rest->at, stop };
	rest->at += stop;
	rest->len -= stop;
	return stop > 0;
}

void terminal_pad(struct out *out, size_t taken, size_t width)
{
	for (; taken < width; taken++)
		out_char(out, ' ');
}
