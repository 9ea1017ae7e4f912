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
	WORD_NEVER = 1,         /* abbreviations: end no sentence */
	WORD_STARTER = 2,       /* ... end one only before a usual first word */
	WORD_CAPITAL = 4,       /* ... end one before any capital */
	WORD_NUMBER = 8,        /* ... go with the number after them, and are ordinary words before others */
	WORD_FIRST = 16,        /* usual first words of a sentence */
	WORD_AFTER_TIME = 32,   /* capitalised words that go on after an abbreviation of class capital */
	WORD_SAY = 64,          /* verbs that tie a question or a cry to who utters it */
	WORD_SAY_THEN = 1 << 19, /* ... and what may come after them, if more comes */
	WORD_CARRIER = 128,     /* what ties the quotation before it to the sentence */
	WORD_BARE = 256,        /* ... also where there are no quotation marks */
	WORD_PARTICLE = 512,    /* what may stick to a closing mark */
	WORD_END = 1024,        /* endings a sentence may have before its full stop */
	WORD_SURE = 2048,       /* endings that need no full stop */
	WORD_UNSTOPPED = 1 << 22, /* endings that need none in a paragraph that has no full stop ... */
	WORD_BOUND = 1 << 23,   /* ... unless such a word comes */
	WORD_LINK = 4096,       /* first words that need no full stop before them, after an ending */
	WORD_NOT_SURE = 8192,   /* what is no ending although it looks like one of class sure */
	WORD_RESTART = 1 << 15, /* first words that begin a sentence after a heading that lost its line ... */
	WORD_RESTART_TOO = 1 << 16, /* ... also after a word with a capital ... */
	WORD_NEVER_LAST = 1 << 17, /* ... but not after these */
	WORD_NEVER_SECOND = 1 << 20, /* ... nor before these */
	WORD_INLINE = 1 << 21,  /* bullets that list things inside a sentence */
	WORD_CAPTION = 1 << 18, /* what begins a caption, before a colon */
	WORD_LABEL = 1 << 14    /* what numbers the items of a list, besides numbers and single letters with case */
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
	unsigned parts;         /* the classes that have first parts of words */
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
