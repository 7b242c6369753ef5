/*
 * rows.h - writing the tables of a report, to documents and for people.
 *
 * A row that holds more than scalars (the languages of a developer) is nested
 * where the format can (json, msgpack); elsewhere the table has the scalars
 * and what is nested goes to a table of its own.
 *
 *   ch_rows_table(rows, "developers", &table);
 *   ch_row_str(rows, name); ch_row_int(rows, commits);
 *   if (rows->is_nested) { ch_write_key(rows->w, "languages"); ... }
 *   ch_row_end(rows);
 *   ch_rows_end(rows);
 */
#ifndef CH_ANALYZERS_ROWS_H
#define CH_ANALYZERS_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analyzers/analyzer.h"
#include "base/sink.h"
#include "base/value.h"

struct ch_developer;

struct ch_rows {
	struct ch_writer *w;
	bool is_nested;
	const struct ch_table *table; /* the open one */
	size_t at;		      /* cells of the open row */
};

void ch_rows_table(
	struct ch_rows *rows, const char *key, const struct ch_table *table);
void ch_rows_end(struct ch_rows *rows);
void ch_row_int(struct ch_rows *rows, int64_t value);
void ch_row_count(struct ch_rows *rows, uint64_t value);
void ch_row_real(struct ch_rows *rows, double value);
void ch_row_bool(struct ch_rows *rows, bool value);
void ch_row_null(struct ch_rows *rows);
void ch_row_str(struct ch_rows *rows, struct ch_str value);
void ch_row_path(struct ch_rows *rows, struct ch_str value);
/* CH_NO_TIME is null. */
void ch_row_time(struct ch_rows *rows, int64_t when_s);
/* "Name <email>"; NULL is null. */
void ch_row_person(struct ch_rows *rows, const struct ch_developer *d);
void ch_row_end(struct ch_rows *rows);

/* A key and a time, CH_NO_TIME as null. */
void ch_put_when(struct ch_writer *w, const char *key, int64_t when_s);

/* Text for people. */
struct ch_text_report {
	struct ch_sink *sink;
	size_t width; /* columns */
	bool color;
};

/* A table after an empty line: fill its rows, then end it. */
struct ch_writer *ch_text_table(
	const struct ch_text_report *text, const struct ch_table *table);
void ch_text_table_end(struct ch_writer *w);
/* "2009-03-22", or "-". */
void ch_text_day(struct ch_buf *out, int64_t when_s);

#endif
