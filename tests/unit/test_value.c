#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <math.h>

#include "base/value.h"

static const struct ch_column file_columns[] = {
	{ .name = "path", .title = "Path", .kind = CH_COL_PATH },
	{ .name = "lines", .kind = CH_COL_INT },
	{ .name = "share", .kind = CH_COL_PERCENT },
};

static const struct ch_table files = {
	.name = "files",
	.title = "Files",
	.columns = file_columns,
	.ncolumns = 3,
	.text_rows = 2,
};

static const struct ch_column author_columns[] = {
	{ .name = "name" },
	{ .name = "since", .kind = CH_COL_DATE },
};

static const struct ch_table authors = {
	.name = "authors",
	.columns = author_columns,
	.ncolumns = 2,
};

static void write_files(struct ch_writer *w, size_t n)
{
	ch_write_key(w, "files");
	ch_write_table(w, &files);
	for (size_t i = 0; i < n; i++) {
		ch_write_path(w, i ? CH_STR("b,\"c\"") : CH_STR("a"));
		ch_write_int(w, 1234567 * (int64_t)i);
		if (i)
			ch_write_real(w, 0.5);
		else
			ch_write_null(w);
	}
	ch_write_end(w);
}

static void write_authors(struct ch_writer *w)
{
	ch_write_key(w, "authors");
	ch_write_table(w, &authors);
	ch_write_z(w, "Ann\nLee");
	ch_write_time(w, 1709294400);
	ch_write_end(w);
}

/* An ordinary document with one of everything. */
static void write_document(struct ch_writer *w)
{
	const uint8_t oid[] = { 0x01, 0xab, 0xff };

	ch_write_map(w);
	ch_put_z(w, "schema", "codehist.report/1");
	ch_write_key(w, "repository");
	ch_write_map_line(w);
	ch_put_path(w, "path", CH_STR("."));
	ch_put_oid(w, "head", oid, 3);
	ch_write_key(w, "roots");
	ch_write_list(w);
	ch_write_int(w, 1);
	ch_write_bool(w, true);
	ch_write_end(w);
	ch_write_end(w);
	ch_write_key(w, "warnings");
	ch_write_list(w);
	ch_write_z(w, "one");
	ch_write_z(w, NULL);
	ch_write_end(w);
	ch_write_key(w, "empty");
	ch_write_map(w);
	ch_write_end(w);
	write_files(w, 3);
	ch_put_real(w, "seconds", 0.25);
	ch_write_end(w);
}

typedef void document_fn(struct ch_writer *w);

static int render(const struct ch_writer_options *options,
	document_fn *document, struct ch_buf *out, struct ch_err *err)
{
	struct ch_sink sink = { 0 };
	struct ch_writer *w;
	int code;

	ch_sink_memory(&sink);
	w = ch_writer_new(options, &sink);
	document(w);
	code = ch_writer_finish(w, err);
	ch_writer_free(w);
	ch_buf_clear(out);
	ch_buf_add_str(out, ch_buf_str(&sink.buf));
	ch_sink_abort(&sink);
	return code;
}

static void is_rendered(
	enum ch_format format, document_fn *document, const char *expected)
{
	struct ch_writer_options options = { .format = format };
	struct ch_buf out = { 0 };

	assert_int_equal(render(&options, document, &out, NULL), 0);
	assert_string_equal(out.ptr, expected);
	ch_buf_release(&out);
}

static void json_is_two_spaces_deep_and_a_row_is_a_line(void **state)
{
	(void)state;
	is_rendered(CH_FORMAT_JSON, write_document,
		"{\n"
		"  \"schema\": \"codehist.report/1\",\n"
		"  \"repository\": {\"path\": \".\", \"head\": \"01abff\", "
		"\"roots\": [1, true]},\n"
		"  \"warnings\": [\n"
		"    \"one\",\n"
		"    null\n"
		"  ],\n"
		"  \"empty\": {},\n"
		"  \"files\": [\n"
		"    {\"path\": \"a\", \"lines\": 0, \"share\": null},\n"
		"    {\"path\": \"b,\\\"c\\\"\", \"lines\": 1234567, "
		"\"share\": 0.5},\n"
		"    {\"path\": \"b,\\\"c\\\"\", \"lines\": 2469134, "
		"\"share\": 0.5}\n"
		"  ],\n"
		"  \"seconds\": 0.25\n"
		"}\n");
}

