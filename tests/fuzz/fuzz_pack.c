/*
 * The entries of a pack: a byte that counts them (1 to 15), their starts as
 * two bytes each, then the pack's bytes after its header.  An index is made
 * for them, whose ids are all bytes equal to 1, 2, ...  Every entry is read,
 * and read again from a warm cache with the same result.
 *
 * make fuzz FUZZ=pack SECONDS=300
 */
#include <stdlib.h>
#include <string.h>

#include "gitlayer/odb.h"
#include "gitlayer/packread.h"

#define ENTRIES_MAX 15
#define IDX_SIZE (8 + 1024 + ENTRIES_MAX * 28 + 40)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void put_be32(uint8_t *p, uint32_t v)
{
	p[0] = (uint8_t)(v >> 24);
	p[1] = (uint8_t)(v >> 16);
	p[2] = (uint8_t)(v >> 8);
	p[3] = (uint8_t)v;
}

static size_t make_idx(uint8_t *idx, const uint8_t *starts, uint32_t n)
{
	uint8_t *p = idx + 8;

	memset(idx, 0, IDX_SIZE);
	memcpy(idx, "\377tOc\0\0\0\2", 8);
	for (uint32_t i = 0; i < 256; i++, p += 4)
		put_be32(p, i < n ? i : n);
	for (uint32_t i = 0; i < n; i++, p += 20)
		memset(p, (int)i + 1, 20);
	p += 4 * n;
	for (uint32_t i = 0; i < n; i++, p += 4)
		put_be32(p, 12u + (uint32_t)(starts[2 * i] << 8 |
					     starts[2 * i + 1]));
	return (size_t)(p - idx) + 40;
}

/* The size + 1 of the n-th entry's object, 0 when it cannot be read. */
static size_t read_one(struct ch_packreader *r, const struct ch_pack *pack,
	uint32_t n, struct ch_arena *arena)
{
	struct ch_object o;
	struct ch_oid wanted;
	struct ch_err err;
	uint64_t at;

	if (!ch_pack_offset(pack, n, &at))
		return 0;
	ch_packreader_header(r, pack, at, &o, &wanted, &err);
	if (ch_packreader_read(r, pack, at, arena, &o, &wanted, &err))
		return 0;
	if (o.data[o.size])
		abort();
	return o.size + 1;
}

/* Twice, for the cache must not change what is read. */
static void read_all(struct ch_packreader *r, const struct ch_pack *pack)
{
	struct ch_arena arena = { 0 };
	size_t before[ENTRIES_MAX] = { 0 };

	for (int pass = 0; pass < 2; pass++) {
		for (uint32_t n = 0; n < pack->nobjects; n++) {
			size_t size = read_one(r, pack, n, &arena);

			if (pass && before[n] != size)
				abort();
			before[n] = size;
			ch_arena_reset(&arena);
		}
	}
	ch_arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint32_t n = size ? data[0] % ENTRIES_MAX + 1 : 1;
	uint8_t idx[IDX_SIZE];
	struct ch_pack pack = { .name = "fuzz.pack", .idx = idx };
	struct ch_packset set = { .npacks = 1 };
	struct ch_packreader *r;
	uint8_t *bytes;

	if (size < 1 + 2 * (size_t)n)
		return 0;
	pack.idx_size = make_idx(idx, data + 1, n);
	data += 1 + 2 * (size_t)n;
	size -= 1 + 2 * (size_t)n;
	bytes = calloc(1, size + 32);
	memcpy(bytes + 12, data, size);
	pack.data = bytes;
	pack.size = size + 32;
	atomic_init(&set.first, &pack);
	r = ch_packreader_new(&set, 1 << 16, 1 << 20);
	if (!ch_pack_read_idx(&pack, NULL))
		read_all(r, &pack);
	ch_packreader_free(r);
	free(bytes);
	return 0;
}
