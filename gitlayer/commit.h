/*
 * commit.h - commits parsed from raw objects; a malformed one never is lost.
 *
 * Only a missing or unreadable tree line makes parsing fail: parents, people
 * and dates are taken as far as they can be read, as git's own log does.
 */
#ifndef CH_GITLAYER_COMMIT_H
#define CH_GITLAYER_COMMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "gitlayer/oid.h"
#include "gitlayer/odb.h"

struct ch_signature {
	struct ch_str name;  /* as recorded, trimmed as git trims */
	struct ch_str email; /* without < > */
	int64_t when_s;	     /* seconds since 1970, 0 when !has_time */
	int tz_minutes;	     /* east of UTC */
	bool has_time;	     /* a date that can be read and is not negative */
};

struct ch_commit {
	struct ch_oid oid;
	struct ch_oid tree;
	struct ch_oid *parents;
	size_t nparents;
	struct ch_signature author;
	struct ch_signature committer;
	struct ch_str
		message; /* UTF-8: re-coded from 'encoding', else U+FFFD */
};

/*
 * Parse 'object' (a commit's bytes).  Names, e-mails and the message are
 * valid UTF-8 in 'arena' or views into the object, which must live as long.
 * Errors: CH_EFORMAT naming the commit.
 */
int ch_commit_parse(const struct ch_oid *oid, const struct ch_object *object,
	struct ch_arena *arena, struct ch_commit *out, struct ch_err *err);

/* The first paragraph as one line (git's %s), and the rest (git's %b). */
struct ch_str ch_commit_subject(
	const struct ch_commit *commit, struct ch_arena *arena);
struct ch_str ch_commit_body(const struct ch_commit *commit);

/*
 * Trailers named 'key' (without ":", any case) of the last paragraph.
 * Returns how many; 'values' (in 'arena') holds them trimmed.
 */
size_t ch_commit_trailers(const struct ch_commit *commit, const char *key,
	struct ch_arena *arena, struct ch_str **values);

#endif
