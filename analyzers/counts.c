#include "analyzers/counts.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define EMPTY UINT32_MAX
#define FIRST_CAP 64

/* Keys are our own ids, counted from 0: no seed is needed. */
static size_t place(const struct ch_counts *c, uint32_t a, uint32_t b)
{
	uint64_t h = ((uint64_t)a << 32 | b) * 0x9e3779b97f4a7c15U;

	return (size_t)(h ^ h >> 32) & (c->cap - 1);
}

static struct ch_count *slot_of(
	const struct ch_counts *c, uint32_t a, uint32_t b)
{
	size_t at = place(c, a, b);

	while (c->slots[at].a != EMPTY &&
		(c->slots[at].a != a || c->slots[at].b != b))
		at = (at + 1) & (c->cap - 1);
	return &c->slots[at];
}

static void grow(struct ch_counts *c)
{
	struct ch_counts bigger = { .cap = c->cap ? c->cap * 2 : FIRST_CAP,
		.n = c->n };

	bigger.slots = ch_calloc(bigger.cap, sizeof(*bigger.slots));
	for (size_t i = 0; i < bigger.cap; i++)
		bigger.slots[i].a = EMPTY;
	for (size_t i = 0; i < c->cap; i++)
		if (c->slots[i].a != EMPTY)
			*slot_of(&bigger, c->slots[i].a, c->slots[i].b) =
				c->slots[i];
	free(c->slots);
	*c = bigger;
}

struct ch_count *ch_counts_at(struct ch_counts *c, uint32_t a, uint32_t b)
{
	struct ch_count *slot;

	if (c->n >= c->cap / 4 * 3)
		grow(c);
	slot = slot_of(c, a, b);
	if (slot->a == EMPTY) {
		slot->a = a;
		slot->b = b;
		c->n++;
	}
	return slot;
}

const struct ch_count *ch_counts_find(
	const struct ch_counts *c, uint32_t a, uint32_t b)
{
	const struct ch_count *slot = c->cap ? slot_of(c, a, b) : NULL;

	return slot && slot->a != EMPTY ? slot : NULL;
}

void ch_counts_merge(struct ch_counts *to, const struct ch_counts *from)
{
	const struct ch_count *one;
	size_t at = 0;

	while ((one = ch_counts_next(from, &at))) {
		struct ch_count *sum = ch_counts_at(to, one->a, one->b);

		for (size_t i = 0; i < CH_COUNTS_VALUES; i++)
			sum->values[i] += one->values[i];
	}
}

const struct ch_count *ch_counts_next(const struct ch_counts *c, size_t *at)
{
	while (*at < c->cap) {
		const struct ch_count *slot = &c->slots[(*at)++];

		if (slot->a != EMPTY)
			return slot;
	}
	return NULL;
}

static int compare_a(const void *p, const void *q)
{
	const struct ch_count *x = p, *y = q;

	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	return (x->b > y->b) - (x->b < y->b);
}

static int compare_b(const void *p, const void *q)
{
	const struct ch_count *x = p, *y = q;

	if (x->b != y->b)
		return x->b < y->b ? -1 : 1;
	return (x->a > y->a) - (x->a < y->a);
}

struct ch_count *ch_counts_sorted(const struct ch_counts *c, bool by_b)
{
	struct ch_count *all = ch_calloc(c->n + 1, sizeof(*all));
	const struct ch_count *one;
	size_t n = 0, at = 0;

	while ((one = ch_counts_next(c, &at)))
		all[n++] = *one;
	qsort(all, n, sizeof(*all), by_b ? compare_b : compare_a);
	return all;
}

void ch_counts_release(struct ch_counts *c)
{
	free(c->slots);
	memset(c, 0, sizeof(*c));
}
