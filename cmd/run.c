#include "cmd/command.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/progress.h"
#include "base/text.h"
#include "base/version.h"
#include "cmd/help.h"
#include "cmd/signals.h"
#include "gitlayer/repo.h"
#include "uast/grammars.h"

static int change_directory(struct ch_run_context *ctx, struct ch_err *err)
{
	const struct ch_opt_list *dirs = &ctx->globals.dirs;

	ctx->dir = ".";
	for (size_t i = 0; i < dirs->n; i++) {
		const char *dir = dirs->items[i];

		if (chdir(dir) < 0)
			return ch_fail(err, CH_EUSAGE, "-C %s: %s", dir,
				strerror(errno));
		if (!i || dir[0] == '/')
			ctx->dir = dir;
		else
			ctx->dir = ch_arena_printf(
				&ctx->arena, "%s/%s", ctx->dir, dir)
					   .ptr;
	}
	return 0;
}

static int config_value(void *data, const char *key, bool trusted_only,
	struct ch_buf *value, struct ch_err *err)
{
	return ch_repo_config(data, key, trusted_only, value, err);
}

/* Only a command that looks for a repository hears of its config. */
static int find_repo(struct ch_run_context *ctx, struct ch_err *err)
{
	struct ch_repo *repo;
	int code;

	if (ctx->command->repo == CH_REPO_NONE)
		return 0;
	code = ch_run_repo(ctx, &repo, err);
	if (code == CH_ENOTFOUND && ctx->command->repo == CH_REPO_OPTIONAL)
		return 0;
	return code;
}

static int fill_options(struct ch_run_context *ctx, struct ch_err *err)
{
	struct ch_opt_source source = { .env = getenv };
	int code = 0;

	if (ctx->repo) {
		source.config = config_value;
		source.data = ctx->repo;
	}
	for (size_t i = 0; i < ctx->set.ngroups && !code; i++)
		code = ch_opt_fill(&ctx->set, i, &source, err);
	return code;
}

static int start_progress(struct ch_run_context *ctx)
{
	int mode = ctx->globals.progress;

	ch_progress_free(ctx->progress);
	ctx->progress =
		ch_progress_new(STDERR_FILENO, mode == CH_PROGRESS_PLAIN,
			ctx->globals.quiet || mode == CH_PROGRESS_NONE);
	return 0;
}

static void add_options(struct ch_run_context *ctx)
{
	struct ch_opt_table table;
	size_t n = 0;

	while (ch_command_table(ctx->command, n, &table))
		n++;
	ctx->more = ch_arena_calloc(&ctx->arena, n, sizeof(*ctx->more));
	for (size_t i = 0; ch_command_table(ctx->command, i, &table); i++) {
		void *into = ch_arena_calloc(&ctx->arena, 1, table.size);

		if (i)
			ctx->more[i - 1] = into;
		else
			ctx->options = into;
		ch_opt_add(
			&ctx->set, &table, ch_command_name(ctx->command), into);
	}
}

/* argv into ctx->command and options; *done: help or version was printed. */
static int read_arguments(struct ch_run_context *ctx, int argc, char **argv,
	bool *done, struct ch_err *err)
{
	int at = 1;
	int code = ch_opt_parse(&ctx->set, argc, argv, &at, true, err);

	if (code)
		return code;
	*done = true;
	if (ctx->globals.version)
		return ch_help_version(ctx, err);
	if (at == argc && ctx->globals.help)
		return ch_help_overview(ctx, err);
	if (at == argc || !strcmp(argv[at], "--"))
		return ch_fail(
			err, CH_EUSAGE, "no command given: see codehist help");
	ctx->command = ch_command_find(argv[at++], err);
	if (!ctx->command)
		return CH_EUSAGE;
	add_options(ctx);
	code = ch_opt_parse(&ctx->set, argc, argv, &at, false, err);
	if (code)
		return code;
	if (ctx->globals.version)
		return ch_help_version(ctx, err);
	if (ctx->globals.help)
		return ch_help_command(ctx, ctx->command, err);
	*done = false;
	return 0;
}

