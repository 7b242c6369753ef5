/*
 * mainline.h - which commit is on whose first-parent chain.
 *
 * First parents make a forest.  Numbered in preorder, a commit's chain is the
 * commits whose interval holds its number, so "does this commit inherit from
 * that one" is two comparisons.
 */
#ifndef CH_PIPELINE_MAINLINE_H
#define CH_PIPELINE_MAINLINE_H

#include <stdbool.h>
#include <stdint.h>

#include "gitlayer/walk.h"

/* Arrays by commit; all-zero is empty. */
struct ch_mainline {
	uint32_t *number;     /* in preorder */
	uint32_t *size;	      /* commits whose chain it is on, itself too */
	uint32_t *last_child; /* the newest child of any kind; CH_NO_COMMIT */
	bool *is_main;	      /* on the chain of the end */
	uint32_t end;	      /* CH_NO_COMMIT when it is not in the history */
};

void ch_mainline_init(struct ch_mainline *m, const struct ch_history *h,
	const struct ch_oid *end);
void ch_mainline_release(struct ch_mainline *m);
/* Is 'a' on the first-parent chain of 'b'?  A commit is on its own. */
bool ch_mainline_has(const struct ch_mainline *m, uint32_t a, uint32_t b);

#endif
