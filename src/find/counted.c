/* counted.c: see counted.h. Words are read outward from the figure, a handful at most, never a whole sentence. */
#include "find/counted.h"

enum { WORDS_BEFORE = 16, FIGURES_BEFORE = 8, PHRASE_WORDS = 5, WORDS_TO_MOTION = 3 };

/* ---- private from here ---- */

static void counting_found(const struct standing *standing, size_t start, size_t stop)
{
	standing->placed->figure->of = (struct named){ .present = true, .at = { standing->offset + start, standing->offset + stop } };
}

/* What the phrase behind a figure may begin with. */
enum first_word { FIRST_ANY, FIRST_PLAIN, FIRST_ARTICLE };

/* The phrase that begins behind a place, of so many words at most. */
static bool read_behind(const struct standing *standing, size_t at, int most, enum first_word first)
{
	struct near *near = standing->near;
	struct near_word word;
	size_t start = 0, stop = 0;
	for (int i = 0; i < most && word_behind(&word, near, at); i++) {
		bool determiner = word_is_determiner(&word, near);
		bool article = word_has(&word, TAG_ARTICLE) || (determiner && !word_has(&word, TAG_DETERMINER));
		if (!stop && first != FIRST_ANY && article != (first == FIRST_ARTICLE))
			return false;
		first = FIRST_ANY;
		if (!stop && (determiner || word_has(&word, TAG_APPROX_AFTER))) {
			i--;
			at = word.at.stop;
			continue;
		}
		if (!word_names(&word, near) || (stop && (word_is_participle(&word, near) || determiner)))
			break;
		if (!stop)
			start = word.at.start;
		stop = word.stem;
		at = word.at.stop;
		if (word_is_last(&word, near))
			break;
	}
	if (!stop)
		return false;
	counting_found(standing, start, stop);
	return true;
}

/* The same behind a linking word, which may touch the figure or stand behind an approximator. */
static bool read_linked(const struct standing *standing, enum known_tag tag)
{
	struct near *near = standing->near;
	struct near_word word;
	size_t stop = 0, at = standing->stop;
	const struct placed *next = standing->placed + 1;
	const struct item *items = standing->sentence->items.at;
	if (next < standing->figures->at + standing->figures->len && next->per && items[next->first].at.start == blanks_end(near->look->text, at))
		at = items[next->last].at.stop;
	if (word_behind(&word, near, at) && word_has(&word, TAG_APPROX_AFTER))
		at = word.stem;
	at = blanks_end(near->look->text, at);
	if (!look_up_tagged(near->look, at, tag, &stop) || letter_at(near->look->text, stop))
		return false;
	return read_behind(standing, stop, PHRASE_WORDS, FIRST_ANY);
}

/* Behind what says it moved: "a 3% higher budget", where such words stand before what they describe. */
static bool read_moved(const struct standing *standing)
{
	struct near *near = standing->near;
	const struct slice text = near->look->text;
	const struct placed *next = standing->placed + 1;
	size_t at = standing->stop;
	if (at < text.len && text.at[at] == '(' && next < standing->figures->at + standing->figures->len && next->figure)
		at = next->figure->at.stop - standing->offset;
	if (at < text.len && text.at[at] == ')')
		at++;
	struct near_word word;
	for (int i = 0; i < WORDS_TO_MOTION && word_behind(&word, near, at); i++) {
		const struct entry *motion = word_motion(&word, near);
		at = word.at.stop;
		if (motion)
			return tags_have(&motion->tags, TAG_MODIFIES) && read_behind(standing, at, PHRASE_WORDS, FIRST_ANY);
		if (!word_has(&word, TAG_TRANSPARENT) && !word_has(&word, TAG_APPROX_AFTER))
			return false;
	}
	return false;
}

/* How the phrase before a figure has to end. */
enum before { BEFORE_ANY, BEFORE_AS, BEFORE_HEAD, BEFORE_BRIDGE };

/* The phrase before the figure: its last word may carry a particle, those before it may not. Words that only say how
 * or when may stand between. */
