/*
 * Which word of a line was put right.
 */
#include "analyzers/typos.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static size_t distance_of(const char *before, const char *after, size_t max)
{
	struct ch_typo t;

	return ch_typo_find(ch_str_z(before), ch_str_z(after), max, &t)
		       ? t.distance
		       : 0;
}

static void one_word_may_differ(void **state)
{
	struct ch_typo t;

	(void)state;
	assert_true(ch_typo_find(
		CH_STR("\tx = lenght(s);"), CH_STR("\tx = length(s);"), 4, &t));
	assert_true(ch_str_is(t.wrong, "lenght"));
	assert_true(ch_str_is(t.correct, "length"));
	assert_int_equal(t.distance, 1);
	/* the same word twice */
	assert_int_equal(
		distance_of("lenght + lenght", "length + length", 4), 1);
	assert_int_equal(distance_of("lenght + widht", "length + width", 4), 0);
	assert_int_equal(
		distance_of("lenght + lenght", "length + lenght", 4), 1);
	assert_int_equal(distance_of("length", "length", 4), 0);
	assert_int_equal(distance_of("", "", 4), 0);
}

static void nothing_else_may_differ(void **state)
{
	(void)state;
	assert_int_equal(distance_of("lenght = 1", "length = 2", 4), 0);
	assert_int_equal(distance_of("lenght;", "length", 4), 0);
	assert_int_equal(distance_of("lenght", " length", 4), 0);
	assert_int_equal(distance_of("a lenght", "a length", 4), 1);
}

static void words_have_four_letters(void **state)
{
	(void)state;
	assert_int_equal(distance_of("abdc", "abcd", 4), 1);
	assert_int_equal(distance_of("acb", "abc", 4), 0);
	assert_int_equal(distance_of("acb_1", "abc_1", 4), 0);
	assert_int_equal(distance_of("1000", "1001", 4), 0);
}

/* the distance is less than half of the shorter word */
static void the_edit_is_small(void **state)
{
	(void)state;
	assert_int_equal(distance_of("abcdef", "abxxef", 4), 2);
	assert_int_equal(distance_of("abcdef", "axxxef", 4), 0);
	assert_int_equal(distance_of("abcdefghij", "abxxxxghij", 4), 4);
	assert_int_equal(distance_of("abcdefghij", "abxxxxghij", 3), 0);
	assert_int_equal(distance_of("abcdefghijkl", "abxxxxxhijkl", 4), 0);
}

static bool is_spelling(const char *before, const char *after)
{
	struct ch_typo t;

	assert_true(ch_typo_find(ch_str_z(before), ch_str_z(after), 4, &t));
	return ch_typo_is_spelling(&t);
}

static void names_are_told_from_slips(void **state)
{
	(void)state;
	assert_true(is_spelling("becuase", "because"));
	assert_true(is_spelling("occured", "occurred"));
	assert_false(is_spelling("my_value", "myValue"));
	assert_false(is_spelling("value1", "value2"));
	assert_false(is_spelling("entry", "entry_"));
	assert_false(is_spelling("values", "value"));
	assert_false(is_spelling("old_value", "new_value"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_word_may_differ),
		cmocka_unit_test(nothing_else_may_differ),
		cmocka_unit_test(words_have_four_letters),
		cmocka_unit_test(the_edit_is_small),
		cmocka_unit_test(names_are_told_from_slips),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
