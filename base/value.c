#include "base/value.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/writer.h"

#define OID_BYTES_MAX 32

static void push(struct ch_writer *w, enum ch_container in, bool on_line)
{
	struct ch_place place = { .in = in, .on_line = on_line };

	place.depth = w->nplaces;
	CH_GROW(w->places, w->nplaces, w->places_cap);
	w->places[w->nplaces++] = place;
}

static struct ch_place *here(struct ch_writer *w)
{
	return &w->places[w->nplaces - 1];
}

struct ch_writer *ch_writer_new(
	const struct ch_writer_options *options, struct ch_sink *sink)
{
	static struct ch_writer *(*const makers[])(void) = {
		[CH_FORMAT_TEXT] = ch_text_writer,
		[CH_FORMAT_JSON] = ch_json_writer,
		[CH_FORMAT_NDJSON] = ch_ndjson_writer,
		[CH_FORMAT_CSV] = ch_csv_writer,
		[CH_FORMAT_MSGPACK] = ch_msgpack_writer,
	};
	struct ch_writer *w = makers[options->format]();

	w->options = *options;
	w->sink = sink;
	push(w, CH_IN_DOCUMENT, false);
	return w;
}

int ch_writer_finish(struct ch_writer *w, struct ch_err *err)
{
	assert(w->nplaces == 1 && here(w)->index == 1);
	return w->ops->finish(w, err);
}

void ch_writer_free(struct ch_writer *w)
{
	if (!w)
		return;
	w->ops->release(w);
	ch_arena_release(&w->row);
	free(w->cells);
	free(w->places);
	free(w);
}

/* A value is about to be written here: is it allowed to? */
static void check_place(struct ch_writer *w)
{
	assert(here(w)->in != CH_IN_TABLE);
	assert(here(w)->in != CH_IN_MAP || w->has_key);
	assert(here(w)->in != CH_IN_DOCUMENT || !here(w)->index);
	w->has_key = false;
}

static void open_container(
	struct ch_writer *w, enum ch_container what, bool on_line)
{
	check_place(w);
	on_line = on_line || here(w)->on_line;
	w->ops->open(w, here(w), what, on_line);
	push(w, what, on_line);
}

void ch_write_map(struct ch_writer *w)
{
	open_container(w, CH_IN_MAP, false);
}

void ch_write_map_line(struct ch_writer *w)
{
	open_container(w, CH_IN_MAP, true);
}

void ch_write_list(struct ch_writer *w)
{
	open_container(w, CH_IN_LIST, false);
}

void ch_write_list_line(struct ch_writer *w)
{
	open_container(w, CH_IN_LIST, true);
}

void ch_write_table(struct ch_writer *w, const struct ch_table *table)
{
	check_place(w);
	assert(table->ncolumns);
	w->ops->table(w, here(w), table);
	push(w, CH_IN_TABLE, false);
	w->table = table;
	w->cells = ch_realloc(w->cells, table->ncolumns, sizeof(*w->cells));
	w->ncells = 0;
	w->nrows = 0;
}

void ch_write_end(struct ch_writer *w)
{
	struct ch_place inside = *here(w);

	assert(w->nplaces > 1 && !w->has_key);
	w->nplaces--;
	if (inside.in == CH_IN_TABLE) {
		assert(!w->ncells);
		w->ops->end_table(w, here(w), w->table, w->nrows);
		w->table = NULL;
	} else {
		w->ops->close(w, &inside);
	}
	here(w)->index++;
}

void ch_write_key(struct ch_writer *w, const char *key)
{
	ch_write_key_str(w, ch_str_z(key));
}

void ch_write_key_str(struct ch_writer *w, struct ch_str key)
{
	assert(here(w)->in == CH_IN_MAP && !w->has_key);
	here(w)->key = key;
	w->has_key = true;
}

static bool holds_bytes(const struct ch_value *v)
{
	return v->kind == CH_VALUE_STR || v->kind == CH_VALUE_PATH ||
	       v->kind == CH_VALUE_OID;
}

static void add_cell(struct ch_writer *w, const struct ch_value *value)
{
	struct ch_value *cell = &w->cells[w->ncells++];

	*cell = *value;
	if (holds_bytes(value))
		cell->s = ch_arena_str(&w->row, value->s);
	if (w->ncells < w->table->ncolumns)
		return;
	w->ops->row(w, w->table, w->cells, w->nrows++);
	w->ncells = 0;
	ch_arena_reset(&w->row);
}

