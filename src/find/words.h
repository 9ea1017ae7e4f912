/* words.h: the words of a language that say where its sentences end: its table "sentences".
 *
 * A row is a class and its words, parted by blanks:
 *
 *     never | Mr. Dr.           an abbreviation that ends no sentence
 *
 * A word that begins with a consonant jamo is an ending whose syllable in front has that final. */
#ifndef SASEOL_FIND_WORDS_H
#define SASEOL_FIND_WORDS_H

#include <stdint.h>

#include "engine/language.h"

/* A word may be of several classes. */
enum word_class {
	/* abbreviations, full stop included: what they do to the sentence they stand in */
	WORD_NEVER = 1 << 0,            /* they do not end it */
	WORD_STARTER = 1 << 1,          /* they end it only before a usual first word */
	WORD_CAPITAL = 1 << 2,          /* they end it before any capital ... */
	WORD_AFTER_TIME = 1 << 3,       /* ... but not before these */
	WORD_NUMBER = 1 << 4,           /* they go with the number after them, and are ordinary words before others */
	/* usual first words */
	WORD_FIRST = 1 << 5,
	WORD_FIRST_NOUN = 1 << 6,       /* only before a word in small letters */
	/* what ties a quotation to the sentence it stands in */
	WORD_SAY = 1 << 7,              /* verbs that tie a question or a cry to who utters it ... */
	WORD_SAY_THEN = 1 << 8,         /* ... and what may come after them, if more comes */
	WORD_CARRIER = 1 << 9,          /* words behind the closing mark */
	WORD_BARE = 1 << 10,            /* the ones that do so where there are no quotation marks */
	WORD_PARTICLE = 1 << 11,        /* what may stick to a closing mark */
	/* endings of a language whose sentences have them */
	WORD_END = 1 << 12,
	WORD_SURE = 1 << 13,            /* they need no full stop */
	WORD_UNSTOPPED = 1 << 14,       /* they need none in a paragraph that has no full stop ... */
	WORD_NOT_SURE = 1 << 15,        /* ... which these are not although they look like them */
	WORD_BOUND = 1 << 16,           /* ... nor are they before these words */
	WORD_LINK = 1 << 17,            /* first words that need no full stop before them, after an ending */
	/* a heading or caption that lost its line */
	WORD_RESTART = 1 << 18,         /* first words after one, where the word before is in small letters ... */
	WORD_RESTART_TOO = 1 << 19,     /* ... or where it is not ... */
	WORD_NEVER_LAST = 1 << 20,      /* ... but not after these */
	WORD_NEVER_SECOND = 1 << 21,    /* ... and not before these */
	WORD_CAPTION = 1 << 22,         /* what begins a caption, before a colon */
	/* lists */
	WORD_LABEL = 1 << 23,           /* what numbers their items, besides numbers and single letters with case */
	WORD_INLINE = 1 << 24           /* bullets that list things inside a sentence */
};

/* Habits: rows of class "habit". */
enum habit {
	HABIT_DATES = 1,        /* full stops between numbers and blanks are dates */
	HABIT_WHOLE = 2,        /* several sentences in one pair of quotes are one, also where they stand alone */
	HABIT_CARRIED = 4,      /* ... where the words around them hold them */
	HABIT_ASIDE = 8         /* a bracket without a full stop of its own belongs to the sentence before it */
};

struct word;

struct words {
	struct word *slots;
	size_t mask;            /* slots are a power of two */
	size_t longest;         /* word, in bytes */
	size_t longest_ending;
	unsigned classes;       /* the ones that have words ... */
	unsigned parts;         /* ... and first parts of words */
	unsigned habits;
	bool glued;             /* it has first words that begin a sentence after a heading */
	bool unstopped;         /* it has endings that need no full stop ... */
	uint64_t last[16];      /* ... and this is a filter for their last characters */
};

/* Of the language, for matcher_keep; NULL where it has no such table. */
const void *words_make(struct arena *arena, const struct language *language);

/* The classes of a word. */
unsigned words_find(const struct words *words, struct slice word);

/* The classes of all endings that the text has. */
unsigned words_end(const struct words *words, struct slice text);

/* Whether text begins with a word of the class; a word that the table ends in "~" may be the first part of a longer one. */
bool words_begin(const struct words *words, struct slice text, unsigned class);

/* False: no ending that needs no full stop ends in this character. */
static inline bool words_may_end(const struct words *words, uint32_t codepoint)
{
	return words->last[codepoint >> 6 & 15] >> (codepoint & 63) & 1;
}

#endif
