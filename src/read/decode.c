/* decode.c: the bytes of an input in, well-formed UTF-8 that remembers them out.
 *
 * Every character is a unit of its own bytes, so that any stretch of characters can be found in the input again.
 * Not to be guessed: the name "euc-kr" always means windows-949, its superset; ICU's own converters of that name
 * and of "cp949" lose the syllables that the superset adds, without a word. */
#include "read/read.h"

#include <iconv.h>

#include <unicode/ucnv.h>
#include <unicode/utf16.h>

#include "read/charset.h"
#include "read/html.h"

enum {
	NOTES_MOST = 20,
	CHUNK = 16 * 1024,
	DECLARED_SAMPLE = 256 * 1024,
	TOLERATED = 200         /* one byte in so many may be bad in a charset that a page declares */
};

static const char REPLACEMENT[] = "\xEF\xBF\xBD";

/* ---- private from here ---- */

struct decoder {
	struct document *document;
	struct text *out;
	struct slice in;
	const char *encoding;
	unsigned field;
	struct origin bad;              /* the run of bad bytes that may still go on */
	size_t bad_runs;
	size_t nuls;
	struct origin first_nul;
	char shaped[SHAPED_MOST];       /* characters of the text's shape that are on their way into it */
	size_t shaped_len;
	struct origin shaped_from;
};

static struct origin decoder_place(const struct decoder *decoder, size_t start, size_t stop)
{
	return (struct origin){ start, stop, decoder->field };
}

static void decoder_flush(struct decoder *decoder)
{
	if (decoder->shaped_len)
		text_take_shaped(decoder->out, decoder->shaped_from, decoder->shaped, decoder->shaped_len);
	decoder->shaped_len = 0;
}

static void decoder_note_bad(struct decoder *decoder)
{
	size_t len = decoder->bad.stop - decoder->bad.start;
	if (len && decoder->bad_runs++ < NOTES_MOST)
		document_note(decoder->document, "undecodable-bytes", decoder->bad, "%zu %s not %s", len,
		              len == 1 ? "byte that is" : "bytes that are", decoder->encoding);
}

static void decoder_bad(struct decoder *decoder, size_t start, size_t stop)
{
	struct origin place = decoder_place(decoder, start, stop);
	decoder_flush(decoder);
	text_take(decoder->out, place, REPLACEMENT, 3);
	if (start == decoder->bad.stop && decoder->bad.start < start) {
		decoder->bad.stop = stop;
		return;
	}
	decoder_note_bad(decoder);
	decoder->bad = place;
}

static void decoder_nul(struct decoder *decoder, size_t start, size_t stop)
{
	decoder_flush(decoder);
	if (!decoder->nuls++)
		decoder->first_nul = decoder_place(decoder, start, stop);
}

static void decoder_char(struct decoder *decoder, uint32_t c, size_t start, size_t stop)
{
	char bytes[4];
	if (c)
		text_take(decoder->out, decoder_place(decoder, start, stop), bytes, text_encode(c, bytes));
	else
		decoder_nul(decoder, start, stop);
}

/* The same for a character that came from as many bytes as the text's shape says. */
static void decoder_shaped(struct decoder *decoder, uint32_t c, size_t start, size_t stop)
{
	if (!c) {
		decoder_nul(decoder, start, stop);
		return;
	}
	if (decoder->shaped_len + 4 > SHAPED_MOST)
		decoder_flush(decoder);
	if (!decoder->shaped_len)
		decoder->shaped_from = decoder_place(decoder, start, stop);
	decoder->shaped_from.stop = stop;
	decoder->shaped_len += text_encode(c, decoder->shaped + decoder->shaped_len);
}

static void decoder_finish(struct decoder *decoder)
{
	decoder_flush(decoder);
	decoder_note_bad(decoder);
	if (decoder->bad_runs > NOTES_MOST)
		document_note(decoder->document, "undecodable-bytes", decoder_place(decoder, 0, 0),
		              "%zu more runs of bytes that are not %s", decoder->bad_runs - NOTES_MOST, decoder->encoding);
	if (decoder->nuls)
		document_note(decoder->document, "nul-dropped", decoder->first_nul, "%zu NUL %s dropped", decoder->nuls,
		              decoder->nuls == 1 ? "character" : "characters");
}

