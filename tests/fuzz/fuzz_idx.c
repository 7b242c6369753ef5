/*
 * A pack index of any version: every lookup stays inside of it.
 *
 * make fuzz FUZZ=idx SECONDS=300
 */
#include <stdlib.h>
#include <string.h>

#include "gitlayer/pack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look_up_all(const struct ch_pack *pack)
{
	for (uint32_t i = 0; i < pack->nobjects; i++) {
		struct ch_oid oid;
		uint64_t offset;
		uint32_t pos;

		ch_pack_oid(pack, i, &oid);
		if (ch_pack_find(pack, &oid, &pos) && pos >= pack->nobjects)
			abort();
		if (ch_pack_offset(pack, i, &offset) && offset >= pack->size)
			abort();
		oid.id[19] ^= 1;
		ch_pack_find(pack, &oid, &pos);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ch_pack pack = { .name = "fuzz.pack" };
	uint8_t *copy = malloc(size ? size : 1);
	struct ch_pack_entry entry = { .size = (uint64_t)64 << 20, .at = 100 };
	struct ch_err err;

	memcpy(copy, data, size);
	pack.idx = copy;
	pack.idx_size = size;
	pack.size = 1000000; /* no byte of it is read here */
	if (!ch_pack_read_idx(&pack, &err)) {
		look_up_all(&pack);
		ch_pack_plausible(&pack, &entry);
	}
	free(copy);
	return 0;
}
