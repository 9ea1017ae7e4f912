/* ids.h: which ids a run has given out, so that a second one of the same gets "#2".
 *
 * It remembers 8 bytes of fingerprint and a count for each, not the ids. */
#ifndef SASEOL_READ_IDS_H
#define SASEOL_READ_IDS_H

#include <stdint.h>

#include "base/arena.h"

struct ids {
	struct seen {
		uint64_t fingerprint;   /* 0: a free place */
		size_t times;
	} *seen;
	size_t count, room;             /* room is a power of two */
};

/* The id, or a copy in the arena with a number behind it that no other of this run has. */
const char *ids_unique(struct ids *ids, struct arena *arena, const char *id);

void ids_release(struct ids *ids);

#endif
