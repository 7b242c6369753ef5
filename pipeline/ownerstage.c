#include "pipeline/owners.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct ch_owners *ch_owners_new(void)
{
	return ch_calloc(1, sizeof(struct ch_owners));
}

static void drop_plan(struct ch_owners *o)
{
	/* After an error nodes still hold what no path has taken over. */
	for (size_t i = 0; i < o->nnodes; i++)
		ch_own_lines_drop(o->nodes[i].lines);
	free(o->nodes);
	free(o->refs);
	free(o->lineages);
	free(o->last_of_path);
	o->nodes = NULL;
	o->refs = NULL;
	o->lineages = NULL;
	o->last_of_path = NULL;
	o->nnodes = o->nlineages = 0;
}

void ch_owners_free(struct ch_owners *o)
{
	if (!o)
		return;
	for (size_t p = 0; p < o->npaths; p++) {
		for (size_t i = 0; i < o->paths[p].n; i++)
			ch_own_lines_drop(o->paths[p].items[i].lines);
		free(o->paths[p].items);
	}
	drop_plan(o);
	free(o->paths);
	free(o->open);
	free(o);
}

/* ---- Versions -----------------------------------------------------------*/

static bool has_lines(const struct ch_own_lines *lines)
{
	return lines && lines->state != CH_OWN_UNREADABLE;
}

static bool is_text(const struct ch_own_lines *lines)
{
	return lines && lines->state == CH_OWN_TEXT;
}

static bool is_unreadable(const struct ch_own_lines *lines)
{
	return lines && lines->state == CH_OWN_UNREADABLE;
}

struct replay {
	struct ch_engine *e;
	struct ch_worker *w;
	struct ch_own_runs *runs; /* the worker's */
};

static struct ch_own_lines *lines_of(const struct replay *r, uint32_t node)
{
	return node == CH_NO_OWN ? NULL : r->e->owners->nodes[node].lines;
}

static enum ch_own_state state_of(uint8_t why)
{
	switch ((enum ch_lines)why) {
	case CH_LINES_COUNTED:
		return CH_OWN_TEXT;
	case CH_LINES_BINARY:
		return CH_OWN_BINARY;
	case CH_LINES_MISSING:
	case CH_LINES_TOO_LARGE:
	case CH_NLINES:
	default:
		return CH_OWN_UNREADABLE;
	}
}

/* Lines from 'first' on that the commit wrote itself. */
static struct ch_own_run own_run(const struct replay *r,
	const struct ch_own_node *node, uint32_t first, uint32_t lines)
{
	struct ch_own_run run = { .owner = node->commit, .lines = lines };

	if (r->e->options.origins) {
		run.path = node->path;
		run.line = first + 1;
	}
	return run;
}

/*
 * One parent: its owners where the script leaves lines alone, else the commit.
 * Nobody knows whose the lines are when what was before cannot be read.
 */
static struct ch_own_lines *follow(const struct replay *r,
	const struct ch_own_node *node, const struct ch_own_lines *before,
	const struct ch_line_change *l)
{
	struct ch_own_cursor at = { .lines = before };
	uint32_t line = 0;

	r->runs->n = 0;
	if (!has_lines(before) || before->lines != l->old_lines ||
		state_of(l->old_why) == CH_OWN_UNREADABLE) {
		struct ch_own_run all = own_run(r, node, 0, l->new_lines);

		if (is_unreadable(before))
			all.owner |= CH_OWNER_UNKNOWN;
		ch_own_add(r->runs, all);
		return ch_own_lines_new(r->runs, state_of(l->new_why));
	}
	for (uint32_t i = 0; i < l->nhunks; i++) {
		ch_own_pass(&at, l->hunks[i].old_start - line, r->runs);
		ch_own_pass(&at, l->hunks[i].old_count, NULL);
		ch_own_add(r->runs, own_run(r, node, l->hunks[i].new_start,
					    l->hunks[i].new_count));
		line = l->hunks[i].old_start + l->hunks[i].old_count;
	}
	ch_own_pass(&at, before->lines - line, r->runs);
	return ch_own_lines_new(r->runs, state_of(l->new_why));
}

