#include <string.h>

#include "base/mem.h"
#include "gitlayer/civil.h"
#include "gitlayer/range.h"

/*
 * git reads a date twice, and so do we: as a point in time with a date and a
 * time of day (ISO 8601, RFC 2822, mail and ctime forms), and, where that does
 * not give one, as a walk back from now, word by word.  git skips what it does
 * not know; here any word, number or sign that was skipped makes the text no
 * date at all.
 */

#define UNSET INT64_MIN
#define MAX_NUMBER 1000000000
#define FAR_S ((int64_t)100000000000000)

struct parser {
	const char *at;
	int64_t now_s;
	struct ch_civil t; /* fields may be UNSET */
	int64_t zone;	   /* minutes east of UTC, or UNSET */
	int64_t number;	   /* read and not yet used, or 0 */
	bool fixed_zone;   /* seconds since 1970 were given */
	bool touched;
	bool odd; /* something was not understood */
};

static const char *const months[] = { "January", "February", "March", "April",
	"May", "June", "July", "August", "September", "October", "November",
	"December" };
static const char *const weekdays[] = { "Sundays", "Mondays", "Tuesdays",
	"Wednesdays", "Thursdays", "Fridays", "Saturdays" };
static const char *const small_numbers[] = { "one", "two", "three", "four",
	"five", "six", "seven", "eight", "nine", "ten" };

/* Minutes east of UTC, summer time included. */
static const struct {
	const char *name;
	int minutes;
} zones[] = {
	{ "IDLW", -720 },
	{ "NT", -660 },
	{ "CAT", -600 },
	{ "HST", -600 },
	{ "HDT", -540 },
	{ "YST", -540 },
	{ "YDT", -480 },
	{ "PST", -480 },
	{ "PDT", -420 },
	{ "MST", -420 },
	{ "MDT", -360 },
	{ "CST", -360 },
	{ "CDT", -300 },
	{ "EST", -300 },
	{ "EDT", -240 },
	{ "AST", -180 },
	{ "ADT", -120 },
	{ "WAT", -60 },
	{ "GMT", 0 },
	{ "UTC", 0 },
	{ "Z", 0 },
	{ "WET", 0 },
	{ "BST", 60 },
	{ "CET", 60 },
	{ "MET", 60 },
	{ "MEWT", 60 },
	{ "MEST", 120 },
	{ "CEST", 120 },
	{ "MESZ", 120 },
	{ "FWT", 60 },
	{ "FST", 120 },
	{ "EET", 120 },
	{ "EEST", 180 },
	{ "WAST", 420 },
	{ "WADT", 480 },
	{ "CCT", 480 },
	{ "JST", 540 },
	{ "EAST", 600 },
	{ "EADT", 660 },
	{ "GST", 600 },
	{ "NZT", 720 },
	{ "NZST", 720 },
	{ "NZDT", 780 },
	{ "IDLE", 720 },
};

/* The letters at 'at'; empty where a digit follows them directly. */
static struct ch_str word_at(const char *at)
{
	size_t n = 0;

	while (ch_is_letter(at[n]))
		n++;
	return ch_str_n(at, n);
}

/* Is 'word' the first 'least' or more letters of 'name'? */
static bool is_short_for(struct ch_str word, const char *name, size_t least)
{
	return word.len && word.len >= least && word.len <= strlen(name) &&
	       !ch_str_casecmp(word, ch_str_n(name, word.len));
}

static bool is_word(struct ch_str word, const char *name)
{
	return is_short_for(word, name, strlen(name));
}

/* Decimal digits; too large a number sticks at MAX_NUMBER * 100. */
static int64_t take_number(const char **at)
{
	int64_t n = 0;

	for (; ch_is_digit(**at); (*at)++)
		if (n < (int64_t)MAX_NUMBER * 100)
			n = n * 10 + (**at - '0');
	return n;
}

static bool set_time(struct parser *p, int64_t h, int64_t m, int64_t s)
{
	if (h > 24 || m >= 60 || s > 60)
		return false;
	p->t.hour = h;
	p->t.minute = m;
	p->t.second = s;
	return true;
}

/*
 * A year is written in full (1970 to 2099) or as two digits (71 to 99, 0 to
 * 37); UNSET stands for this year.  'past' refuses what is more than ten days
 * ahead: such a reading of ambiguous digits is the wrong one.
 */
