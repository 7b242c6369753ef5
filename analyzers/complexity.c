/*
 * complexity - how involved each function of the tree is: McCabe's cyclomatic
 * complexity (1 + decisions), cognitive complexity as SonarSource defines it,
 * nesting, lines, parameters.
 */
#include "analyzers/measures.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"

struct complexity_options {
	int64_t top;
	int64_t max_complexity;
};

struct complexity {
	const struct ch_run_info *run;
	const struct complexity_options *options;
	struct ch_measures measures;
	size_t nover; /* functions over options->max_complexity */
};

#define AT(member) .offset = offsetof(struct complexity_options, member)

static const struct ch_opt rows[] = {
	{ .name = "top",
		.kind = CH_OPT_INT,
		AT(top),
		.min = 0,
		.max = 1000000000,
		.dflt = "1000",
		.flags = CH_OPT_PARAMETER,
		.metavar = "N",
		.section = "complexity",
		.help = "functions that are written, 0 for all" },
	{ .name = "max-complexity",
		.kind = CH_OPT_INT,
		AT(max_complexity),
		.min = 1,
		.max = 1000000000,
		.dflt = "10",
		.flags = CH_OPT_PARAMETER,
		.metavar = "N",
		.section = "complexity",
		.help = "count the functions above it" },
};

static const struct ch_opt_table options = { .name = "complexity",
	.rows = rows,
	.nrows = CH_ARRAY_LEN(rows),
	.size = sizeof(struct complexity_options) };

/* ---- What is measured ---------------------------------------------------*/

static double cyclomatic(const struct ch_source_function *f)
{
	return f->cyclomatic;
}

static double cognitive(const struct ch_source_function *f)
{
	return f->metrics.cognitive;
}

static double nesting(const struct ch_source_function *f)
{
	return f->metrics.nesting;
}

static double lines(const struct ch_source_function *f)
{
	return f->end_line - f->line + 1;
}

static double parameters(const struct ch_source_function *f)
{
	return f->parameters;
}

static const struct {
	const char *name;
	ch_measure_fn *value;
} measures[] = {
	{ "cyclomatic", cyclomatic },
	{ "cognitive", cognitive },
	{ "nesting", nesting },
	{ "lines", lines },
	{ "parameters", parameters },
};

static void *complexity_start(const struct ch_run_info *run, const void *own)
{
	struct complexity *s = ch_calloc(1, sizeof(*s));

	s->run = run;
	s->options = own;
	return s;
}

static int complexity_finish(void *state, struct ch_err *err)
{
	struct complexity *s = state;

	(void)err;
	ch_measures_of_functions(&s->measures, s->run, true, cyclomatic);
	while (s->nover < s->measures.n &&
		s->measures.items[s->nover].value >
			(double)s->options->max_complexity)
		s->nover++;
	return 0;
}

static void complexity_release(void *state)
{
	struct complexity *s = state;

	ch_measures_release(&s->measures);
	free(s);
}

/* ---- Documents ----------------------------------------------------------*/

static const struct ch_column function_columns[] = {
	{ .name = "function" },
	{ .name = "kind" },
	{ .name = "file", .kind = CH_COL_PATH },
	{ .name = "line", .kind = CH_COL_INT },
	{ .name = "end_line", .kind = CH_COL_INT },
	{ .name = "cyclomatic", .kind = CH_COL_INT },
	{ .name = "cognitive", .kind = CH_COL_INT },
	{ .name = "nesting", .kind = CH_COL_INT },
	{ .name = "lines", .kind = CH_COL_INT },
	{ .name = "parameters", .kind = CH_COL_INT },
};
static const struct ch_table function_table = { .name = "complexity",
	.columns = function_columns,
	.ncolumns = CH_ARRAY_LEN(function_columns) };

