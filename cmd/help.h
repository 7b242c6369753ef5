/*
 * help.h - help, manual and completion, all from the command tables.
 *
 * Each writes to ch_run_out().
 */
#ifndef CH_CMD_HELP_H
#define CH_CMD_HELP_H

#include "cmd/command.h"

int ch_help_version(struct ch_run_context *ctx, struct ch_err *err);
/* What the program is and its commands. */
int ch_help_overview(struct ch_run_context *ctx, struct ch_err *err);
int ch_help_command(struct ch_run_context *ctx, const struct ch_command *c,
	struct ch_err *err);
/* The whole program as one page in man(7). */
void ch_help_man(struct ch_buf *out);
/* A completion function for bash. */
void ch_help_completion(struct ch_buf *out);

#endif
