/* Burndown as documents: what is sparse in memory is sparse there too. */
#include "analyzers/burndown.h"

#include <stdlib.h>

#include "analyzers/people.h"
#include "analyzers/rows.h"
#include "base/mem.h"
#include "base/text.h"
#include "gitlayer/linguist.h"

static const struct ch_column band_columns[] = {
	{ .name = "start", .kind = CH_COL_DATE },
	{ .name = "end", .kind = CH_COL_DATE },
};
static const struct ch_table band_table = { .name = "bands",
	.columns = band_columns,
	.ncolumns = CH_ARRAY_LEN(band_columns) };

static const struct ch_column sample_columns[] = {
	{ .name = "date", .kind = CH_COL_DATE },
	{ .name = "commit", .kind = CH_COL_OID },
	{ .name = "lines", .kind = CH_COL_INT },
};
static const struct ch_table sample_table = { .name = "samples",
	.columns = sample_columns,
	.ncolumns = CH_ARRAY_LEN(sample_columns) };

static const struct ch_column cell_columns[] = {
	{ .name = "date", .kind = CH_COL_DATE },
	{ .name = "band", .kind = CH_COL_DATE },
	{ .name = "lines", .kind = CH_COL_INT },
};
static const struct ch_table cell_table = { .name = "cells",
	.columns = cell_columns,
	.ncolumns = CH_ARRAY_LEN(cell_columns) };

static const struct ch_column survival_columns[] = {
	{ .name = "age_days", .kind = CH_COL_INT },
	{ .name = "alive_share", .kind = CH_COL_REAL },
	{ .name = "at_risk", .kind = CH_COL_INT },
};
static const struct ch_table survival_table = { .name = "survival",
	.columns = survival_columns,
	.ncolumns = CH_ARRAY_LEN(survival_columns) };

/* Samples that are shown are one behind the other. */
struct shown {
	uint32_t first, n;
};

static struct shown shown_samples(const struct ch_burndown *s)
{
	struct shown shown = { 0, 0 };

	while (shown.first < s->nsamples && !s->samples[shown.first].is_shown)
		shown.first++;
	for (uint32_t i = shown.first; i < s->nsamples; i++)
		if (s->samples[i].is_shown)
			shown.n = i + 1 - shown.first;
	return shown;
}

static void put_oid(
	const struct ch_burndown *s, struct ch_writer *w, uint32_t commit)
{
	if (commit == CH_NO_COMMIT)
		ch_write_null(w);
	else
		ch_write_oid(w, s->run->history->commits[commit].oid.id,
			CH_OID_BYTES);
}

/* ---- The matrix ---------------------------------------------------------*/

static void write_bands(const struct ch_burndown *s, struct ch_rows *rows)
{
	ch_rows_table(rows, "bands", &band_table);
	for (uint32_t i = 0; i < s->nbands; i++) {
		ch_row_time(rows, ch_band_start_s(s, i));
		ch_row_time(rows, ch_band_start_s(s, i + 1));
		ch_row_end(rows);
	}
	ch_rows_end(rows);
}

static uint64_t lines_of(const struct ch_series *series, uint32_t sample)
{
	if (sample < series->first || sample - series->first >= series->n)
		return 0;
	return series->lines[sample - series->first];
}

/* One row a sample, up to the last band that has lines then. */
static void write_by_band(
	const struct ch_burndown *s, struct ch_writer *w, uint32_t sample)
{
	const struct ch_matrix *m = &s->all;
	uint32_t band = 0;
	size_t n = m->n;

	while (n && !lines_of(&m->items[n - 1], sample))
		n--;
	ch_write_key(w, "by_band");
	ch_write_list_line(w);
	for (size_t i = 0; i < n; i++) {
		for (; band < m->items[i].band; band++)
			ch_write_int(w, 0);
		ch_write_int(w, (int64_t)lines_of(&m->items[i], sample));
		band++;
	}
	ch_write_end(w);
}

