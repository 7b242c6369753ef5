#include "gitlayer/rawcommit.h"

#include <string.h>

#define NONE ((size_t)-1)
#define TREE_LINE (sizeof("tree \n") - 1 + CH_OID_HEX)

/* A decimal number; false when it does not fit in 63 bits. */
static bool take_number(struct ch_str *s, int64_t *out)
{
	int64_t n = 0;

	if (!s->len || !ch_is_digit(s->ptr[0]))
		return false;
	while (s->len && ch_is_digit(s->ptr[0])) {
		if (__builtin_mul_overflow(n, 10, &n) ||
			__builtin_add_overflow(n, s->ptr[0] - '0', &n))
			return false;
		*s = ch_str_sub(*s, 1, s->len);
	}
	*out = n;
	return true;
}

static struct ch_str trim_end(struct ch_str s)
{
	while (s.len && s.ptr[s.len - 1] == ' ')
		s.len--;
	return s;
}

/* "+0130" as minutes; whatever cannot be a time zone is UTC. */
static int zone_minutes(struct ch_str s)
{
	int64_t n;
	int sign;

	if (!s.len || (s.ptr[0] != '+' && s.ptr[0] != '-'))
		return 0;
	sign = s.ptr[0] == '-' ? -1 : 1;
	s = ch_str_sub(s, 1, s.len);
	if (!take_number(&s, &n) || n > 9999)
		return 0;
	return sign * (int)(n / 100 * 60 + n % 100);
}

/* The date stands after the last '>', which an e-mail may hold as well. */
static void parse_time(struct ch_str line, struct ch_raw_ident *out)
{
	size_t at = line.len;
	struct ch_str s;

	while (at && line.ptr[at - 1] != '>')
		at--;
	s = ch_str_trim(ch_str_sub(line, at, line.len));
	if (!take_number(&s, &out->when_s)) {
		out->when_s = 0;
		return;
	}
	out->has_time = true;
	out->tz_minutes = zone_minutes(ch_str_trim(s));
}

static struct ch_raw_ident parse_ident(struct ch_str line)
{
	struct ch_raw_ident out = { .when_s = 0 };
	size_t open = ch_str_chr(line, '<', 0);
	size_t close = open == NONE ? NONE : ch_str_chr(line, '>', open + 1);

	if (close == NONE)
		return out;
	out.name = trim_end(ch_str_sub(line, 0, open));
	out.email = ch_str_sub(line, open + 1, close);
	parse_time(line, &out);
	return out;
}

/*
 * Bytes that mean the same in every encoding git knows of: no escape (the
 * Japanese 7-bit ones), no NUL (git reads no further), nothing above ASCII.
 */
static bool is_plain(struct ch_str s)
{
	unsigned char odd = 0;

	for (size_t i = 0; i < s.len; i++)
		odd |= (unsigned char)((s.ptr[i] & 0x80) | (s.ptr[i] < 0x20));
	return !odd;
}

static bool take_ident(
	struct ch_str *rest, const char *key, struct ch_raw_ident *out)
{
	struct ch_str line;

	if (!ch_str_starts(*rest, key) || !ch_str_line(rest, &line))
		return false;
	*out = parse_ident(ch_str_sub(line, strlen(key), line.len));
	return is_plain(line);
}

bool ch_raw_commit_parse(struct ch_str bytes, struct ch_raw_commit *out)
{
	struct ch_str rest;
	struct ch_oid parent;

	memset(out, 0, sizeof(*out));
	if (bytes.len < TREE_LINE || !ch_str_starts(bytes, "tree ") ||
		!ch_oid_from_hex(&out->tree, bytes.ptr + 5) ||
		bytes.ptr[TREE_LINE - 1] != '\n')
		return false;
	rest = ch_str_sub(bytes, TREE_LINE, bytes.len);
	out->parent_lines = rest.ptr;
	while (rest.len >= CH_RAW_PARENT_LINE &&
		ch_str_starts(rest, "parent ") &&
		ch_oid_from_hex(&parent, rest.ptr + 7) &&
		rest.ptr[CH_RAW_PARENT_LINE - 1] == '\n') {
		out->nparents++;
		rest = ch_str_sub(rest, CH_RAW_PARENT_LINE, rest.len);
	}
	out->is_plain = take_ident(&rest, "author ", &out->author) &&
			take_ident(&rest, "committer ", &out->committer);
	return true;
}

struct ch_oid ch_raw_commit_parent(const struct ch_raw_commit *commit, size_t i)
{
	struct ch_oid oid = { { 0 } };

	ch_oid_from_hex(
		&oid, commit->parent_lines + i * CH_RAW_PARENT_LINE + 7);
	return oid;
}
