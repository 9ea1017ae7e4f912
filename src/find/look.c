/* look.c: spellings found in a text: see lexicon.h. */
#include "find/digits.h"
#include "find/lexicon.h"

enum { PARTICLES_AT_MOST = 3 };

/* ---- private from here ---- */

static bool is_letter_or_digit(char c)
{
	return is_latin(c) || is_digit(c);
}

/* A spelling of letters ends where no letter or digit follows; a sign of money may touch its number. */
static bool word_ends(const struct entry *entry, struct slice text, size_t at)
{
	if (entry->ahead || at >= text.len || !is_letter_or_digit(text.at[at - 1]) || !is_letter_or_digit(text.at[at]))
		return true;
	bool digit_follows = text.at[at] <= '9';
	return digit_follows && entry->role == ROLE_UNIT && entry->flags & ENTRY_BARE && text.at[at - 1] > '9';
}

/* All spellings that begin at a byte; of more than ENDS the longest. */
static void walk_fill(struct walk *walk, const struct look *look, size_t at)
{
	const struct lexicon *lexicon = look->lexicon;
	const struct slice text = look->text;
	const struct cell *cell = lexicon->tree.cells;
	walk->at = at + 1;
	walk->count = walk->roles = 0;
	while (at < text.len) {
		size_t blank = blank_at(text, at);
		cell = wordtree_step(&lexicon->tree, cell, blank ? ' ' : fold(text.at[at]));
		if (!cell)
			return;
		at = blank ? blanks_end(text, at) : at + 1;
		if (!cell->word)
			continue;
		const struct word *word = &lexicon->words[cell->word];
		if (walk->count == ENDS)
			memmove(walk->ends, walk->ends + 1, --walk->count * sizeof *walk->ends);
		walk->roles |= word->roles;
		walk->ends[walk->count].end = at;
		walk->ends[walk->count++].word = word;
	}
}

static struct walk *walk_at(struct look *look, size_t at)
{
	struct walk *walk = &look->walks[at % WALKS];
	return walk->at == at + 1 ? walk : look_walk(look, at);
}

static const struct entry *reading_in(const struct entry *entry, unsigned roles)
{
	while (entry && !(1u << entry->role & roles))
		entry = entry->next;
	return entry;
}

/* The marks of what begins at a place (enum mark). */
static unsigned marks_at(const struct look *look, size_t at)
{
	const struct wordtree *tree = &look->lexicon->tree;
	const struct slice text = look->text;
	const struct cell *cell = tree->cells;
	size_t one, two = beginning_end(text, at, &one);
	unsigned marks = 0;
	for (; at < one && cell; at++)
		cell = wordtree_step(tree, cell, fold(text.at[at]));
	if (cell)
		marks = cell->marks;
	for (; at < two && cell; at++)
		cell = wordtree_step(tree, cell, (unsigned char)text.at[at]);
	return cell ? marks | cell->marks : marks;
}

/* ---- */

void look_init(struct look *look, const struct lexicon *lexicon, struct slice text)
{
	look->lexicon = lexicon;
	look->text = text;
	for (int i = 0; i < WALKS; i++)
		look->walks[i].at = 0;
}

const struct entry *entry_tagged(const struct entry *entry, unsigned tag)
{
	while (entry && !tags_have(&entry->tags, tag))
		entry = entry->next;
	return entry;
}

bool look_seed(struct look *look, size_t at)
{
	unsigned marks = marks_at(look, at);
	if (marks & MARK_SEED) {
		const struct walk *walk = walk_at(look, at);
		for (unsigned i = 0; i < walk->count; i++) {
			if (walk->ends[i].word->seed)
				return true;
		}
	}
	if (!(marks & MARK_GUARDED))
		return false;
	size_t next = blanks_end(look->text, at + 3);
	return next < look->text.len && marks_at(look, next) & MARK_FOLLOWS;
}

bool look_known(const struct look *look, size_t at)
{
	return marks_at(look, at) & MARK_KNOWN;
}

struct walk *look_walk(struct look *look, size_t at)
{
	struct walk *walk = &look->walks[at % WALKS];
	walk_fill(walk, look, at);
	return walk;
}

const struct entry *look_find(const struct look *look, const struct walk *walk, unsigned roles, size_t *end)
{
	for (unsigned i = walk->count; i-- > 0;) {
		const struct word *word = walk->ends[i].word;
		if (!(word->roles & roles))
			continue;
		const struct entry *entry = reading_in(word->entry, roles);
		if (!entry)
			entry = reading_in(word->around, roles);
		if (entry && word_ends(entry, look->text, walk->ends[i].end)) {
			*end = walk->ends[i].end;
			return entry;
		}
	}
	return NULL;
}

bool look_goes_on(struct look *look, size_t at, unsigned roles)
{
	const struct slice text = look->text;
	size_t next = blanks_end(text, at);
	if (at < text.len && (text.at[at] == '/' || text.at[at] == '.' || digit_at(text, at, NULL)))
		return true;
	if (look_roles(look, at) & roles)
		return true;
	return next != at && next < text.len
		&& (text.at[next] == '.' || digit_at(text, next, NULL) || look_roles(look, next) & roles);
}

void look_tags(struct tags *tags, struct look *look, size_t at, size_t stop)
{
	const struct walk *walk = walk_at(look, at);
	for (unsigned i = 0; i < walk->count; i++) {
		if (walk->ends[i].end == stop)
			tags_join(tags, &walk->ends[i].word->tags);
	}
}

const struct entry *look_up_tagged(struct look *look, size_t at, unsigned tag, size_t *end)
{
	if (!tags_have(&look->lexicon->present, tag))
		return NULL;
	const struct walk *walk = walk_at(look, at);
	for (unsigned i = walk->count; i-- > 0;) {
		const struct word *word = walk->ends[i].word;
		if (!tags_have(&word->tags, tag))
			continue;
		const struct entry *entry = entry_tagged(word->entry, tag);
		if (!entry)
			entry = entry_tagged(word->around, tag);
		if (word_ends(entry, look->text, walk->ends[i].end)) {
			*end = walk->ends[i].end;
			return entry;
		}
	}
	return NULL;
}

bool ends_well(struct look *look, size_t at)
{
	const struct slice text = look->text;
	size_t stop;
	for (int i = 0; i < PARTICLES_AT_MOST && letter_at(text, at); i++) {
		if (!look_up_tagged(look, at, TAG_PARTICLE, &stop))
			return false;
		at = stop;
	}
	return !letter_at(text, at);
}
