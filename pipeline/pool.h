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
#include <stdint.h>

/* 'done' of 'total' items of a stage; 0 of 0: not known. */
typedef void ch_progress_fn(
	void *data, const char *stage, uint64_t done, uint64_t total);

/* How long work is watched from outside; all may be NULL. */
struct ch_watch {
	const volatile sig_atomic_t *stop; /* begin nothing new once true */
	ch_progress_fn *progress;	   /* on the calling thread only */
	void *progress_data;
};

/* worker: 0 to njobs - 1, for per-thread state. */
typedef void ch_pool_fn(void *ctx, size_t worker, size_t item);

/*
 * Call work(ctx, worker, item) once for each item 0 to nitems - 1.
 *
 * njobs  workers; 1 or fewer runs on the calling thread
 * stage  what progress is told of
 * watch  may be NULL
 */
void ch_pool_each(size_t njobs, size_t nitems, ch_pool_fn *work, void *ctx,
	const char *stage, const struct ch_watch *watch);

/* Cores this process may run on, at least 1. */
size_t ch_pool_cores(void);

#endif
