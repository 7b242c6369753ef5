/*
 * alone.h - what A did and B never had, where A is no ancestor of B.
 *
 * A maintenance release has commits that the next release has not: what they
 * added is missing in B, what they removed is back, and nobody has removed or
 * added it.  A change is A's alone when B has what the base has, from which
 * both come.
 */
#ifndef CH_SNAPSHOT_ALONE_H
#define CH_SNAPSHOT_ALONE_H

#include "snapshot/compare.h"
#include "snapshot/symdiff.h"

/* Fill 'alone' of every delta, from 'alone' and 'base' of its files. */
void ch_alone_mark(const struct ch_compare *delta, struct ch_symdiff *diff);

#endif
