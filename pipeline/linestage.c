/*
 * The line stage: added and removed lines of every selected change.
 *
 * A slice of a lineage is worked through in batches: the blobs of its next
 * changes are loaded together, in pack order, and the old side of a change is
 * mostly the new side of the one before, so each blob is read about once.  A
 * batch begins small and grows until its blobs fill the arena.
 */
#include "pipeline/worker.h"
#include "pipeline/samples.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"

#define DEFAULT_ARENA ((size_t)4 << 20)
#define FIRST_BATCH 8
#define LAST_BATCH 512

struct line_job {
	struct ch_engine *e;
	struct ch_slices slices;
	size_t arena_bytes;
};

/* One side of a change as text; 'why' says what became of it. */
struct side {
	struct ch_str text;
	enum ch_lines why;
	char link[64]; /* a gitlink's line */
};

static bool has_blob(uint8_t kind)
{
	return kind == CH_ENTRY_FILE || kind == CH_ENTRY_LINK;
}

static enum ch_lines text_kind(
	const struct ch_path_info *info, struct ch_str text)
{
	if (info->diff == CH_ATTR_UNSET)
		return CH_LINES_BINARY;
	if (info->diff == CH_ATTR_SET || !ch_looks_binary(text))
		return CH_LINES_COUNTED;
	return CH_LINES_BINARY;
}

static void read_side(const struct ch_worker *w,
	const struct ch_path_info *info, uint8_t kind, const struct ch_oid *oid,
	struct side *out)
{
	const struct ch_load *load;
	char hex[CH_OID_HEX + 1];

	out->text = (struct ch_str){ "", 0 };
	out->why = CH_LINES_COUNTED;
	if (kind == CH_ENTRY_NONE)
		return;
	if (kind == CH_ENTRY_GITLINK) {
		int len = snprintf(out->link, sizeof(out->link),
			"Subproject commit %s\n", ch_oid_hex(oid, hex));

		out->text = ch_str_n(out->link, (size_t)len);
		return;
	}
	load = ch_blobs_find(w, oid);
	if (!load || load->code || load->object.type != CH_OBJ_BLOB) {
		out->why = load && load->code == CH_ELIMIT ? CH_LINES_TOO_LARGE
							   : CH_LINES_MISSING;
		return;
	}
	out->text = ch_str_n(load->object.data, load->object.size);
	out->why = text_kind(info, out->text);
}

/* The graver of two reasons for having no lines. */
static uint8_t graver(enum ch_lines a, enum ch_lines b)
{
	return (uint8_t)(a > b ? a : b);
}

/* Ages go by the hunks that git blame sees. */
static enum ch_diff_algorithm blame_algorithm(const struct ch_engine *e)
{
	return e->options.algorithm == CH_DIFF_GIT ? CH_DIFF_GIT_BLAME
						   : CH_DIFF_FAST_BLAME;
}

/* ---- A merge's own lines ------------------------------------------------*/

/* Keep of kept[n], which are sorted, what 'diff' says is new as well. */
static size_t intersect(struct ch_hunk *kept, size_t n,
	const struct ch_linediff *diff, struct ch_hunk *out)
{
	size_t i = 0, j = 0, nout = 0;

	while (i < n && j < diff->nhunks) {
		const struct ch_hunk *a = &kept[i], *b = &diff->hunks[j];
		uint32_t a_end = a->new_start + a->new_count;
		uint32_t b_end = b->new_start + b->new_count;
		uint32_t from = a->new_start > b->new_start ? a->new_start
							    : b->new_start;
		uint32_t to = a_end < b_end ? a_end : b_end;

		if (from < to)
			out[nout++] = (struct ch_hunk){ 0, 0, from, to - from };
		if (a_end <= b_end)
			i++;
		else
			j++;
	}
	return nout;
}

static bool is_repeated(const struct ch_chunk *chunk,
	const struct ch_file_change *c, uint32_t p)
{
	for (uint32_t q = 0; q < p; q++)
		if (ch_oid_eq(&chunk->parents[c->parents_at + q].oid,
			    &chunk->parents[c->parents_at + p].oid))
			return true;
	return false;
}

/*
 * Lines have owners, as for git blame, whatever attributes say and whatever
 * bytes they are of; what is text decides only what is shown.
 */
static bool is_readable(const struct side *side)
{
	return side->why == CH_LINES_COUNTED || side->why == CH_LINES_BINARY;
}

static enum ch_lines owner_why(const struct side *side)
{
	if (side->why == CH_LINES_BINARY && !ch_looks_binary(side->text))
		return CH_LINES_COUNTED;
	return side->why;
}