/* Lines that the script leaves alone and nobody owns yet take this owner. */
static void take_unchanged(struct ch_own_run *owners,
	const struct ch_own_lines *from, const struct ch_line_change *l)
{
	struct ch_own_cursor at = { .lines = from };
	struct ch_own_runs one = { 0 };
	uint32_t old_line = 0, new_line = 0;

	for (uint32_t i = 0; i <= l->nhunks; i++) {
		bool last = i == l->nhunks;
		uint32_t to = last ? from->lines : l->hunks[i].old_start;

		for (; old_line < to && new_line < l->new_lines;
			old_line++, new_line++) {
			one.n = 0;
			ch_own_pass(&at, 1, &one);
			if (!owners[new_line].lines && one.n)
				owners[new_line] = one.items[0];
		}
		if (last)
			break;
		ch_own_pass(&at, l->hunks[i].old_count, NULL);
		old_line = to + l->hunks[i].old_count;
		new_line += l->hunks[i].new_count;
	}
	free(one.items);
}

/* Several parents, the first one first; the rest is the merge's own. */
static struct ch_own_lines *follow_parents(const struct replay *r,
	const struct ch_own_node *node, const struct ch_file_change *c)
{
	const struct ch_chunk *chunk = &r->e->chunk;
	const struct ch_line_change *l = &chunk->parent_lines[c->parents_at];
	const uint32_t *refs = r->e->owners->refs + node->refs_at;
	struct ch_own_run *owners =
		ch_calloc((size_t)l->new_lines + 1, sizeof(*owners));
	uint32_t unknown = 0;

	for (uint32_t p = 0; p < node->nrefs; p++) {
		const struct ch_line_change *at = l + p;
		const struct ch_own_lines *from = lines_of(r, refs[p]);

		/* All-zero: the same contents as an earlier parent's. */
		if (is_unreadable(from))
			unknown = CH_OWNER_UNKNOWN;
		if (has_lines(from) && at->new_lines == l->new_lines &&
			at->old_lines == from->lines && from->lines)
			take_unchanged(owners, from, at);
	}
	r->runs->n = 0;
	for (uint32_t i = 0; i < l->new_lines; i++) {
		if (!owners[i].lines) {
			owners[i] = own_run(r, node, i, 1);
			owners[i].owner |= unknown;
		}
		ch_own_add(r->runs, owners[i]);
	}
	free(owners);
	return ch_own_lines_new(r->runs, state_of(l->new_why));
}

static bool is_same_file(
	const struct ch_file_change *c, uint8_t kind, const struct ch_oid *oid)
{
	return kind == CH_ENTRY_FILE && ch_oid_eq(oid, &c->new_oid);
}

/* The parent whose file has just these contents: same names first. */
static uint32_t find_same(const struct replay *r,
	const struct ch_own_node *node, const struct ch_file_change *c)
{
	const uint32_t *refs = r->e->owners->refs + node->refs_at;
	const struct ch_parent_file *files;

	if (!c->is_merge)
		return is_same_file(c, c->old_kind, &c->old_oid) ? refs[0]
								 : CH_NO_OWN;
	files = &r->e->chunk.parents[c->parents_at];
	for (int renamed = 0; renamed < 2; renamed++)
		for (uint32_t p = 0; p < node->nrefs; p++)
			if ((files[p].path != CH_NO_ID) == renamed &&
				is_same_file(c, files[p].kind, &files[p].oid))
				return refs[p];
	return CH_NO_OWN;
}

/* The first parent that has the file, under the name it has there. */
static void note_previous(const struct replay *r,
	const struct ch_own_node *node, const struct ch_file_change *c)
{
	const struct ch_history *h = &r->e->history;
	const struct ch_commit_rec *rec = &h->commits[node->commit];
	struct ch_worker *w = r->w;
	struct ch_own_previous previous = { node->commit, node->path,
		CH_NO_COMMIT, c->old_path == CH_NO_ID ? c->path : c->old_path };

	if (!c->is_merge && c->old_kind == CH_ENTRY_FILE)
		previous.parent = ch_history_first_parent(h, node->commit);
	for (uint32_t p = 0; c->is_merge && p < node->nrefs &&
			     previous.parent == CH_NO_COMMIT;
		p++) {
		const struct ch_parent_file *file =
			&r->e->chunk.parents[c->parents_at + p];

		if (file->kind != CH_ENTRY_FILE)
			continue;
		previous.parent = h->parents[rec->first_parent + p];
		previous.parent_path =
			file->path == CH_NO_ID ? node->path : file->path;
	}
	if (previous.parent == CH_NO_COMMIT)
		return;
	CH_GROW(w->previous, w->nprevious, w->previous_cap);
	w->previous[w->nprevious++] = previous;
}

