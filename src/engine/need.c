/* need.c: see need.h. */
#include "engine/need.h"

#include <string.h>

#include "engine/view.h"

/* ---- private from here ---- */

static inline unsigned char lower(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? (unsigned char)(c | 0x20) : c;
}

static inline uint32_t hash(uint32_t key)
{
	return key * 0x9E3779B1u;
}

static inline uint32_t key_of(const unsigned char *bytes)
{
	return (uint32_t)bytes[0] << 16 | (uint32_t)bytes[1] << 8 | bytes[2];
}

static inline uint32_t head_of(uint32_t h)
{
	return h >> (32 - NEED_HEADS);
}

/* A place in the literal whose three bytes are the key of as few other literals as possible. */
static uint16_t rarest_key(const unsigned char *bytes, size_t len, const uint16_t *counts)
{
	size_t best = 0;
	for (size_t i = 1; i + NEED_KEY <= len; i++)
		if (counts[head_of(hash(key_of(bytes + i)))] < counts[head_of(hash(key_of(bytes + best)))])
			best = i;
	return (uint16_t)best;
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

static void walk(uint64_t *rules, const struct needs *needs, uint32_t head, const unsigned char *bytes, size_t len,
                 size_t at, unsigned kinds)
{
	for (uint32_t n = head; n; n = needs->list[n - 1].next) {
		const struct need *need = &needs->list[n - 1];
		if ((kinds >> need->kind & 1) && !(rules[need->rule / 64] >> need->rule % 64 & 1)
		    && found_at(needs, need, bytes, len, at))
			rules[need->rule / 64] |= (uint64_t)1 << need->rule % 64;
	}
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

void needs_make(struct needs *needs, struct arena *arena, struct need *list, size_t count, const unsigned char *bytes, size_t len)
{
	uint16_t counts[1 << NEED_HEADS] = { 0 };
	unsigned char *copy = arena_take(arena, len + 1);
	uint32_t *heads = arena_take(arena, sizeof *heads << NEED_HEADS), *shorts = arena_take(arena, sizeof *shorts * NEED_SHORTS);
	uint64_t *bits = arena_take(arena, ((size_t)1 << NEED_BITS) / 8);
	*needs = (struct needs){ .list = list, .count = count, .bytes = copy, .len = len, .heads = heads, .shorts = shorts, .bits = bits };
	if (len)
		memcpy(copy, bytes, len);
	for (size_t n = 0; n < count; n++)
		for (size_t i = 0; i + NEED_KEY <= list[n].len; i++) {
			uint16_t *seen = &counts[head_of(hash(key_of(copy + list[n].at + i)))];
			*seen = (uint16_t)(*seen + (*seen < UINT16_MAX));
		}
	for (size_t n = 0; n < count; n++) {
		struct need *need = &list[n];
		const unsigned char *literal = copy + need->at;
		uint32_t *head = &shorts[literal[0]];
		if (need->len < NEED_KEY) {
			needs->any_short = true;
		} else {
			need->key = rarest_key(literal, need->len, counts);
			uint32_t h = hash(key_of(literal + need->key));
			bits[h >> (32 - NEED_BITS + 6)] |= (uint64_t)1 << (h >> (32 - NEED_BITS) & 63);
			head = &heads[head_of(h)];
		}
		need->next = *head;
		*head = (uint32_t)n + 1;
	}
}

void needs_scan(uint64_t *rules, const struct needs *needs, const unsigned char *bytes, size_t len, unsigned kinds)
{
	uint32_t key = 0;
	for (size_t i = 0; i < len; i++) {
		key = (key << 8 | lower(bytes[i])) & 0xFFFFFF;
		uint32_t h = hash(key);
		if ((needs->bits[h >> (32 - NEED_BITS + 6)] >> (h >> (32 - NEED_BITS) & 63) & 1) && i + 1 >= NEED_KEY)
			walk(rules, needs, needs->heads[h >> (32 - NEED_HEADS)], bytes, len, i + 1 - NEED_KEY, kinds);
	}
	if (!needs->any_short)
		return;
	for (size_t i = 0; i < len; i++) {
		uint32_t head = needs->shorts[lower(bytes[i])];
		if (head)
			walk(rules, needs, head, bytes, len, i, kinds);
	}
}
