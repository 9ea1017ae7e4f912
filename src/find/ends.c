/* ends.c: whether a stop ends its sentence, and what holds a quotation: see stops.h. */
#include "find/stops.h"

enum {
	LONGEST_ADDRESS = 96,           /* bytes to either side of a full stop in one */
	LONGEST_CHAIN = 4,              /* quotations in a row */
	SAY_WORDS = 4                   /* how far from a closing quote the verb may be */
};

/* ---- private from here ---- */

/* A capital inside: names that begin with a small letter. */
static bool is_camel(struct slice text)
{
	struct glyph first = glyph_at(text.at, 0, text.len), second = glyph_at(text.at, first.next, text.len);
	return first.sign == SIGN_LOWER && second.sign == SIGN_UPPER;
}

static bool is_address(const struct cut *cut, size_t stop)
{
	size_t start = stop;
	unsigned words = 0;
	while (start > cut->begin && stop - start < LONGEST_ADDRESS) {
		struct glyph glyph = cut_before(cut, start);
		if (glyph.sign == SIGN_BLANK || glyph.sign == SIGN_LETTER)
			break;
		if (glyph.codepoint == '/' || glyph.codepoint == '@' || glyph.codepoint == ':' || glyph.codepoint == '_')
			return true;
		words += glyph.sign == SIGN_STOP;
		start = glyph.at;
	}
	if (words > 0 && slice_starts(cut_slice(cut, start, stop), SLICE("www")))
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
	struct glyph front = cut_before(cut, start);
	return (front.sign == SIGN_DASH || front.sign == SIGN_QUOTE || front.sign == SIGN_CLOSE)
	       && sign_is_word(cut_before(cut, front.at).sign);
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
	if (!cut_has(cut, HABIT_DATES) || !is_number(token))
		return false;
	if (next->sign == SIGN_DIGIT)
		return true;
	size_t start = (size_t)(token.at - cut->bytes);
	struct glyph blank = cut_before(cut, start);
	return blank.sign == SIGN_BLANK && cut_before(cut, blank.at).sign == SIGN_STOP
	       && cut_before(cut, cut_before(cut, blank.at).at).sign == SIGN_DIGIT;
}

/* Does the sentence go on with a usual first word? A single letter with a full stop is none, whatever the word. */
static bool starts(const struct cut *cut, struct slice text)
{
	size_t len = word_length(text);
	struct glyph first = glyph_at(text.at, 0, text.len);
	if (len && len == first.next && glyph_at(text.at, len, text.len).sign == SIGN_STOP)
		return false;
	if (cut_begins(cut, text, WORD_FIRST | WORD_RESTART | WORD_RESTART_TOO) || cut_caption(cut, text))
		return true;
	return cut_begins(cut, text, WORD_FIRST_NOUN)
	       && glyph_at(text.at, past_blanks(text.at, len, text.len), text.len).sign == SIGN_LOWER;
}

/* A single full stop after a word. */
static bool plain_ends(const struct cut *cut, const struct stop *stop, const struct next *next)
{
	struct slice token = cut_token(cut, stop->first);

	if (token.len == 0)
		return true;
	if (label_is(token, cut->words) && cut_next(cut, cut->begin).rest.at == token.at)
		return false;
	if (is_date(cut, token, next))
		return false;
	unsigned classes = classes_of(cut, token, '.');
	if (classes & WORD_NEVER)
		return false;
	if (classes & WORD_NUMBER)
		return next->sign != SIGN_DIGIT && !is_roman(next->rest);
	if (classes & WORD_CAPITAL)
		return next->sign != SIGN_DIGIT && !next->dash && !cut_begins(cut, next->rest, WORD_AFTER_TIME);
	if (token.len == 1 && is_joined(cut, (size_t)(token.at - cut->bytes)))
		return true;
	if ((classes & WORD_STARTER) || is_initials(token))
		return !next->dash && (stop->closed || starts(cut, next->rest));
	return true;
}

static bool ellipsis_ends(const struct cut *cut, const struct stop *stop)
{
	struct glyph front = cut_before(cut, stop->first);
	if (front.sign == SIGN_EDGE)
		return false;
	if (stop->gaps && stop->dots == 3 && front.sign == SIGN_BLANK)
		return false;
	if (front.sign == SIGN_BLANK)
		front = cut_before(cut, front.at);
	if (front.sign == SIGN_CLOSE || front.sign == SIGN_QUOTE)
		return cut_before(cut, front.at).sign != SIGN_LETTER;
	return front.sign != SIGN_LETTER || (cut_endings(cut, front.next) & WORD_END);
}

/* Is a verb of saying among the words that come, and does it end a clause there? */
static bool says(const struct cut *cut, struct slice text)
{
	for (int i = 0; i < SAY_WORDS; i++) {
		size_t len = word_length(text);
		bool found = cut_begins(cut, text, WORD_SAY);
		struct glyph after = glyph_at(text.at, len, text.len);
		if (len == 0)
			return false;
		if (found && after.sign != SIGN_BLANK)
			return true;
		if (after.sign == SIGN_STOP)            /* of a title or an initial */
			after = glyph_at(text.at, after.next, text.len);
		if (after.sign != SIGN_BLANK)
			return false;
		text = (struct slice){ text.at + after.next, text.len - after.next };
		if (found)
			return cut_begins(cut, text, WORD_SAY_THEN);
	}
	return false;
}

