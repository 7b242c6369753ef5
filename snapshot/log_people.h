/*
 * log_people.h - who a range's commits are by, through the mailmap.
 *
 * A person is a name and an e-mail after the mailmap, byte for byte as
 * `git shortlog -e` groups them.  Call order: init, author and coauthor per
 * commit, before, finish, release.
 */
#ifndef CH_SNAPSHOT_LOG_PEOPLE_H
#define CH_SNAPSHOT_LOG_PEOPLE_H

#include "base/arena.h"
#include "base/map.h"
#include "snapshot/log.h"

/* All-zero is empty. */
struct ch_log_people {
	const struct ch_mailmap *mailmap; /* may be NULL */
	struct ch_arena *arena;
	struct ch_map index; /* "name\nemail" to position in items */
	struct ch_log_person *items;
	size_t n, cap;
};

/* The person who writes as 'raw', "Name <email>". */
uint32_t ch_log_people_add(struct ch_log_people *p, struct ch_str raw);
/* Mark first contributions: 'before' are the authors that A reaches. */
void ch_log_people_first(
	struct ch_log_people *p, const struct ch_intern *before);
/*
 * Sort (commits descending, then name, email) into out->people and renumber
 * the people of out->commits.
 */
void ch_log_people_finish(struct ch_log_people *p, struct ch_log *out);
void ch_log_people_release(struct ch_log_people *p);

#endif
