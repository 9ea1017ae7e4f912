/* phrases.c: see phrases.h. A construction has at most a few dozen elements, so going back over its optional parts is
 * bounded by its own length and not by the text's. */
#include "find/phrases.h"

enum { NEARBY = 24 };   /* items; no construction is longer */

/* One attempt: a construction against the items from a place on. */
struct attempt {
	const struct sentence_items *sentence;
	const struct construction *construction;
	size_t from;
	size_t stop;                    /* byte behind all that was matched */
	struct phrase phrase;
	bool inside;                    /* the phrase has its first item */
};

/* ---- private from here ---- */

/* Tags that a place gives to whatever stands there. */
static const uint64_t place_tags = UINT64_C(1) << TAG_CAPITAL | UINT64_C(1) << TAG_AFTER_TEXT;
_Static_assert(TAG_CAPITAL < 64 && TAG_AFTER_TEXT < 64, "the tags of places are in the first word");

static bool reading_fits(const struct element *element, const struct tags *tags, const struct tags *place)
{
	const struct tags all = { { tags->bits[0] | (place->bits[0] & place_tags), tags->bits[1], tags->bits[2], tags->bits[3] } };
	return tags_have_all(&all, &element->all) && !tags_have_any(&all, &element->none);
}

/* The reading of an item that an element asks for. */
static bool item_fits(struct caught *caught, const struct item *item, const struct element *element)
{
	if (!tags_have_all(&item->tags, &element->all))
		return false;
	*caught = (struct caught){ item, NULL };
	if (item->number && reading_fits(element, &item->number->tags, &item->tags))
		return true;
	for (const struct entry *entry = item->words; entry; entry = entry->next) {
		caught->word = entry;
		if (reading_fits(element, &entry->tags, &item->tags))
			return true;
	}
	return false;
}

/* The item an element would take at a place, or NULL where the items do not follow each other. */
static const struct item *item_at(const struct sentence_items *sentence, size_t from, size_t at, const struct element *element)
{
	if (at >= sentence->items.len)
		return NULL;
	const struct item *item = &sentence->items.at[at];
	if (at > from && (item->before == GAP_TEXT || (element->glued && item->before == GAP_BLANK)))
		return NULL;
	return item;
}

static bool letter_follows(struct slice text, size_t at)
{
	return letters_end(text, at) != at;
}

static bool edge_follows(const struct sentence_items *sentence, size_t item)
{
	struct slice text = sentence->look.text;
	size_t at = blanks_end(text, sentence->items.at[item].at.stop);
	if (item + 1 < sentence->items.len && sentence->items.at[item + 1].number && sentence->items.at[item + 1].before != GAP_TEXT)
		return false;
	return !letter_follows(text, at);
}

/* Fills in one element; at is the item it looks at, and moves on. */
static bool element_match(struct attempt *attempt, const struct element *element, size_t *at)
{
	struct caught caught;
	if (element->follows == FOLLOWS_WORD)
		return word_follows(attempt->sentence, *at - 1) != element->absent;
	if (element->follows == FOLLOWS_EDGE)
		return edge_follows(attempt->sentence, *at - 1) != element->absent;
	const struct item *item = item_at(attempt->sentence, attempt->from, *at, element);
	if (element->absent)
		return !item || !item_fits(&caught, item, element);
	if (!item || !item_fits(&caught, item, element))
		return false;
	size_t stop = caught.word ? item->at.start + caught.word->taken : item->at.stop;
	attempt->stop = stop;
	if (!element->outside) {
		if (!attempt->inside) {
			attempt->phrase.first = *at;
			attempt->phrase.at.start = item->at.start;
		}
		attempt->inside = true;
		attempt->phrase.last = *at;
		attempt->phrase.at.stop = stop;
	}
	attempt->phrase.caught[element->capture] = caught;
	++*at;
	return true;
}

/* Elements e and following against the items at and following. */
static bool elements_match(struct attempt *attempt, size_t e, size_t at)
{
	const struct construction *construction = attempt->construction;
	for (; e < construction->len; e++) {
		const struct element *element = &construction->elements[e];
		unsigned char bracket = element->bracket;
		if (bracket && construction->elements[e - 1].bracket != bracket) {
			const struct attempt before = *attempt;
			size_t behind = e, place = at;
			bool fits = true;
			for (; behind < construction->len && construction->elements[behind].bracket == bracket; behind++)
				fits = fits && element_match(attempt, &construction->elements[behind], &place);
			if (fits && elements_match(attempt, behind, place))
				return true;
			*attempt = before;
			e = behind - 1;
			continue;
		}
		if (!element_match(attempt, element, &at))
			return false;
	}
	return attempt->inside;
}

