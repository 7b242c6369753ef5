/*
 * wildmatch.h - git's globs, in time linear in pattern times text.
 *
 * '*', '?', '[a-z]', '[!x]', '[[:alpha:]]', '\' before a character.  Without
 * CH_WILD_PATHNAME every one of them matches '/' too; with it none does, and
 * two stars between slashes (or at an end) match any number of directories.
 * A pattern that git calls malformed matches nothing.
 *
 * Source: gitignore(5), gitglossary(7), and git's answers where they are silent
 * (a folded '[A]' and an escaped capital stay capital).
 */
#ifndef CH_GITLAYER_WILDMATCH_H
#define CH_GITLAYER_WILDMATCH_H

#include <stdbool.h>

#include "base/str.h"

enum { CH_WILD_PATHNAME = 1, CH_WILD_ICASE = 2 };

struct ch_wild;

/* Compile; the pattern is not needed afterwards. */
struct ch_wild *ch_wild_new(struct ch_str pattern, unsigned flags);
void ch_wild_free(struct ch_wild *wild);
/* Thread-safe. */
bool ch_wild_matches(const struct ch_wild *wild, struct ch_str text);

/* How many bytes of 'pattern' stand before its first special character. */
size_t ch_wild_literal_len(struct ch_str pattern);

#endif
