/*
 * mapguard.h - a mapped file that shrinks is an error, not a crash.
 *
 * Touching a page behind the end of a mapped file raises SIGBUS.  Code that
 * reads a map runs inside ch_guarded(): the signal then ends that call alone.
 * The price is one sigsetjmp() without a signal mask a call, about 10 ns.
 *
 * What 'fn' may do: read maps, compute, allocate (an allocator never touches
 * a map, so it cannot be interrupted).  What it must not do: call libgit2 or
 * hold a lock while it reads a map, or own memory that only its frame knows.
 *
 * Thread rule: ch_mapguard_install() once, before threads start; the rest
 * from any thread.  Guards nest.
 */
#ifndef CH_GITLAYER_MAPGUARD_H
#define CH_GITLAYER_MAPGUARD_H

#include "base/err.h"

int ch_mapguard_install(struct ch_err *err);

typedef int ch_guarded_fn(void *data);

/* What 'fn' returns, or CH_EIO when a map it read has become shorter. */
int ch_guarded(ch_guarded_fn *fn, void *data);

#endif