/* All attempts at a place, and the best one so far. */
struct search {
	const struct sentence_items *sentence;
	size_t from;
	struct tags nearby;             /* of what can belong to a phrase from here */
	bool found;
	size_t stop;                    /* byte behind all that the best one looked at */
	struct phrase *best;
};

/* What reaches farther is better, then what holds more of it, then what stands first in the table. */
static bool reaches_farther(const struct attempt *attempt, const struct search *search)
{
	if (!search->found || attempt->stop != search->stop)
		return !search->found || attempt->stop > search->stop;
	if (attempt->phrase.at.stop != search->best->at.stop)
		return attempt->phrase.at.stop > search->best->at.stop;
	return attempt->construction->order < search->best->construction->order;
}

/* The tags of the items that can belong to one phrase with the one at from. */
static struct tags tags_nearby(const struct sentence_items *sentence, size_t from)
{
	struct tags tags = sentence->items.at[from].tags;
	for (size_t i = from + 1; i < sentence->items.len && i <= from + NEARBY; i++) {
		const struct item *item = &sentence->items.at[i];
		if (item->before == GAP_TEXT)
			break;
		tags_join(&tags, &item->tags);
	}
	return tags;
}

/* A quick no. */
static bool may_match(const struct search *search, const struct construction *construction)
{
	const struct item *item = &search->sentence->items.at[search->from];
	if (!tags_have_all(&item->tags, &construction->elements[0].all) || !tags_have_all(&search->nearby, &construction->wanted))
		return false;
	if (!construction->second)
		return true;
	item = item_at(search->sentence, search->from, search->from + 1, construction->second);
	return item && tags_have_all(&item->tags, &construction->second->all);
}

/* Tries the constructions that share a key. */
static void search_keyed(struct search *search, const struct keyed *keyed)
{
	for (size_t i = 0; i < keyed->constructions.len; i++) {
		const struct construction *construction = keyed->constructions.at[i];
		if (!may_match(search, construction))
			continue;
		struct attempt attempt = { .sentence = search->sentence, .construction = construction, .from = search->from };
		if (!elements_match(&attempt, 0, search->from) || !reaches_farther(&attempt, search))
			continue;
		search->found = true;
		search->stop = attempt.stop;
		*search->best = attempt.phrase;
		search->best->construction = construction;
	}
}

/* ---- */

bool word_follows(const struct sentence_items *sentence, size_t item)
{
	struct slice text = sentence->look.text;
	size_t stop = sentence->items.at[item].at.stop, at = blanks_end(text, stop);
	if (at == stop && at < text.len && text.at[at] == '-')
		at++;
	if (at == stop || !letter_follows(text, at))
		return false;
	for (size_t i = item + 1; i < sentence->items.len && sentence->items.at[i].at.start <= at; i++) {
		const struct item *next = &sentence->items.at[i];
		if (next->at.start == at)
			return !next->number && !tags_have(&next->tags, TAG_FUNCTION) && !tags_have(&next->tags, TAG_UNIT);
	}
	return true;
}

bool phrase_read(struct phrase *phrase, const struct sentence_items *sentence, size_t from)
{
	const struct item *item = &sentence->items.at[from];
	const struct grammar *grammar = sentence->look.lexicon->grammar;
	struct search search = { .sentence = sentence, .from = from, .best = phrase };
	if (!tags_have_any(&item->tags, &grammar->openers))
		return false;
	search.nearby = tags_nearby(sentence, from);
	for (unsigned word = 0; word < TAG_WORDS; word++) {
		for (uint64_t bits = item->tags.bits[word] & grammar->openers.bits[word]; bits; bits &= bits - 1) {
			unsigned tag = word * 64 + (unsigned)__builtin_ctzll(bits);
			for (size_t i = 0; i < grammar->by_tag[tag].len; i++) {
				if (tags_have(&search.nearby, grammar->by_tag[tag].at[i].key))
					search_keyed(&search, &grammar->by_tag[tag].at[i]);
			}
		}
	}
	return search.found;
}
