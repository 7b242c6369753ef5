#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/err.h"

static void a_failure_fills_code_and_message(void **state)
{
	struct ch_err err = { 0 };

	(void)state;
	assert_int_equal(
		ch_fail(&err, CH_EFORMAT, "%s: bad %d", "x", 7), CH_EFORMAT);
	assert_int_equal(err.code, CH_EFORMAT);
	assert_string_equal(err.msg, "x: bad 7");
}

static void nobody_has_to_listen(void **state)
{
	(void)state;
	assert_int_equal(ch_fail(NULL, CH_EIO, "%s", "x"), CH_EIO);
	assert_true(ch_err_context(NULL, "x") < 0);
}

static void a_message_stays_one_line(void **state)
{
	struct ch_err err = { 0 };

	(void)state;
	ch_fail(&err, CH_EFAIL, "a\nb\033c\x7f");
	assert_string_equal(err.msg, "a?b?c?");
}

static void a_long_message_is_cut_and_ends(void **state)
{
	struct ch_err err = { 0 };

	(void)state;
	ch_fail(&err, CH_EFAIL, "%0300d", 1);
	assert_int_equal(strlen(err.msg), sizeof(err.msg) - 1);
	ch_err_context(&err, "%0300d", 2);
	assert_int_equal(strlen(err.msg), sizeof(err.msg) - 1);
}

static void context_goes_before_the_cause(void **state)
{
	struct ch_err err = { 0 };

	(void)state;
	ch_fail(&err, CH_ENOTFOUND, "no blob");
	assert_int_equal(
		ch_err_context(&err, "commit %s", "1a2b"), CH_ENOTFOUND);
	assert_string_equal(err.msg, "commit 1a2b: no blob");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_failure_fills_code_and_message),
		cmocka_unit_test(nobody_has_to_listen),
		cmocka_unit_test(a_message_stays_one_line),
		cmocka_unit_test(a_long_message_is_cut_and_ends),
		cmocka_unit_test(context_goes_before_the_cause),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
