/* csv.c: see csv.h. Rows in, records out; the first row names the columns.
 *
 * Not to be guessed: a quote that nobody closed would make the rest of the file one cell. It shows where a quoted
 * cell that has gone on to another line meets a quote with something else than the cell's end behind it, or grows
 * past all reason: the row is then broken, and reading goes on with the next line of it. A quote in a quoted cell on
 * its first line is taken as it stands, with a note. */
#include "read/csv.h"

#include <stdlib.h>
#include <string.h>

#include "read/headings.h"
#include "read/transcode.h"

enum { QUOTED_MOST = 16 * 1024 * 1024, CELLS_MOST = 4096 };

struct csv {
	struct stream stream;           /* in UTF-8 */
	struct transcoder *transcoder;
	const struct inputs_wish *wish;
	const char *may;                /* delimiters */
	char delimiter;
	bool begun, has_columns, used_up;       /* used_up: the row at the front was handed out */
	struct columns columns;
	char *text_name;
	struct csv_row row;
	size_t line;                    /* the next row begins on, from 1 */
};

/* ---- private from here: cells ---- */

static bool is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

static bool add_cell(struct csv_row *row, size_t start)
{
	if (row->count == row->room) {
		size_t room = row->room ? 2 * row->room : 32;
		struct csv_cell *cells = row->room < CELLS_MOST ? realloc(row->cells, room * sizeof *cells) : NULL;
		if (!cells)
			return row->room >= CELLS_MOST;
		row->cells = cells;
		row->room = room;
	}
	row->cells[row->count++] = (struct csv_cell){ start, start, false };
	return true;
}

static struct csv_cell *last_cell(struct csv_row *row)
{
	return &row->cells[row->count - 1];
}

/* Up to the closing quote. */
static enum csv_scan scan_quoted(struct csv_row *row, struct slice bytes, bool ended, char delimiter)
{
	for (;;) {
		const char *from = bytes.at + row->at, *quote = memchr(from, '"', bytes.len - row->at), *stop = quote;
		if (!stop)
			stop = bytes.at + bytes.len;
		for (const char *end = from; (end = memchr(end, '\n', (size_t)(stop - end))); end++)
			row->lines++;
		row->at = (size_t)(stop - bytes.at);
		if (!quote)
			return ended || row->at - last_cell(row)->start > QUOTED_MOST ? CSV_BROKEN : CSV_MORE;
		if (row->at + 1 == bytes.len && !ended)
			return CSV_MORE;
		char next = row->at + 1 < bytes.len ? quote[1] : '\n';
		if (next == '"') {
			last_cell(row)->doubled = true;
			row->at += 2;
		} else if (next == delimiter || is_line_end(next)) {
			last_cell(row)->stop = row->at++;
			row->state = CELL_CLOSED;
			return CSV_ROW;
		} else if (row->lines == row->opened_lines) {
			row->loose = true;
			row->at++;
		} else {
			return CSV_BROKEN;
		}
	}
}

static void scan_plain(struct csv_row *row, struct slice bytes, bool ended, char delimiter)
{
	while (row->at < bytes.len && bytes.at[row->at] != delimiter && !is_line_end(bytes.at[row->at]))
		row->at++;
	if (row->at < bytes.len || ended) {
		last_cell(row)->stop = row->at;
		row->state = CELL_CLOSED;
	}
}

static bool open_cell(struct csv_row *row, struct slice bytes)
{
	bool quoted = row->at < bytes.len && bytes.at[row->at] == '"';
	row->at += quoted;
	row->opened_lines = row->lines;
	row->state = quoted ? CELL_QUOTED : CELL_PLAIN;
	return add_cell(row, row->at);
}

