#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/mem.h"
#include "gitlayer/civil.h"
#include "gitlayer/range.h"
#include "tests/unit/git_oracle.h"

/* 2023-11-14 22:13:20, a Tuesday */
#define NOW 1700000000

static char *repo;

static int make_repo(void **state)
{
	(void)state;
	repo = scratch_repo();
	return 0;
}

static int drop_repo(void **state)
{
	(void)state;
	remove_repo(repo);
	return 0;
}

static int64_t ask_git(const char *text, int64_t now)
{
	char *out = run_in(repo,
		"GIT_TEST_DATE_NOW=%lld git rev-parse --since='%s'",
		(long long)now, text);
	int64_t when = -1;

	if (!strncmp(out, "--max-age=", 10))
		when = (int64_t)strtoull(out + 10, NULL, 10);
	free(out);
	return when;
}

static void same_as_git_at(const char *text, int64_t now)
{
	struct ch_err err = { 0 };
	int64_t when = 0, git = ask_git(text, now);

	if (ch_date_parse(text, now, &when, &err))
		fail_msg("%s", err.msg);
	if (when != git)
		fail_msg("'%s' is %lld, git says %lld", text, (long long)when,
			(long long)git);
}

static void all_as_git(const char *const *texts, size_t n)
{
	for (size_t i = 0; i < n; i++)
		same_as_git_at(texts[i], NOW);
}

static void a_date_with_a_time_is_a_point_in_time(void **state)
{
	static const char *const texts[] = { "2022-03-01T12:00:00Z",
		"2022-03-01T12:00:00", "2022-03-01T12:00",
		"2022-03-01 12:00 +0200", "2022-03-01 12:00:00 -0330",
		"2022-03-01T12:00:00+02:00", "2022-03-01T12:00:00.123Z",
		"20220301T120000Z", "2022-03-01 12:00 EST",
		"2022-03-01 12:00:05 CEST", "Tue, 1 Mar 2022 12:00:00 +0200",
		"Tue, 1 Mar 2022 12:00:00 +0200 (CEST)",
		"Tue Mar 1 12:00:00 2022 -0700", "Tue Mar  1 12:00:00 2022",
		"2022/03/01 12:00", "01.03.2022 12:00", "03/01/2022 12:00",
		"12:00 2022-03-01", "1 Mar 2022 3:30 PM", "2022-02-31 12:00",
		"2022-03-01 24:00", "2021-12-31 23:59:60",
		"2022-03-01 12:00 +05" };

	(void)state;
	all_as_git(texts, CH_ARRAY_LEN(texts));
}

/* ISO 8601 that git 2.39 passes over. */
static void the_hour_of_a_compact_date_may_stand_alone(void **state)
{
	static const char *const texts[] = { "20220301T1200", "20220301T12",
		"20220301T12Z" };

	(void)state;
	for (size_t i = 0; i < CH_ARRAY_LEN(texts); i++) {
		int64_t when = 0;

		assert_int_equal(ch_date_parse(texts[i], NOW, &when, NULL), 0);
		assert_true(when == 1646136000);
	}
}

static void seconds_since_1970_are_themselves(void **state)
{
	static const char *const texts[] = { "@1600000000", "1600000000",
		"@1600000000 +0200", "@5 +0000", "@0 +0000",
		"1600000000 +0200" };

	(void)state;
	all_as_git(texts, CH_ARRAY_LEN(texts));
}

static void a_date_alone_has_the_time_of_day_of_now(void **state)
{
	static const char *const texts[] = { "2024-03-01", "2022-03-01",
		"2022-3-1", "2022.03.01", "2022/03/01", "03/01/2022",
		"01.03.2022", "13/12/2022", "03/01/22", "1/3", "Mar 1 2022",
		"1 Mar 2022", "March 1st, 2022", "1 March", "Dec 3", "31 Feb",
		"Mar", "2021", "12", "2099-01-01" };

	(void)state;
	all_as_git(texts, CH_ARRAY_LEN(texts));
}

static void words_go_back_from_now(void **state)
{
	static const char *const texts[] = { "now", "yesterday", "noon",
		"midnight", "tea", "never", "noon yesterday", "yesterday noon",
		"noon today", "10am noon", "6am", "6pm", "6 PM", "12am",
		"12:30", "00:00", "6:30 yesterday", "yesterday 6:30",
		"1 second ago", "90 seconds ago", "5 minutes ago",
		"3 hours ago", "2 days ago", "3.days.ago", "3_days_ago",
		"2.weeks", "1 week", "2 weeks ago", "two weeks ago",
		"ten days ago", "1 month ago", "5 months ago", "12 months ago",
		"13 months ago", "25 months ago", "1 year ago", "4 years",
		"1 year 2 months ago", "1 year, 2 months and 3 days ago",
		"last week", "last month", "last year", "last monday",
		"last tuesday", "last wednesday", "last tue", "3 tuesdays ago",
		"3pm last monday", "noon 3 days ago", "3 days ago at noon",
		"20:15 Mar 3", "Sep 5 9:00", "last friday 15:00" };

	(void)state;
	all_as_git(texts, CH_ARRAY_LEN(texts));
}

