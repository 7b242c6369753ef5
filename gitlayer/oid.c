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

static int digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool ch_oid_from_hex(struct ch_oid *oid, const char *hex)
{
	/* One digit at a time: a NUL stops before anything after it is read. */
	for (size_t i = 0; i < CH_OID_HEX; i++) {
		int v = digit_value(hex[i]);

		if (v < 0)
			return false;
		if (i % 2)
			oid->id[i / 2] = (uint8_t)(oid->id[i / 2] | v);
		else
			oid->id[i / 2] = (uint8_t)(v << 4);
	}
	return true;
}
