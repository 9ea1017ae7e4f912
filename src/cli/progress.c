/* progress.c: see progress.h. */
#include "cli/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static const double OFTEN = 0.2;

/* ---- private from here ---- */

static double now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static double megabytes(uint64_t bytes)
{
	return (double)bytes / 1e6;
}

static void show_left(double seconds)
{
	unsigned long left = seconds < 359999 ? (unsigned long)seconds : 359999;
	fprintf(stderr, ", %lu:%02lu:%02lu left", left / 3600, left / 60 % 60, left % 60);
}

/* ---- */

void progress_begin(struct progress *progress, const struct inputs *inputs, unsigned wanted, bool quiet)
{
	bool screen = isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO);
	*progress = (struct progress){ .inputs = inputs, .begun = now() };
	progress->bar = wanted == PROGRESS_ALWAYS || (wanted == PROGRESS_AUTO && screen && !quiet);
}

void progress_show(struct progress *progress, const struct tally *tally)
{
	enum { WIDTH = 20 };
	double time = progress->bar ? now() : 0;
	if (!progress->bar || time - progress->shown < OFTEN)
		return;
	struct inputs_extent extent = inputs_extent(progress->inputs);
	double done = extent.all && extent.read <= extent.all ? (double)extent.read / (double)extent.all : 0;
	double seconds = time - progress->begun;
	fputc('\r', stderr);
	if (extent.all) {
		char bar[WIDTH + 1] = "";
		for (int i = 0; i < WIDTH; i++)
			bar[i] = i < (int)(done * WIDTH) ? '#' : '.';
		fprintf(stderr, "[%s] ", bar);
	}
	fprintf(stderr, "%zu documents, %.1f MB, %.2f MB/s", tally->documents, megabytes(tally->bytes), megabytes(tally->bytes) / seconds);
	if (tally->failed)
		fprintf(stderr, ", %zu failed", tally->failed);
	if (done > 0.01)
		show_left(seconds / done - seconds);
	fputs("\033[K", stderr);
	fflush(stderr);
	progress->shown = time;
	progress->drawn = true;
}

void progress_clear(struct progress *progress)
{
	if (progress->drawn)
		fputs("\r\033[K", stderr);
	progress->drawn = false;
}

void progress_end(struct progress *progress, const struct tally *tally, bool summary)
{
	double seconds = now() - progress->begun;
	progress_clear(progress);
	if (!summary)
		return;
	fprintf(stderr, "saseol: %zu %s, %zu failed; %zu figures, %zu claims, %zu recommendations; %.1f s, %.2f MB/s\n",
	        tally->documents, tally->documents == 1 ? "document" : "documents", tally->failed, tally->figures, tally->claims,
	        tally->recommendations, seconds, seconds > 0 ? megabytes(tally->bytes) / seconds : 0);
}
