/* language.c: the tables of a language. A file of rows goes in, a table with an index of its first column comes out. */
#include "engine/language.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/digest.h"
#include "engine/book.h"

/* The first rows of chains, by hash of the first column; the next of a chain by number of row. */
struct table_index {
	uint32_t *heads, *next;         /* number of row, plus 1 */
	size_t mask;
};

/* ---- private from here ---- */

static size_t key_hash(struct slice key)
{
	uint64_t hash = digest_short(0, key);
	return (size_t)(hash ^ hash >> 32);
}

static void table_make_index(struct table *table, struct arena *arena)
{
	struct table_index *index = arena_take(arena, sizeof *index);
	size_t size = 4;
	while (size < table->len * 2)
		size *= 2;
	index->mask = size - 1;
	index->heads = arena_take(arena, size * sizeof *index->heads);
	index->next = arena_take(arena, (table->len + 1) * sizeof *index->next);
	/* last row first, so that the first of equal keys heads its chain */
	for (size_t n = table->len; n-- > 0;) {
		uint32_t *head = &index->heads[key_hash(row_column(&table->rows[n], 0)) & index->mask];
		index->next[n] = *head;
		*head = (uint32_t)n + 1;
	}
	table->index = index;
}

static bool next_column(struct slice *column, struct slice *rest)
{
	if (!rest->at)
		return false;
	for (size_t i = 0; i < rest->len; i++) {
		bool tab = rest->at[i] == '\t';
		if (!tab && !(i + 2 < rest->len && memcmp(rest->at + i, " | ", 3) == 0))
			continue;
		*column = slice_trim((struct slice){ rest->at, i });
		i += tab ? 1 : 3;
		*rest = (struct slice){ rest->at + i, rest->len - i };
		return true;
	}
	*column = slice_trim(*rest);
	*rest = (struct slice){ NULL, 0 };
	return true;
}

/* What is asked for: of one language, or of all. */
struct order {
	maker *make;
	const struct language *language;
	rules_maker *make_of_all;
	const struct rules *rules;
};

static void made_fill(struct made *made, const struct order *order)
{
	arena_init(&made->arena);
	if (!ARENA_GUARD(&made->arena))
		error_set(&made->error, ERROR_MEMORY, "out of memory");
	else
		made->thing = order->make ? order->make(&made->arena, order->language, &made->error)
		                          : order->make_of_all(&made->arena, order->rules, &made->error);
	made->arena.guarded = false;
}

static const void *made_once(struct rulebook *book, const char *name, const struct order *order, struct error *error)
{
	pthread_mutex_lock(&book->compiler->lock);
	struct made *made = book->made;
	while (made && strcmp(made->name, name) != 0)
		made = made->next;
	if (!made && (made = calloc(1, sizeof *made))) {
		made->name = name;
		made->next = book->made;
		book->made = made;
		made_fill(made, order);
	}
	pthread_mutex_unlock(&book->compiler->lock);
	if (!made)
		error_set(error, ERROR_MEMORY, "out of memory");
	else if (!made->thing)
		error_set(error, made->error.kind, "%s", made->error.message);
	return made ? made->thing : NULL;
}

/* ---- */

bool next_line(struct slice *line, struct slice *rest)
{
	if (rest->len == 0 || !slice_split(line, rest, '\n'))
		return false;
	if (line->len && line->at[line->len - 1] == '\r')
		line->len--;
	return true;
}

bool table_file_read(struct language *language, struct arena *arena, const struct source *source, struct error *error)
{
	struct table *table = list_add(arena, &language->tables);
	LIST(struct row) rows = { 0 };
	struct slice rest = source->bytes, line, column;
	unsigned number = 0;
	(void)error;
	table->file = source->path;
	table->name = arena_string(arena, (struct slice){ source->name.at, source->name.len - strlen(".table") });
	while (next_line(&line, &rest)) {
		LIST(struct slice) columns = { 0 };
		number++;
		if (slice_trim(line).len == 0 || line.at[0] == '#')
			continue;
		while (next_column(&column, &line))
			*list_add(arena, &columns) = column;
		struct row *row = list_add(arena, &rows);
		*row = (struct row){ columns.at, columns.len, number };
	}
	table->rows = rows.at;
	table->len = rows.len;
	table_make_index(table, arena);
	return true;
}

const struct table *language_table(const struct language *language, const char *name)
{
	for (size_t i = 0; language && i < language->tables.len; i++)
		if (strcmp(language->tables.at[i].name, name) == 0)
			return &language->tables.at[i];
	return NULL;
}

const struct row *table_find(const struct table *table, struct slice key)
{
	const struct table_index *index = table ? table->index : NULL;
	if (!index)
		return NULL;
	for (uint32_t n = index->heads[key_hash(key) & index->mask]; n; n = index->next[n - 1])
		if (slice_equal(row_column(&table->rows[n - 1], 0), key))
			return &table->rows[n - 1];
	return NULL;
}

struct slice row_column(const struct row *row, size_t n)
{
	return n < row->count ? row->columns[n] : (struct slice){ "", 0 };
}

const void *language_made(const struct language *language, const char *name, maker *make, struct error *error)
{
	return made_once(language->book, name, &(struct order){ .make = make, .language = language }, error);
}

const void *rules_made(const struct rules *rules, const char *name, rules_maker *make, struct error *error)
{
	/* it is kept with the first language: there is always one */
	return made_once(rules->languages.at[0]->book, name, &(struct order){ .make_of_all = make, .rules = rules }, error);
}
