/* bench: how long things take, in one process on one core, over the same bytes.
 *
 *     bench stages LANG MIB NAME...          the floor and each stage alone: lines of name, MB/s, ns a byte, share of the floor
 *     bench records MIB KIB NAME...          records of so much text, as JSON Lines; KIB 0: an article is a record
 *     bench texts FOLDER MIB NAME...         the same articles as files
 *     bench run BYTES COMMAND...             MB/s of a command by its processor time and by the clock, and its peak memory
 *
 * NAMEs are files and folders as the program itself reads them; they are gone through again and again until there is
 * enough. The floor is what anyone pays before thinking: UTF-8 to UTF-16, NFC, ICU's sentence breaks, article by
 * article. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <unicode/ubrk.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "clean/clean.h"
#include "find/find.h"
#include "read/charset.h"
#include "read/inputs.h"
#include "read/read.h"
#include "write/writer.h"

struct articles {
	struct arena arena;
	LIST(struct input) list;
	size_t most;                    /* bytes that are wanted */
};

/* ---- articles ---- */

static void fail(const char *what)
{
	fprintf(stderr, "bench: %s\n", what);
	exit(2);
}

static void articles_read(struct articles *articles, const char *mib, char **names, int count)
{
	struct inputs_wish wish = { .names = (const char *const *)names, .count = (size_t)count };
	struct inputs *inputs = inputs_open(&wish);
	arena_init(&articles->arena);
	articles->most = (size_t)(atof(mib) * 1024 * 1024);
	if (!inputs || !ARENA_GUARD(&articles->arena))
		fail("out of memory");
	for (;;) {
		struct input input = { .id = NULL };
		struct error error = { ERROR_NONE, "" };
		if (!inputs_next(inputs, &articles->arena, &input, &error))
			break;
		/* the floor knows one encoding */
		if (error.kind == ERROR_NONE && input.bytes.len && utf8_good(input.bytes, 0) == input.bytes.len)
			*list_add(&articles->arena, &articles->list) = input;
	}
	ARENA_UNGUARD(&articles->arena);
	inputs_close(inputs);
	if (!articles->list.len)
		fail("no articles");
}

/* The next article of a round that goes on until there are enough bytes; NULL: there are. */
static const struct input *articles_next(const struct articles *articles, size_t *number, size_t *bytes)
{
	if (*bytes >= articles->most)
		return NULL;
	const struct input *input = &articles->list.at[(*number)++ % articles->list.len];
	*bytes += input->bytes.len;
	return input;
}

/* ---- the floor ---- */

static double seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double run_floor(const struct articles *articles, const char *language, size_t *sum)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
	UBreakIterator *breaks = ubrk_open(UBRK_SENTENCE, language, NULL, 0, &status);
	UChar *units = NULL, *normal = NULL;
	int32_t room = 0;
	const struct input *input;
	double before = seconds();
	for (size_t number = 0, bytes = 0; (input = articles_next(articles, &number, &bytes)) && U_SUCCESS(status);) {
		int32_t most = (int32_t)input->bytes.len + 16, len = 0;
		if (most > room) {
			room = most;
			units = realloc(units, (size_t)room * sizeof *units);
			normal = realloc(normal, 3 * (size_t)room * sizeof *normal);
			if (!units || !normal)
				fail("out of memory");
		}
		u_strFromUTF8WithSub(units, room, &len, input->bytes.at, (int32_t)input->bytes.len, 0xFFFD, NULL, &status);
		len = unorm2_normalize(nfc, units, len, normal, 3 * room, &status);
		ubrk_setText(breaks, normal, len, &status);
		while (U_SUCCESS(status) && ubrk_next(breaks) != UBRK_DONE)
			++*sum;
	}
	double took = seconds() - before;
	if (U_FAILURE(status))
		fail(u_errorName(status));
	ubrk_close(breaks);
	free(units);
	free(normal);
	return took;
}

/* ---- the stages ---- */

