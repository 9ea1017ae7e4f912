/* items.c: see items.h.
 *
 * What you would not guess: number words are also syllables of other words, so a number in words counts only where
 * something bears it out: a unit behind it, several parts, a word in front that wants a number. Which words need that
 * is said in the table numbers (native, sino, weak). */
#include "find/constructions.h"
#include "find/digits.h"
#include "find/items.h"

enum { ANY = READ_ROLES };

enum {
	/* what a number may begin with ... */
	FIRST_ROLES = 1u << ROLE_ONES | 1u << ROLE_TENS | 1u << ROLE_SMALL | 1u << ROLE_BIG | 1u << ROLE_PACK
		| 1u << ROLE_ARTICLE | 1u << ROLE_MINUS | 1u << ROLE_SEVERAL | 1u << ROLE_PAIR | 1u << ROLE_VAGUE
		| 1u << ROLE_ORDINAL | 1u << ROLE_PART,
	/* ... and what may be the whole of it */
	SINGLE_ROLES = 1u << ROLE_ONES | 1u << ROLE_TENS | 1u << ROLE_SMALL | 1u << ROLE_BIG
};

/* ---- private from here ---- */

/* A letter right before the place. */
static bool letter_before(struct slice text, size_t at)
{
	size_t from = at ? character_start(text, at) : 0;
	return at && from + letter_at(text, from) == at;
}

/* How many bytes of blank end at a place. */
static size_t blank_before(struct slice text, size_t at)
{
	size_t from = at ? character_start(text, at) : 0;
	return at && from + blank_at(text, from) == at ? at - from : 0;
}

/* Right behind a closing sign, as particles are: the sign has something in front of it. */
static bool in_closing(struct slice text, size_t at)
{
	size_t closing = closing_before(text, at);
	return closing && closing < at && blanks_end(text, at - closing - 1) == at - closing - 1;
}

struct scan {
	struct sentence_items *sentence;
	size_t at;              /* where to look next */
	size_t until;           /* a place worth reading stands here, or stood before */
	bool follows;           /* only blanks, or nothing, stand between it and here */
	bool chained;           /* nothing does */
	bool openers;
};

static struct item *scan_last(const struct scan *scan)
{
	const item_list *items = &scan->sentence->items;
	return items->len ? &items->at[items->len - 1] : NULL;
}

static bool wants_number(const struct item *item)
{
	return item && tags_have(&item->tags, TAG_BEARS);
}

/* A unit that takes numbers in such words stands behind the number, and ends a word. */
static bool unit_bears_out(const struct scan *scan, const struct number *number, bool wanted)
{
	struct sentence_items *sentence = scan->sentence;
	size_t at = blanks_end(sentence->look.text, number->stop), stop, longest;
	const struct entry *unit = look_up(&sentence->look, at, 1u << ROLE_UNIT, &stop);
	if (!unit)
		return false;
	const struct entry *word = look_up(&sentence->look, at, 1u << ROLE_WORD, &longest);
	if (word && longest > stop && !tags_have(&word->tags, TAG_NOT) && !tags_have(&word->tags, TAG_PARTICLE))
		return false;
	for (; unit; unit = unit->next) {
		if (unit->role != ROLE_UNIT || !(unit->flags & number->flags & (ENTRY_NATIVE | ENTRY_SINO)))
			continue;
		if (unit->flags & ENTRY_WEAK && at == number->stop)
			continue;
		if (!wanted && number->flags & ENTRY_WEAK && number->parts == 1 && !(unit->flags & ENTRY_STRONG))
			continue;
		if (ends_well(&sentence->look, at + unit->taken))
			return true;
	}
	return false;
}

static bool number_stands(const struct scan *scan, const struct number *number)
{
	struct sentence_items *sentence = scan->sentence;
	size_t stop;
	if (!(number->flags & (ENTRY_NATIVE | ENTRY_SINO)) || tags_have(&number->tags, TAG_DIGITS)
	    || tags_have(&number->tags, TAG_SIGNED))
		return true;
	if (number->flags & ENTRY_BOUND && number->flags & ENTRY_SINO && number->parts == 2)
		return false;
	if (scan->chained ? scan_last(scan)->number != NULL : in_closing(sentence->look.text, scan->at))
		return false;
	bool wanted = scan->follows && wants_number(scan_last(scan));
	if (unit_bears_out(scan, number, wanted))
		return true;
	if (tags_have(&number->tags, TAG_VAGUE) && number->parts < 3)
		return false;
	if (look_up_tagged(&sentence->look, blanks_end(sentence->look.text, number->stop), TAG_BEARS, &stop))
		return true;
	if (number->flags & ENTRY_OPEN && blanks_end(sentence->look.text, number->stop) != number->stop)
		return true;
	return ends_well(&sentence->look, number->stop)
		&& (wanted || number->flags & ENTRY_STRONG || (number->parts > 1 && !(number->flags & ENTRY_BOUND)));
}

