#include "cmd/history.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/progress.h"
#include "gitlayer/commit.h"
#include "gitlayer/range.h"
#include "pipeline/budget.h"
#include "pipeline/trace.h"

/* ---- Options ------------------------------------------------------------*/

static const char *const attributes[] = { "tree", "none", NULL };
static const char *const algorithms[] = { "fast", "git", NULL };

#define AT(member) .offset = offsetof(struct ch_history_args, member)
#define SELECTION .section = "Which commits and files"
#define COUNTING .section = "How it is counted"
#define ENGINE .section = "How it is done"

static const struct ch_opt rows[] = {
	{ .name = "rev",
		.kind = CH_OPT_STRING,
		AT(rev),
		.flags = CH_OPT_ARGV_ONLY | CH_OPT_PARAMETER,
		.metavar = "REV",
		.note = "HEAD",
		SELECTION,
		.help = "the revision that history ends at" },
	{ .name = "first-parent",
		.kind = CH_OPT_FLAG,
		AT(first_parent),
		.flags = CH_OPT_PARAMETER | CH_OPT_NEGATABLE,
		SELECTION,
		.help = "the mainline only, a merge as one commit" },
	{ .name = "lang",
		.kind = CH_OPT_LIST,
		AT(languages),
		.flags = CH_OPT_ARGV_ONLY | CH_OPT_PARAMETER,
		.metavar = "L",
		SELECTION,
		.help = "only files in language L, and commits that change "
			"one" },
	{ .name = "include",
		.kind = CH_OPT_LIST,
		AT(include),
		.flags = CH_OPT_ARGV_ONLY | CH_OPT_PARAMETER,
		.metavar = "CLASS",
		SELECTION,
		.help = "only files of a class: source, test, documentation, "
			"vendored, generated; deleted: files that are gone, "
			"too" },
	{ .name = "exclude",
		.kind = CH_OPT_LIST,
		AT(exclude),
		.flags = CH_OPT_ARGV_ONLY | CH_OPT_PARAMETER,
		.metavar = "CLASS",
		SELECTION,
		.help = "leave out files of a class" },
	{ .name = "attributes",
		.kind = CH_OPT_ENUM,
		AT(attributes),
		.names = attributes,
		.dflt = "tree",
		.flags = CH_OPT_PARAMETER,
		.metavar = "FROM",
		COUNTING,
		.help = "gitattributes of the end's tree, or none" },
	{ .name = "diff-algorithm",
		.kind = CH_OPT_ENUM,
		AT(diff_algorithm),
		.names = algorithms,
		.dflt = "fast",
		.flags = CH_OPT_PARAMETER,
		.metavar = "A",
		COUNTING,
		.help = "our line diff, or libgit2's: both count as git does" },
	{ .name = "no-renames",
		.kind = CH_OPT_FLAG,
		AT(no_renames),
		.flags = CH_OPT_PARAMETER,
		COUNTING,
		.help = "a renamed file is a deleted and an added one" },
	{ .name = "find-renames",
		.kind = CH_OPT_STRING,
		AT(find_renames),
		.flags = CH_OPT_OPTIONAL | CH_OPT_PARAMETER,
		.implied = "50%",
		.dflt = "50%",
		.metavar = "N%",
		COUNTING,
		.help = "how similar the two sides of a rename must be" },
	{ .name = "rename-limit",
		.kind = CH_OPT_INT,
		AT(rename_limit),
		.min = 1,
		.max = 100000,
		.dflt = "1000",
		.flags = CH_OPT_PARAMETER,
		.metavar = "N",
		COUNTING,
		.help = "do not compare contents where more than N x N files "
			"came and went" },
	{ .name = "max-changes",
		.kind = CH_OPT_INT,
		AT(max_changes),
		.min = 1,
		.max = 1000000000,
		.dflt = "5000000",
		.flags = CH_OPT_PARAMETER,
		.metavar = "N",
		COUNTING,
		.help = "paths taken of one commit" },
	{ .name = "max-blob-size",
		.kind = CH_OPT_SIZE,
		AT(max_blob_size),
		.min = 1,
		.max = (int64_t)1 << 30,
		.dflt = "16MiB",
		.flags = CH_OPT_PARAMETER,
		.metavar = "SIZE",
		COUNTING,
		.help = "larger contents have no lines" },
	{ .name = "chunk-commits",
		.kind = CH_OPT_INT,
		AT(chunk_commits),
		.min = 1,
		.max = 1000000000,
		.metavar = "N",
		.note = "by the memory budget",
		ENGINE,
		.help = "commits of a chunk" },
	{ .name = "blob-arena-size",
		.kind = CH_OPT_SIZE,
		AT(blob_arena_size),
		.min = 65536,
		.max = (int64_t)1 << 32,
		.dflt = "4MiB",
		.metavar = "SIZE",
		ENGINE,
		.help = "contents that a worker loads together" },
	{ .name = "explain-budget",
		.kind = CH_OPT_FLAG,
		AT(explain_budget),
		ENGINE,
		.help = "say what each part may use of the memory budget" },
	{ .name = "trace",
		.kind = CH_OPT_STRING,
		AT(trace),
		.flags = CH_OPT_ARGV_ONLY,
		.metavar = "FILE",
		ENGINE,
		.help = "write what each worker did when, for a browser's "
			"tracing page" },
};

