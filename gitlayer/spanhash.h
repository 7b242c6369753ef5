/*
 * spanhash.h - what a content is made of, as git measures similarity.
 *
 * A content is cut after every newline and after 64 bytes at the latest; each
 * piece adds its bytes to the count of its hash (of 107,927).  Two contents
 * share, for every hash, the smaller of the two counts.
 */
#ifndef CH_GITLAYER_SPANHASH_H
#define CH_GITLAYER_SPANHASH_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

#define CH_MAX_SCORE 60000

struct ch_span_count {
	uint32_t hash;
	uint32_t bytes;
};

/* Sorted by hash; all-zero is empty.  ch_spanhash_release() it. */
struct ch_spanhash {
	struct ch_span_count *spans;
	size_t n;
};

void ch_spanhash_init(struct ch_spanhash *out, struct ch_str content);
void ch_spanhash_release(struct ch_spanhash *s);
/* Bytes of 'a' that 'b' has too. */
uint64_t ch_spanhash_shared(
	const struct ch_spanhash *a, const struct ch_spanhash *b);

#endif
