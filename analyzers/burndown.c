/*
 * burndown - how old the lines of every moment were, and whose.
 *
 * What a change on the mainline loses and gains is summed by the bands of the
 * lines' owners and by the sample that sees it first; rows are running sums.
 */
#include "analyzers/burndown.h"

#include <stdlib.h>
#include <string.h>

#include "analyzers/hercules.h"
#include "analyzers/people.h"
#include "base/mem.h"

#define DAY_S 86400

#define AT(member) .offset = offsetof(struct ch_burndown_options, member)

static const char *const files_names[] = { "none", "lines", "matrix", NULL };

static const struct ch_opt rows[] = {
	{ .name = "granularity",
		.kind = CH_OPT_INT,
		AT(granularity),
		.min = 1,
		.max = 1000000,
		.dflt = "30",
		.flags = CH_OPT_PARAMETER,
		.metavar = "N",
		.section = "burndown",
		.help = "ticks in a band of lines of about the same age" },
	{ .name = "sampling",
		.kind = CH_OPT_INT,
		AT(sampling),
		.min = 1,
		.max = 1000000,
		.dflt = "30",
		.flags = CH_OPT_PARAMETER,
		.metavar = "N",
		.section = "burndown",
		.help = "ticks between two counts" },
	{ .name = "tick",
		.kind = CH_OPT_DURATION,
		AT(tick_s),
		.min = 3600,
		.max = (int64_t)100 * 366 * 86400,
		.dflt = "1d",
		.flags = CH_OPT_PARAMETER,
		.metavar = "TIME",
		.section = "burndown",
		.help = "what granularity and sampling count in" },
	{ .name = "people",
		.kind = CH_OPT_FLAG,
		AT(people),
		.flags = CH_OPT_PARAMETER | CH_OPT_NEGATABLE,
		.section = "burndown",
		.help = "bands of each developer, and who overwrites whom" },
	{ .name = "files",
		.kind = CH_OPT_ENUM,
		AT(files),
		.names = files_names,
		.dflt = "none",
		.implied = "lines",
		.flags = CH_OPT_PARAMETER | CH_OPT_OPTIONAL,
		.metavar = "WHAT",
		.section = "burndown",
		.help = "lines of each file that is alive at the end, or its "
			"bands" },
	{ .name = "directories",
		.kind = CH_OPT_INT,
		AT(directories),
		.min = 0,
		.max = 2048,
		.implied = "1",
		.dflt = "0",
		.flags = CH_OPT_PARAMETER | CH_OPT_OPTIONAL,
		.metavar = "DEPTH",
		.section = "burndown",
		.help = "bands of each directory down to DEPTH" },
	{ .name = "languages",
		.kind = CH_OPT_FLAG,
		AT(languages),
		.flags = CH_OPT_PARAMETER | CH_OPT_NEGATABLE,
		.section = "burndown",
		.help = "bands of each language" },
	{ .name = "top",
		.kind = CH_OPT_INT,
		AT(top),
		.min = 0,
		.max = 1000000000,
		.dflt = "100",
		.flags = CH_OPT_PARAMETER,
		.metavar = "N",
		.section = "burndown",
		.help = "developers that are written, the others summed, 0 for "
			"all" },
};

static const struct ch_opt_table options = { .name = "burndown",
	.rows = rows,
	.nrows = CH_ARRAY_LEN(rows),
	.size = sizeof(struct ch_burndown_options) };

/* ---- Time ---------------------------------------------------------------*/

static int64_t floor_to(int64_t value, int64_t step)
{
	return value >= 0 ? value - value % step
			  : value - (step + value % step) % step;
}

