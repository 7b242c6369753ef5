#include "gitlayer/packread.h"

#include <stdlib.h>
#include <string.h>

#include <libdeflate.h>

#include "base/mem.h"
#include "gitlayer/delta.h"
#include "gitlayer/mapguard.h"

#define BASE_LIMIT_MIN ((size_t)64 << 20)
#define HARD_LIMIT (((size_t)2 << 30) - 1)

struct link {
	const struct ch_pack *pack;
	uint64_t offset;
	struct ch_pack_entry entry;
};

struct ch_packreader {
	struct ch_packset *set;
	struct libdeflate_decompressor *inflater;
	struct ch_basecache cache;
	size_t max_bytes;   /* of an object that is returned */
	size_t base_bytes;  /* of one that is only a base, and of a delta */
	struct link *links; /* from the object down to its base */
	size_t nlinks;
	size_t links_cap;
	uint8_t *delta; /* scratch */
	size_t delta_cap;
	struct ch_base *base; /* what the next delta applies to */
	struct ch_base *held; /* == base when it is not the cache's */
	struct ch_base *top;  /* the object itself */
	struct ch_base *given;
	struct ch_oid given_oid;
	uint64_t hits;
	uint64_t misses;
};

/* One call, so that everything it needs survives a jump out of it. */
struct job {
	struct ch_packreader *r;
	const struct ch_pack *pack;
	uint64_t offset;
	struct ch_arena *arena; /* NULL: only the header */
	struct ch_object *out;
	struct ch_oid *wanted;
	struct ch_err *err;
};

struct ch_packreader *ch_packreader_new(
	struct ch_packset *set, size_t cache_bytes, size_t max_bytes)
{
	struct ch_packreader *r = ch_calloc(1, sizeof(*r));

	r->set = set;
	r->max_bytes = max_bytes < HARD_LIMIT ? max_bytes : HARD_LIMIT;
	r->base_bytes =
		r->max_bytes < HARD_LIMIT / 2 ? r->max_bytes * 2 : HARD_LIMIT;
	if (r->base_bytes < BASE_LIMIT_MIN)
		r->base_bytes = BASE_LIMIT_MIN;
	ch_basecache_init(&r->cache, cache_bytes);
	r->inflater = libdeflate_alloc_decompressor();
	if (!r->inflater)
		ch_out_of_memory();
	return r;
}

static void let_go(struct ch_packreader *r)
{
	ch_base_drop(r->held);
	r->held = NULL;
	r->base = NULL;
}

static void drop_given(struct ch_packreader *r)
{
	ch_base_drop(r->given);
	r->given = NULL;
}

void ch_packreader_free(struct ch_packreader *r)
{
	if (!r)
		return;
	let_go(r);
	drop_given(r);
	ch_basecache_release(&r->cache);
	libdeflate_free_decompressor(r->inflater);
	free(r->links);
	free(r->delta);
	free(r);
}

void ch_packreader_give(
	struct ch_packreader *r, const struct ch_oid *oid, struct ch_base *base)
{
	drop_given(r);
	r->given = base;
	r->given_oid = *oid;
}

void ch_packreader_counts(
	const struct ch_packreader *r, uint64_t *hits, uint64_t *misses)
{
	*hits = r->hits;
	*misses = r->misses;
}

static int damaged(
	const struct job *job, const struct ch_pack *pack, const char *what)
{
	return ch_fail(job->err, CH_EFORMAT, "%s: %s", pack->name, what);
}

static bool is_delta(const struct ch_pack_entry *e)
{
	return e->type == CH_PACK_OFS_DELTA || e->type == CH_PACK_REF_DELTA;
}

/* Where the base of a reference delta is: its own pack first, then any. */
static bool find_base(struct job *job, const struct ch_pack **pack,
	const struct ch_oid *oid, uint64_t *offset)
{
	const struct ch_pack *p = *pack;
	uint32_t pos;

	if (ch_pack_find(p, oid, &pos) && ch_pack_offset(p, pos, offset))
		return true;
	for (p = ch_packset_first(job->r->set); p; p = p->next) {
		if (ch_pack_find(p, oid, &pos) &&
			ch_pack_offset(p, pos, offset)) {
			*pack = p;
			return true;
		}
	}
	return false;
}

