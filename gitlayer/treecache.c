#include "gitlayer/treecache.h"

#include <stdlib.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/arena.h"
#include "base/mem.h"
#include "gitlayer/basecache.h"
#include "gitlayer/treediff.h"

#define DEFAULT_LIMIT ((size_t)32 << 20)
#define NBUCKETS 4096
#define LONGEST_MODE 7

struct ch_treecache {
	size_t limit, held;
	struct ch_tree *buckets[NBUCKETS];
	struct ch_tree *newest, *oldest;
	struct ch_arena scratch;
	uint32_t *off;
	size_t noff, cap_off;
};

struct ch_treecache *ch_treecache_new(size_t limit_bytes)
{
	struct ch_treecache *cache = ch_calloc(1, sizeof(*cache));

	cache->limit = limit_bytes ? limit_bytes : DEFAULT_LIMIT;
	return cache;
}

static struct ch_tree **bucket_of(
	struct ch_treecache *cache, const struct ch_oid *oid)
{
	uint32_t h;

	memcpy(&h, oid->id, sizeof(h));
	return &cache->buckets[h % NBUCKETS];
}

static void unlink_age(struct ch_treecache *cache, struct ch_tree *t)
{
	*(t->newer ? &t->newer->older : &cache->newest) = t->older;
	*(t->older ? &t->older->newer : &cache->oldest) = t->newer;
}

static void link_newest(struct ch_treecache *cache, struct ch_tree *t)
{
	t->newer = NULL;
	t->older = cache->newest;
	*(cache->newest ? &cache->newest->newer : &cache->oldest) = t;
	cache->newest = t;
}

static void drop_oldest(struct ch_treecache *cache)
{
	struct ch_tree *t = cache->oldest;
	struct ch_tree **at = bucket_of(cache, &t->oid);

	while (*at != t)
		at = &(*at)->next_in_bucket;
	*at = t->next_in_bucket;
	unlink_age(cache, t);
	cache->held -= t->bytes;
	ch_tree_release(t);
}

void ch_treecache_free(struct ch_treecache *cache)
{
	if (!cache)
		return;
	while (cache->oldest)
		drop_oldest(cache);
	ch_arena_release(&cache->scratch);
	free(cache->off);
	free(cache);
}

static struct ch_tree *find_cached(
	struct ch_treecache *cache, const struct ch_oid *oid)
{
	struct ch_tree *t = *bucket_of(cache, oid);

	while (t && !ch_oid_eq(&t->oid, oid))
		t = t->next_in_bucket;
	if (t && t != cache->newest) {
		unlink_age(cache, t);
		link_newest(cache, t);
	}
	return t;
}

static void keep(struct ch_treecache *cache, struct ch_tree *t)
{
	struct ch_tree **bucket = bucket_of(cache, &t->oid);

	if (t->bytes > cache->limit / 4)
		return;
	while (cache->oldest && cache->held + t->bytes > cache->limit)
		drop_oldest(cache);
	t->refs++;
	t->next_in_bucket = *bucket;
	*bucket = t;
	link_newest(cache, t);
	cache->held += t->bytes;
}

/* ---- Bytes --------------------------------------------------------------*/

/* The first NUL from data[at] on, or 'size'; names are short. */
static size_t find_nul(const char *data, size_t size, size_t at)
{
	const char *nul;

#ifdef __SSE2__
	if (size - at >= sizeof(__m128i)) {
		int mask = _mm_movemask_epi8(_mm_cmpeq_epi8(
			_mm_loadu_si128(
				(const __m128i *)(const void *)(data + at)),
			_mm_setzero_si128()));

		if (mask)
			return at + (size_t)__builtin_ctz((unsigned)mask);
		at += sizeof(__m128i);
	}
#endif
	nul = memchr(data + at, '\0', size - at);
	return nul ? (size_t)(nul - data) : size;
}

/* Where the mode at data[at] and its space end, or 0 if it is malformed. */
static size_t mode_end(const char *data, size_t size, size_t at)
{
	static const char file[] = "100644 ";
	size_t digits = 0;

	/* nearly all */
	if (size - at >= sizeof(file) &&
		!memcmp(data + at, file, sizeof(file) - 1))
		return at + sizeof(file) - 1;
	while (at < size && data[at] >= '0' && data[at] <= '7') {
		at++;
		digits++;
	}
	if (!digits || digits > LONGEST_MODE || at >= size || data[at] != ' ')
		return 0;
	return at + 1;
}

/* Where the entry at data[at] ends, or 0 if it is malformed. */
static size_t entry_end(const char *data, size_t size, size_t at)
{
	size_t name = mode_end(data, size, at), nul;

	if (!name)
		return 0;
	nul = find_nul(data, size, name);
	if (nul == size || nul == name)
		return 0;
	at = nul + 1;
	return size - at < CH_OID_BYTES ? 0 : at + CH_OID_BYTES;
}

static bool index_entries(
	struct ch_treecache *cache, const char *data, size_t size)
{
	size_t at = 0;

	cache->noff = 0;
	if (size >= UINT32_MAX)
		return false;
	for (;;) {
		CH_GROW(cache->off, cache->noff, cache->cap_off);
		cache->off[cache->noff++] = (uint32_t)at;
		if (at == size)
			return true;
		at = entry_end(data, size, at);
		if (!at)
			return false;
	}
}

static uint32_t canonical_mode(uint32_t mode)
{
	switch (mode & 0170000) {
	case 0100000:
		return mode & 0100 ? CH_MODE_EXEC : CH_MODE_BLOB;
	case 0120000:
		return CH_MODE_LINK;
	case 0040000:
		return CH_MODE_TREE;
	default:
		return CH_MODE_GITLINK;
	}
}

