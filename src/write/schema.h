/* schema.h: the description of the output that `saseol schema` prints. */
#ifndef SASEOL_WRITE_SCHEMA_H
#define SASEOL_WRITE_SCHEMA_H

#include "base/out.h"
#include "write/record.h"

void schema_json(struct out *out);
void schema_markdown(struct out *out);

#endif
