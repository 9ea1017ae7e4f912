/* scene.c: see scene.h. An example is one line of a rule file: a new line in its text is written \n. Of three brackets
 * in a row the inner one is text: [[[Opinion]]]. */
#include "cli/scene.h"

/* ---- private from here ---- */

static void put(struct scene *scene, struct arena *arena, const char *bytes, size_t len)
{
	scene->bytes = arena_room(arena, scene->bytes, &scene->room, scene->len + len, 1);
	memcpy(scene->bytes + scene->len, bytes, len);
	scene->len += len;
}

static void put_paragraph(struct scene *scene, struct arena *arena, struct slice text)
{
	if (text.len == 0)
		return;
	put(scene, arena, text.at, text.len);
	put(scene, arena, "\n\n", 2);
}

static void put_example(struct scene *scene, struct arena *arena, const struct example *example, bool lines)
{
	struct slice text = example->text;
	if (example->before.len) {
		put(scene, arena, example->before.at, example->before.len);
		put(scene, arena, lines ? "\n" : " ", 1);
	}
	scene->example.start = scene->len;
	for (size_t i = 0; i < text.len; i++) {
		struct slice rest = { text.at + i, text.len - i };
		if (slice_starts(rest, SLICE("[["))) {
			list_add(arena, &scene->marks)->start = scene->len;
			i++;
		} else if (slice_starts(rest, SLICE("]]")) && !slice_starts(rest, SLICE("]]]"))) {
			scene->marks.at[scene->marks.len - 1].stop = scene->len;
			i++;
		} else if (slice_starts(rest, SLICE("\\n"))) {
			put(scene, arena, "\n", 1);
			i++;
		} else {
			put(scene, arena, text.at + i, 1);
		}
	}
	scene->example.stop = scene->len;
	put(scene, arena, "\n\n", 2);
}

static struct slice quiet(const struct rule *rule, const char *part)
{
	const struct row *row = table_find(language_table(rule->language, "check"), slice_from(part));
	return row ? row_column(row, 1) : (struct slice){ "", 0 };
}

/* ---- */

void scene_build(struct scene *scene, struct arena *arena, const struct rule *rule, const struct example *example)
{
	const char *where = rule_get(rule, "where");
	bool lines = rule->kind == RULE_BOILERPLATE || rule->kind == RULE_TITLE;
	bool last = rule->kind == RULE_BOILERPLATE && !(where && strcmp(where, "head") == 0);
	memset(scene, 0, sizeof *scene);
	if (rule->kind != RULE_TITLE || example->title.len)
		put_paragraph(scene, arena, example->title.len ? example->title : quiet(rule, "title"));
	if (!last)
		put_example(scene, arena, example, lines);
	if (lines)
		put_paragraph(scene, arena, quiet(rule, "above"));
	put_paragraph(scene, arena, quiet(rule, "below"));
	if (last)
		put_example(scene, arena, example, lines);
}
