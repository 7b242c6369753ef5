#include "snapshot/log.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "snapshot/log_people.h"
#include "snapshot/message.h"
#include "snapshot/numbers.h"
#include "snapshot/project.h"

#define NONE CH_NO_COMMIT
/* Objects asked for at once: enough for pack order to pay. */
#define BATCH 4096
/* Mainlines inside mainlines; deeper ones stay one group. */
#define MAX_NEST 8
/* Two commits of one author with a shorter subject may be different things. */
#define TELLING_SUBJECT 20
#define ELLIPSIS "\xe2\x80\xa6"

struct build {
	struct ch_odb *odb;
	const struct ch_history *history;
	struct ch_arena *arena;
	struct ch_log *out;
	struct ch_message *messages; /* as commits */
	struct ch_log_people people;
	struct ch_project_votes votes;
	size_t groups_cap;
	uint32_t *stack, *members; /* each as long as commits */
};

/* ---- commits ---- */

static void count_coauthors(struct build *b, struct ch_log_commit *c)
{
	struct ch_str *values;
	size_t n = ch_commit_trailers(
		&c->commit, "Co-authored-by", b->arena, &values);

	c->coauthors = ch_arena_calloc(b->arena, n, sizeof(*c->coauthors));
	for (size_t i = 0; i < n; i++) {
		uint32_t who;
		bool known = false;

		if (ch_str_chr(values[i], '<', 0) == (size_t)-1)
			continue;
		who = ch_log_people_add(&b->people, values[i]);
		for (size_t j = 0; j < c->ncoauthors; j++)
			known = known || c->coauthors[j] == who;
		if (known || who == c->person)
			continue;
		c->coauthors[c->ncoauthors++] = who;
		b->people.items[who].coauthored++;
	}
}

static void add_person(struct build *b, struct ch_log_commit *c)
{
	const struct ch_commit_rec *rec = &b->history->commits[c->rec];

	c->person = ch_log_people_add(
		&b->people, ch_intern_str(&b->history->people, rec->author));
	if (c->merge)
		b->people.items[c->person].merges++;
	else
		b->people.items[c->person].commits++;
}

static void take_message(struct build *b, struct ch_log_commit *c)
{
	struct ch_message *m = &b->messages[c->rec];

	ch_message_parse(
		&c->commit, b->people.items[c->person].bot, b->arena, m);
	c->class = m->class;
	c->breaking = m->breaking;
	c->backport = m->backport;
	c->subject = m->subject;
	c->title = m->title;
	c->pr = m->own;
	c->points = m->points;
	c->npoints = m->npoints;
	c->lead = m->lead;
	c->breaking_note = m->breaking_note;
	if (!b->people.items[c->person].bot)
		ch_project_hear(&b->votes, c->commit.message, m->own);
}

static void add_commit(struct build *b, uint32_t i, const struct ch_load *load)
{
	struct ch_log_commit *c = &b->out->commits[i];

	c->rec = i;
	c->group = c->pair = c->told_by = NONE;
	c->merge = b->history->commits[i].nparents > 1;
	add_person(b, c);
	if (load->code || load->object.type != CH_OBJ_COMMIT ||
		ch_commit_parse(&load->oid, &load->object, b->arena, &c->commit,
			NULL)) {
		memset(&c->commit, 0, sizeof(c->commit));
		c->commit.oid = load->oid;
		c->class = CH_LOG_NOISE;
		b->out->nunreadable++;
		return;
	}
	count_coauthors(b, c);
	take_message(b, c);
}

static void read_commits(struct build *b)
{
	size_t n = b->history->ncommits;
	struct ch_load *loads = ch_calloc(BATCH, sizeof(*loads));

	for (size_t from = 0; from < n; from += BATCH) {
		size_t k = n - from < BATCH ? n - from : BATCH;

		memset(loads, 0, BATCH * sizeof(*loads));
		for (size_t i = 0; i < k; i++)
			loads[i].oid = b->history->commits[from + i].oid;
		ch_odb_read_batch(b->odb, loads, k, b->arena);
		for (size_t i = 0; i < k; i++)
			add_commit(b, (uint32_t)(from + i), &loads[i]);
	}
	free(loads);
}

