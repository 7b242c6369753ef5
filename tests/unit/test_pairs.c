#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "analyzers/pairs.h"
#include "base/mem.h"

struct seen {
	char text[512];
	size_t n;
};

static void note(
	void *ctx, uint32_t a, uint32_t b, uint64_t together, uint32_t last)
{
	struct seen *seen = ctx;

	seen->n += (size_t)snprintf(seen->text + seen->n,
		sizeof(seen->text) - seen->n, "%u-%u %u (%u) ", a, b,
		(unsigned)together, last);
}

static void each_pair_comes_once_with_its_last_group(void **state)
{
	/* {0 2} {2 1 0} {} {1} {2 3} {0 2} */
	static const uint32_t first[] = { 0, 2, 5, 5, 6, 8, 10 };
	static const uint32_t members[] = { 0, 2, 2, 1, 0, 1, 2, 3, 0, 2 };
	struct ch_groups groups = { .first = first,
		.members = members,
		.ngroups = CH_ARRAY_LEN(first) - 1,
		.nmembers = 4,
		.weight = 1 };
	struct seen seen = { .n = 0 };

	(void)state;
	assert_int_equal(ch_pairs_each(&groups, note, &seen, NULL, NULL), 0);
	assert_string_equal(
		seen.text, "0-2 3 (5) 0-1 1 (1) 1-2 1 (1) 2-3 1 (4) ");
}

static void groups_have_weights(void **state)
{
	static const uint32_t first[] = { 0, 2, 4 };
	static const uint32_t members[] = { 0, 1, 1, 0 };
	static const uint64_t weights[] = { 5, 20 };
	struct ch_groups groups = { .first = first,
		.members = members,
		.ngroups = 2,
		.nmembers = 2,
		.weights = weights };
	struct seen seen = { .n = 0 };

	(void)state;
	assert_int_equal(ch_pairs_each(&groups, note, &seen, NULL, NULL), 0);
	assert_string_equal(seen.text, "0-1 25 (1) ");
}

static void it_stops_when_told(void **state)
{
	static const uint32_t first[] = { 0, 2 };
	static const uint32_t members[] = { 0, 1 };
	struct ch_groups groups = { .first = first,
		.members = members,
		.ngroups = 1,
		.nmembers = 2,
		.weight = 1 };
	volatile sig_atomic_t stop = 1;
	struct seen seen = { .n = 0 };
	struct ch_err err = { 0 };

	(void)state;
	assert_int_equal(
		ch_pairs_each(&groups, note, &seen, &stop, &err), CH_EINTR);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_pair_comes_once_with_its_last_group),
		cmocka_unit_test(groups_have_weights),
		cmocka_unit_test(it_stops_when_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
