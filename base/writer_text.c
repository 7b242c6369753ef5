#include "base/writer.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"

/* Column widths come from this many rows; later, wider cells stick out. */
#define SAMPLE_ROWS 1000
#define NARROWEST 12 /* what a long column may be cut down to */
#define GAP 2
#define SHORT_OID 12

struct text_writer {
	struct ch_writer w;
	struct ch_buf line;
	struct ch_arena arena; /* cells of the rows held back */
	struct ch_str *held;   /* nheld rows of ncolumns */
	size_t nheld;
	size_t *widths; /* of the open table, once known */
	bool is_streaming;
	bool has_output;
	bool is_after_table;
};

static struct text_writer *text_of(struct ch_writer *w)
{
	return (struct text_writer *)w;
}

static void emit_line(struct text_writer *t)
{
	ch_buf_add_char(&t->line, '\n');
	ch_sink_str(t->w.sink, ch_buf_str(&t->line));
	ch_buf_clear(&t->line);
	t->has_output = true;
}

static void add_bold(struct text_writer *t, const char *s)
{
	bool color = t->w.options.color;

	ch_buf_printf(&t->line, "%s%s%s", color ? "\033[1m" : "", s,
		color ? "\033[m" : "");
}

static double number_of(const struct ch_value *v)
{
	return v->kind == CH_VALUE_REAL ? v->r : (double)v->i;
}

static void add_plain(struct ch_buf *out, const struct ch_value *v)
{
	switch (v->kind) {
	case CH_VALUE_NULL:
		ch_buf_add_char(out, '-');
		break;
	case CH_VALUE_BOOL:
		ch_buf_add_z(out, v->b ? "yes" : "no");
		break;
	case CH_VALUE_INT:
		ch_text_int(out, v->i);
		break;
	case CH_VALUE_REAL:
		ch_text_real(out, v->r);
		break;
	case CH_VALUE_STR:
	case CH_VALUE_OID:
		ch_text_escape_line(out, v->s);
		break;
	case CH_VALUE_PATH:
		ch_text_path(out, v->s);
		break;
	case CH_VALUE_TIME:
		ch_text_time(out, v->i);
		break;
	}
}

static bool is_number(const struct ch_value *v)
{
	return v->kind == CH_VALUE_INT || v->kind == CH_VALUE_REAL;
}

static void add_number_cell(
	struct ch_buf *out, enum ch_column_kind kind, const struct ch_value *v)
{
	double n = number_of(v);

	if (kind == CH_COL_PERCENT)
		ch_buf_printf(out, "%.1f %%", 100 * n);
	else if (kind == CH_COL_REAL)
		ch_buf_printf(out, "%.2f", n);
	else if (kind == CH_COL_BYTES)
		ch_text_bytes(out, (int64_t)n);
	else if (kind == CH_COL_SECONDS)
		ch_text_duration(out, n);
	else
		add_plain(out, v);
}

static void add_cell(
	struct ch_buf *out, enum ch_column_kind kind, const struct ch_value *v)
{
	if (is_number(v))
		add_number_cell(out, kind, v);
	else if (v->kind == CH_VALUE_TIME && kind == CH_COL_DATE)
		ch_text_date(out, v->i);
	else if (v->kind == CH_VALUE_OID && kind == CH_COL_OID)
		ch_buf_add_str(out, ch_str_sub(v->s, 0, SHORT_OID));
	else
		add_plain(out, v);
}

/* Scalars outside of tables: "key: value" lines, lists as "- value". */

static void begin_item(struct text_writer *t, const struct ch_place *at)
{
	if (t->is_after_table && !t->line.len) {
		t->is_after_table = false;
		emit_line(t);
	}
	if (at->on_line) {
		if (at->index)
			ch_buf_add_z(&t->line, ", ");
	} else if (at->depth) {
		ch_buf_add_repeat(&t->line, ' ', 2 * (at->depth - 1));
		if (at->in == CH_IN_LIST)
			ch_buf_add_z(&t->line, "- ");
	}
	if (at->in == CH_IN_MAP) {
		ch_text_escape_line(&t->line, at->key);
		ch_buf_add_z(&t->line, at->on_line ? " " : ": ");
	}
}

