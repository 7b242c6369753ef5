/*
 * histogram.h - how often each value occurs, where values come and go: the
 * same sums as ch_summary_of() has of a list of them.
 */
#ifndef CH_ANALYZERS_HISTOGRAM_H
#define CH_ANALYZERS_HISTOGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analyzers/measures.h"

/* All-zero is empty. */
struct ch_histogram {
	double *values; /* ascending; some may occur no more */
	uint64_t *counts;
	size_t n, values_cap, counts_cap;
};

/*
 * A histogram of none of values[n], which get sorted and are the histogram's
 * then (of the heap): adding them later costs no room.
 */
void ch_histogram_know(struct ch_histogram *h, double *values, size_t n);
/* One that leaves must be there. */
void ch_histogram_add(struct ch_histogram *h, double value, bool leaves);
struct ch_summary ch_histogram_summary(const struct ch_histogram *h);
/* How many are over the limit. */
uint64_t ch_histogram_over(const struct ch_histogram *h, double limit);
void ch_histogram_release(struct ch_histogram *h);

#endif
