/*
 * stats.h - what a run cost: stages with items, bytes and seconds, and memory.
 *
 * Filled by the main thread; workers add up on their own and hand over.
 */
#ifndef CH_BASE_STATS_H
#define CH_BASE_STATS_H

#include <stddef.h>
#include <stdint.h>

#include "base/value.h"

#define CH_STATS_STAGES 24

struct ch_stage {
	const char *name; /* a literal: "walk" */
	uint64_t items;
	uint64_t bytes;
	uint64_t cache_hits, cache_misses;
	double seconds;	  /* busy, of all workers together */
	double waiting_s; /* of workers that had nothing to do */
};

/* All-zero is empty. */
struct ch_stats {
	struct ch_stage stages[CH_STATS_STAGES];
	size_t nstages;
	int64_t peak_anon_bytes; /* the most ch_stats_sample() saw */
};

/* The stage of that name, added when new; names past the limit share one. */
struct ch_stage *ch_stats_stage(struct ch_stats *stats, const char *name);
/* Look at the memory in use now; at the end of a stage or a chunk. */
void ch_stats_sample(struct ch_stats *stats);
/* The most the process ever had resident, maps of packs included. */
int64_t ch_peak_rss_bytes(void);
/* Seconds of a clock that never goes back. */
double ch_clock_s(void);

/* Stages and memory as members of the open map. */
void ch_stats_write(const struct ch_stats *stats, struct ch_writer *w);

#endif
