/* argument.c: who says what in each sentence. In go sentences and figures; out come claims and recommendations.
 *
 * The order is not free: whose words a stretch is decides whose recommendation it is, and a sentence that only
 * recommends claims nothing. */
#include "find/find.h"
#include "find/reading.h"
#include "find/weights.h"

static void close_view(void *view)
{
	view_release(view);
}

void find_argument(struct document *document, struct matcher *matcher)
{
	struct reading *reading = arena_take(document->arena, sizeof *reading);
	reading->document = document;
	reading->matcher = matcher;
	view_init(&reading->view);
	arena_own(document->arena, &reading->view, close_view);
	const struct language *language = NULL;
	for (size_t i = 0; i < document->sentences.len; i++) {
		const struct sentence *sentence = &document->sentences.at[i];
		if (!sentence->language)
			continue;
		if (sentence->language != language) {
			language = sentence->language;
			reading->weights = matcher_keep(matcher, language, weights_make, document->arena);
		}
		if (!reading_begin(reading, i))
			continue;
		find_reports(reading);
		find_recommendations(reading);
		find_claims(reading);
	}
}
