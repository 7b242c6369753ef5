#include "gitlayer/treediff.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/lines.h"
#include "base/mem.h"
#include "gitlayer/treecache.h"

#define MAX_DEPTH 2048
#define MAX_PATH 4096
#define DEFAULT_MAX_CHANGES 5000000

/* A pair of trees of one directory and what is left of them to compare. */
struct frame {
	struct ch_tree *old, *new; /* NULL where the directory is not */
	uint32_t i, i_end, j, j_end;
	size_t path_len; /* of the directory, with its '/' */
};

struct walk {
	struct ch_odb *odb;
	struct ch_treecache *cache;
	const struct ch_pathspec *pathspec;
	size_t max_changes, opened;
	const volatile sig_atomic_t *stop;
	bool full; /* a limit was hit, nothing more is taken */
	struct ch_arena *arena;
	struct ch_changes *out;
	struct frame *frames;
	size_t nframes, cap_frames;
	struct ch_buf path;
	/* A merge: its result, and the other parents' trees of each frame. */
	struct ch_merge_changes *merge;
	size_t nothers;
	struct ch_tree **others;
	size_t cap_others;
};

/* ---- Changes ------------------------------------------------------------*/

void ch_changes_release(struct ch_changes *c)
{
	free(c->items);
	memset(c, 0, sizeof(*c));
}

void ch_merge_changes_release(struct ch_merge_changes *m)
{
	ch_changes_release(&m->changes);
	free(m->parent_oids);
	free(m->parent_modes);
	memset(m, 0, sizeof(*m));
}

static void set_side(
	struct ch_oid *oid, uint32_t *mode, const struct ch_tree_entry *e)
{
	if (!e)
		return;
	memcpy(oid->id, e->id, CH_OID_BYTES);
	*mode = e->mode;
}

/* What every parent has at the change that was just added. */
static void add_parents(struct walk *w, struct ch_str name)
{
	struct ch_merge_changes *m = w->merge;
	const struct ch_change *c = &m->changes.items[m->changes.n - 1];
	size_t need = m->changes.n * m->nparents, at = need - m->nparents, k;
	struct ch_tree **others = w->others + (w->nframes - 1) * w->nothers;

	if (need > m->cap) {
		m->cap = need * 2;
		m->parent_oids = ch_realloc(
			m->parent_oids, m->cap, sizeof(*m->parent_oids));
		m->parent_modes = ch_realloc(
			m->parent_modes, m->cap, sizeof(*m->parent_modes));
	}
	m->parent_oids[at] = c->old_oid;
	m->parent_modes[at] = c->old_mode;
	for (k = 0; k < w->nothers; k++) {
		struct ch_oid *oid = &m->parent_oids[at + 1 + k];
		uint32_t *mode = &m->parent_modes[at + 1 + k];
		struct ch_tree_entry e;

		memset(oid, 0, sizeof(*oid));
		*mode = CH_MODE_NONE;
		if (others[k] && ch_tree_find(others[k], name, false, &e))
			set_side(oid, mode, &e);
	}
}

static void add_change(struct walk *w, struct ch_str name,
	const struct ch_tree_entry *old, const struct ch_tree_entry *new)
{
	size_t dir_len = w->frames[w->nframes - 1].path_len;
	struct ch_changes *out = w->out;
	struct ch_change *c;
	struct ch_str path;
	char *p;

	if (dir_len + name.len > MAX_PATH) {
		out->ncut++;
		return;
	}
	p = ch_arena_alloc(w->arena, dir_len + name.len + 1);
	if (dir_len)
		memcpy(p, w->path.ptr, dir_len);
	memcpy(p + dir_len, name.ptr, name.len);
	p[dir_len + name.len] = '\0';
	path = ch_str_n(p, dir_len + name.len);
	if (w->pathspec && !ch_pathspec_matches(w->pathspec, path))
		return;
	if (out->n == w->max_changes) {
		out->ncut++;
		w->full = true;
		return;
	}
	CH_GROW(out->items, out->n, out->cap);
	c = &out->items[out->n++];
	memset(c, 0, sizeof(*c));
	c->path = path;
	set_side(&c->old_oid, &c->old_mode, old);
	set_side(&c->new_oid, &c->new_mode, new);
	if (w->merge)
		add_parents(w, name);
}

/* ---- Directories --------------------------------------------------------*/

/*
 * Most of two versions of a tree is equal at its start and end: leave those
 * entries out by comparing bytes.  From a point where both have an entry the
 * equal rest is the same entries.
 */
