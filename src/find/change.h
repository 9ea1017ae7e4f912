/* change.h: what the text says rose or fell: "up 3 percent", "from 19 to 143".
 *
 * A word that moves (tags up, down) belongs to the figures beside it. What each of them is to the change is said by
 * the words or particles that bind it: the level before (from), the level after (to), the difference (by). The change
 * stands on the level after, or on the difference where there is none. */
#ifndef SASEOL_FIND_CHANGE_H
#define SASEOL_FIND_CHANGE_H

#include "find/near.h"

/* Fills "change" of the figures of a sentence. offset: where the sentence begins in the document's text. */
void read_changes(struct near *near, const placed_list *figures, size_t offset);

#endif
