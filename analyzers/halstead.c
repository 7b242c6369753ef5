/*
 * halstead - how much there is to read in each function of the tree, by its
 * operators and operands.
 *
 * n1, n2: distinct operators and operands; N1, N2: all of them.
 * volume = (N1 + N2) * log2(n1 + n2), difficulty = n1 / 2 * N2 / n2,
 * effort = volume * difficulty.
 *
 * Source: M. H. Halstead, Elements of Software Science.
 */
#include "analyzers/measures.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"

struct halstead_options {
	int64_t top;
};

struct halstead {
	const struct ch_run_info *run;
	const struct halstead_options *options;
	struct ch_measures measures; /* by volume */
};

#define AT(member) .offset = offsetof(struct halstead_options, member)

static const struct ch_opt rows[] = {
	{ .name = "top",
		.kind = CH_OPT_INT,
		AT(top),
		.min = 0,
		.max = 1000000000,
		.dflt = "1000",
		.flags = CH_OPT_PARAMETER,
		.metavar = "N",
		.section = "halstead",
		.help = "functions that are written, 0 for all" },
};

static const struct ch_opt_table options = { .name = "halstead",
	.rows = rows,
	.nrows = CH_ARRAY_LEN(rows),
	.size = sizeof(struct halstead_options) };

static double volume(const struct ch_source_function *f)
{
	return ch_halstead_volume(&f->metrics);
}

static double difficulty(const struct ch_source_function *f)
{
	return ch_halstead_difficulty(&f->metrics);
}

static double effort(const struct ch_source_function *f)
{
	return ch_halstead_effort(&f->metrics);
}

static const struct {
	const char *name;
	ch_measure_fn *value;
} measures[] = {
	{ "volume", volume },
	{ "difficulty", difficulty },
	{ "effort", effort },
};

static void *halstead_start(const struct ch_run_info *run, const void *own)
{
	struct halstead *s = ch_calloc(1, sizeof(*s));

	s->run = run;
	s->options = own;
	return s;
}

static int halstead_finish(void *state, struct ch_err *err)
{
	struct halstead *s = state;

	(void)err;
	ch_measures_of_functions(&s->measures, s->run, false, volume);
	return 0;
}

static void halstead_release(void *state)
{
	struct halstead *s = state;

	ch_measures_release(&s->measures);
	free(s);
}

/* ---- Documents ----------------------------------------------------------*/

static const struct ch_column function_columns[] = {
	{ .name = "function" },
	{ .name = "kind" },
	{ .name = "file", .kind = CH_COL_PATH },
	{ .name = "line", .kind = CH_COL_INT },
	{ .name = "n1", .kind = CH_COL_INT },
	{ .name = "n2", .kind = CH_COL_INT },
	{ .name = "N1", .kind = CH_COL_INT },
	{ .name = "N2", .kind = CH_COL_INT },
	{ .name = "volume", .kind = CH_COL_REAL },
	{ .name = "difficulty", .kind = CH_COL_REAL },
	{ .name = "effort", .kind = CH_COL_REAL },
};
static const struct ch_table function_table = { .name = "halstead",
	.columns = function_columns,
	.ncolumns = CH_ARRAY_LEN(function_columns) };

static const struct ch_column file_columns[] = {
	CH_FILE_COLUMNS,
	{ .name = "volume", .kind = CH_COL_REAL },
	CH_SUMMARY_COLUMNS("functions"),
};
static const struct ch_table file_table = { .name = "halstead_files",
	.columns = file_columns,
	.ncolumns = CH_ARRAY_LEN(file_columns) };

static const struct ch_column measure_columns[] = {
	{ .name = "measure" },
	CH_SUMMARY_COLUMNS("functions"),
};
static const struct ch_table measure_table = { .name = "halstead_measures",
	.columns = measure_columns,
	.ncolumns = CH_ARRAY_LEN(measure_columns) };

static void write_function(const struct halstead *s,
	const struct ch_measured *m, struct ch_rows *out)
{
	const struct ch_source_function *f = m->item;

	ch_row_str(out, f->name);
	ch_row_str(out, ch_str_z(ch_kind_name(f->kind)));
	ch_row_path(out, ch_intern_str(s->run->paths, m->path));
	ch_row_int(out, f->line);
	ch_row_int(out, f->metrics.distinct_operators);
	ch_row_int(out, f->metrics.distinct_operands);
	ch_row_int(out, f->metrics.operators);
	ch_row_int(out, f->metrics.operands);
	for (size_t k = 0; k < CH_ARRAY_LEN(measures); k++)
		ch_row_real(out, measures[k].value(f));
	ch_row_end(out);
}

static void write_files(const struct halstead *s, struct ch_rows *out)
{
	ch_rows_table(out, "files", &file_table);
	for (size_t i = 0; i < s->measures.nfiles; i++) {
		const struct ch_measured_file *f = &s->measures.files[i];

		ch_row_file(out, s->run, f->path);
		ch_row_real(out, f->summary.sum);
		ch_row_summary(out, &f->summary, false);
		ch_row_end(out);
	}
	ch_rows_end(out);
}

