/*
 * typeset.h - LCOM4 of the types of a tree while its files change.
 *
 *   ch_typeset_change() every file that changed, then ch_typeset_settle()
 *
 * What one file says of a type may change the methods of those in others, so
 * the types of all keys that a changed part has are made anew.
 */
#ifndef CH_ANALYZERS_TYPESET_H
#define CH_ANALYZERS_TYPESET_H

#include <stdint.h>

#include "analyzers/file_numbers.h"
#include "analyzers/histogram.h"
#include "base/intern.h"

struct ch_typeset;

struct ch_typeset *ch_typeset_new(const struct ch_intern *paths);
void ch_typeset_free(struct ch_typeset *s);
/* NULL: the file was, or is, not there; numbers stay as long as the set. */
void ch_typeset_change(struct ch_typeset *s, uint32_t path,
	const struct ch_numbers *before, const struct ch_numbers *after);
/* Of all types that have any: valid until the next call. */
const struct ch_histogram *ch_typeset_settle(struct ch_typeset *s);

#endif
