/* score.c: see score.h. What is counted, and how it is printed; whether two things agree is asked of measure.h.
 *
 * An item counts only if it is true to itself: its text is the document's from start to stop, and the bytes of the
 * input from source_start to source_stop say the same. Labels on which people disagreed count neither way: an item
 * marked optional is neither asked for nor held against anybody, a field that is null is not compared, kinds_maybe
 * are free. Fields that few label at all are compared where they are: stance (what is not neutral) and because on an
 * item, thesis and the change of a figure in a document. The labels say because with places, [[start, stop]], and thesis on the items themselves. */
#include "cli/score.h"

#include "cli/gold.h"
#include "cli/measure.h"

/* Rows of the table with precision, recall and F1, in the order in which they are printed. */
enum row {
	FIGURES_EXACT, FIGURES_OVERLAP, FIGURES_FULL, CLAIMS, CLAIMS_AUTHOR, CLAIMS_SOURCE, CLAIM_KINDS, CLAIMS_CHECKABLE,
	RECOMMENDATIONS_AUTHOR, RECOMMENDATIONS_SOURCE, CLAIM_SPEAKER, CLAIM_STANCE, FIGURES_OF, FIGURES_CHANGE, REC_ACTION,
	REC_BECAUSE, REC_DEADLINE, REC_SPEAKER, REC_TARGET, THESIS, ROWS
};
static const char *const row_words[] = {
	"figures exact", "figures overlap", "figures full", "claims", "claims author", "claims source", "claim kinds",
	"claims checkable", "recommendations author", "recommendations source", "claim speaker", "claim stance",
	"figures of", "figures change", "rec action", "rec because", "rec deadline", "rec speaker", "rec target", "thesis"
};

/* Rows that are a share. */
enum share {
	CLAIM_HEDGED, CLAIM_NEGATED, CLAIM_QUOTE, FIGURES_APPROX, REC_POLARITY, REC_STRENGTH,
	BOILERPLATE_REMOVED, ARTICLE_LOST, UNACCOUNTED_FOR, TRUE_TO_PLACE, SHARES
};
static const char *const share_words[] = {
	"claim hedged", "claim negated", "claim quote", "figures approx", "rec polarity", "rec strength",
	"boilerplate removed", "article lost", "unaccounted for", "items true to place"
};

/* Claims by how checkable they are said to be, in steps of a thousandth: enough for ranks without keeping them all. */
enum { RANKS = 1001 };

struct score {
	struct { bool used; size_t right, found, gold; } rows[ROWS];
	struct { bool used; size_t part, whole; } shares[SHARES];
	struct { size_t right, found; } ranks[RANKS];
	size_t missing;
	struct arena *arena;            /* of the document at hand */
	const struct gold *document;
};

/* ---- private from here ---- */

static void count(struct score *score, enum row row, size_t right, size_t found, size_t gold)
{
	score->rows[row].used = true;
	score->rows[row].right += right;
	score->rows[row].found += found;
	score->rows[row].gold += gold;
}

static void count_share(struct score *score, enum share share, size_t part, size_t whole)
{
	score->shares[share].used = true;
	score->shares[share].part += part;
	score->shares[share].whole += whole;
}

static bool is_left_open(const struct json *gold, const char *key)
{
	return json_has(gold, key) && json_kind(json_field(gold, key)) == JSON_NULL;
}

/* A field that names something: F1. */
static void compare_words(struct score *score, enum row row, const struct json *gold, const struct json *found,
                          const char *key)
{
	if (is_left_open(gold, key))
		return;
	struct slice wanted = measure_words(json_field(gold, key)), got = measure_words(json_field(found, key));
	count(score, row, measure_same_words(wanted, got), got.len > 0, wanted.len > 0);
}

static void compare(struct score *score, enum share share, const struct json *gold, const struct json *found,
                    const char *key, const char *found_key)
{
	if (json_has(gold, key) && !is_left_open(gold, key))
		count_share(score, share, measure_same_field(json_field(gold, key), json_field(found, found_key)), 1);
}