static void write_measures(const struct halstead *s, struct ch_rows *out)
{
	ch_rows_table(out, "measures", &measure_table);
	for (size_t i = 0; i < CH_ARRAY_LEN(measures); i++) {
		struct ch_summary sum =
			ch_measures_other(&s->measures, measures[i].value);

		ch_row_str(out, ch_str_z(measures[i].name));
		ch_row_summary(out, &sum, false);
		ch_row_end(out);
	}
	ch_rows_end(out);
}

static void halstead_write(const void *state, struct ch_rows *out)
{
	const struct halstead *s = state;
	size_t top = (size_t)s->options->top;

	ch_write_key(out->w, "totals");
	ch_write_map(out->w);
	ch_put_int(out->w, "files", (int64_t)s->measures.nfiles);
	ch_put_summary(out->w, "functions", &s->measures.totals, false);
	ch_put_real(out->w, "volume", s->measures.totals.sum);
	ch_put_real(
		out->w, "effort", ch_measures_other(&s->measures, effort).sum);
	ch_write_end(out->w);
	ch_rows_table(out, "functions", &function_table);
	for (size_t i = 0; i < s->measures.n && (!top || i < top); i++)
		write_function(s, &s->measures.items[i], out);
	ch_rows_end(out);
	write_files(s, out);
	write_measures(s, out);
	ch_measures_write_groups(&s->measures, "halstead", "functions", out);
}

/* ---- Text ---------------------------------------------------------------*/

#define TOP 15

static void text_head(const struct halstead *s, struct ch_sink *out)
{
	const struct ch_summary *t = &s->measures.totals;
	struct ch_summary d = ch_measures_other(&s->measures, difficulty);
	struct ch_buf line = { 0 };

	ch_text_int(&line, (int64_t)t->n);
	ch_buf_add_z(&line, " functions in ");
	ch_text_int(&line, (int64_t)s->measures.nfiles);
	ch_buf_add_z(&line, " files");
	if (t->n) {
		ch_buf_add_z(&line, ": volume ");
		ch_text_int(&line, (int64_t)(t->mean + 0.5));
		ch_buf_add_z(&line, " bits on average, ");
		ch_text_int(&line, (int64_t)(t->p50 + 0.5));
		ch_buf_printf(&line,
			" in the middle; difficulty %.1f, 95 %% within %.1f",
			d.mean, d.p95);
	}
	ch_buf_add_char(&line, '\n');
	ch_sink_str(out, ch_buf_str(&line));
	ch_buf_release(&line);
}

static void text_functions(
	const struct halstead *s, struct ch_text_report *text)
{
	static const struct ch_column columns[] = {
		{ .name = "function" },
		{ .name = "where", .kind = CH_COL_PATH },
		{ .name = "volume", .kind = CH_COL_INT },
		{ .name = "difficulty", .kind = CH_COL_REAL },
		{ .name = "effort", .kind = CH_COL_INT },
		{ .name = "operators", .kind = CH_COL_INT },
		{ .name = "operands", .kind = CH_COL_INT },
	};
	static const struct ch_table table = { .name = "functions",
		.columns = columns,
		.ncolumns = CH_ARRAY_LEN(columns),
		.text_rows = TOP };
	struct ch_rows out = { .w = ch_text_table(text, &table),
		.table = &table };

	for (size_t i = 0; i < s->measures.n; i++) {
		const struct ch_measured *m = &s->measures.items[i];
		const struct ch_source_function *f = m->item;

		if (!ch_measures_is_listed(&s->measures, m->path))
			continue;
		ch_row_str(&out, f->name);
		ch_row_place(&out, s->run, m->path, m->line);
		ch_row_value(&out, m->value, true);
		ch_row_real(&out, difficulty(f));
		ch_row_value(&out, effort(f), true);
		ch_row_int(&out, f->metrics.operators);
		ch_row_int(&out, f->metrics.operands);
		ch_row_end(&out);
	}
	ch_text_table_end(out.w);
}

static void halstead_text(const void *state, struct ch_text_report *text)
{
	const struct halstead *s = state;

	text_head(s, text->sink);
	ch_measures_text_note(&s->measures, text->sink);
	if (!s->measures.n)
		return;
	text_functions(s, text);
	ch_measures_text_groups(&s->measures, "functions", text);
}

const struct ch_analyzer ch_analyzer_halstead = {
	.name = "halstead",
	.summary = "operators and operands of functions: volume, effort",
	.table = "halstead",
	.needs = CH_NEED_END | CH_NEED_END_METRICS,
	.options = &options,
	.start = halstead_start,
	.finish = halstead_finish,
	.write = halstead_write,
	.text = halstead_text,
	.release = halstead_release,
};
