/*
 * map.h - an open-addressing hash map from bytes to 64-bit values.
 *
 * Keys are not copied: they must outlive the map (intern.h copies).  Linear
 * probing, power-of-two capacity, at most 3/4 full, no removal of single
 * keys.  Iteration order is not defined: sort before printing.
 *
 *   struct ch_map m = { 0 };
 *   uint64_t *count = ch_map_add(&m, key, len, NULL);
 *   (*count)++;
 *   ch_map_release(&m);
 */
#ifndef CH_BASE_MAP_H
#define CH_BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ch_map_slot {
	const void *key; /* NULL: empty */
	size_t len;
	uint64_t hash;
	uint64_t value;
};

/* All-zero is an empty map. */
struct ch_map {
	struct ch_map_slot *slots;
	size_t n;
	size_t cap;    /* 0 or a power of two */
	uint64_t seed; /* of the hashes, taken when the map first grows */
};

/* The value of 'key', or NULL.  Valid until the next ch_map_add(). */
uint64_t *ch_map_get(const struct ch_map *m, const void *key, size_t len);
/*
 * The value of 'key', added as 0 if it was not there (then *added = true;
 * 'added' may be NULL).  Valid until the next ch_map_add().
 */
uint64_t *ch_map_add(
	struct ch_map *m, const void *key, size_t len, bool *added);
/* The next used slot at or after *at, which moves past it; NULL at the end. */
struct ch_map_slot *ch_map_next(const struct ch_map *m, size_t *at);
void ch_map_clear(struct ch_map *m);
void ch_map_release(struct ch_map *m);

#endif
