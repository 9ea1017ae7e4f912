/* figures.c: the figures of an article. Sentences go in; what they count, measure and date comes out.
 *
 * A sentence becomes items (items.c: numbers and words), items become phrases (phrases.c: constructions of the
 * language's table), a phrase becomes a figure (quantity.c), and the words around it say how exact it is and what it
 * counts (around.c). Every step is linear in the sentence. */
#include "find/around.h"
#include "find/change.h"
#include "find/counted.h"
#include "find/find.h"
#include "find/per.h"
#include "find/quantity.h"

/* ---- private from here ---- */

static const void *make_lexicon(struct arena *arena, const struct language *language, struct error *error)
{
	return lexicon_build(arena, language, error);
}

enum { FEW_LETTERS = 2 };

/* What is used for one sentence after the other. */
struct workplace {
	struct document *document;
	struct day published;
	struct sentence_items items;
	placed_list placed;
	struct near near;
};

/* Finds the figures of one sentence; their spans are bytes of the document's text. */
static void read_sentence(struct workplace *work, size_t number, const struct lexicon *lexicon)
{
	struct document *document = work->document;
	const struct sentence *sentence = &document->sentences.at[number];
	struct sentence_items *items = &work->items;
	size_t found = document->figures.len;

	if (!items_read(items, lexicon, text_slice(&document->text, sentence->at)))
		return;
	work->placed.len = 0;
	for (size_t i = 0; i < items->items.len;) {
		struct phrase phrase;
		if (!phrase_read(&phrase, items, i)) {
			i++;
			continue;
		}
		i = phrase.last + 1;
		if (phrase.construction->none && !phrase.construction->per)
			continue;
		struct placed *place = list_add(document->arena, &work->placed);
		*place = (struct placed){ NULL, 0, phrase.first, phrase.last, phrase.construction->per };
		if (phrase.construction->per)
			continue;
		struct figure *figure = list_add(document->arena, &document->figures);
		figure->at = (struct span){ sentence->at.start + phrase.at.start, sentence->at.start + phrase.at.stop };
		figure->sentence = number;
		figure->change = (struct change){ DIRECTION_NONE, NOWHERE, NOWHERE, NOWHERE };
		quantity_read(figure, document->arena, &phrase, work->published);
		place->number = document->figures.len;
	}
	/* the list has moved while it grew: now the places can be filled */
	for (size_t i = 0; i < work->placed.len; i++) {
		struct placed *place = &work->placed.at[i];
		place->figure = place->number ? &document->figures.at[place->number - 1] : NULL;
	}
	if (document->figures.len > found) {
		read_approximations(items, &work->placed);
		near_init(&work->near, items);
		read_counted(&work->near, &work->placed, sentence->at.start);
		read_per(&work->near, &work->placed, sentence->at.start);
		read_changes(&work->near, &work->placed, sentence->at.start);
	}
}

/* Too little for a language: "3.5 km". */
static bool has_few_letters(struct slice text)
{
	int letters = 0;
	for (size_t at = 0; at < text.len && letters <= FEW_LETTERS; at++)
		letters += letter_at(text, at) != 0;
	return letters <= FEW_LETTERS;
}

/* Digits, alone or nearly so, are read alike by all: the first language that knows of figures. */
static const struct language *any_language(const struct rules *rules)
{
	for (size_t i = 0; i < rules->languages.len; i++) {
		if (language_table(rules->languages.at[i], "numbers"))
			return rules->languages.at[i];
	}
	return NULL;
}

/* ---- */

void find_figures(struct document *document, struct matcher *matcher)
{
	struct workplace work = { .document = document, .items = { .arena = document->arena } };
	work.published = day_read(document->meta.date);
	for (size_t i = 0; i < document->sentences.len; i++) {
		const struct language *language = document->sentences.at[i].language;
		if (!language && has_few_letters(text_slice(&document->text, document->sentences.at[i].at)))
			language = any_language(matcher_rules(matcher));
		if (!language)
			continue;
		const struct lexicon *lexicon = language_made(language, "figures", make_lexicon, &document->error);
		if (lexicon)
			read_sentence(&work, i, lexicon);
	}
}
