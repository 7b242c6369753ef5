#include "analyzers/file_history.h"

#include "analyzers/commits.h"
#include "analyzers/people.h"
#include "analyzers/source.h"
#include "base/mem.h"
#include "base/text.h"

static const struct ch_column file_columns[] = {
	{ .name = "path", .kind = CH_COL_PATH },
	{ .name = "commits", .kind = CH_COL_INT },
	{ .name = "developers", .kind = CH_COL_INT },
	{ .name = "lines_added", .kind = CH_COL_INT },
	{ .name = "lines_removed", .kind = CH_COL_INT },
	{ .name = "lines", .kind = CH_COL_INT },
	{ .name = "created", .kind = CH_COL_DATE },
	{ .name = "last_changed", .kind = CH_COL_DATE },
	{ .name = "top_developer" },
	{ .name = "top_share", .kind = CH_COL_PERCENT },
	{ .name = "bus_factor", .kind = CH_COL_INT },
	{ .name = "churn_score", .kind = CH_COL_REAL },
	{ .name = "owners", .kind = CH_COL_INT },
	{ .name = "top_owner" },
	{ .name = "owned_share", .kind = CH_COL_PERCENT },
};
static const struct ch_table file_table = { .name = "files",
	.columns = file_columns,
	.ncolumns = CH_ARRAY_LEN(file_columns) };

static const struct ch_column lineage_columns[] = {
	{ .name = "path", .kind = CH_COL_PATH },
	{ .name = "earlier", .kind = CH_COL_PATH },
};
static const struct ch_table lineage_table = { .name = "lineages",
	.columns = lineage_columns,
	.ncolumns = CH_ARRAY_LEN(lineage_columns) };

static const struct ch_column hotspot_columns[] = {
	{ .name = "path", .kind = CH_COL_PATH },
	{ .name = "commits", .kind = CH_COL_INT },
	{ .name = "lines", .kind = CH_COL_INT },
	{ .name = "complexity", .kind = CH_COL_INT },
	{ .name = "score", .kind = CH_COL_REAL },
};
static const struct ch_table hotspot_table = { .name = "hotspots",
	.columns = hotspot_columns,
	.ncolumns = CH_ARRAY_LEN(hotspot_columns) };

static struct ch_str path_name(const struct ch_file_history *s, uint32_t path)
{
	return ch_intern_str(s->run->paths, path);
}

static const struct ch_developer *top_of(
	const struct ch_file_history *s, const struct ch_file_sum *f)
{
	if (!f->share.ndevelopers || f->share.top == CH_NO_ID)
		return NULL;
	return ch_people_at(s->run->people, f->share.top);
}

static void row_lines(
	const struct ch_file_history *s, uint32_t path, struct ch_rows *rows)
{
	if (s->run->end[path].has_lines)
		ch_row_int(rows, s->run->end[path].lines);
	else
		ch_row_null(rows);
}

/* Who has how much of its lines, where burndown runs too. */
static void row_owners(const struct ch_file_history *s,
	const struct ch_file_sum *f, struct ch_rows *rows)
{
	if (!s->run->has_owners) {
		ch_row_null(rows);
		ch_row_null(rows);
		ch_row_null(rows);
		return;
	}
	ch_row_int(rows, f->alive.ndevelopers);
	ch_row_person(rows, f->alive.ndevelopers
				    ? ch_people_at(s->run->people, f->alive.top)
				    : NULL);
	ch_row_real(rows, f->alive.top_share);
}

static void write_totals(const struct ch_file_history *s, struct ch_writer *w)
{
	ch_write_key(w, "totals");
	ch_write_map(w);
	ch_put_int(w, "files", (int64_t)s->nfiles);
	ch_put_int(w, "deleted", (int64_t)s->ndeleted);
	ch_put_int(w, "commits", (int64_t)s->commits);
	ch_put_int(w, "developers", (int64_t)s->ndevelopers);
	ch_put_int(w, "lines_added", (int64_t)s->added);
	ch_put_int(w, "lines_removed", (int64_t)s->removed);
	ch_put_int(w, "lines", (int64_t)s->lines);
	ch_write_end(w);
}

static void write_lineage(const struct ch_file_history *s,
	const struct ch_file_sum *f, struct ch_writer *w)
{
	ch_write_key(w, "lineage");
	ch_write_list_line(w);
	for (size_t i = 0; i < f->nlineage; i++)
		ch_write_path(w, path_name(s, s->earlier[f->lineage + i]));
	ch_write_end(w);
}

static void write_file(const struct ch_file_history *s,
	const struct ch_file_sum *f, struct ch_rows *rows)
{
	uint64_t churn = f->share.added + f->share.removed;

	ch_row_path(rows, path_name(s, f->path));
	ch_row_count(rows, f->commits);
	ch_row_int(rows, f->share.ndevelopers);
	ch_row_count(rows, f->share.added);
	ch_row_count(rows, f->share.removed);
	row_lines(s, f->path, rows);
	ch_row_time(rows, ch_commit_date(s->run, f->first));
	ch_row_time(rows, ch_commit_date(s->run, f->last));
	ch_row_person(rows, top_of(s, f));
	ch_row_real(rows, f->share.top_share);
	ch_row_int(rows, f->share.bus_factor);
	ch_row_real(rows, (double)f->commits + (double)churn / 100);
	row_owners(s, f, rows);
	if (rows->is_nested)
		write_lineage(s, f, rows->w);
	ch_row_end(rows);
}