/* ---- UTF-8 ---- */

static void decode_utf8(struct decoder *decoder, size_t at, size_t known_good)
{
	struct slice in = decoder->in;
	while (at < in.len) {
		const char *nul = memchr(in.at + at, 0, in.len - at);
		struct slice piece = { in.at, nul ? (size_t)(nul - in.at) : in.len };
		while (at < piece.len) {
			size_t good = piece.len <= known_good ? piece.len - at : utf8_good(piece, at);
			text_take_as_is(decoder->out, in, decoder_place(decoder, at, at + good));
			at += good;
			if (at < piece.len) {
				size_t bad = utf8_bad(piece, at);
				decoder_bad(decoder, at, at + bad);
				at += bad;
			}
		}
		if (nul) {
			decoder_nul(decoder, at, at + 1);
			at++;
		}
	}
}

/* ---- UTF-16, UTF-32 ---- */

static unsigned utf16_unit(const struct decoder *decoder, size_t at, bool big)
{
	unsigned char a = (unsigned char)decoder->in.at[at], b = (unsigned char)decoder->in.at[at + 1];
	return big ? a * 256u + b : b * 256u + a;
}

static void decode_utf16(struct decoder *decoder, size_t at, bool big)
{
	size_t len = decoder->in.len;
	while (at + 2 <= len) {
		unsigned unit = utf16_unit(decoder, at, big);
		unsigned next = U16_IS_LEAD(unit) && at + 4 <= len ? utf16_unit(decoder, at + 2, big) : 0;
		size_t width = U16_IS_TRAIL(next) ? 4 : 2;
		if (width == 4)
			decoder_shaped(decoder, (uint32_t)U16_GET_SUPPLEMENTARY(unit, next), at, at + 4);
		else if (U16_IS_SURROGATE(unit))
			decoder_bad(decoder, at, at + 2);
		else
			decoder_shaped(decoder, unit, at, at + 2);
		at += width;
	}
	if (at < len)
		decoder_bad(decoder, at, len);
}

static void decode_utf32(struct decoder *decoder, size_t at, bool big)
{
	size_t len = decoder->in.len;
	for (; at + 4 <= len; at += 4) {
		uint32_t high = utf16_unit(decoder, big ? at : at + 2, big), low = utf16_unit(decoder, big ? at + 2 : at, big);
		uint32_t c = high << 16 | low;
		if (c > 0x10FFFF || U_IS_SURROGATE(c))
			decoder_bad(decoder, at, at + 4);
		else
			decoder_char(decoder, c, at, at + 4);
	}
	if (at < len)
		decoder_bad(decoder, at, len);
}

/* ---- converters of ICU ---- */

static void close_converter(void *converter)
{
	ucnv_close(converter);
}

/* NULL where ICU has none of that name. */
static UConverter *converter_open(struct arena *arena, const char *name)
{
	UErrorCode status = U_ZERO_ERROR;
	UConverter *converter = ucnv_open(name, &status);
	if (U_FAILURE(status))
		return NULL;
	arena_own(arena, converter, close_converter);
	return converter;
}

/* ---- windows-949, Johab, and ISO-2022-KR, which holds the pairs of windows-949 without their high bits ---- */

enum { TRAILS = 0x100 };

/* What the pairs of one lead byte mean is asked once, when the first of them is met: of ICU, or of the platform's iconv
 * where ICU does not know; 0 is no character. */
struct pair_rows {
	UConverter *converter;          /* NULL: johab */
	iconv_t johab;
	const uint16_t *rows[0x100];
};

static void close_iconv(void *converter)
{
	iconv_close(converter);
}

