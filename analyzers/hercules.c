#include "analyzers/hercules.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyzers/burndown.h"
#include "analyzers/couples.h"
#include "analyzers/devs.h"
#include "analyzers/people.h"
#include "base/mem.h"
#include "base/text.h"
#include "gitlayer/linguist.h"

/* ---- Words and matrices -------------------------------------------------*/

void ch_hercules_quote(struct ch_sink *out, struct ch_str s)
{
	struct ch_buf text = { 0 };
	size_t at = 0;

	ch_buf_add_char(&text, '"');
	while (at < s.len) {
		uint32_t point = ch_utf8_next(s, &at);

		if (point == '"' || point == '\\')
			ch_buf_add_char(&text, '\\');
		if (point == CH_UTF8_BAD)
			ch_utf8_add(&text, 0xfffd);
		else if (ch_point_is_unsafe(point))
			ch_buf_printf(&text, "\\u%04" PRIx32, point);
		else
			ch_utf8_add(&text, point);
	}
	ch_buf_add_char(&text, '"');
	ch_sink_str(out, ch_buf_str(&text));
	ch_buf_release(&text);
}

/* "Name|e-mail": unlike a name alone it is one person's only. */
static void quote_person(struct ch_sink *out, const struct ch_developer *d)
{
	struct ch_buf text = { 0 };

	ch_buf_add_str(&text, d->name);
	if (d->email.len) {
		ch_buf_add_char(&text, '|');
		ch_buf_add_str(&text, d->email);
	}
	ch_hercules_quote(out, ch_buf_str(&text));
	ch_buf_release(&text);
}

/* Row-major; the first number is not padded: it tells the block's indent. */
static void print_matrix(struct ch_sink *out, const int64_t *cells,
	size_t nrows, size_t ncolumns, int indent)
{
	int width = 1;

	for (size_t i = 0; i < nrows * ncolumns; i++) {
		int n = snprintf(NULL, 0, "%" PRId64, cells[i]);

		width = n > width ? n : width;
	}
	for (size_t i = 0; i < nrows; i++) {
		ch_sink_printf(out, "%*s", indent - 1, "");
		for (size_t k = 0; k < ncolumns; k++)
			ch_sink_printf(out, " %*" PRId64,
				i || k ? width : -width,
				cells[i * ncolumns + k]);
		ch_sink_z(out, "\n");
	}
}

/* ---- Burndown -----------------------------------------------------------*/

/* Series as samples x bands, without sample 0. */
struct dense {
	int64_t *cells;
	size_t nsamples, nbands;
};

static struct dense dense_of(const struct ch_burndown *s)
{
	struct dense d = { .nsamples = s->nsamples ? s->nsamples - 1 : 0,
		.nbands = s->nbands };

	/* A history of a moment still has a row. */
	if (!d.nsamples)
		d.nsamples = 1;
	d.cells = ch_calloc(d.nsamples * d.nbands + 1, sizeof(*d.cells));
	return d;
}

static void fill(struct dense *d, uint32_t nsamples, uint32_t band,
	uint32_t first, uint32_t n, const uint64_t *lines)
{
	uint32_t skip = nsamples > 1;

	for (uint32_t i = 0; i < n; i++)
		if (first + i >= skip)
			d->cells[(first + i - skip) * d->nbands + band] =
				(int64_t)lines[i];
}

static void clear(struct dense *d)
{
	memset(d->cells, 0, d->nsamples * d->nbands * sizeof(*d->cells));
}

static void fill_series(struct dense *d, const struct ch_burndown *s,
	const struct ch_matrix *m, size_t from, size_t to)
{
	clear(d);
	for (size_t i = from; i < to; i++)
		fill(d, s->nsamples, m->items[i].band, m->items[i].first,
			m->items[i].n, m->items[i].lines);
}

static void print_dense(struct ch_sink *out, const struct dense *d, int indent)
{
	print_matrix(out, d->cells, d->nsamples, d->nbands, indent);
}

