/* stops.c: see stops.h. Nothing here looks farther than a few words to either side, so that any text takes linear
 * time. */
#include "find/stops.h"

#include "find/signs.h"

enum {
	LONGEST_TOKEN = 48,             /* bytes; no abbreviation is longer */
	LONGEST_ADDRESS = 96,
	LONGEST_NOTE = 12,
	LONGEST_SOURCE = 90,            /* a bracket that names where a quotation is from */
	LONGEST_CHAIN = 4,              /* quotations in a row */
	SAY_WORDS = 4                   /* how far from a closing quote the verb may be */
};

/* The word that comes, past opening marks, dashes and symbols. */
struct next {
	enum sign sign;
	struct slice rest;              /* from the word on */
	bool dash, opened;
};

/* ---- private from here ---- */

static struct slice between(const struct cut *cut, size_t start, size_t stop)
{
	return (struct slice){ cut->bytes + start, stop - start };
}

static struct glyph at(const struct cut *cut, size_t byte)
{
	return glyph_at(cut->bytes, byte, cut->stop);
}

static struct glyph before(const struct cut *cut, size_t byte)
{
	return glyph_before(cut->bytes, byte, cut->begin);
}

static struct next next_word(const struct cut *cut, size_t byte)
{
	struct next next = { SIGN_EDGE, { cut->bytes + cut->stop, 0 }, false, false };
	for (size_t most = byte + LONGEST_TOKEN; byte < most;) {
		struct glyph glyph = at(cut, byte);
		next.sign = glyph.sign;
		next.rest = between(cut, glyph.at, cut->stop);
		if (glyph.sign == SIGN_DASH)
			next.dash = true;
		else if (glyph.sign == SIGN_OPEN || glyph.sign == SIGN_QUOTE)
			next.opened = true;
		else if (glyph.sign != SIGN_BLANK && glyph.sign != SIGN_OTHER)
			break;
		byte = glyph.next;
	}
	return next;
}

static size_t word_length(struct slice text)
{
	size_t len = 0;
	while (len < text.len) {
		struct glyph glyph = glyph_at(text.at, len, text.len);
		if (!sign_is_word(glyph.sign) || len > LONGEST_TOKEN)
			break;
		len = glyph.next;
	}
	return len;
}

/* A capital inside: names that begin with a small letter. */
static bool is_camel(struct slice text)
{
	struct glyph first = glyph_at(text.at, 0, text.len), second = glyph_at(text.at, first.next, text.len);
	return first.sign == SIGN_LOWER && second.sign == SIGN_UPPER;
}

static bool begins(const struct cut *cut, struct slice text, unsigned class)
{
	return cut->words && words_begin(cut->words, text, class);
}

static bool has_habit(const struct cut *cut, enum habit habit)
{
	return cut->words && (cut->words->habits & habit);
}

/* The classes of the endings before a byte. */
static unsigned endings(const struct cut *cut, size_t stop)
{
	size_t start = stop - cut->begin > LONGEST_TOKEN ? stop - LONGEST_TOKEN : cut->begin;
	while (start < stop && ((unsigned char)cut->bytes[start] & 0xC0) == 0x80)
		start++;
	return cut->words ? words_end(cut->words, between(cut, start, stop)) : 0;
}

static bool has_ending(const struct cut *cut, size_t stop)
{
	return endings(cut, stop) & WORD_END;
}

/* ---- labels ---- */

/* The form of a label: what it counts with, and what stands around it. */
enum {
	LABEL_DIGITS = 1, LABEL_SMALL, LABEL_CAPITAL, LABEL_WORD, LABEL_ROMAN, LABEL_KINDS = 0xF,
	LABEL_OPENED = 0x10, LABEL_STOP = 0x20, LABEL_BRACKET = 0x40
};

