/* thesis.c: see thesis.h. In go the author's recommendations and judgments; out come the best of them, and why.
 *
 * A finding is the better, the more it shares with the title, the more it demands, and the nearer it stands to where
 * editorials say what they mean. None of this knows a language: what a word weighs in the title is how rare it is in
 * the text. A second one is taken only where it is nearly as good. */
#include "find/thesis.h"

#include <math.h>

#include "find/letters.h"

/* ---- private from here: the title ---- */

enum { MOST_WORDS = 64, SHORTEST = 3, SHORT_OF = 48 };     /* bytes */

struct title {
	struct slice words[MOST_WORDS];
	double weights[MOST_WORDS], sum;
	size_t len;
};

/* Two words are the same word if the shorter, three quarters of it at least, begins the longer: endings differ. */
static bool same_stem(struct slice a, struct slice b)
{
	size_t shorter = a.len < b.len ? a.len : b.len, shared = 0;
	while (shared < shorter && fold(a.at[shared]) == fold(b.at[shared]))
		shared++;
	return shared >= SHORTEST && shared * 4 >= shorter * 3;
}

static bool has_stem(struct slice text, struct slice stem)
{
	struct slice word;
	while (slice_split(&word, &text, ' '))
		if (word.len >= SHORTEST && same_stem(word, stem))
			return true;
	return false;
}

static void title_read(struct title *title, const struct document *document)
{
	*title = (struct title){ .len = 0 };
	if (!document->has_title)
		return;
	struct slice rest = text_slice(&document->text, document->paragraphs.at[0]), word;
	while (title->len < MOST_WORDS && slice_split(&word, &rest, ' '))
		if (word.len >= SHORTEST)
			title->words[title->len++] = word;
	for (size_t i = 0; i < title->len; i++) {
		size_t sentences = 1;
		for (size_t k = 0; k < document->sentences.len; k++)
			if (!document->sentences.at[k].title)
				sentences += has_stem(text_slice(&document->text, document->sentences.at[k].at), title->words[i]);
		title->weights[i] = log((double)(document->sentences.len + 1) / (double)sentences);
		title->sum += title->weights[i];
	}
}

/* Which share of the title, by weight, stands in a text, too. */
static double title_shared(const struct title *title, struct slice text)
{
	double shared = 0;
	for (size_t i = 0; i < title->len; i++)
		if (has_stem(text, title->words[i]))
			shared += title->weights[i];
	return title->sum > 0 ? shared / title->sum : 0;
}

/* ---- private: who is best ---- */

struct candidate {
	struct thesis thesis;
	struct span at;
	size_t sentence;
	double has[MERITS], score;
};

static void candidate_place(struct candidate *candidate, const struct document *document, const struct title *title,
                            const struct merits *merits)
{
	size_t count = document->sentences.len, sentence = candidate->sentence;
	candidate->has[THESIS_TITLE] = title_shared(title, text_slice(&document->text, candidate->at));
	candidate->has[THESIS_LAST_PARAGRAPH] = document->sentences.at[sentence].paragraph + 1 == document->paragraphs.len;
	candidate->has[THESIS_LONG] = candidate->at.stop - candidate->at.start >= SHORT_OF;
	candidate->has[THESIS_LAST_SENTENCE] = sentence + 1 == count;
	candidate->has[THESIS_LATE] = (double)sentence / (double)count;
	for (size_t i = 0; i < MERITS; i++)
		candidate->score += candidate->has[i] * merits->of[i];
}

static struct candidate of_recommendation(const struct document *document, const struct title *title,
                                          const struct merits *merits, size_t index, bool first)
{
	const struct recommendation *it = &document->recommendations.at[index];
	struct candidate candidate = { .thesis = { .recommendation = true, .index = index }, .at = it->at, .sentence = it->sentence };
	candidate.has[THESIS_RECOMMENDS] = 1;
	candidate.has[THESIS_DEMANDS] = it->strength == STRENGTH_DEMAND;
	candidate.has[THESIS_ADVISES] = it->strength == STRENGTH_ADVICE;
	candidate.has[THESIS_FIRST] = first;
	candidate.has[THESIS_ACTOR] = it->target.present && span_empty(it->target.means);
	candidate.has[THESIS_WHOLE_SENTENCE] = span_holds(it->at, document->sentences.at[it->sentence].at);
	candidate_place(&candidate, document, title, merits);
	return candidate;
}

static struct candidate of_claim(const struct document *document, const struct title *title, const struct merits *merits,
                                 size_t index)
{
	const struct claim *it = &document->claims.at[index];
	struct candidate candidate = { .thesis = { .recommendation = false, .index = index }, .at = it->at, .sentence = it->sentence };
	candidate_place(&candidate, document, title, merits);
	return candidate;
}

enum { MOST_THESES = 2 };

struct ranking {
	struct candidate at[MOST_THESES];
	size_t len;
};

/* Best first, one of a sentence. */
static void ranking_add(struct ranking *ranking, const struct candidate *candidate)
{
	size_t place = ranking->len;
	for (size_t i = 0; i < ranking->len; i++) {
		if (ranking->at[i].sentence != candidate->sentence)
			continue;
		if (ranking->at[i].score >= candidate->score)
			return;
		for (size_t k = i + 1; k < ranking->len; k++)
			ranking->at[k - 1] = ranking->at[k];
		place = --ranking->len;
	}
	while (place > 0 && ranking->at[place - 1].score < candidate->score)
		place--;
	if (place == MOST_THESES)
		return;
	if (ranking->len < MOST_THESES)
		ranking->len++;
	for (size_t k = ranking->len - 1; k > place; k--)
		ranking->at[k] = ranking->at[k - 1];
	ranking->at[place] = *candidate;
}

static void thesis_give(struct document *document, const struct candidate *candidate, const struct merits *merits)
{
	*list_add(document->arena, &document->thesis) = candidate->thesis;
	for (size_t i = 0; document->explain && i < MERITS; i++)
		if (candidate->has[i] > 0)
			*list_add(document->arena, &document->thesis_why) = (struct reason){
				.feature = merit_name((enum merit)i), .at = candidate->at,
				.effect = arena_format(document->arena, "%+.2f", candidate->has[i] * merits->of[i])
			};
}

/* ---- */

void find_thesis(struct document *document, const struct merits *merits)
{
	struct title title;
	struct ranking ranking = { .len = 0 };
	title_read(&title, document);
	bool first = true;
	for (size_t i = 0; i < document->recommendations.len; i++) {
		const struct recommendation *it = &document->recommendations.at[i];
		if (it->voice != VOICE_AUTHOR || document->sentences.at[it->sentence].title)
			continue;
		struct candidate candidate = of_recommendation(document, &title, merits, i, first);
		first = false;
		ranking_add(&ranking, &candidate);
	}
	for (size_t i = 0; i < document->claims.len; i++) {
		const struct claim *it = &document->claims.at[i];
		if (it->voice != VOICE_AUTHOR || !(it->kinds & CLAIM_EVALUATIVE))
			continue;
		struct candidate candidate = of_claim(document, &title, merits, i);
		ranking_add(&ranking, &candidate);
	}
	for (size_t i = 0; i < ranking.len; i++)
		if (i == 0 || ranking.at[i].score >= merits->of[THESIS_NEARLY] * ranking.at[0].score)
			thesis_give(document, &ranking.at[i], merits);
}
