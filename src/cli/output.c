/* output.c: see output.h.
 *
 * The gate decides between a write and a signal: a signal that finds it open ends the program at once, one that
 * finds a write under way leaves the end to the writer. These few file-scope variables are what a signal handler
 * can see; they are set in output_open. */
#include "cli/output.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { GATE_OPEN, GATE_WRITING, GATE_SHUT };

static atomic_int gate = GATE_OPEN;
static volatile sig_atomic_t signal_to_obey;
static const char *volatile file_to_remove;

/* ---- private from here ---- */

static void obey(int number)
{
	if (file_to_remove)
		unlink(file_to_remove);
	signal(number, SIG_DFL);
	sigset_t one;
	sigemptyset(&one);
	sigaddset(&one, number);
	raise(number);
	pthread_sigmask(SIG_UNBLOCK, &one, NULL);
}

static void on_signal(int number)
{
	signal_to_obey = number;
	if (atomic_exchange(&gate, GATE_SHUT) == GATE_OPEN)
		obey(number);
}

static void listen_to(int number)
{
	struct sigaction before, now = { .sa_handler = on_signal, .sa_flags = (int)(SA_RESTART | SA_RESETHAND) };
	sigemptyset(&now.sa_mask);
	if (sigaction(number, NULL, &before) == 0 && before.sa_handler != SIG_IGN)
		sigaction(number, &now, NULL);
}

static bool gate_enter(void)
{
	int open = GATE_OPEN;
	return atomic_compare_exchange_strong(&gate, &open, GATE_WRITING);
}

static void gate_leave(void)
{
	int writing = GATE_WRITING;
	if (!atomic_compare_exchange_strong(&gate, &writing, GATE_OPEN))
		obey(signal_to_obey);
}

static bool refuse(struct output *output, const char *what, struct error *error)
{
	return error_set(error, ERROR_WRITE, "%s \"%s\": %s", what, output->path ? output->path : "standard output", strerror(errno));
}

static mode_t mode_of_new_files(void)
{
	mode_t mask = umask(0);
	umask(mask);
	return 0666 & ~mask;
}

static void forget_names(struct output *output)
{
	free(output->name);
	free(output->beside);
	output->name = output->beside = NULL;
}

static bool open_beside(struct output *output, struct error *error)
{
	struct stat what;
	/* through a link to the file itself, so that the link stays */
	char *real = realpath(output->path, NULL);
	output->name = real ? real : strdup(output->path);
	if (!output->name || asprintf(&output->beside, "%s.XXXXXX", output->name) < 0) {
		output->beside = NULL;
		forget_names(output);
		return error_set(error, ERROR_MEMORY, "out of memory");
	}
	output->file = mkostemp(output->beside, O_CLOEXEC);
	if (output->file < 0) {
		refuse(output, "cannot write", error);
		forget_names(output);
		return false;
	}
	file_to_remove = output->beside;
	mode_t mode = real && stat(real, &what) == 0 ? what.st_mode & 07777 : mode_of_new_files();
	if (fchmod(output->file, mode) == 0)
		return true;
	refuse(output, "cannot write", error);
	output_close(output, false, error);
	return false;
}

/* ---- */

bool output_open_lasting(struct output *output, const char *path, struct error *error)
{
	struct stat what;
	*output = (struct output){ .file = -1, .path = path, .lasting = true };
	signal(SIGPIPE, SIG_IGN);
	listen_to(SIGINT);
	listen_to(SIGTERM);
	if (stat(path, &what) == 0 && !S_ISREG(what.st_mode))
		return error_set(error, ERROR_USAGE, "what is to be resumed needs a file, which \"%s\" is not", path);
	char *real = realpath(path, NULL);
	output->name = real ? real : strdup(path);
	if (!output->name || asprintf(&output->beside, "%s.partial", output->name) < 0) {
		output->beside = NULL;
		forget_names(output);
		return error_set(error, ERROR_MEMORY, "out of memory");
	}
	output->file = open(output->beside, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (output->file < 0) {
		refuse(output, "cannot write", error);
		forget_names(output);
		return false;
	}
	if (flock(output->file, LOCK_EX | LOCK_NB) == 0)
		return true;
	close(output->file);
	error_set(error, ERROR_WRITE, "another run is writing \"%s\"", output->beside);
	forget_names(output);
	return false;
}

bool output_cut(struct output *output, uint64_t at, struct error *error)
{
	return (ftruncate(output->file, (off_t)at) == 0 && lseek(output->file, (off_t)at, SEEK_SET) >= 0)
	       || refuse(output, "cannot write", error);
}

bool output_open(struct output *output, const char *path, struct error *error)
{
	struct stat what;
	*output = (struct output){ .file = STDOUT_FILENO, .path = path && strcmp(path, "-") != 0 ? path : NULL };
	signal(SIGPIPE, SIG_IGN);
	listen_to(SIGINT);
	listen_to(SIGTERM);
	if (!output->path)
		return true;
	bool there = stat(path, &what) == 0;
	if (there && S_ISDIR(what.st_mode)) {
		errno = EISDIR;
		return refuse(output, "cannot write", error);
	}
	if (!there || S_ISREG(what.st_mode))
		return open_beside(output, error);
	output->file = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	return output->file >= 0 || refuse(output, "cannot write", error);
}

bool output_write(struct output *output, struct slice bytes, struct error *error)
{
	if (output->closed || !gate_enter())
		return false;
	bool good = true;
	while (bytes.len && good) {
		ssize_t written = write(output->file, bytes.at, bytes.len);
		if (written >= 0) {
			bytes.at += written;
			bytes.len -= (size_t)written;
		} else if (errno == EPIPE) {
			output->closed = true;
			good = false;
		} else if (errno != EINTR) {
			good = refuse(output, "cannot write", error);
		}
	}
	gate_leave();
	return good;
}

bool output_close(struct output *output, bool complete, struct error *error)
{
	bool good = true;
	if (output->path && output->file >= 0 && close(output->file) != 0)
		good = refuse(output, "cannot write", error);
	if (output->beside) {
		if (good && complete && rename(output->beside, output->name) != 0)
			good = refuse(output, "cannot write", error);
		if ((!good || !complete) && !output->lasting)
			unlink(output->beside);
		file_to_remove = NULL;
	}
	forget_names(output);
	return good;
}
