#include "cmd/command.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/progress.h"
#include "base/terminal.h"
#include "base/text.h"
#include "gitlayer/repo.h"
#include "uast/grammars.h"

int ch_run_out(
	struct ch_run_context *ctx, struct ch_sink **out, struct ch_err *err)
{
	int code = 0;

	if (!ctx->out.is_open)
		code = ch_sink_open(&ctx->out, ctx->globals.output, err);
	*out = &ctx->out;
	return code;
}

int ch_run_repo(
	struct ch_run_context *ctx, struct ch_repo **repo, struct ch_err *err)
{
	const char *const *lines;
	size_t n;
	int code;

	*repo = ctx->repo;
	if (ctx->repo)
		return 0;
	code = ctx->has_git ? 0 : ch_git_init(err);
	ctx->has_git = !code;
	if (!code)
		code = ch_repo_open(&ctx->repo, ".", err);
	if (code)
		return code;
	n = ch_repo_warnings(ctx->repo, &lines);
	for (size_t i = 0; i < n; i++)
		ch_run_warn(ctx, "%s", lines[i]);
	*repo = ctx->repo;
	return 0;
}

int ch_run_grammars(struct ch_run_context *ctx, struct ch_grammars **out,
	struct ch_err *err)
{
	int code = 0;

	if (!ctx->grammars && ctx->globals.grammars)
		code = ch_grammars_open(
			&ctx->grammars, ctx->globals.grammars, geteuid(), err);
	*out = ctx->grammars;
	return code;
}

int ch_run_writer(struct ch_run_context *ctx, enum ch_format format,
	const char *table, struct ch_writer **w, struct ch_err *err)
{
	struct ch_writer_options options = { .format = format, .table = table };
	struct ch_sink *out;
	int code = ch_run_out(ctx, &out, err);

	*w = NULL;
	if (code)
		return code;
	if (!ctx->globals.output) {
		options.width = ch_terminal_width(STDOUT_FILENO);
		options.color = ch_run_has_color(ctx, STDOUT_FILENO);
	}
	*w = ch_writer_new(&options, out);
	return 0;
}

int ch_run_check(const struct ch_run_context *ctx, struct ch_err *err)
{
	if (*ctx->interrupted)
		return ch_fail(err, CH_EINTR, "interrupted");
	if (ch_sink_has_failed(&ctx->out))
		return ch_fail(err, CH_EPIPE, "cannot write");
	return 0;
}

/* One line on standard error, whatever the message quotes. */
static void print_line(const char *kind, struct ch_str message)
{
	struct ch_buf line = { 0 };

	ch_text_escape_line(&line, message);
	fprintf(stderr, "codehist: %s%s\n", kind, ch_buf_z(&line));
	ch_buf_release(&line);
}

void ch_run_warn(struct ch_run_context *ctx, const char *fmt, ...)
{
	struct ch_buf message = { 0 };
	va_list ap;

	va_start(ap, fmt);
	ch_buf_vprintf(&message, fmt, ap);
	va_end(ap);
	CH_GROW(ctx->warnings, ctx->nwarnings, ctx->warnings_cap);
	ctx->warnings[ctx->nwarnings++] =
		ch_arena_str(&ctx->arena, ch_buf_str(&message)).ptr;
	if (!ctx->globals.quiet) {
		ch_progress_clear(ctx->progress);
		print_line("warning: ", ch_buf_str(&message));
	}
	ch_buf_release(&message);
}

void ch_run_print_error(struct ch_run_context *ctx, const struct ch_err *err)
{
	ch_progress_clear(ctx->progress);
	print_line("error: ", ch_str_z(err->msg));
}

const char *ch_run_prefix(struct ch_run_context *ctx)
{
	const char *top = ch_repo_workdir(ctx->repo), *prefix = "";
	char *here = realpath(".", NULL);
	char *root = top ? realpath(top, NULL) : NULL;
	size_t len = root ? strlen(root) : 0;

	if (here && len > 1 && !strncmp(here, root, len) && here[len] == '/' &&
		here[len + 1])
		prefix =
			ch_arena_printf(&ctx->arena, "%s/", here + len + 1).ptr;
	free(here);
	free(root);
	return prefix;
}

size_t ch_run_jobs(const struct ch_run_context *ctx)
{
	return ctx->globals.jobs ? (size_t)ctx->globals.jobs : ch_pool_cores();
}

static void show_progress(
	void *data, const char *stage, uint64_t done, uint64_t total)
{
	ch_progress_update(data, stage, done, total, ch_clock_s());
}

struct ch_watch ch_run_watch(struct ch_run_context *ctx)
{
	return (struct ch_watch){ .stop = ctx->interrupted,
		.progress = show_progress,
		.progress_data = ctx->progress };
}

void ch_run_write_warnings(
	const struct ch_run_context *ctx, struct ch_writer *w)
{
	ch_write_key(w, "warnings");
	ch_write_list(w);
	for (size_t i = 0; i < ctx->nwarnings; i++)
		ch_write_z(w, ctx->warnings[i]);
	ch_write_end(w);
}

void ch_run_write_run(struct ch_run_context *ctx, struct ch_writer *w)
{
	ch_stats_sample(&ctx->stats);
	ch_write_key(w, "run");
	ch_write_map_line(w);
	ch_put_real(w, "seconds", ch_clock_s() - ctx->started_s);
	ch_put_int(w, "jobs", (int64_t)ch_run_jobs(ctx));
	ch_put_int(w, "peak_rss_bytes", ch_peak_rss_bytes());
	ch_put_int(w, "peak_anon_bytes", ctx->stats.peak_anon_bytes);
	ch_write_end(w);
}

void ch_run_print_run(struct ch_run_context *ctx)
{
	struct ch_buf line = { 0 };

	ch_stats_sample(&ctx->stats);
	ch_text_duration(&line, ch_clock_s() - ctx->started_s);
	ch_buf_printf(&line, ", jobs %zu, peak memory ", ch_run_jobs(ctx));
	ch_text_bytes(&line, ch_peak_rss_bytes());
	ch_buf_add_z(&line, " resident, ");
	ch_text_bytes(&line, ctx->stats.peak_anon_bytes);
	ch_buf_add_z(&line, " our own");
	ch_progress_clear(ctx->progress);
	print_line("", ch_buf_str(&line));
	ch_buf_release(&line);
}

bool ch_run_has_color(const struct ch_run_context *ctx, int fd)
{
	const char *no_color = getenv("NO_COLOR");

	if (ctx->globals.color != CH_COLOR_AUTO)
		return ctx->globals.color == CH_COLOR_ALWAYS;
	return isatty(fd) && !(no_color && *no_color);
}
