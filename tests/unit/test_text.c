#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/text.h"

typedef void text_fn(struct ch_buf *out, struct ch_str s);

static void gives(text_fn *f, struct ch_str in, const char *expected)
{
	struct ch_buf out = { 0 };

	f(&out, in);
	assert_string_equal(ch_buf_z(&out), expected);
	ch_buf_release(&out);
}

static void only_shortest_forms_of_real_characters_are_utf8(void **state)
{
	(void)state;
	assert_true(ch_utf8_valid(CH_STR("")));
	assert_true(ch_utf8_valid(CH_STR("a\0\xc3\xa9\xe2\x82\xac\xf0\x9f"
					 "\x98\x80")));
	assert_true(ch_utf8_valid(CH_STR("\xf4\x8f\xbf\xbf")));
	assert_false(ch_utf8_valid(CH_STR("\xc0\xaf")));
	assert_false(ch_utf8_valid(CH_STR("\xe0\x80\xaf")));
	assert_false(ch_utf8_valid(CH_STR("\xed\xa0\x80")));
	assert_false(ch_utf8_valid(CH_STR("\xf4\x90\x80\x80")));
	assert_false(ch_utf8_valid(CH_STR("\xe2\x82")));
	assert_false(ch_utf8_valid(CH_STR("\x80")));
	assert_false(ch_utf8_valid(CH_STR("\xff")));
}

static void a_bad_byte_is_passed_alone(void **state)
{
	struct ch_str s = CH_STR("\xe2\x82g");
	size_t at = 0;

	(void)state;
	assert_int_equal(ch_utf8_next(s, &at), CH_UTF8_BAD);
	assert_int_equal(at, 1);
	gives(ch_text_utf8, s, "\xef\xbf\xbd\xef\xbf\xbdg");
}

static void every_code_point_survives_a_round_trip(void **state)
{
	struct ch_buf out = { 0 };

	(void)state;
	for (uint32_t p = 0; p <= 0x10ffff; p += p < 0x3000 ? 1 : 97) {
		size_t at = 0;

		if (p >= 0xd800 && p < 0xe000)
			continue;
		ch_buf_clear(&out);
		ch_utf8_add(&out, p);
		assert_int_equal(ch_utf8_next(ch_buf_str(&out), &at), p);
		assert_int_equal(at, out.len);
	}
	ch_buf_release(&out);
}

static void paths_are_quoted_as_git_does(void **state)
{
	(void)state;
	gives(ch_text_path, CH_STR("src/a b.c"), "src/a b.c");
	gives(ch_text_path, CH_STR("\xc3\xa9/\xe6\x97\xa5"),
		"\xc3\xa9/\xe6\x97\xa5");
	gives(ch_text_path, CH_STR("a\"b\\c"), "\"a\\\"b\\\\c\"");
	gives(ch_text_path, CH_STR("\a\b\t\n\v\f\r\x01\x7f"),
		"\"\\a\\b\\t\\n\\v\\f\\r\\001\\177\"");
}

static void paths_that_could_deceive_are_escaped_too(void **state)
{
	(void)state;
	gives(ch_text_path, CH_STR("a\xffz"), "\"a\\377z\"");
	gives(ch_text_path, CH_STR("a\xe2\x80\xaez"), "\"a\\342\\200\\256z\"");
	gives(ch_text_path, CH_STR("a\xc2\x9bz"), "\"a\\302\\233z\"");
}

static void controls_are_shown_and_not_sent(void **state)
{
	(void)state;
	gives(ch_text_escape, CH_STR("a\tb\nc\x1b[m\x7f"),
		"a\tb\nc\\x1b[m\\x7f");
	gives(ch_text_escape, CH_STR("\xc2\x9b\xe2\x80\xae\xe2\x81\xa6\xfe"),
		"\\u009b\\u202e\\u2066\\xfe");
	gives(ch_text_escape_line, CH_STR("a\tb\nc"), "a\\tb\\nc");
}

