/*
 * devs.h - what devs.c counts and devs_report.c writes.
 */
#ifndef CH_ANALYZERS_DEVS_H
#define CH_ANALYZERS_DEVS_H

#include "analyzers/analyzer.h"
#include "analyzers/counts.h"
#include "analyzers/rows.h"
#include "analyzers/shares.h"

struct ch_dev {
	uint32_t id; /* in run->people */
	uint64_t commits, merges, co_authored;
	uint64_t added, removed, files, active_days;
	uint32_t first, last; /* commits by (axis time, oid), CH_NO_COMMIT */
};

#define CH_DEV_LANGUAGES 1024

struct ch_devs_options {
	int64_t tick_s;
	int64_t directory_depth; /* 0: all */
	int bus_factor;		 /* 1: of the lines that survive */
};

struct ch_devs {
	const struct ch_run_info *run;
	const struct ch_devs_options *options;
	struct ch_counts paths; /* (developer, path): added, removed */
	struct ch_counts ticks; /* (tick, developer): commits, lines */
	struct ch_counts days;	/* (developer, day) */
	/*
	 * With run->options->hercules: (tick, developer x CH_DEV_LANGUAGES +
	 * language): lines added, removed, changed, a line being changed
	 * where a hunk has both.
	 */
	struct ch_counts days_by_language;
	struct ch_dev *devs; /* by id; sorted in finish() */
	size_t ndevs, cap;
	uint64_t commits, merges, added, removed;
	uint64_t merge_added, merge_removed;
	uint64_t hours[24], weekdays[7];
	/* From here on made by finish(). */
	uint64_t co_authored;
	size_t nbots;
	uint32_t bus_factor, first, last;
	struct ch_count *activity;	/* ticks by (tick, developer) */
	struct ch_count *dev_languages; /* by (developer, language) */
	size_t ndev_languages;
	struct ch_share *languages; /* by lines */
	size_t nlanguages;
	struct ch_intern dir_names;
	struct ch_share *dirs; /* by path */
	size_t ndirs;
	uint64_t class_added[CH_NCLASSES], class_removed[CH_NCLASSES];
	uint64_t class_files[CH_NCLASSES];
};

void ch_devs_write(const void *state, struct ch_rows *rows);
void ch_devs_text(const void *state, struct ch_text_report *text);

#endif
