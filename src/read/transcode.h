/* transcode.h: a stream in some encoding, read as UTF-8: what is ill-formed in it becomes U+FFFD.
 *
 * As long as nothing but ASCII comes, any encoding will do; it is decided on where the first other byte stands, by
 * what follows there. */
#ifndef SASEOL_READ_TRANSCODE_H
#define SASEOL_READ_TRANSCODE_H

#include "base/out.h"
#include "read/stream.h"

struct transcoder;

/* NULL when there is no memory. encoding: NULL or "auto", or a name that settles it; the stream stays the caller's. */
struct transcoder *transcoder_open(struct stream *from, const char *encoding);

/* As a feed reads and closes. */
bool transcoder_read(void *transcoder, char *to, size_t most, size_t *got, struct error *error);
void transcoder_close(void *transcoder);

/* The encoding as output names it, and whether there was little to tell it by. */
const char *transcoder_encoding(const struct transcoder *transcoder);
bool transcoder_doubtful(const struct transcoder *transcoder);

/* The beginning of a stream as UTF-8, in out where it is not itself. */
void head_as_utf8(struct out *out, struct slice *head, const char *encoding);

/* Short bytes in an unknown encoding as UTF-8: names of files. */
void utf8_write(struct out *to, struct slice bytes);

#endif
