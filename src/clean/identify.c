/* identify.c: the page's blocks in, the language of the document and of each block out.
 *
 * Letters speak by their script, words by being frequent in a language. A document's language is what most of its
 * text is in; a block has another one only where that is plain: by a script that the document's language has not,
 * or by its words. Not to be guessed: numbers and a few names say nothing, so short blocks are the document's. */
#include "clean/clean.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "clean/profiles.h"

enum {
	DOCUMENT_SAMPLE = 64 * 1024,    /* bytes that settle the document's language */
	BLOCK_SAMPLE = 4 * 1024,
	LONG_BLOCK = 40,                /* worth of letters: text rather than page furniture */
	SHORT_TEXT = 12,                /* words: too few to miss the frequent ones among them */
	LONG_WORD = 32                  /* bytes; no frequent word is longer */
};

/* What a frequent word and a rare letter are worth beside plain letters. */
static const double WORD_WORTH = 8, LETTER_WORTH = 3;

/* ---- private from here ---- */

struct candidate {
	const struct profile *profile;
	const struct language *language;        /* NULL: it has no rules */
};

struct counts {
	unsigned letters[USCRIPT_CODE_LIMIT];
	unsigned words;
	unsigned *hits, *marks;                 /* by candidate: its frequent words, its letters */
};

struct judge {
	const struct rules *rules;
	LIST(struct candidate) candidates;
	LIST(struct { const struct profiles *profiles; size_t first; }) folders;
	double worth[USCRIPT_CODE_LIMIT];       /* the most that a letter of a script is worth to anybody */
	bool spaced[USCRIPT_CODE_LIMIT];        /* its languages are told apart by words */
};

static bool language_has_rules(const struct language *language)
{
	const struct rule *const *list;
	return language && language_rules(language, &list) > 0;
}

/* A folder without rules of its own speaks of other languages; a language with rules may also be spoken of there. */
static void judge_add_folder(struct judge *judge, struct arena *arena, const struct profiles *profiles)
{
	size_t first = judge->candidates.len;
	for (size_t i = 0; i < profiles->list.len; i++) {
		const struct profile *profile = &profiles->list.at[i];
		const struct language *language = rules_language(judge->rules, profile->code);
		*list_add(arena, &judge->candidates) = (struct candidate){ profile, language_has_rules(language) ? language : NULL };
		for (size_t k = 0; k < profile->scripts.len; k++) {
			const struct profile_script *script = &profile->scripts.at[k];
			if (script->worth > judge->worth[script->script])
				judge->worth[script->script] = script->worth;
			if (script->alone)
				judge->spaced[script->script] = false;
		}
	}
	judge->folders.at[judge->folders.len - 1].profiles = profiles;
	judge->folders.at[judge->folders.len - 1].first = first;
}

static void judge_init(struct judge *judge, struct document *document, const struct rules *rules)
{
	*judge = (struct judge){ .rules = rules };
	for (size_t i = 0; i < USCRIPT_CODE_LIMIT; i++) {
		judge->worth[i] = 1;
		judge->spaced[i] = true;
	}
	for (size_t i = 0; i < rules->languages.len; i++) {
		const struct profiles *profiles = language_made(rules->languages.at[i], "identify", profiles_make, &document->error);
		if (!profiles)
			continue;
		list_add(document->arena, &judge->folders);
		judge_add_folder(judge, document->arena, profiles);
	}
}

/* ---- counting ---- */

static void counts_init(struct counts *counts, const struct judge *judge, struct arena *arena)
{
	counts->hits = arena_take(arena, (judge->candidates.len + 1) * sizeof *counts->hits);
	counts->marks = arena_take(arena, (judge->candidates.len + 1) * sizeof *counts->marks);
}

static void counts_clear(struct counts *counts, const struct judge *judge)
{
	memset(counts->letters, 0, sizeof counts->letters);
	memset(counts->hits, 0, judge->candidates.len * sizeof *counts->hits);
	memset(counts->marks, 0, judge->candidates.len * sizeof *counts->marks);
	counts->words = 0;
}

static void counts_add(struct counts *counts, const struct counts *more, const struct judge *judge)
{
	for (size_t i = 0; i < USCRIPT_CODE_LIMIT; i++)
		counts->letters[i] += more->letters[i];
	for (size_t i = 0; i < judge->candidates.len; i++) {
		counts->hits[i] += more->hits[i];
		counts->marks[i] += more->marks[i];
	}
	counts->words += more->words;
}

/* True if anybody knows it. */
static bool count_key(unsigned *counts, const struct judge *judge, enum keyword_kind kind, struct slice key)
{
	bool known = false;
	for (size_t i = 0; i < judge->folders.len; i++) {
		const unsigned short *votes;
		size_t count = profiles_with(&votes, judge->folders.at[i].profiles, kind, key);
		for (size_t k = 0; k < count; k++)
			counts[judge->folders.at[i].first + votes[k]]++;
		known |= count > 0;
	}
	return known;
}

