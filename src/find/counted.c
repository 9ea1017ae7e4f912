/* counted.c: see counted.h. Words are read outward from the figure, a handful at most, never a whole sentence. */
#include "find/counted.h"

enum { WORDS_BEFORE = 16, FIGURES_BEFORE = 8, PHRASE_WORDS = 5, WORDS_TO_MOTION = 3, WORDS_BETWEEN = 6, ADVERBS = 2 };

/* ---- private from here ---- */

static void counting_found(const struct standing *standing, size_t start, size_t stop)
{
	standing->placed->figure->of = (struct named){ .present = true, .at = { standing->offset + start, standing->offset + stop } };
}

/* The figure that begins behind a place, only blanks between. */
static const struct placed *figure_behind(const struct standing *standing, size_t at)
{
	const struct placed *next = standing->placed + 1;
	const struct item *items = standing->sentence->items.at;
	if (next == standing->figures->at + standing->figures->len || !next->figure
	    || items[next->first].at.start != blanks_end(standing->near->look->text, at))
		return NULL;
	return next;
}

/* What the phrase behind a figure may begin with. */
enum first_word { FIRST_ANY, FIRST_PLAIN, FIRST_ARTICLE };

/* The phrase that begins behind a place, of so many words at most. */
static bool read_behind(const struct standing *standing, size_t at, int most, enum first_word first)
{
	struct near *near = standing->near;
	struct near_word word;
	size_t start = 0, stop = 0;
	const struct placed *next = standing->placed + 1;
	if (next < standing->figures->at + standing->figures->len && next->per && standing->sentence->items.at[next->first].at.start == at)
		at = standing->sentence->items.at[next->last].at.stop;
	for (int i = 0; i < most; i++) {
		const struct placed *other = first == FIRST_ANY && !stop ? figure_behind(standing, at) : NULL;
		if (other) {
			/* "twelve of the 31 plants" */
			standing->placed->figure->of = other->figure->of;
			return other->figure->of.present;
		}
		if (!word_behind(&word, near, at))
			break;
		bool determiner = word_is_determiner(&word);
		bool article = word_has(&word, TAG_ARTICLE) || (determiner && !word_has(&word, TAG_DETERMINER));
		if (!stop && first != FIRST_ANY && article != (first == FIRST_ARTICLE))
			return false;
		first = FIRST_ANY;
		if (stop && figure_behind(standing, at))
			break;
		if (!stop && (determiner || word_has(&word, TAG_APPROX_AFTER))) {
			i--;
			at = word.at.stop;
			continue;
		}
		if (!word_names(&word, near) || (stop && (word_is_participle(&word) || determiner)))
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

/* Behind what says it moved: "a 3% higher budget", where such words stand before what they describe; "a 3% rise in
 * prices". */
static bool read_moved(const struct standing *standing)
{
	struct near *near = standing->near;
	const struct slice text = near->look->text;
	const struct placed *next = standing->placed + 1;
	size_t at = standing->stop, stop;
	const struct entry *particle = look_up_tagged(near->look, at, TAG_CASE, &stop);
	if (particle && tags_have(&particle->tags, TAG_TO) && !letter_at(text, stop))
		at = stop;
	if (at < text.len && text.at[at] == '(' && next < standing->figures->at + standing->figures->len && next->figure)
		at = next->figure->at.stop - standing->offset;
	if (at < text.len && text.at[at] == ')')
		at++;
	struct near_word word;
	for (int i = 0; i < WORDS_TO_MOTION && word_behind(&word, near, at); i++) {
		const struct entry *motion = word_motion(&word, near);
		at = word.at.stop;
		if (motion && !tags_have(&motion->tags, TAG_MODIFIES))
			return word_behind(&word, near, at) && word_has(&word, TAG_LINK_IN) && read_behind(standing, word.at.stop, PHRASE_WORDS, FIRST_PLAIN);
		if (motion)
			return read_behind(standing, at, PHRASE_WORDS, FIRST_ANY);
		if (!word_has(&word, TAG_TRANSPARENT) && !word_has(&word, TAG_APPROX_AFTER) && !word_has(&word, TAG_DETERMINER))
			return false;
	}
	return false;
}

/* How the phrase before a figure has to end. */
enum before { BEFORE_ANY, BEFORE_BARE, BEFORE_AS, BEFORE_LENGTH, BEFORE_BRIDGE, BEFORE_HOLDER, BEFORE_SUBJECT };

static bool is_name(const struct near_word *word, const struct near *near)
{
	char capital = near->look->text.at[word->at.start];
	return capital >= 'A' && capital <= 'Z';
}

/* What stands before a bracket that holds the figure: "the ferries (43)". */
static bool before_bracket(struct near_word *word, const struct standing *standing, size_t at)
{
	struct near *near = standing->near;
	/* a name in a list of names: what is counted is said elsewhere */
	return (word_touching(word, near, at) || word_before(word, near, at)) && !is_name(word, near);
}

/* Does its particle make it a subject or an object, and not the possessor of what follows? */
static bool is_subject(const struct near_word *word)
{
	return tags_have(&word->particle, TAG_SUBJECT) && !tags_have(&word->particle, TAG_LINK);
}

/* May a word stand between the figure and the phrase? */
static bool may_part(const struct near_word *word, enum before before)
{
	bool holds = before == BEFORE_HOLDER && (word_has(word, TAG_FUNCTION) || word_has(word, TAG_CLAUSE) || word_has(word, TAG_MOVES));
	bool subject = is_subject(word);
	return holds || word_has(word, TAG_BRIDGE) || (word_has(word, TAG_TRANSPARENT) && !subject) || word_has(word, TAG_APPROX_BEFORE)
		|| word_has(word, TAG_DETERMINER);
}

/* Can a phrase before the figure end with this word? */
static bool can_end(const struct near_word *word, struct near *near, enum before before)
{
	bool bound = word->stem == word->at.stop || (before != BEFORE_BARE && tags_have(&word->particle, TAG_SUBJECT))
		|| (before == BEFORE_AS && tags_have(&word->particle, TAG_TO));
	return bound && word_names(word, near) && !word_is_participle(word)
		&& (before != BEFORE_LENGTH || word_ends_as(word, near, TAG_LENGTH));
}

/* Back to where the phrase begins whose last word begins at a place: "the cost of repairs". */
static size_t phrase_start(const struct standing *standing, size_t start)
{
	struct near *near = standing->near;
	struct near_word word, whole;
	for (int count = 2; count < PHRASE_WORDS && before_dates(standing, start) == start && word_before(&word, near, start); count++) {
		if (!word_names(&word, near) || word.stem < word.at.stop || word_is_determiner(&word) || word_has(&word, TAG_TRANSPARENT)
		    || figure_before(standing, start))
			break;
		start = word.at.start;
	}
	size_t at = before_dates(standing, start);
	while (word_before(&word, near, at) && word_is_determiner(&word))
		at = word.at.start;
	if (word_before(&word, near, at) && word_has(&word, TAG_LINK) && !figure_before(standing, word.at.start)
	    && word_before(&whole, near, word.at.start) && word_names(&whole, near) && !word_has(&whole, TAG_AMOUNT))
		return whole.at.start;
	return start;
}

/* Is the word part of the figure before? */
static bool in_figure(const struct standing *standing, const struct near_word *word)
{
	const struct placed *placed = standing->placed;
	for (int i = 0; i < FIGURES_BEFORE && placed > standing->figures->at && !(--placed)->figure; i++)
		;
	return placed < standing->placed && placed->figure && placed->figure->kind != FIGURE_DATE && placed->figure->kind != FIGURE_DURATION
		&& standing->sentence->items.at[placed->last].at.stop > word->at.start;
}

static bool before_comma(size_t *at, struct slice text)
{
	bool comma = *at > 1 && text.at[*at - 1] == ' ' && text.at[*at - 2] == ',';
	*at -= comma ? 2 : 0;
	return comma;
}

/* The phrase before the figure: its last word may carry a particle, those before it may not. Words that only say how
 * or when may stand between. */
static bool read_before(const struct standing *standing, enum before before)
{
	struct near *near = standing->near;
	const struct slice text = near->look->text;
	struct near_word word;
	size_t at = before_dates(standing, standing->start);
	bool bridged = before != BEFORE_BRIDGE;
	const struct placed *other = at && text.at[at - 1] == '(' ? figure_before(standing, at - 1) : NULL;
	if (other) {
		/* "3 million won (18%)" counts what those count */
		standing->placed->figure->of = other->figure->of;
		return other->figure->of.present;
	}
	bool bracket = at && text.at[at - 1] == '(';
	bool comma = before == BEFORE_HOLDER && before_comma(&at, text);
	for (int steps = 0, adverbs = 0; steps < WORDS_BETWEEN; steps++) {
		if (bracket ? !before_bracket(&word, standing, at - 1) : comma ? !word_touching(&word, near, at) : !word_before(&word, near, at))
			return false;
		if (in_figure(standing, &word))
			return false;
		struct near_word which;
		if (word_has(&word, TAG_BRIDGE) && word_before(&which, near, word.at.start) && word_has(&which, TAG_DETERMINER))
			return false;   /* "of these 30": of what, is said elsewhere */
		bridged = bridged || bracket || word_has(&word, TAG_BRIDGE);
		bracket = false;
		at = before_dates(standing, word.at.start);
		comma = before == BEFORE_HOLDER && before_comma(&at, text);
		bool adverb = word.stem < word.at.stop && before != BEFORE_BARE;
		if (may_part(&word, before)) {
			if (before == BEFORE_BARE)
				return false;
			continue;
		}
		if (before == BEFORE_SUBJECT && !is_subject(&word) && word_names(&word, near))
			continue;
		if (bridged && !(adverbs && !adverb) && can_end(&word, near, before)) {
			counting_found(standing, phrase_start(standing, word.at.start), word.stem);
			return true;
		}
		/* a word without a particle in front of an adverb belongs to it */
		if (!adverb && adverbs && word_names(&word, near))
			continue;
		if (!adverb || tags_have(&word.particle, TAG_SUBJECT) || ++adverbs == ADVERBS)
			return false;
	}
	return false;
}

/* A name in a list of names, each with its figure in brackets: "lost customers, led by Alder (31) and Birch (9)". Past
 * the names and what introduces them stands what is counted; past other such figures they say it. */
static bool read_listed(const struct standing *standing)
{
	struct near *near = standing->near;
	const struct slice text = near->look->text;
	struct near_word word;
	size_t at = standing->start;
	if (!at || text.at[at - 1] != '(')
		return false;
	bool names = true, listed = false;
	at--;
	for (int steps = 0; steps < WORDS_BEFORE; steps++) {
		while (at && (text.at[at - 1] == ' ' || text.at[at - 1] == ',' || text.at[at - 1] == ')'))
			at--;
		const struct placed *other = figure_before(standing, at);
		if (other && names && other->figure->kind == standing->placed->figure->kind) {
			standing->placed->figure->of = other->figure->of;
			return other->figure->of.present;
		}
		at = before_dates(standing, at);
		if (!at || (!word_touching(&word, near, at) && !word_before(&word, near, at)))
			return false;
		bool introduces = word_has(&word, TAG_LISTS);
		names = names && (is_name(&word, near) || word_has(&word, TAG_JOINS));
		if (!names && !introduces && !listed)
			return false;
		if (!names && !introduces && !word_has(&word, TAG_CLAUSE) && !word_has(&word, TAG_FUNCTION)) {
			if (!can_end(&word, near, BEFORE_ANY))
				return false;
			counting_found(standing, phrase_start(standing, word.at.start), word.stem);
			return true;
		}
		listed = listed || introduces;
		at = word.at.start;
	}
	return false;
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
	while (first > last + 1 && (word_has(&words[first - 1], TAG_FUNCTION) || word_is_determiner(&words[first - 1])))
		first--;
	size_t start = words[first - 1].at.start, stop = words[first - 1].at.stop;
	if (!word_names(&words[first - 1], standing->near))
		return false;
	for (size_t i = first - 1; i-- > last;) {
		if (word_has(&words[i], TAG_LINK) && i > last) {
			if (word_has(&words[i + 1], TAG_AMOUNT))
				start = words[i - 1].at.start;
			if (word_is_determiner(&words[--i]) && i > last && start == words[i].at.start)
				start = words[--i].at.start;
		} else if (!word_names(&words[i], standing->near) || word_is_participle(&words[i])) {
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
	size_t count = clause_words(words, standing, before_approximators(standing)), verb = 0;
	while (verb < count && !word_has(&words[verb], TAG_MOVES))
		verb++;
	if (verb < count && read_object(standing, words, verb))
		return true;
	size_t last = verb + 1;
	while (last < count && (is_helper(&words[last]) || word_has(&words[last], TAG_MOVES) || word_is_participle(&words[last])))
		last++;
	return last < count && read_forward(standing, words, count, last);
}

/* "50-pound": number and unit make one word, and describe the next. */
static bool is_joined(const struct standing *standing)
{
	const struct slice text = standing->near->look->text;
	size_t at = standing->stop;
	while (at > standing->start && letter_at(text, at - 1))
		at--;
	return at > standing->start && text.at[at - 1] == '-';
}

static bool read_joined(const struct standing *standing)
{
	return is_joined(standing) && read_behind(standing, standing->stop, PHRASE_WORDS, FIRST_PLAIN);
}

/* Behind a linking word, or so many words right behind the figure, or in front of it, or in a way of its own. */
struct way {
	const char *name;
	enum known_tag link;
	int words;
	enum first_word first;
	enum before before;
	bool (*alone)(const struct standing *standing);
};

static const struct way all_ways[] = {
	{ .name = "linked", .link = TAG_LINK },
	{ .name = "in", .link = TAG_LINK_IN },
	{ .name = "behind", .words = PHRASE_WORDS, .first = FIRST_PLAIN },
	{ .name = "word", .words = 1, .first = FIRST_PLAIN },
	{ .name = "article", .words = PHRASE_WORDS, .first = FIRST_ARTICLE },
	{ .name = "joined", .alone = read_joined },
	{ .name = "moved", .alone = read_moved },
	{ .name = "mover", .alone = read_mover },
	{ .name = "before", .before = BEFORE_ANY },
	{ .name = "bare", .before = BEFORE_BARE },
	{ .name = "as", .before = BEFORE_AS },
	{ .name = "length", .before = BEFORE_LENGTH },
	{ .name = "bridged", .before = BEFORE_BRIDGE },
	{ .name = "holder", .before = BEFORE_HOLDER },
	{ .name = "topic", .before = BEFORE_SUBJECT }
};

static bool read_by(const struct standing *standing, const struct way *way)
{
	if (way->alone)
		return way->alone(standing);
	if (way->link)
		return read_linked(standing, way->link);
	if (way->words)
		return read_behind(standing, standing->stop, way->words, way->first);
	return read_before(standing, way->before);
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

/* The first row of the table that fits, or NULL. */
static const struct counted_row *row_for(const struct lexicon *lexicon, const struct figure *figure)
{
	for (size_t i = 0; i < lexicon->counted.len; i++) {
		const struct counted_row *row = &lexicon->counted.at[i];
		if (row->kind == figure->kind && (!row->unit.len || slice_equal(row->unit, figure->unit)))
			return row;
	}
	return NULL;
}

static void standing_at(struct standing *standing, const struct placed *placed)
{
	standing->placed = placed;
	standing->start = placed->figure->at.start - standing->offset;
	standing->stop = placed->figure->at.stop - standing->offset;
}

/* ---- */

const struct way *way_named(struct slice name)
{
	for (size_t i = 0; i < sizeof all_ways / sizeof *all_ways; i++)
		if (slice_is(name, all_ways[i].name))
			return &all_ways[i];
	return NULL;
}

void read_counted(struct near *near, const placed_list *figures, size_t offset)
{
	struct standing standing = { .sentence = near->sentence, .near = near, .figures = figures, .offset = offset };
	/* from the last one back, as one may count what the next one counts */
	for (size_t i = figures->len; i-- > 0;) {
		const struct placed *placed = &figures->at[i];
		if (!placed->figure)
			continue;
		standing_at(&standing, placed);
		const struct counted_row *row = row_for(near->look->lexicon, placed->figure);
		for (size_t k = 0; row && k < row->ways.len && !read_by(&standing, row->ways.at[k]); k++)
			;
	}
	for (size_t i = 0; i < figures->len; i++) {
		const struct placed *placed = &figures->at[i];
		const struct counted_row *row = placed->figure && !placed->figure->of.present ? row_for(near->look->lexicon, placed->figure) : NULL;
		if (!row || !row->ways.len)
			continue;
		standing_at(&standing, placed);
		if (!read_listed(&standing))
			inherit(&standing);
	}
}
