/* run.c: the commands that read texts and write results: extract, clean, sentences, learn.
 *
 * They differ in what is analysed and which writer shows it. A document travels as a task: read, analysed and
 * written into memory by a worker, then printed in its turn, messages and all. */
#include "cli/run.h"

#include <malloc.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "analyse.h"
#include "base/digest.h"
#include "cli/learn.h"
#include "cli/pool.h"
#include "cli/progress.h"
#include "cli/resume.h"
#include "cli/sink.h"
#include "read/read.h"
#include "write/terminal.h"
#include "write/writer.h"

enum {
	BYTES_IN_FLIGHT = 32 * 1024 * 1024,
	KEPT = 16 * 1024 * 1024         /* free memory that is not given back between two documents */
};

struct reading {
	const struct options *options;
	const struct writer *writer;
	struct wish wish;
	struct settings settings;
	struct rules rules;
	struct arena rules_arena;
	const char *by;
	struct inputs *inputs;
	struct learner *learner;        /* NULL: what is written goes to the output */
	struct sink sink;
	struct error error;             /* of the output */
	size_t number;                  /* of the next document */
	size_t failed, broken, found;
	bool stopped;                   /* --strict: something failed */
	struct resume resume;
	struct progress progress;
	struct tally tally;
};

struct task {
	struct arena arena;
	struct input input;
	struct document document;
	struct error error;             /* of reading */
	size_t number;
	bool unread;                    /* counted as failed where it was read */
	struct out out, messages;
	bool found;
	uint64_t key;                   /* for a run that may be resumed */
	bool kept;                      /* the run before put it there */
	size_t kept_as;
};

/* ---- private from here: a task ---- */

static void task_init(void *task_)
{
	struct task *task = task_;
	arena_init(&task->arena);
	out_init(&task->out);
	out_init(&task->messages);
}

static void task_release(void *task_)
{
	struct task *task = task_;
	arena_release(&task->arena);
	out_release(&task->out);
	out_release(&task->messages);
}

/* Which part of the corpus a document falls to: by its words, and where there are none by its name. */
static bool in_shard(const struct options *options, const struct input *input)
{
	if (!options->shards)
		return true;
	uint64_t hash = digest_short(digest_short(0, input->title), input->bytes);
	if (!input->bytes.len)
		hash = digest_short(hash, slice_from(input->path ? input->path : input->id));
	return (hash ^ hash >> 32) % options->shards == options->shard - 1;
}

static bool next_task(void *run_, void *task_, size_t *bytes)
{
	struct reading *run = run_;
	struct task *task = task_;
	do {
		arena_clear(&task->arena);
		if (!inputs_next(run->inputs, &task->arena, &task->input, &task->error))
			return false;
		task->number = run->number++;
	} while (!in_shard(run->options, &task->input));
	out_clear(&task->out);
	out_clear(&task->messages);
	task->found = false;
	*bytes = task->input.bytes.len;
	task->unread = task->error.kind != ERROR_NONE;
	task->kept = false;
	if (run->options->resume) {
		task->key = resume_key(&task->input, &task->error);
		task->kept_as = run->resume.asked;
		task->kept = resume_keeps(&run->resume, task->key);
	}
	return true;
}

static void *matcher_for(void *run)
{
	return matcher_new(&((struct reading *)run)->rules);
}

static void matcher_done(void *matcher)
{
	matcher_free(matcher);
}

/* path, or path:line for a record, so that an editor can jump there. */
static void message(struct task *task, const char *words, const char *more)
{
	struct out *out = &task->messages;
	out_string(out, "saseol: ");
	terminal_safe(out, slice_from(task->input.path ? task->input.path : "standard input"));
	if (task->input.line) {
		out_char(out, ':');
		out_size(out, task->input.line);
	}
	out_string(out, ": ");
	terminal_safe(out, slice_from(words));
	if (more)
		terminal_safe(out, slice_from(more));
	out_char(out, '\n');
}

static bool something_found(const struct reading *run, const struct document *document)
{
	if (run->settings.only_clean || run->settings.only_sentences)
		return document->text.len > 0;
	return document->figures.len || document->claims.len || document->recommendations.len;
}

/* False when there is no memory for it. */
static bool begin_document(struct task *task)
{
	if (!ARENA_GUARD(&task->arena))
		return false;
	document_init(&task->document, &task->arena, &task->input);
	ARENA_UNGUARD(&task->arena);
	task->document.number = task->number;
	task->document.error = task->error;
	return true;
}

