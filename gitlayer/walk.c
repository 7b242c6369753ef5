#include "gitlayer/walk.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/thread.h"
#include "gitlayer/commit.h"
#include "gitlayer/heap.h"
#include "gitlayer/rawcommit.h"

/*
 * Three passes.  First everything that the excluded tips reach, ids only.
 * Then what the included tips reach and the first pass did not see: exact
 * whatever the dates are, because no boundary is ever guessed.  Last the
 * order, by a heap over the commits whose parents are all out.  Where history
 * branches, several threads read.
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

struct reading;
struct walker;

/* Everything that the tips reach is numbered, read and taken. */
struct pass {
	const struct ch_oid *tips;
	size_t ntips;
	struct ch_oid_table *table;
	void (*number)(struct walker *, const struct ch_oid *);
	void (*take)(struct walker *, uint32_t number, const struct reading *);
	bool wants_people, wants_trailers;
};

struct walker {
	struct ch_odb *odb;
	struct ch_repo *repo;
	const struct ch_walk_tips *tips;
	struct ch_oid_table dead; /* reached from the excluded tips */
	struct u32_list graph;	  /* of dead commits: how many parents, which */
	struct u32_list graph_at; /* by dead number, NOT_READ where it is not */
	struct ch_oid_table seen; /* numbers are indices into recs[] */
	struct ch_commit_rec *recs;
	size_t nrecs, recs_cap;
	struct ch_oid *parents; /* recs[i].first_parent points in here */
	size_t nparents, parents_cap;
	uint32_t *numbers;    /* beside parents[]: in 'seen', or CH_NO_NUMBER */
	struct u32_list rank; /* place in the output, by number */
	struct ch_intern people; /* in the order of reading */
	struct ch_buf name;
	struct ch_history *out;
	/* What the pass that runs changes, with the lock held. */
	pthread_mutex_t lock;
	pthread_cond_t more; /* in todo, or that there will be none */
	const struct pass *pass;
	struct u32_list todo; /* of its table, to be read */
	size_t nbusy;	      /* being read */
	size_t nread, nfailed;
	struct reader *readers; /* beside the caller */
	size_t nreaders;
	bool started; /* have they been, or as many as could? */
};

/* recs[i].nparents of a commit that is not there, or left out by its date */
#define DROPPED UINT32_MAX
#define NOT_RANKED UINT32_MAX
#define NOT_READ UINT32_MAX

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

/* A commit as read, people re-coded, in a reader's scratch memory. */
struct reading {
	struct ch_oid oid;
	struct ch_raw_commit raw;
	size_t bytes;
	bool names_co_author;
};

/* Commits that a reader reads before it takes the lock again, at most. */
#define BATCH 16

/* One of the threads that read; the first is the caller's. */
struct reader {
	struct walker *walker;
	struct ch_odb *odb;
	struct ch_arena scratch; /* reset for every batch */
	struct {
		uint32_t number;
		int code; /* of reading it */
		struct reading reading;
	} batch[BATCH];
	size_t nbatch;
	pthread_t thread;
};

static struct ch_raw_ident decoded(const struct ch_signature *sig)
{
	return (struct ch_raw_ident){ .name = sig->name,
		.email = sig->email,
		.when_s = sig->when_s,
		.tz_minutes = sig->tz_minutes,
		.has_time = sig->has_time };
}

/* Only what is odd or beyond ASCII needs the whole parser, which re-codes. */
static int read_commit(
	struct reader *r, struct reading *out, struct ch_err *err)
{
	const struct pass *pass = r->walker->pass;
	struct ch_object object;
	struct ch_commit full;
	int code;

	code = read_raw(r->odb, r->walker->repo, &out->oid, &r->scratch,
		&object, &out->raw, err);
	if (code)
		return code;
	out->bytes = object.size;
	out->names_co_author =
		pass->wants_trailers &&
		names_co_author(ch_str_n(object.data, object.size));
	if (pass->wants_people && !out->raw.is_plain &&
		!ch_commit_parse(
			&out->oid, &object, &r->scratch, &full, NULL)) {
		out->raw.author = decoded(&full.author);
		out->raw.committer = decoded(&full.committer);
	}
	return 0;
}

