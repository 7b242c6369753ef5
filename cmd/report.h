/*
 * report.h - the options of codehist report, and how its documents are made.
 */
#ifndef CH_CMD_REPORT_H
#define CH_CMD_REPORT_H

#include "cmd/command.h"
#include "pipeline/engine.h"

struct ch_report_options {
	int format;
	const char *table;
	/* selection */
	const char *rev, *since, *until;
	bool first_parent;
	struct ch_opt_list languages, authors, include, exclude;
	/* people */
	const char *identities, *bots;
	bool merge_identities;
	/* how it is counted */
	int time, attributes, diff_algorithm;
	bool no_renames;
	const char *find_renames;
	int64_t rename_limit, max_changes, max_blob_size;
	/* analyzers */
	int64_t tick, directory_depth, max_changeset, min_co_changes, top;
	const char *min_strength;
	int64_t half_life;
	/* how it is done */
	int64_t chunk_commits, blob_arena_size;
	const char *trace;
};

#define CH_NREPORT_ROWS 31
extern const struct ch_opt ch_report_rows[CH_NREPORT_ROWS];
extern const enum ch_format ch_report_formats[]; /* by .format */

/* What is written around the analyzers' own members. */
struct ch_report {
	struct ch_run_context *ctx;
	const struct ch_report_options *options;
	const struct ch_analyzer **analyzers;
	size_t nanalyzers;
	struct ch_engine *engine;
	const char *const *range; /* words of the range */
	size_t nrange;
	const struct ch_oid *head; /* NULL: no commit yet */
	struct ch_str branch;	   /* empty: detached */
};

/* The document or the text to ch_run_out(). */
int ch_report_write(struct ch_report *report, struct ch_err *err);

#endif