/* Take the base that was given from outside, or ask for it. */
static int base_from_outside(struct job *job, const struct ch_oid *oid)
{
	struct ch_packreader *r = job->r;

	if (r->given && ch_oid_eq(&r->given_oid, oid)) {
		r->base = r->given;
		return 0;
	}
	*job->wanted = *oid;
	return CH_PACKREAD_WANTS_BASE;
}

/* Fills links; leaves r->base NULL when the last link is the base itself. */
static int walk_chain(struct job *job)
{
	struct ch_packreader *r = job->r;
	const struct ch_pack *pack = job->pack;
	uint64_t offset = job->offset;

	r->nlinks = 0;
	for (;;) {
		struct link *link;
		const char *what;

		r->base = ch_basecache_get(&r->cache, pack->number, offset);
		if (r->base) {
			r->hits++;
			return 0;
		}
		if (r->nlinks == CH_CHAIN_MAX)
			return damaged(job, job->pack, "delta chain too long");
		CH_GROW(r->links, r->nlinks, r->links_cap);
		link = &r->links[r->nlinks++];
		link->pack = pack;
		link->offset = offset;
		what = ch_pack_entry(pack, offset, &link->entry);
		if (what)
			return damaged(job, pack, what);
		if (!is_delta(&link->entry)) {
			r->misses++;
			return 0;
		}
		if (link->entry.type == CH_PACK_OFS_DELTA)
			offset = link->entry.base_offset;
		else if (!find_base(job, &pack, &link->entry.base, &offset))
			return base_from_outside(job, &link->entry.base);
	}
}

static enum ch_obj_type chain_type(const struct ch_packreader *r)
{
	if (r->base)
		return (enum ch_obj_type)r->base->type;
	return (enum ch_obj_type)r->links[r->nlinks - 1].entry.type;
}

static int over_limit(struct job *job, uint64_t size)
{
	return ch_fail(job->err, CH_ELIMIT,
		"%llu bytes are more than the limit", (unsigned long long)size);
}

/* Before anything of entry.size bytes is allocated. */
static int check_claim(
	struct job *job, const struct link *link, size_t limit, bool is_object)
{
	const struct ch_pack_entry *e = &link->entry;

	if (!ch_pack_plausible(link->pack, e))
		return damaged(job, link->pack,
			"claims more bytes than its data can hold");
	if (e->size <= limit)
		return 0;
	if (is_object) {
		job->out->type = chain_type(job->r);
		job->out->size = (size_t)e->size;
	}
	return over_limit(job, e->size);
}

static int inflate(struct job *job, const struct link *link, uint8_t *out)
{
	const struct ch_pack *pack = link->pack;
	const struct ch_pack_entry *e = &link->entry;
	size_t in_len = pack->size - CH_OID_BYTES - (size_t)e->at;
	size_t used;

	switch (libdeflate_zlib_decompress_ex(job->r->inflater,
		pack->data + e->at, in_len, out, (size_t)e->size, &used,
		NULL)) {
	case LIBDEFLATE_SUCCESS:
		return 0;
	case LIBDEFLATE_SHORT_OUTPUT:
		return damaged(job, pack, "shorter than its header says");
	case LIBDEFLATE_INSUFFICIENT_SPACE:
		return damaged(job, pack, "longer than its header says");
	case LIBDEFLATE_BAD_DATA:
	default:
		return damaged(job, pack, "its compressed data is damaged");
	}
}

static int inflate_delta(
	struct job *job, const struct link *link, struct ch_delta *delta)
{
	struct ch_packreader *r = job->r;
	size_t need = (size_t)link->entry.size;
	const char *what;
	int code = check_claim(job, link, r->base_bytes, false);

