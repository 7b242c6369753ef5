/*
 * delta.h - git's binary deltas: a result as copies from a base and inserts.
 *
 * A delta is: size of the base, size of the result (7 bits a byte, low first,
 * the top bit set on all but the last), then instructions.
 *
 *   1xxxxxxx  copy; bits 0-3: which of 4 offset bytes follow, bits 4-6: which
 *             of 3 size bytes; an absent byte is 0, a size of 0 is 0x10000
 *   0nnnnnnn  n literal bytes follow (1..127)
 *   00000000  reserved, an error
 *
 * Four bytes of delta may claim 16 MiB of result, so the size it claims is
 * not enough to allocate by: where it is larger than base and delta together,
 * ch_delta_measure() adds the instructions up first, writing nothing.
 *
 * All of them may read, but do not use, CH_DELTA_SLACK bytes behind a delta.
 */
#ifndef CH_GITLAYER_DELTA_H
#define CH_GITLAYER_DELTA_H

#include <stddef.h>
#include <stdint.h>

#define CH_DELTA_SLACK 8

struct ch_delta {
	const uint8_t *ops; /* the first instruction */
	const uint8_t *end;
	uint64_t base_len;
	uint64_t result_len; /* claimed */
};

/* The two sizes.  Returns NULL or what is wrong; so do the next two. */
const char *ch_delta_open(
	struct ch_delta *delta, const uint8_t *bytes, size_t len);
/* Whether the instructions make what the delta claims. */
const char *ch_delta_measure(const struct ch_delta *delta);
/* 'base' has base_len bytes, 'out' room for result_len, and they differ. */
const char *ch_delta_apply(
	const struct ch_delta *delta, const uint8_t *base, uint8_t *out);

#endif