static bool set_date(
	struct parser *p, int64_t year, int64_t month, int64_t day, bool past)
{
	struct ch_civil t = p->t;

	if (month < 1 || month > 12 || day < 1 || day > 31)
		return false;
	if (year == UNSET && !past)
		return false;
	if (year == UNSET)
		t.year = ch_civil_from_s(p->now_s).year;
	else if (year >= 1970 && year < 2100)
		t.year = year;
	else if (year > 70 && year < 100)
		t.year = year + 1900;
	else if (year < 38)
		t.year = year + 2000;
	else
		return false;
	t.month = month - 1;
	t.day = day;
	if (past && t.hour != UNSET && t.minute != UNSET && t.second != UNSET &&
		ch_civil_to_s(&t) > p->now_s + 10 * 86400)
		return false;
	if (year == UNSET)
		t.year = p->t.year;
	p->t = t;
	return true;
}

/* a-b-c, a/b/c, a.b.c in the orders people write them; c may be UNSET. */
static bool set_numbers(
	struct parser *p, char sep, int64_t a, int64_t b, int64_t c)
{
	if (a > 70 &&
		(set_date(p, a, b, c, false) || set_date(p, a, c, b, false)))
		return true;
	/* 12/31/99 before 31/12/99, but 31.12.99 before 12.31.99 */
	if (sep != '.' && set_date(p, c, a, b, true))
		return true;
	if (set_date(p, c, b, a, true))
		return true;
	return sep == '.' && set_date(p, c, a, b, true);
}

static bool has_date(const struct parser *p)
{
	return p->t.year != UNSET && p->t.month != UNSET && p->t.day != UNSET;
}

/* No field of a date and no time of day yet. */
static bool has_nothing(const struct parser *p)
{
	return p->t.year == UNSET && p->t.month == UNSET && p->t.day == UNSET &&
	       p->t.hour == UNSET && p->t.minute == UNSET &&
	       p->t.second == UNSET;
}

/*
 * "12:30:15", "2024-03-01" and the like, 'first' being already read and 'end'
 * at the sign after it.  Moves p->at past it; false when it is none.
 */
static bool take_numbers(struct parser *p, int64_t first, const char *end)
{
	char sep = *end++;
	int64_t second = take_number(&end), third = UNSET;

	if (*end == sep && ch_is_digit(end[1])) {
		end++;
		third = take_number(&end);
	}
	if (sep == ':') {
		if (!set_time(p, first, second, third == UNSET ? 0 : third))
			return false;
		/* A fraction of a second is dropped, as by git. */
		if (*end == '.' && ch_is_digit(end[1]) && has_date(p)) {
			end++;
			take_number(&end);
		}
	} else if (!set_numbers(p, sep, first, second, third)) {
		return false;
	}
	p->at = end;
	return true;
}

static bool starts_numbers(const char *end)
{
	return (*end == ':' || *end == '.' || *end == '/' || *end == '-') &&
	       ch_is_digit(end[1]);
}

/* "+0200", "+02:00", "-03" */
static void take_zone(struct parser *p)
{
	const char *start = p->at + 1, *end = start;
	int64_t hours = take_number(&end), minutes = 0;

	if (end - start == 4) {
		minutes = hours % 100;
		hours /= 100;
	} else if (end - start != 2) {
		p->odd = true;
	} else if (*end == ':') {
		end++;
		minutes = take_number(&end);
		p->odd |= end - start != 5;
	}
	p->odd |= minutes >= 60 || hours >= 24;
	p->zone = (hours * 60 + minutes) * (*p->at == '-' ? -1 : 1);
	p->at = end;
}

/* Eight digits are a date, six a time of day. */
static void take_compact(struct parser *p, int64_t n, size_t ndigits)
{
	int64_t a = n / 10000, b = n / 100 % 100, c = n % 100;

	if (ndigits == 8) {
		p->odd |= !set_date(p, a, b, c, false);
		return;
	}
	p->odd |= !set_time(p, a, b, c);
	if (*p->at == '.' && ch_is_digit(p->at[1])) {
		p->at++;
		take_number(&p->at);
	}
}

/* One or two digits: day, then year, then month, as far as they are free. */
static void take_small(struct parser *p, int64_t n, size_t ndigits)
{
	if (n > 0 && n < 32 && p->t.day == UNSET)
		p->t.day = n;
	else if (ndigits == 2 && p->t.year == UNSET && n < 10 &&
		 p->t.day != UNSET)
		p->t.year = n + 2000;
	else if (ndigits == 2 && p->t.year == UNSET && n >= 70)
		p->t.year = n + 1900;
	else if (n > 0 && n < 13 && p->t.month == UNSET)
		p->t.month = n - 1;
	else
		p->odd = true;
}

