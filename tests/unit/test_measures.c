/*
 * Percentiles and robust scores, worked out by hand.
 */
#include "analyzers/measures.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "analyzers/anomaly.h"

static void percentiles_are_by_nearest_rank(void **state)
{
	double one[] = { 7 };
	double two[] = { 9, 1 };
	double twenty[20];
	struct ch_summary s = ch_summary_of(one, 1);

	(void)state;
	assert_float_equal(s.p50, 7, 0);
	assert_float_equal(s.p95, 7, 0);
	s = ch_summary_of(two, 2);
	assert_float_equal(s.p50, 1, 0);
	assert_float_equal(s.p95, 9, 0);
	assert_float_equal(s.mean, 5, 0);
	assert_float_equal(s.sum, 10, 0);
	for (int i = 0; i < 20; i++)
		twenty[i] = 20 - i;
	s = ch_summary_of(twenty, 20);
	assert_float_equal(s.p50, 10, 0);
	assert_float_equal(s.p95, 19, 0);
	assert_float_equal(s.max, 20, 0);
	assert_int_equal(s.n, 20);
	s = ch_summary_of(NULL, 0);
	assert_int_equal(s.n, 0);
	assert_float_equal(s.max, 0, 0);
}

/* median 3, deviations 2 1 0 1 97: their median 1 */
static void a_robust_score_ignores_an_outlier(void **state)
{
	double window[] = { 1, 100, 3, 2, 4 };
	double median;

	(void)state;
	assert_float_equal(
		ch_robust_z(10, window, 5, &median), (float)(7 / 1.4826), 0);
	assert_float_equal(median, 3, 0);
}

/* median 0, deviations 0 0 0 40: median 0, mean 10 */
static void without_a_median_deviation_the_mean_one_is_taken(void **state)
{
	double window[] = { 0, 0, 40, 0 };

	(void)state;
	assert_float_equal(
		ch_robust_z(5, window, 4, NULL), (float)(5 / 12.533), 0);
}

static void the_scale_is_at_least_one(void **state)
{
	double same[] = { 2, 2, 2, 2 };
	double even[] = { 1, 2, 1, 2 }; /* median 1.5, deviation 0.5 */

	(void)state;
	assert_float_equal(ch_robust_z(7, same, 4, NULL), 5, 1e-12);
	assert_float_equal(ch_robust_z(0, even, 4, NULL), -1.5, 1e-12);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(percentiles_are_by_nearest_rank),
		cmocka_unit_test(a_robust_score_ignores_an_outlier),
		cmocka_unit_test(
			without_a_median_deviation_the_mean_one_is_taken),
		cmocka_unit_test(the_scale_is_at_least_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
