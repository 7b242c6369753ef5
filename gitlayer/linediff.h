/*
 * linediff.h - the changed line ranges between two contents.
 *
 * CH_DIFF_FAST: equal head and tail cut, lines hashed, then git's own decisions
 * on what is left: which lines say too little to be compared, Myers with git's
 * shortcuts, groups placed where git shows them.  The hunks are git's, and
 * added and removed equal `git log --numstat`.
 * CH_DIFF_FAST_BLAME: counts as before, but the hunks that `git blame` sees: it
 * wants no context and so never looks at blocks that are equal at the end.
 * CH_DIFF_GIT, CH_DIFF_GIT_BLAME: the same by libgit2's xdiff, as the judge.
 */
#ifndef CH_GITLAYER_LINEDIFF_H
#define CH_GITLAYER_LINEDIFF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum ch_diff_algorithm {
	CH_DIFF_FAST,
	CH_DIFF_FAST_BLAME,
	CH_DIFF_GIT,
	CH_DIFF_GIT_BLAME
};

/*
 * Old lines [old_start, old_start + old_count) become new lines [new_start,
 * new_start + new_count); lines count from 0.  Hunks are sorted, do not touch
 * and at least one count is not 0.
 */
struct ch_hunk {
	uint32_t old_start, old_count;
	uint32_t new_start, new_count;
};

struct ch_linediff {
	struct ch_hunk *hunks; /* the arena's of ch_linediff_run() */
	size_t nhunks;
	uint32_t added, removed; /* of *_BLAME: not always the hunks' sum */
	uint32_t old_lines, new_lines;
};

struct ch_differ; /* scratch memory, one per thread */
struct ch_differ *ch_differ_new(void);
void ch_differ_free(struct ch_differ *d);

/*
 * Never fails on any bytes; contents above 2^31 lines or 1 GiB give one hunk.
 * An unterminated last line is a line.  Groups stand where git shows them.
 */
void ch_linediff_run(struct ch_differ *d, enum ch_diff_algorithm algorithm,
	struct ch_str old_text, struct ch_str new_text, struct ch_arena *arena,
	struct ch_linediff *out);

/*
 * Only how many lines were added and removed, as ch_linediff_run() says, in
 * about two thirds of the time.
 */
void ch_linediff_count(struct ch_differ *d, enum ch_diff_algorithm algorithm,
	struct ch_str old_text, struct ch_str new_text, uint32_t *added,
	uint32_t *removed);

/* Count of "\n", plus one for an unterminated last line. */
uint32_t ch_count_lines(struct ch_str text);
/* A NUL in the first 8,000 bytes, as git decides. */
bool ch_looks_binary(struct ch_str text);

#endif
