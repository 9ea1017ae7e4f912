/* date.h: is it a date that a publication may have? */
#ifndef SASEOL_READ_DATE_H
#define SASEOL_READ_DATE_H

#include "base/arena.h"
#include "base/slice.h"

/* How many bytes at the front of the slice are 2024, 2024-05 or 2024-05-03 (a time may follow); 0 where it is none. */
size_t date_length(struct slice slice);

/* The same date in ISO 8601, also from 20240503, 2024.5.3., "3 May 2024" as mail has it, or a year, a month and a day
 * with a word behind each; empty where it is none. */
struct slice date_read(struct arena *arena, struct slice words);

/* A day that a spreadsheet counts from the end of 1899; empty where it cannot be one. */
struct slice date_of_serial(struct arena *arena, long days);

#endif
