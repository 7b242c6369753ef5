#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#if defined(__SANITIZE_ADDRESS__)
#define CH_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CH_ASAN 1
#endif
#endif
#ifdef CH_ASAN
#include <sanitizer/asan_interface.h>
#define poison(p, n) ASAN_POISON_MEMORY_REGION(p, n)
#define unpoison(p, n) ASAN_UNPOISON_MEMORY_REGION(p, n)
#define REDZONE 16
#else
#define poison(p, n) ((void)(p), (void)(n))
#define unpoison(p, n) ((void)(p), (void)(n))
#define REDZONE 0
#endif

#define ALIGN 16
#define FIRST_BLOCK ((size_t)32 << 10)
#define LARGEST_BLOCK ((size_t)4 << 20)

struct ch_arena_block {
	struct ch_arena_block *next; /* older */
	size_t size;		     /* of data[] */
	size_t used;
	size_t pad;
	_Alignas(ALIGN) char data[];
};

/* Stands in the arena itself. */
struct ch_arena_kept {
	struct ch_arena_kept *older;
	void (*drop)(void *);
	void *p;
};

static struct ch_arena_block *add_block(struct ch_arena *arena, size_t need)
{
	size_t size = arena->head ? arena->head->size * 2 : FIRST_BLOCK;
	struct ch_arena_block *b;

	if (size > LARGEST_BLOCK)
		size = LARGEST_BLOCK;
	if (size < need)
		size = need;
	if (size > SIZE_MAX - sizeof(*b))
		ch_out_of_memory();
	b = ch_malloc(sizeof(*b) + size);
	b->size = size;
	b->used = 0;
	b->next = arena->head;
	arena->head = b;
	arena->held_bytes += size;
	poison(b->data, size);
	return b;
}

void *ch_arena_alloc(struct ch_arena *arena, size_t size)
{
	struct ch_arena_block *b = arena->head;
	size_t need;
	void *p;

	if (size > SIZE_MAX / 2)
		ch_out_of_memory();
	need = ((size + ALIGN - 1) & ~(size_t)(ALIGN - 1)) + REDZONE;
	if (!need)
		need = ALIGN;
	if (!b || b->size - b->used < need)
		b = add_block(arena, need);
	p = b->data + b->used;
	b->used += need;
	arena->used_bytes += need;
	unpoison(p, size);
	return p;
}

void *ch_arena_calloc(struct ch_arena *arena, size_t n, size_t size)
{
	size_t bytes;
	void *p;

	if (__builtin_mul_overflow(n, size, &bytes))
		ch_out_of_memory();
	p = ch_arena_alloc(arena, bytes);
	memset(p, 0, bytes);
	return p;
}

void *ch_arena_memdup(struct ch_arena *arena, const void *p, size_t size)
{
	void *copy = ch_arena_alloc(arena, size);

	if (size)
		memcpy(copy, p, size);
	return copy;
}

struct ch_str ch_arena_str(struct ch_arena *arena, struct ch_str s)
{
	char *copy = ch_arena_alloc(arena, s.len + 1);

	if (s.len)
		memcpy(copy, s.ptr, s.len);
	copy[s.len] = '\0';
	return ch_str_n(copy, s.len);
}

struct ch_str ch_arena_printf(struct ch_arena *arena, const char *fmt, ...)
{
	va_list ap;
	char *s;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		return CH_STR("");
	s = ch_arena_alloc(arena, (size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(s, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return ch_str_n(s, (size_t)n);
}

void ch_arena_keep(
	struct ch_arena *arena, size_t bytes, void (*drop)(void *), void *p)
{
	struct ch_arena_kept *kept = ch_arena_alloc(arena, sizeof(*kept));

	*kept = (struct ch_arena_kept){ arena->kept, drop, p };
	arena->kept = kept;
	arena->used_bytes += bytes;
}

/* Drop what was kept after 'last'. */
static void drop_kept(struct ch_arena *arena, const struct ch_arena_kept *last)
{
	while (arena->kept != last) {
		struct ch_arena_kept *kept = arena->kept;

		arena->kept = kept->older;
		kept->drop(kept->p);
	}
}

struct ch_arena_mark ch_arena_mark(const struct ch_arena *arena)
{
	struct ch_arena_mark m = { arena->head,
		arena->head ? arena->head->used : 0, arena->used_bytes,
		arena->kept };

	return m;
}

static void pop_block(struct ch_arena *arena)
{
	struct ch_arena_block *b = arena->head;

	arena->head = b->next;
	arena->held_bytes -= b->size;
	unpoison(b->data, b->size);
	free(b);
}

void ch_arena_rewind(struct ch_arena *arena, struct ch_arena_mark mark)
{
	drop_kept(arena, mark.kept);
	while (arena->head && arena->head != mark.block)
		pop_block(arena);
	if (arena->head) {
		poison(arena->head->data + mark.used,
			arena->head->size - mark.used);
		arena->head->used = mark.used;
	}
	arena->used_bytes = mark.used_bytes;
}

void ch_arena_reset(struct ch_arena *arena)
{
	struct ch_arena_block *keep = arena->head;

	if (!keep)
		return;
	drop_kept(arena, NULL);
	/* The newest is the largest, except for single large requests. */
	arena->head = keep->next;
	while (arena->head)
		pop_block(arena);
	keep->next = NULL;
	keep->used = 0;
	poison(keep->data, keep->size);
	arena->head = keep;
	arena->held_bytes = keep->size;
	arena->used_bytes = 0;
}

void ch_arena_release(struct ch_arena *arena)
{
	drop_kept(arena, NULL);
	while (arena->head)
		pop_block(arena);
	memset(arena, 0, sizeof(*arena));
}
