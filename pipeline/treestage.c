/*
 * The tree stage: which paths each commit of the chunk changed.
 *
 * Workers take blocks of neighbouring commits, because neighbours share most
 * of their trees, and keep their results in the block.  The main thread turns
 * them into records in the order of the commits, so that ids of paths and
 * people do not depend on who was faster.
 */
#include "pipeline/worker.h"

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

/* What a worker found out about a commit; memory is the block's. */
struct found {
	struct ch_change *items;
	size_t n;
	struct ch_oid *parent_oids; /* of a merge: n x nparents */
	uint32_t *parent_modes;
	struct ch_str *co_authors; /* "Name <email>" */
	size_t nco;
	size_t ncut, nunreadable;
	bool differs, is_limited;
};

struct block {
	uint32_t from, to;
	struct found *commits;
	struct ch_arena arena;
};

struct round {
	struct ch_engine *e;
	struct block *blocks;
	size_t nblocks;
};

/* ---- On a worker --------------------------------------------------------*/

/* The tree of parent 'p'; false when its commit cannot be read. */
static bool parent_tree(struct ch_engine *e, struct ch_worker *w,
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

static void keep_changes(
	struct block *b, struct found *f, const struct ch_changes *changes)
{
	f->items = ch_arena_memdup(&b->arena, changes->items,
		changes->n * sizeof(*changes->items));
	f->n = changes->n;
	f->ncut += changes->ncut;
	f->nunreadable += changes->nunreadable;
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

static void diff_against_one(struct ch_engine *e, struct ch_worker *w,
	const struct ch_treediff_options *opt, struct block *b,
	const struct ch_commit_rec *rec, struct found *f)
{
	struct ch_rename_options renames = { .min_score = e->options.min_score,
		.limit = e->options.rename_limit * e->options.rename_limit };
	struct ch_oid parent;

	if (rec->nparents && !parent_tree(e, w, rec, 0, &parent)) {
		f->nunreadable++;
		return;
	}
	ch_treediff(w->odb, rec->nparents ? &parent : NULL, &rec->tree, opt,
		&b->arena, &w->changes, NULL);
	f->differs = w->changes.n > 0;
	if (!e->options.no_renames && may_have_renames(&w->changes))
		ch_renames_find(w->odb, &w->changes, &renames, &b->arena,
			&f->is_limited, NULL);
	keep_changes(b, f, &w->changes);
}

/* Does the path differ from what every parent has? */
static bool is_own(const struct ch_merge_changes *m, size_t i)
{
	const struct ch_change *c = &m->changes.items[i];

	for (size_t p = 0; p < m->nparents; p++) {
		size_t at = i * m->nparents + p;

		if (m->parent_modes[at] == c->new_mode &&
			ch_oid_eq(&m->parent_oids[at], &c->new_oid))
			return false;
	}
	return true;
}

static void keep_own_changes(
	struct block *b, struct found *f, const struct ch_merge_changes *m)
{
	size_t n = m->nparents, own = 0;

	for (size_t i = 0; i < m->changes.n; i++)
		own += is_own(m, i);
	f->items = ch_arena_calloc(&b->arena, own, sizeof(*f->items));
	f->parent_oids =
		ch_arena_calloc(&b->arena, own * n, sizeof(*f->parent_oids));
	f->parent_modes =
		ch_arena_calloc(&b->arena, own * n, sizeof(*f->parent_modes));
	for (size_t i = 0; i < m->changes.n; i++) {
		if (!is_own(m, i))
			continue;
		f->items[f->n] = m->changes.items[i];
		memcpy(f->parent_oids + f->n * n, m->parent_oids + i * n,
			n * sizeof(*f->parent_oids));
		memcpy(f->parent_modes + f->n * n, m->parent_modes + i * n,
			n * sizeof(*f->parent_modes));
		f->n++;
	}
	f->ncut += m->changes.ncut;
	f->nunreadable += m->changes.nunreadable;
}

/* An own path that parent 'p' does not have, and that may be renamed. */
static bool is_absent(
	const struct found *f, size_t item, size_t nparents, size_t p)
{
	return !f->parent_modes[item * nparents + p] &&
	       ch_entry_of_mode(f->items[item].new_mode) == CH_ENTRY_FILE;
}

/* Leave what parent 'p' lost, and of what it lacks the merge's own paths. */
static void keep_candidates(
	struct ch_changes *c, const struct found *f, size_t nparents, size_t p)
{
	size_t n = 0, own = 0;

	for (size_t i = 0; i < c->n; i++) {
		const struct ch_change *change = &c->items[i];
		int cmp = -1;

		while (own < f->n && (cmp = ch_str_cmp(f->items[own].path,
					      change->path)) < 0)
			own++;
		if (!change->new_mode ||
			(!change->old_mode && own < f->n && !cmp &&
				is_absent(f, own, nparents, p)))
			c->items[n++] = *change;
	}
	c->n = n;
}

/* What a rename pairs with a path stands in for it (counting.md, ages 2). */
static void take_stand_ins(
	const struct ch_changes *c, struct found *f, size_t nparents, size_t p)
{
	size_t own = 0;

	for (size_t i = 0; i < c->n; i++) {
		const struct ch_change *change = &c->items[i];

		while (own < f->n &&
			ch_str_cmp(f->items[own].path, change->path) < 0)
			own++;
		if (!change->old_path.ptr || own == f->n)
			continue;
		f->parent_oids[own * nparents + p] = change->old_oid;
		f->parent_modes[own * nparents + p] = change->old_mode;
	}
}

/* Subtree merges: a parent has the merge's own paths under other names. */
static void find_stand_ins(struct ch_engine *e, struct ch_worker *w,
	const struct ch_treediff_options *opt, const struct ch_commit_rec *rec,
	const struct ch_oid *trees, struct found *f)
{
	struct ch_rename_options renames = { .min_score = e->options.min_score,
		.limit = e->options.rename_limit * e->options.rename_limit };
	struct ch_treediff_options whole = *opt;

	/* Sources may be anywhere. */
	whole.pathspec = NULL;
	for (size_t p = 0; p < rec->nparents; p++) {
		bool any = false;

		for (size_t i = 0; i < f->n; i++)
			any = any || is_absent(f, i, rec->nparents, p);
		if (!any)
			continue;
		ch_treediff(w->odb, &trees[p], &rec->tree, &whole, &w->scratch,
			&w->changes, NULL);
		keep_candidates(&w->changes, f, rec->nparents, p);
		ch_renames_find(
			w->odb, &w->changes, &renames, &w->scratch, NULL, NULL);
		take_stand_ins(&w->changes, f, rec->nparents, p);
	}
}

/* A parent that git compares with: not one that the range leaves out. */
static bool is_relevant(
	struct ch_engine *e, const struct ch_commit_rec *rec, uint32_t p)
{
	const struct ch_walk_tips *tips = e->options.tips;
	size_t at = rec->first_parent + p;

	if (e->history.parents[at] != CH_NO_COMMIT)
		return true;
	for (size_t i = 0; i < tips->nexclude; i++)
		if (ch_oid_eq(&tips->exclude[i], &e->history.parent_oids[at]))
			return true;
	return false;
}

/* Under a pathspec a merge counts when it differs from any such parent. */
static bool merge_differs(struct ch_engine *e, struct ch_worker *w,
	const struct ch_treediff_options *opt, const struct ch_commit_rec *rec,
	const struct ch_oid *trees)
{
	bool any = false, differs = false;

	for (uint32_t p = 0; p < rec->nparents; p++)
		any = any || is_relevant(e, rec, p);
	for (uint32_t p = 0; p < rec->nparents && !differs; p++) {
		if (any && !is_relevant(e, rec, p))
			continue;
		ch_treediff(w->odb, &trees[p], &rec->tree, opt, &w->scratch,
			&w->changes, NULL);
		differs = w->changes.n > 0;
	}
	return differs;
}

static void diff_merge(struct ch_engine *e, struct ch_worker *w,
	const struct ch_treediff_options *opt, struct block *b,
	const struct ch_commit_rec *rec, struct found *f)
{
	struct ch_oid *trees =
		ch_arena_calloc(&w->scratch, rec->nparents, sizeof(*trees));

	for (uint32_t p = 0; p < rec->nparents; p++)
		if (!parent_tree(e, w, rec, p, &trees[p])) {
			f->nunreadable++;
			return;
		}
	if (e->options.pathspec)
		f->differs = merge_differs(e, w, opt, rec, trees);
	if (!(e->needs & CH_NEED_MERGES))
		return;
	ch_treediff_merge(w->odb, trees, rec->nparents, &rec->tree, opt,
		&b->arena, &w->merge, NULL);
	keep_own_changes(b, f, &w->merge);
	if (!e->options.no_renames)
		find_stand_ins(e, w, opt, rec, trees, f);
}

static bool names_co_author(struct ch_str message)
{
	static const char word[] = "o-authored-by";
	const char *p = message.ptr, *end = p + message.len;

	while ((p = memchr(p, '-', (size_t)(end - p)))) {
		if (p > message.ptr && (size_t)(end - p) >= sizeof(word) - 2 &&
			!strncasecmp(p - 1, word, sizeof(word) - 1))
			return true;
		p++;
	}
	return false;
}

static void find_co_authors(struct ch_worker *w, struct block *b,
	const struct ch_commit_rec *rec, struct found *f)
{
	struct ch_object object;
	struct ch_commit commit;
	struct ch_str *values;
	size_t n;

	if (ch_odb_read(w->odb, &rec->oid, &w->scratch, &object, NULL) ||
		!names_co_author(ch_str_n(object.data, object.size)) ||
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

static void diff_block(void *ctx, struct ch_worker *w, size_t item)
{
	struct round *round = ctx;
	struct ch_engine *e = round->e;
	struct block *b = &round->blocks[item];
	struct ch_treediff_options opt = { .pathspec = e->options.pathspec,
		.max_changes = e->options.max_changes,
		.cache = w->trees };
	uint64_t bytes = ch_odb_stats(w->odb)->bytes;

	b->commits = ch_arena_calloc(
		&b->arena, b->to - b->from, sizeof(*b->commits));
	for (uint32_t i = b->from; i < b->to; i++) {
		const struct ch_commit_rec *rec = &e->history.commits[i];
		struct found *f = &b->commits[i - b->from];

		if (ch_engine_stopped(e))
			break;
		ch_arena_reset(&w->scratch);
		if (e->needs & CH_NEED_TRAILERS)
			find_co_authors(w, b, rec, f);
		if (!(e->needs & CH_NEED_CHANGES) && !e->options.pathspec)
			continue;
		if (is_merge(e, rec))
			diff_merge(e, w, &opt, b, rec, f);
		else
			diff_against_one(e, w, &opt, b, rec, f);
		w->items++;
	}
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

static void add_parents(struct ch_chunk *chunk, const struct found *f,
	size_t item, size_t nparents)
{
	for (size_t p = 0; p < nparents; p++) {
		size_t from = item * nparents + p;

		CH_GROW(chunk->parent_oids, chunk->nparents,
			chunk->parents_cap);
		CH_GROW(chunk->parent_kinds, chunk->nparents, chunk->kinds_cap);
		chunk->parent_oids[chunk->nparents] = f->parent_oids[from];
		chunk->parent_kinds[chunk->nparents++] =
			(uint8_t)ch_entry_of_mode(f->parent_modes[from]);
	}
}

static void add_change(struct ch_engine *e, const struct ch_change *from,
	uint32_t commit, bool merge)
{
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
		.is_merge = merge,
	};
	c->is_selected = e->path_info[c->path].is_selected;
}

/* Distinct developers that are not the author. */
static void add_co_authors(
	struct ch_engine *e, const struct found *f, uint32_t commit)
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
	struct ch_engine *e, const struct found *f, uint32_t commit)
{
	const struct ch_commit_rec *rec = &e->history.commits[commit];
	struct ch_chunk *chunk = &e->chunk;
	struct ch_chunk_commit *c;
	bool merge = is_merge(e, rec);

	CH_GROW(chunk->commits, chunk->to - chunk->from, chunk->commits_cap);
	c = &chunk->commits[chunk->to++ - chunk->from];
	c->first = (uint32_t)chunk->nchanges;
	c->first_co = (uint32_t)chunk->nco;
	c->differs = f->differs || !e->options.pathspec;
	for (size_t i = 0; i < f->n; i++) {
		add_change(e, &f->items[i], commit, merge);
		if (merge)
			add_parents(chunk, f, i, rec->nparents);
	}
	add_co_authors(e, f, commit);
	c->nchanges = (uint32_t)chunk->nchanges - c->first;
	c->nco = (uint32_t)chunk->nco - c->first_co;
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
	chunk->nchanges = chunk->nco = chunk->nparents = 0;
	while (!code && chunk->to < e->history.ncommits &&
		chunk->nchanges < e->chunk_changes &&
		(!e->options.chunk_commits ||
			chunk->to - chunk->from < e->options.chunk_commits))
		code = run_round(
			e, chunk->to, chunk->to + (uint32_t)next_round(e), err);
	return code;
}
