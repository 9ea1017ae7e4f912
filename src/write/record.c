/* record.c: from a document to the values that outputs show: see record.h. The tables are in fields.c. */
#include "write/record.h"

#include <assert.h>

#include "base/digest.h"
#include "engine/language.h"
#include "engine/rules.h"
#include "base/version.h"

enum { DIGITS_OF_A_NUMBER = 15 };

const char record_schema[] = "saseol/1";

/* ---- private from here ---- */

/* Any bytes as well-formed UTF-8: names of files and ids need not be. */
static const char *well_formed(struct arena *arena, const char *string)
{
	struct slice bytes = slice_from(string);
	char *clean = arena_take(arena, 3 * bytes.len + 1), *to = clean;
	for (size_t i = 0; i < bytes.len;) {
		unsigned char c = (unsigned char)bytes.at[i];
		size_t len = c < 0x80 ? 1 : c < 0xC2 ? 0 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : c < 0xF5 ? 4 : 0, follow = 1;
		while (follow < len && i + follow < bytes.len && ((unsigned char)bytes.at[i + follow] & 0xC0) == 0x80)
			follow++;
		unsigned char next = i + 1 < bytes.len ? (unsigned char)bytes.at[i + 1] : 0;
		bool ill = !len || follow < len || (c == 0xE0 && next < 0xA0) || (c == 0xED && next > 0x9F)
		           || (c == 0xF0 && next < 0x90) || (c == 0xF4 && next > 0x8F);
		if (ill) {
			memcpy(to, "\xEF\xBF\xBD", 3);
			to += 3;
			i++;
		} else {
			memcpy(to, bytes.at + i, len);
			to += len;
			i += len;
		}
	}
	*to = '\0';
	return clean;
}

static const char *stated(struct arena *arena, struct slice words)
{
	return words.len ? well_formed(arena, arena_string(arena, words)) : NULL;
}

/* What JSON takes for a number, and what a reader's double holds exactly. */
static bool is_plain_number(struct slice s)
{
	size_t i = s.len && s.at[0] == '-', digits = 0, whole = i;
	while (i < s.len && s.at[i] >= '0' && s.at[i] <= '9')
		i++;
	if (i == whole || (s.at[whole] == '0' && i > whole + 1))
		return false;
	digits = i - whole;
	if (i < s.len && s.at[i] == '.') {
		size_t point = ++i;
		while (i < s.len && s.at[i] >= '0' && s.at[i] <= '9')
			i++;
		if (i == point)
			return false;
		digits += i - point;
	}
	return i == s.len && digits <= DIGITS_OF_A_NUMBER;
}

static const void *at(const void *row, const struct column *column)
{
	return (const char *)row + column->offset;
}

static struct value string_or_null(const char *string)
{
	if (!string)
		return (struct value){ .shape = VALUE_NULL };
	return (struct value){ .shape = VALUE_STRING, .string = slice_from(string) };
}

static struct value size_value(size_t size)
{
	return (struct value){ .shape = VALUE_SIZE, .size = size };
}

static const struct text *text_behind(const struct record *record, const struct column *column)
{
	return column->of == OF_PAGE ? &record->document->page : &record->document->text;
}

static struct origin origin_of(const struct record *record, const struct column *column, const void *row)
{
	if (column->of == OF_INPUT)
		return *(const struct origin *)at(row, column);
	return text_origin(text_behind(record, column), *(const struct span *)at(row, column));
}

static struct value source_value(const struct record *record, const struct column *column, const void *row)
{
	struct origin origin = origin_of(record, column, row);
	if (column->type == COLUMN_FIELD)
		return (struct value){ .shape = origin.field == FIELD_TITLE ? VALUE_STRING : VALUE_ABSENT,
		                       .string = SLICE("title") };
	if (column->when & MAY_BE_NULL && origin.start == origin.stop)
		return (struct value){ .shape = VALUE_NULL };
	return size_value(column->type == COLUMN_SOURCE_START ? origin.start : origin.stop);
}

static struct value parts_value(const struct record *record, const struct column *column, const void *row)
{
	struct value absent = { .shape = VALUE_ABSENT };
	if (column->of == OF_INPUT)
		return absent;
	const struct text *text = text_behind(record, column);
	struct span span = *(const struct span *)at(row, column);
	size_t count = text_parts(text, span, NULL, 0);
	if (count < 2)
		return absent;
	struct origin *parts = arena_take(record->document->arena, count * sizeof *parts);
	text_parts(text, span, parts, count);
	return (struct value){ .shape = VALUE_ROWS, .table = column->table, .row = parts, .count = count };
}

static struct value decimal_value(const struct column *column, const void *row)
{
	const struct slice *digits = at(row, column);
	enum figure_kind kind = ((const struct figure *)row)->kind;
	if (!digits->at)
		return (struct value){ .shape = VALUE_NULL };
	bool number = kind != FIGURE_DATE && kind != FIGURE_TIME && is_plain_number(*digits);
	return (struct value){ .shape = number ? VALUE_NUMBER : VALUE_STRING, .string = *digits };
}

