/* stops.c: see stops.h: from marks to stops. Whether one ends a sentence is for ends.c to say. */
#include "find/stops.h"

enum {
	LONGEST_NOTE = 12,              /* bytes of a footnote mark */
	LONGEST_SOURCE = 90             /* of a bracket that names where a quotation is from */
};

/* ---- private from here ---- */

/* Past footnote marks that stick to a stop: "[12]", raised digits, plain digits. */
static size_t past_notes(const struct cut *cut, size_t byte, bool plain)
{
	size_t edge = byte, most = byte + 8 * LONGEST_NOTE;
	for (;;) {
		struct glyph glyph = cut_at(cut, edge);
		if (edge > most)
			return edge;
		if (glyph.sign == SIGN_NOTE) {
			edge = glyph.next;
			continue;
		}
		if (glyph.codepoint != '[')
			break;
		size_t inside = glyph.next;
		while (inside < glyph.next + LONGEST_NOTE
		       && (sign_is_word(cut_at(cut, inside).sign) || cut_at(cut, inside).sign == SIGN_BLANK))
			inside = cut_at(cut, inside).next;
		if (inside == glyph.next || cut_at(cut, inside).codepoint != ']')
			break;
		edge = inside + 1;
	}
	if (edge > byte || !plain || cut_at(cut, byte).sign != SIGN_DIGIT)
		return edge;
	/* plain digits: at most three at a time, then a blank and a new sentence */
	unsigned digits = 0;
	while (edge < byte + LONGEST_NOTE) {
		struct glyph glyph = cut_at(cut, edge);
		if (glyph.sign == SIGN_DIGIT && ++digits <= 3) {
			edge = glyph.next;
		} else if (glyph.sign == SIGN_BLANK && cut_at(cut, glyph.next).sign == SIGN_DIGIT) {
			digits = 0;
			edge = glyph.next;
		} else {
			break;
		}
	}
	struct glyph end = cut_at(cut, edge);
	if (end.sign == SIGN_EDGE)
		return edge;
	struct next next = cut_next(cut, edge);
	return end.sign == SIGN_BLANK && (next.sign == SIGN_UPPER || next.sign == SIGN_LETTER) ? edge : byte;
}

/* The bracket that follows a quotation and says where it is from: sets the mark after it; 0 where there is none. */
static size_t past_source(const struct cut *cut, size_t edge, size_t *mark)
{
	size_t start = past_blanks(cut->bytes, edge, cut->stop);
	const struct mark *open = cut_mark(cut, *mark);
	if (!open || open->kind != MARK_OPEN || open->at != start || mark_is_quote(open) || open->partner == ALONE)
		return 0;
	const struct mark *close = cut_mark(cut, open->partner);
	if (cut_endings(cut, close->at) & WORD_PARTICLE)
		return 0;               /* it begins the next sentence */
	size_t after = close->at + close->len;
	if (after - start > LONGEST_SOURCE || (mark_is_end(close - 1) && (close - 1)->at + (close - 1)->len == close->at))
		return 0;
	struct glyph next = cut_at(cut, after);
	if (next.sign != SIGN_EDGE && next.sign != SIGN_BLANK && next.sign != SIGN_STOP)
		return 0;
	if (next.sign != SIGN_STOP && cut_next(cut, after).sign == SIGN_LOWER)
		return 0;
	*mark = open->partner + (next.sign == SIGN_STOP ? 2 : 1);
	return next.sign == SIGN_STOP ? next.next : after;
}

/* ---- */

bool mark_sticks(const struct cut *cut, const struct mark *mark, size_t end)
{
	enum sign after;
	if (mark->at != end + 1 || cut->bytes[end] != ' ')
		return mark->at == end;
	after = cut_at(cut, mark->at + mark->len).sign;
	return mark->kind == MARK_CLOSE && mark->partner != ALONE && mark_is_quote(mark)
	       && (after == SIGN_BLANK || after == SIGN_EDGE);
}

struct stop stop_read(const struct cut *cut, size_t mark)
{
	struct stop stop = { .first = cut_mark(cut, mark)->at };
	const struct mark *m;
	size_t edge = stop.first;
	bool notes = cut_before(cut, stop.first).sign != SIGN_DIGIT;

	for (; (m = cut_mark(cut, mark)); mark++) {
		bool spaced = m->kind == MARK_STOP && stop.dots && m->at == edge + 1 && cut->bytes[edge] == ' '
		              && !sign_is_word(cut_at(cut, m->at + m->len).sign);
		if (!spaced && !mark_sticks(cut, m, edge))
			break;
		if (m->kind == MARK_STOP) {
			stop.dots++;
			stop.gaps += spaced;
		} else if (m->kind == MARK_ELLIPSIS) {
			stop.ellipsis = true;
		} else if (m->kind == MARK_END) {
			stop.strong = true;
		} else if (m->kind == MARK_CLOSE) {
			stop.closed = stop.closed || mark_is_quote(m);
		} else {
			break;
		}
		edge = m->at + m->len;
	}
	stop.ellipsis = stop.ellipsis || stop.dots > 1;
	stop.edge = past_notes(cut, edge, notes && !stop.ellipsis);
	while ((m = cut_mark(cut, mark)) && m->at < stop.edge)
		mark++;
	stop.rest = stop.edge;
	/* "word. . . . Next": the sentence ends with the first, and something is left out after it */
	if (stop.dots == 4 && stop.gaps == 3 && sign_is_word(cut_before(cut, stop.first).sign)
	    && cut_at(cut, stop.edge).sign == SIGN_BLANK) {
		stop.edge = stop.first + 1;
		stop.dots = 1;
		stop.ellipsis = false;
	}
	if (stop.closed || cut_has(cut, HABIT_ASIDE)) {
		size_t source = past_source(cut, stop.edge, &mark);
		if (source)
			stop.edge = stop.rest = source;
	}
	stop.mark = mark;
	return stop;
}
