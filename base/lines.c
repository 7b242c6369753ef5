#include "base/lines.h"

#include <stdbool.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/hash.h"

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

size_t ch_lines_split(const char *p, size_t len, uint32_t *off, uint64_t *hash)
{
	const uint64_t seed = ch_hash_seed();
	size_t n = 0, at = 0;

	while (at < len) {
		const char *nl = memchr(p + at, '\n', len - at);
		size_t end = nl ? (size_t)(nl - p) + 1 : len;

		off[n] = (uint32_t)at;
		hash[n++] = XXH3_64bits_withSeed(p + at, end - at, seed);
		at = end;
	}
	off[n] = (uint32_t)len;
	return n;
}

#define STEP ((size_t)64)

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
