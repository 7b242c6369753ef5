/*
 * repo.h - an opened repository: where it is, its refs, its config.
 *
 * Opens worktrees, bare repositories with or without a config file, linked
 * worktrees, `.git` files; alternates are followed.  Discovery, refs, config
 * and single revisions are libgit2's.  A SHA-256 repository is refused with a
 * clear message; a shallow or partial one opens, with a warning.
 *
 * Thread rule: a struct ch_repo is immutable after ch_repo_open() and may be
 * read by all threads; functions that go through libgit2 (marked *) belong to
 * the main thread.  Workers read objects through their own struct ch_odb.
 */
#ifndef CH_GITLAYER_REPO_H
#define CH_GITLAYER_REPO_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "gitlayer/oid.h"

struct ch_repo;

/* Call once per process before anything else here, and once at the end. */
int ch_git_init(struct ch_err *err);
void ch_git_shutdown(void);

/*
 * Open the repository at or above 'dir' ("." is usual).
 *
 * Errors: CH_ENOTFOUND "DIR: not a git repository", CH_EFAIL otherwise.
 */
int ch_repo_open(struct ch_repo **out, const char *dir, struct ch_err *err);
void ch_repo_free(struct ch_repo *repo);

const char *ch_repo_path(const struct ch_repo *repo);	/* as given */
const char *ch_repo_gitdir(const struct ch_repo *repo); /* ends in "/" */
/* The top of the worktree, ends in "/"; NULL when there is none. */
const char *ch_repo_workdir(const struct ch_repo *repo);
/* The directory that objects/, refs/ and shallow are in (linked worktrees). */
const char *ch_repo_commondir(const struct ch_repo *repo);
bool ch_repo_is_bare(const struct ch_repo *repo);
/* What stands in $GIT_DIR/shallow: commits whose parents are not here. */
size_t ch_repo_shallow(const struct ch_repo *repo, const struct ch_oid **oids);
bool ch_repo_is_shallow_root(
	const struct ch_repo *repo, const struct ch_oid *commit);
/* Warnings from opening, one line each. */
size_t ch_repo_warnings(const struct ch_repo *repo, const char *const **lines);

/*
 * * The commit HEAD names.  'branch' (may be NULL) gets the short branch name,
 * empty when detached.  CH_ENOTFOUND when HEAD is unborn; 'branch' is set.
 */
int ch_repo_head(struct ch_repo *repo, struct ch_oid *commit,
	struct ch_buf *branch, struct ch_err *err);
/*
 * * One revision as git names it (v1.0, HEAD~3, abc123, main@{yesterday}),
 * peeled to a commit.  A leading '-' is refused.
 * Errors: CH_ENOTFOUND "REV: not a revision here".
 */
int ch_repo_resolve(struct ch_repo *repo, const char *rev,
	struct ch_oid *commit, struct ch_err *err);

struct ch_tag {
	struct ch_str name;   /* "v1.0", without refs/tags/ */
	struct ch_oid commit; /* peeled; tags of other objects are left out */
	bool annotated;
};
/* * All tags that name commits, by name; memory is the arena's. */
int ch_repo_tags(struct ch_repo *repo, struct ch_arena *arena,
	struct ch_tag **tags, size_t *ntags, struct ch_err *err);

/*
 * * A config value.  'trusted_only' leaves out the repository's own files (and
 * their includes): what names files or limits resources comes from the user.
 * CH_ENOTFOUND when it is not set.
 */
int ch_repo_config(struct ch_repo *repo, const char *key, bool trusted_only,
	struct ch_buf *value, struct ch_err *err);

#endif