/* Numbers wait for all messages: together they tell whose they are. */
static void take_numbers(struct build *b, struct ch_str origin)
{
	struct ch_project own =
		ch_project_elect(&b->votes, ch_project_of_url(origin));

	for (size_t i = 0; i < b->out->ncommits; i++) {
		struct ch_log_commit *c = &b->out->commits[i];
		struct ch_message *m = &b->messages[i];

		ch_message_numbers(m, &c->commit, &own, b->arena);
		c->numbers = m->numbers;
		c->nnumbers = m->nnumbers;
	}
}

/* ---- groups ---- */

static uint32_t parent(const struct build *b, uint32_t commit, uint32_t nth)
{
	const struct ch_commit_rec *rec = &b->history->commits[commit];

	return nth < rec->nparents
		       ? b->history->parents[rec->first_parent + nth]
		       : NONE;
}

/* Everything 'head' reaches that is in no group yet; head itself is not. */
static size_t collect(struct build *b, uint32_t head, uint32_t group)
{
	struct ch_log_commit *commits = b->out->commits;
	size_t n = 0, depth = 0;
	uint32_t at = head;

	commits[head].group = group;
	for (;;) {
		for (uint32_t p = 0; p < b->history->commits[at].nparents;
			p++) {
			uint32_t up = parent(b, at, p);

			if (up == NONE || commits[up].group != NONE)
				continue;
			commits[up].group = group;
			b->members[n++] = up;
			b->stack[depth++] = up;
		}
		if (!depth)
			return n;
		at = b->stack[--depth];
	}
}

static int by_number(const void *pa, const void *pb)
{
	uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;

	return (a > b) - (a < b);
}

/* Do the members bring two or more pull requests of their own? */
static bool is_integration(const struct build *b, uint32_t head, size_t n)
{
	uint32_t own = b->messages[head].own, first = 0;

	if (!b->out->commits[head].merge)
		return false;
	for (size_t i = 0; i < n; i++) {
		uint32_t pr = b->messages[b->members[i]].own;

		if (!pr || pr == own || pr == first)
			continue;
		if (first)
			return true;
		first = pr;
	}
	return false;
}

static void add_group(struct build *b, uint32_t head, size_t n)
{
	struct ch_log *out = b->out;
	struct ch_log_group *g;

	CH_GROW(out->groups, out->ngroups, b->groups_cap);
	g = &out->groups[out->ngroups++];
	memset(g, 0, sizeof(*g));
	g->head = head;
	qsort(b->members, n, sizeof(*b->members), by_number);
	g->members =
		ch_arena_memdup(b->arena, b->members, n * sizeof(uint32_t));
	g->nmembers = n;
}

/* A first-parent chain being made into groups, oldest first. */
struct chain {
	uint32_t *items;
	size_t n;
	bool split; /* the last one's other parents have had their turn */
};

/* items[] is newest first: groups are taken from its end. */
static struct chain chain_from(const struct build *b, uint32_t tip)
{
	struct chain chain = { 0 };
	size_t cap = 0;

	while (tip != NONE && b->out->commits[tip].group == NONE) {
		CH_GROW(chain.items, chain.n, cap);
		chain.items[chain.n++] = tip;
		tip = parent(b, tip, 0);
	}
	return chain;
}

/* Undo collect(): the head's other parents are mainlines of their own. */
static void scatter(struct build *b, uint32_t head, size_t n)
{
	b->out->commits[head].group = NONE;
	for (size_t i = 0; i < n; i++)
		b->out->commits[b->members[i]].group = NONE;
}

/*
 * Only the second parent opens a chain: of an octopus the others stay
 * members of the merge, which nobody has been seen to use for integration.
 */