static void skip_equal_ends(struct frame *f)
{
	const struct ch_tree *a = f->old, *b = f->new;
	size_t a_size = a->off[a->n], b_size = b->off[b->n];
	size_t least = a_size < b_size ? a_size : b_size;
	size_t same = ch_common_prefix(a->data, b->data, least);
	uint32_t lo = 0, hi = a->n < b->n ? a->n : b->n, i, j;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2 + 1;

		if (a->off[mid] <= same)
			lo = mid;
		else
			hi = mid - 1;
	}
	f->i = f->j = lo;
	same = ch_common_suffix(
		a->data + a_size, b->data + b_size, least - a->off[lo]);
	i = f->i_end;
	j = f->j_end;
	while (i > f->i && j > f->j && a_size - a->off[i - 1] <= same &&
		a_size - a->off[i - 1] == b_size - b->off[j - 1]) {
		i--;
		j--;
	}
	f->i_end = i;
	f->j_end = j;
}

/* Both sides of a pair, or neither. */
static bool read_pair(struct walk *w, const uint8_t *old_id,
	const uint8_t *new_id, struct frame *f)
{
	struct ch_oid oid;

	if (old_id) {
		memcpy(oid.id, old_id, CH_OID_BYTES);
		if (ch_tree_read(w->cache, w->odb, &oid, &f->old, NULL))
			return false;
		f->i_end = f->old->n;
	}
	if (new_id) {
		memcpy(oid.id, new_id, CH_OID_BYTES);
		if (ch_tree_read(w->cache, w->odb, &oid, &f->new, NULL)) {
			ch_tree_release(f->old);
			return false;
		}
		f->j_end = f->new->n;
	}
	w->opened++;
	return true;
}

static void ensure_others(struct walk *w)
{
	size_t need = (w->nframes + 1) * w->nothers;

	if (need > w->cap_others) {
		w->cap_others = need * 2;
		w->others = ch_realloc(
			w->others, w->cap_others, sizeof(struct ch_tree *));
	}
}

/* The same directory in the other parents; NULL where it is not. */
static void open_others(struct walk *w, struct ch_str name)
{
	struct ch_tree **above, **here;
	struct ch_tree_entry e;
	struct ch_oid oid;
	size_t k;

	if (!w->nothers)
		return;
	ensure_others(w);
	here = w->others + w->nframes * w->nothers;
	above = here - w->nothers;
	for (k = 0; k < w->nothers; k++) {
		here[k] = NULL;
		if (!above[k] || !ch_tree_find(above[k], name, true, &e))
			continue;
		memcpy(oid.id, e.id, CH_OID_BYTES);
		if (ch_tree_read(w->cache, w->odb, &oid, &here[k], NULL))
			w->out->nunreadable++;
	}
}

static void push(struct walk *w, const struct frame *f)
{
	CH_GROW(w->frames, w->nframes, w->cap_frames);
	w->frames[w->nframes++] = *f;
}

static void enter(struct walk *w, struct ch_str name,
	const struct ch_tree_entry *old, const struct ch_tree_entry *new)
{
	size_t dir_len = w->frames[w->nframes - 1].path_len;
	struct frame f = { 0 };

	if (w->nframes >= MAX_DEPTH || dir_len + name.len >= MAX_PATH) {
		w->out->ncut++;
		return;
	}
	if (w->opened >= w->max_changes) {
		w->out->ncut++;
		w->full = true;
		return;
	}
	ch_buf_truncate(&w->path, dir_len);
	ch_buf_add_str(&w->path, name);
	if (w->pathspec &&
		!ch_pathspec_may_enter(w->pathspec, ch_buf_str(&w->path)))
		return;
	if (!read_pair(w, old ? old->id : NULL, new ? new->id : NULL, &f)) {
		w->out->nunreadable++;
		return;
	}
	ch_buf_add_char(&w->path, '/');
	f.path_len = w->path.len;
	if (f.old && f.new)
		skip_equal_ends(&f);
	open_others(w, name);
	push(w, &f);
}

static void leave(struct walk *w)
{
	struct frame *f = &w->frames[--w->nframes];
	size_t k;

	ch_tree_release(f->old);
	ch_tree_release(f->new);
	for (k = 0; k < w->nothers; k++)
		ch_tree_release(w->others[w->nframes * w->nothers + k]);
	if (w->nframes)
		ch_buf_truncate(&w->path, w->frames[w->nframes - 1].path_len);
}

static bool is_tree(const struct ch_tree_entry *e)
{
	return e->mode == CH_MODE_TREE;
}

/* One name of the innermost directory. */
static void step(struct walk *w)
{
	struct frame *f = &w->frames[w->nframes - 1];
	struct ch_tree_entry a = { 0 }, b = { 0 };
	struct ch_tree_entry *from = NULL, *to = NULL, *any;
	int cmp = 0;

	if (f->i < f->i_end) {
		a = ch_tree_at(f->old, f->i);
		from = &a;
	}
	if (f->j < f->j_end) {
		b = ch_tree_at(f->new, f->j);
		to = &b;
	}
	if (from && to)
		cmp = ch_tree_entry_cmp(from, to);
	if (cmp > 0)
		from = NULL;
	/* A file called "a/" in a crafted tree is not the directory "a". */
	if (cmp < 0 || (from && to && is_tree(from) != is_tree(to)))
		to = NULL;
	f->i += from != NULL;
	f->j += to != NULL;
	any = from ? from : to;
	if (!any || (from && to && from->mode == to->mode &&
			    memcmp(from->id, to->id, CH_OID_BYTES) == 0))
		return;
	if (is_tree(any))
		enter(w, any->name, from, to);
	else
		add_change(w, any->name, from, to);
}

