/* learn.c: see learn.h. */
#include "cli/learn.h"

#include "base/digest.h"
#include "read/stream.h"

enum { FILE_MOST = 64 * 1024 * 1024 };

/* ---- private from here ---- */

static void print_for_learner(struct out *out, const struct record *record)
{
	learn_print(out, record->document);
}

static bool read_whole(struct arena *arena, const char *path, struct slice *file, struct error *error)
{
	struct stream stream = { .file = -1 };
	bool good = stream_open(&stream, path, error) && stream_all(&stream, arena, FILE_MOST, file, error);
	stream_release(&stream);
	return good;
}

/* ---- */

const struct writer writer_learn = { .name = "learn", .open = "", .document = print_for_learner, .between = "", .close = "" };

bool furniture_load(struct furniture **furniture, unsigned *shape, struct arena *arena, const char *path, struct error *error)
{
	struct slice file;
	struct error wrong = { ERROR_NONE, "" };
	if (!read_whole(arena, path, &file, &wrong) || !furniture_read(furniture, arena, file, &wrong))
		return error_set(error, wrong.kind, "%.200s: %.300s", path, wrong.message);
	uint64_t hash = digest_short(*shape, file);
	*shape = (unsigned)((hash ^ hash >> 16 ^ hash >> 32 ^ hash >> 48) & 0xFFFF);
	return true;
}
