/*
 * arena.h - bump allocation with one lifetime for all that is in it.
 *
 * A small, named set of lifetimes exists: run, chunk, worker (DESIGN.md,
 * section 5).  Memory is returned uninitialised and aligned to 16 bytes.
 * Under AddressSanitizer unused and reset bytes are poisoned, so a pointer
 * that outlives ch_arena_reset() is found at its first use.
 *
 * Not thread-safe: an arena belongs to one thread at a time.
 */
#ifndef CH_BASE_ARENA_H
#define CH_BASE_ARENA_H

#include <stddef.h>

#include "base/str.h"

struct ch_arena_block;
struct ch_arena_kept;

/* All-zero is an empty arena. */
struct ch_arena {
	struct ch_arena_block *head; /* the block being filled */
	size_t used_bytes;	     /* handed out since the last reset */
	size_t held_bytes;	     /* allocated from the system */
	struct ch_arena_kept *kept;  /* newest first */
};

/* 'size' bytes; never NULL, also for 0. */
void *ch_arena_alloc(struct ch_arena *arena, size_t size);
/* 'n' zeroed elements of 'size' bytes. */
void *ch_arena_calloc(struct ch_arena *arena, size_t n, size_t size);
void *ch_arena_memdup(struct ch_arena *arena, const void *p, size_t size);
/* A NUL-terminated copy (the NUL is not counted in the view). */
struct ch_str ch_arena_str(struct ch_arena *arena, struct ch_str s);
struct ch_str ch_arena_printf(struct ch_arena *arena, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * Memory of somebody else's that lives as long as what is allocated now:
 * 'drop' is called with 'p' then.  'bytes' count as handed out.
 */
void ch_arena_keep(
	struct ch_arena *arena, size_t bytes, void (*drop)(void *), void *p);

/* A point to go back to; everything allocated after it dies. */
struct ch_arena_mark {
	struct ch_arena_block *block;
	size_t used;
	size_t used_bytes;
	struct ch_arena_kept *kept;
};
struct ch_arena_mark ch_arena_mark(const struct ch_arena *arena);
void ch_arena_rewind(struct ch_arena *arena, struct ch_arena_mark mark);

/* Forget everything, keep the largest block for reuse. */
void ch_arena_reset(struct ch_arena *arena);
void ch_arena_release(struct ch_arena *arena);

#endif
