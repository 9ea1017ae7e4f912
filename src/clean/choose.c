/* choose.c: the blocks of a page and the elements they stand in go in; which of them may be the article comes out.
 *
 * Every block is worth what reads like sentences in it, and costs something where it does not; an element is worth the
 * sum of its blocks, and the one that is worth most holds the article. Not to be guessed: names of classes help, but
 * nothing is furniture by its name alone that holds most of what there is to read: an unclosed menu swallows the
 * article, and a page may call all of itself a sidebar. */
#include "clean/choose.h"

#include "base/digest.h"
#include "clean/clean.h"
#include "engine/rules.h"

enum {
	SHORT = 25,             /* bytes of a block that says nothing */
	COST = 14,              /* of a block that does not read, besides a share of its length */
	LONGEST_COST = 120,
	FEW = 1000,             /* of what there is to read on a page that has little */
	READS = 60,             /* of a neighbour that reads ... */
	LONG = 600,             /* ... and of a block that needs none */
	FURNITURE = 1,         /* blocks of it between two of the article */
	QUOTED = 20,            /* of what a quotation has to read */
	STANDFIRST = 60,        /* of what stands between title and article */
	LEAD = 120,             /* bytes of a line that leads to another story */
	UNDER_PICTURE = 250,    /* bytes of a line that may be a caption */
	COPY = 80               /* bytes of a block that does not stand there twice by accident */
};

/* What furniture costs that will be left out anyway, as a share of what it would. */
static const double KNOWN = 0.5;

/* ---- private from here ---- */

struct worth {
	double reads;           /* of all that is in it */
	double sum;             /* less what does not read, furniture left out */
	double words;           /* bytes of text that is no link */
};

/* ---- what a block is worth ---- */

static bool is_stop(uint32_t c)
{
	return c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x3002 || c == 0xFF01 || c == 0xFF1F;
}

static bool is_closer(uint32_t c)
{
	return c == '"' || c == '\'' || c == ')' || c == ']' || c == 0x2019 || c == 0x201D || c == 0x300D || c == 0x300F;
}

static uint32_t before(const char *bytes, size_t start, size_t *at)
{
	size_t stop = *at, next;
	while (*at > start && ((unsigned char)bytes[--*at] & 0xC0) == 0x80)
		;
	next = *at;
	return text_codepoint(bytes, stop, &next);
}

static bool ends_in_stop(const struct text *text, struct span span)
{
	while (span.stop > span.start) {
		uint32_t c = before(text->bytes, span.start, &span.stop);
		if (is_stop(c))
			return true;
		if (c != ' ' && !is_closer(c))
			return false;
	}
	return false;
}

/* Ends of sentences inside. */
static size_t inner_stops(const struct text *text, struct span span)
{
	size_t stops = 0;
	for (size_t i = span.start + 1; i + 1 < span.stop; i++)
		stops += text->bytes[i + 1] == ' ' && memchr(".?!,", text->bytes[i], 4) != NULL;
	return stops;
}

static double block_reads(const struct text *text, const struct block *block)
{
	size_t len = block->at.stop - block->at.start;
	double own = (double)len * (1 - block->links) * (1 - block->links);
	if (len < SHORT || block->links > 0.6)
		return 0;
	if (block->role == BLOCK_HEADING || block->role == BLOCK_NAVIGATION)
		own *= 0.2;
	if (ends_in_stop(text, block->at))
		return own;
	size_t stops = inner_stops(text, block->at);
	return stops > 1 ? own * 0.8 : len > 200 ? own * 0.5 : own * 0.1;
}

static double block_costs(const struct choice *choice, const struct block *block)
{
	double len = (double)(block->at.stop - block->at.start);
	bool data = choice->traits[block->element] & (TRAIT_CELL | TRAIT_ROW) && block->links < 0.3;
	double cost = data ? COST / 4 : COST + (len < LONGEST_COST ? len : LONGEST_COST) * (block->links > 0.5 ? 0.5 : 0.25);
	/* on a page of few words a little furniture must not outweigh them */
	return cost * (choice->total < FEW ? choice->total / FEW : 1);
}

