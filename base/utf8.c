#include "base/text.h"

#include "base/mem.h"

struct range {
	uint32_t first, last;
};

/* Combining marks and format characters, the blocks people meet. */
static const struct range zero_width[] = {
	{ 0x0300, 0x036f },
	{ 0x0483, 0x0489 },
	{ 0x0591, 0x05bd },
	{ 0x0610, 0x061a },
	{ 0x064b, 0x065f },
	{ 0x06d6, 0x06dc },
	{ 0x0900, 0x0902 },
	{ 0x093c, 0x093c },
	{ 0x0941, 0x0948 },
	{ 0x094d, 0x094d },
	{ 0x0e31, 0x0e31 },
	{ 0x0e34, 0x0e3a },
	{ 0x0e47, 0x0e4e },
	{ 0x1160, 0x11ff },
	{ 0x1ab0, 0x1aff },
	{ 0x1dc0, 0x1dff },
	{ 0x200b, 0x200f },
	{ 0x202a, 0x202e },
	{ 0x2060, 0x206f },
	{ 0x20d0, 0x20ff },
	{ 0x302a, 0x302d },
	{ 0x3099, 0x309a },
	{ 0xfe00, 0xfe0f },
	{ 0xfe20, 0xfe2f },
	{ 0xfeff, 0xfeff },
	{ 0x1f3fb, 0x1f3ff },
	{ 0xe0000, 0xe0fff },
};

/* East Asian Width W and F, neighbouring blocks joined. */
static const struct range double_width[] = {
	{ 0x1100, 0x115f },
	{ 0x231a, 0x231b },
	{ 0x23e9, 0x23ec },
	{ 0x2614, 0x2615 },
	{ 0x2648, 0x2653 },
	{ 0x26a1, 0x26a1 },
	{ 0x26bd, 0x26be },
	{ 0x26d4, 0x26d4 },
	{ 0x2705, 0x2705 },
	{ 0x270a, 0x270b },
	{ 0x2728, 0x2728 },
	{ 0x274c, 0x274c },
	{ 0x2753, 0x2755 },
	{ 0x2757, 0x2757 },
	{ 0x2795, 0x2797 },
	{ 0x2b1b, 0x2b1c },
	{ 0x2b50, 0x2b50 },
	{ 0x2b55, 0x2b55 },
	{ 0x2e80, 0x303e },
	{ 0x3041, 0x33ff },
	{ 0x3400, 0x4dbf },
	{ 0x4e00, 0x9fff },
	{ 0xa000, 0xa4cf },
	{ 0xa960, 0xa97c },
	{ 0xac00, 0xd7a3 },
	{ 0xf900, 0xfaff },
	{ 0xfe30, 0xfe6f },
	{ 0xff00, 0xff60 },
	{ 0xffe0, 0xffe6 },
	{ 0x16fe0, 0x18cff },
	{ 0x1b000, 0x1b2ff },
	{ 0x1f004, 0x1f004 },
	{ 0x1f0cf, 0x1f0cf },
	{ 0x1f18e, 0x1f18e },
	{ 0x1f191, 0x1f19a },
	{ 0x1f200, 0x1f320 },
	{ 0x1f32d, 0x1f335 },
	{ 0x1f337, 0x1f37c },
	{ 0x1f37e, 0x1f393 },
	{ 0x1f3a0, 0x1f3ca },
	{ 0x1f3e0, 0x1f3f0 },
	{ 0x1f3f4, 0x1f3f4 },
	{ 0x1f3f8, 0x1f43e },
	{ 0x1f440, 0x1f4fc },
	{ 0x1f4ff, 0x1f53d },
	{ 0x1f54b, 0x1f567 },
	{ 0x1f595, 0x1f596 },
	{ 0x1f5fb, 0x1f64f },
	{ 0x1f680, 0x1f6c5 },
	{ 0x1f6eb, 0x1f6ec },
	{ 0x1f6f4, 0x1f6fc },
	{ 0x1f7e0, 0x1f7eb },
	{ 0x1f90c, 0x1f9ff },
	{ 0x1fa70, 0x1faff },
	{ 0x20000, 0x2fffd },
	{ 0x30000, 0x3fffd },
};

static bool is_in(const struct range *ranges, size_t n, uint32_t point)
{
	size_t lo = 0;

	while (n) {
		size_t half = n / 2;

		if (point > ranges[lo + half].last) {
			lo += half + 1;
			n -= half + 1;
		} else if (point >= ranges[lo + half].first) {
			return true;
		} else {
			n = half;
		}
	}
	return false;
}

/* Bytes of the sequence that 'lead' starts, 0 for none. */
static size_t sequence_length(unsigned char lead)
{
	if (lead < 0x80)
		return 1;
	if (lead >= 0xc2 && lead <= 0xdf)
		return 2;
	if (lead >= 0xe0 && lead <= 0xef)
		return 3;
	if (lead >= 0xf0 && lead <= 0xf4)
		return 4;
	return 0;
}

uint32_t ch_utf8_next(struct ch_str s, size_t *at)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *p = (const unsigned char *)s.ptr + *at;
	size_t n = sequence_length(p[0]);
	uint32_t point;

	if (n == 1) {
		(*at)++;
		return p[0];
	}
	if (!n || s.len - *at < n) {
		(*at)++;
		return CH_UTF8_BAD;
	}
	point = p[0] & (0x7fu >> n);
	for (size_t i = 1; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			point = CH_UTF8_BAD;
		if (point != CH_UTF8_BAD)
			point = point << 6 | (p[i] & 0x3f);
	}
	if (point < least[n] || point > 0x10ffff ||
		(point >= 0xd800 && point <= 0xdfff)) {
		(*at)++;
		return CH_UTF8_BAD;
	}
	*at += n;
	return point;
}

void ch_utf8_add(struct ch_buf *out, uint32_t point)
{
	if (point < 0x80) {
		ch_buf_add_char(out, (char)point);
		return;
	}
	if (point < 0x800) {
		ch_buf_add_char(out, (char)(0xc0 | point >> 6));
	} else {
		if (point < 0x10000) {
			ch_buf_add_char(out, (char)(0xe0 | point >> 12));
		} else {
			ch_buf_add_char(out, (char)(0xf0 | point >> 18));
			ch_buf_add_char(
				out, (char)(0x80 | (point >> 12 & 0x3f)));
		}
		ch_buf_add_char(out, (char)(0x80 | (point >> 6 & 0x3f)));
	}
	ch_buf_add_char(out, (char)(0x80 | (point & 0x3f)));
}

bool ch_utf8_valid(struct ch_str s)
{
	size_t at = 0;

	while (at < s.len)
		if (ch_utf8_next(s, &at) == CH_UTF8_BAD)
			return false;
	return true;
}

bool ch_point_is_unsafe(uint32_t point)
{
	return point < 0x20 || (point >= 0x7f && point <= 0x9f) ||
	       point == 0x061c || point == 0x200e || point == 0x200f ||
	       (point >= 0x2028 && point <= 0x202e) ||
	       (point >= 0x2066 && point <= 0x2069);
}

unsigned ch_point_width(uint32_t point)
{
	if (point < 0x300)
		return 1;
	if (is_in(zero_width, CH_ARRAY_LEN(zero_width), point))
		return 0;
	return is_in(double_width, CH_ARRAY_LEN(double_width), point) ? 2 : 1;
}

size_t ch_text_width(struct ch_str s)
{
	size_t width = 0;
	size_t at = 0;

	while (at < s.len)
		width += ch_point_width(ch_utf8_next(s, &at));
	return width;
}
