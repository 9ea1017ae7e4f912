/* text.c: the view for people: title and point, what should be done, what is claimed, the figures.
 *
 * Every item has its label at the left margin and its own words beside it; what the program adds stands below, in
 * words of its own. It reads as well without color. */
#include "write/terminal.h"
#include "write/writer.h"

#include <stdarg.h>
#include <stdio.h>

#include "engine/rules.h"

enum { LABEL = 14, FIGURE_MOST = 30, VALUE_MOST = 34 };
enum look { PLAIN, HEADING, LABELS, DETAIL, MARK };

struct page {
	struct out *out;
	const struct record *record;
	const struct document *document;
	const struct wish *wish;
};

/* ---- private from here: words on the page ---- */

static void look(const struct page *page, enum look look)
{
	static const char *const codes[] = { "\33[0m", "\33[1m", "\33[36m", "\33[2m", "\33[1;32m" };
	if (page->wish->color)
		out_string(page->out, codes[look]);
}

static struct slice words_of(const struct page *page, struct span at)
{
	return text_slice(&page->document->text, at);
}

/* A list of words for the left margin, one a line. */
struct label {
	const char *words[8];
	size_t count;
	const char *mark;               /* before the first, or NULL */
};

static void label_add(struct label *label, const char *word)
{
	if (label->count < sizeof label->words / sizeof label->words[0])
		label->words[label->count++] = word;
}

static void print_in(const struct page *page, enum look how, struct slice words)
{
	if (!words.len)
		return;
	if (how != PLAIN)
		look(page, how);
	out_slice(page->out, words);
	if (how != PLAIN)
		look(page, PLAIN);
}

static void print_label(const struct page *page, const struct label *label, size_t line)
{
	const char *word = line < label->count ? label->words[line] : "";
	if (line == 0 && label->mark)
		print_in(page, MARK, slice_from(label->mark));
	else
		out_char(page->out, ' ');
	out_char(page->out, ' ');
	print_in(page, LABELS, slice_from(word));
	terminal_pad(page->out, 2 + strlen(word), LABEL);
}

/* Text beside its label, both as long as they need. The text is made safe here. */
static void print_beside(const struct page *page, const struct label *label, size_t *line, enum look how, struct slice text)
{
	struct out safe;
	out_init(&safe);
	terminal_safe(&safe, text);
	struct slice rest = { safe.bytes, safe.len }, part;
	while (rest.at && terminal_line(&part, &rest, page->wish->width - LABEL)) {
		print_label(page, label, (*line)++);
		print_in(page, how, part);
		out_char(page->out, '\n');
	}
	out_release(&safe);
}

static void print_rest_of_label(const struct page *page, const struct label *label, size_t *line)
{
	while (*line < label->count) {
		print_label(page, label, (*line)++);
		while (page->out->len && page->out->bytes[page->out->len - 1] == ' ')
			page->out->len--;
		out_char(page->out, '\n');
	}
}