/* False where nobody knows what the pairs of the encoding mean. */
static bool pairs_open(struct pair_rows *pairs, struct arena *arena, enum charset charset)
{
	if (charset != CHARSET_JOHAB)
		return (pairs->converter = converter_open(arena, "windows-949-2000")) != NULL;
	pairs->johab = iconv_open("UTF-16LE", "JOHAB");
	if (pairs->johab == (iconv_t)-1)
		return false;
	arena_own(arena, pairs->johab, close_iconv);
	return true;
}

static void johab_row(uint16_t *row, iconv_t johab, unsigned lead)
{
	for (unsigned trail = 0x31; trail < TRAILS - 1; trail++) {
		char pair[2] = { (char)lead, (char)trail }, *from = pair;
		unsigned char unit[8];
		char *to = (char *)unit;
		size_t left = 2, room = sizeof unit;
		iconv(johab, NULL, NULL, NULL, NULL);
		if (iconv(johab, &from, &left, &to, &room) != (size_t)-1 && !left && room == sizeof unit - 2)
			row[trail] = (uint16_t)(unit[0] | unit[1] << 8);
	}
}

static const uint16_t *pair_row(struct pair_rows *pairs, struct arena *arena, unsigned lead)
{
	char bytes[2 * TRAILS];
	UChar units[TRAILS];
	uint16_t *row = arena_take(arena, TRAILS * sizeof *row);
	int32_t count = 0;
	pairs->rows[lead] = row;
	if (!pairs->converter) {
		johab_row(row, pairs->johab, lead);
		return row;
	}
	for (unsigned trail = 0; trail < TRAILS; trail++) {
		char pair[2] = { (char)lead, (char)trail };
		if (lead >= 0x80 && windows949_len((struct slice){ pair, 2 }, 0) == 2)
			memcpy(bytes + 2 * count++, pair, 2);
	}
	/* a pair without a meaning is one U+FFFD here, so that there are as many units as pairs */
	UErrorCode status = U_ZERO_ERROR;
	if (ucnv_toUChars(pairs->converter, units, TRAILS, bytes, 2 * count, &status) == count && U_SUCCESS(status))
		for (int32_t i = 0; i < count; i++)
			row[(unsigned char)bytes[2 * i + 1]] = units[i] == 0xFFFD ? 0 : units[i];
	return row;
}

static uint32_t pair_char(struct pair_rows *pairs, struct arena *arena, unsigned lead, unsigned trail)
{
	const uint16_t *row = pairs->rows[lead] ? pairs->rows[lead] : pair_row(pairs, arena, lead);
	return row[trail];
}

static void decode_pairs(struct decoder *decoder, struct pair_rows *pairs, size_t at)
{
	struct slice in = decoder->in;
	const unsigned char *p = (const unsigned char *)in.at;
	if (at)
		decoder_bad(decoder, 0, at);
	while (at < in.len) {
		bool ascii = p[at] < 0x80;
		size_t len = ascii ? 1 : 2;
		uint32_t c = ascii ? p[at] : at + 1 < in.len ? pair_char(pairs, decoder->document->arena, p[at], p[at + 1]) : 0;
		if (ascii || c) {
			decoder_shaped(decoder, c, at, at + len);
		} else {        /* an ASCII byte is never swallowed by a lead that it cannot belong to */
			len = windows949_len(in, at) == 2 && p[at + 1] >= 0x80 ? 2 : 1;
			decoder_bad(decoder, at, at + len);
		}
		at += len;
	}
}

