/*
 * pool.h - the same work for many items, on several threads.
 *
 * Items are handed out one by one, lowest index first, to whichever worker is
 * free.  Work functions cannot fail: the item carries its own error.  Results
 * must depend on the item alone, never on the worker or the order.
 *
 * Thread rule: ch_pool_each() returns after every worker has ended; what the
 * workers wrote is visible to the caller then.
 */
#ifndef CH_PIPELINE_POOL_H
#define CH_PIPELINE_POOL_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

/* worker: 0 to njobs - 1, for per-thread state. */
typedef void ch_pool_fn(void *ctx, size_t worker, size_t item);

/*
 * Call work(ctx, worker, item) once for each item 0 to nitems - 1.
 *
 * njobs  workers; 1 or fewer runs on the calling thread
 * stop   may be NULL; no new item is begun once it is true
 */
void ch_pool_each(size_t njobs, size_t nitems, ch_pool_fn *work, void *ctx,
	const volatile sig_atomic_t *stop);

/* Cores this process may run on, at least 1. */
size_t ch_pool_cores(void);

#endif
