#include "gitlayer/basecache.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define FIRST_BUCKETS 1024u

void ch_basecache_init(struct ch_basecache *c, size_t max_bytes)
{
	memset(c, 0, sizeof(*c));
	c->max_bytes = max_bytes;
	c->nbuckets = FIRST_BUCKETS;
	c->buckets = ch_calloc(c->nbuckets, sizeof(*c->buckets));
}

void ch_basecache_release(struct ch_basecache *c)
{
	struct ch_base *b = c->newest;

	while (b) {
		struct ch_base *older = b->older;

		ch_base_drop(b);
		b = older;
	}
	free(c->buckets);
	memset(c, 0, sizeof(*c));
}

struct ch_base *ch_base_new(size_t size)
{
	struct ch_base *b;

	if (size > SIZE_MAX - sizeof(*b) - 1)
		ch_out_of_memory();
	b = ch_malloc(sizeof(*b) + size + 1);
	memset(b, 0, sizeof(*b));
	b->nholders = 1;
	b->size = size;
	b->data[size] = '\0';
	return b;
}

struct ch_base *ch_base_hold(struct ch_base *base)
{
	base->nholders++;
	return base;
}

void ch_base_drop(void *base)
{
	struct ch_base *b = base;

	if (b && !--b->nholders)
		free(b);
}

/* Offsets are the repository's, but a bad mix only makes its reader slow. */
static struct ch_base **bucket_of(
	const struct ch_basecache *c, uint32_t pack, uint64_t offset)
{
	uint64_t h = (offset ^ (uint64_t)pack << 48) * 0x9e3779b97f4a7c15u;

	return &c->buckets[(h >> 32) & (c->nbuckets - 1)];
}

static void link_newest(struct ch_basecache *c, struct ch_base *b)
{
	b->newer = NULL;
	b->older = c->newest;
	if (c->newest)
		c->newest->newer = b;
	else
		c->oldest = b;
	c->newest = b;
}

static void unlink_age(struct ch_basecache *c, struct ch_base *b)
{
	if (b->newer)
		b->newer->older = b->older;
	else
		c->newest = b->older;
	if (b->older)
		b->older->newer = b->newer;
	else
		c->oldest = b->newer;
}

static size_t cost(const struct ch_base *b)
{
	return sizeof(*b) + b->size;
}

static void drop_oldest(struct ch_basecache *c)
{
	struct ch_base *b = c->oldest;
	struct ch_base **at = bucket_of(c, b->pack, b->offset);

	while (*at != b)
		at = &(*at)->chain;
	*at = b->chain;
	c->oldest = b->newer;
	if (c->oldest)
		c->oldest->older = NULL;
	else
		c->newest = NULL;
	c->used_bytes -= cost(b);
	c->n--;
	ch_base_drop(b);
}

static void grow(struct ch_basecache *c)
{
	struct ch_base **at, *b;

	free(c->buckets);
	c->nbuckets *= 2;
	c->buckets = ch_calloc(c->nbuckets, sizeof(*c->buckets));
	for (b = c->newest; b; b = b->older) {
		at = bucket_of(c, b->pack, b->offset);
		b->chain = *at;
		*at = b;
	}
}

struct ch_base *ch_basecache_get(
	struct ch_basecache *c, uint32_t pack, uint64_t offset)
{
	struct ch_base *b = *bucket_of(c, pack, offset);

	while (b && (b->offset != offset || b->pack != pack))
		b = b->chain;
	if (b && b != c->newest) {
		unlink_age(c, b);
		link_newest(c, b);
	}
	return b;
}

int ch_basecache_put(struct ch_basecache *c, struct ch_base *base,
	uint32_t pack, uint64_t offset)
{
	struct ch_base **at;

	if (cost(base) > c->max_bytes / 2)
		return 0;
	while (c->used_bytes + cost(base) > c->max_bytes)
		drop_oldest(c);
	if (c->n >= c->nbuckets)
		grow(c);
	base->pack = pack;
	base->offset = offset;
	at = bucket_of(c, pack, offset);
	base->chain = *at;
	*at = base;
	link_newest(c, base);
	c->used_bytes += cost(base);
	c->n++;
	return 1;
}
