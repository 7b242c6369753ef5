/*
 * couples - which files change together.
 *
 * While commits come by, only the paths of each are noted: four bytes a
 * change.  At the end paths get their last names and revisions are counted;
 * files that cannot reach the limits are dropped.  Then every file in turn is
 * counted against those that share a commit with it, in one array of counters
 * for all files: memory is bounded by the changes, whatever the pairs are.
 */
#include "analyzers/couples.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyzers/commits.h"
#include "analyzers/hercules.h"
#include "analyzers/pairs.h"
#include "analyzers/people.h"
#include "analyzers/shares.h"
#include "base/mem.h"

#define DAY_S 86400
/* Pairs kept beyond --top before the list is cut. */
#define SLACK 65536

#define AT(member) .offset = offsetof(struct ch_couples_options, member)

static const struct ch_opt rows[] = {
	{ .name = "max-changeset",
		.kind = CH_OPT_INT,
		AT(max_changeset),
		.min = 0,
		.max = 1000000,
		.dflt = "100",
		.flags = CH_OPT_PARAMETER,
		.metavar = "N",
		.section = "couples",
		.help = "leave out commits with more files, 0 for "
			"none" },
	{ .name = "min-co-changes",
		.kind = CH_OPT_INT,
		AT(min_co_changes),
		.min = 1,
		.max = 1000000000,
		.dflt = "5",
		.flags = CH_OPT_PARAMETER,
		.metavar = "N",
		.section = "couples",
		.help = "changes together that a pair must have" },
	{ .name = "min-strength",
		.kind = CH_OPT_REAL,
		AT(min_strength),
		.max = 1,
		.dflt = "0.3",
		.flags = CH_OPT_PARAMETER,
		.metavar = "S",
		.section = "couples",
		.help = "changes together / mean revisions, from 0 to "
			"1" },
	{ .name = "top",
		.kind = CH_OPT_INT,
		AT(top),
		.min = 0,
		.max = 1000000000,
		.dflt = "1000",
		.flags = CH_OPT_PARAMETER,
		.metavar = "N",
		.section = "couples",
		.help = "pairs that are written, 0 for all" },
	{ .name = "half-life",
		.kind = CH_OPT_INT,
		AT(half_life_days),
		.min = 0,
		.max = 100000,
		.flags = CH_OPT_PARAMETER,
		.metavar = "DAYS",
		.note = "all commits weigh the same",
		.section = "couples",
		.help = "a commit so old weighs half" },
};

static const struct ch_opt_table options = { .name = "couples",
	.rows = rows,
	.nrows = CH_ARRAY_LEN(rows),
	.size = sizeof(struct ch_couples_options) };

static void *couples_start(const struct ch_run_info *run, const void *own)
{
	struct ch_couples *s = ch_calloc(1, sizeof(*s));

	s->run = run;
	s->options = own;
	return s;
}

static void couples_release(void *state)
{
	struct ch_couples *s = state;

	ch_names_release(&s->names);
	free(s->commits);
	free(s->paths);
	free(s->weights);
	free(s->revisions);
	free(s->files.items);
	free(s->developers.items);
	free(s->owned);
	free(s);
}

static void couples_commit(void *state, const struct ch_commit_view *commit)
{
	struct ch_couples *s = state;
	int64_t most = s->options->max_changeset;

	if (commit->is_merge)
		return;
	ch_names_add_commit(&s->names, commit);
	if (most && commit->nchanges > (size_t)most) {
		s->nlarge++;
		return;
	}
	CH_GROW(s->commits, s->ncommits, s->commits_cap);
	s->commits[s->ncommits++] =
		(struct ch_couple_commit){ commit->index, (uint32_t)s->npaths };
	for (size_t i = 0; i < commit->nchanges; i++) {
		CH_GROW(s->paths, s->npaths, s->paths_cap);
		s->paths[s->npaths++] = commit->changes[i]->path;
	}
}

/* ---- Names and revisions ------------------------------------------------*/

static uint64_t weight_of(const struct ch_couples *s, uint32_t commit)
{
	double days = (double)s->options->half_life_days;
	double age = (double)(s->run->end_axis_s - s->run->axis_s[commit]);
	uint64_t weight;

	if (!(days > 0))
		return CH_WEIGHT;
	weight = (uint64_t)llround(
		exp2(-age / (days * DAY_S)) * (double)CH_WEIGHT);
	return weight ? weight : 1;
}

