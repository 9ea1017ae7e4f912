/* stream.h: a file or pipe, read whole or line by line, and never past a limit. */
#ifndef SASEOL_READ_STREAM_H
#define SASEOL_READ_STREAM_H

#include "base/arena.h"
#include "base/error.h"

struct stream {
	int file;               /* -1: not open */
	char *buffer;
	size_t room, start, stop;       /* what was read and not taken yet */
	size_t line;            /* of the line taken last, from 1 */
	bool ended;
};

/* path NULL is standard input. */
bool stream_open(struct stream *stream, const char *path, struct error *error);
void stream_close(struct stream *stream);           /* the buffer stays for the next file */
void stream_release(struct stream *stream);

/* What lies at the front: at least enough bytes, or all there is. It is not taken. */
bool stream_peek(struct stream *stream, size_t enough, struct slice *head, struct error *error);

/* All that is left, copied into the arena. Fails with ERROR_TOO_LARGE past most bytes. */
bool stream_all(struct stream *stream, struct arena *arena, size_t most, struct slice *all, struct error *error);

/* The next line without its end, good until the next call; false at the end or with an error. A line of more than
 * most bytes is passed over: ERROR_TOO_LARGE, and the next call goes on behind it. */
bool stream_line(struct stream *stream, size_t most, struct slice *line, struct error *error);

/* The same for a list of names, which end in the given byte; the name has a NUL behind it. */
bool stream_name(struct stream *stream, char end, struct slice *name, struct error *error);

#endif
