/* learn.c: the lines of many documents in; those that recur, where they do, out.
 *
 * Memory is bounded, however many documents come: LINES_MOST lines are counted at a time. When there are more, those
 * with the lowest counts are forgotten, and a line that is met later may have been one of them: it has been missed so
 * often at most, which is said with its evidence ("at least"). What you would not guess: a document that comes twice
 * counts once, or its sentences would be furniture. */
#include "clean/furniture.h"

#include <stdlib.h>

#include "base/digest.h"
#include "clean/page.h"

enum {
	LINES_MOST = 1 << 16,
	SLOTS = 2 * LINES_MOST,
	DOCUMENTS_KNOWN = 1 << 16,      /* fingerprints of documents, to know one again */
	LEAST = 3                       /* documents */
};

/* One in so many documents must have a line: a label at an edge of the page or in the middle, what reads like a sentence
 * at an edge, and one in the middle or what may be a title. */
enum { SHARE_EDGE = 20, SHARE_MIDDLE = 5, SHARE_SENTENCE = 5, SHARE_STRICT = 2 };

struct counted {
	char *words;                    /* as it was met first */
	size_t len;
	uint64_t hash;                  /* of the words masked */
	size_t parts[PARTS], missed, document;
	unsigned category;              /* of furniture_categories */
	enum { LABEL, SENTENCE, TITLE } kind;   /* it was taken for a title at least once */
};

struct learner {
	struct counted lines[LINES_MOST];
	uint32_t slots[SLOTS];          /* by hash: one more than the place among the lines, or 0 */
	size_t count, documents, forgotten;
	uint64_t known[DOCUMENTS_KNOWN];
};

/* ---- private from here: a document ---- */

static bool is_title(const struct document *document, struct slice line)
{
	if (!document->has_title)
		return false;
	struct slice title = text_slice(&document->text, document->paragraphs.at[0]);
	return title.len <= line.len && memmem(line.at, line.len, title.at, title.len);
}

/* The place in furniture_categories of what a rule removed the block as; that of "navigation" where none did. */
static unsigned category_of(const struct document *document, struct span block, size_t *removed)
{
	const char *category = "navigation";
	while (*removed < document->removed.len && document->removed.at[*removed].at.start < block.start)
		++*removed;
	if (*removed < document->removed.len && document->removed.at[*removed].at.stop <= block.stop)
		category = document->removed.at[*removed].category;
	unsigned index = 0;
	while (furniture_categories[index] && strcmp(furniture_categories[index], category) != 0)
		index++;
	return furniture_categories[index] ? index : 6;
}

/* ---- counting ---- */

static void slot_put(struct learner *learner, size_t place)
{
	size_t slot = (size_t)learner->lines[place].hash % SLOTS;
	while (learner->slots[slot])
		slot = (slot + 1) % SLOTS;
	learner->slots[slot] = (uint32_t)(place + 1);
}

static size_t count_of(const struct counted *line)
{
	size_t count = 0;
	for (size_t i = 0; i < PARTS; i++)
		count += line->parts[i];
	return count;
}

/* Room for a quarter more: the lowest counts go. */
static void forget(struct learner *learner)
{
	while (learner->count > LINES_MOST / 4 * 3) {
		size_t kept = 0;
		learner->forgotten++;
		for (size_t i = 0; i < learner->count; i++) {
			if (count_of(&learner->lines[i]) + learner->lines[i].missed <= learner->forgotten)
				free(learner->lines[i].words);
			else
				learner->lines[kept++] = learner->lines[i];
		}
		learner->count = kept;
	}
	memset(learner->slots, 0, sizeof learner->slots);
	for (size_t i = 0; i < learner->count; i++)
		slot_put(learner, i);
}

/* The line with these words, made if there is none; NULL when there is no memory. */
static struct counted *line_for(struct learner *learner, struct slice words, uint64_t hash)
{
	for (size_t slot = (size_t)hash % SLOTS; learner->slots[slot]; slot = (slot + 1) % SLOTS)
		if (learner->lines[learner->slots[slot] - 1].hash == hash)
			return &learner->lines[learner->slots[slot] - 1];
	if (learner->count == LINES_MOST)
		forget(learner);
	struct counted *line = &learner->lines[learner->count];
	*line = (struct counted){ .words = malloc(words.len), .len = words.len, .hash = hash, .missed = learner->forgotten };
	if (!line->words)
		return NULL;
	memcpy(line->words, words.at, words.len);
	slot_put(learner, learner->count++);
	return line;
}

static bool was_met(struct learner *learner, uint64_t document)
{
	uint64_t *place = &learner->known[document % DOCUMENTS_KNOWN];
	bool met = document && *place == document;
	*place = document;
	return met;
}

/* ---- judging ---- */

