/*
 * report.h - codehist report: its own options, and how its documents are made.
 */
#ifndef CH_CMD_REPORT_H
#define CH_CMD_REPORT_H

#include "cmd/history.h"

struct ch_report_options {
	int format;
	const char *table;
	const char *since, *until;
	struct ch_opt_list authors;
	const char *identities, *bots;
	bool merge_identities, no_incremental;
	int time;
};

/* Values of .format beyond those of enum ch_format, which come first. */
#define CH_REPORT_HERCULES (CH_FORMAT_MSGPACK + 1)

/* What is written around the analyzers' own members. */
struct ch_report {
	struct ch_run_context *ctx;
	const struct ch_report_options *options;
	struct ch_history_job job;
	const struct ch_analyzer **analyzers;
	size_t nanalyzers;
	const char *const *range; /* words of the range */
	size_t nrange;
};

/* The document or the text to ch_run_out(). */
int ch_report_write(struct ch_report *report, struct ch_err *err);

#endif
