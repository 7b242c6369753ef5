/*
 * text.h - bytes made fit for people: UTF-8, widths, quoting, numbers.
 *
 * All functions that write append to a struct ch_buf.
 */
#ifndef CH_BASE_TEXT_H
#define CH_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

/* What ch_utf8_next() gives for a byte that starts no valid sequence. */
#define CH_UTF8_BAD UINT32_MAX

/*
 * The code point at s[*at], *at < s.len; moves *at past it.  Overlong forms,
 * surrogates and values past U+10FFFF are bad; a bad byte is passed alone.
 */
uint32_t ch_utf8_next(struct ch_str s, size_t *at);
void ch_utf8_add(struct ch_buf *out, uint32_t point);
bool ch_utf8_valid(struct ch_str s);
/* Control, C1, DEL or a bidirectional control: never shown as it is. */
bool ch_point_is_unsafe(uint32_t point);
/* Terminal columns: 2 for East Asian wide, 0 for combining marks. */
unsigned ch_point_width(uint32_t point);
size_t ch_text_width(struct ch_str s);

/*
 * A path as git prints it under core.quotePath=false: as it is, or in double
 * quotes with C escapes when it holds a control character, '"' or '\'.  Beyond
 * git, C1 and bidirectional controls and bytes that are not UTF-8 are octal
 * escapes too, so a listing is always valid text and still reads back.
 */
void ch_text_path(struct ch_buf *out, struct ch_str path);
/* As it is, but unsafe points as \x1b or \u202e, bad bytes as \xff; newline
 * and tab stay. */
void ch_text_escape(struct ch_buf *out, struct ch_str s);
/* The same in one line: newline and tab are \n and \t. */
void ch_text_escape_line(struct ch_buf *out, struct ch_str s);
/* Bad bytes become U+FFFD. */
void ch_text_utf8(struct ch_buf *out, struct ch_str s);
/* Bytes that are not UTF-8, and '%', as %XX. */
void ch_text_percent(struct ch_buf *out, struct ch_str s);
/* At most 'width' columns (>= 4), the middle of a longer 's' as "...". */
void ch_text_elide(struct ch_buf *out, struct ch_str s, size_t width);
/* For man(7): no hyphen is broken, no line starts a request. */
void ch_text_roff(struct ch_buf *out, struct ch_str s);
/* Paragraphs broken at spaces to 'width' columns, every line indented. */
void ch_text_wrap(
	struct ch_buf *out, struct ch_str s, size_t indent, size_t width);

/* 1234567 -> "1,234,567". */
void ch_text_int(struct ch_buf *out, int64_t n);
/* 1536 -> "1.5 KiB"; whole below 1,024 bytes. */
void ch_text_bytes(struct ch_buf *out, int64_t bytes);
/* "0.25 s", "12 s", "3 min 05 s", "2 h 14 min", "12 d 3 h". */
void ch_text_duration(struct ch_buf *out, double seconds);
/* RFC 3339 in UTC: "2024-03-01T12:00:00Z"; false outside years 0 to 9999. */
bool ch_text_time(struct ch_buf *out, int64_t when_s);
/* "2024-03-01". */
bool ch_text_date(struct ch_buf *out, int64_t when_s);
/* The shortest text that reads back as the same double, with a point. */
void ch_text_real(struct ch_buf *out, double value);

/*
 * How many single insertions, deletions, changes and swaps of neighbours turn
 * 'a' into 'b'; words longer than 63 bytes count as far apart.
 */
size_t ch_text_distance(struct ch_str a, struct ch_str b);
/* Near enough to ask "did you mean". */
bool ch_text_is_near(struct ch_str word, size_t distance);

#endif