static void odd_bytes_of_a_path_are_percent_encoded(void **state)
{
	(void)state;
	gives(ch_text_percent, CH_STR("a/\xff%\xc3\xa9"), "a/%FF%25\xc3\xa9");
}

static void widths_are_terminal_columns(void **state)
{
	(void)state;
	assert_int_equal(ch_text_width(CH_STR("abc")), 3);
	assert_int_equal(ch_text_width(CH_STR("\xe6\x97\xa5\xe6\x9c\xac")), 4);
	assert_int_equal(ch_text_width(CH_STR("e\xcc\x81")), 1);
	assert_int_equal(ch_text_width(CH_STR("\xf0\x9f\x98\x80")), 2);
	assert_int_equal(ch_text_width(CH_STR("\xc3\xa9")), 1);
}

static void the_middle_of_a_long_path_is_left_out(void **state)
{
	struct ch_str path = CH_STR("src/very/long/way/to/the/file.c");
	struct ch_buf out = { 0 };

	(void)state;
	ch_text_elide(&out, path, 31);
	assert_string_equal(out.ptr, path.ptr);
	for (size_t width = 4; width < 31; width++) {
		ch_buf_clear(&out);
		ch_text_elide(&out, path, width);
		assert_int_equal(ch_text_width(ch_buf_str(&out)), width);
		assert_non_null(strstr(out.ptr, "..."));
	}
	assert_true(ch_str_ends(ch_buf_str(&out), "the/file.c"));
	ch_buf_clear(&out);
	ch_text_elide(&out,
		CH_STR("\xe6\x97\xa5\xe6\x97\xa5\xe6\x97\xa5\xe6"
		       "\x97\xa5"),
		6);
	assert_true(ch_utf8_valid(ch_buf_str(&out)));
	assert_true(ch_text_width(ch_buf_str(&out)) <= 6);
	ch_buf_release(&out);
}

static void long_lines_break_at_spaces(void **state)
{
	struct ch_buf out = { 0 };

	(void)state;
	ch_text_wrap(&out, CH_STR("one two three\nfour"), 2, 10);
	assert_string_equal(out.ptr, "  one two\n  three\n  four\n");
	ch_buf_release(&out);
}

static void roff_takes_no_line_for_a_request(void **state)
{
	(void)state;
	gives(ch_text_roff, CH_STR(".so x\n'a --b\\c"),
		"\\&.so x\n\\&'a \\-\\-b\\ec");
}

static void big_numbers_have_separators(void **state)
{
	static const struct {
		int64_t n;
		const char *text;
	} cases[] = {
		{ 0, "0" },
		{ 999, "999" },
		{ 1000, "1,000" },
		{ -1000, "-1,000" },
		{ -100, "-100" },
		{ 1234567, "1,234,567" },
		{ INT64_MIN, "-9,223,372,036,854,775,808" },
	};
	struct ch_buf out = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ch_buf_clear(&out);
		ch_text_int(&out, cases[i].n);
		assert_string_equal(out.ptr, cases[i].text);
	}
	ch_buf_release(&out);
}

static void bytes_and_durations_are_rounded_for_people(void **state)
{
	struct ch_buf out = { 0 };

	(void)state;
	ch_text_bytes(&out, 1023);
	ch_buf_add_char(&out, '|');
	ch_text_bytes(&out, 1536);
	ch_buf_add_char(&out, '|');
	ch_text_bytes(&out, (int64_t)5 << 30);
	assert_string_equal(out.ptr, "1023 B|1.5 KiB|5.0 GiB");
	ch_buf_clear(&out);
	ch_text_duration(&out, 0.254);
	ch_buf_add_char(&out, '|');
	ch_text_duration(&out, 12.4);
	ch_buf_add_char(&out, '|');
	ch_text_duration(&out, 59.9);
	ch_buf_add_char(&out, '|');
	ch_text_duration(&out, 8040);
	ch_buf_add_char(&out, '|');
	ch_text_duration(&out, -1);
	assert_string_equal(out.ptr, "0.25 s|12 s|1 min 00 s|2 h 14 min|-");
	ch_buf_release(&out);
}

