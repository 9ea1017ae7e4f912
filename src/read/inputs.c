/* inputs.c: see inputs.h. A name becomes a file, a folder's files, or standard input; a file becomes one document, or
 * is opened by a reader, which finds more documents or further files in it. Open readers are a stack. */
#include "read/inputs.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>

#include "read/charset.h"
#include "read/ids.h"
#include "read/jsonl.h"
#include "read/reader.h"
#include "read/transcode.h"
#include "read/walk.h"

enum { DEEPEST = 8, HEAD = 64 * 1024, AVOIDED = 4 };

const char *const from_words[FROM_KINDS + 1] = {
	[FROM_AUTO] = "auto", [FROM_TEXT] = "text", [FROM_HTML] = "html", [FROM_JSONL] = "jsonl", [FROM_CSV] = "csv",
	[FROM_TSV] = "tsv", [FROM_XLSX] = "xlsx", [FROM_WARC] = "warc", [FROM_MHTML] = "mhtml", NULL
};

/* A file, or a part of one, that is being read. */
struct level {
	struct level *outer;
	unsigned depth;
	char *path;                     /* NULL: standard input */
	struct stream stream;
	const struct reader *reader;    /* NULL: it is one document */
	void *handle;
	const char *kind;               /* of that document, or of its reader */
	bool kind_given;
	bool named;                     /* by the user, not found in a folder or an archive */
	bool packed;                    /* it is a smaller copy of the file that the path names without an ending */
	bool address;                   /* the path ends in a web address, and so in no ending */
	bool found;                     /* something came out of it */
	const struct part *part;        /* what the outer reader said of it, or NULL */
};

struct inputs {
	struct inputs_wish wish;
	size_t next;                    /* of the names */
	struct stream names;
	bool names_open;
	struct level *top;
	struct part parts[DEEPEST + 1]; /* what the reader of each depth offered last */
	char *folder;                   /* named, and nothing was found in it yet */
	struct walk *walk;
	struct ids ids;
	struct inputs_count count;
	uint64_t read, all;             /* bytes of the files that are done, and of those that were named */
	struct { dev_t device; ino_t number; } avoided[AVOIDED];
	size_t avoided_count;
};

/* ---- private from here: what a document is called ---- */

static bool has_ending(const char *dot, const char *endings)
{
	struct slice rest = slice_from(endings), ending;
	while (slice_split(&ending, &rest, ' '))
		if (strlen(dot + 1) == ending.len && strncasecmp(dot + 1, ending.at, ending.len) == 0)
			return true;
	return false;
}

static const char *find_dot(const char *path, size_t len)
{
	for (size_t i = len; i > 1 && path[i - 1] != '/' && path[i - 1] != '!'; i--)
		if (path[i - 1] == '.' && path[i - 2] != '/' && path[i - 2] != '!')
			return path + i - 1;
	return NULL;
}

/* Without ".txt", and where it was packed without ".txt.gz". */
static size_t len_without_ending(const char *path, bool packed)
{
	size_t len = strlen(path);
	const char *dot = find_dot(path, len);
	if (dot && packed && has_ending(dot, "gz zst xz bz2")) {
		len = (size_t)(dot - path);
		dot = find_dot(path, len);
	}
	return dot ? (size_t)(dot - path) : len;
}

static const char *readable(struct arena *arena, const char *path, size_t len)
{
	struct out words;
	char *copy = arena_take(arena, 3 * len + 1);    /* a byte that is no UTF-8 becomes three */
	out_init(&words);
	utf8_write(&words, (struct slice){ path, len });
	bool failed = words.failed;
	if (words.len && !failed)
		memcpy(copy, words.bytes, words.len);
	out_release(&words);
	if (failed)
		arena_fail(arena);
	return copy;
}

