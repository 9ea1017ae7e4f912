/* text.c: the view for people: title and point, what should be done, what is claimed, the figures.
 *
 * Every item has its label at the left margin and its own words beside it; what the program adds stands below, in
 * words of its own. The claims worth checking come first, the best of them on top. It reads as well without color,
 * which only lifts out who should act, by when, and the figures. */
#include "write/sheet.h"
#include "write/terminal.h"
#include "write/writer.h"

#include <stdio.h>
#include <stdlib.h>

#include "engine/rules.h"

enum { FIGURE_MOST = 30, VALUE_MOST = 34 };

/* ---- private from here ---- */

static void add_named(const struct sheet *sheet, struct out *details, const char *what, const struct named *named)
{
	if (!named->present)
		return;
	if (details->len)
		out_string(details, "; ");
	out_string(details, what);
	out_slice(details, sheet_words(sheet, named->at));
	if (!span_empty(named->means))
		out_format(details, " (%s)", named->name);
	if (named->implied)
		out_string(details, " (implied)");
}

/* ---- why ---- */

static void print_why(const struct sheet *sheet, const struct label *label, size_t *line, const struct rule *rule,
                      const reasons *why)
{
	struct out reason;
	out_init(&reason);
	if (rule && !why->len) {
		out_format(&reason, "why: %s", rule->id);
		sheet_beside(sheet, label, line, DETAIL, (struct slice){ reason.bytes, reason.len });
	}
	for (size_t i = 0; i < why->len; i++) {
		const struct reason *fired = &why->at[i];
		out_clear(&reason);
		out_format(&reason, "why: %s", fired->rule ? fired->rule->id : fired->feature ? fired->feature : "");
		if (fired->at.start < fired->at.stop) {
			out_string(&reason, " \"");
			out_slice(&reason, sheet_words(sheet, fired->at));
			out_char(&reason, '"');
		}
		if (fired->effect && *fired->effect)
			out_format(&reason, ": %s", fired->effect);
		sheet_beside(sheet, label, line, DETAIL, (struct slice){ reason.bytes, reason.len });
	}
	out_release(&reason);
}

static const reasons no_reasons;

/* ---- recommendations ---- */

static const char *const stance_notes[] = {
	[STANCE_NONE] = NULL, [STANCE_ENDORSE] = "the author agrees", [STANCE_REJECT] = "the author does not agree", [STANCE_NEUTRAL] = NULL
};

/* A reason that stands above already is not said again. */
static void print_recommendation(const struct sheet *sheet, const struct recommendation *item, size_t *reason)
{
	struct label label = { .count = 0 };
	struct stretches stretches = { .count = 0 };
	struct out details;
	size_t line = 0;
	label_add(&label, strength_words[item->strength]);
	if (item->polarity == POLARITY_AVOID)
		label_add(&label, "to avoid");
	if (item->voice == VOICE_SOURCE)
		label_add(&label, "reported");
	stretches_add(&stretches, item->at, item->target.at, HEADING);
	stretches_add(&stretches, item->at, item->deadline.at, LABELS);
	sheet_stretches(sheet, &label, &line, PLAIN, sheet_words(sheet, item->at), &stretches);
	out_init(&details);
	add_named(sheet, &details, "says: ", &item->speaker);
	if (stance_notes[item->stance])
		out_format(&details, "%s%s", details.len ? "; " : "", stance_notes[item->stance]);
	add_named(sheet, &details, "who: ", &item->target);
	add_named(sheet, &details, "by when: ", &item->deadline);
	add_named(sheet, &details, "if: ", &item->condition);
	if (sheet->wish->explain)
		add_named(sheet, &details, "what: ", &item->action);
	sheet_beside(sheet, &label, &line, DETAIL, (struct slice){ details.bytes, details.len });
	out_release(&details);
	if (item->because.len && item->because.at[0] != *reason && sheet_wanted(sheet, SHOW_CLAIMS)) {
		*reason = item->because.at[0];
		sheet_beginning(sheet, &label, &line, "because: ", sheet_words(sheet, sheet->document->claims.at[item->because.at[0]].at));
	}
	if (sheet->wish->explain)
		print_why(sheet, &label, &line, item->rule, &item->why);
	sheet_rest_of_label(sheet, &label, &line);
}

