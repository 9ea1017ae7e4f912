/* identify.c: the page's blocks in, the language of the document and of each block out.
 *
 * Letters speak by their script, words by being frequent in a language. A document's language is what most of its
 * text is in; a block has another one only where that is plain: by a script that the document's language has not,
 * or by its words. Not to be guessed: numbers and a few names say nothing, so short blocks are the document's; and of
 * a long block a few pieces are read, which stand for all of it. */
#include "clean/clean.h"

#include <limits.h>

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "clean/profiles.h"

enum {
	DOCUMENT_SAMPLE = 64 * 1024,    /* bytes that settle the document's language */
	WHOLE = 768,                    /* bytes of a block that is read as a whole; of a longer one ... */
	PIECE = 192,                    /* ... pieces of this size, */
	PIECES_LEAST = 4,               /* so many ... */
	PIECES_EVERY = 16 * 1024,       /* ... and one more for so many bytes ... */
	PIECES_MOST = 16,               /* ... up to these */
	LONG_BLOCK = 40,                /* worth of letters: text rather than page furniture */
	CLEAR_WORDS = 40,               /* enough to say so */
	SHORT_TEXT = 12,                /* words: too few to miss the frequent ones among them */
	LONG_WORD = 32                  /* bytes; no frequent word is longer */
};

/* Instead of the number of a script: a letter of none. Instead of a profile's: of no letters, and of a block that was not
 * read yet. */
#define NO_SCRIPT UINT_MAX
#define NOBODY (NOWHERE - 1)
#define UNREAD (NOWHERE - 2)

/* What a frequent word and a rare letter are worth beside plain letters. */
static const double WORD_WORTH = 8, LETTER_WORTH = 3;

/* So much of all letters leaves no doubt. */
static const double CLEAR_SHARE = 0.7;

/* ---- private from here ---- */

struct counts {
	unsigned *letters;              /* by script, as the profiles number them */
	unsigned *hits, *marks;         /* by profile: its frequent words, its letters */
	unsigned words;
};

/* ---- counting ---- */

static void counts_init(struct counts *counts, const struct profiles *profiles, struct arena *arena)
{
	counts->letters = arena_take(arena, (profiles->letters.len + 1) * sizeof *counts->letters);
	counts->hits = arena_take(arena, (profiles->list.len + 1) * sizeof *counts->hits);
	counts->marks = arena_take(arena, (profiles->list.len + 1) * sizeof *counts->marks);
	counts->words = 0;
}

static void counts_clear(struct counts *counts, const struct profiles *profiles)
{
	memset(counts->letters, 0, profiles->letters.len * sizeof *counts->letters);
	memset(counts->hits, 0, profiles->list.len * sizeof *counts->hits);
	memset(counts->marks, 0, profiles->list.len * sizeof *counts->marks);
	counts->words = 0;
}

static void counts_add(struct counts *counts, const struct counts *more, unsigned times, const struct profiles *profiles)
{
	for (size_t i = 0; i < profiles->letters.len; i++)
		counts->letters[i] += times * more->letters[i];
	for (size_t i = 0; i < profiles->list.len; i++) {
		counts->hits[i] += times * more->hits[i];
		counts->marks[i] += times * more->marks[i];
	}
	counts->words += times * more->words;
}

/* True if anybody knows it. */
static bool count_key(unsigned *counts, const struct profiles *profiles, enum keyword_kind kind, struct slice key)
{
	const unsigned short *votes;
	size_t count = profiles_with(&votes, profiles, kind, key);
	for (size_t k = 0; k < count; k++)
		counts[votes[k]]++;
	return count > 0;
}

/* A word as a whole, or what stands before and after its apostrophe, with it or without. */
static void count_word(struct counts *counts, const struct profiles *profiles, struct slice word)
{
	counts->words++;
	if (word.len > LONG_WORD || count_key(counts->hits, profiles, KEYWORD_WORD, word))
		return;
	const char *apostrophe = memchr(word.at, '\'', word.len);
	if (!apostrophe)
		return;
	size_t before = (size_t)(apostrophe - word.at), after = word.len - before;
	if (!count_key(counts->hits, profiles, KEYWORD_WORD, (struct slice){ word.at, before + 1 }))
		count_key(counts->hits, profiles, KEYWORD_WORD, (struct slice){ word.at, before });
	if (!count_key(counts->hits, profiles, KEYWORD_WORD, (struct slice){ apostrophe, after }))
		count_key(counts->hits, profiles, KEYWORD_WORD, (struct slice){ apostrophe + 1, after - 1 });
}

