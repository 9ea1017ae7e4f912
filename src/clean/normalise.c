/* normalise.c: unmarked text and its blocks in, the page and its blocks out: NFC, one space between words, nothing
 * invisible.
 *
 * Text is normalised in pieces that begin where no character can combine with one before it. Not to be guessed:
 * what is dropped can stand between two characters that combine, so pieces are cut in what is left, and a piece
 * reaches over what is dropped inside it. Compatibility forms stay as they are: NFKC would damage Korean text. */
#include "clean/clean.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/utf16.h>

enum { LONG_PIECE = 32 };       /* code points; ICU takes longer than linear time to put many marks in order */

/* ---- private from here ---- */

struct member {
	uint32_t c;
	struct span at;                 /* in the unmarked text */
};

struct normaliser {
	struct document *document;
	struct text *page;
	const struct text *old;
	const UNormalizer2 *nfc;        /* NULL where ICU has no data: then nothing is composed */
	bool visible;                   /* the block has something on the page, from block_start on */
	size_t block_start;
	struct span keep;               /* of the unmarked text, on its way to the page: kept at once, not in pieces */
	bool blank_waits;               /* for something to stand in front of */
	struct span blank;
	LIST(struct member) piece;
	LIST(UChar) units, composed;
	LIST(uint32_t) ordered;
	LIST(char) bytes;
	size_t private_uses;
	struct origin first_private;
};

/* ---- characters ---- */

static bool is_blank(uint32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A)
	       || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

