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
 * Parse 'args' (none: HEAD) into include and exclude lists in 'arena'.
 * Words that start with '-' are CH_EUSAGE.
 */
int ch_range_tips(struct ch_repo *repo, struct ch_odb *odb,
	const char *const *args, size_t nargs, struct ch_arena *arena,
	struct ch_walk_tips *out, struct ch_err *err);

/* Two end points, as `codehist pack` takes them. */
struct ch_span {
	struct ch_oid a, b;
	struct ch_str a_name, b_name; /* as written, or the tag chosen */
	bool from_roots;	      /* no A: everything that B reaches */
	bool a_chosen;		      /* no range was given: A is our choice */
	bool symmetric;		      /* A...B: a is the merge base */
};

/*
 * pack's rule (spec/cli.md): 'range' "A..B", "A...B" or NULL; 'since' and
 * 'until' or NULL.  Dates: the last first-parent commit of B before it.
 * No range: the nearest tag before HEAD that is not on HEAD itself and no
 * pre-release, by first-parent distance, then name; the roots when none.
 */
int ch_span_resolve(struct ch_repo *repo, struct ch_odb *odb,
	const char *range, const char *since, const char *until, int64_t now_s,
	struct ch_arena *arena, struct ch_span *out, struct ch_err *err);

/*
 * ISO 8601 and git's relative forms ("2 weeks ago", "yesterday", "@1700000000",
 * "2024-03-01", "2024-03-01 12:00 +0200") as git reads them.
 * Errors: CH_EUSAGE for anything else, never "now".
 */
int ch_date_parse(const char *text, int64_t now_s, int64_t *when_s,
	struct ch_err *err);

#endif