static void group_chain(struct build *b, uint32_t tip)
{
	struct chain nest[MAX_NEST] = { { NULL, 0, false } };
	size_t depth = 1;

	nest[0] = chain_from(b, tip);
	while (depth) {
		struct chain *c = &nest[depth - 1];
		uint32_t head;
		size_t n;

		if (!c->n) {
			free(c->items);
			depth--;
			continue;
		}
		head = c->items[c->n - 1];
		if (b->out->commits[head].group != NONE) {
			c->n--;
			continue;
		}
		n = collect(b, head, (uint32_t)b->out->ngroups);
		if (!c->split && depth < MAX_NEST &&
			is_integration(b, head, n)) {
			scatter(b, head, n);
			c->split = true;
			nest[depth++] = chain_from(b, parent(b, head, 1));
			continue;
		}
		add_group(b, head, n);
		c->split = false;
		c->n--;
	}
}

static void make_groups(struct build *b, const struct ch_oid *tip)
{
	struct ch_log *out = b->out;
	struct ch_log_group *groups;

	b->stack = ch_calloc(out->ncommits + 1, sizeof(*b->stack));
	b->members = ch_calloc(out->ncommits + 1, sizeof(*b->members));
	group_chain(b, ch_history_find(b->history, tip));
	/* What the tip does not reach, if anything, stands alone. */
	for (size_t i = 0; i < out->ncommits; i++) {
		if (out->commits[i].group != NONE)
			continue;
		out->commits[i].group = (uint32_t)out->ngroups;
		add_group(b, (uint32_t)i, 0);
	}
	groups = ch_arena_memdup(
		b->arena, out->groups, out->ngroups * sizeof(*groups));
	free(out->groups);
	out->groups = groups;
}

/* ---- commits that were picked to another branch, or sent again ---- */

struct authored {
	int64_t when_s; /* 0: its subject says enough */
	struct ch_str subject;
	uint32_t person, commit;
	uint32_t order; /* as the groups tell them */
};

static int by_author(const void *pa, const void *pb)
{
	const struct authored *a = pa, *b = pb;

	if (a->when_s != b->when_s)
		return a->when_s < b->when_s ? -1 : 1;
	if (a->person != b->person)
		return a->person < b->person ? -1 : 1;
	return ch_str_cmp(a->subject, b->subject);
}

static int by_author_and_order(const void *pa, const void *pb)
{
	const struct authored *a = pa, *b = pb;
	int order = by_author(pa, pb);

	return order ? order : (a->order > b->order) - (a->order < b->order);
}

static size_t take_authored(
	const struct build *b, uint32_t commit, struct authored *all, size_t n)
{
	const struct ch_log_commit *c = &b->out->commits[commit];
	int64_t when_s = b->history->commits[commit].author_s;

	if (c->subject.len >= TELLING_SUBJECT)
		when_s = 0;
	if (c->merge || c->class != CH_LOG_NORMAL || !c->subject.len ||
		when_s == CH_NO_TIME)
		return n;
	all[n] = (struct authored){ when_s, c->subject, c->person, commit,
		(uint32_t)n };
	return n + 1;
}

static void find_told(struct build *b)
{
	struct ch_log *log = b->out;
	struct authored *all = ch_calloc(log->ncommits + 1, sizeof(*all));
	size_t n = 0, first = 0;

	for (size_t i = 0; i < log->ngroups; i++) {
		const struct ch_log_group *g = &log->groups[i];

		n = take_authored(b, g->head, all, n);
		for (size_t k = 0; k < g->nmembers; k++)
			n = take_authored(b, g->members[k], all, n);
	}
	qsort(all, n, sizeof(*all), by_author_and_order);
	for (size_t i = 1; i < n; i++) {
		if (by_author(&all[first], &all[i]))
			first = i;
		else
			log->commits[all[i].commit].told_by = all[first].commit;
	}
	free(all);
}

/* ---- what a group is called ---- */

static bool is_news(const struct ch_log_commit *c)
{
	return !c->merge && c->class == CH_LOG_NORMAL;
}

