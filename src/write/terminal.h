/* terminal.h: text for a terminal: how wide it is, what may be sent to it, where a line breaks. */
#ifndef SASEOL_WRITE_TERMINAL_H
#define SASEOL_WRITE_TERMINAL_H

#include "base/out.h"
#include "write/record.h"

/* Sets width and color of the wish. to_standard_output: the text goes there and not to a file. */
void terminal_init(struct wish *wish, bool always_color, bool never_color, bool to_standard_output);

/* Control characters are shown, not obeyed; bytes that are no UTF-8, too. */
void terminal_safe(struct out *out, struct slice text);

/* How many columns well-formed text takes: Hangul and Chinese characters take two. */
size_t terminal_width(struct slice text);

/* Takes the first line of at most width columns off rest: broken at a blank, between Chinese characters, and inside a
 * word only where the word is wider than the line. False when rest is used up. */
bool terminal_line(struct slice *line, struct slice *rest, size_t width);

/* Blanks after text that took so many columns, up to a width. */
void terminal_pad(struct out *out, size_t taken, size_t width);

#endif