/* After the T of ISO 8601: "12" or "1230". */
static bool take_iso_hours(struct parser *p, int64_t n, size_t ndigits)
{
	bool after_t =
		p->t.hour == UNSET && p->t.minute == 0 && p->t.second == 0;

	if (!after_t)
		return false;
	if (ndigits == 4 && set_time(p, n / 100, n % 100, 0))
		return true;
	if (ndigits == 2 && set_time(p, n, 0, 0))
		return true;
	p->odd = true;
	return true;
}

static void take_exact_digits(struct parser *p)
{
	const char *start = p->at, *end = start;
	int64_t n = take_number(&end);
	size_t ndigits = (size_t)(end - start);

	if (n >= 100000000 && has_nothing(p)) {
		p->odd |= n >= (int64_t)MAX_NUMBER * 100;
		p->t = ch_civil_from_s(n);
		p->fixed_zone = true;
		p->at = end;
		return;
	}
	if (starts_numbers(end)) {
		if (!take_numbers(p, n, end)) {
			p->odd = true;
			p->at = end;
		}
		return;
	}
	p->at = end;
	if (ndigits == 8 || ndigits == 6)
		take_compact(p, n, ndigits);
	else if (take_iso_hours(p, n, ndigits))
		return;
	else if (ndigits == 4 && n <= 1400 && p->zone == UNSET)
		p->zone = n / 100 * 60 + n % 100;
	else if (ndigits == 4 && n > 1900 && n < 2100)
		p->t.year = n;
	else if (ndigits <= 2)
		take_small(p, n, ndigits);
	else
		p->odd = true;
}

static int find_name(
	struct ch_str word, const char *const *names, size_t n, size_t least)
{
	for (size_t i = 0; i < n; i++)
		if (is_short_for(word, names[i], least))
			return (int)i;
	return -1;
}

static bool take_zone_name(struct parser *p, struct ch_str word)
{
	for (size_t i = 0; i < CH_ARRAY_LEN(zones); i++) {
		if (!is_word(word, zones[i].name))
			continue;
		if (p->zone == UNSET)
			p->zone = zones[i].minutes;
		return true;
	}
	return false;
}

static void take_exact_word(struct parser *p)
{
	struct ch_str word = word_at(p->at);
	bool before_digit = ch_is_digit(p->at[word.len]);
	int i;

	if (*p->at == 'T' && word.len == 1 && before_digit &&
		p->t.hour == UNSET) {
		p->t.minute = p->t.second = 0;
		p->at++;
		return;
	}
	p->at += word.len;
	if (before_digit) {
		p->odd = true;
	} else if ((i = find_name(word, months, 12, 3)) >= 0) {
		p->t.month = i;
	} else if (find_name(word, weekdays, 7, 3) >= 0) {
		return; /* it says nothing that the date does not */
	} else if (take_zone_name(p, word)) {
		return;
	} else if (is_word(word, "PM") && p->t.hour != UNSET) {
		p->t.hour = p->t.hour % 12 + 12;
	} else if (is_word(word, "AM") && p->t.hour != UNSET) {
		p->t.hour = p->t.hour % 12;
	} else {
		p->odd = true;
	}
}

/* Signs that part words; a '-' must stand behind something. */
static void take_sign(struct parser *p, const char *text)
{
	char c = *p->at;
	bool first = p->at == text || p->at[-1] == ' ';

	if (!strchr(" \t,.:/-_()", c) || (c == '-' && first))
		p->odd = true;
	p->at++;
}

/* "1700000000 +0200" after an @: any number of seconds. */
static bool take_stamp(struct parser *p)
{
	const char *at = p->at;
	int64_t n;

	if (!ch_is_digit(*at))
		return false;
	n = take_number(&at);
	if (*at != ' ' || (at[1] != '+' && at[1] != '-') ||
		n >= (int64_t)MAX_NUMBER * 100)
		return false;
	for (int i = 2; i < 6; i++)
		if (!ch_is_digit(at[i]))
			return false;
	if (at[6])
		return false;
	p->t = ch_civil_from_s(n);
	return true;
}

