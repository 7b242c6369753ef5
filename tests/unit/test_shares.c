#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "analyzers/people.h"
#include "analyzers/shares.h"
#include "base/intern.h"

static void sums_are_kept_by_pair(void **state)
{
	struct ch_counts c = { 0 };
	struct ch_count *sorted;

	(void)state;
	assert_null(ch_counts_find(&c, 1, 2));
	for (uint32_t round = 0; round < 3; round++)
		for (uint32_t i = 0; i < 1000; i++)
			ch_counts_at(&c, i % 40, i)->values[0] += i;
	assert_int_equal(c.n, 1000);
	assert_int_equal(ch_counts_find(&c, 999 % 40, 999)->values[0], 2997);
	sorted = ch_counts_sorted(&c, false);
	for (size_t i = 1; i < c.n; i++)
		assert_true(sorted[i - 1].a < sorted[i].a ||
			    (sorted[i - 1].a == sorted[i].a &&
				    sorted[i - 1].b < sorted[i].b));
	free(sorted);
	sorted = ch_counts_sorted(&c, true);
	for (uint32_t i = 0; i < c.n; i++)
		assert_int_equal(sorted[i].b, i);
	free(sorted);
	ch_counts_release(&c);
}

static void merged_sums_add_up(void **state)
{
	struct ch_counts a = { 0 }, b = { 0 };

	(void)state;
	ch_counts_at(&a, 1, 1)->values[2] = 5;
	ch_counts_at(&b, 1, 1)->values[2] = 7;
	ch_counts_at(&b, 2, 1)->values[1] = 1;
	ch_counts_merge(&a, &b);
	assert_int_equal(a.n, 2);
	assert_int_equal(ch_counts_find(&a, 1, 1)->values[2], 12);
	assert_int_equal(ch_counts_find(&a, 2, 1)->values[1], 1);
	ch_counts_release(&a);
	ch_counts_release(&b);
}

static struct ch_people *five(void)
{
	static const char *const names[] = { "Dora <d@x>", "Cleo <c@x>",
		"Bob <b@x>", "Ada <a@x>", "x[bot] <x@x>" };
	struct ch_people *p = ch_people_new(NULL);

	for (size_t i = 0; i < 5; i++)
		ch_people_id_of(p, ch_str_z(names[i]));
	return p;
}

static void the_fewest_who_wrote_half_are_the_bus_factor(void **state)
{
	struct ch_people *p = five();
	struct ch_count items[] = { { 7, 0, { 10, 10, 0 } },
		{ 7, 1, { 20, 10, 0 } }, { 7, 2, { 0, 25, 0 } },
		{ 7, 3, { 24, 0, 0 } } };
	struct ch_share out[4];

	(void)state;
	/* 30 of 99 are not half; 30 + 25 are. */
	assert_int_equal(ch_shares(items, 4, p, out), 1);
	assert_int_equal(out[0].key, 7);
	assert_int_equal(out[0].bus_factor, 2);
	assert_int_equal(out[0].top, 1);
	assert_int_equal(out[0].ndevelopers, 4);
	assert_int_equal(out[0].added, 54);
	assert_int_equal(out[0].removed, 45);
	assert_true(out[0].top_share > 0.303 && out[0].top_share < 0.304);
	/* Exactly half is enough. */
	items[0].values[0] = 20;
	items[1].values[0] = 0;
	items[2].values[1] = 0;
	items[3].values[0] = 20;
	ch_shares(items, 4, p, out);
	assert_int_equal(out[0].bus_factor, 1);
	ch_people_free(p);
}

static void bots_are_no_part_of_the_bus_factor(void **state)
{
	struct ch_people *p = five();
	struct ch_count items[] = { { 0, 3, { 5, 0, 0 } },
		{ 0, 4, { 500, 0, 0 } }, { 1, 4, { 9, 0, 0 } } };
	struct ch_share out[3];

	(void)state;
	assert_int_equal(ch_shares(items, 3, p, out), 2);
	assert_int_equal(out[0].bus_factor, 1);
	assert_int_equal(out[0].top, 4);
	assert_int_equal(out[1].bus_factor, 0);
	ch_people_free(p);
}

static void a_tie_goes_to_the_first_name(void **state)
{
	struct ch_people *p = five();
	struct ch_count items[] = { { 0, 0, { 5, 0, 0 } },
		{ 0, 2, { 3, 2, 0 } }, { 0, 3, { 0, 5, 0 } },
		{ 1, 1, { 0, 0, 0 } } };
	struct ch_share out[4];

	(void)state;
	assert_int_equal(ch_shares(items, 4, p, out), 2);
	assert_int_equal(out[0].top, 3);
	assert_int_equal(out[1].top, CH_NO_ID);
	assert_int_equal(out[1].bus_factor, 0);
	ch_people_free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sums_are_kept_by_pair),
		cmocka_unit_test(merged_sums_add_up),
		cmocka_unit_test(the_fewest_who_wrote_half_are_the_bus_factor),
		cmocka_unit_test(bots_are_no_part_of_the_bus_factor),
		cmocka_unit_test(a_tie_goes_to_the_first_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