/* A word as a whole, or what stands before and after its apostrophe, with it or without. */
static void count_word(struct counts *counts, const struct judge *judge, struct slice word)
{
	const char *apostrophe = word.len ? memchr(word.at, '\'', word.len) : NULL;
	if (!word.len)
		return;
	counts->words++;
	if (word.len > LONG_WORD || count_key(counts->hits, judge, KEYWORD_WORD, word) || !apostrophe)
		return;
	size_t before = (size_t)(apostrophe - word.at), after = word.len - before;
	if (!count_key(counts->hits, judge, KEYWORD_WORD, (struct slice){ word.at, before + 1 }))
		count_key(counts->hits, judge, KEYWORD_WORD, (struct slice){ word.at, before });
	if (!count_key(counts->hits, judge, KEYWORD_WORD, (struct slice){ apostrophe, after }))
		count_key(counts->hits, judge, KEYWORD_WORD, (struct slice){ apostrophe + 1, after - 1 });
}

static int script_of(uint32_t c)
{
	if (c < 0x250)
		return USCRIPT_LATIN;
	if (c >= 0xAC00 && c <= 0xD7A3)
		return USCRIPT_HANGUL;
	if (c >= 0x4E00 && c <= 0x9FFF)
		return USCRIPT_HAN;
	UErrorCode status = U_ZERO_ERROR;
	int script = uscript_getScript((UChar32)c, &status);
	return U_SUCCESS(status) && script > USCRIPT_INHERITED && script < USCRIPT_CODE_LIMIT ? script : USCRIPT_COMMON;
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

static void word_end(struct word *word, struct counts *counts, const struct judge *judge)
{
	while (word->len && word->bytes[word->len - 1] == '\'')
		word->len--;
	count_word(counts, judge, (struct slice){ word->bytes, word->len });
	word->len = 0;
	word->unit = false;
}

static void count_text(struct counts *counts, const struct judge *judge, struct slice text)
{
	struct word word = { .len = 0 };
	for (size_t at = 0; at < text.len;) {
		uint32_t c = text_codepoint(text.at, text.len, &at);
		char lower[4];
		if (c < 0x80 && ((c | 0x20) < 'a' || (c | 0x20) > 'z')) {
			if (c == '\'' && word.len)
				word_add(&word, "'", 1);
			else
				word_end(&word, counts, judge);
			word.unit = c >= '0' && c <= '9';
		} else if (c < 0x80) {
			counts->letters[USCRIPT_LATIN]++;
			lower[0] = (char)(c | 0x20);
			word_add(&word, lower, 1);
		} else if (c == 0x2019 && word.len) {
			word_add(&word, "'", 1);
		} else if (!u_isalpha((UChar32)c)) {
			/* marks belong to their word */
			if (u_getCombiningClass((UChar32)c) == 0)
				word_end(&word, counts, judge);
		} else {
			int script = script_of(c);
			counts->letters[script]++;
			if (judge->spaced[script]) {
				struct slice letter = { lower, text_encode((uint32_t)u_tolower((UChar32)c), lower) };
				count_key(counts->marks, judge, KEYWORD_LETTER, letter);
				word_add(&word, letter.at, letter.len);
			} else {
				word_end(&word, counts, judge);
			}
		}
	}
	word_end(&word, counts, judge);
}

static struct slice sample(const struct document *document, struct span at, size_t most)
{
	struct slice text = text_slice(&document->page, at);
	if (text.len > most) {
		text.len = most;
		while (text.len && ((unsigned char)text.at[text.len] & 0xC0) == 0x80)
			text.len--;
	}
	return text;
}

/* ---- weighing ---- */

/* All letters, at their best. */
static double mass(const struct judge *judge, const struct counts *counts)
{
	double sum = 0;
	for (size_t i = USCRIPT_INHERITED + 1; i < USCRIPT_CODE_LIMIT; i++)
		sum += counts->letters[i] * judge->worth[i];
	return sum;
}

/* The letters that a candidate writes with; or those of them that need no words. */
static double letters_for(const struct candidate *candidate, const struct counts *counts, bool alone)
{
	double sum = 0;
	for (size_t i = 0; i < candidate->profile->scripts.len; i++) {
		const struct profile_script *script = &candidate->profile->scripts.at[i];
		if (script->alone || !alone)
			sum += counts->letters[script->script] * script->worth;
	}
	return sum;
}

/* The place of the best candidate; the first of equals. */
static size_t best_of(const struct judge *judge, const struct counts *counts)
{
	size_t best = 0;
	double most = -1;
	for (size_t i = 0; i < judge->candidates.len; i++) {
		double score = letters_for(&judge->candidates.at[i], counts, false);
		double more = WORD_WORTH * counts->hits[i] + LETTER_WORTH * counts->marks[i];
		if (score > 0)          /* words tell languages of one script apart; they do not outweigh another script */
			score *= 1 + 0.25 * more / (more + score);
		if (score > most) {
			most = score;
			best = i;
		}
	}
	return best;
}

/* Whether script or words bear a candidate out. */
static bool borne_out(const struct judge *judge, size_t number, const struct counts *counts)
{
	const struct candidate *candidate = &judge->candidates.at[number];
	if (letters_for(candidate, counts, true) >= 0.3 * mass(judge, counts))
		return true;
	double known = counts->hits[number] + counts->marks[number] / 4.0;
	return known >= 1 && known >= candidate->profile->share * counts->words;
}

/* ---- the document ---- */

static void settle(struct document *document, const struct judge *judge, const char *code)
{
	const struct language *language = rules_language(judge->rules, code);
	document->lang = arena_string(document->arena, slice_from(code));
	document->language = language_has_rules(language) ? language : NULL;
	if (!document->language)
		document_note(document, "no-rules-for-language", (struct origin){ 0, 0, FIELD_TEXT },
		              strcmp(code, "und") ? "no rules for the language \"%s\"" : "a language that is not known", code);
}

/* The counts that the document is judged by: its longer blocks where they hold much of the text. */
static const struct counts *count_document(const struct document *document, const struct judge *judge,
                                           struct counts sums[3])
{
	struct counts *block = &sums[0], *all = &sums[1], *longer = &sums[2];
	size_t left = DOCUMENT_SAMPLE;
	for (size_t i = 0; i < document->blocks.len && left; i++) {
		struct slice text = sample(document, document->blocks.at[i].at, left);
		counts_clear(block, judge);
		count_text(block, judge, text);
		counts_add(all, block, judge);
		if (mass(judge, block) >= LONG_BLOCK)
			counts_add(longer, block, judge);
		left -= text.len;
		if (!text.len)
			break;
	}
	return mass(judge, longer) * 4 >= mass(judge, all) ? longer : all;
}

/* A few words that say nothing are taken to be in a language with rules that is written so. */
static size_t default_for(const struct judge *judge, const struct counts *counts)
{
	for (size_t i = 0; i < judge->candidates.len; i++)
		if (judge->candidates.at[i].language
		    && letters_for(&judge->candidates.at[i], counts, false) >= 0.5 * mass(judge, counts))
			return i;
	return NOWHERE;
}

static void identify_document(struct document *document, const struct judge *judge, const struct counts *counts)
{
	if (mass(judge, counts) == 0 || !judge->candidates.len)
		return;         /* nothing to read: "und", and nothing to say about it */
	size_t best = best_of(judge, counts);
	if (!borne_out(judge, best, counts))
		best = counts->words < SHORT_TEXT ? default_for(judge, counts) : NOWHERE;
	settle(document, judge, best == NOWHERE ? "und" : judge->candidates.at[best].profile->code);
}

/* ---- blocks ---- */

static size_t candidate_named(const struct judge *judge, const char *code)
{
	for (size_t i = 0; i < judge->candidates.len; i++)
		if (strcmp(judge->candidates.at[i].profile->code, code) == 0)
			return i;
	return NOWHERE;
}

/* Whether a block is plainly in a candidate's language rather than the document's. */
static bool is_plain(const struct judge *judge, const struct counts *counts, size_t best, size_t usual)
{
	double all = mass(judge, counts), words = counts->words, known = counts->hits[best];
	double alone = letters_for(&judge->candidates.at[best], counts, true);
	bool shared = usual != NOWHERE && letters_for(&judge->candidates.at[usual], counts, false) >= 0.3 * all;
	if (alone >= 0.5 * all)
		return !shared || alone >= LONG_BLOCK / 2;
	if (shared)
		return words >= 8 && known >= 4 && known >= 2 * counts->hits[usual] && borne_out(judge, best, counts);
	/* a single word speaks for a language that is expected, not for one of all those that are not */
	return (known >= 1 && known >= 0.25 * words && judge->candidates.at[best].language) || (known >= 3 && borne_out(judge, best, counts));
}

static const struct language *identify_block(const struct document *document, const struct judge *judge,
                                             struct counts *counts, struct span at, size_t usual)
{
	counts_clear(counts, judge);
	count_text(counts, judge, sample(document, at, BLOCK_SAMPLE));
	if (mass(judge, counts) == 0 || !judge->candidates.len)
		return document->language;
	size_t best = best_of(judge, counts);
	return best != usual && is_plain(judge, counts, best, usual) ? judge->candidates.at[best].language
	                                                             : document->language;
}

void identify(struct document *document, const struct rules *rules, const char *wanted)
{
	struct judge judge;
	struct counts *sums = arena_take(document->arena, 3 * sizeof *sums);
	judge_init(&judge, document, rules);
	for (size_t i = 0; i < 3; i++)
		counts_init(&sums[i], &judge, document->arena);
	if (wanted && strcmp(wanted, "auto") != 0)
		settle(document, &judge, wanted);
	else
		identify_document(document, &judge, count_document(document, &judge, sums));
	size_t usual = candidate_named(&judge, document->lang);
	for (size_t i = 0; i < document->blocks.len; i++)
		document->blocks.at[i].language = identify_block(document, &judge, &sums[0], document->blocks.at[i].at, usual);
}