static const struct ch_column file_columns[] = {
	CH_FILE_COLUMNS,
	{ .name = "lines", .kind = CH_COL_INT },
	{ .name = "cyclomatic", .kind = CH_COL_INT },
	CH_SUMMARY_COLUMNS("functions"),
};
static const struct ch_table file_table = { .name = "complexity_files",
	.columns = file_columns,
	.ncolumns = CH_ARRAY_LEN(file_columns) };

static const struct ch_column measure_columns[] = {
	{ .name = "measure" },
	CH_SUMMARY_COLUMNS("functions"),
};
static const struct ch_table measure_table = { .name = "complexity_measures",
	.columns = measure_columns,
	.ncolumns = CH_ARRAY_LEN(measure_columns) };

static size_t shown(const struct complexity *s)
{
	size_t top = (size_t)s->options->top;

	return top && top < s->measures.n ? top : s->measures.n;
}

static void write_functions(const struct complexity *s, struct ch_rows *out)
{
	ch_rows_table(out, "functions", &function_table);
	for (size_t i = 0; i < shown(s); i++) {
		const struct ch_measured *m = &s->measures.items[i];
		const struct ch_source_function *f = m->item;

		ch_row_str(out, f->name);
		ch_row_str(out, ch_str_z(ch_kind_name(f->kind)));
		ch_row_path(out, ch_intern_str(s->run->paths, m->path));
		ch_row_int(out, f->line);
		ch_row_int(out, f->end_line);
		ch_row_int(out, f->cyclomatic);
		ch_row_int(out, f->metrics.cognitive);
		ch_row_int(out, f->metrics.nesting);
		ch_row_int(out, f->end_line - f->line + 1);
		ch_row_int(out, f->parameters);
		ch_row_end(out);
	}
	ch_rows_end(out);
}

static void write_files(const struct complexity *s, struct ch_rows *out)
{
	ch_rows_table(out, "files", &file_table);
	for (size_t i = 0; i < s->measures.nfiles; i++) {
		const struct ch_measured_file *f = &s->measures.files[i];

		ch_row_file(out, s->run, f->path);
		ch_row_int(out, s->run->end[f->path].lines);
		ch_row_value(out, f->summary.sum, true);
		ch_row_summary(out, &f->summary, true);
		ch_row_end(out);
	}
	ch_rows_end(out);
}

static void write_measures(const struct complexity *s, struct ch_rows *out)
{
	ch_rows_table(out, "measures", &measure_table);
	for (size_t i = 0; i < CH_ARRAY_LEN(measures); i++) {
		struct ch_summary sum =
			ch_measures_other(&s->measures, measures[i].value);

		ch_row_str(out, ch_str_z(measures[i].name));
		ch_row_summary(out, &sum, true);
		ch_row_end(out);
	}
	ch_rows_end(out);
}

static void complexity_write(const void *state, struct ch_rows *out)
{
	const struct complexity *s = state;

	ch_write_key(out->w, "totals");
	ch_write_map(out->w);
	ch_put_int(out->w, "files", (int64_t)s->measures.nfiles);
	ch_put_summary(out->w, "functions", &s->measures.totals, true);
	ch_put_int(out->w, "over", (int64_t)s->nover);
	ch_write_end(out->w);
	write_functions(s, out);
	write_files(s, out);
	write_measures(s, out);
	ch_measures_write_groups(&s->measures, "complexity", "functions", out);
}

/* ---- Text ---------------------------------------------------------------*/

#define TOP_FUNCTIONS 15
#define TOP_FILES 10

static void text_head(const struct complexity *s, struct ch_sink *out)
{
	const struct ch_summary *t = &s->measures.totals;
	struct ch_buf line = { 0 };

	ch_text_int(&line, (int64_t)t->n);
	ch_buf_add_z(&line, " functions in ");
	ch_text_int(&line, (int64_t)s->measures.nfiles);
	ch_buf_add_z(&line, " files");
	if (t->n) {
		ch_buf_printf(&line,
			": cyclomatic complexity %.1f on average, %.0f in the "
			"middle, 95 %% within %.0f\n",
			t->mean, t->p50, t->p95);
		ch_text_int(&line, (int64_t)s->nover);
		ch_buf_printf(&line, " functions (%.1f %%) are over %d",
			100.0 * (double)s->nover / (double)t->n,
			(int)s->options->max_complexity);
	}
	ch_buf_add_char(&line, '\n');
	ch_sink_str(out, ch_buf_str(&line));
	ch_buf_release(&line);
}