/* Behind a cell: the next one, or the end of the row. */
static enum csv_scan close_cell(struct csv_row *row, struct slice bytes, bool ended, char delimiter)
{
	size_t left = bytes.len - row->at;
	if (left && bytes.at[row->at] == delimiter) {
		row->at++;
		row->state = CELL_NEXT;
		return CSV_MORE;
	}
	if (left < 2 && !ended && (!left || bytes.at[row->at] == '\r'))
		return CSV_MORE;
	bool pair = left > 1 && bytes.at[row->at] == '\r' && bytes.at[row->at + 1] == '\n';
	row->len = row->at + (pair ? 2 : left ? 1 : 0);
	row->lines += left > 0;
	return CSV_ROW;
}

/* ---- */

enum csv_scan csv_scan(struct csv_row *row, struct slice bytes, bool ended, char delimiter)
{
	for (;;) {
		size_t before = row->at;
		enum csv_scan scan = CSV_ROW;
		unsigned state = row->state;
		if (state == CELL_NEXT && (row->at < bytes.len || ended) && !open_cell(row, bytes))
			return CSV_MEMORY;
		if (row->state == CELL_QUOTED)
			scan = scan_quoted(row, bytes, ended, delimiter);
		else if (row->state == CELL_PLAIN)
			scan_plain(row, bytes, ended, delimiter);
		if (scan == CSV_BROKEN)
			return CSV_BROKEN;
		if (row->state == CELL_CLOSED) {
			scan = close_cell(row, bytes, ended, delimiter);
			if (scan == CSV_ROW)
				return CSV_ROW;
		}
		if (row->at == before && row->state == state)
			return CSV_MORE;
	}
}

void csv_clear(struct csv_row *row)
{
	*row = (struct csv_row){ .cells = row->cells, .room = row->room };
}

/* The cells of a complete row as slices, where no quote in them is doubled. */
static size_t plain_cells(struct slice *cells, size_t most, const struct csv_row *row, struct slice bytes)
{
	size_t count = row->count < most ? row->count : most;
	for (size_t i = 0; i < count; i++)
		cells[i] = (struct slice){ bytes.at + row->cells[i].start, row->cells[i].stop - row->cells[i].start };
	return count;
}

/* How many columns the first row of a table has, with one for the text among them; 0 where it is no table. */
static size_t columns_of(struct slice head, char delimiter, const struct inputs_wish *wish)
{
	enum { NAMES = 256, LONGEST_NAME = 100 };
	struct slice names[NAMES];
	struct csv_row row = { 0 };
	struct columns columns;
	struct error error = { ERROR_NONE, "" };
	size_t count = 0;
	if (csv_scan(&row, head, false, delimiter) == CSV_ROW && !row.loose && row.lines == 1) {
		count = plain_cells(names, NAMES, &row, head);
		for (size_t i = 0; i < count; i++)
			if (names[i].len > LONGEST_NAME)
				count = 0;
		if (!columns_find(&columns, wish, names, count, &error))
			count = 0;
	}
	size_t first = row.len;
	csv_clear(&row);
	/* a second row, where there is one, has as many */
	if (count && csv_scan(&row, (struct slice){ head.at + first, head.len - first }, false, delimiter) == CSV_ROW
	    && row.count != count && row.len > 2)
		count = 0;
	free(row.cells);
	return count;
}

char csv_delimiter(struct slice head, const char *may, const struct inputs_wish *wish)
{
	size_t most = 1;
	char best = '\0';
	for (; *may; may++) {
		size_t count = columns_of(head, *may, wish);
		if (count > most) {
			most = count;
			best = *may;
		}
	}
	return best;
}

/* ---- private from here: the reader ---- */