static bool is_side_work(struct ch_str component)
{
	static const char *const sides[] = { "test", "tests", "doc", "docs",
		"build" };

	for (size_t i = 0; i < CH_ARRAY_LEN(sides); i++)
		if (!ch_str_casecmp(component, ch_str_z(sides[i])))
			return true;
	return false;
}

/* GitHub cuts a title that it made of a long subject; a member has it whole. */
static struct ch_str whole_title(
	const struct build *b, const struct ch_log_group *g)
{
	struct ch_str cut = g->title;

	if (!ch_str_ends(cut, ELLIPSIS))
		return g->title;
	cut.len -= strlen(ELLIPSIS);
	for (size_t i = 0; i < g->nmembers; i++) {
		struct ch_str s = b->out->commits[g->members[i]].subject;

		if (s.len > cut.len &&
			ch_str_eq(ch_str_sub(s, 0, cut.len), cut))
			return s;
	}
	return g->title;
}

/* How little of a merge it says: tests and documents, what is told before. */
static int dullness(const struct ch_log_commit *c, struct ch_str component)
{
	return (c->told_by != NONE ? 2 : 0) + is_side_work(component);
}

/* A merge that only says so is called by its first member that says most. */
static void name_group(struct build *b, struct ch_log_group *g)
{
	const struct ch_log_commit *head = &b->out->commits[g->head];
	const struct ch_log_commit *best = NULL;
	struct ch_str shared = { 0 };
	bool same = true;
	int dull = 0;

	g->title = head->title;
	g->component = b->messages[g->head].component;
	for (size_t i = 0; i < g->nmembers; i++) {
		const struct ch_log_commit *c = &b->out->commits[g->members[i]];
		struct ch_str component = b->messages[c->rec].component;

		if (!is_news(c))
			continue;
		same = same && (!best || ch_str_eq(component, shared));
		shared = component;
		if (!best || dullness(c, component) < dull) {
			best = c;
			dull = dullness(c, component);
		}
	}
	if (head->class == CH_LOG_MERGE && best)
		g->title = best->title;
	g->title = whole_title(b, g);
	if (!g->component.len && best && same)
		g->component = shared;
}

static void number_group(struct build *b, struct ch_log_group *g)
{
	const struct ch_log_commit *c = &b->out->commits[g->head];
	struct ch_numbers found = { 0 };

	for (size_t i = 0; i < c->nnumbers; i++)
		ch_numbers_add(&found, c->numbers[i]);
	for (size_t m = 0; m < g->nmembers; m++) {
		c = &b->out->commits[g->members[m]];
		for (size_t i = 0; i < c->nnumbers; i++)
			ch_numbers_add(&found, c->numbers[i]);
	}
	g->nnumbers = ch_numbers_take(&found, b->arena, &g->numbers);
}

/* ---- reverts ---- */

struct finder {
	uint32_t *by_oid;     /* commits, sorted by oid */
	struct ch_map titles; /* to the newest commit with it, +1 */
	uint32_t *older;      /* the next older one with the same title, +1 */
	struct ch_map prs;    /* pull request number to commit, +1 */
};

/* Merge sort by oid: qsort() has no room for the commits' array. */
static void sort_by_oid(const struct ch_log *log, uint32_t *a, uint32_t *tmp)
{
	size_t n = log->ncommits;

	for (size_t i = 0; i < n; i++)
		a[i] = (uint32_t)i;
	for (size_t w = 1; w < n; w *= 2) {
		for (size_t lo = 0; lo < n; lo += 2 * w) {
			size_t mid = lo + w < n ? lo + w : n;
			size_t hi = mid + w < n ? mid + w : n;
			size_t i = lo, j = mid;

			for (size_t k = lo; k < hi; k++) {
				bool left =
					i < mid &&
					(j == hi ||
						ch_oid_cmp(&log->commits[a[i]]
								    .commit.oid,
							&log->commits[a[j]]
								 .commit.oid) <=
							0);

				tmp[k] = left ? a[i++] : a[j++];
			}
		}
		memcpy(a, tmp, n * sizeof(*a));
	}
}

