/*
 * writer.h - what a format has to provide; for base/writer_*.c only.
 *
 * value.c checks the order of calls, keeps the stack of containers and collects
 * the cells of a row; a format sees complete rows and, for everything else, the
 * place it stands at.
 */
#ifndef CH_BASE_WRITER_H
#define CH_BASE_WRITER_H

#include "base/arena.h"
#include "base/value.h"

enum ch_value_kind {
	CH_VALUE_NULL,
	CH_VALUE_BOOL,
	CH_VALUE_INT,
	CH_VALUE_REAL,
	CH_VALUE_STR,
	CH_VALUE_PATH,
	CH_VALUE_TIME, /* .i */
	CH_VALUE_OID   /* .s, in hex */
};

struct ch_value {
	enum ch_value_kind kind;
	union {
		bool b;
		int64_t i;
		double r;
		struct ch_str s;
	};
};

enum ch_container {
	CH_IN_DOCUMENT, /* outside of the only top value */
	CH_IN_MAP,
	CH_IN_LIST,
	CH_IN_TABLE
};

/* Where a value stands, in the container around it. */
struct ch_place {
	enum ch_container in;
	size_t index;	   /* values before it in this container */
	size_t depth;	   /* containers around it */
	bool on_line;	   /* the container is on one line */
	struct ch_str key; /* in a map */
};

struct ch_writer_ops {
	void (*open)(struct ch_writer *w, const struct ch_place *at,
		enum ch_container what, bool on_line);
	/* 'inside' is the place after the last value. */
	void (*close)(struct ch_writer *w, const struct ch_place *inside);
	void (*scalar)(struct ch_writer *w, const struct ch_place *at,
		const struct ch_value *value);
	void (*table)(struct ch_writer *w, const struct ch_place *at,
		const struct ch_table *table);
	/* 'nrow' counts from 0. */
	void (*row)(struct ch_writer *w, const struct ch_table *table,
		const struct ch_value *cells, size_t nrow);
	void (*end_table)(struct ch_writer *w, const struct ch_place *at,
		const struct ch_table *table, size_t nrows);
	int (*finish)(struct ch_writer *w, struct ch_err *err);
	/* Release what the format added to struct ch_writer. */
	void (*release)(struct ch_writer *w);
};

/* The head of every format's own struct, all-zero but ops at first. */
struct ch_writer {
	const struct ch_writer_ops *ops;
	struct ch_writer_options options;
	struct ch_sink *sink;
	struct ch_place *places; /* a stack; the last is where we are */
	size_t nplaces, places_cap;
	bool has_key;
	const struct ch_table *table; /* the open one */
	struct ch_value *cells;	      /* ncolumns of them */
	size_t ncells;
	size_t nrows;
	struct ch_arena row; /* copies of the cells' strings */
};

/* Heap objects of their own size, zeroed, with ops set. */
struct ch_writer *ch_json_writer(void);
struct ch_writer *ch_ndjson_writer(void);
struct ch_writer *ch_csv_writer(void);
struct ch_writer *ch_text_writer(void);
struct ch_writer *ch_msgpack_writer(void);

/* Shared by json and ndjson. */
void ch_json_add_str(struct ch_buf *out, struct ch_str s);
/* A scalar with its key (empty: none) and the companion of an encoded path. */
void ch_json_add_member(
	struct ch_buf *out, struct ch_str key, const struct ch_value *value);
/* "name": value, ... of a row, without braces. */
void ch_json_add_row(struct ch_buf *out, const struct ch_table *table,
	const struct ch_value *cells);

#endif
