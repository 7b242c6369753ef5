/*
 * rename.h - pairs deleted with added paths as `git diff -M` does.
 *
 * Exact oids first (basename preferred), then similarity scored as git scores
 * it (spanhash over 64-byte / line chunks), with git's limits.
 */
#ifndef CH_GITLAYER_RENAME_H
#define CH_GITLAYER_RENAME_H

#include <stdbool.h>
#include <stdint.h>

#include "gitlayer/odb.h"
#include "gitlayer/spancache.h"
#include "gitlayer/treediff.h"

struct ch_rename_options {
	uint16_t min_score; /* of 60000; 0: 30000 (50 %) */
	size_t limit;	    /* targets x sources; 0: 1000 squared, as git */
	struct ch_spancache *cache; /* of earlier searches, or NULL */
};

/*
 * Join pairs inside 'changes': the added item gets old_path, old_oid,
 * old_mode and score, the deleted one disappears.  Order stays git's.
 * *skipped_by_limit is set when inexact detection was left out as git would.
 */
int ch_renames_find(struct ch_odb *odb, struct ch_changes *changes,
	const struct ch_rename_options *opt, struct ch_arena *arena,
	bool *skipped_by_limit, struct ch_err *err);

/*
 * What `git blame` follows: for every added file the source that is found when
 * it alone has come, so that two can have the same one.
 *
 * Returns an index into changes->items for each item, CH_NO_SOURCE where there
 * is none; the arena's.  Contents are compared in at most opt->limit pairs.
 */
#define CH_NO_SOURCE UINT32_MAX
uint32_t *ch_renames_follow(struct ch_odb *odb,
	const struct ch_changes *changes, const struct ch_rename_options *opt,
	struct ch_arena *arena);

/* Similarity of two contents, 0 to 60000, as git's estimate_similarity. */
uint16_t ch_similarity(struct ch_str a, struct ch_str b);

#endif
