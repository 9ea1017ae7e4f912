/* profiles.h: by what languages are told apart: the rows of the identify tables.
 *
 *     script  | NAME | WORTH | alone   a letter of that script speaks so much for the language; alone: it needs no words
 *     words   | WORD ...               words that are frequent in it, in lower case; l' and 's are parts of words
 *     letters | LETTER ...             letters that most other languages of its script have not
 *     share   | 0.2                    so many of a text's words are among its words at least
 *
 * A row speaks of the folder's language, or of the one whose code stands before its first word ("fr words"). */
#ifndef SASEOL_CLEAN_PROFILES_H
#define SASEOL_CLEAN_PROFILES_H

#include "engine/rules.h"

struct profile {
	const char *code;
	const struct language *language;        /* NULL: it has no rules */
	double share;
	LIST(struct profile_script { unsigned script; double worth; bool alone; }) scripts;     /* script: see letters */
};

/* Those of all folders, in their order. */
struct profiles {
	LIST(struct profile) list;
	/* the scripts that anybody writes with, from 1 on; 0 is all others */
	LIST(struct letters {
		int script;             /* ICU's number */
		double worth;           /* the most that a letter of it is worth to anybody */
		bool spaced;            /* its languages are told apart by words */
	}) letters;
	unsigned latin, hangul, han;    /* the numbers of the most frequent ones */
	struct keyword *keywords;       /* words and letters, by hash */
	struct slice *keys;             /* ... what they are */
	unsigned char *kinds;           /* ... enum keyword_kind */
	size_t mask;
	unsigned short *votes;
};

/* Of all rules: a maker (see rules_made). */
const void *profiles_make(struct arena *arena, const struct rules *rules, struct error *error);

/* The number of a script among the profiles'. */
unsigned profiles_script(const struct profiles *profiles, int script);

/* The profiles, by their place in the list, that have a word or letter; writes where they begin. */
enum keyword_kind { KEYWORD_WORD, KEYWORD_LETTER };
size_t profiles_with(const unsigned short **votes, const struct profiles *profiles, enum keyword_kind kind,
                     struct slice key);

#endif
