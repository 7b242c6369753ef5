#include "analyzers/couples.h"

#include <inttypes.h>

#include "analyzers/commits.h"
#include "analyzers/people.h"
#include "base/mem.h"
#include "base/text.h"

static const struct ch_column file_columns[] = {
	{ .name = "file1", .kind = CH_COL_PATH },
	{ .name = "file2", .kind = CH_COL_PATH },
	{ .name = "co_changes", .kind = CH_COL_INT },
	{ .name = "revisions1", .kind = CH_COL_INT },
	{ .name = "revisions2", .kind = CH_COL_INT },
	{ .name = "strength", .kind = CH_COL_REAL },
	{ .name = "last_together", .kind = CH_COL_DATE },
};
static const struct ch_table file_table = { .name = "couples",
	.columns = file_columns,
	.ncolumns = CH_ARRAY_LEN(file_columns) };

static const struct ch_column developer_columns[] = {
	{ .name = "developer1" },
	{ .name = "developer2" },
	{ .name = "shared_files", .kind = CH_COL_INT },
	{ .name = "strength", .kind = CH_COL_REAL },
};
static const struct ch_table developer_table = { .name = "developer_couples",
	.columns = developer_columns,
	.ncolumns = CH_ARRAY_LEN(developer_columns) };

static const struct ch_column owned_columns[] = {
	{ .name = "file", .kind = CH_COL_PATH },
	{ .name = "lines", .kind = CH_COL_INT },
	{ .name = "developers", .kind = CH_COL_INT },
	{ .name = "top_developer" },
};
static const struct ch_table owned_table = { .name = "ownership",
	.columns = owned_columns,
	.ncolumns = CH_ARRAY_LEN(owned_columns) };

/* A count; with --half-life a sum of weights. */
static void row_weight(
	const struct ch_couples *s, struct ch_rows *rows, uint64_t weight)
{
	if (s->options->half_life_days > 0)
		ch_row_real(rows, (double)weight / (double)CH_WEIGHT);
	else
		ch_row_count(rows, weight / CH_WEIGHT);
}

static void write_totals(const struct ch_couples *s, struct ch_writer *w)
{
	ch_write_key(w, "totals");
	ch_write_map(w);
	ch_put_int(w, "commits_used", (int64_t)s->ncommits);
	ch_put_int(w, "commits_skipped_large", (int64_t)s->nlarge);
	ch_put_int(w, "files", (int64_t)s->nfiles);
	ch_put_int(w, "pairs", (int64_t)s->files.nfound);
	ch_write_end(w);
}

static void row_couple(const struct ch_couples *s, const struct ch_couple *c,
	struct ch_rows *rows)
{
	ch_row_path(rows, ch_intern_str(s->run->paths, c->a));
	ch_row_path(rows, ch_intern_str(s->run->paths, c->b));
	row_weight(s, rows, c->together);
	row_weight(s, rows, s->revisions[c->a]);
	row_weight(s, rows, s->revisions[c->b]);
	ch_row_real(rows, c->strength);
	ch_row_time(rows, ch_commit_date(s->run, c->last));
	ch_row_end(rows);
}

static void row_developers(const struct ch_couples *s,
	const struct ch_couple *c, struct ch_rows *rows)
{
	ch_row_person(rows, ch_people_at(s->run->people, c->a));
	ch_row_person(rows, ch_people_at(s->run->people, c->b));
	ch_row_count(rows, c->together / CH_WEIGHT);
	ch_row_real(rows, c->strength);
	ch_row_end(rows);
}

void ch_couples_write(const void *state, struct ch_rows *rows)
{
	const struct ch_couples *s = state;

	write_totals(s, rows->w);
	ch_rows_table(rows, "files", &file_table);
	for (size_t i = 0; i < s->files.n; i++)
		row_couple(s, &s->files.items[i], rows);
	ch_rows_end(rows);
	ch_rows_table(rows, "developers", &developer_table);
	for (size_t i = 0; i < s->developers.n; i++)
		row_developers(s, &s->developers.items[i], rows);
	ch_rows_end(rows);
	ch_rows_table(rows, "ownership", &owned_table);
	for (size_t i = 0; i < s->nowned; i++) {
		const struct ch_owned *o = &s->owned[i];

		ch_row_path(rows, ch_intern_str(s->run->paths, o->path));
		if (s->run->has_owners)
			ch_row_count(rows, o->lines);
		else
			ch_row_null(rows);
		ch_row_int(rows, o->ndevelopers);
		ch_row_person(
			rows, o->top == CH_NO_ID
				      ? NULL
				      : ch_people_at(s->run->people, o->top));
		ch_row_end(rows);
	}
	ch_rows_end(rows);
}

