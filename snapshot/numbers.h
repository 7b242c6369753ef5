/*
 * numbers.h - the issue and pull request numbers that a text names.
 *
 * Counted as a number, 1 to 7 digits without a leading zero that no letter,
 * digit or '_' follows:
 *   #123             no letter, digit, '_', '&' or '/' before the '#' (so not
 *                    "owner/name#123": mostly another project's), no " 0x"
 *                    after the digits, which is a debugger's stack frame
 *   GH-123           the same before the G, any case
 *   ://host/../pull/123, /pulls/, /issues/, /merge_requests/, /pull-requests/
 *   group/name!123, "request !123"  merge requests
 * Whether the words around it are prose or code is not looked at.
 */
#ifndef CH_SNAPSHOT_NUMBERS_H
#define CH_SNAPSHOT_NUMBERS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/* All-zero is an empty list. */
struct ch_numbers {
	uint32_t *items; /* as found, repeats included */
	size_t n, cap;
};

void ch_numbers_add(struct ch_numbers *list, uint32_t number);
/* Add every number of 'text'.  Cost: linear. */
void ch_numbers_scan(struct ch_numbers *list, struct ch_str text);
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