static void write_cells(const struct ch_burndown *s, struct ch_rows *rows)
{
	struct shown shown = shown_samples(s);

	ch_rows_table(rows, "cells", &cell_table);
	for (uint32_t k = shown.first; k < shown.first + shown.n; k++)
		for (size_t i = 0; i < s->all.n; i++) {
			const struct ch_series *series = &s->all.items[i];

			if (!lines_of(series, k))
				continue;
			ch_row_time(rows, s->samples[k].when_s);
			ch_row_time(rows, ch_band_start_s(s, series->band));
			ch_row_count(rows, lines_of(series, k));
			ch_row_end(rows);
		}
	ch_rows_end(rows);
}

static void write_samples(const struct ch_burndown *s, struct ch_rows *rows)
{
	struct shown shown = shown_samples(s);
	struct ch_writer *w = rows->w;

	ch_write_key(w, "samples");
	if (rows->is_nested)
		ch_write_list(w);
	else
		ch_write_table(w, &sample_table);
	for (uint32_t k = shown.first; k < shown.first + shown.n; k++) {
		const struct ch_sample *sample = &s->samples[k];

		if (rows->is_nested) {
			ch_write_map(w);
			ch_put_time(w, "date", sample->when_s);
			ch_write_key(w, "commit");
			put_oid(s, w, sample->commit);
			ch_put_int(w, "lines", (int64_t)sample->lines);
			write_by_band(s, w, k);
			ch_write_end(w);
			continue;
		}
		ch_write_time(w, sample->when_s);
		put_oid(s, w, sample->commit);
		ch_write_int(w, (int64_t)sample->lines);
	}
	ch_write_end(w);
	if (!rows->is_nested)
		write_cells(s, rows);
}

/* ---- Groups -------------------------------------------------------------*/

/* What is shown of a series. */
struct part {
	uint32_t band, first, n;
	const uint64_t *lines;
};

static struct part part_of(struct shown shown, const struct ch_series *series)
{
	struct part p = { series->band, series->first, series->n,
		series->lines };
	uint32_t end = series->first + series->n;

	if (p.first < shown.first) {
		p.lines += shown.first - p.first;
		p.first = shown.first;
	}
	if (end > shown.first + shown.n)
		end = shown.first + shown.n;
	p.n = p.first < end ? end - p.first : 0;
	/* Samples are counted from the first that is shown. */
	p.first -= shown.first;
	return p;
}

static void write_lines(
	struct ch_writer *w, const char *key, const uint64_t *lines, uint32_t n)
{
	ch_write_key(w, key);
	ch_write_list_line(w);
	for (uint32_t i = 0; i < n; i++)
		ch_write_int(w, (int64_t)lines[i]);
	ch_write_end(w);
}

static void write_part(struct ch_writer *w, const struct part *p)
{
	ch_write_map(w);
	ch_put_int(w, "band", p->band);
	ch_put_int(w, "first_sample", p->first);
	write_lines(w, "lines", p->lines, p->n);
	ch_write_end(w);
}

static void write_parts(const struct ch_burndown *s, struct ch_writer *w,
	const struct ch_matrix *m, size_t from, size_t to)
{
	struct shown shown = shown_samples(s);

	ch_write_key(w, "bands");
	ch_write_list(w);
	for (size_t i = from; i < to; i++) {
		struct part p = part_of(shown, &m->items[i]);

		if (p.n)
			write_part(w, &p);
	}
	ch_write_end(w);
}

/* A member of a group and its series. */
struct ranked {
	size_t from, to;
	uint64_t peak;
	struct ch_str name;
	const struct ch_developer *who; /* of people */
};

static int larger_peak(const void *p, const void *q)
{
	const struct ranked *a = p, *b = q;
	int cmp;

	if (a->peak != b->peak)
		return a->peak > b->peak ? -1 : 1;
	cmp = ch_str_cmp(a->name, b->name);
	if (cmp || !a->who)
		return cmp;
	return ch_str_cmp(a->who->email, b->who->email);
}

