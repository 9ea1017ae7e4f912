/* inputs.c: see inputs.h. A name becomes a file, a folder's files, or standard input; a file becomes one document, or
 * one for each record in it. */
#include "read/inputs.h"

#include <errno.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>

#include "read/ids.h"
#include "read/jsonl.h"
#include "read/stream.h"
#include "read/walk.h"

struct inputs {
	struct inputs_wish wish;
	size_t next;                    /* of the names */
	struct stream names, file;
	bool names_open, records;       /* a list of names, a file of records is being read */
	char *path;                     /* of the file of records; NULL: standard input */
	char *folder;                   /* named, and nothing was found in it yet */
	struct walk *walk;
	struct jsonl *jsonl;
	struct ids ids;
	struct inputs_count count;
};

/* ---- private from here ---- */

static char *path_without_ending(struct arena *arena, const char *path)
{
	const char *name = strrchr(path, '/'), *dot = strrchr(path, '.');
	name = name ? name + 1 : path;
	return arena_string(arena, (struct slice){ path, dot && dot > name ? (size_t)(dot - path) : strlen(path) });
}

static void name_input(struct inputs *inputs, struct arena *arena, struct input *input, const char *path)
{
	*input = (struct input){ .kind = inputs->wish.from == FROM_HTML ? "html" : "text", .path = path ? arena_string(arena, slice_from(path)) : NULL };
	input->kind_given = inputs->wish.from != FROM_AUTO;
	input->id = path ? path_without_ending(arena, path) : "-";
	if (inputs->wish.date)
		input->meta.date = slice_from(inputs->wish.date);
}

static void unread(struct inputs *inputs)
{
	inputs->count.failed++;
}

/* An error has the last word: whatever happened, a document with an id of its own comes out. */
static bool give(struct inputs *inputs, struct arena *arena, struct input *input, bool read)
{
	if (!read)
		input->bytes = (struct slice){ NULL, 0 };
	input->id = ids_unique(&inputs->ids, arena, input->id);
	return true;
}

static bool has_ending_of_records(const char *path)
{
	const char *dot = path ? strrchr(path, '.') : NULL;
	return dot && (strcasecmp(dot, ".jsonl") == 0 || strcasecmp(dot, ".ndjson") == 0);
}

/* Looks no further into a pipe than it must: whoever writes a record and waits for its answer gets one. */
static bool is_records(struct inputs *inputs, const char *path, bool *records, struct error *error)
{
	struct slice head = { NULL, 0 };
	size_t seen;
	*records = inputs->wish.from == FROM_JSONL;
	if (inputs->wish.from != FROM_AUTO)
		return true;
	do {
		seen = head.len;
		if (!stream_peek(&inputs->file, seen + 1, &head, error))
			return false;
	} while (head.len > seen && slice_trim(head).len < 2);
	*records = has_ending_of_records(path) || jsonl_recognise(head);
	return true;
}

/* The next record, or false at the end of the file. */
static bool next_record(struct inputs *inputs, struct arena *arena, struct input *input, struct error *error)
{
	struct slice line;
	do {
		bool more = stream_line(&inputs->file, inputs->wish.max_size, &line, error);
		if (!more && error->kind == ERROR_NONE)
			return false;
		if (more && inputs->file.line == 1 && slice_starts(line, SLICE("\xEF\xBB\xBF"))) {
			line.at += 3;
			line.len -= 3;
		}
	} while (error->kind == ERROR_NONE && !slice_trim(line).len);
	name_input(inputs, arena, input, inputs->path);
	input->kind = "jsonl";
	input->line = inputs->file.line;
	inputs->count.records++;
	if (error->kind == ERROR_READ || error->kind == ERROR_MEMORY) {
		inputs->records = false;
		unread(inputs);
		return give(inputs, arena, input, false);
	}
	bool good = error->kind == ERROR_NONE && jsonl_record(inputs->jsonl, input, arena, line, error);
	if (!good)
		inputs->count.broken++;
	return give(inputs, arena, input, good);
}

static void finish_records(struct inputs *inputs)
{
	stream_close(&inputs->file);
	free(inputs->path);
	inputs->path = NULL;
	inputs->records = false;
}

/* One file, named or found in a folder. False: it turned out to be records, which come next. */
static bool open_file(struct inputs *inputs, struct arena *arena, struct input *input, const char *path,
                      struct error *error)
{
	bool records = false;
	inputs->count.inputs++;
	name_input(inputs, arena, input, path);
	bool good = stream_open(&inputs->file, path, error) && is_records(inputs, path, &records, error);
	if (good && records) {
		inputs->path = path ? strdup(path) : NULL;
		inputs->records = true;
		return false;
	}
	good = good && stream_all(&inputs->file, arena, inputs->wish.max_size, &input->bytes, error);
	stream_close(&inputs->file);
	if (!good)
		unread(inputs);
	return give(inputs, arena, input, good);
}

