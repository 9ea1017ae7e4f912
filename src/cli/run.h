/* run.h: the commands that read texts: extract, clean, sentences, learn. */
#ifndef SASEOL_CLI_RUN_H
#define SASEOL_CLI_RUN_H

#include "cli/options.h"

int run_extract(struct options *options, struct error *error);
int run_clean(struct options *options, struct error *error);
int run_sentences(struct options *options, struct error *error);
int run_learn(struct options *options, struct error *error);

#endif