/* True when the text holds a date and a time of day; p->odd as well. */
static bool parse_exact(struct parser *p, const char *text, int64_t *when_s)
{
	const struct ch_civil unset = { .year = UNSET,
		.month = UNSET,
		.day = UNSET,
		.hour = UNSET,
		.minute = UNSET,
		.second = UNSET };

	p->at = text;
	p->t = unset;
	p->zone = UNSET;
	if (*p->at == '@') {
		p->at++;
		if (take_stamp(p)) {
			*when_s = ch_civil_to_s(&p->t);
			return true;
		}
	}
	while (*p->at) {
		if (ch_is_letter(*p->at))
			take_exact_word(p);
		else if (ch_is_digit(*p->at))
			take_exact_digits(p);
		else if ((*p->at == '-' || *p->at == '+') &&
			 ch_is_digit(p->at[1]) && p->t.hour != UNSET)
			take_zone(p);
		else
			take_sign(p, text);
	}
	if (!has_date(p) || p->t.hour == UNSET || p->t.minute == UNSET ||
		p->t.second == UNSET)
		return false;
	*when_s = ch_civil_to_s(&p->t);
	if (p->zone != UNSET && !p->fixed_zone)
		*when_s -= p->zone * 60;
	return true;
}

/*
 * Fill in what is not said from now, then go back.  Farther than three million
 * years is no date, and sums could overflow.
 */
static void go_back(struct parser *p, int64_t seconds)
{
	struct ch_civil now = ch_civil_from_s(p->now_s);
	int64_t when;

	if (p->t.day == UNSET)
		p->t.day = now.day;
	if (p->t.month == UNSET)
		p->t.month = now.month;
	if (p->t.year == UNSET)
		p->t.year = now.year - (p->t.month > now.month);
	when = ch_civil_to_s(&p->t) - seconds;
	if (when > FAR_S || when < -FAR_S) {
		p->odd = true;
		when = p->now_s;
	}
	p->t = ch_civil_from_s(when);
}

/* A number that no word claimed is a day, a month or a year. */
static void settle_number(struct parser *p)
{
	int64_t n = p->number;

	p->number = 0;
	if (!n)
		return;
	if (p->t.day == UNSET && n < 32)
		p->t.day = n;
	else if (p->t.month == UNSET && n < 13)
		p->t.month = n - 1;
	else if (p->t.year == UNSET && n > 1969 && n < 2100)
		p->t.year = n;
	else if (p->t.year == UNSET && n > 69 && n < 100)
		p->t.year = n + 1900;
	else if (p->t.year == UNSET && n < 38)
		p->t.year = n + 2000;
	else
		p->odd = true;
}

static void take_digits(struct parser *p)
{
	const char *end = p->at;
	int64_t n;

	settle_number(p);
	p->touched = true;
	n = take_number(&end);
	if (starts_numbers(end)) {
		if (take_numbers(p, n, end))
			return;
		p->odd = true;
	}
	/* "02" is a number and "0002" is none. */
	if (n > MAX_NUMBER || !n || (*p->at == '0' && end - p->at > 2))
		p->odd = true;
	p->number = n;
	p->at = end;
}

/* The last time it was that hour. */
static void go_to_hour(struct parser *p, int64_t hour)
{
	settle_number(p);
	if (p->t.hour < hour)
		go_back(p, 86400);
	p->t.hour = hour;
	p->t.minute = p->t.second = 0;
}

static void half_day(struct parser *p, int64_t hours)
{
	if (p->number) {
		p->t.hour = p->number;
		p->t.minute = p->t.second = 0;
	}
	p->number = 0;
	p->t.hour = p->t.hour % 12 + hours;
}

/* Words that stand alone. */
static bool take_special(struct parser *p, struct ch_str word)
{
	if (is_word(word, "yesterday") || is_word(word, "now")) {
		p->odd |= p->number != 0;
		p->number = 0;
		go_back(p, is_word(word, "now") ? 0 : 86400);
	} else if (is_word(word, "midnight")) {
		go_to_hour(p, 0);
	} else if (is_word(word, "noon")) {
		go_to_hour(p, 12);
	} else if (is_word(word, "tea")) {
		go_to_hour(p, 17);
	} else if (is_word(word, "PM")) {
		half_day(p, 12);
	} else if (is_word(word, "AM")) {
		half_day(p, 0);
	} else if (is_word(word, "never")) {
		p->odd |= p->number != 0;
		p->number = 0;
		p->t = ch_civil_from_s(0);
	} else {
		return false;
	}
	return true;
}

