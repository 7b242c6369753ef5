#include "gitlayer/spanhash.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "gitlayer/linediff.h"

#define NHASHES 107927
#define LONGEST_SPAN 64
/* 17 bits of hash are sorted in two passes. */
#define RADIX_BITS 9
#define NRADIX (1u << RADIX_BITS)

struct spans {
	struct ch_span_count *items;
	size_t n, cap;
};

static void add_span(struct spans *s, uint32_t low, uint32_t high, uint32_t n)
{
	CH_GROW(s->items, s->n, s->cap);
	s->items[s->n].hash = (low + high * 0x61) % NHASHES;
	s->items[s->n++].bytes = n;
}

/* The two halves of the rolling value are 32 bits wide, as git's are. */
static void cut(struct spans *s, struct ch_str content)
{
	const bool text = !ch_looks_binary(content);
	uint32_t low = 0, high = 0, n = 0;
	size_t i;

	for (i = 0; i < content.len; i++) {
		unsigned char c = (unsigned char)content.ptr[i];
		uint32_t old_low = low;

		if (text && c == '\r' && i + 1 < content.len &&
			content.ptr[i + 1] == '\n')
			continue;
		low = ((low << 7) ^ (high >> 25)) + c;
		high = (high << 7) ^ (old_low >> 25);
		if (++n < LONGEST_SPAN && c != '\n')
			continue;
		add_span(s, low, high, n);
		low = high = n = 0;
	}
	if (n)
		add_span(s, low, high, n);
}

static void sort_by(const struct ch_span_count *from, struct ch_span_count *to,
	size_t n, unsigned shift)
{
	size_t at[NRADIX] = { 0 }, sum = 0, i;

	for (i = 0; i < n; i++)
		at[(from[i].hash >> shift) & (NRADIX - 1)]++;
	for (i = 0; i < NRADIX; i++) {
		size_t count = at[i];

		at[i] = sum;
		sum += count;
	}
	for (i = 0; i < n; i++)
		to[at[(from[i].hash >> shift) & (NRADIX - 1)]++] = from[i];
}

void ch_spanhash_init(struct ch_spanhash *out, struct ch_str content)
{
	struct spans s = { 0 };
	struct ch_span_count *other;
	size_t i;

	memset(out, 0, sizeof(*out));
	cut(&s, content);
	if (!s.n)
		return;
	other = ch_calloc(s.n, sizeof(*other));
	sort_by(s.items, other, s.n, 0);
	sort_by(other, s.items, s.n, RADIX_BITS);
	free(other);
	for (i = 0; i < s.n; i++) {
		if (out->n && s.items[out->n - 1].hash == s.items[i].hash)
			s.items[out->n - 1].bytes += s.items[i].bytes;
		else
			s.items[out->n++] = s.items[i];
	}
	out->spans = ch_realloc(s.items, out->n, sizeof(*out->spans));
}

void ch_spanhash_release(struct ch_spanhash *s)
{
	free(s->spans);
	memset(s, 0, sizeof(*s));
}

uint64_t ch_spanhash_shared(
	const struct ch_spanhash *a, const struct ch_spanhash *b)
{
	uint64_t shared = 0;
	size_t i = 0, j = 0;

	while (i < a->n && j < b->n) {
		uint32_t x = a->spans[i].hash, y = b->spans[j].hash;

		if (x == y)
			shared += a->spans[i].bytes < b->spans[j].bytes
					  ? a->spans[i].bytes
					  : b->spans[j].bytes;
		i += x <= y;
		j += y <= x;
	}
	return shared;
}
