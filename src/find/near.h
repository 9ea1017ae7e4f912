/* near.h: the words beside a figure, read outward from it one by one, so that a long sentence costs nothing. */
#ifndef SASEOL_FIND_NEAR_H
#define SASEOL_FIND_NEAR_H

#include "find/around.h"

/* A word of the text. */
struct near_word {
	struct span at;
	struct tags tags;               /* of what it is, or begins with as a whole word */
	size_t stem;                    /* where its particle begins; its end where it has none */
	struct tags particle;
	const struct entry *ending;     /* the longest one that the language lists, or NULL */
};

/* Where words are read; the last ones are remembered, as every figure looks at the same. */
enum { KEPT = 8 };

struct kept_word {
	size_t at;                      /* of the place asked about, plus 1; 0: nothing kept */
	bool found;
	struct near_word word;
};

struct near {
	struct sentence_items *sentence;
	struct look *look;              /* the sentence's */
	struct kept_word behind[KEPT], touching[KEPT];
};

void near_init(struct near *near, struct sentence_items *sentence);

/* The word behind a place, if only blanks (or a hyphen) part them. */
bool word_behind(struct near_word *word, struct near *near, size_t at);

/* The word before a place, if only blanks part them. */
bool word_before(struct near_word *word, struct near *near, size_t at);

/* The word that ends right at a place; a particle may stand behind a closing quote. False for a mere rest of something
 * ("% of"). */
bool word_touching(struct near_word *word, struct near *near, size_t stop);

/* Where dates and durations begin that end at a place, only blanks between them: what stands before those may still
 * belong to the figure. The place itself where there are none. */
size_t before_dates(const struct standing *standing, size_t at);

/* Where the approximators begin that stand in front of the figure, and what may stand between; its own start where there
 * are none. */
size_t before_approximators(const struct standing *standing);

/* The figure that ends at a place, or before blanks in front of it; NULL where none does. */
const struct placed *figure_before(const struct standing *standing, size_t at);

/* Does a word, without its particle, end like one that carries the tag? */
bool word_ends_as(const struct near_word *word, struct near *near, enum known_tag tag);

/* What a word begins with that says something moved, or NULL; in scripts that run endings on, more may follow. */
const struct entry *word_motion(const struct near_word *word, struct near *near);

/* Can a word be part of a phrase that names something? */
bool word_names(const struct near_word *word, struct near *near);

/* Does it describe what follows, or else is the verb of what it follows? */
bool word_is_participle(const struct near_word *word);

/* Does a phrase end with this word: a particle, or an ending that the language says is its last ("-s")? */
bool word_is_last(const struct near_word *word, struct near *near);

/* Does it only say which one: "the", "its", "Ann's"? */
bool word_is_determiner(const struct near_word *word);

static inline bool word_has(const struct near_word *word, enum known_tag tag)
{
	return tags_have(&word->tags, tag);
}

#endif
