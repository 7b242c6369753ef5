/*
 * worker.h - what one thread of the engine owns; for pipeline/ only.
 */
#ifndef CH_PIPELINE_WORKER_H
#define CH_PIPELINE_WORKER_H

#include "analyzers/types.h"
#include "base/arena.h"
#include "gitlayer/linediff.h"
#include "gitlayer/odb.h"
#include "gitlayer/spancache.h"
#include "gitlayer/treecache.h"
#include "gitlayer/treediff.h"
#include "pipeline/engine.h"
#include "pipeline/mainline.h"
#include "pipeline/ownlines.h"
#include "pipeline/syntax.h"

/* Blobs loaded together: found again by oid until the next batch but one. */
struct ch_blobs {
	struct ch_arena arena;
	struct ch_load *loads;
	size_t n, cap;
	uint32_t *slots; /* load + 1; 0: empty */
	size_t nslots;	 /* 0 or a power of two */
};

/* A version and the one it was made from. */
struct ch_own_previous {
	uint32_t commit, path;
	uint32_t parent, parent_path;
};

struct ch_worker {
	struct ch_odb *odb;	  /* commits, trees, contents for renames */
	struct ch_odb *blobs_odb; /* contents up to --max-blob-size */
	struct ch_treecache *trees;
	struct ch_spancache *spans;
	struct ch_differ *differ;
	struct ch_parser *parser; /* when first used */
	struct ch_syntax *syntax; /* with CH_NEED_SYNTAX */
	struct ch_arena scratch;
	struct ch_arena hunks;	    /* of the chunk, for line owners */
	struct ch_arena sources;    /* of the run: ch_end_file.source */
	struct ch_kept_parts parts; /* of the run, with CH_NEED_SAMPLES */
	struct ch_changes changes;
	struct ch_merge_changes merge;
	struct ch_blobs blobs[2]; /* of this batch and the one before */
	unsigned current;
	struct ch_own_runs runs, lost, gained; /* scratch of line owners */
	struct ch_own_previous *previous;      /* with options.origins */
	size_t nprevious, previous_cap;
	void **states; /* of the analyzers' map steps, NULL where none */
	double busy_s; /* in the running stage */
	uint64_t items, bytes;
	uint64_t hits, misses; /* blobs found in a batch, and loaded */
};

/* A chunk: commits [from, to) and what changed in them. */
struct ch_chunk_commit {
	uint32_t first, nchanges; /* in changes[]: what counts */
	uint32_t nowned;	  /* behind those: for line owners only */
	uint32_t first_co, nco;	  /* in co_authors[] */
	uint32_t first_take, ntakes;
	bool differs; /* changes a path of the pathspec, as git decides */
};

/* What a parent of a merge has at a path that the merge changed itself. */
struct ch_parent_file {
	struct ch_oid oid;
	uint32_t path; /* the name there; CH_NO_ID: the same */
	uint8_t kind;  /* enum ch_entry */
};

/*
 * A path of a merge that differs from its first parent's and is as another
 * parent has it; CH_TAKE_NONE: no file is there.
 */
struct ch_take {
	uint32_t commit, path;
	uint16_t parent;
};
#define CH_TAKE_NONE UINT16_MAX

/* Lines against one parent, for line owners; hunks are the worker's. */
struct ch_line_change {
	const struct ch_hunk *hunks;
	uint32_t nhunks;
	uint32_t old_lines, new_lines;
	uint8_t old_why, new_why; /* enum ch_lines of each side */
};

struct ch_chunk {
	uint32_t from, to;
	struct ch_chunk_commit *commits; /* to - from */
	size_t commits_cap;
	struct ch_file_change *changes; /* by commit, in git's path order */
	size_t nchanges, changes_cap;
	uint32_t *co_authors;
	size_t nco, co_cap;
	struct ch_parent_file *parents; /* of merges, by parents_at */
	size_t nparents, parents_cap;
	struct ch_take *takes;
	size_t ntakes, takes_cap;
	/* By change (ordinary ones) and by place in parents[] (merges). */
	struct ch_line_change *lines, *parent_lines;
};

/* A piece of a lineage: changes order[first, first + n). */
struct ch_slice {
	uint32_t first, n;
};