/* ---- Text ---------------------------------------------------------------*/

#define TOP 20
#define TOP_DEVELOPERS 8

static void text_files(const struct ch_couples *s, struct ch_text_report *text)
{
	static const struct ch_column columns[] = {
		{ .name = "file", .kind = CH_COL_PATH },
		{ .name = "changes with", .kind = CH_COL_PATH },
		{ .name = "together", .kind = CH_COL_INT },
		{ .name = "strength", .kind = CH_COL_REAL },
		{ .name = "last", .kind = CH_COL_DATE },
	};
	static const struct ch_table table = { .name = "files",
		.columns = columns,
		.ncolumns = CH_ARRAY_LEN(columns),
		.text_rows = TOP };
	struct ch_writer *w = ch_text_table(text, &table);
	struct ch_rows rows = { .w = w, .table = &table };

	for (size_t i = 0; i < s->files.n; i++) {
		const struct ch_couple *c = &s->files.items[i];

		ch_row_path(&rows, ch_intern_str(s->run->paths, c->a));
		ch_row_path(&rows, ch_intern_str(s->run->paths, c->b));
		row_weight(s, &rows, c->together);
		ch_row_real(&rows, c->strength);
		ch_row_time(&rows, ch_commit_date(s->run, c->last));
		ch_row_end(&rows);
	}
	ch_text_table_end(w);
}

static void text_developers(
	const struct ch_couples *s, struct ch_text_report *text)
{
	static const struct ch_column columns[] = {
		{ .name = "developer" },
		{ .name = "works on the same files as" },
		{ .name = "files", .kind = CH_COL_INT },
		{ .name = "strength", .kind = CH_COL_REAL },
	};
	static const struct ch_table table = { .name = "developers",
		.columns = columns,
		.ncolumns = CH_ARRAY_LEN(columns),
		.text_rows = TOP_DEVELOPERS };
	struct ch_writer *w;
	struct ch_rows rows = { .table = &table };

	if (!s->developers.n)
		return;
	w = rows.w = ch_text_table(text, &table);
	for (size_t i = 0; i < s->developers.n; i++) {
		const struct ch_couple *c = &s->developers.items[i];

		ch_row_str(&rows, ch_people_at(s->run->people, c->a)->name);
		ch_row_str(&rows, ch_people_at(s->run->people, c->b)->name);
		ch_row_count(&rows, c->together / CH_WEIGHT);
		ch_row_real(&rows, c->strength);
		ch_row_end(&rows);
	}
	ch_text_table_end(w);
}

void ch_couples_text(const void *state, struct ch_text_report *text)
{
	const struct ch_couples *s = state;
	const struct ch_couples_options *o = s->options;
	struct ch_buf line = { 0 };

	ch_text_int(&line, (int64_t)s->ncommits);
	ch_buf_add_z(&line, " commits, ");
	ch_text_int(&line, (int64_t)s->nfiles);
	ch_buf_add_z(&line, " files: ");
	ch_text_int(&line, (int64_t)s->files.nfound);
	ch_buf_printf(&line,
		" %s with %" PRId64 " or more changes together and "
		"strength %.2f or more\n",
		s->files.nfound == 1 ? "pair" : "pairs", o->min_co_changes,
		o->min_strength);
	if (s->nlarge) {
		ch_text_int(&line, (int64_t)s->nlarge);
		ch_buf_printf(&line,
			" commits with over %" PRId64 " files are not used\n",
			o->max_changeset);
	}
	ch_sink_str(text->sink, ch_buf_str(&line));
	ch_buf_release(&line);
	if (s->files.n)
		text_files(s, text);
	text_developers(s, text);
}
