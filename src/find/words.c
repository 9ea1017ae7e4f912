/* words.c: see words.h. One hash table for all classes; what asks it is a few characters around each mark. */
#include "find/words.h"

#include "base/digest.h"
#include "base/text.h"
#include "find/signs.h"

struct word {
	struct slice text;      /* .at is NULL in an empty slot */
	unsigned whole;         /* classes it has as a whole word or ending */
	unsigned part;          /* classes it has as the first part of a word */
};

enum { LONGEST_KEY = 64, WORD_ENDINGS = WORD_SURE | WORD_END | WORD_UNSTOPPED };

static const struct {
	const char *name;
	unsigned class;
} classes[] = {
	{ "never", WORD_NEVER }, { "starter", WORD_STARTER }, { "capital", WORD_CAPITAL }, { "after-time", WORD_AFTER_TIME },
	{ "number", WORD_NUMBER }, { "first", WORD_FIRST }, { "first-noun", WORD_FIRST_NOUN }, { "say", WORD_SAY },
	{ "say-then", WORD_SAY_THEN }, { "carrier", WORD_CARRIER }, { "bare", WORD_BARE }, { "particle", WORD_PARTICLE },
	{ "end", WORD_END }, { "sure", WORD_SURE }, { "unstopped", WORD_UNSTOPPED }, { "not-sure", WORD_NOT_SURE },
	{ "bound", WORD_BOUND }, { "link", WORD_LINK }, { "restart", WORD_RESTART }, { "restart-too", WORD_RESTART_TOO },
	{ "never-last", WORD_NEVER_LAST }, { "never-second", WORD_NEVER_SECOND }, { "caption", WORD_CAPTION },
	{ "label", WORD_LABEL }, { "inline", WORD_INLINE }
}, habits[] = {
	{ "dates", HABIT_DATES }, { "whole", HABIT_WHOLE }, { "carried", HABIT_CARRIED }, { "aside", HABIT_ASIDE }
};

/* ---- private from here ---- */

static size_t hash(struct slice text)
{
	uint64_t digest = digest_short(0, text);
	return (size_t)(digest ^ digest >> 29);
}

static struct word *slot(const struct words *words, struct slice text)
{
	size_t i = hash(text) & words->mask;
	while (words->slots[i].text.at && !slice_equal(words->slots[i].text, text))
		i = (i + 1) & words->mask;
	return &words->slots[i];
}

/* The consonant jamo that stands for a syllable's final in the tables, or 0: Unicode's order of finals, written as
 * compatibility letters. */
static uint32_t final_of(uint32_t syllable)
{
	static const unsigned char letter[28] = {
		0, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x39, 0x3A, 0x3B, 0x3C, 0x3D, 0x3E, 0x3F, 0x40, 0x41, 0x42,
		0x44, 0x45, 0x46, 0x47, 0x48, 0x4A, 0x4B, 0x4C, 0x4D, 0x4E
	};
	if (syllable < 0xAC00 || syllable > 0xD7A3)
		return 0;
	unsigned char final = letter[(syllable - 0xAC00) % 28];
	return final ? 0x3100u + final : 0;
}

static void add(struct words *words, struct slice text, unsigned class)
{
	bool part = text.len > 1 && text.at[text.len - 1] == '~';
	text.len -= part;
	struct word *word = slot(words, text);
	word->text = text;
	word->whole |= class;
	words->classes |= class;
	if (part) {
		word->part |= class;
		words->parts |= class;
	}
	if (text.len > words->longest)
		words->longest = text.len;
	words->glued = words->glued || class == WORD_RESTART;
	if ((class & (WORD_ENDINGS | WORD_NOT_SURE | WORD_PARTICLE)) && text.len > words->longest_ending)
		words->longest_ending = text.len;
	if (class & WORD_ENDINGS) {
		struct glyph last = glyph_before(text.at, text.len, 0);
		words->unstopped = words->unstopped || class == WORD_SURE;
		words->last[last.codepoint >> 6 & 15] |= (uint64_t)1 << (last.codepoint & 63);
	}
}

static size_t count_words(const struct table *table)
{
	size_t count = 0;
	for (size_t i = 0; i < table->len; i++)
		for (struct slice word, rest = row_column(&table->rows[i], 1); slice_split(&word, &rest, ' ');)
			count += word.len > 0;
	return count;
}

static void add_row(struct words *words, const struct row *row)
{
	struct slice name = row_column(row, 0), word, rest = row_column(row, 1);
	unsigned class = 0;
	for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
		if (slice_is(name, classes[i].name))
			class = classes[i].class;
	while (slice_split(&word, &rest, ' ')) {
		if (word.len && word.len < LONGEST_KEY / 2 && class)
			add(words, word, class);
		for (size_t i = 0; i < sizeof habits / sizeof *habits; i++)
			if (slice_is(name, "habit") && slice_is(word, habits[i].name))
				words->habits |= habits[i].class;
	}
}

/* ---- */

const void *words_make(struct arena *arena, const struct language *language)
{
	const struct table *table = language_table(language, "sentences");
	if (!table)
		return NULL;
	struct words *words = arena_take(arena, sizeof *words);
	size_t slots = 16;
	while (slots < 3 * count_words(table))
		slots *= 2;
	words->slots = arena_take(arena, slots * sizeof *words->slots);
	words->mask = slots - 1;
	for (size_t i = 0; i < table->len; i++)
		add_row(words, &table->rows[i]);
	return words;
}

unsigned words_find(const struct words *words, struct slice word)
{
	return word.len && word.len <= words->longest ? slot(words, word)->whole : 0;
}

unsigned words_end(const struct words *words, struct slice text)
{
	unsigned found = 0;
	struct glyph glyph = glyph_before(text.at, text.len, 0);
	while (glyph.sign == SIGN_LETTER && text.len - glyph.at <= words->longest_ending) {
		struct slice ending = { text.at + glyph.at, text.len - glyph.at };
		found |= words_find(words, ending);
		glyph = glyph_before(text.at, glyph.at, 0);
		uint32_t final = final_of(glyph.codepoint);
		if (final && ending.len < LONGEST_KEY) {
			char key[LONGEST_KEY + 4];
			size_t len = text_encode(final, key);
			memcpy(key + len, ending.at, ending.len);
			found |= words_find(words, (struct slice){ key, len + ending.len });
		}
	}
	return found;
}

bool words_begin(const struct words *words, struct slice text, unsigned class)
{
	size_t at = 0;
	while ((words->classes & class) && at <= words->longest) {
		struct glyph glyph = glyph_at(text.at, at, text.len);
		if (!sign_is_word(glyph.sign))
			return (words_find(words, (struct slice){ text.at, at }) & class) != 0;
		at = glyph.next;
		if ((words->parts & class) && (slot(words, (struct slice){ text.at, at })->part & class))
			return true;
	}
	return false;
}
