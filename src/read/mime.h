/* mime.h: header fields as mail, web pages and web archives have them, and the ways their bodies are written. */
#ifndef SASEOL_READ_MIME_H
#define SASEOL_READ_MIME_H

#include "base/out.h"

/* The header block at the front, with the empty line behind it: its length; 0 where none ends in these bytes. */
size_t mime_header(struct slice bytes);

/* The next field of a block: false at its end. A value may go on over several lines. */
bool mime_next(struct slice *block, struct slice *name, struct slice *value);

/* The value of the first field of that name; .at is NULL without one. */
struct slice mime_field(struct slice block, const char *name);

/* "multipart/related" of "Multipart/Related; boundary=x", in lower case; false where it does not fit. */
bool mime_type(struct slice value, char *type, size_t room);

/* The value of a parameter, without its quotes; .at is NULL without one. */
struct slice mime_parameter(struct slice value, const char *name);

/* Two words, without regard to the case of ASCII. */
bool mime_same(struct slice a, const char *b);

void mime_quoted_printable(struct out *to, struct slice body);
void mime_base64(struct out *to, struct slice body);

#endif
