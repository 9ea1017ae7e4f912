/* headline.c: a page whose article is chosen goes in; the block that is its title comes out.
 *
 * Pages say their title where it is not shown, too, with the outlet's name behind it or without the kicker in front;
 * the block that says the same is the title. Not to be guessed: it need not be a heading, and of several copies it is
 * the one next to the article. */
#include "clean/choose.h"

#include <unicode/uchar.h>

enum {
	LONGEST = 400,          /* bytes of a title */
	LEAST = 6,              /* letters that are no accident */
	KICKER = 20,            /* letters that may stand in front of the title, or behind it */
	NEAR = 12,              /* blocks above the article in which any heading may be the title */
	OUTLET = 60             /* bytes of an outlet's name behind the title */
};

/* ---- private from here ---- */

struct letters {
	uint32_t at[LONGEST];
	size_t len;
};

static void letters_of(struct letters *letters, struct slice text)
{
	letters->len = 0;
	for (size_t at = 0; at < text.len && text.len <= LONGEST;) {
		UChar32 c = (UChar32)text_codepoint(text.at, text.len, &at);
		if (u_isalnum(c))
			letters->at[letters->len++] = (uint32_t)u_foldCase(c, U_FOLD_CASE_DEFAULT);
	}
}

/* Whether the shorter one opens or closes the longer one. */
static bool is_edge(const struct letters *part, const struct letters *whole)
{
	size_t size = part->len * sizeof *part->at;
	return part->len <= whole->len && (memcmp(part->at, whole->at, size) == 0
	       || memcmp(part->at, whole->at + (whole->len - part->len), size) == 0);
}

/* 3: the same; 2: the same but for an outlet or a kicker; 0: something else. */
static int likeness(const struct letters *block, const struct letters *title)
{
	if (block->len < LEAST || title->len < LEAST)
		return block->len && block->len == title->len && is_edge(block, title) ? 3 : 0;
	if (block->len == title->len)
		return is_edge(block, title) ? 3 : 0;
	bool opens = memcmp(block->at, title->at, sizeof *block->at * (block->len < title->len ? block->len : title->len)) == 0;
	if (block->len < title->len)
		return block->len * (opens ? 3 : 2) >= title->len && is_edge(block, title) ? 2 : 0;
	return block->len <= title->len + KICKER && is_edge(title, block) ? 2 : 0;
}

/* How much speaks for a block, 0 where nothing does. */
static int worth_as_title(const struct choice *choice, const struct letters *titles, size_t count, size_t i)
{
	const struct document *document = choice->document;
	const struct block *block = &document->blocks.at[i];
	unsigned traits = choice->traits[block->element];
	struct letters letters;
	int best = 0;
	if (block->at.stop - block->at.start > LONGEST || traits & TRAIT_HEAD || i > choice->first + 3)
		return 0;
	letters_of(&letters, text_slice(&document->page, block->at));
	for (size_t k = 0; k < count; k++) {
		int like = likeness(&letters, &titles[k]);
		best = like > best ? like : best;
	}
	if (!best)
		return 0;
	return 4 * best + 3 * (block->role == BLOCK_HEADING) + (traits & TRAIT_TITLE ? 1 : 0) - (block->links > 0.5 ? 3 : 0)
	       - (traits & TRAITS_FURNITURE ? 2 : 0);
}

/* The page's own title element, which is not shown. */
static size_t title_block(const struct choice *choice)
{
	const struct document *document = choice->document;
	size_t i = 0;
	while (i < document->blocks.len && !(choice->traits[document->blocks.at[i].element] & TRAIT_HEAD))
		i++;
	return i < document->blocks.len && document->blocks.at[i].at.stop - document->blocks.at[i].at.start <= LONGEST ? i : NOWHERE;
}

/* The title, and what is left of it without an outlet's name behind it or in front. */
static size_t add_title(struct letters *titles, size_t count, struct slice title)
{
	size_t first = 0, last = 0;
	letters_of(&titles[count++], title);
	for (size_t i = 1; i + 1 < title.len; i++)
		if (title.at[i - 1] == ' ' && title.at[i + 1] == ' ' && memchr("|-:<", title.at[i], 4)) {
			first = first ? first : i;
			last = i;
		}
	if (first && last * 2 > title.len)
		letters_of(&titles[count++], (struct slice){ title.at, last });
	if (first && (title.len - first) * 2 > title.len)
		letters_of(&titles[count++], (struct slice){ title.at + first, title.len - first });
	return count;
}

static size_t matching_block(const struct choice *choice)
{
	const struct document *document = choice->document;
	size_t count = 0, found = NOWHERE, head = title_block(choice);
	struct letters *titles = arena_take(document->arena, 3 * (document->titles.len + 1) * sizeof *titles);
	int best = 0;
	for (size_t k = 0; k < document->titles.len; k++)
		count = add_title(titles, count, document->titles.at[k]);
	if (head != NOWHERE)
		count = add_title(titles, count, text_slice(&document->page, document->blocks.at[head].at));
	for (size_t i = 0; i < document->blocks.len && i <= choice->first + 3; i++) {
		int worth = worth_as_title(choice, titles, count, i);
		if (worth > 0 && (worth > best || (worth == best && i <= choice->first))) {
			best = worth;
			found = i;
		}
	}
	return found;
}

/* The nearest heading above the article, or the one it begins with. */
static size_t heading_above(const struct choice *choice)
{
	const struct document *document = choice->document;
	size_t found = NOWHERE;
	bool sure = false;
	for (size_t i = 0; i < document->blocks.len && i <= choice->first; i++) {
		const struct block *block = &document->blocks.at[i];
		unsigned traits = choice->traits[block->element];
		bool title = traits & TRAIT_TITLE;
		if (block->role != BLOCK_HEADING || traits & (TRAITS_FURNITURE | TRAIT_HEAD | TRAIT_FORM) || block->links > 0.5
		    || block->at.stop - block->at.start > LONGEST)
			continue;
		if (title || (!sure && i + NEAR >= choice->first)) {
			found = i;
			sure |= title;
		}
	}
	return found;
}

/* Where nothing else says it, the title element; the outlet's name behind it becomes a block of its own. */
static size_t title_element(struct choice *choice)
{
	struct document *document = choice->document;
	size_t i = title_block(choice);
	if (i == NOWHERE)
		return NOWHERE;
	struct span at = document->blocks.at[i].at;
	for (size_t cut = at.stop; cut > at.start + 1; cut--) {
		if (document->page.bytes[cut - 1] != ' ' || cut == at.stop || !memchr("|-:<", document->page.bytes[cut - 2], 4)
		    || at.stop - cut > OUTLET)
			continue;
		struct block outlet = document->blocks.at[i];
		outlet.at.start = cut;
		list_add(document->arena, &document->blocks);
		memmove(&document->blocks.at[i + 2], &document->blocks.at[i + 1], (document->blocks.len - i - 2) * sizeof outlet);
		document->blocks.at[i + 1] = outlet;
		size_t stop = cut - 2;
		while (stop > at.start && memchr(" |-:<", document->page.bytes[stop - 1], 5))
			stop--;
		document->blocks.at[i].at.stop = stop;
		break;
	}
	return i;
}

/* ---- */

size_t choose_headline(struct choice *choice)
{
	size_t title = matching_block(choice);
	if (title == NOWHERE)
		title = heading_above(choice);
	if (title == NOWHERE)
		title = title_element(choice);
	if (title != NOWHERE) {
		choice->document->blocks.at[title].title = true;
		choice->document->blocks.at[title].outside = NULL;
	}
	return title;
}
