/* merge.h: `saseol merge`: the results of shards as the one result of a run over all. */
#ifndef SASEOL_CLI_MERGE_H
#define SASEOL_CLI_MERGE_H

#include "cli/options.h"

int run_merge(struct options *options, struct error *error);

#endif