static bool recurs(const struct learner *learner, const struct counted *line, unsigned *part)
{
	size_t count = count_of(line), most = line->parts[PART_MIDDLE];
	*part = PART_MIDDLE;
	for (unsigned i = 0; i < PARTS; i++)
		if (line->parts[i] > most)
			most = line->parts[*part = i];
	if (most * 10 < count * 9)
		*part = PARTS;
	bool inside = *part == PART_MIDDLE || (*part == PARTS && line->parts[PART_MIDDLE] * 4 > count);
	size_t share = inside ? SHARE_MIDDLE : SHARE_EDGE;
	if (line->kind != LABEL)
		share = inside || line->kind == TITLE ? SHARE_STRICT : SHARE_SENTENCE;
	return count >= LEAST && count * share >= learner->documents;
}

struct found {
	const struct counted *line;
	unsigned part;
};

/* By place, then the more frequent, then by their bytes. */
static int compare_found(const void *a_, const void *b_)
{
	const struct found *a = a_, *b = b_;
	size_t count_a = count_of(a->line), count_b = count_of(b->line);
	if (a->part != b->part)
		return a->part < b->part ? -1 : 1;
	if (count_a != count_b)
		return count_a > count_b ? -1 : 1;
	size_t len = a->line->len < b->line->len ? a->line->len : b->line->len;
	int order = memcmp(a->line->words, b->line->words, len);
	return order ? order : a->line->len < b->line->len ? -1 : a->line->len > b->line->len;
}

/* ---- */

void learn_print(struct out *out, const struct document *document)
{
	const enum part *parts = furniture_parts(document);
	uint64_t whole = 0;
	size_t removed = 0, head = out->len;

	out_bytes(out, (const char *)&whole, sizeof whole);
	for (size_t i = 0; i < document->blocks.len; i++) {
		struct span block = document->blocks.at[i].at;
		struct slice line = slice_trim(text_slice(&document->page, block));
		char masked[FURNITURE_MOST];
		size_t len;
		unsigned category = category_of(document, block, &removed);
		if (line.len >= FURNITURE_MOST / 4)
			whole = digest_short(whole, line);
		if (span_meets(document->kicker, block) || !furniture_masked(masked, &len, line)
		    || memchr(line.at, '\n', line.len))
			continue;
		unsigned kind = is_title(document, line) ? TITLE : slice_final_mark(line) && slice_has_words(line, 2) ? SENTENCE : LABEL;
		out_char(out, (char)('0' + parts[i]));
		out_char(out, (char)('a' + category));
		out_char(out, (char)('0' + kind));
		out_slice(out, line);
		out_char(out, '\n');
	}
	if (!out->failed)
		memcpy(out->bytes + head, &whole, sizeof whole);
}

struct learner *learner_new(void)
{
	return calloc(1, sizeof(struct learner));
}

void learner_free(struct learner *learner)
{
	for (size_t i = 0; learner && i < learner->count; i++)
		free(learner->lines[i].words);
	free(learner);
}

bool learner_take(struct learner *learner, struct slice printed)
{
	uint64_t whole;
	struct slice line;
	if (printed.len < sizeof whole)
		return true;
	memcpy(&whole, printed.at, sizeof whole);
	if (was_met(learner, whole))
		return true;
	learner->documents++;
	printed = (struct slice){ printed.at + sizeof whole, printed.len - sizeof whole };
	while (slice_split(&line, &printed, '\n')) {
		char masked[FURNITURE_MOST];
		size_t len;
		if (line.len < 4)
			continue;
		struct slice words = { line.at + 3, line.len - 3 };
		furniture_masked(masked, &len, words);
		struct counted *counted = line_for(learner, words, digest_short(0, (struct slice){ masked, len }));
		if (!counted)
			return false;
		if (counted->document == learner->documents)
			continue;
		if (!counted->document)
			counted->category = (unsigned)(line.at[1] - 'a');
		if ((unsigned)(line.at[2] - '0') > counted->kind)
			counted->kind = (unsigned)(line.at[2] - '0');
		counted->document = learner->documents;
		counted->parts[line.at[0] - '0']++;
	}
	return true;
}

void learner_print(struct out *out, const struct learner *learner)
{
	struct found *list = malloc((learner->count + 1) * sizeof *list);
	size_t count = 0;
	if (!list) {
		out->failed = true;
		return;
	}
	out_format(out, "# What recurs in %zu documents (saseol learn), for --furniture: how often and where, the category, the words.\n"
	                "# A number stands for any number. Lines may be changed, added and taken out.\n", learner->documents);
	for (size_t i = 0; i < learner->count; i++) {
		list[count].line = &learner->lines[i];
		count += recurs(learner, list[count].line, &list[count].part);
	}
	qsort(list, count, sizeof *list, compare_found);
	for (size_t i = 0; i < count; i++) {
		const struct counted *line = list[i].line;
		out_format(out, "%s%zu of %zu, %s, %s | ", line->missed ? "at least " : "", count_of(line), learner->documents, part_words[list[i].part],
		           furniture_categories[line->category]);
		out_bytes(out, line->words, line->len);
		out_char(out, '\n');
	}
	free(list);
}
