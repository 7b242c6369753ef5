/*
 * regexset.h - regular expressions of a fixed table, compiled on first use.
 *
 * Shared by threads: the first to need an expression compiles it and the
 * others take it.  A match that would take too many steps is no match, so no
 * content can hold a run up.
 */
#ifndef CH_GITLAYER_REGEXSET_H
#define CH_GITLAYER_REGEXSET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

struct ch_regexset;

/* 'sources' (PCRE2, read with multi-line anchors) must outlive the set. */
struct ch_regexset *ch_regexset_new(const char *const *sources, size_t n);
void ch_regexset_free(struct ch_regexset *set);
/* False too for an expression that PCRE2 does not take. */
bool ch_regexset_matches(struct ch_regexset *set, size_t i, struct ch_str text);
/* Does PCRE2 take expression 'i'? For tests. */
bool ch_regexset_compiles(struct ch_regexset *set, size_t i);

#endif
