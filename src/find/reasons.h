/* reasons.h: from the claims to the recommendations that they are reasons of. */
#ifndef SASEOL_FIND_REASONS_H
#define SASEOL_FIND_REASONS_H

#include "find/merits.h"

/* Fills because of the author's recommendations: the likeliest reasons, two at most. */
void link_reasons(struct document *document, const struct merits *merits);

#endif
