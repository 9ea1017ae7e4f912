/* view.c: see view.h. UTF-8 in, one byte for every jamo, letter, digit or sign out.
 *
 * What you would not guess: signs that people use for one another are folded, so that rules need to list one of
 * them only. The middle dots (U+00B7, U+2027, U+2024, U+2219, U+22C5, U+318D, U+30FB, U+FF65, U+119E) are one; the
 * wave dashes (U+223C, U+301C, U+FF5E) are the ASCII tilde; hyphens and the minus sign are the ASCII hyphen, primes
 * the ASCII quotes; lenticular and tortoise-shell brackets are the square ones; the ideographic comma and full stop
 * are the ASCII ones; U+24D2 is the copyright sign. A character whose compatibility form has several letters gives several bytes of one character. A number form behind a digit (the 1/2 of 2 1/2 written
 * as one character, a raised 2) gets a blank in front, so that its digits do not run into the number before it.
 * Combining marks and format characters have no byte: they belong to the character before them. */
#include "engine/view.h"

#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>

enum {
	SYLLABLES = 11172, MEDIALS = 21, FINALS = 28,
	AT_MOST = VIEW_EXPANSION + 1    /* bytes that one character adds, its blank included */
};

#define S(n) (VIEW_SIGNS + (n))
#define M(n) (VIEW_MORE_SIGNS + (n))

/* The signs that have a byte of their own:
 * 0 left double quote, 1 right double quote, 2 left single quote, 3 right single quote, 4 left corner bracket,
 * 5 right corner bracket, 6 left white corner bracket, 7 right white corner bracket, 8 left double angle
 * bracket, 9 right double angle bracket, 10 left angle bracket, 11 right angle bracket, 12 left guillemet, 13
 * right guillemet, 14 em dash, 15 en dash, 16 ellipsis, 17 middle dot, 18 bullet, 19 black triangle up, 20
 * white triangle up, 21 triangle down, 22 triangle right, 23 triangle left, 24 black circle, 25 white circle,
 * 26 diamond, 27 black square, 28 white square, 29 reference mark, 30 star, 31 arrow right, 32 arrow left, 33
 * arrow up, 34 arrow down, 35 copyright, 36 registered, 37 trade mark, 38 euro, 39 pound, 40 yen, 41 won, 42
 * degree, 43 per mille, 44 section, 45 times, 46 divided by, 47 plus-minus, 48 at least, 49 at most, 50
 * telephone, 51 heart, 52 almost equal. */