static const char *hex_unless_utf8(struct arena *arena, const char *path)
{
	struct slice bytes = slice_from(path);
	if (utf8_good(bytes, 0) == bytes.len)
		return NULL;
	char *hex = arena_take(arena, 2 * bytes.len + 1);
	for (size_t i = 0; i < bytes.len; i++) {
		hex[2 * i] = "0123456789abcdef"[(unsigned char)bytes.at[i] >> 4];
		hex[2 * i + 1] = "0123456789abcdef"[(unsigned char)bytes.at[i] & 15];
	}
	return hex;
}

/* What the reader around it said of it, where it does not say so itself. */
static void say_part(struct input *input, struct arena *arena, const struct part *part)
{
	const struct { struct slice *to, from; } said[] = {
		{ &input->meta.date, part->meta.date }, { &input->meta.outlet, part->meta.outlet },
		{ &input->meta.author, part->meta.author }, { &input->meta.section, part->meta.section },
		{ &input->meta.url, part->meta.url }
	};
	for (size_t i = 0; i < sizeof said / sizeof *said; i++)
		if (!said[i].to->len && said[i].from.len)
			*said[i].to = (struct slice){ arena_string(arena, said[i].from), said[i].from.len };
	if (part->charset.len)
		input->charset = arena_string(arena, part->charset);
	if (part->note)
		input_note(input, arena, part->note_code, part->note);
}

/* Fills what the input itself did not say. */
static void name_input(const struct inputs *inputs, struct arena *arena, struct input *input, const char *path,
                       const struct level *level)
{
	input->kind = level ? level->kind : "text";
	input->kind_given = level && level->kind_given;
	if (path) {
		input->path = readable(arena, path, strlen(path));
		input->path_hex = hex_unless_utf8(arena, path);
	}
	if (!input->id) {
		bool whole = level && level->address;
		size_t len = !path ? 0 : whole ? strlen(path) : len_without_ending(path, level && level->packed);
		input->id = path ? readable(arena, path, len) : "-";
	}
	if (level && level->part)
		say_part(input, arena, level->part);
	if (!input->meta.date.len && inputs->wish.date)
		input->meta.date = slice_from(inputs->wish.date);
}

/* An error has the last word: whatever happened, a document with an id of its own comes out. */
static bool give(struct inputs *inputs, struct arena *arena, struct input *input, const char *path,
                 const struct level *level, bool read)
{
	name_input(inputs, arena, input, path, level);
	if (!read)
		input->bytes = (struct slice){ NULL, 0 };
	input->id = ids_unique(&inputs->ids, arena, input->id);
	return true;
}

static bool fail(struct inputs *inputs, struct arena *arena, struct input *input, const char *path)
{
	inputs->count.inputs++;
	inputs->count.failed++;
	return give(inputs, arena, input, path, NULL, false);
}

/* ---- the stack ---- */

static void pop(struct inputs *inputs)
{
	struct level *level = inputs->top;
	inputs->top = level->outer;
	if (!level->outer)
		inputs->read += level->stream.taken;
	if (level->handle)
		level->reader->close(level->handle);
	stream_release(&level->stream);
	free(level->path);
	free(level);
}

/* NULL where there is no memory; the path is copied. */
static struct level *push(struct inputs *inputs, const char *path)
{
	struct level *level = calloc(1, sizeof *level);
	if (!level)
		return NULL;
	level->stream.file = -1;
	level->kind = "text";
	level->outer = inputs->top;
	level->depth = level->outer ? level->outer->depth + 1 : 0;
	level->path = path ? strdup(path) : NULL;
	if (path && !level->path) {
		free(level);
		return NULL;
	}
	inputs->top = level;
	return level;
}

/* ---- what kind it is ---- */

static const struct reader *const readers[FROM_KINDS] = {
	[FROM_JSONL] = &reader_jsonl, [FROM_CSV] = &reader_csv, [FROM_TSV] = &reader_tsv, [FROM_XLSX] = &reader_xlsx,
	[FROM_WARC] = &reader_warc, [FROM_MHTML] = &reader_mhtml
};