static uint64_t peak_of(const struct ch_burndown *s, const struct ch_matrix *m,
	size_t from, size_t to)
{
	struct shown shown = shown_samples(s);
	uint64_t *sums = ch_calloc(shown.n + 1, sizeof(*sums)), peak = 0;

	for (size_t i = from; i < to; i++) {
		struct part p = part_of(shown, &m->items[i]);

		for (uint32_t k = 0; k < p.n; k++)
			sums[p.first + k] += p.lines[k];
	}
	for (uint32_t k = 0; k < shown.n; k++)
		peak = sums[k] > peak ? sums[k] : peak;
	free(sums);
	return peak;
}

typedef void name_fn(
	const struct ch_burndown *s, uint32_t member, struct ranked *out);

/* The members of a matrix that are ever shown with lines, by peak. */
static struct ranked *rank_members(const struct ch_burndown *s,
	const struct ch_matrix *m, name_fn *name, size_t *n)
{
	struct ranked *all = ch_calloc(m->n + 1, sizeof(*all));
	size_t from = 0, to;

	*n = 0;
	for (; from < m->n; from = to) {
		struct ranked *r = &all[*n];

		ch_matrix_member(m, from, &to);
		r->from = from;
		r->to = to;
		r->peak = peak_of(s, m, from, to);
		name(s, m->items[from].member, r);
		*n += r->peak > 0;
	}
	qsort(all, *n, sizeof(*all), larger_peak);
	return all;
}

static void name_person(
	const struct ch_burndown *s, uint32_t member, struct ranked *out)
{
	out->who = ch_member_developer(s, member);
	out->name = out->who->name;
}

static void name_language(
	const struct ch_burndown *s, uint32_t member, struct ranked *out)
{
	(void)s;
	out->name = ch_str_z(ch_linguist_name((uint16_t)member));
}

static void name_directory(
	const struct ch_burndown *s, uint32_t member, struct ranked *out)
{
	out->name = ch_intern_str(&s->sums.dir_names, member);
}

/* The series of members [from, n) joined by band, under one name. */
static void write_others(const struct ch_burndown *s, struct ch_writer *w,
	const struct ranked *all, size_t from, size_t n)
{
	struct shown shown = shown_samples(s);
	uint64_t *sums = ch_calloc(shown.n + 1, sizeof(*sums));

	ch_write_key(w, "bands");
	ch_write_list(w);
	for (uint32_t band = 0; band < s->nbands; band++) {
		struct part joined = { band, UINT32_MAX, 0, sums };
		uint32_t end = 0;

		for (size_t r = from; r < n; r++)
			for (size_t i = all[r].from; i < all[r].to; i++) {
				struct part p =
					part_of(shown, &s->people.items[i]);

				if (p.band != band || !p.n)
					continue;
				for (uint32_t k = 0; k < p.n; k++)
					sums[p.first + k] += p.lines[k];
				if (p.first < joined.first)
					joined.first = p.first;
				if (p.first + p.n > end)
					end = p.first + p.n;
			}
		if (joined.first >= end)
			continue;
		joined.n = end - joined.first;
		joined.lines = sums + joined.first;
		write_part(w, &joined);
		for (uint32_t k = joined.first; k < end; k++)
			sums[k] = 0;
	}
	ch_write_end(w);
	free(sums);
}

static void write_people(const struct ch_burndown *s, struct ch_writer *w)
{
	size_t n, top = (size_t)s->options->top;
	struct ranked *all = rank_members(s, &s->people, name_person, &n);

	top = top && top < n ? top : n;
	ch_write_key(w, "developers");
	ch_write_list(w);
	for (size_t i = 0; i < top; i++) {
		ch_write_map(w);
		ch_put_str(w, "name", all[i].name);
		ch_put_str(w, "email", all[i].who->email);
		write_parts(s, w, &s->people, all[i].from, all[i].to);
		ch_write_end(w);
	}
	if (top < n) {
		ch_write_map(w);
		ch_put_z(w, "name", "(others)");
		ch_put_z(w, "email", "");
		write_others(s, w, all, top, n);
		ch_write_end(w);
	}
	ch_write_end(w);
	free(all);
}

