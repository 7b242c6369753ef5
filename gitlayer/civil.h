/*
 * civil.h - seconds since 1970 and the proleptic Gregorian calendar, in UTC.
 */
#ifndef CH_GITLAYER_CIVIL_H
#define CH_GITLAYER_CIVIL_H

#include <stdint.h>

struct ch_civil {
	int64_t year;
	int64_t month; /* 0 to 11 */
	int64_t day;   /* 1 to 31 */
	int64_t hour, minute, second;
	int weekday; /* 0: Sunday */
};

/* Fields may be out of range, as in mktime(); the weekday is not read. */
int64_t ch_civil_to_s(const struct ch_civil *c);
struct ch_civil ch_civil_from_s(int64_t when_s);

#endif
