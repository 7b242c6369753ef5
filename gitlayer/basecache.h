/*
 * basecache.h - inflated delta bases by (pack, offset), bounded in bytes.
 *
 * Least recently used goes first.  Belongs to one thread, and so does every
 * block that it knows, held by others or not.
 */
#ifndef CH_GITLAYER_BASECACHE_H
#define CH_GITLAYER_BASECACHE_H

#include <stddef.h>
#include <stdint.h>

struct ch_base {
	struct ch_base *chain; /* of the hash bucket */
	struct ch_base *newer;
	struct ch_base *older;
	uint64_t offset;
	uint32_t pack;
	uint32_t type;
	uint32_t nholders; /* the cache is one of them */
	size_t size;
	uint8_t data[]; /* a NUL follows that 'size' does not count */
};

struct ch_basecache {
	struct ch_base **buckets;
	size_t nbuckets; /* a power of two */
	size_t n;
	struct ch_base *newest;
	struct ch_base *oldest;
	size_t used_bytes;
	size_t max_bytes;
};

void ch_basecache_init(struct ch_basecache *c, size_t max_bytes);
void ch_basecache_release(struct ch_basecache *c);

/* A block for 'size' bytes, the caller's: drop it or put it. */
struct ch_base *ch_base_new(size_t size);
struct ch_base *ch_base_hold(struct ch_base *base);
/* A struct ch_base, or NULL. */
void ch_base_drop(void *base);

/* NULL when it is not there.  Valid until the next put. */
struct ch_base *ch_basecache_get(
	struct ch_basecache *c, uint32_t pack, uint64_t offset);

/*
 * Takes 'base' over from its holder under (pack, offset), which must not be in
 * the cache yet.  Returns 0, and leaves 'base' with the caller, when it is too
 * large to be worth the others' place.  'base' is valid until the next put.
 */
int ch_basecache_put(struct ch_basecache *c, struct ch_base *base,
	uint32_t pack, uint64_t offset);

#endif
