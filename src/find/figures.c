/* figures.c: the figures of an article. Sentences go in; what they count, measure and date comes out.
 *
 * A sentence becomes items (items.c: numbers and words), items become phrases (phrases.c: constructions of the
 * language's table), a phrase becomes a figure (quantity.c), and the words around it say how exact it is and what it
 * counts (around.c). Every step is linear in the sentence. */
#include "find/around.h"
#include "find/find.h"
#include "find/quantity.h"

/* ---- private from here ---- */

static const void *make_lexicon(struct arena *arena, const struct language *language, struct error *error)
{
	return lexicon_build(arena, language, error);
}

/* Finds the figures of one sentence; their spans are bytes of the document's text. */
static void read_sentence(struct document *document, size_t number, const struct lexicon *lexicon)
{
	const struct sentence *sentence = &document->sentences.at[number];
	struct sentence_items items = { document->arena, lexicon, text_slice(&document->text, sentence->at), { 0 } };
	placed_list placed = { 0 };
	size_t found = document->figures.len;

	if (!items_read(&items))
		return;
	for (size_t i = 0; i < items.items.len;) {
		struct phrase phrase;
		if (!phrase_read(&phrase, &items, i)) {
			i++;
			continue;
		}
		i = phrase.last + 1;
		if (phrase.construction->none && !phrase.construction->per)
			continue;
		struct placed *place = list_add(document->arena, &placed);
		*place = (struct placed){ NULL, 0, phrase.first, phrase.last };
		if (phrase.construction->per)
			continue;
		struct figure *figure = list_add(document->arena, &document->figures);
		figure->at = (struct span){ sentence->at.start + phrase.at.start, sentence->at.start + phrase.at.stop };
		figure->sentence = number;
		figure->change = (struct change){ DIRECTION_NONE, NOWHERE, NOWHERE, NOWHERE };
		quantity_read(figure, document->arena, &phrase);
		place->number = document->figures.len;
	}
	/* the list has moved while it grew: now the places can be filled */
	for (size_t i = 0; i < placed.len; i++)
		placed.at[i].figure = placed.at[i].number ? &document->figures.at[placed.at[i].number - 1] : NULL;
	if (document->figures.len > found)
		read_approximations(&items, &placed);
}

/* ---- */

void find_figures(struct document *document, struct matcher *matcher)
{
	(void)matcher;
	for (size_t i = 0; i < document->sentences.len; i++) {
		const struct language *language = document->sentences.at[i].language;
		if (!language)
			continue;
		const struct lexicon *lexicon = language_made(language, "figures", make_lexicon, &document->error);
		if (lexicon)
			read_sentence(document, i, lexicon);
	}
}
