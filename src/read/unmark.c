/* unmark.c: decoded text in, text without markup and its blocks out.
 *
 * Plain text has no markup: it is handed on as it is, and each line with something on it is a block. Not to be
 * guessed: where lines were broken at a steady width, as mail programs and typewriters do, their paragraphs are
 * put together again; a block then spans line ends, which are blanks to the stages behind. */
#include "read/read.h"

#include "read/html.h"
#include "read/letterhead.h"

enum {
	WIDEST = 130,           /* no text is wrapped at more columns than this ... */
	NARROWEST = 30,         /* ... or fewer than this */
	LONGEST = 4 * WIDEST,   /* bytes of a line that may still be that narrow */
	LEAST_EVIDENCE = 4,     /* lines that go on in the next */
	STRAY = 50,             /* one line in so many may be wider than the rest: an address */
	FULL = 75               /* percent of the lines without a sentence's end that had no room for the next word */
};

/* ---- private from here ---- */

struct line {
	struct span at;         /* without blanks at its edges; empty where nothing is to be seen */
	size_t indent, width, word;     /* columns; word is the first word's width */
	bool bullet, unfinished;
};

/* Lines of the unmarked text, one after another. */
struct lines {
	const char *bytes;
	size_t at, stop;
	unsigned wide;          /* columns of a Chinese character or Hangul syllable: 2, or 1 where characters are counted */
};

static bool is_nothing(uint32_t c)
{
	return c <= ' ' || (c >= 0x7F && c <= 0xA0) || c == 0xAD || c == 0x1680 || (c >= 0x2000 && c <= 0x200F)
	       || (c >= 0x2028 && c <= 0x202F) || (c >= 0x205F && c <= 0x206F) || c == 0x3000 || c == 0xFEFF;
}

/* Bytes of the line end that stands there, 0 where there is none: LF, CR, CRLF, VT, FF, NEL, LS, PS. */
static size_t line_end(const char *bytes, size_t at, size_t stop)
{
	const unsigned char *p = (const unsigned char *)bytes + at;
	size_t left = stop - at;
	if (p[0] >= '\n' && p[0] <= '\r')
		return p[0] == '\r' && left > 1 && p[1] == '\n' ? 2 : 1;
	if (p[0] == 0xC2)
		return left > 1 && p[1] == 0x85 ? 2 : 0;
	return p[0] == 0xE2 && left > 2 && p[1] == 0x80 && (p[2] == 0xA8 || p[2] == 0xA9) ? 3 : 0;
}

static struct span trim(const char *bytes, struct span span)
{
	while (span.start < span.stop) {
		size_t next = span.start;
		if (!is_nothing(text_codepoint(bytes, span.stop, &next)))
			break;
		span.start = next;
	}
	while (span.start < span.stop) {
		size_t last = span.stop - 1, next;
		while (last > span.start && ((unsigned char)bytes[last] & 0xC0) == 0x80)
			last--;
		next = last;
		if (!is_nothing(text_codepoint(bytes, span.stop, &next)))
			break;
		span.stop = last;
	}
	return span;
}

static bool may_end_line(unsigned char byte)
{
	return byte <= '\r' || byte == 0xC2 || byte == 0xE2;
}

/* Past bytes that begin no line end, eight at a time. */
static size_t past_line(const char *bytes, size_t at, size_t stop)
{
	const uint64_t ones = UINT64_MAX / 255, highs = ones << 7;
	for (uint64_t eight; at + 8 <= stop; at += 8) {
		memcpy(&eight, bytes + at, 8);
		/* 0xC2 and 0xE2 differ in one bit */
		uint64_t first = (eight | ones * 0x20) ^ ones * 0xE2;
		if ((((eight - ones * 0x0E) & ~eight) | ((first - ones) & ~first)) & highs)
			break;
	}
	while (at < stop && !may_end_line((unsigned char)bytes[at]))
		at++;
	return at;
}

static bool lines_next(struct line *line, struct lines *lines)
{
	if (lines->at >= lines->stop)
		return false;
	size_t at = past_line(lines->bytes, lines->at, lines->stop), end = 0;
	while (at < lines->stop && !(end = line_end(lines->bytes, at, lines->stop)))
		at = past_line(lines->bytes, at + 1, lines->stop);
	*line = (struct line){ .at = trim(lines->bytes, (struct span){ lines->at, at }) };
	line->indent = line->at.start - lines->at;
	lines->at = at + end;
	return true;
}

/* ---- lines broken at a steady width ---- */

static size_t columns(uint32_t c, unsigned wide)
{
	if ((c >= 0x300 && c < 0x370) || (c >= 0x1160 && c < 0x1200))
		return 0;
	bool is_wide = (c >= 0x1100 && c < 0x1160) || (c >= 0x2E80 && c <= 0xD7A3) || (c >= 0xF900 && c < 0xFB00)
	               || (c >= 0xFF01 && c <= 0xFF60) || c >= 0x1F000;
	return is_wide ? wide : 1;
}

static bool is_bullet(uint32_t c)
{
	return c == '-' || c == '*' || c == 0xB7 || c == 0x2022 || c == 0x318D || (c >= 0x25A0 && c <= 0x25FF);
}

