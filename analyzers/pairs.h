/*
 * pairs.h - which members of groups come together, and how often.
 *
 * Every member in turn is counted against those that share a group with it,
 * in one array of counters for all members: memory is bounded by the members
 * and their places, whatever the pairs are.
 */
#ifndef CH_ANALYZERS_PAIRS_H
#define CH_ANALYZERS_PAIRS_H

#include <signal.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* Group g has members[first[g], first[g + 1]), distinct ones. */
struct ch_groups {
	const uint32_t *first; /* ngroups + 1 */
	const uint32_t *members;
	size_t ngroups, nmembers; /* ids of members are below nmembers */
	const uint64_t *weights;  /* by group; NULL: all 'weight' */
	uint64_t weight;
};

/* a < b; 'last' is the last group with both. */
typedef void ch_pair_fn(
	void *ctx, uint32_t a, uint32_t b, uint64_t together, uint32_t last);

/*
 * Every pair that shares a group, once.  Errors: CH_EINTR once *stop is set.
 * Cost: the squares of the groups' sizes.
 */
int ch_pairs_each(const struct ch_groups *groups, ch_pair_fn *each, void *ctx,
	const volatile sig_atomic_t *stop, struct ch_err *err);

#endif
