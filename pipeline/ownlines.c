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

/* By owner, those of one owner joined. */
static void sum(struct ch_own_runs *runs)
{
	size_t n = 0;

	if (runs->n)
		qsort(runs->items, runs->n, sizeof(*runs->items), by_owner);
	for (size_t i = 0; i < runs->n; i++)
		if (n && runs->items[n - 1].owner == runs->items[i].owner)
			runs->items[n - 1].lines += runs->items[i].lines;
		else
			runs->items[n++] = runs->items[i];
	runs->n = n;
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

/* ---- What one version has and another has not ---------------------------*/

struct side {
	const struct ch_own_run *runs;
	uint32_t n, at;
	struct ch_own_runs *left; /* what the other side has no match for */
};

static void leave(struct side *s, uint32_t n)
{
	for (; n; n--) {
		CH_GROW(s->left->items, s->left->n, s->left->cap);
		s->left->items[s->left->n++] = s->runs[s->at++];
	}
}

/* Does run at + i of 'a' weigh the same as run at + j of 'b'? */
static bool is_match(
	const struct side *a, uint32_t i, const struct side *b, uint32_t j)
{
	const struct ch_own_run *x, *y;

	if (a->n - a->at <= i || b->n - b->at <= j)
		return false;
	x = &a->runs[a->at + i];
	y = &b->runs[b->at + j];
	return x->owner == y->owner && x->lines == y->lines;
}

/* How far the next match is looked for. */
#define FAR 16

/* Leave runs up to the next that match, or one of each side. */
static void go_to_match(struct side *a, struct side *b)
{
	for (uint32_t d = 1; d < FAR; d++) {
		if (is_match(a, d, b, 0)) {
			leave(a, d);
			return;
		}
		if (is_match(a, 0, b, d)) {
			leave(b, d);
			return;
		}
	}
	leave(a, 1);
	leave(b, 1);
}

static struct side side_of(
	const struct ch_own_lines *lines, struct ch_own_runs *left)
{
	left->n = 0;
	return (struct side){ lines ? lines->runs : NULL,
		lines ? lines->nruns : 0, 0, left };
}

/*
 * Most runs of two versions are the same, in the same order, and any two that
 * weigh the same cancel out; so only what stays is sorted.
 */
void ch_own_compare(const struct ch_own_lines *before,
	const struct ch_own_lines *after, struct ch_own_runs *lost,
	struct ch_own_runs *gained)
{
	struct side a = side_of(before, lost), b = side_of(after, gained);

	while (a.at < a.n && b.at < b.n) {
		if (is_match(&a, 0, &b, 0)) {
			a.at++;
			b.at++;
		} else {
			go_to_match(&a, &b);
		}
	}
	leave(&a, a.n - a.at);
	leave(&b, b.n - b.at);
	sum(lost);
	sum(gained);
	subtract(lost, gained);
}
