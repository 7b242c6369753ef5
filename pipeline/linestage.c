/*
 * The line stage: added and removed lines of every selected change.
 *
 * A slice of a lineage is worked through in batches: the blobs of its next
 * changes are loaded together, in pack order, and the old side of a change is
 * mostly the new side of the one before, so each blob is read about once.  A
 * batch begins small and grows until its blobs fill the arena.
 */
#include "pipeline/worker.h"

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
		if (ch_oid_eq(&chunk->parent_oids[c->parents_at + q],
			    &chunk->parent_oids[c->parents_at + p]))
			return true;
	return false;
}

/*
 * Added: lines that are in no parent.  Removed: the fewest that are removed
 * against any one.
 */
static void count_merge(
	struct ch_engine *e, struct ch_worker *w, struct ch_file_change *c)
{
	const struct ch_chunk *chunk = &e->chunk;
	const struct ch_path_info *info = &e->path_info[c->path];
	uint32_t nparents = e->history.commits[c->commit].nparents;
	struct side new_side, old_side;
	struct ch_hunk *kept = NULL;
	struct ch_linediff diff;
	uint32_t least = UINT32_MAX;
	size_t nkept = 0;

	read_side(w, info, c->new_kind, &c->new_oid, &new_side);
	c->lines = (uint8_t)new_side.why;
	for (uint32_t p = 0; p < nparents; p++) {
		size_t at = c->parents_at + p;

		if (is_repeated(chunk, c, p))
			continue;
		read_side(w, info, chunk->parent_kinds[at],
			&chunk->parent_oids[at], &old_side);
		c->lines = graver(c->lines, old_side.why);
		if (c->lines != CH_LINES_COUNTED)
			return;
		ch_linediff_run(w->differ, e->options.algorithm, old_side.text,
			new_side.text, &w->scratch, &diff);
		if (!kept) {
			kept = diff.hunks;
			nkept = diff.nhunks;
		} else {
			struct ch_hunk *both = ch_arena_calloc(&w->scratch,
				nkept + diff.nhunks, sizeof(*both));

			nkept = intersect(kept, nkept, &diff, both);
			kept = both;
		}
		least = diff.removed < least ? diff.removed : least;
	}
	c->removed = least == UINT32_MAX ? 0 : least;
	for (size_t i = 0; i < nkept; i++)
		c->added += kept[i].new_count;
}

/* ---- Other changes ------------------------------------------------------*/

/* A file that came or went: nothing to compare. */
static void diff_one_side(struct ch_worker *w, struct ch_str old_text,
	struct ch_str new_text, struct ch_linediff *diff)
{
	struct ch_hunk hunk = { 0 };

	hunk.old_count = diff->removed = ch_count_lines(old_text);
	hunk.new_count = diff->added = ch_count_lines(new_text);
	if (!hunk.old_count && !hunk.new_count)
		return;
	diff->hunks = ch_arena_memdup(&w->scratch, &hunk, sizeof(hunk));
	diff->nhunks = 1;
}

static void count_ordinary(struct ch_engine *e, struct ch_worker *w,
	struct ch_file_change *c, struct ch_version *v)
{
	uint32_t old_path = c->old_path == CH_NO_ID ? c->path : c->old_path;
	struct side old_side, new_side;
	struct ch_linediff diff = { 0 };

	read_side(w, &e->path_info[old_path], c->old_kind, &c->old_oid,
		&old_side);
	read_side(
		w, &e->path_info[c->path], c->new_kind, &c->new_oid, &new_side);
	c->lines = graver(old_side.why, new_side.why);
	if (c->lines != CH_LINES_COUNTED)
		return;
	if (!old_side.text.len || !new_side.text.len)
		diff_one_side(w, old_side.text, new_side.text, &diff);
	else if (c->old_kind != c->new_kind ||
		 !ch_oid_eq(&c->old_oid, &c->new_oid))
		ch_linediff_run(w->differ, e->options.algorithm, old_side.text,
			new_side.text, &w->scratch, &diff);
	c->added = diff.added;
	c->removed = diff.removed;
	v->old_text = old_side.text;
	v->new_text = new_side.text;
	v->hunks = diff.hunks;
	v->nhunks = diff.nhunks;
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

	if (!(e->needs & CH_NEED_LINES))
		;
	else if (c->is_merge)
		count_merge(e, w, c);
	else
		count_ordinary(e, w, c, &v);
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
		want(wanted, e->chunk.parent_kinds[c->parents_at + p],
			&e->chunk.parent_oids[c->parents_at + p]);
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

	for (uint32_t i = 0; i < slice->n && !ch_engine_stopped(e);) {
		uint32_t n = slice->n - i;

		if (n > batch)
			n = (uint32_t)batch;
		wanted.n = 0;
		for (uint32_t k = i; k < i + n; k++)
			want_change(e, &wanted, &e->chunk.changes[order[k]]);
		if (e->needs & CH_NEED_LINES)
			ch_blobs_load(w, wanted.oids, wanted.n);
		for (uint32_t k = i; k < i + n; k++)
			count_change(e, w, &e->chunk.changes[order[k]]);
		i += n;
		batch = next_batch(w, n, job->arena_bytes);
	}
	free(wanted.oids);
}

int ch_line_stage(struct ch_engine *e, struct ch_err *err)
{
	struct line_job job = { .e = e,
		.arena_bytes = e->options.blob_arena_bytes };
	int code;

	if (!job.arena_bytes)
		job.arena_bytes = DEFAULT_ARENA;
	ch_lineages(e, &job.slices);
	code = ch_stage_run(
		e, "line diff", job.slices.n, work_slice, &job, err);
	ch_slices_release(&job.slices);
	return code;
}
