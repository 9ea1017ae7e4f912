/* merits.c: see merits.h. In go the tables links; out come numbers. */
#include "find/merits.h"

#include <stdlib.h>

static const struct {
	const char *of, *name;
} names[MERITS] = {
	[REASON_SAME_SENTENCE] = { "reason", "in the same sentence" },
	[REASON_SENTENCE_BEFORE] = { "reason", "in the sentence before" },
	[REASON_SAME_PARAGRAPH] = { "reason", "in the same paragraph" },
	[REASON_EACH_BETWEEN] = { "reason", "for each sentence between" },
	[REASON_CHECKABLE] = { "reason", "can be checked" },
	[REASON_SOURCE] = { "reason", "is of a source" },
	[REASON_NEARLY] = { "reason", "nearly as good" },
	[THESIS_TITLE] = { "thesis", "shares words with the title" },
	[THESIS_RECOMMENDS] = { "thesis", "says what should be done" },
	[THESIS_DEMANDS] = { "thesis", "demands it" },
	[THESIS_ADVISES] = { "thesis", "advises it" },
	[THESIS_FIRST] = { "thesis", "is the first to" },
	[THESIS_ACTOR] = { "thesis", "names who should act" },
	[THESIS_WHOLE_SENTENCE] = { "thesis", "is a sentence of its own" },
	[THESIS_LONG] = { "thesis", "is no aside" },
	[THESIS_LAST_PARAGRAPH] = { "thesis", "stands in the last paragraph" },
	[THESIS_LAST_SENTENCE] = { "thesis", "is the last sentence" },
	[THESIS_LATE] = { "thesis", "stands late" },
	[THESIS_NEARLY] = { "thesis", "nearly as good" }
};

/* ---- private from here ---- */

static bool merit_read(struct merits *merits, struct arena *arena, const struct row *row)
{
	for (size_t i = 0; i < MERITS; i++)
		if (slice_is(row_column(row, 0), names[i].of) && slice_is(row_column(row, 1), names[i].name)) {
			merits->of[i] = strtod(arena_string(arena, row_column(row, 2)), NULL);
			return true;
		}
	return false;
}

/* ---- */

const void *merits_make(struct arena *arena, const struct rules *rules, struct error *error)
{
	struct merits *merits = arena_take(arena, sizeof *merits);
	for (size_t i = 0; i < rules->languages.len; i++) {
		const struct table *table = language_table(rules->languages.at[i], "links");
		for (size_t k = 0; table && k < table->len; k++) {
			const struct row *row = &table->rows[k];
			struct slice name = row_column(row, 1);
			if (!merit_read(merits, arena, row)) {
				error_set(error, ERROR_RULE, "%s:%u: nothing that speaks for a link is called \"%.*s\"", table->file, row->line,
				          (int)name.len, name.at);
				return NULL;
			}
		}
	}
	return merits;
}

const char *merit_name(enum merit merit)
{
	return names[merit].name;
}
