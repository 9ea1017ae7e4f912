/* search.c: see search.h. */
#include "cli/search.h"

#include <sqlite3.h>

#include "cli/output.h"
#include "cli/query.h"
#include "write/terminal.h"
#include "write/writer.h"

enum { FLUSH_AT = 1 << 16, PLACE_WIDTH = 24 };

#define ELLIPSIS "\xE2\x80\xA6"

static const char color_match[] = "\033[1;31m", color_place[] = "\033[35m", color_end[] = "\033[0m";

/* A sentence that has what was asked for, and where. */
struct hit {
	struct slice document, text, match;     /* match is part of text */
	long long sentence, start, source_start, source_stop;
};

struct search {
	struct query query;
	sqlite3 *handle;
	sqlite3_stmt *statement;
	enum text_unit offsets;         /* that the database counts in */
	struct wish wish;
	void (*print)(struct search *search, const struct hit *hit);
	struct output output;
	struct out out;
};

/* ---- private from here: printing ---- */

static struct slice before(const struct hit *hit)
{
	return (struct slice){ hit->text.at, (size_t)(hit->match.at - hit->text.at) };
}

static struct slice after(const struct hit *hit)
{
	const char *end = hit->match.at + hit->match.len;
	return (struct slice){ end, (size_t)(hit->text.at + hit->text.len - end) };
}

/* The last (or first) characters that take at most width columns. */
static struct slice cut(struct slice text, size_t width, bool last)
{
	size_t taken = 0, at = last ? text.len : 0;
	while (last ? at > 0 : at < text.len) {
		size_t next = at;
		do
			next = last ? next - 1 : next + 1;
		while (next > 0 && next < text.len && ((unsigned char)text.at[next] & 0xC0) == 0x80);
		size_t low = last ? next : at, high = last ? at : next;
		taken += terminal_width((struct slice){ text.at + low, high - low });
		if (taken > width)
			break;
		at = next;
	}
	return last ? (struct slice){ text.at + at, text.len - at } : (struct slice){ text.at, at };
}

static void print_colored(struct search *search, const char *color, struct slice text)
{
	if (search->wish.color)
		out_string(&search->out, color);
	terminal_safe(&search->out, text);
	if (search->wish.color)
		out_string(&search->out, color_end);
}

static void print_line(struct search *search, const struct hit *hit)
{
	struct out *out = &search->out, place;
	out_init(&place);
	out_slice(&place, hit->document);
	out_format(&place, ":%lld", hit->sentence);
	struct slice where = { place.bytes, place.len };
	if (terminal_width(where) > PLACE_WIDTH) {
		where = cut(where, PLACE_WIDTH - 1, true);
		out_string(out, ELLIPSIS);
	}
	print_colored(search, color_place, where);
	terminal_pad(out, terminal_width(where) + (where.len < place.len), PLACE_WIDTH + 1);
	out_release(&place);
	size_t room = search->wish.width > PLACE_WIDTH + 3 ? search->wish.width - PLACE_WIDTH - 1 : 2;
	struct slice match = cut(hit->match, room, false);
	room -= terminal_width(match);
	struct slice left = cut(before(hit), room / 2, true), right = cut(after(hit), room - room / 2, false);
	if (hit->match.len < hit->text.len)
		terminal_pad(out, terminal_width(left), room / 2);
	terminal_safe(out, left);
	print_colored(search, color_match, match);
	terminal_safe(out, right);
	out_char(out, '\n');
}

static size_t units(struct slice text, enum text_unit unit)
{
	size_t count = 0;
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];
		count += unit == UNIT_BYTE || (c & 0xC0) != 0x80;
		count += unit == UNIT_UTF16 && c >= 0xF0;
	}
	return count;
}

static void place(const struct search *search, const struct hit *hit, long long *start, long long *stop)
{
	*start = hit->start + (long long)units(before(hit), search->offsets);
	*stop = *start + (long long)units(hit->match, search->offsets);
}

static void print_json(struct search *search, const struct hit *hit)
{
	const struct { const char *name; struct slice text; } texts[] = {
		{ "left", before(hit) }, { "match", hit->match }, { "right", after(hit) }
	};
	struct out *out = &search->out;
	long long start, stop;
	place(search, hit, &start, &stop);
	out_string(out, "{\"document\":");
	out_json(out, hit->document);
	out_format(out, ",\"sentence\":%lld,\"start\":%lld,\"stop\":%lld", hit->sentence, start, stop);
	for (size_t i = 0; i < 3; i++) {
		out_format(out, ",\"%s\":", texts[i].name);
		out_json(out, texts[i].text);
	}
	out_format(out, ",\"sentence_source_start\":%lld,\"sentence_source_stop\":%lld}\n", hit->source_start, hit->source_stop);
}

static void print_csv(struct search *search, const struct hit *hit)
{
	struct out *out = &search->out;
	long long start, stop;
	place(search, hit, &start, &stop);
	csv_cell(out, hit->document, true, ',');
	out_format(out, ",%lld,%lld,%lld,", hit->sentence, start, stop);
	csv_cell(out, before(hit), true, ',');
	out_char(out, ',');
	csv_cell(out, hit->match, true, ',');
	out_char(out, ',');
	csv_cell(out, after(hit), true, ',');
	out_format(out, ",%lld,%lld\n", hit->source_start, hit->source_stop);
}

/* ---- searching ---- */

static bool flush(struct search *search, struct error *error)
{
	bool good = output_write(&search->output, (struct slice){ search->out.bytes, search->out.len }, error);
	out_clear(&search->out);
	return good;
}

static struct slice column(sqlite3_stmt *statement, int number)
{
	const char *text = (const char *)sqlite3_column_text(statement, number);
	return (struct slice){ text ? text : "", (size_t)sqlite3_column_bytes(statement, number) };
}