/* The next character follows without a blank. */
static bool ends_without_blank(const struct cut *cut, const struct stop *stop, struct glyph after)
{
	struct glyph front = cut_before(cut, stop->first);
	struct next next = cut_next(cut, stop->edge);
	bool tied = cut_begins(cut, next.rest, WORD_CARRIER | WORD_PARTICLE | WORD_BARE);

	if (front.sign == SIGN_CLOSE || front.sign == SIGN_QUOTE)
		front = cut_before(cut, front.at);
	if (after.sign == SIGN_OPEN || after.sign == SIGN_QUOTE) {
		if (front.sign == SIGN_LETTER)
			return cut_endings(cut, front.next) & WORD_END;
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
		return stop->strong || (cut_endings(cut, front.next) & WORD_END);
	}
	if (after.sign != SIGN_UPPER || is_address(cut, stop->first))
		return false;
	struct glyph second = glyph_at(next.rest.at, word_length(next.rest) ? after.next - after.at : 0, next.rest.len);
	if (second.sign != SIGN_LOWER && !(second.sign == SIGN_BLANK && cut_begins(cut, next.rest, WORD_FIRST)))
		return false;
	size_t len = word_length(next.rest);
	struct glyph dot = glyph_at(next.rest.at, len, next.rest.len);
	if (dot.sign == SIGN_STOP && glyph_at(next.rest.at, dot.next, next.rest.len).sign == SIGN_LOWER)
		return false;           /* a name with dots */
	if (stop->closed)
		return true;
	if (front.sign == SIGN_DIGIT)
		return cut_begins(cut, next.rest, WORD_FIRST);
	return front.sign == SIGN_LOWER && cut_before(cut, front.at).sign == SIGN_LOWER;
}

/* One quotation follows another: does a carrier behind the last hold them all? */
static bool chain_carried(const struct cut *cut, size_t mark, size_t edge)
{
	for (int i = 0; i < LONGEST_CHAIN; i++) {
		const struct mark *open = cut_mark(cut, mark);
		if (!open || open->kind != MARK_OPEN || open->partner == ALONE || !mark_is_quote(open)
		    || open->at != past_blanks(cut->bytes, edge, cut->stop))
			return false;
		const struct mark *close = cut_mark(cut, open->partner);
		mark = open->partner + 1;
		edge = close->at + close->len;
		if (cut_begins(cut, cut_next(cut, edge).rest, WORD_CARRIER | WORD_BARE))
			return true;
	}
	return false;
}

/* Does an item of a list begin at a byte, the first one or the next? */
static bool is_item(const struct cut *cut, size_t byte)
{
	struct label label = label_at(cut->bytes, byte, cut->stop, cut->words);
	return label.value == 1 || label_continues(label, cut->label);
}

/* Does what comes after the blank belong to the sentence? */
static bool goes_on(const struct cut *cut, const struct stop *stop, const struct next *next)
{
	switch (next->sign) {
	case SIGN_PAUSE:
	case SIGN_STOP:
	case SIGN_END:
	case SIGN_CLOSE:
		return true;
	case SIGN_LOWER:
		if (cut_before(cut, stop->first).sign != SIGN_LETTER && !is_camel(next->rest)
		    && !is_item(cut, past_blanks(cut->bytes, stop->rest, cut->stop)))
			return true;
		break;
	case SIGN_UPPER:
		if (stop->closed && stop->strong && !next->opened && says(cut, next->rest))
			return true;
		break;
	default:
		break;
	}
	if (cut_begins(cut, next->rest, WORD_BARE))
		return true;
	return stop->closed && (next->dash || cut_begins(cut, next->rest, WORD_CARRIER)
	                        || chain_carried(cut, stop->mark, stop->edge));
}

/* ---- */

bool stop_ends(const struct cut *cut, const struct stop *stop)
{
	struct glyph after = cut_at(cut, stop->edge);
	struct next next = cut_next(cut, stop->rest);

	if (after.sign == SIGN_EDGE)
		return true;
	if (stop->strong && !stop->closed && cut_at(cut, stop->first).codepoint > 0x3000)
		return true;            /* ideographic stops need no blank */
	if (after.sign == SIGN_BLANK ? goes_on(cut, stop, &next) : !ends_without_blank(cut, stop, after))
		return false;
	if (stop->strong) {
		/* a name that ends in a cry */
		struct slice token = cut_token(cut, stop->first);
		return next.sign != SIGN_UPPER || !(classes_of(cut, token, cut->bytes[stop->first]) & WORD_STARTER)
		       || starts(cut, next.rest);
	}
	if (stop->ellipsis)
		return ellipsis_ends(cut, stop);
	return plain_ends(cut, stop, &next);
}

enum hold stop_holds(const struct cut *cut, size_t close)
{
	const struct mark *mark = cut_mark(cut, close);
	size_t edge = mark->at + mark->len;
	struct glyph after = cut_at(cut, edge), inside = cut_before(cut, mark->at);
	struct next next = cut_next(cut, edge);

	if (after.sign == SIGN_BLANK && next.dash && !next.opened)
		return HOLD_SOURCE;
	if (inside.sign == SIGN_PAUSE || after.sign == SIGN_PAUSE)
		return HOLD_CARRIER;
	if (after.sign != SIGN_BLANK)
		return sign_is_word(after.sign) ? HOLD_CARRIER : HOLD_NOT;
	if (cut_begins(cut, next.rest, WORD_CARRIER))
		return HOLD_CARRIER;
	return next.sign == SIGN_LOWER && inside.sign != SIGN_LETTER ? HOLD_CARRIER : HOLD_NOT;
}
