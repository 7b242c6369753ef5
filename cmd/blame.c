#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "analyzers/people.h"
#include "base/mem.h"
#include "base/text.h"
#include "cmd/blame.h"
#include "gitlayer/mailmap.h"

struct blame_options {
	int format;
};

enum blame_format { BLAME_TEXT, BLAME_NDJSON, BLAME_PORCELAIN };

/* ---- Which files --------------------------------------------------------*/

static int by_path(const void *p, const void *q)
{
	const struct ch_blamed *a = p, *b = q;

	return ch_str_cmp(a->path, b->path);
}

/* Regular files of text under the pathspecs. */
static void find_files(struct ch_blame *b)
{
	const struct ch_run_info *run = ch_engine_run_info(b->job.run);

	b->files = ch_calloc(run->paths->n + 1, sizeof(*b->files));
	for (uint32_t p = 0; p < run->paths->n; p++)
		if (run->end[p].nowners)
			b->files[b->nfiles++] = (struct ch_blamed){
				ch_intern_str(run->paths, p), &run->end[p]
			};
	if (b->nfiles)
		qsort(b->files, b->nfiles, sizeof(*b->files), by_path);
}

/* ---- Formats ------------------------------------------------------------*/

/* All zeros where nobody knows. */
static const struct ch_oid *owner_oid(const struct ch_blame *b, uint32_t owner)
{
	static const struct ch_oid nobody;

	if (owner & CH_OWNER_UNKNOWN)
		return &nobody;
	return &ch_engine_run_info(b->job.run)->history->commits[owner].oid;
}

static void text_file(const struct ch_blame *b, const struct ch_blamed *f,
	struct ch_sink *out)
{
	struct ch_buf path = { 0 };
	char hex[CH_OID_HEX + 1];
	uint32_t line = 0;

	ch_text_path(&path, f->path);
	for (uint32_t i = 0; i < f->file->nowners; i++) {
		const struct ch_own_run *run = &f->file->owners[i];

		ch_oid_hex(owner_oid(b, run->owner), hex);
		for (uint32_t k = 0; k < run->lines; k++)
			ch_sink_printf(out, "%s %s:%" PRIu32 "\n", hex,
				ch_buf_z(&path), ++line);
	}
	ch_buf_release(&path);
}

static int write_text(const struct ch_blame *b, struct ch_err *err)
{
	struct ch_sink *out;
	int code = ch_run_out(b->job.ctx, &out, err);

	for (size_t i = 0; i < b->nfiles && !code; i++) {
		text_file(b, &b->files[i], out);
		if (ch_sink_has_failed(out))
			break;
		code = ch_run_check(b->job.ctx, err);
	}
	return code;
}

static void row_run(struct ch_writer *w, const struct ch_blame *b,
	struct ch_str path, const struct ch_own_run *run, uint32_t line)
{
	const struct ch_run_info *info = ch_engine_run_info(b->job.run);
	uint32_t commit = run->owner & ~CH_OWNER_UNKNOWN;
	const struct ch_developer *who =
		ch_people_at(info->people, info->developers[commit]);
	bool known = commit == run->owner;

	ch_write_path(w, path);
	ch_write_int(w, line + 1);
	ch_write_int(w, run->lines);
	if (!known) {
		for (int i = 0; i < 4; i++)
			ch_write_null(w);
		return;
	}
	ch_write_oid(w, info->history->commits[commit].oid.id, CH_OID_BYTES);
	ch_write_str(w, who->name);
	ch_write_str(w, who->email);
	ch_write_time(w, info->history->commits[commit].author_s);
}

static int write_ndjson(const struct ch_blame *b, struct ch_err *err)
{
	static const struct ch_column columns[] = {
		{ .name = "path", .kind = CH_COL_PATH },
		{ .name = "line", .kind = CH_COL_INT },
		{ .name = "lines", .kind = CH_COL_INT },
		{ .name = "commit", .kind = CH_COL_OID },
		{ .name = "author" },
		{ .name = "email" },
		{ .name = "author_date", .kind = CH_COL_DATE },
	};
	static const struct ch_table table = { .name = "runs",
		.columns = columns,
		.ncolumns = CH_ARRAY_LEN(columns) };
	struct ch_writer *w;
	int code = ch_run_writer(b->job.ctx, CH_FORMAT_NDJSON, NULL, &w, err);

	if (code)
		return code;
	ch_write_map(w);
	ch_put_z(w, "schema", "codehist.blame/1");
	ch_put_oid(w, "commit", b->job.head->id, CH_OID_BYTES);
	ch_write_key(w, "runs");
	ch_write_table(w, &table);
	for (size_t i = 0; i < b->nfiles; i++) {
		const struct ch_end_file *f = b->files[i].file;
		uint32_t line = 0;

		for (uint32_t k = 0; k < f->nowners; k++) {
			row_run(w, b, b->files[i].path, &f->owners[k], line);
			line += f->owners[k].lines;
		}
	}
	ch_write_end(w);
	ch_run_write_warnings(b->job.ctx, w);
	ch_run_write_run(b->job.ctx, w);
	ch_write_end(w);
	code = ch_writer_finish(w, err);
	ch_writer_free(w);
	return code;
}

