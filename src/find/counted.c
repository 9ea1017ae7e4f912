/* counted.c: see counted.h. Words are read outward from the figure, a handful at most, never a whole sentence. */
#include "find/counted.h"

#include "find/digits.h"

enum { WORDS_BEHIND = 8, WORDS_BEFORE = 16, FIGURES_BEFORE = 8, PHRASE_WORDS = 5, PARTICLE_LETTERS = 4,
	WORD_BYTES = 96 /* longer ones name nothing */ };

/* A word of the text beside a figure. */
struct near_word {
	struct span at;
	struct tags tags;               /* of what it is, or begins with as a whole word */
	size_t stem;                    /* where its particle begins; its end where it has none */
	struct tags particle;
};

struct counting {
	struct sentence_items *sentence;
	const placed_list *figures;
	const struct placed *placed;
	size_t start, stop;             /* of the figure, in the sentence */
	size_t offset;
};

/* ---- private from here ---- */

/* Letters, digits, and what joins them inside a word. */
static size_t word_char(struct slice text, size_t at)
{
	size_t letter = letter_at(text, at);
	if (letter)
		return letter;
	if (digit_at(text, at, NULL))
		return 1;
	bool joins = at < text.len && (text.at[at] == '-' || text.at[at] == '\'' || text.at[at] == '&');
	if (joins && at && (text.at[at - 1] & 0x80) == 0 && (letter_at(text, at + 1) == 1 || digit_at(text, at + 1, NULL)))
		return 1;
	/* an apostrophe, a middle dot between letters */
	if (at + 3 < text.len && !memcmp(text.at + at, "\xE2\x80\x99", 3) && letter_at(text, at + 3) == 1)
		return 3;
	return at + 2 < text.len && !memcmp(text.at + at, "\xC2\xB7", 2) && letter_at(text, at + 2) ? 2 : 0;
}

static bool has(const struct tags *tags, enum known_tag tag)
{
	return tags_have(tags, tag);
}

/* Is a word, without its particle, one that carries the tag, or one that ends like it? */
static bool ends_as(const struct near_word *word, struct look *look, enum known_tag tag)
{
	size_t from = word->stem, stop;
	for (int i = 0; i < PARTICLE_LETTERS && from > word->at.start; i++) {
		do
			from--;
		while (from > word->at.start && ((unsigned char)look->text.at[from] & 0xC0) == 0x80);
		if (look_up_tagged(look, from, tag, &stop) && stop == word->stem)
			return true;
	}
	return false;
}

/* Where the last letters of a word are a particle: the longest one, and its tags. */
static void word_strip(struct near_word *word, struct look *look)
{
	size_t starts[PARTICLE_LETTERS + 1], count = 0;
	word->stem = word->at.stop;
	if (ends_as(word, look, TAG_NOUN))
		return;
	for (size_t at = word->at.stop; at > word->at.start && count <= PARTICLE_LETTERS; count++) {
		do
			at--;
		while (at > word->at.start && ((unsigned char)look->text.at[at] & 0xC0) == 0x80);
		starts[count] = at;
	}
	while (count-- > 0) {
		size_t stop = 0;
		if (starts[count] == word->at.start)
			continue;
		const struct entry *entry = look_up_tagged(look, starts[count], TAG_CASE, &stop);
		if (entry && stop == word->at.stop) {
			word->stem = starts[count];
			tags_join(&word->particle, &entry->tags);
			return;
		}
	}
}

static void word_read(struct near_word *word, struct look *look, size_t start, size_t stop)
{
	*word = (struct near_word){ .at = { start, stop } };
	look_tags(&word->tags, look, start, stop);
	word_strip(word, look);
	if (word->stem < stop)
		look_tags(&word->tags, look, start, word->stem);
}

/* The word behind a place, if only blanks (or a hyphen) part them. */
static bool next_word(struct near_word *word, struct look *look, size_t at)
{
	size_t start = blanks_end(look->text, at), stop;
	if (start == at && at < look->text.len && look->text.at[at] == '-')
		start++;
	if (start == at)
		return false;
	for (stop = start; stop - start <= WORD_BYTES && word_char(look->text, stop); stop += word_char(look->text, stop))
		;
	if (stop == start || stop - start > WORD_BYTES || digit_at(look->text, start, NULL))
		return false;
	word_read(word, look, start, stop);
	return true;
}

