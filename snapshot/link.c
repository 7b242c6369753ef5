#include "snapshot/link.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"
#include "gitlayer/treediff.h"
#include "pipeline/pool.h"
#include "snapshot/patchid.h"

/* Lines shorter than this recur everywhere and prove nothing. */
#define MIN_LINE 4
/* Names shorter than this are words of every file. */
#define MIN_NAME 3
#define AMBIGUOUS UINT32_MAX

struct vote {
	uint32_t commit, symbol, lines;
};

struct votes {
	struct vote *items;
	size_t n, cap;
};

struct worker {
	struct ch_odb *odb;
	struct ch_differ *differ;
	struct ch_arena scratch; /* reset for every commit or file */
	struct votes votes;
	size_t *vote_of; /* by symbol: its newest vote + 1 */
};

struct line_slot {
	uint64_t key; /* 0: empty */
	uint32_t symbol;
};

/* A commit of A's alone; zeros where it changes nothing or is a merge. */
struct patch {
	uint64_t paths, id;
};

/* Immutable while the workers run. */
struct lines {
	struct line_slot *slots;
	size_t n, cap;
};

struct linker {
	const struct ch_history *history;
	const struct ch_compare *delta;
	struct ch_symdiff *diff;
	const struct ch_link_options *opt;
	struct ch_commit_touch *touch;
	struct lines lines;
	struct ch_map paths; /* of delta files with facts, both names */
	struct ch_map names; /* of symbols -> first delta + 1 */
	uint32_t *next_same; /* deltas of the same name */
	const struct ch_changes *sources;
	atomic_uint *users;	     /* files that use a name, by first delta */
	struct patch *ahead;	     /* as history->ahead */
	struct ch_map patched_paths; /* of these, by hash */
	struct ch_map patches;	     /* the same, by id */
	struct worker *workers;
	size_t njobs;
};

static struct line_slot *slot_of(const struct lines *l, uint64_t key)
{
	size_t i = key & (l->cap - 1);

	while (l->slots[i].key && l->slots[i].key != key)
		i = (i + 1) & (l->cap - 1);
	return &l->slots[i];
}

static void grow_lines(struct lines *l)
{
	struct lines old = *l;

	l->cap = old.cap ? old.cap * 2 : 1024;
	l->slots = ch_calloc(l->cap, sizeof(*l->slots));
	for (size_t i = 0; i < old.cap; i++)
		if (old.slots[i].key)
			*slot_of(l, old.slots[i].key) = old.slots[i];
	free(old.slots);
}

static uint64_t line_key(struct ch_str path, char sign, struct ch_str line)
{
	uint64_t h;

	line = ch_str_trim(line);
	if (line.len < MIN_LINE)
		return 0;
	h = ch_hash_mix(ch_hash(line.ptr, line.len), (uint64_t)sign);
	h = ch_hash_mix(h, ch_hash(path.ptr, path.len));
	return h ? h : 1;
}

static void add_line(struct linker *l, uint64_t key, uint32_t symbol)
{
	struct line_slot *s;

	if (!key)
		return;
	if (l->lines.n >= l->lines.cap / 2)
		grow_lines(&l->lines);
	s = slot_of(&l->lines, key);
	if (s->key) {
		if (s->symbol != symbol)
			s->symbol = AMBIGUOUS;
		return;
	}
	s->key = key;
	s->symbol = symbol;
	l->lines.n++;
}

/* Which delta, innermost, each line of one side of a file belongs to. */
static uint32_t *paint(const struct linker *l, uint32_t file, enum ch_side side,
	size_t first, size_t end, uint32_t nlines, struct ch_arena *arena)
{
	uint32_t *owner = ch_arena_alloc(arena, nlines * sizeof(*owner) + 1);

	memset(owner, 0xff, nlines * sizeof(*owner));
	for (size_t i = first; i < end; i++) {
		const struct ch_symbol_side *s = &l->diff->items[i].side[side];

		if (!s->symbol || s->file != file)
			continue;
		for (uint32_t k = s->symbol->start_line;
			k <= s->symbol->end_line && k < nlines; k++)
			owner[k] = (uint32_t)i;
	}
	return owner;
}

static bool in_hunk(const struct ch_linediff *d, enum ch_side side,
	uint32_t line, size_t *at)
{
	for (; *at < d->nhunks; (*at)++) {
		const struct ch_hunk *h = &d->hunks[*at];
		uint32_t from = side == CH_OLD ? h->old_start : h->new_start;
		uint32_t n = side == CH_OLD ? h->old_count : h->new_count;

		if (line < from)
			return false;
		if (line < from + n)
			return true;
	}
	return false;
}

