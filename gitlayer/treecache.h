/*
 * treecache.h - tree objects checked, indexed by entry and kept for a while.
 *
 * A commit's trees are the next commit's old side, so most reads of a history
 * are repeats.  The cache belongs to one thread.  Trees that are in use stay
 * valid when the cache lets go of them.
 */
#ifndef CH_GITLAYER_TREECACHE_H
#define CH_GITLAYER_TREECACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "gitlayer/odb.h"
#include "gitlayer/oid.h"

struct ch_treecache;

/* 'limit_bytes' of trees are kept; 0: 32 MiB. */
struct ch_treecache *ch_treecache_new(size_t limit_bytes);
void ch_treecache_free(struct ch_treecache *cache);

/* Entry i is bytes off[i] to off[i + 1] of data: "MODE NAME\0" and the oid. */
struct ch_tree {
	struct ch_oid oid;
	uint32_t n;
	uint32_t refs;
	const char *data;
	const uint32_t *off;
	size_t bytes;	      /* in all */
	struct ch_base *base; /* whose the data is; NULL: its own */
	struct ch_tree *next_in_bucket, *newer, *older;
};

struct ch_tree_entry {
	struct ch_str name;
	uint32_t mode; /* one of enum ch_mode, as git canonicalises */
	const uint8_t *id;
};

/*
 * Read a tree through 'cache' (NULL: none); ch_tree_release() it.  The empty
 * tree needs no object.
 * Errors: those of ch_odb_read(); CH_EFORMAT when it is no well-formed tree.
 */
int ch_tree_read(struct ch_treecache *cache, struct ch_odb *odb,
	const struct ch_oid *oid, struct ch_tree **out, struct ch_err *err);
/* The same from an object that somebody has read. */
int ch_tree_parse(struct ch_treecache *cache, const struct ch_oid *oid,
	const struct ch_object *object, struct ch_tree **out,
	struct ch_err *err);
void ch_tree_release(struct ch_tree *tree);
struct ch_tree_entry ch_tree_at(const struct ch_tree *tree, uint32_t i);
/* Order of two entries: bytes of the name, a tree's as if it ended in '/'. */
int ch_tree_entry_cmp(
	const struct ch_tree_entry *a, const struct ch_tree_entry *b);
/* The entry of that name that is (not) a tree; false when there is none. */
bool ch_tree_find(const struct ch_tree *tree, struct ch_str name, bool is_tree,
	struct ch_tree_entry *out);

#endif