/* How many bytes a closing quote or bracket takes right before a place. */
static size_t closing_before(struct slice text, size_t at)
{
	if (at && strchr("'\")]", text.at[at - 1]))
		return 1;
	static const char *const signs[] = { "\xE2\x80\x99", "\xE2\x80\x9D", "\xE3\x80\x8D", "\xE3\x80\x8F", "\xE3\x80\x8B", "\xE3\x80\x89" };
	for (size_t i = 0; at >= 3 && i < sizeof signs / sizeof *signs; i++) {
		if (!memcmp(text.at + at - 3, signs[i], 3))
			return 3;
	}
	return 0;
}

static size_t word_start(struct slice text, size_t stop)
{
	size_t start = stop;
	for (size_t from = start; from; start = from) {
		do
			from--;
		while (from && ((unsigned char)text.at[from] & 0xC0) == 0x80);
		if (from + word_char(text, from) != start)
			break;
		if (stop - from > WORD_BYTES)
			return stop;
	}
	return start;
}

/* The word that ends right at a place; a particle may stand behind a closing quote. False for a mere rest of something
 * ("% of"). */
static bool glued_word(struct near_word *word, struct look *look, size_t stop)
{
	size_t start = word_start(look->text, stop), closing = closing_before(look->text, start);
	if (start == stop)
		return false;
	word_read(word, look, start, stop);
	if (closing && has(&word->tags, TAG_CASE)) {
		size_t from = word_start(look->text, start - closing);
		if (from == start - closing)
			return false;
		struct tags particle = word->tags;
		word_read(word, look, from, start - closing);
		word->at.stop = stop;
		word->stem = start - closing;
		word->particle = particle;
		return true;
	}
	return !start || strchr(" \n\t([\"'", look->text.at[start - 1]) || (unsigned char)look->text.at[start - 1] >= 0x80;
}

/* The word before a place, if only blanks part them. */
static bool word_before(struct near_word *word, struct look *look, size_t at)
{
	size_t stop = at;
	while (stop && (unsigned char)look->text.at[stop - 1] <= ' ')
		stop--;
	return stop && stop != at && glued_word(word, look, stop);
}

static void counting_found(const struct counting *counting, size_t start, size_t stop)
{
	counting->placed->figure->of = (struct named){ .present = true, .at = { counting->offset + start, counting->offset + stop } };
}

/* The longest ending of a word that the language lists, or NULL. */
static const struct entry *word_ending(const struct near_word *word, struct look *look)
{
	const struct entry *ending = NULL;
	size_t from = word->stem, stop;
	for (int i = 0; i < PARTICLE_LETTERS && from > word->at.start; i++) {
		do
			from--;
		while (from > word->at.start && ((unsigned char)look->text.at[from] & 0xC0) == 0x80);
		const struct entry *entry = from > word->at.start ? look_up_tagged(look, from, TAG_ENDING, &stop) : NULL;
		if (entry && stop == word->stem)
			ending = entry;
	}
	return ending;
}

/* Can a word be part of a phrase that names something? */
static bool names(const struct near_word *word, struct look *look)
{
	if (has(&word->tags, TAG_FUNCTION) || has(&word->tags, TAG_MOVES) || has(&word->tags, TAG_VERB)
	    || digit_at(look->text, word->at.start, NULL))
		return false;
	const struct entry *ending = word_ending(word, look);
	return !ending || !has(&ending->tags, TAG_VERB) || ends_as(word, look, TAG_NOUN);
}

/* A word that describes what follows it, and is a verb behind what it describes. */
static bool is_participle(const struct near_word *word, struct look *look)
{
	const struct entry *ending = word_ending(word, look);
	return ending && has(&ending->tags, TAG_PARTICIPLE);
}

/* Does a phrase end with this word: a particle, or an ending that the language says is its last ("-s")? */
static bool is_last(const struct near_word *word, struct look *look)
{
	if (word->stem < word->at.stop || has(&word->tags, TAG_HEAD))
		return true;
	const struct entry *ending = word_ending(word, look);
	return ending && has(&ending->tags, TAG_HEAD);
}

