/*
 * message.h - what one commit's message says, without the rest of history.
 *
 * Pure functions of the bytes: no repository, no other commit.  Rules are
 * general manners of writing messages (git, GitHub, GitLab, Gerrit, bors,
 * conventional commits), never those of one repository.
 */
#ifndef CH_SNAPSHOT_MESSAGE_H
#define CH_SNAPSHOT_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "gitlayer/commit.h"
#include "snapshot/log.h"
#include "snapshot/numbers.h"

struct ch_message {
	enum ch_log_class class; /* NORMAL, NOISE, BUMP or MERGE */
	bool breaking, backport;
	bool revert;		 /* says of itself that it is a revert */
	struct ch_str subject;	 /* git's %s without a trailing "(#12)" */
	struct ch_str title;	 /* what a merge says it brings, else subject */
	struct ch_str component; /* of the title */
	struct ch_str lead, breaking_note;
	struct ch_str *points;
	size_t npoints;
	uint32_t *numbers; /* by ch_message_numbers(), own first */
	size_t nnumbers;
	uint32_t own; /* the pull request that this commit is, or 0 */

	/* What a revert undoes, as far as it says. */
	struct ch_str reverted_subject; /* X of 'Revert "X"' */
	uint32_t reverted_number;	/* of "Reverts owner/name#12" */
	struct ch_str *reverted_hex;	/* 7 to 40 hex digits each */
	size_t nreverted_hex;
};

/*
 * 'bot': the author is one.  Views into the commit or copies in 'arena'.
 * Never fails: any bytes are a message.  Cost: linear.
 */
void ch_message_parse(const struct ch_commit *commit, bool bot,
	struct ch_arena *arena, struct ch_message *out);

/* Fill numbers[] of a parsed message; 'own': whose they are, may be NULL. */
void ch_message_numbers(struct ch_message *m, const struct ch_commit *commit,
	const struct ch_project *own, struct ch_arena *arena);

/* The "component: ", "type(scope)!: " or "[component] " at the start. */
struct ch_prefix {
	struct ch_str type;	 /* a conventional type, lower case or not */
	struct ch_str component; /* empty when none is named */
	struct ch_str rest;	 /* the subject without the prefix */
	bool bang;		 /* "type!:" */
};
struct ch_prefix ch_message_prefix(struct ch_str subject);

/*
 * NORMAL, NOISE or BUMP for one line that is no merge's.  A line that states
 * a fix, a feature or a change of an interface is never noise.
 */
enum ch_log_class ch_message_class(struct ch_str line, bool bot);
/*
 * How much a title promises to those who read release notes.  LITTLE: the
 * project's own housekeeping (chore, refactoring, tests, comments) that
 * states neither fix nor feature; MUCH: something to use that was not there
 * before, or that will go.
 */
enum ch_news { CH_NEWS_LITTLE, CH_NEWS_SOME, CH_NEWS_MUCH };
enum ch_news ch_message_news(struct ch_str title);
/* Does the prefix alone ("ci:", "chore(release):", "fixup!") say noise? */
bool ch_message_is_chore(struct ch_str line);
/* Does 'line' state a fix or a feature in so many words (crash, leak, ...)? */
bool ch_message_states(struct ch_str line);

#endif
