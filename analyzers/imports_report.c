#include "analyzers/imports.h"

#include "analyzers/commits.h"
#include "analyzers/people.h"
#include "base/mem.h"
#include "base/text.h"

static const struct ch_column import_columns[] = {
	{ .name = "name" },
	{ .name = "language" },
	{ .name = "kind" },
	{ .name = "files", .kind = CH_COL_INT },
	{ .name = "first_seen", .kind = CH_COL_DATE },
	{ .name = "last_seen", .kind = CH_COL_DATE },
	{ .name = "added", .kind = CH_COL_INT },
	{ .name = "removed", .kind = CH_COL_INT },
};
static const struct ch_table import_table = { .name = "imports",
	.columns = import_columns,
	.ncolumns = CH_ARRAY_LEN(import_columns) };

static const struct ch_column developer_columns[] = {
	{ .name = "name" },
	{ .name = "email" },
	{ .name = "added", .kind = CH_COL_INT },
	{ .name = "removed", .kind = CH_COL_INT },
	{ .name = "imports", .kind = CH_COL_INT },
};
static const struct ch_table developer_table = { .name = "import_developers",
	.columns = developer_columns,
	.ncolumns = CH_ARRAY_LEN(developer_columns) };

static const struct ch_column edge_columns[] = {
	{ .name = "from_file", .kind = CH_COL_PATH },
	{ .name = "to_file", .kind = CH_COL_PATH },
};
static const struct ch_table edge_table = { .name = "import_edges",
	.columns = edge_columns,
	.ncolumns = CH_ARRAY_LEN(edge_columns) };

static const struct ch_column cycle_columns[] = {
	{ .name = "cycle", .kind = CH_COL_INT },
	{ .name = "file", .kind = CH_COL_PATH },
};
static const struct ch_table cycle_table = { .name = "import_cycles",
	.columns = cycle_columns,
	.ncolumns = CH_ARRAY_LEN(cycle_columns) };

static struct ch_str path_at(const struct ch_imports *s, uint32_t path)
{
	return ch_intern_str(s->run->paths, path);
}

/* Still there: until the end; else when it was last added or removed. */
static int64_t last_seen(
	const struct ch_imports *s, const struct ch_import_sum *sum)
{
	return sum->files ? s->run->end_axis_s
			  : ch_commit_date(s->run, sum->last);
}

static void row_import(const struct ch_imports *s, struct ch_rows *rows,
	const struct ch_import_sum *sum)
{
	ch_row_str(rows, ch_import_name(s, sum->import));
	ch_row_str(rows, ch_import_language(s, sum->import));
	ch_row_str(rows, ch_str_z(ch_import_kind_name(
				 ch_import_kind_of(s, sum->import))));
	ch_row_int(rows, sum->files);
	ch_row_time(rows, ch_commit_date(s->run, sum->first));
	ch_row_time(rows, last_seen(s, sum));
	ch_row_int(rows, sum->added);
	ch_row_int(rows, sum->removed);
	ch_row_end(rows);
}

static void row_developer(const struct ch_imports *s, struct ch_rows *rows,
	const struct ch_import_developer *d)
{
	const struct ch_developer *who =
		ch_people_at(s->run->people, d->developer);

	ch_row_str(rows, who->name);
	ch_row_str(rows, who->email);
	ch_row_int(rows, d->added);
	ch_row_int(rows, d->removed);
	ch_row_int(rows, d->imports);
	ch_row_end(rows);
}

void ch_imports_write(const void *state, struct ch_rows *rows)
{
	const struct ch_imports *s = state;

	ch_rows_table(rows, "imports", &import_table);
	for (size_t i = 0; i < s->nsums; i++)
		row_import(s, rows, &s->sums[i]);
	ch_rows_end(rows);
	ch_rows_table(rows, "by_developer", &developer_table);
	for (size_t i = 0; i < s->ndevelopers; i++)
		row_developer(s, rows, &s->developers[i]);
	ch_rows_end(rows);
	ch_rows_table(rows, "edges", &edge_table);
	for (size_t i = 0; i < s->nedges; i++) {
		ch_row_path(rows, path_at(s, s->edges[i].from));
		ch_row_path(rows, path_at(s, s->edges[i].to));
		ch_row_end(rows);
	}
	ch_rows_end(rows);
	ch_rows_table(rows, "cycles", &cycle_table);
	for (size_t i = 0; i < s->ncycles; i++) {
		ch_row_int(rows, (int64_t)s->cycles[i].cycle + 1);
		ch_row_path(rows, path_at(s, s->cycles[i].path));
		ch_row_end(rows);
	}
	ch_rows_end(rows);
}