static unsigned script_of(const struct profiles *profiles, uint32_t c)
{
	if (c < 0x250)
		return profiles->latin;
	UErrorCode status = U_ZERO_ERROR;
	int script = uscript_getScript((UChar32)c, &status);
	return U_SUCCESS(status) && script > USCRIPT_INHERITED ? profiles_script(profiles, script) : NO_SCRIPT;
}

/* A word on its way, in lower case; longer ones are only counted. What follows a digit is a unit and no word. */
struct word {
	char bytes[LONG_WORD + 8];
	size_t len;
	bool unit;
};

static void word_add(struct word *word, const char *bytes, size_t len)
{
	if (!word->unit && word->len <= LONG_WORD) {
		memcpy(word->bytes + word->len, bytes, len);
		word->len += len;
	}
}

static void word_end(struct word *word, struct counts *counts, const struct profiles *profiles)
{
	while (word->len && word->bytes[word->len - 1] == '\'')
		word->len--;
	if (word->len)
		count_word(counts, profiles, (struct slice){ word->bytes, word->len });
	word->len = 0;
	word->unit = false;
}

static void count_letter(struct counts *counts, struct word *word, const struct profiles *profiles, uint32_t c, unsigned script)
{
	char lower[4];
	if (script == NO_SCRIPT)
		return word_end(word, counts, profiles);
	counts->letters[script]++;
	if (!profiles->letters.at[script].spaced)
		return word_end(word, counts, profiles);
	struct slice letter = { lower, text_encode((uint32_t)u_tolower((UChar32)c), lower) };
	count_key(counts->marks, profiles, KEYWORD_LETTER, letter);
	word_add(word, letter.at, letter.len);
}

static void count_text(struct counts *counts, const struct profiles *profiles, struct slice text)
{
	struct word word = { .len = 0 };
	for (size_t at = 0; at < text.len;) {
		uint32_t c = text_codepoint(text.at, text.len, &at);
		if (c < 0x80 && (c | 0x20) >= 'a' && (c | 0x20) <= 'z') {
			char lower = (char)(c | 0x20);
			counts->letters[profiles->latin]++;
			word_add(&word, &lower, 1);
		} else if ((c == '\'' || c == 0x2019) && word.len) {
			word_add(&word, "'", 1);
		} else if (c < 0x80) {
			word_end(&word, counts, profiles);
			word.unit = c >= '0' && c <= '9';
		} else if (c >= 0xAC00 && c <= 0xD7A3) {
			count_letter(counts, &word, profiles, c, profiles->hangul);
		} else if (c >= 0x4E00 && c <= 0x9FFF) {
			count_letter(counts, &word, profiles, c, profiles->han);
		} else if (u_isalpha((UChar32)c)) {
			count_letter(counts, &word, profiles, c, script_of(profiles, c));
		} else if (u_getCombiningClass((UChar32)c) == 0) {
			/* marks belong to their word */
			word_end(&word, counts, profiles);
		}
	}
	word_end(&word, counts, profiles);
}

/* A place moved on to the next blank, if that is near, or else to the next character. */
static size_t at_blank(struct slice text, size_t at)
{
	const char *blank = at < text.len ? memchr(text.at + at, ' ', text.len - at < PIECE ? text.len - at : PIECE) : NULL;
	if (blank)
		return (size_t)(blank - text.at);
	while (at < text.len && ((unsigned char)text.at[at] & 0xC0) == 0x80)
		at++;
	return at < text.len ? at : text.len;
}

/* ---- weighing ---- */

/* All letters, at their best. */
static double mass(const struct profiles *profiles, const struct counts *counts)
{
	double sum = 0;
	for (size_t i = 0; i < profiles->letters.len; i++)
		sum += counts->letters[i] * profiles->letters.at[i].worth;
	return sum;
}

/* The letters that a profile's language is written with; or those of them that need no words. */
static double letters_for(const struct profile *profile, const struct counts *counts, bool alone)
{
	double sum = 0;
	for (size_t i = 0; i < profile->scripts.len; i++) {
		const struct profile_script *script = &profile->scripts.at[i];
		if (script->alone || !alone)
			sum += counts->letters[script->script] * script->worth;
	}
	return sum;
}

