/* need.c: see need.h. */
#include "engine/need.h"

#include <string.h>

#include "engine/rules.h"
#include "engine/view.h"

enum { WALK_MOST = 256, KEY_TWO = 1 << 24, KEY_ONE = 1 << 25, HASH_SHIFT = 32 - 16, HEAD_SHIFT = 32 - 13 };

/* ---- private from here ---- */

static inline unsigned char lower(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? (unsigned char)(c | 0x20) : c;
}

static inline uint32_t hash(uint32_t key)
{
	return key * 0x9E3779B1u;
}

/* The bytes of a literal that it is looked up by. */
static inline uint32_t key_of(const unsigned char *bytes, size_t len)
{
	return len == 1 ? KEY_ONE | bytes[0]
	       : len == 2 ? KEY_TWO | (uint32_t)bytes[0] << 8 | bytes[1]
	       : (uint32_t)bytes[0] << 16 | (uint32_t)bytes[1] << 8 | bytes[2];
}

static inline uint32_t head_of(uint32_t h)
{
	return h >> HEAD_SHIFT;
}

static inline uint32_t triple_of(uint32_t key)
{
	return hash(key) >> HASH_SHIFT;
}

/* The place among the pairs of two bytes, the last of which stands in the lowest bits. */
static inline uint32_t pair_of(uint32_t key)
{
	return ((key >> 3 & 0x1FE0) ^ (key & 0xFF)) & (NEED_PAIRS - 1);
}

/* The three bytes of a literal that are seldom met, and the key of few others. */
static uint16_t rarest_key(const unsigned char *bytes, size_t len, const struct need_counts *texts, const struct need_counts *keys)
{
	size_t best = 0, least = SIZE_MAX;
	for (size_t i = 0; i + NEED_KEY <= len; i++) {
		uint32_t triple = triple_of(key_of(bytes + i, NEED_KEY));
		size_t met = 4u * texts->of[triple] + keys->of[triple];
		if (met < least) {
			least = met;
			best = i;
		}
	}
	return (uint16_t)best;
}

/* The one of some entries that has the same literal, or NULL. */
static struct need_entry *find_same(struct need_entry *entries, size_t count, const struct need *list, const struct need *need,
                                    const unsigned char *bytes)
{
	for (size_t i = 0; i < count; i++) {
		const struct need *other = &list[entries[i].first];
		if (other->len == need->len && memcmp(bytes + other->at, bytes + need->at, need->len) == 0)
			return &entries[i];
	}
	return NULL;
}

static uint32_t need_key(const struct need *need, const unsigned char *bytes)
{
	return key_of(bytes + need->at + need->key, need->len);
}

static bool found_at(const struct needs *needs, const struct need *need, const unsigned char *bytes, size_t len, size_t at)
{
	const unsigned char *literal = needs->bytes + need->at;
	if (at < need->key || at - need->key + need->len > len)
		return false;
	bytes += at - need->key;
	for (size_t i = 0; i < need->len; i++)
		if (lower(bytes[i]) != literal[i])
			return false;
	return true;
}

static inline bool in_set(const struct need_step *step, unsigned char byte)
{
	return step->set[byte / 8] >> byte % 8 & 1;
}

/* Where a match with the literal at this place may begin: from lo to hi. The walk goes from step to step backwards, and
 * takes what each could take at most. False where the bytes before are not such as the pattern takes. */
static bool match_begins(const struct needs *needs, const struct need *need, const unsigned char *bytes, size_t at,
                         size_t *lo, size_t *hi)
{
	*lo = *hi = at;
	for (uint32_t n = need->before; n; n = needs->steps[n - 1].next) {
		const struct need_step *step = &needs->steps[n - 1];
		size_t stop = *lo, most = step->most < WALK_MOST ? step->most : WALK_MOST, taken = 0;
		while (taken < most && taken < stop && in_set(step, bytes[stop - taken - 1]))
			taken++;
		if (taken == WALK_MOST && step->most > WALK_MOST)
			taken = stop;
		*lo -= taken;
		if (*hi < step->least || *hi - step->least < *lo)
			return false;
		*hi -= step->least;
	}
	return true;
}

