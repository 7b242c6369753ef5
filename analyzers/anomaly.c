/*
 * anomaly - days, or commits, that stand out from those before them.
 *
 * Commits that are no merges are grouped into ticks of their axis time; each
 * active tick is compared with the --window active ticks before it, the first
 * --window being the warm-up.
 */
#include "analyzers/anomaly.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyzers/commits.h"
#include "analyzers/people.h"
#include "analyzers/rows.h"
#include "base/mem.h"
#include "base/text.h"

struct anomaly_options {
	int64_t window;
	double threshold;
	int64_t tick_s; /* 0: every commit is one */
	int64_t top;
	int scale; /* index into scales */
};

/* log: of log2(1 + value), as sizes of changes are far from normal. */
enum { SCALE_LINEAR, SCALE_LOG };
static const char *const scales[] = { "linear", "log", NULL };

enum feature { FILES, ADDED, REMOVED, AUTHORS, LANGUAGES, NFEATURES };

static const char *const feature_names[NFEATURES] = { "files", "lines_added",
	"lines_removed", "authors", "languages" };
static const char *const feature_titles[NFEATURES] = { "files changed",
	"lines added", "lines removed", "authors", "languages" };

struct commit {
	uint32_t index;
	size_t first, nchanges; /* in paths[] */
	uint64_t added, removed;
};

struct tick {
	int64_t start_s;
	size_t first, n; /* in commits[] */
	double values[NFEATURES], usual[NFEATURES], scores[NFEATURES];
	enum feature worst;
	double score; /* of that, whichever its sign */
};

struct anomaly {
	const struct ch_run_info *run;
	const struct anomaly_options *options;
	struct commit *commits; /* in the end by (axis time, oid) */
	size_t ncommits, commits_cap;
	uint32_t *paths; /* changed ones, by commit */
	size_t npaths, paths_cap;
	struct tick *ticks;
	size_t nticks;
	struct tick **found; /* in the order of time */
	size_t nfound;
};

#define AT(member) .offset = offsetof(struct anomaly_options, member)

static const struct ch_opt rows[] = {
	{ .name = "window",
		.kind = CH_OPT_INT,
		AT(window),
		.min = 3,
		.max = 100000,
		.dflt = "20",
		.flags = CH_OPT_PARAMETER,
		.metavar = "N",
		.section = "anomaly",
		.help = "active ticks before one that it is compared with" },
	{ .name = "threshold",
		.kind = CH_OPT_REAL,
		AT(threshold),
		.max = 1000000000,
		.dflt = "3.5",
		.flags = CH_OPT_PARAMETER,
		.metavar = "Z",
		.section = "anomaly",
		.help = "how far a robust z must be from 0" },
	{ .name = "tick",
		.kind = CH_OPT_DURATION,
		AT(tick_s),
		.min = 0,
		.max = (int64_t)100 * 366 * 86400,
		.dflt = "1d",
		.flags = CH_OPT_PARAMETER,
		.metavar = "TIME",
		.section = "anomaly",
		.help = "commits within it count together, 0: every commit by "
			"itself" },
	{ .name = "scale",
		.kind = CH_OPT_ENUM,
		AT(scale),
		.names = scales,
		.dflt = "linear",
		.flags = CH_OPT_PARAMETER,
		.metavar = "S",
		.section = "anomaly",
		.help = "compare values, or their logarithms: far fewer stand "
			"out" },
	{ .name = "top",
		.kind = CH_OPT_INT,
		AT(top),
		.min = 0,
		.max = 1000000000,
		.dflt = "1000",
		.flags = CH_OPT_PARAMETER,
		.metavar = "N",
		.section = "anomaly",
		.help = "anomalies that are written, those that stand out "
			"most, 0 for all" },
};

static const struct ch_opt_table options = { .name = "anomaly",
	.rows = rows,
	.nrows = CH_ARRAY_LEN(rows),
	.size = sizeof(struct anomaly_options) };

/* ---- The commits --------------------------------------------------------*/

static void *anomaly_start(const struct ch_run_info *run, const void *own)
{
	struct anomaly *s = ch_calloc(1, sizeof(*s));

	s->run = run;
	s->options = own;
	return s;
}

