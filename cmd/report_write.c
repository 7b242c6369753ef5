#include "cmd/report.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analyzers/hercules.h"
#include "analyzers/people.h"
#include "analyzers/rows.h"
#include "base/mem.h"
#include "base/terminal.h"
#include "base/text.h"
#include "base/version.h"

#define TEXT_WIDTH 100
#define SHORT_OID 12

/* ---- Documents ----------------------------------------------------------*/

static void write_repository(const struct ch_report *r, struct ch_writer *w)
{
	const struct ch_history *h = ch_engine_run_info(r->job.run)->history;

	ch_write_key(w, "repository");
	ch_write_map(w);
	ch_put_path(w, "path", ch_str_z(r->ctx->dir));
	if (r->job.head)
		ch_put_oid(w, "head", r->job.head->id, CH_OID_BYTES);
	else
		ch_put_null(w, "head");
	if (r->job.branch.len)
		ch_put_str(w, "branch", r->job.branch);
	else
		ch_put_null(w, "branch");
	ch_write_key(w, "roots");
	ch_write_list(w);
	for (uint32_t i = 0; h && i < h->ncommits; i++)
		if (!h->commits[i].nparents && ch_engine_counts(r->job.run, i))
			ch_write_oid(w, h->commits[i].oid.id, CH_OID_BYTES);
	ch_write_end(w);
	ch_write_end(w);
}

static void write_words(struct ch_writer *w, const char *key,
	const char *const *words, size_t n)
{
	ch_write_key(w, key);
	ch_write_list_line(w);
	for (size_t i = 0; i < n; i++)
		ch_write_z(w, words[i]);
	ch_write_end(w);
}

static bool is_chosen(const struct ch_report *r, const char *name)
{
	for (size_t i = 0; i < r->nanalyzers; i++)
		if (!strcmp(r->analyzers[i]->name, name))
			return true;
	return false;
}

static void write_parameters(const struct ch_report *r, struct ch_writer *w)
{
	const struct ch_opt_set *set = &r->ctx->set;

	ch_write_key(w, "parameters");
	ch_write_map(w);
	write_words(w, "range", r->range, r->nrange);
	write_words(w, "paths", set->paths, set->npaths);
	for (size_t i = 1; i < set->ngroups; i++)
		if (!set->groups[i].name)
			ch_opt_write(&set->groups[i], w);
	/* Each report's own. */
	for (size_t i = 1; i < set->ngroups; i++) {
		if (!set->groups[i].name || !is_chosen(r, set->groups[i].name))
			continue;
		ch_write_key(w, set->groups[i].name);
		ch_write_map(w);
		ch_opt_write(&set->groups[i], w);
		ch_write_end(w);
	}
	ch_write_end(w);
}

static void write_totals(const struct ch_report *r, struct ch_writer *w)
{
	const struct ch_engine_totals *t = ch_engine_totals(r->job.run);

	ch_write_key(w, "totals");
	ch_write_map(w);
	ch_put_int(w, "commits", (int64_t)t->commits);
	ch_put_int(w, "merges", (int64_t)t->merges);
	ch_put_int(w, "changes", (int64_t)t->changes);
	ch_put_int(w, "files", (int64_t)t->files);
	ch_write_key(w, "skipped");
	ch_write_map(w);
	ch_put_int(w, "binary", (int64_t)t->lines[CH_LINES_BINARY]);
	ch_put_int(w, "missing", (int64_t)t->lines[CH_LINES_MISSING]);
	ch_put_int(w, "too_large", (int64_t)t->lines[CH_LINES_TOO_LARGE]);
	ch_put_int(w, "not_selected", (int64_t)t->left_out);
	ch_put_int(w, "cut", (int64_t)t->cut_changes);
	ch_put_int(w, "unreadable_trees", (int64_t)t->unreadable_trees);
	ch_put_int(w, "missing_commits", (int64_t)t->missing_commits);
	ch_put_int(w, "rename_limited", (int64_t)t->rename_limited);
	ch_write_end(w);
	ch_write_end(w);
}

