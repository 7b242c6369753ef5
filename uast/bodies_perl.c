/*
 * Perl's bodies go by the way that nearly all of it is laid out:
 *
 *	sub f {			at the start of a line, the brace at its end
 *		my ($x) = @_;	parameters, which are read
 *		...		indented or empty
 *	}			at the start of a line
 *
 * Anything else at the start of a line, as the end of a here-document or POD,
 * and the body is read.
 */
#include "uast/bodies.h"

#include "base/hash.h"
#include "base/mem.h"

/* Shorter ones take no time. */
#define LEAST_BODY 32

/* The line at 'at' without its end; the next one's start is in *next. */
static struct ch_str line_at(struct ch_str s, size_t at, size_t *next)
{
	size_t end = ch_str_chr(s, '\n', at);

	*next = end == (size_t)-1 ? s.len : end + 1;
	return ch_str_sub(s, at, end == (size_t)-1 ? s.len : end);
}

static bool is_indented(struct ch_str line)
{
	return !line.len || line.ptr[0] == ' ' || line.ptr[0] == '\t';
}

/* Where the line of the closing brace starts; 0: something else comes first. */
static size_t close_of(struct ch_str s, size_t at)
{
	size_t next;

	for (; at < s.len; at = next) {
		struct ch_str line = line_at(s, at, &next);

		if (!is_indented(line))
			return line.ptr[0] == '}' ? at : 0;
	}
	return 0;
}

/* Behind the lines that take the arguments; each is "...\n" from 'at' on. */
static size_t skip_arguments(struct ch_str s, size_t at)
{
	size_t next;

	for (; at < s.len; at = next) {
		struct ch_str line = line_at(s, at, &next);

		if (ch_str_find(line, CH_STR("@_"), 0) == (size_t)-1 &&
			ch_str_find(line, CH_STR("shift"), 0) == (size_t)-1)
			break;
	}
	return at;
}

/* The sub whose first line is 'head'; the rest of it starts at 'inside'. */
static void add_body(struct ch_bodies *out, struct ch_str source,
	struct ch_str head, size_t inside)
{
	size_t close = close_of(source, inside);
	size_t from = skip_arguments(source, inside) - 1;
	/* the line end before the brace stays */
	size_t to = close >= from + LEAST_BODY ? close - 1 : from;

	CH_GROW(out->items, out->n, out->cap);
	out->items[out->n++] =
		(struct ch_body){ .head = ch_hash(head.ptr, head.len),
			.start = (uint32_t)(head.ptr - source.ptr),
			.from = (uint32_t)from,
			.to = (uint32_t)to };
}

void ch_bodies_perl(struct ch_str source, struct ch_bodies *out)
{
	size_t next;

	for (size_t at = 0; at < source.len; at = next) {
		struct ch_str line = line_at(source, at, &next);

		if (ch_str_starts(line, "__END__") ||
			ch_str_starts(line, "__DATA__"))
			return;
		if (ch_str_starts(line, "sub ") && ch_str_ends(line, "{"))
			add_body(out, source, line, next);
	}
}
