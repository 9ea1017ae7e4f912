/* verify.h: `saseol verify`: the output against the input it was made from. */
#ifndef SASEOL_CLI_VERIFY_H
#define SASEOL_CLI_VERIFY_H

#include "cli/options.h"

int run_verify(struct options *options, struct out *out, struct error *error);

#endif
