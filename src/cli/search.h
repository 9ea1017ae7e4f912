/* search.h: `saseol search`: keyword in context over a database of results. */
#ifndef SASEOL_CLI_SEARCH_H
#define SASEOL_CLI_SEARCH_H

#include "cli/options.h"

int run_search(struct options *options, struct error *error);

#endif