static void anomaly_release(void *state)
{
	struct anomaly *s = state;

	free(s->commits);
	free(s->paths);
	free(s->ticks);
	free(s->found);
	free(s);
}

static void anomaly_commit(void *state, const struct ch_commit_view *commit)
{
	struct anomaly *s = state;
	struct commit *c;

	if (commit->is_merge)
		return;
	CH_GROW(s->commits, s->ncommits, s->commits_cap);
	c = &s->commits[s->ncommits++];
	*c = (struct commit){ .index = commit->index,
		.first = s->npaths,
		.nchanges = commit->nchanges };
	for (size_t i = 0; i < commit->nchanges; i++) {
		c->added += commit->changes[i]->added;
		c->removed += commit->changes[i]->removed;
		CH_GROW(s->paths, s->npaths, s->paths_cap);
		s->paths[s->npaths++] = commit->changes[i]->path;
	}
}

/* ---- At the end ---------------------------------------------------------*/

static int smaller(const void *p, const void *q)
{
	double a = *(const double *)p, b = *(const double *)q;

	return (a > b) - (a < b);
}

/* Of window[n], which gets sorted. */
static double median_of(double *window, size_t n)
{
	qsort(window, n, sizeof(*window), smaller);
	return n % 2 ? window[n / 2] : (window[n / 2 - 1] + window[n / 2]) / 2;
}

double ch_robust_z(double x, double *window, size_t n, double *median)
{
	double middle = median_of(window, n), mean = 0, scale;

	for (size_t i = 0; i < n; i++) {
		window[i] = fabs(window[i] - middle);
		mean += window[i] / (double)n;
	}
	scale = 1.4826 * median_of(window, n);
	if (!(scale > 0))
		scale = 1.2533 * mean;
	if (scale < 1)
		scale = 1;
	if (median)
		*median = middle;
	return (x - middle) / scale;
}

static int earlier(const void *p, const void *q, void *data)
{
	const struct anomaly *s = data;

	return ch_commit_cmp(s->run, ((const struct commit *)p)->index,
		((const struct commit *)q)->index);
}

static int lower(const void *p, const void *q)
{
	uint32_t a = *(const uint32_t *)p, b = *(const uint32_t *)q;

	return (a > b) - (a < b);
}

/* Distinct numbers among values[n], which get sorted. */
static size_t count_distinct(uint32_t *values, size_t n)
{
	size_t distinct = 0;

	if (n)
		qsort(values, n, sizeof(*values), lower);
	for (size_t i = 0; i < n; i++)
		distinct += !i || values[i] != values[i - 1];
	return distinct;
}

static void measure_tick(const struct anomaly *s, struct tick *t)
{
	size_t nchanges = 0, n = 0;
	uint32_t *values;

	for (size_t i = t->first; i < t->first + t->n; i++) {
		nchanges += s->commits[i].nchanges;
		t->values[ADDED] += (double)s->commits[i].added;
		t->values[REMOVED] += (double)s->commits[i].removed;
	}
	values = ch_calloc(nchanges + t->n + 1, sizeof(*values));
	for (size_t i = 0; i < t->n; i++)
		values[i] = s->run->developers[s->commits[t->first + i].index];
	t->values[AUTHORS] = (double)count_distinct(values, t->n);
	for (size_t i = t->first; i < t->first + t->n; i++)
		for (size_t k = 0; k < s->commits[i].nchanges; k++)
			values[n++] = s->paths[s->commits[i].first + k];
	t->values[FILES] = (double)count_distinct(values, n);
	for (size_t i = 0; i < n; i++)
		values[i] = s->run->path_info[values[i]].language;
	t->values[LANGUAGES] = (double)count_distinct(values, n);
	free(values);
}