static void text_open(struct ch_writer *w, const struct ch_place *at,
	enum ch_container what, bool on_line)
{
	struct text_writer *t = text_of(w);

	(void)what;
	if (at->in == CH_IN_DOCUMENT)
		return;
	begin_item(t, at);
	if (on_line)
		return;
	while (t->line.len && t->line.ptr[t->line.len - 1] == ' ')
		ch_buf_truncate(&t->line, t->line.len - 1);
	emit_line(t);
}

static void text_close(struct ch_writer *w, const struct ch_place *inside)
{
	/* The line ends with its outermost container. */
	if (inside->on_line && !w->places[w->nplaces - 1].on_line)
		emit_line(text_of(w));
}

static void text_scalar(struct ch_writer *w, const struct ch_place *at,
	const struct ch_value *value)
{
	struct text_writer *t = text_of(w);

	begin_item(t, at);
	add_plain(&t->line, value);
	if (!at->on_line)
		emit_line(t);
}

/* Tables. */

static void add_heading(struct ch_buf *out, const struct ch_column *c)
{
	ch_buf_add_z(out, c->title ? c->title : c->name);
	if (c->unit)
		ch_buf_printf(out, " (%s)", c->unit);
}

static bool is_right_aligned(enum ch_column_kind kind)
{
	return kind == CH_COL_INT || kind == CH_COL_REAL ||
	       kind == CH_COL_PERCENT || kind == CH_COL_BYTES ||
	       kind == CH_COL_SECONDS;
}

static bool may_shrink(enum ch_column_kind kind)
{
	return kind == CH_COL_TEXT || kind == CH_COL_PATH;
}

static void text_table(struct ch_writer *w, const struct ch_place *at,
	const struct ch_table *table)
{
	struct text_writer *t = text_of(w);

	(void)at;
	t->is_after_table = false;
	if (t->has_output)
		emit_line(t);
	if (table->title) {
		add_bold(t, table->title);
		emit_line(t);
	}
	t->held = ch_realloc(
		t->held, SAMPLE_ROWS, table->ncolumns * sizeof(*t->held));
	t->widths = ch_realloc(t->widths, table->ncolumns, sizeof(*t->widths));
	t->nheld = 0;
	t->is_streaming = false;
}

static void measure(struct text_writer *t, const struct ch_table *table)
{
	struct ch_buf heading = { 0 };

	for (size_t i = 0; i < table->ncolumns; i++) {
		ch_buf_clear(&heading);
		add_heading(&heading, &table->columns[i]);
		t->widths[i] = ch_text_width(ch_buf_str(&heading));
		for (size_t r = 0; r < t->nheld; r++) {
			struct ch_str cell = t->held[r * table->ncolumns + i];
			size_t width = ch_text_width(cell);

			if (width > t->widths[i])
				t->widths[i] = width;
		}
	}
	ch_buf_release(&heading);
}

/* Cut the widest text columns until the row fits the terminal. */
static void fit(struct text_writer *t, const struct ch_table *table)
{
	size_t total = GAP * (table->ncolumns - 1);

	for (size_t i = 0; i < table->ncolumns; i++)
		total += t->widths[i];
	while (t->w.options.width && total > t->w.options.width) {
		size_t *widest = NULL;

		for (size_t i = 0; i < table->ncolumns; i++)
			if (may_shrink(table->columns[i].kind) &&
				t->widths[i] > NARROWEST &&
				(!widest || t->widths[i] > *widest))
				widest = &t->widths[i];
		if (!widest)
			return;
		--*widest;
		total--;
	}
}

