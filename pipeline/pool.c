#include "pipeline/pool.h"

#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/thread.h"

struct pool {
	ch_pool_fn *work;
	void *ctx;
	const char *stage;
	const struct ch_watch *watch;
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
	const struct ch_watch *watch = pool->watch;

	for (;;) {
		size_t item;

		if (watch->stop && *watch->stop)
			return;
		item = atomic_fetch_add(&pool->next, 1);
		if (item >= pool->nitems)
			return;
		pool->work(pool->ctx, worker, item);
		/* The first worker is the calling thread. */
		if (!worker && watch->progress)
			watch->progress(watch->progress_data, pool->stage, item,
				pool->nitems);
	}
}

static void *run_worker(void *arg)
{
	struct worker *w = arg;

	take_items(w->pool, w->index);
	return NULL;
}

void ch_pool_each(size_t njobs, size_t nitems, ch_pool_fn *work, void *ctx,
	const char *stage, const struct ch_watch *watch)
{
	static const struct ch_watch nobody = { 0 };
	struct pool pool = { .work = work,
		.ctx = ctx,
		.stage = stage,
		.watch = watch ? watch : &nobody,
		.nitems = nitems };
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
	for (size_t i = 1; i < njobs; i++)
		workers[i].started = ch_thread_start(
			&workers[i].thread, run_worker, &workers[i]);
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
