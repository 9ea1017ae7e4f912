/* about.h: what a page says of itself: its meta elements, links and JSON-LD in, the document's meta and titles out. */
#ifndef SASEOL_READ_ABOUT_H
#define SASEOL_READ_ABOUT_H

#include "base/document.h"

enum about_field { ABOUT_DATE, ABOUT_OUTLET, ABOUT_AUTHOR, ABOUT_SECTION, ABOUT_URL, ABOUT_LANG, ABOUT_TITLE, ABOUT_FIELDS };

/* What was found so far, and how much better than the next it is. */
struct about {
	struct document *document;
	struct said {
		struct slice value;
		unsigned rank;
	} said[ABOUT_FIELDS];
};

/* A meta element by its name, property or itemprop; a link by its rel. */
void about_named(struct about *about, struct slice name, struct slice value);

/* A script of type application/ld+json. */
void about_json(struct about *about, struct slice script);

/* Into the document, behind what the input itself said. */
void about_finish(struct about *about);

#endif