static uint32_t intern_person(struct walker *w, struct ch_intern *people,
	const struct ch_raw_ident *person)
{
	ch_buf_clear(&w->name);
	ch_buf_add_str(&w->name, person->name);
	if (person->name.len)
		ch_buf_add_char(&w->name, ' ');
	ch_buf_add_char(&w->name, '<');
	ch_buf_add_str(&w->name, person->email);
	ch_buf_add_char(&w->name, '>');
	return ch_intern(people, ch_buf_str(&w->name));
}

/* Pass 1: number 'oid' among the dead, to be read later. */
static uint32_t bury(struct walker *w, const struct ch_oid *oid)
{
	bool added;
	uint32_t at = ch_oid_table_add(&w->dead, oid, &added);

	if (added) {
		push(&w->graph_at, NOT_READ);
		push(&w->todo, at);
	}
	return at;
}

static void doom(struct walker *w, const struct ch_oid *oid)
{
	bury(w, oid);
}

/* Put the parents of a dead commit there, and who wrote it where asked. */
static void bury_parents(
	struct walker *w, uint32_t number, const struct reading *reading)
{
	const struct ch_raw_commit *raw = &reading->raw;

	if (w->tips->want_excluded_authors)
		intern_person(w, &w->out->excluded_authors, &raw->author);
	w->graph_at.items[number] = (uint32_t)w->graph.n;
	push(&w->graph, (uint32_t)raw->nparents);
	for (size_t i = 0; i < raw->nparents; i++) {
		struct ch_oid parent = ch_raw_commit_parent(raw, i);

		push(&w->graph, bury(w, &parent));
	}
}

/* Pass 2: number 'oid' unless an excluded commit reaches it. */
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

/* Record commit 'number' and discover its parents. */
static void visit(
	struct walker *w, uint32_t number, const struct reading *reading)
{
	const struct ch_raw_commit *raw = &reading->raw;
	struct ch_commit_rec rec = w->recs[number];
	size_t follow;

	rec.tree = raw->tree;
	rec.author_s = when(&raw->author);
	rec.author_tz = (int16_t)raw->author.tz_minutes;
	rec.committer_s = when(&raw->committer);
	rec.committer_tz = (int16_t)raw->committer.tz_minutes;
	rec.names_co_author = reading->names_co_author;
	rec.author = intern_person(w, &w->people, &raw->author);
	rec.committer = intern_person(w, &w->people, &raw->committer);
	take_parents(w, raw, &rec);
	w->recs[number] = rec;
	follow = w->tips->first_parent && raw->nparents ? 1 : raw->nparents;
	/* The first parent last: it is read next, its neighbour in the pack */
	for (size_t i = follow; i-- > 0;)
		discover(w, &w->parents[rec.first_parent + i]);
}

/* ---- Readers ------------------------------------------------------------*/

/* A walk of fewer commits is over before a thread has begun. */
#define MANY_COMMITS 2000
#define READER_CACHE_BYTES ((size_t)2 << 20)

static void take(
	struct walker *w, uint32_t number, const struct reading *reading)
{
	w->out->bytes += reading->bytes;
	w->pass->take(w, number, reading);
}

static bool must_stop(const struct walker *w)
{
	return w->tips->stop && *w->tips->stop;
}

static void *read_todo(void *arg);

/* With the lock held.  Those that cannot begin are done without. */
static void start_readers(struct walker *w)
{
	static const struct ch_odb_options options = {
		.cache_bytes = READER_CACHE_BYTES
	};

	w->started = true;
	w->readers = ch_realloc(w->readers, w->tips->jobs, sizeof(*w->readers));
	while (w->nreaders + 1 < w->tips->jobs) {
		struct reader *r = &w->readers[w->nreaders];

		*r = (struct reader){ .walker = w };
		if (ch_odb_open(&r->odb, w->repo, &options, NULL))
			break;
		if (!ch_thread_start(&r->thread, read_todo, r)) {
			ch_odb_free(r->odb);
			break;
		}
		w->nreaders++;
	}
}

/* With the lock held: half of what is to do, the others have the rest. */
static void fill_batch(struct reader *r)
{
	struct walker *w = r->walker;
	size_t n = (w->todo.n + 1) / 2;

	for (r->nbatch = 0; r->nbatch < n && r->nbatch < BATCH; r->nbatch++) {
		uint32_t number = w->todo.items[--w->todo.n];

		r->batch[r->nbatch].number = number;
		r->batch[r->nbatch].reading.oid = w->pass->table->oids[number];
	}
}

