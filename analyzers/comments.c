/*
 * comments - what of the tree is explained: functions that have a doc comment
 * (or docstring), and lines that have a comment.  The number of a function is
 * how many of its lines have one.
 */
#include "analyzers/measures.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"

struct comments_options {
	int64_t top;
};

/* Of a file, or of all. */
struct coverage {
	uint64_t lines, comments, comment_lines;
	uint64_t documented;
	uint64_t visible, visible_documented; /* functions for others */
};

struct comments {
	const struct ch_run_info *run;
	const struct comments_options *options;
	struct ch_measures measures;
	struct coverage totals;
};

#define AT(member) .offset = offsetof(struct comments_options, member)

static const struct ch_opt rows[] = {
	{ .name = "top",
		.kind = CH_OPT_INT,
		AT(top),
		.min = 0,
		.max = 1000000000,
		.dflt = "1000",
		.flags = CH_OPT_PARAMETER,
		.metavar = "N",
		.section = "comments",
		.help = "functions that are written, 0 for all" },
};

static const struct ch_opt_table options = { .name = "comments",
	.rows = rows,
	.nrows = CH_ARRAY_LEN(rows),
	.size = sizeof(struct comments_options) };

static double comment_lines(const struct ch_source_function *f)
{
	return f->comment_lines;
}

static uint32_t lines_of(const struct ch_source_function *f)
{
	return f->end_line - f->line + 1;
}

static bool is_for_others(const struct ch_source_function *f)
{
	return f->visibility == CH_VIS_PUBLIC;
}

static struct coverage coverage_of(const struct ch_source *s)
{
	struct coverage c = { .lines = s->lines,
		.comments = s->comments,
		.comment_lines = s->comment_lines };

	for (size_t i = 0; i < s->nfunctions; i++) {
		const struct ch_source_function *f = &s->functions[i];

		c.documented += f->is_documented;
		c.visible += is_for_others(f);
		c.visible_documented += is_for_others(f) && f->is_documented;
	}
	return c;
}

static void *comments_start(const struct ch_run_info *run, const void *own)
{
	struct comments *s = ch_calloc(1, sizeof(*s));

	s->run = run;
	s->options = own;
	return s;
}

static void comments_release(void *state)
{
	struct comments *s = state;

	ch_measures_release(&s->measures);
	free(s);
}

/* What lacks a comment most: for others, without one, the longest first. */
static int needs_it_more(const void *p, const void *q, void *data)
{
	const struct comments *s = data;
	const struct ch_measured *a = p, *b = q;
	const struct ch_source_function *f = a->item, *g = b->item;
	int order;

	if (f->is_documented != g->is_documented)
		return f->is_documented ? 1 : -1;
	if (is_for_others(f) != is_for_others(g))
		return is_for_others(f) ? -1 : 1;
	if (lines_of(f) != lines_of(g))
		return lines_of(f) > lines_of(g) ? -1 : 1;
	order = ch_str_cmp(ch_intern_str(s->run->paths, a->path),
		ch_intern_str(s->run->paths, b->path));
	if (!order && a->line != b->line)
		order = a->line < b->line ? -1 : 1;
	return order ? order : ch_str_cmp(a->name, b->name);
}

static int comments_finish(void *state, struct ch_err *err)
{
	struct comments *s = state;
	struct ch_measures *m = &s->measures;

	(void)err;
	ch_measures_of_functions(m, s->run, true, comment_lines);
	m->listed = 1u << CH_CLASS_SOURCE;
	if (m->n)
		qsort_r(m->items, m->n, sizeof(*m->items), needs_it_more, s);
	for (size_t i = 0; i < m->nfiles; i++) {
		struct coverage c =
			coverage_of(s->run->end[m->files[i].path].source);

		s->totals.lines += c.lines;
		s->totals.comments += c.comments;
		s->totals.comment_lines += c.comment_lines;
		s->totals.documented += c.documented;
		s->totals.visible += c.visible;
		s->totals.visible_documented += c.visible_documented;
	}
	return 0;
}

/* ---- Documents ----------------------------------------------------------*/

static const struct ch_column function_columns[] = {
	{ .name = "function" },
	{ .name = "kind" },
	{ .name = "visibility" },
	{ .name = "file", .kind = CH_COL_PATH },
	{ .name = "line", .kind = CH_COL_INT },
	{ .name = "lines", .kind = CH_COL_INT },
	{ .name = "documented", .kind = CH_COL_BOOL },
	{ .name = "comment_lines", .kind = CH_COL_INT },
};
static const struct ch_table function_table = { .name = "comments",
	.columns = function_columns,
	.ncolumns = CH_ARRAY_LEN(function_columns) };

