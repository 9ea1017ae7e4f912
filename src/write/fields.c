/* fields.c: the fields of schema saseol/1, named once: see record.h.
 *
 * The order of the columns is the order in which they are printed. */
#include "write/record.h"

#include <stddef.h>

/* ---- words ---- */

const char *const figure_kind_words[] = {
	[FIGURE_COUNT] = "count", [FIGURE_MONEY] = "money", [FIGURE_PERCENT] = "percent", [FIGURE_POINTS] = "points",
	[FIGURE_MULTIPLE] = "multiple", [FIGURE_FRACTION] = "fraction", [FIGURE_RATIO] = "ratio", [FIGURE_RANK] = "rank",
	[FIGURE_ORDINAL] = "ordinal", [FIGURE_MEASURE] = "measure", [FIGURE_AGE] = "age",
	[FIGURE_DURATION] = "duration", [FIGURE_DATE] = "date", [FIGURE_TIME] = "time", [FIGURE_SCORE] = "score",
	[FIGURE_NUMBER] = "number", NULL
};
const char *const claim_kind_words[] = { "factual", "causal", "comparative", "predictive", "evaluative", NULL };
const char *const voice_words[] = { [VOICE_AUTHOR] = "author", [VOICE_SOURCE] = "source", NULL };
const char *const approx_words[] = {
	[APPROX_NONE] = "", [APPROX_ABOUT] = "about", [APPROX_NEARLY] = "nearly", [APPROX_MORE_THAN] = "more_than",
	[APPROX_AT_LEAST] = "at_least", [APPROX_LESS_THAN] = "less_than", [APPROX_AT_MOST] = "at_most",
	[APPROX_VAGUE] = "vague", NULL
};
const char *const strength_words[] = {
	[STRENGTH_DEMAND] = "demand", [STRENGTH_ADVICE] = "advice", [STRENGTH_SUGGESTION] = "suggestion", NULL
};
const char *const polarity_words[] = { [POLARITY_DO] = "do", [POLARITY_AVOID] = "avoid", NULL };
const char *const quote_words[] = {
	[QUOTE_NONE] = "none", [QUOTE_DIRECT] = "direct", [QUOTE_INDIRECT] = "indirect", [QUOTE_MIXED] = "mixed", NULL
};
const char *const unit_words[] = { [UNIT_BYTE] = "byte", [UNIT_CODEPOINT] = "codepoint", [UNIT_UTF16] = "utf16", NULL };

static const char *const direction_words[] = { [DIRECTION_NONE] = "", [DIRECTION_UP] = "up", [DIRECTION_DOWN] = "down", NULL };
/* a claim without a stance has null */
static const char *const stance_words[] = {
	[STANCE_NONE] = "", [STANCE_ENDORSE] = "endorse", [STANCE_REJECT] = "reject", [STANCE_NEUTRAL] = "neutral", NULL
};

/* ---- columns ---- */

#define COLUMNS(array) (array), sizeof (array) / sizeof (array)[0]
#define AT(type, member) offsetof(struct type, member)

#define SOURCE_PLACE(place, kept, flags) \
	{ "source_start", COLUMN_SOURCE_START, place, .of = kept, .when = (flags), \
	  .about = "where it begins in the input, in bytes" }, \
	{ "source_stop", COLUMN_SOURCE_STOP, place, .of = kept, .when = (flags), \
	  .about = "where it ends in the input, in bytes" }, \
	{ "source_parts", COLUMN_PARTS, place, .of = kept, .when = MAY_BE_MISSING, .table = &parts, \
	  .about = "the stretches of the input it stands in, where there is more than one" }, \
	{ "field", COLUMN_FIELD, place, .of = kept, .when = MAY_BE_MISSING, \
	  .about = "\"title\" where source_start and source_stop count in a record's title and not in its text" }

#define TEXT_PLACE(place) \
	{ "start", COLUMN_START, place, .about = "where it begins in text" }, \
	{ "stop", COLUMN_STOP, place, .about = "where it ends in text" }, \
	SOURCE_PLACE(place, OF_TEXT, 0)

#define ITEM(letter, type) \
	{ "id", COLUMN_ID, 0, .prefix = letter, .about = "its name in the document" }, \
	{ "text", COLUMN_TEXT, AT(type, at), .when = NEVER_LEAN, .about = "its words: text from start to stop" }, \
	TEXT_PLACE(AT(type, at)), \
	{ "sentence", COLUMN_SIZE, AT(type, sentence), .about = "the sentence it stands in, from 0" }

