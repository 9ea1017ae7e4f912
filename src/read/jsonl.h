/* jsonl.h: from one line of JSON Lines to the text, title, id and date of a record. */
#ifndef SASEOL_READ_JSONL_H
#define SASEOL_READ_JSONL_H

#include "read/reader.h"

struct jsonl;

/* NULL when there is no memory. */
struct jsonl *jsonl_open(const struct record_fields *fields);
void jsonl_close(struct jsonl *jsonl);

/* Does the beginning of a file look like records? */
bool jsonl_recognise(struct slice head, const struct inputs_wish *wish);

/* Fills bytes, title, date and, if the record has one, id. False: the record is broken. */
bool jsonl_record(struct jsonl *jsonl, struct input *input, struct arena *arena, struct slice line, struct error *error);

#endif
