/* charset.c: bytes in, the encoding they are most likely in out.
 *
 * A byte order mark decides. After that the order is not free: UTF-16 before UTF-8, because ASCII in UTF-16 is
 * well-formed UTF-8 full of NULs; windows-949 only by its share of everyday syllables, because a smart quote and
 * a letter of windows-1252 are a legal pair; windows-1252 last, because everything is legal in it. */
#include "read/charset.h"

#include <stdint.h>

enum {
	SAMPLE = 64 * 1024,             /* statistics look at no more than this */
	HEAD = 64 * 1024,
	SURE_PAIRS = 8                  /* with fewer pairs windows-949 is doubtful */
};

/* ---- private from here ---- */

/* ---- well-formed UTF-8 ---- */

static size_t utf8_sequence(const unsigned char *p, size_t left)
{
	/* 0: ill-formed. Bounds of the second byte: no overlong forms, no surrogates, nothing past U+10FFFF */
	if (p[0] < 0xC2 || p[0] > 0xF4 || left < 2)
		return 0;
	unsigned char low = p[0] == 0xE0 ? 0xA0 : p[0] == 0xF0 ? 0x90 : 0x80;
	unsigned char high = p[0] == 0xED ? 0x9F : p[0] == 0xF4 ? 0x8F : 0xBF;
	if (p[1] < low || p[1] > high)
		return 0;
	if (p[0] < 0xE0)
		return 2;
	if (left < 3 || (p[2] & 0xC0) != 0x80)
		return 0;
	if (p[0] < 0xF0)
		return 3;
	return left >= 4 && (p[3] & 0xC0) == 0x80 ? 4 : 0;
}

/* A well-formed sequence of three, with a byte behind it: most of what is not ASCII. */
static inline bool utf8_is_triple(const unsigned char *p)
{
	uint32_t four;
	memcpy(&four, p, 4);
#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
	four = __builtin_bswap32(four);
#endif
	if ((four & 0xC0C0F0) != 0x8080E0)
		return false;
	return p[0] == 0xE0 ? p[1] >= 0xA0 : p[0] != 0xED || p[1] < 0xA0;
}

size_t utf8_good(struct slice bytes, size_t at)
{
	const unsigned char *p = (const unsigned char *)bytes.at;
	size_t i = at;
	while (i < bytes.len) {
		if (p[i] < 0x80) {
			uint64_t eight;
			while (i + 8 <= bytes.len && (memcpy(&eight, p + i, 8), !(eight & 0x8080808080808080u)))
				i += 8;
			while (i < bytes.len && p[i] < 0x80)
				i++;
			continue;
		}
		while (i + 4 <= bytes.len && utf8_is_triple(p + i))
			i += 3;
		if (i == bytes.len || p[i] < 0x80)
			continue;
		size_t len = utf8_sequence(p + i, bytes.len - i);
		if (!len)
			break;
		i += len;
	}
	return i - at;
}

size_t utf8_bad(struct slice bytes, size_t at)
{
	const unsigned char *p = (const unsigned char *)bytes.at + at;
	size_t left = bytes.len - at;
	/* the longest beginning of what could have been well-formed: one that 0xBF after 0xBF completes */
	for (size_t len = left < 3 ? left : 3; len > 1; len--) {
		unsigned char whole[4] = { 0xBF, 0xBF, 0xBF, 0xBF };
		memcpy(whole, p, len);
		if (utf8_sequence(whole, 4) > len)
			return len;
	}
	return 1;
}

/* ---- windows-949 ---- */

static bool windows949_trail(unsigned char c)
{
	return (c >= 0x41 && c <= 0x5A) || (c >= 0x61 && c <= 0x7A) || (c >= 0x81 && c <= 0xFE);
}

size_t windows949_len(struct slice bytes, size_t at)
{
	unsigned char lead = (unsigned char)bytes.at[at];
	if (lead < 0x80)
		return 1;
	if (lead == 0x80 || lead == 0xFF || at + 1 == bytes.len)
		return 0;
	return windows949_trail((unsigned char)bytes.at[at + 1]) ? 2 : 0;
}

struct pairs {
	size_t all, everyday, signs, bad;
};

/* Below the first row of hanja a pair may end in an ASCII letter, above it has no meaning then. */
static bool windows949_has(unsigned char lead, unsigned char trail)
{
	return trail >= 0xA1 || lead < 0xC6 || (lead == 0xC6 && trail <= 0x52);
}