/* ---- The command --------------------------------------------------------*/

static int run_engine(struct ch_blame *b, struct ch_err *err)
{
	static const struct ch_analyzer_options common;
	const struct blame_options *o = b->job.ctx->options;
	struct ch_err problem = { 0 };
	int code;

	if (ch_mailmap_load(&b->mailmap, b->job.odb, &b->job.tree, &problem))
		ch_run_warn(b->job.ctx, ".mailmap: %s", problem.msg);
	b->job.engine.people = ch_people_new(b->mailmap);
	b->job.engine.analyzer_options = &common;
	b->job.engine.owners = b->job.engine.owners_at_end = true;
	b->job.engine.origins = o->format == BLAME_PORCELAIN;
	code = ch_history_run(&b->job, err);
	if (code)
		return code;
	find_files(b);
	if (o->format == BLAME_TEXT)
		code = write_text(b, err);
	else if (o->format == BLAME_NDJSON)
		code = write_ndjson(b, err);
	else
		code = ch_blame_porcelain(b, err);
	return code ? code : ch_history_write_trace(&b->job, err);
}

static int run(struct ch_run_context *ctx, struct ch_err *err)
{
	struct ch_blame b = { .job = { .ctx = ctx, .args = ctx->more[0] } };
	const char *const *words = ctx->set.words;
	size_t nwords = ctx->set.nwords;
	int code;

	if (nwords > 1 || (nwords && b.job.args->rev))
		return ch_fail(
			err, CH_EUSAGE, "blame takes one revision at most");
	if (b.job.args->rev) {
		words = (const char *const *)&b.job.args->rev;
		nwords = 1;
	}
	code = ch_history_start(&b.job, words, nwords, err);
	if (!code && (!b.job.tips.ninclude || b.job.tips.nexclude))
		code = ch_fail(err, b.job.tips.ninclude ? CH_EUSAGE : CH_EFAIL,
			b.job.tips.ninclude
				? "blame takes a revision, not a range"
				: "there is no commit to blame yet");
	if (!code)
		code = ch_history_set_up(&b.job, err);
	if (!code)
		code = run_engine(&b, err);
	ch_history_finish(&b.job);
	ch_people_free(b.job.engine.people);
	ch_mailmap_free(b.mailmap);
	free(b.files);
	return code;
}

static const char *const formats[] = { "text", "ndjson", "porcelain", NULL };

static const struct ch_opt options[] = {
	{ .name = "format",
		.kind = CH_OPT_ENUM,
		.offset = offsetof(struct blame_options, format),
		.names = formats,
		.dflt = "text",
		.metavar = "F",
		.help = "a line a line, an object a run of lines, or as git "
			"blame --porcelain prints each file" },
};

static const struct ch_example examples[] = {
	{ "codehist blame", "Who last changed each line of every text file" },
	{ "codehist blame v2.0 -- src", "The same as of v2.0, in src" },
	{ "codehist blame | cut -c1-40 | sort | uniq -c | sort -rn | head",
		"The commits most lines come from" },
};

static const struct ch_opt_table *more_options(
	const struct ch_command *command, size_t i)
{
	(void)command;
	return i ? NULL : &ch_history_table;
}

const struct ch_command ch_cmd_blame = {
	.name = "blame",
	.summary = "who last changed each line, whole trees at once",
	.synopsis = "[REV] [--format=F] [-- PATHSPEC...]",
	.description =
		"The commit that each line of every text file under the paths "
		"comes from, for all files in one pass over the history. "
		"Lines belong to the commit that git blame names: owners "
		"follow renames and merges.",
	.examples = examples,
	.nexamples = CH_ARRAY_LEN(examples),
	.options = options,
	.noptions = CH_ARRAY_LEN(options),
	.options_size = sizeof(struct blame_options),
	.more = more_options,
	.repo = CH_REPO_REQUIRED,
	.run = run,
};