/* A word that says nothing where it is missing or one of two words: F1. */
static void compare_word(struct score *score, enum row row, struct slice wanted, struct slice got, const char *nothing)
{
	bool asked = wanted.len && !slice_is(wanted, nothing), said = got.len && !slice_is(got, nothing);
	if (asked || said)
		count(score, row, asked && slice_equal(wanted, got), said, asked);
}

static struct slice direction_of(const struct json *figure)
{
	return json_string(json_field(json_field(figure, "change"), "direction"));
}

static bool any_says(const marks *gold, const char *key)
{
	for (size_t i = 0; i < gold->len; i++)
		if (json_has(gold->at[i].json, key))
			return true;
	return false;
}

static void score_figures(struct score *score)
{
	marks gold, found;
	pairs matched;
	size_t exact = 0, full = 0;
	bool changes = any_says(&score->document->gold[MARK_FIGURE], "change");
	measure_settle(&gold, &found, score->arena, &score->document->gold[MARK_FIGURE], &score->document->found[MARK_FIGURE], 0);
	measure_match(&matched, score->arena, &gold, &found, 0);
	for (size_t i = 0; i < matched.len; i++) {
		const struct mark *g = &gold.at[matched.at[i].gold], *f = &found.at[matched.at[i].found];
		exact += g->start == f->start && g->stop == f->stop;
		full += measure_same_kind(g->json, f->json) && measure_same_value(g->json, f->json)
		        && measure_same_unit(g->json, f->json, gold_words(score->document, g->start, g->stop));
		if (!is_left_open(g->json, "approx"))
			count_share(score, FIGURES_APPROX,
			            measure_same_field(json_field(g->json, "approx"), json_field(f->json, "approx")), 1);
		compare_words(score, FIGURES_OF, g->json, f->json, "of");
		if (changes && !is_left_open(g->json, "change"))
			compare_word(score, FIGURES_CHANGE, direction_of(g->json), direction_of(f->json), "");
	}
	count(score, FIGURES_EXACT, exact, found.len, gold.len);
	count(score, FIGURES_OVERLAP, matched.len, found.len, gold.len);
	count(score, FIGURES_FULL, full, found.len, gold.len);
}

/* A word that stands in a list twice counts once. */
static bool is_first(const struct json *list, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (slice_equal(json_string(json_element(list, k)), json_string(json_element(list, i))))
			return false;
	return true;
}

static bool has_word(const struct json *list, struct slice word)
{
	for (size_t i = 0; i < json_count(list); i++)
		if (slice_equal(json_string(json_element(list, i)), word))
			return true;
	return false;
}

static size_t words_in_both(const struct json *a, const struct json *b)
{
	size_t both = 0;
	for (size_t i = 0; i < json_count(a); i++)
		both += is_first(a, i) && has_word(b, json_string(json_element(a, i)));
	return both;
}

static size_t words_in(const struct json *list)
{
	return words_in_both(list, list);
}

static double hotness(const struct json *found)
{
	return json_number(json_field(found, "checkable"));
}

static bool is_hot(const struct json *found)
{
	return hotness(found) >= 0.5;
}

static void rank(struct score *score, const struct json *found, bool right)
{
	double hot = hotness(found);
	size_t at = (size_t)((hot < 0 ? 0 : hot > 1 ? 1 : hot) * (RANKS - 1) + 0.5);
	score->ranks[at].found++;
	score->ranks[at].right += right;
}

static void score_claim_fields(struct score *score, const struct json *gold, const struct json *found, bool source)
{
	if (source) {
		compare_words(score, CLAIM_SPEAKER, gold, found, "speaker");
		compare(score, CLAIM_QUOTE, gold, found, "quote_type", "quote");
		if (json_has(gold, "stance") && !is_left_open(gold, "stance"))
			compare_word(score, CLAIM_STANCE, json_string(json_field(gold, "stance")), json_string(json_field(found, "stance")), "neutral");
	}
	compare(score, CLAIM_HEDGED, gold, found, "hedged", "hedged");
	compare(score, CLAIM_NEGATED, gold, found, "negated", "negated");
}

