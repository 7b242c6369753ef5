/*
 * The tree stage: which paths each commit of the chunk changed.
 *
 * Workers take blocks of neighbouring commits, because neighbours share most
 * of their trees, and keep their results in the block.  The main thread turns
 * them into records in the order of the commits, so that ids of paths and
 * people do not depend on who was faster.
 */
#include "pipeline/found.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "analyzers/people.h"
#include "base/mem.h"
#include "gitlayer/commit.h"
#include "gitlayer/rawcommit.h"
#include "gitlayer/rename.h"

#define BLOCK 64
#define FIRST_ROUND 1024
#define LAST_ROUND 32768

struct block {
	uint32_t from, to;
	struct ch_found *commits;
	struct ch_arena arena;
};

struct round {
	struct ch_engine *e;
	struct block *blocks;
	size_t nblocks;
};

/* ---- On a worker --------------------------------------------------------*/

bool ch_parent_tree(struct ch_engine *e, struct ch_worker *w,
	const struct ch_commit_rec *rec, uint32_t p, struct ch_oid *tree)
{
	const struct ch_history *h = &e->history;
	uint32_t at = h->parents[rec->first_parent + p];
	struct ch_raw_commit raw;
	struct ch_object object;
	bool is_read;

	if (at != CH_NO_COMMIT) {
		*tree = h->commits[at].tree;
		return true;
	}
	is_read = !ch_odb_read(w->odb, &h->parent_oids[rec->first_parent + p],
			  &w->scratch, &object, NULL) &&
		  ch_raw_commit_parse(ch_str_n(object.data, object.size), &raw);
	if (is_read)
		*tree = raw.tree;
	return is_read;
}

static void keep_items(struct ch_arena *arena, struct ch_found_changes *out,
	const struct ch_changes *changes)
{
	out->items = ch_arena_memdup(
		arena, changes->items, changes->n * sizeof(*changes->items));
	out->n = changes->n;
}

static bool may_have_renames(const struct ch_changes *c)
{
	bool added = false, deleted = false;

	for (size_t i = 0; i < c->n; i++) {
		added = added || !c->items[i].old_mode;
		deleted = deleted || !c->items[i].new_mode;
	}
	return added && deleted;
}

/* Give added files the sources that git blame follows. */
static void follow_renames(struct ch_found_changes *f, const uint32_t *sources)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++) {
		struct ch_change *from, *to = &f->items[i];

		if (sources[i] == CH_NO_SOURCE)
			continue;
		from = &f->items[sources[i]];
		to->is_copy = from->is_copy;
		from->is_copy = true;
		to->old_path = from->path;
		to->old_oid = from->old_oid;
		to->old_mode = from->old_mode;
	}
	/* A deleted file that somebody follows is no deletion. */
	for (size_t i = 0; i < f->n; i++)
		if (f->items[i].new_mode || !f->items[i].is_copy)
			f->items[n++] = f->items[i];
	f->n = n;
}

/* Has every file the source in 'pairs' that it has in 'followed'? */
static bool agree(
	const struct ch_changes *pairs, const struct ch_found_changes *followed)
{
	if (pairs->n != followed->n)
		return false;
	for (size_t i = 0; i < pairs->n; i++)
		if (!ch_str_eq(pairs->items[i].path, followed->items[i].path) ||
			!ch_str_eq(pairs->items[i].old_path,
				followed->items[i].old_path))
			return false;
	return true;
}

/*
 * Changes of a commit against a parent: 'counted' with renames in pairs,
 * 'owned' with those that git blame follows; either may be NULL.  True where
 * both are the same: 'owned' is empty then.
 */
static bool diff_changes(struct ch_engine *e, struct ch_worker *w,
	const struct ch_treediff_options *opt, struct block *b,
	const struct ch_oid *parent, const struct ch_oid *tree,
	struct ch_found *f, struct ch_found_changes *counted,
	struct ch_found_changes *owned)
{
	struct ch_rename_options renames = { .min_score = e->options.min_score,
		.limit = e->options.rename_limit * e->options.rename_limit };
	bool may_rename, same;

