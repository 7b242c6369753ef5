#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/str.h"

static void views_compare_by_all_their_bytes(void **state)
{
	(void)state;
	assert_true(ch_str_eq(CH_STR("a\0b"), CH_STR("a\0b")));
	assert_false(ch_str_eq(CH_STR("a\0b"), CH_STR("a\0c")));
	assert_true(ch_str_eq(ch_str_z(NULL), CH_STR("")));
	assert_true(ch_str_is(CH_STR("ab"), "ab"));
	assert_false(ch_str_is(CH_STR("ab"), "abc"));
}

static void order_is_bytewise_and_a_prefix_comes_first(void **state)
{
	(void)state;
	assert_true(ch_str_cmp(CH_STR("a"), CH_STR("ab")) < 0);
	assert_true(ch_str_cmp(CH_STR("b"), CH_STR("ab")) > 0);
	assert_true(ch_str_cmp(CH_STR("\xff"), CH_STR("a")) > 0);
	assert_int_equal(ch_str_cmp(CH_STR("x"), CH_STR("x")), 0);
}

static void only_ascii_letters_fold(void **state)
{
	(void)state;
	assert_int_equal(ch_str_casecmp(CH_STR("MiXed"), CH_STR("mIxED")), 0);
	assert_true(
		ch_str_casecmp(CH_STR("\xc3\x89"), CH_STR("\xc3\xa9")) != 0);
	assert_true(ch_str_casecmp(CH_STR("@"), CH_STR("`")) != 0);
}

static void starts_and_ends_know_their_length(void **state)
{
	(void)state;
	assert_true(ch_str_starts(CH_STR("refs/tags/v1"), "refs/"));
	assert_false(ch_str_starts(CH_STR("ref"), "refs/"));
	assert_true(ch_str_ends(CH_STR("x.c"), ".c"));
	assert_false(ch_str_ends(CH_STR("c"), ".c"));
	assert_true(ch_str_ends(CH_STR(""), ""));
}

static void trimming_and_cutting_stay_inside(void **state)
{
	(void)state;
	assert_true(ch_str_is(ch_str_trim(CH_STR(" \t a b\r\n")), "a b"));
	assert_int_equal(ch_str_trim(CH_STR(" \n ")).len, 0);
	assert_true(ch_str_is(ch_str_sub(CH_STR("hello"), 1, 3), "el"));
	assert_true(ch_str_is(ch_str_sub(CH_STR("hello"), 3, 99), "lo"));
	assert_int_equal(ch_str_sub(CH_STR("hello"), 9, 3).len, 0);
}

static void searching_gives_the_first_place_or_none(void **state)
{
	struct ch_str s = CH_STR("a-b-c");

	(void)state;
	assert_int_equal(ch_str_chr(s, '-', 0), 1);
	assert_int_equal(ch_str_chr(s, '-', 2), 3);
	assert_int_equal(ch_str_chr(s, '-', 4), (size_t)-1);
	assert_int_equal(ch_str_chr(s, '-', 99), (size_t)-1);
	assert_int_equal(ch_str_find(s, CH_STR("b-"), 0), 2);
	assert_int_equal(ch_str_find(s, CH_STR("b-"), 3), (size_t)-1);
	assert_int_equal(ch_str_find(s, CH_STR(""), 5), 5);
	assert_int_equal(ch_str_find(s, CH_STR("long needle"), 0), (size_t)-1);
}

static void words_are_found_whole(void **state)
{
	struct ch_str s = CH_STR("at bat at_2 at");

	(void)state;
	assert_int_equal(ch_str_find_word(s, CH_STR("at"), 0, ch_is_word), 0);
	assert_int_equal(ch_str_find_word(s, CH_STR("at"), 1, ch_is_word), 12);
	assert_int_equal(ch_str_find_word(s, CH_STR("at"), 1, ch_is_letter), 7);
	assert_int_equal(
		ch_str_find_word(s, CH_STR("a"), 0, ch_is_word), (size_t)-1);
	assert_int_equal(
		ch_str_find_word(s, CH_STR(""), 0, ch_is_word), (size_t)-1);
}

static void lines_end_at_newlines_or_at_the_end(void **state)
{
	struct ch_str rest = CH_STR("one\n\ntwo");
	struct ch_str line;

	(void)state;
	assert_true(ch_str_line(&rest, &line));
	assert_true(ch_str_is(line, "one"));
	assert_true(ch_str_line(&rest, &line));
	assert_int_equal(line.len, 0);
	assert_true(ch_str_line(&rest, &line));
	assert_true(ch_str_is(line, "two"));
	assert_false(ch_str_line(&rest, &line));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(views_compare_by_all_their_bytes),
		cmocka_unit_test(order_is_bytewise_and_a_prefix_comes_first),
		cmocka_unit_test(only_ascii_letters_fold),
		cmocka_unit_test(starts_and_ends_know_their_length),
		cmocka_unit_test(trimming_and_cutting_stay_inside),
		cmocka_unit_test(searching_gives_the_first_place_or_none),
		cmocka_unit_test(words_are_found_whole),
		cmocka_unit_test(lines_end_at_newlines_or_at_the_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
