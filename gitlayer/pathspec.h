/*
 * pathspec.h - git's pathspecs: prefixes, globs and magic.
 *
 * :(top,exclude,icase,glob,literal) in any combination, ":!", ":^", ":/".
 * Matching equals `git ls-tree -r` / `git log -- PATHSPEC` on tree paths.
 */
#ifndef CH_GITLAYER_PATHSPEC_H
#define CH_GITLAYER_PATHSPEC_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

struct ch_pathspec;

/*
 * 'prefix' is the working directory below the top ("" at the top, else ends
 * in "/").  No words: everything matches and *out is still valid.
 * Errors: CH_EUSAGE naming the word.
 */
int ch_pathspec_new(struct ch_pathspec **out, const char *prefix,
	const char *const *words, size_t nwords, struct ch_err *err);
void ch_pathspec_free(struct ch_pathspec *spec);
bool ch_pathspec_matches(const struct ch_pathspec *spec, struct ch_str path);
/* Could anything below directory 'dir' (no trailing slash) match? */
bool ch_pathspec_may_enter(const struct ch_pathspec *spec, struct ch_str dir);
/* No words were given. */
bool ch_pathspec_is_empty(const struct ch_pathspec *spec);

#endif