static void index_side(struct linker *l, uint32_t file, enum ch_side side,
	size_t first, size_t end, struct ch_arena *arena)
{
	const struct ch_compare_file *f = &l->delta->files[file];
	uint32_t nlines =
		side == CH_OLD ? f->diff.old_lines : f->diff.new_lines;
	struct ch_str rest = f->text[side], line,
		      path = ch_compare_path(f, side);
	uint32_t *owner = paint(l, file, side, first, end, nlines, arena);
	size_t at = 0;

	for (uint32_t k = 0; k < nlines && ch_str_line(&rest, &line); k++)
		if (owner[k] != UINT32_MAX && in_hunk(&f->diff, side, k, &at))
			add_line(l,
				line_key(
					path, side == CH_OLD ? '-' : '+', line),
				owner[k]);
}

/* Deltas are sorted by the shown file; moved ones have another old file. */
static void index_lines(struct linker *l)
{
	struct ch_arena arena = { 0 };
	size_t end = 0;

	for (size_t i = 0; i < l->diff->n; i = end) {
		uint32_t file = ch_symbol_shown(&l->diff->items[i])->file;

		for (end = i;
			end < l->diff->n &&
			ch_symbol_shown(&l->diff->items[end])->file == file;
			end++)
			;
		index_side(l, file, CH_OLD, i, end, &arena);
		index_side(l, file, CH_NEW, i, end, &arena);
		ch_arena_reset(&arena);
	}
	ch_arena_release(&arena);
	for (size_t i = 0; i < l->delta->nfiles; i++) {
		const struct ch_compare_file *f = &l->delta->files[i];

		if (!f->facts[CH_OLD].nsymbols && !f->facts[CH_NEW].nsymbols)
			continue;
		ch_map_add(&l->paths, f->change.path.ptr, f->change.path.len,
			NULL);
		if (f->change.old_path.ptr)
			ch_map_add(&l->paths, f->change.old_path.ptr,
				f->change.old_path.len, NULL);
	}
}

static void index_names(struct linker *l)
{
	l->next_same = ch_calloc(l->diff->n, sizeof(*l->next_same));
	l->users = ch_calloc(l->diff->n + 1, sizeof(*l->users));
	for (size_t i = l->diff->n; i-- > 0;) {
		struct ch_str name =
			ch_symbol_shown(&l->diff->items[i])->symbol->name;
		uint64_t *head;

		if (name.len < MIN_NAME)
			continue;
		head = ch_map_add(&l->names, name.ptr, name.len, NULL);
		l->next_same[i] = (uint32_t)*head;
		*head = i + 1;
	}
}

static void vote(struct linker *l, struct worker *w, size_t before,
	uint32_t commit, struct ch_str path, char sign, struct ch_str line)
{
	uint64_t key = line_key(path, sign, line);
	const struct line_slot *s;
	size_t *at;

	if (!key)
		return;
	s = slot_of(&l->lines, key);
	if (!s->key || s->symbol == AMBIGUOUS)
		return;
	at = &w->vote_of[s->symbol];
	if (*at > before) {
		w->votes.items[*at - 1].lines++;
		return;
	}
	CH_GROW(w->votes.items, w->votes.n, w->votes.cap);
	w->votes.items[w->votes.n++] = (struct vote){ commit, s->symbol, 1 };
	*at = w->votes.n;
}

static void vote_side(struct linker *l, struct worker *w, size_t before,
	uint32_t commit, struct ch_str path, enum ch_side side,
	struct ch_str text, const struct ch_linediff *d)
{
	struct ch_str line;
	size_t at = 0;

	for (uint32_t k = 0; at < d->nhunks && ch_str_line(&text, &line); k++)
		if (in_hunk(d, side, k, &at))
			vote(l, w, before, commit, path,
				side == CH_OLD ? '-' : '+', line);
}

static struct ch_str blob(
	struct worker *w, uint32_t mode, const struct ch_oid *oid)
{
	struct ch_object object = { 0 };

	if ((mode & 0170000) != 0100000 ||
		ch_odb_read(w->odb, oid, &w->scratch, &object, NULL) < 0)
		return CH_STR("");
	return ch_str_n(object.data, object.size);
}

static bool is_hidden(struct ch_str path)
{
	return ch_str_starts(path, ".") ||
	       ch_str_find(path, CH_STR("/."), 0) != (size_t)-1;
}

