/*
 * What burndown makes of its sums at the end: series over the samples, how
 * long lines survive, files under their earlier names.
 */
#include "analyzers/burndown.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define DAY_S 86400

/* ---- Series -------------------------------------------------------------*/

/* The end of the cells that are of one series. */
static size_t end_of(const struct ch_count *cells, size_t n, size_t from)
{
	size_t to = from;

	while (to < n && cells[to].a == cells[from].a)
		to++;
	return to;
}

/* First and last sample + 1 with lines; false where there are none. */
static bool find_span(const struct ch_count *cells, size_t n, uint32_t nsamples,
	uint32_t *first, uint32_t *end)
{
	uint64_t sum = 0;
	bool any = false;

	for (size_t i = 0; i < n; i++) {
		bool was = sum != 0;

		sum += cells[i].values[0];
		if (sum && !any)
			*first = cells[i].b;
		any = any || sum;
		if (was && !sum)
			*end = cells[i].b;
	}
	if (sum)
		*end = nsamples;
	return any;
}

static void fill_series(
	struct ch_series *series, const struct ch_count *cells, size_t n)
{
	uint64_t sum = 0;
	size_t at = 0;

	for (uint32_t i = 0; i < series->n; i++) {
		for (; at < n && cells[at].b <= series->first + i; at++)
			sum += cells[at].values[0];
		series->lines[i] = sum;
	}
}

void ch_matrix_sum(struct ch_matrix *out, const struct ch_grid *grid,
	uint32_t nbands, uint32_t nsamples)
{
	struct ch_count *cells = ch_counts_sorted(&grid->cells, false);
	size_t n = grid->cells.n, total = 0, at = 0, from = 0, to;

	out->items = ch_calloc(n + 1, sizeof(*out->items));
	for (; from < n; from = to) {
		struct ch_series *series = &out->items[out->n];
		uint32_t end = 0;

		to = end_of(cells, n, from);
		if (!find_span(cells + from, to - from, nsamples,
			    &series->first, &end))
			continue;
		series->member = cells[from].a / nbands;
		series->band = cells[from].a % nbands;
		series->n = end - series->first;
		total += series->n;
		out->n++;
	}
	out->memory = ch_calloc(total + 1, sizeof(*out->memory));
	from = 0;
	for (size_t i = 0; i < out->n; i++) {
		struct ch_series *series = &out->items[i];
		uint32_t key = series->member * nbands + series->band;

		while (cells[from].a != key)
			from++;
		to = end_of(cells, n, from);
		series->lines = out->memory + at;
		fill_series(series, cells + from, to - from);
		at += series->n;
	}
	free(cells);
}

void ch_matrix_release(struct ch_matrix *m)
{
	free(m->items);
	free(m->memory);
	*m = (struct ch_matrix){ 0 };
}

void ch_matrix_member(const struct ch_matrix *m, size_t from, size_t *to)
{
	*to = from;
	while (*to < m->n && m->items[*to].member == m->items[from].member)
		++*to;
}

uint64_t ch_matrix_lines(
	const struct ch_matrix *m, size_t from, size_t to, uint32_t sample)
{
	uint64_t sum = 0;

	for (size_t i = from; i < to; i++) {
		const struct ch_series *s = &m->items[i];

		if (sample >= s->first && sample - s->first < s->n)
			sum += s->lines[sample - s->first];
	}
	return sum;
}

/* ---- Survival -----------------------------------------------------------*/

/* What a merge loses in one file and gains in another is alive. */
static void add_merged_deaths(struct ch_burndown *s)
{
	const int64_t *axis_s = s->run->axis_s;
	const struct ch_count *one;
	size_t at = 0;

	while ((one = ch_counts_next(&s->sums.merged, &at))) {
		int64_t age_s = axis_s[one->a] - axis_s[one->b];

		if (one->values[0] > one->values[1])
			ch_counts_at(
				&s->sums.deaths, (uint32_t)(age_s / DAY_S), 0)
				->values[0] += one->values[0] - one->values[1];
	}
}

static void add_alive(struct ch_burndown *s)
{
	const struct ch_run_info *run = s->run;

	for (size_t p = 0; p < run->paths->n; p++) {
		const struct ch_end_file *f = &run->end[p];

		for (uint32_t i = 0; i < f->nowners; i++) {
			uint32_t owner = f->owners[i].owner;
			int64_t age_s;

			if (owner & CH_OWNER_UNKNOWN ||
				(run->by_chosen && !run->by_chosen[owner]))
				continue;
			age_s = run->end_axis_s - run->axis_s[owner];
			ch_counts_at(
				&s->sums.deaths, (uint32_t)(age_s / DAY_S), 0)
				->values[1] += f->owners[i].lines;
		}
	}
}

struct estimate {
	uint64_t at_risk; /* lines that lived at least so long */
	double alive;
	int64_t half_life_days;
};

static double alive_after(
	const struct estimate *e, const struct ch_count *deaths)
{
	return e->alive * (1 - (double)deaths->values[0] / (double)e->at_risk);
}

/* One age further; what is alive at the end leaves without having died. */
static void pass_age(struct estimate *e, const struct ch_count *age)
{
	e->alive = alive_after(e, age);
	if (e->alive <= 0.5 && e->half_life_days < 0)
		e->half_life_days = age->a;
	e->at_risk -= age->values[0] + age->values[1];
}