static void read_batch(struct reader *r)
{
	ch_arena_reset(&r->scratch);
	for (size_t i = 0; i < r->nbatch; i++)
		r->batch[i].code = read_commit(r, &r->batch[i].reading, NULL);
}

/* With the lock held. */
static void take_batch(struct reader *r)
{
	struct walker *w = r->walker;

	/* Backwards, so that the first is followed first. */
	for (size_t i = r->nbatch; i-- > 0;) {
		if (r->batch[i].code)
			w->nfailed++;
		else
			take(w, r->batch[i].number, &r->batch[i].reading);
	}
	w->nread += r->nbatch;
}

/*
 * Read what is to do until nobody finds more.  Commits are read without the
 * lock, everything else is done with it.
 */
static void *read_todo(void *arg)
{
	struct reader *r = arg;
	struct walker *w = r->walker;

	pthread_mutex_lock(&w->lock);
	while (!must_stop(w)) {
		if (!w->todo.n) {
			if (!w->nbusy)
				break;
			pthread_cond_wait(&w->more, &w->lock);
			continue;
		}
		fill_batch(r);
		w->nbusy++;
		pthread_mutex_unlock(&w->lock);
		read_batch(r);
		pthread_mutex_lock(&w->lock);
		w->nbusy--;
		take_batch(r);
		if (w->nread >= MANY_COMMITS && !w->started)
			start_readers(w);
		/* the next one is this thread's */
		if (w->todo.n > 1)
			pthread_cond_signal(&w->more);
	}
	pthread_cond_broadcast(&w->more);
	pthread_mutex_unlock(&w->lock);
	return NULL;
}

/* Read the tips, where an error counts, and then all that they reach. */
static int run_pass(
	struct walker *w, const struct pass *pass, struct ch_err *err)
{
	struct reader self = { .walker = w, .odb = w->odb };
	int code = 0;

	w->pass = pass;
	w->nread = w->nfailed = w->nreaders = w->todo.n = 0;
	w->started = w->tips->jobs < 2;
	for (size_t i = 0; i < pass->ntips && !code; i++) {
		struct reading reading = { .oid = pass->tips[i] };
		size_t before = w->todo.n;
		uint32_t at;

		pass->number(w, &pass->tips[i]);
		if (w->todo.n == before)
			continue;
		at = w->todo.items[--w->todo.n];
		code = read_commit(&self, &reading, err);
		if (!code)
			take(w, at, &reading);
	}
	if (!code)
		read_todo(&self);
	for (size_t i = 0; i < w->nreaders; i++) {
		pthread_join(w->readers[i].thread, NULL);
		ch_odb_free(w->readers[i].odb);
		ch_arena_release(&w->readers[i].scratch);
	}
	ch_arena_release(&self.scratch);
	if (!code && must_stop(w))
		code = ch_fail(err, CH_EINTR, "interrupted");
	return code;
}

/* Below the excluded tips what is missing reaches nothing. */
static int walk_excluded(struct walker *w, struct ch_err *err)
{
	struct pass pass = { .tips = w->tips->exclude,
		.ntips = w->tips->nexclude,
		.table = &w->dead,
		.number = doom,
		.take = bury_parents,
		.wants_people = w->tips->want_excluded_authors };

	return run_pass(w, &pass, err);
}

static int walk_included(struct walker *w, struct ch_err *err)
{
	struct pass pass = { .tips = w->tips->include,
		.ntips = w->tips->ninclude,
		.table = &w->seen,
		.number = discover,
		.take = visit,
		.wants_people = true,
		.wants_trailers = true };
	int code = run_pass(w, &pass, err);

	w->out->nmissing = w->nfailed;
	return code;
}

/* What is known of a dead commit; bits. */
enum {
	BORDER = 1, /* a tip, or a parent of a walked commit */
	BELOW = 2   /* one that is either reaches it */
};

static void meet(struct walker *w, uint8_t *known, const struct ch_oid *oid)
{
	uint32_t number = ch_oid_table_find(&w->dead, oid);

	if (number == CH_NO_NUMBER || known[number])
		return;
	known[number] = BORDER;
	push(&w->todo, number);
}