static void decode_iso2022kr(struct decoder *decoder, struct pair_rows *pairs, size_t at)
{
	struct slice in = decoder->in;
	const unsigned char *p = (const unsigned char *)in.at;
	for (bool shifted = false; at < in.len;) {
		size_t len = 1;
		if (p[at] == 0x0E || p[at] == 0x0F) {
			shifted = p[at] == 0x0E;
		} else if (slice_starts((struct slice){ in.at + at, in.len - at }, SLICE("\x1B$)C"))) {
			len = 4;
		} else if (shifted && p[at] > 0x20 && p[at] < 0x7F) {
			uint32_t c = 0;
			if (at + 1 < in.len && p[at + 1] > 0x20 && p[at + 1] < 0x7F)
				c = pair_char(pairs, decoder->document->arena, p[at] | 0x80u, p[at + 1] | 0x80u);
			if (c)
				decoder_char(decoder, c, at, at + 2);
			else
				decoder_bad(decoder, at, at + 1);
			len = c ? 2 : 1;
		} else if (p[at] >= 0x80) {
			decoder_bad(decoder, at, at + 1);
		} else {
			shifted = shifted && p[at] != '\n';
			decoder_char(decoder, p[at], at, at + 1);
		}
		at += len;
	}
}

/* ---- windows-1252 ---- */

static void decode_windows1252(struct decoder *decoder, size_t at)
{
	for (; at < decoder->in.len; at++) {
		unsigned char c = (unsigned char)decoder->in.at[at];
		decoder_char(decoder, c >= 0x80 && c < 0xA0 ? windows1252_upper(c) : c, at, at + 1);
	}
}

/* ---- any other encoding that ICU knows ---- */

/* ICU says where a character begins, not where it ends: it ends where the next begins, or where bytes are bad.
 * What one sequence of bytes stands for may be several characters: they are one unit. */
struct waiting {
	char bytes[64];
	size_t len, start;
};

static void waiting_ends(struct waiting *waiting, struct decoder *decoder, size_t stop)
{
	struct origin place = decoder_place(decoder, waiting->start, stop);
	if (waiting->len == 1 && !waiting->bytes[0])
		decoder_nul(decoder, place.start, place.stop);
	else if (waiting->len)
		text_take(decoder->out, place, waiting->bytes, waiting->len);
	waiting->len = 0;
}

static void decode_units(struct decoder *decoder, struct waiting *waiting, const UChar *units, const int32_t *offsets,
                         size_t count, size_t base, size_t pending)
{
	for (size_t i = 0; i < count;) {
		size_t start = offsets[i] < 0 ? pending : base + (size_t)offsets[i];
		uint32_t c = units[i++];
		if (U16_IS_LEAD(c) && i < count && U16_IS_TRAIL(units[i]))
			c = (uint32_t)U16_GET_SUPPLEMENTARY(c, units[i++]);
		if (waiting->start != start || waiting->len + 4 > sizeof waiting->bytes)
			waiting_ends(waiting, decoder, start);
		waiting->start = start;
		waiting->len += text_encode(U_IS_SURROGATE(c) ? 0xFFFD : c, waiting->bytes + waiting->len);
	}
}

/* Where the bytes begin that the converter has taken and not yet answered for. */
static size_t converter_pending(UConverter *converter, size_t at)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t held = ucnv_toUCountPending(converter, &status);
	return held > 0 && (size_t)held <= at ? at - (size_t)held : at;
}

static size_t converter_invalid(UConverter *converter, size_t at)
{
	char invalid[32];
	int8_t count = sizeof invalid;
	UErrorCode status = U_ZERO_ERROR;
	ucnv_getInvalidChars(converter, invalid, &count, &status);
	return count > 0 && (size_t)count <= at ? at - (size_t)count : at;
}

static void decode_other(struct decoder *decoder, UConverter *converter, size_t at)
{
	UChar units[CHUNK];
	int32_t offsets[CHUNK];
	struct waiting waiting = { .len = 0 };
	size_t len = decoder->in.len, pending = at;
	UErrorCode status = U_ZERO_ERROR;
	ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
	for (bool more = at < len; more;) {
		size_t before = at, stop = len - at < CHUNK / 2 ? len : at + CHUNK / 2;
		const char *source = decoder->in.at + at;
		UChar *unit = units;
		status = U_ZERO_ERROR;
		ucnv_toUnicode(converter, &unit, units + CHUNK, &source, decoder->in.at + stop, offsets, stop == len, &status);
		decode_units(decoder, &waiting, units, offsets, (size_t)(unit - units), at, pending);
		at = (size_t)(source - decoder->in.at);
		more = at < len || status == U_BUFFER_OVERFLOW_ERROR;
		if (U_SUCCESS(status) || status == U_BUFFER_OVERFLOW_ERROR) {
			pending = converter_pending(converter, at);
			waiting_ends(&waiting, decoder, pending);
			continue;
		}
		if (at == before && at < len)   /* it does not go on by itself */
			at++;
		pending = converter_invalid(converter, at);
		waiting_ends(&waiting, decoder, pending);
		if (pending < at)
			decoder_bad(decoder, pending, at);
		pending = at;
	}
}