static void ndjson_is_a_line_a_row_and_the_rest_last(void **state)
{
	(void)state;
	is_rendered(CH_FORMAT_NDJSON, write_document,
		"{\"table\": \"files\", \"path\": \"a\", \"lines\": 0, "
		"\"share\": null}\n"
		"{\"table\": \"files\", \"path\": \"b,\\\"c\\\"\", "
		"\"lines\": 1234567, \"share\": 0.5}\n"
		"{\"table\": \"files\", \"path\": \"b,\\\"c\\\"\", "
		"\"lines\": 2469134, \"share\": 0.5}\n"
		"{\"table\": \"document\", \"schema\": "
		"\"codehist.report/1\", \"repository\": {\"path\": \".\", "
		"\"head\": \"01abff\", \"roots\": [1, true]}, \"warnings\": "
		"[\"one\", null], \"empty\": {}, \"seconds\": 0.25}\n");
}

static void csv_is_rfc_4180(void **state)
{
	(void)state;
	is_rendered(CH_FORMAT_CSV, write_document,
		"path,lines,share\r\n"
		"a,0,\r\n"
		"\"b,\"\"c\"\"\",1234567,0.5\r\n"
		"\"b,\"\"c\"\"\",2469134,0.5\r\n");
}

static void text_is_aligned_and_counts_what_it_leaves_out(void **state)
{
	(void)state;
	is_rendered(CH_FORMAT_TEXT, write_document,
		"schema: codehist.report/1\n"
		"repository: path ., head 01abff, roots 1, yes\n"
		"warnings:\n"
		"  - one\n"
		"  - -\n"
		"empty:\n"
		"\n"
		"Files\n"
		"Path           lines   share\n"
		"a                  0       -\n"
		"\"b,\\\"c\\\"\"  1,234,567  50.0 %\n"
		"and 1 more\n"
		"\n"
		"seconds: 0.25\n");
}

static void write_two_tables(struct ch_writer *w)
{
	ch_write_map(w);
	write_files(w, 1);
	write_authors(w);
	ch_write_end(w);
}

static void csv_takes_the_table_that_is_named(void **state)
{
	struct ch_writer_options options = { .format = CH_FORMAT_CSV };
	struct ch_buf out = { 0 };
	struct ch_err err = { 0 };

	(void)state;
	options.table = "authors";
	assert_int_equal(render(&options, write_two_tables, &out, &err), 0);
	assert_string_equal(out.ptr, "name,since\r\n\"Ann\nLee\",2024-03-01T12"
				     ":00:00Z\r\n");
	options.table = "devs";
	assert_int_equal(
		render(&options, write_two_tables, &out, &err), CH_EUSAGE);
	assert_string_equal(err.msg,
		"--table: there is no 'devs' here, only files, authors");
	options.table = NULL;
	assert_int_equal(
		render(&options, write_two_tables, &out, &err), CH_EUSAGE);
	assert_string_equal(err.msg,
		"csv holds one table: name it with --table: files, authors");
	ch_buf_release(&out);
}

static void write_odd_strings(struct ch_writer *w)
{
	ch_write_map(w);
	ch_put_path(w, "path", CH_STR("a\xff%"));
	ch_put_path(w, "old_path", CH_STR("100%"));
	ch_put_str(w, "text", CH_STR("\"\\\n\x01\x7f\xe2\x80\xa8\xff"));
	ch_write_key(w, "paths");
	ch_write_list_line(w);
	ch_write_path(w, CH_STR("\xfe"));
	ch_write_end(w);
	ch_put_real(w, "nan", (double)NAN);
	ch_put_time(w, "never", INT64_MAX);
	ch_write_end(w);
}

static void json_marks_encoded_paths_and_escapes_the_rest(void **state)
{
	(void)state;
	is_rendered(CH_FORMAT_JSON, write_odd_strings,
		"{\n"
		"  \"path\": \"a%FF%25\", \"path_encoding\": \"percent\",\n"
		"  \"old_path\": \"100%\",\n"
		"  \"text\": "
		"\"\\\"\\\\\\n\\u0001\\u007f\\u2028\xef\xbf\xbd\",\n"
		"  \"paths\": [{\"path\": \"%FE\", \"path_encoding\": "
		"\"percent\"}],\n"
		"  \"nan\": null,\n"
		"  \"never\": null\n"
		"}\n");
}

