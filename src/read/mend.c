/* mend.c: decoded text in; out the same, and a note of what had been decoded wrongly before it was saved (UTF-8 read
 * as windows-1252 or as windows-949, windows-949 read as windows-1252, any of them twice). If it is wanted, it is put
 * right, and every character put right knows the bytes of the input that it came from.
 *
 * What you would not guess: a hanja with a syllable behind it proves nothing, and neither does an accent with a quotation
 * mark. A wrong reading shows in what the right one gives: characters that make sense, side by side. */
#include "read/read.h"

#include <unicode/ucnv.h>
#include <unicode/utf16.h>

#include "read/charset.h"

enum {
	ROUNDS = 3,             /* saved wrongly so many times at most */
	RUN_MOST = 512,         /* characters of one stretch that are looked at together */
	LEAST_PAIRS = 6,        /* of windows-949 read as windows-1252 */
	UNKNOWN = 0x100         /* a byte that was lost */
};

struct mender {
	struct document *document;
	const struct text *old;
	struct text *mended;            /* NULL: only counted */
	UConverter *windows949;         /* opened for the first text that may need it */
	size_t done;                    /* of the old text */
	size_t count;                   /* characters that stand for others */
	struct span first, last;
	const char *what;
	bool last_round;                /* bytes were lost: what is left of it looks the same again */
};

/* ---- private from here ---- */

