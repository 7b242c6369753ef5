#include "base/writer.h"

#include <inttypes.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

/* Bytes of names in an error. */
#define NAMES_SHOWN 160

/*
 * Without a name the first table is written, and a second one is an error: a
 * reader would not see that half of the answer is missing.
 */
struct csv_writer {
	struct ch_writer w;
	struct ch_buf line;
	struct ch_buf names; /* of all tables seen */
	size_t ntables;
	size_t nwritten;
	bool is_on; /* the open table is the one to write */
};

static struct csv_writer *csv_of(struct ch_writer *w)
{
	return (struct csv_writer *)w;
}

static void csv_open(struct ch_writer *w, const struct ch_place *at,
	enum ch_container what, bool on_line)
{
	(void)w, (void)at, (void)what, (void)on_line;
}

static void csv_close(struct ch_writer *w, const struct ch_place *inside)
{
	(void)w, (void)inside;
}

static void csv_scalar(struct ch_writer *w, const struct ch_place *at,
	const struct ch_value *value)
{
	(void)w, (void)at, (void)value;
}

static void add_field(struct ch_buf *out, struct ch_str s)
{
	bool needs_quotes = false;

	for (size_t i = 0; i < s.len && !needs_quotes; i++)
		needs_quotes = s.ptr[i] == '"' || s.ptr[i] == ',' ||
			       s.ptr[i] == '\n' || s.ptr[i] == '\r';
	if (!needs_quotes) {
		ch_buf_add_str(out, s);
		return;
	}
	ch_buf_add_char(out, '"');
	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] == '"')
			ch_buf_add_char(out, '"');
		ch_buf_add_char(out, s.ptr[i]);
	}
	ch_buf_add_char(out, '"');
}

static void add_cell(struct ch_buf *out, const struct ch_value *v)
{
	switch (v->kind) {
	case CH_VALUE_NULL:
		break;
	case CH_VALUE_BOOL:
		ch_buf_add_z(out, v->b ? "true" : "false");
		break;
	case CH_VALUE_INT:
		ch_buf_printf(out, "%" PRId64, v->i);
		break;
	case CH_VALUE_REAL:
		ch_text_real(out, v->r);
		break;
	case CH_VALUE_STR:
	case CH_VALUE_PATH:
	case CH_VALUE_OID:
		add_field(out, v->s);
		break;
	case CH_VALUE_TIME:
		ch_text_time(out, v->i);
		break;
	}
}

static void write_line(struct ch_writer *w, struct ch_buf *line)
{
	ch_buf_add_z(line, "\r\n");
	ch_sink_str(w->sink, ch_buf_str(line));
	ch_buf_clear(line);
}

static void csv_table(struct ch_writer *w, const struct ch_place *at,
	const struct ch_table *table)
{
	struct csv_writer *c = csv_of(w);
	const char *wanted = w->options.table;

	(void)at;
	if (c->ntables)
		ch_buf_add_z(&c->names, ", ");
	ch_buf_add_z(&c->names, table->name);
	c->is_on = wanted ? !strcmp(wanted, table->name) && !c->nwritten
			  : !c->ntables;
	c->ntables++;
	if (!c->is_on)
		return;
	c->nwritten++;
	for (size_t i = 0; i < table->ncolumns; i++) {
		if (i)
			ch_buf_add_char(&c->line, ',');
		add_field(&c->line, ch_str_z(table->columns[i].name));
	}
	write_line(w, &c->line);
}

static void csv_row(struct ch_writer *w, const struct ch_table *table,
	const struct ch_value *cells, size_t nrow)
{
	struct csv_writer *c = csv_of(w);

	(void)nrow;
	if (!c->is_on)
		return;
	for (size_t i = 0; i < table->ncolumns; i++) {
		if (i)
			ch_buf_add_char(&c->line, ',');
		add_cell(&c->line, &cells[i]);
	}
	/* A lone empty field would read as no record at all. */
	if (!c->line.len)
		ch_buf_add_z(&c->line, "\"\"");
	write_line(w, &c->line);
}

static void csv_end_table(struct ch_writer *w, const struct ch_place *at,
	const struct ch_table *table, size_t nrows)
{
	(void)at, (void)table, (void)nrows;
	csv_of(w)->is_on = false;
}

/* An error has one line: of too many names the first. */
static void cut_names(struct ch_buf *names)
{
	size_t n = NAMES_SHOWN;

	if (names->len <= n)
		return;
	while (n && names->ptr[n] != ',')
		n--;
	ch_buf_truncate(names, n);
	ch_buf_add_z(names, " and others");
}

static int csv_finish(struct ch_writer *w, struct ch_err *err)
{
	struct csv_writer *c = csv_of(w);
	const char *wanted = w->options.table;

	cut_names(&c->names);

	if (!c->ntables)
		return ch_fail(err, CH_EUSAGE, "csv: there is no table here");
	if (wanted && !c->nwritten)
		return ch_fail(err, CH_EUSAGE,
			"--table: there is no '%s' here, only %s", wanted,
			c->names.ptr);
	if (!wanted && c->ntables > 1)
		return ch_fail(err, CH_EUSAGE,
			"csv holds one table: name it with --table: %s",
			c->names.ptr);
	return 0;
}

static void csv_release(struct ch_writer *w)
{
	ch_buf_release(&csv_of(w)->line);
	ch_buf_release(&csv_of(w)->names);
}

static const struct ch_writer_ops csv_ops = {
	.open = csv_open,
	.close = csv_close,
	.scalar = csv_scalar,
	.table = csv_table,
	.row = csv_row,
	.end_table = csv_end_table,
	.finish = csv_finish,
	.release = csv_release,
};

struct ch_writer *ch_csv_writer(void)
{
	struct csv_writer *c = ch_calloc(1, sizeof(*c));

	c->w.ops = &csv_ops;
	return &c->w;
}