/* In the order of the code points: several of one byte are folded. */
static const struct sign {
	uint32_t codepoint;
	unsigned char byte;
} signs[] = {
	{ 0x00A2, M(1) }, { 0x00A3, S(39) }, { 0x00A4, M(0) }, { 0x00A5, S(40) }, { 0x00A6, '|' },
	{ 0x00A7, S(44) }, { 0x00A9, S(35) }, { 0x00AB, S(12) }, { 0x00AE, S(36) }, { 0x00B0, S(42) },
	{ 0x00B1, S(47) }, { 0x00B4, '\'' }, { 0x00B6, S(44) }, { 0x00B7, S(17) }, { 0x00BA, S(42) },
	{ 0x00BB, S(13) }, { 0x00D7, S(45) }, { 0x00F7, S(46) }, { 0x02B9, '\'' }, { 0x02BA, '"' },
	{ 0x02BC, S(3) }, { 0x02DA, S(42) }, { 0x0387, S(17) }, { 0x119E, S(17) }, { 0x2010, '-' },
	{ 0x2011, '-' }, { 0x2012, S(15) }, { 0x2013, S(15) }, { 0x2014, S(14) }, { 0x2015, S(14) },
	{ 0x2018, S(2) }, { 0x2019, S(3) }, { 0x201A, S(2) }, { 0x201B, S(2) }, { 0x201C, S(0) },
	{ 0x201D, S(1) }, { 0x201E, S(0) }, { 0x201F, S(0) }, { 0x2022, S(18) }, { 0x2023, S(18) },
	{ 0x2024, S(17) }, { 0x2025, S(16) }, { 0x2026, S(16) }, { 0x2027, S(17) }, { 0x2030, S(43) },
	{ 0x2032, '\'' }, { 0x2033, '"' }, { 0x2039, S(10) }, { 0x203A, S(11) }, { 0x203B, S(29) },
	{ 0x2043, S(18) }, { 0x2044, '/' }, { 0x204E, '*' }, { 0x20A9, S(41) }, { 0x20AC, S(38) },
	{ 0x20DD, S(25) }, { 0x2117, S(35) }, { 0x2121, S(50) }, { 0x2122, S(37) }, { 0x2190, S(32) },
	{ 0x2191, S(33) }, { 0x2192, S(31) }, { 0x2193, S(34) }, { 0x21D0, S(32) }, { 0x21D1, S(33) },
	{ 0x21D2, S(31) }, { 0x21D3, S(34) }, { 0x2212, '-' }, { 0x2215, '/' }, { 0x2217, '*' },
	{ 0x2219, S(17) }, { 0x2236, ':' }, { 0x223C, '~' }, { 0x2245, S(52) }, { 0x2248, S(52) },
	{ 0x2252, S(52) }, { 0x2264, S(49) }, { 0x2265, S(48) }, { 0x2266, S(49) }, { 0x2267, S(48) },
	{ 0x226A, S(8) }, { 0x226B, S(9) }, { 0x22C5, S(17) }, { 0x22EF, S(16) }, { 0x2329, S(10) },
	{ 0x232A, S(11) }, { 0x24B8, S(35) }, { 0x24C7, S(36) }, { 0x24D2, S(35) }, { 0x24E1, S(36) },
	{ 0x2500, S(14) }, { 0x2501, S(14) }, { 0x2502, '|' }, { 0x2503, '|' }, { 0x25A0, S(27) },
	{ 0x25A1, S(28) }, { 0x25A2, S(28) }, { 0x25A3, S(27) }, { 0x25AA, S(18) }, { 0x25AB, S(18) },
	{ 0x25B2, S(19) }, { 0x25B3, S(20) }, { 0x25B4, S(19) }, { 0x25B5, S(20) }, { 0x25B6, S(22) },
	{ 0x25B7, S(22) }, { 0x25B8, S(22) }, { 0x25B9, S(22) }, { 0x25BA, S(22) }, { 0x25BB, S(22) },
	{ 0x25BC, S(21) }, { 0x25BD, S(21) }, { 0x25BE, S(21) }, { 0x25BF, S(21) }, { 0x25C0, S(23) },
	{ 0x25C1, S(23) }, { 0x25C2, S(23) }, { 0x25C3, S(23) }, { 0x25C4, S(23) }, { 0x25C5, S(23) },
	{ 0x25C6, S(26) }, { 0x25C7, S(26) }, { 0x25C8, S(26) }, { 0x25CB, S(25) }, { 0x25CE, S(25) },
	{ 0x25CF, S(24) }, { 0x25E6, S(18) }, { 0x25EF, S(25) }, { 0x25FB, S(28) }, { 0x25FC, S(27) },
	{ 0x2605, S(30) }, { 0x2606, S(30) }, { 0x260E, S(50) }, { 0x260F, S(50) }, { 0x261B, S(22) },
	{ 0x261C, S(23) }, { 0x261E, S(22) }, { 0x2661, S(51) }, { 0x2665, S(51) }, { 0x26AA, S(25) },
	{ 0x26AB, S(24) }, { 0x2706, S(50) }, { 0x2715, S(45) }, { 0x2716, S(45) }, { 0x275B, S(2) },
	{ 0x275C, S(3) }, { 0x275D, S(0) }, { 0x275E, S(1) }, { 0x2764, S(51) }, { 0x2794, S(31) },
	{ 0x27A1, S(31) }, { 0x27E6, '[' }, { 0x27E7, ']' }, { 0x27E8, S(10) }, { 0x27E9, S(11) },
	{ 0x2A7D, S(49) }, { 0x2A7E, S(48) }, { 0x2E3A, S(14) }, { 0x2E3B, S(14) }, { 0x3001, ',' },
	{ 0x3002, '.' }, { 0x3008, S(10) }, { 0x3009, S(11) }, { 0x300A, S(8) }, { 0x300B, S(9) },
	{ 0x300C, S(4) }, { 0x300D, S(5) }, { 0x300E, S(6) }, { 0x300F, S(7) }, { 0x3010, '[' }, { 0x3011, ']' },
	{ 0x3014, '[' }, { 0x3015, ']' }, { 0x3016, '[' }, { 0x3017, ']' }, { 0x3018, '[' }, { 0x3019, ']' },
	{ 0x301C, '~' }, { 0x301E, S(1) }, { 0x301F, S(1) }, { 0x30FB, S(17) }, { 0x318D, S(17) },
	{ 0xFE31, S(14) }, { 0xFE4D, '_' }, { 0xFE58, S(14) }, { 0xFE63, '-' }, { 0xFF02, '"' }, { 0xFF07, '\'' },
	{ 0xFF0D, '-' }, { 0xFF5C, '|' }, { 0xFF5E, '~' }, { 0xFF61, '.' }, { 0xFF62, S(4) }, { 0xFF63, S(5) },
	{ 0xFF64, ',' }, { 0xFF65, S(17) }, { 0xFFE0, M(1) }, { 0xFFE1, S(39) }, { 0xFFE5, S(40) },
	{ 0xFFE6, S(41) }, { 0xFFE8, '|' }
};

