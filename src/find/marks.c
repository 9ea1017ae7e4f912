/* marks.c: see marks.h. One pass that skips from one byte worth a look to the next, with a stack of what is open. */
#include "find/marks.h"

#include <unicode/uchar.h>

#include "find/signs.h"

enum {
	MOST_MARKS = 1 << 16,           /* in memory at a time */
	SEARCH_DEPTH = 8,               /* how many unclosed ones a closing mark may pass over */
	FARTHEST_DOUBLE = 6000,         /* bytes between partners: farther apart they are two mistakes */
	FARTHEST_SINGLE = 1500,
	FARTHEST_BRACKET = 3000,
	LONGEST_FIRST = 16              /* bytes of a usual first word */
};

/* What to do about a byte; bits, so that one test skips all that a language has no use for. */
enum { LOOK = 1, LOOK_E3 = 2, LOOK_EA = 4, LOOK_BLANK = 8, LOOK_CAPITAL = 16 };

/* ---- private from here ---- */

static const unsigned char interest[256] = {
	['.'] = LOOK, ['!'] = LOOK, ['?'] = LOOK, ['"'] = LOOK, ['\''] = LOOK, ['`'] = LOOK, ['('] = LOOK, [')'] = LOOK,
	['['] = LOOK, [']'] = LOOK, ['{'] = LOOK, ['}'] = LOOK, ['<'] = LOOK, ['>'] = LOOK, [' '] = LOOK_BLANK,
	['A'] = LOOK_CAPITAL, ['B'] = LOOK_CAPITAL, ['C'] = LOOK_CAPITAL, ['D'] = LOOK_CAPITAL, ['E'] = LOOK_CAPITAL, ['F'] = LOOK_CAPITAL, ['G'] = LOOK_CAPITAL, ['H'] = LOOK_CAPITAL, ['I'] = LOOK_CAPITAL, ['J'] = LOOK_CAPITAL, ['K'] = LOOK_CAPITAL, ['L'] = LOOK_CAPITAL, ['M'] = LOOK_CAPITAL, ['N'] = LOOK_CAPITAL, ['O'] = LOOK_CAPITAL, ['P'] = LOOK_CAPITAL, ['Q'] = LOOK_CAPITAL, ['R'] = LOOK_CAPITAL, ['S'] = LOOK_CAPITAL, ['T'] = LOOK_CAPITAL, ['U'] = LOOK_CAPITAL, ['V'] = LOOK_CAPITAL, ['W'] = LOOK_CAPITAL, ['X'] = LOOK_CAPITAL, ['Y'] = LOOK_CAPITAL, ['Z'] = LOOK_CAPITAL,
	/* first bytes of characters; those of Latin, Greek, Cyrillic, Han and Hangul letters are left out */
	[0xC2] = LOOK, [0xD6] = LOOK, [0xD8] = LOOK, [0xDB] = LOOK, [0xDC] = LOOK, [0xDF] = LOOK, [0xE0] = LOOK,
	[0xE1] = LOOK, [0xE2] = LOOK, [0xE3] = LOOK_E3, [0xEA] = LOOK_EA, [0xEF] = LOOK, [0xF0] = LOOK
};

/* Most Hangul syllables, by their first two bytes. */
static inline bool is_syllable(const char *bytes)
{
	return ((unsigned)(unsigned char)bytes[0] << 8 | (unsigned char)bytes[1]) - 0xEAB0u < 0xED9Eu - 0xEAB0u;
}

/* Bytes of a character that begins so. */
static const unsigned char lengths[16] = { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 3, 4 };

/* How many of eight bytes, from the first on, are small letters, blanks and commas: nothing that looks like an end. */
static size_t quiet(const char *bytes)
{
	const uint64_t ones = UINT64_MAX / 255, highs = ones << 7, most = highs - ones;
	uint64_t eight;
	memcpy(&eight, bytes, 8);
	uint64_t low = eight & ~highs;          /* sums of seven bits do not run over into the next byte */
	uint64_t letter = (low + ones * (0x80 - 'a')) & ~(low + ones * (0x80 - 'z' - 1));
	uint64_t sign = ((low ^ ones * ' ') + most) & ((low ^ ones * ',') + most);
	uint64_t loud = (eight | ~(letter | ~sign)) & highs;
	if (!loud)
		return 8;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	return (size_t)__builtin_ctzll(loud) / 8;
#else
	return (size_t)__builtin_clzll(loud) / 8;
#endif
}

struct reader {
	struct marks *marks;
	struct arena *arena;
	const char *bytes;
	size_t first, stop;
};

static struct mark *add(struct reader *reader, struct glyph glyph, enum mark_kind kind)
{
	struct mark *mark = list_add(reader->arena, &reader->marks->marks);
	mark->at = glyph.at;
	mark->len = (uint8_t)(glyph.next - glyph.at);
	mark->kind = (uint8_t)kind;
	mark->partner = ALONE;
	return mark;
}

