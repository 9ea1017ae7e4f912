/* scene.h: the small document that an example is tried in. */
#ifndef SASEOL_CLI_SCENE_H
#define SASEOL_CLI_SCENE_H

#include "base/arena.h"
#include "base/text.h"
#include "engine/rules.h"

struct scene {
	char *bytes;
	size_t len, room;
	struct span example;            /* in bytes, without its marks */
	LIST(struct span) marks;
};

/* The example in the middle of what its language's table "check" says a quiet document is: rows of "title", "above"
 * and "below" with their texts. What stands at the edge of a page is tried there. */
void scene_build(struct scene *scene, struct arena *arena, const struct rule *rule, const struct example *example);

#endif