static const struct column part_columns[] = {
	{ "source_start", COLUMN_SIZE, AT(origin, start), .about = "in bytes of the input" },
	{ "source_stop", COLUMN_SIZE, AT(origin, stop), .about = "in bytes of the input" },
};
static const struct record_table parts = {
	"parts", "a stretch of the input", COLUMNS(part_columns), .row_size = sizeof(struct origin)
};

static bool named_present(const void *row)
{
	return ((const struct named *)row)->present;
}

#define NAMED_PLACE \
	{ "text", COLUMN_TEXT, AT(named, at), .about = "its words" }, \
	TEXT_PLACE(AT(named, at))

static const struct column phrase_columns[] = { NAMED_PLACE };
static const struct record_table phrase = {
	"phrase", "a piece of the text", COLUMNS(phrase_columns), .present = named_present
};

static const struct column actor_columns[] = {
	NAMED_PLACE,
	{ "name", COLUMN_STRING, AT(named, name), .when = MAY_BE_NULL,
	  .about = "the same for the same person or body throughout the document" },
	{ "implied", COLUMN_TRUTH, AT(named, implied), .when = MAY_BE_MISSING,
	  .about = "true where it is named elsewhere than in the item" },
};
static const struct record_table actor = {
	"actor", "who speaks or should act", COLUMNS(actor_columns), .present = named_present
};

static bool change_present(const void *row)
{
	return ((const struct change *)row)->direction != DIRECTION_NONE;
}

static const struct column change_columns[] = {
	{ "direction", COLUMN_WORD, AT(change, direction), .words = direction_words, .about = "up or down" },
	{ "from", COLUMN_LINK, AT(change, from), .when = MAY_BE_NULL, .prefix = 'f', .about = "the figure before" },
	{ "to", COLUMN_LINK, AT(change, to), .when = MAY_BE_NULL, .prefix = 'f', .about = "the figure after" },
	{ "by", COLUMN_LINK, AT(change, by), .when = MAY_BE_NULL, .prefix = 'f', .about = "the figure that is the difference" },
};
static const struct record_table change = {
	"change", "a change that the text states", COLUMNS(change_columns), .present = change_present
};

static const struct column why_columns[] = {
	{ "rule", COLUMN_RULE, AT(reason, rule), .when = MAY_BE_NULL, .about = "the rule that fired" },
	{ "feature", COLUMN_STRING, AT(reason, feature), .when = MAY_BE_NULL, .about = "or the trait of the sentence that counted" },
	{ "effect", COLUMN_STRING, AT(reason, effect), .when = MAY_BE_NULL, .about = "what it weighed" },
	{ "text", COLUMN_TEXT, AT(reason, at), .about = "the words that matched" },
	TEXT_PLACE(AT(reason, at)),
};
static const struct record_table why = {
	"why", "what fired", COLUMNS(why_columns), .row_size = sizeof(struct reason)
};

static const struct column paragraph_columns[] = { TEXT_PLACE(0) };
static const struct record_table paragraphs = {
	"paragraphs", "the title and the paragraphs of the article", COLUMNS(paragraph_columns),
	.row_size = sizeof(struct span)
};

static const struct column sentence_columns[] = {
	TEXT_PLACE(AT(sentence, at)),
	{ "lang", COLUMN_LANGUAGE, AT(sentence, language), .about = "its language, ISO 639" },
};
const struct record_table record_sentences = {
	"sentences", "the sentences, title included", COLUMNS(sentence_columns), .row_size = sizeof(struct sentence)
};

bool record_figure_shown(const struct wish *wish, const void *row)
{
	return !wish->figure_kinds || wish->figure_kinds >> ((const struct figure *)row)->kind & 1;
}

