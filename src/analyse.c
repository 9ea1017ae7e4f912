/* analyse.c: the straight line. Bytes go in, findings come out; each stage fills one thing and calls no other.
 *
 * Two orders are not free: markup goes before NFC (two pieces can each be NFC and not be NFC once joined), and
 * language before boilerplate (what boilerplate looks like is knowledge of a language). */
#include "analyse.h"

#include "clean/clean.h"
#include "find/find.h"
#include "read/read.h"

static bool analyse_guarded(struct document *document, const struct rules *rules, struct matcher *matcher,
                            const struct settings *settings)
{
	struct text decoded, unmarked;
	block_list blocks = { 0 };

	matcher_begin(matcher);
	document->explain = settings->explain;
	document->furniture = settings->furniture;
	if (!decode(document, &decoded, settings->encoding, &document->error))
		return false;
	mend(document, &decoded, settings->repair);
	unmark(document, &unmarked, &blocks, &decoded, rules);
	normalise(document, &unmarked, blocks.at, blocks.len);
	if (!settings->keep_all)
		choose(document);
	identify(document, rules, settings->lang);
	strip(document, matcher, settings->keep_all);
	if (!settings->no_counts)
		text_measure(&document->text);
	if (settings->only_clean)
		return true;
	segment(document, matcher);
	if (settings->only_sentences)
		return true;
	if (!settings->no_figures)
		find_figures(document, matcher);
	if (!settings->no_argument)
		find_argument(document, matcher);
	link_findings(document, rules);
	return true;
}

bool analyse(struct document *document, const struct rules *rules, struct matcher *matcher,
             const struct settings *settings)
{
	if (!ARENA_GUARD(document->arena))
		return error_set(&document->error, ERROR_MEMORY, "out of memory");
	bool done = analyse_guarded(document, rules, matcher, settings);
	ARENA_UNGUARD(document->arena);
	return done;
}