/* The tree's first file of a series: where its member begins and ends. */
static void print_files(
	const struct ch_burndown *s, struct dense *d, struct ch_sink *out)
{
	ch_sink_z(out, "  files:\n");
	for (size_t from = 0, to; from < s->nfile_lines; from = to) {
		uint32_t path = s->file_lines[from].path;

		clear(d);
		for (to = from;
			to < s->nfile_lines && s->file_lines[to].path == path;
			to++)
			fill(d, s->nsamples, s->file_lines[to].band,
				s->file_lines[to].first, s->file_lines[to].n,
				s->file_memory + s->file_lines[to].at);
		ch_sink_z(out, "    ");
		ch_hercules_quote(out, ch_intern_str(s->run->paths, path));
		ch_sink_z(out, ": |-\n");
		print_dense(out, d, 6);
	}
}

/* Members that have lines at some time, and their series. */
struct person {
	uint32_t member;
	size_t from, to;
};

static struct person *list_people(const struct ch_burndown *s, size_t *n)
{
	struct person *all = ch_calloc(s->people.n + 1, sizeof(*all));

	*n = 0;
	for (size_t from = 0, to; from < s->people.n; from = to) {
		ch_matrix_member(&s->people, from, &to);
		all[(*n)++] = (struct person){ s->people.items[from].member,
			from, to };
	}
	return all;
}

/* Written, then what the unknown and everybody else removed, below zero. */
static void print_interaction(const struct ch_burndown *s,
	const struct person *people, size_t n, struct ch_sink *out)
{
	int64_t *cells = ch_calloc(n * (n + 2) + 1, sizeof(*cells));
	const struct ch_count *one;

	for (size_t i = 0; i < n; i++) {
		one = ch_counts_find(&s->sums.written, people[i].member, 0);
		cells[i * (n + 2)] = one ? (int64_t)one->values[0] : 0;
		one = ch_counts_find(&s->sums.removed, people[i].member, 0);
		cells[i * (n + 2) + 1] = one ? -(int64_t)one->values[0] : 0;
		for (size_t k = 0; k < n; k++) {
			one = ch_counts_find(&s->sums.removed, people[i].member,
				people[k].member);
			cells[i * (n + 2) + 2 + k] =
				one ? -(int64_t)one->values[0] : 0;
		}
	}
	ch_sink_z(out, "  people_interaction: |-\n");
	print_matrix(out, cells, n, n + 2, 4);
	free(cells);
}

static void print_people(
	const struct ch_burndown *s, struct dense *d, struct ch_sink *out)
{
	size_t n;
	struct person *people = list_people(s, &n);

	ch_sink_z(out, "  people_sequence:\n");
	for (size_t i = 0; i < n; i++) {
		ch_sink_z(out, "    - ");
		quote_person(out, ch_member_developer(s, people[i].member));
		ch_sink_z(out, "\n");
	}
	ch_sink_z(out, "  people:\n");
	for (size_t i = 0; i < n; i++) {
		ch_sink_z(out, "    ");
		quote_person(out, ch_member_developer(s, people[i].member));
		ch_sink_z(out, ": |-\n");
		fill_series(d, s, &s->people, people[i].from, people[i].to);
		print_dense(out, d, 6);
	}
	print_interaction(s, people, n, out);
	free(people);
}

void ch_burndown_hercules(const void *state, struct ch_sink *out)
{
	const struct ch_burndown *s = state;
	const struct ch_burndown_options *o = s->options;
	struct dense d = dense_of(s);

	ch_sink_printf(out,
		"Burndown:\n  granularity: %" PRId64 "\n  sampling: %" PRId64
		"\n  tick_size: %" PRId64 "\n  \"project\": |-\n",
		o->granularity, o->sampling, o->tick_s);
	fill_series(&d, s, &s->all, 0, s->all.n);
	print_dense(out, &d, 4);
	if (o->files == CH_FILES_MATRIX && s->nfile_lines)
		print_files(s, &d, out);
	if (o->people && s->people.n)
		print_people(s, &d, out);
	free(d.cells);
}

