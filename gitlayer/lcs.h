/*
 * lcs.h - which elements of two sequences of numbers have no partner.
 *
 * Linear-space Myers with the shortcuts that git takes, decision by decision:
 * where the distance is above 256 a long snake far ahead is taken for good,
 * and where the cost bound is hit the furthest point is.  So the script is
 * git's, also where it is not the shortest.
 *
 * Source: E. Myers, An O(ND) Difference Algorithm and Its Variations (1986);
 * the shortcuts are those of GNU diff's and git's compareseq.
 */
#ifndef CH_GITLAYER_LCS_H
#define CH_GITLAYER_LCS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ch_lcs_span {
	uint32_t a_lo, a_hi, b_lo, b_hi;
	bool exact; /* no shortcuts */
};

/* Scratch memory of one thread; all-zero is valid. */
struct ch_lcs {
	struct ch_lcs_span *todo;
	size_t ntodo, cap_todo;
	int32_t *forward, *backward; /* by diagonal */
	size_t cap_diagonals;
};

struct ch_lcs_input {
	const uint32_t *a, *b;
	uint32_t na, nb;
	/* Set to 1 where an element has no partner; start at 0. */
	uint8_t *a_changed, *b_changed;
};

/* How many elements of each side have no partner. */
struct ch_lcs_counts {
	uint32_t a, b;
};

void ch_lcs_run(struct ch_lcs *s, const struct ch_lcs_input *in);
/*
 * What ch_lcs_run() would mark, counted; leaves a_changed and b_changed alone.
 * Where the two searches of Myers meet, the length of the script is known and
 * no part of it needs to be searched: about half the time.
 */
void ch_lcs_count(struct ch_lcs *s, const struct ch_lcs_input *in,
	struct ch_lcs_counts *counts);
void ch_lcs_release(struct ch_lcs *s);

/* A power of two about the square root: git's measure of "many". */
size_t ch_rough_root(size_t n);

#endif
