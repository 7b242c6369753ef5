#include "gitlayer/walk.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "gitlayer/commit.h"
#include "gitlayer/heap.h"
#include "gitlayer/rawcommit.h"

/*
 * Three passes.  First everything that the excluded tips reach, ids only.
 * Then what the included tips reach and the first pass did not see: exact
 * whatever the dates are, because no boundary is ever guessed.  Last the
 * order, by a heap over the commits whose parents are all out.
 */

struct u32_list {
	uint32_t *items;
	size_t n, cap;
};

static void push(struct u32_list *list, uint32_t item)
{
	CH_GROW(list->items, list->n, list->cap);
	list->items[list->n++] = item;
}

struct walker {
	struct ch_odb *odb;
	const struct ch_repo *repo;
	const struct ch_walk_tips *tips;
	struct ch_arena scratch;  /* the commit at hand */
	struct ch_oid_table dead; /* reached from the excluded tips */
	struct ch_oid_table seen; /* numbers are indices into recs[] */
	struct ch_commit_rec *recs;
	size_t nrecs, recs_cap;
	struct ch_oid *parents; /* recs[i].first_parent points in here */
	size_t nparents, parents_cap;
	uint32_t *numbers; /* beside parents[]: in 'seen', or CH_NO_NUMBER */
	struct u32_list todo;
	struct u32_list rank; /* place in the output, by number */
	struct ch_buf name;
	struct ch_history *out;
};

/* recs[i].nparents of a commit that is not there, or left out by its date */
#define DROPPED UINT32_MAX
#define NOT_RANKED UINT32_MAX

static int read_raw(struct ch_odb *odb, const struct ch_repo *repo,
	const struct ch_oid *oid, struct ch_arena *arena,
	struct ch_object *object, struct ch_raw_commit *raw, struct ch_err *err)
{
	char hex[CH_OID_HEX + 1];
	int code = ch_odb_read(odb, oid, arena, object, err);

	if (code)
		return code;
	if (object->type != CH_OBJ_COMMIT)
		return ch_fail(err, CH_EFORMAT, "%s: not a commit",
			ch_oid_hex(oid, hex));
	if (!ch_raw_commit_parse(ch_str_n(object->data, object->size), raw))
		return ch_fail(err, CH_EFORMAT, "commit %s: bad tree line",
			ch_oid_hex(oid, hex));
	if (raw->nparents && ch_repo_is_shallow_root(repo, oid))
		raw->nparents = 0;
	return 0;
}

static int64_t when(const struct ch_raw_ident *ident)
{
	return ident->has_time ? ident->when_s : CH_NO_TIME;
}

static int64_t signed_at(const struct ch_signature *sig)
{
	return sig->has_time ? sig->when_s : CH_NO_TIME;
}

static uint32_t intern_person(struct walker *w, struct ch_intern *people,
	struct ch_str name, struct ch_str email)
{
	ch_buf_clear(&w->name);
	ch_buf_add_str(&w->name, name);
	if (name.len)
		ch_buf_add_char(&w->name, ' ');
	ch_buf_add_char(&w->name, '<');
	ch_buf_add_str(&w->name, email);
	ch_buf_add_char(&w->name, '>');
	return ch_intern(people, ch_buf_str(&w->name));
}

/* An excluded commit's author, for who was there before. */
static void take_excluded_author(struct walker *w, const struct ch_oid *oid,
	const struct ch_raw_commit *raw, const struct ch_object *object)
{
	struct ch_intern *people = &w->out->excluded_authors;
	struct ch_commit full;

	if (raw->is_plain ||
		ch_commit_parse(oid, object, &w->scratch, &full, NULL))
		intern_person(w, people, raw->author.name, raw->author.email);
	else
		intern_person(w, people, full.author.name, full.author.email);
}

/* Pass 1: number 'oid' among the dead and put its parents there. */
static int bury(struct walker *w, uint32_t number, struct ch_err *err)
{
	struct ch_oid oid = w->dead.oids[number];
	struct ch_raw_commit raw;
	struct ch_object object;
	int code;

	ch_arena_reset(&w->scratch);
	code = read_raw(w->odb, w->repo, &oid, &w->scratch, &object, &raw, err);
	if (code)
		return code;
	if (w->tips->want_excluded_authors)
		take_excluded_author(w, &oid, &raw, &object);
	for (size_t i = 0; i < raw.nparents; i++) {
		struct ch_oid parent = ch_raw_commit_parent(&raw, i);
		bool added;
		uint32_t at = ch_oid_table_add(&w->dead, &parent, &added);

		if (added)
			push(&w->todo, at);
	}
	return 0;
}