/* A hit for each time that the first word stands in the sentence, where all the others do, too. */
static void print_hits(struct search *search, struct hit *hit)
{
	const struct query *query = &search->query;
	for (size_t i = 1; i < query->words.len; i++)
		if (!query_find(query->words.at[i], hit->text, 0).at)
			return;
	if (!query->words.len) {
		hit->match = hit->text;
		search->print(search, hit);
		return;
	}
	size_t from = 0;
	while ((hit->match = query_find(query->words.at[0], hit->text, from)).at) {
		search->print(search, hit);
		from = (size_t)(hit->match.at - hit->text.at) + hit->match.len;
	}
}

static bool fails(struct search *search, const char *path, struct error *error)
{
	return error_set(error, ERROR_READ, "cannot search \"%s\": %s", path, sqlite3_errmsg(search->handle));
}

static bool search_all(struct search *search, const char *path, struct error *error)
{
	sqlite3_stmt *statement = search->statement;
	int code;
	while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
		struct hit hit = {
			.document = column(statement, 0), .text = column(statement, 5), .sentence = sqlite3_column_int64(statement, 1),
			.start = sqlite3_column_int64(statement, 2), .source_start = sqlite3_column_int64(statement, 3),
			.source_stop = sqlite3_column_int64(statement, 4)
		};
		print_hits(search, &hit);
		if (search->out.len > FLUSH_AT && !flush(search, error))
			return error->kind == ERROR_NONE;
	}
	return code == SQLITE_DONE ? flush(search, error) || error->kind == ERROR_NONE : fails(search, path, error);
}

static bool bind_all(struct search *search)
{
	for (size_t i = 0; i < search->query.parameters.len; i++) {
		const struct parameter *parameter = &search->query.parameters.at[i];
		int code = parameter->is_number ? sqlite3_bind_double(search->statement, (int)i + 1, parameter->number)
			: sqlite3_bind_text64(search->statement, (int)i + 1, parameter->text.at, parameter->text.len, SQLITE_STATIC, SQLITE_UTF8);
		if (code != SQLITE_OK)
			return false;
	}
	return true;
}

static bool read_offsets(struct search *search)
{
	sqlite3_stmt *statement = NULL;
	bool found = sqlite3_prepare_v2(search->handle, "SELECT value FROM meta WHERE key='offsets'", -1, &statement, NULL) == SQLITE_OK
	             && sqlite3_step(statement) == SQLITE_ROW;
	for (unsigned i = 0; found && unit_words[i]; i++)
		if (slice_is(column(statement, 0), unit_words[i]))
			search->offsets = (enum text_unit)i;
	sqlite3_finalize(statement);
	return found;
}

static bool open_database(struct search *search, const char *path, struct error *error)
{
	if (sqlite3_open_v2(path, &search->handle, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
		return fails(search, path, error);
	if (!read_offsets(search)) {
		if (sqlite3_errcode(search->handle) == SQLITE_ERROR)
			return error_set(error, ERROR_READ, "no database of results: \"%s\"", path);
		return fails(search, path, error);
	}
	if (sqlite3_prepare_v2(search->handle, search->query.sql.bytes, -1, &search->statement, NULL) != SQLITE_OK || !bind_all(search))
		return fails(search, path, error);
	return true;
}

static bool choose_print(struct search *search, const struct options *options, struct error *error)
{
	const char *format = options->format ? options->format : "text";
	search->wish = options->wish;
	terminal_init(&search->wish, options->color == COLOR_ALWAYS, options->color == COLOR_NEVER, !options->output);
	if (strcmp(format, "text") == 0)
		search->print = print_line;
	else if (strcmp(format, "jsonl") == 0)
		search->print = print_json;
	else if (strcmp(format, "csv") == 0)
		search->print = print_csv;
	else
		return error_set(error, ERROR_USAGE, "search knows no format \"%s\"", format);
	if (search->print == print_csv)
		out_string(&search->out, "document,sentence,start,stop,left,match,right,sentence_source_start,sentence_source_stop\n");
	return true;
}

static struct slice joined(const struct options *options, struct arena *arena)
{
	struct slice words = { "", 0 };
	for (size_t i = 1; i < options->operand_count; i++)
		words = slice_from(arena_format(arena, "%s%s%s", words.at, i > 1 ? " " : "", options->operands[i]));
	return words;
}

static int search(struct search *search, const struct options *options, struct arena *arena, struct error *error)
{
	const char *path = options->operands[0];
	if (!choose_print(search, options, error) || !query_read(&search->query, joined(options, arena), arena, error))
		return 2;
	if (!open_database(search, path, error))
		return 3;
	if (!output_open(&search->output, options->output, error))
		return 2;
	bool good = search_all(search, path, error);
	return output_close(&search->output, good, error) && good ? 0 : 3;
}

/* ---- */

int run_search(struct options *options, struct error *error)
{
	struct search state = { .handle = NULL };
	struct arena arena;
	volatile int status = 3;        /* set behind the guard */
	if (options->operand_count < 2) {
		error_set(error, ERROR_USAGE, "search needs a database and a query");
		return 2;
	}
	arena_init(&arena);
	out_init(&state.out);
	out_init(&state.query.sql);
	if (ARENA_GUARD(&arena)) {
		status = search(&state, options, &arena, error);
		ARENA_UNGUARD(&arena);
	} else {
		error_set(error, ERROR_MEMORY, "out of memory");
	}
	sqlite3_finalize(state.statement);
	sqlite3_close(state.handle);
	query_release(&state.query);
	out_release(&state.out);
	arena_release(&arena);
	return status;
}
