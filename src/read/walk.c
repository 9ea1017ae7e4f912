/* walk.c: see walk.h. The folders that are open are a stack of sorted names: depth costs no recursion. */
#include "read/walk.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

struct folder {
	char *path;
	char **names;
	size_t count, room, next;
};

struct walk {
	struct folder *folders;
	size_t depth, room;
	char *path;             /* of what was given out last */
};

/* ---- private from here ---- */

static void folder_release(struct folder *folder)
{
	for (size_t i = folder->next; i < folder->count; i++)
		free(folder->names[i]);
	free(folder->names);
	free(folder->path);
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool folder_add(struct folder *folder, const char *name)
{
	if (folder->count == folder->room) {
		size_t room = folder->room ? 2 * folder->room : 64;
		char **names = realloc(folder->names, room * sizeof *names);
		if (!names)
			return false;
		folder->names = names;
		folder->room = room;
	}
	folder->names[folder->count] = strdup(name);
	return folder->names[folder->count] && ++folder->count;
}

static bool folder_read(struct folder *folder, struct error *error)
{
	DIR *stream = opendir(folder->path);
	if (!stream)
		return error_set(error, ERROR_READ, "cannot be read: %s", strerror(errno));
	bool memory = true;
	for (;;) {
		errno = 0;
		struct dirent *entry = readdir(stream);
		if (!entry)
			break;
		if (entry->d_name[0] != '.' && !(memory = folder_add(folder, entry->d_name)))
			break;
	}
	int wrong = errno;
	closedir(stream);
	if (!memory)
		return error_set(error, ERROR_MEMORY, "out of memory");
	if (wrong)
		return error_set(error, ERROR_READ, "cannot be read: %s", strerror(wrong));
	if (folder->count)
		qsort(folder->names, folder->count, sizeof *folder->names, by_bytes);
	return true;
}

static char *joined(const char *folder, const char *name)
{
	size_t len = strlen(folder);
	const char *slash = len && folder[len - 1] == '/' ? "" : "/";
	char *path;
	return asprintf(&path, "%s%s%s", folder, slash, name) < 0 ? NULL : path;
}

static bool is_among(const char *ending, const char *const *endings)
{
	while (*endings && strcasecmp(ending, *endings) != 0)
		endings++;
	return *endings;
}

/* ---- */

enum name_says name_says(const char *path)
{
	static const char *const text[] = {
		"txt", "text", "md", "html", "htm", "xhtml", "jsonl", "ndjson", "csv", "tsv", "xlsx", "warc", "mhtml", "mht", "zip",
		"tar", "gz", "tgz", "zst", "tzst", "xz", "txz", "bz2", NULL
	};
	static const char *const other[] = {
		"png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "ico", "bmp", "tif", "tiff", "css", "js", "mjs", "map", "woff",
		"woff2", "ttf", "otf", "eot", "mp3", "mp4", "m4a", "avi", "mov", "webm", "wav", "pdf", "doc", "docx", "hwp", "hwpx",
		"ppt", "pptx", "xls", "odt", "rtf", "epub", "exe", "dll", "so", "o", "a", "class", "jar", "pyc", "db", "sqlite",
		"sha256", "md5", "sig", "asc", "tmp", "bak", "swp", "py", "sh", "c", "h", "xml", "json", "yml", "yaml", "toml",
		"ini", "log", NULL
	};
	for (const char *part = path; part; part = strchr(part, '/')) {
		part += *part == '/';
		size_t dots = strspn(part, "."), whole = strcspn(part, "/");
		if (dots && (dots < whole || dots > 2))
			return NAME_OTHER;
	}
	const char *name = strrchr(path, '/'), *dot;
	name = name ? name + 1 : path;
	size_t len = strlen(name), labels = strlen(".gold.jsonl");
	if (len >= labels && strcasecmp(name + len - labels, ".gold.jsonl") == 0)
		return NAME_OTHER;
	dot = strrchr(name, '.');
	if (!dot || is_among(dot + 1, text))
		return NAME_TEXT;
	return is_among(dot + 1, other) ? NAME_OTHER : NAME_NOTHING;
}

struct walk *walk_open(void)
{
	return calloc(1, sizeof(struct walk));
}

void walk_close(struct walk *walk)
{
	if (!walk)
		return;
	while (walk->depth)
		folder_release(&walk->folders[--walk->depth]);
	free(walk->folders);
	free(walk->path);
	free(walk);
}

bool walk_enter(struct walk *walk, const char *path, struct error *error)
{
	if (walk->depth == walk->room) {
		size_t room = walk->room ? 2 * walk->room : 16;
		struct folder *folders = realloc(walk->folders, room * sizeof *folders);
		if (!folders)
			return error_set(error, ERROR_MEMORY, "out of memory");
		walk->folders = folders;
		walk->room = room;
	}
	struct folder folder = { .path = strdup(path) };
	if (!folder.path)
		return error_set(error, ERROR_MEMORY, "out of memory");
	if (!folder_read(&folder, error)) {
		folder_release(&folder);
		return false;
	}
	walk->folders[walk->depth++] = folder;
	return true;
}

const char *walk_next(struct walk *walk, struct error *error)
{
	while (walk->depth) {
		struct folder *folder = &walk->folders[walk->depth - 1];
		if (folder->next == folder->count) {
			folder_release(folder);
			walk->depth--;
			continue;
		}
		char *name = folder->names[folder->next++];
		bool text = name_says(name) != NAME_OTHER;
		free(walk->path);
		walk->path = joined(folder->path, name);
		free(name);
		if (!walk->path) {
			error_set(error, ERROR_MEMORY, "out of memory");
			return "";
		}
		struct stat link, what;
		if (lstat(walk->path, &link) != 0 || stat(walk->path, &what) != 0) {
			if (!text)
				continue;
			error_set(error, ERROR_READ, "cannot be read: %s", strerror(errno));
			return walk->path;
		}
		if (S_ISDIR(link.st_mode)) {
			if (!walk_enter(walk, walk->path, error))
				return walk->path;
		} else if (text && S_ISREG(what.st_mode)) {
			return walk->path;
		}
	}
	return NULL;
}
