/* segment.c: from paragraphs to sentences. Spans come out, nothing is copied.
 *
 * A sentence is never longer than its paragraph. A quotation or bracket inside a sentence is passed over as a whole;
 * one that begins a sentence is cut like other text, unless what follows it holds it together. Which words end a
 * sentence and which do not is the language's table "sentences". */
#include "find/find.h"

#include "find/gaps.h"
#include "find/stops.h"

struct segmenter {
	struct document *document;
	const struct language *language;
	size_t paragraph;
	bool title;
	struct cut cut;
	struct marks marks;
	size_t looked;                  /* up to where the sentence was searched for a word */
	bool worded;                    /* it has one */
	uint32_t bullet;                /* the first character of the paragraph, where it is a symbol */
};

/* ---- private from here ---- */

static void begin(struct segmenter *segmenter, size_t at)
{
	struct cut *cut = &segmenter->cut;
	cut->begin = past_blanks(cut->bytes, at, cut->stop);
	struct glyph first = glyph_at(cut->bytes, cut->begin, cut->stop);
	size_t start = first.sign == SIGN_OTHER ? past_blanks(cut->bytes, first.next, cut->stop) : cut->begin;
	struct label label = label_at(cut->bytes, start, cut->stop, cut->words);
	if (label_continues(label, cut->label) || label_begins(label))
		cut->label = label;
	segmenter->looked = start + label.len;
	segmenter->worded = false;
}

static void end(struct segmenter *segmenter, size_t at)
{
	struct cut *cut = &segmenter->cut;
	size_t stop = at;
	for (struct glyph glyph; stop > cut->begin; stop = glyph.at) {
		glyph = glyph_before(cut->bytes, stop, cut->begin);
		if (glyph.sign != SIGN_BLANK)
			break;
	}
	if (stop > cut->begin) {
		struct sentence *sentence = list_add(segmenter->document->arena, &segmenter->document->sentences);
		sentence->at = (struct span){ cut->begin, stop };
		sentence->language = segmenter->language;
		sentence->paragraph = segmenter->paragraph;
		sentence->title = segmenter->title;
	}
	begin(segmenter, at);
}

/* Does a word of the sentence stand before a byte? */
static bool has_words(struct segmenter *segmenter, size_t at)
{
	struct cut *cut = &segmenter->cut;
	while (!segmenter->worded && segmenter->looked < at) {
		struct glyph glyph = glyph_at(cut->bytes, segmenter->looked, cut->stop);
		segmenter->worded = sign_is_word(glyph.sign);
		segmenter->looked = glyph.next;
	}
	return segmenter->worded;
}

static size_t judge(struct segmenter *segmenter, size_t mark)
{
	struct stop stop = stop_read(&segmenter->cut, mark);
	if (stop_ends(&segmenter->cut, &stop))
		end(segmenter, stop.edge);
	return stop.mark;
}

/* Is the quotation or bracket that opens at a mark cut like other text? */
static bool is_open(struct segmenter *segmenter, const struct mark *mark)
{
	const struct words *words = segmenter->cut.words;
	unsigned habits = words ? words->habits : 0;
	if (has_words(segmenter, mark->at))
		return false;
	switch (stop_holds(&segmenter->cut, mark->partner)) {
	case HOLD_SOURCE:
		return false;
	case HOLD_CARRIER:
		return !(habits & HABIT_CARRIED);
	default:
		return !(habits & HABIT_WHOLE);
	}
}

/* Past a quotation or bracket as a whole: to the stop inside its end, if there is one. */
static size_t pass(struct segmenter *segmenter, size_t mark)
{
	const struct mark *marks = segmenter->marks.marks.at;
	size_t close = marks[mark].partner, first = close, found = 0;
	while (first > mark + 1 && mark_sticks(&segmenter->cut, &marks[first], marks[first - 1].at + marks[first - 1].len)
	       && (mark_is_end(&marks[first - 1]) || marks[first - 1].kind == MARK_CLOSE)) {
		first--;
		if (mark_is_end(&marks[first]))
			found = first;
	}
	if (found)
		return judge(segmenter, found);
	return close + 1;
}