static void cut_time(struct ch_burndown *s)
{
	const struct ch_run_info *run = s->run;
	size_t n = run->history->ncommits;
	int64_t first_s = run->end_axis_s, span_s;

	for (size_t i = 0; i < n; i++)
		if (run->axis_s[i] < first_s)
			first_s = run->axis_s[i];
	s->first_s = floor_to(first_s, s->options->tick_s);
	s->band_s = s->options->granularity * s->options->tick_s;
	s->sampling_s = s->options->sampling * s->options->tick_s;
	span_s = run->end_axis_s - s->first_s;
	s->nbands = n ? (uint32_t)(span_s / s->band_s) + 1 : 0;
	/* Every full step before the end, and the end. */
	s->nsamples =
		n ? (uint32_t)((span_s + s->sampling_s - 1) / s->sampling_s) + 1
		  : 0;
}

static void place_commits(struct ch_burndown *s)
{
	const struct ch_run_info *run = s->run;
	size_t n = run->history->ncommits;

	s->band_of = ch_calloc(n + 1, sizeof(*s->band_of));
	s->sample_of = ch_calloc(n + 1, sizeof(*s->sample_of));
	for (size_t i = 0; i < n; i++) {
		int64_t age_s = run->axis_s[i] - s->first_s;

		s->band_of[i] = (uint32_t)(age_s / s->band_s);
		s->sample_of[i] =
			(uint32_t)((age_s + s->sampling_s - 1) / s->sampling_s);
	}
}

int64_t ch_band_start_s(const struct ch_burndown *s, uint32_t i)
{
	return s->first_s + (int64_t)i * s->band_s;
}

static void *burndown_start(const struct ch_run_info *run, const void *own)
{
	struct ch_burndown *s = ch_calloc(1, sizeof(*s));

	s->run = run;
	s->options = own;
	cut_time(s);
	place_commits(s);
	return s;
}

static void release_sums(struct ch_burndown_sums *sums)
{
	struct ch_grid *grids[] = { &sums->all, &sums->people, &sums->languages,
		&sums->directories, &sums->files };

	for (size_t i = 0; i < CH_ARRAY_LEN(grids); i++)
		ch_counts_release(&grids[i]->cells);
	ch_counts_release(&sums->written);
	ch_counts_release(&sums->removed);
	ch_counts_release(&sums->deaths);
	ch_counts_release(&sums->merged);
	free(sums->renamings.items);
	ch_intern_release(&sums->dir_names);
}

static void burndown_release(void *state)
{
	struct ch_burndown *s = state;

	release_sums(&s->sums);
	ch_matrix_release(&s->all);
	ch_matrix_release(&s->people);
	ch_matrix_release(&s->languages);
	ch_matrix_release(&s->directories);
	ch_matrix_release(&s->files);
	free(s->band_of);
	free(s->sample_of);
	free(s->samples);
	free(s->survival);
	free(s->file_lines);
	free(s->file_memory);
	free(s);
}

/* ---- Map ----------------------------------------------------------------*/

struct fork {
	const struct ch_burndown *s;
	struct ch_burndown_sums sums;
	uint32_t *dir_of; /* by path: 1 + its number in sums.dir_names */
	size_t ndirs;
};

static void *burndown_fork(const void *state)
{
	struct fork *f = ch_calloc(1, sizeof(*f));

	f->s = state;
	return f;
}

uint32_t ch_member_of(const struct ch_burndown *s, uint32_t owner)
{
	return owner & CH_OWNER_UNKNOWN ? 0 : 1 + s->run->developers[owner];
}

const struct ch_developer *ch_member_developer(
	const struct ch_burndown *s, uint32_t member)
{
	static const struct ch_developer unknown = { { "(unknown)", 9 },
		{ "", 0 }, false };

	return member ? ch_people_at(s->run->people, member - 1) : &unknown;
}

static bool is_chosen(const struct ch_burndown *s, uint32_t owner)
{
	return !s->run->by_chosen ||
	       s->run->by_chosen[owner & ~CH_OWNER_UNKNOWN];
}

