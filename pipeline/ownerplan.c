#include "pipeline/owners.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* ---- Nodes --------------------------------------------------------------*/

static uint32_t refs_of(
	const struct ch_engine *e, const struct ch_file_change *c)
{
	return c->is_merge ? e->history.commits[c->commit].nparents : 1;
}

static uint32_t nodes_of(const struct ch_file_change *c)
{
	return c->old_path == CH_NO_ID || c->is_copy ? 1 : 2;
}

/* How many nodes each lineage has, by root; returns how many refs in all. */
static size_t count_nodes(
	const struct ch_engine *e, const uint32_t *roots, uint32_t *counts)
{
	const struct ch_chunk *chunk = &e->chunk;
	const struct ch_owners *o = e->owners;
	size_t nrefs = chunk->ntakes;

	for (size_t i = 0; i < chunk->nchanges; i++) {
		const struct ch_file_change *c = &chunk->changes[i];

		if (!c->is_owned)
			continue;
		counts[roots[c->path]] += nodes_of(c);
		nrefs += refs_of(e, c);
	}
	for (size_t i = 0; i < chunk->ntakes; i++)
		counts[roots[chunk->takes[i].path]]++;
	for (uint32_t p = 0; p < o->npaths; p++)
		if (counts[roots[p]])
			counts[roots[p]] += (uint32_t)o->paths[p].n;
	return nrefs;
}

struct filling {
	struct ch_engine *e;
	const uint32_t *roots;
	uint32_t *next; /* by root: the next free node */
	uint32_t nrefs;
};

static struct ch_own_node *add_node(struct filling *f, uint32_t commit,
	uint32_t path, enum ch_own_what what, uint32_t nrefs)
{
	struct ch_own_node *node =
		&f->e->owners->nodes[f->next[f->roots[path]]++];

	*node = (struct ch_own_node){ .commit = commit,
		.path = path,
		.change = CH_NO_ID,
		.earlier = CH_NO_OWN,
		.before = CH_NO_OWN,
		.refs_at = f->nrefs,
		.nrefs = (uint16_t)nrefs,
		.what = (uint8_t)what };
	f->nrefs += nrefs;
	return node;
}

static void add_saved(struct filling *f, uint32_t path)
{
	struct ch_own_path *p = &f->e->owners->paths[path];

	for (size_t i = 0; i < p->n; i++)
		add_node(f, p->items[i].commit, path, CH_OWN_SAVED, 0)->lines =
			p->items[i].lines;
	p->n = 0;
}

static void add_change(struct filling *f, uint32_t at)
{
	const struct ch_file_change *c = &f->e->chunk.changes[at];

	if (!c->is_owned)
		return;
	add_node(f, c->commit, c->path, CH_OWN_CHANGE, refs_of(f->e, c))
		->change = at;
	if (nodes_of(c) > 1)
		add_node(f, c->commit, c->old_path, CH_OWN_MOVED, 0);
}

static void add_commit(struct filling *f, const struct ch_chunk_commit *c)
{
	uint32_t n = c->nchanges + c->nowned;

	for (uint32_t i = c->first; i < c->first + n; i++)
		add_change(f, i);
	for (uint32_t i = c->first_take; i < c->first_take + c->ntakes; i++) {
		const struct ch_take *take = &f->e->chunk.takes[i];
		bool gone = take->parent == CH_TAKE_NONE;

		add_node(f, take->commit, take->path,
			gone ? CH_OWN_GONE : CH_OWN_TAKE, !gone)
			->parent = take->parent;
	}
}

static int larger_first(const void *p, const void *q)
{
	const struct ch_own_lineage *a = p, *b = q;

	if (a->n != b->n)
		return a->n > b->n ? -1 : 1;
	return (a->first > b->first) - (a->first < b->first);
}