static void write_lineages(
	const struct ch_file_history *s, struct ch_rows *rows)
{
	ch_rows_table(rows, "lineages", &lineage_table);
	for (size_t i = 0; i < s->nfiles; i++) {
		const struct ch_file_sum *f = &s->files[i];

		for (size_t k = 0; k < f->nlineage; k++) {
			ch_row_path(rows, path_name(s, f->path));
			ch_row_path(
				rows, path_name(s, s->earlier[f->lineage + k]));
			ch_row_end(rows);
		}
	}
	ch_rows_end(rows);
}

void ch_file_history_write(const void *state, struct ch_rows *rows)
{
	const struct ch_file_history *s = state;

	write_totals(s, rows->w);
	ch_rows_table(rows, "files", &file_table);
	for (size_t i = 0; i < s->nfiles; i++)
		write_file(s, &s->files[i], rows);
	ch_rows_end(rows);
	if (!rows->is_nested)
		write_lineages(s, rows);
	ch_rows_table(rows, "hotspots", &hotspot_table);
	for (size_t i = 0; i < s->nhotspots; i++) {
		const struct ch_file_sum *f = s->hotspots[i];

		ch_row_path(rows, path_name(s, f->path));
		ch_row_count(rows, f->commits);
		row_lines(s, f->path, rows);
		ch_row_int(rows,
			ch_source_complexity(s->run->end[f->path].source));
		ch_row_real(rows, f->score);
		ch_row_end(rows);
	}
	ch_rows_end(rows);
}

/* ---- Text ---------------------------------------------------------------*/

#define TOP 15

static void text_files(
	const struct ch_file_history *s, struct ch_text_report *text)
{
	static const struct ch_column columns[] = {
		{ .name = "file", .kind = CH_COL_PATH },
		{ .name = "commits", .kind = CH_COL_INT },
		{ .name = "people", .kind = CH_COL_INT },
		{ .name = "added", .kind = CH_COL_INT },
		{ .name = "removed", .kind = CH_COL_INT },
		{ .name = "lines", .kind = CH_COL_INT },
		{ .name = "last", .kind = CH_COL_DATE },
		{ .name = "most by" },
	};
	static const struct ch_table table = { .name = "files",
		.columns = columns,
		.ncolumns = CH_ARRAY_LEN(columns),
		.text_rows = TOP };
	struct ch_writer *w = ch_text_table(text, &table);
	struct ch_rows rows = { .w = w, .table = &table };

	for (size_t i = 0; i < s->nfiles; i++) {
		const struct ch_file_sum *f = &s->files[i];
		const struct ch_developer *top = top_of(s, f);

		ch_row_path(&rows, path_name(s, f->path));
		ch_row_count(&rows, f->commits);
		ch_row_int(&rows, f->share.ndevelopers);
		ch_row_count(&rows, f->share.added);
		ch_row_count(&rows, f->share.removed);
		row_lines(s, f->path, &rows);
		ch_row_time(&rows, ch_commit_date(s->run, f->last));
		ch_row_str(&rows, top ? top->name : CH_STR("-"));
		ch_row_end(&rows);
	}
	ch_text_table_end(w);
}

static void text_hotspots(
	const struct ch_file_history *s, struct ch_text_report *text)
{
	static const struct ch_column columns[] = {
		{ .name = "hotspot", .kind = CH_COL_PATH },
		{ .name = "score", .kind = CH_COL_REAL },
		{ .name = "commits", .kind = CH_COL_INT },
		{ .name = "complexity", .kind = CH_COL_INT },
		{ .name = "lines", .kind = CH_COL_INT },
		{ .name = "bus factor", .kind = CH_COL_INT },
	};
	static const struct ch_table table = { .name = "hotspots",
		.columns = columns,
		.ncolumns = CH_ARRAY_LEN(columns),
		.text_rows = TOP };
	struct ch_rows rows = { .table = &table };

	if (!s->nhotspots)
		return;
	rows.w = ch_text_table(text, &table);
	for (size_t i = 0; i < s->nhotspots; i++) {
		const struct ch_file_sum *f = s->hotspots[i];

		ch_row_path(&rows, path_name(s, f->path));
		ch_row_real(&rows, f->score);
		ch_row_count(&rows, f->commits);
		ch_row_int(&rows,
			ch_source_complexity(s->run->end[f->path].source));
		row_lines(s, f->path, &rows);
		ch_row_int(&rows, f->share.bus_factor);
		ch_row_end(&rows);
	}
	ch_text_table_end(rows.w);
}

void ch_file_history_text(const void *state, struct ch_text_report *text)
{
	const struct ch_file_history *s = state;
	struct ch_buf line = { 0 };

	ch_text_int(&line, (int64_t)s->nfiles);
	ch_buf_add_z(&line, " files (");
	ch_text_int(&line, (int64_t)s->ndeleted);
	ch_buf_add_z(&line, " more are gone), ");
	ch_text_int(&line, (int64_t)s->lines);
	ch_buf_add_z(&line, " lines, changed in ");
	ch_text_int(&line, (int64_t)s->commits);
	ch_buf_add_z(&line, " commits: +");
	ch_text_int(&line, (int64_t)s->added);
	ch_buf_add_z(&line, " -");
	ch_text_int(&line, (int64_t)s->removed);
	ch_buf_add_char(&line, '\n');
	ch_sink_str(text->sink, ch_buf_str(&line));
	ch_buf_release(&line);
	if (s->nfiles)
		text_files(s, text);
	text_hotspots(s, text);
}