static bool counts(const struct ch_couples *s, uint32_t path)
{
	return s->run->end[path].is_there || s->run->options->include_deleted;
}

/* Each path by its last name, once a commit; revisions by path. */
static void rename_paths(struct ch_couples *s)
{
	size_t *seen = ch_calloc(s->run->paths->n + 1, sizeof(*seen));
	size_t n = 0;

	s->revisions = ch_calloc(s->run->paths->n + 1, sizeof(*s->revisions));
	s->weights = ch_calloc(s->ncommits + 1, sizeof(*s->weights));
	for (size_t c = 0; c < s->ncommits; c++) {
		size_t at = s->commits[c].first, end = s->commits[c + 1].first;

		s->commits[c].first = (uint32_t)n;
		s->weights[c] = weight_of(s, s->commits[c].commit);
		for (; at < end; at++) {
			uint32_t path = ch_names_final(&s->names, s->paths[at]);

			if (!counts(s, path) || seen[path] == c + 1)
				continue;
			s->nfiles += !seen[path];
			seen[path] = c + 1;
			s->revisions[path] += s->weights[c];
			s->paths[n++] = path;
		}
	}
	s->commits[s->ncommits].first = (uint32_t)n;
	s->npaths = n;
	free(seen);
}

/* ---- Pairs --------------------------------------------------------------*/

static double strength(uint64_t together, uint64_t a, uint64_t b)
{
	return 2 * (double)together / ((double)a + (double)b);
}

static bool reaches_limits(
	const struct ch_couples *s, const struct ch_couple *c)
{
	const struct ch_couples_options *o = s->options;

	return c->together >= (uint64_t)o->min_co_changes * CH_WEIGHT &&
	       c->together && c->strength >= o->min_strength;
}

static struct ch_str path_name(const struct ch_couples *s, uint32_t path)
{
	return ch_intern_str(s->run->paths, path);
}

static int closer_files(const void *p, const void *q, void *data)
{
	const struct ch_couple *x = p, *y = q;
	const struct ch_couples *s = data;
	int cmp;

	if (x->together != y->together)
		return x->together > y->together ? -1 : 1;
	cmp = ch_str_cmp(path_name(s, x->a), path_name(s, y->a));
	if (cmp)
		return cmp;
	return ch_str_cmp(path_name(s, x->b), path_name(s, y->b));
}

static bool files_are_swapped(
	const struct ch_couples *s, const struct ch_couple *c)
{
	return ch_str_cmp(path_name(s, c->a), path_name(s, c->b)) > 0;
}

static int closer_developers(const void *p, const void *q, void *data)
{
	const struct ch_couple *x = p, *y = q;
	const struct ch_couples *s = data;
	const struct ch_people *people = s->run->people;
	int cmp;

	if (x->together != y->together)
		return x->together > y->together ? -1 : 1;
	cmp = ch_developer_cmp(
		ch_people_at(people, x->a), ch_people_at(people, y->a));
	if (cmp)
		return cmp;
	return ch_developer_cmp(
		ch_people_at(people, x->b), ch_people_at(people, y->b));
}

static bool developers_are_swapped(
	const struct ch_couples *s, const struct ch_couple *c)
{
	return ch_developer_cmp(ch_people_at(s->run->people, c->a),
		       ch_people_at(s->run->people, c->b)) > 0;
}

typedef bool swapped_fn(const struct ch_couples *s, const struct ch_couple *c);
typedef int compare_fn(const void *p, const void *q, void *data);

static void sort_and_cut(
	struct ch_couples *s, struct ch_couple_list *list, compare_fn *compare)
{
	size_t top = (size_t)s->options->top;

	if (list->n)
		qsort_r(list->items, list->n, sizeof(*list->items), compare, s);
	if (top && list->n > top)
		list->n = top;
}

static void keep(struct ch_couples *s, struct ch_couple_list *list,
	const struct ch_couple *couple, compare_fn *compare)
{
	size_t top = (size_t)s->options->top;

	list->nfound++;
	CH_GROW(list->items, list->n, list->cap);
	list->items[list->n++] = *couple;
	if (top && list->n >= 2 * top + SLACK)
		sort_and_cut(s, list, compare);
}