static bool begin(struct csv *csv, struct error *error)
{
	struct slice head;
	if (!stream_peek(&csv->stream, 1, &head, error))
		return false;
	/* a whole first row, so that its delimiter shows */
	for (size_t seen = 0; head.len > seen && head.len < 64 * 1024 && !memchr(head.at, '\n', head.len);) {
		seen = head.len;
		if (!stream_peek(&csv->stream, seen + 1, &head, error))
			return false;
	}
	csv->delimiter = csv_delimiter(head, csv->may, csv->wish);
	if (!csv->delimiter) {
		/* the most frequent one of the first line: what is missing is then said of its columns */
		size_t most = 0, len = 0;
		while (len < head.len && !is_line_end(head.at[len]))
			len++;
		csv->delimiter = *csv->may;
		for (const char *may = csv->may; *may; may++) {
			size_t count = 0;
			for (size_t i = 0; i < len; i++)
				count += head.at[i] == *may;
			if (count > most) {
				most = count;
				csv->delimiter = *may;
			}
		}
	}
	csv->line = 1;
	return true;
}

/* Takes the first line of a broken row away, and no more. */
static void skip_line(struct csv *csv)
{
	struct error passed_over = { ERROR_NONE, "" };
	struct slice line;
	stream_line(&csv->stream, 0, &line, &passed_over);
	csv->line++;
}

/* The next row that is not empty, at the front of the stream. False at the end or with an error, which is of this row
 * alone where it is of kind ERROR_RECORD or ERROR_TOO_LARGE. */
static bool next_row(struct csv *csv, struct slice *bytes, struct error *error)
{
	for (;;) {
		enum csv_scan scan;
		csv_clear(&csv->row);
		size_t enough = 1;
		do {
			if (!stream_peek(&csv->stream, enough, bytes, error))
				return false;
			if (!bytes->len)
				return false;
			scan = csv_scan(&csv->row, *bytes, bytes->len < enough, csv->delimiter);
			enough = bytes->len + 1;
		} while (scan == CSV_MORE && bytes->len <= csv->wish->max_size + QUOTED_MOST);
		if (scan == CSV_MEMORY)
			return error_set(error, ERROR_MEMORY, "out of memory");
		if (scan == CSV_BROKEN)
			return error_set(error, ERROR_RECORD, "a quote is not closed where its field ends");
		if (scan == CSV_MORE || csv->row.len > csv->wish->max_size)
			return error_set(error, ERROR_TOO_LARGE, "record larger than %zu bytes, the limit that --max-size sets",
			                 csv->wish->max_size);
		if (csv->row.count > 1 || csv->row.cells[0].stop > csv->row.cells[0].start)
			return true;
		stream_take(&csv->stream, csv->row.len);
		csv->line += csv->row.lines;
	}
}

static struct slice cell_text(struct arena *arena, const struct csv_cell *cell, struct slice bytes)
{
	struct slice raw = { bytes.at + cell->start, cell->stop - cell->start };
	if (!cell->doubled)
		return raw;
	char *text = arena_take(arena, raw.len + 1);
	size_t len = 0;
	for (size_t i = 0; i < raw.len; i++) {
		text[len++] = raw.at[i];
		if (raw.at[i] == '"' && i + 1 < raw.len && raw.at[i + 1] == '"')
			i++;
	}
	return (struct slice){ text, len };
}

static struct slice *row_cells(struct csv *csv, struct arena *arena, struct slice bytes)
{
	struct slice *cells = arena_take(arena, (csv->row.count + 1) * sizeof *cells);
	for (size_t i = 0; i < csv->row.count; i++)
		cells[i] = cell_text(arena, &csv->row.cells[i], bytes);
	return cells;
}

static void take_row(struct csv *csv)
{
	stream_take(&csv->stream, csv->row.len);
	csv->line += csv->row.lines;
}

static bool read_names(struct csv *csv, struct arena *arena, struct error *error)
{
	struct slice bytes;
	csv->begun = true;
	if (!begin(csv, error) || !next_row(csv, &bytes, error))
		return false;
	csv->has_columns = columns_find(&csv->columns, csv->wish, row_cells(csv, arena, bytes), csv->row.count, error);
	if (csv->has_columns) {
		struct slice name = slice_trim(row_cells(csv, arena, bytes)[csv->columns.at[HEADING_TEXT]]);
		csv->text_name = strndup(name.at, name.len);
	}
	take_row(csv);
	return csv->has_columns;
}

