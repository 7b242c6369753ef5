/*
 * hash.h - XXH3, seeded where the input is the repository's.
 *
 * ch_hash() is stable across runs and machines: use it for what is stored or
 * compared.  ch_hash_seeded() differs from process to process, so nobody can
 * craft keys that collide: use it for tables over repository data, and never
 * let an order that comes from it reach the output.
 */
#ifndef CH_BASE_HASH_H
#define CH_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

uint64_t ch_hash(const void *p, size_t len);
uint64_t ch_hash_seeded(const void *p, size_t len);
/* The seed of this process, and the hash under a seed taken before. */
uint64_t ch_hash_seed(void);
uint64_t ch_hash_with(uint64_t seed, const void *p, size_t len);
/* Fold 'value' into 'h'; stable. */
uint64_t ch_hash_mix(uint64_t h, uint64_t value);

#endif
