#include "uast/blank.h"

#include <stdlib.h>

#include "base/mem.h"

void ch_blanks_add(struct ch_blanks *b, size_t start, size_t end)
{
	if (start >= end || end > UINT32_MAX)
		return;
	CH_GROW(b->ranges, b->n, b->cap);
	b->ranges[b->n].start = (uint32_t)start;
	b->ranges[b->n].as = NULL;
	b->ranges[b->n++].end = (uint32_t)end;
}

void ch_blanks_add_as(
	struct ch_blanks *b, size_t start, size_t end, const char *as)
{
	size_t n = b->n;

	ch_blanks_add(b, start, end);
	if (b->n > n)
		b->ranges[n].as = as;
}

static int by_start(const void *a, const void *b)
{
	const struct ch_blank *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return (x->end > y->end) - (x->end < y->end);
}

void ch_blanks_sort(struct ch_blanks *b)
{
	size_t n = 0;

	if (!b->n)
		return;
	qsort(b->ranges, b->n, sizeof(*b->ranges), by_start);
	for (size_t i = 1; i < b->n; i++) {
		struct ch_blank *last = &b->ranges[n];

		if (b->ranges[i].start > last->end ||
			(b->ranges[i].start == last->end &&
				(b->ranges[i].as || last->as)))
			b->ranges[++n] = b->ranges[i];
		else if (b->ranges[i].end > last->end)
			last->end = b->ranges[i].end;
	}
	b->n = n + 1;
}

void ch_blanks_clear(struct ch_blanks *b)
{
	b->n = 0;
}

void ch_blanks_release(struct ch_blanks *b)
{
	free(b->ranges);
	b->ranges = NULL;
	b->n = b->cap = 0;
}

size_t ch_blanks_at(const struct ch_blanks *b, uint32_t byte)
{
	size_t low = 0, high = b->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (b->ranges[mid].end > byte)
			high = mid;
		else
			low = mid + 1;
	}
	return low;
}

void ch_blanks_apply(const struct ch_blanks *b, char *text)
{
	for (size_t i = 0; i < b->n; i++) {
		const char *as = b->ranges[i].as;

		for (uint32_t k = b->ranges[i].start; k < b->ranges[i].end; k++)
			if (as && *as)
				text[k] = *as++;
			else if (text[k] != '\n' && text[k] != '\r')
				text[k] = ' ';
	}
}
