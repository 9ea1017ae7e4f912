/* xlsx.c: a workbook in, a record for each row of its tables out. The first row of a sheet names the columns.
 *
 * A workbook is a zip of XML files: the strings of all cells in one of them, each sheet in one of its own, in any
 * order; so the strings are read first, and kept. Not to be guessed: a day may be written as text, as the number
 * 20240503, or as days since the end of 1899. */
#include <libxml/xmlreader.h>

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/out.h"
#include "read/date.h"
#include "read/headings.h"
#include "read/pack.h"
#include "read/reader.h"

enum { COLUMNS_MOST = 16384, SHEETS_MOST = 1024, DAYS_FROM_1904 = 1462 };

/* Where something is in a buffer that may still grow. */
struct place {
	size_t start, len;
	bool number;
};

struct sheet {
	char *name, *link, *file;       /* "Sheet1", "rId1", "xl/worksheets/sheet1.xml" */
};

struct xlsx {
	struct stream *zip, own;        /* own: a copy that can be read twice, of a stream that cannot */
	const struct inputs_wish *wish;
	struct sheet *sheets;
	size_t sheet_count, sheet_room, next_sheet;
	struct out strings;             /* all of them, one behind the other */
	struct place *string;
	size_t string_count, string_room;
	bool begun, from_1904, found_table;
	struct error no_table;          /* why the first sheet is none */

	/* the sheet at hand */
	struct pack *pack;
	xmlTextReaderPtr xml;
	struct error xml_error;
	struct columns columns;
	char *text_name;
	bool has_columns;
	size_t row;
	struct out cells;
	struct place *cell;
	size_t cell_count, cell_room;
};

/* ---- private from here: XML out of the zip ---- */

static int read_xml(void *xlsx_, char *to, int most)
{
	struct xlsx *xlsx = xlsx_;
	size_t got;
	return pack_read(xlsx->pack, to, (size_t)most, &got, &xlsx->xml_error) ? (int)got : -1;
}

static void be_silent(void *nobody, xmlErrorPtr error)
{
	(void)nobody;
	(void)error;
}

static void close_file(struct xlsx *xlsx)
{
	if (xlsx->xml)
		xmlFreeTextReader(xlsx->xml);
	xlsx->xml = NULL;
	pack_close(xlsx->pack);
	xlsx->pack = NULL;
}

/* Opens the file of that name in the zip; false where there is none, or with an error. */
static bool open_file(struct xlsx *xlsx, const char *name, struct error *error)
{
	struct pack_member member;
	close_file(xlsx);
	if (!stream_seek(xlsx->zip, 0))
		return error_set(error, ERROR_READ, "cannot be read twice");
	xlsx->pack = pack_open(xlsx->zip, PACK_ARCHIVE, xlsx->wish->max_size);
	if (!xlsx->pack)
		return error_set(error, ERROR_MEMORY, "out of memory");
	while (pack_next(xlsx->pack, &member, error)) {
		if (!slice_is(member.name, name))
			continue;
		xlsx->xml_error = (struct error){ ERROR_NONE, "" };
		xlsx->xml = xmlReaderForIO(read_xml, NULL, xlsx, NULL, NULL,
		                           XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_COMPACT);
		if (!xlsx->xml)
			return error_set(error, ERROR_MEMORY, "out of memory");
		xmlTextReaderSetStructuredErrorHandler(xlsx->xml, be_silent, NULL);
		return true;
	}
	return false;
}

/* The next node; false at the end or with an error. */
static bool next_node(struct xlsx *xlsx, struct error *error)
{
	int result = xmlTextReaderRead(xlsx->xml);
	if (result == 1)
		return true;
	if (xlsx->xml_error.kind != ERROR_NONE)
		return error_set(error, xlsx->xml_error.kind, "%s", xlsx->xml_error.message);
	return result == 0 ? false : error_set(error, ERROR_READ, "the XML in it is damaged");
}

static bool is_element(struct xlsx *xlsx, int type, const char *name)
{
	return xmlTextReaderNodeType(xlsx->xml) == type
	       && strcmp((const char *)xmlTextReaderConstLocalName(xlsx->xml), name) == 0;
}