static void write_group(const struct ch_burndown *s, struct ch_writer *w,
	const char *key, const char *member, const struct ch_matrix *m,
	name_fn *name)
{
	size_t n;
	struct ranked *all = rank_members(s, m, name, &n);

	ch_write_key(w, key);
	ch_write_list(w);
	for (size_t i = 0; i < n; i++) {
		ch_write_map(w);
		if (m == &s->directories)
			ch_put_path(w, member, all[i].name);
		else
			ch_put_str(w, member, all[i].name);
		write_parts(s, w, m, all[i].from, all[i].to);
		ch_write_end(w);
	}
	ch_write_end(w);
	free(all);
}

/* The same as rows: a member, a sample, a band. */
static const struct ch_column group_columns[] = {
	{ .name = "member" },
	{ .name = "date", .kind = CH_COL_DATE },
	{ .name = "band", .kind = CH_COL_DATE },
	{ .name = "lines", .kind = CH_COL_INT },
};

static void row_group(const struct ch_burndown *s, struct ch_rows *rows,
	const struct ch_matrix *m, const struct ranked *r)
{
	struct shown shown = shown_samples(s);

	for (size_t i = r->from; i < r->to; i++) {
		struct part p = part_of(shown, &m->items[i]);

		for (uint32_t k = 0; k < p.n; k++) {
			if (r->who)
				ch_row_person(rows, r->who);
			else
				ch_row_path(rows, r->name);
			ch_row_time(rows,
				s->samples[shown.first + p.first + k].when_s);
			ch_row_time(rows, ch_band_start_s(s, p.band));
			ch_row_count(rows, p.lines[k]);
			ch_row_end(rows);
		}
	}
}

static void row_groups(const struct ch_burndown *s, struct ch_rows *rows,
	const char *key, const struct ch_matrix *m, name_fn *name)
{
	const struct ch_table table = { .name = key,
		.columns = group_columns,
		.ncolumns = CH_ARRAY_LEN(group_columns) };
	size_t n;
	struct ranked *all = rank_members(s, m, name, &n);

	ch_rows_table(rows, key, &table);
	for (size_t i = 0; i < n; i++)
		row_group(s, rows, m, &all[i]);
	ch_rows_end(rows);
	free(all);
}

/* ---- Overwrites ---------------------------------------------------------*/

static const struct ch_column overwrite_columns[] = {
	{ .name = "of" },
	{ .name = "by" },
	{ .name = "lines", .kind = CH_COL_INT },
};
static const struct ch_table overwrite_table = { .name = "overwrites",
	.columns = overwrite_columns,
	.ncolumns = CH_ARRAY_LEN(overwrite_columns) };

struct writer_of {
	uint32_t member;
	uint64_t written;
	const struct ch_developer *who;
};

static int more_written(const void *p, const void *q)
{
	const struct writer_of *a = p, *b = q;

	if (a->written != b->written)
		return a->written > b->written ? -1 : 1;
	return ch_developer_cmp(a->who, b->who);
}

/* Everybody who wrote, or whose lines were removed, and their place by id. */
static struct writer_of *list_writers(
	const struct ch_burndown *s, size_t *n, uint32_t *place)
{
	size_t all = ch_people_count(s->run->people) + 1;
	struct writer_of *list = ch_calloc(all, sizeof(*list));
	const struct ch_count *one;
	size_t at = 0;

	*n = 0;
	for (uint32_t i = 0; i < all; i++) {
		one = ch_counts_find(&s->sums.written, i, 0);
		place[i] = one != NULL;
		list[i].written = one ? one->values[0] : 0;
	}
	while ((one = ch_counts_next(&s->sums.removed, &at)))
		place[one->a] = place[one->b] = 1;
	for (uint32_t i = 0; i < all; i++)
		if (place[i])
			list[(*n)++] = (struct writer_of){ i, list[i].written,
				ch_member_developer(s, i) };
	qsort(list, *n, sizeof(*list), more_written);
	for (uint32_t i = 0; i < *n; i++)
		place[list[i].member] = i;
	return list;
}

static void write_names(
	struct ch_writer *w, const struct writer_of *list, size_t n)
{
	struct ch_buf text = { 0 };