/* Latin letters that Unicode does not take apart. */
static const struct letter {
	uint32_t codepoint;
	const char *letters;
} letters[] = {
	{ 0x00C6, "AE" }, { 0x00D0, "D" }, { 0x00D8, "O" }, { 0x00DE, "TH" }, { 0x00DF, "ss" }, { 0x00E6, "ae" },
	{ 0x00F0, "d" }, { 0x00F8, "o" }, { 0x00FE, "th" }, { 0x0110, "D" }, { 0x0111, "d" }, { 0x0126, "H" },
	{ 0x0127, "h" }, { 0x0131, "i" }, { 0x0141, "L" }, { 0x0142, "l" }, { 0x0152, "OE" }, { 0x0153, "oe" },
	{ 0x0166, "T" }, { 0x0167, "t" }, { 0x1E9E, "SS" }
};

/* ---- private from here ---- */

static int sign_order(const void *key, const void *element)
{
	uint32_t a = *(const uint32_t *)key, b = ((const struct sign *)element)->codepoint;
	return (a > b) - (a < b);
}

static int letter_order(const void *key, const void *element)
{
	uint32_t a = *(const uint32_t *)key, b = ((const struct letter *)element)->codepoint;
	return (a > b) - (a < b);
}

static unsigned char view_ascii(unsigned char c)
{
	if (c == '\t' || c == '\n' || c == '\r')
		return ' ';
	return c < 0x20 || c == 0x7F ? VIEW_OTHER : c;
}

static inline size_t view_syllable(uint32_t syllable, unsigned char *bytes)
{
	uint32_t final = syllable % FINALS, rest = syllable / FINALS;
	bytes[0] = (unsigned char)(VIEW_INITIAL + rest / MEDIALS);
	bytes[1] = (unsigned char)(VIEW_MEDIAL + rest % MEDIALS);
	bytes[2] = (unsigned char)(VIEW_FINAL - 1 + final);
	return final ? 3 : 2;
}

static bool codepoint_is_han(uint32_t c)
{
	return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0xF900 && c <= 0xFAFF)
	       || (c >= 0x20000 && c <= 0x3FFFF) || c == 0x3005 || c == 0x3007;
}

static bool codepoint_is_jamo(uint32_t c)
{
	return (c >= 0x1100 && c <= 0x11FF) || (c >= 0x3131 && c <= 0x318E) || (c >= 0xA960 && c <= 0xA97F)
	       || (c >= 0xD7B0 && c <= 0xD7FF) || (c >= 0xFFA0 && c <= 0xFFDC);
}