static bool begins(struct xlsx *xlsx, const char *name)
{
	return is_element(xlsx, XML_READER_TYPE_ELEMENT, name);
}

static bool ends(struct xlsx *xlsx, const char *name)
{
	return is_element(xlsx, XML_READER_TYPE_END_ELEMENT, name);
}

static char *attribute(struct xlsx *xlsx, const char *name)
{
	return (char *)xmlTextReaderGetAttribute(xlsx->xml, (const xmlChar *)name);
}

static bool is_text(struct xlsx *xlsx)
{
	int type = xmlTextReaderNodeType(xlsx->xml);
	return type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_CDATA || type == XML_READER_TYPE_WHITESPACE
	       || type == XML_READER_TYPE_SIGNIFICANT_WHITESPACE;
}

/* A line end is written as _x000D_ by those who could not leave it out. */
static void add_text(struct xlsx *xlsx, struct out *to)
{
	struct slice text = slice_from((const char *)xmlTextReaderConstValue(xlsx->xml));
	for (size_t i = 0; i < text.len;) {
		const char *escape = memmem(text.at + i, text.len - i, "_x000D_", 7);
		size_t stop = escape ? (size_t)(escape - text.at) : text.len;
		out_bytes(to, text.at + i, stop - i);
		i = stop + (escape ? 7 : 0);
	}
}

static bool grow(void **list, size_t *room, size_t need, size_t size, struct error *error)
{
	size_t more = *room ? *room : 64;
	while (more < need)
		more *= 2;
	void *larger = more > *room ? realloc(*list, more * size) : *list;
	if (!larger)
		return error_set(error, ERROR_MEMORY, "out of memory");
	*list = larger;
	*room = more;
	return true;
}

/* ---- the workbook ---- */

static bool read_workbook(struct xlsx *xlsx, struct error *error)
{
	if (!open_file(xlsx, "xl/workbook.xml", error))
		return error->kind == ERROR_NONE ? error_set(error, ERROR_BINARY, "an office document that is no workbook") : false;
	while (next_node(xlsx, error)) {
		if (begins(xlsx, "workbookPr")) {
			char *from_1904 = attribute(xlsx, "date1904");
			xlsx->from_1904 = from_1904 && (strcmp(from_1904, "1") == 0 || strcmp(from_1904, "true") == 0);
			xmlFree(from_1904);
		}
		if (!begins(xlsx, "sheet") || xlsx->sheet_count == SHEETS_MOST)
			continue;
		if (!grow((void **)&xlsx->sheets, &xlsx->sheet_room, xlsx->sheet_count + 1, sizeof *xlsx->sheets, error))
			return false;
		xlsx->sheets[xlsx->sheet_count++] = (struct sheet){ attribute(xlsx, "name"), attribute(xlsx, "r:id"), NULL };
	}
	return error->kind == ERROR_NONE;
}

static bool read_links(struct xlsx *xlsx, struct error *error)
{
	if (!open_file(xlsx, "xl/_rels/workbook.xml.rels", error))
		return error->kind == ERROR_NONE ? error_set(error, ERROR_READ, "a workbook that does not say where its sheets are") : false;
	while (next_node(xlsx, error)) {
		if (!begins(xlsx, "Relationship"))
			continue;
		char *link = attribute(xlsx, "Id"), *target = attribute(xlsx, "Target");
		for (size_t i = 0; link && target && i < xlsx->sheet_count; i++) {
			struct sheet *sheet = &xlsx->sheets[i];
			if (!sheet->link || sheet->file || strcmp(sheet->link, link) != 0)
				continue;
			if (asprintf(&sheet->file, "%s%s", *target == '/' ? "" : "xl/", target + (*target == '/')) < 0)
				sheet->file = NULL;
		}
		xmlFree(link);
		xmlFree(target);
	}
	return error->kind == ERROR_NONE;
}

