/*
 * pack.h - one .pack with its .idx, mapped read-only.
 *
 * Nothing here allocates by a size that comes from the file, and every
 * position is checked against the map before it is used.  Functions that
 * touch the maps must run inside ch_guarded() (mapguard.h); ch_pack_open()
 * does so itself.
 *
 * Thread rule: immutable after ch_pack_open(), read by all threads.
 */
#ifndef CH_GITLAYER_PACK_H
#define CH_GITLAYER_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "gitlayer/oid.h"

/* Deflate cannot expand a byte to more than this many. */
#define CH_DEFLATE_MAX_RATIO 1032

struct ch_pack {
	struct ch_pack *next; /* of the set, see packset.h */
	uint32_t number;      /* in the set, from 0 */
	char *path;	      /* of the .pack */
	const char *name;     /* its last component, for messages */
	const uint8_t *idx;   /* the maps */
	size_t idx_size;
	const uint8_t *data;
	size_t size;
	/* Views into idx. */
	uint32_t nobjects;
	const uint8_t *fan;	/* 256 big-endian counts */
	const uint8_t *oids;	/* the first id */
	size_t oid_stride;	/* from one id to the next */
	const uint8_t *offsets; /* the first 32-bit offset */
	size_t offset_stride;
	const uint8_t *large; /* 64-bit offsets, v2 only */
	size_t nlarge;
};

/* Entry types as the pack has them. */
enum ch_pack_type {
	CH_PACK_COMMIT = 1,
	CH_PACK_TREE = 2,
	CH_PACK_BLOB = 3,
	CH_PACK_TAG = 4,
	CH_PACK_OFS_DELTA = 6,
	CH_PACK_REF_DELTA = 7
};

struct ch_pack_entry {
	enum ch_pack_type type;
	uint64_t size;	      /* inflated: of the object or of the delta */
	uint64_t at;	      /* where the zlib stream starts */
	uint64_t base_offset; /* CH_PACK_OFS_DELTA */
	struct ch_oid base;   /* CH_PACK_REF_DELTA */
};

/*
 * Map 'idx_path' and the .pack beside it, and check that they belong together.
 * Errors: CH_EFORMAT, CH_EIO, CH_ENOTFOUND (no .pack), naming the file.
 */
int ch_pack_open(
	struct ch_pack **out, const char *idx_path, struct ch_err *err);
void ch_pack_free(struct ch_pack *pack);

/*
 * Fill the views from idx[0, idx_size): versions 1 and 2.  The caller set
 * idx, idx_size and name.  For ch_pack_open() and the fuzzer.
 */
int ch_pack_read_idx(struct ch_pack *pack, struct ch_err *err);

/* Position of 'oid' in the index. */
bool ch_pack_find(
	const struct ch_pack *pack, const struct ch_oid *oid, uint32_t *pos);
/* 'pos' < nobjects for both. */
void ch_pack_oid(const struct ch_pack *pack, uint32_t pos, struct ch_oid *oid);
/* False when the index points nowhere in the pack. */
bool ch_pack_offset(const struct ch_pack *pack, uint32_t pos, uint64_t *offset);

/* The header of the entry at 'offset'; returns NULL or what is wrong. */
const char *ch_pack_entry(const struct ch_pack *pack, uint64_t offset,
	struct ch_pack_entry *entry);

/*
 * False when the compressed bytes at hand cannot become entry->size bytes.
 * Past 8 MiB the entry's own bytes are looked up: O(nobjects), still less
 * than inflating that much.
 */
bool ch_pack_plausible(
	const struct ch_pack *pack, const struct ch_pack_entry *entry);

#endif
