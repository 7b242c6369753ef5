/*
 * spancache.h - what contents are made of, by oid, from one search for renames
 * to the next.
 *
 * Merges of work that began before a move compare the same files again and
 * again.  Bounded in bytes; belongs to one thread.
 */
#ifndef CH_GITLAYER_SPANCACHE_H
#define CH_GITLAYER_SPANCACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gitlayer/oid.h"
#include "gitlayer/spanhash.h"

struct ch_spancache;

struct ch_spancache *ch_spancache_new(size_t limit_bytes);
/* Also NULL. */
void ch_spancache_free(struct ch_spancache *c);

/* Bytes of a content that was given before and is still known. */
bool ch_spancache_size(
	const struct ch_spancache *c, const struct ch_oid *oid, uint64_t *size);
/* Take its spans, to be given back; false when they are not there. */
bool ch_spancache_take(struct ch_spancache *c, const struct ch_oid *oid,
	struct ch_spanhash *out);
/* Takes '*spans' over and clears it; 'size' is the content's, in bytes. */
void ch_spancache_give(struct ch_spancache *c, const struct ch_oid *oid,
	uint64_t size, struct ch_spanhash *spans);

#endif