static struct pairs windows949_pairs(struct slice bytes, size_t at)
{
	struct pairs pairs = { 0 };
	const unsigned char *p = (const unsigned char *)bytes.at;
	for (size_t i = at; i < bytes.len;) {
		size_t len = windows949_len(bytes, i);
		if (len == 2 && windows949_has(p[i], p[i + 1])) {
			pairs.all++;
			pairs.everyday += p[i] >= 0xB0 && p[i] <= 0xC8 && p[i + 1] >= 0xA1;
			pairs.signs += p[i] >= 0xA1 && p[i] <= 0xA3 && p[i + 1] >= 0xA1;
		} else if (len != 1 && i + 1 < bytes.len) {
			pairs.bad++;
		}
		i += len ? len : 1;
	}
	return pairs;
}

/* ---- Johab: a syllable is a high bit and three times five bits ---- */

struct johab {
	size_t all, syllables, open, runs;
};

static struct johab johab_pairs(struct slice bytes)
{
	/* bit n: n is a medial, a final; final 1 is none */
	const uint32_t initials = 0x1FFFFC, medials = 0x3CFCFCF8, finals = 0x3FFBFFFE;
	struct johab found = { 0 };
	const unsigned char *p = (const unsigned char *)bytes.at;
	bool before = false;
	for (size_t i = 0; i + 1 < bytes.len;) {
		if (p[i] < 0x80) {
			before = false;
			i++;
			continue;
		}
		unsigned pair = p[i] * 256u + p[i + 1];
		bool syllable = initials >> (pair >> 10 & 31) & medials >> (pair >> 5 & 31) & finals >> (pair & 31) & 1;
		found.all++;
		found.syllables += syllable;
		found.open += syllable && (pair & 31) == 1;
		found.runs += !before;
		before = true;
		i += 2;
	}
	return found;
}

/* ---- windows-1252 ---- */

unsigned windows1252_upper(unsigned byte)
{
	/* the five bytes without a meaning are the control characters they are in Latin-1 */
	static const unsigned short upper[32] = {
		0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x8D, 0x17D,
		0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153,
		0x9D, 0x17E, 0x178
	};
	return upper[byte - 0x80];
}

/* ---- UTF-16 ---- */

/* What a unit says for the byte order it was read in, in halves: text of the world's newspapers gives +2 almost
 * everywhere; read in the wrong order its letters become ideographs that end in a zero byte. */
static int utf16_worth(unsigned unit)
{
	if ((unit >= 0x20 && unit <= 0x7E) || unit == '\n' || unit == '\r' || unit == '\t')
		return 2;
	if (unit < 0xA0)
		return -4;
	if (unit >= 0xAC00 && unit <= 0xD7A3)
		return 2;
	if (unit <= 0x52F || (unit >= 0x1100 && unit <= 0x11FF) || (unit >= 0x2010 && unit <= 0x205E))
		return unit & 0xFF ? 2 : 0;
	if ((unit >= 0x3000 && unit <= 0x33FF) || (unit >= 0xFF01 && unit <= 0xFFE6) || unit == 0x20AC)
		return 2;
	if (unit >= 0x4E00 && unit <= 0x9FFF)
		return unit & 0xFF ? 1 : -1;
	return 0;
}

/* The mean worth, in percent of the best. */
int utf16_score(struct slice bytes, bool big)
{
	const unsigned char *p = (const unsigned char *)bytes.at;
	size_t units = (bytes.len < HEAD ? bytes.len : HEAD) / 2;
	long worth = 0;
	for (size_t i = 0; i < units; i++)
		worth += utf16_worth(big ? p[2 * i] * 256u + p[2 * i + 1] : p[2 * i + 1] * 256u + p[2 * i]);
	return units ? (int)(worth * 50 / (long)units) : 0;
}

/* ---- what is no text ---- */

static const struct { const char *name, *head; size_t len; } magics[] = {
#define MAGIC(name, head) { name, head, sizeof(head) - 1 }
	MAGIC("PDF", "%PDF-"), MAGIC("PNG", "\x89PNG\r\n\x1A\n"), MAGIC("JPEG", "\xFF\xD8\xFF"), MAGIC("GIF", "GIF87a"),
	MAGIC("GIF", "GIF89a"), MAGIC("TIFF", "II*\0"), MAGIC("TIFF", "MM\0*"), MAGIC("ZIP", "PK\x03\x04"),
	MAGIC("ZIP", "PK\x05\x06"), MAGIC("gzip", "\x1F\x8B"), MAGIC("zstd", "\x28\xB5\x2F\xFD"),
	MAGIC("xz", "\xFD" "7zXZ\0"), MAGIC("bzip2", "BZh91AY&SY"), MAGIC("7z", "7z\xBC\xAF\x27\x1C"),
	MAGIC("RAR", "Rar!\x1A\x07"), MAGIC("ELF", "\x7F" "ELF"), MAGIC("Mach-O", "\xCF\xFA\xED\xFE"),
	MAGIC("SQLite", "SQLite format 3\0"), MAGIC("OLE", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
	MAGIC("HWP", "HWP Document File"), MAGIC("MP3", "ID3\x03\0"), MAGIC("MP3", "ID3\x04\0"),
	MAGIC("Ogg", "OggS\0"), MAGIC("FLAC", "fLaC\0"), MAGIC("Java class", "\xCA\xFE\xBA\xBE"),
	MAGIC("WebAssembly", "\0asm"), MAGIC("RTF", "{\\rtf1")
#undef MAGIC
};

const char *charset_binary(struct slice bytes)
{
	for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
		if (slice_starts(bytes, (struct slice){ magics[i].head, magics[i].len }))
			return magics[i].name;
	if (bytes.len >= 12 && slice_starts(bytes, SLICE("RIFF")) && memchr(bytes.at + 4, 0, 4))
		return "RIFF";
	if (bytes.len >= 64 && slice_starts(bytes, SLICE("MZ")) && memchr(bytes.at, 0, 64))
		return "EXE";
	return NULL;
}

/* Control characters that no text needs, in a thousand bytes. */
static size_t controls_per_mille(struct slice bytes)
{
	size_t len = bytes.len < HEAD ? bytes.len : HEAD, count = 0;
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)bytes.at[i];
		count += c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1B;
	}
	return len ? (count * 1000 + len - 1) / len : 0;
}