static void finder_init(struct finder *f, const struct build *b)
{
	const struct ch_log *log = b->out;
	uint64_t *at;

	memset(f, 0, sizeof(*f));
	f->by_oid = ch_calloc(log->ncommits + 1, sizeof(*f->by_oid));
	f->older = ch_calloc(log->ncommits + 1, sizeof(*f->older));
	sort_by_oid(log, f->by_oid, f->older);
	memset(f->older, 0, (log->ncommits + 1) * sizeof(*f->older));
	for (uint32_t i = 0; i < log->ncommits; i++) {
		const struct ch_log_commit *c = &log->commits[i];

		at = ch_map_add(&f->titles, c->title.ptr, c->title.len, NULL);
		f->older[i] = (uint32_t)*at;
		*at = (uint64_t)i + 1;
		if (!c->pr)
			continue;
		at = ch_map_add(&f->prs, &c->pr, sizeof(c->pr), NULL);
		*at = (uint64_t)i + 1;
	}
}

static void finder_release(struct finder *f)
{
	free(f->by_oid);
	free(f->older);
	ch_map_release(&f->titles);
	ch_map_release(&f->prs);
}

static int nibble(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return (c | 32) - 'a' + 10;
}

static int cmp_hex(const struct ch_oid *oid, struct ch_str hex)
{
	for (size_t i = 0; i < hex.len; i++) {
		int a = i % 2 ? oid->id[i / 2] & 15 : oid->id[i / 2] >> 4;
		int b = nibble(hex.ptr[i]);

		if (a != b)
			return a - b;
	}
	return 0;
}

static uint32_t find_hex(
	const struct finder *f, const struct ch_log *log, struct ch_str hex)
{
	size_t lo = 0, hi = log->ncommits;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (cmp_hex(&log->commits[f->by_oid[mid]].commit.oid, hex) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == log->ncommits ||
		cmp_hex(&log->commits[f->by_oid[lo]].commit.oid, hex))
		return NONE;
	return f->by_oid[lo];
}

static bool may_undo(const struct ch_log *log, uint32_t who, uint32_t target)
{
	const struct ch_log_commit *t = &log->commits[target];

	return target < who &&
	       (t->class != CH_LOG_REVERTED ||
		       log->commits[t->pair].group == log->commits[who].group);
}

/*
 * What 'who' undoes when it names no commit of the range: by PR or title.
 * Reverts come newest first, so a candidate that is passed over once is never
 * one again and leaves the list.  What the merge of this very revert has
 * undone already is its target as well.
 */
static uint32_t find_named(
	struct finder *f, const struct build *b, uint32_t who)
{
	const struct ch_message *m = &b->messages[who];
	uint64_t *at = NULL;

	if (m->reverted_number)
		at = ch_map_get(&f->prs, &m->reverted_number,
			sizeof(m->reverted_number));
	if (at && *at - 1 < who)
		return (uint32_t)(*at - 1);
	if (!m->reverted_subject.len)
		return NONE;
	at = ch_map_get(
		&f->titles, m->reverted_subject.ptr, m->reverted_subject.len);
	while (at && *at && !may_undo(b->out, who, (uint32_t)(*at - 1)))
		*at = f->older[*at - 1];
	return at && *at ? (uint32_t)(*at - 1) : NONE;
}

static void undo(struct ch_log *log, uint32_t target, uint32_t by)
{
	struct ch_log_commit *c = &log->commits[target];
	const struct ch_log_group *g = &log->groups[c->group];

	if (c->class != CH_LOG_REVERTED) {
		c->class = CH_LOG_REVERTED;
		c->pair = by;
	}
	if (!c->merge || g->head != target)
		return;
	for (size_t i = 0; i < g->nmembers; i++) {
		struct ch_log_commit *m = &log->commits[g->members[i]];

		if (m->class == CH_LOG_REVERTED)
			continue;
		m->class = CH_LOG_REVERTED;
		m->pair = by;
	}
}

