#include "base/hash.h"

#include <string.h>
#include <sys/auxv.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

uint64_t ch_hash(const void *p, size_t len)
{
	return XXH3_64bits(p, len);
}

/* The kernel gives every process 16 random bytes: a seed without state. */
uint64_t ch_hash_seed(void)
{
	const void *random = (const void *)getauxval(AT_RANDOM);
	uint64_t seed = 0;

	if (random)
		memcpy(&seed, random, sizeof(seed));
	return seed;
}

uint64_t ch_hash_seeded(const void *p, size_t len)
{
	return ch_hash_with(ch_hash_seed(), p, len);
}

uint64_t ch_hash_with(uint64_t seed, const void *p, size_t len)
{
	return XXH3_64bits_withSeed(p, len, seed);
}

uint64_t ch_hash_mix(uint64_t h, uint64_t value)
{
	h ^= value + 0x9e3779b97f4a7c15u + (h << 6) + (h >> 2);
	h *= 0xff51afd7ed558ccdu;
	return h ^ (h >> 32);
}