/* The phrase that begins behind a place, of so many words at most. */
static bool read_behind(const struct counting *counting, size_t at, int most)
{
	struct look *look = &counting->sentence->look;
	struct near_word word;
	size_t start = 0, stop = 0;
	for (int i = 0; i < most && next_word(&word, look, at); i++) {
		if (!stop && (has(&word.tags, TAG_DETERMINER) || has(&word.tags, TAG_APPROX_AFTER))) {
			i--;
			at = word.at.stop;
			continue;
		}
		if (!names(&word, look) || (stop && is_participle(&word, look)))
			break;
		if (!stop)
			start = word.at.start;
		stop = word.stem;
		at = word.at.stop;
		if (is_last(&word, look))
			break;
	}
	if (!stop)
		return false;
	counting_found(counting, start, stop);
	return true;
}

/* The same behind a linking word, which may touch the figure or stand behind an approximator. */
static bool read_linked(const struct counting *counting, enum known_tag tag)
{
	struct look *look = &counting->sentence->look;
	struct near_word word;
	size_t stop = 0, at = counting->stop;
	if (next_word(&word, look, at) && has(&word.tags, TAG_APPROX_AFTER))
		at = word.stem;
	at = blanks_end(look->text, at);
	if (!look_up_tagged(look, at, tag, &stop) || letter_at(look->text, stop))
		return false;
	return read_behind(counting, stop, PHRASE_WORDS);
}

/* A figure that ends where this place begins, only blanks between them: what stands before that one may still be ours. */
static size_t before_figures(const struct counting *counting, size_t at)
{
	const struct placed *placed = counting->placed;
	const item_list *items = &counting->sentence->items;
	for (int i = 0; i < FIGURES_BEFORE && placed > counting->figures->at; i++) {
		placed--;
		size_t stop = items->at[placed->last].at.stop;
		if (stop > at)
			continue;
		if (blanks_end(counting->sentence->look.text, stop) < at)
			break;
		if (placed->figure && placed->figure->kind != FIGURE_DATE && placed->figure->kind != FIGURE_DURATION)
			break;
		at = items->at[placed->first].at.start;
	}
	return at;
}

/* How the phrase before a figure has to end. */
enum before { BEFORE_ANY, BEFORE_HEAD, BEFORE_BRIDGE };

/* The phrase before the figure: its last word may carry a particle, those before it may not. Words that only say how
 * or when may stand between. */
static bool read_before(const struct counting *counting, enum before before)
{
	struct look *look = &counting->sentence->look;
	struct near_word word;
	size_t start = 0, stop = 0, at = before_figures(counting, counting->start);
	bool bridged = before != BEFORE_BRIDGE;
	int adverbs = 0, count = 0;
	if (at && look->text.at[at - 1] == '(') {
		/* "(43)" right behind a word */
		at--;
		bridged = true;
		if (!glued_word(&word, look, at) && !word_before(&word, look, at))
			return false;
	} else if (!word_before(&word, look, at)) {
		return false;
	}
	do {
		at = before_figures(counting, word.at.start);
		if (!stop) {
			bool other = word.stem < word.at.stop && !has(&word.particle, TAG_SUBJECT);
			bridged = bridged || has(&word.tags, TAG_BRIDGE);
			if (has(&word.tags, TAG_BRIDGE) || has(&word.tags, TAG_TRANSPARENT) || has(&word.tags, TAG_APPROX_BEFORE)
			    || has(&word.tags, TAG_DETERMINER))
				continue;
			if (other && ++adverbs < 2)
				continue;
			if (other || !bridged || !names(&word, look) || is_participle(&word, look) || (before == BEFORE_HEAD && !ends_as(&word, look, TAG_LENGTH)))
				return false;
			stop = word.stem;
		} else if (!names(&word, look) || word.stem < word.at.stop || has(&word.tags, TAG_DETERMINER) || at != word.at.start
		           || has(&word.tags, TAG_TRANSPARENT)) {
			break;
		}
		start = word.at.start;
		count++;
	} while (count < PHRASE_WORDS - 1 && word_before(&word, look, at));
	if (!stop)
		return false;
	counting_found(counting, start, stop);
	return true;
}

/* The words in front of a place, nearest first, back to where the clause begins. */
static size_t clause_words(struct near_word *words, const struct counting *counting, size_t at)
{
	size_t count = 0;
	while (count < WORDS_BEFORE && word_before(&words[count], &counting->sentence->look, at)) {
		at = words[count].at.start;
		if (has(&words[count].tags, TAG_CLAUSE))
			break;
		count++;
	}
	return count;
}

/* The phrase before the verb that the figure completes: back to the verb, past what helps it, to the clause's begin;
 * then forward again to where something is only added ("the price of ... in ..."). */
