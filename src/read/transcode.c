/* transcode.c: see transcode.h. */
#include "read/transcode.h"

#include <stdlib.h>

#include <unicode/ucnv.h>
#include <unicode/utf16.h>

#include "base/text.h"
#include "read/charset.h"

enum {
	EVIDENCE = 4096,        /* bytes that are waited for before an encoding is decided on */
	UNITS = 4096
};

static const char REPLACEMENT[] = "\xEF\xBF\xBD";

struct transcoder {
	struct stream *from;
	const char *named;
	enum { UNDECIDED, AS_UTF8, AS_OTHER } state;
	bool begun, doubtful, flushed;
	const char *encoding;
	UConverter *converter;
	UChar lead;                     /* of a pair whose second half did not come yet */
	char ready[UNITS * 3 + 4];      /* UTF-8 that was not taken yet */
	size_t at, stop;
};

/* ---- private from here ---- */

static UConverter *converter_for(enum charset charset, const char *named)
{
	UErrorCode wrong = U_ZERO_ERROR;
	const char *name = charset == CHARSET_WINDOWS949 ? "windows-949-2000" : charset == CHARSET_OTHER ? named
	                   : charset_name(charset);
	UConverter *converter = ucnv_open(name, &wrong);
	return U_SUCCESS(wrong) ? converter : NULL;
}

static bool decide(struct transcoder *transcoder, struct error *error)
{
	struct slice head;
	if (!stream_peek(transcoder->from, EVIDENCE, &head, error))
		return false;
	struct charset_guess guess = transcoder->named ? charset_named(transcoder->named, head) : charset_guess(head);
	stream_take(transcoder->from, guess.mark);
	transcoder->doubtful = guess.doubtful;
	if (guess.charset == CHARSET_UTF8 || guess.charset == CHARSET_BINARY) {
		transcoder->state = AS_UTF8;
		return true;
	}
	const char *other = guess.name ? guess.name : transcoder->named;
	transcoder->converter = converter_for(guess.charset, other);
	if (!transcoder->converter)
		return error_set(error, ERROR_USAGE, "unknown encoding \"%s\"", other ? other : "");
	transcoder->encoding = guess.charset == CHARSET_OTHER ? other : charset_name(guess.charset);
	transcoder->state = AS_OTHER;
	return true;
}

/* Whether an encoding has to be decided on before the first byte is handed out. */
static bool must_decide(const struct transcoder *transcoder, struct slice head)
{
	if (transcoder->named)
		return true;
	for (size_t i = 0; i < head.len && i < 4; i++)
		if (!head.at[i] || (unsigned char)head.at[i] >= 0x80)
			return true;
	return false;
}

static size_t plain_ascii(struct slice head)
{
	size_t i = 0;
	while (i < head.len && head.at[i] && (unsigned char)head.at[i] < 0x80 && head.at[i] != 0x1B)
		i++;
	return i;
}

static void hand_out(struct transcoder *transcoder, struct slice bytes, char *to, size_t most, size_t *got)
{
	*got = bytes.len < most ? bytes.len : most;
	memcpy(to, bytes.at, *got);
	stream_take(transcoder->from, *got);
}

static bool read_utf8(struct transcoder *transcoder, char *to, size_t most, size_t *got, struct error *error)
{
	struct slice head;
	if (!stream_peek(transcoder->from, 1, &head, error) || !head.len)
		return error->kind == ERROR_NONE;
	if (head.len > most)
		head.len = most;
	size_t good = utf8_good(head, 0);
	if (!good && (head.len >= 4 || most < 4 || stream_peek(transcoder->from, 4, &head, error)))
		good = utf8_good(head, 0);
	if (good) {
		hand_out(transcoder, (struct slice){ head.at, good }, to, most, got);
		return true;
	}
	if (error->kind != ERROR_NONE)
		return false;
	stream_take(transcoder->from, utf8_bad(head, 0));
	memcpy(transcoder->ready, REPLACEMENT, 3);
	transcoder->at = 0;
	transcoder->stop = 3;
	return true;
}

static void ready_units(struct transcoder *transcoder, const UChar *units, size_t count)
{
	transcoder->at = transcoder->stop = 0;
	for (size_t i = 0; i < count; i++) {
		uint32_t c = units[i];
		if (U16_IS_LEAD(c)) {
			transcoder->lead = units[i];
			continue;
		}
		if (U16_IS_TRAIL(c))
			c = transcoder->lead ? (uint32_t)U16_GET_SUPPLEMENTARY(transcoder->lead, units[i]) : 0xFFFD;
		else if (c == 0x1A)
			c = 0xFFFD;
		transcoder->lead = 0;
		transcoder->stop += text_encode(c, transcoder->ready + transcoder->stop);
	}
}

/* Makes some bytes ready, or comes to the end. */
static bool convert(struct transcoder *transcoder, struct error *error)
{
	UChar units[UNITS], *to = units;
	struct slice head;
	UErrorCode wrong = U_ZERO_ERROR;
	if (!stream_peek(transcoder->from, 1, &head, error))
		return false;
	const char *from = head.at;
	bool last = !head.len;
	ucnv_toUnicode(transcoder->converter, &to, units + UNITS, &from, head.at + head.len, NULL, last, &wrong);
	if (U_FAILURE(wrong) && wrong != U_BUFFER_OVERFLOW_ERROR)
		return error_set(error, ERROR_READ, "cannot be read as %s: %s", transcoder->encoding, u_errorName(wrong));
	if (head.len)
		stream_take(transcoder->from, (size_t)(from - head.at));
	ready_units(transcoder, units, (size_t)(to - units));
	transcoder->flushed = last && wrong != U_BUFFER_OVERFLOW_ERROR;
	return true;
}

