/* ids.c: see ids.h. An open table: the fingerprint is its own hash. */
#include "read/ids.h"

#include <stdlib.h>

#include "base/digest.h"

static struct seen *find(const struct ids *ids, uint64_t fingerprint)
{
	size_t i = (size_t)(fingerprint ^ fingerprint >> 32) & (ids->room - 1);
	while (ids->seen[i].fingerprint && ids->seen[i].fingerprint != fingerprint)
		i = (i + 1) & (ids->room - 1);
	return &ids->seen[i];
}

/* False when there is no memory for more: ids are then given out as they come. */
static bool grow(struct ids *ids)
{
	struct ids larger = { .count = ids->count, .room = ids->room ? 2 * ids->room : 64 };
	larger.seen = calloc(larger.room, sizeof *larger.seen);
	if (!larger.seen)
		return false;
	for (size_t i = 0; i < ids->room; i++)
		if (ids->seen[i].fingerprint)
			*find(&larger, ids->seen[i].fingerprint) = ids->seen[i];
	free(ids->seen);
	*ids = larger;
	return true;
}

const char *ids_unique(struct ids *ids, struct arena *arena, const char *id)
{
	const char *unique = id;
	size_t times = 1;
	for (;;) {
		if (ids->count >= ids->room / 2 && !grow(ids))
			return unique;
		uint64_t fingerprint = digest_short(0, slice_from(unique));
		struct seen *seen = find(ids, fingerprint ? fingerprint : 1);
		if (!seen->fingerprint) {
			*seen = (struct seen){ fingerprint ? fingerprint : 1, 1 };
			ids->count++;
			return unique;
		}
		if (unique == id)
			times = ++seen->times;
		else
			times++;
		unique = arena_format(arena, "%s#%zu", id, times);
	}
}

void ids_release(struct ids *ids)
{
	free(ids->seen);
	*ids = (struct ids){ 0 };
}
