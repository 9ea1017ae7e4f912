/* rulebook.h: the commands about rules. */
#ifndef SASEOL_CLI_RULEBOOK_H
#define SASEOL_CLI_RULEBOOK_H

#include "cli/options.h"

int run_rules(struct options *options, struct out *out, struct error *error);
int run_check(struct options *options, struct out *out, struct error *error);

#endif
