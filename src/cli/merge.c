/* merge.c: see merge.h.
 *
 * Every document knows its place in the whole run, so the shards are woven together by it, a line of each in memory.
 * A shard may be there twice; what two of them say of one place must be the same to the byte. A place that none has
 * is missing, and said so. */
#include "cli/merge.h"

#include <stdio.h>
#include <stdlib.h>

#include "cli/output.h"
#include "read/stream.h"
#include "write/record.h"
#include "write/terminal.h"

enum { GAPS_SAID = 20 };

struct shard {
	const char *path;
	struct stream stream;
	struct slice line;              /* .at is NULL: it is used up */
	size_t n;
};

struct merge {
	struct shard *shards;
	size_t count;
	struct slice by;                /* a copy of the first one's */
	size_t next, documents, missing, gaps;
	struct output output;
	struct out gap_words;
};

/* ---- private from here ---- */

static bool complain(const struct shard *shard, const char *what, struct error *error)
{
	return error_set(error, ERROR_READ, "%.300s:%zu: %s", shard->path, shard->stream.line, what);
}

static bool take(struct slice *rest, struct slice what)
{
	if (!slice_starts(*rest, what))
		return false;
	rest->at += what.len;
	rest->len -= what.len;
	return true;
}

/* A JSON string, its quotes left out. */
static bool take_string(struct slice *rest, struct slice *string)
{
	size_t i = 1;
	if (!rest->len || rest->at[0] != '"')
		return false;
	while (i < rest->len && rest->at[i] != '"')
		i += rest->at[i] == '\\' ? 2 : 1;
	if (i >= rest->len)
		return false;
	*string = (struct slice){ rest->at + 1, i - 1 };
	rest->at += i + 1;
	rest->len -= i + 1;
	return true;
}

/* What every line begins with: schema, id, place and maker. */
static bool read_head(struct slice line, size_t *n, struct slice *by)
{
	struct slice rest = line, schema, id;
	if (!take(&rest, SLICE("{\"schema\":")) || !take_string(&rest, &schema) || !slice_is(schema, record_schema)
	    || !take(&rest, SLICE(",\"id\":")) || !take_string(&rest, &id) || !take(&rest, SLICE(",\"n\":")))
		return false;
	size_t digits = 0;
	for (*n = 0; digits < rest.len && digits < 18 && rest.at[digits] >= '0' && rest.at[digits] <= '9'; digits++)
		*n = *n * 10 + (size_t)(rest.at[digits] - '0');
	rest.at += digits;
	rest.len -= digits;
	return digits && take(&rest, SLICE(",\"by\":")) && take_string(&rest, by) && slice_ends(line, SLICE("}"));
}

static bool keep_by(struct merge *merge, struct slice by, struct error *error)
{
	char *copy = malloc(by.len + 1);
	if (!copy)
		return error_set(error, ERROR_MEMORY, "out of memory");
	memcpy(copy, by.at, by.len);
	merge->by = (struct slice){ copy, by.len };
	return true;
}

static bool next_line(struct merge *merge, struct shard *shard, struct error *error)
{
	size_t before = shard->n;
	bool first = !shard->stream.line;
	struct slice by;
	if (!stream_line(&shard->stream, INT32_MAX, &shard->line, error)) {
		shard->line = (struct slice){ NULL, 0 };
		return error->kind == ERROR_NONE;
	}
	if (!read_head(shard->line, &shard->n, &by))
		return complain(shard, "no whole line of extract -f jsonl", error);
	if (!first && shard->n <= before)
		return complain(shard, "documents are not in their order", error);
	if (!merge->by.at && !keep_by(merge, by, error))
		return false;
	if (!slice_equal(by, merge->by))
		return complain(shard, "made by another program, with other rules or other options than the first", error);
	return true;
}

static bool open_shards(struct merge *merge, struct options *options, struct error *error)
{
	merge->count = options->operand_count;
	merge->shards = calloc(merge->count, sizeof *merge->shards);
	for (size_t i = 0; merge->shards && i < merge->count; i++) {
		struct shard *shard = &merge->shards[i];
		struct error wrong = { ERROR_NONE, "" };
		shard->path = options->operands[i];
		shard->stream.file = -1;
		if (!stream_open(&shard->stream, strcmp(shard->path, "-") == 0 ? NULL : shard->path, &wrong))
			return error_set(error, wrong.kind, "%.200s: %.300s", shard->path, wrong.message);
		if (!next_line(merge, shard, error))
			return false;
	}
	return merge->shards || error_set(error, ERROR_MEMORY, "out of memory");
}

static struct shard *earliest(const struct merge *merge)
{
	struct shard *best = NULL;
	for (size_t i = 0; i < merge->count; i++) {
		struct shard *shard = &merge->shards[i];
		if (shard->line.at && (!best || shard->n < best->n))
			best = shard;
	}
	return best;
}

static void note_gap(struct merge *merge, size_t n)
{
	if (n == merge->next)
		return;
	merge->missing += n - merge->next;
	if (merge->gaps++ < GAPS_SAID)
		out_format(&merge->gap_words, "saseol: documents %zu to %zu are in no shard\n", merge->next, n - 1);
	merge->next = n;
}

/* Passes over what other shards say of the same place, if it is the same. */
static bool pass_twins(struct merge *merge, struct shard *from, struct error *error)
{
	for (size_t i = 0; i < merge->count; i++) {
		struct shard *shard = &merge->shards[i];
		if (shard == from || !shard->line.at || shard->n != from->n)
			continue;
		if (!slice_equal(shard->line, from->line))
			return complain(shard, "says something else of this document than another shard", error);
		if (!next_line(merge, shard, error))
			return false;
	}
	return true;
}

static bool weave(struct merge *merge, struct error *error)
{
	struct shard *shard;
	while ((shard = earliest(merge))) {
		note_gap(merge, shard->n);
		if (!pass_twins(merge, shard, error))
			return false;
		if (!output_write(&merge->output, shard->line, error) || !output_write(&merge->output, SLICE("\n"), error))
			return error->kind == ERROR_NONE;
		merge->documents++;
		merge->next = shard->n + 1;
		if (!next_line(merge, shard, error))
			return false;
	}
	return true;
}

/* ---- */

int run_merge(struct options *options, struct error *error)
{
	struct merge merge = { .shards = NULL };
	struct error closing = { ERROR_NONE, "" };
	out_init(&merge.gap_words);
	bool good = options->operand_count || error_set(error, ERROR_USAGE, "merge takes the results of shards");
	good = good && open_shards(&merge, options, error) && output_open(&merge.output, options->output, error);
	if (good) {
		good = weave(&merge, error);
		if (!output_close(&merge.output, good, good ? error : &closing))
			good = false;
	}
	if (good && merge.missing && !options->quiet) {
		fwrite(merge.gap_words.bytes, 1, merge.gap_words.len, stderr);
		fprintf(stderr, "saseol: %zu documents, %zu missing\n", merge.documents, merge.missing);
	}
	for (size_t i = 0; merge.shards && i < merge.count; i++)
		stream_release(&merge.shards[i].stream);
	free(merge.shards);
	free((char *)(uintptr_t)merge.by.at);
	out_release(&merge.gap_words);
	return !good ? (error->kind == ERROR_WRITE ? 3 : 2) : merge.missing ? 1 : 0;
}
