/*
 * rawcommit.h - the header of a commit object, nothing copied, nothing decoded.
 *
 * For those who need parents and dates of very many commits; everybody else
 * wants commit.h.  Reads what git's log reads: the tree, the parent lines that
 * follow it directly, and the author and committer lines after those.
 */
#ifndef CH_GITLAYER_RAWCOMMIT_H
#define CH_GITLAYER_RAWCOMMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "gitlayer/oid.h"

/* A "Name <email> 1700000000 +0100" line, split as git splits it. */
struct ch_raw_ident {
	struct ch_str name;  /* up to the spaces before "<" */
	struct ch_str email; /* between "<" and the first ">" */
	int64_t when_s;
	int tz_minutes; /* east of UTC; 0 where it cannot be read */
	bool has_time;	/* a date that can be read and fits 63 bits */
};

/* Views into the object's bytes. */
struct ch_raw_commit {
	struct ch_oid tree;
	const char *parent_lines; /* nparents x CH_RAW_PARENT_LINE bytes */
	size_t nparents;
	struct ch_raw_ident author;
	struct ch_raw_ident committer;
	/*
	 * Author and committer follow the parents, in printable ASCII: what
	 * stands here is what ch_commit_parse() says.  Else ask that.
	 */
	bool is_plain;
};
#define CH_RAW_PARENT_LINE (sizeof("parent \n") - 1 + CH_OID_HEX)

/* False when the tree line cannot be read. */
bool ch_raw_commit_parse(struct ch_str bytes, struct ch_raw_commit *out);
struct ch_oid ch_raw_commit_parent(
	const struct ch_raw_commit *commit, size_t i);

#endif