/* ---- what elements are worth ---- */

static void count_reads(struct choice *choice)
{
	struct document *document = choice->document;
	for (size_t i = 0; i < document->blocks.len; i++) {
		const struct block *block = &document->blocks.at[i];
		struct worth *worth = &choice->worths[block->element];
		double own = block_reads(&document->page, block);
		choice->reads[i] = own;
		worth->reads += own;
		worth->words += (double)(block->at.stop - block->at.start) * (1 - block->links);
	}
	for (size_t e = document->elements.len; e-- > 1;) {
		struct worth *parent = &choice->worths[document->elements.at[e].parent];
		parent->reads += choice->worths[e].reads;
		parent->words += choice->worths[e].words;
	}
	choice->total = choice->worths[0].reads;
}

/* Furniture that has so many bytes to read at most; what is named so and has more is something else. */
static const struct {
	unsigned trait;
	double most;
} sizes[] = {
	{ TRAIT_SHARING, 400 }, { TRAIT_BYLINE, 500 }, { TRAIT_COPYRIGHT, 800 }, { TRAIT_TAGS, 600 }, { TRAIT_CAPTION, 1200 },
	{ TRAIT_SUBSCRIBE, 1200 }, { TRAIT_SUBTITLE, 1200 }, { TRAIT_TITLE, 600 }
};

static unsigned void_traits(const struct choice *choice, size_t e)
{
	const struct worth *worth = &choice->worths[e];
	unsigned own = choice->document->elements.at[e].traits, none = 0;
	if (own & TRAIT_BODY)
		none |= TRAITS_FURNITURE & ~(unsigned)TRAIT_RELATED;
	if (worth->reads > choice->total * (own & TRAIT_COMMENTS ? 0.8 : 0.4))
		none |= TRAITS_FURNITURE | TRAIT_FORM | TRAIT_ASIDE | TRAIT_HIDDEN;
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		if (worth->words > sizes[i].most)
			none |= sizes[i].trait;
	return none;
}

/* What names and elements say of a part of the page counts where most of the reading is elsewhere. A quotation among
 * buttons for sharing is one of a reader elsewhere, and belongs to the article that holds it. */
static void inherit_traits(struct choice *choice)
{
	const unsigned never = TRAIT_BODY | TRAIT_ARTICLE | TRAIT_TITLE | TRAIT_SUBTITLE | TRAIT_PARAGRAPH;
	struct document *document = choice->document;
	choice->traits[0] = 0;
	for (size_t e = 1; e < document->elements.len; e++) {
		const struct markup *element = &document->elements.at[e];
		unsigned own = element->traits & ~void_traits(choice, e), carried = choice->traits[element->parent] & ~never;
		choice->traits[e] = own | carried;
		if (own & TRAIT_QUOTE && choice->worths[e].reads > QUOTED)
			choice->traits[e] &= ~(unsigned)(TRAIT_SHARING | TRAIT_RELATED | TRAIT_CAPTION);
		if (own & TRAIT_ROW)
			choice->traits[e] &= ~(unsigned)TRAIT_CAPTION;
	}
}

static bool is_furniture(unsigned traits)
{
	return traits & (TRAITS_FURNITURE | TRAIT_FORM | TRAIT_HEAD);
}

/* A block that stands alone among links is worth less than one between others that read. */
static double company(const struct choice *choice, size_t i)
{
	const struct document *document = choice->document;
	size_t links = 0;
	for (size_t side = i > 0 ? i - 1 : i + 1; side <= i + 1 && side < document->blocks.len; side += 2) {
		const struct block *block = &document->blocks.at[side];
		if (!is_furniture(choice->traits[block->element]) && choice->reads[side] > READS)
			return 1;
		links += block->links > 0.5;
	}
	return choice->reads[i] > LONG ? 1 : links ? 0.4 : 0.6;
}

