#include "base/lines.h"

#include <stdbool.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

/*
 * The loops over whole texts are written once with vectors of 32 bytes, which
 * the compiler makes of what the processor has; where it is known only at run
 * time whether that is AVX2, they are compiled for both.
 */
typedef char block __attribute__((vector_size(32)));

#define EACH_TIME static inline __attribute__((always_inline))
#if defined(__x86_64__) && !defined(__AVX2__)
#define FOR_AVX2 __attribute__((target("avx2")))
#define HAS_AVX2 __builtin_cpu_supports("avx2")
#else
#define FOR_AVX2
#define HAS_AVX2 0
#endif

/* Vectors go by address: there is no one way to pass those of 32 bytes. */
EACH_TIME size_t sum_of_bytes(const block *v)
{
	unsigned char bytes[sizeof(*v)];
	size_t n = 0;

	memcpy(bytes, v, sizeof(bytes));
	for (size_t i = 0; i < sizeof(bytes); i++)
		n += bytes[i];
	return n;
}

EACH_TIME size_t count_newlines(const char *p, size_t len)
{
	size_t n = 0;

	while (len >= sizeof(block)) {
		size_t blocks = len / sizeof(block);
		block sums = { 0 }, v;

		/* A byte lane each, then a sum. */
		if (blocks > 255)
			blocks = 255;
		len -= blocks * sizeof(block);
		for (; blocks; blocks--, p += sizeof(v)) {
			memcpy(&v, p, sizeof(v));
			sums -= (block)(v == '\n');
		}
		n += sum_of_bytes(&sums);
	}
	for (; len; len--)
		n += *p++ == '\n';
	return n;
}

FOR_AVX2 static size_t count_newlines_avx2(const char *p, size_t len)
{
	return count_newlines(p, len);
}

size_t ch_lines_newlines(const char *p, size_t len)
{
	return HAS_AVX2 ? count_newlines_avx2(p, len) : count_newlines(p, len);
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

static inline uint64_t load(const char *p, size_t n)
{
	uint64_t v = 0;

	memcpy(&v, p, n);
	return v;
}

/* The first and last bytes; in short lines they overlap or are all. */
static inline uint64_t ends_of_short_line(const char *p, size_t len)
{
	if (len >= 8)
		return load(p, 8) * 31 + load(p + len - 8, 8);
	if (len >= 4)
		return load(p, 4) * 31 + load(p + len - 4, 4);
	return load(p, len >= 2 ? 2 : len) * 31 + (unsigned char)p[len - 1];
}

/* ch_line_key(), inside of the loops below. */
static inline uint64_t key_of(const char *p, size_t len)
{
	uint64_t h = len * 0x9e3779b97f4a7c15U;

	if (len < 16)
		h ^= ends_of_short_line(p, len) * 0xff51afd7ed558ccdU;
	else
		h ^= load(p, 8) * 0xff51afd7ed558ccdU +
		     load(p + 8, 8) * 0xc4ceb9fe1a85ec53U +
		     load(p + len - 16, 8) * 0x9fb21c651e98df25U +
		     load(p + len - 8, 8) * 0xd6e8feb86659fd93U;
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

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define LITTLE_ENDIAN_WORDS 1
#else
#define LITTLE_ENDIAN_WORDS 0
#endif

/* Are STEP bytes equal?  Most of two versions is, so no call for so few. */
EACH_TIME bool is_same_step(const char *a, const char *b)
{
	block a0, a1, b0, b1;
	uint64_t words[sizeof(a0) / 8];

	memcpy(&a0, a, sizeof(a0));
	memcpy(&a1, a + sizeof(a0), sizeof(a1));
	memcpy(&b0, b, sizeof(b0));
	memcpy(&b1, b + sizeof(b0), sizeof(b1));
	a0 = (a0 ^ b0) | (a1 ^ b1);
	memcpy(words, &a0, sizeof(words));
	return !(words[0] | words[1] | words[2] | words[3]);
}

EACH_TIME size_t common_prefix(const char *a, const char *b, size_t len)
{
	size_t i = 0;

	while (len - i >= STEP && is_same_step(a + i, b + i))
		i += STEP;
	while (LITTLE_ENDIAN_WORDS && len - i >= 8) {
		uint64_t x = load(a + i, 8) ^ load(b + i, 8);

		if (x)
			return i + (size_t)__builtin_ctzll(x) / 8;
		i += 8;
	}
	while (i < len && a[i] == b[i])
		i++;
	return i;
}

EACH_TIME size_t common_suffix(const char *a, const char *b, size_t len)
{
	size_t i = 0;

	while (len - i >= STEP && is_same_step(a - i - STEP, b - i - STEP))
		i += STEP;
	while (LITTLE_ENDIAN_WORDS && len - i >= 8) {
		uint64_t x = load(a - i - 8, 8) ^ load(b - i - 8, 8);

		if (x)
			return i + (size_t)__builtin_clzll(x) / 8;
		i += 8;
	}
	while (i < len && a[-1 - (ptrdiff_t)i] == b[-1 - (ptrdiff_t)i])
		i++;
	return i;
}

FOR_AVX2 static size_t common_prefix_avx2(
	const char *a, const char *b, size_t len)
{
	return common_prefix(a, b, len);
}

FOR_AVX2 static size_t common_suffix_avx2(
	const char *a, const char *b, size_t len)
{
	return common_suffix(a, b, len);
}

size_t ch_common_prefix(const char *a, const char *b, size_t len)
{
	return HAS_AVX2 ? common_prefix_avx2(a, b, len)
			: common_prefix(a, b, len);
}

size_t ch_common_suffix(const char *a, const char *b, size_t len)
{
	return HAS_AVX2 ? common_suffix_avx2(a, b, len)
			: common_suffix(a, b, len);
}
