#include "analyzers/measures.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "uast/parse.h"

/* ---- Summaries ----------------------------------------------------------*/

static int smaller(const void *p, const void *q)
{
	double a = *(const double *)p, b = *(const double *)q;

	return (a > b) - (a < b);
}

static double rank(const double *sorted, size_t n, unsigned percent)
{
	size_t at = (n * percent + 99) / 100;

	return sorted[at ? at - 1 : 0];
}

struct ch_summary ch_summary_of(double *values, size_t n)
{
	struct ch_summary s = { .n = n };

	if (!n)
		return s;
	qsort(values, n, sizeof(*values), smaller);
	for (size_t i = 0; i < n; i++)
		s.sum += values[i];
	s.mean = s.sum / (double)n;
	s.p50 = rank(values, n, 50);
	s.p95 = rank(values, n, 95);
	s.max = values[n - 1];
	return s;
}

/* ---- Items --------------------------------------------------------------*/

void ch_measures_init(
	struct ch_measures *m, const struct ch_run_info *run, bool is_whole)
{
	memset(m, 0, sizeof(*m));
	m->run = run;
	m->is_whole = is_whole;
	m->listed = 1u << CH_CLASS_SOURCE | 1u << CH_CLASS_TEST;
}

void ch_measures_add(struct ch_measures *m, const struct ch_measured *item)
{
	CH_GROW(m->items, m->n, m->cap);
	m->items[m->n++] = *item;
}

static void add_functions(struct ch_measures *m, ch_measure_fn *value)
{
	for (uint32_t p = 0; p < m->run->paths->n; p++) {
		const struct ch_source *s = m->run->end[p].source;

		for (size_t i = 0; s && i < s->nfunctions; i++) {
			const struct ch_source_function *f = &s->functions[i];
			struct ch_measured item = { value(f), p, f->line,
				f->name, f };

			ch_measures_add(m, &item);
		}
	}
}

struct ch_summary ch_measures_other(
	const struct ch_measures *m, ch_measure_fn *value)
{
	double *values = ch_calloc(m->n + 1, sizeof(*values));
	struct ch_summary s;

	for (size_t i = 0; i < m->n; i++)
		values[i] = value(m->items[i].item);
	s = ch_summary_of(values, m->n);
	free(values);
	return s;
}

void ch_measures_release(struct ch_measures *m)
{
	free(m->items);
	free(m->files);
	free(m->names);
	free(m->languages);
	free(m->classes);
	memset(m, 0, sizeof(*m));
}

/* ---- Files and groups ---------------------------------------------------*/

static int by_place(
	const struct ch_measures *m, uint32_t path_a, uint32_t path_b)
{
	if (path_a == path_b)
		return 0;
	return ch_str_cmp(ch_intern_str(m->run->paths, path_a),
		ch_intern_str(m->run->paths, path_b));
}

static int larger_item(const void *p, const void *q, void *data)
{
	const struct ch_measured *a = p, *b = q;
	int order;

	if (a->value < b->value || a->value > b->value)
		return a->value > b->value ? -1 : 1;
	order = by_place(data, a->path, b->path);
	if (!order && a->line != b->line)
		order = a->line < b->line ? -1 : 1;
	return order ? order : ch_str_cmp(a->name, b->name);
}

static int larger_file(const void *p, const void *q, void *data)
{
	const struct ch_measured_file *a = p, *b = q;

	if (a->summary.sum < b->summary.sum || a->summary.sum > b->summary.sum)
		return a->summary.sum > b->summary.sum ? -1 : 1;
	return by_place(data, a->path, b->path);
}

static int larger_group(const void *p, const void *q)
{
	const struct ch_measure_group *a = p, *b = q;

	if (a->summary.n != b->summary.n)
		return a->summary.n > b->summary.n ? -1 : 1;
	return strcmp(a->name, b->name);
}

/* How a parsed file is grouped. */
typedef uint32_t key_fn(const struct ch_measures *m, uint32_t path);

static uint32_t of_path(const struct ch_measures *m, uint32_t path)
{
	(void)m;
	return path;
}

/* That it was read in, which may be another one than its name says: a .h. */
static uint32_t of_language(const struct ch_measures *m, uint32_t path)
{
	const char *name = ch_lang_name(m->run->end[path].source->lang);
	uint32_t i = 0;

	while (strcmp(m->names[i], name) != 0)
		i++;
	return i;
}

static uint32_t of_class(const struct ch_measures *m, uint32_t path)
{
	return m->run->path_info[path].class;
}

static uint32_t of_all(const struct ch_measures *m, uint32_t path)
{
	(void)m;
	(void)path;
	return 0;
}

