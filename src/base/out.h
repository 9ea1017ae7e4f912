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

void out_bytes(struct out *out, const char *bytes, size_t len);
void out_slice(struct out *out, struct slice slice);
void out_string(struct out *out, const char *string);
void out_char(struct out *out, char c);
void out_size(struct out *out, size_t number);
void out_format(struct out *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A JSON string, quotes included: well-formed UTF-8 in, only what JSON demands escaped. */
void out_json(struct out *out, struct slice slice);

#endif
