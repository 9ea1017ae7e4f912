/* stream.h: a file, a pipe, or what a reader unpacks, read whole or line by line, and never past a limit. */
#ifndef SASEOL_READ_STREAM_H
#define SASEOL_READ_STREAM_H

#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"

/* Bytes that come from somewhere else than a file: a member of an archive, a text in another encoding. */
struct feed {
	void *handle;
	/* Some bytes, most of them at most; none at the end. */
	bool (*read)(void *handle, char *to, size_t most, size_t *got, struct error *error);
	void (*close)(void *handle);            /* NULL: there is nothing to close */
};

struct stream {
	int file;               /* -1: not open, or a feed */
	struct feed feed;
	char *buffer;
	size_t room, start, stop;       /* what was read and not taken yet */
	uint64_t taken;         /* bytes read from a file */
	size_t line;            /* of the line taken last, from 1 */
	bool ended;
};

/* path NULL is standard input. */
bool stream_open(struct stream *stream, const char *path, struct error *error);
void stream_open_file(struct stream *stream, int file);     /* which the stream closes */
void stream_open_feed(struct stream *stream, struct feed feed);
void stream_close(struct stream *stream);           /* the buffer stays for the next file */
void stream_release(struct stream *stream);

/* What lies at the front: at least enough bytes, or all there is. It is not taken. */
bool stream_peek(struct stream *stream, size_t enough, struct slice *head, struct error *error);

/* Takes so many bytes of what lies at the front. */
void stream_take(struct stream *stream, size_t bytes);

/* Some bytes of what is left, most of them at most; none at the end. */
bool stream_read(struct stream *stream, char *to, size_t most, size_t *got, struct error *error);

/* A file that can be read from any place has a size; what does not is -1 bytes long. */
int64_t stream_size(const struct stream *stream);
bool stream_seek(struct stream *stream, int64_t place);

/* All that is left, copied into the arena. Fails with ERROR_TOO_LARGE past most bytes. */
bool stream_all(struct stream *stream, struct arena *arena, size_t most, struct slice *all, struct error *error);

/* The next line without its end, good until the next call; false at the end or with an error. A line of more than
 * most bytes is passed over: ERROR_TOO_LARGE, and the next call goes on behind it. */
bool stream_line(struct stream *stream, size_t most, struct slice *line, struct error *error);

/* The same for a list of names, which end in the given byte; the name has a NUL behind it. */
bool stream_name(struct stream *stream, char end, struct slice *name, struct error *error);

#endif
