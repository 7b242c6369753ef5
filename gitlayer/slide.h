/*
 * slide.h - moving groups of changed lines to where git shows them.
 *
 * A group whose last line equals the line before it may move up by one, and
 * down likewise; the script stays as long.  git moves a group to align with a
 * group of the other side where it can, else to the place its indent
 * heuristic likes best, else as far down as possible.
 */
#ifndef CH_GITLAYER_SLIDE_H
#define CH_GITLAYER_SLIDE_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/*
 * One side of a diff.  Lines are numbered from the first line that is not in
 * the common head: negative ones are in the head.  off[] and changed[] are
 * known for [lo, hi) and widened on demand up to [least, most).
 */
struct ch_slide_side {
	struct ch_str text;
	uint32_t *off;	  /* off[i] to off[i + 1] are line i's bytes */
	uint8_t *changed; /* 0 or 1; changed[hi] is 0 too */
	ptrdiff_t lo, hi;
	ptrdiff_t least, most;
	uint32_t *off_mem; /* what 'off' and 'changed' point into */
	uint8_t *changed_mem;
	size_t cap;
};

/*
 * Give 'side' room for lines [0, n): off[0..n] and changed[0..n) are the
 * caller's to fill, changed[] is zeroed.  Memory is kept between calls.
 */
void ch_slide_reset(struct ch_slide_side *side, struct ch_str text,
	size_t head_lines, size_t n, size_t tail_lines);
/* Move the groups of 'side', then, called again, those of 'other'. */
void ch_slide_groups(struct ch_slide_side *side, struct ch_slide_side *other);
void ch_slide_release(struct ch_slide_side *side);

#endif
