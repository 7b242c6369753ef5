/*
 * craft_pack.h - packs that git would never write, byte by byte.
 *
 * Ids are made up (all bytes equal), so nothing here passes a hash check.
 */
#ifndef CH_TESTS_LIB_CRAFT_PACK_H
#define CH_TESTS_LIB_CRAFT_PACK_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libdeflate.h>

#include "base/buf.h"
#include "gitlayer/oid.h"

#define CRAFT_MAX 16

struct craft {
	struct ch_buf pack;
	uint8_t id[CRAFT_MAX]; /* ascending */
	uint64_t offset[CRAFT_MAX];
	uint32_t n;
};

static inline struct ch_oid craft_oid(uint8_t id)
{
	struct ch_oid oid;

	memset(&oid, id, sizeof(oid));
	return oid;
}

static inline void craft_be32(struct ch_buf *b, uint64_t v)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		ch_buf_add_char(b, (char)(v >> shift & 0xff));
}

static inline void craft_init(struct craft *c)
{
	memset(c, 0, sizeof(*c));
	ch_buf_add(&c->pack, "PACK\0\0\0\2\0\0\0\0", 12);
}

/* Type (1 to 7) and size, as an entry begins. */
static inline void craft_head(
	struct craft *c, uint8_t id, unsigned type, uint64_t size)
{
	unsigned char byte = (unsigned char)(type << 4 | (size & 15));

	c->id[c->n] = id;
	c->offset[c->n++] = c->pack.len;
	for (size >>= 4; size; size >>= 7) {
		ch_buf_add_char(&c->pack, (char)(byte | 0x80));
		byte = (unsigned char)(size & 0x7f);
	}
	ch_buf_add_char(&c->pack, (char)byte);
}

static inline void craft_zlib(struct craft *c, const void *data, size_t size)
{
	struct libdeflate_compressor *z = libdeflate_alloc_compressor(6);
	char out[4096];

	ch_buf_add(&c->pack, out,
		libdeflate_zlib_compress(z, data, size, out, sizeof(out)));
	libdeflate_free_compressor(z);
}

static inline void craft_blob(struct craft *c, uint8_t id, const char *text)
{
	craft_head(c, id, 3, strlen(text));
	craft_zlib(c, text, strlen(text));
}

/* Against the object 'base', by name. */
static inline void craft_ref_delta(struct craft *c, uint8_t id, uint8_t base,
	const void *delta, size_t size)
{
	struct ch_oid oid = craft_oid(base);

	craft_head(c, id, 7, size);
	ch_buf_add(&c->pack, oid.id, sizeof(oid.id));
	craft_zlib(c, delta, size);
}

/* Against what starts 'back' (< 128) bytes before. */
static inline void craft_ofs_delta(struct craft *c, uint8_t id, uint8_t back,
	const void *delta, size_t size)
{
	craft_head(c, id, 6, size);
	ch_buf_add_char(&c->pack, (char)back);
	craft_zlib(c, delta, size);
}

static inline void craft_save(const char *path, const struct ch_buf *b)
{
	FILE *f = fopen(path, "wb");

	if (!f || fwrite(b->ptr, 1, b->len, f) != b->len || fclose(f))
		abort();
}

static inline void craft_idx(const struct craft *c, struct ch_buf *idx)
{
	ch_buf_add(idx, "\377tOc\0\0\0\2", 8);
	for (unsigned i = 0; i < 256; i++) {
		uint32_t n = 0;

		while (n < c->n && c->id[n] <= i)
			n++;
		craft_be32(idx, n);
	}
	for (uint32_t i = 0; i < c->n; i++)
		ch_buf_add_repeat(idx, (char)c->id[i], 20);
	ch_buf_add_repeat(idx, 0, (size_t)4 * c->n);
	for (uint32_t i = 0; i < c->n; i++)
		craft_be32(idx, c->offset[i]);
	ch_buf_add_repeat(idx, 'T', 20);
	ch_buf_add_repeat(idx, 'I', 20);
}

/* Writes dir/name.pack and dir/name.idx. */
static inline void craft_write(
	struct craft *c, const char *dir, const char *name)
{
	struct ch_buf idx = { 0 }, path = { 0 };

	c->pack.ptr[11] = (char)c->n;
	ch_buf_add_repeat(&c->pack, 'T', 20);
	ch_buf_printf(&path, "%s/%s.pack", dir, name);
	craft_save(ch_buf_z(&path), &c->pack);
	craft_idx(c, &idx);
	ch_buf_truncate(&path, path.len - 4);
	ch_buf_add_z(&path, "idx");
	craft_save(ch_buf_z(&path), &idx);
	ch_buf_release(&idx);
	ch_buf_release(&path);
	ch_buf_release(&c->pack);
}

#endif