	ch_write_key(w, "names");
	ch_write_list(w);
	for (size_t i = 0; i < n; i++) {
		ch_buf_clear(&text);
		ch_buf_add_str(&text, list[i].who->name);
		if (list[i].member) {
			ch_buf_add_z(&text, " <");
			ch_buf_add_str(&text, list[i].who->email);
			ch_buf_add_char(&text, '>');
		}
		ch_write_str(w, ch_buf_str(&text));
	}
	ch_write_end(w);
	ch_write_key(w, "written");
	ch_write_list_line(w);
	for (size_t i = 0; i < n; i++)
		ch_write_int(w, (int64_t)list[i].written);
	ch_write_end(w);
	ch_buf_release(&text);
}

/* Numbers of members to places in the list. */
static struct ch_count *by_place(
	const struct ch_burndown *s, const uint32_t *place, size_t *n)
{
	struct ch_counts moved = { 0 };
	struct ch_count *sorted;
	const struct ch_count *one;
	size_t at = 0;

	while ((one = ch_counts_next(&s->sums.removed, &at)))
		ch_counts_at(&moved, place[one->a], place[one->b])->values[0] =
			one->values[0];
	sorted = ch_counts_sorted(&moved, false);
	*n = moved.n;
	ch_counts_release(&moved);
	return sorted;
}

static void write_overwrites(const struct ch_burndown *s, struct ch_rows *rows)
{
	size_t all = ch_people_count(s->run->people) + 1, n, ncells;
	uint32_t *place = ch_calloc(all, sizeof(*place));
	struct writer_of *list = list_writers(s, &n, place);
	struct ch_count *cells = by_place(s, place, &ncells);
	struct ch_writer *w = rows->w;

	if (rows->is_nested) {
		ch_write_key(w, "overwrites");
		ch_write_map(w);
		write_names(w, list, n);
		ch_write_key(w, "removed");
		ch_write_list(w);
	} else {
		ch_rows_table(rows, "overwrites", &overwrite_table);
	}
	for (size_t i = 0; i < ncells; i++) {
		if (rows->is_nested) {
			ch_write_map_line(w);
			ch_put_int(w, "of", cells[i].a);
			ch_put_int(w, "by", cells[i].b);
			ch_put_int(w, "lines", (int64_t)cells[i].values[0]);
			ch_write_end(w);
			continue;
		}
		ch_row_person(rows, list[cells[i].a].who);
		ch_row_person(rows, list[cells[i].b].who);
		ch_row_count(rows, cells[i].values[0]);
		ch_row_end(rows);
	}
	if (rows->is_nested) {
		ch_write_end(w);
		ch_write_end(w);
	} else {
		ch_rows_end(rows);
	}
	free(cells);
	free(list);
	free(place);
}

/* ---- Files --------------------------------------------------------------*/

struct file_at {
	struct ch_str path;
	size_t from, to; /* in file_lines */
};

static int by_file(const void *p, const void *q)
{
	const struct file_at *a = p, *b = q;

	return ch_str_cmp(a->path, b->path);
}

static struct file_at *list_files(const struct ch_burndown *s, size_t *n)
{
	struct file_at *all = ch_calloc(s->nfile_lines + 1, sizeof(*all));
	size_t from = 0, to;

	*n = 0;
	for (; from < s->nfile_lines; from = to) {
		to = from + 1;
		while (to < s->nfile_lines &&
			s->file_lines[to].path == s->file_lines[from].path)
			to++;
		all[(*n)++] = (struct file_at){
			ch_intern_str(s->run->paths, s->file_lines[from].path),
			from, to
		};
	}
	qsort(all, *n, sizeof(*all), by_file);
	return all;
}

static struct part file_part(
	const struct ch_burndown *s, struct shown shown, size_t i)
{
	const struct ch_file_lines *f = &s->file_lines[i];
	const struct ch_series series = { 0, f->band, f->first, f->n,
		s->file_memory + f->at };

	return part_of(shown, &series);
}