struct pairing {
	struct ch_couples *state;
	struct ch_groups x;    /* files share commits; developers files */
	const uint64_t *sizes; /* by member: what strength is relative to */
	struct ch_couple_list *out;
	compare_fn *compare;
	/* Ids are in the order of first use: sides go by their names. */
	swapped_fn *is_swapped;
};

static void keep_couple(
	void *ctx, uint32_t a, uint32_t b, uint64_t together, uint32_t last)
{
	struct pairing *p = ctx;
	struct ch_couple couple = { a, b, together, last,
		strength(together, p->sizes[a], p->sizes[b]) };

	if (!reaches_limits(p->state, &couple))
		return;
	if (p->is_swapped(p->state, &couple)) {
		couple.a = b;
		couple.b = a;
	}
	keep(p->state, p->out, &couple, p->compare);
}

static int find_couples(
	struct ch_couples *s, struct pairing *p, struct ch_err *err)
{
	int code;

	p->state = s;
	code = ch_pairs_each(&p->x, keep_couple, p, s->run->stop, err);
	sort_and_cut(s, p->out, p->compare);
	return code;
}

/* ---- Files --------------------------------------------------------------*/

static int earlier(const void *p, const void *q, void *data)
{
	const struct ch_couple_commit *a = p, *b = q;

	return ch_commit_cmp(data, a->commit, b->commit);
}

/*
 * Used commits in the order of time, with the files that can still reach the
 * limits: first[] and members[] of ch_groups, the heap's.
 */
static void gather(struct ch_couples *s, uint32_t **first, uint32_t **members,
	uint32_t **by_time)
{
	uint64_t least = (uint64_t)s->options->min_co_changes * CH_WEIGHT;
	struct ch_couple_commit *sorted =
		ch_calloc(s->ncommits + 1, sizeof(*sorted));
	uint32_t *place = ch_calloc(s->ncommits + 1, sizeof(*place));
	uint32_t n = 0;

	for (uint32_t i = 0; i < s->ncommits; i++)
		sorted[i] =
			(struct ch_couple_commit){ s->commits[i].commit, i };
	if (s->ncommits)
		qsort_r(sorted, s->ncommits, sizeof(*sorted), earlier,
			(void *)(uintptr_t)s->run);
	*first = ch_calloc(s->ncommits + 1, sizeof(**first));
	*members = ch_calloc(s->npaths + 1, sizeof(**members));
	for (size_t i = 0; i < s->ncommits; i++) {
		const struct ch_couple_commit *c = &s->commits[sorted[i].first];

		place[i] = sorted[i].first;
		for (uint32_t k = c->first; k < c[1].first; k++)
			if (s->revisions[s->paths[k]] >= least)
				(*members)[n++] = s->paths[k];
		(*first)[i + 1] = n;
	}
	free(sorted);
	*by_time = place;
}

static int couple_files(struct ch_couples *s, struct ch_err *err)
{
	uint32_t *first, *members, *place;
	uint64_t *weights = ch_calloc(s->ncommits + 1, sizeof(*weights));
	struct pairing p = { .sizes = s->revisions,
		.out = &s->files,
		.compare = closer_files,
		.is_swapped = files_are_swapped };
	int code;

	gather(s, &first, &members, &place);
	for (size_t i = 0; i < s->ncommits; i++)
		weights[i] = s->weights[place[i]];
	p.x = (struct ch_groups){ .first = first,
		.members = members,
		.ngroups = s->ncommits,
		.nmembers = s->run->paths->n,
		.weights = weights };
	code = find_couples(s, &p, err);
	for (size_t i = 0; i < s->files.n; i++) {
		struct ch_couple *c = &s->files.items[i];

		c->last = s->commits[place[c->last]].commit;
	}
	free(first);
	free(members);
	free(place);
	free(weights);
	return code;
}

/* ---- Developers ---------------------------------------------------------*/

static int by_path_name(const void *p, const void *q, void *data)
{
	const struct ch_owned *a = p, *b = q;

	return ch_str_cmp(path_name(data, a->path), path_name(data, b->path));
}

