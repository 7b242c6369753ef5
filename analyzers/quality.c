/*
 * quality - how involved and how explained the whole tree was, over time.
 *
 * A sample is the tree of the last commit of the first-parent chain by a date;
 * from one to the next only the functions of the files that changed leave the
 * counts and enter them, and the types that these files say something of.
 */
#include <stdlib.h>

#include "analyzers/histogram.h"
#include "analyzers/typeset.h"
#include "base/mem.h"
#include "base/text.h"

#define DAY_S 86400

struct quality_options {
	int64_t sampling;
	int64_t max_complexity;
};

struct sample {
	int64_t when_s;
	uint32_t commit;
	uint64_t files, lines, comment_lines, documented, over, split;
	struct ch_summary numbers[CH_NNUMBERS], lcom4;
};

struct quality {
	const struct ch_run_info *run;
	const struct quality_options *options;
	struct ch_histogram histograms[CH_NNUMBERS];
	struct ch_typeset *types;
	struct sample *samples;
	size_t nsamples;
};

#define AT(member) .offset = offsetof(struct quality_options, member)

static const struct ch_opt rows[] = {
	{ .name = "sampling",
		.kind = CH_OPT_INT,
		AT(sampling),
		.min = 1,
		.max = 36600,
		.dflt = "90",
		.flags = CH_OPT_PARAMETER,
		.metavar = "N",
		.section = "quality",
		.help = "days between two samples" },
	{ .name = "max-complexity",
		.kind = CH_OPT_INT,
		AT(max_complexity),
		.min = 1,
		.max = 1000000000,
		.dflt = "10",
		.flags = CH_OPT_PARAMETER,
		.metavar = "N",
		.section = "quality",
		.help = "count the functions above it" },
};

static const struct ch_opt_table options = { .name = "quality",
	.rows = rows,
	.nrows = CH_ARRAY_LEN(rows),
	.size = sizeof(struct quality_options) };

static int64_t quality_sampling_s(const void *own)
{
	return ((const struct quality_options *)own)->sampling * DAY_S;
}

static void *quality_start(const struct ch_run_info *run, const void *own)
{
	struct quality *s = ch_calloc(1, sizeof(*s));

	s->run = run;
	s->options = own;
	return s;
}

static void quality_release(void *state)
{
	struct quality *s = state;

	for (int k = 0; k < CH_NNUMBERS; k++)
		ch_histogram_release(&s->histograms[k]);
	ch_typeset_free(s->types);
	free(s->samples);
	free(s);
}

/* ---- Samples ------------------------------------------------------------*/

/* Every value that a file of a sample ever has. */
static void know_values(
	const struct ch_run_info *run, int number, struct ch_histogram *h)
{
	double *values = NULL;
	size_t n = 0, cap = 0;

	for (size_t i = 0; i < run->nsamples; i++)
		for (size_t k = 0; k < run->samples[i].nchanges; k++) {
			const struct ch_numbers *f =
				run->samples[i].changes[k].after;

			for (uint32_t v = 0; f && v < f->nfunctions; v++) {
				CH_GROW(values, n, cap);
				values[n++] = f->values[number][v];
			}
		}
	ch_histogram_know(h, values, n);
}

static void move_file(struct quality *s, struct sample *now,
	const struct ch_numbers *f, bool leaves)
{
	uint64_t sign = leaves ? (uint64_t)-1 : 1;

	if (!f)
		return;
	now->files += sign;
	now->lines += sign * f->lines;
	now->comment_lines += sign * f->comment_lines;
	now->documented += sign * f->documented;
	for (int k = 0; k < CH_NNUMBERS; k++)
		for (uint32_t i = 0; i < f->nfunctions; i++)
			ch_histogram_add(
				&s->histograms[k], f->values[k][i], leaves);
}

static void move_tree(
	struct quality *s, struct sample *now, const struct ch_tree_sample *to)
{
	for (size_t i = 0; i < to->nchanges; i++) {
		const struct ch_tree_change *c = &to->changes[i];

		move_file(s, now, c->before, true);
		move_file(s, now, c->after, false);
		ch_typeset_change(s->types, c->path, c->before, c->after);
	}
}

static void sum_up(struct quality *s, struct sample *now)
{
	const struct ch_histogram *types = ch_typeset_settle(s->types);

	for (int k = 0; k < CH_NNUMBERS; k++)
		now->numbers[k] = ch_histogram_summary(&s->histograms[k]);
	now->over = ch_histogram_over(&s->histograms[CH_CYCLOMATIC],
		(double)s->options->max_complexity);
	now->lcom4 = ch_histogram_summary(types);
	now->split = ch_histogram_over(types, 1);
}