/* ---- */

/* The field's bytes through the decoder of their encoding; false where nobody knows it. */
static bool decode_field(struct decoder *decoder, struct charset_guess guess)
{
	struct arena *arena = decoder->document->arena;
	struct pair_rows pairs = { 0 };
	size_t at = guess.mark;
	static const enum text_shape shapes[] = { [CHARSET_UTF16LE] = SHAPE_UTF16, [CHARSET_UTF16BE] = SHAPE_UTF16,
	                                          [CHARSET_WINDOWS949] = SHAPE_DOUBLE, [CHARSET_JOHAB] = SHAPE_DOUBLE, [CHARSET_OTHER] = SHAPE_DOUBLE,
	                                          [CHARSET_BINARY] = SHAPE_NONE };
	decoder->out->shape = shapes[guess.charset];
	bool in_pairs = guess.charset == CHARSET_WINDOWS949 || guess.charset == CHARSET_JOHAB;
	bool grows = in_pairs || guess.charset == CHARSET_UTF16LE || guess.charset == CHARSET_UTF16BE;
	text_reserve(decoder->out, decoder->in.len + (grows ? decoder->in.len / 2 : 0));
	if ((in_pairs || guess.charset == CHARSET_ISO2022KR) && !pairs_open(&pairs, arena, guess.charset))
		return false;
	switch (guess.charset) {
	case CHARSET_UTF8: decode_utf8(decoder, at, guess.good); break;
	case CHARSET_UTF16LE: decode_utf16(decoder, at, false); break;
	case CHARSET_UTF16BE: decode_utf16(decoder, at, true); break;
	case CHARSET_UTF32LE: decode_utf32(decoder, at, false); break;
	case CHARSET_UTF32BE: decode_utf32(decoder, at, true); break;
	case CHARSET_WINDOWS949:
	case CHARSET_JOHAB: decode_pairs(decoder, &pairs, at); break;
	case CHARSET_ISO2022KR: decode_iso2022kr(decoder, &pairs, at); break;
	case CHARSET_WINDOWS1252: decode_windows1252(decoder, at); break;
	case CHARSET_BINARY: return false;
	case CHARSET_OTHER: {
		UConverter *converter = converter_open(arena, guess.name);
		if (!converter)
			return false;
		decode_other(decoder, converter, at);
	}
	}
	decoder_finish(decoder);
	return true;
}

static bool is_ascii(struct slice bytes)
{
	size_t i = 0;
	while (i < bytes.len && (unsigned char)bytes.at[i] < 0x80)
		i++;
	return i == bytes.len;
}

/* A record's fields: their title is decoded in front of the text, on a line of its own. */
static void decode_record(struct document *document, struct text *decoded)
{
	struct charset_guess utf8 = { .charset = CHARSET_UTF8 };
	struct decoder title = { document, decoded, document->input->title, "UTF-8", .field = FIELD_TITLE };
	struct decoder text = { document, decoded, document->input->bytes, "UTF-8", .field = FIELD_TEXT };
	if (title.in.len) {
		utf8.good = document->input->well_formed ? title.in.len : 0;
		decode_field(&title, utf8);
		text_insert(decoded, "\n", 1);
	}
	utf8.good = document->input->well_formed ? text.in.len : 0;
	decode_field(&text, utf8);
}

