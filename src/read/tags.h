/* tags.h: what the elements of HTML are by themselves. */
#ifndef SASEOL_READ_TAGS_H
#define SASEOL_READ_TAGS_H

#include "base/document.h"

enum tag_flag {
	TAG_BREAKS = 1,         /* text before and behind it stands on lines of its own */
	TAG_SILENT = 2,         /* what is in it is not text */
	TAG_FORMAT = 4,         /* it says how words look, no more */
	TAG_LINK = 8,
	TAG_LINE_BREAK = 16,
	TAG_PAGE = 32,          /* its class speaks of the whole page */
	TAG_ABOUT = 64,         /* it may say something of the page */
	TAG_PICTURE = 128
};

struct tag {
	const char *name;
	unsigned flags, traits;
	enum block_role role;   /* of the text in it; BLOCK_PARAGRAPH: that of what is around it */
};

/* Never NULL: a tag that nobody knows is one without flags. */
const struct tag *tag_named(const char *name);

#endif