/* ---- Couples ------------------------------------------------------------*/

/* A sparse matrix with both halves: cells by (row, column). */
static void print_sparse(
	struct ch_sink *out, struct ch_counts *cells, uint32_t nrows)
{
	struct ch_count *sorted = ch_counts_sorted(cells, false);
	size_t at = 0;

	ch_sink_z(out, "    matrix:\n");
	for (uint32_t row = 0; row < nrows; row++) {
		ch_sink_z(out, "      - {");
		for (bool first = true; at < cells->n && sorted[at].a == row;
			at++, first = false)
			ch_sink_printf(out, "%s%" PRIu32 ": %" PRIu64,
				first ? "" : ", ", sorted[at].b,
				sorted[at].values[0]);
		ch_sink_z(out, "}\n");
	}
	free(sorted);
}

static void add_pairs(struct ch_counts *cells,
	const struct ch_couple_list *list, const uint32_t *place)
{
	for (size_t i = 0; i < list->n; i++) {
		const struct ch_couple *c = &list->items[i];
		uint32_t a = place[c->a], b = place[c->b];

		if (a == CH_NO_ID || b == CH_NO_ID)
			continue;
		ch_counts_at(cells, a, b)->values[0] = c->together / CH_WEIGHT;
		ch_counts_at(cells, b, a)->values[0] = c->together / CH_WEIGHT;
	}
}

static uint32_t *no_places(size_t n)
{
	uint32_t *place = ch_malloc((n + 1) * sizeof(*place));

	memset(place, 0xff, (n + 1) * sizeof(*place));
	return place;
}

static void print_files_coocc(const struct ch_couples *s, struct ch_sink *out)
{
	uint32_t *place = no_places(s->run->paths->n);
	struct ch_counts cells = { 0 };

	ch_sink_z(out, "  files_coocc:\n    index:\n");
	for (uint32_t i = 0; i < s->nowned; i++) {
		uint32_t path = s->owned[i].path;

		place[path] = i;
		ch_counts_at(&cells, i, i)->values[0] =
			s->revisions[path] / CH_WEIGHT;
		ch_sink_z(out, "      - ");
		ch_hercules_quote(out, ch_intern_str(s->run->paths, path));
		ch_sink_z(out, "\n");
	}
	ch_sink_z(out, "    lines:\n");
	for (uint32_t i = 0; i < s->nowned; i++)
		ch_sink_printf(out, "      - %" PRIu64 "\n", s->owned[i].lines);
	add_pairs(&cells, &s->files, place);
	print_sparse(out, &cells, (uint32_t)s->nowned);
	ch_counts_release(&cells);
	free(place);
}

/* Which files each developer changed, in commits that are used. */
static struct ch_count *author_files(const struct ch_couples *s, size_t *n)
{
	struct ch_counts counts = { 0 };
	struct ch_count *sorted;

	for (size_t i = 0; i < s->ncommits; i++)
		for (uint32_t k = s->commits[i].first;
			k < s->commits[i + 1].first; k++)
			ch_counts_at(&counts,
				s->run->developers[s->commits[i].commit],
				s->paths[k]);
	sorted = ch_counts_sorted(&counts, false);
	*n = counts.n;
	ch_counts_release(&counts);
	return sorted;
}

