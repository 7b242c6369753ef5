/*
 * file-history - the life of every file, and where change and complexity meet.
 *
 * Lines by (path, developer) are summed on the workers, the rest commit by
 * commit; at the end what was counted under earlier names is joined.
 */
#include "analyzers/file_history.h"

#include <stdlib.h>
#include <string.h>

#include "analyzers/commits.h"
#include "analyzers/people.h"
#include "analyzers/source.h"
#include "base/mem.h"

#define AT(member) .offset = offsetof(struct ch_file_history_options, member)

static const struct ch_opt rows[] = {
	{ .name = "top",
		.kind = CH_OPT_INT,
		AT(top),
		.min = 0,
		.max = 1000000000,
		.dflt = "1000",
		.flags = CH_OPT_PARAMETER,
		.metavar = "N",
		.section = "file-history",
		.help = "hotspots that are written, 0 for all" },
};

static const struct ch_opt_table options = { .name = "file-history",
	.rows = rows,
	.nrows = CH_ARRAY_LEN(rows),
	.size = sizeof(struct ch_file_history_options) };

static void *file_history_start(const struct ch_run_info *run, const void *own)
{
	struct ch_file_history *s = ch_calloc(1, sizeof(*s));

	s->run = run;
	s->options = own;
	return s;
}

static void file_history_release(void *state)
{
	struct ch_file_history *s = state;

	ch_names_release(&s->names);
	ch_counts_release(&s->people);
	free(s->paths);
	free(s->together);
	free(s->files);
	free(s->earlier);
	free(s->hotspots);
	free(s);
}

/* ---- Map ----------------------------------------------------------------*/

struct fork {
	const struct ch_run_info *run;
	struct ch_counts people;
};

static void *file_history_fork(const void *state)
{
	const struct ch_file_history *s = state;
	struct fork *f = ch_calloc(1, sizeof(*f));

	f->run = s->run;
	return f;
}

static void file_history_change(void *worker, const struct ch_version *version)
{
	struct fork *f = worker;
	const struct ch_file_change *c = version->change;
	struct ch_count *sum = ch_counts_at(
		&f->people, c->path, f->run->developers[c->commit]);

	sum->values[0] += c->added;
	sum->values[1] += c->removed;
}

static void file_history_merge(void *state, void *worker)
{
	struct ch_file_history *s = state;
	struct fork *f = worker;

	ch_counts_merge(&s->people, &f->people);
	ch_counts_release(&f->people);
	free(f);
}

/* ---- Reduce -------------------------------------------------------------*/

static struct ch_file_sum *sum_of(struct ch_file_history *s, uint32_t path)
{
	while (s->npaths <= path) {
		CH_GROW(s->paths, s->npaths, s->cap);
		s->paths[s->npaths] =
			(struct ch_file_sum){ .path = (uint32_t)s->npaths,
				.first = CH_NO_COMMIT,
				.last = CH_NO_COMMIT };
		s->npaths++;
	}
	return &s->paths[path];
}

static void keep_together(
	struct ch_file_history *s, const struct ch_commit_view *commit)
{
	if (commit->nchanges < 2)
		return;
	CH_GROW(s->together, s->ntogether, s->together_cap);
	s->together[s->ntogether++] = (uint32_t)commit->nchanges;
	for (size_t i = 0; i < commit->nchanges; i++) {
		CH_GROW(s->together, s->ntogether, s->together_cap);
		s->together[s->ntogether++] = commit->changes[i]->path;
	}
}

static void file_history_commit(
	void *state, const struct ch_commit_view *commit)
{
	struct ch_file_history *s = state;

	ch_names_add_commit(&s->names, commit);
	s->commits++;
	keep_together(s, commit);
	for (size_t i = 0; i < commit->nchanges; i++) {
		struct ch_file_sum *f = sum_of(s, commit->changes[i]->path);

		f->commits++;
		f->first = ch_commit_first(s->run, f->first, commit->index);
		f->last = ch_commit_last(s->run, f->last, commit->index);
	}
}

/* ---- At the end ---------------------------------------------------------*/