static void write_scalar(struct ch_writer *w, const struct ch_value *value)
{
	if (here(w)->in == CH_IN_TABLE) {
		add_cell(w, value);
		return;
	}
	check_place(w);
	w->ops->scalar(w, here(w), value);
	here(w)->index++;
}

void ch_write_null(struct ch_writer *w)
{
	struct ch_value v = { .kind = CH_VALUE_NULL };

	write_scalar(w, &v);
}

void ch_write_bool(struct ch_writer *w, bool value)
{
	struct ch_value v = { .kind = CH_VALUE_BOOL, .b = value };

	write_scalar(w, &v);
}

void ch_write_int(struct ch_writer *w, int64_t value)
{
	struct ch_value v = { .kind = CH_VALUE_INT, .i = value };

	write_scalar(w, &v);
}

void ch_write_real(struct ch_writer *w, double value)
{
	struct ch_value v = { .kind = CH_VALUE_REAL, .r = value };

	if (!isfinite(value))
		v.kind = CH_VALUE_NULL;
	write_scalar(w, &v);
}

void ch_write_str(struct ch_writer *w, struct ch_str value)
{
	struct ch_value v = { .kind = CH_VALUE_STR, .s = value };

	write_scalar(w, &v);
}

void ch_write_z(struct ch_writer *w, const char *value)
{
	if (value)
		ch_write_str(w, ch_str_z(value));
	else
		ch_write_null(w);
}

void ch_write_path(struct ch_writer *w, struct ch_str value)
{
	struct ch_value v = { .kind = CH_VALUE_PATH, .s = value };

	write_scalar(w, &v);
}

void ch_write_time(struct ch_writer *w, int64_t when_s)
{
	/* 0000-01-01 to 9999-12-31, what RFC 3339 can say */
	static const int64_t first_s = -62167219200, last_s = 253402300799;
	struct ch_value v = { .kind = CH_VALUE_TIME, .i = when_s };

	if (when_s < first_s || when_s > last_s)
		v.kind = CH_VALUE_NULL;
	write_scalar(w, &v);
}

void ch_write_oid(struct ch_writer *w, const uint8_t *id, size_t n)
{
	static const char digits[] = "0123456789abcdef";
	char hex[2 * OID_BYTES_MAX];
	struct ch_value v = { .kind = CH_VALUE_OID };

	assert(n <= OID_BYTES_MAX);
	for (size_t i = 0; i < n; i++) {
		hex[2 * i] = digits[id[i] >> 4];
		hex[2 * i + 1] = digits[id[i] & 15];
	}
	v.s = ch_str_n(hex, 2 * n);
	write_scalar(w, &v);
}

void ch_put_null(struct ch_writer *w, const char *key)
{
	ch_write_key(w, key);
	ch_write_null(w);
}

void ch_put_bool(struct ch_writer *w, const char *key, bool value)
{
	ch_write_key(w, key);
	ch_write_bool(w, value);
}

void ch_put_int(struct ch_writer *w, const char *key, int64_t value)
{
	ch_write_key(w, key);
	ch_write_int(w, value);
}

void ch_put_real(struct ch_writer *w, const char *key, double value)
{
	ch_write_key(w, key);
	ch_write_real(w, value);
}

void ch_put_str(struct ch_writer *w, const char *key, struct ch_str value)
{
	ch_write_key(w, key);
	ch_write_str(w, value);
}

void ch_put_z(struct ch_writer *w, const char *key, const char *value)
{
	ch_write_key(w, key);
	ch_write_z(w, value);
}

void ch_put_path(struct ch_writer *w, const char *key, struct ch_str value)
{
	ch_write_key(w, key);
	ch_write_path(w, value);
}

void ch_put_time(struct ch_writer *w, const char *key, int64_t when_s)
{
	ch_write_key(w, key);
	ch_write_time(w, when_s);
}

void ch_put_oid(
	struct ch_writer *w, const char *key, const uint8_t *id, size_t n)
{
	ch_write_key(w, key);
	ch_write_oid(w, id, n);
}
