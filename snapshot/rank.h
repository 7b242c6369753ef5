/*
 * rank.h - how much a change matters, in integers.
 *
 * kind of change x visibility x how specific the name is x log of dependents
 * x log of changed lines x mentioned in a message of the range; tests a
 * tenth, vendored a fiftieth, generated nothing (spec/pack.md).
 */
#ifndef CH_SNAPSHOT_RANK_H
#define CH_SNAPSHOT_RANK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "snapshot/compare.h"
#include "snapshot/log.h"
#include "snapshot/link.h"
#include "snapshot/symdiff.h"

/* Fill 'weight' of every delta. */
void ch_rank_symbols(const struct ch_compare *delta, struct ch_symdiff *diff);

/* A group of commits: by the weight of its symbols, class and numbers. */
uint64_t ch_rank_group(const struct ch_log *log, const struct ch_log_group *g,
	const struct ch_commit_touch *touch, const struct ch_symdiff *diff);

/* Is the name made of several words: "max_size", "maxSize"? */
bool ch_has_words(struct ch_str name);

/* Position of the highest set bit of v + 1: 0 -> 0, 1 -> 1, 3 -> 2. */
unsigned ch_log2(uint64_t v);

#endif
