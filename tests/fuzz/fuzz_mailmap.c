/*
 * Any text is a mailmap: reading it ends, and who is resolved once stays
 * inside the map's or the caller's memory.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/hash.h"
#include "gitlayer/mailmap.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Every "name <email>" in the text itself is looked up. */
static uint64_t resolve_all(const struct ch_mailmap *map, struct ch_str text)
{
	struct ch_str line;
	uint64_t sum = 0;

	while (ch_str_line(&text, &line)) {
		size_t open = ch_str_chr(line, '<', 0);
		struct ch_str name = ch_str_trim(ch_str_sub(line, 0, open));
		struct ch_str email =
			ch_str_sub(line, open + 1, ch_str_chr(line, '>', 0));

		ch_mailmap_resolve(map, &name, &email);
		sum ^= ch_hash(name.ptr, name.len);
		sum ^= ch_hash(email.ptr, email.len);
	}
	return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ch_str text = ch_str_n((const char *)data, size);
	struct ch_mailmap *map = ch_mailmap_new();

	ch_mailmap_add(map, text);
	if (resolve_all(map, text) != resolve_all(map, text))
		abort();
	ch_mailmap_free(map);
	return 0;
}