/* Runs appear (or, with sign -1, disappear) in a member at a sample. */
static void add_to_grid(const struct ch_burndown *s, struct ch_grid *grid,
	uint32_t member, uint32_t sample, const struct ch_own_run *runs,
	size_t n, int sign)
{
	for (size_t i = 0; i < n; i++) {
		uint32_t band = s->band_of[runs[i].owner & ~CH_OWNER_UNKNOWN];
		uint64_t lines = runs[i].lines;

		if (!is_chosen(s, runs[i].owner))
			continue;
		ch_counts_at(&grid->cells, member * s->nbands + band, sample)
			->values[0] += sign < 0 ? -lines : lines;
	}
}

static void add_people(const struct ch_burndown *s, struct ch_grid *grid,
	uint32_t sample, const struct ch_own_run *runs, size_t n, int sign)
{
	for (size_t i = 0; i < n; i++)
		add_to_grid(s, grid, ch_member_of(s, runs[i].owner), sample,
			&runs[i], 1, sign);
}

/* The directory of a path, down to the depth asked for: "." is the top. */
static struct ch_str directory(const struct ch_burndown *s, struct ch_str path)
{
	size_t end = 0;

	for (int64_t i = 0; i < s->options->directories; i++) {
		size_t slash = ch_str_chr(path, '/', end ? end + 1 : 0);

		if (slash == (size_t)-1)
			break;
		end = slash;
	}
	return end ? ch_str_sub(path, 0, end) : CH_STR(".");
}

static uint32_t directory_of(struct fork *f, uint32_t path)
{
	size_t n = f->s->run->paths->n;

	if (path >= f->ndirs) {
		f->dir_of = ch_realloc(f->dir_of, n, sizeof(*f->dir_of));
		memset(f->dir_of + f->ndirs, 0,
			(n - f->ndirs) * sizeof(*f->dir_of));
		f->ndirs = n;
	}
	if (!f->dir_of[path])
		f->dir_of[path] =
			1 +
			ch_intern(&f->sums.dir_names,
				directory(f->s,
					ch_intern_str(f->s->run->paths, path)));
	return f->dir_of[path] - 1;
}

/* A file leaves one member and comes to another, or changes in one. */
static void move_lines(const struct ch_burndown *s, struct ch_grid *grid,
	const struct ch_own_change *v, uint32_t sample, uint32_t from,
	uint32_t to)
{
	if (from == to) {
		add_to_grid(s, grid, to, sample, v->lost, v->nlost, -1);
		add_to_grid(s, grid, to, sample, v->gained, v->ngained, 1);
		return;
	}
	if (from != CH_NO_ID)
		add_to_grid(s, grid, from, sample, v->before, v->nbefore, -1);
	if (to != CH_NO_ID)
		add_to_grid(s, grid, to, sample, v->after, v->nafter, 1);
}

static void count_ages(struct fork *f, const struct ch_own_change *v,
	bool from_shown, bool to_shown)
{
	const struct ch_burndown *s = f->s;
	const struct ch_path_info *info = s->run->path_info;
	uint32_t sample = s->sample_of[v->commit];
	uint32_t from = from_shown ? 0 : CH_NO_ID, to = to_shown ? 0 : CH_NO_ID;
	struct ch_burndown_sums *sums = &f->sums;

	move_lines(s, &sums->all, v, sample, from, to);
	if (s->options->people && from == to) {
		add_people(s, &sums->people, sample, v->lost, v->nlost, -1);
		add_people(s, &sums->people, sample, v->gained, v->ngained, 1);
	} else if (s->options->people) {
		add_people(s, &sums->people, sample, v->before,
			from_shown ? v->nbefore : 0, -1);
		add_people(s, &sums->people, sample, v->after,
			to_shown ? v->nafter : 0, 1);
	}
	if (s->options->languages)
		move_lines(s, &sums->languages, v, sample,
			from_shown ? info[v->from_path].language : CH_NO_ID,
			to_shown ? info[v->path].language : CH_NO_ID);
	if (s->options->directories)
		move_lines(s, &sums->directories, v, sample,
			from_shown ? directory_of(f, v->from_path) : CH_NO_ID,
			to_shown ? directory_of(f, v->path) : CH_NO_ID);
}

