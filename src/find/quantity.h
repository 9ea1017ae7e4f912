/* quantity.h: what a phrase says: kind, value, unit. */
#ifndef SASEOL_FIND_QUANTITY_H
#define SASEOL_FIND_QUANTITY_H

#include "find/calendar.h"
#include "find/phrases.h"

/* Fills kind, value or low and high, unit, approx and rule of a zeroed figure. published: see calendar.h. False where the phrase makes no sense
 * as a figure after all. */
bool quantity_read(struct figure *figure, struct arena *arena, const struct phrase *phrase, struct day published);

/* dates.c: a date as EDTF, a time of day as hh:mm; empty where the phrase does not say. What depends on the day of
 * writing needs the published one. */
struct slice date_write(struct arena *arena, const struct phrase *phrase, struct day published);
struct slice time_write(struct arena *arena, const struct phrase *phrase);

#endif