/* The author's first, then what the text reports. */
static void print_recommendations(const struct sheet *sheet)
{
	const struct document *document = sheet->document;
	size_t shown = 0, reason = NOWHERE;
	for (size_t i = 0; i < document->recommendations.len; i++)
		shown += record_recommendation_shown(sheet->wish, &document->recommendations.at[i]);
	if (!shown)
		return;
	sheet_heading(sheet, "Recommendations", " (%zu)", shown);
	for (enum voice voice = VOICE_AUTHOR; voice <= VOICE_SOURCE; voice++) {
		for (size_t i = 0; i < document->recommendations.len; i++) {
			const struct recommendation *item = &document->recommendations.at[i];
			if (item->voice == voice && record_recommendation_shown(sheet->wish, item))
				print_recommendation(sheet, item, &reason);
		}
	}
}

/* ---- claims ---- */

static bool is_checkable(const struct claim *claim)
{
	return claim->checkable >= 0.5;
}

static void print_claim(const struct sheet *sheet, const struct claim *item)
{
	struct label label = { .mark = is_checkable(item) ? "*" : NULL };
	struct stretches stretches = { .count = 0 };
	struct out details;
	size_t line = 0;
	for (size_t i = 0; claim_kind_words[i]; i++)
		if (item->kinds >> i & 1)
			label_add(&label, claim_kind_words[i]);
	for (size_t i = 0; i < item->figures.len; i++)
		stretches_add(&stretches, item->at, sheet->document->figures.at[item->figures.at[i]].at, HEADING);
	sheet_stretches(sheet, &label, &line, PLAIN, sheet_words(sheet, item->at), &stretches);
	out_init(&details);
	if (item->voice == VOICE_SOURCE && !item->speaker.present)
		out_string(&details, "says: a source");
	add_named(sheet, &details, "says: ", &item->speaker);
	if (item->voice == VOICE_SOURCE && item->quote != QUOTE_NONE)
		out_format(&details, " (%s)", quote_words[item->quote]);
	if (stance_notes[item->stance])
		out_format(&details, "; %s", stance_notes[item->stance]);
	if (item->hedged)
		out_string(&details, details.len ? "; hedged" : "hedged");
	sheet_beside(sheet, &label, &line, DETAIL, (struct slice){ details.bytes, details.len });
	out_clear(&details);
	if (sheet->wish->explain) {
		add_named(sheet, &details, "cause: ", &item->cause);
		add_named(sheet, &details, "effect: ", &item->effect);
		out_format(&details, "%scheckable: %.2f", details.len ? "; " : "", item->checkable);
		sheet_beside(sheet, &label, &line, DETAIL, (struct slice){ details.bytes, details.len });
		print_why(sheet, &label, &line, item->rules.len ? item->rules.at[0] : NULL, &item->why);
	}
	out_release(&details);
	sheet_rest_of_label(sheet, &label, &line);
}

static int most_checkable_first(const void *a_, const void *b_)
{
	const struct claim *a = *(const struct claim *const *)a_, *b = *(const struct claim *const *)b_;
	if (a->checkable != b->checkable)
		return a->checkable > b->checkable ? -1 : 1;
	return a < b ? -1 : a > b;
}