static unsigned roman_value(struct slice digits)
{
	static const char letters[] = "ivxlc";
	static const unsigned values[] = { 1, 5, 10, 50, 100 };
	unsigned sum = 0, last = 1000;
	for (size_t i = 0; i < digits.len; i++) {
		const char *letter = strchr(letters, digits.at[i] | 0x20);
		if (!letter || !digits.at[i])
			return 0;
		unsigned value = values[letter - letters];
		sum += value > last ? value - 2 * last : value;
		last = value;
	}
	return sum;
}

/* The value of what may number an item, and its form; 0 and form 0 where it is none. */
static unsigned label_value(const struct cut *cut, struct slice word, uint32_t *form)
{
	unsigned value = 0;
	*form = 0;
	if (word.len == 0 || word.len > 6)
		return 0;
	if (word.at[0] >= '0' && word.at[0] <= '9') {
		for (size_t i = 0; i < word.len; i++) {
			if (word.at[i] < '0' || word.at[i] > '9' || i == 3)
				return 0;
			value = value * 10 + (unsigned)(word.at[i] - '0');
		}
		*form = LABEL_DIGITS;
		return value;
	}
	if (word.len == 1) {
		*form = word.at[0] & 0x20 ? LABEL_SMALL : LABEL_CAPITAL;
		return (unsigned)((word.at[0] | 0x20) - 'a' + 1);
	}
	if (cut->words && (words_find(cut->words, word) & WORD_LABEL)) {
		*form = LABEL_WORD;
		return 0;
	}
	value = roman_value(word);
	if (value)
		*form = LABEL_ROMAN;
	return value;
}

struct label label_at(const struct cut *cut, size_t byte)
{
	struct label none = { 0, 0, 0 }, label = none;
	size_t start = byte;
	struct glyph glyph = at(cut, byte);
	bool bracket = glyph.codepoint == '(';
	if (bracket)
		byte = glyph.next;
	size_t len = word_length(between(cut, byte, cut->stop));
	uint32_t form;
	label.value = label_value(cut, between(cut, byte, byte + len), &form);
	byte += len;
	glyph = at(cut, byte);
	if (!form)
		return none;
	label.form = form | (bracket ? LABEL_OPENED : 0);
	if (glyph.sign == SIGN_STOP && !bracket) {
		label.form |= LABEL_STOP;
		byte = glyph.next;
		glyph = at(cut, byte);
	}
	if (glyph.codepoint == ')') {
		label.form |= LABEL_BRACKET;
		byte = glyph.next;
		glyph = at(cut, byte);
	}
	if (!(label.form & (LABEL_STOP | LABEL_BRACKET)) || glyph.sign != SIGN_BLANK)
		return none;
	label.len = byte - start;
	return label;
}

bool label_begins(struct label label)
{
	return label.len && (label.value == 1 || (label.form & LABEL_KINDS) == LABEL_DIGITS || (label.form & LABEL_BRACKET));
}

bool label_continues(const struct cut *cut, struct label label)
{
	return label.len && cut->label.value && label.form == cut->label.form && label.value == cut->label.value + 1;
}

/* ---- reading a stop ---- */

/* Past footnote marks that stick to a stop: "[12]", raised digits, plain digits. */
static size_t past_notes(const struct cut *cut, size_t byte, bool plain)
{
	size_t edge = byte, most = byte + 8 * LONGEST_NOTE;
	for (;;) {
		struct glyph glyph = at(cut, edge);
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
		       && (sign_is_word(at(cut, inside).sign) || at(cut, inside).sign == SIGN_BLANK))
			inside = at(cut, inside).next;
		if (inside == glyph.next || at(cut, inside).codepoint != ']')
			break;
		edge = inside + 1;
	}
	if (edge > byte || !plain || at(cut, byte).sign != SIGN_DIGIT)
		return edge;
	/* plain digits: at most three at a time, then a blank and a new sentence */
	unsigned digits = 0;
	while (edge < byte + LONGEST_NOTE) {
		struct glyph glyph = at(cut, edge);
		if (glyph.sign == SIGN_DIGIT && ++digits <= 3) {
			edge = glyph.next;
		} else if (glyph.sign == SIGN_BLANK && at(cut, glyph.next).sign == SIGN_DIGIT) {
			digits = 0;
			edge = glyph.next;
		} else {
			break;
		}
	}
	struct glyph end = at(cut, edge);
	if (end.sign == SIGN_EDGE)
		return edge;
	struct next next = next_word(cut, edge);
	return end.sign == SIGN_BLANK && (next.sign == SIGN_UPPER || next.sign == SIGN_LETTER) ? edge : byte;
}

