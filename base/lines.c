#include "base/lines.h"

#include <stdbool.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#ifdef __SSE2__
/* Newlines in 'n' <= 255 groups of 16 bytes: a byte lane each, then a sum. */
static size_t count_groups(const char *p, size_t n)
{
	const __m128i newline = _mm_set1_epi8('\n');
	__m128i lanes = _mm_setzero_si128();
	__m128i sum;
	size_t i;

	for (i = 0; i < n; i++) {
		__m128i v = _mm_loadu_si128((const __m128i *)(p + i * 16));

		lanes = _mm_sub_epi8(lanes, _mm_cmpeq_epi8(v, newline));
	}
	sum = _mm_sad_epu8(lanes, _mm_setzero_si128());
	return (size_t)_mm_cvtsi128_si64(sum) +
	       (size_t)_mm_cvtsi128_si64(_mm_srli_si128(sum, 8));
}
#endif

size_t ch_lines_newlines(const char *p, size_t len)
{
	size_t n = 0, i = 0;

#ifdef __SSE2__
	while (len - i >= 16) {
		size_t groups = (len - i) / 16;

		if (groups > 255)
			groups = 255;
		n += count_groups(p + i, groups);
		i += groups * 16;
	}
#endif
	for (; i < len; i++)
		n += p[i] == '\n';
	return n;
}

size_t ch_lines_count(const char *p, size_t len)
{
	return ch_lines_newlines(p, len) + (len && p[len - 1] != '\n');
}

#define STEP ((size_t)64)

/* Where the newlines of STEP bytes are: bit i is byte i. */
static uint64_t newline_mask(const char *p)
{
	uint64_t mask = 0;
#ifdef __SSE2__
	const __m128i newline = _mm_set1_epi8('\n');

	for (size_t i = 0; i < STEP; i += 16) {
		__m128i v =
			_mm_loadu_si128((const __m128i *)(const void *)(p + i));
		unsigned bits =
			(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, newline));

		mask |= (uint64_t)bits << i;
	}
#else
	for (size_t i = 0; i < STEP; i++)
		mask |= (uint64_t)(p[i] == '\n') << i;
#endif
	return mask;
}

/*
 * Where lines end, found STEP bytes at a time.  The caller takes one end after
 * the other; the last line may have no newline.
 */
struct ends {
	const char *p;
	size_t len, at; /* 'at': start of the bytes that 'mask' is of */
	uint64_t mask;
};

static void fill(struct ends *e)
{
	char last[STEP];

	if (e->len - e->at >= STEP) {
		e->mask = newline_mask(e->p + e->at);
		return;
	}
	memset(last, 0, sizeof(last));
	memcpy(last, e->p + e->at, e->len - e->at);
	e->mask = newline_mask(last);
}

/* One past the newline of the next line, or 'len'. */
static inline size_t next_end(struct ends *e)
{
	size_t end;

	while (!e->mask) {
		if (e->len - e->at <= STEP)
			return e->len;
		e->at += STEP;
		fill(e);
	}
	end = e->at + (size_t)__builtin_ctzll(e->mask) + 1;
	e->mask &= e->mask - 1;
	return end;
}

static struct ends ends_of(const char *p, size_t len)
{
	struct ends e = { .p = p, .len = len };

	fill(&e);
	return e;
}

static uint64_t load(const char *p, size_t n)
{
	uint64_t v = 0;

	memcpy(&v, p, n);
	return v;
}

static uint64_t load8(const char *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

/* The first and last bytes; in short lines they overlap or are all. */
static inline uint64_t ends_of_short_line(const char *p, size_t len)
{
	if (len >= 8)
		return load8(p) * 31 + load8(p + len - 8);
	if (len >= 4)
		return load(p, 4) * 31 + load(p + len - 4, 4);
	return load(p, len >= 2 ? 2 : len) * 31 + (unsigned char)p[len - 1];
}

static inline uint64_t key_of(const char *p, size_t len)
{
	uint64_t h = len * 0x9e3779b97f4a7c15U;

	if (len < 16)
		h ^= ends_of_short_line(p, len) * 0xff51afd7ed558ccdU;
	else
		h ^= load8(p) * 0xff51afd7ed558ccdU +
		     load8(p + 8) * 0xc4ceb9fe1a85ec53U +
		     load8(p + len - 16) * 0x9fb21c651e98df25U +
		     load8(p + len - 8) * 0xd6e8feb86659fd93U;
	h ^= h >> 32;
	h *= 0x9e3779b97f4a7c15U;
	return h ^ h >> 29;
}

uint64_t ch_line_key(const char *p, size_t len)
{
	return key_of(p, len);
}

size_t ch_lines_split(const char *p, size_t len, uint32_t *off, uint64_t *key)
{
	struct ends ends;
	size_t n = 0, at = 0;

	if (len)
		ends = ends_of(p, len);
	while (at < len) {
		size_t end = next_end(&ends);

		off[n] = (uint32_t)at;
		key[n++] = key_of(p + at, end - at);
		at = end;
	}
	off[n] = (uint32_t)len;
	return n;
}

/* ---- Lines of a set -----------------------------------------------------*/

static inline size_t filter_bit(uint64_t key)
{
	return (size_t)(key >> 52);
}

void ch_line_filter_add(struct ch_line_filter *f, uint64_t key)
{
	size_t bit = filter_bit(key);

	f->words[bit / 64] |= (uint64_t)1 << (bit % 64);
}

void ch_lines_each_in(const char *p, size_t len, const struct ch_line_filter *f,
	ch_line_fn *fn, void *ctx)
{
	struct ends ends;
	size_t at = 0;

	if (len)
		ends = ends_of(p, len);
	while (at < len) {
		size_t end = next_end(&ends);
		uint64_t key = key_of(p + at, end - at);
		size_t bit = filter_bit(key);

		if (f->words[bit / 64] >> (bit % 64) & 1)
			fn(ctx, p + at, end - at, key);
		at = end;
	}
}

/* ---- Common ends --------------------------------------------------------*/

/* Are STEP bytes equal?  Most of two versions is, so no call for so few. */
static bool is_same_step(const char *a, const char *b)
{
#ifdef __SSE2__
	const __m128i *x = (const __m128i *)(const void *)a;
	const __m128i *y = (const __m128i *)(const void *)b;
	__m128i same = _mm_set1_epi8(-1);

	for (size_t i = 0; i < STEP / sizeof(*x); i++)
		same = _mm_and_si128(
			same, _mm_cmpeq_epi8(_mm_loadu_si128(x + i),
				      _mm_loadu_si128(y + i)));
	return _mm_movemask_epi8(same) == 0xffff;
#else
	return memcmp(a, b, STEP) == 0;
#endif
}

size_t ch_common_prefix(const char *a, const char *b, size_t len)
{
	size_t i = 0;

	while (len - i >= STEP && is_same_step(a + i, b + i))
		i += STEP;
	while (i < len && a[i] == b[i])
		i++;
	return i;
}

size_t ch_common_suffix(const char *a, const char *b, size_t len)
{
	size_t i = 0;

	while (len - i >= STEP && is_same_step(a - i - STEP, b - i - STEP))
		i += STEP;
	while (i < len && a[-1 - (ptrdiff_t)i] == b[-1 - (ptrdiff_t)i])
		i++;
	return i;
}