/* ---- by mark, by trial ---- */

bool charset_marked(struct charset_guess *guess, struct slice bytes)
{
	static const struct { enum charset charset; const char *mark; size_t len; } marks[] = {
		{ CHARSET_UTF8, "\xEF\xBB\xBF", 3 }, { CHARSET_UTF32LE, "\xFF\xFE\0\0", 4 },
		{ CHARSET_UTF32BE, "\0\0\xFE\xFF", 4 }, { CHARSET_UTF16LE, "\xFF\xFE", 2 },
		{ CHARSET_UTF16BE, "\xFE\xFF", 2 }
	};
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		if (!slice_starts(bytes, (struct slice){ marks[i].mark, marks[i].len }))
			continue;
		*guess = (struct charset_guess){ .charset = marks[i].charset, .mark = marks[i].len };
		return true;
	}
	return false;
}

static bool guess_iso2022kr(struct slice bytes)
{
	struct slice head = { bytes.at, bytes.len < HEAD ? bytes.len : HEAD };
	if (!memmem(head.at, head.len < 4096 ? head.len : 4096, "\x1B$)C", 4))
		return false;
	for (size_t i = 0; i < head.len; i++)
		if ((unsigned char)head.at[i] >= 0x80)
			return false;
	return true;
}

/* The NULs of UTF-16 are many; where they stand says less: U+AC00 and U+B300 are everyday syllables. */
static bool guess_utf16(struct charset_guess *guess, struct slice bytes)
{
	size_t nuls = 0, len = bytes.len < HEAD ? bytes.len : HEAD;
	for (size_t i = 0; i < len; i++)
		nuls += !bytes.at[i];
	int little = utf16_score(bytes, false), big = utf16_score(bytes, true);
	if (nuls * 100 < len || (little < 70 && big < 70))
		return false;
	*guess = (struct charset_guess){ .charset = big > little ? CHARSET_UTF16BE : CHARSET_UTF16LE,
	                                 .doubtful = bytes.len < 16 };
	return true;
}

static bool guess_utf16_without_nuls(struct charset_guess *guess, struct slice bytes)
{
	int little = utf16_score(bytes, false), big = utf16_score(bytes, true);
	if (bytes.len % 2 || (little < 90 && big < 90))
		return false;
	*guess = (struct charset_guess){ .charset = big > little ? CHARSET_UTF16BE : CHARSET_UTF16LE, .doubtful = true };
	return true;
}

/* Well-formed, a cut tail aside; or so nearly that the rest is damage. */
static bool guess_utf8(struct charset_guess *guess, struct slice bytes)
{
	const unsigned char *p = (const unsigned char *)bytes.at;
	size_t first = utf8_good(bytes, 0);
	guess->good = first;
	if (first == bytes.len)
		return true;
	/* two bytes may be well-formed by chance, and often are in windows-949 */
	size_t at = first > SAMPLE / 2 ? first - SAMPLE / 2 : 0, twos = 0, longer = 0, bad = 0;
	size_t stop = bytes.len - first > SAMPLE / 2 ? first + SAMPLE / 2 : bytes.len;
	while (at < first && (p[at] & 0xC0) == 0x80)
		at++;
	while (at < stop) {
		size_t len = p[at] < 0x80 ? 1 : utf8_sequence(p + at, bytes.len - at);
		twos += len == 2;
		longer += len > 2;
		if (!len) {
			len = utf8_bad(bytes, at);
			bad += at + len < bytes.len || p[at] < 0xC2;
		}
		at += len;
	}
	return twos + longer && bad <= longer + twos / 4;
}