struct ch_tree_entry ch_tree_at(const struct ch_tree *tree, uint32_t i)
{
	const char *p = tree->data + tree->off[i];
	const char *end = tree->data + tree->off[i + 1] - CH_OID_BYTES - 1;
	struct ch_tree_entry e;
	uint32_t mode = 0;

	for (; *p != ' '; p++)
		mode = mode * 8 + (uint32_t)(*p - '0');
	e.mode = canonical_mode(mode);
	e.name = ch_str_n(p + 1, (size_t)(end - p - 1));
	e.id = (const uint8_t *)end + 1;
	return e;
}

int ch_tree_entry_cmp(
	const struct ch_tree_entry *a, const struct ch_tree_entry *b)
{
	size_t n = a->name.len < b->name.len ? a->name.len : b->name.len;
	int cmp = memcmp(a->name.ptr, b->name.ptr, n);
	unsigned char c, d;

	if (cmp)
		return cmp;
	c = a->name.len > n	      ? (unsigned char)a->name.ptr[n]
	    : a->mode == CH_MODE_TREE ? '/'
				      : '\0';
	d = b->name.len > n	      ? (unsigned char)b->name.ptr[n]
	    : b->mode == CH_MODE_TREE ? '/'
				      : '\0';
	return (c > d) - (c < d);
}

bool ch_tree_find(const struct ch_tree *tree, struct ch_str name, bool is_tree,
	struct ch_tree_entry *out)
{
	struct ch_tree_entry key = { name,
		is_tree ? CH_MODE_TREE : CH_MODE_BLOB, NULL };
	uint32_t lo = 0, hi = tree->n;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		struct ch_tree_entry e = ch_tree_at(tree, mid);
		int cmp = ch_tree_entry_cmp(&key, &e);

		if (cmp == 0) {
			*out = e;
			return ch_str_eq(e.name, name) &&
			       (e.mode == CH_MODE_TREE) == is_tree;
		}
		if (cmp < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return false;
}

/* ---- Reading ------------------------------------------------------------*/

/* Its data is copied where it cannot be held. */
static struct ch_tree *make_tree(const struct ch_treecache *cache,
	const struct ch_oid *oid, const struct ch_object *object)
{
	size_t off_bytes = cache->noff * sizeof(uint32_t);
	size_t bytes = sizeof(struct ch_tree) + off_bytes + object->size;
	struct ch_tree *t =
		ch_malloc(object->base ? bytes - object->size : bytes);
	char *at = (char *)(t + 1);

	memset(t, 0, sizeof(*t));
	t->oid = *oid;
	t->n = (uint32_t)(cache->noff - 1);
	t->refs = 1;
	t->bytes = bytes;
	memcpy(at, cache->off, off_bytes);
	t->off = (const uint32_t *)(const void *)at;
	t->data = at + off_bytes;
	if (object->base) {
		t->base = ch_base_hold(object->base);
		t->data = object->data;
	} else if (object->size) {
		memcpy(at + off_bytes, object->data, object->size);
	}
	return t;
}

static bool is_the_empty_tree(const struct ch_oid *oid)
{
	static const uint8_t id[CH_OID_BYTES] = { 0x4b, 0x82, 0x5d, 0xc6, 0x42,
		0xcb, 0x6e, 0xb9, 0xa0, 0x60, 0xe5, 0x4b, 0xf8, 0xd6, 0x92,
		0x88, 0xfb, 0xee, 0x49, 0x04 };

	return memcmp(oid->id, id, CH_OID_BYTES) == 0;
}

int ch_tree_parse(struct ch_treecache *cache, const struct ch_oid *oid,
	const struct ch_object *object, struct ch_tree **out,
	struct ch_err *err)
{
	char hex[CH_OID_HEX + 1];

	*out = NULL;
	if (!index_entries(cache, object->data, object->size))
		return ch_fail(err, CH_EFORMAT, "%s: not a well-formed tree",
			ch_oid_hex(oid, hex));
	*out = make_tree(cache, oid, object);
	keep(cache, *out);
	return 0;
}

static int read_and_parse(struct ch_treecache *cache, struct ch_odb *odb,
	const struct ch_oid *oid, struct ch_tree **out, struct ch_err *err)
{
	struct ch_object object = { .type = CH_OBJ_TREE, .data = "" };
	char hex[CH_OID_HEX + 1];
	int rc = 0;

	if (!is_the_empty_tree(oid))
		rc = ch_odb_read(odb, oid, &cache->scratch, &object, err);
	if (!rc && object.type != CH_OBJ_TREE)
		rc = ch_fail(err, CH_EFORMAT, "%s: not a tree",
			ch_oid_hex(oid, hex));
	if (!rc)
		rc = ch_tree_parse(cache, oid, &object, out, err);
	ch_arena_reset(&cache->scratch);
	return rc;
}

int ch_tree_read(struct ch_treecache *cache, struct ch_odb *odb,
	const struct ch_oid *oid, struct ch_tree **out, struct ch_err *err)
{
	struct ch_treecache *own = NULL;
	int rc;

	*out = NULL;
	if (cache) {
		*out = find_cached(cache, oid);
		if (*out) {
			(*out)->refs++;
			return 0;
		}
	} else {
		cache = own = ch_treecache_new(1);
	}
	rc = read_and_parse(cache, odb, oid, out, err);
	ch_treecache_free(own);
	return rc;
}

void ch_tree_release(struct ch_tree *tree)
{
	if (!tree || --tree->refs)
		return;
	ch_base_drop(tree->base);
	free(tree);
}
