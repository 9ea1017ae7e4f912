/* pool: whatever the threads do, tasks are finished in the order in which they were made. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#include "cli/pool.h"

enum { TASKS = 500, LARGE = 1000 };

struct trial {
	size_t made, finished, stop_at, workers_made, workers_freed, most_in_flight, fail_worker;
	bool in_order;
};

struct number {
	size_t number, square;
	bool ready;
};

static bool next(void *trial_, void *task_, size_t *bytes)
{
	struct trial *trial = trial_;
	struct number *task = task_;
	if (trial->made == TASKS)
		return false;
	assert_true(task->ready);
	task->number = trial->made++;
	*bytes = LARGE;
	size_t in_flight = trial->made - __atomic_load_n(&trial->finished, __ATOMIC_SEQ_CST);
	if (in_flight > trial->most_in_flight)
		trial->most_in_flight = in_flight;
	return true;
}

static void *worker_new(void *trial_)
{
	struct trial *trial = trial_;
	__atomic_add_fetch(&trial->workers_made, 1, __ATOMIC_SEQ_CST);
	return trial->fail_worker ? NULL : trial;
}

static void worker_free(void *trial)
{
	__atomic_add_fetch(&((struct trial *)trial)->workers_freed, 1, __ATOMIC_SEQ_CST);
}

static void work(void *trial, void *worker, void *task_)
{
	struct number *task = task_;
	(void)trial;
	(void)worker;
	/* the first of a handful takes longest */
	if (task->number % 7 == 0)
		usleep(1000);
	task->square = task->number * task->number;
}

static bool finish(void *trial_, void *task_)
{
	struct trial *trial = trial_;
	struct number *task = task_;
	trial->in_order = trial->in_order && task->number == trial->finished && task->square == task->number * task->number;
	__atomic_add_fetch(&trial->finished, 1, __ATOMIC_SEQ_CST);
	return trial->finished != trial->stop_at;
}

static void task_init(void *task)
{
	((struct number *)task)->ready = true;
}

static void task_release(void *task)
{
	assert_true(((struct number *)task)->ready);
}

static struct pool_plan plan_for(struct trial *trial, size_t workers)
{
	trial->in_order = true;
	return (struct pool_plan){
		.workers = workers, .task_size = sizeof(struct number), .most_bytes = 1000 * LARGE, .subject = trial, .next = next,
		.worker_new = worker_new, .worker_free = worker_free, .work = work, .finish = finish, .task_init = task_init,
		.task_release = task_release
	};
}

static void tasks_are_finished_in_order(void **state)
{
	static const size_t workers[] = { 1, 2, 3, 16 };
	(void)state;
	for (size_t i = 0; i < sizeof workers / sizeof workers[0]; i++) {
		struct trial trial = { 0 };
		struct pool_plan plan = plan_for(&trial, workers[i]);
		assert_true(pool_run(&plan));
		assert_true(trial.in_order);
		assert_int_equal(trial.finished, TASKS);
		assert_in_range(trial.workers_made, 1, workers[i]);
		assert_int_equal(trial.workers_made, trial.workers_freed);
	}
}

static void what_is_in_flight_is_bounded(void **state)
{
	struct trial trial = { 0 };
	struct pool_plan plan = plan_for(&trial, 4);
	(void)state;
	plan.most_bytes = 2 * LARGE;
	assert_true(pool_run(&plan));
	assert_int_equal(trial.finished, TASKS);
	assert_in_range(trial.most_in_flight, 1, 4);
}

static void nobody_works_on_when_the_output_is_closed(void **state)
{
	(void)state;
	for (size_t workers = 1; workers <= 4; workers += 3) {
		struct trial trial = { .stop_at = 5 };
		struct pool_plan plan = plan_for(&trial, workers);
		assert_true(pool_run(&plan));
		assert_int_equal(trial.finished, 5);
		assert_true(trial.made < TASKS);
	}
}

static void a_worker_without_memory_is_an_error(void **state)
{
	(void)state;
	for (size_t workers = 1; workers <= 4; workers += 3) {
		struct trial trial = { .fail_worker = 1 };
		struct pool_plan plan = plan_for(&trial, workers);
		assert_false(pool_run(&plan));
		assert_int_equal(trial.workers_freed, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tasks_are_finished_in_order),
		cmocka_unit_test(what_is_in_flight_is_bounded),
		cmocka_unit_test(nobody_works_on_when_the_output_is_closed),
		cmocka_unit_test(a_worker_without_memory_is_an_error),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
