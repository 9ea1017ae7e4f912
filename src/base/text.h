/* text.h: UTF-8 that remembers which bytes of the input it came from.
 *
 * A text is bytes and runs. A run says: the next count units of out_unit bytes came from as many units of in_unit
 * bytes of the input, starting there. A stage makes a new text from an old one with two verbs: keep these bytes,
 * or replace these bytes by those; dropping is not calling anything. Runs are composed as they are made, so every
 * text answers for the input itself, however many stages lie between.
 *
 * Positions in a text and positions in the input are two types. A span's end in the input is the end of the unit
 * that holds its last byte: what was dropped at its edge stays outside. */
#ifndef SASEOL_BASE_TEXT_H
#define SASEOL_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"

/* Half-open, in bytes of a text. */
struct span {
	size_t start, stop;
};

/* Half-open, in bytes of the input. A record's title is a second input beside its text. */
struct origin {
	size_t start, stop;
	unsigned field;
};

enum { FIELD_TEXT, FIELD_TITLE };

/* An input is at most this long, so that three bytes for every one of it still fit a run's 32 bits. */
#define INPUT_MOST ((size_t)1 << 30)

/* A span of a part of a text (a sentence, a paragraph) as a span of the whole. */
static inline struct span span_within(struct span whole, struct span part)
{
	return (struct span){ whole.start + part.start, whole.start + part.stop };
}

static inline bool span_empty(struct span span)
{
	return span.start >= span.stop;
}

static inline bool span_holds(struct span outer, struct span inner)
{
	return outer.start <= inner.start && inner.stop <= outer.stop;
}

static inline bool span_meets(struct span a, struct span b)
{
	return a.start < b.stop && b.start < a.stop;
}

/* A shape tells how many bytes of the input every character of a text came from, by the character alone. Where
 * most characters keep to it, a run need not end between two of different length. */
enum text_shape {
	SHAPE_NONE,
	SHAPE_DOUBLE,           /* ASCII from one byte, all else from two: windows-949 */
	SHAPE_UTF16,
	SHAPE_DECOMPOSED        /* Hangul syllables from their jamo in UTF-8, all else as it is */
};

/* With a shape, a run is one unit that can be looked into. */
struct run {
	uint32_t at, from, count, out_unit, in_unit;
	uint8_t field, shape;
	bool cut;               /* something of the input between the run before and this one was taken out on purpose */
};

enum text_unit { UNIT_BYTE, UNIT_CODEPOINT, UNIT_UTF16 };

struct text_mark;

struct text {
	struct arena *arena;
	char *bytes;
	size_t len, room;
	LIST(struct run) runs;
	bool cut_next;
	enum text_shape shape;          /* what is taken or kept in small pieces is expected to have it; may be changed */
	const struct text *old;         /* what was kept or replaced last, and where that ended: cuts in what is */
	size_t old_stop;                /* dropped after it are remembered */
	const struct text_mark *marks;
};

void text_init(struct text *text, struct arena *arena);

/* Room for so many more bytes at once: a stage that knows about how long its text will be saves copies. */
void text_reserve(struct text *text, size_t more);

/* The first stage: bytes of the input taken as they are, or read as other bytes. */
void text_take(struct text *text, struct origin from, const char *bytes, size_t len);
void text_take_as_is(struct text *text, struct slice input, struct origin from);

/* Characters that all keep to the text's shape, SHAPED_MOST bytes of them at most. */
#define SHAPED_MOST 256
void text_take_shaped(struct text *text, struct origin from, const char *bytes, size_t len);

/* Every later stage. */
void text_keep(struct text *text, const struct text *old, struct span what);
void text_replace(struct text *text, const struct text *old, struct span what, const char *bytes, size_t len);

/* Bytes that no input stands for: the empty line between two paragraphs. */
void text_insert(struct text *text, const char *bytes, size_t len);

/* What is taken next does not continue what was taken last (a caption was cut out). */
void text_cut(struct text *text);

static inline struct slice text_slice(const struct text *text, struct span span)
{
	return (struct slice){ text->bytes + span.start, span.stop - span.start };
}

struct origin text_origin(const struct text *text, struct span span);

/* How much of a text, from its beginning, came from one field. */
size_t text_of_field(const struct text *text, unsigned field);

/* The stretches of the input a span came from, where something was cut out of it; writes at most most, returns how many there are. */
size_t text_parts(const struct text *text, struct span span, struct origin *parts, size_t most);

/* Call once when a text is finished; then text_count answers at once. */
void text_measure(struct text *text);

/* How many bytes, code points or UTF-16 units stand before a byte of the text. */
size_t text_count(const struct text *text, size_t byte, enum text_unit unit);

/* UTF-8, well-formed: the code point at at, and the place after it. at must be before len. */
static inline uint32_t text_codepoint(const char *bytes, size_t len, size_t *at)
{
	const unsigned char *p = (const unsigned char *)bytes + *at;
	size_t left = len - *at;
	if (p[0] < 0x80 || left < 2) {
		*at += 1;
		return p[0];
	}
	if (p[0] < 0xE0 || left < 3) {
		*at += 2;
		return (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
	}
	if (p[0] < 0xF0 || left < 4) {
		*at += 3;
		return (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
	}
	*at += 4;
	return (p[0] & 0x07u) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
}

/* Writes a code point as UTF-8, returns its length (1 to 4). */
static inline size_t text_encode(uint32_t c, char bytes[4])
{
	if (c < 0x80) {
		bytes[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		bytes[0] = (char)(0xC0 | c >> 6);
		bytes[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		bytes[0] = (char)(0xE0 | c >> 12);
		bytes[1] = (char)(0x80 | (c >> 6 & 0x3F));
		bytes[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	bytes[0] = (char)(0xF0 | c >> 18);
	bytes[1] = (char)(0x80 | (c >> 12 & 0x3F));
	bytes[2] = (char)(0x80 | (c >> 6 & 0x3F));
	bytes[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

#endif