struct ch_slices {
	uint32_t *order; /* indices of changes */
	struct ch_slice *items;
	size_t n, cap;
};

struct ch_samples;

struct ch_engine {
	struct ch_engine_options options;
	unsigned needs;
	struct ch_worker *workers;
	size_t nworkers;
	struct ch_history history;
	int64_t *axis_s;
	uint32_t *developers;
	bool *in_range;	 /* NULL: every commit of the history counts */
	bool *by_chosen; /* NULL: every author does */
	struct ch_mainline mainline; /* with CH_NEED_OWNERS */
	struct ch_owners *owners;
	struct ch_intern paths;
	struct ch_path_info *path_info;
	size_t path_cap;
	bool *path_seen; /* a selected change was counted */
	size_t path_seen_cap;
	bool *language_ok; /* by language id, NULL: all */
	struct ch_end_file *end;
	struct ch_samples *samples; /* with CH_NEED_SAMPLES */
	struct ch_chunk chunk;
	struct ch_run_info run;
	struct ch_engine_totals totals;
	void **states;	      /* by analyzer */
	size_t chunk_changes; /* a chunk ends when it has as many */
	size_t tree_cache_bytes, base_cache_bytes;
	struct ch_syntax_options syntax;
	pthread_mutex_t parse_alone; /* one large tree at a time */
	struct ch_guide guide;	     /* of the tree at the end */
};

/* Workers with their own handles; one per job. */
int ch_workers_open(struct ch_engine *e, struct ch_err *err);
/* States of the map steps; analyzers have started. */
void ch_workers_fork(struct ch_engine *e);
void ch_workers_close(struct ch_engine *e);

/* The run's time line: axis time of every commit, and the newest. */
void ch_axis_times(const struct ch_history *h, bool author_time,
	const struct ch_oid *end, int64_t *axis_s);

/*
 * Run 'work' for 'nitems' items on all workers as stage 'name'; busy and
 * waiting time, items and bytes go to the statistics and the trace.
 */
typedef void ch_stage_fn(void *ctx, struct ch_worker *w, size_t item);
int ch_stage_run(struct ch_engine *e, const char *name, size_t nitems,
	ch_stage_fn *work, void *ctx, struct ch_err *err);

/* The id of a path; its language, class and attributes are known then. */
uint32_t ch_engine_path(struct ch_engine *e, struct ch_str path);
/*
 * Load the grammar that --grammars has for it, so that it can be parsed; no
 * stage is running.  Errors: those of ch_grammars_load().
 */
int ch_engine_load_grammar(
	struct ch_engine *e, uint32_t path, struct ch_err *err);
bool ch_engine_stopped(const struct ch_engine *e);
enum ch_entry ch_entry_of_mode(uint32_t mode);

/* Fill the chunk from commit chunk.from on; sets chunk.to. */
int ch_tree_stage(struct ch_engine *e, struct ch_err *err);
/*
 * For each path the first one of its lineage: paths that a rename of the chunk
 * joins are one lineage.  The heap's, free() it.
 */
uint32_t *ch_lineage_roots(const struct ch_engine *e);
/* Slices of the lineages of the chunk's wanted changes, largest first. */
void ch_lineages(
	struct ch_engine *e, const uint32_t *roots, struct ch_slices *out);
void ch_slices_release(struct ch_slices *s);
/* Lines of the chunk's changes, and the map steps. */
int ch_line_stage(
	struct ch_engine *e, const uint32_t *roots, struct ch_err *err);
/* The files at the end: run.end. */
int ch_end_stage(struct ch_engine *e, struct ch_err *err);
/* Fill e->guide; the history is walked, nothing is parsed yet. */
int ch_end_guide(struct ch_engine *e, struct ch_err *err);

/*
 * Load those of oids[n] that neither batch has into a new batch; blobs of the
 * batch before the last are gone then.
 */
void ch_blobs_load(struct ch_worker *w, const struct ch_oid *oids, size_t n);
/* NULL where it was not asked for. */
const struct ch_load *ch_blobs_find(
	const struct ch_worker *w, const struct ch_oid *oid);

#endif
