/* need.c: see need.h. */
#include "engine/need.h"

#include <string.h>

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

/* A place in the literal whose three bytes are the key of as few other literals as possible. */
static uint32_t rarest_key(const struct need *need, const uint16_t *counts)
{
	uint32_t best = 0;
	for (uint32_t i = 1; i + NEED_KEY <= need->len; i++)
		if (counts[hash(key_of(need->bytes + i)) >> (32 - NEED_HEADS)]
		    < counts[hash(key_of(need->bytes + best)) >> (32 - NEED_HEADS)])
			best = i;
	return best;
}

static bool found_at(const struct need *need, const unsigned char *bytes, size_t len, size_t at)
{
	if (at < need->key || at - need->key + need->len > len)
		return false;
	bytes += at - need->key;
	for (uint32_t i = 0; i < need->len; i++)
		if (lower(bytes[i]) != need->bytes[i])
			return false;
	return true;
}

static void walk(uint64_t *rules, const struct needs *needs, uint32_t head, const unsigned char *bytes, size_t len,
                 size_t at, unsigned kinds)
{
	for (uint32_t n = head; n; n = needs->list.at[n - 1].next) {
		const struct need *need = &needs->list.at[n - 1];
		if ((kinds >> need->kind & 1) && !(rules[need->rule / 64] >> need->rule % 64 & 1)
		    && found_at(need, bytes, len, at))
			rules[need->rule / 64] |= (uint64_t)1 << need->rule % 64;
	}
}

/* ---- */

void needs_add(struct needs *needs, struct arena *arena, const unsigned char *bytes, size_t len, size_t rule, unsigned kind)
{
	unsigned char *copy = arena_take(arena, len + 1);
	memcpy(copy, bytes, len);
	struct need *need = list_add(arena, &needs->list);
	*need = (struct need){ .bytes = copy, .len = (uint32_t)len, .rule = (uint32_t)rule, .kind = kind };
}

void needs_finish(struct needs *needs, struct arena *arena)
{
	uint16_t *counts = arena_take(arena, sizeof *counts << NEED_HEADS);
	needs->heads = arena_take(arena, sizeof *needs->heads << NEED_HEADS);
	needs->bits = arena_take(arena, ((size_t)1 << NEED_BITS) / 8);
	for (size_t n = 0; n < needs->list.len; n++) {
		const struct need *need = &needs->list.at[n];
		for (uint32_t i = 0; i + NEED_KEY <= need->len; i++) {
			uint16_t *count = &counts[hash(key_of(need->bytes + i)) >> (32 - NEED_HEADS)];
			*count = (uint16_t)(*count + (*count < UINT16_MAX));
		}
	}
	for (size_t n = 0; n < needs->list.len; n++) {
		struct need *need = &needs->list.at[n];
		if (need->len < NEED_KEY) {
			need->next = needs->shorts[need->bytes[0]];
			needs->shorts[need->bytes[0]] = (uint32_t)n + 1;
			needs->any_short = true;
			continue;
		}
		need->key = rarest_key(need, counts);
		uint32_t h = hash(key_of(need->bytes + need->key));
		uint32_t *head = &needs->heads[h >> (32 - NEED_HEADS)];
		needs->bits[h >> (32 - NEED_BITS + 6)] |= (uint64_t)1 << (h >> (32 - NEED_BITS) & 63);
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
