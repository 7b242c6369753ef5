#include "base/writer.h"

#include "base/mem.h"

/*
 * Rows leave at once; the rest of the document, small, is collected and comes
 * last, because its totals are known only then.
 */
struct ndjson_writer {
	struct ch_writer w;
	struct ch_buf line;
	struct ch_buf rest;
};

static struct ch_buf *rest_of(struct ch_writer *w)
{
	return &((struct ndjson_writer *)w)->rest;
}

/* Tables leave no trace here, so an index does not tell who is first. */
static void add_comma(struct ch_buf *out)
{
	char last = out->len ? out->ptr[out->len - 1] : '{';

	if (last != '{' && last != '[' && last != ' ')
		ch_buf_add_z(out, ", ");
}

static void ndjson_open(struct ch_writer *w, const struct ch_place *at,
	enum ch_container what, bool on_line)
{
	struct ch_buf *out = rest_of(w);

	(void)on_line;
	add_comma(out);
	if (at->in == CH_IN_MAP) {
		ch_json_add_str(out, at->key);
		ch_buf_add_z(out, ": ");
	}
	ch_buf_add_char(out, what == CH_IN_MAP ? '{' : '[');
	if (at->in == CH_IN_DOCUMENT && what == CH_IN_MAP)
		ch_buf_add_z(out, "\"table\": \"document\"");
}

static void ndjson_close(struct ch_writer *w, const struct ch_place *inside)
{
	ch_buf_add_char(rest_of(w), inside->in == CH_IN_MAP ? '}' : ']');
}

static void ndjson_scalar(struct ch_writer *w, const struct ch_place *at,
	const struct ch_value *value)
{
	add_comma(rest_of(w));
	ch_json_add_member(
		rest_of(w), at->in == CH_IN_MAP ? at->key : CH_STR(""), value);
}

static void ndjson_table(struct ch_writer *w, const struct ch_place *at,
	const struct ch_table *table)
{
	(void)w, (void)at, (void)table;
}

static void ndjson_row(struct ch_writer *w, const struct ch_table *table,
	const struct ch_value *cells, size_t nrow)
{
	struct ch_buf *line = &((struct ndjson_writer *)w)->line;

	(void)nrow;
	ch_buf_clear(line);
	ch_buf_add_z(line, "{\"table\": ");
	ch_json_add_str(line, ch_str_z(table->name));
	ch_buf_add_z(line, ", ");
	ch_json_add_row(line, table, cells);
	ch_buf_add_z(line, "}\n");
	ch_sink_str(w->sink, ch_buf_str(line));
}

static void ndjson_end_table(struct ch_writer *w, const struct ch_place *at,
	const struct ch_table *table, size_t nrows)
{
	(void)w, (void)at, (void)table, (void)nrows;
}

static int ndjson_finish(struct ch_writer *w, struct ch_err *err)
{
	(void)err;
	ch_buf_add_char(rest_of(w), '\n');
	ch_sink_str(w->sink, ch_buf_str(rest_of(w)));
	return 0;
}

static void ndjson_release(struct ch_writer *w)
{
	ch_buf_release(rest_of(w));
	ch_buf_release(&((struct ndjson_writer *)w)->line);
}

static const struct ch_writer_ops ndjson_ops = {
	.open = ndjson_open,
	.close = ndjson_close,
	.scalar = ndjson_scalar,
	.table = ndjson_table,
	.row = ndjson_row,
	.end_table = ndjson_end_table,
	.finish = ndjson_finish,
	.release = ndjson_release,
};

struct ch_writer *ch_ndjson_writer(void)
{
	struct ndjson_writer *n = ch_calloc(1, sizeof(*n));

	n->w.ops = &ndjson_ops;
	return &n->w;
}
