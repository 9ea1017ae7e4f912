/* change.c: see change.h. From a figure words are read backward and forward, a handful at most; which side the moving
 * word stands on is the language's affair. */
#include "find/change.h"

enum { WORDS_BOUND = 8, WORDS_LOOSE = 4, CHAIN = 4 };

enum part { PART_NONE, PART_FROM, PART_TO, PART_BY, PARTS };

/* The word that moves a figure. */
struct motion {
	enum direction direction;       /* DIRECTION_NONE: none */
	size_t at;
	bool before;                    /* it stands before the figure */
};

/* A figure and its part in a change. */
struct part_taken {
	struct figure *figure;
	size_t number;                  /* among the document's figures, from 1 */
	size_t start, stop;
	enum part part;
	struct motion motion;
};

struct changes {
	const struct sentence_items *sentence;
	struct near *near;
	const placed_list *figures;
	size_t offset;
	LIST(struct part_taken) parts;
};

/* ---- private from here ---- */

static bool moves(const struct figure *figure)
{
	static const bool movable[FIGURE_NUMBER + 1] = {
		[FIGURE_COUNT] = true, [FIGURE_MONEY] = true, [FIGURE_PERCENT] = true, [FIGURE_POINTS] = true,
		[FIGURE_MULTIPLE] = true, [FIGURE_MEASURE] = true, [FIGURE_SCORE] = true, [FIGURE_NUMBER] = true,
		[FIGURE_DURATION] = true, [FIGURE_AGE] = true, [FIGURE_FRACTION] = true
	};
	return figure && movable[figure->kind];
}

static enum direction direction_of(const struct tags *tags)
{
	return tags_have(tags, TAG_UP) ? DIRECTION_UP : tags_have(tags, TAG_DOWN) ? DIRECTION_DOWN : DIRECTION_NONE;
}

static enum part part_of(const struct tags *tags)
{
	return tags_have(tags, TAG_FROM) ? PART_FROM : tags_have(tags, TAG_TO) ? PART_TO : tags_have(tags, TAG_BY) ? PART_BY : PART_NONE;
}

static struct tags all_tags(const struct near_word *word, struct near *near)
{
	struct tags tags = word->tags;
	const struct entry *motion = word_motion(word, near);
	if (motion)
		tags_join(&tags, &motion->tags);
	return tags;
}

/* The figure that covers a byte, or NULL. */
static const struct placed *figure_at(const struct changes *changes, const struct placed *near, size_t at)
{
	const struct placed *first = changes->figures->at, *end = first + changes->figures->len;
	const struct item *items = changes->sentence->items.at;
	for (const struct placed *placed = near > first + CHAIN ? near - CHAIN : first; placed < end && placed <= near + CHAIN; placed++) {
		if (placed->figure && items[placed->first].at.start <= at && at < items[placed->last].at.stop)
			return placed;
	}
	return NULL;
}

/* The particle, or the word in front of it, that binds a figure into a change; edge is where to read on. */
static enum part binding_before(const struct changes *changes, const struct placed *placed, size_t *edge, bool *level)
{
	struct near *near = changes->near;
	const struct item *items = changes->sentence->items.at;
	struct near_word word;
	size_t at = items[placed->first].at.start;
	*level = false;
	while (word_before(&word, near, at)) {
		struct near_word up;
		enum part part = part_of(&word.tags);
		if (part == PART_TO && word_before(&up, near, word.at.start) && word_has(&up, TAG_UP) && word_has(&up, TAG_BESIDE)) {
			/* "up to 30": no more than that */
			*edge = up.at.start;
			return PART_NONE;
		}
		if (part) {
			*edge = word.at.start;
			return part;
		}
		*level = *level || word_has(&word, TAG_LEVEL);
		if (!word_has(&word, TAG_APPROX_BEFORE) && !word_has(&word, TAG_TRANSPARENT) && !word_has(&word, TAG_DETERMINER))
			break;
		at = word.at.start;
	}
	*edge = at;
	return PART_NONE;
}