	ch_treediff(w->odb, parent, tree, opt, &b->arena, &w->changes, NULL);
	if (ch_engine_stopped(e))
		return true;
	f->ncut = w->changes.ncut;
	f->nunreadable = w->changes.nunreadable;
	may_rename = !e->options.no_renames && may_have_renames(&w->changes);
	if (owned && (may_rename || !counted))
		keep_items(&b->arena, owned, &w->changes);
	if (owned && may_rename)
		follow_renames(owned, ch_renames_follow(w->odb, &w->changes,
					      &renames, &b->arena));
	if (!counted)
		return false;
	f->differs = w->changes.n > 0;
	if (may_rename)
		ch_renames_find(w->odb, &w->changes, &renames, &b->arena,
			&f->is_limited, NULL);
	keep_items(&b->arena, counted, &w->changes);
	same = owned && (!may_rename || agree(&w->changes, owned));
	if (same)
		owned->n = 0;
	return same;
}

static void diff_against_one(struct ch_engine *e, struct ch_worker *w,
	const struct ch_treediff_options *opt, struct block *b,
	const struct ch_commit_rec *rec, bool counted, bool owned,
	struct ch_found *f)
{
	struct ch_treediff_options whole = *opt;
	const struct ch_oid *parent = NULL;
	struct ch_oid tree;

	if (rec->nparents) {
		if (!ch_parent_tree(e, w, rec, 0, &tree)) {
			f->nunreadable++;
			return;
		}
		parent = &tree;
	}
	whole.pathspec = NULL;
	if (counted && owned && !opt->pathspec) {
		f->is_owned = diff_changes(e, w, opt, b, parent, &rec->tree, f,
			&f->counted, &f->owned);
		return;
	}
	if (owned)
		diff_changes(e, w, &whole, b, parent, &rec->tree, f, NULL,
			&f->owned);
	if (counted)
		diff_changes(
			e, w, opt, b, parent, &rec->tree, f, &f->counted, NULL);
}

static void find_co_authors(struct ch_worker *w, struct block *b,
	const struct ch_commit_rec *rec, struct ch_found *f)
{
	struct ch_object object;
	struct ch_commit commit;
	struct ch_str *values;
	size_t n;

	if (!rec->names_co_author ||
		ch_odb_read(w->odb, &rec->oid, &w->scratch, &object, NULL) ||
		ch_commit_parse(&rec->oid, &object, &w->scratch, &commit, NULL))
		return;
	n = ch_commit_trailers(&commit, "Co-authored-by", &w->scratch, &values);
	f->co_authors = ch_arena_calloc(&b->arena, n, sizeof(*f->co_authors));
	/* Somebody without an address is nobody in particular. */
	for (size_t i = 0; i < n; i++)
		if (ch_str_chr(values[i], '<', 0) != (size_t)-1)
			f->co_authors[f->nco++] =
				ch_arena_str(&b->arena, values[i]);
}

static bool is_merge(const struct ch_engine *e, const struct ch_commit_rec *rec)
{
	return rec->nparents > 1 && !e->options.first_parent;
}

static void diff_commit(struct ch_engine *e, struct ch_worker *w,
	const struct ch_treediff_options *opt, struct block *b, uint32_t commit)
{
	const struct ch_commit_rec *rec = &e->history.commits[commit];
	struct ch_found *f = &b->commits[commit - b->from];
	bool counted = ch_engine_counts(e, commit);
	bool owned = e->needs & CH_NEED_OWNERS;

	ch_arena_reset(&w->scratch);
	if (counted && e->needs & CH_NEED_TRAILERS)
		find_co_authors(w, b, rec, f);
	counted =
		counted && (e->needs & CH_NEED_CHANGES || e->options.pathspec);
	if (!counted && !owned)
		return;
	if (is_merge(e, rec))
		ch_merge_diff(e, w, opt, &b->arena, rec, counted, owned, f);
	else
		diff_against_one(e, w, opt, b, rec, counted, owned, f);
	w->items++;
}

