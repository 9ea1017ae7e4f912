/* analyse.h: the straight line. */
#ifndef SASEOL_ANALYSE_H
#define SASEOL_ANALYSE_H

#include "base/document.h"
#include "engine/rules.h"

struct settings {
	const char *encoding;           /* NULL: found out */
	const char *lang;               /* NULL: found out */
	bool repair;                    /* put right what was decoded wrongly before it was saved */
	bool keep_all;                  /* --no-strip */
	bool no_figures, no_argument;   /* stages nobody asked for */
	bool only_clean, only_sentences;
	bool no_counts;                 /* nobody will ask where in the text something is */
	const struct furniture *furniture;      /* learned lines to strip; or NULL */
	bool explain;                   /* fill the reasons of claims and recommendations */
};

/* Bytes in, findings out; document was made by document_init. False when document->error stopped it: what was
 * found before stays readable. */
bool analyse(struct document *document, const struct rules *rules, struct matcher *matcher,
             const struct settings *settings);

#endif
