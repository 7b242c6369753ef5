#include "gitlayer/civil.h"

#define DAY_S 86400
#define DAYS_PER_ERA 146097 /* 400 years */
#define DAYS_TO_1970 719468 /* from 1 March of year 0 */

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/*
 * Years are counted from March, so that the leap day is the last one and the
 * days before a month are a line: (153 m + 2) / 5.
 */
static int64_t days_from_civil(int64_t year, int64_t month, int64_t day)
{
	int64_t y = year + floor_div(month - 2, 12);
	int64_t m = month - 2 - 12 * floor_div(month - 2, 12);
	int64_t era = floor_div(y, 400);
	int64_t of_era = y - era * 400;

	return era * DAYS_PER_ERA + of_era * 365 + of_era / 4 - of_era / 100 +
	       (153 * m + 2) / 5 + day - 1 - DAYS_TO_1970;
}

int64_t ch_civil_to_s(const struct ch_civil *c)
{
	return days_from_civil(c->year, c->month, c->day) * DAY_S +
	       c->hour * 3600 + c->minute * 60 + c->second;
}

struct ch_civil ch_civil_from_s(int64_t when_s)
{
	int64_t days = floor_div(when_s, DAY_S);
	int64_t rest = when_s - days * DAY_S;
	int64_t era = floor_div(days + DAYS_TO_1970, DAYS_PER_ERA);
	int64_t of_era = days + DAYS_TO_1970 - era * DAYS_PER_ERA;
	int64_t year =
		(of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) /
		365;
	int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
	int64_t m = (5 * of_year + 2) / 153;
	struct ch_civil c = {
		.year = year + era * 400 + (m >= 10),
		.month = (m + 2) % 12,
		.day = of_year - (153 * m + 2) / 5 + 1,
		.hour = rest / 3600,
		.minute = rest / 60 % 60,
		.second = rest % 60,
		.weekday = (int)(days + 4 - 7 * floor_div(days + 4, 7)),
	};

	return c;
}