static void score_claims(struct score *score, const char *voice, bool source)
{
	marks all_gold, all_found, gold, found;
	pairs matched;
	size_t kinds_right = 0, kinds_found = 0, kinds_gold = 0, hot_right = 0, hot_found = 0, hot_gold = 0;
	measure_voice(&all_gold, score->arena, &score->document->gold[MARK_CLAIM], voice);
	measure_voice(&all_found, score->arena, &score->document->found[MARK_CLAIM], voice);
	measure_settle(&gold, &found, score->arena, &all_gold, &all_found, 0.5);
	measure_match(&matched, score->arena, &gold, &found, 0.5);
	for (size_t i = 0; i < gold.len; i++) {
		kinds_gold += words_in(json_field(gold.at[i].json, "kinds"));
		hot_gold += json_truth(json_field(gold.at[i].json, "checkable"));
	}
	for (size_t i = 0; i < found.len; i++) {
		kinds_found += words_in(json_field(found.at[i].json, "kinds"));
		hot_found += is_hot(found.at[i].json);
	}
	bool *ranked = arena_take(score->arena, found.len + 1);
	for (size_t i = 0; i < matched.len; i++) {
		const struct json *g = gold.at[matched.at[i].gold].json, *f = found.at[matched.at[i].found].json;
		const struct json *checkable = json_field(g, "checkable");
		ranked[matched.at[i].found] = true;
		if (json_kind(checkable) != JSON_NULL)
			rank(score, f, json_truth(checkable));
		kinds_right += words_in_both(json_field(g, "kinds"), json_field(f, "kinds"));
		kinds_found -= words_in_both(json_field(g, "kinds_maybe"), json_field(f, "kinds"));
		hot_right += json_truth(checkable) && is_hot(f);
		hot_found -= json_kind(checkable) == JSON_NULL && is_hot(f);
		score_claim_fields(score, g, f, source);
	}
	for (size_t i = 0; i < found.len; i++)
		if (!ranked[i])
			rank(score, found.at[i].json, false);
	count(score, source ? CLAIMS_SOURCE : CLAIMS_AUTHOR, matched.len, found.len, gold.len);
	count(score, CLAIMS, matched.len, found.len, gold.len);
	count(score, CLAIM_KINDS, kinds_right, kinds_found, kinds_gold);
	count(score, CLAIMS_CHECKABLE, hot_right, hot_found, hot_gold);
}

/* The item of the output that an id names, "c3", among what was found. */
static const struct mark *mark_named(const struct score *score, enum mark_kind kind, struct slice id)
{
	const marks *found = &score->document->found[kind];
	for (size_t i = 0; i < found->len; i++)
		if (slice_equal(json_string(json_field(found->at[i].json, "id")), id))
			return &found->at[i];
	return NULL;
}

static void add_named(struct score *score, marks *to, enum mark_kind kind, struct slice id)
{
	const struct mark *mark = mark_named(score, kind, id);
	if (mark)
		*list_add(score->arena, to) = *mark;
}

/* Reasons, by their places. */
static void compare_reasons(struct score *score, const struct json *gold, const struct json *found)
{
	marks wanted = { 0 }, got = { 0 };
	pairs matched;
	const struct json *places = json_field(gold, "because"), *ids = json_field(found, "because");
	if (!json_has(gold, "because") || is_left_open(gold, "because"))
		return;
	for (size_t i = 0; i < json_count(places); i++) {
		const struct json *place = json_element(places, i);
		*list_add(score->arena, &wanted) = (struct mark){
			NULL, (size_t)json_number(json_element(place, 0)), (size_t)json_number(json_element(place, 1))
		};
	}
	for (size_t i = 0; i < json_count(ids); i++)
		add_named(score, &got, MARK_CLAIM, json_string(json_element(ids, i)));
	measure_match(&matched, score->arena, &wanted, &got, 0.4);
	count(score, REC_BECAUSE, matched.len, got.len, wanted.len);
}