static void list_ticks(struct anomaly *s)
{
	int64_t step = s->options->tick_s;

	if (s->ncommits)
		qsort_r(s->commits, s->ncommits, sizeof(*s->commits), earlier,
			s);
	s->ticks = ch_calloc(s->ncommits + 1, sizeof(*s->ticks));
	for (size_t i = 0; i < s->ncommits; i++) {
		int64_t when_s = s->run->axis_s[s->commits[i].index];
		int64_t start_s = step ? when_s - when_s % step : when_s;
		struct tick *t = &s->ticks[s->nticks];

		if (s->nticks && step && t[-1].start_s == start_s) {
			t[-1].n++;
			continue;
		}
		t->start_s = start_s;
		t->first = i;
		t->n = 1;
		s->nticks++;
	}
	for (size_t i = 0; i < s->nticks; i++)
		measure_tick(s, &s->ticks[i]);
}

static double scaled(const struct anomaly *s, double value)
{
	return s->options->scale == SCALE_LOG ? log2(1 + value) : value;
}

static double unscaled(const struct anomaly *s, double value)
{
	return s->options->scale == SCALE_LOG ? exp2(value) - 1 : value;
}

static void score(struct anomaly *s, size_t at, double *window)
{
	size_t n = (size_t)s->options->window;
	struct tick *t = &s->ticks[at];

	for (int f = 0; f < NFEATURES; f++) {
		for (size_t i = 0; i < n; i++)
			window[i] = scaled(s, s->ticks[at - n + i].values[f]);
		t->scores[f] = ch_robust_z(
			scaled(s, t->values[f]), window, n, &t->usual[f]);
		t->usual[f] = unscaled(s, t->usual[f]);
		if (fabs(t->scores[f]) > t->score) {
			t->score = fabs(t->scores[f]);
			t->worst = (enum feature)f;
		}
	}
}

/* Those that stand out most first. */
static int stronger(const void *p, const void *q)
{
	const struct tick *a = *(struct tick *const *)p;
	const struct tick *b = *(struct tick *const *)q;

	if (a->score < b->score || a->score > b->score)
		return a->score > b->score ? -1 : 1;
	return a < b ? -1 : a > b;
}

static int by_time(const void *p, const void *q)
{
	const struct tick *a = *(struct tick *const *)p;
	const struct tick *b = *(struct tick *const *)q;

	return a < b ? -1 : a > b;
}

static int anomaly_finish(void *state, struct ch_err *err)
{
	struct anomaly *s = state;
	size_t n = (size_t)s->options->window, top = (size_t)s->options->top;
	double *window = ch_calloc(n, sizeof(*window));

	(void)err;
	list_ticks(s);
	s->found = ch_calloc(s->nticks + 1, sizeof(struct tick *));
	for (size_t i = n; i < s->nticks; i++) {
		score(s, i, window);
		if (s->ticks[i].score > s->options->threshold)
			s->found[s->nfound++] = &s->ticks[i];
	}
	free(window);
	if (!s->nfound)
		return 0;
	qsort(s->found, s->nfound, sizeof(struct tick *), stronger);
	qsort(s->found, top && top < s->nfound ? top : s->nfound,
		sizeof(struct tick *), by_time);
	return 0;
}

/* ---- Documents ----------------------------------------------------------*/

static const struct ch_column nested_columns[] = {
	{ .name = "date", .kind = CH_COL_DATE },
	{ .name = "score", .kind = CH_COL_REAL },
	{ .name = "feature" },
};
static const struct ch_table nested_table = { .name = "anomalies",
	.columns = nested_columns,
	.ncolumns = CH_ARRAY_LEN(nested_columns) };

static const struct ch_column flat_columns[] = {
	{ .name = "date", .kind = CH_COL_DATE },
	{ .name = "score", .kind = CH_COL_REAL },
	{ .name = "feature" },
	{ .name = "commits", .kind = CH_COL_INT },
	{ .name = "files", .kind = CH_COL_INT },
	{ .name = "lines_added", .kind = CH_COL_INT },
	{ .name = "lines_removed", .kind = CH_COL_INT },
	{ .name = "authors", .kind = CH_COL_INT },
	{ .name = "languages", .kind = CH_COL_INT },
	{ .name = "files_score", .kind = CH_COL_REAL },
	{ .name = "lines_added_score", .kind = CH_COL_REAL },
	{ .name = "lines_removed_score", .kind = CH_COL_REAL },
	{ .name = "authors_score", .kind = CH_COL_REAL },
	{ .name = "languages_score", .kind = CH_COL_REAL },
};
static const struct ch_table flat_table = { .name = "anomalies",
	.columns = flat_columns,
	.ncolumns = CH_ARRAY_LEN(flat_columns) };

