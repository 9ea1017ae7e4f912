/* pattern.h: a pattern as people write it, translated to the bytes of the view.
 *
 * In goes a PCRE2 pattern in UTF-8; out comes one over the alphabet of view.h. What the alphabet cannot say is an
 * error, never a pattern with another meaning. */
#ifndef SASEOL_ENGINE_PATTERN_H
#define SASEOL_ENGINE_PATTERN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

/* Where {NAME} is looked up: true and the definition's pattern, or false and what is wrong with the name. */
struct pattern_names {
	bool (*find)(const struct pattern_names *names, struct slice name, struct slice *pattern, const char **problem);
	const void *scope;
};

struct pattern {
	unsigned char *bytes;           /* not NUL-terminated */
	uint32_t *places;               /* for every byte the byte of the source that asked for it */
	size_t len, room;
	bool failed;                    /* out of memory */
};

/* What is wrong, and where in the source. */
struct pattern_problem {
	char message[160];
	size_t place;
};

void pattern_init(struct pattern *pattern);
void pattern_release(struct pattern *pattern);

bool pattern_translate(struct pattern *pattern, struct slice source, const struct pattern_names *names,
                       struct pattern_problem *problem);

/* A literal of a "need" line: letters, jamo, signs and names such as <1>; nothing else has a meaning there but \. */
bool pattern_literal(struct pattern *pattern, struct slice source, struct pattern_problem *problem);

#endif
