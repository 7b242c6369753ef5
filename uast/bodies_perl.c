/*
 * Perl's bodies go by the way that nearly all of it is laid out:
 *
 *	sub f {			at the start of a line, the brace at its end
 *				or alone on the next
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

static bool is_indented(struct ch_str line)
{
	return !line.len || line.ptr[0] == ' ' || line.ptr[0] == '\t';
}

/* Where the line of the closing brace starts; NULL: something else does. */
static const char *close_of(struct ch_str rest)
{
	struct ch_str line;

	while (ch_str_line(&rest, &line))
		if (!is_indented(line))
			return line.ptr[0] == '}' ? line.ptr : NULL;
	return NULL;
}

/* What stands behind the lines that take the arguments. */
static const char *skip_arguments(struct ch_str rest)
{
	const char *at = rest.ptr;
	struct ch_str line;

	while (ch_str_line(&rest, &line) &&
		(ch_str_find(line, CH_STR("@_"), 0) != (size_t)-1 ||
			ch_str_find(line, CH_STR("shift"), 0) != (size_t)-1))
		at = rest.ptr;
	return at;
}

/* The sub whose first line is 'head', which 'rest' follows. */
static void add_body(struct ch_bodies *out, struct ch_str source,
	struct ch_str head, struct ch_str rest)
{
	const char *close = close_of(rest);
	size_t from = (size_t)(skip_arguments(rest) - source.ptr) - 1;
	/* the line end before the brace stays */
	size_t to = close ? (size_t)(close - source.ptr) - 1 : from;

	if (to < from + CH_LEAST_BODY)
		to = from;
	CH_GROW(out->items, out->n, out->cap);
	out->items[out->n++] =
		(struct ch_body){ .head = ch_hash(head.ptr, head.len),
			.start = (uint32_t)(head.ptr - source.ptr),
			.from = (uint32_t)from,
			.to = (uint32_t)to };
}

/* Is there "sub f {", or "sub f" and a line "{", which then is passed? */
static bool opens_body(struct ch_str line, struct ch_str *rest)
{
	struct ch_str after = *rest, next;

	if (!ch_str_starts(line, "sub "))
		return false;
	if (ch_str_ends(line, "{"))
		return true;
	if (!ch_is_word(line.ptr[line.len - 1]) ||
		!ch_str_line(&after, &next) || !ch_str_is(next, "{"))
		return false;
	*rest = after;
	return true;
}

void ch_bodies_perl(struct ch_str source, struct ch_bodies *out)
{
	struct ch_str rest = source, line;

	while (ch_str_line(&rest, &line)) {
		if (ch_str_starts(line, "__END__") ||
			ch_str_starts(line, "__DATA__"))
			return;
		if (opens_body(line, &rest))
			add_body(out, source, line, rest);
	}
}