static bool read_before(const struct standing *standing, enum before before)
{
	struct near *near = standing->near;
	struct near_word word;
	size_t start = 0, stop = 0, at = before_dates(standing, standing->start);
	bool bridged = before != BEFORE_BRIDGE;
	int adverbs = 0, count = 0;
	if (at && near->look->text.at[at - 1] == '(') {
		/* "(43)" right behind a word */
		at--;
		bridged = true;
		const struct placed *other = standing->placed > standing->figures->at ? standing->placed - 1 : NULL;
		size_t end = other && other->figure ? other->figure->at.stop - standing->offset : at + 1;
		if (blanks_end(near->look->text, end) == at) {
			/* "3 million won (18%)" counts what those count */
			standing->placed->figure->of = other->figure->of;
			return other->figure->of.present;
		}
		if (!word_touching(&word, near, at) && !word_before(&word, near, at))
			return false;
		/* a name in a list of names: what is counted is said elsewhere */
		char capital = near->look->text.at[word.at.start];
		if (capital >= 'A' && capital <= 'Z')
			return false;
	} else if (!word_before(&word, near, at)) {
		return false;
	}
	do {
		at = before_dates(standing, word.at.start);
		if (!stop) {
			bool other = word.stem < word.at.stop && !tags_have(&word.particle, TAG_SUBJECT)
				&& !(before == BEFORE_AS && tags_have(&word.particle, TAG_TO));
			bridged = bridged || word_has(&word, TAG_BRIDGE);
			if (word_has(&word, TAG_BRIDGE) || word_has(&word, TAG_TRANSPARENT) || word_has(&word, TAG_APPROX_BEFORE)
			    || word_has(&word, TAG_DETERMINER))
				continue;
			if (other && ++adverbs < 2)
				continue;
			if (other || !bridged || !word_names(&word, near) || word_is_participle(&word, near) || (before == BEFORE_HEAD && !word_ends_as(&word, near, TAG_LENGTH)))
				return false;
			stop = word.stem;
		} else if (!word_names(&word, near) || word.stem < word.at.stop || word_has(&word, TAG_DETERMINER) || at != word.at.start
		           || word_has(&word, TAG_TRANSPARENT)) {
			break;
		}
		start = word.at.start;
		count++;
	} while (count < PHRASE_WORDS - 1 && word_before(&word, near, at));
	if (!stop)
		return false;
	counting_found(standing, start, stop);
	return true;
}

/* The words in front of a place, nearest first, back to where the clause begins. */
static size_t clause_words(struct near_word *words, const struct standing *standing, size_t at)
{
	size_t count = 0;
	while (count < WORDS_BEFORE && word_before(&words[count], standing->near, at)) {
		at = words[count].at.start;
		if (word_has(&words[count], TAG_CLAUSE))
			break;
		count++;
	}
	return count;
}

/* The phrase among words, which are counted backward, that begins with first - 1 and at last ends with last; up to
 * where something is only added ("the price of ... in ..."). What an amount is of stands for it. */
static bool read_forward(const struct standing *standing, const struct near_word *words, size_t first, size_t last)
{
	while (first > last + 1 && (word_has(&words[first - 1], TAG_FUNCTION) || word_is_determiner(&words[first - 1], standing->near)))
		first--;
	size_t start = words[first - 1].at.start, stop = words[first - 1].at.stop;
	if (!word_names(&words[first - 1], standing->near))
		return false;
	for (size_t i = first - 1; i-- > last;) {
		if ((word_has(&words[i], TAG_LINK) || word_has(&words[i], TAG_LINK_ON)) && i > last) {
			if (word_has(&words[i + 1], TAG_AMOUNT))
				start = words[i - 1].at.start;
			if (word_is_determiner(&words[--i], standing->near) && i > last && start == words[i].at.start)
				start = words[--i].at.start;
		} else if (!word_names(&words[i], standing->near) || word_is_participle(&words[i], standing->near)) {
			break;
		}
		stop = words[i].at.stop;
	}
	counting_found(standing, start, stop);
	return true;
}

/* Words that stand between a verb and its subject or its amount. */
static bool is_helper(const struct near_word *word)
{
	return word_has(word, TAG_FUNCTION) || word_has(word, TAG_TRANSPARENT) || word_has(word, TAG_APPROX_BEFORE);
}

