/* text.c: see text.h. All arithmetic on positions that the program does is in this file. */
#include "base/text.h"

#include <assert.h>

enum { MARK_EVERY = 64 };

/* Characters, and those of them that are two units of UTF-16. */
struct text_mark {
	uint32_t characters, pairs;
};

/* ---- private from here ---- */

static void text_add_bytes(struct text *text, const char *bytes, size_t len)
{
	if (text->room - text->len <= len)
		text->bytes = arena_room(text->arena, text->bytes, &text->room, text->len + len + 1, 1);
	if (len)
		memcpy(text->bytes + text->len, bytes, len);
	text->len += len;
	text->bytes[text->len] = '\0';
}

/* ---- shapes ---- */

static size_t char_len(const char *bytes)
{
	unsigned char c = (unsigned char)bytes[0];
	return c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

/* Bytes of the input that a character of a shape came from. */
static size_t shape_width(enum text_shape shape, const char *bytes)
{
	size_t len = char_len(bytes), at = 0;
	if (shape == SHAPE_DOUBLE)
		return len == 1 ? 1 : 2;
	if (shape == SHAPE_UTF16)
		return len == 4 ? 4 : 2;
	if (len != 3)
		return len;
	uint32_t c = text_codepoint(bytes, 3, &at);
	return c < 0xAC00 || c > 0xD7A3 ? len : (c - 0xAC00) % 28 ? 9 : 6;
}

/* Where the character that holds a byte of a shaped run begins, and what of the run's input stands before it. */
struct inside {
	size_t at, from;
};

static struct inside run_inside(const struct run *run, const char *bytes, size_t byte)
{
	struct inside inside = { run->at, 0 };
	while (inside.at + char_len(bytes + inside.at) <= byte) {
		inside.from += shape_width(run->shape, bytes + inside.at);
		inside.at += char_len(bytes + inside.at);
	}
	return inside;
}

/* Whether a small run's characters are of a shape. */
static bool run_has_shape(const struct run *run, const char *bytes, enum text_shape shape)
{
	size_t len = (size_t)run->count * run->out_unit;
	if (run->shape || len > SHAPED_MOST / 2)
		return run->shape == shape;
	for (size_t at = 0; at < len; at += char_len(bytes + at)) {
		size_t chars = char_len(bytes + at);
		if (((unsigned char)bytes[at] & 0xC0) == 0x80 || at + chars > len)
			return false;
		size_t width = run->out_unit == chars ? run->in_unit : run->out_unit == 1 && run->in_unit == 1 ? chars : 0;
		if (!width || width != shape_width(shape, bytes + at))
			return false;
	}
	return true;
}

/* ---- runs ---- */

/* The last run takes a new one up that goes on with it. */
static bool run_goes_on(struct run *last, const struct run *run)
{
	if (run->cut || last->field != run->field || last->shape != run->shape || !run->in_unit
	    || last->from + last->count * last->in_unit != run->from)
		return false;
	if (run->shape) {
		if (last->out_unit + run->out_unit > SHAPED_MOST)
			return false;
		last->out_unit += run->out_unit;
		last->in_unit += run->in_unit;
		return true;
	}
	if (last->out_unit != run->out_unit || last->in_unit != run->in_unit)
		return false;
	last->count += run->count;
	return true;
}

/* A run takes its place at the end of the text: call before its bytes are added. */
static void text_add_run(struct text *text, struct run run, const char *bytes)
{
	if (run.count == 0 || run.out_unit == 0)
		return;
	run.at = (uint32_t)text->len;
	run.cut = text->cut_next;
	text->cut_next = false;
	if (text->shape && !run.shape && run.in_unit && run_has_shape(&run, bytes, text->shape)) {
		run.out_unit *= run.count;
		run.in_unit *= run.count;
		run.count = 1;
		run.shape = (uint8_t)text->shape;
	}
	if (!text->runs.len || !run_goes_on(&text->runs.at[text->runs.len - 1], &run))
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

/* Where the input of the unit or character begins that holds a byte of the text; and where it ends. */
static size_t run_unit_start(const struct run *run, const char *bytes, size_t byte)
{
	if (run->shape)
		return run->from + run_inside(run, bytes, byte).from;
	return run->from + (byte - run->at) / run->out_unit * run->in_unit;
}

static size_t run_unit_stop(const struct run *run, const char *bytes, size_t byte)
{
	if (run->shape && byte + 1 == run_stop(run))
		return run->from + run->in_unit;
	if (run->shape) {
		struct inside inside = run_inside(run, bytes, byte);
		return run->from + inside.from + shape_width(run->shape, bytes + inside.at);
	}
	return run->from + ((byte - run->at) / run->out_unit + 1) * run->in_unit;
}

/* How many bytes from a place in a run stay together: whole units or characters, or what is left of one that is
 * cut into, which stands for all of its input. */
static size_t run_piece(struct run *piece, const struct run *run, const char *bytes, size_t start, size_t stop)
{
	size_t take;
	*piece = *run;
	piece->from = (uint32_t)run_unit_start(run, bytes, start);
	piece->count = 1;
	if (run->shape) {
		size_t first = run_inside(run, bytes, start).at, last = run_inside(run, bytes, stop - 1).at;
		bool whole_last = last + char_len(bytes + last) == stop;
		if (first < start || (first == last && !whole_last)) {
			size_t end = first + char_len(bytes + first);
			take = (end < stop ? end : stop) - start;
			piece->shape = SHAPE_NONE;
		} else {
			take = (whole_last ? stop : last) - start;
		}
		piece->in_unit = (uint32_t)(run_unit_stop(run, bytes, start + take - 1) - piece->from);
	} else {
		size_t into = (start - run->at) % run->out_unit, left = run->out_unit - into;
		bool whole = into == 0 && stop - start >= run->out_unit;
		piece->count = whole ? (uint32_t)((stop - start) / run->out_unit) : 1;
		take = whole ? (size_t)piece->count * run->out_unit : left < stop - start ? left : stop - start;
	}
	piece->out_unit = (uint32_t)(take / piece->count);
	return take;
}

static void text_keep_piece(struct text *text, const struct run *run, const char *bytes, size_t start, size_t stop)
{
	while (start < stop) {
		struct run piece = *run;
		size_t take = stop - start;
		if (start > run->at || stop < run_stop(run))
			take = run_piece(&piece, run, bytes, start, stop);
		text_add_run(text, piece, bytes + start);
		text_add_bytes(text, bytes + start, take);
		start += take;
	}
}

/* ---- counting ---- */

/* Adds the characters that begin in so many bytes, eight at a time: a byte that begins one does not look like 10xxxxxx,
 * and like 1111xxxx where it begins one of a pair. */
static inline struct text_mark mark_on(struct text_mark mark, const char *bytes, size_t len)
{
	const uint64_t lowest = UINT64_MAX / 255;
	uint64_t eight;
	size_t at = 0, rest = len % sizeof eight;
	uint32_t follow = 0;
	for (; at < len - rest; at += sizeof eight) {
		memcpy(&eight, bytes + at, sizeof eight);
		uint64_t high = eight >> 7 & lowest, next = eight >> 6 & lowest;
		follow += (uint32_t)((high & ~next) * lowest >> 56);
		mark.pairs += (uint32_t)((high & next & eight >> 5 & eight >> 4) * lowest >> 56);
	}
	for (; at < len; at++) {
		follow += ((unsigned char)bytes[at] & 0xC0) == 0x80;
		mark.pairs += (unsigned char)bytes[at] >= 0xF0;
	}
	mark.characters += (uint32_t)len - follow;
	return mark;
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
	                                 .out_unit = (uint32_t)len, .in_unit = (uint32_t)(from.stop - from.start) }, bytes);
	text_add_bytes(text, bytes, len);
}

