/* pool.h: many tasks, some threads, one order.
 *
 * Tasks are made one after another, worked on side by side, and finished in the order they were made: whoever asks
 * for more threads gets the same output sooner. What is in flight is bounded by count and by bytes. */
#ifndef SASEOL_CLI_POOL_H
#define SASEOL_CLI_POOL_H

#include <stdbool.h>
#include <stddef.h>

struct pool_plan {
	size_t workers, task_size;
	size_t most_bytes;              /* of tasks in flight, beyond the first */
	void *subject;                  /* handed to the calls below */

	/* On the calling thread: makes the next task and says how large it is; false: no more. */
	bool (*next)(void *subject, void *task, size_t *bytes);
	/* On the worker's own thread; NULL when there is no memory. */
	void *(*worker_new)(void *subject);
	void (*worker_free)(void *worker);
	/* On any thread. */
	void (*work)(void *subject, void *worker, void *task);
	/* In order, one at a time, on any thread; false: nobody wants the rest. */
	bool (*finish)(void *subject, void *task);
	/* Makes a zeroed task ready for its first use, and gives it back after its last. */
	void (*task_init)(void *task);
	void (*task_release)(void *task);
};

/* False when there was no memory for a task or a worker. */
bool pool_run(const struct pool_plan *plan);

#endif
