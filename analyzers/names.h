/*
 * names.h - the name a path has at the end of the run.
 *
 * A path that exists at the end is itself.  For any other its renames are
 * followed oldest first, each step later than the one before, until a name
 * that exists at the end or that was never renamed again.
 *
 *   ch_names_add() for every rename, in any order
 *   ch_names_resolve(), then ch_names_final()
 */
#ifndef CH_ANALYZERS_NAMES_H
#define CH_ANALYZERS_NAMES_H

#include <stddef.h>
#include <stdint.h>

#include "analyzers/analyzer.h"

struct ch_name_step {
	uint32_t commit, from, to; /* paths */
};

/* All-zero is empty. */
struct ch_names {
	struct ch_name_step *steps;
	size_t n, cap;
	uint32_t *final; /* by path */
};

void ch_names_add(
	struct ch_names *names, uint32_t commit, uint32_t from, uint32_t to);
/* The renames among a commit's changes; merges have none. */
void ch_names_add_commit(
	struct ch_names *names, const struct ch_commit_view *commit);
/* Needs run->end. */
void ch_names_resolve(struct ch_names *names, const struct ch_run_info *run);
uint32_t ch_names_final(const struct ch_names *names, uint32_t path);
void ch_names_release(struct ch_names *names);

#endif