static const struct ch_column file_columns[] = {
	CH_FILE_COLUMNS,
	{ .name = "lines", .kind = CH_COL_INT },
	{ .name = "comments", .kind = CH_COL_INT },
	{ .name = "comment_lines", .kind = CH_COL_INT },
	{ .name = "comment_share", .kind = CH_COL_PERCENT },
	{ .name = "documented", .kind = CH_COL_INT },
	{ .name = "documented_share", .kind = CH_COL_PERCENT },
	CH_SUMMARY_COLUMNS("functions"),
};
static const struct ch_table file_table = { .name = "comments_files",
	.columns = file_columns,
	.ncolumns = CH_ARRAY_LEN(file_columns) };

static double share(uint64_t part, uint64_t whole)
{
	return (double)part / (double)whole;
}

static void row_share(struct ch_rows *out, uint64_t part, uint64_t whole)
{
	if (whole)
		ch_row_real(out, share(part, whole));
	else
		ch_row_null(out);
}

static void put_share(
	struct ch_writer *w, const char *key, uint64_t part, uint64_t whole)
{
	if (whole)
		ch_put_real(w, key, share(part, whole));
	else
		ch_put_null(w, key);
}

static void write_totals(const struct comments *s, struct ch_writer *w)
{
	const struct coverage *c = &s->totals;
	size_t n = s->measures.n;

	ch_write_key(w, "totals");
	ch_write_map(w);
	ch_put_int(w, "files", (int64_t)s->measures.nfiles);
	ch_put_int(w, "lines", (int64_t)c->lines);
	ch_put_int(w, "comments", (int64_t)c->comments);
	ch_put_int(w, "comment_lines", (int64_t)c->comment_lines);
	put_share(w, "comment_share", c->comment_lines, c->lines);
	ch_put_int(w, "documented", (int64_t)c->documented);
	put_share(w, "documented_share", c->documented, n);
	ch_put_int(w, "public", (int64_t)c->visible);
	ch_put_int(w, "public_documented", (int64_t)c->visible_documented);
	put_share(w, "public_documented_share", c->visible_documented,
		c->visible);
	ch_put_summary(w, "functions", &s->measures.totals, true);
	ch_write_end(w);
}

static void write_function(const struct comments *s,
	const struct ch_measured *m, struct ch_rows *out)
{
	const struct ch_source_function *f = m->item;

	ch_row_str(out, f->name);
	ch_row_str(out, ch_str_z(ch_kind_name(f->kind)));
	ch_row_str(out, ch_str_z(ch_visibility_name(f->visibility)));
	ch_row_path(out, ch_intern_str(s->run->paths, m->path));
	ch_row_int(out, f->line);
	ch_row_int(out, lines_of(f));
	ch_row_bool(out, f->is_documented);
	ch_row_int(out, f->comment_lines);
	ch_row_end(out);
}

static void write_files(const struct comments *s, struct ch_rows *out)
{
	ch_rows_table(out, "files", &file_table);
	for (size_t i = 0; i < s->measures.nfiles; i++) {
		const struct ch_measured_file *f = &s->measures.files[i];
		struct coverage c = coverage_of(s->run->end[f->path].source);

		ch_row_file(out, s->run, f->path);
		ch_row_count(out, c.lines);
		ch_row_count(out, c.comments);
		ch_row_count(out, c.comment_lines);
		row_share(out, c.comment_lines, c.lines);
		ch_row_count(out, c.documented);
		row_share(out, c.documented, f->summary.n);
		ch_row_summary(out, &f->summary, true);
		ch_row_end(out);
	}
	ch_rows_end(out);
}

static void comments_write(const void *state, struct ch_rows *out)
{
	const struct comments *s = state;
	size_t top = (size_t)s->options->top;

	write_totals(s, out->w);
	ch_rows_table(out, "functions", &function_table);
	for (size_t i = 0; i < s->measures.n && (!top || i < top); i++)
		write_function(s, &s->measures.items[i], out);
	ch_rows_end(out);
	write_files(s, out);
	ch_measures_write_groups(&s->measures, "comments", "functions", out);
}

/* ---- Text ---------------------------------------------------------------*/

#define TOP 15