static void touch_file(struct linker *l, struct worker *w, size_t before,
	uint32_t commit, const struct ch_change *c)
{
	struct ch_commit_touch *t = &l->touch[commit];
	enum ch_path_class class =
		ch_linguist_class(l->opt->linguist, c->path, CH_STR(""));
	struct ch_linediff d;
	struct ch_str a, b;

	t->files++;
	if (class == CH_CLASS_SOURCE) {
		t->source_files++;
		t->product_files += !is_hidden(c->path);
	}
	if (!ch_map_get(&l->paths, c->path.ptr, c->path.len))
		return;
	a = blob(w, c->old_mode, &c->old_oid);
	b = blob(w, c->new_mode, &c->new_oid);
	if (ch_looks_binary(a) || ch_looks_binary(b))
		return;
	ch_linediff_run(w->differ, l->opt->algorithm, a, b, &w->scratch, &d);
	if (class != CH_CLASS_TEST) {
		t->added += d.added;
		t->removed += d.removed;
	}
	vote_side(l, w, before, commit, c->path, CH_OLD, a, &d);
	vote_side(l, w, before, commit, c->path, CH_NEW, b, &d);
}

/* ---- what A has, too ---- */

/* With more commits of its own A is another project. */
#define MAX_AHEAD 5000

static bool read_commit(
	struct worker *w, const struct ch_oid *oid, struct ch_commit *out)
{
	struct ch_object object;

	return ch_odb_read(w->odb, oid, &w->scratch, &object, NULL) >= 0 &&
	       ch_commit_parse(oid, &object, &w->scratch, out, NULL) >= 0;
}

/* old_tree NULL: against nothing.  Strings live in the worker's scratch. */
static bool diff_trees(struct linker *l, struct worker *w,
	const struct ch_oid *old_tree, const struct ch_oid *new_tree,
	struct ch_changes *out)
{
	struct ch_treediff_options opt = { .stop = l->opt->watch.stop,
		.pathspec = l->opt->pathspec,
		.max_changes = CH_COMPARE_MAX_FILES };

	return ch_treediff(w->odb, old_tree, new_tree, &opt, &w->scratch, out,
		       NULL) >= 0;
}

/* Of a commit that is no merge: what it does to which tree. */
static bool patch_of(struct linker *l, struct worker *w,
	const struct ch_oid *oid, struct ch_changes *changes)
{
	struct ch_commit commit, parent;

	if (!read_commit(w, oid, &commit) || commit.nparents > 1 ||
		(commit.nparents &&
			!read_commit(w, &commit.parents[0], &parent)))
		return false;
	return diff_trees(l, w, commit.nparents ? &parent.tree : NULL,
		       &commit.tree, changes) &&
	       changes->n;
}

static void read_ahead(void *ctx, size_t worker, size_t item)
{
	struct linker *l = ctx;
	struct worker *w = &l->workers[worker];
	struct ch_changes changes = { 0 };

	if (patch_of(l, w, &l->history->ahead[item], &changes)) {
		l->ahead[item].paths = ch_patch_paths(&changes);
		l->ahead[item].id = ch_patch_id(w->odb, w->differ,
			l->opt->algorithm, &changes, &w->scratch);
	}
	ch_changes_release(&changes);
	ch_arena_reset(&w->scratch);
}

static void index_ahead(struct linker *l)
{
	size_t n = l->history->nahead;

	if (n > MAX_AHEAD)
		return;
	l->ahead = ch_calloc(n, sizeof(*l->ahead));
	ch_pool_each(l->njobs, n, read_ahead, l, "link", &l->opt->watch);
	for (size_t i = 0; i < n; i++) {
		struct patch *p = &l->ahead[i];

		if (!p->id)
			continue;
		ch_map_add(
			&l->patched_paths, &p->paths, sizeof(p->paths), NULL);
		ch_map_add(&l->patches, &p->id, sizeof(p->id), NULL);
	}
}

static bool is_in_a(
	struct linker *l, struct worker *w, const struct ch_changes *changes)
{
	uint64_t h;

	if (!l->patches.n)
		return false;
	h = ch_patch_paths(changes);
	if (!ch_map_get(&l->patched_paths, &h, sizeof(h)))
		return false;
	h = ch_patch_id(
		w->odb, w->differ, l->opt->algorithm, changes, &w->scratch);
	return ch_map_get(&l->patches, &h, sizeof(h)) != NULL;
}

/* ---- commits ---- */

/* The tree of the first parent; zero for a root, false when unreadable. */
static bool parent_tree(const struct linker *l, struct worker *w,
	const struct ch_commit_rec *c, struct ch_oid *tree)
{
	struct ch_commit parent;
	uint32_t at;

	memset(tree, 0, sizeof(*tree));
	if (!c->nparents)
		return true;
	at = l->history->parents[c->first_parent];
	if (at != CH_NO_COMMIT) {
		*tree = l->history->commits[at].tree;
		return true;
	}
	if (!read_commit(w, &l->history->parent_oids[c->first_parent], &parent))
		return false;
	*tree = parent.tree;
	return true;
}