static void msgpack_keeps_bytes_as_they_are(void **state)
{
	static const char expected[] = "\xdf\0\0\0\x06"
				       "\xa4path\xc4\x03"
				       "a\xff%"
				       "\xa8old_path\xa4"
				       "100%";
	struct ch_writer_options options = { .format = CH_FORMAT_MSGPACK };
	struct ch_buf out = { 0 };

	(void)state;
	assert_int_equal(render(&options, write_odd_strings, &out, NULL), 0);
	assert_memory_equal(out.ptr, expected, sizeof(expected) - 1);
	assert_memory_equal(
		out.ptr + out.len - 12, "\xa3nan\xc0\xa5never\xc0", 12);
	ch_buf_release(&out);
}

static void msgpack_states_the_length_of_a_table(void **state)
{
	static const char expected[] = "\xdf\0\0\0\x02\xa5"
				       "files\xdd\0\0\0\x01\x83\xa4path\xa1"
				       "a\xa5lines\0\xa5share\xc0\xa7"
				       "authors\xdd\0\0\0\x01\x82";
	struct ch_writer_options options = { .format = CH_FORMAT_MSGPACK };
	struct ch_buf out = { 0 };

	(void)state;
	assert_int_equal(render(&options, write_two_tables, &out, NULL), 0);
	assert_memory_equal(out.ptr, expected, sizeof(expected) - 1);
	ch_buf_release(&out);
}

static void write_long_path(struct ch_writer *w)
{
	ch_write_map(w);
	ch_write_key(w, "files");
	ch_write_table(w, &files);
	ch_write_path(w, CH_STR("src/a/very/long/way/to/a/file/name.c"));
	ch_write_int(w, 7);
	ch_write_real(w, 1);
	ch_write_end(w);
	ch_write_end(w);
}

static void text_fits_the_terminal(void **state)
{
	struct ch_writer_options options = { .width = 40 };
	struct ch_buf out = { 0 };
	struct ch_str rest, line;

	(void)state;
	assert_int_equal(render(&options, write_long_path, &out, NULL), 0);
	rest = ch_buf_str(&out);
	while (ch_str_line(&rest, &line))
		assert_true(line.len <= 40);
	assert_non_null(strstr(out.ptr, "..."));
	assert_non_null(strstr(out.ptr, "name.c"));
	options.width = 0;
	assert_int_equal(render(&options, write_long_path, &out, NULL), 0);
	assert_non_null(
		strstr(out.ptr, "src/a/very/long/way/to/a/file/name.c"));
	ch_buf_release(&out);
}

static void write_many_rows(struct ch_writer *w)
{
	ch_write_map(w);
	write_files(w, 5000);
	ch_write_end(w);
}

static size_t lines_of(const struct ch_buf *out)
{
	struct ch_str rest = ch_buf_str(out);
	struct ch_str line;
	size_t n = 0;

	while (ch_str_line(&rest, &line))
		n++;
	return n;
}

static void text_prints_all_rows_when_asked(void **state)
{
	struct ch_writer_options options = { .all_rows = true };
	struct ch_buf out = { 0 };

	(void)state;
	assert_int_equal(render(&options, write_many_rows, &out, NULL), 0);
	assert_int_equal(lines_of(&out), 5002);
	options.all_rows = false;
	assert_int_equal(render(&options, write_many_rows, &out, NULL), 0);
	assert_int_equal(lines_of(&out), 5);
	assert_true(ch_str_ends(ch_buf_str(&out), "and 4,998 more\n"));
	ch_buf_release(&out);
}

static void write_deep(struct ch_writer *w)
{
	for (int i = 0; i < 100000; i++)
		ch_write_list_line(w);
	for (int i = 0; i < 100000; i++)
		ch_write_end(w);
}

static void depth_costs_no_stack(void **state)
{
	struct ch_writer_options options = { .format = CH_FORMAT_JSON };
	struct ch_buf out = { 0 };

	(void)state;
	assert_int_equal(render(&options, write_deep, &out, NULL), 0);
	assert_int_equal(out.len, 200001);
	ch_buf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(json_is_two_spaces_deep_and_a_row_is_a_line),
		cmocka_unit_test(ndjson_is_a_line_a_row_and_the_rest_last),
		cmocka_unit_test(csv_is_rfc_4180),
		cmocka_unit_test(text_is_aligned_and_counts_what_it_leaves_out),
		cmocka_unit_test(csv_takes_the_table_that_is_named),
		cmocka_unit_test(json_marks_encoded_paths_and_escapes_the_rest),
		cmocka_unit_test(msgpack_keeps_bytes_as_they_are),
		cmocka_unit_test(msgpack_states_the_length_of_a_table),
		cmocka_unit_test(text_fits_the_terminal),
		cmocka_unit_test(text_prints_all_rows_when_asked),
		cmocka_unit_test(depth_costs_no_stack),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