/* Summaries of items by key < nkeys. */
static struct ch_summary *sum_up(
	const struct ch_measures *m, key_fn *key, size_t nkeys)
{
	struct ch_summary *out = ch_calloc(nkeys + 1, sizeof(*out));
	size_t *at = ch_calloc(nkeys + 2, sizeof(*at));
	double *values = ch_calloc(m->n + 1, sizeof(*values));

	for (size_t i = 0; i < m->n; i++)
		at[key(m, m->items[i].path) + 2]++;
	for (size_t k = 2; k < nkeys + 2; k++)
		at[k] += at[k - 1];
	for (size_t i = 0; i < m->n; i++)
		values[at[key(m, m->items[i].path) + 1]++] = m->items[i].value;
	for (size_t k = 0; k < nkeys; k++)
		out[k] = ch_summary_of(values + at[k], at[k + 1] - at[k]);
	free(values);
	free(at);
	return out;
}

static void list_files(struct ch_measures *m)
{
	size_t npaths = m->run->paths->n;
	struct ch_summary *by_path = sum_up(m, of_path, npaths);

	m->files = ch_calloc(npaths + 1, sizeof(*m->files));
	for (uint32_t p = 0; p < npaths; p++)
		if (m->run->end[p].source)
			m->files[m->nfiles++] =
				(struct ch_measured_file){ p, by_path[p] };
	if (m->nfiles)
		qsort_r(m->files, m->nfiles, sizeof(*m->files), larger_file, m);
	free(by_path);
}

/* Names of languages; two that are built in can have one: OCaml. */
static void know_languages(struct ch_measures *m)
{
	size_t cap = 0, k;

	for (size_t i = 0; i < m->nfiles; i++) {
		const char *name = ch_lang_name(
			m->run->end[m->files[i].path].source->lang);

		for (k = 0; k < m->nnames && strcmp(m->names[k], name); k++)
			;
		if (k < m->nnames)
			continue;
		CH_GROW(m->names, m->nnames, cap);
		m->names[m->nnames++] = name;
	}
}

typedef const char *name_fn(const struct ch_measures *m, uint32_t key);

static const char *language_name(const struct ch_measures *m, uint32_t key)
{
	return m->names[key];
}

static const char *class_name(const struct ch_measures *m, uint32_t key)
{
	(void)m;
	return ch_path_class_name((enum ch_path_class)key);
}

static struct ch_measure_group *list_groups(const struct ch_measures *m,
	key_fn *key, name_fn *name, size_t nkeys, size_t *n)
{
	struct ch_summary *sums = sum_up(m, key, nkeys);
	size_t *files = ch_calloc(nkeys + 1, sizeof(*files));
	struct ch_measure_group *out = ch_calloc(nkeys + 1, sizeof(*out));

	*n = 0;
	for (size_t i = 0; i < m->nfiles; i++)
		files[key(m, m->files[i].path)]++;
	for (uint32_t k = 0; k < nkeys; k++)
		if (files[k])
			out[(*n)++] = (struct ch_measure_group){ k, name(m, k),
				files[k], sums[k] };
	if (*n)
		qsort(out, *n, sizeof(*out), larger_group);
	free(files);
	free(sums);
	return out;
}

void ch_measures_finish(struct ch_measures *m)
{
	struct ch_summary *all = sum_up(m, of_all, 1);

	m->totals = all[0];
	free(all);
	if (m->n)
		qsort_r(m->items, m->n, sizeof(*m->items), larger_item, m);
	list_files(m);
	know_languages(m);
	m->languages = list_groups(
		m, of_language, language_name, m->nnames, &m->nlanguages);
	m->classes =
		list_groups(m, of_class, class_name, CH_NCLASSES, &m->nclasses);
}

void ch_measures_of_functions(struct ch_measures *m,
	const struct ch_run_info *run, bool is_whole, ch_measure_fn *value)
{
	ch_measures_init(m, run, is_whole);
	add_functions(m, value);
	ch_measures_finish(m);
}

/* ---- Writing ------------------------------------------------------------*/

void ch_row_value(struct ch_rows *rows, double value, bool is_whole)
{
	if (is_whole)
		ch_row_int(rows, (int64_t)llround(value));
	else
		ch_row_real(rows, value);
}

void ch_row_summary(
	struct ch_rows *rows, const struct ch_summary *s, bool is_whole)
{
	ch_row_count(rows, s->n);
	if (!s->n) {
		for (int i = 0; i < 4; i++)
			ch_row_null(rows);
		return;
	}
	ch_row_real(rows, s->mean);
	ch_row_value(rows, s->p50, is_whole);
	ch_row_value(rows, s->p95, is_whole);
	ch_row_value(rows, s->max, is_whole);
}

static void put_value(
	struct ch_writer *w, const char *key, double value, bool is_whole)
{
	if (is_whole)
		ch_put_int(w, key, (int64_t)llround(value));
	else
		ch_put_real(w, key, value);
}

void ch_put_summary(struct ch_writer *w, const char *items,
	const struct ch_summary *s, bool is_whole)
{
	static const char *const keys[] = { "mean", "p50", "p95", "max" };
	const double values[] = { s->mean, s->p50, s->p95, s->max };

	ch_put_int(w, items, (int64_t)s->n);
	for (size_t i = 0; i < CH_ARRAY_LEN(keys); i++)
		if (s->n)
			put_value(w, keys[i], values[i], is_whole && i);
		else
			ch_put_null(w, keys[i]);
}

