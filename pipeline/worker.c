#include "pipeline/worker.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "gitlayer/attr.h"
#include "pipeline/pool.h"
#include "pipeline/trace.h"
#include "uast/parse.h"

#define DEFAULT_MAX_BLOB ((size_t)16 << 20)

void ch_workers_fork(struct ch_engine *e)
{
	for (size_t i = 0; i < e->nworkers; i++)
		for (size_t k = 0; k < e->options.nanalyzers; k++) {
			const struct ch_analyzer *a = e->options.analyzers[k];

			if (a->fork)
				e->workers[i].states[k] = a->fork(e->states[k]);
		}
}

static int open_worker(
	struct ch_engine *e, struct ch_worker *w, struct ch_err *err)
{
	struct ch_odb_options trees = {
		.cache_bytes = e->base_cache_bytes / 2,
	};
	struct ch_odb_options blobs = {
		.cache_bytes = e->base_cache_bytes,
		.max_bytes = e->options.max_blob_bytes,
	};
	int code;

	if (!blobs.max_bytes)
		blobs.max_bytes = DEFAULT_MAX_BLOB;
	w->states = ch_calloc(e->options.nanalyzers + 1, sizeof(*w->states));
	w->trees = ch_treecache_new(e->tree_cache_bytes);
	w->spans = ch_spancache_new(e->tree_cache_bytes / 4);
	w->differ = ch_differ_new();
	if (e->needs & CH_NEED_SYNTAX)
		w->syntax = ch_syntax_new(&e->syntax);
	code = ch_odb_open(&w->odb, e->options.repo, &trees, err);
	if (!code)
		code = ch_odb_open(&w->blobs_odb, e->options.repo, &blobs, err);
	return code;
}

int ch_workers_open(struct ch_engine *e, struct ch_err *err)
{
	int code = 0;

	e->nworkers = e->options.jobs;
	e->workers = ch_calloc(e->nworkers, sizeof(*e->workers));
	for (size_t i = 0; i < e->nworkers && !code; i++)
		code = open_worker(e, &e->workers[i], err);
	return code;
}

static void close_worker(struct ch_worker *w)
{
	ch_odb_free(w->odb);
	ch_odb_free(w->blobs_odb);
	ch_treecache_free(w->trees);
	ch_spancache_free(w->spans);
	ch_differ_free(w->differ);
	ch_parser_free(w->parser);
	ch_syntax_free(w->syntax);
	ch_changes_release(&w->changes);
	ch_merge_changes_release(&w->merge);
	ch_arena_release(&w->scratch);
	ch_arena_release(&w->hunks);
	ch_arena_release(&w->sources);
	ch_kept_parts_release(&w->parts);
	free(w->runs.items);
	free(w->lost.items);
	free(w->gained.items);
	free(w->previous);
	for (int i = 0; i < 2; i++) {
		ch_arena_release(&w->blobs[i].arena);
		free(w->blobs[i].loads);
		free(w->blobs[i].slots);
	}
	free(w->states);
}

void ch_workers_close(struct ch_engine *e)
{
	for (size_t i = 0; i < e->nworkers; i++)
		close_worker(&e->workers[i]);
	free(e->workers);
	e->workers = NULL;
	e->nworkers = 0;
}

bool ch_engine_stopped(const struct ch_engine *e)
{
	return e->options.watch.stop && *e->options.watch.stop;
}

/* ---- Stages -------------------------------------------------------------*/

struct stage_job {
	struct ch_engine *e;
	const char *name;
	ch_stage_fn *work;
	void *ctx;
	size_t nitems;
};

static void work_item(void *ctx, size_t worker, size_t item)
{
	struct stage_job *job = ctx;
	struct ch_engine *e = job->e;
	struct ch_worker *w = &e->workers[worker];
	double from_s = ch_clock_s(), to_s;
	uint64_t before = w->items;

	job->work(job->ctx, w, item);
	to_s = ch_clock_s();
	w->busy_s += to_s - from_s;
	ch_trace_span(e->options.trace, job->name, worker, from_s, to_s,
		(size_t)(w->items - before));
}

