#include "base/writer.h"

#include <inttypes.h>

#include "base/mem.h"
#include "base/text.h"

struct json_writer {
	struct ch_writer w;
	struct ch_buf line; /* scratch */
};

static struct ch_buf *scratch(struct ch_writer *w)
{
	struct ch_buf *line = &((struct json_writer *)w)->line;

	ch_buf_clear(line);
	return line;
}

/*
 * Beyond what JSON demands, what a terminal or a JavaScript reader would take
 * as more than text: DEL, C1, bidirectional controls, U+2028 and U+2029.
 */
void ch_json_add_str(struct ch_buf *out, struct ch_str s)
{
	size_t at = 0;

	ch_buf_add_char(out, '"');
	while (at < s.len) {
		size_t from = at;
		uint32_t point = ch_utf8_next(s, &at);

		if (point == CH_UTF8_BAD)
			ch_utf8_add(out, 0xfffd);
		else if (point == '"' || point == '\\')
			ch_buf_printf(out, "\\%c", (char)point);
		else if (point == '\n')
			ch_buf_add_z(out, "\\n");
		else if (point == '\t')
			ch_buf_add_z(out, "\\t");
		else if (ch_point_is_unsafe(point))
			ch_buf_printf(out, "\\u%04" PRIx32, point);
		else
			ch_buf_add_str(out, ch_str_sub(s, from, at));
	}
	ch_buf_add_char(out, '"');
}

static void add_path(struct ch_buf *out, struct ch_str path)
{
	struct ch_buf encoded = { 0 };

	if (ch_utf8_valid(path)) {
		ch_json_add_str(out, path);
		return;
	}
	ch_text_percent(&encoded, path);
	ch_json_add_str(out, ch_buf_str(&encoded));
	ch_buf_release(&encoded);
}

static void add_value(struct ch_buf *out, const struct ch_value *v)
{
	switch (v->kind) {
	case CH_VALUE_NULL:
		ch_buf_add_z(out, "null");
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
	case CH_VALUE_OID:
		ch_json_add_str(out, v->s);
		break;
	case CH_VALUE_PATH:
		add_path(out, v->s);
		break;
	case CH_VALUE_TIME:
		ch_buf_add_char(out, '"');
		ch_text_time(out, v->i);
		ch_buf_add_char(out, '"');
		break;
	}
}

static bool is_encoded(const struct ch_value *v)
{
	return v->kind == CH_VALUE_PATH && !ch_utf8_valid(v->s);
}

static void add_encoding(struct ch_buf *out, struct ch_str key)
{
	struct ch_buf name = { 0 };

	ch_buf_add_str(&name, key);
	ch_buf_add_z(&name, "_encoding");
	ch_buf_add_z(out, ", ");
	ch_json_add_str(out, ch_buf_str(&name));
	ch_buf_add_z(out, ": \"percent\"");
	ch_buf_release(&name);
}

void ch_json_add_member(
	struct ch_buf *out, struct ch_str key, const struct ch_value *value)
{
	/* In a list there is no room for a mark: the path gets its own map. */
	if (!key.len && is_encoded(value)) {
		ch_buf_add_z(out, "{");
		ch_json_add_member(out, CH_STR("path"), value);
		ch_buf_add_z(out, "}");
		return;
	}
	if (key.len) {
		ch_json_add_str(out, key);
		ch_buf_add_z(out, ": ");
	}
	add_value(out, value);
	if (is_encoded(value))
		add_encoding(out, key);
}

void ch_json_add_row(struct ch_buf *out, const struct ch_table *table,
	const struct ch_value *cells)
{
	for (size_t i = 0; i < table->ncolumns; i++) {
		if (i)
			ch_buf_add_z(out, ", ");
		ch_json_add_member(
			out, ch_str_z(table->columns[i].name), &cells[i]);
	}
}

static void add_indent(struct ch_buf *out, size_t depth)
{
	ch_buf_add_char(out, '\n');
	ch_buf_add_repeat(out, ' ', 2 * depth);
}

/* What stands before a value: comma, white space. */
static void add_lead(struct ch_buf *out, const struct ch_place *at)
{
	if (at->in == CH_IN_DOCUMENT)
		return;
	if (at->index)
		ch_buf_add_z(out, at->on_line ? ", " : ",");
	if (!at->on_line)
		add_indent(out, at->depth);
}

static void add_lead_and_key(struct ch_buf *out, const struct ch_place *at)
{
	add_lead(out, at);
	if (at->in == CH_IN_MAP) {
		ch_json_add_str(out, at->key);
		ch_buf_add_z(out, ": ");
	}
}

static void json_open(struct ch_writer *w, const struct ch_place *at,
	enum ch_container what, bool on_line)
{
	struct ch_buf *line = scratch(w);

	(void)on_line;
	add_lead_and_key(line, at);
	ch_buf_add_char(line, what == CH_IN_MAP ? '{' : '[');
	ch_sink_str(w->sink, ch_buf_str(line));
}

static void json_close(struct ch_writer *w, const struct ch_place *inside)
{
	struct ch_buf *line = scratch(w);

	if (inside->index && !inside->on_line)
		add_indent(line, inside->depth - 1);
	ch_buf_add_char(line, inside->in == CH_IN_MAP ? '}' : ']');
	ch_sink_str(w->sink, ch_buf_str(line));
}

static void json_scalar(struct ch_writer *w, const struct ch_place *at,
	const struct ch_value *value)
{
	struct ch_buf *line = scratch(w);

	add_lead(line, at);
	ch_json_add_member(
		line, at->in == CH_IN_MAP ? at->key : CH_STR(""), value);
	ch_sink_str(w->sink, ch_buf_str(line));
}

static void json_table(struct ch_writer *w, const struct ch_place *at,
	const struct ch_table *table)
{
	(void)table;
	json_open(w, at, CH_IN_LIST, false);
}

/* One row, one line: as dense as it stays readable and diffs well. */
static void json_row(struct ch_writer *w, const struct ch_table *table,
	const struct ch_value *cells, size_t nrow)
{
	struct ch_buf *line = scratch(w);

	if (nrow)
		ch_buf_add_char(line, ',');
	add_indent(line, w->nplaces - 1);
	ch_buf_add_char(line, '{');
	ch_json_add_row(line, table, cells);
	ch_buf_add_char(line, '}');
	ch_sink_str(w->sink, ch_buf_str(line));
}

static void json_end_table(struct ch_writer *w, const struct ch_place *at,
	const struct ch_table *table, size_t nrows)
{
	struct ch_buf *line = scratch(w);

	(void)table;
	if (nrows)
		add_indent(line, at->depth);
	ch_buf_add_char(line, ']');
	ch_sink_str(w->sink, ch_buf_str(line));
}

static int json_finish(struct ch_writer *w, struct ch_err *err)
{
	(void)err;
	ch_sink_z(w->sink, "\n");
	return 0;
}

static void json_release(struct ch_writer *w)
{
	ch_buf_release(&((struct json_writer *)w)->line);
}

static const struct ch_writer_ops json_ops = {
	.open = json_open,
	.close = json_close,
	.scalar = json_scalar,
	.table = json_table,
	.row = json_row,
	.end_table = json_end_table,
	.finish = json_finish,
	.release = json_release,
};

struct ch_writer *ch_json_writer(void)
{
	struct json_writer *j = ch_calloc(1, sizeof(*j));

	j->w.ops = &json_ops;
	return &j->w;
}
