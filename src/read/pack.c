/* pack.c: see pack.h. The only file that knows libarchive.
 *
 * Not to be guessed: libarchive looks at the locale when it hands out a name, and gives none in the locale that a
 * program starts with; so it is asked in a locale of this file's own, for this thread alone. What comes is the name's
 * own bytes, where the archive does not say in which encoding they are, or UTF-8. */
#include "read/pack.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <locale.h>
#include <stdlib.h>

#include "base/out.h"
#include "read/transcode.h"

enum { PIECE = 64 * 1024, GROWTH = 1000 };

/* What is passed over in an archive that has to be unpacked for it: some seconds' worth. */
static const uint64_t PASSED_OVER = (uint64_t)1 << 30;


struct pack {
	struct archive *archive;
	struct stream *stream;
	struct archive_entry *entry;
	struct out name;
	size_t max_size, members;
	uint64_t in, out, passed_over;
	bool opened, dead, slow;        /* slow: passing over costs as much as reading */
	bool cut;                       /* a zip without its end */
	locale_t locale;
	struct error error;             /* of the stream */
	char piece[PIECE];
};

/* ---- private from here: what libarchive asks for ---- */

static la_ssize_t on_read(struct archive *archive, void *pack_, const void **bytes)
{
	struct pack *pack = pack_;
	size_t got;
	if (!stream_read(pack->stream, pack->piece, PIECE, &got, &pack->error)) {
		archive_set_error(archive, EIO, "%s", pack->error.message);
		return -1;
	}
	pack->in += got;
	*bytes = pack->piece;
	return (la_ssize_t)got;
}

static la_int64_t on_seek(struct archive *archive, void *pack_, la_int64_t offset, int whence)
{
	struct pack *pack = pack_;
	int64_t size = stream_size(pack->stream), place = whence == SEEK_END ? size + offset : offset;
	(void)archive;
	if (whence == SEEK_CUR || size < 0 || place < 0 || place > size || !stream_seek(pack->stream, place))
		return ARCHIVE_FATAL;
	return place;
}

/* ---- */

/* Whether the end of a zip, with the list of its members, is where it should be. */
static bool has_end(struct stream *stream)
{
	enum { FARTHEST = 22 + 65535 };
	int64_t size = stream_size(stream), from = size > FARTHEST ? size - FARTHEST : 0;
	struct slice head, tail = { NULL, 0 };
	struct error error = { ERROR_NONE, "" };
	if (size < 0 || !stream_peek(stream, 4, &head, &error) || !slice_starts(head, SLICE("PK")))
		return true;
	bool found = false;
	if (stream_seek(stream, from) && stream_peek(stream, FARTHEST, &tail, &error))
		for (size_t i = 0; i + 22 <= tail.len && !found; i++)
			found = memcmp(tail.at + i, "PK\5\6", 4) == 0;
	stream_seek(stream, 0);
	return found;
}

static void prepare(struct pack *pack, enum pack_kind kind)
{
	struct archive *archive = pack->archive;
	if (kind == PACK_COMPRESSED) {
		archive_read_support_filter_gzip(archive);
		archive_read_support_filter_zstd(archive);
		archive_read_support_filter_xz(archive);
		archive_read_support_filter_bzip2(archive);
		archive_read_support_format_raw(archive);
		archive_read_support_format_empty(archive);
	} else {
		archive_read_support_format_zip(archive);
		archive_read_support_format_tar(archive);
		if (stream_size(pack->stream) >= 0)
			archive_read_set_seek_callback(archive, on_seek);
		pack->cut = !has_end(pack->stream);
	}
	pack->slow = stream_size(pack->stream) < 0;
	archive_read_set_read_callback(archive, on_read);
	archive_read_set_callback_data(archive, pack);
}

static bool fails(struct pack *pack, struct error *error)
{
	const char *why = archive_error_string(pack->archive);
	pack->dead = true;
	if (archive_errno(pack->archive) == ENOMEM)
		return error_set(error, ERROR_MEMORY, "out of memory");
	return error_set(error, ERROR_READ, "cannot be unpacked: %s", why ? why : "it is damaged");
}

static bool is_bomb(struct pack *pack, struct error *error)
{
	if (pack->passed_over <= PASSED_OVER + pack->max_size
	    && (!pack->members || pack->out <= pack->max_size || pack->out / GROWTH <= pack->in))
		return false;
	pack->dead = true;
	error_set(error, ERROR_TOO_LARGE, "grows past the limit that --max-size sets as only a bomb does: the rest is left out");
	return true;
}