/* The next item of a list that began with a label or bullet. */
static bool is_next_item(struct segmenter *segmenter, const struct mark *mark, size_t *start)
{
	const struct cut *cut = &segmenter->cut;
	if (mark->kind == MARK_BULLET) {
		*start = mark->at;
		return mark->at > cut->begin && segmenter->bullet
		       && glyph_at(cut->bytes, mark->at, cut->stop).codepoint == segmenter->bullet
		       && glyph_before(cut->bytes, mark->at, cut->begin).sign == SIGN_BLANK;
	}
	if (!cut->label.value)
		return false;
	*start = mark->at;
	for (struct glyph glyph; *start > cut->begin && mark->at - *start < 8; *start = glyph.at) {
		glyph = glyph_before(cut->bytes, *start, cut->begin);
		if (glyph.sign == SIGN_BLANK || glyph.sign == SIGN_OPEN)
			break;
	}
	if (*start <= cut->begin || glyph_before(cut->bytes, *start, cut->begin).sign != SIGN_BLANK)
		return false;
	return label_continues(label_at(cut->bytes, *start, cut->stop, cut->words), cut->label);
}

/* Do the paragraph's sentences have full stops? */
static bool has_stops(const struct segmenter *segmenter)
{
	for (size_t i = 0; i < segmenter->marks.marks.len; i++)
		if (gap_is_written(&segmenter->cut, &segmenter->marks.marks.at[i]))
			return true;
	return false;
}

static void cut_marks(struct segmenter *segmenter)
{
	const struct cut *cut = &segmenter->cut;
	for (size_t i = 0, start; i < segmenter->marks.marks.len;) {
		const struct mark *mark = &segmenter->marks.marks.at[i];
		if (mark->at < cut->begin)
			i++;
		else if (mark->kind == MARK_OPEN)
			i = mark->partner == ALONE || is_open(segmenter, mark) ? i + 1 : pass(segmenter, i);
		else if (is_next_item(segmenter, mark, &start)) {
			end(segmenter, start);
			i++;
		} else if (mark_is_end(mark))
			i = judge(segmenter, i);
		else {
			if ((mark->kind == MARK_ENDING && gap_ends(cut, mark->at))
			    || (mark->kind == MARK_CAPITAL && gap_restarts(cut, mark->at)))
				end(segmenter, mark->at);
			i++;
		}
	}
}

static void cut_paragraph(struct segmenter *segmenter, struct span span, const struct words *words)
{
	struct cut *cut = &segmenter->cut;
	struct document *document = segmenter->document;
	struct glyph first = glyph_at(document->text.bytes, span.start, span.stop);

	*cut = (struct cut){ document->text.bytes, span.stop, span.start, false, { 0, 0, 0 }, words, &segmenter->marks };
	segmenter->bullet = first.sign == SIGN_OTHER && first.codepoint > 0x2000 ? first.codepoint : 0;
	if (words && (words_find(words, (struct slice){ cut->bytes + first.at, first.next - first.at }) & WORD_INLINE))
		segmenter->bullet = 0;
	begin(segmenter, span.start);
	if (!segmenter->title) {
		for (size_t from = span.start; from < span.stop;) {
			from = marks_read(&segmenter->marks, document->arena, cut->bytes, span.start, from, span.stop, words);
			cut->stopped = cut->stopped || has_stops(segmenter);
			cut_marks(segmenter);
		}
	}
	end(segmenter, span.stop);
}

/* The language of the block a paragraph came from. Blocks and paragraphs come in the same order: next is the first
 * block that may be a later paragraph's too. */
static const struct language *language_of(const struct document *document, struct span paragraph, size_t *next)
{
	struct origin origin = text_origin(&document->text, paragraph);
	for (; *next < document->blocks.len; ++*next) {
		const struct block *block = &document->blocks.at[*next];
		struct origin place = text_origin(&document->page, block->at);
		if (place.field == origin.field && origin.start < place.stop)
			return place.start <= origin.start ? block->language : document->language;
	}
	return document->language;
}

/* ---- */

void segment(struct document *document, struct matcher *matcher)
{
	struct segmenter segmenter = { .document = document, .language = document->language };
	size_t block = 0;

	for (size_t i = 0; i < document->paragraphs.len; i++) {
		const struct span span = document->paragraphs.at[i];
		segmenter.paragraph = i;
		segmenter.title = document->has_title && i == 0;
		segmenter.language = language_of(document, span, &block);
		cut_paragraph(&segmenter, span, segmenter.language
		              ? matcher_keep(matcher, segmenter.language, words_make, document->arena) : NULL);
	}
}