/* By path, all bands in one unless they are asked for. */
static void count_files(struct fork *f, const struct ch_own_change *v)
{
	const struct ch_burndown *s = f->s;
	uint32_t sample = s->sample_of[v->commit];
	struct ch_counts *cells = &f->sums.files.cells;
	struct ch_renamings *names = &f->sums.renamings;

	if (s->options->files == CH_FILES_MATRIX) {
		move_lines(s, &f->sums.files, v, sample, v->from_path, v->path);
	} else {
		ch_counts_at(cells, v->from_path, sample)->values[0] -=
			v->lines_before;
		ch_counts_at(cells, v->path, sample)->values[0] +=
			v->lines_after;
	}
	if (v->from_path == v->path && v->nbefore)
		return;
	CH_GROW(names->items, names->n, names->cap);
	names->items[names->n++] = (struct ch_renaming){ v->path, v->commit,
		v->from_path == v->path ? CH_NO_ID : v->from_path };
}

static void count_deaths(struct fork *f, const struct ch_own_change *v)
{
	const struct ch_burndown *s = f->s;
	const int64_t *axis_s = s->run->axis_s;

	for (size_t i = 0; i < v->nlost; i++) {
		uint32_t owner = v->lost[i].owner;
		int64_t age_s;

		if (owner & CH_OWNER_UNKNOWN || !is_chosen(s, owner))
			continue;
		if (v->is_merge) {
			ch_counts_at(&f->sums.merged, v->commit, owner)
				->values[0] += v->lost[i].lines;
			continue;
		}
		age_s = axis_s[v->commit] - axis_s[owner];
		ch_counts_at(&f->sums.deaths, (uint32_t)(age_s / DAY_S), 0)
			->values[0] += v->lost[i].lines;
	}
	for (size_t i = 0; i < v->ngained && v->is_merge; i++)
		if (!(v->gained[i].owner & CH_OWNER_UNKNOWN) &&
			is_chosen(s, v->gained[i].owner))
			ch_counts_at(
				&f->sums.merged, v->commit, v->gained[i].owner)
				->values[1] += v->gained[i].lines;
}

static void count_overwrites(struct fork *f, const struct ch_own_change *v)
{
	const struct ch_burndown *s = f->s;
	uint32_t by = ch_member_of(s, v->commit);

	for (size_t i = 0; i < v->ngained; i++)
		if (v->gained[i].owner == v->commit)
			ch_counts_at(&f->sums.written, by, 0)->values[0] +=
				v->gained[i].lines;
	for (size_t i = 0; i < v->nlost && !v->is_merge; i++)
		ch_counts_at(
			&f->sums.removed, ch_member_of(s, v->lost[i].owner), by)
			->values[0] += v->lost[i].lines;
}

static void burndown_owners(void *worker, const struct ch_own_change *v)
{
	struct fork *f = worker;
	const struct ch_burndown *s = f->s;
	bool from = s->run->path_info[v->from_path].is_shown;
	bool to = s->run->path_info[v->path].is_shown;

	if (!from && !to)
		return;
	if (s->options->people)
		count_overwrites(f, v);
	if (!v->is_main)
		return;
	count_ages(f, v, from, to);
	count_deaths(f, v);
	if (s->options->files)
		count_files(f, v);
}

/* ---- Workers together ---------------------------------------------------*/

/* Directories have other numbers on every worker. */
static void merge_directories(
	struct ch_burndown *s, const struct ch_burndown_sums *from)
{
	const struct ch_count *one;
	size_t at = 0;

	while ((one = ch_counts_next(&from->directories.cells, &at))) {
		uint32_t dir = ch_intern(&s->sums.dir_names,
			ch_intern_str(&from->dir_names, one->a / s->nbands));

		ch_counts_at(&s->sums.directories.cells,
			dir * s->nbands + one->a % s->nbands, one->b)
			->values[0] += one->values[0];
	}
}