static int check_stop(const struct walker *w, struct ch_err *err)
{
	if (w->tips->stop && *w->tips->stop)
		return ch_fail(err, CH_EINTR, "interrupted");
	return 0;
}

static int walk_excluded(struct walker *w, struct ch_err *err)
{
	int code;

	for (size_t i = 0; i < w->tips->nexclude; i++) {
		bool added;
		uint32_t at = ch_oid_table_add(
			&w->dead, &w->tips->exclude[i], &added);

		if (!added)
			continue;
		code = bury(w, at, err);
		if (code)
			return code;
		/* Below the tips what is missing reaches nothing. */
		while (w->todo.n && !(code = check_stop(w, err)))
			bury(w, w->todo.items[--w->todo.n], NULL);
		if (code)
			return code;
	}
	return 0;
}

/* Only what is odd or beyond ASCII needs the whole parser, which re-codes. */
static void take_people(struct walker *w, const struct ch_raw_commit *raw,
	const struct ch_object *object, struct ch_commit_rec *rec)
{
	struct ch_intern *people = &w->out->people;
	struct ch_commit full;

	if (raw->is_plain ||
		ch_commit_parse(&rec->oid, object, &w->scratch, &full, NULL)) {
		rec->author = intern_person(
			w, people, raw->author.name, raw->author.email);
		rec->committer = intern_person(
			w, people, raw->committer.name, raw->committer.email);
		return;
	}
	rec->author =
		intern_person(w, people, full.author.name, full.author.email);
	rec->committer = intern_person(
		w, people, full.committer.name, full.committer.email);
	rec->author_s = signed_at(&full.author);
	rec->author_tz = (int16_t)full.author.tz_minutes;
	rec->committer_s = signed_at(&full.committer);
	rec->committer_tz = (int16_t)full.committer.tz_minutes;
}

static void take_parents(struct walker *w, const struct ch_raw_commit *raw,
	struct ch_commit_rec *rec)
{
	rec->first_parent = (uint32_t)w->nparents;
	rec->nparents = (uint32_t)raw->nparents;
	for (size_t i = 0; i < raw->nparents; i++) {
		CH_GROW(w->parents, w->nparents, w->parents_cap);
		w->parents[w->nparents++] = ch_raw_commit_parent(raw, i);
	}
}

/* Most commits name none: for them the trailers need not be looked at. */
static bool names_co_author(struct ch_str commit)
{
	static const char word[] = "o-authored-by";
	const char *p = commit.ptr, *end = p + commit.len;

	while ((p = memchr(p, '-', (size_t)(end - p)))) {
		if (p > commit.ptr && (size_t)(end - p) >= sizeof(word) - 2 &&
			!strncasecmp(p - 1, word, sizeof(word) - 1))
			return true;
		p++;
	}
	return false;
}

/* Number 'oid' unless an excluded commit reaches it, to be read later. */
static void discover(struct walker *w, const struct ch_oid *oid)
{
	struct ch_commit_rec rec = { .oid = *oid, .nparents = DROPPED };
	bool added;
	uint32_t at;

	if (ch_oid_table_find(&w->dead, oid) != CH_NO_NUMBER)
		return;
	at = ch_oid_table_add(&w->seen, oid, &added);
	if (!added)
		return;
	CH_GROW(w->recs, w->nrecs, w->recs_cap);
	w->recs[w->nrecs++] = rec;
	push(&w->todo, at);
}

/* Pass 2: read commit 'number' and discover its parents. */
static int visit(struct walker *w, uint32_t number, struct ch_err *err)
{
	struct ch_commit_rec rec = w->recs[number];
	struct ch_raw_commit raw;
	struct ch_object object;
	size_t follow;
	int code;

	ch_arena_reset(&w->scratch);
	code = read_raw(
		w->odb, w->repo, &rec.oid, &w->scratch, &object, &raw, err);
	if (code)
		return code;
	rec.tree = raw.tree;
	rec.author_s = when(&raw.author);
	rec.author_tz = (int16_t)raw.author.tz_minutes;
	rec.committer_s = when(&raw.committer);
	rec.committer_tz = (int16_t)raw.committer.tz_minutes;
	rec.names_co_author =
		names_co_author(ch_str_n(object.data, object.size));
	take_people(w, &raw, &object, &rec);
	take_parents(w, &raw, &rec);
	w->recs[number] = rec;
	follow = w->tips->first_parent && raw.nparents ? 1 : raw.nparents;
	/* The first parent last: it is read next, its neighbour in the pack */
	for (size_t i = follow; i-- > 0;)
		discover(w, &w->parents[rec.first_parent + i]);
	return 0;
}

