/* per.c: see per.h. What a phrase is, is said by constructions that make "per"; here it finds its figure: the one it
 * follows, a few words between, or else the next one. */
#include "find/per.h"

enum { WORDS_BETWEEN = 4, FAR = WORDS_BETWEEN + 1 };

/* ---- private from here ---- */

static bool is_counted(const struct placed *placed)
{
	return placed->figure && placed->figure->kind != FIGURE_DATE && placed->figure->kind != FIGURE_TIME
		&& placed->figure->kind != FIGURE_ORDINAL && placed->figure->kind != FIGURE_AGE && !placed->figure->per.present;
}

/* How many words stand between two places; FAR where there are too many, or a verb, or a sign. */
static int distance(struct near *near, size_t from, size_t to)
{
	struct near_word word;
	int count = 0;
	if (from < to && letter_at(near->look->text, from))
		from = letters_end(near->look->text, from);
	for (; blanks_end(near->look->text, from) < to; from = word.at.stop) {
		if (++count == FAR || !word_behind(&word, near, from) || word.at.start >= to || word_has(&word, TAG_CLAUSE)
		    || (!word_names(&word, near) && !word_has(&word, TAG_LINK) && !word_has(&word, TAG_TRANSPARENT)
		        && !word_has(&word, TAG_APPROX_BEFORE)))
			return FAR;
	}
	return count;
}

static void find_figure(struct near *near, const placed_list *figures, const struct placed *per, size_t offset)
{
	const struct item *items = near->sentence->items.at;
	struct span at = { items[per->first].at.start, items[per->last].at.stop };
	const struct placed *before = per, *behind = per;
	while (before > figures->at && !(--before)->figure)
		;
	while (behind + 1 < figures->at + figures->len && !(++behind)->figure)
		;
	int back = FAR, on = FAR;
	if (per->per == PER_ANY && before->figure && is_counted(before))
		back = distance(near, items[before->last].at.stop, at.start);
	if (behind->figure && is_counted(behind))
		on = distance(near, at.stop, items[behind->first].at.start);
	const struct placed *found = back <= on ? before : behind;
	if (back < FAR || on < FAR)
		found->figure->per = (struct named){ .present = true, .at = { offset + at.start, offset + at.stop } };
}

/* ---- */

void read_per(struct near *near, const placed_list *figures, size_t offset)
{
	for (size_t i = 0; i < figures->len; i++) {
		if (figures->at[i].per)
			find_figure(near, figures, &figures->at[i], offset);
	}
}
