/*
 * engine.h - one pass over a history for all analyzers that were asked for.
 *
 * Commits are taken in chunks sized by the memory budget.  For each chunk: the
 * trees of its commits are compared (all workers, split by commits), changes
 * are grouped into lineages, slices of lineages are diffed line by line (all
 * workers, largest first) and given to the analyzers' map steps, and whole
 * commits go to their reduce steps in order.  A stage runs only where someone
 * needs it.  Results depend on neither jobs nor chunks.
 *
 *   struct ch_engine *e = ch_engine_new(&options);
 *   code = ch_engine_run(e, &err);
 *   ... ch_engine_run_info(e), ch_engine_totals(e), ch_engine_state(e, i)
 *   ch_engine_free(e);
 */
#ifndef CH_PIPELINE_ENGINE_H
#define CH_PIPELINE_ENGINE_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analyzers/analyzer.h"
#include "base/err.h"
#include "base/stats.h"
#include "gitlayer/attr.h"
#include "gitlayer/pathspec.h"
#include "gitlayer/repo.h"
#include "gitlayer/walk.h"
#include "pipeline/pool.h"

struct ch_trace;

/* All pointers must outlive the engine. */
struct ch_engine_options {
	struct ch_repo *repo;
	const struct ch_walk_tips *tips; /* the first include is the end */
	const struct ch_analyzer *const *analyzers;
	size_t nanalyzers;
	const void *const *own_options; /* by analyzer, as its rows fill them;
					   NULL: none has any */
	struct ch_people *people;	/* gets everybody who appears */
	const struct ch_attrs *attrs;
	const struct ch_linguist *linguist;
	struct ch_grammars *grammars; /* not built in; NULL: none */
	const struct ch_analyzer_options *analyzer_options;

	/* What counts. */
	const struct ch_pathspec *pathspec; /* NULL: all */
	const uint16_t *languages;	    /* none: all */
	size_t nlanguages;
	unsigned classes;	    /* bits of enum ch_path_class; 0: all */
	const char *const *authors; /* parts of "Name <email>"; none: all */
	size_t nauthors;
	bool first_parent;
	bool owners; /* also without an analyzer: ch_engine_owners() */
	/* Of line owners only those at the end are wanted: much is left out */
	bool owners_at_end;
	bool origins; /* also where their lines stood: ch_engine_previous() */

	/* How it is counted. */
	enum ch_diff_algorithm algorithm;
	bool no_renames;
	uint16_t min_score;    /* of 60000; 0: 30000 */
	size_t rename_limit;   /* 0: 1000 */
	size_t max_changes;    /* of a commit; 0: 5,000,000 */
	size_t max_blob_bytes; /* 0: 16 MiB */
	bool whole_parses;     /* no version from the tree of another */

	/* How it is done. */
	size_t jobs;
	int64_t budget_bytes;	 /* 0: derived */
	size_t chunk_commits;	 /* 0: by the budget */
	uint64_t cut_seed;	 /* lineages cut at random; 0: evenly */
	size_t blob_arena_bytes; /* of each worker; 0: 4 MiB */
	struct ch_stats *stats;	 /* may be NULL */
	struct ch_trace *trace;	 /* may be NULL */
	struct ch_watch watch;
};

#define CH_ENGINE_NAMED 5

struct ch_engine_totals {
	size_t commits, merges, changes, files;
	size_t lines[CH_NLINES]; /* changes by why they have none */
	size_t left_out;	 /* changes that the selection leaves out */
	size_t cut_changes;	 /* over a limit of paths */
	size_t unreadable_trees;
	size_t missing_commits;
	size_t rename_limited; /* commits with inexact renames not looked for */
	/* The first paths over --max-blob-size, by commit. */
	struct ch_str too_large[CH_ENGINE_NAMED];
	size_t ntoo_large;
};

struct ch_engine;

struct ch_engine *ch_engine_new(const struct ch_engine_options *options);
void ch_engine_free(struct ch_engine *e);
/*
 * Errors: those of ch_walk(); CH_EINTR once *watch.stop is set; what an
 * analyzer's finish() says.
 */
int ch_engine_run(struct ch_engine *e, struct ch_err *err);
const struct ch_run_info *ch_engine_run_info(const struct ch_engine *e);
const struct ch_engine_totals *ch_engine_totals(const struct ch_engine *e);
/* Is the commit among those that are counted?  Line owners need them all. */
bool ch_engine_counts(const struct ch_engine *e, uint32_t commit);
/*
 * With options.origins: what lines of 'path' that 'commit' wrote were changed
 * from: the first parent that has the file, and its path there.  False where
 * none has.
 */
bool ch_engine_previous(const struct ch_engine *e, uint32_t commit,
	uint32_t path, uint32_t *parent, uint32_t *parent_path);
/* The state of analyzers[i]. */
const void *ch_engine_state(const struct ch_engine *e, size_t i);

#endif
