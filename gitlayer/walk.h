/*
 * walk.h - the commits of a range as plain records in arrays.
 *
 * Order: parents before children; of the commits whose parents are all out,
 * the one with the smallest (committer date, oid) (spec/counting.md).
 * Entries of the repository's 'shallow' file are roots.
 */
#ifndef CH_GITLAYER_WALK_H
#define CH_GITLAYER_WALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/intern.h"
#include "gitlayer/odb.h"
#include "gitlayer/oid.h"

#define CH_NO_COMMIT UINT32_MAX

/* One commit; people are ids of struct ch_history's table, raw. */
struct ch_commit_rec {
	struct ch_oid oid;
	struct ch_oid tree;
	uint32_t first_parent; /* index into history->parents */
	uint32_t nparents;
	uint32_t author;       /* id of "Name <email>" in history->people */
	uint32_t committer;
	int64_t author_s;      /* recorded; CH_NO_TIME where it is unreadable */
	int64_t committer_s;
	int16_t author_tz;     /* minutes east of UTC */
	int16_t committer_tz;
};
#define CH_NO_TIME INT64_MIN

struct ch_history {
	struct ch_commit_rec *commits; /* ncommits, in walk order */
	size_t ncommits;
	/*
	 * Parents as indices into commits[]; CH_NO_COMMIT where the parent is
	 * not in the walked set, then parent_oids[] still names it.
	 */
	uint32_t *parents;
	struct ch_oid *parent_oids; /* beside parents[], same index */
	size_t nparents;
	struct ch_intern people; /* raw "Name <email>" strings */
	size_t nmissing;	 /* commits named as parents and not readable */
};

/* The tips to walk from and the commits to stop at, as git rev-list A ^B. */
struct ch_walk_tips {
	const struct ch_oid *include;
	size_t ninclude;
	const struct ch_oid *exclude; /* these and all they reach are left out */
	size_t nexclude;
	bool first_parent; /* follow only first parents of included commits */
	int64_t since_s;   /* CH_NO_TIME: none; else older committer dates out */
	int64_t until_s;   /* CH_NO_TIME: none; else newer committer dates out */
};

/*
 * Walk.  The set equals `git rev-list [--first-parent] INCLUDE ^EXCLUDE`,
 * whatever the dates say (no date heuristics at the boundary).
 * A missing tip is an error; a missing parent is counted and is a root.
 */
int ch_walk(struct ch_odb *odb, const struct ch_repo *repo,
	const struct ch_walk_tips *tips, struct ch_history *out,
	struct ch_err *err);
void ch_history_release(struct ch_history *h);
/* Index of a commit in h->commits, or CH_NO_COMMIT. */
uint32_t ch_history_find(
	const struct ch_history *h, const struct ch_oid *oid);

/* Best common ancestors as `git merge-base --all A B`; n = 0 when none. */
int ch_merge_bases(struct ch_odb *odb, const struct ch_repo *repo,
	const struct ch_oid *a, const struct ch_oid *b, struct ch_arena *arena,
	struct ch_oid **bases, size_t *nbases, struct ch_err *err);
bool ch_is_ancestor(struct ch_odb *odb, const struct ch_repo *repo,
	const struct ch_oid *ancestor, const struct ch_oid *of);

#endif