static bool read_strings(struct xlsx *xlsx, struct error *error)
{
	bool taking = false, spoken = false;
	if (!open_file(xlsx, "xl/sharedStrings.xml", error))
		return error->kind == ERROR_NONE;
	while (next_node(xlsx, error)) {
		if (begins(xlsx, "si")) {
			if (!grow((void **)&xlsx->string, &xlsx->string_room, xlsx->string_count + 1, sizeof *xlsx->string, error))
				return false;
			xlsx->string[xlsx->string_count++] = (struct place){ xlsx->strings.len, 0, false };
		} else if (begins(xlsx, "rPh") || ends(xlsx, "rPh")) {
			/* how the characters are spoken, for Japanese */
			spoken = begins(xlsx, "rPh") && !xmlTextReaderIsEmptyElement(xlsx->xml);
		} else if (begins(xlsx, "t") || ends(xlsx, "t")) {
			taking = begins(xlsx, "t") && !xmlTextReaderIsEmptyElement(xlsx->xml);
		} else if (taking && !spoken && xlsx->string_count && is_text(xlsx)) {
			add_text(xlsx, &xlsx->strings);
			struct place *last = &xlsx->string[xlsx->string_count - 1];
			last->len = xlsx->strings.len - last->start;
		}
		if (xlsx->strings.failed)
			return error_set(error, ERROR_MEMORY, "out of memory");
		if (xlsx->strings.len > xlsx->wish->max_size)
			return error_set(error, ERROR_TOO_LARGE, "its strings are larger than %zu bytes, the limit that --max-size sets", xlsx->wish->max_size);
	}
	return error->kind == ERROR_NONE;
}

/* What is read twice must be a file, or in memory. */
static bool make_seekable(struct xlsx *xlsx, struct error *error)
{
	char piece[16 * 1024];
	size_t got, all = 0;
	if (stream_size(xlsx->zip) >= 0)
		return true;
	int file = memfd_create("workbook", MFD_CLOEXEC);
	if (file < 0)
		return error_set(error, ERROR_MEMORY, "out of memory");
	do {
		if (!stream_read(xlsx->zip, piece, sizeof piece, &got, error))
			break;
		all += got;
		if (all > xlsx->wish->max_size)
			error_set(error, ERROR_TOO_LARGE, "larger than %zu bytes, the limit that --max-size sets", xlsx->wish->max_size);
		for (size_t at = 0; at < got && error->kind == ERROR_NONE;) {
			ssize_t written = write(file, piece + at, got - at);
			if (written < 0)
				error_set(error, ERROR_MEMORY, "out of memory");
			else
				at += (size_t)written;
		}
	} while (got && error->kind == ERROR_NONE);
	if (error->kind != ERROR_NONE) {
		close(file);
		return false;
	}
	stream_open_file(&xlsx->own, file);
	xlsx->zip = &xlsx->own;
	return true;
}

/* ---- a sheet ---- */

/* "AB12" is column 27. */
static size_t column_of(const char *reference, size_t otherwise)
{
	size_t column = 0;
	const char *at = reference;
	for (; at && *at >= 'A' && *at <= 'Z' && column < COLUMNS_MOST; at++)
		column = column * 26 + (size_t)(*at - 'A' + 1);
	return column ? column - 1 : otherwise;
}

static struct slice shared_string(const struct xlsx *xlsx, struct slice number)
{
	size_t i = 0;
	for (size_t k = 0; k < number.len; k++)
		i = number.at[k] >= '0' && number.at[k] <= '9' && i < SIZE_MAX / 16 ? i * 10 + (size_t)(number.at[k] - '0') : SIZE_MAX / 16;
	if (!number.len || i >= xlsx->string_count)
		return (struct slice){ NULL, 0 };
	return (struct slice){ xlsx->strings.bytes + xlsx->string[i].start, xlsx->string[i].len };
}