static void print_heading(const struct page *page, const char *heading, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static void print_heading(const struct page *page, const char *heading, const char *format, ...)
{
	char more[128];
	va_list values;
	va_start(values, format);
	vsnprintf(more, sizeof more, format, values);
	va_end(values);
	out_char(page->out, '\n');
	print_in(page, HEADING, slice_from(heading));
	print_in(page, DETAIL, slice_from(more));
	out_char(page->out, '\n');
}

static void add_named(const struct page *page, struct out *details, const char *what, const struct named *named)
{
	if (!named->present)
		return;
	if (details->len)
		out_string(details, "; ");
	out_string(details, what);
	out_slice(details, words_of(page, named->at));
	if (!span_empty(named->means))
		out_format(details, " (%s)", named->name);
	if (named->implied)
		out_string(details, " (implied)");
}

/* ---- why ---- */

static void print_why(const struct page *page, const struct label *label, size_t *line, const struct rule *rule,
                      const reasons *why)
{
	struct out reason;
	out_init(&reason);
	if (rule && !why->len) {
		out_format(&reason, "why: %s", rule->id);
		print_beside(page, label, line, DETAIL, (struct slice){ reason.bytes, reason.len });
	}
	for (size_t i = 0; i < why->len; i++) {
		const struct reason *fired = &why->at[i];
		out_clear(&reason);
		out_format(&reason, "why: %s", fired->rule ? fired->rule->id : fired->feature ? fired->feature : "");
		if (fired->at.start < fired->at.stop) {
			out_string(&reason, " \"");
			out_slice(&reason, words_of(page, fired->at));
			out_char(&reason, '"');
		}
		if (fired->effect && *fired->effect)
			out_format(&reason, ": %s", fired->effect);
		print_beside(page, label, line, DETAIL, (struct slice){ reason.bytes, reason.len });
	}
	out_release(&reason);
}

static const reasons no_reasons;

/* ---- recommendations ---- */

static void print_recommendation(const struct page *page, const struct recommendation *item)
{
	struct label label = { .count = 0 };
	struct out details;
	size_t line = 0;
	label_add(&label, strength_words[item->strength]);
	if (item->polarity == POLARITY_AVOID)
		label_add(&label, "to avoid");
	if (item->voice == VOICE_SOURCE)
		label_add(&label, "reported");
	print_beside(page, &label, &line, PLAIN, words_of(page, item->at));
	out_init(&details);
	add_named(page, &details, "says: ", &item->speaker);
	add_named(page, &details, "who: ", &item->target);
	add_named(page, &details, "what: ", &item->action);
	add_named(page, &details, "by when: ", &item->deadline);
	add_named(page, &details, "if: ", &item->condition);
	print_beside(page, &label, &line, DETAIL, (struct slice){ details.bytes, details.len });
	out_release(&details);
	if (page->wish->explain)
		print_why(page, &label, &line, item->rule, &item->why);
	print_rest_of_label(page, &label, &line);
}

/* The author's first, then what the text reports. */
static void print_recommendations(const struct page *page)
{
	const struct document *document = page->document;
	size_t shown = 0;
	for (size_t i = 0; i < document->recommendations.len; i++)
		shown += record_recommendation_shown(page->wish, &document->recommendations.at[i]);
	if (!shown)
		return;
	print_heading(page, "Recommendations", " (%zu)", shown);
	for (enum voice voice = VOICE_AUTHOR; voice <= VOICE_SOURCE; voice++) {
		for (size_t i = 0; i < document->recommendations.len; i++) {
			const struct recommendation *item = &document->recommendations.at[i];
			if (item->voice == voice && record_recommendation_shown(page->wish, item))
				print_recommendation(page, item);
		}
	}
}

/* ---- claims ---- */

static bool is_checkable(const struct claim *claim)
{
	return claim->checkable >= 0.5;
}

static void print_claim(const struct page *page, const struct claim *item)
{
	struct label label = { .mark = is_checkable(item) ? "*" : NULL };
	struct out details;
	size_t line = 0;
	for (size_t i = 0; claim_kind_words[i]; i++)
		if (item->kinds >> i & 1)
			label_add(&label, claim_kind_words[i]);
	print_beside(page, &label, &line, PLAIN, words_of(page, item->at));
	out_init(&details);
	if (item->voice == VOICE_SOURCE && !item->speaker.present)
		out_string(&details, "says: a source");
	add_named(page, &details, "says: ", &item->speaker);
	if (item->voice == VOICE_SOURCE && item->quote != QUOTE_NONE)
		out_format(&details, " (%s)", quote_words[item->quote]);
	if (item->hedged)
		out_string(&details, details.len ? "; hedged" : "hedged");
	print_beside(page, &label, &line, DETAIL, (struct slice){ details.bytes, details.len });
	out_release(&details);
	if (page->wish->explain)
		print_why(page, &label, &line, item->rules.len ? item->rules.at[0] : NULL, &item->why);
	print_rest_of_label(page, &label, &line);
}

static void print_claims(const struct page *page)
{
	const struct document *document = page->document;
	size_t shown = 0, checkable = 0;
	for (size_t i = 0; i < document->claims.len; i++) {
		bool show = record_claim_shown(page->wish, &document->claims.at[i]);
		shown += show;
		checkable += show && is_checkable(&document->claims.at[i]);
	}
	if (!shown)
		return;
	if (checkable)
		print_heading(page, "Claims", " (%zu; * a fact-checker could take up %zu)", shown, checkable);
	else
		print_heading(page, "Claims", " (%zu)", shown);
	for (int turn = 0; turn < 2; turn++) {
		for (size_t i = 0; i < document->claims.len; i++) {
			const struct claim *item = &document->claims.at[i];
			if (is_checkable(item) == (turn == 0) && record_claim_shown(page->wish, item))
				print_claim(page, item);
		}
	}
}

/* ---- figures ---- */

/* 3500000000000 as 3,500,000,000,000; what is no plain number as it is. */
static void add_number(struct out *out, struct slice number, bool grouped)
{
	size_t whole = 0, sign = number.len && number.at[0] == '-';
	while (sign + whole < number.len && number.at[sign + whole] >= '0' && number.at[sign + whole] <= '9')
		whole++;
	bool plain = sign + whole == number.len || number.at[sign + whole] == '.';
	if (!grouped || !plain) {
		out_slice(out, number);
		return;
	}
	out_bytes(out, number.at, sign);
	for (size_t i = 0; i < whole; i++) {
		if (i && (whole - i) % 3 == 0)
			out_char(out, ',');
		out_char(out, number.at[sign + i]);
	}
	out_bytes(out, number.at + sign + whole, number.len - sign - whole);
}

static void add_value(const struct page *page, struct out *out, const struct figure *figure)
{
	static const char *const before[] = {
		[APPROX_ABOUT] = "about ", [APPROX_NEARLY] = "nearly ", [APPROX_MORE_THAN] = "> ", [APPROX_AT_LEAST] = ">= ",
		[APPROX_LESS_THAN] = "< ", [APPROX_AT_MOST] = "<= ", [APPROX_VAGUE] = "some "
	};
	bool grouped = figure->kind != FIGURE_DATE && figure->kind != FIGURE_TIME;
	bool range = figure->low.at || figure->high.at;
	if (before[figure->approx] && (figure->value.len || range))
		out_string(out, before[figure->approx]);
	if (range) {
		add_number(out, figure->low, grouped);
		out_string(out, figure->low.len && figure->high.len ? " to " : "");
		add_number(out, figure->high, grouped);
	} else {
		add_number(out, figure->value, grouped);
	}
	if (figure->unit.len && out->len) {
		if (!slice_is(figure->unit, "%"))
			out_char(out, ' ');
		out_slice(out, figure->unit);
	}
	if (figure->per.present) {
		out_string(out, " / ");
		out_slice(out, words_of(page, figure->per.at));
	}
	const struct change *change = &figure->change;
	if (change->direction == DIRECTION_NONE)
		return;
	out_string(out, change->direction == DIRECTION_UP ? ", up" : ", down");
	if (change->from != NOWHERE && change->from < page->document->figures.len) {
		out_string(out, " from ");
		add_number(out, page->document->figures.at[change->from].value, grouped);
	}
}

struct figure_row {
	struct out figure, value;
	const struct figure *item;
};

static void print_figure(const struct page *page, const struct figure_row *row, size_t figure_width, size_t value_width)
{
	struct slice figure = { row->figure.bytes, row->figure.len }, value = { row->value.bytes, row->value.len };
	size_t taken = figure.len ? terminal_width(figure) : 0;
	out_string(page->out, "  ");
	out_slice(page->out, figure);
	terminal_pad(page->out, taken, figure_width);
	out_string(page->out, "  ");
	taken = value.len ? terminal_width(value) : 0;
	print_in(page, LABELS, value);
	terminal_pad(page->out, taken, value_width);
	look(page, DETAIL);
	out_format(page->out, "  %s", figure_kind_words[row->item->kind]);
	if (row->item->of.present) {
		out_string(page->out, ": ");
		terminal_safe(page->out, words_of(page, row->item->of.at));
	}
	look(page, PLAIN);
	out_char(page->out, '\n');
	if (page->wish->explain && row->item->rule) {
		struct label label = { .count = 0 };
		size_t line = 0;
		print_why(page, &label, &line, row->item->rule, &no_reasons);
	}
}

static void print_figures(const struct page *page)
{
	const struct document *document = page->document;
	struct arena *arena = document->arena;
	struct figure_row *rows = arena_take(arena, (document->figures.len + 1) * sizeof *rows);
	size_t count = 0, figure_width = 0, value_width = 0;
	for (size_t i = 0; i < document->figures.len; i++) {
		const struct figure *item = &document->figures.at[i];
		if (!record_figure_shown(page->wish, item))
			continue;
		struct figure_row *row = &rows[count++];
		row->item = item;
		struct out value;
		out_init(&value);
		terminal_safe(&row->figure, words_of(page, item->at));
		add_value(page, &value, item);
		terminal_safe(&row->value, (struct slice){ value.bytes, value.len });
		out_release(&value);
		size_t width = row->figure.len ? terminal_width((struct slice){ row->figure.bytes, row->figure.len }) : 0;
		figure_width = width > figure_width && width <= FIGURE_MOST ? width : figure_width;
		width = row->value.len ? terminal_width((struct slice){ row->value.bytes, row->value.len }) : 0;
		value_width = width > value_width && width <= VALUE_MOST ? width : value_width;
	}
	if (count)
		print_heading(page, "Figures", " (%zu)", count);
	for (size_t i = 0; i < count; i++) {
		print_figure(page, &rows[i], figure_width, value_width);
		out_release(&rows[i].figure);
		out_release(&rows[i].value);
	}
}

/* ---- the page ---- */

static bool wanted(const struct page *page, unsigned show)
{
	return !page->wish->only || page->wish->only >> show & 1;
}

static void print_top(const struct page *page)
{
	const struct record *record = page->record;
	struct out safe;
	struct slice part, rest;
	out_init(&safe);
	if (record->title.present)
		terminal_safe(&safe, words_of(page, record->title.at));
	else
		terminal_safe(&safe, slice_from(record->id));
	rest = (struct slice){ safe.bytes, safe.len };
	while (terminal_line(&part, &rest, page->wish->width)) {
		print_in(page, HEADING, part);
		out_char(page->out, '\n');
	}
	look(page, DETAIL);
	if (record->kicker.present) {
		terminal_safe(page->out, text_slice(&page->document->page, record->kicker.at));
		out_string(page->out, ", ");
	}
	terminal_safe(page->out, slice_from(record->source.path));
	if (record->source.line)
		out_format(page->out, ":%zu", record->source.line);
	size_t sentences = page->document->sentences.len;
	out_format(page->out, ", %s, %zu sentence%s", record->lang, sentences, sentences == 1 ? "" : "s");
	look(page, PLAIN);
	out_char(page->out, '\n');
	out_release(&safe);
}

static void print_thesis(const struct page *page)
{
	const struct document *document = page->document;
	const struct label none = { .count = 0 };
	size_t line = 0;
	bool headed = false;
	for (size_t i = 0; i < document->thesis.len; i++) {
		const struct thesis *thesis = &document->thesis.at[i];
		if (!wanted(page, thesis->recommendation ? SHOW_RECOMMENDATIONS : SHOW_CLAIMS))
			continue;
		if (!headed)
			print_heading(page, "The point", "%s", "");
		headed = true;
		print_beside(page, &none, &line, PLAIN, words_of(page, thesis->recommendation
			? document->recommendations.at[thesis->index].at : document->claims.at[thesis->index].at));
	}
}

static void print_removed(const struct page *page)
{
	const struct document *document = page->document;
	struct out line;
	out_init(&line);
	for (size_t i = 0; i < document->removed.len; i++) {
		const char *category = document->removed.at[i].category;
		size_t before = 0, count = 0;
		for (size_t k = 0; k < document->removed.len; k++) {
			bool same = strcmp(document->removed.at[k].category, category) == 0;
			before += same && k < i;
			count += same;
		}
		if (!before)
			out_format(&line, "%s%s (%zu)", line.len ? ", " : "", category, count);
	}
	if (line.len) {
		out_char(page->out, '\n');
		look(page, DETAIL);
		out_string(page->out, "Removed from the page: ");
		out_bytes(page->out, line.bytes, line.len);
		look(page, PLAIN);
		out_char(page->out, '\n');
	}
	out_release(&line);
}

static void print_notes(const struct page *page)
{
	for (size_t i = 0; i < page->document->notes.len; i++) {
		out_string(page->out, i ? "Note: " : "\nNote: ");
		terminal_safe(page->out, slice_from(page->document->notes.at[i].message));
		out_char(page->out, '\n');
	}
}

/* A document that failed is spoken of on standard error, and leaves nothing here. */
static void text_document(struct out *out, const struct record *record)
{
	const struct page page = { out, record, record->document, record->wish };
	if (page.document->error.kind != ERROR_NONE)
		return;
	print_top(&page);
	print_thesis(&page);
	if (wanted(&page, SHOW_RECOMMENDATIONS))
		print_recommendations(&page);
	if (wanted(&page, SHOW_CLAIMS))
		print_claims(&page);
	if (wanted(&page, SHOW_FIGURES))
		print_figures(&page);
	print_removed(&page);
	print_notes(&page);
}

/* ---- */

const struct writer writer_text = { .name = "text", .about = "a page for people", .between = "\n",
	.document = text_document };