/* A character that is not, or not to be, taken apart. */
static size_t view_plain(uint32_t c, unsigned char *bytes)
{
	if (c < 0x80) {
		bytes[0] = view_ascii((unsigned char)c);
		return 1;
	}
	const struct sign *sign = bsearch(&c, signs, sizeof signs / sizeof *signs, sizeof *signs, sign_order);
	if (sign) {
		bytes[0] = sign->byte;
		return 1;
	}
	const struct letter *letter = bsearch(&c, letters, sizeof letters / sizeof *letters, sizeof *letters, letter_order);
	if (letter) {
		size_t len = strlen(letter->letters);
		memcpy(bytes, letter->letters, len);
		return len;
	}
	if (codepoint_is_han(c))
		bytes[0] = VIEW_HAN;
	else if (codepoint_is_jamo(c))
		bytes[0] = VIEW_JAMO;
	else switch (u_charType((UChar32)c)) {
	case U_NON_SPACING_MARK:
	case U_ENCLOSING_MARK:
	case U_FORMAT_CHAR:
		return 0;
	case U_SPACE_SEPARATOR:
	case U_LINE_SEPARATOR:
	case U_PARAGRAPH_SEPARATOR:
		bytes[0] = ' ';
		break;
	case U_UPPERCASE_LETTER:
	case U_LOWERCASE_LETTER:
	case U_TITLECASE_LETTER:
	case U_MODIFIER_LETTER:
	case U_OTHER_LETTER:
	case U_COMBINING_SPACING_MARK:
		bytes[0] = VIEW_LETTER;
		break;
	case U_DECIMAL_DIGIT_NUMBER:
		bytes[0] = VIEW_DIGIT;
		break;
	case U_CURRENCY_SYMBOL:
		bytes[0] = VIEW_MORE_SIGNS;
		break;
	default:
		bytes[0] = c == 0x85 ? ' ' : VIEW_OTHER;
	}
	return 1;
}

/* A syllable that ICU has taken apart, put into bytes again; 0 where the units are no syllable. */
static size_t view_jamo(const UChar *units, int32_t len, unsigned char *bytes, int32_t *used)
{
	if (len < 2 || units[0] < 0x1100 || units[0] > 0x1112 || units[1] < 0x1161 || units[1] > 0x1175)
		return 0;
	bytes[0] = (unsigned char)(VIEW_INITIAL + units[0] - 0x1100);
	bytes[1] = (unsigned char)(VIEW_MEDIAL + units[1] - 0x1161);
	*used = 2;
	if (len < 3 || units[2] < 0x11A8 || units[2] > 0x11C2)
		return 2;
	bytes[2] = (unsigned char)(VIEW_FINAL + units[2] - 0x11A8);
	*used = 3;
	return 3;
}

/* The bytes of all characters but ASCII and Hangul. */
static size_t view_other(uint32_t c, unsigned char *bytes)
{
	if (codepoint_is_han(c) || codepoint_is_jamo(c)
	    || bsearch(&c, signs, sizeof signs / sizeof *signs, sizeof *signs, sign_order))
		return view_plain(c, bytes);
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfkc = unorm2_getNFKCInstance(&status);
	UChar units[32];
	int32_t count = U_SUCCESS(status) ? unorm2_getDecomposition(nfkc, (UChar32)c, units, 32, &status) : -1;
	if (count < 0 || U_FAILURE(status))
		return view_plain(c, bytes);
	size_t len = 0;
	for (int32_t i = 0; i < count && len + 3 <= VIEW_EXPANSION;) {
		int32_t used = 0;
		size_t more = view_jamo(units + i, count - i, bytes + len, &used);
		if (more) {
			i += used;
		} else {
			uint32_t part = units[i++];
			if ((part & 0xFC00) == 0xD800 && i < count)
				part = ((part & 0x3FF) << 10) + (units[i++] & 0x3FFu) + 0x10000;
			more = view_plain(part, bytes + len);
		}
		len += more;
	}
	return len;
}

static bool is_digit(unsigned char byte)
{
	return byte >= '0' && byte <= '9';
}

/* The character at at, which is not ASCII, and the place after it; an ill-formed byte is U+FFFD. */
static uint32_t codepoint_at(const unsigned char *bytes, size_t len, size_t *at)
{
	const unsigned char *p = bytes + *at;
	size_t left = len - *at, more = p[0] >= 0xF0 ? 3 : p[0] >= 0xE0 ? 2 : 1;
	uint32_t c = p[0] & (0x3Fu >> more);
	bool good = p[0] >= 0xC2 && p[0] <= 0xF4 && left > more;
	for (size_t i = 1; good && i <= more; i++) {
		good = (p[i] & 0xC0) == 0x80;
		c = c << 6 | (p[i] & 0x3F);
	}
	if (!good || c > 0x10FFFF) {
		*at += 1;
		return 0xFFFD;
	}
	*at += more + 1;
	return c;
}