static void print_people_coocc(const struct ch_couples *s, struct ch_sink *out)
{
	size_t n, all = ch_people_count(s->run->people);
	struct ch_count *files = author_files(s, &n);
	uint32_t *place = no_places(all), npeople = 0;
	struct ch_counts cells = { 0 };

	ch_sink_z(out, "  people_coocc:\n    index:\n");
	for (size_t i = 0; i < n; i++) {
		uint32_t dev = files[i].a;

		if (place[dev] == CH_NO_ID) {
			place[dev] = npeople++;
			ch_sink_z(out, "      - ");
			quote_person(out, ch_people_at(s->run->people, dev));
			ch_sink_z(out, "\n");
		}
		ch_counts_at(&cells, place[dev], place[dev])->values[0]++;
	}
	add_pairs(&cells, &s->developers, place);
	print_sparse(out, &cells, npeople);
	ch_sink_z(out, "    author_files:\n");
	for (size_t i = 0; i < n; i++) {
		if (!i || files[i].a != files[i - 1].a) {
			ch_sink_z(out, "      - ");
			quote_person(
				out, ch_people_at(s->run->people, files[i].a));
			ch_sink_z(out, ":\n");
		}
		ch_sink_z(out, "        - ");
		ch_hercules_quote(
			out, ch_intern_str(s->run->paths, files[i].b));
		ch_sink_z(out, "\n");
	}
	ch_counts_release(&cells);
	free(place);
	free(files);
}

void ch_couples_hercules(const void *state, struct ch_sink *out)
{
	const struct ch_couples *s = state;

	ch_sink_z(out, "Couples:\n");
	print_files_coocc(s, out);
	print_people_coocc(s, out);
}

/* ---- Devs ---------------------------------------------------------------*/

static void print_name(struct ch_sink *out, uint16_t language)
{
	if (language)
		ch_hercules_quote(out, ch_str_z(ch_linguist_name(language)));
	else
		ch_sink_z(out, "none");
}

/* The rows of a tick and a developer: sums, then language by language. */
static void print_day(const struct ch_devs *s, const struct ch_count *rows,
	size_t n, struct ch_sink *out)
{
	uint32_t dev = rows->b / CH_DEV_LANGUAGES;
	const struct ch_count *commits =
		ch_counts_find(&s->ticks, rows->a, dev);
	uint64_t sums[CH_COUNTS_VALUES] = { 0 };

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < CH_COUNTS_VALUES; k++)
			sums[k] += rows[i].values[k];
	ch_sink_printf(out,
		"      %" PRIu32 ": [%" PRIu64 ", %" PRIu64 ", %" PRIu64
		", %" PRIu64 ", {",
		dev, commits ? commits->values[0] : 0, sums[0], sums[1],
		sums[2]);
	for (size_t i = 0; i < n; i++) {
		ch_sink_z(out, i ? ", " : "");
		print_name(out, (uint16_t)(rows[i].b % CH_DEV_LANGUAGES));
		ch_sink_printf(out, ": [%" PRIu64 ", %" PRIu64 ", %" PRIu64 "]",
			rows[i].values[0], rows[i].values[1],
			rows[i].values[2]);
	}
	ch_sink_z(out, "}]\n");
}

void ch_devs_hercules(const void *state, struct ch_sink *out)
{
	const struct ch_devs *s = state;
	struct ch_count *rows = ch_counts_sorted(&s->days_by_language, false);
	size_t n = s->days_by_language.n, from = 0, to;

	ch_sink_z(out, "Devs:\n  ticks:\n");
	for (; from < n; from = to) {
		to = from + 1;
		while (to < n && rows[to].a == rows[from].a &&
			rows[to].b / CH_DEV_LANGUAGES ==
				rows[from].b / CH_DEV_LANGUAGES)
			to++;
		if (!from || rows[from].a != rows[from - 1].a)
			ch_sink_printf(out, "    %" PRIu32 ":\n",
				rows[from].a - rows[0].a);
		print_day(s, rows + from, to - from, out);
	}
	ch_sink_z(out, "  people:\n");
	for (uint32_t i = 0; i < ch_people_count(s->run->people); i++) {
		ch_sink_z(out, "  - ");
		quote_person(out, ch_people_at(s->run->people, i));
		ch_sink_z(out, "\n");
	}
	ch_sink_printf(out, "  tick_size: %" PRId64 "\n", s->options->tick_s);
	free(rows);
}
