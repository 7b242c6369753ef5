/*
 * What contents are made of, kept by oid.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "gitlayer/spancache.h"

static struct ch_oid oid_of(unsigned n)
{
	struct ch_oid oid = { { 0 } };

	memcpy(oid.id, &n, sizeof(n));
	return oid;
}

/* 'n' different lines. */
static void give(struct ch_spancache *c, unsigned id, unsigned n)
{
	struct ch_oid oid = oid_of(id);
	struct ch_spanhash spans;
	char text[64 * 16];
	size_t len = 0;

	for (unsigned i = 0; i < n; i++)
		len += (size_t)snprintf(
			text + len, sizeof(text) - len, "line %u\n", i);
	ch_spanhash_init(&spans, ch_str_n(text, len));
	assert_int_equal(spans.n, n);
	ch_spancache_give(c, &oid, len, &spans);
	assert_null(spans.spans);
}

static bool take(struct ch_spancache *c, unsigned id)
{
	struct ch_oid oid = oid_of(id);
	struct ch_spanhash spans;
	bool found = ch_spancache_take(c, &oid, &spans);

	if (found)
		ch_spanhash_release(&spans);
	return found;
}

static void what_was_given_is_there_once_and_its_size_stays(void **state)
{
	struct ch_spancache *c = ch_spancache_new(4096);
	struct ch_oid oid = oid_of(7);
	uint64_t size = 0;

	(void)state;
	assert_false(take(c, 7));
	assert_false(ch_spancache_size(c, &oid, &size));
	give(c, 7, 3);
	assert_true(take(c, 7));
	assert_false(take(c, 7));
	assert_true(ch_spancache_size(c, &oid, &size));
	assert_int_equal(size, strlen("line 0\n") * 3);
	give(c, 7, 3);
	assert_true(take(c, 7));
	ch_spancache_free(c);
}

static void two_that_have_one_place_do_not_mix(void **state)
{
	struct ch_spancache *c = ch_spancache_new(4096);

	(void)state;
	give(c, 1, 3);
	give(c, 1 + (1u << 20), 5);
	assert_false(take(c, 1));
	assert_true(take(c, 1 + (1u << 20)));
	ch_spancache_free(c);
}

static void old_ones_make_room(void **state)
{
	/* room for eight of sixteen spans */
	struct ch_spancache *c =
		ch_spancache_new(8 * 16 * sizeof(struct ch_span_count));
	unsigned found = 0;

	(void)state;
	for (unsigned i = 0; i < 100; i++)
		give(c, i, 16);
	assert_true(take(c, 99));
	for (unsigned i = 0; i < 99; i++)
		found += take(c, i);
	assert_int_equal(found, 7);
	/* A quarter is the most that one may have. */
	give(c, 200, 33);
	assert_false(take(c, 200));
	ch_spancache_free(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			what_was_given_is_there_once_and_its_size_stays),
		cmocka_unit_test(two_that_have_one_place_do_not_mix),
		cmocka_unit_test(old_ones_make_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
