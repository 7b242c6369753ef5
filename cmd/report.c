#include "cmd/report.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analyzers/people.h"
#include "base/mem.h"
#include "base/optvalue.h"
#include "cmd/progress.h"
#include "gitlayer/commit.h"
#include "gitlayer/mailmap.h"
#include "gitlayer/range.h"
#include "gitlayer/rename.h"
#include "pipeline/trace.h"

#define MAX_LIST_FILE ((size_t)64 << 20)

/* Everything that has to be let go of at the end. */
struct job {
	struct ch_report report;
	struct ch_engine_options engine;
	struct ch_analyzer_options analyzer_options;
	struct ch_walk_tips tips;
	struct ch_odb *odb;
	struct ch_pathspec *pathspec;
	struct ch_mailmap *mailmap;
	struct ch_attrs *attrs;
	struct ch_linguist *linguist;
	struct ch_trace *trace;
	struct ch_buf branch;
	struct ch_oid tree; /* of the end */
};

/* ---- Which analyzers ----------------------------------------------------*/

static void choose(struct ch_report *r, const struct ch_analyzer *a)
{
	for (size_t i = 0; i < r->nanalyzers; i++)
		if (r->analyzers[i] == a)
			return;
	r->analyzers[r->nanalyzers++] = a;
}

static int choose_names(
	struct ch_report *r, struct ch_str names, struct ch_err *err)
{
	size_t n, from = 0;
	const struct ch_analyzer *const *all = ch_analyzers(&n);

	while (from <= names.len) {
		size_t comma = ch_str_chr(names, ',', from);
		struct ch_str name = ch_str_sub(names, from, comma);
		const struct ch_analyzer *a = ch_analyzer_find(name);

		if (a)
			choose(r, a);
		for (size_t i = 0; i < n && ch_str_is(name, "all"); i++)
			choose(r, all[i]);
		if (!a && !ch_str_is(name, "all"))
			return ch_fail(err, CH_EUSAGE,
				"there is no report '%.*s': see codehist "
				"report --help",
				(int)name.len, name.ptr);
		if (comma == (size_t)-1)
			break;
		from = comma + 1;
	}
	return 0;
}

/* `codehist devs` is `codehist report devs`. */
static int choose_analyzers(struct job *job, struct ch_err *err)
{
	struct ch_run_context *ctx = job->report.ctx;
	const struct ch_analyzer *a =
		ch_analyzer_find(ch_str_z(ctx->command->name));
	struct ch_report *r = &job->report;
	size_t n, used = a ? 0 : 1;

	ch_analyzers(&n);
	r->analyzers = ch_arena_calloc(&ctx->arena, n, sizeof(*r->analyzers));
	if (!a && !ctx->set.nwords)
		return ch_fail(err, CH_EUSAGE,
			"report what? name reports, or all: see codehist "
			"report --help");
	r->range = ctx->set.nwords > used ? ctx->set.words + used : NULL;
	r->nrange = ctx->set.nwords - used;
	if (!a)
		return choose_names(r, ch_str_z(ctx->set.words[0]), err);
	choose(r, a);
	return 0;
}

/* ---- Which commits ------------------------------------------------------*/

static bool is_revision(struct job *job, const char *word)
{
	struct ch_oid oid;

	return !ch_repo_resolve(job->report.ctx->repo, word, &oid, NULL);
}

static int apply_dates(struct job *job, const char *since, const char *until,
	struct ch_err *err)
{
	int64_t now_s = job->report.ctx->now_s;
	int code = 0;

	if (since)
		code = ch_date_parse(since, now_s, &job->tips.since_s, err);
	if (until && !code)
		code = ch_date_parse(until, now_s, &job->tips.until_s, err);
	return code;
}

/* The words of the range, with --rev, --since and --until among them. */
static int find_tips(struct job *job, struct ch_err *err)
{
	struct ch_report *r = &job->report;
	const struct ch_report_options *o = r->options;
	struct ch_run_context *ctx = r->ctx;
	const char *since = o->since, *until = o->until;
	const char **words =
		ch_arena_calloc(&ctx->arena, r->nrange + 4, sizeof(*words));
	size_t n = 0;
	int code;

	for (; n < r->nrange; n++)
		words[n] = r->range[n];
	if (o->rev && n)
		return ch_fail(
			err, CH_EUSAGE, "--rev and a range: give one of them");
	if (o->rev)
		words[n++] = o->rev;
	if (until && is_revision(job, until)) {
		if (n)
			return ch_fail(err, CH_EUSAGE,
				"--until: a revision beside --rev or a range");
		words[n++] = until;
		until = NULL;
	}
	if (since && is_revision(job, since)) {
		if (!n)
			words[n++] = "HEAD";
		words[n++] = ch_arena_printf(&ctx->arena, "^%s", since).ptr;
		since = NULL;
	}
	code = ch_range_tips(
		ctx->repo, job->odb, words, n, &ctx->arena, &job->tips, err);
	if (code == CH_ENOTFOUND && !n) {
		/* No commit yet: the reports are empty. */
		job->tips.ninclude = job->tips.nexclude = 0;
		*err = (struct ch_err){ 0 };
		code = 0;
	}
	job->tips.first_parent = o->first_parent;
	return code ? code : apply_dates(job, since, until, err);
}

