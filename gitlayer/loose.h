/*
 * loose.h - objects that are files of their own: objects/ab/cdef...
 *
 * Read here because libgit2 1.5 never comes back from one that is cut short,
 * and to check what its header claims against the file before allocating.
 *
 * Belongs to one thread.
 */
#ifndef CH_GITLAYER_LOOSE_H
#define CH_GITLAYER_LOOSE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "gitlayer/odb.h"
#include "gitlayer/oid.h"

struct ch_loose;

struct ch_loose *ch_loose_new(size_t max_bytes);
void ch_loose_free(struct ch_loose *loose);

/*
 * The object below 'objects_dir' into 'arena'; type and size alone when
 * 'arena' is NULL.
 *
 * Errors: CH_ENOTFOUND, CH_ELIMIT (type and size are in 'out'), CH_EFORMAT,
 * CH_EIO.  Messages do not name the object.
 */
int ch_loose_read(struct ch_loose *loose, const char *objects_dir,
	const struct ch_oid *oid, struct ch_arena *arena, struct ch_object *out,
	struct ch_err *err);
bool ch_loose_has(const char *objects_dir, const struct ch_oid *oid);

#endif
