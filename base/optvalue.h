/*
 * optvalue.h - values of options as text: sizes, counts, durations.
 *
 * Each function reads all of 'text'; anything left over, an overflow or a
 * negative number is false and leaves *out alone.
 */
#ifndef CH_BASE_OPTVALUE_H
#define CH_BASE_OPTVALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

bool ch_parse_int(const char *text, int64_t *out);
/* Bytes: 4096, 64MiB = 64M, 1GB, 1.5GiB; any case; K, M, G, T are binary. */
bool ch_parse_size(const char *text, int64_t *out);
/* 4000, 16k, 1.5k, 2M; k is 1,000. */
bool ch_parse_tokens(const char *text, int64_t *out);
/* Seconds: 90s, 15m, 24h, 30d, 2w; a number alone is refused, except 0. */
bool ch_parse_duration(const char *text, int64_t *out);
/* true yes on 1, false no off 0; any case. */
bool ch_parse_bool(const char *text, bool *out);
/* The largest unit that divides it: 67108864 -> "64MiB". */
void ch_format_size(struct ch_buf *out, int64_t bytes);

#endif