static bool leads_outside(struct slice name)
{
	struct slice part;
	if (name.len && (name.at[0] == '/' || name.at[0] == '\\'))
		return true;
	if (name.len > 1 && name.at[1] == ':')
		return true;
	while (slice_split(&part, &name, '/'))
		if (slice_is(part, ".."))
			return true;
	return false;
}

/* A name that the archive has in no encoding it speaks of is decided on by itself. */
static struct slice name_member(struct pack *pack)
{
	const char *name = archive_entry_pathname(pack->entry);
	if (!name)
		name = archive_entry_pathname_utf8(pack->entry);
	out_clear(&pack->name);
	while (name && name[0] == '.' && name[1] == '/')
		name += 2;
	if (name)
		utf8_write(&pack->name, slice_from(name));
	else
		out_format(&pack->name, "member-%zu", pack->members);
	out_char(&pack->name, '\0');
	return pack->name.failed ? SLICE("") : (struct slice){ pack->name.bytes, pack->name.len - 1 };
}

/* Reads what is left of a member, where libarchive would do the same without counting. */
static bool pass_over(struct pack *pack, struct error *error)
{
	char *waste = pack->entry && pack->slow ? malloc(PIECE) : NULL;
	size_t got = 1;
	bool good = true;
	while (waste && good && got) {
		good = pack_read(pack, waste, PIECE, &got, error);
		pack->passed_over += got;
		good = good && !is_bomb(pack, error);
	}
	free(waste);
	/* a member that is damaged does not spoil the others */
	if (!good && !pack->dead)
		*error = (struct error){ ERROR_NONE, "" };
	return good || !pack->dead;
}

static bool go_on(struct pack *pack, struct error *error)
{
	if (!pack->opened && archive_read_open1(pack->archive) != ARCHIVE_OK)
		return fails(pack, error);
	pack->opened = true;
	if (!pass_over(pack, error))
		return false;
	int result;
	do
		result = archive_read_next_header(pack->archive, &pack->entry);
	while (result == ARCHIVE_RETRY);
	if (result == ARCHIVE_OK || result == ARCHIVE_WARN)
		return true;
	pack->entry = NULL;
	pack->dead = true;
	if (result != ARCHIVE_EOF)
		return fails(pack, error);
	return !pack->cut || error_set(error, ERROR_READ, "cannot be unpacked: the archive is cut off");
}

/* ---- */

struct pack *pack_open(struct stream *stream, enum pack_kind kind, size_t max_size)
{
	struct pack *pack = calloc(1, sizeof *pack);
	if (!pack)
		return NULL;
	pack->stream = stream;
	pack->max_size = max_size;
	out_init(&pack->name);
	pack->archive = archive_read_new();
	if (!pack->archive) {
		pack_close(pack);
		return NULL;
	}
	pack->locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	prepare(pack, kind);
	return pack;
}

void pack_close(struct pack *pack)
{
	if (!pack)
		return;
	if (pack->archive)
		archive_read_free(pack->archive);
	if (pack->locale)
		freelocale(pack->locale);
	out_release(&pack->name);
	free(pack);
}

bool pack_next(struct pack *pack, struct pack_member *member, struct error *error)
{
	if (pack->dead)
		return false;
	locale_t before = pack->locale ? uselocale(pack->locale) : (locale_t)0;
	bool more = go_on(pack, error) && pack->entry;
	if (more) {
		unsigned type = archive_entry_filetype(pack->entry);
		bool link = type == AE_IFLNK || archive_entry_hardlink(pack->entry);
		*member = (struct pack_member){ .type = link ? MEMBER_LINK : type == AE_IFREG || !type ? MEMBER_FILE : MEMBER_OTHER };
		pack->members++;
		member->name = name_member(pack);
		member->locked = archive_entry_is_data_encrypted(pack->entry) > 0;
		member->outside = leads_outside(member->name);
	}
	if (before)
		uselocale(before);
	return more;
}

bool pack_read(void *pack_, char *to, size_t most, size_t *got, struct error *error)
{
	struct pack *pack = pack_;
	la_ssize_t count;
	*got = 0;
	if (pack->dead || !pack->entry)
		return pack->error.kind == ERROR_NONE || error_set(error, pack->error.kind, "%s", pack->error.message);
	do
		count = archive_read_data(pack->archive, to, most);
	while (count == ARCHIVE_RETRY);
	if (count < 0) {
		bool fatal = count == ARCHIVE_FATAL;
		pack->entry = NULL;
		fails(pack, error);
		pack->dead = fatal;
		return false;
	}
	*got = (size_t)count;
	pack->out += *got;
	return !is_bomb(pack, error);
}