static bool read_mover(const struct counting *counting)
{
	struct near_word words[WORDS_BEFORE];
	size_t count = clause_words(words, counting, counting->start), verb = 0;
	while (verb < count && !has(&words[verb].tags, TAG_MOVES))
		verb++;
	size_t last = verb + 1;
	while (last < count && (has(&words[last].tags, TAG_FUNCTION) || has(&words[last].tags, TAG_TRANSPARENT)
	       || has(&words[last].tags, TAG_APPROX_BEFORE) || has(&words[last].tags, TAG_MOVES)))
		last++;
	if (last >= count)
		return false;
	size_t first = count;
	while (first > last + 1 && (has(&words[first - 1].tags, TAG_FUNCTION) || has(&words[first - 1].tags, TAG_DETERMINER)))
		first--;
	size_t start = words[first - 1].at.start, stop = words[first - 1].at.stop;
	if (!names(&words[first - 1], &counting->sentence->look))
		return false;
	for (size_t i = first - 1; i-- > last;) {
		if (has(&words[i].tags, TAG_LINK) && has(&words[i + 1].tags, TAG_AMOUNT) && i > last) {
			start = words[--i].at.start;
			if (has(&words[i].tags, TAG_DETERMINER) && i > last)
				start = words[--i].at.start;
		} else if (!names(&words[i], &counting->sentence->look) || is_participle(&words[i], &counting->sentence->look)) {
			break;
		}
		stop = words[i].at.stop;
	}
	counting_found(counting, start, stop);
	return true;
}

static bool read_by(const struct counting *counting, struct slice strategy)
{
	if (slice_is(strategy, "linked"))
		return read_linked(counting, TAG_LINK);
	if (slice_is(strategy, "in"))
		return read_linked(counting, TAG_LINK_IN);
	if (slice_is(strategy, "behind"))
		return read_behind(counting, counting->stop, PHRASE_WORDS);
	if (slice_is(strategy, "word"))
		return read_behind(counting, counting->stop, 1);
	if (slice_is(strategy, "before"))
		return read_before(counting, BEFORE_ANY);
	if (slice_is(strategy, "length"))
		return read_before(counting, BEFORE_HEAD);
	if (slice_is(strategy, "bridged"))
		return read_before(counting, BEFORE_BRIDGE);
	return slice_is(strategy, "mover") && read_mover(counting);
}

/* A figure of the same kind just before, with next to nothing between them, counts the same: "from 3 to 5 percent". */
static void inherit(const struct counting *counting)
{
	const struct placed *placed = counting->placed, *other = placed;
	struct look *look = &counting->sentence->look;
	for (int i = 0; i < FIGURES_BEFORE && other > counting->figures->at; i++) {
		other--;
		if (other->figure && other->figure->kind != FIGURE_DATE)
			break;
	}
	if (other == placed || !other->figure || other->figure->kind != placed->figure->kind || !other->figure->of.present
	    || !slice_equal(other->figure->unit, placed->figure->unit))
		return;
	struct near_word word;
	size_t at = before_figures(counting, counting->start), end = other->figure->at.stop - counting->offset;
	for (int i = 0; i < 4 && at > end; i++) {
		char sign = look->text.at[at - 1];
		if (strchr(",( ", sign)) {
			at--;
		} else if (glued_word(&word, look, at) && (has(&word.tags, TAG_FUNCTION) || has(&word.tags, TAG_TRANSPARENT)
		           || has(&word.tags, TAG_APPROX_BEFORE) || has(&word.tags, TAG_MOVES) || word.at.start <= end)) {
			at = before_figures(counting, word.at.start);
		} else {
			return;
		}
	}
	if (at <= end)
		placed->figure->of = other->figure->of;
}

/* ---- */

void read_counted(struct sentence_items *sentence, const placed_list *figures, size_t offset)
{
	const struct lexicon *lexicon = sentence->look.lexicon;
	for (size_t i = 0; i < figures->len; i++) {
		const struct placed *placed = &figures->at[i];
		if (!placed->figure)
			continue;
		struct counting counting = {
			sentence, figures, placed, placed->figure->at.start - offset, placed->figure->at.stop - offset, offset
		};
		struct slice order = lexicon->counted[placed->figure->kind], strategy;
		if (!order.len)
			continue;
		while (slice_split(&strategy, &order, ' ') && !read_by(&counting, strategy))
			;
		if (!placed->figure->of.present)
			inherit(&counting);
	}
}
