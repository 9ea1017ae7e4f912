/* gold.c: see gold.h. */
#include "cli/gold.h"

#include <stdlib.h>

#include "clean/clean.h"
#include "read/inputs.h"
#include "read/read.h"
#include "read/stream.h"
#include "read/walk.h"

static const char *const type_words[] = {
	[MARK_FIGURE] = "figure", [MARK_CLAIM] = "claim", [MARK_RECOMMENDATION] = "recommendation",
	[MARK_BOILERPLATE] = "boilerplate"
};
static const char *const field_words[] = {
	[MARK_FIGURE] = "figures", [MARK_CLAIM] = "claims", [MARK_RECOMMENDATION] = "recommendations"
};

/* ---- private from here: loading ---- */

static const char ending_of_text[] = ".txt", ending_of_labels[] = ".gold.jsonl";

/* Calls take with every line that is JSON. */
static bool each_line(const char *path, struct error *error, void *subject,
                      bool (*take)(void *subject, struct json *line, struct error *error))
{
	struct stream stream = { .file = -1 };
	struct json_parser *parser = json_parser_open();
	struct slice line;
	bool good = parser ? stream_open(&stream, strcmp(path, "-") == 0 ? NULL : path, error)
	                   : error_set(error, ERROR_MEMORY, "out of memory");
	while (good && stream_line(&stream, INT32_MAX, &line, error)) {
		if (!slice_trim(line).len)
			continue;
		struct json *json = json_parse(parser, line, error);
		good = json ? take(subject, json, error) : false;
		if (!good && error->kind == ERROR_NONE)
			error_set(error, ERROR_READ, "line %zu is no JSON object", stream.line);
	}
	good = good && error->kind == ERROR_NONE;
	if (!good) {
		struct error inner = *error;
		*error = (struct error){ ERROR_NONE, "" };
		error_set(error, inner.kind, "%.200s:%zu: %.250s", path, stream.line, inner.message);
	}
	stream_release(&stream);
	json_parser_close(parser);
	return good;
}

struct loading {
	struct gold_set *set;
	struct gold *gold;
};

static void release_json(void *json)
{
	json_release(json);
}

static bool take_label(void *loading_, struct json *label, struct error *error)
{
	struct loading *loading = loading_;
	(void)error;
	arena_own(&loading->set->arena, label, release_json);
	*list_add(&loading->set->arena, &loading->gold->labels) = label;
	return json_kind(label) == JSON_OBJECT;
}

/* The file name in a path without the given ending, or any ending where none is given. */
static struct slice file_name(struct slice path, const char *ending)
{
	for (size_t i = path.len; i > 0; i--) {
		if (path.at[i - 1] == '/') {
			path.at += i;
			path.len -= i;
			break;
		}
	}
	if (ending) {
		path.len -= strlen(ending);
		return path;
	}
	for (size_t i = path.len; i > 1; i--)
		if (path.at[i - 1] == '.')
			return (struct slice){ path.at, i - 1 };
	return path;
}

static struct gold *gold_named(struct gold_set *set, struct slice name)
{
	for (size_t i = 0; i < set->documents.len; i++)
		if (slice_is(name, set->documents.at[i].name))
			return &set->documents.at[i];
	return NULL;
}

static bool take_output(void *loading_, struct json *output, struct error *error)
{
	struct loading *loading = loading_;
	(void)error;
	struct slice path = json_string(json_field(json_field(output, "source"), "path"));
	bool named = path.len && !slice_is(path, "-");
	struct slice name = named ? file_name(path, NULL) : json_string(json_field(output, "id"));
	struct gold *gold = gold_named(loading->set, name);
	bool object = json_kind(output) == JSON_OBJECT;
	if (!gold || !object) {
		json_release(output);
		return object;
	}
	arena_own(&loading->set->arena, output, release_json);
	gold->output = json_has(output, "error") ? NULL : output;
	return true;
}

