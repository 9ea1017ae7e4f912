/* sink.c: see sink.h. */
#include "cli/sink.h"

#include <sys/stat.h>

/* ---- private from here ---- */

static bool begin(struct sink *sink, const struct wish *wish, struct error *error)
{
	struct out head;
	out_init(&head);
	if (sink->writer->open)
		out_string(&head, sink->writer->open);
	if (sink->writer->begin)
		sink->writer->begin(&head, wish);
	bool good = head.failed ? error_set(error, ERROR_MEMORY, "out of memory")
		: !head.len || output_write(&sink->output, (struct slice){ head.bytes, head.len }, error);
	out_release(&head);
	return good;
}

/* An older database is added to where it stands, a new one is written beside its name like any output. */
static bool open_database(struct sink *sink, const char *path, const struct wish *wish, const char *by, struct error *error)
{
	struct stat what;
	if (!path || strcmp(path, "-") == 0)
		return error_set(error, ERROR_USAGE, "a database needs a file: -o FILE");
	sink->in_place = stat(path, &what) == 0 && what.st_size > 0;
	if (!sink->in_place && !output_open(&sink->output, path, error))
		return false;
	if (!sink->in_place && !sink->output.beside)
		error_set(error, ERROR_USAGE, "a database needs a file, which \"%s\" is not", path);
	else
		sink->database = database_open(sink->in_place ? path : sink->output.beside, by, unit_words[wish->offsets], error);
	if (!sink->database && !sink->in_place)
		output_close(&sink->output, false, error);
	return sink->database != NULL;
}

/* ---- */

bool sink_open(struct sink *sink, const struct writer *writer, const char *path, const struct wish *wish, const char *by,
               struct error *error)
{
	*sink = (struct sink){ .writer = writer };
	if (writer->to == TO_DATABASE)
		return open_database(sink, path, wish, by, error);
	return output_open(&sink->output, path, error) && begin(sink, wish, error);
}

bool sink_open_lasting(struct sink *sink, const struct writer *writer, const char *path, const struct wish *wish,
                       struct error *error)
{
	*sink = (struct sink){ .writer = writer, .wish = wish };
	if (writer->to == TO_DATABASE || !path || strcmp(path, "-") == 0)
		return error_set(error, ERROR_USAGE, "--resume needs a file that is written in one go: -o FILE");
	return output_open_lasting(&sink->output, path, error);
}

bool sink_restart(struct sink *sink, struct error *error)
{
	sink->put = 0;
	return output_cut(&sink->output, 0, error) && begin(sink, sink->wish, error);
}

bool sink_cut(struct sink *sink, uint64_t bytes, size_t documents, struct error *error)
{
	sink->put = documents;
	return output_cut(&sink->output, bytes, error);
}

bool sink_has(struct sink *sink, const char *id, const char *sha256)
{
	return sink->database && database_has(sink->database, id, sha256);
}

bool sink_put(struct sink *sink, struct slice document, struct error *error)
{
	if (!document.len)
		return true;
	if (sink->database)
		return database_put(sink->database, document, error);
	if (sink->put++ && sink->writer->between && !output_write(&sink->output, slice_from(sink->writer->between), error))
		return false;
	return output_write(&sink->output, document, error);
}

bool sink_close(struct sink *sink, bool complete, struct error *error)
{
	bool good = complete;
	if (sink->database)
		good = database_close(sink->database, complete, error) && good;
	else if (complete && sink->writer->close)
		output_write(&sink->output, slice_from(sink->writer->close), error);
	if (sink->in_place)
		return good;
	return output_close(&sink->output, good && error->kind == ERROR_NONE, error) && good;
}
