/*
 * heap.h - a binary heap of small integers in an order of the caller's.
 */
#ifndef CH_GITLAYER_HEAP_H
#define CH_GITLAYER_HEAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Is 'a' to come out before 'b'?  A strict order. */
typedef bool ch_heap_before_fn(const void *ctx, uint32_t a, uint32_t b);

/* Set 'before' and 'ctx', the rest zero.  An item in it keeps its rank. */
struct ch_heap {
	ch_heap_before_fn *before;
	const void *ctx;
	uint32_t *items;
	size_t n, cap;
};

void ch_heap_push(struct ch_heap *heap, uint32_t item);
/* The first one; the heap must not be empty. */
uint32_t ch_heap_pop(struct ch_heap *heap);
void ch_heap_release(struct ch_heap *heap);

#endif