/* The sentences that carry the point, whether they are called claims or recommendations. */
static void score_thesis(struct score *score)
{
	const struct gold *document = score->document;
	const struct json *ids = json_field(document->output, "thesis");
	marks wanted = { 0 }, got = { 0 };
	pairs matched;
	for (enum mark_kind kind = MARK_CLAIM; kind <= MARK_RECOMMENDATION; kind++)
		for (size_t i = 0; i < document->gold[kind].len; i++)
			if (json_truth(json_field(document->gold[kind].at[i].json, "thesis")))
				*list_add(score->arena, &wanted) = document->gold[kind].at[i];
	if (!wanted.len)
		return;
	for (size_t i = 0; i < json_count(ids); i++) {
		add_named(score, &got, MARK_CLAIM, json_string(json_element(ids, i)));
		add_named(score, &got, MARK_RECOMMENDATION, json_string(json_element(ids, i)));
	}
	measure_match(&matched, score->arena, &wanted, &got, 0.4);
	count(score, THESIS, matched.len, got.len, wanted.len);
}

static void score_recommendations(struct score *score, const char *voice, bool source)
{
	marks all_gold, all_found, gold, found;
	pairs matched;
	measure_voice(&all_gold, score->arena, &score->document->gold[MARK_RECOMMENDATION], voice);
	measure_voice(&all_found, score->arena, &score->document->found[MARK_RECOMMENDATION], voice);
	measure_settle(&gold, &found, score->arena, &all_gold, &all_found, 0.4);
	measure_match(&matched, score->arena, &gold, &found, 0.4);
	count(score, source ? RECOMMENDATIONS_SOURCE : RECOMMENDATIONS_AUTHOR, matched.len, found.len, gold.len);
	for (size_t i = 0; i < matched.len; i++) {
		const struct json *g = gold.at[matched.at[i].gold].json, *f = found.at[matched.at[i].found].json;
		compare(score, REC_STRENGTH, g, f, "strength", "strength");
		compare(score, REC_POLARITY, g, f, "polarity", "polarity");
		compare_words(score, REC_TARGET, g, f, "target");
		compare_words(score, REC_DEADLINE, g, f, "deadline");
		compare_words(score, REC_ACTION, g, f, "action");
		compare_reasons(score, g, f);
		if (source)
			compare_words(score, REC_SPEAKER, g, f, "speaker");
	}
}

static void cover(bool *covered, const struct gold *document, const struct json *object)
{
	size_t start, stop;
	if (json_kind(object) == JSON_OBJECT && gold_area(document, object, &start, &stop))
		memset(covered + start, true, stop - start);
}

static void cover_list(bool *covered, const struct gold *document, const struct json *list)
{
	for (size_t i = 0; i < json_count(list); i++)
		cover(covered, document, json_element(list, i));
}

/* Which characters of the input were kept, and which were listed as removed. White space does not count. */
static void score_page(struct score *score)
{
	const struct gold *document = score->document;
	const struct json *output = document->output;
	bool *gone = arena_take(score->arena, document->len + 1), *kept = arena_take(score->arena, document->len + 1);
	bool *page = arena_take(score->arena, document->len + 1);
	cover_list(gone, document, json_field(output, "removed"));
	cover_list(kept, document, json_field(output, "paragraphs"));
	cover(kept, document, json_field(output, "title"));
	cover(kept, document, json_field(output, "kicker"));
	const marks *boilerplate = &document->gold[MARK_BOILERPLATE];
	for (size_t i = 0; i < boilerplate->len; i++)
		for (size_t at = boilerplate->at[i].start; at < boilerplate->at[i].stop && at < document->len; at++)
			page[at] = true;
	for (size_t i = 0; i < document->len; i++) {
		size_t at = 0;
		struct slice character = gold_words(document, i, i + 1);
		if (character.len && measure_is_space(text_codepoint(character.at, character.len, &at)))
			continue;
		bool stays = kept[i] && !gone[i];
		count_share(score, page[i] ? BOILERPLATE_REMOVED : ARTICLE_LOST, !stays, 1);
		count_share(score, UNACCOUNTED_FOR, !stays && !gone[i], 1);
	}
}

