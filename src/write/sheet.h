/* sheet.h: a page for people: labels at the left margin, text beside them. Private to write/. */
#ifndef SASEOL_WRITE_SHEET_H
#define SASEOL_WRITE_SHEET_H

#include "base/out.h"
#include "write/record.h"

enum look { PLAIN, HEADING, LABELS, DETAIL, MARK };

struct sheet {
	struct out *out;
	const struct record *record;
	const struct document *document;
	const struct wish *wish;
};

/* A list of words for the left margin, one a line. */
struct label {
	const char *words[8];
	size_t count;
	const char *mark;               /* before the first, or NULL */
};

enum { STRETCHES_MOST = 32 };

/* Stretches of a text that look different, in its order. */
struct stretches {
	struct stretch {
		size_t start, stop;
		enum look look;
	} at[STRETCHES_MOST];
	size_t count;
};

/* Turns a look on, or off again: nothing happens without color. */
void sheet_look(const struct sheet *sheet, enum look look);

/* The words of a span of the text. */
struct slice sheet_words(const struct sheet *sheet, struct span at);

/* Did the reader ask for this part (SHOW_CLAIMS ...)? */
bool sheet_wanted(const struct sheet *sheet, unsigned show);

void label_add(struct label *label, const char *word);

/* A part of a text lifted out; what is not inside the whole is left alone. */
void stretches_add(struct stretches *stretches, struct span whole, struct span part, enum look look);

/* Safe words in a look. */
void sheet_print(const struct sheet *sheet, enum look how, struct slice words);

/* Text beside its label, both as long as they need, from a line of the label on. The text is made safe here. */
void sheet_beside(const struct sheet *sheet, const struct label *label, size_t *line, enum look how, struct slice text);
void sheet_stretches(const struct sheet *sheet, const struct label *label, size_t *line, enum look how, struct slice text,
                     struct stretches *stretches);

/* What fits into one line, and a sign that there is more. */
void sheet_beginning(const struct sheet *sheet, const struct label *label, size_t *line, const char *what, struct slice text);

/* The words of a label that no text stands beside. */
void sheet_rest_of_label(const struct sheet *sheet, const struct label *label, size_t *line);

void sheet_heading(const struct sheet *sheet, const char *heading, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