/* The item's place in the row; the caller fills in what it is. */
static struct item *scan_add(struct scan *scan, size_t stop)
{
	struct sentence_items *sentence = scan->sentence;
	enum gap before = !scan->follows ? GAP_TEXT : scan->chained ? GAP_NONE : GAP_BLANK;
	struct item *item = list_add(sentence->arena, &sentence->items);
	item->at = (struct span){ scan->at, stop };
	item->before = before;
	if (before == GAP_TEXT && letter_before(sentence->look.text, scan->at))
		tags_add(&item->tags, TAG_AFTER_TEXT);
	if (sentence->look.text.at[scan->at] >= 'A' && sentence->look.text.at[scan->at] <= 'Z')
		tags_add(&item->tags, TAG_CAPITAL);
	scan->at = stop;
	scan->chained = scan->follows = true;
	return item;
}

static void item_tag(struct scan *scan, struct item *item)
{
	for (const struct entry *entry = item->words; entry; entry = entry->next) {
		tags_join(&item->tags, &entry->tags);
	}
	if (item->number) {
		tags_join(&item->tags, &item->number->tags);
	}
	scan->openers = scan->openers || tags_have_any(&item->tags, &scan->sentence->look.lexicon->grammar->openers);
}

static bool is_mere_unit(const struct item *item)
{
	const struct entry *entry = item->words;
	while (entry && entry->role == ROLE_UNIT && !(entry->flags & ENTRY_BARE))
		entry = entry->next;
	return item->words && !entry;
}

/* A letter touches the number, in front of it or behind it, and belongs to nothing known: a name. */
static bool is_stuck(const struct scan *scan, size_t start, size_t stop)
{
	struct sentence_items *sentence = scan->sentence;
	struct slice text = sentence->look.text;
	size_t end;
	if (!scan->chained && letter_before(text, start))
		return true;
	if (start && text.at[start - 1] == '-' && letter_before(text, start - 1)) {
		/* "mid-1990s" is no name: what stands before the hyphen is known, and no mere letter, nor a unit without a number */
		const item_list *items = &sentence->items;
		const struct item *hyphen = scan->chained ? scan_last(scan) : NULL;
		if (!hyphen || (hyphen->at.stop - hyphen->at.start == 1 && hyphen->before != GAP_NONE))
			return true;
		if (items->len > 1 && (is_mere_unit(hyphen - 1) || hyphen[-1].at.stop - hyphen[-1].at.start == 1)
		    && !(items->len > 2 && hyphen[-2].number && hyphen[-1].before != GAP_TEXT))
			return true;
	}
	if (letter_at(text, stop) != 1)
		return false;
	return !look_up(&sentence->look, stop, ANY, &end);
}

/* The place for the next number; it is only taken once the number stands. */
static struct number *number_place(struct sentence_items *sentence)
{
	if (sentence->numbers_used == sentence->numbers.len)
		*list_add(sentence->arena, &sentence->numbers) = arena_take(sentence->arena, sizeof **sentence->numbers.at);
	return sentence->numbers.at[sentence->numbers_used];
}

/* A longer word is no number, nor is one that is said to be none, unless a number is wanted, and what stands behind wants
 * one, too. */
static bool is_word(const struct scan *scan, const struct entry *words, size_t words_stop, size_t number_stop)
{
	bool wanted = scan->follows && wants_number(scan_last(scan)), not = entry_tagged(words, TAG_NOT);
	bool borne = wanted && look_up_tagged(&scan->sentence->look, number_stop, TAG_BEARS, &(size_t){ 0 });
	return words && !borne && (number_stop < words_stop ? !wanted || not : number_stop == words_stop && not);
}

/* A quick no: a number of one word that nothing goes on with, and that would not stand. */
static bool may_stand(const struct scan *scan, const struct entry *words, size_t words_stop)
{
	struct look *look = &scan->sentence->look;
	size_t stop;
	const struct entry *single = look_up(look, scan->at, SINGLE_ROLES, &stop);
	if (!single || look_roles(look, scan->at) & FIRST_ROLES & ~(unsigned)SINGLE_ROLES || look_goes_on(look, stop, NUMBER_ROLES))
		return true;
	const struct number number = { .stop = stop, .flags = single->flags, .parts = 1 };
	return !is_word(scan, words, words_stop, stop) && number_stands(scan, &number);
}

