/* slice.h: a stretch of bytes that somebody else owns.
 *
 * A slice is never freed and never NUL-terminated by promise; it lives as long as what it points into. */
#ifndef SASEOL_BASE_SLICE_H
#define SASEOL_BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct slice {
	const char *at;
	size_t len;
};

#define SLICE(literal) ((struct slice){ (literal), sizeof(literal) - 1 })

static inline struct slice slice_from(const char *string)
{
	return (struct slice){ string, string ? strlen(string) : 0 };
}

static inline bool slice_equal(struct slice a, struct slice b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

static inline bool slice_is(struct slice a, const char *string)
{
	return slice_equal(a, slice_from(string));
}

static inline bool slice_starts(struct slice a, struct slice head)
{
	return a.len >= head.len && memcmp(a.at, head.at, head.len) == 0;
}

static inline bool slice_ends(struct slice a, struct slice tail)
{
	return a.len >= tail.len && memcmp(a.at + a.len - tail.len, tail.at, tail.len) == 0;
}

/* Without the blanks, tabs and line ends at both edges. */
static inline struct slice slice_trim(struct slice a)
{
	while (a.len && memchr(" \t\r\n", a.at[0], 4)) {
		a.at++;
		a.len--;
	}
	while (a.len && memchr(" \t\r\n", a.at[a.len - 1], 4))
		a.len--;
	return a;
}

/* Takes the part before the first separator off the front of rest; false when rest is used up. */
static inline bool slice_split(struct slice *part, struct slice *rest, char separator)
{
	if (!rest->at)
		return false;
	const char *end = rest->len ? memchr(rest->at, separator, rest->len) : NULL;
	part->at = rest->at;
	if (end) {
		part->len = (size_t)(end - rest->at);
		rest->len -= part->len + 1;
		rest->at = end + 1;
	} else {
		part->len = rest->len;
		*rest = (struct slice){ NULL, 0 };
	}
	return true;
}

#endif