static void pair_one(struct build *b, struct finder *f, uint32_t who)
{
	const struct ch_message *m = &b->messages[who];
	struct ch_log_commit *c = &b->out->commits[who];
	uint32_t first = NONE;
	size_t found = 0;

	for (size_t i = 0; i < m->nreverted_hex; i++) {
		uint32_t t = find_hex(f, b->out, m->reverted_hex[i]);

		if (t == NONE || t >= who)
			continue;
		undo(b->out, t, who);
		first = first == NONE ? t : first;
		found++;
	}
	if (!found) {
		first = find_named(f, b, who);
		if (first == NONE)
			return;
		undo(b->out, first, who);
	}
	c->pair = first;
	/* It also undoes something released: that stays news. */
	if (!found || found == m->nreverted_hex)
		c->class = CH_LOG_REVERT;
}

/* A merge of nothing but reverts and reverted commits is one as well. */
static void pair_merge(struct ch_log *log, const struct ch_log_group *g)
{
	struct ch_log_commit *head = &log->commits[g->head];
	uint32_t pair = NONE;
	enum ch_log_class class = CH_LOG_NORMAL;

	if (!head->merge || head->class == CH_LOG_REVERTED ||
		head->class == CH_LOG_REVERT)
		return;
	for (size_t i = 0; i < g->nmembers; i++) {
		const struct ch_log_commit *c = &log->commits[g->members[i]];

		if (c->merge)
			continue;
		if (c->class != CH_LOG_REVERT && c->class != CH_LOG_REVERTED)
			return;
		if (pair == NONE || c->class == CH_LOG_REVERTED)
			class = c->class;
		pair = pair == NONE ? c->pair : pair;
	}
	if (pair == NONE)
		return;
	head->class = class;
	head->pair = pair;
}

/* Newest first: a revert that is itself undone undoes nothing. */
static void pair_reverts(struct build *b)
{
	struct finder f;

	finder_init(&f, b);
	for (uint32_t i = (uint32_t)b->out->ncommits; i-- > 0;)
		if (b->messages[i].revert &&
			b->out->commits[i].class != CH_LOG_REVERTED)
			pair_one(b, &f, i);
	for (size_t i = 0; i < b->out->ngroups; i++)
		pair_merge(b->out, &b->out->groups[i]);
	finder_release(&f);
}

int ch_log_build(struct ch_odb *odb, const struct ch_history *history,
	const struct ch_intern *before, const struct ch_oid *tip,
	const struct ch_mailmap *mailmap, struct ch_str origin,
	struct ch_arena *arena, struct ch_log *out, struct ch_err *err)
{
	struct build b = { .odb = odb,
		.history = history,
		.arena = arena,
		.out = out,
		.people = { .mailmap = mailmap, .arena = arena } };

	memset(out, 0, sizeof(*out));
	if (history->ncommits >= CH_NO_COMMIT)
		return ch_fail(err, CH_ELIMIT, "%zu commits are too many",
			history->ncommits);
	out->ncommits = history->ncommits;
	out->commits =
		ch_arena_calloc(arena, out->ncommits, sizeof(*out->commits));
	b.messages = ch_calloc(out->ncommits + 1, sizeof(*b.messages));
	read_commits(&b);
	take_numbers(&b, origin);
	make_groups(&b, tip);
	pair_reverts(&b);
	find_told(&b);
	for (size_t i = 0; i < out->ngroups; i++) {
		name_group(&b, &out->groups[i]);
		number_group(&b, &out->groups[i]);
	}
	ch_log_people_first(&b.people, before);
	ch_log_people_finish(&b.people, out);
	ch_log_people_release(&b.people);
	ch_project_release(&b.votes);
	free(b.messages);
	free(b.stack);
	free(b.members);
	return 0;
}