	if (code)
		return code;
	if (r->delta_cap < need + CH_DELTA_SLACK) {
		free(r->delta);
		r->delta = NULL;
		r->delta_cap = need + need / 2 + 4096;
		r->delta = ch_malloc(r->delta_cap);
	}
	code = inflate(job, link, r->delta);
	if (code)
		return code;
	memset(r->delta + need, 0, CH_DELTA_SLACK);
	what = ch_delta_open(delta, r->delta, need);
	return what ? damaged(job, link->pack, what) : 0;
}

/* Likely somebody's base soon, and not too large for the cache. */
static bool is_shared(const struct ch_packreader *r, size_t size)
{
	enum ch_obj_type type = chain_type(r);

	return type != CH_OBJ_COMMIT && type != CH_OBJ_TAG &&
	       size <= r->cache.max_bytes / 8;
}

/* Room for the object: a block that the cache will share, or the arena's. */
static uint8_t *object_buffer(struct job *job, size_t size)
{
	struct ch_packreader *r = job->r;
	uint8_t *p;

	if (is_shared(r, size)) {
		r->top = ch_base_new(size);
		p = r->top->data;
	} else {
		p = ch_arena_alloc(job->arena, size + 1);
		p[size] = 0;
	}
	job->out->type = chain_type(r);
	job->out->data = (const char *)p;
	job->out->size = size;
	return p;
}

/* 'b' becomes the base of the next delta, and the cache's if it fits. */
static void set_base(
	struct ch_packreader *r, struct ch_base *b, const struct link *link)
{
	if (r->held != b)
		let_go(r);
	r->held = NULL;
	r->base = b;
	if (!ch_basecache_put(&r->cache, b, link->pack->number, link->offset))
		r->held = b;
}

/* What is returned becomes the cache's too. */
static void share(struct ch_packreader *r, const struct ch_object *o,
	const struct link *l)
{
	struct ch_base *b = r->top;

	if (!b)
		return;
	b->type = o->type;
	if (!ch_basecache_put(
		    &r->cache, ch_base_hold(b), l->pack->number, l->offset))
		ch_base_drop(b);
}

/* The last link is no delta: inflate it, as a base or as the object. */
static int start_chain(struct job *job)
{
	struct ch_packreader *r = job->r;
	const struct link *link = &r->links[r->nlinks - 1];
	bool whole = r->nlinks == 1;
	size_t size;
	int code = check_claim(
		job, link, whole ? r->max_bytes : r->base_bytes, whole);

	if (code)
		return code;
	size = (size_t)link->entry.size;
	if (whole) {
		code = inflate(job, link, object_buffer(job, size));
	} else {
		r->held = ch_base_new(size);
		r->held->type = (uint32_t)link->entry.type;
		code = inflate(job, link, r->held->data);
		if (!code)
			set_base(r, r->held, link);
	}
	r->nlinks--;
	return code;
}

/* Before anything of the result's size is allocated. */
static int check_result(struct job *job, const struct link *link,
	const struct ch_delta *delta, bool whole)
{
	struct ch_packreader *r = job->r;
	uint64_t size = delta->result_len;
	const char *what = NULL;

	if (delta->base_len != r->base->size)
		what = "delta for a base of another size";
	else if (size > r->base->size + link->entry.size)
		what = ch_delta_measure(delta);
	if (what)
		return damaged(job, link->pack, what);
	if (size <= (whole ? r->max_bytes : r->base_bytes))
		return 0;
	if (whole) {
		job->out->type = chain_type(r);
		job->out->size = (size_t)size;
	}
	return over_limit(job, size);
}

/* The topmost delta is the object; those below make bases. */
static int apply_link(struct job *job)
{
	struct ch_packreader *r = job->r;
	const struct link *link = &r->links[r->nlinks - 1];
	bool whole = r->nlinks == 1;
	struct ch_base *b = NULL;
	struct ch_delta delta;
	const char *what;
	uint8_t *out;
	int code = inflate_delta(job, link, &delta);

	if (!code)
		code = check_result(job, link, &delta, whole);
	if (code)
		return code;
	if (whole) {
		out = object_buffer(job, (size_t)delta.result_len);
	} else {
		b = ch_base_new((size_t)delta.result_len);
		b->type = r->base->type;
		out = b->data;
	}
	what = ch_delta_apply(&delta, r->base->data, out);
	if (what) {
		ch_base_drop(b);
		return damaged(job, link->pack, what);
	}
	if (!whole)
		set_base(r, b, link);
	r->nlinks--;
	return 0;
}