static bool take_ready(struct transcoder *transcoder, char *to, size_t most, size_t *got)
{
	size_t left = transcoder->stop - transcoder->at;
	*got = left < most ? left : most;
	memcpy(to, transcoder->ready + transcoder->at, *got);
	transcoder->at += *got;
	return *got;
}

static bool read_undecided(struct transcoder *transcoder, char *to, size_t most, size_t *got, struct error *error)
{
	struct slice head;
	if (!stream_peek(transcoder->from, transcoder->begun ? 1 : 4, &head, error) || !head.len)
		return error->kind == ERROR_NONE;
	bool first = !transcoder->begun;
	transcoder->begun = true;
	size_t ascii = first && must_decide(transcoder, head) ? 0 : plain_ascii(head);
	if (!ascii)
		return decide(transcoder, error);
	hand_out(transcoder, (struct slice){ head.at, ascii }, to, most, got);
	return true;
}

/* ---- */

struct transcoder *transcoder_open(struct stream *from, const char *encoding)
{
	struct transcoder *transcoder = calloc(1, sizeof *transcoder);
	if (!transcoder)
		return NULL;
	transcoder->from = from;
	transcoder->named = encoding && strcmp(encoding, "auto") != 0 ? encoding : NULL;
	transcoder->encoding = charset_name(CHARSET_UTF8);
	return transcoder;
}

bool transcoder_read(void *transcoder_, char *to, size_t most, size_t *got, struct error *error)
{
	struct transcoder *transcoder = transcoder_;
	*got = 0;
	while (!take_ready(transcoder, to, most, got)) {
		struct slice head = { NULL, 0 };
		bool good = true;
		if (transcoder->state == UNDECIDED)
			good = read_undecided(transcoder, to, most, got, error);
		else if (transcoder->state == AS_UTF8)
			good = read_utf8(transcoder, to, most, got, error);
		else if (!transcoder->flushed)
			good = convert(transcoder, error);
		if (!good || *got)
			return good;
		if (transcoder->at < transcoder->stop)
			continue;
		if (!stream_peek(transcoder->from, 1, &head, error))
			return false;
		if (!head.len && (transcoder->state != AS_OTHER || transcoder->flushed))
			return true;
	}
	return true;
}

void transcoder_close(void *transcoder_)
{
	struct transcoder *transcoder = transcoder_;
	if (!transcoder)
		return;
	if (transcoder->converter)
		ucnv_close(transcoder->converter);
	free(transcoder);
}

const char *transcoder_encoding(const struct transcoder *transcoder)
{
	return transcoder->encoding;
}

bool transcoder_doubtful(const struct transcoder *transcoder)
{
	return transcoder->doubtful;
}

/* ---- private from here: bytes in memory as a stream ---- */

static bool read_slice(void *slice_, char *to, size_t most, size_t *got, struct error *error)
{
	struct slice *slice = slice_;
	(void)error;
	*got = slice->len < most ? slice->len : most;
	if (*got)
		memcpy(to, slice->at, *got);
	slice->at += *got;
	slice->len -= *got;
	return true;
}

/* ---- */

void head_as_utf8(struct out *out, struct slice *head, const char *encoding)
{
	struct stream stream = { .file = -1 };
	struct slice left = *head;
	struct error error = { ERROR_NONE, "" };
	char piece[4096];
	size_t got = 1;
	if (utf8_good(*head, 0) == head->len && !slice_starts(*head, SLICE("\xEF\xBB\xBF")) && !memchr(head->at, 0, head->len))
		return;
	stream_open_feed(&stream, (struct feed){ &left, read_slice, NULL });
	struct transcoder *transcoder = transcoder_open(&stream, encoding);
	while (transcoder && got && transcoder_read(transcoder, piece, sizeof piece, &got, &error))
		out_bytes(out, piece, got);
	transcoder_close(transcoder);
	stream_release(&stream);
	*head = (struct slice){ out->bytes, out->len };
}

void utf8_write(struct out *to, struct slice bytes)
{
	enum { LONGEST = 4096 };
	UChar units[LONGEST];
	char utf8[4];
	UErrorCode wrong = U_ZERO_ERROR;
	size_t pairs = 0;
	if (utf8_good(bytes, 0) == bytes.len || bytes.len > LONGEST) {
		out_slice(to, bytes);
		return;
	}
	while (pairs < bytes.len && windows949_len(bytes, pairs))
		pairs += windows949_len(bytes, pairs);
	UConverter *converter = converter_for(pairs == bytes.len ? CHARSET_WINDOWS949 : CHARSET_WINDOWS1252, NULL);
	int32_t count = converter ? ucnv_toUChars(converter, units, LONGEST, bytes.at, (int32_t)bytes.len, &wrong) : 0;
	for (int32_t i = 0; i < count && U_SUCCESS(wrong);) {
		uint32_t c = units[i++];
		if (U16_IS_LEAD(c) && i < count && U16_IS_TRAIL(units[i]))
			c = (uint32_t)U16_GET_SUPPLEMENTARY(c, units[i++]);
		out_bytes(to, utf8, text_encode(U16_IS_SURROGATE(c) ? 0xFFFD : c, utf8));
	}
	if (converter)
		ucnv_close(converter);
}
