/* measure.h: does an item of the output agree with a label? */
#ifndef SASEOL_CLI_MEASURE_H
#define SASEOL_CLI_MEASURE_H

#include "cli/gold.h"

struct pair {
	size_t gold, found;
};

typedef LIST(struct pair) pairs;

/* One-to-one pairs of marks that share at least so much of what they cover together (0 to 1), best first. */
void measure_match(pairs *out, struct arena *arena, const marks *gold, const marks *found, double least);

/* Takes optional labels out, and what was found for them. */
void measure_settle(marks *gold_left, marks *found_left, struct arena *arena, const marks *gold, const marks *found,
                    double least);

/* The marks whose voice is so. */
void measure_voice(marks *out, struct arena *arena, const marks *all, const char *voice);

/* Kind, value (or low and high), and the unit where the label's stands in the words or is a code. */
bool measure_same_kind(const struct json *gold, const struct json *found);
bool measure_same_value(const struct json *gold, const struct json *found);
bool measure_same_unit(const struct json *gold, const struct json *found, struct slice words);

/* The same scalar, where nothing, null, false and "" are one. */
bool measure_same_field(const struct json *gold, const struct json *found);

/* The same words, or one holds the other and is at most twice as long. */
bool measure_same_words(struct slice a, struct slice b);

/* Of a string, or of an object's "text"; without white space at the edges. */
struct slice measure_words(const struct json *json);

bool measure_is_space(uint32_t codepoint);

#endif