static void add_place(struct places *places, uint32_t cue, size_t lo, size_t hi)
{
	struct place *last = places->last[cue] ? &places->list[places->last[cue] - 1] : NULL;
	if (last && lo <= (size_t)last->hi + 1 && lo >= last->lo) {
		last->hi = hi > last->hi ? (uint32_t)hi : last->hi;
		return;
	}
	if (places->len == PLACES) {
		places->full = true;
		return;
	}
	uint32_t *link = last && lo >= last->lo ? &last->next : &places->first[cue];
	while (*link && places->list[*link - 1].lo <= lo)
		link = &places->list[*link - 1].next;
	places->list[places->len++] = (struct place){ (uint32_t)lo, (uint32_t)hi, cue, *link };
	*link = (uint32_t)places->len;
	if (!places->list[*link - 1].next)
		places->last[cue] = *link;
}

static void places_clear(struct places *places)
{
	for (size_t i = 0; i < places->len; i++)
		places->first[places->list[i].cue] = places->last[places->list[i].cue] = 0;
	places->len = 0;
	places->full = false;
}

struct scan {
	uint64_t *rules;
	struct places *places;
	const struct needs *needs;
	const unsigned char *bytes;
	size_t len;
	const struct need_wish *wish;
};

/* All that have the same literal, which begins at this place. */
static void take_found(struct scan *scan, const struct need *need, size_t at)
{
	const struct need *list = scan->needs->list;
	const struct need_wish *wish = scan->wish;
	for (;; need = &list[need->same - 1]) {
		bool places = need->places && scan->places, begins = true;
		size_t lo, hi;
		if ((wish->sorts & need->asked) && need->rule - wish->first < wish->count && (need->calls || scan->places)
		    && (!places || match_begins(scan->needs, need, scan->bytes, at, &lo, &hi))) {
			if (places && (begins = lo == 0 || !need->anchored))
				add_place(scan->places, need->cue, lo, hi);
			if (need->calls && (begins || need->speaks))
				scan->rules[need->rule / 64] |= (uint64_t)1 << need->rule % 64;
		}
		if (!need->same)
			return;
	}
}

static void walk(struct scan *scan, uint32_t key, uint32_t h, size_t at)
{
	const struct needs *needs = scan->needs;
	for (uint32_t n = needs->heads[head_of(h)]; n < needs->heads[head_of(h) + 1]; n++) {
		const struct need_entry *entry = &needs->entries[n];
		if (entry->key != key || !(scan->wish->sorts & entry->asked))
			continue;
		const struct need *need = &needs->list[entry->first];
		if (found_at(needs, need, scan->bytes, scan->len, at))
			take_found(scan, need, at - need->key);
	}
}

/* Says in the tables that there is such a key. */
static void mark_key(unsigned char *tables, const struct need *need, uint32_t key)
{
	unsigned char *pairs = tables + NEED_TRIPLES, *singles = pairs + NEED_PAIRS;
	if (need->len >= NEED_KEY)
		tables[triple_of(key)] |= need->classes;
	else if (need->len == 2)
		pairs[pair_of(key)] |= need->classes;
	else
		singles[key & 0xFF] |= need->classes;
}

/* ---- */

size_t need_weight(const unsigned char *bytes, size_t len)
{
	size_t weight = 0;
	for (size_t i = 0; i < len; i++) {
		unsigned char byte = lower(bytes[i]);
		bool light = byte == ' ' || (byte >= VIEW_INITIAL && byte < VIEW_SIGNS);
		weight += light ? 3 : byte >= 'a' && byte <= 'z' ? 5 : 9;
	}
	return weight;
}

unsigned need_classes(unsigned asked, size_t language)
{
	const unsigned pages = 1u << RULE_BOILERPLATE | 1u << RULE_TITLE | 1u << SORT_PREFIX | 1u << SORT_SUFFIX | 1u << SORT_BRACKET;
	unsigned classes = asked & ~pages ? 1u << (4 + language % 4) : 0;
	classes |= asked & (1u << RULE_BOILERPLATE | 1u << RULE_TITLE) ? 1 : 0;
	return classes | (asked >> SORT_PREFIX & 1) << 1 | (asked >> SORT_SUFFIX & 1) << 2 | (asked >> SORT_BRACKET & 1) << 3;
}