static void diff_block(void *ctx, struct ch_worker *w, size_t item)
{
	struct round *round = ctx;
	struct ch_engine *e = round->e;
	struct block *b = &round->blocks[item];
	struct ch_treediff_options opt = { .pathspec = e->options.pathspec,
		.max_changes = e->options.max_changes,
		.cache = w->trees,
		.stop = e->options.watch.stop };
	uint64_t bytes = ch_odb_stats(w->odb)->bytes;

	b->commits = ch_arena_calloc(
		&b->arena, b->to - b->from, sizeof(*b->commits));
	for (uint32_t i = b->from; i < b->to && !ch_engine_stopped(e); i++)
		diff_commit(e, w, &opt, b, i);
	w->bytes += ch_odb_stats(w->odb)->bytes - bytes;
}

/* ---- On the main thread -------------------------------------------------*/

enum ch_entry ch_entry_of_mode(uint32_t mode)
{
	switch (mode) {
	case CH_MODE_NONE:
		return CH_ENTRY_NONE;
	case CH_MODE_LINK:
		return CH_ENTRY_LINK;
	case CH_MODE_GITLINK:
		return CH_ENTRY_GITLINK;
	default:
		return CH_ENTRY_FILE;
	}
}

static void add_parents(struct ch_engine *e, const struct ch_found_changes *f,
	size_t item, size_t nparents)
{
	struct ch_chunk *chunk = &e->chunk;

	for (size_t p = 0; p < nparents; p++) {
		size_t from = item * nparents + p;
		struct ch_parent_file *to;

		CH_GROW(chunk->parents, chunk->nparents, chunk->parents_cap);
		to = &chunk->parents[chunk->nparents++];
		to->oid = f->parent_oids[from];
		to->kind = (uint8_t)ch_entry_of_mode(f->parent_modes[from]);
		to->path = f->parent_paths[from].ptr
				   ? ch_engine_path(e, f->parent_paths[from])
				   : CH_NO_ID;
	}
}

static void add_change(struct ch_engine *e, const struct ch_change *from,
	uint32_t commit, bool counted, bool owned)
{
	const struct ch_commit_rec *rec = &e->history.commits[commit];
	struct ch_chunk *chunk = &e->chunk;
	struct ch_file_change *c;

	CH_GROW(chunk->changes, chunk->nchanges, chunk->changes_cap);
	c = &chunk->changes[chunk->nchanges++];
	*c = (struct ch_file_change){
		.old_oid = from->old_oid,
		.new_oid = from->new_oid,
		.commit = commit,
		.path = ch_engine_path(e, from->path),
		.old_path = from->old_path.ptr
				    ? ch_engine_path(e, from->old_path)
				    : CH_NO_ID,
		.parents_at = (uint32_t)chunk->nparents,
		.old_kind = (uint8_t)ch_entry_of_mode(from->old_mode),
		.new_kind = (uint8_t)ch_entry_of_mode(from->new_mode),
		.is_merge = is_merge(e, rec),
		.is_owned = owned,
		.is_copy = from->is_copy,
	};
	c->is_selected = counted && e->path_info[c->path].is_selected;
}

static void add_changes(struct ch_engine *e, const struct ch_found_changes *f,
	uint32_t commit, bool counted, bool owned)
{
	const struct ch_commit_rec *rec = &e->history.commits[commit];
	struct ch_chunk *chunk = &e->chunk;

	for (size_t i = 0; i < f->n && !ch_engine_stopped(e); i++) {
		add_change(e, &f->items[i], commit, counted, owned);
		if (is_merge(e, rec))
			add_parents(e, f, i, rec->nparents);
	}
	for (size_t i = 0; i < f->ntakes; i++) {
		CH_GROW(chunk->takes, chunk->ntakes, chunk->takes_cap);
		chunk->takes[chunk->ntakes++] = (struct ch_take){ commit,
			ch_engine_path(e, f->takes[i].path),
			f->takes[i].parent };
	}
}

/* Distinct developers that are not the author. */
static void add_co_authors(
	struct ch_engine *e, const struct ch_found *f, uint32_t commit)
{
	struct ch_chunk *chunk = &e->chunk;
	size_t first = chunk->nco;