void ch_row_file(
	struct ch_rows *rows, const struct ch_run_info *run, uint32_t path)
{
	ch_row_path(rows, ch_intern_str(run->paths, path));
	ch_row_str(rows, ch_str_z(ch_lang_name(run->end[path].source->lang)));
	ch_row_str(
		rows, ch_str_z(ch_path_class_name(
			      (enum ch_path_class)run->path_info[path].class)));
}

void ch_row_place(struct ch_rows *rows, const struct ch_run_info *run,
	uint32_t path, uint32_t line)
{
	struct ch_buf text = { 0 };

	ch_text_path(&text, ch_intern_str(run->paths, path));
	ch_buf_printf(&text, ":%u", line);
	ch_row_str(rows, ch_buf_str(&text));
	ch_buf_release(&text);
}

static bool any_is_listed(const struct ch_measures *m)
{
	for (size_t i = 0; i < m->nclasses; i++)
		if (m->listed & 1u << m->classes[i].key)
			return true;
	return false;
}

bool ch_measures_is_listed(const struct ch_measures *m, uint32_t path)
{
	return m->listed & 1u << m->run->path_info[path].class ||
	       !any_is_listed(m);
}

void ch_measures_text_note(const struct ch_measures *m, struct ch_sink *out)
{
	struct ch_buf line = { 0 };

	if (!any_is_listed(m))
		return;
	for (size_t i = 0; i < m->nclasses; i++)
		if (!(m->listed & 1u << m->classes[i].key))
			ch_buf_printf(&line, "%s%s", line.len ? ", " : "",
				m->classes[i].name);
	if (line.len)
		ch_sink_printf(out, "Counted, and left out of the lists: %s\n",
			ch_buf_z(&line));
	ch_buf_release(&line);
}

/* Table "<report>_<key>". */
static void write_group(struct ch_rows *rows, const char *report,
	const char *key, const char *items,
	const struct ch_measure_group *groups, size_t n, bool is_whole)
{
	const struct ch_column columns[] = {
		{ .name = "name" },
		{ .name = "files", .kind = CH_COL_INT },
		CH_SUMMARY_COLUMNS(items),
	};
	struct ch_table table = { .columns = columns,
		.ncolumns = CH_ARRAY_LEN(columns) };
	struct ch_buf name = { 0 };

	ch_buf_printf(&name, "%s_%s", report, key);
	table.name = ch_buf_z(&name);
	ch_rows_table(rows, key, &table);
	for (size_t i = 0; i < n; i++) {
		ch_row_str(rows, ch_str_z(groups[i].name));
		ch_row_count(rows, groups[i].files);
		ch_row_summary(rows, &groups[i].summary, is_whole);
		ch_row_end(rows);
	}
	ch_rows_end(rows);
	ch_buf_release(&name);
}

void ch_measures_write_groups(const struct ch_measures *m, const char *report,
	const char *items, struct ch_rows *rows)
{
	write_group(rows, report, "languages", items, m->languages,
		m->nlanguages, m->is_whole);
	write_group(rows, report, "classes", items, m->classes, m->nclasses,
		m->is_whole);
}

static void text_group(const struct ch_measures *m, const char *heading,
	const char *items, const struct ch_measure_group *groups, size_t n,
	struct ch_text_report *text)
{
	bool is_whole = m->is_whole || m->totals.max >= 1000;
	enum ch_column_kind kind = is_whole ? CH_COL_INT : CH_COL_REAL;
	const struct ch_column columns[] = {
		{ .name = heading },
		{ .name = "files", .kind = CH_COL_INT },
		{ .name = items, .kind = CH_COL_INT },
		{ .name = "mean", .kind = CH_COL_REAL },
		{ .name = "median", .kind = kind },
		{ .name = "95 %", .kind = kind },
		{ .name = "largest", .kind = kind },
	};
	const struct ch_table table = { .name = heading,
		.columns = columns,
		.ncolumns = CH_ARRAY_LEN(columns),
		.text_rows = 10 };
	struct ch_rows rows = { .table = &table };

	while (n && !groups[n - 1].summary.n)
		n--;
	if (n < 2)
		return;
	rows.w = ch_text_table(text, &table);
	for (size_t i = 0; i < n; i++) {
		ch_row_str(&rows, ch_str_z(groups[i].name));
		ch_row_count(&rows, groups[i].files);
		ch_row_summary(&rows, &groups[i].summary, is_whole);
		ch_row_end(&rows);
	}
	ch_text_table_end(rows.w);
}

void ch_measures_text_groups(const struct ch_measures *m, const char *items,
	struct ch_text_report *text)
{
	text_group(m, "language", items, m->languages, m->nlanguages, text);
	text_group(m, "class", items, m->classes, m->nclasses, text);
}
