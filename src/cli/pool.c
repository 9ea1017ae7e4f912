/* pool.c: see pool.h. Tasks go round in a ring. Whoever completes the oldest task of the ring, and nobody else is
 * doing so, finishes it and those behind it that are complete: output never waits for the next input. */
#include "cli/pool.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

enum { TASKS_A_WORKER = 4 };
enum state { FREE, READY, TAKEN, DONE };

struct pool {
	const struct pool_plan *plan;
	pthread_mutex_t lock;
	pthread_cond_t work, space;     /* a task is ready, or none will come; a task is free */
	char *tasks;
	struct place {
		enum state state;
		size_t bytes;
	} *ring;
	size_t size, made, taken, finished;     /* counted from the beginning; the ring holds made - finished of them */
	size_t bytes, idle;
	bool finishing, over, stopped, failed;
};

/* ---- private from here ---- */

static void *task_at(const struct pool *pool, size_t number)
{
	return pool->tasks + number % pool->size * pool->plan->task_size;
}

static struct place *place_at(const struct pool *pool, size_t number)
{
	return &pool->ring[number % pool->size];
}

/* With the lock held; lets go of it while a task is being finished. */
static void finish_what_is_done(struct pool *pool)
{
	if (pool->finishing)
		return;
	pool->finishing = true;
	while (pool->finished < pool->made && place_at(pool, pool->finished)->state == DONE) {
		struct place *place = place_at(pool, pool->finished);
		void *task = task_at(pool, pool->finished);
		bool wanted = !pool->stopped;
		pthread_mutex_unlock(&pool->lock);
		bool more = wanted && pool->plan->finish(pool->plan->subject, task);
		pthread_mutex_lock(&pool->lock);
		place->state = FREE;
		pool->bytes -= place->bytes;
		pool->finished++;
		if (!more)
			pool->stopped = true;
		pthread_cond_signal(&pool->space);
	}
	pool->finishing = false;
}

/* With the lock held. */
static void take_one(struct pool *pool, void *worker)
{
	size_t number = pool->taken++;
	place_at(pool, number)->state = TAKEN;
	bool wanted = !pool->stopped;
	pthread_mutex_unlock(&pool->lock);
	if (wanted)
		pool->plan->work(pool->plan->subject, worker, task_at(pool, number));
	pthread_mutex_lock(&pool->lock);
	place_at(pool, number)->state = DONE;
	finish_what_is_done(pool);
}

static void *work(void *argument)
{
	struct pool *pool = argument;
	void *worker = pool->plan->worker_new(pool->plan->subject);
	pthread_mutex_lock(&pool->lock);
	if (!worker) {
		pool->failed = pool->stopped = true;
		pthread_cond_signal(&pool->space);
	}
	while (worker) {
		while (pool->taken == pool->made && !pool->over) {
			pool->idle++;
			pthread_cond_wait(&pool->work, &pool->lock);
			pool->idle--;
		}
		if (pool->taken == pool->made)
			break;
		take_one(pool, worker);
	}
	pthread_mutex_unlock(&pool->lock);
	if (worker)
		pool->plan->worker_free(worker);
	return NULL;
}

/* A thread for a task that nobody is waiting for. Signals stay with the first thread. */
static bool hire(pthread_t *thread, struct pool *pool)
{
	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	bool hired = pthread_create(thread, NULL, work, pool) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return hired;
}

static bool pool_init(struct pool *pool, const struct pool_plan *plan)
{
	*pool = (struct pool){ .plan = plan, .size = plan->workers * TASKS_A_WORKER };
	pool->tasks = calloc(pool->size, plan->task_size);
	pool->ring = calloc(pool->size, sizeof *pool->ring);
	if (!pool->tasks || !pool->ring) {
		free(pool->tasks);
		free(pool->ring);
		return false;
	}
	pthread_mutex_init(&pool->lock, NULL);
	pthread_cond_init(&pool->work, NULL);
	pthread_cond_init(&pool->space, NULL);
	for (size_t i = 0; i < pool->size; i++)
		plan->task_init(task_at(pool, i));
	return true;
}

static void pool_release(struct pool *pool)
{
	for (size_t i = 0; i < pool->size; i++)
		pool->plan->task_release(task_at(pool, i));
	pthread_cond_destroy(&pool->space);
	pthread_cond_destroy(&pool->work);
	pthread_mutex_destroy(&pool->lock);
	free(pool->tasks);
	free(pool->ring);
}

/* With one worker there is nothing to hand over. */
static bool run_alone(const struct pool_plan *plan)
{
	void *task = calloc(1, plan->task_size), *worker = task ? plan->worker_new(plan->subject) : NULL;
	size_t bytes;
	if (worker) {
		plan->task_init(task);
		while (plan->next(plan->subject, task, &bytes)) {
			plan->work(plan->subject, worker, task);
			if (!plan->finish(plan->subject, task))
				break;
		}
		plan->task_release(task);
		plan->worker_free(worker);
	}
	free(task);
	return worker;
}

/* ---- */

bool pool_run(const struct pool_plan *plan)
{
	struct pool pool;
	if (plan->workers < 2)
		return run_alone(plan);
	pthread_t *threads = calloc(plan->workers, sizeof *threads);
	size_t hired = 0, bytes;
	if (!threads || !pool_init(&pool, plan)) {
		free(threads);
		return false;
	}
	pthread_mutex_lock(&pool.lock);
	for (;;) {
		while (!pool.stopped && (pool.made - pool.finished == pool.size || (pool.bytes > plan->most_bytes && pool.finished < pool.made)))
			pthread_cond_wait(&pool.space, &pool.lock);
		if (pool.stopped)
			break;
		pthread_mutex_unlock(&pool.lock);
		bytes = 0;
		bool more = plan->next(plan->subject, task_at(&pool, pool.made), &bytes);
		pthread_mutex_lock(&pool.lock);
		if (!more)
			break;
		*place_at(&pool, pool.made) = (struct place){ READY, bytes };
		pool.bytes += bytes;
		pool.made++;
		if (pool.idle < pool.made - pool.taken && hired < plan->workers && hire(&threads[hired], &pool))
			hired++;
		if (!hired) {
			pool.failed = true;
			break;
		}
		pthread_cond_signal(&pool.work);
	}
	pool.over = true;
	pthread_cond_broadcast(&pool.work);
	pthread_mutex_unlock(&pool.lock);
	for (size_t i = 0; i < hired; i++)
		pthread_join(threads[i], NULL);
	bool good = !pool.failed;
	pool_release(&pool);
	free(threads);
	return good;
}
