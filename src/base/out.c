/* out.c: see out.h. */
#include "base/out.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static bool out_room(struct out *out, size_t more)
{
	if (out->failed)
		return false;
	if (out->room - out->len > more)
		return true;
	size_t room = out->room ? out->room : 4096;
	while (room - out->len <= more && room <= SIZE_MAX / 2)
		room *= 2;
	char *bytes = room - out->len > more ? realloc(out->bytes, room) : NULL;
	if (!bytes) {
		out->failed = true;
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

void out_bytes(struct out *out, const char *bytes, size_t len)
{
	if (!len || !out_room(out, len))
		return;
	memcpy(out->bytes + out->len, bytes, len);
	out->len += len;
}

void out_slice(struct out *out, struct slice slice)
{
	out_bytes(out, slice.at, slice.len);
}

void out_string(struct out *out, const char *string)
{
	out_bytes(out, string, strlen(string));
}

void out_char(struct out *out, char c)
{
	out_bytes(out, &c, 1);
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
	size_t from = 0;
	for (size_t i = 0; i < slice.len; i++) {
		unsigned char c = (unsigned char)slice.at[i];
		if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7F)
			continue;
		out_bytes(out, slice.at + from, i - from);
		from = i + 1;
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
	}
	out_bytes(out, slice.at + from, slice.len - from);
	out_char(out, '"');
}