/* A file that came or went: nothing to compare. */
static void diff_one_side(struct ch_worker *w, struct ch_str old_text,
	struct ch_str new_text, struct ch_linediff *diff)
{
	struct ch_hunk hunk = { 0 };

	hunk.old_count = diff->removed = diff->old_lines =
		ch_count_lines(old_text);
	hunk.new_count = diff->added = diff->new_lines =
		ch_count_lines(new_text);
	if (!hunk.old_count && !hunk.new_count)
		return;
	diff->hunks = ch_arena_memdup(&w->scratch, &hunk, sizeof(hunk));
	diff->nhunks = 1;
}

/* 'hunks': not only how many lines. */
static void diff_sides(struct ch_worker *w, enum ch_diff_algorithm algorithm,
	bool hunks, struct ch_str old_text, struct ch_str new_text,
	struct ch_linediff *diff)
{
	if (!old_text.len || !new_text.len)
		diff_one_side(w, old_text, new_text, diff);
	else if (!hunks)
		ch_linediff_count(w->differ, algorithm, old_text, new_text,
			&diff->added, &diff->removed);
	else
		ch_linediff_run(w->differ, algorithm, old_text, new_text,
			&w->scratch, diff);
}

/* A side that cannot be read is as good as empty. */
static void diff_for_owners(struct ch_engine *e, struct ch_worker *w,
	const struct side *old_side, const struct side *new_side,
	struct ch_linediff *diff)
{
	if (is_readable(new_side))
		diff_sides(w, blame_algorithm(e), true,
			is_readable(old_side) ? old_side->text : CH_STR(""),
			new_side->text, diff);
}

/* Keep a script for the owners of its lines. */
static struct ch_line_change line_change(struct ch_worker *w,
	const struct side *old_side, const struct side *new_side,
	const struct ch_linediff *diff)
{
	struct ch_line_change l = { .old_why = (uint8_t)owner_why(old_side),
		.new_why = (uint8_t)owner_why(new_side),
		.old_lines = diff->old_lines,
		.new_lines = diff->new_lines };

	l.nhunks = (uint32_t)diff->nhunks;
	if (diff->nhunks)
		l.hunks = ch_arena_memdup(&w->hunks, diff->hunks,
			diff->nhunks * sizeof(*diff->hunks));
	return l;
}

struct own_lines {
	struct ch_hunk *kept;
	size_t nkept;
	uint32_t least_removed;
	bool any;
};

static void add_parent(struct ch_worker *w, struct own_lines *own,
	const struct ch_linediff *diff)
{
	struct ch_hunk *both;

	if (!own->any || diff->removed < own->least_removed)
		own->least_removed = diff->removed;
	if (own->any) {
		both = ch_arena_calloc(
			&w->scratch, own->nkept + diff->nhunks, sizeof(*both));
		own->nkept = intersect(own->kept, own->nkept, diff, both);
		own->kept = both;
	} else {
		own->kept = diff->hunks;
		own->nkept = diff->nhunks;
	}
	own->any = true;
}

/*
 * Added: lines that are in no parent.  Removed: the fewest that are removed
 * against any one.
 */
static void count_merge(struct ch_engine *e, struct ch_worker *w,
	struct ch_file_change *c, struct ch_version *v)
{
	const struct ch_chunk *chunk = &e->chunk;
	const struct ch_path_info *info = &e->path_info[c->path];
	uint32_t nparents = e->history.commits[c->commit].nparents;
	struct own_lines own = { 0 };
	struct side new_side, old_side;

	read_side(w, info, c->new_kind, &c->new_oid, &new_side);
	c->lines = (uint8_t)new_side.why;
	if (new_side.why == CH_LINES_COUNTED)
		v->new_text = new_side.text;
	for (uint32_t p = 0; p < nparents; p++) {
		const struct ch_parent_file *parent =
			&chunk->parents[c->parents_at + p];
		struct ch_linediff diff = { 0 };

		if (is_repeated(chunk, c, p))
			continue;
		read_side(w, info, parent->kind, &parent->oid, &old_side);
		c->lines = graver(c->lines, old_side.why);
		diff_for_owners(e, w, &old_side, &new_side, &diff);
		if (c->lines == CH_LINES_COUNTED)
			add_parent(w, &own, &diff);
		if (c->is_owned)
			chunk->parent_lines[c->parents_at + p] =
				line_change(w, &old_side, &new_side, &diff);
	}
	if (c->lines != CH_LINES_COUNTED)
		return;
	c->removed = own.least_removed;
	for (size_t i = 0; i < own.nkept; i++)
		c->added += own.kept[i].new_count;
}

/* ---- Other changes ------------------------------------------------------*/

static bool is_new_text(const struct ch_file_change *c)
{
	return c->old_kind != c->new_kind ||
	       !ch_oid_eq(&c->old_oid, &c->new_oid);
}

