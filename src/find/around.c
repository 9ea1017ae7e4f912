/* around.c: see around.h. All that is asked of words is their tags; how they are called is in the table words. */
#include "find/around.h"

enum { LOOK_BACK = 4, LOOK_AHEAD = 4 };

/* ---- private from here ---- */

static bool is_bound(enum approx approx)
{
	return approx == APPROX_MORE_THAN || approx == APPROX_AT_LEAST || approx == APPROX_LESS_THAN || approx == APPROX_AT_MOST;
}

/* What the reading of an item that has the tag says; false where none has. */
static bool approx_of(enum approx *approx, const struct item *item, enum known_tag tag)
{
	for (const struct entry *entry = item->words; entry; entry = entry->next) {
		if (tags_have(&entry->tags, tag))
			return approx_read(entry->detail, approx);
	}
	return false;
}

/* Where two approximators meet the bound wins. */
static void approx_join(struct figure *figure, enum approx approx)
{
	if (figure->approx == APPROX_NONE || (is_bound(approx) && !is_bound(figure->approx) && figure->approx != APPROX_VAGUE))
		figure->approx = approx;
}

static void read_before(struct figure *figure, const struct sentence_items *sentence, size_t first)
{
	enum approx approx;
	for (size_t i = first, steps = 0; i > 0 && steps < LOOK_BACK; i--, steps++) {
		if (sentence->items.at[i].before == GAP_TEXT)
			return;
		const struct item *item = &sentence->items.at[i - 1];
		if (approx_of(&approx, item, TAG_APPROX_BEFORE))
			approx_join(figure, approx);
		else if (!tags_have(&item->tags, TAG_TRANSPARENT))
			return;
	}
}

static void read_after(struct figure *figure, const struct sentence_items *sentence, size_t last)
{
	enum approx approx;
	for (size_t i = last + 1, steps = 0; i < sentence->items.len && steps < LOOK_AHEAD; i++, steps++) {
		const struct item *item = &sentence->items.at[i];
		if (item->before == GAP_TEXT)
			return;
		if (approx_of(&approx, item, TAG_APPROX_AFTER))
			approx_join(figure, approx);
		else if (!tags_have(&item->tags, TAG_PARTICLE))
			return;
	}
}

/* ---- */

void read_approximations(const struct sentence_items *sentence, const placed_list *figures)
{
	for (size_t i = 0; i < figures->len; i++) {
		const struct placed *placed = &figures->at[i];
		if (!placed->figure || placed->figure->kind == FIGURE_DATE || placed->figure->kind == FIGURE_ORDINAL)
			continue;
		read_before(placed->figure, sentence, placed->first);
		read_after(placed->figure, sentence, placed->last);
	}
}