static void score_document(struct score *score)
{
	score_figures(score);
	score_claims(score, "author", false);
	score_recommendations(score, "author", false);
	score_claims(score, "source", true);
	score_recommendations(score, "source", true);
	score_thesis(score);
	score_page(score);
	count_share(score, TRUE_TO_PLACE, score->document->found_true, score->document->found_in_all);
}

static double ratio(size_t part, size_t whole, double otherwise)
{
	return whole ? (double)part / (double)whole : otherwise;
}

/* The mean, over the claims that are checkable, of the precision down to each of them, most checkable first: claims
 * that are said to be equally checkable are met at once. One that was not found has precision 0. */
static double average_precision(const struct score *score)
{
	size_t right = 0, found = 0;
	double sum = 0;
	for (size_t i = RANKS; i-- > 0;) {
		right += score->ranks[i].right;
		found += score->ranks[i].found;
		if (score->ranks[i].right)
			sum += (double)score->ranks[i].right * (double)right / (double)found;
	}
	return sum / (double)score->rows[CLAIMS_CHECKABLE].gold;
}

static void print_score(struct out *out, const struct score *score, const struct gold_set *set)
{
	for (enum row row = 0; row < ROWS; row++) {
		size_t right = score->rows[row].right, found = score->rows[row].found, gold = score->rows[row].gold;
		if (!score->rows[row].used && row >= CLAIM_SPEAKER)
			continue;
		double p = ratio(right, found, gold ? 0 : 1), r = ratio(right, gold, found ? 0 : 1);
		out_format(out, "%-24s P %.3f  R %.3f  F1 %.3f   (%zu right, %zu found, %zu in gold)\n", row_words[row], p, r,
		           p + r > 0 ? 2 * p * r / (p + r) : 0.0, right, found, gold);
	}
	for (enum share share = 0; share < SHARES; share++) {
		size_t part = score->shares[share].part, whole = score->shares[share].whole;
		if (!score->shares[share].used && share < BOILERPLATE_REMOVED)
			continue;
		out_format(out, share < BOILERPLATE_REMOVED ? "%-24s %.3f   (%zu of %zu)\n" : "%-24s %.5f   (%zu of %zu)\n",
		           share_words[share], ratio(part, whole, 0), part, whole);
	}
	if (score->rows[CLAIMS_CHECKABLE].gold)
		out_format(out, "%-24s %.3f   (average precision)\n", "checkable first", average_precision(score));
	if (score->missing)
		out_string(out, "no output for");
	for (size_t i = 0; score->missing && i < set->documents.len; i++)
		if (!set->documents.at[i].output)
			out_format(out, " %s", set->documents.at[i].name);
	if (score->missing)
		out_char(out, '\n');
}

static bool score_one(struct score *score, struct gold *document, struct error *error)
{
	arena_clear(score->arena);
	if (!ARENA_GUARD(score->arena))
		return error_set(error, ERROR_MEMORY, "out of memory");
	bool good = gold_open(document, score->arena, error);
	score->document = document;
	score->missing += !document->output;
	if (good)
		score_document(score);
	ARENA_UNGUARD(score->arena);
	return good;
}

/* ---- */

int run_score(struct options *options, struct out *out, struct error *error)
{
	struct gold_set set;
	struct arena arena;
	struct score score = { .arena = &arena };
	if (options->operand_count != 2) {
		error_set(error, ERROR_USAGE, "score takes a folder of labels and a file of output");
		return 2;
	}
	arena_init(&arena);
	bool good = gold_load(&set, options->operands[0], options->operands[1], error);
	for (size_t i = 0; good && i < set.documents.len; i++)
		good = score_one(&score, &set.documents.at[i], error);
	if (good)
		print_score(out, &score, &set);
	gold_release(&set);
	arena_release(&arena);
	return !good ? 2 : score.missing ? 1 : 0;
}
