/*
 * shotness.h - what shotness.c counts and shotness_report.c writes.
 */
#ifndef CH_ANALYZERS_SHOTNESS_H
#define CH_ANALYZERS_SHOTNESS_H

#include "analyzers/analyzer.h"
#include "analyzers/names.h"
#include "analyzers/rows.h"
#include "base/intern.h"

/* A symbol that a change hit. */
struct ch_shot {
	uint32_t commit, path;
	uint32_t name;	/* in the table of the state that has it */
	uint32_t lines; /* removed and added inside of it */
	bool is_gone;	/* it was there before, and is not any more */
};

struct ch_shots {
	struct ch_shot *items;
	size_t n, cap;
};

/* A symbol under the name its file has at the end. */
struct ch_shot_symbol {
	uint32_t path, name;
	uint32_t commits, developers;
	uint32_t used; /* commits that couplings are counted in */
	uint32_t last; /* commit */
	uint64_t lines;
	bool is_gone; /* that commit took it away */
};

struct ch_shot_pair {
	uint32_t a, b; /* in symbols[] */
	uint32_t together;
	double strength;
};

struct ch_shotness_options {
	int64_t max_changeset, min_co_changes, top;
	double min_strength;
};

struct ch_shotness {
	const struct ch_run_info *run;
	const struct ch_shotness_options *options;
	struct ch_names names;	/* of files */
	struct ch_intern texts; /* a letter for the kind, the qualified name */
	struct ch_shots shots;
	/* Of a worker: by name, 1 + the shot of the change that is looked at */
	size_t *at;
	size_t at_cap;
	/* From here on made by finish(): the hottest first. */
	struct ch_shot_symbol *symbols;
	size_t nsymbols;
	struct ch_shot_pair *pairs;
	size_t npairs, pairs_cap;
	uint64_t nfound;	/* pairs that reach the limits, kept or not */
	uint64_t nused, nlarge; /* commits */
};

/* Of an interned text. */
enum ch_kind ch_shot_kind(struct ch_str text);
struct ch_str ch_shot_name(struct ch_str text);

void ch_shotness_write(const void *state, struct ch_rows *rows);
void ch_shotness_text(const void *state, struct ch_text_report *text);

#endif
