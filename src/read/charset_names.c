/* charset_names.c: a name of an encoding in, what it means out.
 *
 * Names mean what they mean on the web (the labels of the WHATWG's Encoding standard): latin1 and ascii are
 * windows-1252, gb2312 is GBK. Not to be guessed: every name of the family of euc-kr is windows-949, and "ICU has it"
 * is no answer, as its converters of these names lose what the wider encoding adds. */
#include "read/charset.h"

#include <unicode/ucnv.h>

static const struct { const char *name; enum charset charset; const char *icu; } names[] = {
	/* ucnv_compareNames leaves out case, blanks, punctuation and zeros in front of numbers */
	{ "utf8", CHARSET_UTF8, NULL }, { "unicode11utf8", CHARSET_UTF8, NULL }, { "unicode20utf8", CHARSET_UTF8, NULL },
	{ "xunicode20utf8", CHARSET_UTF8, NULL }, { "utf8sig", CHARSET_UTF8, NULL },
	{ "utf16le", CHARSET_UTF16LE, NULL }, { "unicodefeff", CHARSET_UTF16LE, NULL },
	{ "utf16be", CHARSET_UTF16BE, NULL }, { "unicodefffe", CHARSET_UTF16BE, NULL },
	{ "utf32le", CHARSET_UTF32LE, NULL }, { "utf32be", CHARSET_UTF32BE, NULL },
	{ "windows949", CHARSET_WINDOWS949, NULL }, { "windows9492000", CHARSET_WINDOWS949, NULL },
	{ "cp949", CHARSET_WINDOWS949, NULL }, { "949", CHARSET_WINDOWS949, NULL }, { "ms949", CHARSET_WINDOWS949, NULL },
	{ "xwindows949", CHARSET_WINDOWS949, NULL }, { "uhc", CHARSET_WINDOWS949, NULL },
	{ "euckr", CHARSET_WINDOWS949, NULL }, { "cseuckr", CHARSET_WINDOWS949, NULL },
	{ "ksc5601", CHARSET_WINDOWS949, NULL }, { "ksc56011987", CHARSET_WINDOWS949, NULL },
	{ "ksc56011989", CHARSET_WINDOWS949, NULL }, { "csksc56011987", CHARSET_WINDOWS949, NULL },
	{ "isoir149", CHARSET_WINDOWS949, NULL }, { "korean", CHARSET_WINDOWS949, NULL },
	{ "ksx1001", CHARSET_WINDOWS949, NULL },
	{ "iso2022kr", CHARSET_ISO2022KR, NULL }, { "csiso2022kr", CHARSET_ISO2022KR, NULL },
	{ "johab", CHARSET_JOHAB, NULL }, { "cp1361", CHARSET_JOHAB, NULL }, { "ms1361", CHARSET_JOHAB, NULL },
	{ "windows1361", CHARSET_JOHAB, NULL },
	{ "windows1252", CHARSET_WINDOWS1252, NULL }, { "cp1252", CHARSET_WINDOWS1252, NULL },
	{ "xcp1252", CHARSET_WINDOWS1252, NULL }, { "iso88591", CHARSET_WINDOWS1252, NULL },
	{ "iso885911987", CHARSET_WINDOWS1252, NULL }, { "isoir100", CHARSET_WINDOWS1252, NULL },
	{ "latin1", CHARSET_WINDOWS1252, NULL }, { "csisolatin1", CHARSET_WINDOWS1252, NULL },
	{ "l1", CHARSET_WINDOWS1252, NULL }, { "cp819", CHARSET_WINDOWS1252, NULL },
	{ "ibm819", CHARSET_WINDOWS1252, NULL }, { "ascii", CHARSET_WINDOWS1252, NULL },
	{ "usascii", CHARSET_WINDOWS1252, NULL }, { "ansix341968", CHARSET_WINDOWS1252, NULL },
	{ "iso88599", CHARSET_OTHER, "windows-1254" }, { "iso885991989", CHARSET_OTHER, "windows-1254" },
	{ "isoir148", CHARSET_OTHER, "windows-1254" }, { "latin5", CHARSET_OTHER, "windows-1254" },
	{ "csisolatin5", CHARSET_OTHER, "windows-1254" }, { "l5", CHARSET_OTHER, "windows-1254" },
	{ "iso885911", CHARSET_OTHER, "windows-874" }, { "dos874", CHARSET_OTHER, "windows-874" },
	{ "csiso88596e", CHARSET_OTHER, "iso-8859-6" }, { "csiso88596i", CHARSET_OTHER, "iso-8859-6" },
	{ "csiso88598e", CHARSET_OTHER, "iso-8859-8" }, { "csiso88598i", CHARSET_OTHER, "iso-8859-8" },
	{ "visual", CHARSET_OTHER, "iso-8859-8" }, { "logical", CHARSET_OTHER, "iso-8859-8" },
	{ "koi", CHARSET_OTHER, "koi8-r" }, { "koi8ru", CHARSET_OTHER, "koi8-u" },
	{ "xmacukrainian", CHARSET_OTHER, "x-mac-cyrillic" },
	{ "gbk", CHARSET_OTHER, "gb18030" }, { "xgbk", CHARSET_OTHER, "gb18030" }, { "cp936", CHARSET_OTHER, "gb18030" },
	{ "gb2312", CHARSET_OTHER, "gb18030" }, { "gb231280", CHARSET_OTHER, "gb18030" },
	{ "csgb2312", CHARSET_OTHER, "gb18030" }, { "csiso58gb231280", CHARSET_OTHER, "gb18030" },
	{ "isoir58", CHARSET_OTHER, "gb18030" }, { "chinese", CHARSET_OTHER, "gb18030" },
	{ "cnbig5", CHARSET_OTHER, "big5" }, { "xxbig5", CHARSET_OTHER, "big5" }
};

