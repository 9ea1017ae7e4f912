/* furniture.c: a file of learned lines in; for the blocks of a page, the rules that know them by it out.
 *
 * What you would not guess: the lines are no rules with patterns. A page's line is one of them when both are the same
 * with every number left open, and when it stands in the part of the page where it was learned. */
#include "clean/furniture.h"

#include "base/digest.h"
#include "engine/rules.h"

const char *const part_words[PARTS + 1] = { "head", "middle", "tail", "anywhere" };

const char *const furniture_categories[] = {
	"copyright", "comment-form", "byline", "sharing", "subscribe", "related", "navigation", "caption", "tags", "advert",
	"technical", NULL
};

enum {
	LONG = 120,             /* bytes of a line that is rather the article's */
	EDGE = 5                /* at an edge of the page: at most one part in so many of the long lines is beyond */
};

/* A line of the file. */
struct piece {
	struct slice masked;
	unsigned part;          /* PARTS: anywhere */
	struct rule rule;
	struct piece *next;     /* with the same place in the table */
};

struct furniture {
	struct piece **table;
	size_t mask;
};

/* ---- private from here ---- */

static size_t place_of(const struct furniture *furniture, struct slice masked)
{
	return (size_t)digest_short(0, masked) & furniture->mask;
}

static bool take_word(struct slice *rest, struct slice *word)
{
	if (!slice_split(word, rest, ','))
		return false;
	*word = slice_trim(*word);
	return true;
}

/* "43 of 50", "at least 43 of 50": only for people, but nothing else may stand there. */
static bool is_evidence(struct slice words)
{
	size_t numbers = 0;
	struct slice word, least = SLICE("at least ");
	if (slice_starts(words, least))
		words = (struct slice){ words.at + least.len, words.len - least.len };
	while (slice_split(&word, &words, ' ')) {
		bool number = word.len > 0;
		for (size_t i = 0; i < word.len; i++)
			number = number && word.at[i] >= '0' && word.at[i] <= '9';
		numbers += number;
		if (!number && !(numbers == 1 && slice_is(word, "of")))
			return false;
	}
	return numbers == 2;
}

static bool find_word(const char *const *words, size_t count, struct slice word, size_t *index)
{
	for (*index = 0; *index < count && words[*index]; ++*index)
		if (slice_is(word, words[*index]))
			return true;
	return false;
}

/* Fills a piece from what stands in front of the words. */
static bool read_evidence(struct piece *piece, struct arena *arena, struct slice front)
{
	struct slice word;
	size_t part, category;
	if (!take_word(&front, &word) || !is_evidence(word) || !take_word(&front, &word)
	    || !find_word(part_words, PARTS + 1, word, &part))
		return false;
	piece->part = (unsigned)part;
	if (!take_word(&front, &word) || front.at || !find_word(furniture_categories, SIZE_MAX, word, &category))
		return false;
	struct field *field = list_add(arena, &piece->rule.fields);
	*field = (struct field){ "category", furniture_categories[category] };
	return true;
}

static bool read_line(struct furniture *furniture, struct arena *arena, struct slice line, unsigned number,
                      struct error *error)
{
	const char *bar = line.len ? memmem(line.at, line.len, " | ", 3) : NULL;
	struct piece *piece = arena_take(arena, sizeof *piece);
	char masked[FURNITURE_MOST];
	size_t len;

	piece->rule = (struct rule){ .id = arena_format(arena, "furniture/%u", number), .name = "furniture", .file = "furniture",
	                             .line = number, .kind = RULE_BOILERPLATE, .about = "a learned line" };
	if (!bar || !read_evidence(piece, arena, (struct slice){ line.at, (size_t)(bar - line.at) }))
		return error_set(error, ERROR_RULE, "line %u: not of the form \"43 of 50, tail, copyright | words\"", number);
	struct slice words = slice_trim((struct slice){ bar + 3, line.len - (size_t)(bar + 3 - line.at) });
	if (!furniture_masked(masked, &len, words))
		return error_set(error, ERROR_RULE, "line %u: no words, or more than %d bytes of them", number, FURNITURE_MOST);
	piece->masked = (struct slice){ arena_string(arena, (struct slice){ masked, len }), len };
	struct piece **place = &furniture->table[place_of(furniture, piece->masked)];
	for (const struct piece *other = *place; other; other = other->next)
		if (other->part == piece->part && slice_equal(other->masked, piece->masked))
			return true;
	piece->next = *place;
	*place = piece;
	return true;
}

/* ---- */

bool furniture_masked(char masked[FURNITURE_MOST], size_t *len, struct slice line)
{
	bool digit = false, letter = false;
	*len = 0;
	if (line.len > FURNITURE_MOST)
		return false;
	for (size_t i = 0; i < line.len; i++) {
		unsigned char c = (unsigned char)line.at[i];
		bool before = digit;
		digit = c >= '0' && c <= '9';
		letter |= c >= 0x80 || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
		if (!digit)
			masked[(*len)++] = (char)c;
		else if (!before)
			masked[(*len)++] = '0';
	}
	return letter;
}

enum part *furniture_parts(const struct document *document)
{
	size_t count = document->blocks.len, above = 0, all = 0;
	enum part *parts = arena_take(document->arena, (count + 1) * sizeof *parts);

	for (size_t i = 0; i < count; i++) {
		size_t len = document->blocks.at[i].at.stop - document->blocks.at[i].at.start;
		all += len >= LONG ? len : 0;
	}
	for (size_t i = 0; i < count; i++) {
		size_t len = document->blocks.at[i].at.stop - document->blocks.at[i].at.start, own = len >= LONG ? len : 0;
		size_t others = all - own, below = others - above;
		bool head = others ? above * EDGE <= others : i < count / 2;
		bool tail = below * EDGE <= others;
		parts[i] = head ? PART_HEAD : tail ? PART_TAIL : PART_MIDDLE;
		above += own;
	}
	return parts;
}

bool furniture_read(struct furniture **furniture, struct arena *arena, struct slice file, struct error *error)
{
	struct slice line;
	unsigned number = 0;
	size_t lines = 1, size = 16;

	if (slice_starts(file, SLICE("\xEF\xBB\xBF")))
		file = (struct slice){ file.at + 3, file.len - 3 };
	for (size_t i = 0; i < file.len; i++)
		lines += file.at[i] == '\n';
	while (size < lines)
		size *= 2;
	*furniture = arena_take(arena, sizeof **furniture);
	(*furniture)->table = arena_take(arena, size * sizeof *(*furniture)->table);
	(*furniture)->mask = size - 1;
	while (slice_split(&line, &file, '\n')) {
		number++;
		line = slice_trim(line);
		if (line.len && line.at[0] != '#' && !read_line(*furniture, arena, line, number, error))
			return false;
	}
	return true;
}

const struct rule **furniture_known(const struct document *document, const struct furniture *furniture)
{
	if (!furniture)
		return NULL;
	const enum part *parts = furniture_parts(document);
	const struct rule **known = arena_take(document->arena, (document->blocks.len + 1) * sizeof *known);
	for (size_t i = 0; i < document->blocks.len; i++) {
		char masked[FURNITURE_MOST];
		size_t len;
		if (!furniture_masked(masked, &len, slice_trim(text_slice(&document->page, document->blocks.at[i].at))))
			continue;
		struct slice words = { masked, len };
		for (const struct piece *piece = furniture->table[place_of(furniture, words)]; piece && !known[i]; piece = piece->next)
			if ((piece->part == PARTS || piece->part == parts[i]) && slice_equal(piece->masked, words))
				known[i] = &piece->rule;
	}
	return known;
}
