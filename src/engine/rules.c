/* rules.c: built-in files and a user's folder go in, all languages with their rules and tables come out.
 *
 * What you would not guess: nothing built in is compiled here, not even looked at as a pattern; that happens on the
 * first hit. A user's own rules are compiled at once, so that a mistake is an error before anything is read. */
#include "engine/rules.h"

#include <dirent.h>
#include <endian.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "engine/book.h"
#include "engine/builtin.h"

typedef LIST(struct source) source_list;
typedef LIST(char *) name_list;

/* ---- private from here ---- */

static bool is_source(struct slice name)
{
	return name.len > 6 && name.at[0] != '.' && (slice_ends(name, SLICE(".rules")) || slice_ends(name, SLICE(".table")));
}

static void sources_add(source_list *sources, struct arena *arena, const struct source *source)
{
	for (size_t i = 0; i < sources->len; i++)
		if (slice_equal(sources->at[i].language, source->language) && slice_equal(sources->at[i].name, source->name)) {
			sources->at[i] = *source;
			return;
		}
	*list_add(arena, sources) = *source;
}

static void sources_builtin(source_list *sources, struct arena *arena)
{
	for (const struct builtin *builtin = builtins; builtin->path; builtin++) {
		const char *name = strrchr(builtin->path, '/') + 1, *language = name - 1;
		while (language[-1] != '/')
			language--;
		struct source source = {
			.language = { language, (size_t)(name - 1 - language) }, .name = slice_from(name),
			.path = builtin->path, .bytes = { builtin->start, (size_t)(builtin->stop - builtin->start) }
		};
		sources_add(sources, arena, &source);
	}
}