enum stage {
	STAGE_DECODE, STAGE_MEND, STAGE_UNMARK, STAGE_NORMALISE, STAGE_IDENTIFY, STAGE_STRIP, STAGE_SEGMENT, STAGE_FIGURES, STAGE_ARGUMENT,
	STAGE_LINKS, STAGE_WRITE_LEAN, STAGE_WRITE, STAGES
};

static const char *const stage_names[STAGES] = {
	"decode", "mend", "unmark", "normalise", "identify", "strip", "segment", "figures", "argument", "links", "write lean", "write full"
};

struct watch {
	double took[STAGES], last;
};

static void lap(struct watch *watch, enum stage stage)
{
	double now = seconds();
	watch->took[stage] += now - watch->last;
	watch->last = now;
}

static void write_one(struct out *out, const struct document *document, bool lean)
{
	struct record record;
	struct wish wish = { .lean = lean };
	out_clear(out);
	record_init(&record, document, &wish, "bench");
	writer_find(writers_extract, "jsonl")->document(out, &record);
}

/* The straight line once more (analyse.c), with a look at the clock behind each stage. */
static void run_one(struct document *document, struct watch *watch, const struct rules *rules, struct matcher *matcher, struct out *out)
{
	struct text decoded, unmarked;
	block_list blocks = { 0 };
	watch->last = seconds();
	matcher_begin(matcher);
	if (!decode(document, &decoded, NULL, &document->error))
		fail(document->error.message);
	lap(watch, STAGE_DECODE);
	mend(document, &decoded, false);
	lap(watch, STAGE_MEND);
	unmark(document, &unmarked, &blocks, &decoded, rules);
	lap(watch, STAGE_UNMARK);
	normalise(document, &unmarked, blocks.at, blocks.len);
	lap(watch, STAGE_NORMALISE);
	identify(document, rules, NULL);
	lap(watch, STAGE_IDENTIFY);
	choose(document);
	strip(document, matcher, false);
	text_measure(&document->text);
	lap(watch, STAGE_STRIP);
	segment(document, matcher);
	lap(watch, STAGE_SEGMENT);
	find_figures(document, matcher);
	lap(watch, STAGE_FIGURES);
	find_argument(document, matcher);
	lap(watch, STAGE_ARGUMENT);
	link_findings(document, rules);
	lap(watch, STAGE_LINKS);
	write_one(out, document, true);
	lap(watch, STAGE_WRITE_LEAN);
	write_one(out, document, false);
	lap(watch, STAGE_WRITE);
}

static void run_stages(const struct articles *articles, struct watch *watch)
{
	struct arena rules_arena, arena;
	struct rules rules;
	struct error error = { ERROR_NONE, "" };
	struct out out;
	arena_init(&rules_arena);
	arena_init(&arena);
	out_init(&out);
	if (!rules_load(&rules, &rules_arena, NULL, &error))
		fail(error.message);
	struct matcher *matcher = matcher_new(&rules);
	if (!matcher)
		fail("out of memory");
	const struct input *input;
	/* a round before, so that what is made once is made; then the one that counts */
	for (int round = 0; round < 2; round++) {
		struct articles some = *articles;
		some.most = round ? articles->most : articles->most / 8;
		*watch = (struct watch){ .last = 0 };
		for (size_t number = 0, bytes = 0; (input = articles_next(&some, &number, &bytes));) {
			struct document document;
			if (!ARENA_GUARD(&arena))
				fail("out of memory");
			document_init(&document, &arena, input);
			run_one(&document, watch, &rules, matcher, &out);
			ARENA_UNGUARD(&arena);
			arena_clear(&arena);
		}
	}
	matcher_free(matcher);
	out_release(&out);
	arena_release(&arena);
	arena_release(&rules_arena);
}

static void print_line(const char *language, const char *name, double bytes, double took, double whole)
{
	printf("%-4s %-26s %9.1f MB/s %9.2f ns/B %9.3f\n", language, name, took > 0 ? bytes / took / 1e6 : 0, took / bytes * 1e9,
	       took > 0 ? whole / took : 0);
}

