/*
 * shares.h - how the changed lines of something are spread over people.
 *
 * Bus factor: the fewest developers who together wrote half of the added and
 * removed lines (CHAOSS, contributor absence factor); bots are left out.
 */
#ifndef CH_ANALYZERS_SHARES_H
#define CH_ANALYZERS_SHARES_H

#include <stddef.h>
#include <stdint.h>

#include "analyzers/counts.h"

struct ch_people;
struct ch_run_info;

struct ch_share {
	uint32_t key;
	uint32_t ndevelopers;
	uint32_t bus_factor; /* 0 when nobody changed a line */
	uint32_t top;	     /* developer, CH_NO_ID when nobody did */
	double top_share;    /* of added + removed, 0 to 1 */
	uint64_t added, removed;
};

/*
 * One share for each group of equal .a in items[n], which are sorted by it:
 * .b is a developer, values[0] added and values[1] removed lines.  'out' has
 * room for n.  Returns how many.
 */
size_t ch_shares(const struct ch_count *items, size_t n,
	const struct ch_people *people, struct ch_share *out);

/*
 * Lines that are there at the end by (path, developer): values[0].  Nothing
 * unless run->has_owners; lines of unknown owners are left out.
 */
void ch_count_alive(const struct ch_run_info *run, struct ch_counts *out);
/* Items [*from, *to) are those of 'key'; items[n] are sorted by .a. */
void ch_counts_range(const struct ch_count *items, size_t n, uint32_t key,
	size_t *from, size_t *to);

#endif