static int run_command(
	struct ch_run_context *ctx, int argc, char **argv, struct ch_err *err)
{
	bool done = false;
	int code = read_arguments(ctx, argc, argv, &done, err);

	if (code || done)
		return code;
	code = change_directory(ctx, err);
	if (!code)
		code = find_repo(ctx, err);
	if (!code)
		code = fill_options(ctx, err);
	if (!code)
		code = start_progress(ctx);
	if (!code)
		code = ctx->command->run(ctx, err);
	return code;
}

static int write_stats(struct ch_run_context *ctx, struct ch_err *err)
{
	const char *path = ctx->globals.stats;
	struct ch_writer_options options = { .format = *path ? CH_FORMAT_JSON
							     : CH_FORMAT_TEXT };
	struct ch_sink sink = { 0 };
	struct ch_writer *w;
	int code = 0;

	if (*path)
		code = ch_sink_open(&sink, path, err);
	else
		ch_sink_fd(&sink, STDERR_FILENO, "standard error");
	if (code)
		return code;
	ch_stats_sample(&ctx->stats);
	w = ch_writer_new(&options, &sink);
	ch_write_map(w);
	ch_put_z(w, "schema", "codehist.stats/1");
	ch_put_real(w, "seconds", ch_clock_s() - ctx->started_s);
	ch_put_int(w, "jobs", (int64_t)ch_run_jobs(ctx));
	ch_stats_write(&ctx->stats, w);
	ch_write_end(w);
	code = ch_writer_finish(w, err);
	ch_writer_free(w);
	return code ? code : ch_sink_close(&sink, err);
}

/* Data is in its place, or the first reason why not. */
static int finish(struct ch_run_context *ctx, int code, struct ch_err *err)
{
	ch_progress_clear(ctx->progress);
	if (code)
		ch_sink_abort(&ctx->out);
	else
		code = ch_sink_close(&ctx->out, err);
	if (!ctx->command)
		return code;
	if (ctx->globals.stats && !code)
		code = write_stats(ctx, err);
	if (ctx->globals.verbose && !code)
		ch_run_print_run(ctx);
	if (!code && ctx->globals.strict && ctx->nwarnings)
		code = ch_fail(err, CH_EFAIL, "--strict: there were %zu %s",
			ctx->nwarnings,
			ctx->nwarnings == 1 ? "warning" : "warnings");
	return code;
}

static int exit_status(
	struct ch_run_context *ctx, int code, const struct ch_err *err)
{
	/* Who closed our output has seen enough. */
	if (!code || code == CH_EPIPE)
		return 0;
	ch_run_print_error(ctx, err);
	if (code == CH_EINTR)
		return 128 + (int)*ctx->interrupted;
	return code == CH_EUSAGE ? 2 : 1;
}

static void release(struct ch_run_context *ctx)
{
	ch_repo_free(ctx->repo);
	ch_grammars_free(ctx->grammars);
	if (ctx->has_git)
		ch_git_shutdown();
	ch_progress_free(ctx->progress);
	ch_opt_release(&ctx->set);
	free(ctx->warnings);
	ch_arena_release(&ctx->arena);
}

int ch_run(int argc, char **argv)
{
	struct ch_run_context ctx = { 0 };
	struct ch_err err = { 0 };
	int code, status;

	ch_signals_install();
	ctx.interrupted = ch_signals_flag();
	ctx.started_s = ch_clock_s();
	ctx.now_s = time(NULL);
	ctx.progress = ch_progress_new(STDERR_FILENO, false, true);
	ch_opt_add(&ctx.set, &ch_global_table, NULL, &ctx.globals);
	code = run_command(&ctx, argc, argv, &err);
	code = finish(&ctx, code, &err);
	status = exit_status(&ctx, code, &err);
	release(&ctx);
	return status;
}