/* Kaplan-Meier: a row at every step, and the first day that half is gone. */
static void estimate(struct ch_burndown *s, const struct ch_count *ages,
	size_t n, uint32_t step)
{
	struct estimate e = { 0, 1, -1 };
	size_t i = 0;

	for (size_t k = 0; k < n; k++)
		e.at_risk += ages[k].values[0] + ages[k].values[1];
	s->survival = ch_calloc(
		n ? ages[n - 1].a / step + 1 : 1, sizeof(*s->survival));
	for (uint64_t day = 0; n && day <= ages[n - 1].a; day += step) {
		struct ch_survival *row = &s->survival[s->nsurvival++];

		while (ages[i].a < day)
			pass_age(&e, &ages[i++]);
		row->age_days = (uint32_t)day;
		row->at_risk = e.at_risk;
		row->alive_share =
			ages[i].a == day ? alive_after(&e, &ages[i]) : e.alive;
	}
	while (i < n)
		pass_age(&e, &ages[i++]);
	s->half_life_days = e.half_life_days;
}

void ch_burndown_survive(struct ch_burndown *s)
{
	uint32_t step = (uint32_t)(s->band_s / DAY_S);
	struct ch_count *ages;

	add_merged_deaths(s);
	add_alive(s);
	ages = ch_counts_sorted(&s->sums.deaths, false);
	estimate(s, ages, s->sums.deaths.n, step ? step : 1);
	free(ages);
}

/* ---- Files under their earlier names ------------------------------------*/

static int by_path(const void *p, const void *q)
{
	const struct ch_renaming *a = p, *b = q;

	if (a->path != b->path)
		return a->path < b->path ? -1 : 1;
	return (a->commit > b->commit) - (a->commit < b->commit);
}

/* How a path came to be before 'limit', the last time; NULL: not known. */
static const struct ch_renaming *last_before(
	const struct ch_renamings *names, uint32_t path, uint32_t limit)
{
	size_t low = 0, high = names->n;
	struct ch_renaming key = { .path = path, .commit = limit };

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (by_path(&names->items[mid], &key) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	if (!low || names->items[low - 1].path != path)
		return NULL;
	return &names->items[low - 1];
}

struct pieces {
	struct ch_series *items; /* of one file, parts of s->files */
	size_t n, cap;
};

static size_t first_of(const struct ch_matrix *m, uint32_t member)
{
	size_t low = 0, high = m->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (m->items[mid].member < member)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* The series of a path at samples [from, to). */
static void take_pieces(const struct ch_matrix *m, struct pieces *out,
	uint32_t path, uint32_t from, uint32_t to)
{
	for (size_t i = first_of(m, path);
		i < m->n && m->items[i].member == path; i++) {
		struct ch_series piece = m->items[i];
		uint32_t end = piece.first + piece.n;

		if (piece.first < from) {
			piece.lines += from - piece.first;
			piece.first = from;
		}
		end = end < to ? end : to;
		if (piece.first >= end)
			continue;
		piece.n = end - piece.first;
		CH_GROW(out->items, out->n, out->cap);
		out->items[out->n++] = piece;
	}
}

static void collect_pieces(
	struct ch_burndown *s, uint32_t path, struct pieces *out)
{
	uint32_t limit = UINT32_MAX, to = s->nsamples;

	out->n = 0;
	for (;;) {
		const struct ch_renaming *r =
			last_before(&s->sums.renamings, path, limit);
		uint32_t from = r ? s->sample_of[r->commit] : 0;

		if (from < to)
			take_pieces(&s->files, out, path, from, to);
		if (!r || r->from_path == CH_NO_ID)
			return;
		path = r->from_path;
		limit = r->commit;
		to = from < to ? from : to;
	}
}

static int by_band(const void *p, const void *q)
{
	const struct ch_series *a = p, *b = q;

	if (a->band != b->band)
		return a->band < b->band ? -1 : 1;
	return (a->first > b->first) - (a->first < b->first);
}

struct filling {
	size_t nitems, items_cap, at, memory_cap;
};

/* Pieces [from, to) of one band as one series, zeros between them. */
static void add_series(struct ch_burndown *s, struct filling *f, uint32_t path,
	const struct ch_series *pieces, size_t n)
{
	uint32_t first = pieces[0].first;
	uint32_t end = pieces[n - 1].first + pieces[n - 1].n;
	struct ch_file_lines *line;

	CH_GROW(s->file_lines, f->nitems, f->items_cap);
	while (f->at + (end - first) > f->memory_cap) {
		size_t used = f->memory_cap;

		s->file_memory = ch_grow_(s->file_memory, &f->memory_cap,
			f->at + (end - first), sizeof(*s->file_memory));
		memset(s->file_memory + used, 0,
			(f->memory_cap - used) * sizeof(*s->file_memory));
	}
	line = &s->file_lines[f->nitems++];
	*line = (struct ch_file_lines){ .path = path,
		.band = pieces[0].band,
		.first = first,
		.n = end - first,
		.at = f->at };
	for (size_t i = 0; i < n; i++)
		memcpy(s->file_memory + f->at + (pieces[i].first - first),
			pieces[i].lines, pieces[i].n * sizeof(*s->file_memory));
	f->at += end - first;
}

void ch_burndown_follow_files(struct ch_burndown *s)
{
	struct ch_renamings *names = &s->sums.renamings;
	struct filling f = { 0 };
	struct pieces pieces = { 0 };

	if (names->n)
		qsort(names->items, names->n, sizeof(*names->items), by_path);
	for (uint32_t p = 0; p < s->run->paths->n; p++) {
		size_t from = 0, to;

		if (!s->run->end[p].nowners)
			continue;
		collect_pieces(s, p, &pieces);
		if (pieces.n)
			qsort(pieces.items, pieces.n, sizeof(*pieces.items),
				by_band);
		for (; from < pieces.n; from = to) {
			to = from + 1;
			while (to < pieces.n && pieces.items[to].band ==
							pieces.items[from].band)
				to++;
			add_series(s, &f, p, pieces.items + from, to - from);
		}
	}
	s->nfile_lines = f.nitems;
	free(pieces.items);
}