static const struct mark *mark_at(const struct cut *cut, size_t mark)
{
	return mark < cut->marks->marks.len ? &cut->marks->marks.at[mark] : NULL;
}

/* The bracket that follows a quotation and says where it is from: sets the mark after it; 0 where there is none. */
static size_t past_source(const struct cut *cut, size_t edge, size_t *mark)
{
	size_t start = past_blanks(cut->bytes, edge, cut->stop);
	const struct mark *open = mark_at(cut, *mark);
	if (!open || open->kind != MARK_OPEN || open->at != start || mark_is_quote(open) || open->partner == ALONE)
		return 0;
	const struct mark *close = mark_at(cut, open->partner);
	if (endings(cut, close->at) & WORD_PARTICLE)
		return 0;               /* it begins the next sentence */
	size_t after = close->at + close->len;
	if (after - start > LONGEST_SOURCE || (mark_is_end(close - 1) && (close - 1)->at + (close - 1)->len == close->at))
		return 0;
	struct glyph next = at(cut, after);
	if (next.sign != SIGN_EDGE && next.sign != SIGN_BLANK && next.sign != SIGN_STOP)
		return 0;
	*mark = open->partner + 1;
	if (next.sign == SIGN_STOP) {
		after = next.next;
		++*mark;
	} else if (next_word(cut, after).sign == SIGN_LOWER) {
		return 0;
	}
	return after;
}

bool mark_sticks(const struct cut *cut, const struct mark *mark, size_t end)
{
	enum sign after;
	if (mark->at != end + 1 || cut->bytes[end] != ' ')
		return mark->at == end;
	after = at(cut, mark->at + mark->len).sign;
	return mark->kind == MARK_CLOSE && mark->partner != ALONE && mark_is_quote(mark)
	       && (after == SIGN_BLANK || after == SIGN_EDGE);
}

struct stop stop_read(const struct cut *cut, size_t mark)
{
	struct stop stop = { .first = mark_at(cut, mark)->at };
	const struct mark *m;
	size_t edge = stop.first;
	bool notes = true;

