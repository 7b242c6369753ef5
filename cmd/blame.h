/*
 * blame.h - what codehist blame has found, for the files that write it.
 */
#ifndef CH_CMD_BLAME_H
#define CH_CMD_BLAME_H

#include "cmd/history.h"

struct ch_mailmap;

/* A file and whose its lines are. */
struct ch_blamed {
	struct ch_str path;
	const struct ch_end_file *file;
};

struct ch_blame {
	struct ch_history_job job;
	struct ch_mailmap *mailmap;
	struct ch_blamed *files; /* by path */
	size_t nfiles;
};

/* All files, each as git -c core.quotePath=false blame --porcelain. */
int ch_blame_porcelain(const struct ch_blame *blame, struct ch_err *err);

#endif
