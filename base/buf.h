/*
 * buf.h - a growing byte buffer, always NUL-terminated.
 */
#ifndef CH_BASE_BUF_H
#define CH_BASE_BUF_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* All-zero is an empty buffer; ptr is NULL until something is added. */
struct ch_buf {
	char *ptr;
	size_t len;
	size_t cap;
};

void ch_buf_add(struct ch_buf *b, const void *p, size_t len);
void ch_buf_add_str(struct ch_buf *b, struct ch_str s);
void ch_buf_add_z(struct ch_buf *b, const char *s);
void ch_buf_add_char(struct ch_buf *b, char c);
void ch_buf_add_repeat(struct ch_buf *b, char c, size_t n);
void ch_buf_printf(struct ch_buf *b, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void ch_buf_vprintf(struct ch_buf *b, const char *fmt, va_list ap)
	__attribute__((format(printf, 2, 0)));
/* "1 ONE", "2 MANY", "0 MANY". */
void ch_buf_add_count(
	struct ch_buf *b, uint64_t n, const char *one, const char *many);
/* Room for 'more' bytes after len (and a NUL). */
void ch_buf_reserve(struct ch_buf *b, size_t more);
/* Cut to 'len' bytes; longer is a bug. */
void ch_buf_truncate(struct ch_buf *b, size_t len);
void ch_buf_clear(struct ch_buf *b);
void ch_buf_release(struct ch_buf *b);
/* The content as a view, valid until the next change. */
struct ch_str ch_buf_str(const struct ch_buf *b);
/* Never NULL. */
const char *ch_buf_z(const struct ch_buf *b);

#endif