static void write_file(const struct ch_burndown *s, struct ch_writer *w,
	const struct file_at *f)
{
	struct shown shown = shown_samples(s);
	struct part p;

	ch_write_map(w);
	ch_put_path(w, "path", f->path);
	if (s->options->files == CH_FILES_MATRIX) {
		ch_write_key(w, "bands");
		ch_write_list(w);
		for (size_t i = f->from; i < f->to; i++) {
			p = file_part(s, shown, i);
			if (p.n)
				write_part(w, &p);
		}
		ch_write_end(w);
	} else {
		p = file_part(s, shown, f->from);
		ch_put_int(w, "first_sample", p.n ? p.first : shown.n);
		write_lines(w, "lines", p.lines, p.n);
	}
	ch_write_end(w);
}

static void row_file(const struct ch_burndown *s, struct ch_rows *rows,
	const struct file_at *f)
{
	struct shown shown = shown_samples(s);

	for (size_t i = f->from; i < f->to; i++) {
		struct part p = file_part(s, shown, i);

		for (uint32_t k = 0; k < p.n; k++) {
			ch_row_path(rows, f->path);
			ch_row_time(rows,
				s->samples[shown.first + p.first + k].when_s);
			if (s->options->files == CH_FILES_MATRIX)
				ch_row_time(rows, ch_band_start_s(s, p.band));
			else
				ch_row_null(rows);
			ch_row_count(rows, p.lines[k]);
			ch_row_end(rows);
		}
	}
}

static void write_files(const struct ch_burndown *s, struct ch_rows *rows)
{
	static const struct ch_table table = { .name = "files",
		.columns = group_columns,
		.ncolumns = CH_ARRAY_LEN(group_columns) };
	size_t n;
	struct file_at *all = list_files(s, &n);

	ch_write_key(rows->w, "files");
	if (rows->is_nested)
		ch_write_list(rows->w);
	else
		ch_write_table(rows->w, &table);
	rows->table = &table;
	for (size_t i = 0; i < n; i++)
		if (rows->is_nested)
			write_file(s, rows->w, &all[i]);
		else
			row_file(s, rows, &all[i]);
	ch_rows_end(rows);
	free(all);
}

/* ---- All ----------------------------------------------------------------*/

static void put_days(struct ch_writer *w, const char *key, int64_t seconds)
{
	if (seconds % 86400)
		ch_put_real(w, key, (double)seconds / 86400);
	else
		ch_put_int(w, key, seconds / 86400);
}

static void write_survival(const struct ch_burndown *s, struct ch_rows *rows)
{
	ch_rows_table(rows, "survival", &survival_table);
	for (size_t i = 0; i < s->nsurvival; i++) {
		ch_row_int(rows, s->survival[i].age_days);
		ch_row_real(rows, s->survival[i].alive_share);
		ch_row_count(rows, s->survival[i].at_risk);
		ch_row_end(rows);
	}
	ch_rows_end(rows);
	if (s->half_life_days < 0)
		ch_put_null(rows->w, "half_life_days");
	else
		ch_put_int(rows->w, "half_life_days", s->half_life_days);
}

void ch_burndown_write(const void *state, struct ch_rows *rows)
{
	const struct ch_burndown *s = state;
	const struct ch_burndown_options *o = s->options;

	put_days(rows->w, "granularity_days", s->band_s);
	put_days(rows->w, "sampling_days", s->sampling_s);
	write_bands(s, rows);
	write_samples(s, rows);
	if (o->people && rows->is_nested)
		write_people(s, rows->w);
	else if (o->people)
		row_groups(s, rows, "burndown_developers", &s->people,
			name_person);
	if (o->people)
		write_overwrites(s, rows);
	if (o->files)
		write_files(s, rows);
	if (o->directories && rows->is_nested)
		write_group(s, rows->w, "directories", "path", &s->directories,
			name_directory);
	else if (o->directories)
		row_groups(s, rows, "burndown_directories", &s->directories,
			name_directory);
	if (o->languages && rows->is_nested)
		write_group(s, rows->w, "languages", "name", &s->languages,
			name_language);
	else if (o->languages)
		row_groups(s, rows, "burndown_languages", &s->languages,
			name_language);
	write_survival(s, rows);
}