static void times_are_rfc_3339_within_its_years(void **state)
{
	struct ch_buf out = { 0 };

	(void)state;
	assert_true(ch_text_time(&out, 1709294400));
	assert_string_equal(out.ptr, "2024-03-01T12:00:00Z");
	ch_buf_clear(&out);
	assert_true(ch_text_date(&out, -62135596800));
	assert_string_equal(out.ptr, "0001-01-01");
	assert_false(ch_text_time(&out, 253402300800));
	assert_false(ch_text_time(&out, INT64_MAX));
	ch_buf_release(&out);
}

static void every_day_follows_the_one_before(void **state)
{
	struct ch_buf day = { 0 };
	struct ch_buf next = { 0 };

	(void)state;
	for (int64_t d = -719528; d <= 2932896; d++) {
		ch_buf_clear(&next);
		assert_true(ch_text_date(&next, d * 86400 + 86399));
		assert_int_equal(next.len, 10);
		if (day.len)
			assert_true(strcmp(day.ptr, next.ptr) < 0);
		ch_buf_clear(&day);
		ch_buf_add_str(&day, ch_buf_str(&next));
	}
	assert_string_equal(day.ptr, "9999-12-31");
	ch_buf_clear(&day);
	assert_true(ch_text_time(&day, -1));
	assert_string_equal(day.ptr, "1969-12-31T23:59:59Z");
	ch_buf_release(&day);
	ch_buf_release(&next);
}

static void reals_read_back_as_themselves(void **state)
{
	static const double values[] = { 0, 0.1, 1, 1e300, 1.0 / 3, -2.5,
		123456789, 0.30000000000000004 };
	struct ch_buf out = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		ch_buf_clear(&out);
		ch_text_real(&out, values[i]);
		assert_true(strtod(out.ptr, NULL) == values[i]);
		assert_non_null(strpbrk(out.ptr, ".e"));
	}
	ch_buf_clear(&out);
	ch_text_real(&out, 0.1);
	assert_string_equal(out.ptr, "0.1");
	ch_buf_release(&out);
}

static size_t distance(const char *a, const char *b)
{
	return ch_text_distance(ch_str_z(a), ch_str_z(b));
}

static void typing_errors_are_near(void **state)
{
	(void)state;
	assert_int_equal(distance("budget", "budget"), 0);
	assert_int_equal(distance("bugdet", "budget"), 1);
	assert_int_equal(distance("budge", "budget"), 1);
	assert_int_equal(distance("kitten", "sitting"), 3);
	assert_int_equal(distance("", "abc"), 3);
	assert_true(ch_text_is_near(CH_STR("bugdet"), 1));
	assert_false(ch_text_is_near(CH_STR("kitten"), 3));
	assert_false(ch_text_is_near(CH_STR("a"), 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			only_shortest_forms_of_real_characters_are_utf8),
		cmocka_unit_test(a_bad_byte_is_passed_alone),
		cmocka_unit_test(every_code_point_survives_a_round_trip),
		cmocka_unit_test(paths_are_quoted_as_git_does),
		cmocka_unit_test(paths_that_could_deceive_are_escaped_too),
		cmocka_unit_test(controls_are_shown_and_not_sent),
		cmocka_unit_test(odd_bytes_of_a_path_are_percent_encoded),
		cmocka_unit_test(widths_are_terminal_columns),
		cmocka_unit_test(the_middle_of_a_long_path_is_left_out),
		cmocka_unit_test(long_lines_break_at_spaces),
		cmocka_unit_test(roff_takes_no_line_for_a_request),
		cmocka_unit_test(big_numbers_have_separators),
		cmocka_unit_test(bytes_and_durations_are_rounded_for_people),
		cmocka_unit_test(times_are_rfc_3339_within_its_years),
		cmocka_unit_test(every_day_follows_the_one_before),
		cmocka_unit_test(reals_read_back_as_themselves),
		cmocka_unit_test(typing_errors_are_near),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