/* ---- private from here ---- */

static void name_meets_bytes(struct charset_guess *guess, const char *name, struct slice bytes)
{
	static const char *const either[] = { "utf16", "unicode", "ucs2", "csunicode", "iso10646ucs2" };
	struct charset_guess marked;
	bool mark = charset_marked(&marked, bytes);
	for (size_t i = 0; i < sizeof either / sizeof *either; i++) {
		if (ucnv_compareNames(name, either[i]) != 0)
			continue;
		bool big = utf16_score(bytes, true) > utf16_score(bytes, false);
		guess->charset = big ? CHARSET_UTF16BE : CHARSET_UTF16LE;
		if (mark && (marked.charset == CHARSET_UTF16LE || marked.charset == CHARSET_UTF16BE))
			guess->charset = marked.charset;
	}
	if (ucnv_compareNames(name, "utf32") == 0)
		guess->charset = mark && marked.charset == CHARSET_UTF32BE ? CHARSET_UTF32BE : CHARSET_UTF32LE;
	if (mark && marked.charset == guess->charset)
		guess->mark = marked.mark;
}

/* ---- */

struct charset_guess charset_named(const char *name, struct slice bytes)
{
	struct charset_guess guess = { .charset = CHARSET_OTHER, .name = name, .binary = charset_binary(bytes) };
	if (guess.binary) {
		guess.charset = CHARSET_BINARY;
		return guess;
	}
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (ucnv_compareNames(name, names[i].name) != 0)
			continue;
		guess.charset = names[i].charset;
		guess.name = names[i].icu;
	}
	name_meets_bytes(&guess, name, bytes);
	return guess;
}

const char *charset_name(enum charset charset)
{
	static const char *const written[] = {
		[CHARSET_UTF8] = "UTF-8", [CHARSET_UTF16LE] = "UTF-16LE", [CHARSET_UTF16BE] = "UTF-16BE",
		[CHARSET_UTF32LE] = "UTF-32LE", [CHARSET_UTF32BE] = "UTF-32BE", [CHARSET_WINDOWS949] = "windows-949",
		[CHARSET_ISO2022KR] = "ISO-2022-KR", [CHARSET_JOHAB] = "Johab", [CHARSET_WINDOWS1252] = "windows-1252",
		[CHARSET_OTHER] = "", [CHARSET_BINARY] = ""
	};
	return written[charset];
}