/* Looks no further into a pipe than it must: whoever writes a record and waits for its answer gets one. */
static bool look(struct level *level, struct slice *head, struct error *error)
{
	size_t seen;
	*head = (struct slice){ NULL, 0 };
	do {
		seen = head->len;
		if (!stream_peek(&level->stream, seen + 1, head, error))
			return false;
	} while (head->len > seen && slice_trim(*head).len < 2);
	return jsonl_recognise(*head, NULL) || stream_peek(&level->stream, HEAD, head, error);
}

static const struct reader *by_ending(const char *path)
{
	const char *dot = path ? strrchr(path, '.') : NULL;
	for (size_t i = 0; dot && i < FROM_KINDS; i++)
		if (readers[i] && readers[i]->endings && has_ending(dot, readers[i]->endings))
			return readers[i];
	return NULL;
}

static const struct reader *by_content(const struct inputs *inputs, struct slice head)
{
	struct out text;
	const struct reader *found = NULL;
	out_init(&text);
	head_as_utf8(&text, &head, inputs->wish.encoding);
	for (size_t i = 0; i < FROM_KINDS && !found; i++)
		if (readers[i] && readers[i]->recognise(head, &inputs->wish))
			found = readers[i];
	out_release(&text);
	return found;
}

/* What is packed is unpacked whatever --from says, which is about what is in it. */
static void choose_reader(struct inputs *inputs, struct level *level, struct slice head)
{
	const struct part *part = level->part;
	unsigned from = part && part->from ? part->from : inputs->wish.from;
	bool sheet = (from == FROM_AUTO || from == FROM_XLSX) && reader_xlsx.recognise(head, &inputs->wish);
	level->kind_given = from != FROM_AUTO;
	level->kind = from == FROM_HTML ? "html" : "text";
	if (sheet)
		level->reader = &reader_xlsx;
	else if (reader_archive.recognise(head, &inputs->wish))
		level->reader = &reader_archive;
	else if (reader_packed.recognise(head, &inputs->wish))
		level->reader = &reader_packed;
	else if (from != FROM_AUTO)
		level->reader = readers[from];
	else if (!(level->reader = by_content(inputs, head)) && charset_guess(head).charset != CHARSET_BINARY)
		level->reader = by_ending(level->path);
	if (level->reader)
		level->kind = level->reader->kind;
}

/* What this program wrote, and nobody named. */
static bool is_own_output(struct slice head)
{
	return slice_starts(head, SLICE("{\"schema\":\"saseol/1\","));
}

/* The level on top is ready to be read; passed_over: it is no text, and nobody named it. */
static bool open_level(struct inputs *inputs, bool *passed_over, struct error *error)
{
	struct level *level = inputs->top;
	struct slice head;
	*passed_over = false;
	if (!look(level, &head, error))
		return false;
	choose_reader(inputs, level, head);
	if (!level->named && (is_own_output(head) || (!level->reader && name_says(level->path) == NAME_NOTHING
	                                       && charset_guess(head).charset == CHARSET_BINARY))) {
		*passed_over = true;
		return true;
	}
	if (!level->reader)
		return true;
	if (level->depth == DEEPEST)
		return error_set(error, ERROR_TOO_LARGE, "packed in more than %d archives, one inside the other", DEEPEST);
	level->handle = level->reader->open(&level->stream, &inputs->wish);
	return level->handle || error_set(error, ERROR_MEMORY, "out of memory");
}

/* ---- reading ---- */

static bool give_fault(struct inputs *inputs, struct arena *arena, struct input *input)
{
	inputs->count.inputs++;
	inputs->count.failed++;
	give(inputs, arena, input, inputs->top->path, inputs->top, false);
	pop(inputs);
	return true;
}