const struct ch_opt_table ch_history_table = { .rows = rows,
	.nrows = CH_ARRAY_LEN(rows),
	.size = sizeof(struct ch_history_args) };

/* ---- Which commits ------------------------------------------------------*/

/* The end's tree, HEAD's branch. */
static int find_end(struct ch_history_job *job, struct ch_err *err)
{
	struct ch_run_context *ctx = job->ctx;
	struct ch_commit commit;
	struct ch_object object;
	struct ch_oid head;
	int code;

	ch_repo_head(ctx->repo, &head, &job->branch_buf, NULL);
	job->branch = ch_buf_str(&job->branch_buf);
	if (!job->tips.ninclude)
		return 0;
	job->head = &job->tips.include[0];
	code = ch_odb_read(job->odb, job->head, &ctx->arena, &object, err);
	if (!code)
		code = ch_commit_parse(
			job->head, &object, &ctx->arena, &commit, err);
	if (!code)
		job->tree = commit.tree;
	return code;
}

int ch_history_start(struct ch_history_job *job, const char *const *words,
	size_t n, struct ch_err *err)
{
	struct ch_run_context *ctx = job->ctx;
	int code = ch_odb_open(&job->odb, ctx->repo, NULL, err);

	if (!code)
		code = ch_range_tips(ctx->repo, job->odb, words, n, &ctx->arena,
			&job->tips, err);
	if (code == CH_ENOTFOUND && !n) {
		/* No commit yet: there is nothing to report. */
		job->tips.ninclude = job->tips.nexclude = 0;
		*err = (struct ch_err){ 0 };
		code = 0;
	}
	job->tips.first_parent = job->args->first_parent;
	job->tips.stop = job->ctx->interrupted;
	return code ? code : find_end(job, err);
}

/* ---- Which files --------------------------------------------------------*/

static int find_class(
	const char *option, const char *name, unsigned *bit, struct ch_err *err)
{
	for (int c = 0; c < CH_NCLASSES; c++)
		if (!strcmp(name, ch_path_class_name((enum ch_path_class)c))) {
			*bit = 1u << c;
			return 0;
		}
	return ch_fail(err, CH_EUSAGE,
		"--%s=%s: classes are source, test, documentation, vendored "
		"and generated",
		option, name);
}

static int choose_classes(struct ch_history_job *job, struct ch_err *err)
{
	const struct ch_history_args *o = job->args;
	unsigned chosen = 0, out = 0, bit = 0;
	int code = 0;

	for (size_t i = 0; i < o->include.n && !code; i++) {
		if (!strcmp(o->include.items[i], "deleted")) {
			job->include_deleted = true;
			continue;
		}
		code = find_class("include", o->include.items[i], &bit, err);
		chosen |= bit;
	}
	for (size_t i = 0; i < o->exclude.n && !code; i++) {
		code = find_class("exclude", o->exclude.items[i], &bit, err);
		out |= bit;
	}
	if (!chosen)
		chosen = (1u << CH_NCLASSES) - 1;
	job->engine.classes = chosen & ~out;
	if (!code && !job->engine.classes)
		return ch_fail(
			err, CH_EUSAGE, "--exclude: no class of files is left");
	return code;
}

static int choose_languages(struct ch_history_job *job, struct ch_err *err)
{
	const struct ch_opt_list *list = &job->args->languages;
	uint16_t *ids =
		ch_arena_calloc(&job->ctx->arena, list->n, sizeof(*ids));

	for (size_t i = 0; i < list->n; i++) {
		ids[i] = ch_linguist_find(ch_str_z(list->items[i]));
		if (ids[i] == CH_NO_LANGUAGE)
			return ch_fail(err, CH_EUSAGE,
				"--lang=%s: not a language that GitHub "
				"Linguist knows",
				list->items[i]);
	}
	job->engine.languages = ids;
	job->engine.nlanguages = list->n;
	return 0;
}

static int choose_files(struct ch_history_job *job, struct ch_err *err)
{
	struct ch_run_context *ctx = job->ctx;
	bool reads_attributes = !job->args->attributes && job->tips.ninclude;
	int code = ch_pathspec_new(&job->pathspec, ch_run_prefix(ctx),
		ctx->set.paths, ctx->set.npaths, err);

	if (!code && !ch_pathspec_is_empty(job->pathspec))
		job->engine.pathspec = job->pathspec;
	if (!code)
		code = ch_attrs_load(&job->attrs, ctx->repo, job->odb,
			reads_attributes ? &job->tree : NULL, err);
	if (!code)
		code = ch_linguist_new(
			&job->linguist, job->attrs, NULL, 0, err);
	if (!code)
		code = choose_classes(job, err);
	if (!code)
		code = choose_languages(job, err);
	if (!code)
		code = ch_run_grammars(ctx, &job->engine.grammars, err);
	job->engine.attrs = job->attrs;
	job->engine.linguist = job->linguist;
	return code;
}