/* A sentence may end with it. */
static bool is_end(uint32_t c)
{
	return c == '.' || c == '!' || c == '?' || c == ':' || c == '"' || c == '\'' || c == ')' || c == 0x201D || c == 0x2019
	       || c == 0x2026 || c == 0x300D || c == 0x300F || c == 0x3002;
}

static void line_measure(struct line *line, const struct lines *lines)
{
	uint32_t first = 0, last = 0;
	bool in_word = true;
	if (line->at.stop - line->at.start > LONGEST) {
		line->width = LONGEST;
		return;
	}
	for (size_t at = line->at.start; at < line->at.stop;) {
		uint32_t c = text_codepoint(lines->bytes, line->at.stop, &at);
		if (!first)
			first = c;
		if (is_nothing(c) && in_word) {
			in_word = false;
			line->bullet = is_bullet(first) && line->word <= 2;
		}
		line->width += columns(c, lines->wide);
		line->word += in_word ? columns(c, lines->wide) : 0;
		last = c;
	}
	line->unfinished = !is_end(last);
}

/* Whether the next line goes on with this one's paragraph in a text that was wrapped at a width: its first word
 * had no room here. */
static bool goes_on(const struct line *line, const struct line *next, size_t width)
{
	return line->at.start < line->at.stop && next->at.start < next->at.stop && next->indent <= line->indent
	       && !next->bullet && line->width + 1 + next->word > width;
}

/* Whether enough lines go on in the next, and few are too long for any width. */
static bool may_be_wrapped(struct lines lines)
{
	size_t inner = 0, longer = 0;
	struct line line = { 0 }, next;
	while (lines_next(&next, &lines)) {
		if (line.at.start < line.at.stop && next.at.start < next.at.stop) {
			inner++;
			longer += line.at.stop - line.at.start > LONGEST;
		}
		line = next;
	}
	return inner >= LEAST_EVIDENCE && longer * STRAY <= inner;
}

/* The width that all but a few lines keep to, of those with a line below; 0 where no text was wrapped at it. */
static size_t widest(struct lines lines)
{
	size_t widths[WIDEST + 1] = { 0 }, inner = 0, wider = 0;
	struct line line = { 0 }, next;
	while (lines_next(&next, &lines)) {
		if (line.at.start < line.at.stop && next.at.start < next.at.stop) {
			line_measure(&line, &lines);
			inner++;
			if (line.width <= WIDEST)
				widths[line.width]++;
			else
				wider++;
		}
		line = next;
	}
	size_t width = WIDEST;
	if (wider * STRAY > inner)
		return 0;
	while (width > 0 && (wider + widths[width]) * STRAY <= inner)
		wider += widths[width--];
	return width < NARROWEST ? 0 : width;
}

/* The width the text was wrapped at, 0 where it was not: lines that end inside a sentence had no room for the next
 * word, and most lines end so. */
static size_t wrapped_at(struct lines lines)
{
	size_t width = widest(lines), inner = 0, unfinished = 0, full = 0;
	struct line line = { 0 }, next;
	if (!width)
		return 0;
	while (lines_next(&next, &lines)) {
		line_measure(&next, &lines);
		if (line.at.start < line.at.stop && next.at.start < next.at.stop && !next.bullet) {
			inner++;
			unfinished += line.unfinished;
			full += line.unfinished && goes_on(&line, &next, width);
		}
		line = next;
	}
	return full * 100 >= unfinished * FULL && full * 2 >= inner ? width : 0;
}

/* ---- */

static void add_block(struct document *document, block_list *blocks, struct span at, enum block_role role)
{
	struct block *block = list_add(document->arena, blocks);
	block->at = at;
	block->role = role;
}

/* Lines as blocks; with a width, lines that go on in the next with it. */
static void unmark_lines(struct document *document, block_list *blocks, struct lines lines, size_t width)
{
	struct line line = { 0 }, next;
	struct span block = { 0, 0 };
	while (lines_next(&next, &lines)) {
		if (width)
			line_measure(&next, &lines);
		if (width && goes_on(&line, &next, width)) {
			block.stop = next.at.stop;
		} else {
			if (block.start < block.stop)
				add_block(document, blocks, block, BLOCK_PARAGRAPH);
			block = next.at;
		}
		line = next;
	}
	if (block.start < block.stop)
		add_block(document, blocks, block, BLOCK_PARAGRAPH);
}

static void unmark_text(struct document *document, block_list *blocks, const struct text *text, size_t start)
{
	struct lines lines = { text->bytes, start, text->len, 2 };
	size_t width = 0;
	if (may_be_wrapped(lines)) {
		width = wrapped_at(lines);
		lines.wide = width ? 2 : 1;
		if (!width)
			width = wrapped_at(lines);
	}
	unmark_lines(document, blocks, lines, width);
}

void unmark(struct document *document, struct text *unmarked, block_list *blocks, const struct text *decoded,
            const struct rules *rules)
{
	if (document_is_html(document)) {
		unmark_html(document, unmarked, blocks, decoded, rules);
		return;
	}
	*unmarked = *decoded;           /* plain text is its own */
	size_t title = text_of_field(decoded, FIELD_TITLE);
	if (title)
		add_block(document, blocks, (struct span){ 0, title }, BLOCK_HEADING);
	size_t start = document->input->decoded ? title : letterhead(document, blocks, unmarked, title, rules);
	unmark_text(document, blocks, unmarked, start);
}