	for (; (m = mark_at(cut, mark)); mark++) {
		bool spaced = m->kind == MARK_STOP && stop.dots && m->at == edge + 1 && cut->bytes[edge] == ' '
		              && !sign_is_word(at(cut, m->at + m->len).sign);
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
	notes = sign_is_word(before(cut, stop.first).sign) ? before(cut, stop.first).sign != SIGN_DIGIT : true;
	stop.edge = past_notes(cut, edge, notes && !stop.ellipsis);
	while ((m = mark_at(cut, mark)) && m->at < stop.edge)
		mark++;
	stop.rest = stop.edge;
	/* "word. . . . Next": the sentence ends with the first, and something is left out after it */
	if (stop.dots == 4 && stop.gaps == 3 && sign_is_word(before(cut, stop.first).sign)
	    && at(cut, stop.edge).sign == SIGN_BLANK) {
		stop.edge = stop.first + 1;
		stop.dots = 1;
		stop.ellipsis = false;
	}
	if (stop.closed || has_habit(cut, HABIT_ASIDE)) {
		size_t source = past_source(cut, stop.edge, &mark);
		if (source)
			stop.edge = stop.rest = source;
	}
	stop.mark = mark;
	return stop;
}

/* ---- judging it ---- */

/* The word a stop ends, with the dots inside it. */
static struct slice token_before(const struct cut *cut, size_t stop)
{
	size_t start = stop;
	while (start > cut->begin && stop - start < LONGEST_TOKEN) {
		struct glyph glyph = before(cut, start);
		if (!sign_is_word(glyph.sign) && glyph.sign != SIGN_STOP && (glyph.sign != SIGN_OTHER || glyph.codepoint > 0x2000))
			break;
		if (glyph.codepoint == '/')
			break;
		start = glyph.at;
	}
	return between(cut, start, stop);
}

static bool is_address(const struct cut *cut, size_t stop)
{
	size_t start = stop;
	unsigned words = 0;
	while (start > cut->begin && stop - start < LONGEST_ADDRESS) {
		struct glyph glyph = before(cut, start);
		if (glyph.sign == SIGN_BLANK || glyph.sign == SIGN_LETTER)
			break;
		if (glyph.codepoint == '/' || glyph.codepoint == '@' || glyph.codepoint == ':' || glyph.codepoint == '_')
			return true;
		words += glyph.sign == SIGN_STOP;
		start = glyph.at;
	}
	if (words > 0 && slice_starts(between(cut, start, stop), SLICE("www")))
		return true;
	for (size_t byte = stop; byte < cut->stop && byte - stop < LONGEST_ADDRESS && cut->bytes[byte] != ' '; byte++)
		if (cut->bytes[byte] == '@')
			return true;
	return false;
}

/* Single letters with dots between them. */
static bool is_initials(struct slice token)
{
	bool letter = false;
	for (size_t i = 0; i < token.len;) {
		struct glyph glyph = glyph_at(token.at, i, token.len);
		bool is_letter = glyph.sign == SIGN_UPPER || glyph.sign == SIGN_LOWER;
		if (letter ? glyph.sign != SIGN_STOP : !is_letter)
			return false;
		letter = !letter;
		i = glyph.next;
	}
	return letter;
}

/* Is what begins at a byte only the end of a word with an apostrophe or a hyphen? */
static bool is_joined(const struct cut *cut, size_t start)
{
	struct glyph front = before(cut, start);
	return (front.sign == SIGN_DASH || front.sign == SIGN_QUOTE || front.sign == SIGN_CLOSE)
	       && sign_is_word(before(cut, front.at).sign);
}

static bool is_number(struct slice token)
{
	for (size_t i = 0; i < token.len; i++)
		if (!((token.at[i] >= '0' && token.at[i] <= '9') || token.at[i] == '.'))
			return false;
	return token.len > 0;
}

/* Of an abbreviation: a word and the stop behind it. */
static unsigned classes_of(const struct cut *cut, struct slice token, char stop)
{
	char word[LONGEST_TOKEN + 2];
	if (!cut->words || token.len > LONGEST_TOKEN)
		return 0;
	memcpy(word, token.at, token.len);
	word[token.len] = stop;
	struct slice whole = { word, token.len + 1 };
	unsigned classes = words_find(cut->words, whole);
	if (classes || token.len < 3)
		return classes;
	/* in capitals throughout */
	for (size_t i = 0; i < token.len; i++)
		if (!(word[i] >= 'A' && word[i] <= 'Z'))
			return 0;
	for (size_t i = 1; i < token.len; i++)
		word[i] = (char)(word[i] | 0x20);
	return words_find(cut->words, whole);
}

static bool is_roman(struct slice text)
{
	struct slice word = { text.at, word_length(text) };
	return word.len && !slice_is(word, "I") && glyph_at(word.at, 0, word.len).sign == SIGN_UPPER && roman_value(word) > 0;
}

/* Number and stop, then a number or a word: parts of a date. */
static bool is_date(const struct cut *cut, struct slice token, const struct next *next)
{
	if (!has_habit(cut, HABIT_DATES) || !is_number(token))
		return false;
	if (next->sign == SIGN_DIGIT)
		return true;
	size_t start = (size_t)(token.at - cut->bytes);
	struct glyph blank = before(cut, start);
	return blank.sign == SIGN_BLANK && before(cut, blank.at).sign == SIGN_STOP
	       && before(cut, before(cut, blank.at).at).sign == SIGN_DIGIT;
}

/* A word that names a caption, and a colon. */
static bool is_caption(const struct cut *cut, struct slice text)
{
	size_t len = word_length(text);
	return begins(cut, text, WORD_CAPTION) && len + 1 < text.len && text.at[len] == ':' && text.at[len + 1] == ' ';
}

/* Does the sentence go on with a usual first word? A single letter with a full stop is none, whatever the word. */
static bool starts(const struct cut *cut, struct slice text)
{
	size_t len = word_length(text);
	struct glyph first = glyph_at(text.at, 0, text.len);
	if (len && len == first.next && glyph_at(text.at, len, text.len).sign == SIGN_STOP)
		return false;
	if (begins(cut, text, WORD_FIRST | WORD_RESTART | WORD_RESTART_TOO) || is_caption(cut, text))
		return true;
	return begins(cut, text, WORD_FIRST_NOUN)
	       && glyph_at(text.at, past_blanks(text.at, len, text.len), text.len).sign == SIGN_LOWER;
}

/* A single full stop after a word. */
static bool plain_ends(const struct cut *cut, const struct stop *stop, const struct next *next)
{
	struct slice token = token_before(cut, stop->first);
	uint32_t form;

	if (token.len == 0)
		return true;
	label_value(cut, token, &form);
	if (form && next_word(cut, cut->begin).rest.at == token.at)
		return false;
	if (is_date(cut, token, next))
		return false;
	unsigned classes = classes_of(cut, token, '.');
	if (classes & WORD_NEVER)
		return false;
	if (classes & WORD_NUMBER)
		return next->sign != SIGN_DIGIT && !is_roman(next->rest);
	if (classes & WORD_CAPITAL)
		return next->sign != SIGN_DIGIT && !next->dash && !begins(cut, next->rest, WORD_AFTER_TIME);
	if (token.len == 1 && is_joined(cut, (size_t)(token.at - cut->bytes)))
		return true;
	if ((classes & WORD_STARTER) || is_initials(token))
		return !next->dash && (stop->closed || starts(cut, next->rest));
	return true;
}

static bool ellipsis_ends(const struct cut *cut, const struct stop *stop)
{
	struct glyph front = before(cut, stop->first);
	if (front.sign == SIGN_EDGE)
		return false;
	if (stop->gaps && stop->dots == 3 && front.sign == SIGN_BLANK)
		return false;
	if (front.sign == SIGN_BLANK)
		front = before(cut, front.at);
	if (front.sign == SIGN_CLOSE || front.sign == SIGN_QUOTE)
		return before(cut, front.at).sign != SIGN_LETTER;
	return front.sign != SIGN_LETTER || has_ending(cut, front.next);
}

/* Is a verb of saying among the words that come, and does it end a clause there? */
static bool says(const struct cut *cut, struct slice text)
{
	for (int i = 0; i < SAY_WORDS; i++) {
		size_t len = word_length(text);
		if (len == 0)
			return false;
		bool found = words_begin(cut->words, text, WORD_SAY);
		struct glyph after = glyph_at(text.at, len, text.len);
		if (found && after.sign != SIGN_BLANK)
			return true;
		len += after.sign == SIGN_STOP;         /* of a title or an initial */
		if (glyph_at(text.at, len, text.len).sign != SIGN_BLANK)
			return false;
		text.at += len + 1;
		text.len -= len + 1;
		if (found)
			return words_begin(cut->words, text, WORD_SAY_THEN);
	}
	return false;
}

/* The next character follows without a blank. */
static bool ends_without_blank(const struct cut *cut, const struct stop *stop, struct glyph after)
{
	struct glyph front = before(cut, stop->first);
	struct next next = next_word(cut, stop->edge);
	bool tied = begins(cut, next.rest, WORD_CARRIER | WORD_PARTICLE | WORD_BARE);

	if (front.sign == SIGN_CLOSE || front.sign == SIGN_QUOTE)
		front = before(cut, front.at);
	if (after.sign == SIGN_OPEN || after.sign == SIGN_QUOTE) {
		if (front.sign == SIGN_LETTER)
			return has_ending(cut, front.next);
		return stop->closed && next.sign == SIGN_UPPER;
	}
	if (stop->ellipsis && !stop->strong)
		return false;
	if (front.sign == SIGN_LETTER) {
		if (!cut->words)
			return stop->strong;
		if (!sign_is_word(after.sign) || tied)
			return false;
		if (stop->closed)
			return false;
		return stop->strong || has_ending(cut, front.next);
	}
	if (after.sign != SIGN_UPPER || is_address(cut, stop->first))
		return false;
	struct glyph second = glyph_at(next.rest.at, word_length(next.rest) ? after.next - after.at : 0, next.rest.len);
	if (second.sign != SIGN_LOWER && !(second.sign == SIGN_BLANK && begins(cut, next.rest, WORD_FIRST)))
		return false;
	size_t len = word_length(next.rest);
	struct glyph dot = glyph_at(next.rest.at, len, next.rest.len);
	if (dot.sign == SIGN_STOP && glyph_at(next.rest.at, dot.next, next.rest.len).sign == SIGN_LOWER)
		return false;           /* a name with dots */
	if (stop->closed)
		return true;
	if (front.sign == SIGN_DIGIT)
		return begins(cut, next.rest, WORD_FIRST);
	return front.sign == SIGN_LOWER && before(cut, front.at).sign == SIGN_LOWER;
}

/* One quotation follows another: does a carrier behind the last hold them all? */
static bool chain_carried(const struct cut *cut, size_t mark, size_t edge)
{
	for (int i = 0; i < LONGEST_CHAIN; i++) {
		const struct mark *open = mark_at(cut, mark);
		if (!open || open->kind != MARK_OPEN || open->partner == ALONE || !mark_is_quote(open)
		    || open->at != past_blanks(cut->bytes, edge, cut->stop))
			return false;
		const struct mark *close = mark_at(cut, open->partner);
		mark = open->partner + 1;
		edge = close->at + close->len;
		if (begins(cut, next_word(cut, edge).rest, WORD_CARRIER | WORD_BARE))
			return at(cut, edge).sign == SIGN_BLANK || sign_is_word(at(cut, edge).sign);
	}
	return false;
}

/* Does an item of a list begin at a byte, the first one or the next? */
static bool is_item(const struct cut *cut, size_t byte)
{
	struct label label = label_at(cut, byte);
	return label.value == 1 || label_continues(cut, label);
}

bool stop_ends(const struct cut *cut, const struct stop *stop)
{
	struct glyph after = at(cut, stop->edge), front = before(cut, stop->first);
	struct next next = next_word(cut, stop->rest);

	if (after.sign == SIGN_EDGE)
		return true;
	if (stop->strong && stop->edge > stop->first && before(cut, stop->edge).codepoint > 0x3000)
		return true;            /* ideographic stops need no blank */
	if (after.sign != SIGN_BLANK) {
		if (!ends_without_blank(cut, stop, after))
			return false;
	} else {
		if (next.sign == SIGN_PAUSE || next.sign == SIGN_STOP || next.sign == SIGN_END || next.sign == SIGN_CLOSE)
			return false;
		if (stop->closed && (begins(cut, next.rest, WORD_CARRIER) || chain_carried(cut, stop->mark, stop->edge)))
			return false;
		if (begins(cut, next.rest, WORD_BARE))
			return false;
		if (next.sign == SIGN_LOWER && front.sign != SIGN_LETTER && !is_camel(next.rest)
		    && !is_item(cut, past_blanks(cut->bytes, stop->rest, cut->stop)))
			return false;
		if (stop->closed && next.dash)
			return false;
		if (stop->closed && stop->strong && next.sign == SIGN_UPPER && !next.opened && cut->words && says(cut, next.rest))
			return false;
	}
	if (stop->strong) {
		/* a name that ends in a cry */
		struct slice token = token_before(cut, stop->first);
		return next.sign != SIGN_UPPER || !(classes_of(cut, token, cut->bytes[stop->first]) & WORD_STARTER)
		       || starts(cut, next.rest);
	}
	if (stop->ellipsis)
		return ellipsis_ends(cut, stop);
	return plain_ends(cut, stop, &next);
}

enum hold stop_holds(const struct cut *cut, size_t close)
{
	const struct mark *mark = mark_at(cut, close);
	size_t edge = mark->at + mark->len;
	struct glyph after = at(cut, edge), inside = before(cut, mark->at);
	struct next next = next_word(cut, edge);

