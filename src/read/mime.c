/* mime.c: see mime.h. */
#include "read/mime.h"

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

bool mime_same(struct slice a, const char *b)
{
	size_t i = 0;
	while (i < a.len && b[i] && lower(a.at[i]) == lower(b[i]))
		i++;
	return i == a.len && !b[i];
}

size_t mime_header(struct slice bytes)
{
	for (size_t at = 0; at < bytes.len;) {
		const char *end = memchr(bytes.at + at, '\n', bytes.len - at);
		if (!end)
			return 0;
		size_t stop = (size_t)(end - bytes.at) + 1, len = stop - at - 1;
		if (!len || (len == 1 && bytes.at[at] == '\r'))
			return stop;
		at = stop;
	}
	return 0;
}

bool mime_next(struct slice *block, struct slice *name, struct slice *value)
{
	while (block->len) {
		size_t stop = 0;
		do {
			const char *end = memchr(block->at + stop, '\n', block->len - stop);
			stop = end ? (size_t)(end - block->at) + 1 : block->len;
		} while (stop < block->len && (block->at[stop] == ' ' || block->at[stop] == '\t'));
		struct slice field = { block->at, stop };
		block->at += stop;
		block->len -= stop;
		const char *colon = memchr(field.at, ':', field.len);
		if (!colon)
			continue;
		size_t len = (size_t)(colon - field.at);
		*name = slice_trim((struct slice){ field.at, len });
		*value = slice_trim((struct slice){ colon + 1, field.len - len - 1 });
		return true;
	}
	return false;
}

struct slice mime_field(struct slice block, const char *wanted)
{
	struct slice name, value;
	while (mime_next(&block, &name, &value))
		if (mime_same(name, wanted))
			return value;
	return (struct slice){ NULL, 0 };
}

bool mime_type(struct slice value, char *type, size_t room)
{
	size_t len = 0;
	while (len < value.len && value.at[len] != ';' && value.at[len] != ' ' && value.at[len] != '\r' && value.at[len] != '\n')
		len++;
	if (len >= room)
		return false;
	for (size_t i = 0; i < len; i++)
		type[i] = lower(value.at[i]);
	type[len] = '\0';
	return true;
}

struct slice mime_parameter(struct slice value, const char *wanted)
{
	struct slice part;
	/* a quoted value may hold a semicolon */
	for (size_t at = 0; at < value.len;) {
		size_t stop = at;
		bool quoted = false;
		for (; stop < value.len && (quoted || value.at[stop] != ';'); stop++)
			quoted ^= value.at[stop] == '"';
		part = slice_trim((struct slice){ value.at + at, stop - at });
		const char *equals = part.len ? memchr(part.at, '=', part.len) : NULL;
		if (equals) {
			size_t len = (size_t)(equals - part.at);
			struct slice said = slice_trim((struct slice){ equals + 1, part.len - len - 1 });
			if (said.len >= 2 && said.at[0] == '"' && said.at[said.len - 1] == '"')
				said = (struct slice){ said.at + 1, said.len - 2 };
			if (mime_same(slice_trim((struct slice){ part.at, len }), wanted))
				return said;
		}
		at = stop + 1;
	}
	return (struct slice){ NULL, 0 };
}

static int hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

void mime_quoted_printable(struct out *to, struct slice body)
{
	for (size_t i = 0; i < body.len;) {
		const char *equals = memchr(body.at + i, '=', body.len - i);
		size_t stop = equals ? (size_t)(equals - body.at) : body.len;
		out_bytes(to, body.at + i, stop - i);
		if (!equals)
			return;
		size_t end = stop + 1;
		while (end < body.len && (body.at[end] == ' ' || body.at[end] == '\t' || body.at[end] == '\r'))
			end++;
		if (end < body.len && body.at[end] == '\n') {
			i = end + 1;
			continue;
		}
		int high = stop + 2 < body.len ? hex_digit(body.at[stop + 1]) : -1;
		int low = high >= 0 ? hex_digit(body.at[stop + 2]) : -1;
		out_char(to, low >= 0 ? (char)(high * 16 + low) : '=');
		i = stop + (low >= 0 ? 3 : 1);
	}
}

static int base64_digit(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

void mime_base64(struct out *to, struct slice body)
{
	unsigned bits = 0, count = 0;
	for (size_t i = 0; i < body.len && body.at[i] != '='; i++) {
		int digit = base64_digit(body.at[i]);
		if (digit < 0)
			continue;
		bits = bits << 6 | (unsigned)digit;
		count += 6;
		if (count >= 8) {
			count -= 8;
			out_char(to, (char)(bits >> count & 0xFF));
		}
	}
}
