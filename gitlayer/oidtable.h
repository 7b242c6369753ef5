/*
 * oidtable.h - object ids numbered from 0 in the order they are added.
 *
 * Half the memory of base/map.h for the same: 20 bytes and a 4-byte slot.
 */
#ifndef CH_GITLAYER_OIDTABLE_H
#define CH_GITLAYER_OIDTABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gitlayer/oid.h"

/* All-zero is an empty table. */
struct ch_oid_table {
	struct ch_oid *oids; /* by number */
	size_t n, cap;
	uint32_t *slots; /* number + 1; 0: empty */
	size_t nslots;	 /* 0 or a power of two */
};

#define CH_NO_NUMBER UINT32_MAX

/* The number of 'oid', added if it was not there ('*added', may be NULL). */
uint32_t ch_oid_table_add(
	struct ch_oid_table *t, const struct ch_oid *oid, bool *added);
/* The number of 'oid', or CH_NO_NUMBER. */
uint32_t ch_oid_table_find(
	const struct ch_oid_table *t, const struct ch_oid *oid);
void ch_oid_table_release(struct ch_oid_table *t);

#endif