/* From the first byte that is not ASCII, so that an English page in front hides nothing. */
static struct slice beyond_ascii(struct slice bytes)
{
	size_t first = 0;
	while (first < bytes.len && (unsigned char)bytes.at[first] < 0x80)
		first++;
	return (struct slice){ bytes.at + first, bytes.len - first < SAMPLE ? bytes.len - first : SAMPLE };
}

/* A piece cut out of something longer may begin with the second half of a pair: 1, else 0. */
static size_t windows949_stray(struct slice bytes)
{
	struct slice sample = beyond_ascii(bytes);
	struct pairs pairs = windows949_pairs(sample, 0), behind = windows949_pairs(sample, 1);
	return sample.len && sample.at == bytes.at && behind.bad <= pairs.bad && behind.everyday >= pairs.everyday
	       && (behind.bad < pairs.bad || behind.everyday > pairs.everyday);
}

static bool guess_windows949(struct charset_guess *guess, struct slice bytes)
{
	struct slice sample = beyond_ascii(bytes);
	size_t stray = windows949_stray(bytes);
	struct pairs pairs = windows949_pairs(sample, stray);
	bool sound = pairs.bad * 50 <= pairs.all + pairs.bad;
	bool damaged = pairs.bad * 10 <= pairs.all && pairs.everyday * 10 >= pairs.all * 9;
	/* a text of another alphabet has quotation marks and dashes alone */
	bool signs = !pairs.bad && (pairs.everyday + pairs.signs) * 10 >= pairs.all * 9;
	if (!pairs.all || (pairs.everyday * 2 < pairs.all && !signs) || (!sound && !damaged))
		return false;
	*guess = (struct charset_guess){
		.charset = CHARSET_WINDOWS949, .mark = stray,
		.doubtful = pairs.all < SURE_PAIRS || pairs.everyday * 4 < pairs.all * 3 || !sound
	};
	return true;
}

/* Nearly everything is a syllable, a fair part of them without a final, and they stand side by side. */
static bool guess_johab(struct charset_guess *guess, struct slice bytes)
{
	struct johab found = johab_pairs(beyond_ascii(bytes));
	if (found.all < 4 || found.syllables * 20 < found.all * 18 || found.open * 5 < found.all
	    || found.all * 2 < found.runs * 3)
		return false;
	*guess = (struct charset_guess){ .charset = CHARSET_JOHAB, .doubtful = found.all < 2 * SURE_PAIRS };
	return true;
}

/* Without its mark: all units are characters, and the first ones would be half zeros in anything else. */
static bool guess_utf32(struct charset_guess *guess, struct slice bytes)
{
	const unsigned char *p = (const unsigned char *)bytes.at;
	size_t len = bytes.len < HEAD ? bytes.len : HEAD;
	for (int big = 0; big < 2; big++) {
		size_t i = 0;
		while (i + 4 <= len) {
			const unsigned char *high = p + i + (big ? 0 : 2), *low = p + i + (big ? 2 : 0);
			unsigned plane = big ? high[1] : high[0], top = big ? high[0] : high[1], unit = low[0] * 256u + low[1];
			if (top || plane > 0x10 || (!plane && !unit))
				break;
			i += 4;
		}
		if (len < 8 || i + 4 <= len)
			continue;
		*guess = (struct charset_guess){ .charset = big ? CHARSET_UTF32BE : CHARSET_UTF32LE, .doubtful = len < 16 };
		return true;
	}
	return false;
}

/* ---- */

struct charset_guess charset_guess(struct slice bytes)
{
	struct charset_guess guess = { .charset = CHARSET_UTF8 };
	if (!bytes.len)
		return guess;
	guess.binary = charset_binary(bytes);
	if (guess.binary) {
		guess.charset = CHARSET_BINARY;
		return guess;
	}
	if (charset_marked(&guess, bytes))
		return guess;
	bool nuls = memchr(bytes.at, 0, bytes.len);
	if (nuls && (guess_utf32(&guess, bytes) || guess_utf16(&guess, bytes)))
		return guess;
	size_t controls = controls_per_mille(bytes);
	if (guess_iso2022kr(bytes))
		guess.charset = CHARSET_ISO2022KR;
	else if (controls > 100)
		guess.charset = CHARSET_BINARY;
	else if (guess_utf8(&guess, bytes))
		guess.charset = CHARSET_UTF8;
	else if (!guess_windows949(&guess, bytes) && !guess_johab(&guess, bytes) && !guess_utf16_without_nuls(&guess, bytes))
		guess = (struct charset_guess){ .charset = nuls || controls > 5 ? CHARSET_BINARY : CHARSET_WINDOWS1252,
		                                .doubtful = true };
	return guess;
}