/* A file, named or found in a folder. False: it is open, or passed over. */
static bool enter_file(struct inputs *inputs, struct arena *arena, struct input *input, const char *path, bool named,
                       struct error *error)
{
	struct stat what;
	bool passed_over;
	if (!push(inputs, path)) {
		error_set(error, ERROR_MEMORY, "out of memory");
		return fail(inputs, arena, input, path);
	}
	inputs->top->named = named;
	if (!stream_open(&inputs->top->stream, path, error))
		return give_fault(inputs, arena, input);
	for (size_t i = 0; !named && i < inputs->avoided_count && fstat(inputs->top->stream.file, &what) == 0; i++) {
		if (what.st_dev == inputs->avoided[i].device && what.st_ino == inputs->avoided[i].number) {
			pop(inputs);
			return false;
		}
	}
	if (!open_level(inputs, &passed_over, error))
		return give_fault(inputs, arena, input);
	if (passed_over)
		pop(inputs);
	else if (inputs->folder) {
		free(inputs->folder);
		inputs->folder = NULL;
	}
	return false;
}

static char *path_inside(const char *path, struct slice name)
{
	char *inside;
	if (!name.len)
		return strdup(path ? path : "-");
	return asprintf(&inside, "%s!%.*s", path ? path : "-", (int)name.len, name.at) < 0 ? NULL : inside;
}

/* A part that the reader on top offers. False: it is open, or passed over. */
static bool enter_part(struct inputs *inputs, struct arena *arena, struct input *input, struct part *part,
                       struct error *error)
{
	struct level *outer = inputs->top, *level = NULL;
	char *path = outer->path || part->name.len ? path_inside(outer->path, part->name) : NULL;
	bool passed_over, memory = path || !(outer->path || part->name.len);
	if (memory)
		level = push(inputs, path);
	free(path);
	if (!level) {
		error_set(error, ERROR_MEMORY, "out of memory");
		return fail(inputs, arena, input, outer->path);
	}
	level->part = part;
	if (part->packed && outer->part) {
		/* what was said of the packed is true of what is in it */
		part->meta = outer->part->meta;
		part->charset = outer->part->charset;
		part->address = outer->part->address;
		part->note_code = outer->part->note_code;
		part->note = outer->part->note;
	}
	level->named = part->packed && outer->named;
	level->packed = part->packed || (outer->packed && !part->name.len);
	level->address = part->address;
	stream_open_feed(&level->stream, part->feed);
	if (part->error.kind != ERROR_NONE) {
		level->kind = "text";
		*error = part->error;
		outer->found = true;
		return give_fault(inputs, arena, input);
	}
	if (!open_level(inputs, &passed_over, error)) {
		outer->found = true;
		return give_fault(inputs, arena, input);
	}
	if (passed_over)
		pop(inputs);
	else
		outer->found = true;
	return false;
}

static bool read_whole(struct inputs *inputs, struct arena *arena, struct input *input, struct error *error)
{
	struct level *level = inputs->top;
	inputs->count.inputs++;
	bool good = stream_all(&level->stream, arena, inputs->wish.max_size, &input->bytes, error);
	inputs->count.failed += !good;
	give(inputs, arena, input, level->path, level, good);
	pop(inputs);
	return true;
}

/* What comes next from the level on top. False: go on. */
static bool read_on(struct inputs *inputs, struct arena *arena, struct input *input, struct error *error)
{
	struct level *level = inputs->top;
	if (!level->reader)
		return read_whole(inputs, arena, input, error);
	struct part *part = &inputs->parts[level->depth];
	*part = (struct part){ .packed = false };
	switch (level->reader->next(level->handle, arena, input, part, error)) {
	case FOUND_DOCUMENT:
		level->found = true;
		inputs->count.records++;
		inputs->count.broken += error->kind != ERROR_NONE;
		return give(inputs, arena, input, level->path, level, error->kind == ERROR_NONE);
	case FOUND_PART:
		return enter_part(inputs, arena, input, part, error);
	case FOUND_FAULT:
		return give_fault(inputs, arena, input);
	default:
		break;
	}
	if (level->reader->records || level->found) {
		pop(inputs);
		return false;
	}
	error_set(error, ERROR_READ, "there is nothing to read in this archive");
	return give_fault(inputs, arena, input);
}

