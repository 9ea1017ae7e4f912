/* item.c: see item.h. One table says where each field is and how it is written. */
#include "cli/item.h"

#include <stddef.h>

enum form { FORM_SLICE, FORM_NAMED, FORM_TRUTH, FORM_LIKELY, FORM_WORD, FORM_WORDS, FORM_STRING };

static const char *const kinds[] = {
	"count", "money", "percent", "points", "multiple", "fraction", "ratio", "rank", "ordinal", "measure", "age",
	"duration", "date", "time", "score", "number", NULL
};
static const char *const approxes[] = {
	"", "about", "nearly", "more_than", "at_least", "less_than", "at_most", "vague", NULL
};
static const char *const directions[] = { "", "up", "down", NULL };
static const char *const claim_kinds[] = { "factual", "causal", "comparative", "predictive", "evaluative", NULL };
static const char *const voices[] = { "author", "source", NULL };
static const char *const quotes[] = { "none", "direct", "indirect", "mixed", NULL };
static const char *const stances[] = { "", "endorse", "reject", "neutral", NULL };
static const char *const polarities[] = { "do", "avoid", NULL };
static const char *const strengths[] = { "demand", "advice", "suggestion", NULL };

#define FIGURE(member) ITEM_FIGURE, offsetof(struct figure, member)
#define CLAIM(member) ITEM_CLAIM, offsetof(struct claim, member)
#define RECOMMENDATION(member) ITEM_RECOMMENDATION, offsetof(struct recommendation, member)

static const struct item_column {
	const char *key;
	enum item_kind kind;
	size_t offset;
	enum form form;
	const char *const *words;
} columns[] = {
	{ "kind", FIGURE(kind), FORM_WORD, kinds },
	{ "value", FIGURE(value), FORM_SLICE, NULL },
	{ "low", FIGURE(low), FORM_SLICE, NULL },
	{ "high", FIGURE(high), FORM_SLICE, NULL },
	{ "unit", FIGURE(unit), FORM_SLICE, NULL },
	{ "approx", FIGURE(approx), FORM_WORD, approxes },
	{ "of", FIGURE(of), FORM_NAMED, NULL },
	{ "per", FIGURE(per), FORM_NAMED, NULL },
	{ "direction", FIGURE(change.direction), FORM_WORD, directions },
	{ "kinds", CLAIM(kinds), FORM_WORDS, claim_kinds },
	{ "voice", CLAIM(voice), FORM_WORD, voices },
	{ "speaker", CLAIM(speaker), FORM_NAMED, NULL },
	{ "stance", CLAIM(stance), FORM_WORD, stances },
	{ "quote", CLAIM(quote), FORM_WORD, quotes },
	{ "negated", CLAIM(negated), FORM_TRUTH, NULL },
	{ "hedged", CLAIM(hedged), FORM_TRUTH, NULL },
	{ "checkable", CLAIM(checkable), FORM_LIKELY, NULL },
	{ "voice", RECOMMENDATION(voice), FORM_WORD, voices },
	{ "speaker", RECOMMENDATION(speaker), FORM_NAMED, NULL },
	{ "target", RECOMMENDATION(target), FORM_NAMED, NULL },
	{ "action", RECOMMENDATION(action), FORM_NAMED, NULL },
	{ "deadline", RECOMMENDATION(deadline), FORM_NAMED, NULL },
	{ "condition", RECOMMENDATION(condition), FORM_NAMED, NULL },
	{ "polarity", RECOMMENDATION(polarity), FORM_WORD, polarities },
	{ "strength", RECOMMENDATION(strength), FORM_WORD, strengths },
	{ "category", ITEM_REMOVED, offsetof(struct removed, category), FORM_STRING, NULL },
};

/* ---- private from here ---- */

static void write_words(struct out *value, unsigned set, const char *const *words)
{
	for (size_t i = 0; words[i]; i++)
		if (set >> i & 1) {
			if (value->len)
				out_char(value, ',');
			out_string(value, words[i]);
		}
}

static void write_field(struct out *value, const struct document *document, const struct item_column *column, const void *at)
{
	switch (column->form) {
	case FORM_SLICE:
		out_slice(value, *(const struct slice *)at);
		break;
	case FORM_NAMED:
		if (((const struct named *)at)->present)
			out_slice(value, text_slice(&document->text, ((const struct named *)at)->at));
		break;
	case FORM_TRUTH:
		out_string(value, *(const bool *)at ? "true" : "false");
		break;
	case FORM_LIKELY:
		out_string(value, *(const double *)at >= 0.5 ? "true" : "false");
		break;
	case FORM_WORD:
		/* enums are ints */
		out_string(value, column->words[*(const unsigned *)at]);
		break;
	case FORM_WORDS:
		write_words(value, *(const unsigned *)at, column->words);
		break;
	case FORM_STRING:
		out_string(value, *(const char *const *)at);
		break;
	}
}

/* ---- */

bool item_field(struct out *value, const struct document *document, const struct item *item, struct slice key)
{
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		if (columns[i].kind == item->kind && slice_is(key, columns[i].key)) {
			write_field(value, document, &columns[i], (const char *)item->thing + columns[i].offset);
			return true;
		}
	return false;
}