static void note_row(struct csv *csv, struct input *input, struct arena *arena)
{
	if (csv->row.loose)
		input_note(input, arena, "quotes", "a quote inside quotes is not doubled: taken as it stands");
	if (csv->row.count != csv->columns.count)
		input_note(input, arena, "fields", arena_format(arena, "the row has %zu fields, the table %zu columns",
		                                                csv->row.count, csv->columns.count));
	if (transcoder_doubtful(csv->transcoder))
		input_note(input, arena, "charset-doubtful", arena_format(arena, "read as %s, which little speaks for",
		                                                          transcoder_encoding(csv->transcoder)));
	if (input->bytes.len && memmem(input->bytes.at, input->bytes.len, "\xEF\xBF\xBD", 3))
		input_note(input, arena, "undecodable-bytes", "characters that could not be read, here or before");
}

static void *open_with(struct stream *stream, const struct inputs_wish *wish, const char *may)
{
	struct csv *csv = calloc(1, sizeof *csv);
	if (!csv)
		return NULL;
	csv->stream.file = -1;
	csv->wish = wish;
	csv->may = may;
	csv->transcoder = transcoder_open(stream, wish->encoding);
	if (!csv->transcoder) {
		free(csv);
		return NULL;
	}
	stream_open_feed(&csv->stream, (struct feed){ csv->transcoder, transcoder_read, transcoder_close });
	return csv;
}

static void close_csv(void *csv_)
{
	struct csv *csv = csv_;
	stream_release(&csv->stream);
	free(csv->row.cells);
	free(csv->text_name);
	free(csv);
}

static enum found next(void *csv_, struct arena *arena, struct input *input, struct part *part, struct error *error)
{
	struct csv *csv = csv_;
	struct slice bytes;
	(void)part;
	if (!csv->begun && !read_names(csv, arena, error))
		return error->kind == ERROR_NONE ? FOUND_NOTHING : FOUND_FAULT;
	if (!csv->has_columns)
		return FOUND_NOTHING;
	if (csv->used_up)
		take_row(csv);
	csv->used_up = false;
	bool whole = next_row(csv, &bytes, error);
	if (!whole && error->kind == ERROR_NONE)
		return FOUND_NOTHING;
	if (!whole && error->kind != ERROR_RECORD && error->kind != ERROR_TOO_LARGE)
		return FOUND_FAULT;
	input->line = csv->line;
	input->encoding = transcoder_encoding(csv->transcoder);
	if (!whole) {
		if (csv->row.len)
			take_row(csv);
		else
			skip_line(csv);
		return FOUND_DOCUMENT;
	}
	/* its cells lie at the front of the stream until the next row is wanted, and also where memory fails here */
	csv->used_up = true;
	csv->columns.text = arena_string(arena, slice_from(csv->text_name));
	if (columns_fill(&csv->columns, input, arena, row_cells(csv, arena, bytes), csv->row.count, error))
		note_row(csv, input, arena);
	return FOUND_DOCUMENT;
}

static const char csv_may[] = ",;\t|", tsv_may[] = "\t";

static void *open_csv(struct stream *stream, const struct inputs_wish *wish)
{
	return open_with(stream, wish, csv_may);
}

static void *open_tsv(struct stream *stream, const struct inputs_wish *wish)
{
	return open_with(stream, wish, tsv_may);
}

static bool recognise_csv(struct slice head, const struct inputs_wish *wish)
{
	char delimiter = csv_delimiter(head, csv_may, wish);
	return delimiter && delimiter != '\t';
}

static bool recognise_tsv(struct slice head, const struct inputs_wish *wish)
{
	return csv_delimiter(head, csv_may, wish) == '\t';
}

/* ---- */

const struct reader reader_csv = { "csv", recognise_csv, open_csv, next, close_csv, true, "csv" };
const struct reader reader_tsv = { "tsv", recognise_tsv, open_tsv, next, close_csv, true, "tsv tab" };