static int quality_finish(void *state, struct ch_err *err)
{
	struct quality *s = state;
	const struct ch_run_info *run = s->run;
	struct sample now = { 0 };

	(void)err;
	for (int k = 0; k < CH_NNUMBERS; k++)
		know_values(run, k, &s->histograms[k]);
	s->types = ch_typeset_new(run->paths);
	s->samples = ch_calloc(run->nsamples + 1, sizeof(*s->samples));
	for (size_t i = 0; i < run->nsamples; i++) {
		const struct ch_tree_sample *t = &run->samples[i];

		move_tree(s, &now, t);
		if (t->commit == CH_NO_COMMIT ||
			(run->in_range && !run->in_range[t->commit]))
			continue;
		now.when_s = t->when_s;
		now.commit = t->commit;
		sum_up(s, &now);
		s->samples[s->nsamples++] = now;
	}
	return 0;
}

/* ---- Documents ----------------------------------------------------------*/

#define NUMBER_COLUMNS(number, whole)                     \
	{ .name = number "_mean", .kind = CH_COL_REAL },  \
		{ .name = number "_p50", .kind = whole }, \
		{ .name = number "_p95", .kind = whole }, \
	{                                                 \
		.name = number "_max", .kind = whole      \
	}
static const struct ch_column columns[] = {
	{ .name = "date", .kind = CH_COL_DATE },
	{ .name = "commit" },
	{ .name = "files", .kind = CH_COL_INT },
	{ .name = "lines", .kind = CH_COL_INT },
	{ .name = "comment_lines", .kind = CH_COL_INT },
	{ .name = "comment_share", .kind = CH_COL_PERCENT },
	{ .name = "functions", .kind = CH_COL_INT },
	{ .name = "documented", .kind = CH_COL_INT },
	{ .name = "documented_share", .kind = CH_COL_PERCENT },
	{ .name = "over", .kind = CH_COL_INT },
	NUMBER_COLUMNS("cyclomatic", CH_COL_INT),
	NUMBER_COLUMNS("cognitive", CH_COL_INT),
	NUMBER_COLUMNS("volume", CH_COL_REAL),
	{ .name = "types", .kind = CH_COL_INT },
	{ .name = "split", .kind = CH_COL_INT },
	NUMBER_COLUMNS("lcom4", CH_COL_INT),
	NUMBER_COLUMNS("nesting", CH_COL_INT),
	NUMBER_COLUMNS("function_lines", CH_COL_INT),
	NUMBER_COLUMNS("parameters", CH_COL_INT),
	NUMBER_COLUMNS("difficulty", CH_COL_REAL),
	NUMBER_COLUMNS("effort", CH_COL_REAL),
};
static const struct ch_table table = {
	.name = "quality", .columns = columns, .ncolumns = CH_ARRAY_LEN(columns)
};

static void row_share(struct ch_rows *out, uint64_t part, uint64_t whole)
{
	if (whole)
		ch_row_real(out, (double)part / (double)whole);
	else
		ch_row_null(out);
}

static void row_number(
	struct ch_rows *out, const struct ch_summary *n, bool is_whole)
{
	if (!n->n) {
		for (int i = 0; i < 4; i++)
			ch_row_null(out);
		return;
	}
	ch_row_real(out, n->mean);
	ch_row_value(out, n->p50, is_whole);
	ch_row_value(out, n->p95, is_whole);
	ch_row_value(out, n->max, is_whole);
}

static void write_sample(
	const struct quality *s, const struct sample *now, struct ch_rows *out)
{
	char hex[CH_OID_HEX + 1];
	size_t n = now->numbers[CH_CYCLOMATIC].n;

	ch_row_time(out, now->when_s);
	ch_row_str(
		out, ch_str_z(ch_oid_hex(
			     &s->run->history->commits[now->commit].oid, hex)));
	ch_row_count(out, now->files);
	ch_row_count(out, now->lines);
	ch_row_count(out, now->comment_lines);
	row_share(out, now->comment_lines, now->lines);
	ch_row_count(out, n);
	ch_row_count(out, now->documented);
	row_share(out, now->documented, n);
	ch_row_count(out, now->over);
	row_number(out, &now->numbers[CH_CYCLOMATIC], true);
	row_number(out, &now->numbers[CH_COGNITIVE], true);
	row_number(out, &now->numbers[CH_VOLUME], false);
	ch_row_count(out, now->lcom4.n);
	ch_row_count(out, now->split);
	row_number(out, &now->lcom4, true);
	row_number(out, &now->numbers[CH_NESTING], true);
	row_number(out, &now->numbers[CH_FUNCTION_LINES], true);
	row_number(out, &now->numbers[CH_PARAMETERS], true);
	row_number(out, &now->numbers[CH_DIFFICULTY], false);
	row_number(out, &now->numbers[CH_EFFORT], false);
	ch_row_end(out);
}

