#include "base/str.h"

#include <string.h>

struct ch_str ch_str_z(const char *s)
{
	return ch_str_n(s, s ? strlen(s) : 0);
}

struct ch_str ch_str_n(const char *s, size_t len)
{
	struct ch_str v = { s, len };

	return v;
}

bool ch_str_eq(struct ch_str a, struct ch_str b)
{
	return a.len == b.len && (!a.len || !memcmp(a.ptr, b.ptr, a.len));
}

bool ch_str_is(struct ch_str s, const char *z)
{
	/* Most words differ in their first letter. */
	if (!s.len || *s.ptr != *z)
		return !s.len && !*z;
	return ch_str_eq(s, ch_str_z(z));
}

int ch_str_cmp(struct ch_str a, struct ch_str b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int c = n ? memcmp(a.ptr, b.ptr, n) : 0;

	if (c)
		return c;
	return (a.len > b.len) - (a.len < b.len);
}

bool ch_str_starts(struct ch_str s, const char *prefix)
{
	size_t n;

	if (!s.len || *s.ptr != *prefix)
		return !*prefix;
	n = strlen(prefix);
	return s.len >= n && !memcmp(s.ptr, prefix, n);
}

bool ch_str_ends(struct ch_str s, const char *suffix)
{
	size_t n = strlen(suffix);

	return s.len >= n && (!n || !memcmp(s.ptr + s.len - n, suffix, n));
}

static int fold(char c)
{
	return c >= 'A' && c <= 'Z' ? c + 32 : (unsigned char)c;
}

int ch_str_casecmp(struct ch_str a, struct ch_str b)
{
	size_t n = a.len < b.len ? a.len : b.len;

	for (size_t i = 0; i < n; i++)
		if (fold(a.ptr[i]) != fold(b.ptr[i]))
			return fold(a.ptr[i]) - fold(b.ptr[i]);
	return (a.len > b.len) - (a.len < b.len);
}

struct ch_str ch_str_trim(struct ch_str s)
{
	while (s.len && ch_is_space(s.ptr[0])) {
		s.ptr++;
		s.len--;
	}
	while (s.len && ch_is_space(s.ptr[s.len - 1]))
		s.len--;
	return s;
}

struct ch_str ch_str_sub(struct ch_str s, size_t from, size_t to)
{
	if (to > s.len)
		to = s.len;
	if (from >= to)
		return ch_str_n(s.ptr, 0);
	return ch_str_n(s.ptr + from, to - from);
}

size_t ch_str_find(struct ch_str s, struct ch_str needle, size_t from)
{
	const char *at;

	if (from > s.len || s.len - from < needle.len)
		return (size_t)-1;
	if (!needle.len)
		return from;
	at = memmem(s.ptr + from, s.len - from, needle.ptr, needle.len);
	return at ? (size_t)(at - s.ptr) : (size_t)-1;
}

size_t ch_str_find_word(struct ch_str s, struct ch_str word, size_t from,
	bool (*is_part)(char c))
{
	while (word.len && (from = ch_str_find(s, word, from)) != (size_t)-1) {
		size_t end = from + word.len;

		if ((!from || !is_part(s.ptr[from - 1])) &&
			(end == s.len || !is_part(s.ptr[end])))
			return from;
		from = end;
	}
	return (size_t)-1;
}

size_t ch_str_chr(struct ch_str s, char c, size_t from)
{
	const char *at;

	if (from >= s.len)
		return (size_t)-1;
	at = memchr(s.ptr + from, c, s.len - from);
	return at ? (size_t)(at - s.ptr) : (size_t)-1;
}

bool ch_str_in(struct ch_str s, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (ch_str_is(s, words[i]))
			return true;
	return false;
}

bool ch_str_line(struct ch_str *rest, struct ch_str *line)
{
	size_t end;

	if (!rest->len)
		return false;
	end = ch_str_chr(*rest, '\n', 0);
	if (end == (size_t)-1) {
		*line = *rest;
		*rest = ch_str_n(rest->ptr + rest->len, 0);
		return true;
	}
	*line = ch_str_n(rest->ptr, end);
	*rest = ch_str_n(rest->ptr + end + 1, rest->len - end - 1);
	return true;
}
