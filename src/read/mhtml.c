/* mhtml.c: a page that was saved whole, or a mail of several parts, in; its text, one part of it, out.
 *
 * The page is the first part that is HTML, or plain text where none is; the frames, pictures and styles that belong to
 * it are not read. Bytes are those of the part after its transfer encoding was undone. */
#include <stdlib.h>

#include "read/mime.h"
#include "read/reader.h"

enum { DEEPEST = 8, PARTS_MOST = 10000 };

struct mhtml {
	struct stream *stream;
	const struct inputs_wish *wish;
	struct arena arena;             /* the whole file */
	struct out body, name;
	struct slice left;              /* of the body that was not read yet */
	bool begun;
};

/* A part without parts of its own. */
struct leaf {
	struct slice header, body;
	size_t number;
};

/* ---- private from here ---- */

static bool recognise(struct slice head, const struct inputs_wish *wish)
{
	char type[80];
	struct slice name, value, block = { head.at, mime_header(head) };
	(void)wish;
	if (!block.len || !mime_next(&block, &name, &value))
		return false;
	for (size_t i = 0; i < name.len; i++)
		if (name.at[i] <= ' ' || name.at[i] > '~')
			return false;
	block = (struct slice){ head.at, mime_header(head) };
	return mime_field(block, "MIME-Version").at && mime_type(mime_field(block, "Content-Type"), type, sizeof type)
	       && strncmp(type, "multipart/", 10) == 0;
}

static void *open_mhtml(struct stream *stream, const struct inputs_wish *wish)
{
	struct mhtml *mhtml = calloc(1, sizeof *mhtml);
	if (!mhtml)
		return NULL;
	mhtml->stream = stream;
	mhtml->wish = wish;
	arena_init(&mhtml->arena);
	out_init(&mhtml->body);
	out_init(&mhtml->name);
	return mhtml;
}

static void close_mhtml(void *mhtml_)
{
	struct mhtml *mhtml = mhtml_;
	arena_release(&mhtml->arena);
	out_release(&mhtml->body);
	out_release(&mhtml->name);
	free(mhtml);
}

/* Where the next line "--boundary" begins, and what stands behind it; bytes.len where none does. */
static size_t find_boundary(struct slice bytes, size_t from, struct slice boundary, size_t *behind)
{
	for (size_t at = from; at < bytes.len;) {
		struct slice rest = { bytes.at + at, bytes.len - at };
		if (slice_starts(rest, SLICE("--"))
		    && slice_starts((struct slice){ rest.at + 2, rest.len - 2 }, boundary)) {
			*behind = at + 2 + boundary.len;
			return at;
		}
		const char *end = memchr(rest.at, '\n', rest.len);
		at = end ? (size_t)(end - bytes.at) + 1 : bytes.len;
	}
	*behind = bytes.len;
	return bytes.len;
}

/* A stretch of parts that one boundary parts. */
struct multipart {
	struct slice bytes, boundary;
	size_t at;
};

static bool multipart_open(struct multipart *multipart, struct slice header, struct slice body)
{
	struct slice boundary = mime_parameter(mime_field(header, "Content-Type"), "boundary");
	if (!boundary.len)
		return false;
	*multipart = (struct multipart){ body, boundary, 0 };
	find_boundary(body, 0, boundary, &multipart->at);
	return true;
}

static bool multipart_next(struct multipart *multipart, struct slice *header, struct slice *body)
{
	struct slice rest = { multipart->bytes.at + multipart->at, multipart->bytes.len - multipart->at };
	size_t behind, from, stop;
	if (!rest.len || slice_starts(rest, SLICE("--")))
		return false;
	const char *line = memchr(rest.at, '\n', rest.len);
	from = line ? (size_t)(line - multipart->bytes.at) + 1 : multipart->bytes.len;
	stop = find_boundary(multipart->bytes, from, multipart->boundary, &behind);
	multipart->at = behind;
	/* the line end in front of a boundary belongs to it */
	if (behind > stop && stop > from && multipart->bytes.at[stop - 1] == '\n')
		stop -= stop - 1 > from && multipart->bytes.at[stop - 2] == '\r' ? 2 : 1;
	*body = (struct slice){ multipart->bytes.at + from, stop - from };
	*header = (struct slice){ body->at, mime_header(*body) };
	body->at += header->len;
	body->len -= header->len;
	return true;
}