/* ---- names ---- */

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

static bool enter_folder(struct inputs *inputs, const char *path, struct error *error)
{
	inputs->folder = strdup(path);
	return inputs->folder ? walk_enter(inputs->walk, path, error) : error_set(error, ERROR_MEMORY, "out of memory");
}

static void leave_folder(struct inputs *inputs)
{
	free(inputs->folder);
	inputs->folder = NULL;
}

static bool next_document(struct inputs *inputs, struct arena *arena, struct input *input, struct error *error)
{
	for (;;) {
		if (inputs->top) {
			if (read_on(inputs, arena, input, error))
				return true;
			continue;
		}
		const char *path = walk_next(inputs->walk, error);
		bool named = !path;
		if (!path && inputs->folder) {
			error_set(error, ERROR_READ, "there is nothing to read in this folder");
			bool given = fail(inputs, arena, input, inputs->folder);
			leave_folder(inputs);
			return given;
		}
		if (path || !(path = next_name(inputs, error))) {
			if (!path)
				return false;
		} else if (error->kind == ERROR_NONE && strcmp(path, "-") == 0) {
			path = NULL;
		} else if (error->kind == ERROR_NONE && is_folder(path) && enter_folder(inputs, path, error)) {
			continue;
		}
		if (error->kind != ERROR_NONE) {
			leave_folder(inputs);
			return fail(inputs, arena, input, path);
		}
		if (enter_file(inputs, arena, input, path, named, error))
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
	inputs->names.file = -1;
	if (!inputs->wish.max_size)
		inputs->wish.max_size = MAX_SIZE_DEFAULT;
	if (!wish->count && !wish->files_from) {
		inputs->wish.names = standard_input;
		inputs->wish.count = 1;
	}
	/* folders and lists of names are not looked through twice: how much is in them is not known */
	struct stat what;
	for (size_t i = 0; i < inputs->wish.count; i++) {
		if (wish->files_from || stat(inputs->wish.names[i], &what) != 0 || !S_ISREG(what.st_mode)) {
			inputs->all = 0;
			break;
		}
		inputs->all += (uint64_t)what.st_size;
	}
	inputs->walk = walk_open();
	if (!inputs->walk) {
		inputs_close(inputs);
		return NULL;
	}
	return inputs;
}

void inputs_avoid(struct inputs *inputs, const char *path)
{
	struct stat what;
	if (inputs->avoided_count == AVOIDED || stat(path, &what) != 0)
		return;
	inputs->avoided[inputs->avoided_count].device = what.st_dev;
	inputs->avoided[inputs->avoided_count++].number = what.st_ino;
}

void inputs_close(struct inputs *inputs)
{
	if (!inputs)
		return;
	while (inputs->top)
		pop(inputs);
	stream_release(&inputs->names);
	walk_close(inputs->walk);
	ids_release(&inputs->ids);
	free(inputs->folder);
	free(inputs);
}

bool inputs_next(struct inputs *inputs, struct arena *arena, struct input *input, struct error *error)
{
	*error = (struct error){ ERROR_NONE, "" };
	*input = (struct input){ .kind = "text" };
	if (!ARENA_GUARD(arena)) {
		/* there is no room for its name */
		*input = (struct input){ .id = "-", .kind = "text" };
		inputs->count.failed++;
		if (inputs->top && !(inputs->top->reader && inputs->top->reader->records))
			pop(inputs);
		return !error_set(error, ERROR_MEMORY, "out of memory");
	}
	bool more = next_document(inputs, arena, input, error);
	ARENA_UNGUARD(arena);
	return more;
}

struct inputs_extent inputs_extent(const struct inputs *inputs)
{
	const struct level *level = inputs->top;
	while (level && level->outer)
		level = level->outer;
	return (struct inputs_extent){ inputs->read + (level ? level->stream.taken : 0), inputs->all };
}

struct inputs_count inputs_counted(const struct inputs *inputs)
{
	return inputs->count;
}