static void add_up(struct ch_engine *e, const char *name, double wall_s)
{
	struct ch_stage *stage;

	if (!e->options.stats)
		return;
	stage = ch_stats_stage(e->options.stats, name);
	for (size_t i = 0; i < e->nworkers; i++) {
		struct ch_worker *w = &e->workers[i];

		stage->items += w->items;
		stage->bytes += w->bytes;
		stage->seconds += w->busy_s;
		stage->waiting_s += wall_s - w->busy_s;
		stage->cache_hits += w->hits;
		stage->cache_misses += w->misses;
	}
	ch_stats_sample(e->options.stats);
}

int ch_stage_run(struct ch_engine *e, const char *name, size_t nitems,
	ch_stage_fn *work, void *ctx, struct ch_err *err)
{
	struct stage_job job = { e, name, work, ctx, nitems };
	double from_s = ch_clock_s();

	for (size_t i = 0; i < e->nworkers; i++) {
		struct ch_worker *w = &e->workers[i];

		w->busy_s = 0;
		w->items = w->bytes = w->hits = w->misses = 0;
	}
	ch_pool_each(
		e->nworkers, nitems, work_item, &job, name, &e->options.watch);
	add_up(e, name, ch_clock_s() - from_s);
	if (ch_engine_stopped(e))
		return ch_fail(err, CH_EINTR, "interrupted");
	return 0;
}

/* ---- Blobs in batches ---------------------------------------------------*/

static size_t place_of(const struct ch_blobs *b, const struct ch_oid *oid)
{
	uint64_t h;

	/* An oid is a hash already; its load is checked by the object. */
	memcpy(&h, oid->id, sizeof(h));
	return (size_t)(h * 0x9e3779b97f4a7c15U >> 20) & (b->nslots - 1);
}

static uint32_t *slot_of(const struct ch_blobs *b, const struct ch_oid *oid)
{
	size_t at = place_of(b, oid);

	while (b->slots[at] && !ch_oid_eq(&b->loads[b->slots[at] - 1].oid, oid))
		at = (at + 1) & (b->nslots - 1);
	return &b->slots[at];
}

static const struct ch_load *find_in(
	const struct ch_blobs *b, const struct ch_oid *oid)
{
	uint32_t at = b->n ? *slot_of(b, oid) : 0;

	return at ? &b->loads[at - 1] : NULL;
}

const struct ch_load *ch_blobs_find(
	const struct ch_worker *w, const struct ch_oid *oid)
{
	const struct ch_load *load = find_in(&w->blobs[w->current], oid);

	return load ? load : find_in(&w->blobs[!w->current], oid);
}

/* Empty, with room for 'n' loads. */
static void reset_batch(struct ch_blobs *b, size_t n)
{
	size_t nslots = 16;

	while (nslots < n * 2)
		nslots *= 2;
	if (nslots > b->nslots) {
		b->slots = ch_realloc(b->slots, nslots, sizeof(*b->slots));
		b->nslots = nslots;
	}
	memset(b->slots, 0, b->nslots * sizeof(*b->slots));
	if (n > b->cap) {
		b->loads = ch_realloc(b->loads, n, sizeof(*b->loads));
		b->cap = n;
	}
	b->n = 0;
	ch_arena_reset(&b->arena);
}

void ch_blobs_load(struct ch_worker *w, const struct ch_oid *oids, size_t n)
{
	struct ch_blobs *b;
	const struct ch_blobs *before = &w->blobs[w->current];

	w->current = !w->current;
	b = &w->blobs[w->current];
	reset_batch(b, n);
	for (size_t i = 0; i < n; i++) {
		uint32_t *slot = slot_of(b, &oids[i]);

		if (*slot || find_in(before, &oids[i])) {
			w->hits++;
			continue;
		}
		b->loads[b->n] = (struct ch_load){ .oid = oids[i] };
		*slot = (uint32_t)++b->n;
	}
	ch_odb_read_batch(w->blobs_odb, b->loads, b->n, &b->arena);
	w->misses += b->n;
	for (size_t i = 0; i < b->n; i++)
		if (!b->loads[i].code)
			w->bytes += b->loads[i].object.size;
}