/* Reads up to the end of a cell, and keeps what it says. */
static bool read_cell(struct xlsx *xlsx, size_t column, struct error *error)
{
	char *type = attribute(xlsx, "t");
	bool shared = type && strcmp(type, "s") == 0, number = !type || strcmp(type, "n") == 0, taking = false, spoken = false;
	size_t start = xlsx->cells.len;
	bool empty = xmlTextReaderIsEmptyElement(xlsx->xml);
	xmlFree(type);
	while (!empty && next_node(xlsx, error) && !ends(xlsx, "c")) {
		bool value = begins(xlsx, "v") || begins(xlsx, "t");
		if (begins(xlsx, "rPh") || ends(xlsx, "rPh"))
			spoken = begins(xlsx, "rPh") && !xmlTextReaderIsEmptyElement(xlsx->xml);
		else if (value || ends(xlsx, "v") || ends(xlsx, "t"))
			taking = value && !xmlTextReaderIsEmptyElement(xlsx->xml);
		else if (taking && !spoken && is_text(xlsx))
			add_text(xlsx, &xlsx->cells);
		if (xlsx->cells.len > xlsx->wish->max_size)
			return error_set(error, ERROR_TOO_LARGE, "a row larger than %zu bytes, the limit that --max-size sets", xlsx->wish->max_size);
	}
	if (error->kind != ERROR_NONE)
		return false;
	if (shared && !xlsx->cells.failed) {
		struct slice words = shared_string(xlsx, (struct slice){ xlsx->cells.bytes + start, xlsx->cells.len - start });
		xlsx->cells.len = start;
		out_slice(&xlsx->cells, words);
	}
	if (column >= COLUMNS_MOST)
		return true;
	if (!grow((void **)&xlsx->cell, &xlsx->cell_room, column + 1, sizeof *xlsx->cell, error))
		return false;
	while (xlsx->cell_count <= column)
		xlsx->cell[xlsx->cell_count++] = (struct place){ start, 0, false };
	xlsx->cell[column] = (struct place){ start, xlsx->cells.len - start, number };
	return !xlsx->cells.failed || error_set(error, ERROR_MEMORY, "out of memory");
}

/* The next row with something in it; false at the end of the sheet or with an error. */
static bool read_row(struct xlsx *xlsx, struct error *error)
{
	size_t column = 0;
	out_clear(&xlsx->cells);
	xlsx->cell_count = 0;
	while (next_node(xlsx, error)) {
		if (begins(xlsx, "row")) {
			char *number = attribute(xlsx, "r");
			unsigned long said = number ? strtoul(number, NULL, 10) : 0;
			xlsx->row = said ? said : xlsx->row + 1;
			xmlFree(number);
			column = 0;
		} else if (begins(xlsx, "c")) {
			char *reference = attribute(xlsx, "r");
			column = column_of(reference, column);
			xmlFree(reference);
			if (!read_cell(xlsx, column++, error))
				return false;
		} else if (ends(xlsx, "row") && xlsx->cells.len) {
			return true;
		}
	}
	return false;
}

/* A day in a cell of numbers, as text. */
static struct slice day_of(const struct xlsx *xlsx, struct arena *arena, struct slice written)
{
	char digits[40];
	if (!written.len || written.len >= sizeof digits)
		return written;
	memcpy(digits, written.at, written.len);
	digits[written.len] = '\0';
	double number = strtod(digits, NULL);
	if (number >= 10000101 && number < 30000000)
		return slice_from(arena_format(arena, "%ld", (long)number));
	struct slice day = { NULL, 0 };
	if (number >= 1 && number < 200000)
		day = date_of_serial(arena, (long)number + (xlsx->from_1904 ? DAYS_FROM_1904 : 0));
	return day.len ? day : written;
}

static struct slice *row_cells(const struct xlsx *xlsx, struct arena *arena)
{
	/* cells that nothing stands in are left out of a file */
	size_t count = xlsx->has_columns && xlsx->columns.count > xlsx->cell_count ? xlsx->columns.count : xlsx->cell_count;
	struct slice *cells = arena_take(arena, (count + 1) * sizeof *cells);
	for (size_t i = 0; i < xlsx->cell_count; i++) {
		cells[i] = (struct slice){ xlsx->cells.bytes + xlsx->cell[i].start, xlsx->cell[i].len };
		if (xlsx->has_columns && i == xlsx->columns.at[HEADING_DATE] && xlsx->cell[i].number)
			cells[i] = day_of(xlsx, arena, cells[i]);
	}
	return cells;
}

