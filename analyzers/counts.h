/*
 * counts.h - sums by pairs of small integers.
 *
 * A hash map from (a, b) to CH_COUNTS_VALUES sums, 32 bytes a slot, at most
 * 3/4 full.  No order: sort before printing.
 */
#ifndef CH_ANALYZERS_COUNTS_H
#define CH_ANALYZERS_COUNTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CH_COUNTS_VALUES 3

struct ch_count {
	uint32_t a, b; /* a UINT32_MAX: empty */
	uint64_t values[CH_COUNTS_VALUES];
};

/* All-zero is an empty map. */
struct ch_counts {
	struct ch_count *slots;
	size_t n;
	size_t cap; /* 0 or a power of two */
};

/* The sums of (a, b), a < UINT32_MAX; zero at first.  Valid until the next. */
struct ch_count *ch_counts_at(struct ch_counts *c, uint32_t a, uint32_t b);
/* NULL where there are none. */
const struct ch_count *ch_counts_find(
	const struct ch_counts *c, uint32_t a, uint32_t b);
/* Add all of 'from' to 'to'. */
void ch_counts_merge(struct ch_counts *to, const struct ch_counts *from);
/* The next used slot at or after *at, which moves past it; NULL at the end. */
const struct ch_count *ch_counts_next(const struct ch_counts *c, size_t *at);
/* All of them by (a, b) or by (b, a), n long; the heap's. */
struct ch_count *ch_counts_sorted(const struct ch_counts *c, bool by_b);
void ch_counts_release(struct ch_counts *c);

#endif
