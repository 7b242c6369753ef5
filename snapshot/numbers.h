/*
 * numbers.h - the issue and pull request numbers that a text names.
 *
 * Counted as a number, 1 to 7 digits without a leading zero that no letter,
 * digit or '_' follows:
 *   #123             no letter, digit, '_', '&' or '/' before the '#', no " 0x"
 *                    after the digits and no "  f (x=1) at ", which are a
 *                    debugger's stack frames
 *   GH-123           the same before the G, any case
 *   "request !123"   a merge request
 * Counted where the project they name is the one that is asked about:
 *   ://host/../name/pull/123, /pulls/, /issues/, /merge_requests/,
 *   /pull-requests/
 *   owner/name#123, group/name!123
 * and with one of these below it, neither #123 nor GH-123 is one of ours:
 *   [#123](https://host/other/name/issues/123), <a href="...">GH-123</a>
 * Whether the words around it are prose or code is not looked at.
 */
#ifndef CH_SNAPSHOT_NUMBERS_H
#define CH_SNAPSHOT_NUMBERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/* Whose numbers are wanted.  All-zero: nobody knows. */
struct ch_project {
	struct ch_str name; /* of owner/name; forks and moves keep it */
	uint32_t highest;   /* pull request of the range, or 0 */
};

/* Any case; nothing is an unknown project's, which 'p' may be. */
bool ch_project_is(const struct ch_project *p, struct ch_str name);
/* Is 'number' low enough for the project?  Yes when that is unknown. */
bool ch_project_may_have(const struct ch_project *p, uint32_t number);

/* A number together with the project it is of. */
struct ch_address {
	struct ch_str name; /* without the owner; empty: "host/issues/12" */
	uint32_t number;
	size_t end; /* where the digits end */
};
/* Is there one whose '#', '!' or "/issues/" and the like is at s[at]? */
bool ch_number_address(struct ch_str s, size_t at, struct ch_address *out);

/* All-zero is an empty list. */
struct ch_numbers {
	uint32_t *items; /* as found, repeats included */
	size_t n, cap;
};

void ch_numbers_add(struct ch_numbers *list, uint32_t number);
/* Add every number of 'text'; 'own' may be NULL.  Cost: linear. */
void ch_numbers_scan(struct ch_numbers *list, struct ch_str text,
	const struct ch_project *own);
/*
 * Each number once, in order of first occurrence, into 'arena'; the list is
 * released.  Returns how many.
 */
size_t ch_numbers_take(
	struct ch_numbers *list, struct ch_arena *arena, uint32_t **out);
void ch_numbers_release(struct ch_numbers *list);

/*
 * The number written at s[at], digits only, or 0; '*end' (may be NULL) is
 * where it ends.
 */
uint32_t ch_number_at(struct ch_str s, size_t at, size_t *end);

#endif
