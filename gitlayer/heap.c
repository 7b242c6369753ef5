#include "gitlayer/heap.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"

void ch_heap_push(struct ch_heap *heap, uint32_t item)
{
	size_t i = heap->n;

	CH_GROW(heap->items, heap->n, heap->cap);
	heap->n++;
	while (i) {
		size_t up = (i - 1) / 2;

		if (!heap->before(heap->ctx, item, heap->items[up]))
			break;
		heap->items[i] = heap->items[up];
		i = up;
	}
	heap->items[i] = item;
}

uint32_t ch_heap_pop(struct ch_heap *heap)
{
	uint32_t *items = heap->items;
	uint32_t top, last;
	size_t i = 0;

	assert(heap->n);
	top = items[0];
	last = items[--heap->n];
	for (;;) {
		size_t down = 2 * i + 1;

		if (down >= heap->n)
			break;
		if (down + 1 < heap->n &&
			heap->before(heap->ctx, items[down + 1], items[down]))
			down++;
		if (!heap->before(heap->ctx, items[down], last))
			break;
		items[i] = items[down];
		i = down;
	}
	items[i] = last;
	return top;
}

void ch_heap_release(struct ch_heap *heap)
{
	free(heap->items);
	heap->items = NULL;
	heap->n = 0;
	heap->cap = 0;
}