/* Hadoop's key ends with the first tab, its record with the line. */
static void write_key(struct out *out, const char *id)
{
	for (; *id; id++)
		out_char(out, (unsigned char)*id < ' ' ? ' ' : *id);
	out_char(out, '\t');
}

static bool write_document(struct reading *run, struct task *task)
{
	struct record record;
	out_clear(&task->out);
	if (!ARENA_GUARD(&task->arena))
		return false;
	if (run->options->key_tab)
		write_key(&task->out, task->input.id);
	record_init(&record, &task->document, &run->wish, run->by);
	run->writer->document(&task->out, &record);
	ARENA_UNGUARD(&task->arena);
	return !task->out.failed;
}

/* Gives back what the document took, so that there is room to say that it took too much. */
static bool forget_document(struct task *task)
{
	struct input *input = &task->input;
	char *id = strdup(input->id), *path = input->path ? strdup(input->path) : NULL;
	arena_clear(&task->arena);
	*input = (struct input){ .id = "-", .kind = input->kind, .line = input->line };
	if (id && ARENA_GUARD(&task->arena)) {
		input->id = arena_string(&task->arena, slice_from(id));
		input->path = path ? arena_string(&task->arena, slice_from(path)) : NULL;
		ARENA_UNGUARD(&task->arena);
	}
	free(id);
	free(path);
	error_set(&task->error, ERROR_MEMORY, "out of memory");
	return begin_document(task);
}

static bool is_there_already(struct reading *run, const struct task *task)
{
	char sha256[65];
	if (!run->sink.in_place || !task->input.bytes.at)
		return false;
	digest_sha256(sha256, task->input.bytes);
	return sink_has(&run->sink, task->input.id, sha256);
}

static void work_on(void *run_, void *matcher, void *task_)
{
	struct reading *run = run_;
	struct task *task = task_;
	struct document *document = &task->document;
	bool room = begin_document(task);
	if (room && (task->kept || is_there_already(run, task)))
		return;
	if (room && document->error.kind == ERROR_NONE)
		analyse(document, &run->rules, matcher, &run->settings);
	if (!room || document->error.kind == ERROR_MEMORY || !write_document(run, task)) {
		room = forget_document(task) && write_document(run, task);
		if (!room)
			document->error = task->error;
	}
	if (document->error.kind != ERROR_NONE)
		message(task, document->error.message, NULL);
	else if (!document->input->bytes.len)
		message(task, "empty", NULL);
	for (size_t i = 0; room && run->options->verbose && i < document->notes.len; i++)
		message(task, "note: ", document->notes.at[i].message);
	task->found = document->error.kind == ERROR_NONE && something_found(run, document);
}

static void count_task(struct reading *run, const struct task *task, bool failed)
{
	const struct document *document = &task->document;
	run->tally.documents++;
	run->tally.failed += failed;
	run->tally.bytes += task->input.bytes.len;
	run->tally.figures += document->figures.len;
	run->tally.claims += document->claims.len;
	run->tally.recommendations += document->recommendations.len;
	run->found += task->found;
	/* what could not even be read was counted where it was */
	*(task->input.line ? &run->broken : &run->failed) += failed && !task->unread;
}

static bool document_is_learned(struct reading *run, const struct task *task)
{
	if (task->document.error.kind != ERROR_NONE || learner_take(run->learner, (struct slice){ task->out.bytes, task->out.len }))
		return true;
	return error_set(&run->error, ERROR_MEMORY, "out of memory");
}

static bool put_task(struct reading *run, const struct task *task, bool failed)
{
	struct slice bytes = { task->out.bytes, task->out.len };
	enum kept_state state = failed ? KEPT_FAILED : task->found ? KEPT_FOUND : KEPT_EMPTY;
	if (run->learner)
		return document_is_learned(run, task);
	if (!run->options->resume)
		return sink_put(&run->sink, bytes, &run->error);
	return resume_before(&run->resume, &run->sink, &run->error) && sink_put(&run->sink, bytes, &run->error)
	       && resume_after(&run->resume, &run->sink, task->key, state, &run->error);
}

static bool finish_task(void *run_, void *task_)
{
	struct reading *run = run_;
	struct task *task = task_;
	bool failed = task->document.error.kind != ERROR_NONE, good = true;
	if (task->kept) {
		enum kept_state state = resume_state(&run->resume, task->kept_as);
		failed = state == KEPT_FAILED;
		task->found = state == KEPT_FOUND;
		run->resume.kept++;
	}
	count_task(run, task, failed);
	if (!run->options->quiet && task->messages.len) {
		progress_clear(&run->progress);
		fwrite(task->messages.bytes, 1, task->messages.len, stderr);
	}
	if (!task->kept)
		good = put_task(run, task, failed);
	progress_show(&run->progress, &run->tally);
	run->stopped = run->options->strict && failed;
	return good && !run->stopped;
}

