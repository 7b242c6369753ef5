#include "gitlayer/oid.h"

#include <string.h>

int ch_oid_cmp(const struct ch_oid *a, const struct ch_oid *b)
{
	return memcmp(a->id, b->id, CH_OID_BYTES);
}

bool ch_oid_eq(const struct ch_oid *a, const struct ch_oid *b)
{
	return !memcmp(a->id, b->id, CH_OID_BYTES);
}

bool ch_oid_is_zero(const struct ch_oid *oid)
{
	static const struct ch_oid zero;

	return ch_oid_eq(oid, &zero);
}

char *ch_oid_hex(const struct ch_oid *oid, char hex[CH_OID_HEX + 1])
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < CH_OID_BYTES; i++) {
		hex[2 * i] = digits[oid->id[i] >> 4];
		hex[2 * i + 1] = digits[oid->id[i] & 15];
	}
	hex[CH_OID_HEX] = '\0';
	return hex;
}

/* One more than the value of a digit, 0: none. */
static const uint8_t digits_plus_1[UINT8_MAX + 1] = { ['0'] = 1,
	['1'] = 2,
	['2'] = 3,
	['3'] = 4,
	['4'] = 5,
	['5'] = 6,
	['6'] = 7,
	['7'] = 8,
	['8'] = 9,
	['9'] = 10,
	['a'] = 11,
	['b'] = 12,
	['c'] = 13,
	['d'] = 14,
	['e'] = 15,
	['f'] = 16,
	['A'] = 11,
	['B'] = 12,
	['C'] = 13,
	['D'] = 14,
	['E'] = 15,
	['F'] = 16 };

bool ch_oid_from_hex(struct ch_oid *oid, const char *hex)
{
	/* One digit at a time: a NUL stops before anything after it is read. */
	for (size_t i = 0; i < CH_OID_BYTES; i++) {
		unsigned high = digits_plus_1[(unsigned char)hex[2 * i]];
		unsigned low;

		if (!high)
			return false;
		low = digits_plus_1[(unsigned char)hex[2 * i + 1]];
		if (!low)
			return false;
		oid->id[i] = (uint8_t)((high - 1) << 4 | (low - 1));
	}
	return true;
}
