#include "analyzers/histogram.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static int smaller(const void *p, const void *q)
{
	double a = *(const double *)p, b = *(const double *)q;

	return (a > b) - (a < b);
}

void ch_histogram_know(struct ch_histogram *h, double *values, size_t n)
{
	size_t kept = 0;

	if (n)
		qsort(values, n, sizeof(*values), smaller);
	for (size_t i = 0; i < n; i++)
		if (!kept || smaller(&values[kept - 1], &values[i]))
			values[kept++] = values[i];
	h->values = values;
	h->n = kept;
	h->values_cap = n;
	h->counts_cap = kept + 1;
	h->counts = ch_calloc(h->counts_cap, sizeof(*h->counts));
}

/* The first that is not smaller. */
static size_t place_of(const struct ch_histogram *h, double value)
{
	size_t low = 0, high = h->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (h->values[mid] < value)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static void insert(struct ch_histogram *h, size_t at, double value)
{
	CH_GROW(h->values, h->n, h->values_cap);
	CH_GROW(h->counts, h->n, h->counts_cap);
	memmove(h->values + at + 1, h->values + at,
		(h->n - at) * sizeof(*h->values));
	memmove(h->counts + at + 1, h->counts + at,
		(h->n - at) * sizeof(*h->counts));
	h->values[at] = value;
	h->counts[at] = 0;
	h->n++;
}

void ch_histogram_add(struct ch_histogram *h, double value, bool leaves)
{
	size_t at = place_of(h, value);

	if (at == h->n || h->values[at] > value)
		insert(h, at, value);
	h->counts[at] += leaves ? (uint64_t)-1 : 1;
}

/* The value that 'percent' of n do not exceed. */
static double rank(const struct ch_histogram *h, size_t n, unsigned percent)
{
	size_t at = (n * percent + 99) / 100, seen = 0;

	for (size_t i = 0; i < h->n; i++) {
		seen += h->counts[i];
		if (seen >= at && h->counts[i])
			return h->values[i];
	}
	return 0;
}

struct ch_summary ch_histogram_summary(const struct ch_histogram *h)
{
	struct ch_summary s = { 0 };

	for (size_t i = 0; i < h->n; i++) {
		s.n += h->counts[i];
		/* one by one: the sum is the same as of a sorted list */
		for (uint64_t k = 0; k < h->counts[i]; k++)
			s.sum += h->values[i];
		if (h->counts[i])
			s.max = h->values[i];
	}
	s.mean = s.n ? s.sum / (double)s.n : 0;
	s.p50 = rank(h, s.n, 50);
	s.p95 = rank(h, s.n, 95);
	return s;
}

uint64_t ch_histogram_over(const struct ch_histogram *h, double limit)
{
	uint64_t n = 0;

	for (size_t i = h->n; i-- > 0 && h->values[i] > limit;)
		n += h->counts[i];
	return n;
}

void ch_histogram_release(struct ch_histogram *h)
{
	free(h->values);
	free(h->counts);
	memset(h, 0, sizeof(*h));
}