static bool load_folder(struct gold_set *set, struct walk *walk, const char *folder, struct error *error)
{
	const char *path;
	if (!walk_enter(walk, folder, error)) {
		struct error inner = *error;
		*error = (struct error){ ERROR_NONE, "" };
		return error_set(error, inner.kind, "%.200s: %.250s", folder, inner.message);
	}
	while ((path = walk_next(walk, error)) && error->kind == ERROR_NONE) {
		struct slice whole = slice_from(path);
		if (!slice_ends(whole, slice_from(ending_of_text)))
			continue;
		whole.len -= strlen(ending_of_text);
		char *labels = arena_format(&set->arena, "%.*s%s", (int)whole.len, whole.at, ending_of_labels);
		struct stream there = { .file = -1 };
		struct error none = { ERROR_NONE, "" };
		bool labelled = stream_open(&there, labels, &none);
		stream_release(&there);
		if (!labelled)
			continue;
		struct gold *gold = list_add(&set->arena, &set->documents);
		gold->path = arena_string(&set->arena, slice_from(path));
		gold->name = arena_string(&set->arena, file_name(slice_from(path), ending_of_text));
		struct loading loading = { set, gold };
		if (!each_line(labels, error, &loading, take_label))
			return false;
	}
	if (error->kind == ERROR_NONE && !set->documents.len)
		error_set(error, ERROR_USAGE, "%s: there is no NAME%s with NAME%s beside it", folder, ending_of_text, ending_of_labels);
	return error->kind == ERROR_NONE;
}

/* ---- private: one document ---- */

static void map_text(struct gold *gold, struct arena *arena, const struct text *text, size_t input_len)
{
	struct origin first = text_origin(text, (struct span){ 0, 0 });
	gold->text = text;
	gold->byte = arena_take(arena, (text->len + 2) * sizeof *gold->byte);
	gold->place = arena_take(arena, (text->len + 2) * sizeof *gold->place);
	/* a byte order mark was taken off, but labels count it */
	if (text->len && first.start > 0) {
		gold->byte[gold->len] = 0;
		gold->place[gold->len++] = 0;
	}
	for (size_t at = 0; at < text->len;) {
		size_t start = at;
		text_codepoint(text->bytes, text->len, &at);
		gold->byte[gold->len] = start;
		gold->place[gold->len++] = text_origin(text, (struct span){ start, at }).start;
	}
	gold->byte[gold->len] = text->len;
	gold->place[gold->len] = input_len;
}

static bool code_point_at(const struct gold *gold, const struct json *byte, size_t *at)
{
	size_t low = 0, high = gold->len + 1;
	if (json_kind(byte) != JSON_NUMBER || json_number(byte) < 0)
		return false;
	size_t wanted = (size_t)json_number(byte);
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (gold->place[middle] <= wanted)
			low = middle;
		else
			high = middle;
	}
	*at = low;
	return gold->place[low] == wanted;
}

/* Normalised and without white space. */
static struct slice bare(struct arena *arena, struct slice words)
{
	struct input input = { .bytes = words, .id = "", .kind = "text", .decoded = true };
	struct document document;
	struct text decoded, unmarked;
	block_list blocks = { 0 };
	struct error none = { ERROR_NONE, "" };
	document_init(&document, arena, &input);
	if (!words.len || !decode(&document, &decoded, NULL, &none))
		return (struct slice){ "", 0 };
	unmark(&document, &unmarked, &blocks, &decoded, NULL);
	normalise(&document, &unmarked, blocks.at, blocks.len);
	char *bytes = arena_take(arena, document.page.len + 1);
	size_t len = 0;
	for (size_t i = 0; i < document.page.len; i++)
		if (document.page.bytes[i] != ' ' && document.page.bytes[i] != '\n')
			bytes[len++] = document.page.bytes[i];
	return (struct slice){ bytes, len };
}

/* Where each code point of the output's own text begins, and its end. */
struct output_text {
	struct slice text;
	size_t *byte, len;
};

static struct output_text output_text(struct arena *arena, struct slice text)
{
	struct output_text output = { text, arena_take(arena, (text.len + 1) * sizeof(size_t)), 0 };
	for (size_t at = 0; at < text.len;) {
		output.byte[output.len++] = at;
		text_codepoint(text.at, text.len, &at);
	}
	output.byte[output.len] = text.len;
	return output;
}

