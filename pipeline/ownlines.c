#include "pipeline/ownlines.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* Without origins all lines are 0. */
static bool goes_on(const struct ch_own_run *a, const struct ch_own_run *b)
{
	return a->owner == b->owner && a->path == b->path &&
	       (a->line ? a->line + a->lines == b->line : !b->line);
}

void ch_own_add(struct ch_own_runs *runs, struct ch_own_run run)
{
	if (!run.lines)
		return;
	if (runs->n && goes_on(&runs->items[runs->n - 1], &run)) {
		runs->items[runs->n - 1].lines += run.lines;
		return;
	}
	CH_GROW(runs->items, runs->n, runs->cap);
	runs->items[runs->n++] = run;
}

void ch_own_pass(struct ch_own_cursor *c, uint32_t n, struct ch_own_runs *out)
{
	while (n && c->run < c->lines->nruns) {
		const struct ch_own_run *run = &c->lines->runs[c->run];
		uint32_t left = run->lines - c->used;
		struct ch_own_run part = *run;

		part.lines = n < left ? n : left;
		part.line += run->line ? c->used : 0;
		if (out)
			ch_own_add(out, part);
		c->used += part.lines;
		n -= part.lines;
		if (c->used == run->lines) {
			c->run++;
			c->used = 0;
		}
	}
}

struct ch_own_lines *ch_own_lines_new(
	const struct ch_own_runs *runs, enum ch_own_state state)
{
	struct ch_own_lines *lines =
		ch_malloc(sizeof(*lines) + runs->n * sizeof(*runs->items));

	*lines = (struct ch_own_lines){
		.nholders = 1, .nruns = (uint32_t)runs->n, .state = state
	};
	if (runs->n)
		memcpy(lines->runs, runs->items,
			runs->n * sizeof(*runs->items));
	for (size_t i = 0; i < runs->n; i++)
		lines->lines += runs->items[i].lines;
	return lines;
}

struct ch_own_lines *ch_own_lines_hold(struct ch_own_lines *lines)
{
	if (lines)
		lines->nholders++;
	return lines;
}

void ch_own_lines_drop(struct ch_own_lines *lines)
{
	if (lines && !--lines->nholders)
		free(lines);
}

static int by_owner(const void *p, const void *q)
{
	const struct ch_own_run *a = p, *b = q;

	return (a->owner > b->owner) - (a->owner < b->owner);
}

/* Runs by owner, those of one owner joined. */
static void sum(
	const struct ch_own_run *runs, uint32_t nruns, struct ch_own_runs *out)
{
	size_t n = 0;

	out->n = 0;
	for (uint32_t i = 0; i < nruns; i++) {
		CH_GROW(out->items, out->n, out->cap);
		out->items[out->n++] = runs[i];
	}
	if (out->n)
		qsort(out->items, out->n, sizeof(*out->items), by_owner);
	for (size_t i = 0; i < out->n; i++)
		if (n && out->items[n - 1].owner == out->items[i].owner)
			out->items[n - 1].lines += out->items[i].lines;
		else
			out->items[n++] = out->items[i];
	out->n = n;
}

/* Leave in each of two such sums what the other has less of. */
static void subtract(struct ch_own_runs *a, struct ch_own_runs *b)
{
	size_t i = 0, j = 0, na = 0, nb = 0;

	while (i < a->n && j < b->n) {
		struct ch_own_run x = a->items[i], y = b->items[j];
		uint32_t both = x.lines < y.lines ? x.lines : y.lines;

		if (x.owner != y.owner)
			both = 0;
		if (x.owner <= y.owner) {
			a->items[na] = x;
			a->items[na].lines -= both;
			na += x.lines > both;
			i++;
		}
		if (y.owner <= x.owner) {
			b->items[nb] = y;
			b->items[nb].lines -= both;
			nb += y.lines > both;
			j++;
		}
	}
	while (i < a->n)
		a->items[na++] = a->items[i++];
	while (j < b->n)
		b->items[nb++] = b->items[j++];
	a->n = na;
	b->n = nb;
}

static bool weighs_the_same(
	const struct ch_own_run *a, const struct ch_own_run *b)
{
	return a->owner == b->owner && a->lines == b->lines;
}

/* Most of two versions is the same at both ends: that is not summed. */
void ch_own_compare(const struct ch_own_lines *before,
	const struct ch_own_lines *after, struct ch_own_runs *lost,
	struct ch_own_runs *gained)
{
	const struct ch_own_run *a = before ? before->runs : NULL;
	const struct ch_own_run *b = after ? after->runs : NULL;
	uint32_t na = before ? before->nruns : 0, nb = after ? after->nruns : 0;

	while (na && nb && weighs_the_same(a, b)) {
		a++;
		b++;
		na--;
		nb--;
	}
	while (na && nb && weighs_the_same(&a[na - 1], &b[nb - 1])) {
		na--;
		nb--;
	}
	sum(a, na, lost);
	sum(b, nb, gained);
	subtract(lost, gained);
}