static void sum_up(struct choice *choice)
{
	struct document *document = choice->document;
	for (size_t i = 0; i < document->blocks.len; i++) {
		const struct block *block = &document->blocks.at[i];
		struct worth *worth = &choice->worths[block->element];
		bool furniture = is_furniture(choice->traits[block->element]);
		double own = furniture ? 0 : choice->reads[i] * company(choice, i);
		worth->sum += own > 20 ? own : -block_costs(choice, block) * (furniture ? KNOWN : 1);
	}
	for (size_t e = document->elements.len; e-- > 1;)
		choice->worths[document->elements.at[e].parent].sum += choice->worths[e].sum;
}

static void choose_root(struct choice *choice)
{
	const struct document *document = choice->document;
	double best = 0;
	choice->root = 0;
	for (size_t e = 0; e < document->elements.len; e++) {
		unsigned traits = document->elements.at[e].traits;
		double sum = choice->worths[e].sum * (traits & TRAIT_BODY ? 1.5 : traits & TRAIT_ARTICLE ? 1.1 : 1);
		if (is_furniture(choice->traits[e]) || sum <= best)
			continue;
		best = sum;
		choice->root = e;
	}
}

/* ---- what stays outside ---- */

#define OUTSIDE(category_) { .id = "html/" category_, .name = category_, .kind = RULE_BOILERPLATE, \
	.about = "elements that a page's markup, or the words of their classes (page.table), say are not the article: " category_, \
	.fields = { (struct field *)(uintptr_t)&(const struct field){ "category", category_ }, 1, 1 } }

static const struct outside {
	unsigned traits;
	struct rule rule;
} outsides[] = {
	{ TRAIT_COMMENTS, OUTSIDE("comment-form") }, { TRAIT_CAPTION, OUTSIDE("caption") },
	{ TRAIT_ADVERT, OUTSIDE("advert") }, { TRAIT_COPYRIGHT, OUTSIDE("copyright") },
	{ TRAIT_SHARING, OUTSIDE("sharing") }, { TRAIT_SUBSCRIBE, OUTSIDE("subscribe") },
	{ TRAIT_TAGS, OUTSIDE("tags") }, { TRAIT_BYLINE, OUTSIDE("byline") },
	{ TRAIT_RELATED | TRAIT_ASIDE, OUTSIDE("related") },
	{ TRAIT_TECHNICAL | TRAIT_HIDDEN | TRAIT_FORM, OUTSIDE("technical") },
	{ 0, OUTSIDE("navigation") }
};

static const struct rule *outside_rule(unsigned traits)
{
	size_t i = 0;
	while (outsides[i].traits && !(outsides[i].traits & traits))
		i++;
	return &outsides[i].rule;
}

static bool is_inside(const struct choice *choice, size_t element)
{
	while (element > choice->root)
		element = choice->document->elements.at[element].parent;
	return element == choice->root;
}

static bool is_outside(const struct choice *choice, const struct block *block)
{
	unsigned traits = choice->traits[block->element];
	return !is_inside(choice, block->element)
	       || traits & (TRAITS_FURNITURE | TRAIT_FORM | TRAIT_ASIDE | TRAIT_HEAD | TRAIT_HIDDEN);
}

/* A few words and a link, and no sentence: "More: another story". */
static bool is_lead_to_others(const struct choice *choice, const struct block *block)
{
	return block->links > 0.3 && block->at.stop - block->at.start < LEAD && block->role == BLOCK_PARAGRAPH
	       && !ends_in_stop(&choice->document->page, block->at)
	       && !(choice->traits[block->element] & (TRAIT_QUOTE | TRAIT_CELL | TRAIT_ROW));
}

/* Words right under a picture that are no sentence, and no paragraph or heading of their own. */
static bool is_under_picture(const struct choice *choice, const struct block *block)
{
	const unsigned own = TRAIT_PARAGRAPH | TRAIT_HEADING | TRAIT_ITEM | TRAIT_CELL | TRAIT_ROW | TRAIT_QUOTE | TRAIT_SUBTITLE | TRAIT_TITLE;
	return block->pictured && block->at.stop - block->at.start < UNDER_PICTURE
	       && !(choice->document->elements.at[block->element].traits & own) && !ends_in_stop(&choice->document->page, block->at);
}