/* ---- a run ---- */

static size_t cores(void)
{
	cpu_set_t set;
	CPU_ZERO(&set);
	if (sched_getaffinity(0, sizeof set, &set) != 0)
		return 1;
	return (size_t)CPU_COUNT(&set);
}

/* A language or an encoding that nobody knows is a wrong command line, not a wrong input: it is tried first. */
static bool check_names(struct reading *run, struct error *error)
{
	const struct options *options = run->options;
	if (options->lang && strcmp(options->lang, "auto") != 0 && !rules_language(&run->rules, options->lang))
		return error_set(error, ERROR_USAGE, "there are no rules for the language \"%s\"", options->lang);
	if (!options->encoding)
		return true;
	struct arena arena;
	struct input input = { .bytes = SLICE("0"), .id = "", .kind = "text" };
	struct document document;
	struct text decoded;
	struct error trial = { ERROR_NONE, "" };
	arena_init(&arena);
	if (ARENA_GUARD(&arena)) {
		document_init(&document, &arena, &input);
		if (!decode(&document, &decoded, options->encoding, &trial))
			error_set(error, ERROR_USAGE, "%s", trial.message);
		ARENA_UNGUARD(&arena);
	}
	arena_release(&arena);
	return error->kind == ERROR_NONE;
}

static bool load_rules(struct reading *run, struct error *error)
{
	if (!ARENA_GUARD(&run->rules_arena))
		return error_set(error, ERROR_MEMORY, "out of memory");
	unsigned shape = run->options->shape;
	struct furniture *furniture = NULL;
	bool good = rules_load(&run->rules, &run->rules_arena, run->options->rules, error);
	if (good && run->options->furniture)
		good = furniture_load(&furniture, &shape, &run->rules_arena, run->options->furniture, error);
	if (good)
		run->by = record_by(&run->rules_arena, run->rules.fingerprint, shape);
	run->settings.furniture = furniture;
	ARENA_UNGUARD(&run->rules_arena);
	return good;
}

static bool run_init(struct reading *run, struct options *options, const struct writer *writer, struct error *error)
{
	*run = (struct reading){ .options = options, .writer = writer, .wish = options->wish, .resume = { .file = -1 } };
	arena_init(&run->rules_arena);
	if (!load_rules(run, error))
		return false;
	run->settings = (struct settings){ .encoding = options->encoding, .lang = options->lang, .keep_all = options->keep_all,
		.repair = options->repair, .furniture = run->settings.furniture, .explain = options->wish.explain };
	terminal_init(&run->wish, options->color == COLOR_ALWAYS, options->color == COLOR_NEVER, !options->output);
	struct inputs_wish inputs = options->inputs;
	inputs.rules = &run->rules;
	inputs.encoding = options->encoding && strcmp(options->encoding, "auto") != 0 ? options->encoding : NULL;
	run->inputs = inputs_open(&inputs);
	if (!run->inputs)
		return error_set(error, ERROR_MEMORY, "out of memory");
	return check_names(run, error);
}

static void run_release(struct reading *run)
{
	inputs_close(run->inputs);
	learner_free(run->learner);
	arena_release(&run->rules_arena);
}

/* Without --strict a record that fails is an answer like any other: whoever sends a stream of them reads it there. */
static int status_of(struct reading *run)
{
	struct inputs_count count = inputs_counted(run->inputs);
	size_t failed = count.failed + run->failed, broken = count.broken + run->broken;
	size_t documents = run->tally.documents - run->tally.failed;
	if (run->options->shards)
		failed = run->tally.failed - broken;
	if (run->options->strict)
		failed += broken;
	if (failed)
		return documents ? 1 : 3;
	return run->options->fail_if_empty && !run->found ? 4 : 0;
}

/* A result that may be resumed is known by all that makes its bytes. */
static bool open_lasting(struct reading *run, struct error *error)
{
	char *what;
	if (!sink_open_lasting(&run->sink, run->writer, run->options->output, &run->wish, error))
		return false;
	if (asprintf(&what, "%s, %s, shard %zu/%zu", run->by, run->writer->name, run->options->shard, run->options->shards) < 0)
		return error_set(error, ERROR_MEMORY, "out of memory");
	bool good = resume_open(&run->resume, &run->sink, what, error);
	free(what);
	if (good)
		inputs_avoid(run->inputs, run->resume.path);
	return good;
}

