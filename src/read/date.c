/* date.c: see date.h. */
#include "read/date.h"

static bool shaped(struct slice slice, const char *shape)
{
	for (size_t i = 0; shape[i]; i++) {
		if (i == slice.len)
			return false;
		bool digit = slice.at[i] >= '0' && slice.at[i] <= '9';
		if (shape[i] == 'd' ? !digit : slice.at[i] != shape[i])
			return false;
	}
	return true;
}

size_t date_length(struct slice slice)
{
	if (shaped(slice, "dddd-dd-dd"))
		return slice.len == 10 || slice.at[10] == 'T' || slice.at[10] == ' ' ? 10 : 0;
	if (shaped(slice, "dddd-dd"))
		return slice.len == 7 ? 7 : 0;
	return shaped(slice, "dddd") && slice.len == 4 ? 4 : 0;
}