/* Lineages behind each other; in 'counts' then where each one is filled. */
static void place_lineages(struct ch_owners *o, uint32_t *counts, size_t npaths)
{
	uint32_t at = 0;

	for (size_t i = 0; i < npaths; i++)
		o->nlineages += counts[i] > 0;
	o->lineages = ch_calloc(o->nlineages + 1, sizeof(*o->lineages));
	o->nlineages = 0;
	for (size_t i = 0; i < npaths; i++) {
		uint32_t n = counts[i];

		if (n)
			o->lineages[o->nlineages++] =
				(struct ch_own_lineage){ at, n };
		counts[i] = at;
		at += n;
	}
	o->nnodes = at;
	if (o->nlineages)
		qsort(o->lineages, o->nlineages, sizeof(*o->lineages),
			larger_first);
}

static void make_nodes(struct ch_engine *e, const uint32_t *roots)
{
	struct ch_owners *o = e->owners;
	size_t npaths = e->paths.n;
	uint32_t *counts = ch_calloc(npaths + 1, sizeof(*counts));
	bool *has_nodes = ch_calloc(npaths + 1, sizeof(*has_nodes));
	struct filling f = { .e = e, .roots = roots, .next = counts };
	size_t nrefs = count_nodes(e, roots, counts);

	for (size_t i = 0; i < npaths; i++)
		has_nodes[i] = counts[i] > 0;
	place_lineages(o, counts, npaths);
	o->nodes = ch_calloc(o->nnodes + 1, sizeof(*o->nodes));
	o->refs = ch_calloc(nrefs + 1, sizeof(*o->refs));
	for (uint32_t p = 0; p < o->npaths; p++)
		if (has_nodes[roots[p]])
			add_saved(&f, p);
	for (uint32_t i = 0; i < e->chunk.to - e->chunk.from; i++)
		add_commit(&f, &e->chunk.commits[i]);
	free(has_nodes);
	free(counts);
}

/* ---- Who takes from whom ------------------------------------------------*/

/* What 'commit' has of a path: the last node on its first-parent chain. */
static uint32_t version_at(
	const struct ch_engine *e, uint32_t commit, uint32_t path)
{
	const struct ch_owners *o = e->owners;
	uint32_t at = o->last_of_path[path];

	if (commit == CH_NO_COMMIT)
		return CH_NO_OWN;
	while (at != CH_NO_OWN &&
		!ch_mainline_has(&e->mainline, o->nodes[at].commit, commit))
		at = o->nodes[at].earlier;
	return at;
}

static uint32_t use(struct ch_owners *o, uint32_t node)
{
	if (node != CH_NO_OWN)
		o->nodes[node].uses++;
	return node;
}

static void refer_to_parents(struct ch_engine *e, struct ch_own_node *node)
{
	const struct ch_file_change *c = &e->chunk.changes[node->change];
	const struct ch_commit_rec *rec = &e->history.commits[c->commit];
	const uint32_t *parents = e->history.parents + rec->first_parent;
	uint32_t *refs = e->owners->refs + node->refs_at;
	uint32_t first = ch_history_first_parent(&e->history, c->commit);

	node->before = version_at(e, first, node->path);
	if (!c->is_merge) {
		refs[0] = version_at(e, first,
			c->old_path == CH_NO_ID ? c->path : c->old_path);
		if (nodes_of(c) > 1)
			node->before = refs[0];
		return;
	}
	for (uint32_t p = 0; p < node->nrefs; p++) {
		const struct ch_parent_file *file =
			&e->chunk.parents[c->parents_at + p];

		refs[p] = version_at(e, parents[p],
			file->path == CH_NO_ID ? node->path : file->path);
	}
}

static void refer(struct ch_engine *e, struct ch_own_node *node)
{
	const struct ch_history *h = &e->history;
	struct ch_owners *o = e->owners;
	uint32_t *refs = o->refs + node->refs_at;
	uint32_t first = h->commits[node->commit].first_parent;

	switch ((enum ch_own_what)node->what) {
	case CH_OWN_CHANGE:
		refer_to_parents(e, node);
		break;
	case CH_OWN_TAKE:
		refs[0] = version_at(
			e, h->parents[first + node->parent], node->path);
		node->before = version_at(e, h->parents[first], node->path);
		break;
	case CH_OWN_GONE:
		node->before = version_at(e, h->parents[first], node->path);
		break;
	case CH_OWN_SAVED:
	case CH_OWN_MOVED:
	case CH_OWN_UNUSED:
		break;
	}
	use(o, node->before);
	for (uint32_t i = 0; i < node->nrefs; i++)
		use(o, refs[i]);
}

