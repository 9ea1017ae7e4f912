/* out.h: bytes on their way out, collected in memory and handed over in one piece.
 *
 * Workers write documents into memory; the one who owns the file writes them on, in order. */
#ifndef SASEOL_BASE_OUT_H
#define SASEOL_BASE_OUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

struct out {
	char *bytes;
	size_t len, room;
	bool failed;    /* out of memory: what was written since is lost */
};

void out_init(struct out *out);
void out_clear(struct out *out);
void out_release(struct out *out);

/* Room for more bytes and one beyond, or false: nothing may be written then. */
bool out_grow(struct out *out, size_t more);

static inline bool out_room(struct out *out, size_t more)
{
	return out->room - out->len > more || out_grow(out, more);
}

static inline void out_bytes(struct out *out, const char *bytes, size_t len)
{
	if (!len || !out_room(out, len))
		return;
	memcpy(out->bytes + out->len, bytes, len);
	out->len += len;
}

void out_slice(struct out *out, struct slice slice);
void out_string(struct out *out, const char *string);
void out_size(struct out *out, size_t number);
void out_format(struct out *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

static inline void out_char(struct out *out, char c)
{
	if (out_room(out, 1))
		out->bytes[out->len++] = c;
}

/* A JSON string, quotes included: well-formed UTF-8 in, only what JSON demands escaped. */
void out_json(struct out *out, struct slice slice);

/* The same of a word of ours in which nothing has to be escaped, and what follows the closing quote. */
void out_json_word(struct out *out, const char *word, const char *behind);

#endif