/* ---- Text ---------------------------------------------------------------*/

#define TOP 20
#define TOP_DEVELOPERS 8
#define TOP_CYCLES 12

static void text_imports(
	const struct ch_imports *s, struct ch_text_report *text)
{
	static const struct ch_column columns[] = {
		{ .name = "import" },
		{ .name = "language" },
		{ .name = "kind" },
		{ .name = "files", .kind = CH_COL_INT },
		{ .name = "added", .kind = CH_COL_INT },
		{ .name = "removed", .kind = CH_COL_INT },
		{ .name = "since", .kind = CH_COL_DATE },
	};
	static const struct ch_table table = { .name = "imports",
		.columns = columns,
		.ncolumns = CH_ARRAY_LEN(columns),
		.text_rows = TOP };
	struct ch_writer *w = ch_text_table(text, &table);
	struct ch_rows rows = { .w = w, .table = &table };

	for (size_t i = 0; i < s->nsums; i++) {
		const struct ch_import_sum *sum = &s->sums[i];

		ch_row_str(&rows, ch_import_name(s, sum->import));
		ch_row_str(&rows, ch_import_language(s, sum->import));
		ch_row_str(&rows, ch_str_z(ch_import_kind_name(
					  ch_import_kind_of(s, sum->import))));
		ch_row_int(&rows, sum->files);
		ch_row_int(&rows, sum->added);
		ch_row_int(&rows, sum->removed);
		ch_row_time(&rows, ch_commit_date(s->run, sum->first));
		ch_row_end(&rows);
	}
	ch_text_table_end(w);
}

static void text_developers(
	const struct ch_imports *s, struct ch_text_report *text)
{
	static const struct ch_column columns[] = {
		{ .name = "developer" },
		{ .name = "added", .kind = CH_COL_INT },
		{ .name = "removed", .kind = CH_COL_INT },
		{ .name = "imports", .kind = CH_COL_INT },
	};
	static const struct ch_table table = { .name = "developers",
		.columns = columns,
		.ncolumns = CH_ARRAY_LEN(columns),
		.text_rows = TOP_DEVELOPERS };
	struct ch_writer *w = ch_text_table(text, &table);
	struct ch_rows rows = { .w = w, .table = &table };

	for (size_t i = 0; i < s->ndevelopers; i++) {
		const struct ch_import_developer *d = &s->developers[i];

		ch_row_str(&rows,
			ch_people_at(s->run->people, d->developer)->name);
		ch_row_int(&rows, d->added);
		ch_row_int(&rows, d->removed);
		ch_row_int(&rows, d->imports);
		ch_row_end(&rows);
	}
	ch_text_table_end(w);
}

static void text_cycles(const struct ch_imports *s, struct ch_text_report *text)
{
	static const struct ch_table table = { .name = "cycles",
		.columns = cycle_columns,
		.ncolumns = CH_ARRAY_LEN(cycle_columns),
		.text_rows = TOP_CYCLES };
	struct ch_writer *w = ch_text_table(text, &table);
	struct ch_rows rows = { .w = w, .table = &table };

	for (size_t i = 0; i < s->ncycles; i++) {
		ch_row_int(&rows, (int64_t)s->cycles[i].cycle + 1);
		ch_row_path(&rows, path_at(s, s->cycles[i].path));
		ch_row_end(&rows);
	}
	ch_text_table_end(w);
}

void ch_imports_text(const void *state, struct ch_text_report *text)
{
	const struct ch_imports *s = state;
	uint32_t ncycles = s->ncycles ? s->cycles[s->ncycles - 1].cycle + 1 : 0;
	struct ch_buf line = { 0 };
	int64_t present = 0;

	for (size_t i = 0; i < s->nsums; i++)
		present += s->sums[i].files > 0;
	ch_text_int(&line, present);
	ch_buf_add_z(&line, " imports, ");
	ch_text_int(&line, (int64_t)s->nsums - present);
	ch_buf_add_z(&line, " that are gone; ");
	ch_text_int(&line, (int64_t)s->nedges);
	ch_buf_add_z(&line, " between files here, ");
	ch_text_int(&line, (int64_t)ncycles);
	ch_buf_printf(&line, " %s\n", ncycles == 1 ? "cycle" : "cycles");
	ch_sink_str(text->sink, ch_buf_str(&line));
	ch_buf_release(&line);
	if (s->nsums)
		text_imports(s, text);
	if (s->ndevelopers)
		text_developers(s, text);
	if (s->ncycles)
		text_cycles(s, text);
}