/* Sums by path into sums by last name. */
static void join_names(struct ch_file_history *s)
{
	size_t n = s->run->paths->n;

	for (uint32_t p = 0; p < n; p++)
		sum_of(s, p);
	for (uint32_t p = 0; p < n; p++) {
		struct ch_file_sum *from = &s->paths[p];
		struct ch_file_sum *to =
			&s->paths[ch_names_final(&s->names, p)];

		if (from == to || !from->commits)
			continue;
		to->commits += from->commits;
		to->first = ch_commit_first(s->run, to->first, from->first);
		to->last = ch_commit_last(s->run, to->last, from->last);
		to->nlineage++;
		from->commits = 0;
	}
}

/* A commit that touches a file by two of its names is one of its commits. */
static void count_commits_once(struct ch_file_history *s)
{
	/* by last name: where the commit stands that touched it before */
	size_t *seen = ch_calloc(s->npaths + 1, sizeof(*seen));

	for (size_t at = 0; at < s->ntogether;) {
		size_t end = at + 1 + s->together[at], here = end;

		while (++at < end) {
			uint32_t to =
				ch_names_final(&s->names, s->together[at]);

			s->paths[to].commits -= seen[to] == here;
			seen[to] = here;
		}
	}
	free(seen);
}

/* Which earlier names each file had, in the order of their bytes. */
static int by_name(const void *p, const void *q, void *data)
{
	const struct ch_file_history *s = data;

	return ch_str_cmp(ch_intern_str(s->run->paths, *(const uint32_t *)p),
		ch_intern_str(s->run->paths, *(const uint32_t *)q));
}

static void find_earlier(struct ch_file_history *s, const bool *had_commits)
{
	size_t at = 0;

	s->earlier = ch_calloc(s->npaths + 1, sizeof(*s->earlier));
	for (size_t p = 0; p < s->npaths; p++) {
		s->paths[p].lineage = at;
		at += s->paths[p].nlineage;
		s->paths[p].nlineage = 0;
	}
	for (uint32_t p = 0; p < s->npaths; p++) {
		struct ch_file_sum *to =
			&s->paths[ch_names_final(&s->names, p)];

		if (to != &s->paths[p] && had_commits[p])
			s->earlier[to->lineage + to->nlineage++] = p;
	}
	for (size_t p = 0; p < s->npaths; p++)
		if (s->paths[p].nlineage > 1)
			qsort_r(s->earlier + s->paths[p].lineage,
				s->paths[p].nlineage, sizeof(*s->earlier),
				by_name, s);
}

static void share_out(struct ch_file_history *s)
{
	struct ch_counts joined = { 0 };
	struct ch_share *shares;
	struct ch_count *sorted;
	const struct ch_count *one;
	bool *seen;
	size_t at = 0, n;

	while ((one = ch_counts_next(&s->people, &at))) {
		struct ch_count *sum = ch_counts_at(
			&joined, ch_names_final(&s->names, one->a), one->b);

		sum->values[0] += one->values[0];
		sum->values[1] += one->values[1];
	}
	ch_counts_release(&s->people);
	sorted = ch_counts_sorted(&joined, false);
	shares = ch_calloc(joined.n + 1, sizeof(*shares));
	seen = ch_calloc(ch_people_count(s->run->people) + 1, sizeof(*seen));
	n = ch_shares(sorted, joined.n, s->run->people, shares);
	for (size_t i = 0; i < n; i++)
		s->paths[shares[i].key].share = shares[i];
	for (size_t i = 0; i < joined.n; i++) {
		s->ndevelopers += !seen[sorted[i].b];
		seen[sorted[i].b] = true;
	}
	free(seen);
	free(shares);
	free(sorted);
	ch_counts_release(&joined);
}

static void share_lines(struct ch_file_history *s)
{
	struct ch_counts alive = { 0 };
	struct ch_count *sorted;
	struct ch_share *shares;
	size_t n;

	ch_count_alive(s->run, &alive);
	sorted = ch_counts_sorted(&alive, false);
	shares = ch_calloc(alive.n + 1, sizeof(*shares));
	n = ch_shares(sorted, alive.n, s->run->people, shares);
	for (size_t i = 0; i < n; i++)
		s->paths[shares[i].key].alive = shares[i];
	free(shares);
	free(sorted);
	ch_counts_release(&alive);
}

