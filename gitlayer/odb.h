/*
 * odb.h - reading objects straight from packs and loose files.
 *
 * A struct ch_odb belongs to one thread: it owns an inflater and a bounded
 * cache of delta bases.  The maps of .idx and .pack files are shared by all of
 * them, read-only, and live in the struct ch_repo's pack set.
 *
 * Delta chains are resolved here and inflated with libdeflate.  libgit2 reads
 * the same bytes, which the tests check, but is not asked for objects: its
 * version 1.5 crashes on an index that points outside of its pack and never
 * comes back from a loose object that is cut short.
 *
 * A damaged copy is passed over for a sound one in another pack or a loose
 * file.  Every read checks type, inflated size, Adler-32 and delta sizes; with
 * 'verify' the object's SHA-1 too.
 */
#ifndef CH_GITLAYER_ODB_H
#define CH_GITLAYER_ODB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "gitlayer/oid.h"
#include "gitlayer/repo.h"

enum ch_obj_type {
	CH_OBJ_NONE = 0,
	CH_OBJ_COMMIT = 1,
	CH_OBJ_TREE = 2,
	CH_OBJ_BLOB = 3,
	CH_OBJ_TAG = 4
};

struct ch_base;

struct ch_object {
	enum ch_obj_type type;
	const char *data; /* a NUL follows that 'size' does not count */
	size_t size;
	/* What the arena holds for it; NULL: the data is the arena's own. */
	struct ch_base *base;
};

struct ch_odb_options {
	size_t cache_bytes; /* for delta bases; 0: 16 MiB */
	size_t max_bytes;   /* larger objects are CH_ELIMIT; 0: 2 GiB - 1 */
	bool verify;	    /* check every object's hash */
	bool libgit2_only;  /* the other implementation (tests) */
};

struct ch_odb_stats {
	uint64_t objects;    /* read */
	uint64_t bytes;	     /* inflated, of the objects returned */
	uint64_t cache_hits; /* delta bases found in the cache */
	uint64_t cache_misses;
	uint64_t fallbacks; /* read by libgit2 */
	uint64_t missing;
};

struct ch_odb;

int ch_odb_open(struct ch_odb **out, struct ch_repo *repo,
	const struct ch_odb_options *options, struct ch_err *err);
void ch_odb_free(struct ch_odb *odb);
const struct ch_odb_stats *ch_odb_stats(const struct ch_odb *odb);

/*
 * The whole object into 'arena'.
 *
 * Errors, each naming the object: CH_ENOTFOUND (missing here), CH_EFORMAT
 * (damaged), CH_ELIMIT (larger than max_bytes; out->size and type are set).
 */
int ch_odb_read(struct ch_odb *odb, const struct ch_oid *oid,
	struct ch_arena *arena, struct ch_object *out, struct ch_err *err);
/* Type and size without the content. */
int ch_odb_header(struct ch_odb *odb, const struct ch_oid *oid,
	enum ch_obj_type *type, size_t *size, struct ch_err *err);
bool ch_odb_has(struct ch_odb *odb, const struct ch_oid *oid);

/*
 * Many objects at once, read in pack order so that delta bases are near.
 * Each load gets its own result: 'code' 0 or the error ch_odb_read() gives.
 * A zero oid is CH_ENOTFOUND without looking.
 */
struct ch_load {
	struct ch_oid oid;
	int code;
	struct ch_object object;
};
void ch_odb_read_batch(struct ch_odb *odb, struct ch_load *loads, size_t n,
	struct ch_arena *arena);

/*
 * Every object id of every pack and loose directory, for tests and
 * --verify-objects.  'visit' returns 0 to go on; its value is returned.
 */
typedef int ch_odb_visit_fn(const struct ch_oid *oid, void *data);
int ch_odb_each(struct ch_odb *odb, ch_odb_visit_fn *visit, void *data,
	struct ch_err *err);

#endif