static void the_end_of_a_month_and_leap_days_are_as_git_has_them(void **state)
{
	static const char *const texts[] = { "1 month ago", "6 months ago",
		"1 year ago", "4 years ago", "yesterday", "last sunday", "Feb",
		"Mar 1", "31", "noon", "tea" };
	/* 2024-02-29 09:00, 2023-03-31 23:59:59, 2024-01-01 00:00 */
	static const int64_t nows[] = { 1709197200, 1680307199, 1704067200 };

	(void)state;
	for (size_t i = 0; i < CH_ARRAY_LEN(nows); i++)
		for (size_t j = 0; j < CH_ARRAY_LEN(texts); j++)
			same_as_git_at(texts[j], nows[i]);
}

static void before_1970_is_negative(void **state)
{
	struct ch_err err = { 0 };
	int64_t when;

	(void)state;
	assert_int_equal(ch_date_parse("100 years ago", NOW, &when, &err), 0);
	assert_true(when == -1455760000);
}

static void what_git_does_not_understand_is_no_date(void **state)
{
	static const char *const texts[] = { "", " ", "garbage", "deadbeef",
		"v1.0", "HEAD", "HEAD~3", "origin/main", "main@{1}", "today",
		"monday", "next monday", "this week", "a week ago",
		"eleven days ago", "1 fortnight ago", "week", "ago",
		"2 weeks from now", "in 2 weeks", "20220301", "2022-13-45",
		"2022-W10", "2022-060", "1969-12-31", "1969-12-31T00:00:00Z",
		"1850-01-01 12:00", "99:99", "2022-03-01 25:00",
		"2022-03-01 12:00 +9999", "2022-03-01 12:00 yesterday",
		"5 yesterday", "2 weeks 5", "2 weeks foo", "0 days ago",
		"0005 days ago", "-5 days", "+5 days", "@5", "@", "@x",
		"99999999999999999999", "99999999999 days ago", "13/14/2022",
		"2022-03-01~1", "Mar1", "12:00 Foo", "yesterday?",
		"2 weeks ago; rm", "1e9", "0x10", "1.5 days ago",
		"\xc3\xa9t\xc3\xa9", "2022-03-01\n" };

	(void)state;
	for (size_t i = 0; i < CH_ARRAY_LEN(texts); i++) {
		struct ch_err err = { 0 };
		int64_t when = 77;

		if (ch_date_parse(texts[i], NOW, &when, &err) != CH_EUSAGE)
			fail_msg("'%s' is taken for %lld", texts[i],
				(long long)when);
		assert_int_equal(when, 77);
		assert_non_null(strstr(err.msg, "not a date"));
	}
}

static void the_calendar_goes_there_and_back(void **state)
{
	(void)state;
	for (int64_t s = -70000000000; s < 70000000000; s += 43199 * 997) {
		struct ch_civil c = ch_civil_from_s(s);

		assert_true(ch_civil_to_s(&c) == s);
		assert_in_range(c.month, 0, 11);
		assert_in_range(c.day, 1, 31);
		assert_in_range(c.hour, 0, 23);
	}
	assert_int_equal(ch_civil_from_s(0).weekday, 4);
	assert_int_equal(ch_civil_from_s(-1).weekday, 3);
	assert_int_equal(ch_civil_from_s(951782400).day, 29);
	assert_int_equal(ch_civil_from_s(951782400).month, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_date_with_a_time_is_a_point_in_time),
		cmocka_unit_test(the_hour_of_a_compact_date_may_stand_alone),
		cmocka_unit_test(seconds_since_1970_are_themselves),
		cmocka_unit_test(a_date_alone_has_the_time_of_day_of_now),
		cmocka_unit_test(words_go_back_from_now),
		cmocka_unit_test(
			the_end_of_a_month_and_leap_days_are_as_git_has_them),
		cmocka_unit_test(before_1970_is_negative),
		cmocka_unit_test(what_git_does_not_understand_is_no_date),
		cmocka_unit_test(the_calendar_goes_there_and_back),
	};

	return cmocka_run_group_tests(tests, make_repo, drop_repo);
}