/* Is the item that a link names among what is printed? */
static bool link_shown(const struct record *record, char prefix, size_t index)
{
	const struct document *document = record->document;
	const struct wish *wish = record->wish;
	unsigned show = prefix == 'f' ? SHOW_FIGURES : prefix == 'c' ? SHOW_CLAIMS : SHOW_RECOMMENDATIONS;
	if (wish->only && !(wish->only >> show & 1))
		return false;
	switch (prefix) {
	case 'f':
		return index < document->figures.len && record_figure_shown(wish, &document->figures.at[index]);
	case 'c':
		return index < document->claims.len && record_claim_shown(wish, &document->claims.at[index]);
	default:
		return index < document->recommendations.len
		       && record_recommendation_shown(wish, &document->recommendations.at[index]);
	}
}

static struct value link_value(const struct record *record, char prefix, size_t index, enum value_shape otherwise)
{
	if (index == NOWHERE || !link_shown(record, prefix, index))
		return (struct value){ .shape = otherwise };
	return (struct value){ .shape = VALUE_LINK, .prefix = prefix, .size = index + 1 };
}

static const char *digest_of(const struct document *document)
{
	char *hex = arena_take(document->arena, 65);
	digest_sha256(hex, document->input->bytes);
	return hex;
}

static struct value language_value(const struct record *record, const struct column *column, const void *row)
{
	const struct language *language = *(const struct language *const *)at(row, column);
	if (language)
		return string_or_null(language->code);
	return string_or_null(record->document->language ? "und" : record->lang);
}

static struct value rule_value(const struct rule *rule)
{
	return string_or_null(rule ? rule->id : NULL);
}

/* What a column must not be marked with to be printed (enum column_when). */
static unsigned hidden_by(const struct wish *wish)
{
	unsigned hidden = 0;
	if (wish->only) {
		hidden |= wish->only >> SHOW_CLAIMS & 1 ? 0 : WITH_CLAIMS;
		hidden |= wish->only >> SHOW_FIGURES & 1 ? 0 : WITH_FIGURES;
		hidden |= wish->only >> SHOW_RECOMMENDATIONS & 1 ? 0 : WITH_RECOMMENDATIONS;
		if (hidden & WITH_CLAIMS && hidden & WITH_RECOMMENDATIONS)
			hidden |= WITH_ARGUMENT;
	}
	if (wish->article)
		hidden |= WITH_ANALYSIS;
	if (wish->lean)
		hidden |= NEVER_LEAN;
	if (!wish->explain)
		hidden |= ONLY_EXPLAINED;
	return hidden;
}

/* A list in a document or finding, whatever it is a list of. */
typedef LIST(char) any_list;

static any_list list_at(const void *row, const struct column *column)
{
	any_list list;
	memcpy(&list, at(row, column), sizeof list);
	return list;
}

/* ---- */

void record_init(struct record *record, const struct document *document, const struct wish *wish, const char *by)
{
	const struct input *input = document->input;
	const struct meta *meta = &document->meta;
	struct arena *arena = document->arena;
	bool failed = document->error.kind != ERROR_NONE;
	*record = (struct record){
		.document = document, .wish = wish, .hidden = hidden_by(wish), .schema = record_schema, .id = well_formed(arena, input->id), .by = by,
		.lang = document->lang, .n = document->number,
		.source = {
			.read = input->bytes.at != NULL, .path = well_formed(arena, input->path ? input->path : "-"),
			.encoding = failed ? NULL : document->encoding, .kind = document->kind, .bytes = input->bytes.len,
			.date = stated(arena, meta->date), .outlet = stated(arena, meta->outlet), .author = stated(arena, meta->author),
			.section = stated(arena, meta->section), .url = stated(arena, meta->url),
			.language = stated(arena, meta->language),
			.line = input->line, .path_hex = input->path_hex,
			.sheet = input->sheet ? well_formed(arena, input->sheet) : NULL,
			.field = input->field ? well_formed(arena, input->field) : NULL
		},
		.title = { .present = document->has_title && document->paragraphs.len },
		.kicker = { .present = document->kicker.start < document->kicker.stop, .at = document->kicker },
		.text = { document->text.bytes, document->text.len },
		.error = { error_code(document->error.kind), NULL }
	};
	if (failed)
		record->error.message = well_formed(arena, document->error.message);
	if (record->title.present)
		record->title.at = document->paragraphs.at[0];
}

const char *record_by(struct arena *arena, const char *rules, unsigned options)
{
	return arena_format(arena, "saseol " SASEOL_VERSION " rules %s options %04x", rules, options & 0xFFFF);
}

