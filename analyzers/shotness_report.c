#include "analyzers/shotness.h"

#include <inttypes.h>

#include "analyzers/commits.h"
#include "base/mem.h"
#include "base/text.h"

static const struct ch_column symbol_columns[] = {
	{ .name = "symbol" },
	{ .name = "kind" },
	{ .name = "file", .kind = CH_COL_PATH },
	{ .name = "commits", .kind = CH_COL_INT },
	{ .name = "lines_changed", .kind = CH_COL_INT },
	{ .name = "developers", .kind = CH_COL_INT },
	{ .name = "last_changed", .kind = CH_COL_DATE },
	{ .name = "hotness", .kind = CH_COL_REAL },
};
static const struct ch_table symbol_table = { .name = "shotness",
	.columns = symbol_columns,
	.ncolumns = CH_ARRAY_LEN(symbol_columns) };

static const struct ch_column pair_columns[] = {
	{ .name = "symbol1" },
	{ .name = "file1", .kind = CH_COL_PATH },
	{ .name = "symbol2" },
	{ .name = "file2", .kind = CH_COL_PATH },
	{ .name = "co_changes", .kind = CH_COL_INT },
	{ .name = "strength", .kind = CH_COL_REAL },
};
static const struct ch_table pair_table = { .name = "symbol_couples",
	.columns = pair_columns,
	.ncolumns = CH_ARRAY_LEN(pair_columns) };

static struct ch_str path_at(const struct ch_shotness *s, uint32_t path)
{
	return ch_intern_str(s->run->paths, path);
}

static struct ch_str name_at(const struct ch_shotness *s, uint32_t name)
{
	return ch_shot_name(ch_intern_str(&s->texts, name));
}

static struct ch_str kind_at(const struct ch_shotness *s, uint32_t name)
{
	return ch_str_z(
		ch_kind_name(ch_shot_kind(ch_intern_str(&s->texts, name))));
}

static double hotness(
	const struct ch_shotness *s, const struct ch_shot_symbol *symbol)
{
	return (double)symbol->commits / (double)s->symbols[0].commits;
}

static void write_totals(const struct ch_shotness *s, struct ch_writer *w)
{
	ch_write_key(w, "totals");
	ch_write_map(w);
	ch_put_int(w, "symbols", (int64_t)s->nsymbols);
	ch_put_int(w, "commits_used", (int64_t)s->nused);
	ch_put_int(w, "commits_skipped_large", (int64_t)s->nlarge);
	ch_put_int(w, "pairs", (int64_t)s->nfound);
	ch_write_end(w);
}

static void row_pair(const struct ch_shotness *s, struct ch_rows *rows,
	const struct ch_shot_pair *pair)
{
	const struct ch_shot_symbol *a = &s->symbols[pair->a];
	const struct ch_shot_symbol *b = &s->symbols[pair->b];

	ch_row_str(rows, name_at(s, a->name));
	ch_row_path(rows, path_at(s, a->path));
	ch_row_str(rows, name_at(s, b->name));
	ch_row_path(rows, path_at(s, b->path));
	ch_row_int(rows, pair->together);
	ch_row_real(rows, pair->strength);
	ch_row_end(rows);
}

void ch_shotness_write(const void *state, struct ch_rows *rows)
{
	const struct ch_shotness *s = state;

	write_totals(s, rows->w);
	ch_rows_table(rows, "symbols", &symbol_table);
	for (size_t i = 0; i < s->nsymbols; i++) {
		const struct ch_shot_symbol *symbol = &s->symbols[i];

		ch_row_str(rows, name_at(s, symbol->name));
		ch_row_str(rows, kind_at(s, symbol->name));
		ch_row_path(rows, path_at(s, symbol->path));
		ch_row_int(rows, symbol->commits);
		ch_row_count(rows, symbol->lines);
		ch_row_int(rows, symbol->developers);
		ch_row_time(rows, ch_commit_date(s->run, symbol->last));
		ch_row_real(rows, hotness(s, symbol));
		ch_row_end(rows);
	}
	ch_rows_end(rows);
	ch_rows_table(rows, "couplings", &pair_table);
	for (size_t i = 0; i < s->npairs; i++)
		row_pair(s, rows, &s->pairs[i]);
	ch_rows_end(rows);
}

