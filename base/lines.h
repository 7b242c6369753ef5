/*
 * lines.h - counting, splitting and hashing the lines of a text, fast.
 *
 * A line includes its newline; an unterminated last line is a line.
 */
#ifndef CH_BASE_LINES_H
#define CH_BASE_LINES_H

#include <stddef.h>
#include <stdint.h>

/* How many "\n" are in the 'len' bytes at 'p'. */
size_t ch_lines_newlines(const char *p, size_t len);
/* Count of "\n", plus one for an unterminated last line. */
size_t ch_lines_count(const char *p, size_t len);

/*
 * A number that is the same for equal lines, from the length and the 16 bytes
 * at either end: cheap, and somebody can make others that have the same.
 */
uint64_t ch_line_key(const char *p, size_t len);

/*
 * Split 'len' (below 2^32) bytes at 'p'.
 *
 * off   ch_lines_count() + 1 elements: where each line starts, then 'len'
 * key   ch_lines_count() elements: ch_line_key() of each
 *
 * Returns the number of lines.
 */
size_t ch_lines_split(const char *p, size_t len, uint32_t *off, uint64_t *key);

/*
 * A set of lines, told by their keys: nearly every line that is not in it is
 * kept out.  All-zero is empty.
 */
#define CH_LINE_FILTER_BITS 4096

struct ch_line_filter {
	uint64_t words[CH_LINE_FILTER_BITS / 64];
};

void ch_line_filter_add(struct ch_line_filter *f, uint64_t key);
/* 'line' with its newline. */
typedef void ch_line_fn(void *ctx, const char *line, size_t len, uint64_t key);
/* Call 'fn' for the lines of 'len' bytes at 'p' that the filter lets in. */
void ch_lines_each_in(const char *p, size_t len, const struct ch_line_filter *f,
	ch_line_fn *fn, void *ctx);

/* Length of the longest common prefix and suffix of 'len' bytes. */
size_t ch_common_prefix(const char *a, const char *b, size_t len);
/* 'a' and 'b' point behind the last byte. */
size_t ch_common_suffix(const char *a, const char *b, size_t len);

#endif
