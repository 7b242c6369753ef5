#include "pipeline/pool.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/mem.h"

struct pool {
	ch_pool_fn *work;
	void *ctx;
	const volatile sig_atomic_t *stop;
	size_t nitems;
	atomic_size_t next;
};

struct worker {
	struct pool *pool;
	size_t index;
	pthread_t thread;
	bool started;
};

static void take_items(struct pool *pool, size_t worker)
{
	for (;;) {
		size_t item;

		if (pool->stop && *pool->stop)
			return;
		item = atomic_fetch_add(&pool->next, 1);
		if (item >= pool->nitems)
			return;
		pool->work(pool->ctx, worker, item);
	}
}

static void *run_worker(void *arg)
{
	struct worker *w = arg;

	take_items(w->pool, w->index);
	return NULL;
}

/* Signals are the main thread's: workers start with all of them blocked. */
static void start_workers(struct worker *workers, size_t n)
{
	sigset_t all, old;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	for (size_t i = 1; i < n; i++)
		workers[i].started = !pthread_create(
			&workers[i].thread, NULL, run_worker, &workers[i]);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
}

void ch_pool_each(size_t njobs, size_t nitems, ch_pool_fn *work, void *ctx,
	const volatile sig_atomic_t *stop)
{
	struct pool pool = { work, ctx, stop, nitems, 0 };
	struct worker *workers;

	if (njobs > nitems)
		njobs = nitems;
	if (njobs <= 1) {
		take_items(&pool, 0);
		return;
	}
	workers = ch_calloc(njobs, sizeof(*workers));
	for (size_t i = 0; i < njobs; i++) {
		workers[i].pool = &pool;
		workers[i].index = i;
	}
	start_workers(workers, njobs);
	take_items(&pool, 0);
	for (size_t i = 1; i < njobs; i++)
		if (workers[i].started)
			pthread_join(workers[i].thread, NULL);
	free(workers);
}

size_t ch_pool_cores(void)
{
	cpu_set_t set;
	int n;

	if (sched_getaffinity(0, sizeof(set), &set))
		return 1;
	n = CPU_COUNT(&set);
	return n > 0 ? (size_t)n : 1;
}
