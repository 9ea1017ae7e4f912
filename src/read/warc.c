/* warc.c: a web archive in, the pages in it out, one record at a time.
 *
 * Read are the answers of servers that were successes (response), saved files (resource) and texts made of them
 * (conversion), where they say that they are HTML or plain text; requests, redirections, pictures and the archive's own
 * notes are passed over. Bytes are those of the page after its transfer encoding was undone; a compressed page is
 * unpacked by whoever reads what comes out here. */
#include <stdlib.h>

#include "read/mime.h"
#include "read/reader.h"

enum { HEADER_MOST = 1024 * 1024, NOT_CHUNKED = 0, CHUNK_BEGINS, CHUNK_GOES_ON, CHUNKS_OVER };

struct warc {
	struct stream *stream;
	uint64_t left;                  /* bytes of the record's block */
	unsigned chunks;
	uint64_t chunk_left;
	struct out record, web;         /* the record's header, and that of the web page in it */
	bool begun;
};

/* ---- private from here: what is in a block ---- */

static bool cut_off(struct error *error)
{
	return error_set(error, ERROR_READ, "the web archive is cut off");
}

static bool read_block(struct warc *warc, char *to, size_t most, size_t *got, struct error *error)
{
	*got = 0;
	if (!warc->left)
		return true;
	if (!stream_read(warc->stream, to, most < warc->left ? most : (size_t)warc->left, got, error))
		return false;
	warc->left -= *got;
	return *got || cut_off(error);
}

/* A line that says how long the next chunk is; what is none ends the page. */
static bool begin_chunk(struct warc *warc, struct error *error)
{
	enum { LONGEST_LINE = 256 };
	struct slice head;
	if (!stream_peek(warc->stream, LONGEST_LINE, &head, error))
		return false;
	if (head.len > warc->left)
		head.len = (size_t)warc->left;
	size_t at = 0, digits = 0;
	while (at < head.len && (head.at[at] == '\r' || head.at[at] == '\n') && at < 2)
		at++;
	warc->chunk_left = 0;
	for (; at < head.len && digits < 15; at++, digits++) {
		char c = head.at[at];
		int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
		if (digit < 0)
			break;
		warc->chunk_left = warc->chunk_left * 16 + (unsigned)digit;
	}
	const char *end = at < head.len ? memchr(head.at + at, '\n', head.len - at) : NULL;
	warc->chunks = digits && end && warc->chunk_left ? CHUNK_GOES_ON : CHUNKS_OVER;
	if (end) {
		size_t len = (size_t)(end - head.at) + 1;
		stream_take(warc->stream, len);
		warc->left -= len;
	}
	return true;
}

static bool read_page(void *warc_, char *to, size_t most, size_t *got, struct error *error)
{
	struct warc *warc = warc_;
	*got = 0;
	if (warc->chunks == NOT_CHUNKED)
		return read_block(warc, to, most, got, error);
	if (warc->chunks == CHUNK_BEGINS && !begin_chunk(warc, error))
		return false;
	if (warc->chunks == CHUNKS_OVER)
		return true;
	if (!read_block(warc, to, most < warc->chunk_left ? most : (size_t)warc->chunk_left, got, error))
		return false;
	warc->chunk_left -= *got;
	if (!warc->chunk_left)
		warc->chunks = CHUNK_BEGINS;
	return true;
}

/* ---- headers ---- */

/* Copies the header block at the front, of at most so many bytes, and takes it. False without one. */
static bool take_header(struct warc *warc, struct out *header, uint64_t most, struct error *error)
{
	struct slice head = { NULL, 0 };
	size_t len = 0, seen;
	if (most > HEADER_MOST)
		most = HEADER_MOST;
	do {
		seen = head.len;
		if (!stream_peek(warc->stream, seen + 1, &head, error))
			return false;
		struct slice within = { head.at, head.len < most ? head.len : (size_t)most };
		len = mime_header(within);
	} while (!len && head.len > seen && head.len < most);
	out_clear(header);
	out_bytes(header, head.at, len);
	if (header->failed)
		return error_set(error, ERROR_MEMORY, "out of memory");
	stream_take(warc->stream, len);
	return len;
}

static struct slice block_of(const struct out *header)
{
	return (struct slice){ header->bytes, header->len };
}

static bool pass_over(struct warc *warc, struct error *error)
{
	struct slice head;
	while (warc->left) {
		if (!stream_peek(warc->stream, 1, &head, error))
			return false;
		if (!head.len)
			return cut_off(error);
		size_t len = head.len < warc->left ? head.len : (size_t)warc->left;
		stream_take(warc->stream, len);
		warc->left -= len;
	}
	return true;
}

