/*
 * range.h - what the user wrote as revisions, as tips to walk from.
 *
 * A..B, A...B, ^A, A^!, A^@, A^-, plain revisions; --since / --until as a
 * revision or a date.
 */
#ifndef CH_GITLAYER_RANGE_H
#define CH_GITLAYER_RANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "gitlayer/odb.h"
#include "gitlayer/repo.h"
#include "gitlayer/walk.h"

/*
 * Parse 'args' (none: HEAD) into include and exclude lists in 'arena', in the
 * order written; out->since_s and until_s are CH_NO_TIME.
 * Errors: CH_EUSAGE for words that start with '-', CH_ENOTFOUND naming a word
 * that is no revision, CH_ENOTFOUND for HEAD when it is unborn and no args.
 */
int ch_range_tips(struct ch_repo *repo, struct ch_odb *odb,
	const char *const *args, size_t nargs, struct ch_arena *arena,
	struct ch_walk_tips *out, struct ch_err *err);

/*
 * Is a tag no release by its name?  It is when a run of letters in it is one
 * of alpha, beta, canary, cr, dev, ea, milestone, next, nightly, pre, preview,
 * prerelease, rc, snapshot, test, testing, unstable (any case: v1.0-rc.1,
 * 2.0.dev3), or a single a or b between digits (1.0b2).
 */
bool ch_tag_is_prerelease(struct ch_str name);

/* Two end points, as `codehist pack` takes them. */
struct ch_span {
	struct ch_oid a, b;
	struct ch_str a_name, b_name; /* as written, or the tag chosen */
	bool from_roots;	      /* no A: everything that B reaches */
	bool a_chosen;		      /* no range was given: A is our choice */
	bool symmetric;		      /* A...B: a is the merge base */
};

/*
 * pack's rule (spec/cli.md): 'range' "A..B", "A...B", "B^!" (B and what it
 * changed) or NULL; 'since' and 'until' or NULL, each a revision if it is one,
 * else a date.  since: A is the first commit down B's first parents with an
 * older committer date; until: B is HEAD's with that date or an older one.
 * No A: the nearest tag before B on its first parents that is not on B itself
 * and no pre-release, of several the smallest name; the roots when none.
 * A...B without a common ancestor: from_roots.  a_name is empty where
 * from_roots, except for a date older than the history.
 * Errors: CH_EUSAGE, CH_ENOTFOUND for what is not a revision here.
 */
int ch_span_resolve(struct ch_repo *repo, struct ch_odb *odb, const char *range,
	const char *since, const char *until, int64_t now_s,
	struct ch_arena *arena, struct ch_span *out, struct ch_err *err);

/*
 * ISO 8601 and git's relative forms ("2 weeks ago", "yesterday", "@1700000000",
 * "2024-03-01", "2024-03-01 12:00 +0200") as git reads them where the local
 * time zone is UTC: a date without a time of day has that of 'now_s', and
 * without a zone it is UTC's, so that a machine's zone changes no number.
 * Before 1970 *when_s is negative.
 * Errors: CH_EUSAGE where any word or number is not understood, never "now".
 */
int ch_date_parse(
	const char *text, int64_t now_s, int64_t *when_s, struct ch_err *err);

#endif
