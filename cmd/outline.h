/*
 * outline.h - the facts of one file, written for `codehist parse`.
 */
#ifndef CH_CMD_OUTLINE_H
#define CH_CMD_OUTLINE_H

#include "base/str.h"
#include "cmd/command.h"
#include "uast/facts.h"

enum ch_outline_format { CH_OUTLINE_TEXT, CH_OUTLINE_JSON, CH_OUTLINE_SYMBOLS };
/* The names of the formats, NULL at the end. */
extern const char *const ch_outline_formats[];

struct ch_outline {
	struct ch_str path;
	const char *language;
	struct ch_facts facts;
};

/* To ch_run_out(). */
int ch_outline_write(struct ch_run_context *ctx, const struct ch_outline *o,
	enum ch_outline_format format, struct ch_err *err);

#endif