void need_count(struct need_counts *counts, const unsigned char *bytes, size_t len)
{
	uint32_t key = 0;
	for (size_t i = 0; i < len; i++) {
		key = (key << 8 | lower(bytes[i])) & 0xFFFFFF;
		uint16_t *count = &counts->of[triple_of(key)];
		if (i >= 2 && *count < UINT16_MAX)
			++*count;
	}
}

void needs_make(struct needs *needs, struct arena *arena, struct need *list, size_t count, const unsigned char *bytes, size_t len,
                const struct need_counts *counts)
{
	struct need_counts *keys = arena_take(arena, sizeof *keys);
	uint32_t *filled = arena_take(arena, NEED_HEADS * sizeof *filled);
	unsigned char *copy = arena_take(arena, len + 1);
	uint32_t *heads = arena_take(arena, sizeof *heads * (NEED_HEADS + 1));
	struct need_entry *entries = arena_take(arena, (count + 1) * sizeof *entries);
	unsigned char *tables = arena_take(arena, NEED_TRIPLES + NEED_PAIRS + NEED_SINGLES);
	if (len)
		memcpy(copy, bytes, len);
	for (size_t n = 0; n < count; n++)
		need_count(keys, copy + list[n].at, list[n].len);
	for (size_t n = 0; n < count; n++) {
		if (list[n].len >= NEED_KEY)
			list[n].key = rarest_key(copy + list[n].at, list[n].len, counts, keys);
		uint32_t key = need_key(&list[n], copy);
		mark_key(tables, &list[n], key);
		heads[head_of(hash(key)) + 1]++;
	}
	for (size_t i = 1; i <= NEED_HEADS; i++)
		heads[i] += heads[i - 1];
	for (size_t n = 0; n < count; n++) {
		uint32_t key = need_key(&list[n], copy), head = head_of(hash(key));
		struct need_entry *entry = find_same(entries + heads[head], filled[head], list, &list[n], copy);
		if (entry) {
			list[n].same = list[entry->first].same;
			list[entry->first].same = (uint32_t)n + 1;
			entry->asked |= list[n].asked;
		} else {
			entries[heads[head] + filled[head]++] = (struct need_entry){ key, list[n].asked, (uint32_t)n };
		}
	}
	/* what is the same has left gaps */
	uint32_t end = 0;
	for (size_t head = 0; head < NEED_HEADS; head++) {
		memmove(entries + end, entries + heads[head], filled[head] * sizeof *entries);
		heads[head] = end;
		end += filled[head];
	}
	heads[NEED_HEADS] = end;
	*needs = (struct needs){
		.list = list, .count = count, .bytes = copy, .len = len, .heads = heads, .entries = entries, .entry_count = end, .tables = tables
	};
}

void needs_scan(uint64_t *rules, struct places *places, const struct needs *needs, const unsigned char *bytes, size_t len,
                const struct need_wish *wish)
{
	struct scan scan = { rules, places, needs, bytes, len, wish };
	const unsigned char *triples = needs->tables, *pairs = triples + NEED_TRIPLES, *singles = pairs + NEED_PAIRS;
	unsigned classes = wish->classes;
	uint32_t key = 0;
	if (places)
		places_clear(places);
	for (size_t i = 0; i < len; i++) {
		key = (key << 8 | lower(bytes[i])) & 0xFFFFFF;
		uint32_t h = hash(key);
		unsigned three = triples[h >> HASH_SHIFT], two = pairs[pair_of(key)], one = singles[key & 0xFF];
		if (!((three | two | one) & classes))
			continue;
		if ((three & classes) && i >= 2)
			walk(&scan, key, h, i - 2);
		if ((two & classes) && i >= 1)
			walk(&scan, KEY_TWO | (key & 0xFFFF), hash(KEY_TWO | (key & 0xFFFF)), i - 1);
		if (one & classes)
			walk(&scan, KEY_ONE | (key & 0xFF), hash(KEY_ONE | (key & 0xFF)), i);
	}
}