static void quality_write(const void *state, struct ch_rows *out)
{
	const struct quality *s = state;

	ch_rows_table(out, "samples", &table);
	for (size_t i = 0; i < s->nsamples; i++)
		write_sample(s, &s->samples[i], out);
	ch_rows_end(out);
}

/* ---- Text ---------------------------------------------------------------*/

#define TEXT_ROWS 24

static void text_sample(const struct sample *now, struct ch_rows *out)
{
	const struct ch_summary *c = &now->numbers[CH_CYCLOMATIC];

	ch_row_time(out, now->when_s);
	ch_row_count(out, now->files);
	ch_row_count(out, c->n);
	ch_row_real(out, c->mean);
	ch_row_value(out, c->p95, true);
	ch_row_value(out, c->max, true);
	row_share(out, now->over, c->n);
	ch_row_real(out, now->numbers[CH_COGNITIVE].mean);
	row_share(out, now->comment_lines, now->lines);
	row_share(out, now->documented, c->n);
	row_share(out, now->split, now->lcom4.n);
	ch_row_end(out);
}

static void text_samples(const struct quality *s, struct ch_text_report *text)
{
	static const struct ch_column text_columns[] = {
		{ .name = "date", .kind = CH_COL_DATE },
		{ .name = "files", .kind = CH_COL_INT },
		{ .name = "functions", .kind = CH_COL_INT },
		{ .name = "mean", .kind = CH_COL_REAL },
		{ .name = "95 %", .kind = CH_COL_INT },
		{ .name = "largest", .kind = CH_COL_INT },
		{ .name = "over", .kind = CH_COL_PERCENT },
		{ .name = "cognitive", .kind = CH_COL_REAL },
		{ .name = "comments", .kind = CH_COL_PERCENT },
		{ .name = "documented", .kind = CH_COL_PERCENT },
		{ .name = "split", .kind = CH_COL_PERCENT },
	};
	static const struct ch_table text_table = { .name = "samples",
		.columns = text_columns,
		.ncolumns = CH_ARRAY_LEN(text_columns) };
	size_t step = (s->nsamples + TEXT_ROWS - 1) / TEXT_ROWS;
	struct ch_rows out = { .w = ch_text_table(text, &text_table),
		.table = &text_table };

	/* Evenly, and the last one. */
	for (size_t i = (s->nsamples - 1) % step; i < s->nsamples; i += step)
		text_sample(&s->samples[i], &out);
	ch_text_table_end(out.w);
}

static void quality_text(const void *state, struct ch_text_report *text)
{
	const struct quality *s = state;
	struct ch_buf line = { 0 };

	ch_text_int(&line, (int64_t)s->nsamples);
	ch_buf_printf(
		&line, " samples, %d days apart", (int)s->options->sampling);
	if (s->nsamples) {
		const struct sample *a = &s->samples[0];
		const struct sample *b = &s->samples[s->nsamples - 1];

		ch_buf_printf(&line,
			": cyclomatic complexity %.2f on average, then %.2f",
			a->numbers[CH_CYCLOMATIC].mean,
			b->numbers[CH_CYCLOMATIC].mean);
	}
	ch_buf_add_char(&line, '\n');
	ch_sink_str(text->sink, ch_buf_str(&line));
	ch_buf_release(&line);
	if (s->nsamples)
		text_samples(s, text);
}

const struct ch_analyzer ch_analyzer_quality = {
	.name = "quality",
	.summary =
		"complexity, comments and cohesion of the whole tree over time",
	.table = "quality",
	.needs = CH_NEED_SAMPLES,
	.sampling_s = quality_sampling_s,
	.options = &options,
	.start = quality_start,
	.finish = quality_finish,
	.write = quality_write,
	.text = quality_text,
	.release = quality_release,
};