static const struct ch_column commit_columns[] = {
	{ .name = "date", .kind = CH_COL_DATE },
	{ .name = "commit" },
};
static const struct ch_table commit_table = { .name = "anomaly_commits",
	.columns = commit_columns,
	.ncolumns = CH_ARRAY_LEN(commit_columns) };

static const struct ch_oid *oid_of(const struct anomaly *s, size_t commit)
{
	return &s->run->history->commits[s->commits[commit].index].oid;
}

static size_t shown(const struct anomaly *s)
{
	size_t top = (size_t)s->options->top;

	return top && top < s->nfound ? top : s->nfound;
}

static void write_lead(const struct tick *t, struct ch_rows *out)
{
	ch_row_time(out, t->start_s);
	ch_row_real(out, t->scores[t->worst]);
	ch_row_str(out, ch_str_z(feature_names[t->worst]));
}

static void write_nested(
	const struct anomaly *s, const struct tick *t, struct ch_rows *out)
{
	struct ch_writer *w = out->w;

	write_lead(t, out);
	ch_write_key(w, "commits");
	ch_write_list(w);
	for (size_t i = 0; i < t->n; i++)
		ch_write_oid(w, oid_of(s, t->first + i)->id, CH_OID_BYTES);
	ch_write_end(w);
	ch_write_key(w, "values");
	ch_write_map_line(w);
	for (int f = 0; f < NFEATURES; f++)
		ch_put_int(w, feature_names[f], (int64_t)t->values[f]);
	ch_write_end(w);
	ch_write_key(w, "medians");
	ch_write_map_line(w);
	for (int f = 0; f < NFEATURES; f++)
		ch_put_real(w, feature_names[f], t->usual[f]);
	ch_write_end(w);
	ch_write_key(w, "scores");
	ch_write_map_line(w);
	for (int f = 0; f < NFEATURES; f++)
		ch_put_real(w, feature_names[f], t->scores[f]);
	ch_write_end(w);
	ch_row_end(out);
}

static void write_flat(const struct tick *t, struct ch_rows *out)
{
	write_lead(t, out);
	ch_row_count(out, t->n);
	for (int f = 0; f < NFEATURES; f++)
		ch_row_int(out, (int64_t)t->values[f]);
	for (int f = 0; f < NFEATURES; f++)
		ch_row_real(out, t->scores[f]);
	ch_row_end(out);
}

static void write_commits(const struct anomaly *s, struct ch_rows *out)
{
	char hex[CH_OID_HEX + 1];

	ch_rows_table(out, "anomaly_commits", &commit_table);
	for (size_t i = 0; i < shown(s); i++)
		for (size_t k = 0; k < s->found[i]->n; k++) {
			ch_row_time(out, s->found[i]->start_s);
			ch_row_str(
				out, ch_str_z(ch_oid_hex(
					     oid_of(s, s->found[i]->first + k),
					     hex)));
			ch_row_end(out);
		}
	ch_rows_end(out);
}

static void anomaly_write(const void *state, struct ch_rows *out)
{
	const struct anomaly *s = state;
	size_t n = (size_t)s->options->window;

	ch_write_key(out->w, "totals");
	ch_write_map(out->w);
	ch_put_int(out->w, "commits", (int64_t)s->ncommits);
	ch_put_int(out->w, "ticks", (int64_t)s->nticks);
	ch_put_int(
		out->w, "scored", (int64_t)(s->nticks > n ? s->nticks - n : 0));
	ch_put_int(out->w, "anomalies", (int64_t)s->nfound);
	ch_write_end(out->w);
	ch_rows_table(
		out, "anomalies", out->is_nested ? &nested_table : &flat_table);
	for (size_t i = 0; i < shown(s); i++)
		if (out->is_nested)
			write_nested(s, s->found[i], out);
		else
			write_flat(s->found[i], out);
	ch_rows_end(out);
	if (!out->is_nested)
		write_commits(s, out);
}