static void text_functions(
	const struct complexity *s, struct ch_text_report *text)
{
	static const struct ch_column columns[] = {
		{ .name = "function" },
		{ .name = "where", .kind = CH_COL_PATH },
		{ .name = "cyclomatic", .kind = CH_COL_INT },
		{ .name = "cognitive", .kind = CH_COL_INT },
		{ .name = "nesting", .kind = CH_COL_INT },
		{ .name = "lines", .kind = CH_COL_INT },
		{ .name = "params", .kind = CH_COL_INT },
	};
	static const struct ch_table table = { .name = "functions",
		.columns = columns,
		.ncolumns = CH_ARRAY_LEN(columns),
		.text_rows = TOP_FUNCTIONS };
	struct ch_rows out = { .w = ch_text_table(text, &table),
		.table = &table };

	for (size_t i = 0; i < s->measures.n; i++) {
		const struct ch_measured *m = &s->measures.items[i];
		const struct ch_source_function *f = m->item;

		if (!ch_measures_is_listed(&s->measures, m->path))
			continue;
		ch_row_str(&out, f->name);
		ch_row_place(&out, s->run, m->path, m->line);
		ch_row_int(&out, f->cyclomatic);
		ch_row_int(&out, f->metrics.cognitive);
		ch_row_int(&out, f->metrics.nesting);
		ch_row_int(&out, f->end_line - f->line + 1);
		ch_row_int(&out, f->parameters);
		ch_row_end(&out);
	}
	ch_text_table_end(out.w);
}

static void text_files(const struct complexity *s, struct ch_text_report *text)
{
	static const struct ch_column columns[] = {
		{ .name = "file", .kind = CH_COL_PATH },
		{ .name = "cyclomatic", .kind = CH_COL_INT },
		{ .name = "functions", .kind = CH_COL_INT },
		{ .name = "mean", .kind = CH_COL_REAL },
		{ .name = "median", .kind = CH_COL_INT },
		{ .name = "95 %", .kind = CH_COL_INT },
		{ .name = "largest", .kind = CH_COL_INT },
	};
	static const struct ch_table table = { .name = "files",
		.columns = columns,
		.ncolumns = CH_ARRAY_LEN(columns),
		.text_rows = TOP_FILES };
	struct ch_rows out = { .w = ch_text_table(text, &table),
		.table = &table };

	for (size_t i = 0; i < s->measures.nfiles; i++) {
		const struct ch_measured_file *f = &s->measures.files[i];

		if (!f->summary.n ||
			!ch_measures_is_listed(&s->measures, f->path))
			continue;
		ch_row_path(&out, ch_intern_str(s->run->paths, f->path));
		ch_row_value(&out, f->summary.sum, true);
		ch_row_summary(&out, &f->summary, true);
		ch_row_end(&out);
	}
	ch_text_table_end(out.w);
}

static void complexity_text(const void *state, struct ch_text_report *text)
{
	const struct complexity *s = state;

	text_head(s, text->sink);
	ch_measures_text_note(&s->measures, text->sink);
	if (!s->measures.n)
		return;
	text_functions(s, text);
	text_files(s, text);
	ch_measures_text_groups(&s->measures, "functions", text);
}

const struct ch_analyzer ch_analyzer_complexity = {
	.name = "complexity",
	.summary = "how involved functions are: cyclomatic, cognitive, nesting",
	.table = "complexity",
	.needs = CH_NEED_END | CH_NEED_END_LINES | CH_NEED_END_METRICS,
	.options = &options,
	.start = complexity_start,
	.finish = complexity_finish,
	.write = complexity_write,
	.text = complexity_text,
	.release = complexity_release,
};
