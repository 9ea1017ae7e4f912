/* resume.c: see resume.h. A row of keys is of one length, so that a row that a dying program did not finish shows. */
#include "cli/resume.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"

enum { ROW = 36 };              /* "0123456789abcdef 0123456789abcdef +\n" */

static const char state_signs[] = { [KEPT_EMPTY] = '-', [KEPT_FOUND] = '+', [KEPT_FAILED] = '!' };

/* ---- private from here ---- */

static bool refuse(const struct resume *resume, struct error *error)
{
	return error_set(error, ERROR_WRITE, "cannot write \"%s\": %s", resume->path, strerror(errno));
}

static bool write_all(const struct resume *resume, const char *bytes, size_t len, struct error *error)
{
	while (len) {
		ssize_t written = write(resume->file, bytes, len);
		if (written < 0 && errno != EINTR)
			return refuse(resume, error);
		if (written > 0) {
			bytes += written;
			len -= (size_t)written;
		}
	}
	return true;
}

static bool read_row(struct kept_document *document, const char *row)
{
	char copy[ROW + 1], sign = 0;
	memcpy(copy, row, ROW);
	copy[ROW] = '\0';
	if (sscanf(copy, "%16" SCNx64 " %16" SCNx64 " %c", &document->key, &document->end, &sign) != 3 || copy[ROW - 1] != '\n')
		return false;
	const char *state = memchr(state_signs, sign, sizeof state_signs);
	if (state)
		document->state = (enum kept_state)(state - state_signs);
	return state;
}

/* What an earlier run left, if it was one of the same kind. */
static bool read_old(struct resume *resume, const char *head, uint64_t written, struct error *error)
{
	struct stat what;
	size_t len = strlen(head);
	if (fstat(resume->file, &what) != 0)
		return refuse(resume, error);
	size_t size = (size_t)what.st_size, got = 0;
	char *bytes = malloc(size + 1);
	if (!bytes)
		return error_set(error, ERROR_MEMORY, "out of memory");
	for (ssize_t more = 1; got < size && more > 0; got += more > 0 ? (size_t)more : 0)
		more = pread(resume->file, bytes + got, size - got, (off_t)got);
	if (got >= len && memcmp(bytes, head, len) == 0) {
		resume->old = calloc((got - len) / ROW + 1, sizeof *resume->old);
		for (size_t at = len; resume->old && at + ROW <= got; at += ROW) {
			struct kept_document *document = &resume->old[resume->count];
			if (!read_row(document, bytes + at) || document->end > written
			    || (resume->count && document->end < document[-1].end))
				break;
			resume->count++;
		}
	}
	free(bytes);
	return true;
}

/* ---- */

uint64_t resume_key(const struct input *input, const struct error *error)
{
	const struct meta *meta = &input->meta;
	const struct slice parts[] = {
		slice_from(input->id), slice_from(input->path), slice_from(input->path_hex), slice_from(input->kind),
		slice_from(input->sheet), slice_from(input->field), slice_from(input->charset), slice_from(input->encoding),
		input->title, meta->date, meta->outlet, meta->author, meta->section, meta->url, meta->language, input->bytes,
		error->kind == ERROR_NONE ? SLICE("") : slice_from(error->message)
	};
	uint64_t key = digest_short(0, (struct slice){ (const char *)&input->line, sizeof input->line });
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		key = digest_short(key, (struct slice){ (const char *)&parts[i].len, sizeof parts[i].len });
		key = digest_short(key, parts[i]);
	}
	return key;
}

bool resume_open(struct resume *resume, struct sink *sink, const char *what, struct error *error)
{
	struct stat partial;
	char *head = NULL;
	if (fstat(sink->output.file, &partial) != 0 || asprintf(&resume->path, "%s.keys", sink->output.beside) < 0)
		return error_set(error, ERROR_MEMORY, "out of memory");
	resume->file = open(resume->path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (resume->file < 0)
		return refuse(resume, error);
	if (asprintf(&head, "%s\n", what) < 0)
		return error_set(error, ERROR_MEMORY, "out of memory");
	resume->head = strlen(head);
	bool good = read_old(resume, head, (uint64_t)partial.st_size, error);
	resume->over = !resume->count;
	/* nothing can be kept: both begin anew */
	if (good && resume->over)
		good = (ftruncate(resume->file, 0) == 0 && lseek(resume->file, 0, SEEK_SET) == 0) || refuse(resume, error);
	good = good && (!resume->over || write_all(resume, head, resume->head, error));
	free(head);
	return good && (!resume->over || sink_restart(sink, error));
}

bool resume_keeps(struct resume *resume, uint64_t key)
{
	if (resume->file < 0 || resume->over)
		return false;
	resume->over = resume->asked == resume->count || resume->old[resume->asked].key != key;
	resume->asked++;
	return !resume->over;
}

enum kept_state resume_state(const struct resume *resume, size_t kept)
{
	return resume->old[kept].state;
}

bool resume_before(struct resume *resume, struct sink *sink, struct error *error)
{
	if (resume->file < 0 || !resume->count)
		return true;
	/* the first that is not kept: what stands behind the last one that is goes */
	size_t kept = resume->kept;
	if (kept ? !sink_cut(sink, resume->old[kept - 1].end, kept, error) : !sink_restart(sink, error))
		return false;
	off_t rows = (off_t)(resume->head + kept * ROW);
	resume->count = 0;
	return (ftruncate(resume->file, rows) == 0 && lseek(resume->file, rows, SEEK_SET) == rows) || refuse(resume, error);
}

bool resume_after(struct resume *resume, const struct sink *sink, uint64_t key, enum kept_state state, struct error *error)
{
	char row[ROW + 1];
	if (resume->file < 0)
		return true;
	off_t end = lseek(sink->output.file, 0, SEEK_CUR);
	snprintf(row, sizeof row, "%016" PRIx64 " %016" PRIx64 " %c\n", key, (uint64_t)end, state_signs[state]);
	return write_all(resume, row, ROW, error);
}

void resume_close(struct resume *resume, bool complete)
{
	if (resume->file >= 0) {
		close(resume->file);
		if (complete)
			unlink(resume->path);
	}
	free(resume->path);
	free(resume->old);
	*resume = (struct resume){ .file = -1 };
}
