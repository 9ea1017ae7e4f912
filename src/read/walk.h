/* walk.h: from a folder to the files in it, in the byte order of their names, folders inside it included.
 *
 * Hidden files (.name) are passed over, and so are labels (.gold.jsonl) and what by its ending is something else than
 * text: pictures, styles, programs. Links to files are followed, links to folders are not, so that a walk ends. */
#ifndef SASEOL_READ_WALK_H
#define SASEOL_READ_WALK_H

#include "base/error.h"

/* What the name of a file in a folder or an archive says. */
enum name_says {
	NAME_TEXT,              /* it holds text, or archives of it */
	NAME_NOTHING,           /* it has to be looked at */
	NAME_OTHER              /* it is to be passed over */
};
enum name_says name_says(const char *path);

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