struct value record_value(const struct record *record, const struct column *column, const void *row, size_t number)
{
	const struct document *document = record->document;
	if (document->error.kind != ERROR_NONE ? row == record && !(column->when & ALSO_FAILED) : column->when & ONLY_FAILED)
		return (struct value){ .shape = VALUE_ABSENT };
	if (column->when & record->hidden)
		return (struct value){ .shape = VALUE_ABSENT };
	if (column->when & IN_DOCUMENT)
		row = document;
	const void *place = at(row, column);
	switch (column->type) {
	case COLUMN_STRING:
		if (column->when & MAY_BE_MISSING && !*(const char *const *)place)
			return (struct value){ .shape = VALUE_ABSENT };
		return string_or_null(*(const char *const *)place);
	case COLUMN_SHA256:
		return string_or_null(record->source.read ? digest_of(document) : NULL);
	case COLUMN_SLICE:
		return (struct value){ .shape = VALUE_STRING, .string = *(const struct slice *)place };
	case COLUMN_DECIMAL:
		return decimal_value(column, row);
	case COLUMN_BYTES:
		return record->source.read ? size_value(*(const size_t *)place) : (struct value){ .shape = VALUE_NULL };
	case COLUMN_LINE:
		return *(const size_t *)place ? size_value(*(const size_t *)place) : (struct value){ .shape = VALUE_ABSENT };
	case COLUMN_SIZE:
		return size_value(*(const size_t *)place);
	case COLUMN_TRUTH:
		if (column->when & MAY_BE_MISSING && !*(const bool *)place)
			return (struct value){ .shape = VALUE_ABSENT };
		return (struct value){ .shape = VALUE_TRUTH, .truth = *(const bool *)place };
	case COLUMN_REAL:
		return (struct value){ .shape = VALUE_REAL, .real = *(const double *)place };
	case COLUMN_WORD: {
		const char *word = column->words[*(const unsigned *)place];
		return string_or_null(column->when & MAY_BE_NULL && !*word ? NULL : word);
	}
	case COLUMN_WORDS: {
		size_t count = 0;
		while (column->words[count])
			count++;
		return (struct value){ .shape = VALUE_LIST, .count = count };
	}
	case COLUMN_ID:
		return (struct value){ .shape = VALUE_LINK, .prefix = column->prefix, .size = number + 1 };
	case COLUMN_LINK:
		return link_value(record, column->prefix, *(const size_t *)place, VALUE_NULL);
	case COLUMN_LINKS: case COLUMN_THESIS: case COLUMN_RULES:
		return (struct value){ .shape = VALUE_LIST, .count = list_at(row, column).len };
	case COLUMN_RULE:
		return rule_value(*(const struct rule *const *)place);
	case COLUMN_LANGUAGE:
		return language_value(record, column, row);
	case COLUMN_TEXT:
		return (struct value){ .shape = VALUE_STRING,
		                       .string = text_slice(text_behind(record, column), *(const struct span *)place) };
	case COLUMN_START:
		return size_value(text_count(&document->text, ((const struct span *)place)->start, record->wish->offsets));
	case COLUMN_STOP:
		return size_value(text_count(&document->text, ((const struct span *)place)->stop, record->wish->offsets));
	case COLUMN_SOURCE_START: case COLUMN_SOURCE_STOP: case COLUMN_FIELD:
		return source_value(record, column, row);
	case COLUMN_PARTS:
		return parts_value(record, column, row);
	case COLUMN_OBJECT:
		if (column->table->present && !column->table->present(place))
			return (struct value){ .shape = VALUE_NULL };
		return (struct value){ .shape = VALUE_OBJECT, .table = column->table, .row = place };
	case COLUMN_ROWS: {
		any_list list = list_at(row, column);
		return (struct value){ .shape = VALUE_ROWS, .table = column->table, .row = list.at, .count = list.len };
	}
	}
	assert(!"a column of a type that has no value");
	return (struct value){ .shape = VALUE_ABSENT };
}

struct value record_element(const struct record *record, const struct column *column, const void *row, size_t i)
{
	if (column->when & IN_DOCUMENT)
		row = record->document;
	const void *place = at(row, column);
	switch (column->type) {
	case COLUMN_WORDS:
		if (!(*(const unsigned *)place >> i & 1))
			return (struct value){ .shape = VALUE_ABSENT };
		return string_or_null(column->words[i]);
	case COLUMN_LINKS:
		return link_value(record, column->prefix, ((const indexes *)place)->at[i], VALUE_ABSENT);
	case COLUMN_RULES:
		return rule_value(((const struct rule *const *)list_at(row, column).at)[i]);
	case COLUMN_THESIS: {
		const struct thesis *thesis = &record->document->thesis.at[i];
		return link_value(record, thesis->recommendation ? 'r' : 'c', thesis->index, VALUE_ABSENT);
	}
	default:
		assert(!"a column that is no list");
		return (struct value){ .shape = VALUE_ABSENT };
	}
}

const void *record_row(const struct record *record, const struct value *rows, size_t i)
{
	const void *row = (const char *)rows->row + i * rows->table->row_size;
	return !rows->table->shown || rows->table->shown(record->wish, row) ? row : NULL;
}
