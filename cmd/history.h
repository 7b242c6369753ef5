/*
 * history.h - what commands over a whole history share: their options, and how
 * those become an engine's.
 *
 *   struct ch_history_job job = { .ctx = ctx, .args = ctx->more[0] };
 *   code = ch_history_start(&job, words, nwords, &err);
 *   ... job.engine.analyzers = ...; ch_history_run(&job, &err) ...
 *   ch_history_finish(&job);
 */
#ifndef CH_CMD_HISTORY_H
#define CH_CMD_HISTORY_H

#include "base/buf.h"
#include "cmd/command.h"
#include "pipeline/engine.h"

struct ch_history_args {
	/* which commits and files */
	const char *rev;
	bool first_parent;
	struct ch_opt_list languages, include, exclude;
	/* how it is counted */
	int attributes, diff_algorithm;
	bool no_renames;
	const char *find_renames;
	int64_t rename_limit, max_changes, max_blob_size;
	/* how it is done */
	int64_t chunk_commits, blob_arena_size;
	const char *trace;
	bool explain_budget;
};

extern const struct ch_opt_table ch_history_table;

/* Everything that has to be let go of at the end. */
struct ch_history_job {
	struct ch_run_context *ctx;
	const struct ch_history_args *args;
	struct ch_engine_options engine;
	struct ch_engine *run; /* from ch_history_run() on */
	struct ch_walk_tips tips;
	bool include_deleted;	   /* --include=deleted */
	const struct ch_oid *head; /* the end; NULL: no commit yet */
	struct ch_str branch;	   /* empty: detached */
	struct ch_oid tree;	   /* of the end */
	/* For ch_history_finish(). */
	struct ch_odb *odb;
	struct ch_pathspec *pathspec;
	struct ch_attrs *attrs;
	struct ch_linguist *linguist;
	struct ch_trace *trace;
	struct ch_buf branch_buf;
};

/*
 * Open the objects and find the commits: words[n] as git's ranges, HEAD where
 * there are none.  A repository without a commit has no tips.
 */
int ch_history_start(struct ch_history_job *job, const char *const *words,
	size_t n, struct ch_err *err);
/* Which files count and how; after ch_history_start(). */
int ch_history_set_up(struct ch_history_job *job, struct ch_err *err);
/* Run the engine and warn of what a reader of the numbers has to know. */
int ch_history_run(struct ch_history_job *job, struct ch_err *err);
/* Write what --trace asks for. */
int ch_history_write_trace(struct ch_history_job *job, struct ch_err *err);
void ch_history_finish(struct ch_history_job *job);

#endif