static int walk_included(struct walker *w, struct ch_err *err)
{
	int code;

	for (size_t i = 0; i < w->tips->ninclude; i++) {
		size_t before = w->todo.n;

		discover(w, &w->tips->include[i]);
		if (w->todo.n == before)
			continue;
		code = visit(w, w->todo.items[--w->todo.n], err);
		if (code)
			return code;
		while (w->todo.n && !(code = check_stop(w, err)))
			if (visit(w, w->todo.items[--w->todo.n], NULL))
				w->out->nmissing++;
		if (code)
			return code;
	}
	return 0;
}

/* An unreadable date counts as 1970, as in git. */
static void drop_by_date(struct walker *w)
{
	const struct ch_walk_tips *t = w->tips;

	for (size_t i = 0; i < w->nrecs; i++) {
		struct ch_commit_rec *rec = &w->recs[i];
		int64_t at = rec->committer_s;

		if (at == CH_NO_TIME)
			at = 0;
		if ((t->since_s != CH_NO_TIME && at < t->since_s) ||
			(t->until_s != CH_NO_TIME && at > t->until_s))
			rec->nparents = DROPPED;
	}
}

/* Children of every commit and how many of its parents are not yet out. */
struct order {
	uint32_t *waiting;     /* by number */
	uint32_t *first_child; /* by number, one more at the end */
	uint32_t *children;
	struct ch_heap heap;
};

static bool is_dropped(const struct walker *w, uint32_t number)
{
	return number == CH_NO_NUMBER || w->recs[number].nparents == DROPPED;
}

/* Counts the children of every commit and the parents it waits for. */
static uint32_t count_children(struct walker *w, struct order *o)
{
	uint32_t total = 0;

	w->numbers = ch_calloc(w->nparents, sizeof(*w->numbers));
	for (uint32_t i = 0; i < w->nrecs; i++) {
		const struct ch_commit_rec *rec = &w->recs[i];

		if (is_dropped(w, i))
			continue;
		for (uint32_t p = 0; p < rec->nparents; p++) {
			uint32_t at = rec->first_parent + p;
			uint32_t number =
				ch_oid_table_find(&w->seen, &w->parents[at]);

			w->numbers[at] = number;
			if (is_dropped(w, number))
				continue;
			o->first_child[number]++;
			o->waiting[i]++;
			total++;
		}
	}
	return total;
}

static void link_children(struct walker *w, struct order *o)
{
	uint32_t total = count_children(w, o);

	/* From counts to ends; filling backwards turns ends into starts. */
	for (size_t i = 1; i <= w->nrecs; i++)
		o->first_child[i] += o->first_child[i - 1];
	o->children = ch_calloc(total, sizeof(*o->children));
	for (uint32_t i = (uint32_t)w->nrecs; i-- > 0;) {
		const struct ch_commit_rec *rec = &w->recs[i];

		if (is_dropped(w, i))
			continue;
		for (uint32_t p = 0; p < rec->nparents; p++) {
			uint32_t at = w->numbers[rec->first_parent + p];

			if (!is_dropped(w, at))
				o->children[--o->first_child[at]] = i;
		}
	}
}

static bool comes_before(const void *ctx, uint32_t a, uint32_t b)
{
	const struct walker *w = ctx;
	const struct ch_commit_rec *x = &w->recs[a];
	const struct ch_commit_rec *y = &w->recs[b];

	if (x->committer_s != y->committer_s)
		return x->committer_s < y->committer_s;
	return ch_oid_cmp(&x->oid, &y->oid) < 0;
}

/* Pass 3.  Fills rank[] and copies the records in their final order. */
static void put_in_order(struct walker *w, struct order *o)
{
	struct ch_history *out = w->out;

	for (uint32_t i = 0; i < w->nrecs; i++) {
		push(&w->rank, NOT_RANKED);
		if (w->recs[i].nparents != DROPPED && !o->waiting[i])
			ch_heap_push(&o->heap, i);
	}
	out->commits = ch_calloc(w->nrecs, sizeof(*out->commits));
	while (o->heap.n) {
		uint32_t at = ch_heap_pop(&o->heap);

		w->rank.items[at] = (uint32_t)out->ncommits;
		out->commits[out->ncommits++] = w->recs[at];
		for (uint32_t c = o->first_child[at];
			c < o->first_child[at + 1]; c++)
			if (!--o->waiting[o->children[c]])
				ch_heap_push(&o->heap, o->children[c]);
	}
}

