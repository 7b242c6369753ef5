/*
 * found.h - what a worker found out about the trees of a commit; for
 * treestage.c and mergediff.c only.
 */
#ifndef CH_PIPELINE_FOUND_H
#define CH_PIPELINE_FOUND_H

#include "pipeline/worker.h"

/* A merge's path that some parent has just so, and the first has not. */
struct ch_found_take {
	struct ch_str path;
	uint16_t parent; /* which one; CH_TAKE_NONE: no file is there now */
};

/* Changes of a commit; memory is the block's. */
struct ch_found_changes {
	struct ch_change *items;
	size_t n;
	/* Of a merge, n x nparents: its own changes only. */
	struct ch_oid *parent_oids;
	uint32_t *parent_modes;
	struct ch_str *parent_paths; /* ptr NULL: the same path */
	struct ch_found_take *takes;
	size_t ntakes;
};

struct ch_found {
	struct ch_found_changes counted;
	struct ch_found_changes owned; /* for line owners, unless: */
	bool is_owned;		       /* they go by the counted ones too */
	struct ch_str *co_authors;     /* "Name <email>" */
	size_t nco;
	size_t ncut, nunreadable;
	bool differs, is_limited;
};

/* The tree of parent 'p'; false when its commit cannot be read. */
bool ch_parent_tree(struct ch_engine *e, struct ch_worker *w,
	const struct ch_commit_rec *rec, uint32_t p, struct ch_oid *tree);
/*
 * A merge against all parents: its own changes, what it takes from the others,
 * and, under a pathspec, whether it counts.  'counted' and 'owned' say whose
 * changes are wanted.
 */
void ch_merge_diff(struct ch_engine *e, struct ch_worker *w,
	const struct ch_treediff_options *opt, struct ch_arena *arena,
	const struct ch_commit_rec *rec, bool counted, bool owned,
	struct ch_found *f);

#endif