static int string_order(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void folder_close(void *folder)
{
	if (*(DIR **)folder)
		closedir(*(DIR **)folder);
}

/* The names in a folder, in order; hidden ones are not listed. */
static bool folder_names(name_list *names, struct arena *arena, const char *path)
{
	DIR **folder = arena_take(arena, sizeof *folder);
	arena_own(arena, folder, folder_close);
	*folder = opendir(path);
	if (!*folder)
		return false;
	struct dirent *entry;
	while ((entry = readdir(*folder)))
		if (entry->d_name[0] != '.')
			*list_add(arena, names) = arena_string(arena, slice_from(entry->d_name));
	closedir(*folder);
	*folder = NULL;
	if (names->len)
		qsort(names->at, names->len, sizeof *names->at, string_order);
	return true;
}

static void file_close(void *file)
{
	if (*(FILE **)file)
		fclose(*(FILE **)file);
}

static bool file_bytes(struct slice *bytes, struct arena *arena, const char *path, struct error *error)
{
	/* owned by the arena while it is read: growing may end in a jump */
	FILE **file = arena_take(arena, sizeof *file);
	char *content = NULL;
	size_t len = 0, room = 0, more = 1;
	arena_own(arena, file, file_close);
	*file = fopen(path, "rb");
	if (!*file)
		return error_set(error, ERROR_RULE, "cannot open \"%s\": %s", path, strerror(errno));
	while (more) {
		content = arena_room(arena, content, &room, len + 65536, 1);
		more = fread(content + len, 1, 65536, *file);
		len += more;
	}
	bool bad = ferror(*file) != 0;
	bad = fclose(*file) != 0 || bad;
	*file = NULL;
	if (bad)
		return error_set(error, ERROR_RULE, "cannot read \"%s\"", path);
	if (len >= 3 && memcmp(content, "\xEF\xBB\xBF", 3) == 0) {
		content += 3;
		len -= 3;
	}
	*bytes = (struct slice){ content, len };
	return true;
}

static bool sources_folder(source_list *sources, struct arena *arena, const char *dir, struct error *error)
{
	name_list languages = { 0 };
	size_t found = 0;
	if (!folder_names(&languages, arena, dir))
		return error_set(error, ERROR_RULE, "cannot open \"%s\": %s", dir, strerror(errno));
	for (size_t i = 0; i < languages.len; i++) {
		const char *folder = arena_format(arena, "%s/%s", dir, languages.at[i]);
		name_list files = { 0 };
		if (!folder_names(&files, arena, folder))
			continue;
		for (size_t k = 0; k < files.len; k++) {
			struct source source = { .language = slice_from(languages.at[i]), .name = slice_from(files.at[k]), .own = true };
			if (!is_source(source.name))
				continue;
			source.path = arena_format(arena, "%s/%s", folder, files.at[k]);
			if (!file_bytes(&source.bytes, arena, source.path, error))
				return false;
			sources_add(sources, arena, &source);
			found++;
		}
	}
	return found || error_set(error, ERROR_RULE, "no LANG/NAME.rules and no LANG/NAME.table in \"%s\"", dir);
}

static int slice_order(struct slice a, struct slice b)
{
	size_t len = a.len < b.len ? a.len : b.len;
	int order = len ? memcmp(a.at, b.at, len) : 0;
	return order ? order : (a.len > b.len) - (a.len < b.len);
}

static int source_order(const void *a, const void *b)
{
	const struct source *one = a, *other = b;
	int order = slice_order(one->language, other->language);
	return order ? order : slice_order(one->name, other->name);
}

static uint64_t hash_on(uint64_t hash, struct slice bytes)
{
	/* eight bytes at a time, the same on every machine */
	for (size_t i = 0; i < bytes.len; i += 8) {
		uint64_t eight = 0;
		memcpy(&eight, bytes.at + i, bytes.len - i < 8 ? bytes.len - i : 8);
		hash = (hash ^ le64toh(eight)) * 0x9E3779B97F4A7C15u;
		hash ^= hash >> 29;
	}
	return (hash ^ bytes.len) * 0x9E3779B97F4A7C15u;
}

static void rules_fingerprint(struct rules *rules, const source_list *sources)
{
	uint64_t hash = 14695981039346656037u;
	for (size_t i = 0; i < sources->len; i++) {
		hash = hash_on(hash, sources->at[i].language);
		hash = hash_on(hash, sources->at[i].name);
		hash = hash_on(hash, sources->at[i].bytes);
	}
	snprintf(rules->fingerprint, sizeof rules->fingerprint, "%06x", (unsigned)((hash ^ hash >> 32) & 0xFFFFFF));
}

static void book_close(void *handle)
{
	struct rulebook *book = handle;
	while (book->made) {
		struct made *made = book->made;
		book->made = made->next;
		arena_release(&made->arena);
		free(made);
	}
}

static struct language *language_for(struct rules *rules, struct slice code, struct compiler *compiler)
{
	size_t count = rules->languages.len;
	if (count && slice_is(code, rules->languages.at[count - 1]->code))
		return rules->languages.at[count - 1];
	struct language *language = arena_take(rules->arena, sizeof *language);
	language->code = arena_string(rules->arena, code);
	language->number = (unsigned)count;
	language->book = arena_take(rules->arena, sizeof *language->book);
	language->book->compiler = compiler;
	language->book->language = language;
	arena_own(rules->arena, language->book, book_close);
	*list_add(rules->arena, &rules->languages) = language;
	return language;
}

/* The rules of all languages in one row; those of a language begin with a word of bits. */
static void number_rules(const struct rules *rules, struct compiler *compiler)
{
	for (size_t i = 0; i < rules->languages.len; i++) {
		struct rulebook *book = rules->languages.at[i]->book;
		book->first = compiler->rule_count;
		compiler->rule_count += (book->rules.len + 63) / 64 * 64;
		for (size_t k = 0; k < book->rules.len; k++) {
			const struct rule *rule = book->rules.at[k];
			bool page = rule->kind == RULE_BOILERPLATE || rule->kind == RULE_TITLE;
			for (size_t n = 0; n < rule->compiled->cues.len; n++)
				rule->compiled->cues.at[n].group = (unsigned)(2 * i + page);
		}
	}
	compiler->by_number = arena_take(rules->arena, (compiler->cue_count + 1) * sizeof *compiler->by_number);
	for (struct cue *cue = compiler->cues; cue; cue = cue->next)
		compiler->by_number[cue->number] = cue;
}

static bool compile_cues(const struct rules *rules, bool own, struct error *error)
{
	if (!rules_prepare(rules, error))
		return false;
	for (size_t i = 0; i < rules->languages.len; i++) {
		struct rulebook *book = rules->languages.at[i]->book;
		for (size_t k = 0; k < book->rules.len; k++) {
			const struct rule *rule = book->rules.at[k];
			if (own && !rule->compiled->own)
				continue;
			for (size_t n = 0; n < rule->compiled->cues.len; n++)
				if (!cue_code(&rule->compiled->cues.at[n], rule, error))
					return false;
		}
	}
	return true;
}

static bool load(struct rules *rules, const char *dir, struct error *error)
{
	source_list sources = { 0 };
	struct compiler *compiler = compiler_new(rules->arena);
	sources_builtin(&sources, rules->arena);
	if (dir && !sources_folder(&sources, rules->arena, dir, error))
		return false;
	if (sources.len)
		qsort(sources.at, sources.len, sizeof *sources.at, source_order);
	rules_fingerprint(rules, &sources);
	for (size_t i = 0; i < sources.len; i++) {
		const struct source *source = &sources.at[i];
		struct language *language = language_for(rules, source->language, compiler);
		bool table = slice_ends(source->name, SLICE(".table"));
		if (!(table ? table_file_read : rule_file_read)(language, rules->arena, source, error))
			return false;
	}
	number_rules(rules, compiler);
	return !dir || compile_cues(rules, true, error);
}

/* ---- */

bool rules_load(struct rules *rules, struct arena *arena, const char *dir, struct error *error)
{
	/* the caller's own guard is put back afterwards */
	bool guarded = arena->guarded;
	jmp_buf recovery;
	memcpy(&recovery, &arena->recovery, sizeof recovery);
	*rules = (struct rules){ .arena = arena };
	bool loaded = ARENA_GUARD(arena) ? load(rules, dir, error) : error_set(error, ERROR_MEMORY, "out of memory");
	memcpy(&arena->recovery, &recovery, sizeof recovery);
	arena->guarded = guarded;
	return loaded;
}

bool rules_compile(const struct rules *rules, struct error *error)
{
	return compile_cues(rules, false, error);
}

const struct language *rules_language(const struct rules *rules, const char *code)
{
	for (size_t i = 0; i < rules->languages.len; i++)
		if (strcmp(rules->languages.at[i]->code, code) == 0)
			return rules->languages.at[i];
	return NULL;
}

const struct rule *rules_find(const struct rules *rules, const char *id)
{
	for (size_t i = 0; i < rules->languages.len; i++) {
		const struct rulebook *book = rules->languages.at[i]->book;
		for (size_t k = 0; k < book->rules.len; k++)
			if (strcmp(book->rules.at[k]->id, id) == 0)
				return book->rules.at[k];
	}
	return NULL;
}

size_t language_rules(const struct language *language, const struct rule *const **list)
{
	*list = language->book->rules.at;
	return language->book->rules.len;
}

const char *rule_get(const struct rule *rule, const char *key)
{
	for (size_t i = 0; i < rule->fields.len; i++)
		if (strcmp(rule->fields.at[i].key, key) == 0)
			return rule->fields.at[i].value;
	return NULL;
}

double rule_weight(const struct rule *rule, const char *key)
{
	/* not strtod, which listens to the locale */
	const char *p = rule_get(rule, key);
	double value = 0, scale = 1;
	if (!p)
		return 0;
	bool minus = *p == '-';
	bool point = false;
	for (p += *p == '-' || *p == '+'; (*p >= '0' && *p <= '9') || (*p == '.' && !point); p++) {
		if (*p == '.') {
			point = true;
			continue;
		}
		value = value * 10 + (*p - '0');
		scale = point ? scale * 10 : scale;
	}
	return (minus ? -value : value) / scale;
}
