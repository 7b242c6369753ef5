/*
 * packset.h - the packs of a repository and of its alternates.
 *
 * Packs are mapped when the set is opened and stay so: a `git gc` that
 * removes the files does not take them away from us.  Packs that appear
 * later are added by ch_packset_refresh(); none is ever removed before
 * ch_packset_release().  A multi-pack index is not read: the .idx files it
 * stands for are always there beside it.
 *
 * Thread rule: any thread may walk the list and refresh it.
 */
#ifndef CH_GITLAYER_PACKSET_H
#define CH_GITLAYER_PACKSET_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "base/err.h"
#include "gitlayer/pack.h"

/* git's own limit for alternates of alternates. */
#define CH_ALTERNATES_DEPTH 5

struct ch_objdir {
	char *path; /* ".../objects", no "/" at the end */
	unsigned depth;
	struct timespec changed; /* of pack/ when it was read */
};

struct ch_packset {
	_Atomic(struct ch_pack *) first; /* newest addition first */
	struct ch_objdir *dirs;		 /* fixed after opening */
	size_t ndirs;
	size_t dirs_cap;
	bool promisor; /* one of the packs came from a partial clone */
	pthread_mutex_t lock;
	/* Guarded by lock: dirs[].changed and the adding of packs. */
	uint32_t npacks;
};

/* Called with one line for everything that is left out. */
typedef void ch_packset_warn_fn(const char *line, void *data);

void ch_packset_open(struct ch_packset *set, const char *objects_dir,
	ch_packset_warn_fn *warn, void *data);
void ch_packset_release(struct ch_packset *set);

/* Looks for new packs if a pack directory changed; true: some were added. */
bool ch_packset_refresh(struct ch_packset *set);

struct ch_pack *ch_packset_first(struct ch_packset *set);

#endif