/* Goes to the next record; false at the end or with an error. */
static bool next_record(struct warc *warc, struct error *error)
{
	struct slice head;
	if (!pass_over(warc, error))
		return false;
	do {
		if (!stream_peek(warc->stream, 8, &head, error) || !head.len)
			return false;
		if (head.at[0] == '\r' || head.at[0] == '\n')
			stream_take(warc->stream, 1);
	} while (head.at[0] == '\r' || head.at[0] == '\n');
	if (!slice_starts(head, SLICE("WARC/")))
		return error_set(error, ERROR_READ, "no record of a web archive where the next should begin");
	if (!take_header(warc, &warc->record, HEADER_MOST, error))
		return error->kind == ERROR_NONE ? cut_off(error) : false;
	struct slice length = mime_field(block_of(&warc->record), "Content-Length");
	for (size_t i = 0; i < length.len && i < 18 && length.at[i] >= '0' && length.at[i] <= '9'; i++)
		warc->left = warc->left * 10 + (unsigned)(length.at[i] - '0');
	return length.len || error_set(error, ERROR_READ, "a record of a web archive that does not say how long it is");
}

/* "HTTP/1.1 200 OK" */
static bool is_success(struct slice header)
{
	const char *blank = header.len ? memchr(header.at, ' ', header.len < 16 ? header.len : 16) : NULL;
	return slice_starts(header, SLICE("HTTP/")) && blank && blank[1] == '2';
}

static bool is_text(struct slice type)
{
	static const char *const types[] = { "text/html", "application/xhtml+xml", "text/plain" };
	char name[80];
	if (!type.at)
		return true;
	for (size_t i = 0; mime_type(type, name, sizeof name) && i < sizeof types / sizeof *types; i++)
		if (strcmp(name, types[i]) == 0)
			return true;
	return false;
}

/* What the server says of the page, and where the page itself begins. */
static bool open_response(struct warc *warc, struct part *part, struct error *error)
{
	if (!take_header(warc, &warc->web, warc->left, error))
		return false;
	struct slice web = block_of(&warc->web), type = mime_field(web, "Content-Type");
	warc->left -= web.len;
	if (!is_success(web) || !is_text(type))
		return false;
	part->charset = mime_parameter(type, "charset");
	struct slice coding = mime_field(web, "Content-Encoding");
	if (mime_same(coding, "br") || mime_same(coding, "deflate"))
		error_set(&part->error, ERROR_READ, "its page is compressed as \"%.*s\", which is not known here", (int)coding.len, coding.at);
	if (mime_same(mime_field(web, "Transfer-Encoding"), "chunked")) {
		/* a header that outlived the chunks is no rare thing */
		warc->chunks = CHUNK_BEGINS;
		struct slice head;
		if (!stream_peek(warc->stream, 1, &head, error))
			return false;
		bool hex = head.len && ((head.at[0] >= '0' && head.at[0] <= '9') || ((head.at[0] | 32) >= 'a' && (head.at[0] | 32) <= 'f'));
		if (!hex)
			warc->chunks = NOT_CHUNKED;
	}
	return true;
}

static bool wanted(struct warc *warc, struct part *part, struct error *error)
{
	struct slice record = block_of(&warc->record), kind = mime_field(record, "WARC-Type");
	struct slice type = mime_field(record, "Content-Type");
	char name[80];
	warc->chunks = NOT_CHUNKED;
	if (mime_same(kind, "response") && type.at && mime_type(type, name, sizeof name) && strcmp(name, "application/http") == 0)
		return open_response(warc, part, error);
	if (!mime_same(kind, "resource") && !mime_same(kind, "conversion") && !mime_same(kind, "response"))
		return false;
	part->charset = mime_parameter(type, "charset");
	return is_text(type);
}

static bool recognise(struct slice head, const struct inputs_wish *wish)
{
	(void)wish;
	return slice_starts(head, SLICE("WARC/1.")) || slice_starts(head, SLICE("WARC/0."));
}

static void *open_warc(struct stream *stream, const struct inputs_wish *wish)
{
	struct warc *warc = calloc(1, sizeof *warc);
	(void)wish;
	if (!warc)
		return NULL;
	warc->stream = stream;
	out_init(&warc->record);
	out_init(&warc->web);
	return warc;
}

static void close_warc(void *warc_)
{
	struct warc *warc = warc_;
	out_release(&warc->record);
	out_release(&warc->web);
	free(warc);
}

static enum found next(void *warc_, struct arena *arena, struct input *input, struct part *part, struct error *error)
{
	struct warc *warc = warc_;
	(void)arena;
	(void)input;
	while (next_record(warc, error)) {
		*part = (struct part){ .address = true };
		if (wanted(warc, part, error)) {
			struct slice address = mime_field(block_of(&warc->record), "WARC-Target-URI");
			if (address.len > 2 && address.at[0] == '<' && address.at[address.len - 1] == '>')
				address = (struct slice){ address.at + 1, address.len - 2 };
			part->name = address.len ? address : SLICE("record");
			part->meta.url = address;
			part->feed = (struct feed){ warc, read_page, NULL };
			return FOUND_PART;
		}
		if (error->kind != ERROR_NONE)
			break;
	}
	return error->kind == ERROR_NONE ? FOUND_NOTHING : FOUND_FAULT;
}

/* ---- */

const struct reader reader_warc = { "warc", recognise, open_warc, next, close_warc, false, NULL };
