/*
 * ownlines.h - owners of a version's lines as runs, and what is done to them;
 * for pipeline/ only.
 *
 * Lines objects are immutable and shared by counting; a lineage, and so all
 * that hold one, is one worker's at a time.
 */
#ifndef CH_PIPELINE_OWNLINES_H
#define CH_PIPELINE_OWNLINES_H

#include <stddef.h>
#include <stdint.h>

#include "analyzers/analyzer.h"

enum ch_own_state {
	CH_OWN_TEXT,
	CH_OWN_BINARY,	  /* has lines for those who follow it, shows none */
	CH_OWN_UNREADABLE /* missing, or over --max-blob-size */
};

/* The owners of a version's lines, top to bottom. */
struct ch_own_lines {
	uint32_t nholders;
	uint32_t lines, nruns;
	enum ch_own_state state;
	struct ch_own_run runs[];
};

/* Runs that are being made; all-zero is empty. */
struct ch_own_runs {
	struct ch_own_run *items;
	size_t n, cap;
};

/* One more run behind the others, joined with the last where it goes on. */
void ch_own_add(struct ch_own_runs *runs, struct ch_own_run run);

/* A place in a version's lines. */
struct ch_own_cursor {
	const struct ch_own_lines *lines;
	uint32_t run, used; /* lines of the run that are behind us */
};
/* The next 'n' lines go to 'out', NULL: nowhere. */
void ch_own_pass(struct ch_own_cursor *c, uint32_t n, struct ch_own_runs *out);

/* Held once, by the caller. */
struct ch_own_lines *ch_own_lines_new(
	const struct ch_own_runs *runs, enum ch_own_state state);
/* Both take NULL. */
struct ch_own_lines *ch_own_lines_hold(struct ch_own_lines *lines);
void ch_own_lines_drop(struct ch_own_lines *lines);

/*
 * How many lines of whom 'before' has and 'after' has less of, and the other
 * way: runs by owner, those of one owner joined.  NULL has no lines.
 */
void ch_own_compare(const struct ch_own_lines *before,
	const struct ch_own_lines *after, struct ch_own_runs *lost,
	struct ch_own_runs *gained);

#endif