	for (size_t i = 0; i < f->nco; i++) {
		uint32_t id =
			ch_people_id_of(e->options.people, f->co_authors[i]);
		bool is_new = id != e->developers[commit];

		for (size_t k = first; k < chunk->nco; k++)
			is_new = is_new && chunk->co_authors[k] != id;
		if (!is_new)
			continue;
		CH_GROW(chunk->co_authors, chunk->nco, chunk->co_cap);
		chunk->co_authors[chunk->nco++] = id;
	}
}

static void add_commit(
	struct ch_engine *e, const struct ch_found *f, uint32_t commit)
{
	struct ch_chunk *chunk = &e->chunk;
	struct ch_chunk_commit *c;
	bool owned = e->needs & CH_NEED_OWNERS;

	CH_GROW(chunk->commits, chunk->to - chunk->from, chunk->commits_cap);
	c = &chunk->commits[chunk->to++ - chunk->from];
	c->first = (uint32_t)chunk->nchanges;
	c->first_co = (uint32_t)chunk->nco;
	c->first_take = (uint32_t)chunk->ntakes;
	c->differs = f->differs || !e->options.pathspec;
	add_changes(e, &f->counted, commit, true, f->is_owned);
	c->nchanges = (uint32_t)chunk->nchanges - c->first;
	add_changes(e, &f->owned, commit, false, owned);
	c->nowned = (uint32_t)chunk->nchanges - c->first - c->nchanges;
	add_co_authors(e, f, commit);
	c->nco = (uint32_t)chunk->nco - c->first_co;
	c->ntakes = (uint32_t)chunk->ntakes - c->first_take;
	e->totals.cut_changes += f->ncut;
	e->totals.unreadable_trees += f->nunreadable;
	e->totals.rename_limited += f->is_limited;
}

/* Commits [from, to) into the chunk. */
static int run_round(
	struct ch_engine *e, uint32_t from, uint32_t to, struct ch_err *err)
{
	struct round round = { .e = e };
	int code;

	round.nblocks = (to - from + BLOCK - 1) / BLOCK;
	round.blocks = ch_calloc(round.nblocks, sizeof(*round.blocks));
	for (size_t i = 0; i < round.nblocks; i++) {
		struct block *b = &round.blocks[i];

		b->from = from + (uint32_t)i * BLOCK;
		b->to = to - b->from < BLOCK ? to : b->from + BLOCK;
	}
	code = ch_stage_run(
		e, "tree diff", round.nblocks, diff_block, &round, err);
	for (size_t i = 0; i < round.nblocks; i++) {
		struct block *b = &round.blocks[i];

		for (uint32_t k = b->from; k < b->to && !code; k++)
			add_commit(e, &b->commits[k - b->from], k);
		ch_arena_release(&b->arena);
	}
	free(round.blocks);
	return code;
}

/* As many commits as are expected to fill the chunk. */
static size_t next_round(const struct ch_engine *e)
{
	const struct ch_chunk *chunk = &e->chunk;
	size_t done = chunk->to - chunk->from;
	size_t left = e->history.ncommits - chunk->to;
	size_t n = done ? (e->chunk_changes - chunk->nchanges) * done /
					   (chunk->nchanges + 1) +
				   1
			: FIRST_ROUND;

	n = n < LAST_ROUND ? n : LAST_ROUND;
	if (e->options.chunk_commits && n > e->options.chunk_commits - done)
		n = e->options.chunk_commits - done;
	return n < left ? n : left;
}

int ch_tree_stage(struct ch_engine *e, struct ch_err *err)
{
	struct ch_chunk *chunk = &e->chunk;
	int code = 0;

	chunk->to = chunk->from;
	chunk->nchanges = chunk->nco = chunk->nparents = chunk->ntakes = 0;
	while (!code && chunk->to < e->history.ncommits &&
		chunk->nchanges < e->chunk_changes &&
		(!e->options.chunk_commits ||
			chunk->to - chunk->from < e->options.chunk_commits))
		code = run_round(
			e, chunk->to, chunk->to + (uint32_t)next_round(e), err);
	return code;
}
