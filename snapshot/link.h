/*
 * link.h - which commits made a change, who depends on it, who speaks of it.
 *
 * A commit belongs to a symbol when lines it added or removed are among the
 * lines that the range, net, added to or removed from that symbol.
 */
#ifndef CH_SNAPSHOT_LINK_H
#define CH_SNAPSHOT_LINK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "gitlayer/walk.h"
#include "snapshot/compare.h"
#include "snapshot/log.h"
#include "snapshot/symdiff.h"

struct ch_link_options {
	const struct ch_pathspec *pathspec;
	const struct ch_linguist *linguist;
	enum ch_diff_algorithm algorithm;
	size_t jobs;
	struct ch_watch watch;
};

/* What one commit of the range touched; same index as the log's commits. */
struct ch_commit_touch {
	uint32_t files;
	uint32_t added, removed; /* lines of the product's parsed files */
	uint32_t source_files;	 /* of them neither test, docs nor vendored */
	uint32_t product_files;	 /* of these: not in a directory or file whose
				    name starts with a dot (CI, editors) */
	uint32_t unreadable;	 /* trees that could not be compared */
	bool in_a;		 /* a commit that only A has did the same */
	uint32_t *symbols;	 /* deltas, most lines first */
	size_t nsymbols;
};

/*
 * Fill commits[], dependents and mentioned of every delta, and touch[] (of
 * history->ncommits, the arena's).
 * sources: B's, in which dependents are counted.
 */
int ch_link(struct ch_repo *repo, const struct ch_history *history,
	const struct ch_log *log, const struct ch_compare *delta,
	struct ch_symdiff *diff, const struct ch_changes *sources,
	const struct ch_link_options *opt, struct ch_arena *arena,
	struct ch_commit_touch **touch, struct ch_err *err);

#endif
