/*
 * lint_model.h - what clang-tidy cannot know of functions in other files.
 *
 * Included before every .c file it looks at, but base/'s own.
 */
#ifndef CH_LINT_MODEL_H
#define CH_LINT_MODEL_H

#include "base/err.h"
#include "base/mem.h"

/* ch_fail() returns the code it was given, which is never 0. */
#define ch_fail(err, code, ...) (ch_fail(err, code, __VA_ARGS__), (code))

/* Out of memory does not come back. */
void *ch_malloc(size_t size) __attribute__((returns_nonnull));
void *ch_calloc(size_t n, size_t size) __attribute__((returns_nonnull));
void *ch_realloc(void *p, size_t n, size_t size)
	__attribute__((returns_nonnull));
void *ch_grow_(void *ptr, size_t *cap, size_t need, size_t size)
	__attribute__((returns_nonnull));

#endif