static void burndown_merge(void *state, void *worker)
{
	struct ch_burndown *s = state;
	struct fork *f = worker;
	struct ch_burndown_sums *to = &s->sums, *from = &f->sums;

	ch_counts_merge(&to->all.cells, &from->all.cells);
	ch_counts_merge(&to->people.cells, &from->people.cells);
	ch_counts_merge(&to->languages.cells, &from->languages.cells);
	ch_counts_merge(&to->files.cells, &from->files.cells);
	merge_directories(s, from);
	ch_counts_merge(&to->written, &from->written);
	ch_counts_merge(&to->removed, &from->removed);
	ch_counts_merge(&to->deaths, &from->deaths);
	ch_counts_merge(&to->merged, &from->merged);
	for (size_t i = 0; i < from->renamings.n; i++) {
		CH_GROW(to->renamings.items, to->renamings.n,
			to->renamings.cap);
		to->renamings.items[to->renamings.n++] =
			from->renamings.items[i];
	}
	release_sums(from);
	free(f->dir_of);
	free(f);
}

/* ---- At the end ---------------------------------------------------------*/

/* The last commit of the mainline that each sample has. */
static void find_samples(struct ch_burndown *s)
{
	const struct ch_run_info *run = s->run;
	uint32_t at = run->end_commit;

	s->samples = ch_calloc(s->nsamples + 1, sizeof(*s->samples));
	for (uint32_t i = s->nsamples; i-- > 0;) {
		struct ch_sample *sample = &s->samples[i];

		while (at != CH_NO_COMMIT && s->sample_of[at] > i)
			at = ch_history_first_parent(run->history, at);
		sample->commit = at;
		sample->when_s = s->first_s + (int64_t)i * s->sampling_s;
		if (i + 1 == s->nsamples)
			sample->when_s = run->end_axis_s;
		sample->is_shown = !run->in_range ||
				   (at != CH_NO_COMMIT && run->in_range[at]);
	}
}

static void count_samples(struct ch_burndown *s)
{
	for (size_t i = 0; i < s->all.n; i++) {
		const struct ch_series *series = &s->all.items[i];

		for (uint32_t k = 0; k < series->n; k++)
			s->samples[series->first + k].lines += series->lines[k];
	}
}

static int burndown_finish(void *state, struct ch_err *err)
{
	struct ch_burndown *s = state;
	bool by_band = s->options->files == CH_FILES_MATRIX;

	if ((uint64_t)s->run->paths->n * (by_band ? s->nbands : 1) >=
			UINT32_MAX ||
		(uint64_t)(ch_people_count(s->run->people) + 1) * s->nbands >=
			UINT32_MAX)
		return ch_fail(err, CH_ELIMIT,
			"burndown: %u bands are too many for so many files "
			"and people: raise --granularity",
			s->nbands);
	find_samples(s);
	ch_matrix_sum(&s->all, &s->sums.all, s->nbands, s->nsamples);
	ch_matrix_sum(&s->people, &s->sums.people, s->nbands, s->nsamples);
	ch_matrix_sum(
		&s->languages, &s->sums.languages, s->nbands, s->nsamples);
	ch_matrix_sum(
		&s->directories, &s->sums.directories, s->nbands, s->nsamples);
	ch_matrix_sum(&s->files, &s->sums.files, by_band ? s->nbands : 1,
		s->nsamples);
	count_samples(s);
	ch_burndown_survive(s);
	if (s->options->files)
		ch_burndown_follow_files(s);
	return 0;
}

const struct ch_analyzer ch_analyzer_burndown = {
	.name = "burndown",
	.summary = "how old the lines of every moment were, and whose",
	.table = "cells",
	.needs = CH_NEED_OWNERS | CH_NEED_END,
	.options = &options,
	.start = burndown_start,
	.fork = burndown_fork,
	.owners = burndown_owners,
	.merge = burndown_merge,
	.finish = burndown_finish,
	.write = ch_burndown_write,
	.text = ch_burndown_text,
	.hercules = ch_burndown_hercules,
	.release = burndown_release,
};
