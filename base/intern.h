/*
 * intern.h - each distinct string once, as a small integer.
 *
 * Ids count from 0 in order of first use.  Strings are copied, NUL-terminated
 * and live as long as the table.  Ids never leave a run: files carry strings.
 */
#ifndef CH_BASE_INTERN_H
#define CH_BASE_INTERN_H

#include <stdint.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/str.h"

/* All-zero is an empty table. */
struct ch_intern {
	struct ch_map map;
	struct ch_arena arena;
	struct ch_str *strs; /* by id */
	size_t n;
	size_t cap;
};

#define CH_NO_ID UINT32_MAX

uint32_t ch_intern(struct ch_intern *t, struct ch_str s);
/* The id of 's', or CH_NO_ID where it was never interned. */
uint32_t ch_intern_find(const struct ch_intern *t, struct ch_str s);
struct ch_str ch_intern_str(const struct ch_intern *t, uint32_t id);
void ch_intern_release(struct ch_intern *t);

#endif
