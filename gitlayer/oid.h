/*
 * oid.h - the 20 bytes that name a git object.
 */
#ifndef CH_GITLAYER_OID_H
#define CH_GITLAYER_OID_H

#include <stdbool.h>
#include <stdint.h>

#define CH_OID_BYTES 20
#define CH_OID_HEX 40

struct ch_oid {
	uint8_t id[CH_OID_BYTES];
};

int ch_oid_cmp(const struct ch_oid *a, const struct ch_oid *b);
bool ch_oid_eq(const struct ch_oid *a, const struct ch_oid *b);
bool ch_oid_is_zero(const struct ch_oid *oid);
/* 40 lower-case digits and a NUL into 'hex'; returns 'hex'. */
char *ch_oid_hex(const struct ch_oid *oid, char hex[CH_OID_HEX + 1]);
/* Exactly 40 hex digits at 'hex' (either case); false otherwise. */
bool ch_oid_from_hex(struct ch_oid *oid, const char *hex);

#endif