static void judge_block(const struct choice *choice, size_t i)
{
	struct block *block = &choice->document->blocks.at[i];
	if (is_outside(choice, block)) {
		block->outside = outside_rule(choice->traits[block->element]);
		block->unnamed = block->outside == outside_rule(TRAIT_NAVIGATION);
	} else if (block->links > 0.7 || is_lead_to_others(choice, block)) {
		block->outside = outside_rule(TRAIT_RELATED);
	} else if (is_under_picture(choice, block)) {
		block->outside = outside_rule(TRAIT_CAPTION);
	}
}

/* Links above the article are the way to others, not of its kin. */
static void judge_links_above(const struct choice *choice)
{
	for (size_t i = 0; i < choice->first; i++)
		if (choice->document->blocks.at[i].outside == outside_rule(TRAIT_RELATED)
		    && !(choice->traits[choice->document->blocks.at[i].element] & TRAIT_RELATED))
			choice->document->blocks.at[i].outside = outside_rule(TRAIT_NAVIGATION);
}

/* The lead may stand between title and article, in an element of its own. */
static void judge_standfirst(const struct choice *choice, size_t title)
{
	for (size_t i = title + 1; i < choice->first; i++) {
		struct block *block = &choice->document->blocks.at[i];
		unsigned traits = choice->traits[block->element];
		double least = traits & TRAIT_SUBTITLE ? 0 : STANDFIRST;
		if (!(traits & (TRAITS_FURNITURE | TRAIT_FORM | TRAIT_ASIDE | TRAIT_HIDDEN | TRAIT_ITEM)) && block->links < 0.3
		    && choice->reads[i] > least)
			block->outside = NULL;
	}
}

static uint64_t block_hash(const struct document *document, const struct block *block)
{
	uint64_t hash = digest_short(0, text_slice(&document->page, block->at));
	return hash ^ hash >> 31;
}

/* What a page says twice, for a printer or another size of screen, it means once. */
static void judge_copies(const struct choice *choice)
{
	struct document *document = choice->document;
	size_t size = 16;
	while (size < 2 * document->blocks.len)
		size *= 2;
	size_t *seen = arena_take(document->arena, size * sizeof *seen);
	for (size_t i = 0; i < document->blocks.len; i++) {
		struct block *block = &document->blocks.at[i];
		if (block->outside || block->at.stop - block->at.start < COPY)
			continue;
		size_t place = block_hash(document, block) & (size - 1);
		while (seen[place] && !slice_equal(text_slice(&document->page, block->at),
		                                   text_slice(&document->page, document->blocks.at[seen[place] - 1].at)))
			place = (place + 1) & (size - 1);
		if (seen[place])
			block->outside = outside_rule(TRAIT_TECHNICAL);
		else
			seen[place] = i + 1;
	}
}

/* ---- */

const struct rule *choose_rule(size_t number)
{
	return number < sizeof outsides / sizeof *outsides ? &outsides[number].rule : NULL;
}

void choose(struct document *document)
{
	size_t elements = document->elements.len, blocks = document->blocks.len;
	struct choice choice = { .document = document };
	if (!elements || !blocks)
		return;
	choice.worths = arena_take(document->arena, elements * sizeof *choice.worths);
	choice.traits = arena_take(document->arena, elements * sizeof *choice.traits);
	choice.reads = arena_take(document->arena, blocks * sizeof *choice.reads);
	count_reads(&choice);
	inherit_traits(&choice);
	sum_up(&choice);
	choose_root(&choice);
	for (size_t i = blocks; i-- > 0;) {
		judge_block(&choice, i);
		if (!document->blocks.at[i].outside)
			choice.first = i;
	}
	judge_links_above(&choice);
	judge_copies(&choice);
	size_t title = choose_headline(&choice);
	if (title < choice.first && document->blocks.len == blocks)
		judge_standfirst(&choice, title);
}
