/*
 * mem.h - allocation that never returns NULL, and growing arrays.
 *
 * Out of memory calls the handler that cmd/ installed at start (it prints one
 * prepared line, unlinks temporary files and exits 3); without one, abort().
 * Sizes that come from input are checked against a limit by the caller before
 * they get here: these functions treat overflow as out of memory.
 */
#ifndef CH_BASE_MEM_H
#define CH_BASE_MEM_H

#include <stddef.h>
#include <stdint.h>

typedef void ch_oom_fn(void);

/* Set once, before any thread starts. */
void ch_set_oom_handler(ch_oom_fn *handler);
/* What the allocators call when the system has no more. */
_Noreturn void ch_out_of_memory(void);

void *ch_malloc(size_t size);
void *ch_calloc(size_t n, size_t size);
void *ch_realloc(void *p, size_t n, size_t size);
char *ch_strdup(const char *s);
/* 'len' bytes of 's' and a NUL; the heap's, free() it. */
char *ch_strndup(const char *s, size_t len);

/*
 * Room for one more element after the first 'n' of 'ptr' ('cap' allocated).
 *   CH_GROW(list->items, list->n, list->cap);
 *   list->items[list->n++] = item;
 */
#define CH_GROW(ptr, n, cap)                                           \
	((n) < (cap) ? (void)0                                         \
		     : (void)((ptr) = ch_grow_((ptr), &(cap), (n) + 1, \
				      sizeof(*(ptr)))))
void *ch_grow_(void *ptr, size_t *cap, size_t need, size_t size);

#define CH_ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

#endif
