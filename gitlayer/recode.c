#include "gitlayer/recode.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"

#define REPLACEMENT "\xef\xbf\xbd"
#define NAME_MAX_BYTES 40

/*
 * Length of the well-formed sequence at p, or 0.  *bad gets the length of the
 * longest part of an ill-formed one that could have started a good one.
 */
static size_t sequence(const uint8_t *p, size_t left, size_t *bad)
{
	uint8_t lo = 0x80, hi = 0xbf;
	size_t need, i;

	*bad = 1;
	if (p[0] < 0x80)
		return 1;
	if (p[0] < 0xc2 || p[0] > 0xf4)
		return 0;
	need = p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	if (p[0] == 0xe0)
		lo = 0xa0;
	else if (p[0] == 0xed)
		hi = 0x9f;
	else if (p[0] == 0xf0)
		lo = 0x90;
	else if (p[0] == 0xf4)
		hi = 0x8f;
	for (i = 1; i < need; i++) {
		if (i >= left || p[i] < lo || p[i] > hi)
			break;
		lo = 0x80;
		hi = 0xbf;
	}
	*bad = i;
	return i == need ? need : 0;
}

/* How many bytes from 'p' are plain ASCII, eight at a time. */
static size_t ascii_run(const uint8_t *p, size_t len)
{
	size_t i = 0;
	uint64_t word;

	for (; i + 8 <= len; i += 8) {
		memcpy(&word, p + i, 8);
		if (word & 0x8080808080808080u)
			break;
	}
	while (i < len && p[i] < 0x80)
		i++;
	return i;
}

/* Length of the well-formed start of 's'. */
static size_t good_prefix(struct ch_str s, size_t from, size_t *bad)
{
	const uint8_t *p = (const uint8_t *)s.ptr;
	size_t i = from;

	while (i < s.len) {
		size_t n = ascii_run(p + i, s.len - i);

		if (!n)
			n = sequence(p + i, s.len - i, bad);
		if (!n)
			break;
		i += n;
	}
	return i;
}

bool ch_is_utf8(struct ch_str s)
{
	size_t bad;

	return good_prefix(s, 0, &bad) == s.len;
}

static struct ch_str replace_bad(struct ch_str s, struct ch_arena *arena)
{
	size_t bad = 0, at = good_prefix(s, 0, &bad), from = 0;
	struct ch_buf out = { 0 };
	struct ch_str result;

	if (at == s.len)
		return s;
	while (at < s.len) {
		ch_buf_add(&out, s.ptr + from, at - from);
		ch_buf_add(&out, REPLACEMENT, 3);
		from = at + bad;
		at = good_prefix(s, from, &bad);
	}
	ch_buf_add(&out, s.ptr + from, at - from);
	result = ch_arena_str(arena, ch_buf_str(&out));
	ch_buf_release(&out);
	return result;
}

/*
 * The name goes to iconv_open(), where "/" starts options and may name files:
 * only what names of character sets are made of gets there.
 */
static bool usable_name(struct ch_str encoding, char name[NAME_MAX_BYTES + 1])
{
	if (!encoding.len || encoding.len > NAME_MAX_BYTES)
		return false;
	for (size_t i = 0; i < encoding.len; i++) {
		char c = encoding.ptr[i];
		bool ok = ch_is_alnum(c) || (c && strchr("-_.:+()", c));

		if (!ok)
			return false;
	}
	memcpy(name, encoding.ptr, encoding.len);
	name[encoding.len] = '\0';
	return true;
}

static bool is_utf8_name(struct ch_str encoding)
{
	return !ch_str_casecmp(encoding, CH_STR("utf-8")) ||
	       !ch_str_casecmp(encoding, CH_STR("utf8"));
}

/* The whole of 's', or false as soon as one byte does not convert. */
static bool convert(iconv_t cd, struct ch_str s, struct ch_buf *out)
{
	char *in = (char *)(uintptr_t)s.ptr;
	size_t in_left = s.len;
	bool flushing = false;

	for (;;) {
		size_t room, n;
		char *to;

		ch_buf_reserve(out, in_left + in_left / 2 + 64);
		to = out->ptr + out->len;
		room = out->cap - out->len - 1;
		n = flushing ? iconv(cd, NULL, NULL, &to, &room)
			     : iconv(cd, &in, &in_left, &to, &room);
		out->len = (size_t)(to - out->ptr);
		out->ptr[out->len] = '\0';
		if (n == (size_t)-1 && errno != E2BIG)
			return false;
		if (n == (size_t)-1)
			continue;
		if (flushing)
			return true;
		flushing = true;
	}
}

struct ch_str ch_recode(
	struct ch_str s, struct ch_str encoding, struct ch_arena *arena)
{
	char name[NAME_MAX_BYTES + 1];
	struct ch_buf out = { 0 };
	iconv_t cd;

	if (!s.len || is_utf8_name(encoding) || !usable_name(encoding, name))
		return replace_bad(s, arena);
	cd = iconv_open("UTF-8", name);
	if (cd == (iconv_t)-1)
		return replace_bad(s, arena);
	if (convert(cd, s, &out))
		s = ch_arena_str(arena, ch_buf_str(&out));
	iconv_close(cd);
	ch_buf_release(&out);
	return replace_bad(s, arena);
}
