/* check.h: runs the examples of rules through the whole program. */
#ifndef SASEOL_CLI_CHECK_H
#define SASEOL_CLI_CHECK_H

#include "base/out.h"
#include "engine/rules.h"

/* Runs every example of every rule whose id begins with wanted (NULL: all), each as the body of a small document with
 * all rules of its language. Failures are lines of "file:line: verdict: what", closed by "N passed, N failed".
 * True when nothing failed. */
bool check_rules(struct out *report, const struct rules *rules, const char *wanted);

#endif
