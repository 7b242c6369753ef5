/*
 * budget.h - what of the memory budget each part may use (DESIGN.md, 5).
 */
#ifndef CH_PIPELINE_BUDGET_H
#define CH_PIPELINE_BUDGET_H

#include <stddef.h>
#include <stdint.h>

struct ch_budget {
	int64_t bytes;
	int64_t chunk_bytes;
	size_t chunk_changes; /* a chunk ends when it has as many */
	size_t tree_cache_bytes, base_cache_bytes; /* of each worker */
	size_t worker_bytes; /* syntax trees of each worker */
};

/* Half of the memory there is (of the cgroup or the machine), at most 4 GiB. */
int64_t ch_budget_default(void);
void ch_budget_split(int64_t bytes, size_t jobs, struct ch_budget *out);

#endif