/* The place of the best profile; the first of equals. Words tell languages of one script apart; they do not outweigh
 * another script. */
static size_t best_of(const struct profiles *profiles, const struct counts *counts)
{
	size_t best = 0;
	double most = -1, most_letters = -1, most_words = 0;
	for (size_t i = 0; i < profiles->list.len; i++) {
		double letters = letters_for(&profiles->list.at[i], counts, false);
		double words = WORD_WORTH * counts->hits[i] + LETTER_WORTH * counts->marks[i];
		if (letters == most_letters && words <= most_words)
			continue;       /* as most are, with the same letters and fewer words */
		double score = letters > 0 ? letters * (1 + 0.25 * words / (words + letters)) : 0;
		if (score > most) {
			most = score;
			most_letters = letters;
			most_words = words;
			best = i;
		}
	}
	return best;
}

/* Whether script or words bear a profile out. */
static bool borne_out(const struct profiles *profiles, size_t number, const struct counts *counts)
{
	const struct profile *profile = &profiles->list.at[number];
	if (letters_for(profile, counts, true) >= 0.3 * mass(profiles, counts))
		return true;
	double known = counts->hits[number] + counts->marks[number] / 4.0;
	return known >= 1 && known >= profile->share * counts->words;
}

/* ---- reading a block ---- */

/* Whether the pieces read so far leave no doubt: letters that need no words, or many frequent words of one language. */
static bool is_clear(const struct profiles *profiles, const struct counts *counts)
{
	size_t best = best_of(profiles, counts);
	const struct profile *profile = &profiles->list.at[best];
	double all = mass(profiles, counts);
	if (letters_for(profile, counts, true) >= CLEAR_SHARE * all && all >= LONG_BLOCK)
		return true;
	if (counts->words < CLEAR_WORDS || counts->hits[best] < 2 * profile->share * counts->words
	    || letters_for(profile, counts, false) < CLEAR_SHARE * all)
		return false;
	for (size_t i = 0; i < profiles->list.len; i++)
		if (i != best && 2 * counts->hits[i] > counts->hits[best])
			return false;
	return true;
}

/* Counts a block, or pieces of it; gives how many bytes were read. */
static size_t count_block(struct counts *counts, const struct profiles *profiles, struct slice text)
{
	counts_clear(counts, profiles);
	if (text.len <= WHOLE) {
		count_text(counts, profiles, text);
		return text.len;
	}
	size_t pieces = PIECES_LEAST + text.len / PIECES_EVERY, read = 0;
	if (pieces > PIECES_MOST)
		pieces = PIECES_MOST;
	/* the even ones first: they are enough where they say the same */
	for (size_t n = 0; n < pieces && !(n == (pieces + 1) / 2 && is_clear(profiles, counts)); n++) {
		size_t number = n < (pieces + 1) / 2 ? 2 * n : 2 * (n - (pieces + 1) / 2) + 1;
		size_t start = number ? at_blank(text, text.len / pieces * number) : 0, stop = at_blank(text, start + PIECE);
		count_text(counts, profiles, (struct slice){ text.at + start, stop - start });
		read += stop - start;
	}
	return read;
}

/* ---- the document ---- */

static void settle(struct document *document, const struct rules *rules, const char *code)
{
	const struct rule *const *list;
	const struct language *language = rules_language(rules, code);
	document->lang = arena_string(document->arena, slice_from(code));
	document->language = language && language_rules(language, &list) ? language : NULL;
	if (!document->language)
		document_note(document, "no-rules-for-language", (struct origin){ 0, 0, FIELD_TEXT },
		              strcmp(code, "und") ? "no rules for the language \"%s\"" : "a language that is not known", code);
}

/* The counts that the document is judged by: its longer blocks where they hold much of the text. Of each block that is
 * read it is noted which profile is its best. */