static struct ch_own_lines *make(
	const struct replay *r, const struct ch_own_node *node)
{
	const struct ch_chunk *chunk = &r->e->chunk;
	const struct ch_file_change *c;
	struct ch_own_lines *same;

	if (node->what == CH_OWN_TAKE)
		return ch_own_lines_hold(
			lines_of(r, r->e->owners->refs[node->refs_at]));
	if (node->what != CH_OWN_CHANGE)
		return NULL;
	c = &chunk->changes[node->change];
	if (c->new_kind != CH_ENTRY_FILE)
		return NULL;
	same = lines_of(r, find_same(r, node, c));
	if (same)
		return ch_own_lines_hold(same);
	if (r->e->options.origins)
		note_previous(r, node, c);
	if (c->is_merge)
		return follow_parents(r, node, c);
	return follow(r, node, lines_of(r, r->e->owners->refs[node->refs_at]),
		&chunk->lines[node->change]);
}

/* ---- What analyzers see -------------------------------------------------*/

/* An ordinary change: what its script removes, and its own. */
static bool follow_script(const struct replay *r,
	const struct ch_own_node *node, const struct ch_own_lines *before,
	const struct ch_own_lines *after)
{
	const struct ch_chunk *chunk = &r->e->chunk;
	const struct ch_file_change *c;
	const struct ch_line_change *l;
	struct ch_own_cursor at = { .lines = before };
	uint32_t line = 0;

	if (node->what != CH_OWN_CHANGE || !is_text(before) || !is_text(after))
		return false;
	c = &chunk->changes[node->change];
	l = &chunk->lines[node->change];
	if (c->is_merge || c->is_copy || before->lines != l->old_lines)
		return false;
	for (uint32_t i = 0; i < l->nhunks; i++) {
		ch_own_pass(&at, l->hunks[i].old_start - line, NULL);
		ch_own_pass(&at, l->hunks[i].old_count, &r->w->lost);
		ch_own_add(&r->w->gained,
			own_run(r, node, 0, l->hunks[i].new_count));
		line = l->hunks[i].old_start + l->hunks[i].old_count;
	}
	return true;
}

static void set_side(const struct ch_own_lines *lines,
	const struct ch_own_run **runs, size_t *nruns, uint32_t *n)
{
	*runs = lines ? lines->runs : NULL;
	*nruns = lines ? lines->nruns : 0;
	*n = lines ? lines->lines : 0;
}

/* What is shown of a version: nothing where attributes say binary. */
static const struct ch_own_lines *shown(
	const struct replay *r, uint32_t path, const struct ch_own_lines *lines)
{
	return is_text(lines) && r->e->path_info[path].diff != CH_ATTR_UNSET
		       ? lines
		       : NULL;
}

static void show(const struct replay *r, const struct ch_own_node *node)
{
	const struct ch_engine *e = r->e;
	const struct ch_own_lines *before = lines_of(r, node->before), *after;
	const struct ch_file_change *c = NULL;
	struct ch_own_change v = { .commit = node->commit,
		.path = node->path,
		.from_path = node->path,
		.is_main = e->mainline.is_main[node->commit] };

	if (node->what == CH_OWN_CHANGE)
		c = &e->chunk.changes[node->change];
	v.is_merge = !c || c->is_merge;
	if (c && !c->is_merge && !c->is_copy && c->old_path != CH_NO_ID)
		v.from_path = c->old_path;
	before = shown(r, v.from_path, before);
	after = shown(r, v.path, node->lines);
	r->w->lost.n = r->w->gained.n = 0;
	if (before != after && !follow_script(r, node, before, after))
		ch_own_compare(before, after, &r->w->lost, &r->w->gained);
	if (before == after && v.from_path == v.path)
		return;
	set_side(before, &v.before, &v.nbefore, &v.lines_before);
	set_side(after, &v.after, &v.nafter, &v.lines_after);
	v.lost = r->w->lost.items;
	v.nlost = r->w->lost.n;
	v.gained = r->w->gained.items;
	v.ngained = r->w->gained.n;
	for (size_t i = 0; i < e->options.nanalyzers; i++)
		if (e->options.analyzers[i]->owners)
			e->options.analyzers[i]->owners(r->w->states[i], &v);
}

/* ---- A lineage ----------------------------------------------------------*/

static void let_go(struct ch_owners *o, uint32_t at)
{
	struct ch_own_node *node;

	if (at == CH_NO_OWN)
		return;
	node = &o->nodes[at];
	if (!--node->uses) {
		ch_own_lines_drop(node->lines);
		node->lines = NULL;
	}
}

static bool is_shown(const struct ch_own_node *node)
{
	return node->what == CH_OWN_CHANGE || node->what == CH_OWN_TAKE ||
	       node->what == CH_OWN_GONE;
}