/* The next name of the command line and of --files-from; NULL: no more. */
static const char *next_name(struct inputs *inputs, struct error *error)
{
	if (inputs->next < inputs->wish.count)
		return inputs->wish.names[inputs->next++];
	if (!inputs->wish.files_from)
		return NULL;
	if (!inputs->names_open) {
		const char *list = inputs->wish.files_from;
		inputs->names_open = true;
		if (!stream_open(&inputs->names, strcmp(list, "-") == 0 ? NULL : list, error))
			return list;
	}
	struct slice name;
	while (inputs->names.file >= 0 && stream_name(&inputs->names, inputs->wish.nul ? '\0' : '\n', &name, error))
		if (name.len)
			return name.at;
	stream_close(&inputs->names);
	return error->kind == ERROR_NONE ? NULL : inputs->wish.files_from;
}

static bool is_folder(const char *path)
{
	struct stat what;
	return stat(path, &what) == 0 && S_ISDIR(what.st_mode);
}

static bool fail(struct inputs *inputs, struct arena *arena, struct input *input, const char *path)
{
	inputs->count.inputs++;
	unread(inputs);
	name_input(inputs, arena, input, path);
	return give(inputs, arena, input, false);
}

static bool enter(struct inputs *inputs, const char *path, struct error *error)
{
	inputs->folder = strdup(path);
	return inputs->folder ? walk_enter(inputs->walk, path, error) : error_set(error, ERROR_MEMORY, "out of memory");
}

static void leave(struct inputs *inputs)
{
	free(inputs->folder);
	inputs->folder = NULL;
}

static bool next_document(struct inputs *inputs, struct arena *arena, struct input *input, struct error *error)
{
	for (;;) {
		if (inputs->records) {
			if (next_record(inputs, arena, input, error))
				return true;
			finish_records(inputs);
		}
		const char *path = walk_next(inputs->walk, error);
		if (!path && inputs->folder) {
			error_set(error, ERROR_READ, "there is nothing to read in this folder");
			bool given = fail(inputs, arena, input, inputs->folder);
			leave(inputs);
			return given;
		}
		if (path)
			leave(inputs);
		else if (!(path = next_name(inputs, error)))
			return false;
		else if (error->kind == ERROR_NONE && strcmp(path, "-") == 0)
			path = NULL;
		else if (error->kind == ERROR_NONE && is_folder(path) && enter(inputs, path, error))
			continue;
		if (error->kind != ERROR_NONE) {
			leave(inputs);
			return fail(inputs, arena, input, path);
		}
		if (open_file(inputs, arena, input, path, error))
			return true;
	}
}

/* ---- */

struct inputs *inputs_open(const struct inputs_wish *wish)
{
	static const char *const standard_input[] = { "-" };
	struct inputs *inputs = calloc(1, sizeof *inputs);
	if (!inputs)
		return NULL;
	inputs->wish = *wish;
	inputs->names.file = inputs->file.file = -1;
	if (!inputs->wish.max_size)
		inputs->wish.max_size = MAX_SIZE_DEFAULT;
	if (!wish->count && !wish->files_from) {
		inputs->wish.names = standard_input;
		inputs->wish.count = 1;
	}
	inputs->walk = walk_open();
	inputs->jsonl = jsonl_open(&wish->fields);
	if (!inputs->walk || !inputs->jsonl) {
		inputs_close(inputs);
		return NULL;
	}
	return inputs;
}

void inputs_close(struct inputs *inputs)
{
	if (!inputs)
		return;
	stream_release(&inputs->names);
	stream_release(&inputs->file);
	walk_close(inputs->walk);
	jsonl_close(inputs->jsonl);
	ids_release(&inputs->ids);
	free(inputs->path);
	free(inputs->folder);
	free(inputs);
}

bool inputs_next(struct inputs *inputs, struct arena *arena, struct input *input, struct error *error)
{
	*error = (struct error){ ERROR_NONE, "" };
	if (!ARENA_GUARD(arena)) {
		/* there is no room for its name */
		*input = (struct input){ .id = "-", .kind = "text" };
		inputs->count.failed++;
		if (!inputs->records)
			stream_close(&inputs->file);
		return !error_set(error, ERROR_MEMORY, "out of memory");
	}
	bool more = next_document(inputs, arena, input, error);
	ARENA_UNGUARD(arena);
	return more;
}

struct inputs_count inputs_counted(const struct inputs *inputs)
{
	return inputs->count;
}
