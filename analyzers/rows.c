#include "analyzers/rows.h"

#include <assert.h>

#include "analyzers/people.h"
#include "base/text.h"

void ch_rows_table(
	struct ch_rows *rows, const char *key, const struct ch_table *table)
{
	ch_write_key(rows->w, key);
	if (rows->is_nested)
		ch_write_list(rows->w);
	else
		ch_write_table(rows->w, table);
	rows->table = table;
	rows->at = 0;
}

void ch_rows_end(struct ch_rows *rows)
{
	ch_write_end(rows->w);
	rows->table = NULL;
}

/* The key of the next cell, where a row is a map. */
static void begin_cell(struct ch_rows *rows)
{
	assert(rows->at < rows->table->ncolumns);
	if (rows->is_nested && !rows->at)
		ch_write_map_line(rows->w);
	if (rows->is_nested)
		ch_write_key(rows->w, rows->table->columns[rows->at].name);
	rows->at++;
}

void ch_row_int(struct ch_rows *rows, int64_t value)
{
	begin_cell(rows);
	ch_write_int(rows->w, value);
}

void ch_row_count(struct ch_rows *rows, uint64_t value)
{
	ch_row_int(rows, (int64_t)value);
}

void ch_row_real(struct ch_rows *rows, double value)
{
	begin_cell(rows);
	ch_write_real(rows->w, value);
}

void ch_row_bool(struct ch_rows *rows, bool value)
{
	begin_cell(rows);
	ch_write_bool(rows->w, value);
}

void ch_row_null(struct ch_rows *rows)
{
	begin_cell(rows);
	ch_write_null(rows->w);
}

void ch_row_str(struct ch_rows *rows, struct ch_str value)
{
	begin_cell(rows);
	ch_write_str(rows->w, value);
}

void ch_row_path(struct ch_rows *rows, struct ch_str value)
{
	begin_cell(rows);
	ch_write_path(rows->w, value);
}

void ch_row_time(struct ch_rows *rows, int64_t when_s)
{
	begin_cell(rows);
	if (when_s == CH_NO_TIME)
		ch_write_null(rows->w);
	else
		ch_write_time(rows->w, when_s);
}

void ch_row_person(struct ch_rows *rows, const struct ch_developer *d)
{
	struct ch_buf text = { 0 };

	if (!d) {
		ch_row_null(rows);
		return;
	}
	ch_buf_add_str(&text, d->name);
	ch_buf_add_z(&text, d->name.len ? " <" : "<");
	ch_buf_add_str(&text, d->email);
	ch_buf_add_char(&text, '>');
	ch_row_str(rows, ch_buf_str(&text));
	ch_buf_release(&text);
}

void ch_row_end(struct ch_rows *rows)
{
	assert(rows->at == rows->table->ncolumns);
	if (rows->is_nested)
		ch_write_end(rows->w);
	rows->at = 0;
}

void ch_put_when(struct ch_writer *w, const char *key, int64_t when_s)
{
	if (when_s == CH_NO_TIME)
		ch_put_null(w, key);
	else
		ch_put_time(w, key, when_s);
}

struct ch_writer *ch_text_table(
	const struct ch_text_report *text, const struct ch_table *table)
{
	struct ch_writer_options options = {
		.format = CH_FORMAT_TEXT,
		.width = text->width,
		.color = text->color,
	};
	struct ch_writer *w = ch_writer_new(&options, text->sink);

	ch_sink_z(text->sink, "\n");
	ch_write_table(w, table);
	return w;
}

void ch_text_table_end(struct ch_writer *w)
{
	ch_write_end(w);
	ch_writer_finish(w, NULL);
	ch_writer_free(w);
}

void ch_text_day(struct ch_buf *out, int64_t when_s)
{
	if (when_s == CH_NO_TIME || !ch_text_date(out, when_s))
		ch_buf_add_char(out, '-');
}