static int stages(const struct articles *articles, const char *language)
{
	size_t number = 0, bytes = 0, sum = 0;
	struct watch watch;
	while (articles_next(articles, &number, &bytes))
		;
	run_floor(articles, language, &sum);
	double whole = run_floor(articles, language, &sum), took = 0;
	print_line(language, "floor", (double)bytes, whole, whole);
	run_stages(articles, &watch);
	for (size_t i = 0; i < STAGES; i++) {
		print_line(language, stage_names[i], (double)bytes, watch.took[i], whole);
		took += i < STAGE_WRITE_LEAN ? watch.took[i] : 0;
	}
	print_line(language, "all stages, written lean", (double)bytes, took + watch.took[STAGE_WRITE_LEAN], whole);
	print_line(language, "all stages, written full", (double)bytes, took + watch.took[STAGE_WRITE], whole);
	return 0;
}

/* ---- inputs ---- */

static void record(struct out *out, struct slice text, size_t number)
{
	out_format(out, "{\"id\": \"%zu\", \"text\": ", number);
	out_json(out, text);
	out_string(out, "}\n");
	fwrite(out->bytes, 1, out->len, stdout);
	out_clear(out);
}

static int records(const struct articles *articles, size_t each)
{
	struct out out, text;
	const struct input *input;
	size_t written = 0;
	out_init(&out);
	out_init(&text);
	for (size_t number = 0, bytes = 0; (input = articles_next(articles, &number, &bytes));) {
		if (!each) {
			record(&out, input->bytes, written++);
			continue;
		}
		out_slice(&text, input->bytes);
		out_string(&text, "\n\n");
		while (text.len > each) {
			size_t stop = each;
			while (stop > 1 && ((unsigned char)text.bytes[stop] & 0xC0) == 0x80)
				stop--;
			record(&out, (struct slice){ text.bytes, stop }, written++);
			memmove(text.bytes, text.bytes + stop, text.len - stop);
			text.len -= stop;
		}
	}
	out_release(&out);
	out_release(&text);
	return 0;
}

static int texts(const struct articles *articles, const char *folder)
{
	const struct input *input;
	for (size_t number = 0, bytes = 0; (input = articles_next(articles, &number, &bytes));) {
		char path[4096];
		snprintf(path, sizeof path, "%s/%06zu.txt", folder, number);
		FILE *file = fopen(path, "wb");
		if (!file || fwrite(input->bytes.at, 1, input->bytes.len, file) != input->bytes.len || fclose(file) != 0)
			fail("cannot write a text");
	}
	return 0;
}

/* ---- commands ---- */

static int run(double bytes, char **command)
{
	struct rusage usage;
	struct timespec before, after;
	int status;
	clock_gettime(CLOCK_MONOTONIC, &before);
	pid_t child = fork();
	if (child == 0) {
		execvp(command[0], command);
		_exit(127);
	}
	if (child < 0 || wait4(child, &status, 0, &usage) < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
		fail("the command failed");
	clock_gettime(CLOCK_MONOTONIC, &after);
	double clock = (double)(after.tv_sec - before.tv_sec) + (double)(after.tv_nsec - before.tv_nsec) / 1e9;
	double busy = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
	printf("%9.1f MB/s %9.2f ns/B %9.1f MB/s by the clock %7.3f s %6ld MiB\n", bytes / busy / 1e6, busy / bytes * 1e9, bytes / clock / 1e6,
	       clock, usage.ru_maxrss / 1024);
	return 0;
}

int main(int count, char **arguments)
{
	struct articles articles = { .most = 0 };
	const char *what = count > 1 ? arguments[1] : "";
	if (strcmp(what, "run") == 0 && count > 3)
		return run(atof(arguments[2]), arguments + 3);
	if (count < 5)
		fail("usage: bench stages|records|texts|run ...");
	if (strcmp(what, "records") == 0) {
		articles_read(&articles, arguments[2], arguments + 4, count - 4);
		return records(&articles, (size_t)(atof(arguments[3]) * 1024));
	}
	articles_read(&articles, arguments[3], arguments + 4, count - 4);
	if (strcmp(what, "stages") == 0)
		return stages(&articles, arguments[2]);
	if (strcmp(what, "texts") == 0)
		return texts(&articles, arguments[2]);
	fail("usage: bench stages|records|texts|run ...");
}