/* Eight bytes of ASCII that stand for themselves. */
static inline bool is_printed(const unsigned char *bytes)
{
	const uint64_t ones = UINT64_MAX / 255, highs = ones << 7;
	uint64_t eight;
	memcpy(&eight, bytes, 8);
	return !((eight | (eight - ones * 0x20) | (eight + ones)) & highs);
}

static bool view_room(struct view *view, size_t need)
{
	if (need <= view->room)
		return true;
	size_t room = view->room + view->room / 2;
	if (room < need)
		room = need;
	unsigned char *bytes = realloc(view->bytes, room);
	if (!bytes)
		return false;
	view->bytes = bytes;
	uint32_t *at = realloc(view->at, room * sizeof *at);
	if (!at)
		return false;
	view->at = at;
	view->room = room;
	return true;
}

/* ---- */

void view_init(struct view *view)
{
	memset(view, 0, sizeof *view);
}

void view_release(struct view *view)
{
	free(view->bytes);
	free(view->at);
	view_init(view);
}

size_t view_codepoint(uint32_t codepoint, unsigned char bytes[VIEW_EXPANSION])
{
	if (codepoint < 0x80)
		return view_plain(codepoint, bytes);
	if (codepoint - 0xAC00 < SYLLABLES)
		return view_syllable(codepoint - 0xAC00, bytes);
	return view_other(codepoint, bytes);
}

bool view_build(struct view *view, struct slice text)
{
	const unsigned char *in = (const unsigned char *)text.at;
	size_t len = 0, i = 0;
	if (text.len >= UINT32_MAX / 4 || !view_room(view, text.len + AT_MOST + 1))
		return false;
	while (i < text.len) {
		uint32_t from = (uint32_t)i;
		if (in[i] < 0x80) {
			view->bytes[len] = in[i] >= 0x20 && in[i] != 0x7F ? in[i] : view_ascii(in[i]);
			view->at[len++] = from;
			for (i++; i + 8 <= text.len && is_printed(in + i); i += 8, len += 8) {
				memcpy(view->bytes + len, in + i, 8);
				for (uint32_t k = 0; k < 8; k++)
					view->at[len + k] = (uint32_t)i + k;
			}
			continue;
		}
		if (in[i] >= 0xEA && in[i] <= 0xED && text.len - i > 2 && (in[i + 1] & 0xC0) == 0x80 && (in[i + 2] & 0xC0) == 0x80) {
			uint32_t syllable = ((in[i] & 0xFu) << 12 | (in[i + 1] & 0x3Fu) << 6 | (in[i + 2] & 0x3Fu)) - 0xAC00;
			if (syllable < SYLLABLES) {
				size_t more = view_syllable(syllable, view->bytes + len);
				view->at[len] = view->at[len + 1] = view->at[len + 2] = from;
				len += more;
				i += 3;
				continue;
			}
		}
		unsigned char bytes[VIEW_EXPANSION];
		uint32_t c = codepoint_at(in, text.len, &i);
		size_t more = view_other(c, bytes);
		if (!view_room(view, len + more + (text.len - i) + AT_MOST + 1))
			return false;
		if (more && is_digit(bytes[0]) && len && is_digit(view->bytes[len - 1]) && u_charType((UChar32)c) == U_OTHER_NUMBER) {
			view->bytes[len] = ' ';
			view->at[len++] = from;
		}
		for (size_t k = 0; k < more; k++) {
			view->bytes[len] = bytes[k];
			view->at[len++] = from;
		}
	}
	view->bytes[len] = '\0';
	view->at[len] = (uint32_t)text.len;
	view->len = len;
	return true;
}

struct span view_span(const struct view *view, size_t start, size_t stop)
{
	if (stop > view->len)
		stop = view->len;
	if (start > stop)
		start = stop;
	if (start == stop)
		return (struct span){ view->at[start], view->at[start] };
	size_t last = stop - 1;
	while (stop < view->len && view->at[stop] == view->at[last])
		stop++;
	return (struct span){ view->at[start], view->at[stop] };
}

size_t view_find(const struct view *view, size_t byte)
{
	size_t low = 0, high = view->len;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (view->at[middle] < byte)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}