/* What the owners of its lines need; 'diff' as far as it was made. */
static void keep_for_owners(struct ch_engine *e, struct ch_worker *w,
	const struct ch_file_change *c, const struct side *old_side,
	const struct side *new_side, const struct ch_linediff *made)
{
	size_t at = (size_t)(c - e->chunk.changes);
	struct ch_linediff diff = { 0 };

	if (made && blame_algorithm(e) == e->options.algorithm)
		diff = *made;
	else if (is_new_text(c))
		diff_for_owners(e, w, old_side, new_side, &diff);
	e->chunk.lines[at] = line_change(w, old_side, new_side, &diff);
}

static void count_ordinary(struct ch_engine *e, struct ch_worker *w,
	struct ch_file_change *c, struct ch_version *v)
{
	uint32_t old_path = c->old_path == CH_NO_ID ? c->path : c->old_path;
	struct side old_side, new_side;
	struct ch_linediff diff = { 0 };
	bool hunks = e->needs & CH_NEED_HUNKS || c->is_owned;
	bool made = false;

	read_side(w, &e->path_info[old_path], c->old_kind, &c->old_oid,
		&old_side);
	read_side(
		w, &e->path_info[c->path], c->new_kind, &c->new_oid, &new_side);
	c->lines = graver(old_side.why, new_side.why);
	if (c->lines == CH_LINES_COUNTED && c->is_selected && is_new_text(c)) {
		diff_sides(w, e->options.algorithm, hunks, old_side.text,
			new_side.text, &diff);
		made = true;
	}
	if (c->is_owned)
		keep_for_owners(
			e, w, c, &old_side, &new_side, made ? &diff : NULL);
	if (old_side.why == CH_LINES_COUNTED)
		v->old_text = old_side.text;
	if (new_side.why == CH_LINES_COUNTED)
		v->new_text = new_side.text;
	if (c->lines != CH_LINES_COUNTED)
		return;
	c->added = diff.added;
	c->removed = diff.removed;
	v->hunks = diff.hunks;
	v->nhunks = diff.nhunks;
}

static struct ch_syntax_side syntax_side(const struct ch_engine *e,
	uint32_t path, const struct ch_oid *oid, struct ch_str text)
{
	return (struct ch_syntax_side){ oid, path,
		ch_intern_str(&e->paths, path), text,
		e->path_info[path].language };
}

/*
 * Facts of both sides.  Where lines are not counted the sides have nothing to
 * do with each other.
 */
static void add_syntax(
	struct ch_engine *e, struct ch_worker *w, struct ch_version *v)
{
	const struct ch_file_change *c = v->change;
	uint32_t old_path = c->old_path == CH_NO_ID ? c->path : c->old_path;
	struct ch_syntax_side from =
		syntax_side(e, old_path, &c->old_oid, v->old_text);
	struct ch_syntax_side to =
		syntax_side(e, c->path, &c->new_oid, v->new_text);

	ch_syntax_version(w->syntax,
		c->old_kind == CH_ENTRY_FILE && v->old_text.ptr ? &from : NULL,
		c->new_kind == CH_ENTRY_FILE && v->new_text.ptr ? &to : NULL,
		c->lines == CH_LINES_COUNTED && !c->is_merge, v);
	if (e->samples && v->new_facts)
		ch_samples_note(e, w, c->path, &c->new_oid, v->new_language,
			v->new_facts, v->new_text);
}

static void give(
	struct ch_engine *e, struct ch_worker *w, const struct ch_version *v)
{
	for (size_t i = 0; i < e->options.nanalyzers; i++)
		if (e->options.analyzers[i]->change)
			e->options.analyzers[i]->change(w->states[i], v);
}

static void count_change(
	struct ch_engine *e, struct ch_worker *w, struct ch_file_change *c)
{
	struct ch_version v = { .change = c };

	if (!(e->needs & (CH_NEED_LINES | CH_NEED_OWNERS)))
		;
	else if (c->is_merge)
		count_merge(e, w, c, &v);
	else
		count_ordinary(e, w, c, &v);
	if (c->is_selected && w->syntax)
		add_syntax(e, w, &v);
	if (c->is_selected)
		give(e, w, &v);
	ch_arena_reset(&w->scratch);
	w->items++;
}

/* ---- Slices -------------------------------------------------------------*/

struct wanted {
	struct ch_oid *oids;
	size_t n, cap;
};

static void want(struct wanted *wanted, uint8_t kind, const struct ch_oid *oid)
{
	if (!has_blob(kind))
		return;
	CH_GROW(wanted->oids, wanted->n, wanted->cap);
	wanted->oids[wanted->n++] = *oid;
}

