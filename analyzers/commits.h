/*
 * commits.h - small things to know of the commits of a run.
 */
#ifndef CH_ANALYZERS_COMMITS_H
#define CH_ANALYZERS_COMMITS_H

#include "analyzers/analyzer.h"

/* Order of time: (axis time, oid). */
int ch_commit_cmp(const struct ch_run_info *run, uint32_t a, uint32_t b);
/* The earlier (later) of two commits, one of which may be CH_NO_COMMIT. */
uint32_t ch_commit_first(const struct ch_run_info *run, uint32_t a, uint32_t b);
uint32_t ch_commit_last(const struct ch_run_info *run, uint32_t a, uint32_t b);
/* The recorded date that the axis goes by; CH_NO_TIME where there is none. */
int64_t ch_commit_date(const struct ch_run_info *run, uint32_t commit);

#endif
