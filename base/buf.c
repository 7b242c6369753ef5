#include "base/buf.h"

#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void ch_buf_reserve(struct ch_buf *b, size_t more)
{
	size_t need;

	if (more > SIZE_MAX / 2 - b->len - 1)
		ch_out_of_memory();
	need = b->len + more + 1;
	if (need > b->cap)
		b->ptr = ch_grow_(b->ptr, &b->cap, need, 1);
}

void ch_buf_add(struct ch_buf *b, const void *p, size_t len)
{
	ch_buf_reserve(b, len);
	if (len)
		memcpy(b->ptr + b->len, p, len);
	b->len += len;
	b->ptr[b->len] = '\0';
}

void ch_buf_add_count(
	struct ch_buf *b, uint64_t n, const char *one, const char *many)
{
	ch_buf_printf(b, "%llu %s", (unsigned long long)n, n == 1 ? one : many);
}

void ch_buf_add_str(struct ch_buf *b, struct ch_str s)
{
	ch_buf_add(b, s.ptr, s.len);
}

void ch_buf_add_z(struct ch_buf *b, const char *s)
{
	ch_buf_add(b, s, strlen(s));
}

void ch_buf_add_char(struct ch_buf *b, char c)
{
	ch_buf_add(b, &c, 1);
}

void ch_buf_add_repeat(struct ch_buf *b, char c, size_t n)
{
	ch_buf_reserve(b, n);
	memset(b->ptr + b->len, c, n);
	b->len += n;
	b->ptr[b->len] = '\0';
}

void ch_buf_vprintf(struct ch_buf *b, const char *fmt, va_list ap)
{
	va_list again;
	int n;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	if (n > 0) {
		ch_buf_reserve(b, (size_t)n);
		vsnprintf(b->ptr + b->len, (size_t)n + 1, fmt, again);
		b->len += (size_t)n;
	}
	va_end(again);
}

void ch_buf_printf(struct ch_buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	ch_buf_vprintf(b, fmt, ap);
	va_end(ap);
}

void ch_buf_truncate(struct ch_buf *b, size_t len)
{
	assert(len <= b->len);
	b->len = len;
	if (b->ptr)
		b->ptr[len] = '\0';
}

void ch_buf_clear(struct ch_buf *b)
{
	ch_buf_truncate(b, 0);
}

void ch_buf_release(struct ch_buf *b)
{
	free(b->ptr);
	memset(b, 0, sizeof(*b));
}

struct ch_str ch_buf_str(const struct ch_buf *b)
{
	return ch_str_n(b->ptr, b->len);
}

const char *ch_buf_z(const struct ch_buf *b)
{
	return b->ptr ? b->ptr : "";
}