/* Those worth checking in the order of their worth, the others as they stand in the text. */
static void print_claims(const struct sheet *sheet)
{
	const struct document *document = sheet->document;
	const struct claim **shown = arena_take(document->arena, (document->claims.len + 1) * sizeof *shown);
	size_t checkable = 0, count = 0;
	for (int turn = 0; turn < 2; turn++) {
		for (size_t i = 0; i < document->claims.len; i++) {
			const struct claim *item = &document->claims.at[i];
			if (is_checkable(item) == (turn == 0) && record_claim_shown(sheet->wish, item))
				shown[count++] = item;
		}
		if (turn == 0)
			checkable = count;
	}
	if (checkable)
		qsort(shown, checkable, sizeof *shown, most_checkable_first);
	if (checkable)
		sheet_heading(sheet, "Claims to check", " (%zu of %zu)", checkable, count);
	for (size_t i = 0; i < count; i++) {
		if (i == checkable)
			sheet_heading(sheet, checkable ? "Other claims" : "Claims", " (%zu)", count - checkable);
		print_claim(sheet, shown[i]);
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

static void add_value(const struct sheet *sheet, struct out *out, const struct figure *figure)
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
		out_slice(out, sheet_words(sheet, figure->per.at));
	}
	const struct change *change = &figure->change;
	if (change->direction == DIRECTION_NONE)
		return;
	out_string(out, change->direction == DIRECTION_UP ? ", up" : ", down");
	if (change->from != NOWHERE && change->from < sheet->document->figures.len) {
		out_string(out, " from ");
		add_number(out, sheet->document->figures.at[change->from].value, grouped);
	}
}

struct figure_row {
	struct out figure, value;
	const struct figure *item;
};

static void print_figure(const struct sheet *sheet, const struct figure_row *row, size_t figure_width, size_t value_width)
{
	struct slice figure = { row->figure.bytes, row->figure.len }, value = { row->value.bytes, row->value.len };
	size_t taken = figure.len ? terminal_width(figure) : 0;
	out_string(sheet->out, "  ");
	out_slice(sheet->out, figure);
	terminal_pad(sheet->out, taken, figure_width);
	out_string(sheet->out, "  ");
	taken = value.len ? terminal_width(value) : 0;
	sheet_print(sheet, LABELS, value);
	terminal_pad(sheet->out, taken, value_width);
	sheet_look(sheet, DETAIL);
	out_format(sheet->out, "  %s", figure_kind_words[row->item->kind]);
	if (row->item->of.present) {
		out_string(sheet->out, ": ");
		terminal_safe(sheet->out, sheet_words(sheet, row->item->of.at));
	}
	sheet_look(sheet, PLAIN);
	out_char(sheet->out, '\n');
	if (sheet->wish->explain && row->item->rule) {
		struct label label = { .count = 0 };
		size_t line = 0;
		print_why(sheet, &label, &line, row->item->rule, &no_reasons);
	}
}

static void print_figures(const struct sheet *sheet)
{
	const struct document *document = sheet->document;
	struct arena *arena = document->arena;
	struct figure_row *rows = arena_take(arena, (document->figures.len + 1) * sizeof *rows);
	size_t count = 0, figure_width = 0, value_width = 0;
	for (size_t i = 0; i < document->figures.len; i++) {
		const struct figure *item = &document->figures.at[i];
		if (!record_figure_shown(sheet->wish, item))
			continue;
		struct figure_row *row = &rows[count++];
		row->item = item;
		struct out value;
		out_init(&value);
		terminal_safe(&row->figure, sheet_words(sheet, item->at));
		add_value(sheet, &value, item);
		terminal_safe(&row->value, (struct slice){ value.bytes, value.len });
		out_release(&value);
		size_t width = row->figure.len ? terminal_width((struct slice){ row->figure.bytes, row->figure.len }) : 0;
		figure_width = width > figure_width && width <= FIGURE_MOST ? width : figure_width;
		width = row->value.len ? terminal_width((struct slice){ row->value.bytes, row->value.len }) : 0;
		value_width = width > value_width && width <= VALUE_MOST ? width : value_width;
	}
	if (count)
		sheet_heading(sheet, "Figures", " (%zu)", count);
	for (size_t i = 0; i < count; i++) {
		print_figure(sheet, &rows[i], figure_width, value_width);
		out_release(&rows[i].figure);
		out_release(&rows[i].value);
	}
}

/* ---- the page ---- */

