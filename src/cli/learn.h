/* learn.h: learned furniture on the command line: the file that --furniture names, and what `saseol learn` writes. */
#ifndef SASEOL_CLI_LEARN_H
#define SASEOL_CLI_LEARN_H

#include "clean/furniture.h"
#include "write/writer.h"

/* Reads the file; shape, the fingerprint of the options, takes on what it says. */
bool furniture_load(struct furniture **furniture, unsigned *shape, struct arena *arena, const char *path, struct error *error);

/* "Writes" of each document what the learner takes. */
extern const struct writer writer_learn;

#endif
