/* date.h: is it a date that a publication may have? */
#ifndef SASEOL_READ_DATE_H
#define SASEOL_READ_DATE_H

#include "base/slice.h"

/* How many bytes at the front of the slice are 2024, 2024-05 or 2024-05-03 (a time may follow); 0 where it is none. */
size_t date_length(struct slice slice);

#endif
