/*
 * log.h - the commits of a range as a reader of release notes wants them.
 *
 * Every commit of the walk with its subject, numbers, people and noise class;
 * grouped by the mainline commit that brought it in (a pull request, mostly).
 * Nothing is dropped here: what is noise is marked, and ranking decides.
 */
#ifndef CH_SNAPSHOT_LOG_H
#define CH_SNAPSHOT_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "gitlayer/commit.h"
#include "gitlayer/mailmap.h"
#include "gitlayer/odb.h"
#include "gitlayer/repo.h"
#include "gitlayer/walk.h"

/* How much a commit's message says to a user of the code. */
enum ch_log_class {
	CH_LOG_NORMAL,
	CH_LOG_NOISE,  /* typos, lint, formatting, CI, release chores */
	CH_LOG_BUMP,   /* dependency bumps by bots: folded into one line */
	CH_LOG_MERGE,  /* a merge that only says so; one with a title of its
			  own has the class of that title */
	CH_LOG_REVERT, /* reverts a commit of this range; both are paired.
			  Where that was a REVERT itself, what it had reverted
			  keeps its first class */
	CH_LOG_REVERTED
};

struct ch_log_commit {
	struct ch_commit commit;
	uint32_t rec; /* index into history->commits; id is c<rec+1> */
	enum ch_log_class class;
	bool merge;
	bool breaking;	       /* "feat!:", "BREAKING CHANGE:", "[BC]" ... */
	bool backport;	       /* "(cherry picked from commit ...)" */
	struct ch_str subject; /* one line, without a trailing "(#12)" */
	struct ch_str title;   /* what a merge says it brings (the pull
				   request's title), else the subject */
	uint32_t pr;	       /* the pull request it says it is, or 0 */
	struct ch_str
		*points; /* bullets of a squashed message, one line each */
	size_t npoints;
	struct ch_str lead; /* first paragraph of the body as one line, when
				   the subject says little; else empty */
	struct ch_str
		breaking_note; /* the BREAKING CHANGE paragraph, one line */
	uint32_t *numbers;     /* every #123 of subject and body (also GH-123),
				   once each, the pull request's own first */
	size_t nnumbers;
	uint32_t person;     /* author, through the mailmap: people[person] */
	uint32_t *coauthors; /* people of Co-authored-by trailers */
	size_t ncoauthors;
	uint32_t group;
	uint32_t pair;	  /* the commit this one reverts / is reverted by,
				   or CH_NO_COMMIT; a merge takes its only
				   members' */
	uint32_t told_by; /* NORMAL, no merge: the first in the order of the
			     groups with its author and subject, and its author
			     date where the subject is short ("Fix build"): it
			     was picked or sent again; or CH_NO_COMMIT */
};

/*
 * All that one mainline commit brought in, itself included.  A merge that
 * brought in several pull requests (a branch that was itself a mainline) does
 * not swallow them: that branch's first-parent chain makes groups of its own,
 * before the merge's.
 */
struct ch_log_group {
	uint32_t head;	   /* the mainline commit, index into commits */
	uint32_t *members; /* the others, walk order */
	size_t nmembers;
	struct ch_str title; /* the head's; of a MERGE the first member's that
				says something and is no test or document */
	uint32_t *numbers;   /* union of the members', head's first */
	size_t nnumbers;
	struct ch_str component; /* "conf" of "conf: ...", "feat(conf): ...",
				    "[conf] ..."; empty when none is named */
};

struct ch_log_person {
	struct ch_str name, email;
	uint32_t commits; /* not merges */
	uint32_t merges;
	uint32_t coauthored;
	bool bot;
	bool first;	   /* no commit reachable from A by this name and
				   e-mail (any case) */
	bool alias_before; /* ... but by this e-mail, or by this name of
				   two words or more: the same person, likely */
};

struct ch_log {
	struct ch_log_commit *commits; /* as history->commits */
	size_t ncommits;
	struct ch_log_group *groups; /* oldest mainline commit first */
	size_t ngroups;
	struct ch_log_person *people; /* commits descending, then name, email */
	size_t npeople;
	size_t nunreadable; /* commits whose object could not be read */
};

/* Names of people who are no bots, as git shortlog -sn counts them. */
size_t ch_log_humans(const struct ch_log *log);

/*
 * history   the commits of A..B
 * before    raw "Name <email>" of the authors reachable from A, for first
 *           contributions; NULL or empty: nobody is marked
 * tip       B: the mainline is its first-parent chain inside history
 * origin    the URL it was cloned from, or empty: numbers of issues of other
 *           projects are left out (project.h)
 * Memory is the arena's.  Author dates and order come from 'history'.
 */
int ch_log_build(struct ch_odb *odb, const struct ch_history *history,
	const struct ch_intern *before, const struct ch_oid *tip,
	const struct ch_mailmap *mailmap, struct ch_str origin,
	struct ch_arena *arena, struct ch_log *out, struct ch_err *err);

#endif
