/* sheet.c: see sheet.h. */
#include "write/sheet.h"

#include <stdarg.h>
#include <stdio.h>

#include "write/terminal.h"

enum { LABEL = 14 };

void sheet_look(const struct sheet *sheet, enum look look)
{
	static const char *const codes[] = { "\33[0m", "\33[1m", "\33[36m", "\33[2m", "\33[1;32m" };
	if (sheet->wish->color)
		out_string(sheet->out, codes[look]);
}

struct slice sheet_words(const struct sheet *sheet, struct span at)
{
	return text_slice(&sheet->document->text, at);
}

bool sheet_wanted(const struct sheet *sheet, unsigned show)
{
	return !sheet->wish->only || sheet->wish->only >> show & 1;
}

void label_add(struct label *label, const char *word)
{
	if (label->count < sizeof label->words / sizeof label->words[0])
		label->words[label->count++] = word;
}

void sheet_print(const struct sheet *sheet, enum look how, struct slice words)
{
	if (!words.len)
		return;
	if (how != PLAIN)
		sheet_look(sheet, how);
	out_slice(sheet->out, words);
	if (how != PLAIN)
		sheet_look(sheet, PLAIN);
}

static void print_label(const struct sheet *sheet, const struct label *label, size_t line)
{
	const char *word = line < label->count ? label->words[line] : "";
	if (line == 0 && label->mark)
		sheet_print(sheet, MARK, slice_from(label->mark));
	else
		out_char(sheet->out, ' ');
	out_char(sheet->out, ' ');
	sheet_print(sheet, LABELS, slice_from(word));
	terminal_pad(sheet->out, 2 + strlen(word), LABEL);
}

void stretches_add(struct stretches *stretches, struct span whole, struct span part, enum look look)
{
	if (stretches->count == STRETCHES_MOST || part.start >= part.stop || part.start < whole.start || part.stop > whole.stop)
		return;
	size_t i = stretches->count++;
	for (; i > 0 && stretches->at[i - 1].start > part.start - whole.start; i--)
		stretches->at[i] = stretches->at[i - 1];
	stretches->at[i] = (struct stretch){ part.start - whole.start, part.stop - whole.start, look };
}

/* The text made safe; the stretches move with it, and give way where they overlap. */
static void make_safe(struct out *safe, struct slice text, struct stretches *stretches)
{
	size_t done = 0, kept = 0;
	for (size_t i = 0; i < stretches->count; i++) {
		struct stretch stretch = stretches->at[i];
		if (stretch.start < done)
			continue;
		terminal_safe(safe, (struct slice){ text.at + done, stretch.start - done });
		size_t start = safe->len;
		terminal_safe(safe, (struct slice){ text.at + stretch.start, stretch.stop - stretch.start });
		stretches->at[kept++] = (struct stretch){ start, safe->len, stretch.look };
		done = stretch.stop;
	}
	stretches->count = kept;
	terminal_safe(safe, (struct slice){ text.at + done, text.len - done });
}

/* One line of a safe text, with the parts of stretches that fall into it. */
static void print_line(const struct sheet *sheet, struct slice line, enum look how, const struct stretches *stretches, const char *text)
{
	size_t from = (size_t)(line.at - text), to = from + line.len;
	for (size_t i = 0; i < stretches->count && from < to; i++) {
		const struct stretch *stretch = &stretches->at[i];
		if (stretch->stop <= from || stretch->start >= to)
			continue;
		size_t start = stretch->start > from ? stretch->start : from, stop = stretch->stop < to ? stretch->stop : to;
		sheet_print(sheet, how, (struct slice){ text + from, start - from });
		sheet_print(sheet, stretch->look, (struct slice){ text + start, stop - start });
		from = stop;
	}
	sheet_print(sheet, how, (struct slice){ text + from, to - from });
}

/* Text beside its label, both as long as they need. The text is made safe here. */
void sheet_stretches(const struct sheet *sheet, const struct label *label, size_t *line, enum look how, struct slice text,
                            struct stretches *stretches)
{
	struct out safe;
	out_init(&safe);
	make_safe(&safe, text, stretches);
	struct slice rest = { safe.bytes, safe.len }, part;
	while (rest.at && terminal_line(&part, &rest, sheet->wish->width - LABEL)) {
		print_label(sheet, label, (*line)++);
		print_line(sheet, part, how, stretches, safe.bytes);
		out_char(sheet->out, '\n');
	}
	out_release(&safe);
}

void sheet_beside(const struct sheet *sheet, const struct label *label, size_t *line, enum look how, struct slice text)
{
	struct stretches none = { .count = 0 };
	sheet_stretches(sheet, label, line, how, text, &none);
}

/* What fits into one line, and a sign that there is more. */
void sheet_beginning(const struct sheet *sheet, const struct label *label, size_t *line, const char *what, struct slice text)
{
	struct out safe;
	struct slice part;
	out_init(&safe);
	out_string(&safe, what);
	terminal_safe(&safe, text);
	struct slice rest = { safe.bytes, safe.len };
	if (rest.at && terminal_line(&part, &rest, sheet->wish->width - LABEL - 2)) {
		print_label(sheet, label, (*line)++);
		sheet_look(sheet, DETAIL);
		out_slice(sheet->out, part);
		if (slice_trim(rest).len)
			out_string(sheet->out, " \xE2\x80\xA6");
		sheet_look(sheet, PLAIN);
		out_char(sheet->out, '\n');
	}
	out_release(&safe);
}

void sheet_rest_of_label(const struct sheet *sheet, const struct label *label, size_t *line)
{
	while (*line < label->count) {
		print_label(sheet, label, (*line)++);
		while (sheet->out->len && sheet->out->bytes[sheet->out->len - 1] == ' ')
			sheet->out->len--;
		out_char(sheet->out, '\n');
	}
}

void sheet_heading(const struct sheet *sheet, const char *heading, const char *format, ...)
{
	char more[128];
	va_list values;
	va_start(values, format);
	vsnprintf(more, sizeof more, format, values);
	va_end(values);
	out_char(sheet->out, '\n');
	sheet_print(sheet, HEADING, slice_from(heading));
	sheet_print(sheet, DETAIL, slice_from(more));
	out_char(sheet->out, '\n');
}
