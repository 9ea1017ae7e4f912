/* links.c: what hangs together. In go findings; out come figures of recommendations and names; reasons stand in
 * reasons.c, the thesis in thesis.c. */
#include "find/find.h"
#include "find/reasons.h"
#include "find/thesis.h"

/* ---- private from here ---- */

enum { MOST_NAMES = 256 };

static void link_figures(struct document *document)
{
	size_t from = 0;
	for (size_t i = 0; i < document->recommendations.len; i++) {
		struct recommendation *recommendation = &document->recommendations.at[i];
		while (from < document->figures.len && document->figures.at[from].sentence < recommendation->sentence)
			from++;
		for (size_t j = from; j < document->figures.len && document->figures.at[j].sentence == recommendation->sentence; j++)
			if (span_holds(recommendation->at, document->figures.at[j].at))
				*list_add(document->arena, &recommendation->figures) = j;
	}
}

/* All words of the later name stand in the earlier one, and both end in the same word. */
static bool is_short_for(struct slice later, struct slice earlier)
{
	struct slice rest = later, word;
	if (!slice_ends(earlier, later) && later.len >= earlier.len)
		return false;
	while (slice_split(&word, &rest, ' '))
		if (!memmem(earlier.at, earlier.len, word.at, word.len))
			return false;
	const char *last = memrchr(later.at, ' ', later.len);
	struct slice tail = last ? (struct slice){ last + 1, later.len - (size_t)(last + 1 - later.at) } : later;
	return slice_ends(earlier, tail);
}

typedef LIST(const char *) name_list;

static void give_name(struct document *document, name_list *names, struct named *named)
{
	if (!named->present)
		return;
	struct slice text = text_slice(&document->text, span_empty(named->means) ? named->at : named->means);
	for (size_t i = names->len > MOST_NAMES ? names->len - MOST_NAMES : 0; i < names->len; i++)
		if (slice_equal(text, slice_from(names->at[i])) || is_short_for(text, slice_from(names->at[i]))) {
			named->name = names->at[i];
			return;
		}
	named->name = *list_add(document->arena, names) = arena_string(document->arena, text);
}

/* Names in the order of the text, so that the fullest form, which comes first, is the one. */
static void link_names(struct document *document)
{
	name_list names = { 0 };
	size_t claim = 0;
	for (size_t i = 0; i <= document->recommendations.len; i++) {
		struct recommendation *it = i < document->recommendations.len ? &document->recommendations.at[i] : NULL;
		for (; claim < document->claims.len && (!it || document->claims.at[claim].sentence <= it->sentence); claim++)
			give_name(document, &names, &document->claims.at[claim].speaker);
		if (it) {
			give_name(document, &names, &it->speaker);
			give_name(document, &names, &it->target);
		}
	}
}

/* ---- */

void link_findings(struct document *document, const struct rules *rules)
{
	const struct merits *merits = rules_made(rules, "links", merits_make, &document->error);
	link_figures(document);
	if (merits) {
		link_reasons(document, merits);
		find_thesis(document, merits);
	}
	link_names(document);
}
