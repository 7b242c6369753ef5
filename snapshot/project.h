/*
 * project.h - which project a history is of, as far as it tells.
 *
 * A clone knows it from where it was cloned.  Else messages do: lines that
 * forges write ("Reviewed-on: URL", "See merge request group/name!12") name
 * it, and so do, more often than any other project, the addresses of issues.
 */
#ifndef CH_SNAPSHOT_PROJECT_H
#define CH_SNAPSHOT_PROJECT_H

#include "base/arena.h"
#include "base/str.h"
#include "snapshot/numbers.h"

/* The "name" of "https://host/owner/name.git"; empty for a local path. */
struct ch_str ch_project_of_url(struct ch_str url);

struct ch_project_vote {
	uint32_t name, number;
	bool sure; /* on a line that a forge wrote */
};

/* All-zero is an empty one.  Names are views of the messages. */
struct ch_project_votes {
	struct ch_project_vote *items;
	size_t n, cap;
	size_t *commits; /* votes[commits[i], commits[i + 1]) are of one */
	size_t ncommits, commits_cap;
	struct ch_str *names;
	size_t nnames, names_cap;
	uint32_t highest;
};

/* One commit's message; 'own' is the pull request it is, or 0. */
void ch_project_hear(
	struct ch_project_votes *v, struct ch_str message, uint32_t own);
/*
 * The project: 'origin' when that is not empty, else what was heard of most.
 * Unknown unless three commits name it, and twice as many as any other.  A
 * commit counts for three whose number is at most the highest pull request of
 * the range and more than half of that, and for all on a forge's line; numbers
 * too high to be the project's do not count.
 */
struct ch_project ch_project_elect(
	const struct ch_project_votes *v, struct ch_str origin);
void ch_project_release(struct ch_project_votes *v);

#endif