static const struct column figure_columns[] = {
	ITEM('f', figure),
	{ "kind", COLUMN_WORD, AT(figure, kind), .words = figure_kind_words, .about = "what is measured" },
	{ "value", COLUMN_DECIMAL, AT(figure, value), .when = MAY_BE_NULL,
	  .about = "the number meant, in whole units; a string for 1/2, 5:4, 2012-04, 15:00 and beyond 15 digits" },
	{ "low", COLUMN_DECIMAL, AT(figure, low), .when = MAY_BE_NULL, .about = "the lower end of a range" },
	{ "high", COLUMN_DECIMAL, AT(figure, high), .when = MAY_BE_NULL, .about = "the upper end of a range" },
	{ "unit", COLUMN_SLICE, AT(figure, unit), .about = "a currency code, a symbol, a counter, or empty" },
	{ "approx", COLUMN_WORD, AT(figure, approx), .words = approx_words, .about = "how exact it is said to be" },
	{ "of", COLUMN_OBJECT, AT(figure, of), .when = MAY_BE_NULL, .table = &phrase, .about = "the thing counted" },
	{ "per", COLUMN_OBJECT, AT(figure, per), .when = MAY_BE_NULL, .table = &phrase, .about = "for each what" },
	{ "change", COLUMN_OBJECT, AT(figure, change), .when = MAY_BE_NULL, .table = &change, .about = "a change that the text states" },
	{ "rule", COLUMN_RULE, AT(figure, rule), .when = MAY_BE_NULL, .about = "the rule that found it" },
};
static const struct record_table figures = {
	"figures", "quantities that the text states", COLUMNS(figure_columns), .row_size = sizeof(struct figure),
	.shown = record_figure_shown
};

bool record_claim_shown(const struct wish *wish, const void *row)
{
	const struct claim *claim = row;
	return (!wish->claim_kinds || wish->claim_kinds & claim->kinds) && (!wish->voices || wish->voices >> claim->voice & 1);
}

static const struct column claim_columns[] = {
	ITEM('c', claim),
	{ "kinds", COLUMN_WORDS, AT(claim, kinds), .words = claim_kind_words, .about = "what kind of claim: all that hold" },
	{ "voice", COLUMN_WORD, AT(claim, voice), .words = voice_words, .about = "who says so" },
	{ "speaker", COLUMN_OBJECT, AT(claim, speaker), .when = MAY_BE_NULL, .table = &actor, .about = "the source, where it is named" },
	{ "stance", COLUMN_WORD, AT(claim, stance), .when = MAY_BE_NULL, .words = stance_words,
	  .about = "how the author takes what a source says" },
	{ "quote", COLUMN_WORD, AT(claim, quote), .words = quote_words, .about = "how a source is quoted" },
	{ "negated", COLUMN_TRUTH, AT(claim, negated), .about = "said not to be so" },
	{ "hedged", COLUMN_TRUTH, AT(claim, hedged), .about = "said with reserve" },
	{ "checkable", COLUMN_REAL, AT(claim, checkable), .about = "0 to 1: how well a fact-checker could take it up as it stands" },
	{ "cause", COLUMN_OBJECT, AT(claim, cause), .when = MAY_BE_NULL, .table = &phrase, .about = "what brings it about, in a causal claim" },
	{ "effect", COLUMN_OBJECT, AT(claim, effect), .when = MAY_BE_NULL, .table = &phrase, .about = "what it brings about" },
	{ "figures", COLUMN_LINKS, AT(claim, figures), .when = WITH_FIGURES, .prefix = 'f', .about = "the figures in it" },
	{ "rules", COLUMN_RULES, AT(claim, rules), .about = "the rules that found it" },
	{ "why", COLUMN_ROWS, AT(claim, why), .when = ONLY_EXPLAINED, .table = &why, .about = "what fired, and its weight" },
};
static const struct record_table claims = {
	"claims", "propositions put forward as true", COLUMNS(claim_columns), .row_size = sizeof(struct claim),
	.shown = record_claim_shown
};

bool record_recommendation_shown(const struct wish *wish, const void *row)
{
	return !wish->voices || wish->voices >> ((const struct recommendation *)row)->voice & 1;
}

static const struct column recommendation_columns[] = {
	ITEM('r', recommendation),
	{ "voice", COLUMN_WORD, AT(recommendation, voice), .words = voice_words, .about = "who says so" },
	{ "speaker", COLUMN_OBJECT, AT(recommendation, speaker), .when = MAY_BE_NULL, .table = &actor, .about = "the source, where it is named" },
	{ "stance", COLUMN_WORD, AT(recommendation, stance), .when = MAY_BE_NULL, .words = stance_words,
	  .about = "how the author takes what a source demands" },
	{ "target", COLUMN_OBJECT, AT(recommendation, target), .when = MAY_BE_NULL, .table = &actor, .about = "who should act" },
	{ "action", COLUMN_OBJECT, AT(recommendation, action), .when = MAY_BE_NULL, .table = &phrase, .about = "what is to be done" },
	{ "polarity", COLUMN_WORD, AT(recommendation, polarity), .words = polarity_words, .about = "do it, or avoid it" },
	{ "strength", COLUMN_WORD, AT(recommendation, strength), .words = strength_words, .about = "how strongly" },
	{ "deadline", COLUMN_OBJECT, AT(recommendation, deadline), .when = MAY_BE_NULL, .table = &phrase, .about = "by when" },
	{ "condition", COLUMN_OBJECT, AT(recommendation, condition), .when = MAY_BE_NULL, .table = &phrase, .about = "under what condition" },
	{ "figures", COLUMN_LINKS, AT(recommendation, figures), .when = WITH_FIGURES, .prefix = 'f', .about = "the figures in it" },
	{ "because", COLUMN_LINKS, AT(recommendation, because), .when = WITH_CLAIMS, .prefix = 'c', .about = "the claims that give its reason" },
	{ "rule", COLUMN_RULE, AT(recommendation, rule), .when = MAY_BE_NULL, .about = "the rule that found it" },
	{ "why", COLUMN_ROWS, AT(recommendation, why), .when = ONLY_EXPLAINED, .table = &why, .about = "what fired" },
};
static const struct record_table recommendations = {
	"recommendations", "what somebody should do or stop", COLUMNS(recommendation_columns),
	.row_size = sizeof(struct recommendation), .shown = record_recommendation_shown
};