/* The end's tree, HEAD's branch. */
static int find_end(struct job *job, struct ch_err *err)
{
	struct ch_run_context *ctx = job->report.ctx;
	struct ch_commit commit;
	struct ch_object object;
	struct ch_oid head;
	int code;

	ch_repo_head(ctx->repo, &head, &job->branch, NULL);
	job->report.branch = ch_buf_str(&job->branch);
	if (!job->tips.ninclude)
		return 0;
	job->report.head = &job->tips.include[0];
	code = ch_odb_read(
		job->odb, job->report.head, &ctx->arena, &object, err);
	if (!code)
		code = ch_commit_parse(
			job->report.head, &object, &ctx->arena, &commit, err);
	if (!code)
		job->tree = commit.tree;
	return code;
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

static int choose_classes(struct job *job, struct ch_err *err)
{
	const struct ch_report_options *o = job->report.options;
	unsigned chosen = 0, out = 0, bit = 0;
	int code = 0;

	for (size_t i = 0; i < o->include.n && !code; i++) {
		if (!strcmp(o->include.items[i], "deleted")) {
			job->analyzer_options.include_deleted = true;
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

static int choose_languages(struct job *job, struct ch_err *err)
{
	const struct ch_opt_list *list = &job->report.options->languages;
	uint16_t *ids =
		ch_arena_calloc(&job->report.ctx->arena, list->n, sizeof(*ids));

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

static int choose_files(struct job *job, struct ch_err *err)
{
	struct ch_run_context *ctx = job->report.ctx;
	bool reads_attributes =
		!job->report.options->attributes && job->tips.ninclude;
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
	job->engine.attrs = job->attrs;
	job->engine.linguist = job->linguist;
	return code;
}

/* ---- Who ----------------------------------------------------------------*/

static int read_list(struct ch_run_context *ctx, const char *option,
	const char *path, struct ch_str *text, struct ch_err *err)
{
	FILE *f = fopen(path, "re");
	struct ch_buf buf = { 0 };
	char part[8192];
	size_t n;
	int code = 0;

	if (!f)
		return ch_fail(err, CH_EUSAGE, "--%s: %s: %s", option, path,
			strerror(errno));
	while ((n = fread(part, 1, sizeof(part), f)) && buf.len < MAX_LIST_FILE)
		ch_buf_add(&buf, part, n);
	if (ferror(f) || buf.len >= MAX_LIST_FILE)
		code = ch_fail(err, CH_EIO,
			"--%s: %s: cannot be read, or is "
			"over 64 MiB",
			option, path);
	fclose(f);
	*text = ch_arena_str(&ctx->arena, ch_buf_str(&buf));
	ch_buf_release(&buf);
	return code;
}

static int know_people(struct job *job, struct ch_err *err)
{
	const struct ch_report_options *o = job->report.options;
	struct ch_run_context *ctx = job->report.ctx;
	bool is_file = strcmp(o->identities, "mailmap") != 0 &&
		       strcmp(o->identities, "raw") != 0;
	struct ch_err problem = { 0 };
	struct ch_str text;
	int code = 0;

	if (strcmp(o->identities, "raw") != 0 && job->tips.ninclude &&
		ch_mailmap_load(&job->mailmap, job->odb, &job->tree, &problem))
		ch_run_warn(ctx, ".mailmap: %s", problem.msg);
	job->engine.people = ch_people_new(job->mailmap);
	if (is_file) {
		code = read_list(ctx, "identities", o->identities, &text, err);
		if (!code)
			ch_people_add_identities(job->engine.people, text);
	}
	if (o->bots && !code) {
		code = read_list(ctx, "bots", o->bots, &text, err);
		if (!code)
			ch_people_add_bots(job->engine.people, text);
	}
	if (o->merge_identities)
		ch_people_merge(job->engine.people);
	job->engine.authors = o->authors.items;
	job->engine.nauthors = o->authors.n;
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

static int parse_strength(const char *text, double *out, struct ch_err *err)
{
	char *end;

	*out = strtod(text, &end);
	if (end == text || *end || !(*out >= 0) || *out > 1)
		return ch_fail(err, CH_EUSAGE,
			"--min-strength=%s: a number from 0 to 1", text);
	return 0;
}

static int set_up_analyzers(struct job *job, struct ch_err *err)
{
	const struct ch_report_options *o = job->report.options;
	struct ch_analyzer_options *a = &job->analyzer_options;

	a->tick_s = o->tick;
	a->directory_depth = o->directory_depth;
	a->author_time = o->time == 1;
	a->max_changeset = o->max_changeset;
	a->min_co_changes = o->min_co_changes;
	a->top = o->top;
	a->half_life_days = (double)o->half_life;
	job->engine.analyzer_options = a;
	return parse_strength(o->min_strength, &a->min_strength, err);
}

static void show_progress(
	void *data, const char *stage, uint64_t done, uint64_t total)
{
	ch_progress_update(data, stage, done, total);
}

static int set_up(struct job *job, struct ch_err *err)
{
	const struct ch_report_options *o = job->report.options;
	struct ch_run_context *ctx = job->report.ctx;
	struct ch_engine_options *e = &job->engine;

	e->repo = ctx->repo;
	e->tips = &job->tips;
	e->analyzers = job->report.analyzers;
	e->nanalyzers = job->report.nanalyzers;
	e->first_parent = o->first_parent;
	e->algorithm = o->diff_algorithm ? CH_DIFF_GIT : CH_DIFF_FAST;
	e->no_renames = o->no_renames;
	e->rename_limit = (size_t)o->rename_limit;
	e->max_changes = (size_t)o->max_changes;
	e->max_blob_bytes = (size_t)o->max_blob_size;
	e->jobs = ch_run_jobs(ctx);
	e->budget_bytes = ctx->globals.memory_budget;
	e->chunk_commits = (size_t)o->chunk_commits;
	e->blob_arena_bytes = (size_t)o->blob_arena_size;
	e->stats = &ctx->stats;
	e->progress = show_progress;
	e->progress_data = ctx->progress;
	e->stop = ctx->interrupted;
	if (o->trace)
		e->trace = job->trace = ch_trace_new();
	return parse_score(o->find_renames, &e->min_score, err);
}

/* What a reader of the numbers has to know. */
static void warn(struct job *job)
{
	const struct ch_engine_totals *t = ch_engine_totals(job->report.engine);
	struct ch_run_context *ctx = job->report.ctx;

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

static int run_engine(struct job *job, struct ch_err *err)
{
	struct ch_run_context *ctx = job->report.ctx;
	int code;

	job->report.engine = ch_engine_new(&job->engine);
	code = ch_engine_run(job->report.engine, err);
	ch_progress_clear(ctx->progress);
	if (code)
		return code;
	warn(job);
	code = ch_report_write(&job->report, err);
	if (!code && job->trace)
		code = ch_trace_write(
			job->trace, job->report.options->trace, err);
	return code;
}

static int run(struct ch_run_context *ctx, struct ch_err *err)
{
	struct job job = { .report = { .ctx = ctx, .options = ctx->options } };
	int code = choose_analyzers(&job, err);

	if (!code)
		code = ch_odb_open(&job.odb, ctx->repo, NULL, err);
	if (!code)
		code = find_tips(&job, err);
	if (!code)
		code = find_end(&job, err);
	if (!code)
		code = choose_files(&job, err);
	if (!code)
		code = know_people(&job, err);
	if (!code)
		code = set_up_analyzers(&job, err);
	if (!code)
		code = set_up(&job, err);
	if (!code)
		code = run_engine(&job, err);
	ch_engine_free(job.report.engine);
	ch_people_free(job.engine.people);
	ch_mailmap_free(job.mailmap);
	ch_linguist_free(job.linguist);
	ch_attrs_free(job.attrs);
	ch_pathspec_free(job.pathspec);
	ch_odb_free(job.odb);
	ch_trace_free(job.trace);
	ch_buf_release(&job.branch);
	return code;
}

/* ---- Commands -----------------------------------------------------------*/

static const char *const words[] = { "devs", "couples", "file-history", "all",
	NULL };

static const struct ch_example examples[] = {
	{ "codehist devs", "Who did how much in the whole history" },
	{ "codehist devs --since '1 year ago' -- src",
		"The last year, in one directory" },
	{ "codehist report all --format json -o history.json",
		"Every report in one pass" },
};

static const char description[] =
	"Reports over a whole history, in one pass for all that are named: the "
	"commits of the range once each, whatever branch they came by, merges "
	"counted apart. Numbers equal git's own where git has them "
	"(rev-list --count, shortlog -sne --no-merges, log --numstat).";

#define REPORT(command, its_name, its_summary, its_synopsis)                  \
	const struct ch_command ch_cmd_##command = {                          \
		.name = its_name,                                             \
		.summary = its_summary,                                       \
		.synopsis = its_synopsis "[A..B] [options] [-- PATHSPEC...]", \
		.description = description,                                   \
		.examples = examples,                                         \
		.nexamples = CH_ARRAY_LEN(examples),                          \
		.options = ch_report_rows,                                    \
		.noptions = CH_NREPORT_ROWS,                                  \
		.options_size = sizeof(struct ch_report_options),             \
		.repo = CH_REPO_REQUIRED,                                     \
		.words = words,                                               \
		.run = run,                                                   \
	}

REPORT(report, "report", "history reports, one pass for all that are named",
	"NAME[,NAME...] ");
REPORT(devs, "devs", "report devs: who did how much, in what and when", "");
REPORT(couples, "couples", "report couples: which files change together", "");
REPORT(file_history, "file-history",
	"report file-history: the life of every file, and hotspots", "");