/* ---- From outside -------------------------------------------------------*/

static void start(struct walk *w, struct ch_odb *odb,
	const struct ch_treediff_options *opt, struct ch_arena *arena,
	struct ch_changes *out)
{
	memset(w, 0, sizeof(*w));
	w->odb = odb;
	w->arena = arena;
	w->out = out;
	w->max_changes = opt && opt->max_changes ? opt->max_changes
						 : DEFAULT_MAX_CHANGES;
	if (opt) {
		w->cache = opt->cache;
		w->stop = opt->stop;
		if (opt->pathspec && !ch_pathspec_is_empty(opt->pathspec))
			w->pathspec = opt->pathspec;
	}
	out->n = out->ncut = out->nunreadable = 0;
}

static void run(struct walk *w)
{
	while (w->nframes) {
		const struct frame *f = &w->frames[w->nframes - 1];

		if (w->full || (w->stop && *w->stop) ||
			(f->i == f->i_end && f->j == f->j_end))
			leave(w);
		else
			step(w);
	}
	free(w->frames);
	free(w->others);
	ch_buf_release(&w->path);
}

static void push_roots(
	struct walk *w, const struct ch_oid *old, const struct ch_oid *new)
{
	struct frame f = { 0 };

	if (old && ch_oid_eq(old, new))
		return;
	if (!read_pair(w, old ? old->id : NULL, new->id, &f)) {
		w->out->nunreadable++;
		return;
	}
	if (f.old)
		skip_equal_ends(&f);
	push(w, &f);
}

int ch_treediff(struct ch_odb *odb, const struct ch_oid *old_tree,
	const struct ch_oid *new_tree, const struct ch_treediff_options *opt,
	struct ch_arena *arena, struct ch_changes *out, struct ch_err *err)
{
	struct walk w;

	(void)err;
	start(&w, odb, opt, arena, out);
	push_roots(&w, old_tree, new_tree);
	run(&w);
	return 0;
}

int ch_treediff_merge(struct ch_odb *odb, const struct ch_oid *parent_trees,
	size_t nparents, const struct ch_oid *tree,
	const struct ch_treediff_options *opt, struct ch_arena *arena,
	struct ch_merge_changes *out, struct ch_err *err)
{
	struct walk w;
	size_t k;

	(void)err;
	start(&w, odb, opt, arena, &out->changes);
	out->nparents = nparents;
	w.merge = out;
	w.nothers = nparents ? nparents - 1 : 0;
	ensure_others(&w);
	for (k = 0; k < w.nothers; k++)
		if (ch_tree_read(w.cache, odb, &parent_trees[1 + k],
			    &w.others[k], NULL))
			out->changes.nunreadable++;
	push_roots(&w, nparents ? parent_trees : NULL, tree);
	if (!w.nframes)
		for (k = 0; k < w.nothers; k++)
			ch_tree_release(w.others[k]);
	run(&w);
	return 0;
}

int ch_tree_files(struct ch_odb *odb, const struct ch_oid *tree,
	const struct ch_treediff_options *opt, struct ch_arena *arena,
	struct ch_changes *out, struct ch_err *err)
{
	return ch_treediff(odb, NULL, tree, opt, arena, out, err);
}

int ch_tree_entry(struct ch_odb *odb, const struct ch_oid *tree,
	struct ch_str path, struct ch_oid *oid, uint32_t *mode,
	struct ch_err *err)
{
	struct ch_oid at = *tree;
	size_t from = 0;
	int depth, rc;

	for (depth = 0; depth < MAX_DEPTH; depth++) {
		size_t slash = ch_str_chr(path, '/', from);
		bool last = slash == (size_t)-1;
		struct ch_str name =
			ch_str_sub(path, from, last ? path.len : slash);
		struct ch_tree_entry e = { 0 };
		struct ch_tree *t;
		bool found;

		rc = ch_tree_read(NULL, odb, &at, &t, err);
		if (rc)
			return rc;
		found = (last && ch_tree_find(t, name, false, &e)) ||
			ch_tree_find(t, name, true, &e);
		if (found)
			memcpy(at.id, e.id, CH_OID_BYTES);
		ch_tree_release(t);
		if (!found)
			break;
		if (last) {
			*oid = at;
			*mode = e.mode;
			return 0;
		}
		from = slash + 1;
	}
	return ch_fail(err, CH_ENOTFOUND, "%.*s: not in the tree",
		(int)(path.len > 200 ? 200 : path.len), path.ptr);
}
