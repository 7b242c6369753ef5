/*
 * xdiff.h - hunks from libgit2's xdiff, the line diff git itself has.
 */
#ifndef CH_GITLAYER_XDIFF_H
#define CH_GITLAYER_XDIFF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "gitlayer/linediff.h"

/* A growing list of hunks; all-zero is empty. */
struct ch_hunks {
	struct ch_hunk *items;
	size_t n, cap;
};

/*
 * Put the hunks between two texts below 1 GiB into 'out' (cleared first),
 * without context and with the indent heuristic.  'cut_tail' leaves the
 * common tail out of xdiff's sight, in whole KiB as git does for blame.
 * Returns false when libgit2 refuses.  libgit2 must be initialised.
 */
bool ch_xdiff_run(struct ch_str old_text, struct ch_str new_text, bool cut_tail,
	struct ch_hunks *out);

#endif