static struct slice of_output(const struct output_text *output, const struct json *item)
{
	double start = json_number(json_field(item, "start")), stop = json_number(json_field(item, "stop"));
	if (start < 0 || stop <= start || stop > (double)output->len)
		return (struct slice){ NULL, 0 };
	size_t from = output->byte[(size_t)start], to = output->byte[(size_t)stop];
	return (struct slice){ output->text.at + from, to - from };
}

static void add_found(struct gold *gold, struct arena *arena, enum mark_kind kind, const struct json *item,
                      const struct output_text *text)
{
	struct mark mark = { .json = item };
	struct slice words = json_string(json_field(item, "text"));
	gold->found_in_all++;
	if (!gold_area(gold, item, &mark.start, &mark.stop) || !words.len || !slice_equal(words, of_output(text, item)))
		return;
	if (!slice_equal(bare(arena, gold_words(gold, mark.start, mark.stop)), bare(arena, words)))
		return;
	gold->found_true++;
	*list_add(arena, &gold->found[kind]) = mark;
}

static void add_label(struct gold *gold, struct arena *arena, const struct json *label)
{
	struct slice type = json_string(json_field(label, "type"));
	for (enum mark_kind kind = 0; kind < MARK_KINDS; kind++)
		if (slice_is(type, type_words[kind]))
			*list_add(arena, &gold->gold[kind]) = (struct mark){
				label, (size_t)json_number(json_field(label, "start")), (size_t)json_number(json_field(label, "stop"))
			};
}

/* ---- */

bool gold_load(struct gold_set *set, const char *folder, const char *output, struct error *error)
{
	*set = (struct gold_set){ .documents = { 0 } };
	arena_init(&set->arena);
	struct walk *walk = walk_open();
	if (!walk || !ARENA_GUARD(&set->arena)) {
		walk_close(walk);
		return error_set(error, ERROR_MEMORY, "out of memory");
	}
	struct loading loading = { set, NULL };
	bool good = load_folder(set, walk, folder, error) && each_line(output, error, &loading, take_output);
	ARENA_UNGUARD(&set->arena);
	walk_close(walk);
	return good;
}

void gold_release(struct gold_set *set)
{
	arena_release(&set->arena);
}

bool gold_open(struct gold *gold, struct arena *arena, struct error *error)
{
	struct input *input = arena_take(arena, sizeof *input);
	struct document *document = arena_take(arena, sizeof *document);
	struct text *decoded = arena_take(arena, sizeof *decoded);
	struct stream file = { .file = -1 };
	*input = (struct input){ .id = gold->name, .path = gold->path, .kind = "text" };
	bool read = stream_open(&file, gold->path, error) && stream_all(&file, arena, MAX_SIZE_DEFAULT, &input->bytes, error);
	stream_release(&file);
	document_init(document, arena, input);
	if (!read || !decode(document, decoded, NULL, error))
		return false;
	map_text(gold, arena, decoded, input->bytes.len);
	for (size_t i = 0; i < gold->labels.len; i++)
		add_label(gold, arena, gold->labels.at[i]);
	struct output_text text = output_text(arena, json_string(json_field(gold->output, "text")));
	for (enum mark_kind kind = MARK_FIGURE; kind <= MARK_RECOMMENDATION; kind++) {
		const struct json *list = json_field(gold->output, field_words[kind]);
		for (size_t i = 0; i < json_count(list); i++)
			add_found(gold, arena, kind, json_element(list, i), &text);
	}
	return true;
}

bool gold_area(const struct gold *gold, const struct json *object, size_t *start, size_t *stop)
{
	return code_point_at(gold, json_field(object, "source_start"), start)
	       && code_point_at(gold, json_field(object, "source_stop"), stop) && *start <= *stop;
}

struct slice gold_words(const struct gold *gold, size_t start, size_t stop)
{
	if (stop > gold->len)
		stop = gold->len;
	if (start > stop)
		start = stop;
	return (struct slice){ gold->text->bytes + gold->byte[start], gold->byte[stop] - gold->byte[start] };
}
