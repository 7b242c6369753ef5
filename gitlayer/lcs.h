/*
 * lcs.h - a longest common subsequence of two sequences of small integers.
 *
 * Linear-space Myers while the edit distance is small.  A stretch where it is
 * not is solved by bit-parallel rows instead (64 elements a step, still
 * minimal): 20,000 by 20,000 lines with nothing in common but their blanks
 * take milliseconds where Myers needs the square of the distance.
 */
#ifndef CH_GITLAYER_LCS_H
#define CH_GITLAYER_LCS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ch_lcs_span {
	uint32_t a_lo, a_hi, b_lo, b_hi;
};
struct ch_lcs_entry {
	uint32_t word, next;
	uint64_t mask;
};

/* Scratch memory of one thread; all-zero is valid. */
struct ch_lcs {
	struct ch_lcs_span *todo;
	size_t ntodo, cap_todo;
	uint32_t *head; /* by value: its first entry + 1, 0 between runs */
	size_t cap_head;
	struct ch_lcs_entry *entries;
	size_t cap_entries;
	uint64_t *rows;
	size_t cap_rows;
	uint64_t spent; /* word steps of this run */
};

struct ch_lcs_input {
	const uint32_t *a, *b; /* values below 'nvalues' */
	uint32_t na, nb, nvalues;
	/* Set to 1 where an element is in no common subsequence; start at 0. */
	uint8_t *a_changed, *b_changed;
};

/*
 * Returns false when the cost cap (2^27 word steps a run) was hit: what was
 * left then is marked changed as a whole, a valid script but not a short one.
 */
bool ch_lcs_run(struct ch_lcs *s, const struct ch_lcs_input *in);
void ch_lcs_release(struct ch_lcs *s);

#endif
