/* find.h: from the article to its findings: segment, figures, argument, links. */
#ifndef SASEOL_FIND_FIND_H
#define SASEOL_FIND_FIND_H

#include "base/document.h"
#include "engine/rules.h"

/* Fills sentences. */
void segment(struct document *document, struct matcher *matcher);

/* Fills figures: what they are, value, unit, approx, of, per, change. */
void find_figures(struct document *document, struct matcher *matcher);

/* Fills claims and recommendations, with voices and speakers. */
void find_argument(struct document *document, struct matcher *matcher);

/* Fills the links between findings (figures, because), names, and thesis. */
void link_findings(struct document *document, const struct rules *rules);

#endif
