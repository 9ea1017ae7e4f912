/* text.c: see text.h. All arithmetic on positions that the program does is in this file. */
#include "base/text.h"

#include <assert.h>

enum { MARK_EVERY = 256 };

struct text_mark {
	size_t codepoints, utf16;
};

/* ---- private from here ---- */

static void text_add_bytes(struct text *text, const char *bytes, size_t len)
{
	text->bytes = arena_room(text->arena, text->bytes, &text->room, text->len + len + 1, 1);
	if (len)
		memcpy(text->bytes + text->len, bytes, len);
	text->len += len;
	text->bytes[text->len] = '\0';
}

/* A run takes its place at the end of the text: call before its bytes are added. */
static void text_add_run(struct text *text, struct run run)
{
	if (run.count == 0 || run.out_unit == 0)
		return;
	run.at = (uint32_t)text->len;
	run.cut = text->cut_next;
	text->cut_next = false;
	struct run *last = text->runs.len ? &text->runs.at[text->runs.len - 1] : NULL;
	if (last && !run.cut && last->field == run.field && last->out_unit == run.out_unit && last->in_unit == run.in_unit
	    && last->from + last->count * last->in_unit == run.from && run.in_unit)
		last->count += run.count;
	else
		*list_add(text->arena, &text->runs) = run;
}