/* A commit that was read has a tree, be it left out by its date or not. */
static bool is_unreadable(const struct walker *w, uint32_t number)
{
	return number != CH_NO_NUMBER && is_dropped(w, number) &&
	       ch_oid_is_zero(&w->recs[number].tree);
}

/* Parents in the new order, without those that cannot be read. */
static void rewrite_parents(struct walker *w)
{
	struct ch_history *out = w->out;
	size_t n = 0;

	out->parents = ch_calloc(w->nparents, sizeof(*out->parents));
	out->parent_oids = ch_calloc(w->nparents, sizeof(*out->parent_oids));
	for (size_t i = 0; i < out->ncommits; i++) {
		struct ch_commit_rec *rec = &out->commits[i];
		uint32_t from = rec->first_parent, to = from + rec->nparents;

		ch_oid_table_add(&out->index, &rec->oid, NULL);
		rec->first_parent = (uint32_t)n;
		rec->nparents = 0;
		for (; from < to; from++) {
			uint32_t number = w->numbers[from];

			if (is_unreadable(w, number))
				continue;
			out->parent_oids[n] = w->parents[from];
			out->parents[n++] = CH_NO_COMMIT;
			if (number != CH_NO_NUMBER)
				out->parents[n - 1] = w->rank.items[number];
			rec->nparents++;
		}
	}
	out->nparents = n;
}

static int sort_commits(struct walker *w, struct ch_err *err)
{
	struct order o = { .heap = { .before = comes_before, .ctx = w } };
	size_t expected = 0;

	o.waiting = ch_calloc(w->nrecs, sizeof(*o.waiting));
	o.first_child = ch_calloc(w->nrecs + 1, sizeof(*o.first_child));
	link_children(w, &o);
	put_in_order(w, &o);
	rewrite_parents(w);
	for (size_t i = 0; i < w->nrecs; i++)
		expected += w->recs[i].nparents != DROPPED;
	ch_heap_release(&o.heap);
	free(o.children);
	free(o.first_child);
	free(o.waiting);
	if (w->out->ncommits == expected)
		return 0;
	return ch_fail(err, CH_EFORMAT,
		"commits are their own ancestors: check the repository "
		"with git fsck");
}

int ch_walk(struct ch_odb *odb, const struct ch_repo *repo,
	const struct ch_walk_tips *tips, struct ch_history *out,
	struct ch_err *err)
{
	struct walker w = {
		.odb = odb, .repo = repo, .tips = tips, .out = out
	};
	int code;

	memset(out, 0, sizeof(*out));
	CH_GROW(w.parents, 0, w.parents_cap);
	code = walk_excluded(&w, err);
	if (!code)
		code = walk_included(&w, err);
	if (!code) {
		drop_by_date(&w);
		code = sort_commits(&w, err);
	}
	if (code)
		ch_history_release(out);
	ch_buf_release(&w.name);
	free(w.rank.items);
	free(w.numbers);
	free(w.todo.items);
	free(w.parents);
	free(w.recs);
	ch_oid_table_release(&w.seen);
	ch_oid_table_release(&w.dead);
	ch_arena_release(&w.scratch);
	return code;
}

void ch_history_release(struct ch_history *h)
{
	free(h->commits);
	free(h->parents);
	free(h->parent_oids);
	ch_intern_release(&h->people);
	ch_intern_release(&h->excluded_authors);
	ch_oid_table_release(&h->index);
	memset(h, 0, sizeof(*h));
}

uint32_t ch_history_first_parent(const struct ch_history *h, uint32_t commit)
{
	const struct ch_commit_rec *rec = &h->commits[commit];

	return rec->nparents ? h->parents[rec->first_parent] : CH_NO_COMMIT;
}

uint32_t ch_history_find(const struct ch_history *h, const struct ch_oid *oid)
{
	return ch_oid_table_find(&h->index, oid);
}

int ch_walk_parents(struct ch_odb *odb, const struct ch_repo *repo,
	const struct ch_oid *commit, struct ch_arena *arena,
	struct ch_oid **parents, size_t *nparents, int64_t *when_s,
	struct ch_err *err)
{
	struct ch_raw_commit raw;
	struct ch_object object;
	int code = read_raw(odb, repo, commit, arena, &object, &raw, err);

	if (code)
		return code;
	*nparents = raw.nparents;
	*parents = ch_arena_calloc(arena, raw.nparents, sizeof(**parents));
	for (size_t i = 0; i < raw.nparents; i++)
		(*parents)[i] = ch_raw_commit_parent(&raw, i);
	if (when_s)
		*when_s = when(&raw.committer);
	return 0;
}
