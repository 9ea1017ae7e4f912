/* schema.c: what the output looks like, for machines (JSON Schema, draft 2020-12) and for people (a table in
 * Markdown). Both walk the tables of record.h and know no field. */
#include "write/schema.h"

#include <stdio.h>

enum { MOST_TABLES = 32 };

/* The tables that others refer to, each once. */
struct known {
	const struct record_table *tables[MOST_TABLES];
	size_t count;
};

/* ---- private from here ---- */

static void know(struct known *known, const struct record_table *table)
{
	for (size_t i = 0; i < known->count; i++)
		if (known->tables[i] == table)
			return;
	if (known->count < MOST_TABLES)
		known->tables[known->count++] = table;
}

/* All tables below the first, in the order in which they are met. */
static void know_all(struct known *known, const struct record_table *table)
{
	know(known, table);
	for (size_t i = 0; i < known->count; i++)
		for (size_t k = 0; k < known->tables[i]->count; k++)
			if (known->tables[i]->columns[k].table)
				know(known, known->tables[i]->columns[k].table);
}

static void print_words(struct out *out, const struct column *column, bool null)
{
	bool first = true;
	out_string(out, "\"enum\":[");
	for (size_t i = 0; column->words[i]; i++) {
		if (null && !*column->words[i])
			continue;
		if (!first)
			out_char(out, ',');
		first = false;
		out_json(out, slice_from(column->words[i]));
	}
	out_string(out, null ? ",null]" : "]");
}

static void print_link(struct out *out, const struct column *column)
{
	if (column->type == COLUMN_THESIS)
		out_string(out, "\"type\":\"string\",\"pattern\":\"^[cr][1-9][0-9]*$\"");
	else
		out_format(out, "\"type\":\"string\",\"pattern\":\"^%c[1-9][0-9]*$\"", column->prefix);
}

static void print_plain(struct out *out, const char *type, bool null)
{
	out_format(out, null ? "\"type\":[\"%s\",\"null\"]" : "\"type\":\"%s\"", type);
}

static void print_type(struct out *out, const struct column *column)
{
	bool null = column->when & MAY_BE_NULL;
	switch (column->type) {
	case COLUMN_STRING: case COLUMN_SHA256: case COLUMN_SLICE: case COLUMN_RULE: case COLUMN_LANGUAGE:
	case COLUMN_TEXT: case COLUMN_FIELD:
		print_plain(out, "string", null);
		break;
	case COLUMN_DECIMAL:
		out_string(out, "\"type\":[\"number\",\"string\",\"null\"]");
		break;
	case COLUMN_SIZE: case COLUMN_BYTES: case COLUMN_LINE: case COLUMN_START: case COLUMN_STOP:
	case COLUMN_SOURCE_START: case COLUMN_SOURCE_STOP:
		print_plain(out, "integer", null);
		out_string(out, ",\"minimum\":0");
		break;
	case COLUMN_TRUTH:
		print_plain(out, "boolean", null);
		break;
	case COLUMN_REAL:
		out_string(out, "\"type\":\"number\",\"minimum\":0,\"maximum\":1");
		break;
	case COLUMN_WORD:
		print_words(out, column, null);
		break;
	case COLUMN_WORDS:
		out_string(out, "\"type\":\"array\",\"items\":{");
		print_words(out, column, false);
		out_char(out, '}');
		break;
	case COLUMN_ID:
		print_link(out, column);
		break;
	case COLUMN_LINK:
		out_string(out, "\"anyOf\":[{");
		print_link(out, column);
		out_string(out, "},{\"type\":\"null\"}]");
		break;
	case COLUMN_LINKS: case COLUMN_THESIS:
		out_string(out, "\"type\":\"array\",\"items\":{");
		print_link(out, column);
		out_char(out, '}');
		break;
	case COLUMN_RULES:
		out_string(out, "\"type\":\"array\",\"items\":{\"type\":\"string\"}");
		break;
	case COLUMN_OBJECT:
		if (null)
			out_format(out, "\"anyOf\":[{\"$ref\":\"#/$defs/%s\"},{\"type\":\"null\"}]", column->table->name);
		else
			out_format(out, "\"$ref\":\"#/$defs/%s\"", column->table->name);
		break;
	case COLUMN_PARTS: case COLUMN_ROWS:
		out_format(out, "\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/%s\"}", column->table->name);
		break;
	}
}