/* ---- Text ---------------------------------------------------------------*/

#define TOP 20

/* The one that changed most lines. */
static size_t largest_commit(const struct anomaly *s, const struct tick *t)
{
	size_t best = t->first;

	for (size_t i = t->first; i < t->first + t->n; i++)
		if (s->commits[i].added + s->commits[i].removed >
			s->commits[best].added + s->commits[best].removed)
			best = i;
	return best;
}

static void text_tick(
	const struct anomaly *s, const struct tick *t, struct ch_rows *out)
{
	size_t largest = largest_commit(s, t);
	const struct ch_developer *d = ch_people_at(
		s->run->people, s->run->developers[s->commits[largest].index]);
	char hex[CH_OID_HEX + 1];

	ch_row_time(out, t->start_s);
	ch_row_real(out, t->scores[t->worst]);
	ch_row_str(out, ch_str_z(feature_titles[t->worst]));
	ch_row_int(out, (int64_t)t->values[t->worst]);
	ch_row_int(out, (int64_t)t->usual[t->worst]);
	ch_row_count(out, t->n);
	ch_row_str(out, ch_str_n(ch_oid_hex(oid_of(s, largest), hex), 12));
	ch_row_str(out, d->name);
	ch_row_end(out);
}

static void text_table(const struct anomaly *s, struct ch_text_report *text)
{
	static const struct ch_column columns[] = {
		{ .name = "date", .kind = CH_COL_DATE },
		{ .name = "z", .kind = CH_COL_REAL },
		{ .name = "what" },
		{ .name = "value", .kind = CH_COL_INT },
		{ .name = "usual", .kind = CH_COL_INT },
		{ .name = "commits", .kind = CH_COL_INT },
		{ .name = "largest" },
		{ .name = "by" },
	};
	static const struct ch_table table = { .name = "anomalies",
		.columns = columns,
		.ncolumns = CH_ARRAY_LEN(columns),
		.text_rows = TOP };
	struct ch_rows out = { .w = ch_text_table(text, &table),
		.table = &table };
	struct tick **sorted = ch_calloc(s->nfound, sizeof(struct tick *));

	memcpy(sorted, s->found, s->nfound * sizeof(struct tick *));
	qsort(sorted, s->nfound, sizeof(struct tick *), stronger);
	for (size_t i = 0; i < s->nfound; i++)
		text_tick(s, sorted[i], &out);
	free(sorted);
	ch_text_table_end(out.w);
}

static void add_unit(struct ch_buf *line, int64_t tick_s)
{
	if (!tick_s)
		ch_buf_add_z(line, "commits");
	else if (tick_s == 86400)
		ch_buf_add_z(line, "active days");
	else
		ch_buf_add_z(line, "active ticks");
}

static void anomaly_text(const void *state, struct ch_text_report *text)
{
	const struct anomaly *s = state;
	struct ch_buf line = { 0 };

	ch_text_int(&line, (int64_t)s->nfound);
	ch_buf_add_z(&line, " of ");
	ch_text_int(&line, (int64_t)s->nticks);
	ch_buf_add_char(&line, ' ');
	add_unit(&line, s->options->tick_s);
	ch_buf_printf(&line,
		" stand out from the %d before them by a robust z "
		"of more than %g\n",
		(int)s->options->window, s->options->threshold);
	ch_sink_str(text->sink, ch_buf_str(&line));
	ch_buf_release(&line);
	if (s->nfound)
		text_table(s, text);
}

const struct ch_analyzer ch_analyzer_anomaly = {
	.name = "anomaly",
	.summary = "days or commits that stand out from those before them",
	.table = "anomalies",
	.needs = CH_NEED_CHANGES | CH_NEED_LINES,
	.options = &options,
	.start = anomaly_start,
	.commit = anomaly_commit,
	.release = anomaly_release,
	.finish = anomaly_finish,
	.write = anomaly_write,
	.text = anomaly_text,
};