/* The part that is the page, and how many there are. */
static bool find_page(struct leaf *page, struct slice whole, size_t *parts)
{
	struct multipart open[DEEPEST];
	struct slice header = { whole.at, mime_header(whole) }, body = { whole.at + header.len, whole.len - header.len };
	size_t depth = 0;
	char type[80];
	bool found = false, html = false;
	*parts = 0;
	if (!multipart_open(&open[depth++], header, body))
		return false;
	while (depth && *parts < PARTS_MOST) {
		if (!multipart_next(&open[depth - 1], &header, &body)) {
			depth--;
			continue;
		}
		if (!mime_type(mime_field(header, "Content-Type"), type, sizeof type))
			*type = '\0';
		if (strncmp(type, "multipart/", 10) == 0 && depth < DEEPEST && multipart_open(&open[depth], header, body)) {
			depth++;
			continue;
		}
		++*parts;
		bool is_html = strcmp(type, "text/html") == 0 || strcmp(type, "application/xhtml+xml") == 0;
		if ((is_html && !html) || (!found && (!*type || strcmp(type, "text/plain") == 0))) {
			*page = (struct leaf){ header, body, *parts };
			found = true;
			html = is_html;
		}
	}
	return found;
}

static bool read_body(void *mhtml_, char *to, size_t most, size_t *got, struct error *error)
{
	struct mhtml *mhtml = mhtml_;
	if (mhtml->body.failed)
		return error_set(error, ERROR_MEMORY, "out of memory");
	*got = mhtml->left.len < most ? mhtml->left.len : most;
	if (*got)
		memcpy(to, mhtml->left.at, *got);
	mhtml->left.at += *got;
	mhtml->left.len -= *got;
	return true;
}

static void undo_transfer(struct mhtml *mhtml, const struct leaf *page)
{
	struct slice way = mime_field(page->header, "Content-Transfer-Encoding");
	mhtml->left = page->body;
	if (mime_same(way, "quoted-printable"))
		mime_quoted_printable(&mhtml->body, page->body);
	else if (mime_same(way, "base64"))
		mime_base64(&mhtml->body, page->body);
	else
		return;
	mhtml->left = (struct slice){ mhtml->body.bytes, mhtml->body.len };
}

static bool read_all(struct mhtml *mhtml, struct slice *whole, struct error *error)
{
	if (!ARENA_GUARD(&mhtml->arena))
		return error_set(error, ERROR_MEMORY, "out of memory");
	bool good = stream_all(mhtml->stream, &mhtml->arena, mhtml->wish->max_size, whole, error);
	ARENA_UNGUARD(&mhtml->arena);
	return good;
}

static enum found next(void *mhtml_, struct arena *arena, struct input *input, struct part *part, struct error *error)
{
	struct mhtml *mhtml = mhtml_;
	struct slice whole;
	struct leaf page;
	size_t parts;
	(void)arena;
	(void)input;
	if (mhtml->begun)
		return FOUND_NOTHING;
	mhtml->begun = true;
	if (!read_all(mhtml, &whole, error))
		return FOUND_FAULT;
	if (!find_page(&page, whole, &parts)) {
		error_set(error, ERROR_READ, "none of its %zu parts is a page or a text", parts);
		return FOUND_FAULT;
	}
	undo_transfer(mhtml, &page);
	struct slice address = mime_field((struct slice){ whole.at, mime_header(whole) }, "Snapshot-Content-Location");
	if (!address.len)
		address = mime_field(page.header, "Content-Location");
	out_format(&mhtml->name, "part-%zu", page.number);
	part->name = (struct slice){ mhtml->name.bytes, mhtml->name.len };
	part->meta.url = address;
	part->charset = mime_parameter(mime_field(page.header, "Content-Type"), "charset");
	part->feed = (struct feed){ mhtml, read_body, NULL };
	part->address = true;
	return FOUND_PART;
}

/* ---- */

const struct reader reader_mhtml = { "mhtml", recognise, open_mhtml, next, close_mhtml, false, NULL };
