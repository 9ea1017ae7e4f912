/* score.h: `saseol score`: the output against hand labels. */
#ifndef SASEOL_CLI_SCORE_H
#define SASEOL_CLI_SCORE_H

#include "cli/options.h"

int run_score(struct options *options, struct out *out, struct error *error);

#endif
