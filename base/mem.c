#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

/*
 * The one mutable global of the program: malloc() can fail in any thread and
 * far below anything that could carry a context.
 */
static ch_oom_fn *oom_handler;

void ch_set_oom_handler(ch_oom_fn *handler)
{
	oom_handler = handler;
}

void ch_out_of_memory(void)
{
	if (oom_handler)
		oom_handler();
	abort();
}

void *ch_malloc(size_t size)
{
	void *p = malloc(size ? size : 1);

	if (!p)
		ch_out_of_memory();
	return p;
}

void *ch_calloc(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size ? size : 1);

	if (!p)
		ch_out_of_memory();
	return p;
}

void *ch_realloc(void *p, size_t n, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(n, size, &bytes))
		ch_out_of_memory();
	p = realloc(p, bytes ? bytes : 1);
	if (!p)
		ch_out_of_memory();
	return p;
}

char *ch_strdup(const char *s)
{
	return ch_strndup(s, strlen(s));
}

char *ch_strndup(const char *s, size_t len)
{
	char *copy = ch_malloc(len + 1);

	if (len)
		memcpy(copy, s, len);
	copy[len] = '\0';
	return copy;
}

void *ch_grow_(void *ptr, size_t *cap, size_t need, size_t size)
{
	size_t want = *cap + *cap / 2;

	if (want < need)
		want = need;
	if (want < 16)
		want = 16;
	ptr = ch_realloc(ptr, want, size);
	*cap = want;
	return ptr;
}