static void print_top(const struct sheet *sheet)
{
	const struct record *record = sheet->record;
	struct out safe;
	struct slice part, rest;
	out_init(&safe);
	if (record->title.present)
		terminal_safe(&safe, sheet_words(sheet, record->title.at));
	else
		terminal_safe(&safe, slice_from(record->id));
	rest = (struct slice){ safe.bytes, safe.len };
	while (terminal_line(&part, &rest, sheet->wish->width)) {
		sheet_print(sheet, HEADING, part);
		out_char(sheet->out, '\n');
	}
	sheet_look(sheet, DETAIL);
	if (record->kicker.present) {
		terminal_safe(sheet->out, text_slice(&sheet->document->page, record->kicker.at));
		out_string(sheet->out, ", ");
	}
	terminal_safe(sheet->out, slice_from(record->source.path));
	if (record->source.line)
		out_format(sheet->out, ":%zu", record->source.line);
	size_t sentences = sheet->document->sentences.len;
	out_format(sheet->out, ", %s, %zu sentence%s", record->lang, sentences, sentences == 1 ? "" : "s");
	sheet_look(sheet, PLAIN);
	out_char(sheet->out, '\n');
	out_release(&safe);
}

/* What speaks for a thesis. */
static void print_merits(const struct sheet *sheet, struct span at)
{
	const struct document *document = sheet->document;
	const struct label none = { .count = 0 };
	struct out details;
	size_t line = 0;
	out_init(&details);
	for (size_t i = 0; sheet->wish->explain && i < document->thesis_why.len; i++) {
		const struct reason *merit = &document->thesis_why.at[i];
		if (merit->at.start == at.start && merit->at.stop == at.stop)
			out_format(&details, "%s%s %s", details.len ? ", " : "why: ", merit->feature, merit->effect);
	}
	sheet_beside(sheet, &none, &line, DETAIL, (struct slice){ details.bytes, details.len });
	out_release(&details);
}

static void print_thesis(const struct sheet *sheet)
{
	const struct document *document = sheet->document;
	const struct label none = { .count = 0 };
	size_t line = 0;
	bool headed = false;
	for (size_t i = 0; i < document->thesis.len; i++) {
		const struct thesis *thesis = &document->thesis.at[i];
		if (!sheet_wanted(sheet, thesis->recommendation ? SHOW_RECOMMENDATIONS : SHOW_CLAIMS))
			continue;
		if (!headed)
			sheet_heading(sheet, "The point", "%s", "");
		headed = true;
		struct span at = thesis->recommendation ? document->recommendations.at[thesis->index].at : document->claims.at[thesis->index].at;
		sheet_beside(sheet, &none, &line, PLAIN, sheet_words(sheet, at));
		print_merits(sheet, at);
	}
}

static void print_removed(const struct sheet *sheet)
{
	const struct document *document = sheet->document;
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
		out_char(sheet->out, '\n');
		sheet_look(sheet, DETAIL);
		out_string(sheet->out, "Removed from the page: ");
		out_bytes(sheet->out, line.bytes, line.len);
		sheet_look(sheet, PLAIN);
		out_char(sheet->out, '\n');
	}
	out_release(&line);
}

static void print_notes(const struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->document->notes.len; i++) {
		out_string(sheet->out, i ? "Note: " : "\nNote: ");
		terminal_safe(sheet->out, slice_from(sheet->document->notes.at[i].message));
		out_char(sheet->out, '\n');
	}
}

/* A document that failed is spoken of on standard error, and leaves nothing here. */
static void text_document(struct out *out, const struct record *record)
{
	const struct sheet sheet = { out, record, record->document, record->wish };
	if (sheet.document->error.kind != ERROR_NONE)
		return;
	print_top(&sheet);
	print_thesis(&sheet);
	if (sheet_wanted(&sheet, SHOW_RECOMMENDATIONS))
		print_recommendations(&sheet);
	if (sheet_wanted(&sheet, SHOW_CLAIMS))
		print_claims(&sheet);
	if (sheet_wanted(&sheet, SHOW_FIGURES))
		print_figures(&sheet);
	print_removed(&sheet);
	print_notes(&sheet);
}

/* ---- */

const struct writer writer_text = { .name = "text", .about = "a page for people", .between = "\n",
	.document = text_document };