static const struct column removed_columns[] = {
	{ "category", COLUMN_STRING, AT(removed, category), .about = "what kind of furniture" },
	{ "text", COLUMN_TEXT, AT(removed, at), .of = OF_PAGE, .about = "its words" },
	SOURCE_PLACE(AT(removed, at), OF_PAGE, 0),
	{ "rule", COLUMN_RULE, AT(removed, rule), .when = MAY_BE_NULL, .about = "the rule that removed it" },
};
static const struct record_table removed = {
	"removed", "what was on the page but is not the article", COLUMNS(removed_columns), .row_size = sizeof(struct removed)
};

static const struct column note_columns[] = {
	{ "code", COLUMN_STRING, AT(note, code), .about = "what kind of note" },
	{ "message", COLUMN_STRING, AT(note, message), .about = "for people" },
	SOURCE_PLACE(AT(note, at), OF_INPUT, MAY_BE_NULL),
};
static const struct record_table notes = {
	"notes", "what a reader should know about the result", COLUMNS(note_columns), .row_size = sizeof(struct note)
};

/* ---- the document ---- */

static bool extent_present(const void *row)
{
	return ((const struct extent *)row)->present;
}

static const struct column kicker_columns[] = {
	{ "text", COLUMN_TEXT, AT(extent, at), .of = OF_PAGE, .about = "its words" },
	SOURCE_PLACE(AT(extent, at), OF_PAGE, 0),
};
static const struct record_table kicker = {
	"kicker", "the line that says that this is an editorial", COLUMNS(kicker_columns), .present = extent_present
};

static const struct column title_columns[] = {
	{ "text", COLUMN_TEXT, AT(extent, at), .about = "its words" },
	TEXT_PLACE(AT(extent, at)),
};
static const struct record_table title = {
	"title", "the headline", COLUMNS(title_columns), .present = extent_present
};

static const struct column source_columns[] = {
	{ "path", COLUMN_STRING, AT(source, path), .about = "the input as it was named" },
	{ "path_hex", COLUMN_STRING, AT(source, path_hex), .when = MAY_BE_MISSING, .about = "its bytes, where they are not UTF-8" },
	{ "sheet", COLUMN_STRING, AT(source, sheet), .when = MAY_BE_MISSING, .about = "the sheet of a workbook, where it is not the first" },
	{ "line", COLUMN_LINE, AT(source, line), .when = MAY_BE_MISSING, .about = "the record's line or row in it, from 1" },
	{ "field", COLUMN_STRING, AT(source, field), .when = MAY_BE_MISSING, .about = "the record's field that was read" },
	{ "bytes", COLUMN_BYTES, AT(source, bytes), .when = MAY_BE_NULL, .about = "its length; a record's: that of its text" },
	{ "sha256", COLUMN_SHA256, AT(source, read), .when = MAY_BE_NULL, .about = "of these bytes" },
	{ "encoding", COLUMN_STRING, AT(source, encoding), .when = MAY_BE_NULL, .about = "how its bytes were read" },
	{ "kind", COLUMN_STRING, AT(source, kind), .about = "text, html, or the kind of records: jsonl, csv, tsv, xlsx" },
	{ "date", COLUMN_STRING, AT(source, date), .when = MAY_BE_MISSING, .about = "when it was published, if that was said" },
	{ "outlet", COLUMN_STRING, AT(source, outlet), .when = MAY_BE_MISSING, .about = "the paper, if it says so" },
	{ "author", COLUMN_STRING, AT(source, author), .when = MAY_BE_MISSING, .about = "who wrote it, if it says so" },
	{ "section", COLUMN_STRING, AT(source, section), .when = MAY_BE_MISSING, .about = "the section it stands in, if it says so" },
	{ "url", COLUMN_STRING, AT(source, url), .when = MAY_BE_MISSING, .about = "its address, if it says so" },
	{ "language", COLUMN_STRING, AT(source, language), .when = MAY_BE_MISSING, .about = "the language a page says it is in" },
};
static const struct record_table source = { "source", "what was read", COLUMNS(source_columns), .present = NULL };