/* Everything below the border; each commit is followed once. */
static void go_below(struct walker *w, uint8_t *known)
{
	while (w->todo.n) {
		uint32_t at = w->graph_at.items[w->todo.items[--w->todo.n]];
		uint32_t nparents = at == NOT_READ ? 0 : w->graph.items[at];

		for (uint32_t i = 1; i <= nparents; i++) {
			uint32_t parent = w->graph.items[at + i];

			if (!known[parent])
				push(&w->todo, parent);
			known[parent] |= BELOW;
		}
	}
}

static int by_oid(const void *a, const void *b)
{
	return ch_oid_cmp(a, b);
}

static void sort_oids(struct ch_oid *oids, size_t n)
{
	if (n)
		qsort(oids, n, sizeof(*oids), by_oid);
}

/* Where both sides meet, and the dead that no walked commit reaches. */
static void find_bases(struct walker *w)
{
	struct ch_history *out = w->out;
	size_t bases_cap = 0, ahead_cap = 0;
	uint8_t *known;

	if (!w->dead.n)
		return;
	known = ch_calloc(w->dead.n, sizeof(*known));
	w->todo.n = 0;
	for (size_t i = 0; i < w->tips->ninclude; i++)
		meet(w, known, &w->tips->include[i]);
	for (size_t i = 0; i < w->nparents; i++)
		meet(w, known, &w->parents[i]);
	go_below(w, known);
	for (size_t i = 0; i < w->dead.n; i++) {
		if (w->graph_at.items[i] == NOT_READ)
			continue;
		if (!known[i]) {
			CH_GROW(out->ahead, out->nahead, ahead_cap);
			out->ahead[out->nahead++] = w->dead.oids[i];
		} else if (known[i] == BORDER) {
			CH_GROW(out->bases, out->nbases, bases_cap);
			out->bases[out->nbases++] = w->dead.oids[i];
		}
	}
	sort_oids(out->ahead, out->nahead);
	sort_oids(out->bases, out->nbases);
	free(known);
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

/* Number 'person' among the people of the result. */
static uint32_t number_person(
	struct walker *w, uint32_t *numbers, uint32_t person)
{
	if (!numbers[person])
		numbers[person] =
			1 + ch_intern(&w->out->people,
				    ch_intern_str(&w->people, person));
	return numbers[person] - 1;
}

/* As the commits come: the order of reading is the threads'. */
static void number_people(struct walker *w)
{
	uint32_t *numbers = ch_calloc(w->people.n + 1, sizeof(*numbers));

	for (size_t i = 0; i < w->out->ncommits; i++) {
		struct ch_commit_rec *rec = &w->out->commits[i];

		rec->author = number_person(w, numbers, rec->author);
		rec->committer = number_person(w, numbers, rec->committer);
	}
	free(numbers);
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
	number_people(w);
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

int ch_walk(struct ch_odb *odb, struct ch_repo *repo,
	const struct ch_walk_tips *tips, struct ch_history *out,
	struct ch_err *err)
{
	struct walker w = {
		.odb = odb, .repo = repo, .tips = tips, .out = out
	};
	int code;

	memset(out, 0, sizeof(*out));
	pthread_mutex_init(&w.lock, NULL);
	pthread_cond_init(&w.more, NULL);
	CH_GROW(w.parents, 0, w.parents_cap);
	code = walk_excluded(&w, err);
	if (!code)
		code = walk_included(&w, err);
	if (!code) {
		find_bases(&w);
		drop_by_date(&w);
		code = sort_commits(&w, err);
	}
	if (code)
		ch_history_release(out);
	ch_buf_release(&w.name);
	free(w.rank.items);
	free(w.numbers);
	free(w.todo.items);
	free(w.graph.items);
	free(w.graph_at.items);
	free(w.parents);
	free(w.recs);
	ch_oid_table_release(&w.seen);
	ch_oid_table_release(&w.dead);
	ch_intern_release(&w.people);
	free(w.readers);
	pthread_cond_destroy(&w.more);
	pthread_mutex_destroy(&w.lock);
	return code;
}

void ch_history_release(struct ch_history *h)
{
	free(h->commits);
	free(h->parents);
	free(h->parent_oids);
	free(h->bases);
	free(h->ahead);
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
