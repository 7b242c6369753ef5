/*
 * repo_priv.h - what the object reader needs of a repository.
 *
 * For gitlayer/ only.
 */
#ifndef CH_GITLAYER_REPO_PRIV_H
#define CH_GITLAYER_REPO_PRIV_H

#include <git2/types.h>

#include "base/err.h"
#include "gitlayer/packset.h"
#include "gitlayer/repo.h"

struct ch_odb;

struct ch_packset *ch_repo_packs(struct ch_repo *repo);
/* The main thread's. */
git_repository *ch_repo_git(struct ch_repo *repo);
struct ch_odb *ch_repo_odb(struct ch_repo *repo);
/* Follow tags to a commit; 'rev' is for messages. */
int ch_repo_peel(struct ch_repo *repo, const char *rev, struct ch_oid *oid,
	struct ch_err *err);
/* libgit2's last message on this thread, as an error with context. */
int ch_git_fail(struct ch_err *err, enum ch_code code, const char *what);

#endif