static bool scan_number(struct scan *scan, const struct entry *words, size_t words_stop)
{
	struct sentence_items *sentence = scan->sentence;
	struct number *number = number_place(sentence);
	size_t start = scan->at;
	if (words && words->ahead)
		words_stop = start + words->taken;
	if (!may_stand(scan, words, words_stop) || !number_read(number, sentence->arena, &sentence->look, start)
	    || is_word(scan, words, words_stop, number->stop) || !number_stands(scan, number))
		return false;
	bool stuck = is_stuck(scan, start, number->stop);
	struct item *item = scan_add(scan, number->stop);
	sentence->numbers_used++;
	if (letter_at(sentence->look.text, number->stop) == 1 || !ends_well(&sentence->look, number->stop))
		tags_add(&number->tags, TAG_TOUCHED);
	if (!start)
		tags_add(&number->tags, TAG_OPENING);
	if (stuck) {
		number->tags.bits[TAG_NUMBER / 64] &= ~(UINT64_C(1) << TAG_NUMBER % 64 | UINT64_C(1) << TAG_ORDINAL % 64);
		tags_add(&number->tags, TAG_STUCK);
	}
	item->number = number;
	item->words = words && words_stop == number->stop ? words : NULL;
	item_tag(scan, item);
	return true;
}

static bool is_ascii(struct slice text, size_t start, size_t stop)
{
	while (start < stop && (unsigned char)text.at[start] < 0x80)
		start++;
	return start == stop;
}

/* Does a reading hold where it stands? Units and particles mean nothing away from what they belong to. A word of a
 * script that runs words together must end a word, unless it is open, or touches what stands before it. */
static bool reading_stands(const struct scan *scan, const struct entry *entry, size_t at)
{
	struct sentence_items *sentence = scan->sentence;
	const struct item *last = scan_last(scan);
	size_t stop = at + entry->taken;
	bool follows_number = scan->follows && last->number;
	if (entry->role == ROLE_UNIT && !(entry->flags & ENTRY_BARE) && !scan->follows)
		return false;
	if (entry->role == ROLE_WORD && tags_have(&entry->tags, TAG_PARTICLE) && !scan->chained)
		return false;
	if (entry->flags & ENTRY_BEHIND && !scan->follows)
		return false;
	bool loose = !scan->chained || (follows_number && !tags_have(&last->number->tags, TAG_DIGITS));
	if (!loose || entry->flags & ENTRY_OPEN || tags_have(&entry->tags, TAG_NOT) || is_ascii(sentence->look.text, at, stop))
		return true;
	return ends_well(&sentence->look, stop);
}

static bool word_stands(const struct scan *scan, const struct entry *word, size_t at)
{
	for (const struct entry *entry = word; entry; entry = entry->next) {
		if ((entry->role == ROLE_UNIT || entry->role == ROLE_WORD) && reading_stands(scan, entry, at))
			return true;
	}
	return false;
}

/* A unit that no number stands behind touches the place: a sign there joins two numbers ("5%-10%"). */
static bool behind_unit(const struct scan *scan)
{
	const struct item *last = scan->chained ? scan_last(scan) : NULL;
	return last && last->words && last->words->role == ROLE_UNIT && !(last->words->flags & ENTRY_BARE);
}

/* Digits stand at the place, with their point or their sign in front of them. */
static bool digits_stand(const struct scan *scan)
{
	const struct slice text = scan->sentence->look.text;
	const size_t at = scan->at;
	bool negative;
	if (digit_at(text, at, NULL))
		return true;
	size_t sign = sign_at(text, at, &negative), point = at + sign < text.len && text.at[at + sign] == '.';
	if (!(sign + point) || !digit_at(text, at + sign + point, NULL) || (at && digit_at(text, at - 1, NULL)))
		return false;
	return !sign || (!letter_before(text, at) && !(scan->follows && scan_last(scan)->number) && !behind_unit(scan));
}