static bool is_letter_of_ascii(unsigned char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/* What a text must have to be looked at more closely: two-byte characters of UTF-8 that windows-1252 has, Hangul,
 * hanja, and syllables in a text of other letters, where something may have been lost. */
struct census {
	size_t latin, hangul, han, lost;
};

/* Syllables behind letters, blanks and question marks. */
static size_t count_lost(const struct text *text)
{
	const unsigned char *p = (const unsigned char *)text->bytes;
	size_t lost = 0;
	for (size_t i = 1; i < text->len; i++)
		lost += p[i] >= 0xEA && p[i] <= 0xED
		        && (p[i - 1] == '?' || is_letter_of_ascii(p[i - 1]) || p[i - 1] == ' '
		            || (i >= 3 && memcmp(p + i - 3, "\xEF\xBF\xBD", 3) == 0) || (i >= 2 && p[i - 2] == 0xC2 && p[i - 1] == 0x80));
	return lost;
}

static struct census take_census(const struct text *text)
{
	struct census census = { 0 };
	const unsigned char *p = (const unsigned char *)text->bytes;
	for (size_t i = 0; i < text->len;) {
		uint64_t eight;
		while (i + 8 <= text->len && (memcpy(&eight, p + i, 8), !(eight & 0x8080808080808080u)))
			i += 8;
		while (i < text->len && p[i] < 0x80)
			i++;
		for (; i < text->len && p[i] >= 0xEA && p[i] <= 0xED; i += 3)
			census.hangul++;
		if (i == text->len || p[i] < 0x80)
			continue;
		census.latin += p[i] == 0xC2 || p[i] == 0xC3;
		census.han += (p[i] >= 0xE4 && p[i] <= 0xE9) || (p[i] == 0xEF && p[i + 1] >= 0xA4 && p[i + 1] <= 0xAB);
		i += p[i] < 0xE0 ? 2 : p[i] < 0xF0 ? 3 : 4;
	}
	/* where there are many syllables they are at home */
	if (census.hangul && census.hangul * 16 <= text->len)
		census.lost = count_lost(text);
	return census;
}

static void close_converter(void *converter)
{
	ucnv_close(converter);
}

static bool open_windows949(struct mender *mender)
{
	UErrorCode status = U_ZERO_ERROR;
	if (mender->windows949)
		return true;
	mender->windows949 = ucnv_open("windows-949-2000", &status);
	if (U_FAILURE(status))
		return false;
	arena_own(mender->document->arena, mender->windows949, close_converter);
	ucnv_setFromUCallBack(mender->windows949, UCNV_FROM_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
	return true;
}

static uint32_t char_at(const struct mender *mender, size_t *at)
{
	return text_codepoint(mender->old->bytes, mender->old->len, at);
}

static void mender_put(struct mender *mender, struct span at, const char *bytes, size_t len, size_t characters)
{
	if (!mender->count)
		mender->first = at;
	mender->last = at;
	mender->count += characters;
	if (!mender->mended)
		return;
	text_keep(mender->mended, mender->old, (struct span){ mender->done, at.start });
	text_replace(mender->mended, mender->old, at, bytes, len);
	mender->done = at.stop;
}

static void mender_put_char(struct mender *mender, struct span at, uint32_t c)
{
	char bytes[4];
	mender_put(mender, at, bytes, text_encode(c, bytes), 1);
}

/* The byte that windows-1252 reads as a character; 0 where there is none. */
static unsigned char windows1252_byte(uint32_t c)
{
	if (c >= 0x80 && c <= 0xFF)
		return (unsigned char)c;
	for (unsigned byte = 0x80; c > 0xFF && byte < 0xA0; byte++)
		if (windows1252_upper(byte) == c)
			return (unsigned char)byte;
	return 0;
}

/* ---- UTF-8 read as windows-1252 ---- */

enum evidence { NO_SEQUENCE, WEAK, NEIGHBOUR, STRONG };

/* A sequence of UTF-8, each byte of it a character. NEIGHBOUR is strong beside another of its like. */
static enum evidence sequence_at(const struct mender *mender, size_t at, struct span *span, uint32_t *c)
{
	char bytes[4];
	size_t len = 0, need, next = at;
	unsigned char lead = windows1252_byte(char_at(mender, &next));
	if (lead < 0xC2 || lead > 0xF4)
		return NO_SEQUENCE;
	bytes[len++] = (char)lead;
	need = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
	*span = (struct span){ at, next };
	while (len < need && next < mender->old->len) {
		uint32_t part = char_at(mender, &next);
		unsigned char byte = windows1252_byte(part);
		if ((byte & 0xC0) != 0x80) {
			/* a closing quotation mark's last byte is no character of windows-1252, and often gets lost */
			if (len != 2 || lead != 0xE2 || (unsigned char)bytes[1] != 0x80)
				return NO_SEQUENCE;
			span->stop = part == 0xFFFD ? next : span->stop;
			*c = 0x201D;
			return STRONG;
		}
		bytes[len++] = (char)byte;
		span->stop = next;
	}
	if (len < need || utf8_good((struct slice){ bytes, len }, 0) != len)
		return NO_SEQUENCE;
	size_t start = 0;
	*c = text_codepoint(bytes, len, &start);
	bool sign = lead == 0xC2 && strchr("\xA3\xA5\xA7\xA9\xAE\xB0\xB1\xB7\xBC\xBD\xBE", bytes[1]);
	if (sign || len == 4 || (lead == 0xE2 && (unsigned char)bytes[1] <= 0x84))
		return STRONG;
	return len == 2 ? WEAK : NEIGHBOUR;
}

struct sequences {
	size_t weak, strong, stray;
};

/* Counts the sequences, or puts them right. */
static struct sequences walk_sequences(struct mender *mender, bool put)
{
	struct sequences found = { 0 };
	size_t end = 0;
	bool neighbour = false;
	for (size_t at = 0; at < mender->old->len;) {
		const char *next = memchr(mender->old->bytes + at, 0xC3, mender->old->len - at);
		struct span span;
		uint32_t c;
		if (!next)
			break;
		at = (size_t)(next - mender->old->bytes);
		enum evidence strength = sequence_at(mender, at, &span, &c);
		if (strength == NO_SEQUENCE) {
			found.stray++;
			at += 2;
			continue;
		}
		bool beside = strength == NEIGHBOUR && neighbour && at <= end + 1;
		found.strong += strength == STRONG || beside;
		found.weak += strength != STRONG && !beside;
		neighbour = strength == NEIGHBOUR;
		end = at = span.stop;
		if (put)
			mender_put_char(mender, span, c);
	}
	return found;
}

static bool mend_utf8_as_1252(struct mender *mender)
{
	struct sequences found = walk_sequences(mender, false);
	if (found.strong * 2 < found.stray || (!found.strong && (found.weak < 2 || found.stray * 4 > found.weak)))
		return false;
	if (!found.strong && !found.weak)
		return false;
	walk_sequences(mender, true);
	mender->what = "UTF-8 that was read as windows-1252";
	return true;
}

/* ---- windows-949 read as windows-1252 ---- */

/* A stretch of characters that are bytes above ASCII: their bytes, and where each character ends. */
struct stretch {
	char bytes[RUN_MOST];
	size_t stops[RUN_MOST], len, start;
};

static bool stretch_at(const struct mender *mender, struct stretch *stretch, size_t at)
{
	stretch->start = at;
	stretch->len = 0;
	while (at < mender->old->len && stretch->len < RUN_MOST) {
		size_t next = at;
		unsigned char byte = windows1252_byte(char_at(mender, &next));
		if (!byte)
			break;
		stretch->bytes[stretch->len] = (char)byte;
		stretch->stops[stretch->len++] = at = next;
	}
	return stretch->len > 0;
}

/* The next character of two bytes, which all that windows-1252 has above ASCII are but a few. */
static size_t next_latin(const struct mender *mender, size_t at)
{
	const unsigned char *p = (const unsigned char *)mender->old->bytes;
	while (at < mender->old->len && p[at] != 0xC2 && p[at] != 0xC3)
		at++;
	return at;
}

/* Everyday syllables; those that accented letters of UTF-8 would be, too, count for nothing. */
static size_t pairs_in(const struct stretch *stretch, size_t *others)
{
	size_t everyday = 0;
	for (size_t i = 0; i + 1 < stretch->len; i += 2) {
		unsigned char lead = (unsigned char)stretch->bytes[i], trail = (unsigned char)stretch->bytes[i + 1];
		bool common = lead >= 0xB0 && lead <= 0xC8 && trail >= 0xA1;
		everyday += common && lead != 0xC2 && lead != 0xC3;
		*others += !common;
	}
	*others += stretch->len % 2;
	return everyday;
}

static void put_pairs(struct mender *mender, const struct stretch *stretch)
{
	for (size_t i = 0; i + 1 < stretch->len; i += 2) {
		UChar unit[4];
		UErrorCode status = U_ZERO_ERROR;
		struct span at = { i ? stretch->stops[i - 1] : stretch->start, stretch->stops[i + 1] };
		if (ucnv_toUChars(mender->windows949, unit, 4, stretch->bytes + i, 2, &status) == 1 && unit[0] != 0xFFFD)
			mender_put_char(mender, at, unit[0]);
	}
}

static bool mend_949_as_1252(struct mender *mender)
{
	struct stretch stretch;
	size_t everyday = 0, others = 0, at;
	for (at = next_latin(mender, 0); stretch_at(mender, &stretch, at); at = next_latin(mender, stretch.stops[stretch.len - 1]))
		everyday += pairs_in(&stretch, &others);
	if (everyday < LEAST_PAIRS || others * 4 > everyday || !open_windows949(mender))
		return false;
	for (at = next_latin(mender, 0); stretch_at(mender, &stretch, at); at = next_latin(mender, stretch.stops[stretch.len - 1]))
		put_pairs(mender, &stretch);
	mender->what = "windows-949 that was read as windows-1252";
	return true;
}

/* ---- UTF-8 read as windows-949 ---- */

/* The bytes of a character in windows-949; false where it has none. */
static bool windows949_bytes(const struct mender *mender, uint32_t c, unsigned char bytes[2])
{
	UChar units[2];
	char out[8];
	UErrorCode status = U_ZERO_ERROR;
	int32_t len = 0;
	U16_APPEND_UNSAFE(units, len, c);
	if (ucnv_fromUChars(mender->windows949, out, sizeof out, units, len, &status) != 2 || U_FAILURE(status))
		return false;
	memcpy(bytes, out, 2);
	return true;
}

/* What stands there was a byte that could not be read. */
static bool is_lost(uint32_t c)
{
	return c == 0xFFFD || c == '?' || c == 0x80;
}

struct swallowed {
	struct span mark_at, letter_at;
	uint32_t mark;
	char letter;
};

/* A quotation mark or dash of UTF-8: its first bytes are lost, with or without a sign of it, its last makes a syllable
 * with the letter behind it. */
static bool swallowed_at(const struct mender *mender, size_t start, struct swallowed *found)
{
	const char *bytes = mender->old->bytes;
	unsigned char pair[2];
	size_t at = start, letter = start;
	unsigned lost = 0;
	while (at < mender->old->len && lost < 3 && is_lost(char_at(mender, &at))) {
		letter = at;
		lost++;
	}
	at = letter;
	if (lost == 3 || at == mender->old->len || (unsigned char)bytes[at] < 0xE0
	    || !windows949_bytes(mender, char_at(mender, &at), pair) || !is_letter_of_ascii(pair[1])
	    || !memchr("\x93\x94\x98\x99\x9C\x9D", pair[0], 6))
		return false;
	if (!lost && !(start && is_letter_of_ascii((unsigned char)bytes[start - 1]))
	    && !(at < mender->old->len && is_letter_of_ascii((unsigned char)bytes[at])))
		return false;
	*found = (struct swallowed){ { start, letter }, { letter, at }, 0x2000u | (pair[0] & 0x3F), (char)pair[1] };
	return true;
}

static void put_swallowed(struct mender *mender, const struct swallowed *found)
{
	char bytes[4];
	size_t len = text_encode(found->mark, bytes);
	bytes[len] = found->letter;
	if (span_empty(found->mark_at)) {
		mender_put(mender, found->letter_at, bytes, len + 1, 1);
		return;
	}
	mender_put(mender, found->mark_at, bytes, len, 1);
	mender_put(mender, found->letter_at, bytes + len, 1, 0);
}

/* A stretch of characters that are pairs, or lost, as bytes; the first of a character has the place where it ends, the
 * second 0. */
struct pair_run {
	struct { unsigned byte; size_t stop; } bytes[2 * RUN_MOST];
	size_t len, start, stop;
};

static void run_add(struct pair_run *run, unsigned byte, size_t stop)
{
	run->bytes[run->len].byte = byte;
	run->bytes[run->len++].stop = stop;
}

static bool pair_run_at(const struct mender *mender, struct pair_run *run, size_t at)
{
	unsigned char pair[2];
	run->start = run->stop = at;
	run->len = 0;
	while (at < mender->old->len && run->len + 2 <= 2 * RUN_MOST) {
		uint32_t c = char_at(mender, &at);
		if (is_lost(c) && run->len) {
			run_add(run, UNKNOWN, at);
		} else if (c >= 0x80 && windows949_bytes(mender, c, pair)) {
			run_add(run, pair[0], at);
			run_add(run, pair[1], 0);
		} else {
			break;
		}
		run->stop = at;
	}
	return run->len > 0;
}

/* The character of UTF-8 at a byte of the run: its length, 0 where there is none. Bytes that are lost end it: what it
 * was cannot be known. */
static size_t run_char(const struct pair_run *run, size_t at, uint32_t *c)
{
	char bytes[4];
	unsigned lead = run->bytes[at].byte;
	size_t need = lead >= 0xE1 && lead <= 0xEF ? 3 : lead >= 0xC2 && lead <= 0xDF ? 2 : 0, len = 0;
	if (!need)
		return 0;
	for (; len < need && at + len < run->len && run->bytes[at + len].byte != UNKNOWN; len++) {
		if (len && (run->bytes[at + len].byte & 0xC0) != 0x80)
			return 0;
		bytes[len] = (char)run->bytes[at + len].byte;
	}
	*c = 0xFFFD;
	if (len == need) {
		size_t start = 0;
		if (utf8_good((struct slice){ bytes, len }, 0) != len)
			return 0;
		*c = text_codepoint(bytes, len, &start);
		return len;
	}
	if (at + len == run->len)
		return len > 1 ? len : 0;
	while (len < need && at + len < run->len && run->bytes[at + len].byte == UNKNOWN)
		len++;
	return len > 1 ? len : 0;
}

/* What one step through a run gives. */
struct step {
	char bytes[4];
	size_t len, taken;
	bool good, bad;         /* a character; a byte that is of none */
};

static struct step run_step(const struct pair_run *run, size_t at)
{
	struct step step = { .taken = 1 };
	uint32_t c = 0xFFFD;
	size_t taken = run_char(run, at, &c);
	if (taken) {
		step.taken = taken;
		step.good = c != 0xFFFD;
	} else if (run->bytes[at].byte < 0x80) {        /* a letter that had become the second half of a pair */
		c = run->bytes[at].byte;
	} else if (run->bytes[at].byte == UNKNOWN) {    /* with the bytes it led */
		while (step.taken < 3 && at + step.taken < run->len && (run->bytes[at + step.taken].byte & 0x1C0) == 0x80)
			step.taken++;
	} else {
		step.bad = true;
	}
	step.len = text_encode(c, step.bytes);
	return step;
}

/* How many characters a run gives; 0 where it is not UTF-8. */
static size_t run_characters(const struct pair_run *run)
{
	size_t good = 0, bad = 0;
	for (size_t at = 0; at < run->len;) {
		struct step step = run_step(run, at);
		good += step.good;
		bad += step.bad;
		at += step.taken;
	}
	return good * 3 * 10 >= run->len * 4 && bad <= good ? good : 0;
}

/* A character comes from those of the text whose first byte is its own. */
static void put_run(struct mender *mender, const struct pair_run *run)
{
	char out[4 * 2 * RUN_MOST];
	struct span unit = { run->start, run->start };
	size_t len = 0, good = 0;
	for (size_t at = 0; at < run->len;) {
		struct step step = run_step(run, at);
		size_t stop = 0;
		for (size_t i = 0; i < step.taken; i++)
			stop = run->bytes[at + i].stop ? run->bytes[at + i].stop : stop;
		if (stop && unit.stop > unit.start) {
			mender_put(mender, unit, out, len, good);
			unit.start = unit.stop;
			len = good = 0;
		}
		unit.stop = stop ? stop : unit.stop;
		memcpy(out + len, step.bytes, step.len);
		len += step.len;
		good += step.good;
		at += step.taken;
	}
	mender_put(mender, unit, out, len, good);
}

/* Where the next character of three bytes stands, which all that windows-949 makes of UTF-8 are but a few. */
static size_t next_pair(const struct mender *mender, size_t at)
{
	const unsigned char *p = (const unsigned char *)mender->old->bytes;
	while (at < mender->old->len && (p[at] < 0xE2 || p[at] > 0xEF))
		at++;
	return at;
}

static size_t walk_runs(struct mender *mender, struct pair_run *run, bool put)
{
	size_t all = 0;
	for (size_t at = next_pair(mender, 0); at < mender->old->len; at = next_pair(mender, at)) {
		if (!pair_run_at(mender, run, at)) {
			char_at(mender, &at);
			continue;
		}
		size_t good = run_characters(run);
		if (good && put)
			put_run(mender, run);
		all += good;
		at = run->stop;
	}
	return all;
}

static size_t walk_swallowed(struct mender *mender, bool put)
{
	size_t count = 0;
	for (size_t at = 0; at < mender->old->len;) {
		size_t next = at;
		struct swallowed found;
		uint32_t c = char_at(mender, &next);
		if ((!is_lost(c) && c < 0x800) || !swallowed_at(mender, at, &found)) {
			at = next;
			continue;
		}
		count++;
		if (put)
			put_swallowed(mender, &found);
		at = found.letter_at.stop;
	}
	return count;
}

static bool mend_utf8_as_949(struct mender *mender, struct census census)
{
	bool likely = census.hangul && census.han >= 3 && census.han * 8 >= census.hangul;
	if ((!likely && !census.lost) || !open_windows949(mender))
		return false;
	struct pair_run *run = likely ? arena_take(mender->document->arena, sizeof *run) : NULL;
	if (run && walk_runs(mender, run, false) >= 3)
		walk_runs(mender, run, true);
	else if (census.lost && walk_swallowed(mender, false))
		walk_swallowed(mender, true);
	else
		return false;
	mender->what = "UTF-8 that was read as windows-949";
	mender->last_round = true;
	return true;
}

/* ---- */

static bool mend_once(struct mender *mender)
{
	struct census census = take_census(mender->old);
	return (census.latin >= 2 * LEAST_PAIRS && mend_949_as_1252(mender)) || (census.latin && mend_utf8_as_1252(mender))
	       || mend_utf8_as_949(mender, census);
}

void mend(struct document *document, struct text *decoded, bool repair)
{
	struct mender mender = { .document = document, .windows949 = NULL };
	const char *what = NULL;
	size_t count = 0, rounds = 0;
	struct origin at = { 0, 0, FIELD_TEXT };

	for (; rounds < ROUNDS && !mender.last_round; rounds++) {
		struct text *old = arena_take(document->arena, sizeof *old);
		*old = *decoded;
		mender.old = old;
		mender.done = mender.count = 0;
		mender.mended = repair ? decoded : NULL;
		if (repair) {
			text_init(decoded, document->arena);
			text_reserve(decoded, old->len);
		}
		bool found = mend_once(&mender);
		if (repair && !found)
			*decoded = *old;
		if (!found)
			break;
		if (!what) {
			what = mender.what;
			count = mender.count;
			struct origin first = text_origin(old, mender.first), last = text_origin(old, mender.last);
			at = first.field == last.field ? (struct origin){ first.start, last.stop, first.field } : first;
		}
		if (!repair)
			break;
		text_keep(decoded, old, (struct span){ mender.done, old->len });
	}
	if (what && repair)
		document_note(document, "mojibake-repaired", at, "%zu characters were %s and saved again%s: repaired", count, what,
		              rounds > 1 ? ", more than once" : "");
	else if (what)
		document_note(document, "mojibake", at, "%zu characters look like %s and saved again (--repair undoes it)", count,
		              what);
}
