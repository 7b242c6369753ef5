/*
 * repeat.h - one edit of one line, made in many files.
 *
 * A copied comment, a call that got another name: the same line went or came,
 * or became the same other line, again and again.  Such an edit is told once,
 * with the number of files.
 */
#ifndef CH_SNAPSHOT_REPEAT_H
#define CH_SNAPSHOT_REPEAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "gitlayer/linediff.h"
#include "snapshot/pack.h"

/* Lines without the white space around them; empty: it came, or it went. */
struct ch_repeat {
	struct ch_str was, now;
	uint32_t nfiles;
	uint32_t file; /* the first that has it, of delta->files */
};

struct ch_repeats {
	struct ch_repeat *items; /* the most files first */
	size_t n;
};

/*
 * The i-th edit of a hunk: its lines in pairs where there are as many old as
 * new ones, else first those that went, then those that came.  False behind
 * the last one.
 */
bool ch_repeat_of(const struct ch_hunk *h, const struct ch_str *olds,
	const struct ch_str *news, size_t i, struct ch_repeat *out);

/*
 * Texts are those of 'pack'; then ch_repeats_release().
 * Cost: O(n log n) in the changed lines of the files that are shown.
 */
void ch_repeats_find(const struct ch_pack *pack, struct ch_repeats *out);
void ch_repeats_release(struct ch_repeats *r);
bool ch_repeats_hold(const struct ch_repeats *r, const struct ch_repeat *edit);

#endif