static uint32_t family_of(uint32_t codepoint)
{
	switch (codepoint) {
	case '"': case 0x201C: case 0x201D: case 0x201E: case 0x201F: case 0x301D: case 0x301E: case 0x301F: case 0xFF02:
		return FAMILY_DOUBLE;
	case '\'': case '`': case 0x2018: case 0x2019: case 0x201A: case 0x201B: case 0xFF07:
		return FAMILY_SINGLE;
	case '<': case '>':
		return '<';
	case 0xAB: case 0xBB:
		return 0xAB;
	case 0x2039: case 0x203A:
		return 0x2039;
	}
	UChar32 c = (UChar32)codepoint;
	return u_charType(c) == U_END_PUNCTUATION ? (uint32_t)u_getBidiPairedBracket(c) : codepoint;
}

/* The nearest open mark of a family: its place on the stack, or SIZE_MAX. */
static size_t find_open(const struct reader *reader, uint32_t family)
{
	const struct marks *marks = reader->marks;
	for (size_t i = marks->open.len, depth = 0; i-- > 0 && depth < SEARCH_DEPTH; depth++)
		if (marks->marks.at[marks->open.at[i]].family == family)
			return i;
	return SIZE_MAX;
}

static void open(struct reader *reader, struct glyph glyph, uint32_t family)
{
	struct marks *marks = reader->marks;
	add(reader, glyph, MARK_OPEN)->family = family;
	*list_add(reader->arena, &marks->open) = (uint32_t)(marks->marks.len - 1);
}

static void close(struct reader *reader, struct glyph glyph, uint32_t family, size_t opened)
{
	struct marks *marks = reader->marks;
	struct mark *mark = add(reader, glyph, MARK_CLOSE);
	mark->family = family;
	if (opened == SIZE_MAX)
		return;
	uint32_t place = marks->open.at[opened];
	size_t apart = glyph.at - marks->marks.at[place].at;
	marks->open.len = opened;
	if (apart > (family == FAMILY_DOUBLE ? FARTHEST_DOUBLE : family == FAMILY_SINGLE ? FARTHEST_SINGLE : FARTHEST_BRACKET))
		return;
	mark->partner = place;
	marks->marks.at[place].partner = (uint32_t)(marks->marks.len - 1);
}

static bool is_cased(enum sign sign)
{
	return sign == SIGN_UPPER || sign == SIGN_LOWER || sign == SIGN_DIGIT;
}

/* Could something open between these two? */
static bool opens(struct glyph before, struct glyph after)
{
	return (before.sign == SIGN_EDGE || before.sign == SIGN_BLANK || before.sign == SIGN_OPEN || before.sign == SIGN_QUOTE
	        || before.sign == SIGN_DASH)
	       && after.sign != SIGN_EDGE && after.sign != SIGN_BLANK;
}

static bool closes(struct glyph before, struct glyph after)
{
	return before.sign != SIGN_EDGE && before.sign != SIGN_BLANK
	       && !(is_cased(after.sign) || after.sign == SIGN_LETTER || after.sign == SIGN_OPEN || after.sign == SIGN_QUOTE);
}

/* Does a sentence end in front of the blank before a byte? */
static bool after_end(const struct reader *reader, size_t at)
{
	struct glyph blank = glyph_before(reader->bytes, at, reader->first);
	enum sign sign = glyph_before(reader->bytes, blank.at, reader->first).sign;
	return blank.sign == SIGN_BLANK && (sign == SIGN_STOP || sign == SIGN_END);
}

static void read_quote(struct reader *reader, struct glyph glyph, uint32_t family)
{
	struct glyph before = glyph_before(reader->bytes, glyph.at, reader->first);
	struct glyph after = glyph_at(reader->bytes, glyph.next, reader->stop);
	size_t opened = find_open(reader, family);
	bool single = family == FAMILY_SINGLE, is_end = before.sign == SIGN_STOP || before.sign == SIGN_END, opening;

	if (single && is_cased(before.sign) && is_cased(after.sign))
		return;                 /* an apostrophe */
	if (glyph.sign == SIGN_OPEN)
		opening = !(closes(before, after) && opened != SIZE_MAX);
	else if (opens(before, after) && !(glyph.sign == SIGN_CLOSE && opened != SIZE_MAX))
		opening = true;
	else if (closes(before, after))
		opening = false;
	else
		opening = opened == SIZE_MAX && glyph.sign != SIGN_CLOSE
		          && !(is_end && find_open(reader, single ? FAMILY_DOUBLE : FAMILY_SINGLE) != SIZE_MAX);
	if (opening) {
		/* a quotation of several paragraphs opens anew with each; straight
		 * and single quotes do not nest */
		if (opened != SIZE_MAX && (single || glyph.sign == SIGN_QUOTE || after_end(reader, glyph.at)))
			reader->marks->open.len = opened;
		open(reader, glyph, family);
		return;
	}
	if (opened == SIZE_MAX && (!single || is_end))
		opened = find_open(reader, single ? FAMILY_DOUBLE : FAMILY_SINGLE);
	if (single && opened == SIZE_MAX && sign_is_word(before.sign))
		return;                 /* an apostrophe at the end of a word */
	close(reader, glyph, family, opened);
}

