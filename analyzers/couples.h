/*
 * couples.h - what couples.c counts and couples_report.c writes.
 */
#ifndef CH_ANALYZERS_COUPLES_H
#define CH_ANALYZERS_COUPLES_H

#include "analyzers/analyzer.h"
#include "analyzers/counts.h"
#include "analyzers/names.h"
#include "analyzers/rows.h"

/* Weights are in units of 1 / CH_WEIGHT, so that sums have no order. */
#define CH_WEIGHT ((uint64_t)1 << 20)

struct ch_couple {
	uint32_t a, b; /* paths, or developers */
	uint64_t together;
	uint32_t last; /* the last commit with both */
	double strength;
};

struct ch_couple_list {
	struct ch_couple *items;
	size_t n, cap;
	uint64_t nfound; /* that reach the limits, kept or not */
};

/* Who has most of a file: lines where owners are known, else changes. */
struct ch_owned {
	uint32_t path;
	uint32_t ndevelopers;
	uint32_t top; /* CH_NO_ID: nobody has a line */
	uint64_t lines;
};

/* A commit that is used: its paths are paths[first ... next one's first). */
struct ch_couple_commit {
	uint32_t commit;
	uint32_t first;
};

struct ch_couples_options {
	int64_t max_changeset, min_co_changes, top;
	double min_strength;
	int64_t half_life_days; /* 0: no weights */
};

struct ch_couples {
	const struct ch_run_info *run;
	const struct ch_couples_options *options;
	struct ch_names names;
	struct ch_couple_commit *commits; /* ncommits, one more at the end */
	size_t ncommits, commits_cap;
	uint32_t *paths;
	size_t npaths, paths_cap;
	uint64_t nlarge;
	/* From here on made by finish(). */
	uint64_t *weights;   /* by used commit */
	uint64_t *revisions; /* by path, weighted */
	size_t nfiles;
	struct ch_couple_list files, developers;
	struct ch_owned *owned; /* by path name */
	size_t nowned;
};

void ch_couples_write(const void *state, struct ch_rows *rows);
void ch_couples_text(const void *state, struct ch_text_report *text);

#endif