static void add_aligned(struct text_writer *t, const struct ch_table *table,
	size_t i, struct ch_str cell)
{
	bool is_right = is_right_aligned(table->columns[i].kind);
	bool is_last = i + 1 == table->ncolumns;
	size_t width = ch_text_width(cell);
	size_t pad = width < t->widths[i] ? t->widths[i] - width : 0;

	if (is_right)
		ch_buf_add_repeat(&t->line, ' ', pad);
	if (may_shrink(table->columns[i].kind) && !t->is_streaming)
		ch_text_elide(&t->line, cell, t->widths[i]);
	else
		ch_buf_add_str(&t->line, cell);
	if (!is_last)
		ch_buf_add_repeat(&t->line, ' ', (is_right ? 0 : pad) + GAP);
}

static void emit_row(struct text_writer *t, const struct ch_table *table,
	const struct ch_str *cells)
{
	for (size_t i = 0; i < table->ncolumns; i++)
		add_aligned(t, table, i, cells[i]);
	emit_line(t);
}

static void emit_headings(struct text_writer *t, const struct ch_table *table)
{
	struct ch_buf heading = { 0 };

	if (t->w.options.color)
		ch_buf_add_z(&t->line, "\033[1m");
	for (size_t i = 0; i < table->ncolumns; i++) {
		ch_buf_clear(&heading);
		add_heading(&heading, &table->columns[i]);
		add_aligned(t, table, i, ch_buf_str(&heading));
	}
	if (t->w.options.color)
		ch_buf_add_z(&t->line, "\033[m");
	emit_line(t);
	ch_buf_release(&heading);
}

static void emit_held(struct text_writer *t, const struct ch_table *table)
{
	measure(t, table);
	fit(t, table);
	emit_headings(t, table);
	for (size_t r = 0; r < t->nheld; r++)
		emit_row(t, table, &t->held[r * table->ncolumns]);
	t->nheld = 0;
	ch_arena_reset(&t->arena);
}

static bool is_shown(
	const struct ch_writer *w, const struct ch_table *table, size_t nrow)
{
	return w->options.all_rows || !table->text_rows ||
	       nrow < table->text_rows;
}

static void text_row(struct ch_writer *w, const struct ch_table *table,
	const struct ch_value *cells, size_t nrow)
{
	struct text_writer *t = text_of(w);
	struct ch_str *row;
	struct ch_buf cell = { 0 };

	if (!is_shown(w, table, nrow))
		return;
	if (t->nheld == SAMPLE_ROWS) {
		emit_held(t, table);
		t->is_streaming = true;
	}
	row = &t->held[t->nheld * table->ncolumns];
	for (size_t i = 0; i < table->ncolumns; i++) {
		ch_buf_clear(&cell);
		add_cell(&cell, table->columns[i].kind, &cells[i]);
		row[i] = ch_arena_str(&t->arena, ch_buf_str(&cell));
	}
	ch_buf_release(&cell);
	if (!t->is_streaming) {
		t->nheld++;
		return;
	}
	emit_row(t, table, row);
	ch_arena_reset(&t->arena);
}

static void text_end_table(struct ch_writer *w, const struct ch_place *at,
	const struct ch_table *table, size_t nrows)
{
	struct text_writer *t = text_of(w);

	(void)at;
	t->is_after_table = true;
	if (!t->is_streaming)
		emit_held(t, table);
	if (nrows && !is_shown(w, table, nrows - 1)) {
		ch_buf_add_z(&t->line, "and ");
		ch_text_int(&t->line, (int64_t)(nrows - table->text_rows));
		ch_buf_add_z(&t->line, " more");
		emit_line(t);
	}
}

static int text_finish(struct ch_writer *w, struct ch_err *err)
{
	(void)w, (void)err;
	return 0;
}

static void text_release(struct ch_writer *w)
{
	struct text_writer *t = text_of(w);

	ch_buf_release(&t->line);
	ch_arena_release(&t->arena);
	free(t->held);
	free(t->widths);
}

static const struct ch_writer_ops text_ops = {
	.open = text_open,
	.close = text_close,
	.scalar = text_scalar,
	.table = text_table,
	.row = text_row,
	.end_table = text_end_table,
	.finish = text_finish,
	.release = text_release,
};

struct ch_writer *ch_text_writer(void)
{
	struct text_writer *t = ch_calloc(1, sizeof(*t));

	t->w.ops = &text_ops;
	return &t->w;
}
