#include "analyzers/shares.h"

#include <stdlib.h>

#include "analyzers/analyzer.h"
#include "analyzers/people.h"
#include "base/intern.h"
#include "base/mem.h"

static uint64_t churn(const struct ch_count *c)
{
	return c->values[0] + c->values[1];
}

static int compare_sizes(const void *p, const void *q)
{
	uint64_t x = *(const uint64_t *)p, y = *(const uint64_t *)q;

	return (x < y) - (x > y);
}

static uint32_t bus_factor(uint64_t *sizes, size_t n)
{
	uint64_t total = 0, sum = 0;
	size_t i = 0;

	for (size_t k = 0; k < n; k++)
		total += sizes[k];
	qsort(sizes, n, sizeof(*sizes), compare_sizes);
	while (i < n && sum < total - sum)
		sum += sizes[i++];
	return (uint32_t)i;
}

static void share_of(const struct ch_count *items, size_t n,
	const struct ch_people *people, uint64_t *sizes, struct ch_share *out)
{
	uint64_t most = 0;
	size_t nsizes = 0;

	*out = (struct ch_share){
		.key = items[0].a, .ndevelopers = (uint32_t)n, .top = CH_NO_ID
	};
	for (size_t i = 0; i < n; i++) {
		const struct ch_developer *d = ch_people_at(people, items[i].b);
		uint64_t size = churn(&items[i]);

		out->added += items[i].values[0];
		out->removed += items[i].values[1];
		if (!d->is_bot)
			sizes[nsizes++] = size;
		if (size > most ||
			(size && size == most &&
				ch_developer_cmp(d,
					ch_people_at(people, out->top)) < 0)) {
			most = size;
			out->top = items[i].b;
		}
	}
	out->bus_factor = bus_factor(sizes, nsizes);
	if (most)
		out->top_share =
			(double)most / (double)(out->added + out->removed);
}

size_t ch_shares(const struct ch_count *items, size_t n,
	const struct ch_people *people, struct ch_share *out)
{
	uint64_t *sizes = ch_calloc(n + 1, sizeof(*sizes));
	size_t nout = 0;

	for (size_t i = 0; i < n;) {
		size_t end = i + 1;

		while (end < n && items[end].a == items[i].a)
			end++;
		share_of(items + i, end - i, people, sizes, &out[nout++]);
		i = end;
	}
	free(sizes);
	return nout;
}

void ch_count_alive(const struct ch_run_info *run, struct ch_counts *out)
{
	for (uint32_t p = 0; p < run->paths->n && run->has_owners; p++) {
		const struct ch_end_file *f = &run->end[p];

		for (uint32_t i = 0; i < f->nowners; i++)
			if (!(f->owners[i].owner & CH_OWNER_UNKNOWN))
				ch_counts_at(out, p,
					run->developers[f->owners[i].owner])
					->values[0] += f->owners[i].lines;
	}
}

void ch_counts_range(const struct ch_count *items, size_t n, uint32_t key,
	size_t *from, size_t *to)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (items[mid].a < key)
			low = mid + 1;
		else
			high = mid;
	}
	*from = *to = low;
	while (*to < n && items[*to].a == key)
		++*to;
}
