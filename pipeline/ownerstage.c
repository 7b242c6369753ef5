#include "pipeline/owners.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct ch_owners *ch_owners_new(void)
{
	return ch_calloc(1, sizeof(struct ch_owners));
}

void ch_own_lines_drop(struct ch_own_lines *lines)
{
	if (lines && !--lines->nholders)
		free(lines);
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

/* ---- Runs ---------------------------------------------------------------*/

static void add_run(struct ch_own_runs *runs, uint32_t owner, uint32_t lines)
{
	if (!lines)
		return;
	if (runs->n && runs->items[runs->n - 1].owner == owner) {
		runs->items[runs->n - 1].lines += lines;
		return;
	}
	CH_GROW(runs->items, runs->n, runs->cap);
	runs->items[runs->n++] = (struct ch_own_run){ owner, lines };
}

/* A place in a version's lines. */
struct cursor {
	const struct ch_own_lines *lines;
	uint32_t run, used; /* lines of the run that are behind us */
};

/* The next 'n' lines go to 'out', NULL: nowhere. */
static void pass(struct cursor *c, uint32_t n, struct ch_own_runs *out)
{
	while (n && c->run < c->lines->nruns) {
		const struct ch_own_run *run = &c->lines->runs[c->run];
		uint32_t left = run->lines - c->used,
			 take = n < left ? n : left;

		if (out)
			add_run(out, run->owner, take);
		c->used += take;
		n -= take;
		if (c->used == run->lines) {
			c->run++;
			c->used = 0;
		}
	}
}

static struct ch_own_lines *hold(struct ch_own_lines *lines)
{
	if (lines)
		lines->nholders++;
	return lines;
}

static struct ch_own_lines *from_runs(
	const struct ch_own_runs *runs, enum ch_own_state state)
{
	struct ch_own_lines *lines =
		ch_malloc(sizeof(*lines) + runs->n * sizeof(struct ch_own_run));

	*lines = (struct ch_own_lines){
		.nholders = 1, .nruns = (uint32_t)runs->n, .state = state
	};
	if (runs->n)
		memcpy(lines->runs, runs->items,
			runs->n * sizeof(struct ch_own_run));
	for (size_t i = 0; i < runs->n; i++)
		lines->lines += runs->items[i].lines;
	return lines;
}

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

/* ---- Versions -----------------------------------------------------------*/

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

/*
 * One parent: its owners where the script leaves lines alone, else the commit.
 * Nobody knows whose the lines are when what was before cannot be read.
 */
static struct ch_own_lines *follow(const struct replay *r, uint32_t commit,
	const struct ch_own_lines *before, const struct ch_line_change *l)
{
	struct cursor at = { .lines = before };
	uint32_t line = 0;

	r->runs->n = 0;
	if (!has_lines(before) || before->lines != l->old_lines ||
		state_of(l->old_why) == CH_OWN_UNREADABLE) {
		if (is_unreadable(before))
			commit |= CH_OWNER_UNKNOWN;
		add_run(r->runs, commit, l->new_lines);
		return from_runs(r->runs, state_of(l->new_why));
	}
	for (uint32_t i = 0; i < l->nhunks; i++) {
		pass(&at, l->hunks[i].old_start - line, r->runs);
		pass(&at, l->hunks[i].old_count, NULL);
		add_run(r->runs, commit, l->hunks[i].new_count);
		line = l->hunks[i].old_start + l->hunks[i].old_count;
	}
	pass(&at, before->lines - line, r->runs);
	return from_runs(r->runs, state_of(l->new_why));
}

/* Lines that the script leaves alone and nobody owns yet take this owner. */
static void take_unchanged(uint32_t *owners, const struct ch_own_lines *from,
	const struct ch_line_change *l)
{
	struct cursor at = { .lines = from };
	struct ch_own_runs one = { 0 };
	uint32_t old_line = 0, new_line = 0;

	for (uint32_t i = 0; i <= l->nhunks; i++) {
		bool last = i == l->nhunks;
		uint32_t to = last ? from->lines : l->hunks[i].old_start;

		one.n = 0;
		pass(&at, to - old_line, &one);
		for (size_t k = 0; k < one.n; k++)
			for (uint32_t n = one.items[k].lines;
				n && new_line < l->new_lines; n--, new_line++)
				if (owners[new_line] == CH_NO_OWN)
					owners[new_line] = one.items[k].owner;
		if (last)
			break;
		pass(&at, l->hunks[i].old_count, NULL);
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
	uint32_t *owners, own = node->commit;

	owners = ch_malloc((l->new_lines + 1) * sizeof(*owners));
	memset(owners, 0xff, (l->new_lines + 1) * sizeof(*owners));
	for (uint32_t p = 0; p < node->nrefs; p++) {
		const struct ch_line_change *at = l + p;
		const struct ch_own_lines *from = lines_of(r, refs[p]);

		/* All-zero: the same contents as an earlier parent's. */
		if (is_unreadable(from))
			own |= CH_OWNER_UNKNOWN;
		if (has_lines(from) && at->new_lines == l->new_lines &&
			at->old_lines == from->lines && from->lines)
			take_unchanged(owners, from, at);
	}
	r->runs->n = 0;
	for (uint32_t i = 0; i < l->new_lines; i++)
		add_run(r->runs, owners[i] == CH_NO_OWN ? own : owners[i], 1);
	free(owners);
	return from_runs(r->runs, state_of(l->new_why));
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

static struct ch_own_lines *make(
	const struct replay *r, const struct ch_own_node *node)
{
	const struct ch_chunk *chunk = &r->e->chunk;
	const struct ch_file_change *c;
	struct ch_own_lines *same;

	if (node->what == CH_OWN_TAKE)
		return hold(lines_of(r, r->e->owners->refs[node->refs_at]));
	if (node->what != CH_OWN_CHANGE)
		return NULL;
	c = &chunk->changes[node->change];
	if (c->new_kind != CH_ENTRY_FILE)
		return NULL;
	same = lines_of(r, find_same(r, node, c));
	if (same)
		return hold(same);
	if (c->is_merge)
		return follow_parents(r, node, c);
	return follow(r, node->commit,
		lines_of(r, r->e->owners->refs[node->refs_at]),
		&chunk->lines[node->change]);
}

/* ---- What analyzers see -------------------------------------------------*/

static int by_owner(const void *p, const void *q)
{
	const struct ch_own_run *a = p, *b = q;

	return (a->owner > b->owner) - (a->owner < b->owner);
}

/* Runs by owner, those of one owner joined, in 'out'. */
static void sum_owners(
	const struct ch_own_lines *lines, struct ch_own_runs *out)
{
	size_t n = 0;

	out->n = 0;
	for (uint32_t i = 0; lines && i < lines->nruns; i++) {
		CH_GROW(out->items, out->n, out->cap);
		out->items[out->n++] = lines->runs[i];
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

/* Leave in each of two sums what the other has less of. */
static void leave_difference(struct ch_own_runs *a, struct ch_own_runs *b)
{
	size_t i = 0, j = 0, na = 0, nb = 0;

	while (i < a->n && j < b->n) {
		struct ch_own_run x = a->items[i], y = b->items[j];
		uint32_t both = x.lines < y.lines ? x.lines : y.lines;

		if (x.owner != y.owner)
			both = 0;
		if (x.owner <= y.owner) {
			a->items[na] =
				(struct ch_own_run){ x.owner, x.lines - both };
			na += x.lines > both;
			i++;
		}
		if (y.owner <= x.owner) {
			b->items[nb] =
				(struct ch_own_run){ y.owner, y.lines - both };
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

/* An ordinary change: what its script removes, and its own. */
static bool follow_script(const struct replay *r,
	const struct ch_own_node *node, const struct ch_own_lines *before,
	const struct ch_own_lines *after)
{
	const struct ch_chunk *chunk = &r->e->chunk;
	const struct ch_file_change *c;
	const struct ch_line_change *l;
	struct cursor at = { .lines = before };
	uint32_t line = 0;

	if (node->what != CH_OWN_CHANGE || !is_text(before) || !is_text(after))
		return false;
	c = &chunk->changes[node->change];
	l = &chunk->lines[node->change];
	if (c->is_merge || c->is_copy || before->lines != l->old_lines)
		return false;
	for (uint32_t i = 0; i < l->nhunks; i++) {
		pass(&at, l->hunks[i].old_start - line, NULL);
		pass(&at, l->hunks[i].old_count, &r->w->lost);
		add_run(&r->w->gained, node->commit, l->hunks[i].new_count);
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
	if (before != after && !follow_script(r, node, before, after)) {
		sum_owners(before, &r->w->lost);
		sum_owners(after, &r->w->gained);
		leave_difference(&r->w->lost, &r->w->gained);
	}
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