/* The run that holds a byte of the text. */
static size_t text_run_at(const struct text *text, size_t byte)
{
	size_t low = 0, high = text->runs.len;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (text->runs.at[middle].at <= byte)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* A cut in front of one of these bytes of the old text must not be lost with what is dropped or replaced there. */
static void text_carry_cut(struct text *text, const struct text *old, size_t first, size_t last)
{
	for (size_t i = text_run_at(old, first); i < old->runs.len && old->runs.at[i].at <= last; i++)
		text->cut_next |= old->runs.at[i].cut && old->runs.at[i].at >= first;
}

static void text_goes_on(struct text *text, const struct text *old, struct span what)
{
	if (text->old == old && text->old_stop < what.start)
		text_carry_cut(text, old, text->old_stop, what.start);
	text->old = old;
	text->old_stop = what.stop;
}

static size_t run_stop(const struct run *run)
{
	return run->at + (size_t)run->count * run->out_unit;
}

static size_t run_unit_start(const struct run *run, size_t byte)
{
	return run->from + (byte - run->at) / run->out_unit * run->in_unit;
}

static size_t run_unit_stop(const struct run *run, size_t last_byte)
{
	return run->from + ((last_byte - run->at) / run->out_unit + 1) * run->in_unit;
}

/* One piece of an old run: whole units stay a run; a unit that is cut into stands for all of its input. */
static void text_keep_piece(struct text *text, const struct run *run, const char *bytes, size_t start, size_t stop)
{
	while (start < stop) {
		size_t into = (start - run->at) % run->out_unit, take;
		struct run piece = *run;
		if (into == 0 && stop - start >= run->out_unit) {
			piece.count = (uint32_t)((stop - start) / run->out_unit);
			take = (size_t)piece.count * run->out_unit;
		} else {
			take = run->out_unit - into < stop - start ? run->out_unit - into : stop - start;
			piece.count = 1;
			piece.out_unit = (uint32_t)take;
		}
		piece.from = (uint32_t)run_unit_start(run, start);
		text_add_run(text, piece);
		text_add_bytes(text, bytes + start, take);
		start += take;
	}
}

/* ---- */

void text_init(struct text *text, struct arena *arena)
{
	*text = (struct text){ .arena = arena };
	text_add_bytes(text, NULL, 0);
}

void text_reserve(struct text *text, size_t more)
{
	text->bytes = arena_room(text->arena, text->bytes, &text->room, text->len + more + 1, 1);
}

void text_take(struct text *text, struct origin from, const char *bytes, size_t len)
{
	text_add_run(text, (struct run){ .from = (uint32_t)from.start, .count = 1, .field = (uint8_t)from.field,
	                                 .out_unit = (uint32_t)len, .in_unit = (uint32_t)(from.stop - from.start) });
	text_add_bytes(text, bytes, len);
}

void text_take_as_is(struct text *text, struct slice input, struct origin from)
{
	text_add_run(text, (struct run){ .from = (uint32_t)from.start, .count = (uint32_t)(from.stop - from.start),
	                                 .field = (uint8_t)from.field, .out_unit = 1, .in_unit = 1 });
	text_add_bytes(text, input.at + from.start, from.stop - from.start);
}

void text_keep(struct text *text, const struct text *old, struct span what)
{
	assert(what.start <= what.stop && what.stop <= old->len);
	if (what.start == what.stop)
		return;
	text_goes_on(text, old, what);
	for (size_t i = text_run_at(old, what.start); i < old->runs.len; i++) {
		const struct run *run = &old->runs.at[i];
		if (run->at >= what.stop)
			break;
		if (run->cut && run->at >= what.start)
			text->cut_next = true;
		size_t start = run->at > what.start ? run->at : what.start;
		size_t stop = run_stop(run) < what.stop ? run_stop(run) : what.stop;
		text_keep_piece(text, run, old->bytes, start, stop);
	}
}

void text_replace(struct text *text, const struct text *old, struct span what, const char *bytes, size_t len)
{
	text_goes_on(text, old, what);
	if (what.start < what.stop)
		text_carry_cut(text, old, what.start, what.stop - 1);
	text_take(text, text_origin(old, what), bytes, len);
}

void text_insert(struct text *text, const char *bytes, size_t len)
{
	const struct run *last = text->runs.len ? &text->runs.at[text->runs.len - 1] : NULL;
	size_t from = last ? run_unit_stop(last, run_stop(last) - 1) : 0;
	text_take(text, (struct origin){ from, from, last ? last->field : FIELD_TEXT }, bytes, len);
}

void text_cut(struct text *text)
{
	text->cut_next = true;
}

struct origin text_origin(const struct text *text, struct span span)
{
	assert(span.start <= span.stop && span.stop <= text->len);
	if (!text->runs.len)
		return (struct origin){ 0, 0, FIELD_TEXT };
	if (span.start == text->len) {
		const struct run *last = &text->runs.at[text->runs.len - 1];
		size_t end = run_unit_stop(last, text->len - 1);
		return (struct origin){ end, end, last->field };
	}
	const struct run *first = &text->runs.at[text_run_at(text, span.start)];
	size_t start = run_unit_start(first, span.start);
	if (span.start == span.stop)
		return (struct origin){ start, start, first->field };
	const struct run *last = &text->runs.at[text_run_at(text, span.stop - 1)];
	size_t stop = run_unit_stop(last, span.stop - 1);
	return (struct origin){ start, stop < start ? start : stop, first->field };
}

size_t text_of_field(const struct text *text, unsigned field)
{
	for (size_t i = 0; i < text->runs.len; i++)
		if (text->runs.at[i].field != field)
			return text->runs.at[i].at;
	return text->runs.len ? text->len : 0;
}

size_t text_parts(const struct text *text, struct span span, struct origin *parts, size_t most)
{
	size_t count = 0, start = span.start;
	if (span.start >= span.stop)
		return 0;
	for (size_t i = text_run_at(text, span.start); i < text->runs.len && start < span.stop; i++) {
		bool ends = i + 1 == text->runs.len || text->runs.at[i + 1].at >= span.stop;
		if (!ends && !text->runs.at[i + 1].cut && text->runs.at[i + 1].field == text->runs.at[i].field)
			continue;
		size_t stop = ends ? span.stop : text->runs.at[i + 1].at;
		if (count < most)
			parts[count] = text_origin(text, (struct span){ start, stop });
		count++;
		start = stop;
	}
	return count;
}

void text_measure(struct text *text)
{
	struct text_mark *marks = arena_take(text->arena, (text->len / MARK_EVERY + 1) * sizeof *marks);
	size_t codepoints = 0, utf16 = 0;
	for (size_t block = 0; block <= text->len / MARK_EVERY; block++) {
		marks[block] = (struct text_mark){ codepoints, utf16 };
		size_t stop = (block + 1) * MARK_EVERY < text->len ? (block + 1) * MARK_EVERY : text->len;
		size_t follow = 0, four = 0;
		for (size_t i = block * MARK_EVERY; i < stop; i++) {
			follow += ((unsigned char)text->bytes[i] & 0xC0) == 0x80;
			four += (unsigned char)text->bytes[i] >= 0xF0;
		}
		size_t here = stop - block * MARK_EVERY - follow;
		codepoints += here;
		utf16 += here + four;
	}
	text->marks = marks;
}

size_t text_count(const struct text *text, size_t byte, enum text_unit unit)
{
	assert(byte <= text->len && text->marks);
	if (unit == UNIT_BYTE)
		return byte;
	const struct text_mark *mark = &text->marks[byte / MARK_EVERY];
	size_t count = unit == UNIT_UTF16 ? mark->utf16 : mark->codepoints;
	for (size_t i = byte / MARK_EVERY * MARK_EVERY; i < byte; i++) {
		unsigned char c = (unsigned char)text->bytes[i];
		count += (c & 0xC0) != 0x80;
		count += unit == UNIT_UTF16 && c >= 0xF0;
	}
	return count;
}

uint32_t text_codepoint(const char *bytes, size_t len, size_t *at)
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

size_t text_encode(uint32_t c, char bytes[4])
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