static const struct column error_columns[] = {
	{ "code", COLUMN_STRING, AT(failure, code), .about = "what kind of error" },
	{ "message", COLUMN_STRING, AT(failure, message), .about = "for people" },
};
static const struct record_table error = { "error", "what went wrong", COLUMNS(error_columns), .present = NULL };

/* The row of this table is a struct record; what is IN_DOCUMENT is looked up behind it. */
static const struct column document_columns[] = {
	{ "schema", COLUMN_STRING, AT(record, schema), .when = ALSO_FAILED, .about = "saseol/1; fields are only ever added to it" },
	{ "id", COLUMN_STRING, AT(record, id), .when = ALSO_FAILED, .about = "the record's own, or the path without its ending; #2 for a second one" },
	{ "n", COLUMN_SIZE, AT(record, n), .when = ALSO_FAILED, .about = "the document's place in the run, from 0" },
	{ "by", COLUMN_STRING, AT(record, by), .when = ALSO_FAILED, .about = "program, rules and options that made this" },
	{ "source", COLUMN_OBJECT, AT(record, source), .when = ALSO_FAILED, .table = &source, .about = "what was read" },
	{ "error", COLUMN_OBJECT, AT(record, error), .when = ALSO_FAILED | ONLY_FAILED, .table = &error, .about = "what went wrong; the fields below are then missing" },
	{ "lang", COLUMN_STRING, AT(record, lang), .about = "the language, ISO 639; und if unknown" },
	{ "kicker", COLUMN_OBJECT, AT(record, kicker), .when = MAY_BE_NULL, .table = &kicker, .about = "the line that says that this is an editorial" },
	{ "title", COLUMN_OBJECT, AT(record, title), .when = MAY_BE_NULL, .table = &title, .about = "the headline" },
	{ "text", COLUMN_SLICE, AT(record, text), .about = "title and article, paragraphs parted by an empty line" },
	{ "paragraphs", COLUMN_ROWS, AT(document, paragraphs), .when = IN_DOCUMENT, .table = &paragraphs, .about = "the title and the paragraphs" },
	{ "sentences", COLUMN_ROWS, AT(document, sentences), .when = IN_DOCUMENT | WITH_ANALYSIS | NEVER_LEAN, .table = &record_sentences, .about = "the sentences, title included" },
	{ "figures", COLUMN_ROWS, AT(document, figures), .when = IN_DOCUMENT | WITH_ANALYSIS | WITH_FIGURES, .table = &figures, .about = "quantities that the text states" },
	{ "claims", COLUMN_ROWS, AT(document, claims), .when = IN_DOCUMENT | WITH_ANALYSIS | WITH_CLAIMS, .table = &claims, .about = "propositions put forward as true" },
	{ "recommendations", COLUMN_ROWS, AT(document, recommendations), .when = IN_DOCUMENT | WITH_ANALYSIS | WITH_RECOMMENDATIONS, .table = &recommendations, .about = "what somebody should do or stop" },
	{ "thesis", COLUMN_THESIS, AT(document, thesis), .when = IN_DOCUMENT | WITH_ANALYSIS | WITH_ARGUMENT, .about = "the items that carry the editorial's point" },
	{ "removed", COLUMN_ROWS, AT(document, removed), .when = IN_DOCUMENT, .table = &removed, .about = "what was on the page but is not the article" },
	{ "notes", COLUMN_ROWS, AT(document, notes), .when = IN_DOCUMENT, .table = &notes, .about = "what a reader should know about the result" },
	{ "thesis_why", COLUMN_ROWS, AT(document, thesis_why), .when = IN_DOCUMENT | WITH_ANALYSIS | WITH_ARGUMENT | ONLY_EXPLAINED, .table = &why, .about = "what speaks for them, and how much" },
};
const struct record_table record_documents = { "documents", "one document", COLUMNS(document_columns), .present = NULL };
