/*
 * file_history.h - what file_history.c counts and file_history_report.c
 * writes.
 */
#ifndef CH_ANALYZERS_FILE_HISTORY_H
#define CH_ANALYZERS_FILE_HISTORY_H

#include "analyzers/analyzer.h"
#include "analyzers/counts.h"
#include "analyzers/names.h"
#include "analyzers/rows.h"
#include "analyzers/shares.h"

/* What is known of a path while commits come by, and of a file at the end. */
struct ch_file_sum {
	uint32_t path;
	uint32_t first, last; /* commits by (axis time, oid) */
	uint64_t commits;
	struct ch_share share;
	struct ch_share alive;	  /* of its lines, where owners are known */
	double score;		  /* of a hotspot */
	size_t lineage, nlineage; /* in earlier[] */
};

struct ch_file_history_options {
	int64_t top; /* hotspots; 0: all */
};

struct ch_file_history {
	const struct ch_run_info *run;
	const struct ch_file_history_options *options;
	struct ch_names names;
	struct ch_counts people;   /* (path, developer): added, removed */
	struct ch_file_sum *paths; /* by path id */
	size_t npaths, cap;
	uint32_t *together; /* commits of several paths: how many, which */
	size_t ntogether, together_cap;
	/* From here on made by finish(). */
	struct ch_file_sum *files; /* by commits, then name */
	size_t nfiles;
	size_t ndeleted;
	uint32_t *earlier;		     /* paths, by file */
	const struct ch_file_sum **hotspots; /* by score */
	size_t nhotspots;
	uint64_t commits, added, removed, lines;
	size_t ndevelopers;
};

void ch_file_history_write(const void *state, struct ch_rows *rows);
void ch_file_history_text(const void *state, struct ch_text_report *text);

#endif