static void go_to_weekday(struct parser *p, int weekday)
{
	int64_t weeks = p->number - 1;
	int64_t days = p->t.weekday - weekday;

	if (days <= 0)
		weeks++;
	p->number = 0;
	go_back(p, (days + 7 * weeks) * 86400);
}

/* "2 weeks", "3 Mondays", "5 months": p->number of them. */
static bool take_unit(struct parser *p, struct ch_str word)
{
	static const struct {
		const char *name;
		int64_t seconds;
	} units[] = { { "seconds", 1 }, { "minutes", 60 }, { "hours", 3600 },
		{ "days", 86400 }, { "weeks", 604800 } };
	int64_t n = p->number;
	int i;

	for (size_t u = 0; u < CH_ARRAY_LEN(units); u++)
		if (is_short_for(
			    word, units[u].name, strlen(units[u].name) - 1)) {
			go_back(p, units[u].seconds * n);
			p->number = 0;
			return true;
		}
	i = find_name(word, weekdays, 7, 3);
	if (i >= 0) {
		go_to_weekday(p, i);
		return true;
	}
	if (!is_short_for(word, "months", 5) && !is_short_for(word, "years", 4))
		return false;
	go_back(p, 0);
	p->t.month -= is_short_for(word, "months", 5) ? n : 0;
	p->t.year -= is_short_for(word, "years", 4) ? n : 0;
	/* Years and months in range; a day that is not there moves on. */
	while (p->t.month < 0) {
		int64_t years = (11 - p->t.month) / 12;

		p->t.month += 12 * years;
		p->t.year -= years;
	}
	p->number = 0;
	return true;
}

/* What people say and git passes over without harm. */
static bool is_filler(const struct parser *p, struct ch_str word, char before)
{
	static const char *const words[] = { "ago", "and", "at", "of", "on",
		"the", "today" };
	static const char *const endings[] = { "st", "nd", "rd", "th" };

	if (p->number && ch_is_digit(before)) {
		for (size_t i = 0; i < CH_ARRAY_LEN(endings); i++)
			if (is_word(word, endings[i]))
				return true;
		return false;
	}
	for (size_t i = 0; i < CH_ARRAY_LEN(words); i++)
		if (is_word(word, words[i]))
			return true;
	return false;
}

static void take_word(struct parser *p, const char *text)
{
	char before = p->at > text ? p->at[-1] : ' ';
	struct ch_str word = word_at(p->at);
	int month = find_name(word, months, 12, 3);
	int small = -1;

	p->at += word.len;
	if (!p->number)
		for (int i = 0; i < 10; i++)
			if (is_word(word, small_numbers[i]))
				small = i + 1;
	if (!p->number && is_word(word, "last"))
		small = 1;
	if (ch_is_digit(*p->at))
		p->odd = true;
	else if (month >= 0)
		p->t.month = month;
	else if (take_special(p, word))
		;
	else if (small > 0)
		p->number = small;
	else if (p->number && take_unit(p, word))
		;
	else {
		p->odd |= !is_filler(p, word, before);
		return;
	}
	p->touched = true;
}

static void parse_relative(struct parser *p, const char *text)
{
	p->at = text;
	p->t = ch_civil_from_s(p->now_s);
	p->t.year = p->t.month = p->t.day = UNSET;
	while (*p->at) {
		if (ch_is_digit(*p->at))
			take_digits(p);
		else if (ch_is_letter(*p->at))
			take_word(p, text);
		else
			take_sign(p, text);
	}
	settle_number(p);
	go_back(p, 0);
}

int ch_date_parse(
	const char *text, int64_t now_s, int64_t *when_s, struct ch_err *err)
{
	struct parser exact = { .now_s = now_s };
	struct parser relative = { .now_s = now_s };
	int64_t when = 0;
	bool ok;

	if (parse_exact(&exact, text, &when)) {
		ok = !exact.odd;
	} else {
		parse_relative(&relative, text);
		when = ch_civil_to_s(&relative.t);
		ok = relative.touched && !relative.odd;
	}
	if (!ok)
		return ch_fail(err, CH_EUSAGE,
			"%s: not a date; write 2024-03-01 or \"2 weeks ago\"",
			text);
	*when_s = when;
	return 0;
}
