/* decode.c */
#include "read/read.h"
bool decode(struct document *document, struct text *decoded, const char *encoding, struct error *error)
{ (void)encoding; (void)error; text_init(decoded, document->arena); struct slice in = document->input->bytes; text_take_as_is(decoded, in, (struct origin){ 0, in.len, FIELD_TEXT }); return true; }