static void replay_node(struct replay *r, struct ch_own_node *node)
{
	struct ch_owners *o = r->e->owners;

	if (node->what == CH_OWN_UNUSED)
		return;
	if (node->what != CH_OWN_SAVED) {
		node->lines = make(r, node);
		if (is_shown(node) && !r->e->options.owners_at_end)
			show(r, node);
		let_go(o, node->before);
		for (uint32_t i = 0; i < node->nrefs; i++)
			let_go(o, o->refs[node->refs_at + i]);
	}
	if (!node->uses) {
		ch_own_lines_drop(node->lines);
		node->lines = NULL;
	}
}

/* What is kept goes to its path; uses that are left are those of the end. */
static void save(struct ch_owners *o, struct ch_own_lineage l)
{
	for (uint32_t i = l.first; i < l.first + l.n; i++) {
		struct ch_own_node *node = &o->nodes[i];
		struct ch_own_path *p = &o->paths[node->path];

		if (!node->is_kept)
			continue;
		CH_GROW(p->items, p->n, p->cap);
		p->items[p->n++] =
			(struct ch_own_saved){ node->commit, node->lines };
		node->lines = NULL;
	}
}

static void replay_lineage(void *ctx, struct ch_worker *w, size_t item)
{
	struct ch_engine *e = ctx;
	struct ch_owners *o = e->owners;
	struct replay r = { e, w, &w->runs };
	struct ch_own_lineage l = o->lineages[item];

	for (uint32_t i = l.first; i < l.first + l.n; i++)
		replay_node(&r, &o->nodes[i]);
	save(o, l);
	w->items += l.n;
}

/* ---- The whole ----------------------------------------------------------*/

/* Paths the chunk did not touch may have had more open branches before. */
static void forget_closed(struct ch_engine *e)
{
	struct ch_owners *o = e->owners;

	for (size_t p = 0; p < o->npaths; p++) {
		struct ch_own_path *path = &o->paths[p];
		size_t n = 0;

		if (path->n < 2)
			continue;
		for (size_t i = 0; i < path->n; i++) {
			bool open = false;

			for (size_t k = 0; k < o->nopen && !open; k++)
				open = ch_mainline_has(&e->mainline,
					path->items[i].commit, o->open[k]);
			if (open)
				path->items[n++] = path->items[i];
			else
				ch_own_lines_drop(path->items[i].lines);
		}
		path->n = n;
	}
}

int ch_owners_replay(struct ch_engine *e, struct ch_err *err)
{
	int code = ch_stage_run(
		e, "owners", e->owners->nlineages, replay_lineage, e, err);

	if (!code)
		forget_closed(e);
	return code;
}

void ch_owners_clear(struct ch_engine *e)
{
	struct ch_chunk *chunk = &e->chunk;

	for (size_t i = 0; i < e->nworkers; i++)
		ch_arena_reset(&e->workers[i].hunks);
	free(chunk->lines);
	free(chunk->parent_lines);
	chunk->lines = chunk->parent_lines = NULL;
	drop_plan(e->owners);
}

const struct ch_own_lines *ch_owners_at_end(
	const struct ch_engine *e, uint32_t path)
{
	const struct ch_owners *o = e->owners;
	const struct ch_own_path *p;

	if (path >= o->npaths || e->mainline.end == CH_NO_COMMIT)
		return NULL;
	p = &o->paths[path];
	for (size_t i = p->n; i-- > 0;)
		if (ch_mainline_has(
			    &e->mainline, p->items[i].commit, e->mainline.end))
			return is_text(p->items[i].lines) ? p->items[i].lines
							  : NULL;
	return NULL;
}

static int by_version(const void *p, const void *q)
{
	const struct ch_own_previous *a = p, *b = q;

	if (a->commit != b->commit)
		return a->commit < b->commit ? -1 : 1;
	return (a->path > b->path) - (a->path < b->path);
}

void ch_owners_finish(struct ch_engine *e)
{
	for (size_t i = 0; i < e->nworkers; i++)
		if (e->workers[i].nprevious)
			qsort(e->workers[i].previous, e->workers[i].nprevious,
				sizeof(*e->workers[i].previous), by_version);
}

bool ch_engine_previous(const struct ch_engine *e, uint32_t commit,
	uint32_t path, uint32_t *parent, uint32_t *parent_path)
{
	const struct ch_own_previous key = { .commit = commit, .path = path };
	const struct ch_own_previous *found = NULL;

	for (size_t i = 0; i < e->nworkers && !found; i++)
		if (e->workers[i].nprevious)
			found = bsearch(&key, e->workers[i].previous,
				e->workers[i].nprevious, sizeof(key),
				by_version);
	if (!found)
		return false;
	*parent = found->parent;
	*parent_path = found->parent_path;
	return true;
}
