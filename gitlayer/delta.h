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
 * ch_delta_check() reads all instructions without writing anything, so the
 * caller knows the exact result size before it allocates; a result that a
 * delta only claims costs nothing.  ch_delta_apply() then needs no checks.
 */
#ifndef CH_GITLAYER_DELTA_H
#define CH_GITLAYER_DELTA_H

#include <stddef.h>
#include <stdint.h>

/* Why a delta cannot be applied; NULL means it can. */
const char *ch_delta_check(
	const uint8_t *delta, size_t len, size_t base_len, size_t *result_len);

/*
 * The result size the delta claims, from its first bytes; false when they
 * are not there.
 */
int ch_delta_result_len(const uint8_t *delta, size_t len, uint64_t *result_len);

/* 'out' has room for what ch_delta_check() said; it must have succeeded. */
void ch_delta_apply(
	const uint8_t *delta, size_t len, const uint8_t *base, uint8_t *out);

#endif
