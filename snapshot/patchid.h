/*
 * patchid.h - is it the same change?  As `git patch-id` understands it.
 *
 * Two commits are one change when what they do to their first parents' trees
 * is the same, line numbers and white space aside: git rev-list --cherry-mark
 * calls them equal.  Renames are not looked for.
 */
#ifndef CH_SNAPSHOT_PATCHID_H
#define CH_SNAPSHOT_PATCHID_H

#include <stdint.h>

#include "base/arena.h"
#include "gitlayer/linediff.h"
#include "gitlayer/odb.h"
#include "gitlayer/treediff.h"

/* A hash of the paths alone: equal for equal changes, and read at once. */
uint64_t ch_patch_paths(const struct ch_changes *changes);
/*
 * A hash of the change, of 'changes' without renames.  A blob that cannot be
 * read counts by its oid.  Scratch memory is the arena's.
 */
uint64_t ch_patch_id(struct ch_odb *odb, struct ch_differ *differ,
	enum ch_diff_algorithm algorithm, const struct ch_changes *changes,
	struct ch_arena *arena);

#endif