static bool is_required(const struct record_table *table, const struct column *column)
{
	const unsigned optional = MAY_BE_MISSING | NEVER_LEAN | ONLY_EXPLAINED | ONLY_FAILED | WITH_CLAIMS | WITH_FIGURES
		| WITH_RECOMMENDATIONS | WITH_ARGUMENT | WITH_ANALYSIS;
	return !(column->when & optional) && (table != &record_documents || column->when & ALSO_FAILED);
}

static void print_table(struct out *out, const struct record_table *table, const char *indent)
{
	bool first = true;
	out_format(out, "%s\"description\":", indent);
	out_json(out, slice_from(table->about));
	out_format(out, ",\n%s\"type\":\"object\",\n%s\"properties\":{", indent, indent);
	for (size_t i = 0; i < table->count; i++) {
		const struct column *column = &table->columns[i];
		out_format(out, "%s\n%s ", i ? "," : "", indent);
		out_json(out, slice_from(column->name));
		out_string(out, ":{\"description\":");
		out_json(out, slice_from(column->about));
		out_char(out, ',');
		print_type(out, column);
		out_char(out, '}');
	}
	out_format(out, "},\n%s\"required\":[", indent);
	for (size_t i = 0; i < table->count; i++) {
		if (!is_required(table, &table->columns[i]))
			continue;
		out_format(out, "%s\"%s\"", first ? "" : ",", table->columns[i].name);
		first = false;
	}
	out_char(out, ']');
}

static bool is_place(const struct column *column)
{
	switch (column->type) {
	case COLUMN_TEXT: case COLUMN_START: case COLUMN_STOP: case COLUMN_SOURCE_START: case COLUMN_SOURCE_STOP:
	case COLUMN_PARTS: case COLUMN_FIELD:
		return true;
	default:
		return false;
	}
}

/* The fields of a table, or those that say where it stands: these are the same everywhere, and so are told once. */
static void print_rows(struct out *out, const struct record_table *table, bool places)
{
	bool headed = places;
	for (size_t i = 0; i < table->count; i++) {
		const struct column *column = &table->columns[i];
		if (is_place(column) != places)
			continue;
		if (!headed)
			out_format(out, "| **%s** | %s |\n", table->name, table->about);
		headed = true;
		out_format(out, "| `%s` | %s |\n", column->name, column->about);
	}
}

/* ---- */

void schema_json(struct out *out)
{
	struct known known = { .count = 0 };
	know_all(&known, &record_documents);
	out_string(out, "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\n\"title\":\"saseol/1\",\n");
	print_table(out, known.tables[0], "");
	out_string(out, ",\n\"$defs\":{");
	for (size_t i = 1; i < known.count; i++) {
		out_format(out, "%s\n \"%s\":{\n", i > 1 ? "," : "", known.tables[i]->name);
		print_table(out, known.tables[i], "  ");
		out_char(out, '}');
	}
	out_string(out, "}}\n");
}

void schema_markdown(struct out *out)
{
	struct known known = { .count = 0 };
	const struct record_table *placed = NULL;
	know_all(&known, &record_documents);
	out_string(out, "| field | |\n|---|---|\n");
	for (size_t i = 0; i < known.count; i++) {
		print_rows(out, known.tables[i], false);
		for (size_t k = 0; !placed && k < known.tables[i]->count; k++)
			if (known.tables[i]->columns[k].type == COLUMN_START)
				placed = known.tables[i];
	}
	out_string(out, "| **places** | of whatever has one |\n");
	print_rows(out, placed, true);
}