static bool open_sink(struct reading *run, struct error *error)
{
	const struct options *options = run->options;
	bool good = options->resume ? open_lasting(run, error)
	            : sink_open(&run->sink, run->writer, options->output, &run->wish, run->by, error);
	if (good && run->sink.output.beside) {
		inputs_avoid(run->inputs, run->sink.output.beside);
		inputs_avoid(run->inputs, run->sink.output.name);
	}
	return good;
}

/* Where the results themselves are not what is looked at. */
static bool wants_summary(const struct reading *run)
{
	const struct options *options = run->options;
	bool screen = isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO);
	return !options->quiet && !run->learner && run->error.kind == ERROR_NONE && (options->verbose || run->progress.bar || screen || run->sink.output.path);
}

static void write_learned(struct reading *run)
{
	struct out out;
	out_init(&out);
	learner_print(&out, run->learner);
	if (out.failed)
		error_set(&run->error, ERROR_MEMORY, "out of memory");
	else
		sink_put(&run->sink, (struct slice){ out.bytes, out.len }, &run->error);
	out_release(&out);
}

static int run_all(struct reading *run, struct error *error)
{
	/* a document takes what the one before has freed: to give it back and ask for it again costs more than to read it */
	mallopt(M_TRIM_THRESHOLD, KEPT);
	struct pool_plan plan = {
		.workers = run->options->jobs ? run->options->jobs : cores(), .task_size = sizeof(struct task),
		.most_bytes = BYTES_IN_FLIGHT, .subject = run, .next = next_task, .worker_new = matcher_for,
		.worker_free = matcher_done, .work = work_on, .finish = finish_task, .task_init = task_init,
		.task_release = task_release
	};
	if (!open_sink(run, error))
		return 2;
	progress_begin(&run->progress, run->inputs, run->options->progress, run->options->quiet);
	if (!pool_run(&plan))
		error_set(&run->error, ERROR_MEMORY, "out of memory");
	/* documents that are there no more may have left something behind the last that is kept */
	if (run->options->resume && run->error.kind == ERROR_NONE && !run->stopped)
		resume_before(&run->resume, &run->sink, &run->error);
	if (run->error.kind == ERROR_NONE && run->learner)
		write_learned(run);
	bool complete = run->error.kind == ERROR_NONE && !run->stopped;
	sink_close(&run->sink, complete, &run->error);
	resume_close(&run->resume, complete && run->error.kind == ERROR_NONE);
	progress_end(&run->progress, &run->tally, wants_summary(run));
	if (run->error.kind != ERROR_NONE) {
		*error = run->error;
		return 3;
	}
	return status_of(run);
}

static int run_with(struct options *options, const struct writer *writer, bool clean, bool sentences, struct error *error)
{
	struct reading run;
	int status = 2;
	if (!writer) {
		error_set(error, ERROR_USAGE, "%s knows no format \"%s\"", options->command->name, options->format);
		return 2;
	}
	if (!options->operand_count && !options->inputs.files_from && isatty(STDIN_FILENO)) {
		struct out out;
		out_init(&out);
		help_print(options->command == &commands[0] ? NULL : options->command, &out);
		fwrite(out.bytes, 1, out.len, stdout);
		out_release(&out);
		return 0;
	}
	if (writer->to == TO_DATABASE)
		options->wish.lean = false;     /* its tables have their columns */
	if (run_init(&run, options, writer, error)) {
		run.settings.only_clean = clean;
		if (writer == &writer_learn && !(run.learner = learner_new()))
			error_set(error, ERROR_MEMORY, "out of memory");
		run.settings.only_sentences = sentences;
		run.settings.no_counts = (clean || sentences) && strcmp(writer->name, "text") == 0;
		run.wish.article = clean;
		run.settings.no_argument = options->wish.only == 1u << SHOW_FIGURES;
		status = error->kind == ERROR_NONE ? run_all(&run, error) : 3;
	}
	run_release(&run);
	return status;
}

/* ---- */

int run_extract(struct options *options, struct error *error)
{
	const char *format = options->format;
	if (!format)
		format = !options->output && isatty(STDOUT_FILENO) ? "text" : "jsonl";
	return run_with(options, writer_find(writers_extract, format), false, false, error);
}

int run_clean(struct options *options, struct error *error)
{
	return run_with(options, writer_find(writers_clean, options->format ? options->format : "text"), true, false, error);
}

int run_sentences(struct options *options, struct error *error)
{
	return run_with(options, writer_find(writers_sentences, options->format ? options->format : "text"), false, true, error);
}

int run_learn(struct options *options, struct error *error)
{
	return run_with(options, &writer_learn, true, false, error);
}
