#include "cmd/help.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/terminal.h"
#include "base/text.h"
#include "base/version.h"

#define WIDEST 100

struct help_options {
	bool man;
	bool completion;
};

static int print(
	struct ch_run_context *ctx, struct ch_buf *text, struct ch_err *err)
{
	struct ch_sink *out;
	int code = ch_run_out(ctx, &out, err);

	if (!code)
		ch_sink_str(out, ch_buf_str(text));
	ch_buf_release(text);
	return code;
}

static size_t help_width(void)
{
	size_t width = ch_terminal_width(STDOUT_FILENO);

	if (!width)
		return 80;
	return width < 40 ? 40 : width > WIDEST ? WIDEST : width;
}

int ch_help_version(struct ch_run_context *ctx, struct ch_err *err)
{
	struct ch_buf out = { 0 };

	ch_buf_add_z(&out, "codehist " CH_VERSION "\n");
	return print(ctx, &out, err);
}

static void add_examples(struct ch_buf *out, const struct ch_command *c)
{
	for (size_t i = 0; i < c->nexamples; i++) {
		if (!i)
			ch_buf_add_z(out, "\nExamples:\n");
		ch_buf_printf(out, "  %s\n      %s\n", c->examples[i].command,
			c->examples[i].what);
	}
}

int ch_help_overview(struct ch_run_context *ctx, struct ch_err *err)
{
	struct ch_buf out = { 0 };
	size_t n;
	const struct ch_command *const *commands = ch_commands(&n);

	ch_buf_add_z(&out,
		"usage: codehist [-C DIR] COMMAND [options]\n\n"
		"Reads the history of a git repository once, in parallel, for "
		"people and\nlanguage models.\n\nCommands:\n");
	for (size_t i = 0; i < n; i++)
		ch_buf_printf(&out, "  %-12s %s\n",
			ch_command_name(commands[i]),
			ch_command_summary(commands[i]));
	ch_opt_help(&out, ch_global_table.rows, ch_global_table.nrows,
		help_width());
	for (size_t i = 0; i < n; i++) {
		if (commands[i]->nexamples)
			ch_buf_printf(&out, "%s  %s\n",
				i ? "" : "\nExamples:\n",
				commands[i]->examples[0].command);
	}
	ch_buf_add_z(&out, "\nHelp on a command: codehist help COMMAND\n");
	return print(ctx, &out, err);
}

int ch_help_command(struct ch_run_context *ctx, const struct ch_command *c,
	struct ch_err *err)
{
	struct ch_opt *rows;
	size_t n;
	struct ch_buf out = { 0 };

	ch_buf_printf(&out, "usage: codehist %s %s\n\n", ch_command_name(c),
		c->synopsis);
	ch_text_wrap(&out,
		ch_str_z(c->description ? c->description
					: ch_command_summary(c)),
		0, help_width());
	rows = ch_command_rows(c, &n);
	ch_opt_help(&out, rows, n, help_width());
	free(rows);
	ch_opt_help(&out, ch_global_table.rows, ch_global_table.nrows,
		help_width());
	add_examples(&out, c);
	return print(ctx, &out, err);
}

static int run(struct ch_run_context *ctx, struct ch_err *err)
{
	const struct help_options *options = ctx->options;
	const struct ch_command *c;
	struct ch_buf out = { 0 };

	if (options->man || options->completion) {
		if (options->man)
			ch_help_man(&out);
		else
			ch_help_completion(&out);
		return print(ctx, &out, err);
	}
	if (!ctx->set.nwords)
		return ch_help_overview(ctx, err);
	if (ctx->set.nwords > 1)
		return ch_fail(err, CH_EUSAGE,
			"help takes one command, not '%s' too",
			ctx->set.words[1]);
	c = ch_command_find(ctx->set.words[0], err);
	return c ? ch_help_command(ctx, c, err) : CH_EUSAGE;
}

static const struct ch_opt options[] = {
	{ .name = "man",
		.kind = CH_OPT_FLAG,
		.flags = CH_OPT_ARGV_ONLY,
		.offset = offsetof(struct help_options, man),
		.help = "print the manual page of the whole program" },
	{ .name = "bash-completion",
		.kind = CH_OPT_FLAG,
		.flags = CH_OPT_ARGV_ONLY,
		.offset = offsetof(struct help_options, completion),
		.help = "print a completion function for bash" },
};

static const struct ch_example examples[] = {
	{ "codehist help --man | man -l -", "Read the manual page" },
	{ "source <(codehist help --bash-completion)",
		"Complete commands and options in this shell" },
};

const struct ch_command ch_cmd_help = {
	.name = "help",
	.summary = "help on a command",
	.synopsis = "[COMMAND] [--man | --bash-completion]",
	.examples = examples,
	.nexamples = CH_ARRAY_LEN(examples),
	.options = options,
	.noptions = CH_ARRAY_LEN(options),
	.options_size = sizeof(struct help_options),
	.repo = CH_REPO_NONE,
	.run = run,
};
