/*
 * A merge's changes: what is in no parent just so, and, for line owners, what
 * it takes from a parent other than the first.
 */
#include "pipeline/found.h"

#include <string.h>

#include "base/mem.h"
#include "gitlayer/rename.h"

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

/* The parent that has the path just so; the first is asked first. */
static uint16_t taken_from(const struct ch_merge_changes *m, size_t i)
{
	const struct ch_change *c = &m->changes.items[i];

	for (size_t p = 0; p < m->nparents && p < CH_TAKE_NONE; p++) {
		size_t at = i * m->nparents + p;

		if (ch_entry_of_mode(c->new_mode) == CH_ENTRY_FILE &&
			ch_entry_of_mode(m->parent_modes[at]) ==
				CH_ENTRY_FILE &&
			ch_oid_eq(&m->parent_oids[at], &c->new_oid))
			return (uint16_t)p;
	}
	return CH_TAKE_NONE;
}

static void keep_own_change(
	struct ch_found_changes *f, const struct ch_merge_changes *m, size_t i)
{
	size_t n = m->nparents;

	f->items[f->n] = m->changes.items[i];
	memcpy(f->parent_oids + f->n * n, m->parent_oids + i * n,
		n * sizeof(*f->parent_oids));
	memcpy(f->parent_modes + f->n * n, m->parent_modes + i * n,
		n * sizeof(*f->parent_modes));
	f->n++;
}

static void keep_changes(struct ch_arena *arena, struct ch_found_changes *f,
	const struct ch_merge_changes *m, bool owned)
{
	size_t n = m->nparents, own = 0;

	for (size_t i = 0; i < m->changes.n; i++)
		own += is_own(m, i);
	f->items = ch_arena_calloc(arena, own, sizeof(*f->items));
	f->parent_oids =
		ch_arena_calloc(arena, own * n, sizeof(*f->parent_oids));
	f->parent_modes =
		ch_arena_calloc(arena, own * n, sizeof(*f->parent_modes));
	f->parent_paths =
		ch_arena_calloc(arena, own * n, sizeof(*f->parent_paths));
	if (owned)
		f->takes = ch_arena_calloc(
			arena, m->changes.n - own, sizeof(*f->takes));
	for (size_t i = 0; i < m->changes.n; i++) {
		if (is_own(m, i))
			keep_own_change(f, m, i);
		else if (owned)
			f->takes[f->ntakes++] = (struct ch_found_take){
				m->changes.items[i].path, taken_from(m, i)
			};
	}
}

/* An own path that parent 'p' does not have, and that may be renamed. */
static bool is_absent(const struct ch_found_changes *f, size_t item,
	size_t nparents, size_t p)
{
	return !f->parent_modes[item * nparents + p] &&
	       ch_entry_of_mode(f->items[item].new_mode) == CH_ENTRY_FILE;
}

/* Leave what parent 'p' lost, and of what it lacks the merge's own paths. */
static void keep_candidates(struct ch_changes *c,
	const struct ch_found_changes *f, size_t nparents, size_t p)
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

/* What git blame follows for a path stands in for it (counting.md, ages 2). */
static void take_stand_ins(struct ch_arena *arena, const struct ch_changes *c,
	const uint32_t *sources, struct ch_found_changes *f, size_t nparents,
	size_t p)
{
	size_t own = 0;

	for (size_t i = 0; i < c->n; i++) {
		const struct ch_change *from, *to = &c->items[i];
		size_t at;

		while (own < f->n &&
			ch_str_cmp(f->items[own].path, to->path) < 0)
			own++;
		if (sources[i] == CH_NO_SOURCE || own == f->n)
			continue;
		from = &c->items[sources[i]];
		at = own * nparents + p;
		f->parent_oids[at] = from->old_oid;
		f->parent_modes[at] = from->old_mode;
		f->parent_paths[at] = ch_arena_str(arena, from->path);
	}
}

/* Subtree merges: a parent has the merge's own paths under other names. */
static void find_stand_ins(struct ch_engine *e, struct ch_worker *w,
	const struct ch_treediff_options *opt, struct ch_arena *arena,
	const struct ch_commit_rec *rec, const struct ch_oid *trees,
	struct ch_found_changes *f)
{
	struct ch_rename_options renames = { .cache = w->spans,
		.min_score = e->options.min_score,
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
		take_stand_ins(arena, &w->changes,
			ch_renames_follow(
				w->odb, &w->changes, &renames, &w->scratch),
			f, rec->nparents, p);
	}
}

/* A parent that git compares with: not one that the range leaves out. */
static bool is_relevant(
	struct ch_engine *e, const struct ch_commit_rec *rec, uint32_t p)
{
	const struct ch_walk_tips *tips = e->options.tips;
	size_t at = rec->first_parent + p;

	if (e->history.parents[at] != CH_NO_COMMIT &&
		ch_engine_counts(e, e->history.parents[at]))
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

static void diff_changes(struct ch_engine *e, struct ch_worker *w,
	const struct ch_treediff_options *opt, struct ch_arena *arena,
	const struct ch_commit_rec *rec, const struct ch_oid *trees, bool owned,
	struct ch_found_changes *out)
{
	ch_treediff_merge(w->odb, trees, rec->nparents, &rec->tree, opt, arena,
		&w->merge, NULL);
	keep_changes(arena, out, &w->merge, owned);
	if (!e->options.no_renames)
		find_stand_ins(e, w, opt, arena, rec, trees, out);
}

void ch_merge_diff(struct ch_engine *e, struct ch_worker *w,
	const struct ch_treediff_options *opt, struct ch_arena *arena,
	const struct ch_commit_rec *rec, bool counted, bool owned,
	struct ch_found *f)
{
	struct ch_treediff_options whole = *opt;
	struct ch_oid *trees =
		ch_arena_calloc(&w->scratch, rec->nparents, sizeof(*trees));

	for (uint32_t p = 0; p < rec->nparents; p++)
		if (!ch_parent_tree(e, w, rec, p, &trees[p])) {
			f->nunreadable++;
			return;
		}
	if (counted && opt->pathspec)
		f->differs = merge_differs(e, w, opt, rec, trees);
	if (!(e->needs & CH_NEED_MERGES))
		return;
	whole.pathspec = NULL;
	f->is_owned = counted && owned && !opt->pathspec;
	if (counted)
		diff_changes(e, w, opt, arena, rec, trees,
			owned && !opt->pathspec, &f->counted);
	if (owned && (!counted || opt->pathspec))
		diff_changes(e, w, &whole, arena, rec, trees, true, &f->owned);
	f->ncut += w->merge.changes.ncut;
	f->nunreadable += w->merge.changes.nunreadable;
}
