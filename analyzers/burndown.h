/*
 * burndown.h - the state of the burndown analyzer; for its files only.
 *
 * Time is cut twice: into bands, by when lines were written, and into samples,
 * by when they are counted.  A grid is a matrix of both for each member of a
 * group (one for all, people, directories, ...).  It is sparse: what changed
 * from sample to sample is summed, on any worker in any order.
 */
#ifndef CH_ANALYZERS_BURNDOWN_H
#define CH_ANALYZERS_BURNDOWN_H

#include "analyzers/analyzer.h"
#include "analyzers/counts.h"
#include "base/intern.h"

enum ch_files_option { CH_FILES_NONE, CH_FILES_LINES, CH_FILES_MATRIX };

struct ch_burndown_options {
	int64_t granularity, sampling; /* in ticks */
	int64_t tick_s;
	int64_t top; /* developers; 0: all */
	bool people, languages;
	int files;	     /* enum ch_files_option */
	int64_t directories; /* depth; 0: none */
};

/*
 * Changes of lines: a is member x nbands + band, b the sample that first has
 * them; values[0] is a sum that wraps around below zero.
 */
struct ch_grid {
	struct ch_counts cells;
};

/* A series of one member and band: lines at samples [first, first + n). */
struct ch_series {
	uint32_t member, band;
	uint32_t first, n;
	uint64_t *lines;
};

/* A grid summed up: series by (member, band), none of zeros only. */
struct ch_matrix {
	struct ch_series *items;
	size_t n;
	uint64_t *memory;
};

/* A file's name on the mainline: since 'commit' it is 'path'. */
struct ch_renaming {
	uint32_t path, commit;
	uint32_t from_path; /* CH_NO_ID: it came anew */
};

struct ch_renamings {
	struct ch_renaming *items;
	size_t n, cap;
};

struct ch_sample {
	int64_t when_s;
	uint32_t commit; /* CH_NO_COMMIT: none yet */
	bool is_shown;
	uint64_t lines;
};

/* What workers sum up. */
struct ch_burndown_sums {
	struct ch_grid all, people, languages, directories, files;
	struct ch_counts written; /* (developer, 0) */
	struct ch_counts removed; /* (of, by): [0] */
	struct ch_counts deaths;  /* (age in days, 0) */
	/* Of merges on the mainline, (commit, owner): [0] lost, [1] gained. */
	struct ch_counts merged;
	struct ch_renamings renamings;
	struct ch_intern dir_names;
};

struct ch_survival {
	uint32_t age_days;
	double alive_share;
	uint64_t at_risk;
};

/* Lines of a file that is alive at the end, in all or of a band. */
struct ch_file_lines {
	uint32_t path, band;
	uint32_t first, n; /* samples */
	size_t at;	   /* in file_memory */
};

struct ch_burndown {
	const struct ch_run_info *run;
	const struct ch_burndown_options *options;
	int64_t first_s, band_s, sampling_s;
	uint32_t nbands, nsamples;
	uint32_t *band_of;   /* by commit */
	uint32_t *sample_of; /* by commit: the first that may have it */
	struct ch_sample *samples;
	struct ch_burndown_sums sums;
	/* From finish() on. */
	struct ch_matrix all, people, languages, directories, files;
	struct ch_survival *survival;
	size_t nsurvival;
	int64_t half_life_days; /* < 0: more than half is alive */
	struct ch_file_lines *file_lines;
	size_t nfile_lines;
	uint64_t *file_memory;
};

/* A developer's member number, and whose it is; 0: nobody knows. */
uint32_t ch_member_of(const struct ch_burndown *s, uint32_t owner);
const struct ch_developer *ch_member_developer(
	const struct ch_burndown *s, uint32_t member);
/* When band 'i' starts. */
int64_t ch_band_start_s(const struct ch_burndown *s, uint32_t i);

/* burndown_sums.c: grids into series. */
void ch_matrix_sum(struct ch_matrix *out, const struct ch_grid *grid,
	uint32_t nbands, uint32_t nsamples);
void ch_matrix_release(struct ch_matrix *m);
/* Series [*from, *to) of the member that series *from is of. */
void ch_matrix_member(const struct ch_matrix *m, size_t from, size_t *to);
/* Their sum at a sample. */
uint64_t ch_matrix_lines(
	const struct ch_matrix *m, size_t from, size_t to, uint32_t sample);
void ch_burndown_survive(struct ch_burndown *s);
void ch_burndown_follow_files(struct ch_burndown *s);

void ch_burndown_write(const void *state, struct ch_rows *rows);
void ch_burndown_text(const void *state, struct ch_text_report *text);

#endif
