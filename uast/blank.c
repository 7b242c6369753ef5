#include "uast/blank.h"

#include <stdlib.h>

#include "base/mem.h"
#include "uast/parse.h"

void ch_blanks_add_as(
	struct ch_blanks *b, size_t start, size_t end, const char *as)
{
	if (start >= end || end > UINT32_MAX)
		return;
	CH_GROW(b->ranges, b->n, b->cap);
	b->ranges[b->n++] =
		(struct ch_blank){ (uint32_t)start, (uint32_t)end, as };
}

void ch_blanks_add(struct ch_blanks *b, size_t start, size_t end)
{
	ch_blanks_add_as(b, start, end, NULL);
}

void ch_cuts_add(struct ch_cuts *c, uint32_t at)
{
	CH_GROW(c->at, c->n, c->cap);
	c->at[c->n++] = at;
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

/* ---- only where something changed ---------------------------------------*/

struct again {
	const struct ch_blanked *old;
	const struct ch_edit *edits;
	size_t nedits;
	struct ch_blanks *out;
	struct ch_cuts *cuts;
	size_t blank, cut; /* of the old ones, how far they were gone through */
};

/* Old blanks and cuts in [from, to), moved; false: a blank crosses an end. */
static bool take_over(struct again *a, uint32_t from, uint32_t to, uint32_t by)
{
	const struct ch_blanked *old = a->old;

	for (; a->blank < old->nblanks && old->blanks[a->blank].start < from;
		a->blank++)
		if (old->blanks[a->blank].end > from)
			return false;
	while (a->cut < old->ncuts && old->cuts[a->cut] < from)
		a->cut++;
	for (; a->blank < old->nblanks && old->blanks[a->blank].start < to;
		a->blank++) {
		const struct ch_blank *b = &old->blanks[a->blank];

		if (b->end > to)
			return false;
		/* 'by' may be negative, modulo 2^32 */
		ch_blanks_add_as(a->out, (uint32_t)(b->start + by),
			(uint32_t)(b->end + by), b->as);
	}
	for (; a->cut < old->ncuts && old->cuts[a->cut] < to; a->cut++)
		ch_cuts_add(a->cuts, old->cuts[a->cut] + by);
	return true;
}

/* The old part around edit *k: from a cut to a cut that edits leave alone. */
static void part_around(
	const struct again *a, size_t *k, uint32_t *from, uint32_t *to)
{
	const struct ch_blanked *old = a->old;
	size_t i = a->cut;

	*from = 0;
	for (; i < old->ncuts && old->cuts[i] <= a->edits[*k].start; i++)
		*from = old->cuts[i];
	for (; i < old->ncuts; i++) {
		*to = old->cuts[i];
		while (*k + 1 < a->nedits && a->edits[*k + 1].start < *to)
			++*k;
		if (a->edits[*k].old_end < *to)
			return;
	}
	*to = (uint32_t)old->bytes;
	*k = a->nedits - 1;
}

static bool blank_part_again(struct again *a, ch_blank_part *blank,
	struct ch_str part, uint32_t at, bool is_last)
{
	struct ch_blanks blanks = { 0 };
	struct ch_cuts cuts = { 0 };
	bool whole = blank(part, &blanks, &cuts);

	for (size_t i = 0; i < blanks.n; i++)
		ch_blanks_add_as(a->out, blanks.ranges[i].start + at,
			blanks.ranges[i].end + at, blanks.ranges[i].as);
	for (size_t i = 0; i < cuts.n; i++)
		ch_cuts_add(a->cuts, cuts.at[i] + at);
	ch_blanks_release(&blanks);
	free(cuts.at);
	return whole || is_last;
}

bool ch_blank_again(ch_blank_part *blank, struct ch_str now,
	const struct ch_blanked *old, const struct ch_edit *edits, size_t n,
	struct ch_blanks *out, struct ch_cuts *cuts)
{
	struct again a = { .old = old,
		.edits = edits,
		.nedits = n,
		.out = out,
		.cuts = cuts };
	uint32_t done = 0, by = 0;

	for (size_t k = 0; k < n; k++) {
		uint32_t from, to, begin;

		part_around(&a, &k, &from, &to);
		if (from < done)
			from = done;
		if (!take_over(&a, done, from, by))
			return false;
		begin = from + by;
		by = edits[k].new_end - edits[k].old_end;
		if (!blank_part_again(&a, blank,
			    ch_str_sub(now, begin, to + by), begin,
			    to == old->bytes))
			return false;
		done = to;
	}
	return take_over(&a, done, (uint32_t)old->bytes, by);
}
