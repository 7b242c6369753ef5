/*
 * packread.h - whole objects out of packs: delta chains and inflating.
 *
 * A chain is followed down to a base that is not a delta, or is in the cache,
 * by a loop over an explicit list; then the deltas are applied upwards, each
 * intermediate result going into the cache.  Before anything is allocated its
 * size is checked against the limits, against what the compressed bytes can
 * hold, and, for a delta's result, against the sum of its instructions.
 *
 * Belongs to one thread; the packs are shared.
 */
#ifndef CH_GITLAYER_PACKREAD_H
#define CH_GITLAYER_PACKREAD_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "gitlayer/basecache.h"
#include "gitlayer/odb.h"
#include "gitlayer/packset.h"

/* git never makes chains longer than 4,095; a loop of references ends here. */
#define CH_CHAIN_MAX 10000

/* A chain whose base is in no pack: give it with ch_packreader_give(). */
#define CH_PACKREAD_WANTS_BASE 1

struct ch_packreader;

struct ch_packreader *ch_packreader_new(
	struct ch_packset *set, size_t cache_bytes, size_t max_bytes);
void ch_packreader_free(struct ch_packreader *r);

/*
 * The object whose entry is at 'offset' of 'pack', into 'arena'.
 *
 * Returns 0, CH_PACKREAD_WANTS_BASE with 'wanted' set (give it, then call
 * again), CH_ELIMIT (type and size are in 'out'), CH_EFORMAT or CH_EIO.
 * Messages name the pack, not the object.
 */
int ch_packreader_read(struct ch_packreader *r, const struct ch_pack *pack,
	uint64_t offset, struct ch_arena *arena, struct ch_object *out,
	struct ch_oid *wanted, struct ch_err *err);
/* The same without the content. */
int ch_packreader_header(struct ch_packreader *r, const struct ch_pack *pack,
	uint64_t offset, struct ch_object *out, struct ch_oid *wanted,
	struct ch_err *err);

/* Takes 'base' (with its type set) over until the next read is done. */
void ch_packreader_give(struct ch_packreader *r, const struct ch_oid *oid,
	struct ch_base *base);

/* Hits and misses of the cache so far. */
void ch_packreader_counts(
	const struct ch_packreader *r, uint64_t *hits, uint64_t *misses);

#endif
