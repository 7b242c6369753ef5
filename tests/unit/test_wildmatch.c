#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/mem.h"
#include "gitlayer/wildmatch.h"

static bool match(const char *pattern, const char *text, unsigned flags)
{
	struct ch_wild *w = ch_wild_new(ch_str_z(pattern), flags);
	bool is = ch_wild_matches(w, ch_str_z(text));

	ch_wild_free(w);
	return is;
}

#define PATH CH_WILD_PATHNAME
#define FOLD CH_WILD_ICASE

static void stars_cross_slashes_only_without_pathname(void **state)
{
	(void)state;
	assert_true(match("*.c", "a/b.c", 0));
	assert_false(match("*.c", "a/b.c", PATH));
	assert_true(match("a*c", "a/b/c", 0));
	assert_false(match("a?c", "a/c", PATH));
	assert_true(match("a?c", "a/c", 0));
	assert_false(match("a[/]c", "a/c", PATH));
	assert_true(match("a[/]c", "a/c", 0));
	assert_true(match("foo/*", "foo/", PATH));
	assert_true(match("", "", PATH));
	assert_false(match("", "a", 0));
}

static void two_stars_are_any_directories(void **state)
{
	(void)state;
	assert_true(match("**/a", "a", PATH));
	assert_true(match("**/a", "x/y/a", PATH));
	assert_false(match("**/a", "xa", PATH));
	assert_true(match("x/**/a", "x/a", PATH));
	assert_true(match("x/**/a", "x/1/2/a", PATH));
	assert_false(match("x/**/a", "xy/a", PATH));
	assert_true(match("x/**", "x/1/2", PATH));
	assert_false(match("x/**", "x", PATH));
	assert_true(match("x/**/", "x/", PATH));
	assert_false(match("a**b", "a/b", PATH));
	assert_true(match("a**b", "axxb", PATH));
	assert_true(match("**\\/a", "x/y/a", PATH));
	assert_false(match("**\\/a", "a", PATH));
}

static void sets_hold_ranges_classes_and_their_first_bracket(void **state)
{
	(void)state;
	assert_true(match("[a-c]", "b", 0));
	assert_false(match("[!a-c]", "b", 0));
	assert_true(match("[^a-c]", "d", 0));
	assert_true(match("[]a]", "]", 0));
	assert_true(match("[!]a]", "b", 0));
	assert_true(match("[a-]", "-", 0));
	assert_true(match("[a-c-e]", "-", 0));
	assert_false(match("[a-c-e]", "d", 0));
	assert_true(match("[[:digit:]x]", "7", 0));
	assert_true(match("[[:digit:]x]", "x", 0));
	assert_true(match("[\\]]", "]", 0));
	assert_true(match("[\\a-\\c]", "b", 0));
	assert_true(match("[[:]", ":", 0));
	assert_true(match("[[-]", "[", 0));
}

static void a_malformed_pattern_matches_nothing(void **state)
{
	static const char *const patterns[] = { "[", "[a", "[a-", "[]", "[!",
		"[!]", "[[:foo:]]", "[[:alpha:]", "[\\", "a\\" };

	(void)state;
	for (size_t i = 0; i < CH_ARRAY_LEN(patterns); i++) {
		assert_false(match(patterns[i], "a", 0));
		assert_false(match(patterns[i], patterns[i], 0));
	}
}

static void folding_leaves_escapes_and_single_members_alone(void **state)
{
	(void)state;
	assert_true(match("aBc*", "AbCd", FOLD));
	assert_true(match("[A-C]", "b", FOLD));
	assert_true(match("[a-c]", "B", FOLD));
	assert_true(match("[[:upper:]]", "b", FOLD));
	assert_false(match("[[:upper:]]", "b", 0));
	/* git folds the text first, and compares these as they stand. */
	assert_false(match("\\A", "a", FOLD));
	assert_false(match("[A]", "A", FOLD));
	assert_true(match("[a]", "A", FOLD));
}

static void an_escape_takes_the_next_byte_as_it_is(void **state)
{
	(void)state;
	assert_true(match("\\*", "*", 0));
	assert_false(match("\\*", "a", 0));
	assert_true(match("\\\\", "\\", 0));
	assert_true(match("a\\?", "a?", 0));
	assert_int_equal(ch_wild_literal_len(CH_STR("ab\\*")), 2);
	assert_int_equal(ch_wild_literal_len(CH_STR("abc")), 3);
	assert_int_equal(ch_wild_literal_len(CH_STR("[a]")), 0);
}

static void long_patterns_need_more_than_a_few_words(void **state)
{
	char pattern[2001], text[1001];

	(void)state;
	for (size_t i = 0; i < 1000; i++) {
		pattern[2 * i] = '?';
		pattern[2 * i + 1] = '*';
		text[i] = (char)('a' + i % 26);
	}
	pattern[2000] = '\0';
	text[1000] = '\0';
	assert_true(match(pattern, text, PATH));
	text[999] = '\0';
	assert_false(match(pattern, text, PATH));
}

/* A backtracking matcher would not come back from these. */
static void many_stars_stay_cheap(void **state)
{
	struct ch_buf pattern = { 0 };
	char text[4001];
	clock_t start = clock();

	(void)state;
	for (int i = 0; i < 40; i++)
		ch_buf_add_z(&pattern, i % 3 ? "a*" : "**/a*");
	ch_buf_add_z(&pattern, "b");
	memset(text, 'a', sizeof(text));
	for (size_t i = 7; i < sizeof(text); i += 50)
		text[i] = '/';
	text[4000] = '\0';
	assert_false(match(pattern.ptr, text, PATH));
	text[3999] = 'b';
	match(pattern.ptr, text, PATH);
	ch_buf_release(&pattern);
	assert_true(clock() - start < 10 * CLOCKS_PER_SEC);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stars_cross_slashes_only_without_pathname),
		cmocka_unit_test(two_stars_are_any_directories),
		cmocka_unit_test(
			sets_hold_ranges_classes_and_their_first_bracket),
		cmocka_unit_test(a_malformed_pattern_matches_nothing),
		cmocka_unit_test(
			folding_leaves_escapes_and_single_members_alone),
		cmocka_unit_test(an_escape_takes_the_next_byte_as_it_is),
		cmocka_unit_test(long_patterns_need_more_than_a_few_words),
		cmocka_unit_test(many_stars_stay_cheap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
