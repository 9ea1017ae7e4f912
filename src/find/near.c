/* near.c: see near.h. */
#include "find/near.h"

#include "find/digits.h"

enum { FIGURES_BEFORE = 8, PARTICLE_LETTERS = 4, WORD_BYTES = 96 /* longer ones name nothing */ };

/* ---- private from here ---- */

/* Letters, digits, and what joins them inside a word. */
static inline size_t word_char(struct slice text, size_t at)
{
	if (at < text.len && (unsigned char)((text.at[at] | 0x20) - 'a') < 26)
		return 1;
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

/* May a particle, or another ending that is known, end at a place? */
static bool may_end(const struct near *near, size_t stop)
{
	return stop && starts_have(near->look->lexicon->endings, start_before(near->look->text, stop));
}

/* Where the last letters of a word are a particle: the longest one, and its tags. */
static void word_strip(struct near_word *word, struct near *near)
{
	size_t starts[PARTICLE_LETTERS + 1], count = 0;
	word->stem = word->at.stop;
	if (!may_end(near, word->at.stop) || word_ends_as(word, near, TAG_NOUN))
		return;
	for (size_t at = word->at.stop; at > word->at.start && count <= PARTICLE_LETTERS; count++)
		starts[count] = at = character_start(near->look->text, at);
	while (count-- > 0) {
		size_t stop = 0;
		if (starts[count] == word->at.start)
			continue;
		const struct entry *entry = look_up_tagged(near->look, starts[count], TAG_CASE, &stop);
		if (entry && stop == word->at.stop) {
			word->stem = starts[count];
			tags_join(&word->particle, &entry->tags);
			return;
		}
	}
}

static void word_read(struct near_word *word, struct near *near, size_t start, size_t stop)
{
	*word = (struct near_word){ .at = { start, stop } };
	look_tags(&word->tags, near->look, start, stop);
	word_strip(word, near);
	if (word->stem < stop)
		look_tags(&word->tags, near->look, start, word->stem);
}

static size_t word_start(struct slice text, size_t stop)
{
	size_t start = stop;
	while (start && stop - start <= WORD_BYTES) {
		size_t from = start - 1;
		if (!is_latin(text.at[from])) {
			from = character_start(text, start);
			if (from + word_char(text, from) != start)
				return start;
		}
		start = from;
	}
	return stop - start > WORD_BYTES ? stop : start;
}

/* The longest ending of a word that the language lists, or NULL. */
static const struct entry *read_ending(const struct near_word *word, struct near *near)
{
	const struct entry *ending = NULL;
	if (!may_end(near, word->stem))
		return NULL;
	size_t from = word->stem, stop;
	for (int i = 0; i < PARTICLE_LETTERS && from > word->at.start; i++) {
		from = character_start(near->look->text, from);
		const struct entry *entry = from > word->at.start ? look_up_tagged(near->look, from, TAG_ENDING, &stop) : NULL;
		if (entry && stop == word->stem)
			ending = entry;
	}
	return ending;
}

static bool read_behind(struct near_word *word, struct near *near, size_t at)
{
	size_t start = blanks_end(near->look->text, at), stop;
	if (start == at && at < near->look->text.len && near->look->text.at[at] == '-')
		start++;
	if (start == at)
		return false;
	for (stop = start; stop - start <= WORD_BYTES && word_char(near->look->text, stop); stop += word_char(near->look->text, stop))
		;
	if (stop == start || stop - start > WORD_BYTES || digit_at(near->look->text, start, NULL))
		return false;
	word_read(word, near, start, stop);
	return true;
}

static bool read_touching(struct near_word *word, struct near *near, size_t stop)
{
	size_t start = word_start(near->look->text, stop), closing = closing_before(near->look->text, start);
	if (start == stop)
		return false;
	word_read(word, near, start, stop);
	if (closing && word_has(word, TAG_CASE)) {
		size_t from = word_start(near->look->text, start - closing);
		if (from == start - closing)
			return false;
		struct tags particle = word->tags;
		word_read(word, near, from, start - closing);
		word->at.stop = stop;
		word->stem = start - closing;
		word->particle = particle;
		return true;
	}
	return !start || strchr(" \n\t([\"'", near->look->text.at[start - 1]) || (unsigned char)near->look->text.at[start - 1] >= 0x80;
}

/* ---- */

void near_init(struct near *near, struct sentence_items *sentence)
{
	near->sentence = sentence;
	near->look = &sentence->look;
	for (size_t i = 0; i < KEPT; i++)
		near->behind[i].at = near->touching[i].at = 0;
}

bool word_behind(struct near_word *word, struct near *near, size_t at)
{
	struct kept_word *kept = &near->behind[at % KEPT];
	if (kept->at != at + 1) {
		kept->at = at + 1;
		kept->found = read_behind(&kept->word, near, at);
		if (kept->found)
			kept->word.ending = read_ending(&kept->word, near);
	}
	*word = kept->word;
	return kept->found;
}

bool word_touching(struct near_word *word, struct near *near, size_t stop)
{
	struct kept_word *kept = &near->touching[stop % KEPT];
	if (kept->at != stop + 1) {
		kept->at = stop + 1;
		kept->found = read_touching(&kept->word, near, stop);
		if (kept->found)
			kept->word.ending = read_ending(&kept->word, near);
	}
	*word = kept->word;
	return kept->found;
}

bool word_before(struct near_word *word, struct near *near, size_t at)
{
	size_t stop = at;
	while (stop && (unsigned char)near->look->text.at[stop - 1] <= ' ')
		stop--;
	return stop && stop != at && word_touching(word, near, stop);
}

size_t before_dates(const struct standing *standing, size_t at)
{
	const struct placed *placed = standing->placed;
	const item_list *items = &standing->sentence->items;
	for (int i = 0; i < FIGURES_BEFORE && placed > standing->figures->at; i++) {
		placed--;
		size_t stop = items->at[placed->last].at.stop;
		if (stop > at)
			continue;
		if (blanks_end(standing->sentence->look.text, stop) < at)
			break;
		if (placed->figure && placed->figure->kind != FIGURE_DATE && placed->figure->kind != FIGURE_DURATION)
			break;
		at = items->at[placed->first].at.start;
	}
	return at;
}

size_t before_approximators(const struct standing *standing)
{
	const struct item *items = standing->sentence->items.at;
	size_t i = standing->placed->first;
	while (i && items[i].before != GAP_TEXT
	       && (tags_have(&items[i - 1].tags, TAG_APPROX_BEFORE) || tags_have(&items[i - 1].tags, TAG_TRANSPARENT)))
		i--;
	return i < standing->placed->first ? items[i].at.start : standing->start;
}

const struct placed *figure_before(const struct standing *standing, size_t at)
{
	const struct placed *placed = standing->placed;
	for (int i = 0; i < FIGURES_BEFORE && placed > standing->figures->at; i++) {
		placed--;
		size_t stop = standing->sentence->items.at[placed->last].at.stop;
		if (placed->figure && stop <= at && blanks_end(standing->sentence->look.text, stop) >= at)
			return placed;
	}
	return NULL;
}

bool word_ends_as(const struct near_word *word, struct near *near, enum known_tag tag)
{
	size_t from = word->stem, stop;
	if (!may_end(near, word->stem))
		return false;
	for (int i = 0; i < PARTICLE_LETTERS && from > word->at.start; i++) {
		from = character_start(near->look->text, from);
		const struct entry *entry = look_up_tagged(near->look, from, tag, &stop);
		if (entry && stop == word->stem && (from == word->at.start || !tags_have(&entry->tags, TAG_WHOLE)))
			return true;
	}
	return false;
}

const struct entry *word_motion(const struct near_word *word, struct near *near)
{
	size_t stop;
	const struct entry *entry = look_up_tagged(near->look, word->at.start, TAG_UP, &stop);
	return entry ? entry : look_up_tagged(near->look, word->at.start, TAG_DOWN, &stop);
}

bool word_names(const struct near_word *word, struct near *near)
{
	if (word_has(word, TAG_FUNCTION) || word_has(word, TAG_MOVES) || word_has(word, TAG_VERB)
	    || digit_at(near->look->text, word->at.start, NULL))
		return false;
	const struct entry *motion = word_motion(word, near);
	if (motion && tags_have(&motion->tags, TAG_VERB))
		return false;
	const struct entry *ending = word->ending;
	return !ending || !tags_have(&ending->tags, TAG_VERB) || word_ends_as(word, near, TAG_NOUN);
}

bool word_is_participle(const struct near_word *word)
{
	return word->ending && tags_have(&word->ending->tags, TAG_PARTICIPLE);
}

bool word_is_last(const struct near_word *word, struct near *near)
{
	if (word->stem < word->at.stop || word_has(word, TAG_HEAD))
		return true;
	const struct entry *ending = word->ending;
	char last = near->look->text.at[word->stem - 1];
	bool initials = last >= 'A' && last <= 'Z';
	return ending && tags_have(&ending->tags, TAG_HEAD) && !initials;
}

bool word_is_determiner(const struct near_word *word)
{
	const struct entry *ending = word->ending;
	return word_has(word, TAG_DETERMINER) || (ending && tags_have(&ending->tags, TAG_DETERMINER));
}
