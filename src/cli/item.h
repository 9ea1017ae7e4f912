/* item.h: what an example of a rule found, whatever kind of thing it is, and its fields by name. */
#ifndef SASEOL_CLI_ITEM_H
#define SASEOL_CLI_ITEM_H

#include "base/document.h"
#include "base/out.h"

enum item_kind { ITEM_SPAN, ITEM_FIGURE, ITEM_CLAIM, ITEM_RECOMMENDATION, ITEM_REMOVED };

struct item {
	enum item_kind kind;
	const void *thing;              /* struct figure, claim, recommendation, removed; NULL for a bare span */
	struct origin at;               /* in the input */
};

/* The value of a field as examples write it: words, numbers, the text of spans, true and false, nothing where it is
 * absent. False where such an item has no such field. */
bool item_field(struct out *to, const struct document *document, const struct item *item, struct slice key);

#endif
