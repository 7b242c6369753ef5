/*
 * syntax.h - facts of the versions a worker meets on its way along a slice.
 *
 * A version is parsed from the tree of the one it was made from, which is
 * mostly the one seen last.  Versions are kept, facts and tree, as long as
 * they fit the worker's share of the memory: a tree weighs up to 29
 * times its source.  One that does not fit beside others is parsed when no
 * other worker parses such a one, and its tree is not kept.
 *
 * The facts of a version do not depend on any of this.
 */
#ifndef CH_PIPELINE_SYNTAX_H
#define CH_PIPELINE_SYNTAX_H

#include <pthread.h>

#include "analyzers/analyzer.h"
#include "base/stats.h"
#include "gitlayer/linguist.h"
#include "uast/parse.h"

/* What the syntax of a run's versions cost, by the way they came. */
enum ch_syntax_way {
	CH_SYNTAX_SEEN = CH_NPARSE_WAYS, /* the same version, met before */
	CH_SYNTAX_TOO_LARGE,		 /* in full, alone */
	CH_SYNTAX_FAILED,		 /* over a limit: no facts */
	CH_NSYNTAX_WAYS
};

struct ch_syntax_cost {
	uint64_t versions, bytes;
	double seconds;
};

/* The same for a version whenever it is asked. */
typedef bool ch_syntax_wanted_fn(
	const void *data, uint32_t path_id, const struct ch_oid *oid);

/* Shared by all workers. */
struct ch_syntax_options {
	bool whole; /* never from an older tree */
	bool metrics;
	/* Which versions' facts have uses, which no older facts can give;
	   NULL: none. */
	ch_syntax_wanted_fn *uses_wanted;
	const void *wanted_data;
	size_t share_bytes;	/* of each worker */
	pthread_mutex_t *alone; /* held while parsing what is over the share */
	const struct ch_guide *guide; /* whose headers are whose */
};

struct ch_syntax; /* one per worker */
struct ch_syntax *ch_syntax_new(const struct ch_syntax_options *options);
void ch_syntax_free(struct ch_syntax *s);
/* Forget all versions and free what they take. */
void ch_syntax_clear(struct ch_syntax *s);

struct ch_syntax_side {
	const struct ch_oid *oid;
	uint32_t path_id;
	struct ch_str path, text;
	uint16_t language; /* Linguist's */
};

/*
 * Facts of one side of a change, or of both, where it is source: pointers
 * that are valid until the next call; NULL for what is not parsed.
 *
 * from, to   NULL: that side is no text
 * related    'to' was made from 'from' by out->hunks
 */
void ch_syntax_version(struct ch_syntax *s, const struct ch_syntax_side *from,
	const struct ch_syntax_side *to, bool related, struct ch_version *out);

/* Hand over what was spent since the last time; the sum of it in seconds. */
double ch_syntax_costs(
	struct ch_syntax *s, struct ch_syntax_cost costs[CH_NSYNTAX_WAYS]);
/* Its name as a stage. */
const char *ch_syntax_way_name(int way);

#endif
