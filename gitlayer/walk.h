/*
 * walk.h - the commits of a range as plain records in arrays.
 *
 * Order: parents before children; of the commits whose parents are all out,
 * the one with the smallest (committer date, oid) (spec/counting.md).
 * Entries of the repository's 'shallow' file are roots.  A parent that cannot
 * be read is counted and left out of its child's parents.
 *
 * Nothing here trusts a date: a commit is left out because an excluded one
 * reaches it, found by reading everything the excluded ones reach.
 */
#ifndef CH_GITLAYER_WALK_H
#define CH_GITLAYER_WALK_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/intern.h"
#include "gitlayer/odb.h"
#include "gitlayer/oid.h"
#include "gitlayer/oidtable.h"

#define CH_NO_COMMIT UINT32_MAX

/* One commit; people are ids of struct ch_history's table, raw. */
struct ch_commit_rec {
	struct ch_oid oid;
	struct ch_oid tree;
	uint32_t first_parent; /* index into history->parents */
	uint32_t nparents;     /* as recorded; 0 for entries of 'shallow' */
	uint32_t author;       /* id of "Name <email>" in history->people */
	uint32_t committer;
	int64_t author_s; /* recorded; CH_NO_TIME where it is unreadable */
	int64_t committer_s;
	int16_t author_tz; /* minutes east of UTC */
	int16_t committer_tz;
	bool names_co_author; /* "Co-authored-by" stands somewhere in it */
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
	struct ch_intern people; /* "Name <email>" as recorded, in UTF-8 */
	/* The same, of the excluded authors, where the walk was asked. */
	struct ch_intern excluded_authors;
	/*
	 * Commits that the excluded tips reach and no walked one does: without
	 * first_parent, git rev-list EXCLUDE ^INCLUDE.  By oid.
	 */
	struct ch_oid *ahead;
	size_t nahead;
	/*
	 * Excluded commits that walked ones have as parents and that none of
	 * the others of these reaches: for one tip each and without
	 * first_parent, git merge-base --all, by oid.
	 */
	struct ch_oid *bases;
	size_t nbases;
	uint64_t bytes;	 /* of the commits that were read */
	size_t nmissing; /* commits named as parents and not readable */
	struct ch_oid_table index; /* numbers are walk order */
};

/* The tips to walk from and the commits to stop at, as git rev-list A ^B. */
struct ch_walk_tips {
	const struct ch_oid *include;
	size_t ninclude;
	const struct ch_oid
		*exclude; /* these and all they reach are left out */
	size_t nexclude;
	bool first_parent; /* follow only first parents of included commits */
	bool want_excluded_authors; /* fill history->excluded_authors */
	int64_t since_s; /* CH_NO_TIME: none; else older committer dates out */
	int64_t until_s; /* CH_NO_TIME: none; else newer committer dates out */
	size_t jobs;	 /* threads that read; 0: the caller's alone */
	/* Not NULL: once it is not 0 the walk ends with CH_EINTR. */
	const volatile sig_atomic_t *stop;
};

/*
 * Walk.  The set equals `git rev-list [--first-parent] INCLUDE ^EXCLUDE`,
 * whatever the dates say (no date heuristics at the boundary).
 * A missing tip is an error; a missing parent is counted and is a root.  The
 * result does not depend on jobs.
 */
int ch_walk(struct ch_odb *odb, struct ch_repo *repo,
	const struct ch_walk_tips *tips, struct ch_history *out,
	struct ch_err *err);
void ch_history_release(struct ch_history *h);
/* Its first parent, or CH_NO_COMMIT. */
uint32_t ch_history_first_parent(const struct ch_history *h, uint32_t commit);
/* Index of a commit in h->commits, or CH_NO_COMMIT. */
uint32_t ch_history_find(const struct ch_history *h, const struct ch_oid *oid);

/*
 * Parents and committer date of one commit, as the walk sees them: none for an
 * entry of 'shallow'.  Unreadable parents are kept.  'parents' is the arena's;
 * 'when_s' may be NULL and is CH_NO_TIME where the date is unreadable.
 * Errors: CH_ENOTFOUND, CH_EFORMAT naming the commit.
 */
int ch_walk_parents(struct ch_odb *odb, const struct ch_repo *repo,
	const struct ch_oid *commit, struct ch_arena *arena,
	struct ch_oid **parents, size_t *nparents, int64_t *when_s,
	struct ch_err *err);

/*
 * Best common ancestors as `git merge-base --all A B`, newest committer date
 * first; n = 0 when none.  Unreadable ancestors end their line of history.
 * Errors: A or B is not a readable commit.
 */
int ch_merge_bases(struct ch_odb *odb, const struct ch_repo *repo,
	const struct ch_oid *a, const struct ch_oid *b, struct ch_arena *arena,
	struct ch_oid **bases, size_t *nbases, struct ch_err *err);
/* Does 'of' reach 'ancestor'?  A commit reaches itself. */
bool ch_is_ancestor(struct ch_odb *odb, const struct ch_repo *repo,
	const struct ch_oid *ancestor, const struct ch_oid *of);

#endif