/* Takes what stands at the place, if it is anything; otherwise the place stays. */
static bool scan_item(struct scan *scan)
{
	struct sentence_items *sentence = scan->sentence;
	size_t stop = scan->at;
	bool digits = digits_stand(scan);
	const struct entry *word = look_up(&sentence->look, scan->at, ANY, &stop);
	if (!word && !digits)
		return false;
	unsigned roles = 0;
	for (const struct entry *entry = word; entry; entry = entry->next)
		roles |= 1u << entry->role;
	if ((digits || roles & FIRST_ROLES || look_up(&sentence->look, scan->at, FIRST_ROLES, &(size_t){ 0 }))
	    && scan_number(scan, word, stop))
		return true;
	if (!(roles & (1u << ROLE_UNIT | 1u << ROLE_WORD)) || !word_stands(scan, word, scan->at))
		return false;
	struct item *item = scan_add(scan, stop);
	item->words = word;
	item_tag(scan, item);
	if (tags_have(&item->tags, TAG_NOT)) {
		scan->at = letters_end(sentence->look.text, stop);
		scan->chained = scan->follows = false;
	} else if (word->taken < stop - item->at.start && !word->next) {
		/* what must follow is looked at again */
		item->at.stop = item->at.start + word->taken;
		scan->at = item->at.stop;
	}
	return true;
}

/* A digit, or a sign or a point in front of one. */
static inline bool is_digit_or_sign(struct slice text, size_t at)
{
	unsigned char c = (unsigned char)text.at[at];
	bool negative;
	if (c >= 'A' && (c < 0xE2 || (c > 0xE2 && c < 0xEF)))
		return false;
	size_t sign = c == '.' ? 1 : sign_at(text, at, &negative);
	return digit_at(text, at + sign, NULL) != 0;
}

/* The next number, or other word to stop at, from a place on; the end of the text where there is none. Most of a text
 * is passed over here. */
static size_t seed_from(struct look *look, size_t at)
{
	const struct slice text = look->text;
	while (at < text.len) {
		if (is_latin(text.at[at])) {
			uint64_t letters;
			size_t count = run_read(&letters, text, at);
			if (starts_have(look->lexicon->starts, start_of_run(letters)) && look_seed(look, at))
				return at;
			at += count;
			if (at < text.len && (count == sizeof letters || text.at[at] & 0x80))
				at = letters_end(text, at);
			continue;
		}
		size_t blank = blank_at(text, at);
		if (blank) {
			at += blank;
			continue;
		}
		if (is_digit_or_sign(text, at) || (starts_have(look->lexicon->starts, start_of_character(text, at)) && look_seed(look, at)))
			return at;
		at = unit_end(text, at);
	}
	return at;
}

/* Where the known words begin that lead up to a place, not before a limit. */
static size_t known_before(const struct look *look, size_t at, size_t limit)
{
	const struct slice text = look->text;
	for (size_t known = at;; at = known) {
		size_t stop = at, start;
		while (stop > limit && blank_before(text, stop))
			stop -= blank_before(text, stop);
		for (start = stop; start > limit && letter_before(text, start); start = character_start(text, start))
			;
		if (start == stop && start > limit)
			start = character_start(text, start);
		if (start < limit || start == stop || !look_known(look, start))
			return known;
		known = start;
	}
}

/* Goes on to where reading is worth while: to a seed, and back to the known words in front of it. */
static bool scan_on(struct scan *scan)
{
	struct look *look = &scan->sentence->look;
	if (scan->follows || scan->at < scan->until)
		return true;
	size_t seed = seed_from(look, scan->at);
	if (seed == look->text.len)
		return false;
	scan->at = known_before(look, seed, scan->at);
	scan->until = seed + 1;
	return true;
}

/* ---- */

size_t closing_before(struct slice text, size_t at)
{
	static const char *const signs[] = { "\xE2\x80\x99", "\xE2\x80\x9D", "\xE3\x80\x8D", "\xE3\x80\x8F", "\xE3\x80\x8B", "\xE3\x80\x89" };
	const char last = at ? text.at[at - 1] : 'a';
	if (is_latin(last) || last == ' ')
		return 0;
	if (last == '\'' || last == '"' || last == ')' || last == ']')
		return 1;
	for (size_t i = 0; at >= 3 && i < sizeof signs / sizeof *signs; i++) {
		if (last == signs[i][2] && !memcmp(text.at + at - 3, signs[i], 3))
			return 3;
	}
	return 0;
}

bool items_read(struct sentence_items *sentence, const struct lexicon *lexicon, struct slice text)
{
	struct scan scan = { .sentence = sentence };
	look_init(&sentence->look, lexicon, text);
	sentence->items.len = sentence->numbers_used = 0;
	while (scan_on(&scan) && scan.at < text.len) {
		size_t start = scan.at;
		if (blanks_end(text, start) != start) {
			scan.at = blanks_end(text, start);
			scan.chained = false;
		} else if (!scan_item(&scan)) {
			scan.at = unit_end(text, start);
			scan.chained = scan.follows = false;
		}
	}
	return scan.openers;
}