static void want_change(const struct ch_engine *e, struct wanted *wanted,
	const struct ch_file_change *c)
{
	uint32_t nparents = 0;

	if (c->is_merge)
		nparents = e->history.commits[c->commit].nparents;
	else
		want(wanted, c->old_kind, &c->old_oid);
	for (uint32_t p = 0; p < nparents; p++)
		want(wanted, e->chunk.parents[c->parents_at + p].kind,
			&e->chunk.parents[c->parents_at + p].oid);
	want(wanted, c->new_kind, &c->new_oid);
}

/* The size of the next batch, so that its blobs fit the arena. */
static size_t next_batch(const struct ch_worker *w, size_t batch, size_t limit)
{
	const struct ch_blobs *b = &w->blobs[w->current];
	size_t fits;

	if (!b->n || !b->arena.used_bytes)
		return batch * 4 < LAST_BATCH ? batch * 4 : LAST_BATCH;
	fits = (size_t)((double)limit / (double)b->arena.used_bytes *
			(double)batch);
	if (fits > batch * 4)
		fits = batch * 4;
	if (fits > LAST_BATCH)
		fits = LAST_BATCH;
	return fits ? fits : 1;
}

static void work_slice(void *ctx, struct ch_worker *w, size_t item)
{
	struct line_job *job = ctx;
	struct ch_engine *e = job->e;
	const struct ch_slice *slice = &job->slices.items[item];
	const uint32_t *order = job->slices.order + slice->first;
	struct wanted wanted = { 0 };
	size_t batch = FIRST_BATCH;

	/* A test's slices know nothing of each other, whoever works them. */
	if (w->syntax && e->options.cut_seed)
		ch_syntax_clear(w->syntax);
	for (uint32_t i = 0; i < slice->n && !ch_engine_stopped(e);) {
		uint32_t n = slice->n - i;

		if (n > batch)
			n = (uint32_t)batch;
		wanted.n = 0;
		for (uint32_t k = i; k < i + n; k++)
			want_change(e, &wanted, &e->chunk.changes[order[k]]);
		if (e->needs & (CH_NEED_LINES | CH_NEED_OWNERS))
			ch_blobs_load(w, wanted.oids, wanted.n);
		for (uint32_t k = i; k < i + n; k++)
			count_change(e, w, &e->chunk.changes[order[k]]);
		i += n;
		batch = next_batch(w, n, job->arena_bytes);
	}
	free(wanted.oids);
}

static void add_cost(struct ch_stats *stats, const char *name,
	const struct ch_syntax_cost *cost)
{
	struct ch_stage *stage = ch_stats_stage(stats, name);

	stage->items += cost->versions;
	stage->bytes += cost->bytes;
	stage->seconds += cost->seconds;
}

/*
 * Parsing is a stage of its own, whose misses are the versions that were
 * parsed from scratch; then it is told by how and why.
 */
static void add_up_syntax(struct ch_engine *e)
{
	struct ch_syntax_cost costs[CH_NSYNTAX_WAYS] = { 0 };
	struct ch_stats *stats = e->options.stats;
	struct ch_stage *all;
	double seconds = 0;

	for (size_t i = 0; i < e->nworkers && e->workers[i].syntax; i++) {
		seconds += ch_syntax_costs(e->workers[i].syntax, costs);
		ch_syntax_clear(e->workers[i].syntax);
	}
	if (!stats || !(e->needs & CH_NEED_SYNTAX))
		return;
	ch_stats_stage(stats, "line diff")->seconds -= seconds;
	all = ch_stats_stage(stats, "parse");
	for (int i = 0; i < CH_NSYNTAX_WAYS; i++) {
		bool kept = i == CH_PARSE_IN_PART || i == CH_SYNTAX_SEEN;

		if (!costs[i].versions)
			continue;
		add_cost(stats, ch_syntax_way_name(i), &costs[i]);
		if (i != CH_SYNTAX_SEEN)
			add_cost(stats, all->name, &costs[i]);
		all->cache_hits += kept ? costs[i].versions : 0;
		all->cache_misses += kept ? 0 : costs[i].versions;
	}
}

int ch_line_stage(
	struct ch_engine *e, const uint32_t *roots, struct ch_err *err)
{
	struct line_job job = { .e = e,
		.arena_bytes = e->options.blob_arena_bytes };
	int code;

	if (!job.arena_bytes)
		job.arena_bytes = DEFAULT_ARENA;
	ch_lineages(e, roots, &job.slices);
	code = ch_stage_run(
		e, "line diff", job.slices.n, work_slice, &job, err);
	add_up_syntax(e);
	ch_slices_release(&job.slices);
	return code;
}
