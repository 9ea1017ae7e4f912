/* bench.h: for tests of the engine: a rule file made on the spot, and what its rules find. */
#ifndef SASEOL_TESTS_BENCH_H
#define SASEOL_TESTS_BENCH_H

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/rules.h"

#define BENCH_FILE "la/t.rules"

struct bench {
	char dir[64];
	struct arena arena, document_arena;
	struct rules rules;
	struct error error;
	bool loaded;
	struct matcher *matcher;
	struct input input;
	struct document document;
	struct view view;
	hits hits;
};

static inline void bench_write(const struct bench *bench, const char *name, const char *content)
{
	char path[256];
	snprintf(path, sizeof path, "%s/%s", bench->dir, name);
	FILE *file = fopen(path, "wb");
	if (!file || fputs(content, file) < 0 || fclose(file) != 0)
		abort();
}

static inline void bench_remove(const struct bench *bench, const char *name)
{
	char path[256];
	snprintf(path, sizeof path, "%s/%s", bench->dir, name);
	remove(path);
}

/* The rules and, unless NULL, the table "t" of the language "la"; the built-in languages are there as well. */
static inline void bench_open(struct bench *bench, const char *rules, const char *table)
{
	char path[256];
	memset(bench, 0, sizeof *bench);
	strcpy(bench->dir, "/tmp/saseol-bench-XXXXXX");
	if (!mkdtemp(bench->dir))
		abort();
	snprintf(path, sizeof path, "%s/la", bench->dir);
	if (mkdir(path, 0777) != 0)
		abort();
	bench_write(bench, BENCH_FILE, rules);
	if (table)
		bench_write(bench, "la/t.table", table);
	arena_init(&bench->arena);
	arena_init(&bench->document_arena);
	view_init(&bench->view);
	bench->loaded = rules_load(&bench->rules, &bench->arena, bench->dir, &bench->error);
	bench->matcher = bench->loaded ? matcher_new(&bench->rules) : NULL;
	document_init(&bench->document, &bench->document_arena, &bench->input);
}

static inline void bench_close(struct bench *bench)
{
	matcher_free(bench->matcher);
	view_release(&bench->view);
	arena_release(&bench->document_arena);
	arena_release(&bench->arena);
	bench_remove(bench, BENCH_FILE);
	bench_remove(bench, "la/t.table");
	bench_remove(bench, "la");
	bench_remove(bench, "");
}

static inline void bench_match(struct bench *bench, const char *text, unsigned kinds)
{
	if (!view_build(&bench->view, slice_from(text)))
		abort();
	rules_match(&bench->hits, &bench->document, bench->matcher, rules_language(&bench->rules, "la"), kinds, &bench->view,
	            (struct origin){ 0, strlen(text), FIELD_TEXT });
}

/* What rules of these sorts find in the text, as "name:words name:words", void hits in parentheses. */
static inline const char *bench_find_sorts(struct bench *bench, const char *text, unsigned sorts)
{
	static char found[4096];
	size_t len = 0;
	found[0] = '\0';
	bench_match(bench, text, sorts);
	for (size_t i = 0; i < bench->hits.len; i++) {
		const struct hit *hit = &bench->hits.at[i];
		int more = snprintf(found + len, sizeof found - len, "%s%s%s:%.*s%s", i ? " " : "", hit->vetoed_by ? "(" : "",
		                    hit->rule->name, (int)(hit->at.stop - hit->at.start), text + hit->at.start,
		                    hit->vetoed_by ? ")" : "");
		len += more > 0 && (size_t)more < sizeof found - len ? (size_t)more : 0;
	}
	return found;
}

/* The same of all rules but vetoes. */
static inline const char *bench_find(struct bench *bench, const char *text)
{
	return bench_find_sorts(bench, text, ~(1u << RULE_VETO));
}

#endif
