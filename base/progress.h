/*
 * progress.h - how far the work is, on standard error.
 *
 * On a terminal a bar with rate and time left, redrawn at most ten times a
 * second; plain, one line every ten seconds; otherwise nothing.  Main thread
 * only.
 */
#ifndef CH_BASE_PROGRESS_H
#define CH_BASE_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct ch_progress;

/* 'plain' lines, else a bar if 'fd' is a terminal; 'quiet' beats both. */
struct ch_progress *ch_progress_new(int fd, bool plain, bool quiet);
void ch_progress_free(struct ch_progress *p);
/*
 * 'done' of 'total' (0: not known) items of a stage.  A new name starts a new
 * stage.  'now_s' is ch_clock_s().  Cheap enough to call for every item.
 */
void ch_progress_update(struct ch_progress *p, const char *stage, uint64_t done,
	uint64_t total, double now_s);
/* Wipe the bar: something else is about to be printed, or all is done. */
void ch_progress_clear(struct ch_progress *p);

#endif
