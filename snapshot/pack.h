/*
 * pack.h - what changed between two revisions, within a token budget.
 *
 * ch_pack_build() finds everything out; ch_pack_write() chooses what fits
 * and renders it.  Equal refs and options give equal bytes at any number of
 * jobs.
 */
#ifndef CH_SNAPSHOT_PACK_H
#define CH_SNAPSHOT_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/stats.h"
#include "gitlayer/range.h"
#include "gitlayer/repo.h"
#include "snapshot/compare.h"
#include "snapshot/link.h"
#include "snapshot/log.h"
#include "snapshot/places.h"
#include "snapshot/redact.h"
#include "snapshot/symdiff.h"
#include "snapshot/tokens.h"

enum ch_strategy {
	CH_STRATEGY_SUMMARY,
	CH_STRATEGY_SIGNATURE,
	CH_STRATEGY_STRUCTURAL,
	CH_STRATEGY_FULL
};
const char *ch_strategy_name(enum ch_strategy strategy);

enum ch_pack_format { CH_PACK_MD, CH_PACK_LLM, CH_PACK_JSON };

/* Bits of ch_pack_options.include: classes that are left out by default. */
enum ch_pack_class {
	CH_PACK_TESTS = 1 << 0,
	CH_PACK_DOCS = 1 << 1,
	CH_PACK_VENDORED = 1 << 2,
	CH_PACK_GENERATED = 1 << 3,
	CH_PACK_PRIVATE = 1 << 4
};

struct ch_pack_options {
	/* What is compared. */
	const char *range; /* "A..B", "A...B" or NULL */
	const char *since, *until;
	const char *prefix; /* of the working directory, "" at the top */
	const char *const *paths;
	size_t npaths;
	const char *const *lang_map;
	size_t nlang_map;
	bool no_attributes;
	struct ch_grammars *grammars; /* not built in; NULL: none */
	int64_t now_s;		      /* for relative dates */
	enum ch_diff_algorithm algorithm;
	size_t jobs;
	size_t max_blob_bytes;
	size_t budget_bytes; /* memory for texts and facts; 0: no limit */
	struct ch_watch watch;
	struct ch_stats *stats; /* gets a stage for each step; NULL: none */
	/* What is shown. */
	size_t budget; /* tokens; 0: no limit */
	enum ch_encoding encoding;
	unsigned margin; /* percent of the budget to leave free */
	enum ch_strategy strategy;
	enum ch_pack_format format;
	unsigned include;	 /* enum ch_pack_class */
	const char *instruction; /* task text for llm, or NULL */
};

/* Everything known of the range. */
struct ch_pack {
	struct ch_pack_options opt;
	struct ch_repo *repo;
	struct ch_arena arena; /* run */
	struct ch_span span;
	struct ch_oid tree[2];
	int64_t when_s[2];	 /* committer date; CH_NO_TIME */
	struct ch_oid base_tree; /* where A and B parted; zero: at A */
	struct ch_history history;
	struct ch_log log;
	struct ch_pathspec *pathspec;
	struct ch_attrs *attrs;
	struct ch_linguist *linguist;
	struct ch_compare delta;
	struct ch_changes sources; /* of B's tree, paths the arena's */
	struct ch_places places;   /* of these */
	struct ch_symdiff diff;
	double step_began_s;	       /* for opt.stats */
	struct ch_commit_touch *touch; /* by commit */
	size_t nmerges;
	struct ch_secrets secrets; /* met while rendering */
};

/*
 * Errors: CH_EUSAGE (range, date, pathspec), CH_ENOTFOUND (revision, empty
 * repository), CH_EINTR when opt->watch.stop was set.
 */
int ch_pack_build(struct ch_pack *pack, struct ch_repo *repo,
	const struct ch_pack_options *opt, struct ch_err *err);
void ch_pack_release(struct ch_pack *pack);

/* What was spent where, for --explain and --stats. */
struct ch_pack_summary {
	size_t tokens;
	size_t budget;
	size_t nitems, nleft;
};

/*
 * Choose and render into 'out'.  'explain' (may be NULL) gets one line an
 * item: section, tokens, weight, form, name.
 * Errors: CH_EUSAGE when the budget is below the fixed parts, naming the
 * smallest.
 */
int ch_pack_write(struct ch_pack *pack, struct ch_buf *out,
	struct ch_buf *explain, struct ch_pack_summary *summary,
	struct ch_err *err);

#endif
