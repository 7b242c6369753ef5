#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "gitlayer/heap.h"
#include "gitlayer/oidtable.h"
#include "gitlayer/walk.h"

/*
 * Both sides are painted downwards, newest commits first.  A commit with both
 * colours is a common ancestor; what it reaches is stale: common, but never
 * best.  Dates only choose the order: a commit whose colours change after it
 * was expanded is expanded again, and when more than one candidate is left the
 * painting goes on to the roots, because one may reach the other below.
 */
enum {
	SIDE_A = 1,
	SIDE_B = 2,
	BOTH = 3,
	STALE = 4,
	QUEUED = 8,
	CANDIDATE = 16
};

struct node {
	int64_t when_s;
	uint32_t first_parent; /* in painter.parents */
	uint32_t nparents;
	uint8_t flags;
	bool loaded;
};

struct painter {
	struct ch_odb *odb;
	const struct ch_repo *repo;
	struct ch_oid_table table;
	struct node *nodes; /* by number in the table */
	size_t nnodes, nodes_cap;
	uint32_t *parents; /* numbers */
	size_t nparents, parents_cap;
	struct ch_heap heap;
	size_t nfresh; /* queued and not stale */
	struct ch_arena scratch;
};

static bool is_newer(const void *ctx, uint32_t a, uint32_t b)
{
	const struct painter *p = ctx;

	if (p->nodes[a].when_s != p->nodes[b].when_s)
		return p->nodes[a].when_s > p->nodes[b].when_s;
	return ch_oid_cmp(&p->table.oids[a], &p->table.oids[b]) < 0;
}

static uint32_t number_of(struct painter *p, const struct ch_oid *oid)
{
	const struct node empty = { .when_s = CH_NO_TIME };
	bool added;
	uint32_t at = ch_oid_table_add(&p->table, oid, &added);

	if (added) {
		CH_GROW(p->nodes, p->nnodes, p->nodes_cap);
		p->nodes[p->nnodes++] = empty;
	}
	return at;
}

/* Read a commit once; unreadable ones keep no parents and no date. */
static int load(struct painter *p, uint32_t at, struct ch_err *err)
{
	struct ch_oid oid = p->table.oids[at];
	struct ch_oid *parents;
	size_t n, first = p->nparents;
	int64_t when_s;
	int code;

	if (p->nodes[at].loaded)
		return 0;
	p->nodes[at].loaded = true;
	ch_arena_reset(&p->scratch);
	code = ch_walk_parents(
		p->odb, p->repo, &oid, &p->scratch, &parents, &n, &when_s, err);
	if (code)
		return code;
	for (size_t i = 0; i < n; i++) {
		uint32_t number = number_of(p, &parents[i]);

		CH_GROW(p->parents, p->nparents, p->parents_cap);
		p->parents[p->nparents++] = number;
	}
	p->nodes[at].first_parent = (uint32_t)first;
	p->nodes[at].nparents = (uint32_t)n;
	p->nodes[at].when_s = when_s;
	return 0;
}

/* Add colours; true when that says something new. */
static void paint(struct painter *p, uint32_t at, uint8_t colours)
{
	struct node *node = &p->nodes[at];
	uint8_t flags = node->flags | colours;
	bool was_fresh = (node->flags & QUEUED) && !(node->flags & STALE);

	if (flags == node->flags)
		return;
	if (!(flags & QUEUED))
		ch_heap_push(&p->heap, at);
	node->flags = flags | QUEUED;
	p->nfresh -= was_fresh;
	p->nfresh += !(flags & STALE);
}

static void expand_newest(struct painter *p)
{
	uint32_t at = ch_heap_pop(&p->heap);
	struct node *node = &p->nodes[at];
	uint8_t colours = node->flags & (BOTH | STALE);

	node->flags &= (uint8_t)~QUEUED;
	p->nfresh -= !(colours & STALE);
	if (colours == BOTH)
		node->flags |= CANDIDATE;
	if ((colours & BOTH) == BOTH)
		colours |= STALE;
	for (uint32_t i = 0; i < p->nodes[at].nparents; i++) {
		uint32_t parent = p->parents[p->nodes[at].first_parent + i];

		load(p, parent, NULL);
		paint(p, parent, colours);
	}
}

static size_t count_bases(const struct painter *p)
{
	size_t n = 0;

	for (size_t i = 0; i < p->nnodes; i++)
		n += (p->nodes[i].flags & (CANDIDATE | STALE)) == CANDIDATE;
	return n;
}

static void list_bases(struct painter *p, struct ch_arena *arena,
	struct ch_oid **bases, size_t *nbases)
{
	size_t n = count_bases(p), done = 0;

	p->heap.n = 0;
	for (uint32_t i = 0; i < p->nnodes; i++)
		if ((p->nodes[i].flags & (CANDIDATE | STALE)) == CANDIDATE)
			ch_heap_push(&p->heap, i);
	*bases = ch_arena_calloc(arena, n, sizeof(**bases));
	while (p->heap.n)
		(*bases)[done++] = p->table.oids[ch_heap_pop(&p->heap)];
	*nbases = n;
}

static void painter_release(struct painter *p)
{
	ch_heap_release(&p->heap);
	free(p->parents);
	free(p->nodes);
	ch_oid_table_release(&p->table);
	ch_arena_release(&p->scratch);
}

int ch_merge_bases(struct ch_odb *odb, const struct ch_repo *repo,
	const struct ch_oid *a, const struct ch_oid *b, struct ch_arena *arena,
	struct ch_oid **bases, size_t *nbases, struct ch_err *err)
{
	struct painter p = { .odb = odb, .repo = repo };
	uint32_t at_a, at_b;
	int code;

	p.heap.before = is_newer;
	p.heap.ctx = &p;
	at_a = number_of(&p, a);
	at_b = number_of(&p, b);
	code = load(&p, at_a, err);
	if (!code)
		code = load(&p, at_b, err);
	if (code)
		goto out;
	paint(&p, at_a, SIDE_A);
	paint(&p, at_b, SIDE_B);
	while (p.nfresh)
		expand_newest(&p);
	if (count_bases(&p) > 1)
		while (p.heap.n)
			expand_newest(&p);
	list_bases(&p, arena, bases, nbases);
out:
	painter_release(&p);
	return code;
}

bool ch_is_ancestor(struct ch_odb *odb, const struct ch_repo *repo,
	const struct ch_oid *ancestor, const struct ch_oid *of)
{
	struct painter p = { .odb = odb, .repo = repo };
	uint32_t target, from;
	bool found;

	p.heap.before = is_newer;
	p.heap.ctx = &p;
	target = number_of(&p, ancestor);
	from = number_of(&p, of);
	if (!load(&p, from, NULL))
		paint(&p, from, SIDE_A);
	while (p.heap.n && !p.nodes[target].flags)
		expand_newest(&p);
	found = p.nodes[target].flags != 0;
	painter_release(&p);
	return found;
}