static bool is_invisible(uint32_t c)
{
	return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD || c == 0x61C || (c >= 0x200B && c <= 0x200F)
	       || (c >= 0x202A && c <= 0x202E) || c == 0x2060 || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

static bool is_private(uint32_t c)
{
	return (c >= 0xE000 && c <= 0xF8FF) || c >= 0xF0000;
}

/* The length of a character that is NFC by itself, visible, and never combines with one before it: what most text
 * is made of; 0 for any other, where a closer look is needed. left is at least 1. */
static size_t plain_len(const unsigned char *p, size_t left)
{
	unsigned char a = p[0];
	if (a < 0x80)
		return a > 0x20 && a < 0x7F;
	if (a < 0xE0) {
		unsigned char b = left > 1 ? p[1] : 0;
		return (a == 0xC2 && b > 0xA0 && b != 0xAD) || (a >= 0xC3 && a <= 0xCB) || a == 0xD0 || a == 0xD1 ? 2 : 0;
	}
	if (left < 3)
		return 0;
	unsigned char b = p[1], c = p[2];
	if (a >= 0xE4 && a <= 0xED) {   /* Chinese characters and Hangul syllables */
		if (a <= 0xE9 || a == 0xEB || a == 0xEC)
			return 3;
		return a == 0xEA ? (b >= 0xB0 ? 3 : 0) : b < 0x9E || (b == 0x9E && c <= 0xA3) ? 3 : 0;
	}
	if (a == 0xE2) {                /* punctuation, letter-like arrows and signs */
		if (b == 0x80)
			return (c >= 0x90 && c <= 0xA7) || c >= 0xB0 ? 3 : 0;
		return (b == 0x81 && c <= 0x9E) || b == 0x82 || (b >= 0x87 && b <= 0x8B) || (b >= 0x92 && b <= 0x9E) ? 3 : 0;
	}
	if (a == 0xE3) {                /* its punctuation, kana, jamo, enclosed and squared forms */
		if (b == 0x80)
			return (c >= 0x81 && c <= 0xA9) || c >= 0xB0 ? 3 : 0;
		return b == 0x82 ? (c <= 0x98 || c >= 0x9B ? 3 : 0) : 3;
	}
	if (a == 0xEF)                  /* full-width and half-width forms */
		return b == 0xBC || b == 0xBD ? 3 : 0;
	return a == 0xF0 && left > 3 && (b == 0x9F || (b >= 0xA0 && b <= 0xAE)) ? 4 : 0;
}

/* Eight bytes of ASCII that are plain, with no two blanks in a row and none at the end. */
static bool plain_eight(const unsigned char *p)
{
	const uint64_t ones = 0x0101010101010101u, highs = 0x8080808080808080u;
	uint64_t eight;
	memcpy(&eight, p, 8);
	uint64_t low = eight - ones * 0x20, delete = eight + ones, spaces = eight ^ ones * 0x20;
	if ((eight | low | delete) & highs)
		return false;
	spaces = (spaces - ones) & ~spaces & highs;     /* exact up to the first, and ASCII is at most 0x7E here */
	return !(spaces & (spaces << 8)) && !(spaces & (spaces >> 8)) && p[7] != ' ';
}

/* Most Hangul syllables, by their first two bytes. */
static bool is_syllable(const unsigned char *p)
{
	return (unsigned)(p[0] << 8 | p[1]) - 0xEAB0u < 0xED9Eu - 0xEAB0u;
}

/* Where plain characters with single spaces between them stop, and where the last of them begins. */
static size_t plain_stop(const char *bytes, size_t at, size_t stop, size_t *last)
{
	const unsigned char *p = (const unsigned char *)bytes;
	size_t before = *last;
	for (;;) {
		while (at + 8 <= stop && plain_eight(p + at)) {
			at += 8;
			before = at - 1;
		}
		while (at < stop && p[at] > 0x20 && p[at] < 0x7F)
			before = at++;
		for (size_t next = at; next + 4 <= stop && (next += p[at] == ' ', is_syllable(p + next)); next = at) {
			before = next;
			at = next + 3;
		}
		if (at == stop)
			break;
		bool space = p[at] == ' ';
		size_t len = at + space < stop ? plain_len(p + at + space, stop - at - space) : 0;
		if (!len)
			break;
		before = at + space;
		at += space + len;
	}
	*last = before;
	return at;
}

static struct member member_at(const struct normaliser *normaliser, size_t at, size_t stop)
{
	struct member member = { .at = { at, at } };
	member.c = text_codepoint(normaliser->old->bytes, stop, &member.at.stop);
	return member;
}

static bool begins_piece(const struct normaliser *normaliser, uint32_t c)
{
	return !normaliser->nfc || unorm2_hasBoundaryBefore(normaliser->nfc, (UChar32)c);
}

/* A zero-width joiner between two pictures makes them one. */
static bool joins_pictures(const struct normaliser *normaliser, struct member joiner, struct span block)
{
	if (joiner.c != 0x200D || joiner.at.start == block.start || joiner.at.stop == block.stop)
		return false;
	size_t before = joiner.at.start - 1;
	while (before > block.start && ((unsigned char)normaliser->old->bytes[before] & 0xC0) == 0x80)
		before--;
	uint32_t c = member_at(normaliser, before, block.stop).c;
	uint32_t next = member_at(normaliser, joiner.at.stop, block.stop).c;
	return (c == 0xFE0F || u_hasBinaryProperty((UChar32)c, UCHAR_EXTENDED_PICTOGRAPHIC)
	        || u_hasBinaryProperty((UChar32)c, UCHAR_EMOJI_MODIFIER))
	       && u_hasBinaryProperty((UChar32)next, UCHAR_EXTENDED_PICTOGRAPHIC);
}

static bool is_dropped(const struct normaliser *normaliser, struct member member, struct span block)
{
	return is_invisible(member.c) && !joins_pictures(normaliser, member, block);
}

/* ---- onto the page ---- */

static void put_keep(struct normaliser *normaliser)
{
	text_keep(normaliser->page, normaliser->old, normaliser->keep);
	normaliser->keep.start = normaliser->keep.stop;
}

/* Before anything visible: the line end between two blocks, or the blank between two words. */
static void put_what_is_between(struct normaliser *normaliser)
{
	if (!normaliser->visible) {
		if (normaliser->page->len)
			text_insert(normaliser->page, "\n", 1);
		normaliser->block_start = normaliser->page->len;
		normaliser->visible = true;
	}
	if (!normaliser->blank_waits)
		return;
	normaliser->blank_waits = false;
	put_keep(normaliser);
	if (slice_is(text_slice(normaliser->old, normaliser->blank), " "))
		normaliser->keep = normaliser->blank;
	else
		text_replace(normaliser->page, normaliser->old, normaliser->blank, " ", 1);
}

static void put_kept(struct normaliser *normaliser, struct span what)
{
	if (what.start == what.stop)
		return;
	put_what_is_between(normaliser);
	if (normaliser->keep.stop != what.start) {
		put_keep(normaliser);
		normaliser->keep.start = what.start;
	}
	normaliser->keep.stop = what.stop;
}

/* A run of blanks, and what is dropped inside it, up to where something visible begins. */
static size_t wait_with_blanks(struct normaliser *normaliser, size_t at, struct span block)
{
	size_t start = normaliser->blank_waits ? normaliser->blank.start : at, last = at;
	while (at < block.stop) {
		struct member member = member_at(normaliser, at, block.stop);
		if (is_blank(member.c))
			last = member.at.stop;
		else if (!is_dropped(normaliser, member, block))
			break;
		at = member.at.stop;
	}
	normaliser->blank_waits = normaliser->visible;
	normaliser->blank = (struct span){ start, last };
	return at;
}

/* ---- pieces ---- */

/* Gathers a character and those that may combine with it; gives the place after the last. */
static size_t gather_piece(struct normaliser *normaliser, size_t at, struct span block)
{
	normaliser->piece.len = 0;
	size_t stop = at;
	while (at < block.stop) {
		struct member member = member_at(normaliser, at, block.stop);
		at = member.at.stop;
		if (is_dropped(normaliser, member, block))
			continue;
		if (normaliser->piece.len && (is_blank(member.c) || begins_piece(normaliser, member.c)))
			break;
		*list_add(normaliser->document->arena, &normaliser->piece) = member;
		stop = at;
	}
	return stop;
}

static void add_units(struct normaliser *normaliser, uint32_t c)
{
	struct arena *arena = normaliser->document->arena;
	if (c > 0xFFFF) {
		*list_add(arena, &normaliser->units) = U16_LEAD(c);
		*list_add(arena, &normaliser->units) = U16_TRAIL(c);
	} else {
		*list_add(arena, &normaliser->units) = (UChar)c;
	}
}

/* Stable, by combining class, in linear time. */
static void order_marks(struct normaliser *normaliser, size_t start, size_t stop)
{
	size_t places[256] = { 0 }, place = start;
	struct arena *arena = normaliser->document->arena;
	uint32_t *at = normaliser->ordered.at, *sorted = arena_take(arena, (stop - start) * sizeof *sorted);
	for (size_t i = start; i < stop; i++)
		places[u_getCombiningClass((UChar32)at[i])]++;
	for (size_t class = 0; class < 256; class++) {
		size_t count = places[class];
		places[class] = place;
		place += count;
	}
	for (size_t i = start; i < stop; i++)
		sorted[places[u_getCombiningClass((UChar32)at[i])]++ - start] = at[i];
	memcpy(at + start, sorted, (stop - start) * sizeof *sorted);
}

/* A long piece is taken apart and put in order before ICU composes it. */
static void order_piece(struct normaliser *normaliser)
{
	struct arena *arena = normaliser->document->arena;
	normaliser->ordered.len = 0;
	for (size_t i = 0; i < normaliser->piece.len; i++) {
		UChar apart[32];
		UErrorCode status = U_ZERO_ERROR;
		UChar32 c = (UChar32)normaliser->piece.at[i].c;
		int32_t count = unorm2_getDecomposition(normaliser->nfc, c, apart, 32, &status);
		if (count < 0 || U_FAILURE(status))
			*list_add(arena, &normaliser->ordered) = (uint32_t)c;
		for (int32_t k = 0; U_SUCCESS(status) && k < count; k++) {
			bool pair = U16_IS_LEAD(apart[k]) && k + 1 < count;
			c = pair ? U16_GET_SUPPLEMENTARY(apart[k], apart[k + 1]) : apart[k];
			k += pair;
			*list_add(arena, &normaliser->ordered) = (uint32_t)c;
		}
	}
	size_t start = 0;
	for (size_t i = 0; i <= normaliser->ordered.len; i++)
		if (i == normaliser->ordered.len || !u_getCombiningClass((UChar32)normaliser->ordered.at[i])) {
			if (i - start > 1)
				order_marks(normaliser, start, i);
			start = i + 1;
		}
	for (size_t i = 0; i < normaliser->ordered.len; i++)
		add_units(normaliser, normaliser->ordered.at[i]);
}

/* A syllable of two or three jamo, or 0: all that most decomposed Korean text needs. */
static UChar compose_syllable(const struct member *piece, size_t len)
{
	if (len < 2 || len > 3 || piece[0].c - 0x1100 > 18 || piece[1].c - 0x1161 > 20)
		return 0;
	uint32_t final = len == 3 ? piece[2].c - 0x11A7 : 0;
	if (final > 27 || (len == 3 && !final))
		return 0;
	return (UChar)(0xAC00 + ((piece[0].c - 0x1100) * 21 + piece[1].c - 0x1161) * 28 + final);
}

/* Fills composed; false where there is nothing to do. */
static bool compose_piece(struct normaliser *normaliser)
{
	const struct member *piece = normaliser->piece.at;
	size_t len = normaliser->piece.len;
	UChar syllable = compose_syllable(piece, len);
	if (syllable) {
		normaliser->composed.len = 0;
		*list_add(normaliser->document->arena, &normaliser->composed) = syllable;
		return true;
	}
	if (!normaliser->nfc || (len == 1 && unorm2_isInert(normaliser->nfc, (UChar32)piece[0].c)))
		return false;
	normaliser->units.len = normaliser->composed.len = 0;
	if (len > LONG_PIECE)
		order_piece(normaliser);
	for (size_t i = 0; len <= LONG_PIECE && i < len; i++)
		add_units(normaliser, piece[i].c);
	/* no character's NFC is longer than three times its UTF-16 */
	size_t most = normaliser->units.len * 3 + 1;
	normaliser->composed.at = arena_room(normaliser->document->arena, normaliser->composed.at, &normaliser->composed.room,
	                                     most, sizeof *normaliser->composed.at);
	UErrorCode status = U_ZERO_ERROR;
	int32_t count = unorm2_normalize(normaliser->nfc, normaliser->units.at, (int32_t)normaliser->units.len,
	                                 normaliser->composed.at, (int32_t)most, &status);
	normaliser->composed.len = U_SUCCESS(status) ? (size_t)count : 0;
	return normaliser->composed.len > 0;
}

/* How many members at the end of the piece came through as they were; composed is left with the others alone. */
static size_t unchanged_tail(struct normaliser *normaliser)
{
	size_t same = 0, len = normaliser->piece.len, left = normaliser->composed.len;
	while (same < len && left > 0) {
		size_t width = left > 1 && U16_IS_TRAIL(normaliser->composed.at[left - 1]) ? 2 : 1;
		uint32_t c = normaliser->composed.at[left - 1];
		if (width == 2)
			c = (uint32_t)U16_GET_SUPPLEMENTARY(normaliser->composed.at[left - 2], c);
		bool leaves_both = len - same > 1 && left > width, ends_both = len - same == 1 && left == width;
		if (c != normaliser->piece.at[len - 1 - same].c || (!leaves_both && !ends_both))
			break;
		same++;
		left -= width;
	}
	normaliser->composed.len = left;
	return same;
}

/* Composed units as UTF-8 in the place of the members they came from. */
static void put_composed(struct normaliser *normaliser, struct span what)
{
	const UChar *units = normaliser->composed.at;
	size_t len = normaliser->composed.len;
	normaliser->bytes.len = 0;
	for (size_t i = 0; i < len; i++) {
		char encoded[4];
		uint32_t c = units[i];
		if (U16_IS_LEAD(c) && i + 1 < len)
			c = (uint32_t)U16_GET_SUPPLEMENTARY(c, units[++i]);
		size_t width = text_encode(c, encoded);
		for (size_t k = 0; k < width; k++)
			*list_add(normaliser->document->arena, &normaliser->bytes) = encoded[k];
	}
	put_what_is_between(normaliser);
	put_keep(normaliser);
	if (normaliser->old->shape == SHAPE_NONE)
		normaliser->page->shape = SHAPE_DECOMPOSED;
	text_replace(normaliser->page, normaliser->old, what, normaliser->bytes.at, normaliser->bytes.len);
}

static size_t put_piece(struct normaliser *normaliser, size_t at, struct span block)
{
	size_t stop = gather_piece(normaliser, at, block);
	const struct member *piece = normaliser->piece.at;
	size_t len = normaliser->piece.len, changed = 0;
	if (!len)
		return block.stop;
	if (is_private(piece[0].c) && !normaliser->private_uses++)
		normaliser->first_private = text_origin(normaliser->old, piece[0].at);
	if (compose_piece(normaliser)) {
		changed = len - unchanged_tail(normaliser);
		if (changed)
			put_composed(normaliser, (struct span){ piece[0].at.start, piece[changed - 1].at.stop });
	}
	for (size_t i = changed; i < len; i++)
		put_kept(normaliser, piece[i].at);
	return stop;
}

/* ---- blocks ---- */

static void put_block(struct normaliser *normaliser, struct span block)
{
	normaliser->visible = normaliser->blank_waits = false;
	normaliser->keep = (struct span){ block.start, block.start };
	for (size_t at = block.start; at < block.stop;) {
		struct member member = member_at(normaliser, at, block.stop);
		if (is_blank(member.c)) {
			at = wait_with_blanks(normaliser, at, block);
		} else if (is_dropped(normaliser, member, block)) {
			at = member.at.stop;
		} else {
			/* all that is plain but its last character, which may combine with what follows */
			size_t last = at, stop = plain_stop(normaliser->old->bytes, at, block.stop, &last);
			bool whole = stop == block.stop;
			put_kept(normaliser, (struct span){ at, whole ? stop : last });
			at = whole ? stop : put_piece(normaliser, last, block);
		}
	}
	put_keep(normaliser);
}

void normalise(struct document *document, const struct text *unmarked, const struct block *blocks, size_t count)
{
	UErrorCode status = U_ZERO_ERROR;
	struct normaliser normaliser = { .document = document, .page = &document->page, .old = unmarked };
	normaliser.nfc = unorm2_getNFCInstance(&status);
	if (U_FAILURE(status))
		normaliser.nfc = NULL;
	text_reserve(&document->page, unmarked->len);
	document->page.shape = unmarked->shape;
	for (size_t i = 0; i < count; i++) {
		put_block(&normaliser, blocks[i].at);
		if (!normaliser.visible)
			continue;
		struct block *block = list_add(document->arena, &document->blocks);
		*block = blocks[i];
		block->at = (struct span){ normaliser.block_start, document->page.len };
	}
	if (normaliser.private_uses)
		document_note(document, "private-use", normaliser.first_private, "%zu private-use %s", normaliser.private_uses,
		              normaliser.private_uses == 1 ? "character" : "characters");
}