/* items[n] are of one path: who changed it most. */
static void own(struct ch_couples *s, const struct ch_count *items, size_t n)
{
	struct ch_owned *o = &s->owned[s->nowned++];
	uint64_t most = 0;

	*o = (struct ch_owned){ items[0].a, (uint32_t)n, items[0].b, 0 };
	for (size_t i = 0; i < n; i++) {
		const struct ch_people *people = s->run->people;
		uint64_t changes = items[i].values[0];

		if (changes < most ||
			(changes == most &&
				ch_developer_cmp(
					ch_people_at(people, items[i].b),
					ch_people_at(people, o->top)) >= 0))
			continue;
		most = changes;
		o->top = items[i].b;
	}
}

/* Who changed what, sorted by path; also the developers of each file. */
static struct ch_count *touches(struct ch_couples *s, size_t *n)
{
	struct ch_counts sums = { 0 };
	struct ch_count *sorted;

	for (size_t c = 0; c < s->ncommits; c++)
		for (uint32_t k = s->commits[c].first;
			k < s->commits[c + 1].first; k++)
			ch_counts_at(&sums, s->paths[k],
				s->run->developers[s->commits[c].commit])
				->values[0]++;
	sorted = ch_counts_sorted(&sums, false);
	*n = sums.n;
	ch_counts_release(&sums);
	return sorted;
}

/* By the lines that are alive, now that their owners are known. */
static void own_lines(struct ch_couples *s)
{
	struct ch_counts alive = { 0 };
	struct ch_count *sorted;

	if (!s->run->has_owners)
		return;
	ch_count_alive(s->run, &alive);
	sorted = ch_counts_sorted(&alive, false);
	for (size_t i = 0; i < s->nowned; i++) {
		struct ch_owned *o = &s->owned[i];
		struct ch_share share = { .top = CH_NO_ID };
		size_t from, to;

		ch_counts_range(sorted, alive.n, o->path, &from, &to);
		if (from < to)
			ch_shares(sorted + from, to - from, s->run->people,
				&share);
		o->ndevelopers = share.ndevelopers;
		o->top = share.top;
		o->lines = share.added;
	}
	free(sorted);
	ch_counts_release(&alive);
}

static int couple_developers(struct ch_couples *s, struct ch_err *err)
{
	size_t n, ndevs = ch_people_count(s->run->people);
	struct ch_count *sorted = touches(s, &n);
	uint32_t *first = ch_calloc(s->nfiles + 1, sizeof(*first));
	uint32_t *members = ch_calloc(n + 1, sizeof(*members));
	uint64_t *sizes = ch_calloc(ndevs + 1, sizeof(*sizes));
	struct pairing p = { .sizes = sizes,
		.out = &s->developers,
		.compare = closer_developers,
		.is_swapped = developers_are_swapped };
	int code;

	s->owned = ch_calloc(s->nfiles + 1, sizeof(*s->owned));
	for (size_t i = 0; i < n;) {
		size_t end = i;

		for (; end < n && sorted[end].a == sorted[i].a; end++) {
			members[end] = sorted[end].b;
			sizes[sorted[end].b] += CH_WEIGHT;
		}
		own(s, sorted + i, end - i);
		first[s->nowned] = (uint32_t)end;
		i = end;
	}
	p.x = (struct ch_groups){ .first = first,
		.members = members,
		.ngroups = s->nowned,
		.nmembers = ndevs,
		.weight = CH_WEIGHT };
	code = find_couples(s, &p, err);
	if (s->nowned)
		qsort_r(s->owned, s->nowned, sizeof(*s->owned), by_path_name,
			s);
	own_lines(s);
	free(sorted);
	free(first);
	free(members);
	free(sizes);
	return code;
}

static int couples_finish(void *state, struct ch_err *err)
{
	struct ch_couples *s = state;
	int code;

	CH_GROW(s->commits, s->ncommits, s->commits_cap);
	s->commits[s->ncommits] =
		(struct ch_couple_commit){ 0, (uint32_t)s->npaths };
	ch_names_resolve(&s->names, s->run);
	rename_paths(s);
	code = couple_files(s, err);
	if (!code)
		code = couple_developers(s, err);
	return code;
}

const struct ch_analyzer ch_analyzer_couples = {
	.name = "couples",
	.summary = "which files change together",
	.table = "couples",
	.needs = CH_NEED_CHANGES | CH_NEED_END,
	.options = &options,
	.start = couples_start,
	.commit = couples_commit,
	.finish = couples_finish,
	.write = ch_couples_write,
	.text = ch_couples_text,
	.hercules = ch_couples_hercules,
	.release = couples_release,
};
