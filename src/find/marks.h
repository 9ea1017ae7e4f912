/* marks.h: the few places of a paragraph that matter to where its sentences end.
 *
 * In goes a paragraph, out come its marks in order: full stops and other ends, quotes and brackets with their
 * partners, bullets, and blanks after what looks like the ending of a verb. Pairs survive what people type: quotes of
 * two kinds in one pair, quotes that open nothing, apostrophes, brackets that never close. A mark without a partner
 * means nothing. */
#ifndef SASEOL_FIND_MARKS_H
#define SASEOL_FIND_MARKS_H

#include "base/arena.h"
#include "find/words.h"

enum mark_kind {
	MARK_STOP, MARK_END, MARK_ELLIPSIS,     /* as in signs.h */
	MARK_OPEN, MARK_CLOSE,
	MARK_BULLET,
	MARK_ENDING,                            /* a blank, perhaps after an ending that needs no full stop */
	MARK_CAPITAL                            /* a blank before a capital */
};

#define ALONE ((uint32_t)-1)

struct mark {
	size_t at;
	uint32_t partner;       /* its place among the marks, or ALONE */
	uint32_t family;        /* quotes: FAMILY_DOUBLE or FAMILY_SINGLE; brackets: the opening one */
	uint8_t len;
	uint8_t kind;
};

enum { FAMILY_DOUBLE = 1, FAMILY_SINGLE = 2 };

static inline bool mark_is_quote(const struct mark *mark)
{
	return (mark->kind == MARK_OPEN || mark->kind == MARK_CLOSE) && mark->family <= FAMILY_SINGLE;
}

static inline bool mark_is_end(const struct mark *mark)
{
	return mark->kind <= MARK_ELLIPSIS;
}

struct marks {
	LIST(struct mark) marks;
	LIST(uint32_t) open;    /* the ones that wait for a partner */
};

/* Reads the marks of bytes from to stop, as far as fits into a bounded list; returns where it stopped. first is where
 * the paragraph begins. words may be NULL. */
size_t marks_read(struct marks *marks, struct arena *arena, const char *bytes, size_t first, size_t from, size_t stop,
                  const struct words *words);

#endif
