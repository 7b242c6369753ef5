/*
 * treediff.h - which paths differ between trees, on raw tree objects.
 *
 * A subtree whose oid is equal is never opened.  Trees deeper than 2,048 and
 * paths over 4,096 bytes are cut there, counted and named; no recursion
 * follows input depth.
 */
#ifndef CH_GITLAYER_TREEDIFF_H
#define CH_GITLAYER_TREEDIFF_H

#include <stdbool.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/intern.h"
#include "gitlayer/odb.h"
#include "gitlayer/oid.h"
#include "gitlayer/pathspec.h"

enum ch_mode {
	CH_MODE_NONE = 0,
	CH_MODE_TREE = 0040000,
	CH_MODE_BLOB = 0100644,
	CH_MODE_EXEC = 0100755,
	CH_MODE_LINK = 0120000,
	CH_MODE_GITLINK = 0160000
};

/*
 * One path that differs.  Added: old_mode is 0 and old_oid zero; deleted: the
 * new ones.  A rename (ch_renames_find) has old_path of another name.
 */
struct ch_change {
	struct ch_str path;	/* new name; the only one when not renamed */
	struct ch_str old_path; /* ptr NULL when not renamed */
	struct ch_oid old_oid, new_oid;
	uint32_t old_mode, new_mode;
	uint16_t score; /* rename similarity, 0 to 60000 as git counts */
	bool is_copy;	/* old_path has gone to another path */
};

struct ch_changes {
	struct ch_change *items; /* in git's path order */
	size_t n, cap;
	size_t ncut;	    /* paths left out by a limit */
	size_t nunreadable; /* subtrees that are missing or damaged */
};
void ch_changes_release(struct ch_changes *c);

struct ch_treecache; /* treecache.h */

struct ch_treediff_options {
	const struct ch_pathspec *pathspec; /* NULL: all */
	size_t max_changes;		    /* 0: 5,000,000 */
	struct ch_treecache *cache; /* of the calling thread; NULL: none */
	/* Not NULL: once it is not 0 the rest is left out at once. */
	const volatile sig_atomic_t *stop;
};

/*
 * old_tree NULL: against nothing.  Strings live in 'arena'.  'out' is cleared
 * first, its memory reused.  The list is what `git diff-tree -r --no-renames`
 * prints, in its order.  A pair of subtrees of which one cannot be read is
 * left out and counted, so damage never looks like a deletion; max_changes is
 * also the most subtrees that are opened, and what is left then is cut and
 * counted once.  Always 0 today.
 */
int ch_treediff(struct ch_odb *odb, const struct ch_oid *old_tree,
	const struct ch_oid *new_tree, const struct ch_treediff_options *opt,
	struct ch_arena *arena, struct ch_changes *out, struct ch_err *err);

/*
 * A merge against all parents at once: only paths that differ from the first
 * parent, each with its oid and mode in every parent (parent_oids[i *
 * nparents + p], zero where the parent has no file there).  Subtrees equal
 * to the first parent's are never opened.
 */
struct ch_merge_changes {
	struct ch_changes changes;  /* against the first parent */
	struct ch_oid *parent_oids; /* n x nparents; zero where absent */
	uint32_t *parent_modes;
	size_t nparents;
	size_t cap;
};
int ch_treediff_merge(struct ch_odb *odb, const struct ch_oid *parent_trees,
	size_t nparents, const struct ch_oid *tree,
	const struct ch_treediff_options *opt, struct ch_arena *arena,
	struct ch_merge_changes *out, struct ch_err *err);
void ch_merge_changes_release(struct ch_merge_changes *m);

/*
 * Every entry below 'tree' that is not a tree, in git's order: path, mode
 * and oid in new_*.  For counts over a whole tree.
 */
int ch_tree_files(struct ch_odb *odb, const struct ch_oid *tree,
	const struct ch_treediff_options *opt, struct ch_arena *arena,
	struct ch_changes *out, struct ch_err *err);
/* The entry at 'path' of 'tree'. CH_ENOTFOUND when it is not there. */
int ch_tree_entry(struct ch_odb *odb, const struct ch_oid *tree,
	struct ch_str path, struct ch_oid *oid, uint32_t *mode,
	struct ch_err *err);

#endif