static enum part binding_behind(const struct changes *changes, const struct placed *placed, size_t *edge)
{
	struct near *near = changes->near;
	size_t at = changes->sentence->items.at[placed->last].at.stop, stop;
	const struct entry *entry = look_up_tagged(near->look, at, TAG_CASE, &stop);
	struct near_word word;
	*edge = letters_end(near->look->text, at);
	if (entry && stop == *edge)
		return part_of(&entry->tags);
	while (word_behind(&word, near, at) && word_has(&word, TAG_APPROX_AFTER)) {
		at = *edge = word.at.stop;
		if (part_of(&word.particle))
			return part_of(&word.particle);
	}
	return PART_NONE;
}

/* Which way a figure moves by itself: "doubled". */
static enum direction direction_in(const struct changes *changes, const struct placed *placed)
{
	enum direction direction = DIRECTION_NONE;
	for (size_t i = placed->first; i <= placed->last && !direction; i++)
		direction = direction_of(&changes->sentence->items.at[i].tags);
	return direction;
}

/* The moving word before a place. A bound figure may be far from it, a loose one may not: "raised the wage to $15",
 * "rose $2". */
static struct motion motion_before(const struct changes *changes, const struct placed *placed, size_t at, bool bound)
{
	struct near *near = changes->near;
	struct near_word word;
	bool strayed = false;
	for (int i = 0; i < (bound ? WORDS_BOUND : WORDS_LOOSE); i++) {
		size_t end = at;
		while (end && (near->look->text.at[end - 1] == ' ' || (bound && near->look->text.at[end - 1] == ',')))
			end--;
		const struct placed *other = end ? figure_at(changes, placed, end - 1) : NULL;
		if (other && other != placed) {
			if (other->figure->at.start - changes->offset >= at)
				break;
			at = other->figure->at.start - changes->offset;
			if (direction_in(changes, other))
				return (struct motion){ direction_in(changes, other), at, true };
			continue;
		}
		if (!word_before(&word, near, at))
			break;
		struct tags tags = all_tags(&word, near);
		if (direction_of(&tags) && !tags_have(&tags, TAG_BEHIND) && !(strayed && tags_have(&tags, TAG_BESIDE)))
			return (struct motion){ direction_of(&tags), word.at.start, true };
		if (tags_have(&tags, TAG_CLAUSE))
			break;
		bool known = part_of(&tags) || tags_have(&tags, TAG_FUNCTION) || tags_have(&tags, TAG_TRANSPARENT) || tags_have(&tags, TAG_APPROX_BEFORE)
			|| tags_have(&tags, TAG_DETERMINER) || tags_have(&tags, TAG_LINK);
		if (!known && !bound)
			break;
		strayed = strayed || !known;
		at = word.at.start;
	}
	return (struct motion){ DIRECTION_NONE, 0, false };
}

/* The moving word behind a place. */
static struct motion motion_behind(const struct changes *changes, const struct placed *placed, size_t at, bool bound)
{
	struct near *near = changes->near;
	struct near_word word;
	bool strayed = false;
	if (at < near->look->text.len && near->look->text.at[at] == ')')
		at++;
	for (int i = 0; i < (bound ? WORDS_BOUND : WORDS_LOOSE); i++) {
		size_t start = blanks_end(near->look->text, at);
		if (start < near->look->text.len && near->look->text.at[start] == '(')
			start++;
		const struct placed *other = figure_at(changes, placed, start);
		if (other && other != placed && strayed && !bound)
			break;
		if (other && other != placed) {
			binding_behind(changes, other, &at);
			if (at < near->look->text.len && near->look->text.at[at] == ')')
				at++;
			continue;
		}
		if (!word_behind(&word, near, at))
			break;
		struct tags tags = all_tags(&word, near);
		if (direction_of(&tags))
			return (struct motion){ direction_of(&tags), word.at.start, false };
		if (tags_have(&tags, TAG_CLAUSE) || tags_have(&tags, TAG_FUNCTION)
		    || (tags_have(&tags, TAG_MOVES) && !tags_have(&tags, TAG_DETERMINER)))
			break;
		bool known = tags_have(&tags, TAG_TRANSPARENT) || tags_have(&tags, TAG_APPROX_AFTER);
		if (!known && !tags_have(&tags, TAG_DETERMINER) && ((strayed && !bound) || !word_names(&word, near)))
			break;
		strayed = strayed || !known;
		at = word.at.stop;
	}
	return (struct motion){ DIRECTION_NONE, 0, false };
}