static const struct counts *count_document(const struct document *document, const struct profiles *profiles,
                                           struct counts sums[3], size_t *best)
{
	struct counts *block = &sums[0], *all = &sums[1], *longer = &sums[2];
	size_t left = DOCUMENT_SAMPLE;
	for (size_t i = 0; i < document->blocks.len && left; i++) {
		struct slice text = text_slice(&document->page, document->blocks.at[i].at);
		size_t read = count_block(block, profiles, text);
		unsigned times = (unsigned)((text.len + read / 2) / (read ? read : 1));
		double weight = mass(profiles, block);
		counts_add(all, block, times, profiles);
		if (weight >= LONG_BLOCK)
			counts_add(longer, block, times, profiles);
		best[i] = weight > 0 ? best_of(profiles, block) : NOBODY;
		left -= read < left ? read : left;
	}
	return mass(profiles, longer) * 4 >= mass(profiles, all) ? longer : all;
}

/* A few words that say nothing are taken to be in a language with rules that is written so. */
static size_t default_for(const struct profiles *profiles, const struct counts *counts)
{
	for (size_t i = 0; i < profiles->list.len; i++)
		if (profiles->list.at[i].language
		    && letters_for(&profiles->list.at[i], counts, false) >= 0.5 * mass(profiles, counts))
			return i;
	return NOWHERE;
}

static void identify_document(struct document *document, const struct rules *rules, const struct profiles *profiles,
                              const struct counts *counts)
{
	if (mass(profiles, counts) == 0)
		return;         /* nothing to read: "und", and nothing to say about it */
	size_t best = best_of(profiles, counts);
	if (!borne_out(profiles, best, counts))
		best = counts->words < SHORT_TEXT ? default_for(profiles, counts) : NOWHERE;
	settle(document, rules, best == NOWHERE ? "und" : profiles->list.at[best].code);
}

/* ---- blocks ---- */

static size_t profile_named(const struct profiles *profiles, const char *code)
{
	for (size_t i = 0; i < profiles->list.len; i++)
		if (strcmp(profiles->list.at[i].code, code) == 0)
			return i;
	return NOWHERE;
}

/* Whether a block is plainly in a profile's language rather than the document's. */
static bool is_plain(const struct profiles *profiles, const struct counts *counts, size_t best, size_t usual)
{
	double all = mass(profiles, counts), words = counts->words, known = counts->hits[best];
	double alone = letters_for(&profiles->list.at[best], counts, true);
	bool shared = usual != NOWHERE && letters_for(&profiles->list.at[usual], counts, false) >= 0.3 * all;
	if (alone >= 0.5 * all)
		return !shared || alone >= LONG_BLOCK / 2;
	if (shared)
		return words >= 8 && known >= 4 && known >= 2 * counts->hits[usual] && borne_out(profiles, best, counts);
	/* a single word speaks for a language that is expected, not for one of all those that are not */
	return (known >= 1 && known >= 0.25 * words && profiles->list.at[best].language) || (known >= 3 && borne_out(profiles, best, counts));
}

/* best: of its counts, NOBODY where it has no letters, or UNREAD. */
static const struct language *identify_block(const struct document *document, const struct profiles *profiles,
                                             struct counts *counts, struct span at, size_t best, size_t usual)
{
	if (best == usual || best == NOBODY)
		return document->language;
	count_block(counts, profiles, text_slice(&document->page, at));
	if (best == UNREAD && mass(profiles, counts) == 0)
		return document->language;
	best = best_of(profiles, counts);
	return best != usual && is_plain(profiles, counts, best, usual) ? profiles->list.at[best].language : document->language;
}

void identify(struct document *document, const struct rules *rules, const char *wanted)
{
	const struct profiles *profiles = rules_made(rules, "identify", profiles_make, &document->error);
	struct counts sums[3];
	bool settled = wanted && strcmp(wanted, "auto") != 0;
	size_t count = document->blocks.len, *best = arena_take(document->arena, (count + 1) * sizeof *best);
	if (settled)
		settle(document, rules, wanted);
	for (size_t i = 0; profiles && i < 3; i++)
		counts_init(&sums[i], profiles, document->arena);
	for (size_t i = 0; i < count; i++)
		best[i] = UNREAD;
	if (!settled && profiles && profiles->list.len)
		identify_document(document, rules, profiles, count_document(document, profiles, sums, best));
	size_t usual = profiles ? profile_named(profiles, document->lang) : NOWHERE;
	for (size_t i = 0; i < count; i++)
		document->blocks.at[i].language = profiles && profiles->list.len
			? identify_block(document, profiles, &sums[0], document->blocks.at[i].at, best[i], usual) : document->language;
}