/* Goes to the next sheet that is a table; false at the last one's end or with an error. */
static bool next_sheet(struct xlsx *xlsx, struct arena *arena, struct error *error)
{
	while (xlsx->next_sheet < xlsx->sheet_count) {
		const struct sheet *sheet = &xlsx->sheets[xlsx->next_sheet++];
		struct error no_table = { ERROR_NONE, "" };
		xlsx->has_columns = false;
		xlsx->row = 0;
		if (!sheet->file || !open_file(xlsx, sheet->file, error) || !read_row(xlsx, error)) {
			if (error->kind != ERROR_NONE)
				return false;
			continue;
		}
		struct slice *names = row_cells(xlsx, arena);
		xlsx->has_columns = columns_find(&xlsx->columns, xlsx->wish, names, xlsx->cell_count, &no_table);
		if (!xlsx->has_columns) {
			if (xlsx->no_table.kind == ERROR_NONE)
				xlsx->no_table = no_table;
			continue;
		}
		struct slice name = slice_trim(names[xlsx->columns.at[HEADING_TEXT]]);
		free(xlsx->text_name);
		xlsx->text_name = strndup(name.at, name.len);
		xlsx->found_table = true;
		return xlsx->text_name || error_set(error, ERROR_MEMORY, "out of memory");
	}
	if (!xlsx->found_table && xlsx->no_table.kind != ERROR_NONE)
		*error = xlsx->no_table;
	return false;
}

/* ---- the reader ---- */

/* The first file of the zip tells. */
static bool recognise(struct slice head, const struct inputs_wish *wish)
{
	static const char *const first[] = { "[Content_Types].xml", "_rels/", "docProps/", "xl/" };
	enum { NAME_AT = 30 };
	(void)wish;
	if (head.len < NAME_AT || !slice_starts(head, SLICE("PK\3\4")))
		return false;
	struct slice name = { head.at + NAME_AT, head.len - NAME_AT };
	for (size_t i = 0; i < sizeof first / sizeof *first; i++)
		if (slice_starts(name, slice_from(first[i])))
			return true;
	return false;
}

static void *open_xlsx(struct stream *stream, const struct inputs_wish *wish)
{
	struct xlsx *xlsx = calloc(1, sizeof *xlsx);
	if (!xlsx)
		return NULL;
	xlsx->zip = stream;
	xlsx->own.file = -1;
	xlsx->wish = wish;
	out_init(&xlsx->strings);
	out_init(&xlsx->cells);
	return xlsx;
}

static void close_xlsx(void *xlsx_)
{
	struct xlsx *xlsx = xlsx_;
	close_file(xlsx);
	stream_release(&xlsx->own);
	for (size_t i = 0; i < xlsx->sheet_count; i++) {
		xmlFree(xlsx->sheets[i].name);
		xmlFree(xlsx->sheets[i].link);
		free(xlsx->sheets[i].file);
	}
	free(xlsx->sheets);
	free(xlsx->string);
	free(xlsx->cell);
	free(xlsx->text_name);
	out_release(&xlsx->strings);
	out_release(&xlsx->cells);
	free(xlsx);
}

static enum found next(void *xlsx_, struct arena *arena, struct input *input, struct part *part, struct error *error)
{
	struct xlsx *xlsx = xlsx_;
	(void)part;
	if (!xlsx->begun) {
		xlsx->begun = true;
		if (!make_seekable(xlsx, error) || !read_workbook(xlsx, error) || !read_links(xlsx, error) || !read_strings(xlsx, error))
			return FOUND_FAULT;
	}
	while (!xlsx->has_columns || !read_row(xlsx, error)) {
		if (error->kind != ERROR_NONE || !next_sheet(xlsx, arena, error)) {
			xlsx->has_columns = false;
			return error->kind == ERROR_NONE ? FOUND_NOTHING : FOUND_FAULT;
		}
	}
	input->line = xlsx->row;
	xlsx->columns.text = arena_string(arena, slice_from(xlsx->text_name));
	if (xlsx->next_sheet > 1)
		input->sheet = arena_string(arena, slice_from(xlsx->sheets[xlsx->next_sheet - 1].name));
	struct slice *cells = row_cells(xlsx, arena);
	columns_fill(&xlsx->columns, input, arena, cells,
	             xlsx->cell_count > xlsx->columns.count ? xlsx->cell_count : xlsx->columns.count, error);
	return FOUND_DOCUMENT;
}

/* ---- */

const struct reader reader_xlsx = { "xlsx", recognise, open_xlsx, next, close_xlsx, true, NULL };