static void touch_commit(void *ctx, size_t worker, size_t item)
{
	struct linker *l = ctx;
	struct worker *w = &l->workers[worker];
	const struct ch_commit_rec *c = &l->history->commits[item];
	struct ch_changes changes = { 0 };
	struct ch_oid old_tree;
	size_t before = w->votes.n;

	if (c->nparents > 1)
		return;
	if (!parent_tree(l, w, c, &old_tree)) {
		l->touch[item].unreadable++;
		goto out;
	}
	if (!diff_trees(l, w, ch_oid_is_zero(&old_tree) ? NULL : &old_tree,
		    &c->tree, &changes)) {
		l->touch[item].unreadable++;
		goto out;
	}
	l->touch[item].unreadable += (uint32_t)changes.nunreadable;
	l->touch[item].in_a = is_in_a(l, w, &changes);
	for (size_t i = 0; i < changes.n; i++)
		touch_file(l, w, before, (uint32_t)item, &changes.items[i]);
out:
	ch_changes_release(&changes);
	ch_arena_reset(&w->scratch);
}

static bool is_letter(char c)
{
	return ch_is_letter(c) || c == '_';
}

/* The next identifier of 's' at or after *at; false at the end. */
static bool next_name(struct ch_str s, size_t *at, struct ch_str *name)
{
	size_t i = *at, from;

	while (i < s.len && !is_letter(s.ptr[i])) {
		if (ch_is_digit(s.ptr[i]))
			while (i + 1 < s.len && is_letter(s.ptr[i + 1]))
				i++; /* the tail of a number */
		i++;
	}
	from = i;
	while (i < s.len && (is_letter(s.ptr[i]) || ch_is_digit(s.ptr[i])))
		i++;
	*at = i;
	*name = ch_str_sub(s, from, i);
	return i > from;
}

/* One more user of each symbol name that a file of B contains. */
static void scan_users(void *ctx, size_t worker, size_t item)
{
	struct linker *l = ctx;
	struct worker *w = &l->workers[worker];
	const struct ch_change *c = &l->sources->items[item];
	struct ch_map seen = { 0 };
	struct ch_str text, name;
	size_t at = 0;

	text = blob(w, c->new_mode, &c->new_oid);
	if (ch_looks_binary(text))
		text = CH_STR("");
	while (next_name(text, &at, &name)) {
		const uint64_t *head;
		bool added;

		if (name.len < MIN_NAME)
			continue;
		head = ch_map_get(&l->names, name.ptr, name.len);
		if (!head)
			continue;
		ch_map_add(&seen, name.ptr, name.len, &added);
		if (added)
			atomic_fetch_add(&l->users[*head - 1], 1);
	}
	ch_map_release(&seen);
	ch_arena_reset(&w->scratch);
}

static void spread_users(struct linker *l)
{
	for (size_t i = 0; i < l->diff->n; i++) {
		struct ch_symbol_delta *d = &l->diff->items[i];
		struct ch_str name = ch_symbol_shown(d)->symbol->name;
		const uint64_t *head =
			ch_map_get(&l->names, name.ptr, name.len);
		unsigned users = head ? atomic_load(&l->users[*head - 1]) : 0;

		/* Its own file, and the header that declares it. */
		if (users && d->side[CH_NEW].symbol)
			users--;
		if (users && ch_symbol_shown(d)->decl)
			users--;
		d->dependents = users;
	}
}

static void mark_mentioned(struct linker *l, const struct ch_log *log)
{
	for (size_t i = 0; i < log->ncommits; i++) {
		struct ch_str text = log->commits[i].commit.message, name;
		size_t at = 0;

		while (next_name(text, &at, &name)) {
			const uint64_t *head =
				ch_map_get(&l->names, name.ptr, name.len);

			for (size_t k = head ? (size_t)*head : 0; k;
				k = l->next_same[k - 1])
				l->diff->items[k - 1].mentioned = true;
		}
	}
}

static int by_symbol(const void *pa, const void *pb)
{
	const struct vote *a = pa, *b = pb;

	if (a->symbol != b->symbol)
		return a->symbol < b->symbol ? -1 : 1;
	if (a->lines != b->lines)
		return a->lines > b->lines ? -1 : 1;
	return (a->commit > b->commit) - (a->commit < b->commit);
}