/* What part a figure takes, and what moves it. */
static void take_part(struct part_taken *taken, const struct changes *changes, const struct placed *placed)
{
	struct near *near = changes->near;
	size_t before, behind;
	bool level;
	struct near_word word;
	enum part bound = binding_before(changes, placed, &before, &level);
	enum part particle = binding_behind(changes, placed, &behind);
	taken->part = particle ? particle : bound;
	if (direction_in(changes, placed)) {
		/* "doubled" */
		taken->part = PART_BY;
		taken->motion = (struct motion){ direction_in(changes, placed), taken->start, true };
		return;
	}
	if (word_before(&word, near, taken->start)) {
		struct tags tags = all_tags(&word, near);
		if (direction_of(&tags) && tags_have(&tags, TAG_MODIFIES)) {
			taken->part = PART_TO;
			taken->motion = (struct motion){ direction_of(&tags), word.at.start, true };
			return;
		}
	}
	if (!particle)
		taken->motion = motion_before(changes, placed, before, bound);
	if (!taken->motion.direction && (particle || !bound))
		taken->motion = motion_behind(changes, placed, behind, particle);
	if (!taken->part && taken->motion.direction)
		taken->part = level ? PART_TO : PART_BY;
	/* so many times as much is no level */
	if (taken->part == PART_TO && (taken->figure->kind == FIGURE_MULTIPLE || taken->figure->kind == FIGURE_FRACTION))
		taken->part = PART_BY;
}

static struct decimal size_of(struct arena *arena, struct slice value)
{
	struct decimal size = decimal_read(arena, value);
	size.negative = size.len && value.at[0] == '-';
	return size;
}

static bool same_measure(const struct figure *one, const struct figure *other)
{
	return one->kind == other->kind && slice_equal(one->unit, other->unit);
}

/* Can a figure be the difference that led to a level? */
static bool measures_change(const struct figure *by, const struct figure *level)
{
	switch (by->kind) {
	case FIGURE_PERCENT: case FIGURE_POINTS: case FIGURE_MULTIPLE: case FIGURE_FRACTION: case FIGURE_SCORE:
		return true;
	case FIGURE_DURATION: case FIGURE_AGE:
		return level && level->kind == by->kind;
	default:
		return !level || same_measure(by, level);
	}
}

/* Two levels that no word moves show by themselves which way it went. */
static enum direction direction_by_size(const struct changes *changes, const struct figure *from, const struct figure *to)
{
	if (!same_measure(from, to) || !from->value.len || !to->value.len || memchr(from->value.at, '/', from->value.len)
	    || memchr(to->value.at, '/', to->value.len))
		return DIRECTION_NONE;
	int order = decimal_compare(size_of(changes->sentence->arena, from->value), size_of(changes->sentence->arena, to->value));
	return order < 0 ? DIRECTION_UP : order > 0 ? DIRECTION_DOWN : DIRECTION_NONE;
}

