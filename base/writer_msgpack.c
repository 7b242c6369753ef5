#include "base/writer.h"

#include <msgpack/pack.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

/*
 * msgpack states a container's length before its content.  Containers get the
 * 32-bit form, whose four bytes are filled in when they end; so the document
 * is held in memory until it is complete.
 */
struct msgpack_writer {
	struct ch_writer w;
	struct ch_buf out;
	msgpack_packer packer;
	size_t *starts; /* offsets of the open containers' lengths */
	size_t nstarts, starts_cap;
};

#define MAP32 ((char)0xdf)
#define ARRAY32 ((char)0xdd)

static struct msgpack_writer *msgpack_of(struct ch_writer *w)
{
	return (struct msgpack_writer *)w;
}

static int add_bytes(void *out, const char *bytes, size_t len)
{
	ch_buf_add(out, bytes, len);
	return 0;
}

static void pack_str(struct msgpack_writer *m, struct ch_str s)
{
	if (ch_utf8_valid(s)) {
		msgpack_pack_str(&m->packer, s.len);
		msgpack_pack_str_body(&m->packer, s.ptr, s.len);
	} else {
		msgpack_pack_bin(&m->packer, s.len);
		msgpack_pack_bin_body(&m->packer, s.ptr, s.len);
	}
}

static void pack_key(struct msgpack_writer *m, const struct ch_place *at)
{
	if (at->in == CH_IN_MAP)
		pack_str(m, at->key);
}

static void pack_value(struct msgpack_writer *m, const struct ch_value *v)
{
	struct ch_buf time = { 0 };

	switch (v->kind) {
	case CH_VALUE_NULL:
		msgpack_pack_nil(&m->packer);
		break;
	case CH_VALUE_BOOL:
		if (v->b)
			msgpack_pack_true(&m->packer);
		else
			msgpack_pack_false(&m->packer);
		break;
	case CH_VALUE_INT:
		msgpack_pack_int64(&m->packer, v->i);
		break;
	case CH_VALUE_REAL:
		msgpack_pack_double(&m->packer, v->r);
		break;
	case CH_VALUE_STR:
	case CH_VALUE_PATH:
	case CH_VALUE_OID:
		pack_str(m, v->s);
		break;
	case CH_VALUE_TIME:
		ch_text_time(&time, v->i);
		pack_str(m, ch_buf_str(&time));
		ch_buf_release(&time);
		break;
	}
}

static void msgpack_open(struct ch_writer *w, const struct ch_place *at,
	enum ch_container what, bool on_line)
{
	struct msgpack_writer *m = msgpack_of(w);

	(void)on_line;
	pack_key(m, at);
	ch_buf_add_char(&m->out, what == CH_IN_MAP ? MAP32 : ARRAY32);
	CH_GROW(m->starts, m->nstarts, m->starts_cap);
	m->starts[m->nstarts++] = m->out.len;
	ch_buf_add(&m->out, "\0\0\0\0", 4);
}

static void fill_length(struct msgpack_writer *m, size_t n)
{
	char *at = m->out.ptr + m->starts[--m->nstarts];

	for (int i = 0; i < 4; i++)
		at[i] = (char)(n >> (24 - 8 * i));
}

static void msgpack_close(struct ch_writer *w, const struct ch_place *inside)
{
	fill_length(msgpack_of(w), inside->index);
}

static void msgpack_scalar(struct ch_writer *w, const struct ch_place *at,
	const struct ch_value *value)
{
	pack_key(msgpack_of(w), at);
	pack_value(msgpack_of(w), value);
}

static void msgpack_table(struct ch_writer *w, const struct ch_place *at,
	const struct ch_table *table)
{
	(void)table;
	msgpack_open(w, at, CH_IN_LIST, false);
}

static void msgpack_row(struct ch_writer *w, const struct ch_table *table,
	const struct ch_value *cells, size_t nrow)
{
	struct msgpack_writer *m = msgpack_of(w);

	(void)nrow;
	msgpack_pack_map(&m->packer, table->ncolumns);
	for (size_t i = 0; i < table->ncolumns; i++) {
		pack_str(m, ch_str_z(table->columns[i].name));
		pack_value(m, &cells[i]);
	}
}

static void msgpack_end_table(struct ch_writer *w, const struct ch_place *at,
	const struct ch_table *table, size_t nrows)
{
	(void)at, (void)table;
	fill_length(msgpack_of(w), nrows);
}

static int msgpack_finish(struct ch_writer *w, struct ch_err *err)
{
	(void)err;
	ch_sink_str(w->sink, ch_buf_str(&msgpack_of(w)->out));
	return 0;
}

static void msgpack_release(struct ch_writer *w)
{
	ch_buf_release(&msgpack_of(w)->out);
	free(msgpack_of(w)->starts);
}

static const struct ch_writer_ops msgpack_ops = {
	.open = msgpack_open,
	.close = msgpack_close,
	.scalar = msgpack_scalar,
	.table = msgpack_table,
	.row = msgpack_row,
	.end_table = msgpack_end_table,
	.finish = msgpack_finish,
	.release = msgpack_release,
};

struct ch_writer *ch_msgpack_writer(void)
{
	struct msgpack_writer *m = ch_calloc(1, sizeof(*m));

	m->w.ops = &msgpack_ops;
	msgpack_packer_init(&m->packer, &m->out, add_bytes);
	return &m->w;
}