static const struct ch_column join_columns[] = {
	{ .name = "developer" },
	{ .name = "joined_to" },
	{ .name = "by" },
};
static const struct ch_table join_table = { .name = "joined_identities",
	.columns = join_columns,
	.ncolumns = CH_ARRAY_LEN(join_columns) };

/* Every join that --merge-identities made. */
static void write_joins(const struct ch_report *r, struct ch_rows *rows)
{
	const struct ch_join *joins;
	size_t n =
		ch_people_joins(ch_engine_run_info(r->job.run)->people, &joins);

	if (!r->options->merge_identities)
		return;
	ch_rows_table(rows, "joined_identities", &join_table);
	for (size_t i = 0; i < n; i++) {
		ch_row_person(rows, &joins[i].from);
		ch_row_person(rows, &joins[i].into);
		ch_row_str(
			rows, ch_str_z(joins[i].by_email ? "email" : "name"));
		ch_row_end(rows);
	}
	ch_rows_end(rows);
}

static void write_document(const struct ch_report *r, struct ch_rows *rows)
{
	struct ch_writer *w = rows->w;

	ch_write_map(w);
	ch_put_z(w, "schema", "codehist.report/1");
	ch_put_z(w, "codehist", CH_VERSION);
	write_repository(r, w);
	write_parameters(r, w);
	write_totals(r, w);
	ch_run_write_warnings(r->ctx, w);
	ch_run_write_run(r->ctx, w);
	write_joins(r, rows);
	ch_write_key(w, "reports");
	ch_write_map(w);
	for (size_t i = 0; i < r->nanalyzers; i++) {
		ch_write_key(w, r->analyzers[i]->name);
		ch_write_map(w);
		r->analyzers[i]->write(ch_engine_state(r->job.run, i), rows);
		ch_write_end(w);
	}
	ch_write_end(w);
	ch_write_end(w);
}

/* ---- Text ---------------------------------------------------------------*/

/* What the repository is called: the last name on its path that says it. */
static struct ch_str name_of(const struct ch_report *r)
{
	char *path = realpath(ch_repo_gitdir(r->ctx->repo), NULL);
	struct ch_str name = ch_str_z(path ? path : r->ctx->dir);
	const char *slash;

	if (ch_str_ends(name, "/.git"))
		name.len -= 5;
	else if (ch_str_ends(name, ".git"))
		name.len -= 4;
	slash = name.len ? memrchr(name.ptr, '/', name.len) : NULL;
	if (slash)
		name = ch_str_sub(
			name, (size_t)(slash - name.ptr) + 1, name.len);
	name = ch_arena_str(&r->ctx->arena, name);
	free(path);
	return name;
}

static void text_title(const struct ch_report *r, const char *report,
	const struct ch_text_report *text)
{
	struct ch_buf line = { 0 };
	char hex[CH_OID_HEX + 1];

	ch_text_escape_line(&line, name_of(r));
	ch_buf_printf(&line, ": %s", report);
	if (r->job.head)
		ch_buf_printf(&line, " at %.*s", SHORT_OID,
			ch_oid_hex(r->job.head, hex));
	if (r->job.branch.len) {
		ch_buf_add_z(&line, " (");
		ch_text_escape_line(&line, r->job.branch);
		ch_buf_add_z(&line, ")");
	}
	ch_sink_printf(text->sink, "%s%s%s\n", text->color ? "\033[1m" : "",
		ch_buf_z(&line), text->color ? "\033[m" : "");
	ch_buf_release(&line);
}

static void add_skipped(struct ch_buf *line, size_t n, const char *what)
{
	if (!n)
		return;
	ch_buf_add_z(line, line->len ? ", " : "Not counted: ");
	ch_text_int(line, (int64_t)n);
	ch_buf_printf(line, " %s", what);
}