static int more_commits(const void *p, const void *q, void *data)
{
	const struct ch_file_sum *a = p, *b = q;
	const struct ch_file_history *s = data;

	if (a->commits != b->commits)
		return a->commits > b->commits ? -1 : 1;
	return ch_str_cmp(ch_intern_str(s->run->paths, a->path),
		ch_intern_str(s->run->paths, b->path));
}

static void list_files(struct ch_file_history *s)
{
	s->files = ch_calloc(s->npaths + 1, sizeof(*s->files));
	for (size_t p = 0; p < s->npaths; p++) {
		const struct ch_file_sum *f = &s->paths[p];
		const struct ch_end_file *end = &s->run->end[p];

		if (!f->commits)
			continue;
		s->added += f->share.added;
		s->removed += f->share.removed;
		s->lines += end->lines;
		s->ndeleted += !end->is_there;
		if (end->is_there || s->run->options->include_deleted)
			s->files[s->nfiles++] = *f;
	}
	if (s->nfiles)
		qsort_r(s->files, s->nfiles, sizeof(*s->files), more_commits,
			s);
}

static int hotter(const void *p, const void *q, void *data)
{
	const struct ch_file_sum *a = *(struct ch_file_sum *const *)p;
	const struct ch_file_sum *b = *(struct ch_file_sum *const *)q;
	const struct ch_file_history *s = data;

	if (a->score < b->score || a->score > b->score)
		return a->score > b->score ? -1 : 1;
	return ch_str_cmp(ch_intern_str(s->run->paths, a->path),
		ch_intern_str(s->run->paths, b->path));
}

/* Commits x complexity, both scaled to 0..1 by their maximum. */
static void find_hotspots(struct ch_file_history *s)
{
	size_t top = (size_t)s->options->top;
	uint64_t most_commits = 0, most_complex = 0;

	s->hotspots = ch_calloc(s->nfiles + 1, sizeof(struct ch_file_sum *));
	for (size_t i = 0; i < s->nfiles; i++) {
		uint64_t complexity = ch_source_complexity(
			s->run->end[s->files[i].path].source);

		if (s->files[i].commits > most_commits)
			most_commits = s->files[i].commits;
		if (complexity > most_complex)
			most_complex = complexity;
	}
	for (size_t i = 0; i < s->nfiles && most_complex; i++) {
		struct ch_file_sum *f = &s->files[i];

		f->score = (double)f->commits / (double)most_commits *
			   ch_source_complexity(s->run->end[f->path].source) /
			   (double)most_complex;
		if (f->score > 0)
			s->hotspots[s->nhotspots++] = f;
	}
	if (s->nhotspots)
		qsort_r(s->hotspots, s->nhotspots, sizeof(struct ch_file_sum *),
			hotter, s);
	if (top && s->nhotspots > top)
		s->nhotspots = top;
}

static int file_history_finish(void *state, struct ch_err *err)
{
	struct ch_file_history *s = state;
	bool *had_commits;

	(void)err;
	ch_names_resolve(&s->names, s->run);
	had_commits = ch_calloc(s->run->paths->n + 1, sizeof(*had_commits));
	for (size_t p = 0; p < s->npaths; p++)
		had_commits[p] = s->paths[p].commits > 0;
	join_names(s);
	count_commits_once(s);
	find_earlier(s, had_commits);
	free(had_commits);
	share_out(s);
	share_lines(s);
	list_files(s);
	find_hotspots(s);
	return 0;
}

const struct ch_analyzer ch_analyzer_file_history = {
	.name = "file-history",
	.summary = "the life of every file, and hotspots",
	.table = "files",
	.needs = CH_NEED_CHANGES | CH_NEED_LINES | CH_NEED_MERGES |
		 CH_NEED_END | CH_NEED_END_LINES | CH_NEED_END_SYNTAX,
	.options = &options,
	.start = file_history_start,
	.commit = file_history_commit,
	.fork = file_history_fork,
	.change = file_history_change,
	.merge = file_history_merge,
	.finish = file_history_finish,
	.write = ch_file_history_write,
	.text = ch_file_history_text,
	.release = file_history_release,
};