/* The object of the verb: "cut the price by", "raised rates to over". */
static bool read_object(const struct standing *standing, const struct near_word *words, size_t verb)
{
	size_t bound = 0;
	while (bound < verb && is_helper(&words[bound]) && !tags_have(&words[bound].tags, TAG_TO) && !tags_have(&words[bound].tags, TAG_BY)
	       && !tags_have(&words[bound].tags, TAG_FROM))
		bound++;
	bool moves = word_has(&words[verb], TAG_UP) || word_has(&words[verb], TAG_DOWN);
	return moves && bound + 1 < verb && is_helper(&words[bound]) && read_forward(standing, words, verb, bound + 1);
}

/* The phrase before the verb that the figure completes, past what helps it, back to the clause's begin. */
static bool read_mover(const struct standing *standing)
{
	struct near_word words[WORDS_BEFORE];
	size_t count = clause_words(words, standing, standing->start), verb = 0;
	while (verb < count && !word_has(&words[verb], TAG_MOVES))
		verb++;
	if (verb < count && read_object(standing, words, verb))
		return true;
	size_t last = verb + 1;
	while (last < count && (is_helper(&words[last]) || word_has(&words[last], TAG_MOVES) || word_is_participle(&words[last], standing->near)))
		last++;
	return last < count && read_forward(standing, words, count, last);
}

static bool read_by(const struct standing *standing, struct slice strategy)
{
	if (slice_is(strategy, "linked"))
		return read_linked(standing, TAG_LINK);
	if (slice_is(strategy, "in"))
		return read_linked(standing, TAG_LINK_IN);
	if (slice_is(strategy, "behind"))
		return read_behind(standing, standing->stop, PHRASE_WORDS, FIRST_PLAIN);
	if (slice_is(strategy, "article"))
		return read_behind(standing, standing->stop, PHRASE_WORDS, FIRST_ARTICLE);
	if (slice_is(strategy, "moved"))
		return read_moved(standing);
	if (slice_is(strategy, "word"))
		return read_behind(standing, standing->stop, 1, FIRST_PLAIN);
	if (slice_is(strategy, "before"))
		return read_before(standing, BEFORE_ANY);
	if (slice_is(strategy, "as"))
		return read_before(standing, BEFORE_AS);
	if (slice_is(strategy, "length"))
		return read_before(standing, BEFORE_HEAD);
	if (slice_is(strategy, "bridged"))
		return read_before(standing, BEFORE_BRIDGE);
	return slice_is(strategy, "mover") && read_mover(standing);
}

/* A figure of the same kind just before, with next to nothing between them, counts the same: "from 3 to 5 percent". */
static void inherit(const struct standing *standing)
{
	const struct placed *placed = standing->placed, *other = placed;
	struct near *near = standing->near;
	for (int i = 0; i < FIGURES_BEFORE && other > standing->figures->at; i++) {
		other--;
		if (other->figure && other->figure->kind != FIGURE_DATE)
			break;
	}
	if (other == placed || !other->figure || other->figure->kind != placed->figure->kind || !other->figure->of.present
	    || !slice_equal(other->figure->unit, placed->figure->unit))
		return;
	struct near_word word;
	size_t at = before_dates(standing, standing->start), end = other->figure->at.stop - standing->offset;
	for (int i = 0; i < 4 && at > end; i++) {
		char sign = near->look->text.at[at - 1];
		if (strchr(",( ", sign)) {
			at--;
		} else if (word_touching(&word, near, at) && (word_has(&word, TAG_FUNCTION) || word_has(&word, TAG_TRANSPARENT)
		           || word_has(&word, TAG_APPROX_BEFORE) || word_has(&word, TAG_MOVES) || word.at.start <= end)) {
			at = before_dates(standing, word.at.start);
		} else {
			return;
		}
	}
	if (at <= end)
		placed->figure->of = other->figure->of;
}

/* ---- */

void read_counted(struct near *near, const placed_list *figures, size_t offset)
{
	const struct lexicon *lexicon = near->look->lexicon;
	for (size_t i = 0; i < figures->len; i++) {
		const struct placed *placed = &figures->at[i];
		if (!placed->figure)
			continue;
		struct standing standing = {
			near->sentence, near, figures, placed, placed->figure->at.start - offset, placed->figure->at.stop - offset, offset
		};
		struct slice order = lexicon->counted[placed->figure->kind], strategy;
		if (!order.len)
			continue;
		while (slice_split(&strategy, &order, ' ') && !read_by(&standing, strategy))
			;
		if (!placed->figure->of.present)
			inherit(&standing);
	}
}
