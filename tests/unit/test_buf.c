#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/buf.h"

static void all_zero_is_an_empty_string(void **state)
{
	struct ch_buf b = { 0 };

	(void)state;
	assert_string_equal(ch_buf_z(&b), "");
	assert_int_equal(ch_buf_str(&b).len, 0);
	ch_buf_clear(&b);
	ch_buf_release(&b);
}

static void pieces_are_joined_in_order(void **state)
{
	struct ch_buf b = { 0 };

	(void)state;
	ch_buf_add(&b, "a\0b", 3);
	ch_buf_add_z(&b, "cd");
	ch_buf_add_char(&b, 'e');
	ch_buf_add_repeat(&b, '-', 3);
	ch_buf_printf(&b, "%d%s", 42, "x");
	assert_int_equal(b.len, 12);
	assert_memory_equal(b.ptr, "a\0bcde---42x", 13);
	ch_buf_release(&b);
}

static void a_cut_buffer_ends_in_nul_and_grows_on(void **state)
{
	struct ch_buf b = { 0 };

	(void)state;
	ch_buf_add_z(&b, "hello world");
	ch_buf_truncate(&b, 5);
	assert_string_equal(ch_buf_z(&b), "hello");
	ch_buf_add_char(&b, '!');
	assert_string_equal(ch_buf_z(&b), "hello!");
	ch_buf_release(&b);
}

static void a_long_printf_is_not_cut(void **state)
{
	struct ch_buf b = { 0 };

	(void)state;
	ch_buf_printf(&b, "%5000d", 7);
	assert_int_equal(b.len, 5000);
	assert_int_equal(b.ptr[4999], '7');
	ch_buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_zero_is_an_empty_string),
		cmocka_unit_test(pieces_are_joined_in_order),
		cmocka_unit_test(a_cut_buffer_ends_in_nul_and_grows_on),
		cmocka_unit_test(a_long_printf_is_not_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