/* The level that stands right before the moving word: "6.9%, down from 7.9%". */
static struct part_taken *level_before(struct changes *changes, const struct part_taken *first)
{
	if (first == changes->parts.at || !first->motion.before)
		return NULL;
	struct part_taken *level = &changes->parts.at[first - changes->parts.at - 1];
	struct slice text = changes->sentence->look.text;
	size_t at = first->motion.at;
	while (at > level->stop && strchr(" ,(-\x80\x93\x94\xE2", text.at[at - 1]))
		at--;
	bool set_off = at == level->stop && blanks_end(text, level->stop) < first->motion.at;
	return set_off && !level->motion.direction && same_measure(level->figure, first->figure) ? level : NULL;
}

/* All parts of a change count the same. */
static void share_counted(struct part_taken *const *parts)
{
	const struct figure *knows = NULL;
	for (int part = 0; part < PARTS && !knows; part++)
		knows = parts[part] && parts[part]->figure->of.present ? parts[part]->figure : NULL;
	for (int part = 0; part < PARTS && knows; part++) {
		if (parts[part] && !parts[part]->figure->of.present && parts[part]->figure->kind != FIGURE_DURATION)
			parts[part]->figure->of = knows->of;
	}
}

/* Figures that one word moves: parts of one change. */
static void set_change(struct changes *changes, struct part_taken *first, size_t count)
{
	struct part_taken *parts[PARTS] = { NULL };
	enum direction direction = first->motion.direction;
	for (size_t i = 0; i < count; i++) {
		if (!parts[first[i].part])
			parts[first[i].part] = &first[i];
	}
	if (!parts[PART_TO])
		parts[PART_TO] = level_before(changes, first);
	share_counted(parts);
	if (!direction && parts[PART_FROM] && parts[PART_TO])
		direction = direction_by_size(changes, parts[PART_FROM]->figure, parts[PART_TO]->figure);
	if (parts[PART_BY] && !measures_change(parts[PART_BY]->figure, parts[PART_TO] ? parts[PART_TO]->figure : NULL))
		parts[PART_BY] = NULL;
	for (size_t i = 0; i < count && direction; i++) {
		struct part_taken *bearer = parts[PART_TO] ? parts[PART_TO] : &first[i];
		if (parts[PART_TO] ? i > 0 : !parts[PART_BY] || bearer->part != PART_BY || !measures_change(bearer->figure, NULL))
			continue;
		bearer->figure->change = (struct change){
			direction,
			parts[PART_FROM] ? parts[PART_FROM]->number - 1 : NOWHERE,
			parts[PART_TO] ? parts[PART_TO]->number - 1 : NOWHERE,
			!parts[PART_TO] ? bearer->number - 1 : parts[PART_BY] ? parts[PART_BY]->number - 1 : NOWHERE
		};
	}
}

static bool is_same_change(const struct part_taken *one, const struct part_taken *next)
{
	if (one->motion.direction || next->motion.direction)
		return one->motion.at == next->motion.at && one->motion.direction == next->motion.direction;
	return one->part == PART_FROM && next->part == PART_TO;
}

/* ---- */

void read_changes(struct near *near, const placed_list *figures, size_t offset)
{
	struct changes changes = { .sentence = near->sentence, .near = near, .figures = figures, .offset = offset };
	for (size_t i = 0; i < figures->len; i++) {
		const struct placed *placed = &figures->at[i];
		if (!moves(placed->figure))
			continue;
		struct part_taken *taken = list_add(near->sentence->arena, &changes.parts);
		*taken = (struct part_taken){ placed->figure, placed->number, placed->figure->at.start - offset, placed->figure->at.stop - offset,
			PART_NONE, { DIRECTION_NONE, 0, false } };
		take_part(taken, &changes, placed);
	}
	for (size_t i = 0, count; i < changes.parts.len; i += count) {
		struct part_taken *first = &changes.parts.at[i];
		for (count = 1; i + count < changes.parts.len && is_same_change(&first[count - 1], &first[count]); count++)
			;
		if (first->part)
			set_change(&changes, first, count);
	}
}
