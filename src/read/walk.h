/* walk.h: from a folder to the files in it, in the byte order of their names, folders inside it included.
 *
 * Hidden files (.name) are passed over, and so is what does not look like text: a file is taken if its name has no
 * ending or ends in .txt, .text, .md, .jsonl or .ndjson; labels (.gold.jsonl) are not. Links to files are followed,
 * links to folders are not, so that a walk ends. */
#ifndef SASEOL_READ_WALK_H
#define SASEOL_READ_WALK_H

#include "base/error.h"

struct walk;

/* NULL when there is no memory. */
struct walk *walk_open(void);
void walk_close(struct walk *walk);

/* Begins with a folder; what walk_next gives next lies in it. */
bool walk_enter(struct walk *walk, const char *path, struct error *error);

/* The path of the next file, good until the next call; NULL: no more. If error is set, the path is a folder that
 * cannot be read. */
const char *walk_next(struct walk *walk, struct error *error);

#endif