static void read_sign(struct reader *reader, struct glyph glyph)
{
	uint32_t family;
	switch (glyph.sign) {
	case SIGN_STOP:
		add(reader, glyph, MARK_STOP);
		break;
	case SIGN_END:
		add(reader, glyph, MARK_END);
		break;
	case SIGN_ELLIPSIS:
		add(reader, glyph, MARK_ELLIPSIS);
		break;
	case SIGN_OPEN:
	case SIGN_CLOSE:
	case SIGN_QUOTE:
		family = family_of(glyph.codepoint);
		if (family <= FAMILY_SINGLE)
			read_quote(reader, glyph, family);
		else if (glyph.sign == SIGN_OPEN)
			open(reader, glyph, family);
		else
			close(reader, glyph, family, find_open(reader, family));
		break;
	case SIGN_OTHER:
		if (glyph.codepoint == '<')
			open(reader, glyph, '<');
		else if (glyph.codepoint == '>')
			close(reader, glyph, '<', find_open(reader, '<'));
		else if (glyph.codepoint > 0x2000)
			add(reader, glyph, MARK_BULLET);
		break;
	default:
		break;
	}
}

/* A capital after a blank: does a word in small letters or a colon follow its word? */
static bool may_restart(const struct reader *reader, size_t capital)
{
	const char *bytes = reader->bytes;
	size_t at = capital + 1;
	if (capital < reader->first + 2 || bytes[capital - 1] != ' ' || bytes[capital - 2] == '.' || bytes[capital - 2] == ',')
		return false;
	while (at < reader->stop && at - capital < LONGEST_FIRST && bytes[at] >= 'a' && bytes[at] <= 'z')
		at++;
	return at + 1 < reader->stop && (bytes[at] == ':' || (bytes[at] == ' ' && bytes[at + 1] >= 'a' && bytes[at + 1] <= 'z'));
}

/* A blank: may what stands before it be an ending? Only characters of three bytes are looked at. */
static bool may_end(const struct reader *reader, const struct words *words, size_t blank)
{
	size_t before = blank - 3;
	return blank >= reader->first + 3 && (unsigned char)reader->bytes[before] >= 0xE0
	       && words_may_end(words, text_codepoint(reader->bytes, blank, &before));
}

static void add_blank(struct reader *reader, size_t at, enum mark_kind kind)
{
	add(reader, (struct glyph){ .at = at, .next = at + 1 }, kind);
}

/* ---- */

size_t marks_read(struct marks *marks, struct arena *arena, const char *bytes, size_t first, size_t from, size_t stop,
                  const struct words *words)
{
	struct reader reader = { marks, arena, bytes, first, stop };
	const unsigned wanted = LOOK | LOOK_E3 | LOOK_EA | (words && words->unstopped ? LOOK_BLANK : 0u)
	                        | (words && words->glued ? LOOK_CAPITAL : 0u);
	const bool blanks = wanted & LOOK_BLANK;
	size_t at = from;

	marks->marks.len = marks->open.len = 0;
	while (at < stop && marks->marks.len < MOST_MARKS) {
		while (at + 2 < stop && is_syllable(bytes + at))
			at += 3;
		if (at >= stop)
			break;
		unsigned char byte = (unsigned char)bytes[at];
		unsigned look = interest[byte] & wanted;
		if (!look) {
			size_t more = blanks || byte >= 0x80 || at + 8 > stop ? 0 : quiet(bytes + at);
			at += more ? more : lengths[byte >> 4];
		} else if (look == LOOK_BLANK) {
			if (may_end(&reader, words, at))
				add_blank(&reader, at, MARK_ENDING);
			at++;
		} else if (look == LOOK_CAPITAL) {
			if (may_restart(&reader, at))
				add_blank(&reader, at - 1, MARK_CAPITAL);
			at++;
		} else if ((look == LOOK_E3 && at + 1 < stop && (unsigned char)bytes[at + 1] != 0x80)
		           || (look == LOOK_EA && at + 1 < stop && (unsigned char)bytes[at + 1] >= 0xB0)) {
			at += 3;
		} else {
			struct glyph glyph = glyph_at(bytes, at, stop);
			read_sign(&reader, glyph);
			at = glyph.next;
		}
	}
	return at < stop ? at : stop;
}