/* ---- How ----------------------------------------------------------------*/

/* "50%", "50", "0.5": of 60,000. */
static int parse_score(const char *text, uint16_t *score, struct ch_err *err)
{
	char *end;
	double value = strtod(text, &end);

	if (*end == '%' && end[1] == '\0')
		value /= 100;
	else if (*end == '\0' && value > 1)
		value /= 100;
	else if (*end)
		value = -1;
	if (end == text || !(value > 0) || value > 1)
		return ch_fail(err, CH_EUSAGE,
			"--find-renames=%s: a similarity like 50%%", text);
	*score = (uint16_t)(value * 60000);
	return 0;
}

static void explain_budget(const struct ch_history_job *job)
{
	int64_t asked = job->ctx->globals.memory_budget;
	size_t jobs = ch_run_jobs(job->ctx);
	struct ch_budget budget;
	struct ch_buf text = { 0 };

	ch_budget_split(asked ? asked : ch_budget_default(), jobs, &budget);
	ch_budget_explain(
		&budget, asked, jobs, job->args->blob_arena_size, &text);
	fputs(ch_buf_z(&text), stderr);
	ch_buf_release(&text);
}

int ch_history_set_up(struct ch_history_job *job, struct ch_err *err)
{
	const struct ch_history_args *o = job->args;
	struct ch_run_context *ctx = job->ctx;
	struct ch_engine_options *e = &job->engine;

	e->repo = ctx->repo;
	e->tips = &job->tips;
	e->first_parent = o->first_parent;
	e->algorithm = o->diff_algorithm ? CH_DIFF_GIT : CH_DIFF_FAST_BLAME;
	e->no_renames = o->no_renames;
	e->rename_limit = (size_t)o->rename_limit;
	e->max_changes = (size_t)o->max_changes;
	e->max_blob_bytes = (size_t)o->max_blob_size;
	e->jobs = ch_run_jobs(ctx);
	e->budget_bytes = ctx->globals.memory_budget;
	e->chunk_commits = (size_t)o->chunk_commits;
	e->blob_arena_bytes = (size_t)o->blob_arena_size;
	e->stats = &ctx->stats;
	e->watch = ch_run_watch(ctx);
	if (o->explain_budget)
		explain_budget(job);
	if (o->trace)
		e->trace = job->trace = ch_trace_new();
	if (parse_score(o->find_renames, &e->min_score, err))
		return CH_EUSAGE;
	return choose_files(job, err);
}

/* ---- The run ------------------------------------------------------------*/

/* What a reader of the numbers has to know. */
static void warn(struct ch_history_job *job)
{
	const struct ch_engine_totals *t = ch_engine_totals(job->run);
	struct ch_run_context *ctx = job->ctx;

	if (t->missing_commits)
		ch_run_warn(ctx, "%zu commits are missing: history ends there",
			t->missing_commits);
	if (t->lines[CH_LINES_MISSING])
		ch_run_warn(ctx,
			"%zu changes have no lines: their content is not here",
			t->lines[CH_LINES_MISSING]);
	for (size_t i = 0; i < t->ntoo_large; i++)
		ch_run_warn(ctx, "%.*s: over --max-blob-size, no lines",
			(int)t->too_large[i].len, t->too_large[i].ptr);
	if (t->unreadable_trees)
		ch_run_warn(ctx,
			"%zu trees cannot be read: their changes are "
			"missing",
			t->unreadable_trees);
	if (t->cut_changes)
		ch_run_warn(ctx, "%zu paths are over a limit and left out",
			t->cut_changes);
	if (ch_attrs_skipped(job->attrs))
		ch_run_warn(ctx, "%zu .gitattributes are left out",
			ch_attrs_skipped(job->attrs));
}

int ch_history_run(struct ch_history_job *job, struct ch_err *err)
{
	int code;

	job->run = ch_engine_new(&job->engine);
	code = ch_engine_run(job->run, err);
	ch_progress_clear(job->ctx->progress);
	if (!code)
		warn(job);
	return code;
}

int ch_history_write_trace(struct ch_history_job *job, struct ch_err *err)
{
	if (!job->trace)
		return 0;
	return ch_trace_write(job->trace, job->args->trace, err);
}

void ch_history_finish(struct ch_history_job *job)
{
	ch_engine_free(job->run);
	ch_linguist_free(job->linguist);
	ch_attrs_free(job->attrs);
	ch_pathspec_free(job->pathspec);
	ch_odb_free(job->odb);
	ch_trace_free(job->trace);
	ch_buf_release(&job->branch_buf);
}
