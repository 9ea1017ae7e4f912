/* stream.c: see stream.h. */
#include "read/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE = 64 * 1024 };

/* ---- private from here ---- */

static bool room_for(struct stream *stream, size_t more, struct error *error)
{
	if (stream->start) {
		memmove(stream->buffer, stream->buffer + stream->start, stream->stop - stream->start);
		stream->stop -= stream->start;
		stream->start = 0;
	}
	if (stream->room - stream->stop >= more)
		return true;
	size_t room = stream->room ? stream->room : PIECE;
	while (room - stream->stop < more)
		room *= 2;
	char *buffer = realloc(stream->buffer, room);
	if (!buffer)
		return error_set(error, ERROR_MEMORY, "out of memory");
	stream->buffer = buffer;
	stream->room = room;
	return true;
}

/* One read into the given place; false with an error. Zero bytes mean the end. */
static bool read_some(struct stream *stream, char *to, size_t most, size_t *got, struct error *error)
{
	ssize_t count;
	*got = 0;
	if (stream->feed.read) {
		if (!stream->feed.read(stream->feed.handle, to, most, got, error)) {
			stream->ended = true;
			return false;
		}
		stream->ended = !*got;
		return true;
	}
	do
		count = read(stream->file, to, most);
	while (count < 0 && errno == EINTR);
	if (count < 0)
		return error_set(error, ERROR_READ, "cannot be read: %s", strerror(errno));
	*got = (size_t)count;
	stream->taken += *got;
	if (!count)
		stream->ended = true;
	return true;
}

/* At least one byte more in the buffer, or the end. */
static bool fill(struct stream *stream, struct error *error)
{
	size_t got;
	if (!room_for(stream, PIECE / 2, error))
		return false;
	if (!read_some(stream, stream->buffer + stream->stop, stream->room - stream->stop - 1, &got, error))
		return false;
	stream->stop += got;
	return true;
}

static size_t waiting(const struct stream *stream)
{
	return stream->stop - stream->start;
}

/* Passes over the rest of a piece that is too long. */
static bool skip_past(struct stream *stream, char end_byte, struct error *error)
{
	for (;;) {
		char *end = waiting(stream) ? memchr(stream->buffer + stream->start, end_byte, waiting(stream)) : NULL;
		if (end) {
			stream->start = (size_t)(end - stream->buffer) + 1;
			return true;
		}
		stream->start = stream->stop = 0;
		if (stream->ended)
			return true;
		if (!fill(stream, error))
			return false;
	}
}

/* ---- */

bool stream_open(struct stream *stream, const char *path, struct error *error)
{
	stream_open_file(stream, path ? open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY) : STDIN_FILENO);
	if (stream->file < 0)
		return error_set(error, ERROR_READ, "cannot be read: %s", strerror(errno));
	return true;
}

void stream_open_file(struct stream *stream, int file)
{
	stream->start = stream->stop = stream->line = 0;
	stream->taken = 0;
	stream->ended = false;
	stream->feed = (struct feed){ NULL, NULL, NULL };
	stream->file = file;
}

void stream_open_feed(struct stream *stream, struct feed feed)
{
	stream_open_file(stream, -1);
	stream->feed = feed;
}

void stream_close(struct stream *stream)
{
	if (stream->feed.close)
		stream->feed.close(stream->feed.handle);
	stream->feed = (struct feed){ NULL, NULL, NULL };
	if (stream->file > STDIN_FILENO)
		close(stream->file);
	stream->file = -1;
	stream->start = stream->stop = 0;
}

void stream_release(struct stream *stream)
{
	stream_close(stream);
	free(stream->buffer);
	*stream = (struct stream){ .file = -1 };
}

bool stream_peek(struct stream *stream, size_t enough, struct slice *head, struct error *error)
{
	while (waiting(stream) < enough && !stream->ended)
		if (!fill(stream, error))
			return false;
	*head = (struct slice){ stream->buffer + stream->start, waiting(stream) };
	return true;
}

void stream_take(struct stream *stream, size_t bytes)
{
	stream->start += bytes;
}

bool stream_read(struct stream *stream, char *to, size_t most, size_t *got, struct error *error)
{
	size_t here = waiting(stream);
	*got = here < most ? here : most;
	if (here) {
		memcpy(to, stream->buffer + stream->start, *got);
		stream->start += *got;
		return true;
	}
	return stream->ended || read_some(stream, to, most, got, error);
}

int64_t stream_size(const struct stream *stream)
{
	struct stat what;
	if (stream->feed.read || stream->file < 0 || fstat(stream->file, &what) != 0 || !S_ISREG(what.st_mode))
		return -1;
	return lseek(stream->file, 0, SEEK_CUR) < 0 ? -1 : what.st_size;
}

bool stream_seek(struct stream *stream, int64_t place)
{
	if (lseek(stream->file, place, SEEK_SET) < 0)
		return false;
	stream->start = stream->stop = 0;
	stream->ended = false;
	return true;
}

bool stream_all(struct stream *stream, struct arena *arena, size_t most, struct slice *all, struct error *error)
{
	struct stat what;
	size_t room = 0, len = waiting(stream), expected = PIECE;
	if (stream->file >= 0 && fstat(stream->file, &what) == 0 && S_ISREG(what.st_mode) && what.st_size > 0)
		expected = (size_t)what.st_size < most ? (size_t)what.st_size + 1 : most + 1;
	char *bytes = arena_room(arena, NULL, &room, len + expected, 1);
	if (len)
		memcpy(bytes, stream->buffer + stream->start, len);
	stream->start = stream->stop = 0;
	while (!stream->ended && len <= most) {
		size_t got;
		bytes = arena_room(arena, bytes, &room, len + 1, 1);
		if (!read_some(stream, bytes + len, room - len, &got, error))
			return false;
		len += got;
	}
	if (len > most)
		return error_set(error, ERROR_TOO_LARGE, "larger than %zu bytes, the limit that --max-size sets", most);
	*all = (struct slice){ bytes, len };
	return true;
}

/* Up to the next end byte; one byte of room stays behind what was read. */
static bool take_to(struct stream *stream, char end_byte, size_t most, struct slice *piece, struct error *error)
{
	size_t seen = 0;
	for (;;) {
		char *from = stream->buffer + stream->start;
		char *end = waiting(stream) > seen ? memchr(from + seen, end_byte, waiting(stream) - seen) : NULL;
		size_t len = end ? (size_t)(end - from) : waiting(stream);
		if (len > most) {
			stream->line++;
			return skip_past(stream, end_byte, error)
			       && error_set(error, ERROR_TOO_LARGE, "record larger than %zu bytes, the limit that --max-size sets", most);
		}
		if (end || stream->ended) {
			*piece = (struct slice){ from, len };
			stream->start += len + (end ? 1 : 0);
			stream->line++;
			return end || len;
		}
		seen = len;
		if (!fill(stream, error))
			return false;
	}
}

/* ---- */

bool stream_line(struct stream *stream, size_t most, struct slice *line, struct error *error)
{
	return take_to(stream, '\n', most, line, error);
}

bool stream_name(struct stream *stream, char end, struct slice *name, struct error *error)
{
	enum { LONGEST_NAME = 64 * 1024 };
	/* fill leaves room for one byte more than it reads, so a name without an end can be closed, too */
	if (!take_to(stream, end, LONGEST_NAME, name, error))
		return false;
	stream->buffer[name->at - stream->buffer + (ptrdiff_t)name->len] = '\0';
	return true;
}