/* ---- Text ---------------------------------------------------------------*/

#define TOP 20
#define TOP_PAIRS 10

static void text_symbols(
	const struct ch_shotness *s, struct ch_text_report *text)
{
	static const struct ch_column columns[] = {
		{ .name = "symbol" },
		{ .name = "kind" },
		{ .name = "file", .kind = CH_COL_PATH },
		{ .name = "commits", .kind = CH_COL_INT },
		{ .name = "lines", .kind = CH_COL_INT },
		{ .name = "people", .kind = CH_COL_INT },
		{ .name = "last", .kind = CH_COL_DATE },
	};
	static const struct ch_table table = { .name = "symbols",
		.columns = columns,
		.ncolumns = CH_ARRAY_LEN(columns),
		.text_rows = TOP };
	struct ch_writer *w = ch_text_table(text, &table);
	struct ch_rows rows = { .w = w, .table = &table };

	for (size_t i = 0; i < s->nsymbols; i++) {
		const struct ch_shot_symbol *symbol = &s->symbols[i];

		ch_row_str(&rows, name_at(s, symbol->name));
		ch_row_str(&rows, kind_at(s, symbol->name));
		ch_row_path(&rows, path_at(s, symbol->path));
		ch_row_int(&rows, symbol->commits);
		ch_row_count(&rows, symbol->lines);
		ch_row_int(&rows, symbol->developers);
		ch_row_time(&rows, ch_commit_date(s->run, symbol->last));
		ch_row_end(&rows);
	}
	ch_text_table_end(w);
}

static void text_pairs(const struct ch_shotness *s, struct ch_text_report *text)
{
	static const struct ch_column columns[] = {
		{ .name = "symbol" },
		{ .name = "changes with" },
		{ .name = "of", .kind = CH_COL_PATH },
		{ .name = "together", .kind = CH_COL_INT },
		{ .name = "strength", .kind = CH_COL_REAL },
	};
	static const struct ch_table table = { .name = "pairs",
		.columns = columns,
		.ncolumns = CH_ARRAY_LEN(columns),
		.text_rows = TOP_PAIRS };
	struct ch_writer *w = ch_text_table(text, &table);
	struct ch_rows rows = { .w = w, .table = &table };

	for (size_t i = 0; i < s->npairs; i++) {
		const struct ch_shot_pair *pair = &s->pairs[i];

		ch_row_str(&rows, name_at(s, s->symbols[pair->a].name));
		ch_row_str(&rows, name_at(s, s->symbols[pair->b].name));
		ch_row_path(&rows, path_at(s, s->symbols[pair->b].path));
		ch_row_int(&rows, pair->together);
		ch_row_real(&rows, pair->strength);
		ch_row_end(&rows);
	}
	ch_text_table_end(w);
}

void ch_shotness_text(const void *state, struct ch_text_report *text)
{
	const struct ch_shotness *s = state;
	const struct ch_shotness_options *o = s->options;
	struct ch_buf line = { 0 };

	ch_text_int(&line, (int64_t)s->nsymbols);
	ch_buf_add_z(&line, " functions, types and the like: ");
	ch_text_int(&line, (int64_t)s->nfound);
	ch_buf_printf(&line,
		" %s with %" PRId64 " or more changes together and "
		"strength %.2f or more\n",
		s->nfound == 1 ? "pair" : "pairs", o->min_co_changes,
		o->min_strength);
	if (s->nlarge) {
		ch_text_int(&line, (int64_t)s->nlarge);
		ch_buf_printf(&line,
			" commits that change over %" PRId64
			" are not used for pairs\n",
			o->max_changeset);
	}
	ch_sink_str(text->sink, ch_buf_str(&line));
	ch_buf_release(&line);
	if (s->nsymbols)
		text_symbols(s, text);
	if (s->npairs)
		text_pairs(s, text);
}