	if (after.sign == SIGN_BLANK && next.dash && !next.opened)
		return HOLD_SOURCE;
	if (inside.sign == SIGN_PAUSE || after.sign == SIGN_PAUSE)
		return HOLD_CARRIER;
	if (after.sign != SIGN_BLANK)
		return sign_is_word(after.sign) ? HOLD_CARRIER : HOLD_NOT;
	if (begins(cut, next.rest, WORD_CARRIER))
		return HOLD_CARRIER;
	return next.sign == SIGN_LOWER && inside.sign != SIGN_LETTER ? HOLD_CARRIER : HOLD_NOT;
}

bool stop_written(const struct cut *cut, const struct mark *mark)
{
	return mark->kind == MARK_STOP && has_ending(cut, mark->at);
}

bool stop_missing(const struct cut *cut, size_t blank)
{
	unsigned found = endings(cut, blank);
	if (!(found & (WORD_SURE | WORD_END | WORD_UNSTOPPED)))
		return false;
	struct next next = next_word(cut, blank);
	if (!sign_is_word(next.sign))
		return false;
	bool tied = begins(cut, next.rest, WORD_CARRIER | WORD_BARE | WORD_PARTICLE);
	if (!tied && ((found & WORD_SURE) || ((found & WORD_END) && begins(cut, next.rest, WORD_LINK))))
		return true;
	if (cut->stopped || !(found & WORD_UNSTOPPED) || (found & WORD_NOT_SURE) || begins(cut, next.rest, WORD_BOUND))
		return false;
	/* two verbs in a row belong together */
	size_t word = (size_t)(next.rest.at - cut->bytes) + word_length(next.rest);
	return !(endings(cut, word) & WORD_UNSTOPPED);
}

bool stop_glued(const struct cut *cut, size_t blank)
{
	struct slice rest = between(cut, blank + 1, cut->stop);
	if (is_caption(cut, rest))
		return true;
	size_t len = word_length(rest), end = blank;
	struct glyph front = before(cut, end);
	if (!begins(cut, rest, WORD_RESTART | WORD_RESTART_TOO) || len + 1 >= rest.len || rest.at[len] != ' '
	    || glyph_at(rest.at, len + 1, rest.len).sign != SIGN_LOWER
	    || begins(cut, (struct slice){ rest.at + len + 1, rest.len - len - 1 }, WORD_NEVER_SECOND))
		return false;
	if (front.sign == SIGN_QUOTE || (front.sign == SIGN_CLOSE && front.codepoint > 0x2000)) {
		end = front.at;
		front = before(cut, end);
	}
	struct slice word = token_before(cut, end);
	if (!sign_is_word(front.sign) || (words_find(cut->words, word) & WORD_NEVER_LAST))
		return false;
	return begins(cut, rest, WORD_RESTART_TOO) || glyph_at(word.at, 0, word.len).sign == SIGN_LOWER;
}