static void text_skipped(const struct ch_report *r, struct ch_sink *out)
{
	const struct ch_engine_totals *t = ch_engine_totals(r->job.run);
	struct ch_buf line = { 0 };

	add_skipped(
		&line, t->lines[CH_LINES_BINARY], "binary changes (no lines)");
	add_skipped(&line, t->lines[CH_LINES_MISSING], "of missing content");
	add_skipped(&line, t->lines[CH_LINES_TOO_LARGE], "too large");
	add_skipped(&line, t->left_out, "not selected");
	add_skipped(&line, t->cut_changes, "over a limit");
	if (line.len) {
		ch_buf_add_char(&line, '\n');
		ch_sink_str(out, ch_buf_str(&line));
	}
	ch_buf_release(&line);
}

static int write_text(struct ch_report *r, struct ch_err *err)
{
	struct ch_text_report text = { .width = TEXT_WIDTH };
	int code = ch_run_out(r->ctx, &text.sink, err);
	size_t width = ch_terminal_width(STDOUT_FILENO);

	if (code)
		return code;
	if (!r->ctx->globals.output) {
		text.color = ch_run_has_color(r->ctx, STDOUT_FILENO);
		if (width && width < TEXT_WIDTH)
			text.width = width;
	}
	for (size_t i = 0; i < r->nanalyzers; i++) {
		if (i)
			ch_sink_z(text.sink, "\n");
		text_title(r, r->analyzers[i]->name, &text);
		r->analyzers[i]->text(ch_engine_state(r->job.run, i), &text);
	}
	text_skipped(r, text.sink);
	return 0;
}

/* ---- Hercules -----------------------------------------------------------*/

/* The oldest commit that counts, on the time line. */
static int64_t begin_s(const struct ch_run_info *run)
{
	int64_t first_s = run->end_axis_s;

	for (size_t i = 0; i < run->history->ncommits; i++)
		if ((!run->in_range || run->in_range[i]) &&
			run->axis_s[i] < first_s)
			first_s = run->axis_s[i];
	return first_s;
}

static int write_hercules(struct ch_report *r, struct ch_err *err)
{
	const struct ch_run_info *run = ch_engine_run_info(r->job.run);
	struct ch_sink *out;
	int code = ch_run_out(r->ctx, &out, err);

	if (code)
		return code;
	ch_sink_z(out, "hercules:\n  version: 10\n  hash: codehist-" CH_VERSION
		       "\n  repository: ");
	ch_hercules_quote(out, name_of(r));
	ch_sink_printf(out,
		"\n  begin_unix_time: %" PRId64 "\n  end_unix_time: %" PRId64
		"\n  commits: %zu\n  run_time: %.0f\n",
		begin_s(run), run->end_axis_s,
		ch_engine_totals(r->job.run)->commits,
		(ch_clock_s() - r->ctx->started_s) * 1000);
	for (size_t i = 0; i < r->nanalyzers; i++)
		r->analyzers[i]->hercules(ch_engine_state(r->job.run, i), out);
	return 0;
}

/* ---- Both ---------------------------------------------------------------*/

int ch_report_write(struct ch_report *r, struct ch_err *err)
{
	enum ch_format format = (enum ch_format)r->options->format;
	const char *table = r->options->table;
	struct ch_rows rows = { .is_nested = format == CH_FORMAT_JSON ||
					     format == CH_FORMAT_MSGPACK };
	int code;

	if (r->options->format == CH_REPORT_HERCULES)
		return write_hercules(r, err);
	if (format == CH_FORMAT_TEXT)
		return write_text(r, err);
	if (!table && format == CH_FORMAT_CSV && r->nanalyzers == 1)
		table = r->analyzers[0]->table;
	code = ch_run_writer(r->ctx, format, table, &rows.w, err);
	if (code)
		return code;
	write_document(r, &rows);
	code = ch_writer_finish(rows.w, err);
	ch_writer_free(rows.w);
	return code;
}
