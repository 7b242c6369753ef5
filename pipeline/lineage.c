#include "pipeline/worker.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"

/*
 * A slice is cut here, so that one long file keeps every worker busy; later
 * where files are parsed, since the worker behind the cut has no tree yet.
 */
#define SLICE_CHANGES 256
#define SLICE_PARSES 1024

/* The root of a path's set; paths are halved on the way. */
static uint32_t root_of(uint32_t *up, uint32_t path)
{
	while (up[path] != path) {
		up[path] = up[up[path]];
		path = up[path];
	}
	return path;
}

static void join(uint32_t *up, uint32_t a, uint32_t b)
{
	a = root_of(up, a);
	b = root_of(up, b);
	if (a < b)
		up[b] = a;
	else
		up[a] = b;
}

/* Where to cut next: of a seed at random, 1 to 4 slices long. */
static uint32_t next_length(uint64_t *seed, uint32_t most)
{
	if (!*seed)
		return most;
	*seed = ch_hash_mix(*seed, SLICE_CHANGES) | 1;
	return 1 + (uint32_t)(*seed >> 32) % (4 * SLICE_CHANGES);
}

static void add_slices(struct ch_slices *out, uint32_t first, uint32_t n,
	uint32_t longest, uint64_t *seed)
{
	while (n) {
		uint32_t most = next_length(seed, longest);
		uint32_t take = n < most ? n : most;

		/* No crumbs at the end. */
		if (n > take && n < take * 2)
			take = (n + 1) / 2;
		CH_GROW(out->items, out->n, out->cap);
		out->items[out->n++] = (struct ch_slice){ first, take };
		first += take;
		n -= take;
	}
}

static int larger_first(const void *p, const void *q)
{
	const struct ch_slice *a = p, *b = q;

	if (a->n != b->n)
		return a->n > b->n ? -1 : 1;
	return (a->first > b->first) - (a->first < b->first);
}

uint32_t *ch_lineage_roots(const struct ch_engine *e)
{
	const struct ch_chunk *chunk = &e->chunk;
	size_t npaths = e->paths.n;
	uint32_t *up = ch_calloc(npaths + 1, sizeof(*up));

	for (uint32_t i = 0; i < npaths; i++)
		up[i] = i;
	for (size_t i = 0; i < chunk->nchanges; i++) {
		const struct ch_file_change *c = &chunk->changes[i];
		uint32_t n = e->history.commits[c->commit].nparents;

		if (c->old_path != CH_NO_ID)
			join(up, c->path, c->old_path);
		for (uint32_t p = 0; c->is_merge && p < n; p++)
			if (chunk->parents[c->parents_at + p].path != CH_NO_ID)
				join(up, c->path,
					chunk->parents[c->parents_at + p].path);
	}
	for (uint32_t i = 0; i < npaths; i++)
		up[i] = root_of(up, i);
	return up;
}

static bool is_wanted(const struct ch_file_change *c)
{
	return c->is_selected || c->is_owned;
}

void ch_lineages(
	struct ch_engine *e, const uint32_t *roots, struct ch_slices *out)
{
	const struct ch_chunk *chunk = &e->chunk;
	size_t npaths = e->paths.n, nwanted = 0;
	uint32_t *ends = ch_calloc(npaths + 1, sizeof(*ends));
	uint64_t seed = e->options.cut_seed;
	uint32_t longest =
		e->needs & CH_NEED_SYNTAX ? SLICE_PARSES : SLICE_CHANGES;
	uint32_t at = 0;

	for (size_t i = 0; i < chunk->nchanges; i++) {
		const struct ch_file_change *c = &chunk->changes[i];

		if (!is_wanted(c))
			continue;
		ends[roots[c->path] + 1]++;
		nwanted++;
	}
	for (size_t i = 0; i < npaths; i++)
		ends[i + 1] += ends[i];
	out->order = ch_calloc(nwanted + 1, sizeof(*out->order));
	for (uint32_t i = 0; i < chunk->nchanges; i++)
		if (is_wanted(&chunk->changes[i]))
			out->order[ends[roots[chunk->changes[i].path]]++] = i;
	/* ends[i] is where lineage i ends now. */
	for (size_t i = 0; i < npaths; i++) {
		add_slices(out, at, ends[i] - at, longest, &seed);
		at = ends[i];
	}
	if (out->n)
		qsort(out->items, out->n, sizeof(*out->items), larger_first);
	free(ends);
}

void ch_slices_release(struct ch_slices *s)
{
	free(s->order);
	free(s->items);
	*s = (struct ch_slices){ 0 };
}
