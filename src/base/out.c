/* out.c: see out.h. */
#include "base/out.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- private from here ---- */

/* Whether one of eight bytes has to be escaped in JSON: a control character, a quote, a backslash. */
static bool escapes(const char *bytes)
{
	const uint64_t lowest = UINT64_MAX / 255, highest = lowest << 7;
	uint64_t eight;
	memcpy(&eight, bytes, sizeof eight);
	uint64_t quote = eight ^ lowest * '"', backslash = eight ^ lowest * '\\', last = eight ^ lowest * 0x7F;
	/* subtracting borrows from the highest bit of a byte that is too small, and that had it clear */
	return ((((eight - lowest * 0x20) & ~eight) | ((quote - lowest) & ~quote) | ((backslash - lowest) & ~backslash)
	         | ((last - lowest) & ~last)) & highest) != 0;
}

/* Where the next byte stands that has to be escaped. */
static size_t escape_at(struct slice slice, size_t at)
{
	for (;; at++) {
		while (slice.len - at >= sizeof(uint64_t) && !escapes(slice.at + at))
			at += sizeof(uint64_t);
		unsigned char c = at < slice.len ? (unsigned char)slice.at[at] : 0;
		if (c < 0x20 || c == '"' || c == '\\' || c == 0x7F)
			return at;
	}
}

/* ---- */

bool out_grow(struct out *out, size_t more)
{
	if (out->failed)
		return false;
	size_t room = out->room ? out->room : 4096;
	while (room - out->len <= more && room <= SIZE_MAX / 2)
		room *= 2;
	char *bytes = room - out->len > more ? realloc(out->bytes, room) : NULL;
	if (!bytes) {
		/* nothing more goes in, not even what is small */
		out->failed = true;
		out->room = out->len;
		return false;
	}
	out->bytes = bytes;
	out->room = room;
	return true;
}

void out_init(struct out *out)
{
	*out = (struct out){ 0 };
}

void out_clear(struct out *out)
{
	out->len = 0;
	out->failed = false;
}

void out_release(struct out *out)
{
	free(out->bytes);
	out_init(out);
}

void out_slice(struct out *out, struct slice slice)
{
	out_bytes(out, slice.at, slice.len);
}

void out_string(struct out *out, const char *string)
{
	out_bytes(out, string, strlen(string));
}

void out_size(struct out *out, size_t number)
{
	char digits[24];
	size_t at = sizeof digits;
	do
		digits[--at] = (char)('0' + number % 10);
	while (number /= 10);
	out_bytes(out, digits + at, sizeof digits - at);
}

void out_format(struct out *out, const char *format, ...)
{
	va_list values, again;
	va_start(values, format);
	va_copy(again, values);
	int len = vsnprintf(NULL, 0, format, values);
	va_end(values);
	if (len > 0 && out_room(out, (size_t)len + 1)) {
		vsnprintf(out->bytes + out->len, (size_t)len + 1, format, again);
		out->len += (size_t)len;
	}
	va_end(again);
}

void out_json(struct out *out, struct slice slice)
{
	static const char hex[] = "0123456789abcdef";
	out_char(out, '"');
	for (size_t from = 0;; from++) {
		size_t to = escape_at(slice, from);
		out_bytes(out, slice.at + from, to - from);
		if (to == slice.len)
			break;
		unsigned char c = (unsigned char)slice.at[to];
		char escape[7] = { '\\', 0 };
		switch (c) {
		case '"': case '\\': escape[1] = (char)c; break;
		case '\n': escape[1] = 'n'; break;
		case '\t': escape[1] = 't'; break;
		case '\r': escape[1] = 'r'; break;
		default:
			memcpy(escape + 1, "u00", 3);
			escape[4] = hex[c >> 4];
			escape[5] = hex[c & 15];
		}
		out_string(out, escape);
		from = to;
	}
	out_char(out, '"');
}

void out_json_word(struct out *out, const char *word, const char *behind)
{
	out_char(out, '"');
	out_string(out, word);
	out_char(out, '"');
	out_string(out, behind);
}