static void keep_open(struct ch_engine *e, uint32_t path)
{
	struct ch_owners *o = e->owners;

	for (size_t i = 0; i < o->nopen; i++) {
		uint32_t at = version_at(e, o->open[i], path);

		if (at == CH_NO_OWN || o->nodes[at].is_kept)
			continue;
		o->nodes[at].is_kept = true;
		use(o, at);
	}
}

/*
 * Nothing but the end is asked for, and it is in this chunk: leave what it
 * does not take from.
 */
static void prune(struct ch_engine *e, struct ch_own_lineage l)
{
	struct ch_owners *o = e->owners;

	for (uint32_t i = l.first; i < l.first + l.n; i++)
		o->nodes[i].uses = o->nodes[i].is_kept &&
				   e->path_info[o->nodes[i].path].is_shown;
	for (uint32_t i = l.first + l.n; i-- > l.first;) {
		struct ch_own_node *node = &o->nodes[i];

		node->before = CH_NO_OWN;
		if (node->uses) {
			for (uint32_t k = 0; k < node->nrefs; k++)
				use(o, o->refs[node->refs_at + k]);
			continue;
		}
		if (node->what == CH_OWN_CHANGE)
			e->chunk.changes[node->change].is_owned = false;
		if (node->what != CH_OWN_SAVED)
			node->what = CH_OWN_UNUSED;
		node->is_kept = false;
	}
}

static void plan_lineage(void *ctx, struct ch_worker *w, size_t item)
{
	struct ch_engine *e = ctx;
	struct ch_owners *o = e->owners;
	struct ch_own_lineage l = o->lineages[item];

	for (uint32_t i = l.first; i < l.first + l.n; i++) {
		struct ch_own_node *node = &o->nodes[i];

		refer(e, node);
		node->earlier = o->last_of_path[node->path];
		o->last_of_path[node->path] = i;
	}
	for (uint32_t i = l.first; i < l.first + l.n; i++)
		if (o->last_of_path[o->nodes[i].path] == i)
			keep_open(e, o->nodes[i].path);
	if (e->options.owners_at_end && e->chunk.to == e->history.ncommits)
		prune(e, l);
	w->items += l.n;
}

/* ---- The whole ----------------------------------------------------------*/

/* Commits whose children are still to come, and the end. */
static void find_open(struct ch_engine *e)
{
	struct ch_owners *o = e->owners;

	o->nopen = 0;
	for (uint32_t i = 0; i < e->chunk.to; i++) {
		uint32_t child = e->mainline.last_child[i];

		if ((child == CH_NO_COMMIT || child < e->chunk.to) &&
			i != e->mainline.end)
			continue;
		CH_GROW(o->open, o->nopen, o->open_cap);
		o->open[o->nopen++] = i;
	}
}

static void know_paths(struct ch_engine *e)
{
	struct ch_owners *o = e->owners;

	o->paths = ch_realloc(o->paths, e->paths.n + 1, sizeof(*o->paths));
	memset(o->paths + o->npaths, 0,
		(e->paths.n + 1 - o->npaths) * sizeof(*o->paths));
	o->npaths = e->paths.n;
	o->last_of_path =
		ch_malloc((e->paths.n + 1) * sizeof(*o->last_of_path));
	memset(o->last_of_path, 0xff,
		(e->paths.n + 1) * sizeof(*o->last_of_path));
}

int ch_owners_plan(
	struct ch_engine *e, const uint32_t *roots, struct ch_err *err)
{
	struct ch_chunk *chunk = &e->chunk;

	know_paths(e);
	find_open(e);
	make_nodes(e, roots);
	chunk->lines = ch_calloc(chunk->nchanges + 1, sizeof(*chunk->lines));
	chunk->parent_lines =
		ch_calloc(chunk->nparents + 1, sizeof(*chunk->parent_lines));
	return ch_stage_run(
		e, "owners", e->owners->nlineages, plan_lineage, e, err);
}
