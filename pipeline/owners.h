/*
 * owners.h - which commit each line of a file belongs to, along a history.
 *
 * The rules are spec/counting.md's ("Lines' ages and owners"), which are those
 * of git blame.  A version is (path, the commit that made it), a node here; a
 * commit has of a path what the nearest commit of its first-parent chain made
 * of it.  A chunk goes through three steps:
 *
 *	plan	nodes by lineage, each with the nodes it takes lines from
 *	(line stage: scripts against those)
 *	replay	owners as runs, copied on change, parents first
 *
 * Between chunks only what a commit still to come can inherit is kept.
 *
 * Threads: lineages are independent; a lineage is one worker's at a time.
 */
#ifndef CH_PIPELINE_OWNERS_H
#define CH_PIPELINE_OWNERS_H

#include "pipeline/worker.h"

enum ch_own_what {
	CH_OWN_SAVED,  /* of a chunk before */
	CH_OWN_CHANGE, /* what 'change' says */
	CH_OWN_TAKE,   /* what the node it refers to has */
	CH_OWN_GONE,   /* no file any more */
	CH_OWN_MOVED,  /* the same, and a rename has taken its lines */
	CH_OWN_UNUSED  /* nobody asks for it */
};

struct ch_own_node {
	uint32_t commit, path;
	uint32_t change;  /* in the chunk's changes[] */
	uint32_t earlier; /* the node before it on the same path, or none */
	uint32_t before;  /* what the first parent has, or none */
	uint32_t refs_at; /* in refs[]: nrefs nodes, or none where the parent
			     has no such file */
	uint16_t nrefs;
	uint16_t parent; /* of a take */
	bool is_kept;	 /* the next chunk may ask for it */
	uint8_t what;	 /* enum ch_own_what */
	uint32_t uses;	 /* nodes still to be replayed that need it */
	struct ch_own_lines *lines;
};
#define CH_NO_OWN UINT32_MAX

/* Nodes [first, first + n), by commit. */
struct ch_own_lineage {
	uint32_t first, n;
};

struct ch_own_saved {
	uint32_t commit;
	struct ch_own_lines *lines;
};

/* By path: what is kept between chunks, by commit. */
struct ch_own_path {
	struct ch_own_saved *items;
	size_t n, cap;
};

struct ch_owners {
	struct ch_own_path *paths;
	size_t npaths;
	uint32_t *open; /* commits that some commit to come may inherit from */
	size_t nopen, open_cap;
	/* Of the chunk. */
	struct ch_own_node *nodes;
	size_t nnodes;
	uint32_t *refs;
	uint32_t *last_of_path; /* by path, while planning */
	struct ch_own_lineage *lineages;
	size_t nlineages;
};

struct ch_owners *ch_owners_new(void);
void ch_owners_free(struct ch_owners *o);

/*
 * The chunk's nodes; marks changes whose lines nobody will ask for as not
 * is_owned.  'roots' as of ch_lineage_roots().
 */
int ch_owners_plan(
	struct ch_engine *e, const uint32_t *roots, struct ch_err *err);
/* Owners of the chunk's versions, handed to the analyzers. */
int ch_owners_replay(struct ch_engine *e, struct ch_err *err);
/* After the last chunk: ch_engine_previous() can be asked. */
void ch_owners_finish(struct ch_engine *e);
/* Drop the plan, done or not. */
void ch_owners_clear(struct ch_engine *e);
/* The owners of a path at the end; NULL where there is no text. */
const struct ch_own_lines *ch_owners_at_end(
	const struct ch_engine *e, uint32_t path);

#endif