/* How many bytes of a text the decoder of an encoding cannot read. */
static size_t count_bad(struct document *document, struct charset_guess guess, const char *name)
{
	struct document trial = { .arena = document->arena, .input = document->input };
	struct text decoded;
	size_t bad = 0;
	text_init(&decoded, document->arena);
	struct decoder decoder = { &trial, &decoded, document->input->bytes, name, .field = FIELD_TEXT };
	if (decoder.in.len > DECLARED_SAMPLE)
		decoder.in.len = DECLARED_SAMPLE;
	if (!decode_field(&decoder, guess))
		return SIZE_MAX;
	for (size_t i = 0; i < trial.notes.len; i++)
		bad += trial.notes.at[i].at.stop - trial.notes.at[i].at.start;
	return bad;
}

/* A page says which charset it is in, often without truth: what its bytes plainly are goes before that. Where the bytes
 * leave a doubt, what is declared settles it if it can be read so. */
static void believe_declared(struct document *document, struct charset_guess *guess)
{
	const struct input *input = document->input;
	const char *name = input->charset ? input->charset : html_charset(document->arena, input->bytes);
	bool plain = guess->mark || guess->charset == CHARSET_UTF16LE || guess->charset == CHARSET_UTF16BE
	             || guess->charset == CHARSET_ISO2022KR;
	if (!name || plain || (guess->charset == CHARSET_BINARY && guess->binary))
		return;
	struct charset_guess declared = charset_named(name, input->bytes);
	bool wide = declared.charset == CHARSET_UTF16LE || declared.charset == CHARSET_UTF16BE
	            || declared.charset == CHARSET_UTF32LE || declared.charset == CHARSET_UTF32BE;
	bool same = declared.charset == guess->charset && declared.charset != CHARSET_OTHER;
	if (same)
		guess->doubtful = false;
	if (same || wide)
		return;
	bool sure = !guess->doubtful && (guess->charset == CHARSET_WINDOWS949
	            || (guess->charset == CHARSET_UTF8 && guess->good == input->bytes.len));
	if (sure && guess->charset == CHARSET_UTF8 && is_ascii(input->bytes))
		return;
	bool readable = !sure && count_bad(document, declared, name) * TOLERATED <= input->bytes.len;
	if (!readable) {
		document_note(document, "charset-wrong", (struct origin){ 0, 0, FIELD_TEXT },
		              "declared as %s, which it is not", name);
		return;
	}
	*guess = declared;
}

bool decode(struct document *document, struct text *decoded, const char *encoding, struct error *error)
{
	const struct input *input = document->input;
	text_init(decoded, document->arena);
	if (input->bytes.len > INPUT_MOST || input->title.len > INPUT_MOST)
		return error_set(error, ERROR_TOO_LARGE, "input is larger than %zu MiB", INPUT_MOST >> 20);
	if (input->decoded) {
		decode_record(document, decoded);
		return true;
	}

	if (!input->kind_given && html_recognise(input->bytes))
		document->kind = "html";
	bool named = encoding && ucnv_compareNames(encoding, "auto") != 0;
	struct charset_guess guess = named ? charset_named(encoding, input->bytes) : charset_guess(input->bytes);
	if (!named && (document_is_html(document) || input->charset))
		believe_declared(document, &guess);
	if (guess.charset == CHARSET_BINARY)
		return error_set(error, ERROR_BINARY, guess.binary ? "input looks like binary data (\"%s\")"
		                 : "input looks like binary data", guess.binary);
	document->encoding = guess.charset == CHARSET_OTHER ? arena_string(document->arena, slice_from(named ? encoding : guess.name))
	                     : charset_name(guess.charset);
	struct decoder decoder = { document, decoded, input->bytes, document->encoding, .field = FIELD_TEXT };
	if (!decode_field(&decoder, guess))
		return error_set(error, ERROR_USAGE, "unknown encoding \"%s\"", named ? encoding : document->encoding);
	if (guess.doubtful)
		document_note(document, "charset-doubtful", (struct origin){ 0, 0, FIELD_TEXT },
		              "read as %s, which little speaks for", document->encoding);
	return true;
}
