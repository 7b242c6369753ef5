/*
 * value.h - a document of typed values, written once, rendered to any format.
 *
 * The writer takes maps, lists, tables and scalars in order and never holds
 * the document (msgpack excepted, which needs lengths first).  Inside a map
 * every value follows a key; the cells of a table fill its rows from left to
 * right, a row ends with its last column.
 *
 *   ch_write_map(w);
 *   ch_put_str(w, "schema", CH_STR("codehist.report/1"));
 *   ch_write_key(w, "files");
 *   ch_write_table(w, &files);
 *   ch_write_path(w, path); ch_write_int(w, lines);      (one row)
 *   ch_write_end(w);                                     (the table)
 *   ch_write_end(w);                                     (the map)
 *   code = ch_writer_finish(w, err);
 *
 * json     one document, two spaces deep; a table is a list of maps.  A path
 *          that is not UTF-8 is percent-encoded and its key has a companion,
 *          "path" a "path_encoding": "percent".
 * ndjson   one line a row, {"table": NAME, ...}; what is in no table comes as
 *          the last line, {"table": "document", ...}.
 * csv      RFC 4180, one table and nothing else.
 * text     aligned columns for people; unsafe characters escaped.
 * msgpack  the JSON document's map, with the bytes of a string as they are
 *          (bin where they are not UTF-8).
 *
 * Using the calls against their order is a bug and asserted.  Strings are
 * needed only during the call, keys until their value is written.
 */
#ifndef CH_BASE_VALUE_H
#define CH_BASE_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/sink.h"
#include "base/str.h"

enum ch_format {
	CH_FORMAT_TEXT,
	CH_FORMAT_JSON,
	CH_FORMAT_NDJSON,
	CH_FORMAT_CSV,
	CH_FORMAT_MSGPACK
};

/* How text shows a column; the other formats keep the value's own type. */
enum ch_column_kind {
	CH_COL_TEXT,
	CH_COL_PATH, /* quoted as git does, its middle left out when long */
	CH_COL_INT,  /* 1,234,567 */
	CH_COL_REAL,
	CH_COL_PERCENT, /* a share from 0 to 1 */
	CH_COL_BYTES,
	CH_COL_SECONDS,
	CH_COL_DATE, /* a time, to the day */
	CH_COL_OID,  /* abbreviated */
	CH_COL_BOOL
};

struct ch_column {
	const char *name;  /* key in json, header in csv: "lines_added" */
	const char *title; /* heading in text; NULL: the name */
	const char *unit;  /* after the heading, "(lines)"; NULL: none */
	enum ch_column_kind kind; /* numbers are aligned to the right */
};

struct ch_table {
	const char *name;  /* chosen by --table: "devs" */
	const char *title; /* above it in text; NULL: none */
	const struct ch_column *columns;
	size_t ncolumns;  /* >= 1 */
	size_t text_rows; /* shown in text, then "and N more"; 0: all */
};

struct ch_writer_options {
	enum ch_format format;
	const char *table; /* csv: which one; NULL: the only one there is */
	size_t width;	   /* text: columns of the terminal, 0: no limit */
	bool color;	   /* text: bold headings */
	bool all_rows;	   /* text: ignore text_rows */
};

struct ch_writer;

/* Writes to 'sink', which stays the caller's and outlives the writer. */
struct ch_writer *ch_writer_new(
	const struct ch_writer_options *options, struct ch_sink *sink);
/*
 * The document is complete.
 * Errors: CH_EUSAGE for csv when the table is not there, or when there are
 * several and none was named.  Errors of writing are ch_sink_close()'s.
 */
int ch_writer_finish(struct ch_writer *w, struct ch_err *err);
void ch_writer_free(struct ch_writer *w);

/* Containers; a *_line one is kept on one line where lines matter. */
void ch_write_map(struct ch_writer *w);
void ch_write_map_line(struct ch_writer *w);
void ch_write_list(struct ch_writer *w);
void ch_write_list_line(struct ch_writer *w);
/* 'table' must stay until its end. */
void ch_write_table(struct ch_writer *w, const struct ch_table *table);
void ch_write_end(struct ch_writer *w);

void ch_write_key(struct ch_writer *w, const char *key);
void ch_write_key_str(struct ch_writer *w, struct ch_str key);

void ch_write_null(struct ch_writer *w);
void ch_write_bool(struct ch_writer *w, bool value);
void ch_write_int(struct ch_writer *w, int64_t value);
/* Not a number and infinity are null. */
void ch_write_real(struct ch_writer *w, double value);
/* Text; bytes that are not UTF-8 become U+FFFD in json and text. */
void ch_write_str(struct ch_writer *w, struct ch_str value);
void ch_write_z(struct ch_writer *w, const char *value); /* NULL: null */
/* A path of the repository, any bytes. */
void ch_write_path(struct ch_writer *w, struct ch_str value);
/* Seconds since 1970, as RFC 3339 in UTC; null outside the years 0-9999. */
void ch_write_time(struct ch_writer *w, int64_t when_s);
/* 'n' bytes of an object id (at most 32), as hex. */
void ch_write_oid(struct ch_writer *w, const uint8_t *id, size_t n);

/* A key and its value. */
void ch_put_null(struct ch_writer *w, const char *key);
void ch_put_bool(struct ch_writer *w, const char *key, bool value);
void ch_put_int(struct ch_writer *w, const char *key, int64_t value);
void ch_put_real(struct ch_writer *w, const char *key, double value);
void ch_put_str(struct ch_writer *w, const char *key, struct ch_str value);
void ch_put_z(struct ch_writer *w, const char *key, const char *value);
void ch_put_path(struct ch_writer *w, const char *key, struct ch_str value);
void ch_put_time(struct ch_writer *w, const char *key, int64_t when_s);
void ch_put_oid(
	struct ch_writer *w, const char *key, const uint8_t *id, size_t n);

#endif