static void text_head(const struct comments *s, struct ch_sink *out)
{
	const struct coverage *c = &s->totals;
	struct ch_buf line = { 0 };

	ch_text_int(&line, (int64_t)c->documented);
	ch_buf_add_z(&line, " of ");
	ch_text_int(&line, (int64_t)s->measures.n);
	ch_buf_add_z(&line, " functions are documented");
	if (s->measures.n)
		ch_buf_printf(&line, " (%.1f %%)",
			100 * share(c->documented, s->measures.n));
	if (c->visible)
		ch_buf_printf(&line, ", %.1f %% of the public ones",
			100 * share(c->visible_documented, c->visible));
	ch_buf_add_char(&line, '\n');
	ch_text_int(&line, (int64_t)c->comment_lines);
	ch_buf_add_z(&line, " of ");
	ch_text_int(&line, (int64_t)c->lines);
	ch_buf_add_z(&line, " lines in ");
	ch_text_int(&line, (int64_t)s->measures.nfiles);
	ch_buf_add_z(&line, " files have a comment");
	if (c->lines)
		ch_buf_printf(&line, " (%.1f %%)",
			100 * share(c->comment_lines, c->lines));
	ch_buf_add_char(&line, '\n');
	ch_sink_str(out, ch_buf_str(&line));
	ch_buf_release(&line);
}

static void text_functions(
	const struct comments *s, struct ch_text_report *text)
{
	static const struct ch_column columns[] = {
		{ .name = "not documented" },
		{ .name = "where", .kind = CH_COL_PATH },
		{ .name = "visibility" },
		{ .name = "lines", .kind = CH_COL_INT },
		{ .name = "with a comment", .kind = CH_COL_INT },
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
		if (f->is_documented)
			break;
		ch_row_str(&out, f->name);
		ch_row_place(&out, s->run, m->path, m->line);
		ch_row_str(&out, ch_str_z(ch_visibility_name(f->visibility)));
		ch_row_int(&out, lines_of(f));
		ch_row_int(&out, f->comment_lines);
		ch_row_end(&out);
	}
	ch_text_table_end(out.w);
}

static int longer(const void *p, const void *q, void *data)
{
	const struct comments *s = data;
	const struct ch_measured_file *a = p, *b = q;
	uint32_t x = s->run->end[a->path].lines, y = s->run->end[b->path].lines;

	if (x != y)
		return x > y ? -1 : 1;
	return ch_str_cmp(ch_intern_str(s->run->paths, a->path),
		ch_intern_str(s->run->paths, b->path));
}

static void text_file(const struct comments *s,
	const struct ch_measured_file *f, struct ch_rows *out)
{
	struct coverage c = coverage_of(s->run->end[f->path].source);

	ch_row_path(out, ch_intern_str(s->run->paths, f->path));
	ch_row_count(out, c.lines);
	row_share(out, c.comment_lines, c.lines);
	ch_row_count(out, f->summary.n);
	row_share(out, c.documented, f->summary.n);
	ch_row_end(out);
}

static void text_files(const struct comments *s, struct ch_text_report *text)
{
	static const struct ch_column columns[] = {
		{ .name = "file", .kind = CH_COL_PATH },
		{ .name = "lines", .kind = CH_COL_INT },
		{ .name = "with a comment", .kind = CH_COL_PERCENT },
		{ .name = "functions", .kind = CH_COL_INT },
		{ .name = "documented", .kind = CH_COL_PERCENT },
	};
	static const struct ch_table table = { .name = "files",
		.columns = columns,
		.ncolumns = CH_ARRAY_LEN(columns),
		.text_rows = TOP };
	const struct ch_measures *m = &s->measures;
	struct ch_rows out = { .w = ch_text_table(text, &table),
		.table = &table };
	struct ch_measured_file *files = ch_calloc(m->nfiles, sizeof(*files));

	for (size_t i = 0; i < m->nfiles; i++)
		files[i] = m->files[i];
	qsort_r(files, m->nfiles, sizeof(*files), longer, (void *)s);
	for (size_t i = 0; i < m->nfiles; i++)
		if (ch_measures_is_listed(m, files[i].path))
			text_file(s, &files[i], &out);
	free(files);
	ch_text_table_end(out.w);
}

static void comments_text(const void *state, struct ch_text_report *text)
{
	const struct comments *s = state;

	text_head(s, text->sink);
	ch_measures_text_note(&s->measures, text->sink);
	if (s->totals.documented < s->measures.n)
		text_functions(s, text);
	if (s->measures.nfiles)
		text_files(s, text);
}

const struct ch_analyzer ch_analyzer_comments = {
	.name = "comments",
	.summary = "what is documented, and how many lines have a comment",
	.table = "comments",
	.needs = CH_NEED_END | CH_NEED_END_LINES | CH_NEED_END_SYNTAX,
	.options = &options,
	.start = comments_start,
	.finish = comments_finish,
	.write = comments_write,
	.text = comments_text,
	.release = comments_release,
};