void text_take_as_is(struct text *text, struct slice input, struct origin from)
{
	text_add_run(text, (struct run){ .from = (uint32_t)from.start, .count = (uint32_t)(from.stop - from.start),
	                                 .field = (uint8_t)from.field, .out_unit = 1, .in_unit = 1 },
	             input.at + from.start);
	text_add_bytes(text, input.at + from.start, from.stop - from.start);
}

void text_take_shaped(struct text *text, struct origin from, const char *bytes, size_t len)
{
	assert(text->shape && len <= SHAPED_MOST);
	text_add_run(text, (struct run){ .from = (uint32_t)from.start, .count = 1, .field = (uint8_t)from.field,
	                                 .shape = (uint8_t)text->shape, .out_unit = (uint32_t)len,
	                                 .in_unit = (uint32_t)(from.stop - from.start) }, bytes);
	text_add_bytes(text, bytes, len);
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
	size_t from = last ? run_unit_stop(last, text->bytes, run_stop(last) - 1) : 0;
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
		size_t end = run_unit_stop(last, text->bytes, text->len - 1);
		return (struct origin){ end, end, last->field };
	}
	const struct run *first = &text->runs.at[text_run_at(text, span.start)];
	size_t start = run_unit_start(first, text->bytes, span.start);
	if (span.start == span.stop)
		return (struct origin){ start, start, first->field };
	const struct run *last = &text->runs.at[text_run_at(text, span.stop - 1)];
	size_t stop = run_unit_stop(last, text->bytes, span.stop - 1);
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
	for (size_t block = 0; block < text->len / MARK_EVERY; block++)
		marks[block + 1] = mark_on(marks[block], text->bytes + block * MARK_EVERY, MARK_EVERY);
	text->marks = marks;
}

size_t text_count(const struct text *text, size_t byte, enum text_unit unit)
{
	assert(byte <= text->len && text->marks);
	if (unit == UNIT_BYTE)
		return byte;
	const size_t past = byte % MARK_EVERY;
	struct text_mark mark = mark_on(text->marks[byte / MARK_EVERY], text->bytes + (byte - past), past);
	return mark.characters + (size_t)(unit == UNIT_UTF16 ? mark.pairs : 0);
}