static int by_commit(const void *pa, const void *pb)
{
	const struct vote *a = pa, *b = pb;

	if (a->commit != b->commit)
		return a->commit < b->commit ? -1 : 1;
	if (a->lines != b->lines)
		return a->lines > b->lines ? -1 : 1;
	return (a->symbol > b->symbol) - (a->symbol < b->symbol);
}

static void give_symbols_commits(
	struct linker *l, const struct votes *v, struct ch_arena *arena)
{
	size_t end;

	qsort(v->items, v->n, sizeof(*v->items), by_symbol);
	for (size_t i = 0; i < v->n; i = end) {
		struct ch_symbol_delta *d = &l->diff->items[v->items[i].symbol];

		for (end = i; end < v->n &&
			      v->items[end].symbol == v->items[i].symbol;
			end++)
			;
		d->commits =
			ch_arena_alloc(arena, (end - i) * sizeof(*d->commits));
		for (size_t k = i; k < end; k++)
			d->commits[d->ncommits++] = v->items[k].commit;
	}
}

static void give_commits_symbols(
	struct linker *l, const struct votes *v, struct ch_arena *arena)
{
	size_t end;

	qsort(v->items, v->n, sizeof(*v->items), by_commit);
	for (size_t i = 0; i < v->n; i = end) {
		struct ch_commit_touch *t = &l->touch[v->items[i].commit];

		for (end = i; end < v->n &&
			      v->items[end].commit == v->items[i].commit;
			end++)
			;
		t->symbols =
			ch_arena_alloc(arena, (end - i) * sizeof(*t->symbols));
		for (size_t k = i; k < end; k++)
			t->symbols[t->nsymbols++] = v->items[k].symbol;
	}
}

static void reduce(struct linker *l, struct ch_arena *arena)
{
	struct votes all = { 0 };

	for (size_t i = 0; i < l->njobs; i++) {
		const struct votes *v = &l->workers[i].votes;

		for (size_t k = 0; k < v->n; k++) {
			CH_GROW(all.items, all.n, all.cap);
			all.items[all.n++] = v->items[k];
		}
	}
	if (all.n) {
		give_symbols_commits(l, &all, arena);
		give_commits_symbols(l, &all, arena);
	}
	free(all.items);
}

static int open_workers(
	struct linker *l, struct ch_repo *repo, struct ch_err *err)
{
	struct ch_odb_options opt = { .max_bytes = (size_t)16 << 20 };
	int rc = 0;

	l->njobs = l->opt->jobs ? l->opt->jobs : 1;
	l->workers = ch_calloc(l->njobs, sizeof(*l->workers));
	for (size_t i = 0; i < l->njobs && rc >= 0; i++) {
		l->workers[i].differ = ch_differ_new();
		l->workers[i].vote_of =
			ch_calloc(l->diff->n, sizeof(*l->workers[i].vote_of));
		rc = ch_odb_open(&l->workers[i].odb, repo, &opt, err);
	}
	return rc;
}

static void release(struct linker *l)
{
	for (size_t i = 0; l->workers && i < l->njobs; i++) {
		ch_odb_free(l->workers[i].odb);
		ch_differ_free(l->workers[i].differ);
		ch_arena_release(&l->workers[i].scratch);
		free(l->workers[i].votes.items);
		free(l->workers[i].vote_of);
	}
	free(l->workers);
	free(l->lines.slots);
	free(l->next_same);
	free(l->users);
	free(l->ahead);
	ch_map_release(&l->patched_paths);
	ch_map_release(&l->patches);
	ch_map_release(&l->paths);
	ch_map_release(&l->names);
}

int ch_link(struct ch_repo *repo, const struct ch_history *history,
	const struct ch_log *log, const struct ch_compare *delta,
	struct ch_symdiff *diff, const struct ch_changes *sources,
	const struct ch_link_options *opt, struct ch_arena *arena,
	struct ch_commit_touch **touch, struct ch_err *err)
{
	struct linker l = { .history = history,
		.delta = delta,
		.diff = diff,
		.sources = sources,
		.opt = opt };
	int rc;

	l.touch = ch_arena_calloc(arena, history->ncommits, sizeof(*l.touch));
	*touch = l.touch;
	rc = open_workers(&l, repo, err);
	if (rc < 0) {
		release(&l);
		return rc;
	}
	index_lines(&l);
	index_names(&l);
	index_ahead(&l);
	if (!l.lines.cap)
		grow_lines(&l.lines);
	ch_pool_each(l.njobs, history->ncommits, touch_commit, &l, "link",
		&opt->watch);
	reduce(&l, arena);
	mark_mentioned(&l, log);
	ch_pool_each(l.njobs, sources->n, scan_users, &l, "users", &opt->watch);
	spread_users(&l);
	release(&l);
	return 0;
}
