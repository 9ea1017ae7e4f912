/* need.h: which rules have a chance in a text, found in one pass over its view.
 *
 * Every rule names literals of which one must occur. All of them are looked for at once: three bytes of each are
 * its key, and at every place of the view one bit says whether any key has these three bytes. */
#ifndef SASEOL_ENGINE_NEED_H
#define SASEOL_ENGINE_NEED_H

#include <stdint.h>

#include "base/arena.h"

enum { NEED_KEY = 3, NEED_BITS = 16, NEED_HEADS = 12 };

struct need {
	uint32_t at;                    /* in the bytes of all needs, lower case */
	uint16_t len, key;              /* key: where its key begins in the literal */
	uint32_t rule, next;
	uint32_t kind;
};

enum { NEED_SHORTS = 256 };

struct needs {
	const struct need *list;
	size_t count;
	const unsigned char *bytes;
	size_t len;
	const uint32_t *heads;          /* number in list, plus 1 */
	const uint32_t *shorts;         /* by first byte: those shorter than a key */
	bool any_short;
	const uint64_t *bits;
};

/* How much it says that a literal is in a text: a letter 5, a jamo or a blank 3, a sign, digit or token 9. */
size_t need_weight(const unsigned char *bytes, size_t len);

/* Makes the needs from literals whose place in the bytes of all is known; the bytes are copied. rule is a number below
 * the number of rules that needs_scan knows. */
void needs_make(struct needs *needs, struct arena *arena, struct need *list, size_t count, const unsigned char *bytes, size_t len);

/* Sets the bit of every rule of the wanted kinds (1u << kind) one of whose literals occurs in the bytes. */
void needs_scan(uint64_t *rules, const struct needs *needs, const unsigned char *bytes, size_t len, unsigned kinds);

#endif