static void return_base(struct job *job)
{
	struct ch_packreader *r = job->r;

	r->top = ch_base_hold(r->base);
	job->out->type = chain_type(r);
	job->out->data = (const char *)r->base->data;
	job->out->size = r->base->size;
}

/*
 * The size of a delta's result stands in its first bytes.  Looked at early
 * only where a large base would be inflated for an object that is refused.
 */
static int header_of_chain(struct job *job)
{
	struct ch_packreader *r = job->r;
	struct ch_delta delta;
	int code;

	job->out->type = chain_type(r);
	if (!r->nlinks) {
		job->out->size = r->base->size;
		return 0;
	}
	if (!is_delta(&r->links[0].entry)) {
		job->out->size = (size_t)r->links[0].entry.size;
		return 0;
	}
	code = inflate_delta(job, &r->links[0], &delta);
	if (!code)
		job->out->size = (size_t)delta.result_len;
	return code;
}

static bool has_large_base(const struct ch_packreader *r)
{
	if (r->nlinks < 2)
		return false;
	if (r->base)
		return r->base->size > r->max_bytes;
	return r->links[r->nlinks - 1].entry.size > r->max_bytes;
}

static int read_object(struct job *job)
{
	struct ch_packreader *r = job->r;
	struct link top;
	int code = 0;

	if (!r->nlinks) {
		if (r->base->size > r->max_bytes) {
			header_of_chain(job);
			return over_limit(job, r->base->size);
		}
		return_base(job);
		return 0;
	}
	if (has_large_base(r)) {
		code = header_of_chain(job);
		if (!code && job->out->size > r->max_bytes)
			code = over_limit(job, job->out->size);
	}
	top = r->links[0];
	if (!code && !r->base)
		code = start_chain(job);
	while (!code && r->nlinks)
		code = apply_link(job);
	if (!code)
		share(r, job->out, &top);
	return code;
}

static int run(void *data)
{
	struct job *job = data;
	int code = walk_chain(job);

	if (code)
		return code;
	return job->arena ? read_object(job) : header_of_chain(job);
}

static int run_guarded(struct job *job)
{
	struct ch_packreader *r = job->r;
	struct ch_arena_mark mark = { 0 };
	int code;

	if (job->arena)
		mark = ch_arena_mark(job->arena);
	memset(job->out, 0, sizeof(*job->out));
	code = ch_guarded(run, job);
	if (code == CH_EIO)
		ch_fail(job->err, CH_EIO,
			"%s: became shorter while it was read",
			job->pack->name);
	if (code && job->arena) {
		ch_arena_rewind(job->arena, mark);
		job->out->data = NULL;
		ch_base_drop(r->top);
	} else if (r->top) {
		job->out->base = r->top;
		ch_arena_keep(job->arena, r->top->size, ch_base_drop, r->top);
	}
	r->top = NULL;
	let_go(r);
	if (code != CH_PACKREAD_WANTS_BASE)
		drop_given(r);
	return code;
}

int ch_packreader_read(struct ch_packreader *r, const struct ch_pack *pack,
	uint64_t offset, struct ch_arena *arena, struct ch_object *out,
	struct ch_oid *wanted, struct ch_err *err)
{
	struct job job = { r, pack, offset, arena, out, wanted, err };

	return run_guarded(&job);
}

int ch_packreader_header(struct ch_packreader *r, const struct ch_pack *pack,
	uint64_t offset, struct ch_object *out, struct ch_oid *wanted,
	struct ch_err *err)
{
	struct job job = { r, pack, offset, NULL, out, wanted, err };

	return run_guarded(&job);
}
