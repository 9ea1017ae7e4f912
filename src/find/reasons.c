/* reasons.c: why a recommendation is made. In go claims and recommendations; out come the claims that are its reasons.
 *
 * A claim is the likelier a reason the more rare words it shares with the demand and the nearer before it it stands;
 * what the author rejects is none.
 * Words are the same that begin alike: two syllables or five letters tell a word, endings differ. */
#include "find/reasons.h"

#include "find/letters.h"

/* ---- private from here ---- */

enum { MOST_REASONS = 2, MOST_WORDS = 48, FARTHEST = 48, LETTERS = 5, SYLLABLES = 6 };

struct stems {
	uint32_t at[MOST_WORDS];
	size_t len;
};

/* How many claims have a stem: a table that hashes, twice as large as it must be. */
struct census {
	struct stem_count {
		uint32_t stem, count;
	} *at;
	size_t size;                    /* a power of two */
};

/* How many bytes at a place part words: signs of ASCII, and of the block of quotation marks and dashes. */
static size_t parting(struct slice text, size_t at)
{
	unsigned char c = (unsigned char)text.at[at];
	if (c == 0xE2 && at + 2 < text.len && (unsigned char)text.at[at + 1] == 0x80)
		return 3;
	return c < 0x80 && !is_latin(text.at[at]) && !is_digit(text.at[at]);
}

/* 0 where the word is too short to tell. */
static uint32_t stem_of(struct slice word)
{
	bool ascii = word.len && (unsigned char)word.at[0] < 0x80;
	size_t least = ascii ? LETTERS - 1 : SYLLABLES, most = ascii ? LETTERS : SYLLABLES;
	if (word.len < least)
		return 0;
	uint32_t hash = 2166136261u;
	for (size_t i = 0; i < word.len && i < most; i++)
		hash = (hash ^ fold(word.at[i])) * 16777619u;
	return hash ? hash : 1;
}

static bool stems_have(const struct stems *stems, uint32_t stem)
{
	for (size_t i = 0; i < stems->len; i++)
		if (stems->at[i] == stem)
			return true;
	return false;
}

static void stems_read(struct stems *stems, struct slice text)
{
	stems->len = 0;
	for (size_t at = 0; at < text.len && stems->len < MOST_WORDS;) {
		size_t start = at, parts = 0;
		while (at < text.len && !(parts = parting(text, at)))
			at++;
		uint32_t stem = stem_of((struct slice){ text.at + start, at - start });
		if (stem && !stems_have(stems, stem))
			stems->at[stems->len++] = stem;
		at += parts;
	}
}

static struct stem_count *census_find(const struct census *census, uint32_t stem)
{
	size_t slot = stem & (census->size - 1);
	while (census->at[slot].stem && census->at[slot].stem != stem)
		slot = (slot + 1) & (census->size - 1);
	return &census->at[slot];
}

static void census_take(struct census *census, struct arena *arena, const struct stems *stems, size_t count)
{
	size_t words = 1;
	for (size_t i = 0; i < count; i++)
		words += stems[i].len;
	for (census->size = 16; census->size < words * 2;)
		census->size *= 2;
	census->at = arena_take(arena, census->size * sizeof *census->at);
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < stems[i].len; j++) {
			struct stem_count *found = census_find(census, stems[i].at[j]);
			found->stem = stems[i].at[j];
			found->count++;
		}
}

static double words_shared(const struct census *census, const struct stems *demand, const struct stems *claim)
{
	double shared = 0;
	for (size_t i = 0; i < claim->len; i++)
		if (stems_have(demand, claim->at[i]))
			shared += 1.0 / census_find(census, claim->at[i])->count;
	return shared;
}

static double claim_nearness(const struct document *document, const struct merits *merits, const struct claim *claim,
                             const struct recommendation *demand)
{
	size_t between = demand->sentence - claim->sentence;
	double near = (double)between * merits->of[REASON_EACH_BETWEEN];
	if (between == 0)
		return near + merits->of[REASON_SAME_SENTENCE];
	if (between == 1)
		return near + merits->of[REASON_SENTENCE_BEFORE];
	bool together = document->sentences.at[claim->sentence].paragraph == document->sentences.at[demand->sentence].paragraph;
	return near + (together ? merits->of[REASON_SAME_PARAGRAPH] : 0);
}

/* The best first, the second only where it is nearly as good. */
static void choose(struct document *document, const struct merits *merits, struct recommendation *demand, size_t claims,
                   const struct stems *stems, const struct census *census)
{
	struct stems words;
	size_t best[MOST_REASONS] = { 0 };
	double scores[MOST_REASONS] = { 0 };
	stems_read(&words, text_slice(&document->text, demand->at));
	for (size_t i = claims; i-- > (claims > FARTHEST ? claims - FARTHEST : 0);) {
		const struct claim *claim = &document->claims.at[i];
		if (claim->stance == STANCE_REJECT)
			continue;
		double score = words_shared(census, &words, &stems[i]) + claim_nearness(document, merits, claim, demand)
		               + (claim->checkable >= 0.5 ? merits->of[REASON_CHECKABLE] : 0)
		               + (claim->voice == VOICE_SOURCE ? merits->of[REASON_SOURCE] : 0);
		if (score > scores[0]) {
			best[1] = best[0];
			scores[1] = scores[0];
			best[0] = i;
			scores[0] = score;
		} else if (score > scores[1]) {
			best[1] = i;
			scores[1] = score;
		}
	}
	for (size_t i = 0; i < MOST_REASONS && scores[i] > 0 && scores[i] >= scores[0] * merits->of[REASON_NEARLY]; i++)
		*list_add(document->arena, &demand->because) = best[i];
}

/* ---- */

void link_reasons(struct document *document, const struct merits *merits)
{
	if (!document->recommendations.len || !document->claims.len)
		return;
	struct stems *stems = arena_take(document->arena, document->claims.len * sizeof *stems);
	for (size_t i = 0; i < document->claims.len; i++)
		stems_read(&stems[i], text_slice(&document->text, document->claims.at[i].at));
	struct census census;
	census_take(&census, document->arena, stems, document->claims.len);
	size_t claims = 0;
	for (size_t i = 0; i < document->recommendations.len; i++) {
		struct recommendation *demand = &document->recommendations.at[i];
		while (claims < document->claims.len && document->claims.at[claims].sentence <= demand->sentence)
			claims++;
		if (demand->voice == VOICE_AUTHOR && !document->sentences.at[demand->sentence].title)
			choose(document, merits, demand, claims, stems, &census);
	}
}
