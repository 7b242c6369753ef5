#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/hash.h"
#include "base/intern.h"
#include "base/map.h"

static void an_empty_map_has_nothing(void **state)
{
	struct ch_map m = { 0 };
	size_t at = 0;

	(void)state;
	assert_null(ch_map_get(&m, "a", 1));
	assert_null(ch_map_next(&m, &at));
	ch_map_clear(&m);
	ch_map_release(&m);
}

static void values_are_found_by_all_bytes_of_the_key(void **state)
{
	struct ch_map m = { 0 };
	bool added = false;

	(void)state;
	*ch_map_add(&m, "a\0b", 3, &added) = 1;
	assert_true(added);
	*ch_map_add(&m, "a\0c", 3, NULL) = 2;
	*ch_map_add(&m, "", 0, NULL) = 3;
	assert_int_equal(*ch_map_add(&m, "a\0b", 3, &added), 1);
	assert_false(added);
	assert_int_equal(*ch_map_get(&m, "a\0c", 3), 2);
	assert_int_equal(*ch_map_get(&m, NULL, 0), 3);
	assert_null(ch_map_get(&m, "a", 1));
	assert_int_equal(m.n, 3);
	ch_map_release(&m);
}

static void ten_thousand_keys_survive_growing(void **state)
{
	static uint32_t keys[10000];
	struct ch_map m = { 0 };
	uint64_t sum = 0;
	size_t at = 0;

	(void)state;
	for (uint32_t i = 0; i < 10000; i++) {
		keys[i] = i;
		*ch_map_add(&m, &keys[i], sizeof(keys[i]), NULL) = i;
	}
	for (uint32_t i = 0; i < 10000; i++)
		assert_int_equal(*ch_map_get(&m, &i, sizeof(i)), i);
	for (struct ch_map_slot *s; (s = ch_map_next(&m, &at));)
		sum += s->value;
	assert_int_equal(sum, 49995000);
	ch_map_clear(&m);
	assert_null(ch_map_get(&m, &keys[1], sizeof(keys[1])));
	*ch_map_add(&m, &keys[1], sizeof(keys[1]), NULL) = 7;
	assert_int_equal(*ch_map_get(&m, &keys[1], sizeof(keys[1])), 7);
	ch_map_release(&m);
}

static void stable_hashes_do_not_change(void **state)
{
	(void)state;
	/* XXH3_64bits of these bytes, as published. */
	assert_true(ch_hash("", 0) == 0x2d06800538d394c2u);
	assert_true(ch_hash("abc", 3) == 0x78af5f94892f3950u);
	assert_true(ch_hash_with(0, "abc", 3) == ch_hash("abc", 3));
	assert_true(ch_hash_seeded("abc", 3) ==
		    ch_hash_with(ch_hash_seed(), "abc", 3));
	assert_true(ch_hash_mix(1, 2) != ch_hash_mix(2, 1));
}

static void a_string_has_one_id(void **state)
{
	struct ch_intern t = { 0 };
	char text[] = "one";

	(void)state;
	assert_int_equal(ch_intern_find(&t, CH_STR("one")), CH_NO_ID);
	assert_int_equal(ch_intern(&t, ch_str_z(text)), 0);
	assert_int_equal(ch_intern(&t, CH_STR("")), 1);
	text[0] = 'X';
	assert_int_equal(ch_intern(&t, CH_STR("one")), 0);
	assert_int_equal(ch_intern(&t, ch_str_n(NULL, 0)), 1);
	assert_int_equal(ch_intern_find(&t, CH_STR("")), 1);
	assert_string_equal(ch_intern_str(&t, 0).ptr, "one");
	assert_int_equal(t.n, 2);
	ch_intern_release(&t);
}

static void ids_count_up_and_strings_stay_where_they_are(void **state)
{
	struct ch_intern t = { 0 };
	const char *first;
	char name[16];

	(void)state;
	ch_intern(&t, CH_STR("0"));
	first = ch_intern_str(&t, 0).ptr;
	for (unsigned i = 1; i < 5000; i++) {
		int len = snprintf(name, sizeof(name), "%u", i);

		assert_int_equal(ch_intern(&t, ch_str_n(name, (size_t)len)), i);
	}
	assert_ptr_equal(ch_intern_str(&t, 0).ptr, first);
	assert_string_equal(ch_intern_str(&t, 4321).ptr, "4321");
	ch_intern_release(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_map_has_nothing),
		cmocka_unit_test(values_are_found_by_all_bytes_of_the_key),
		cmocka_unit_test(ten_thousand_keys_survive_growing),
		cmocka_unit_test(stable_hashes_do_not_change),
		cmocka_unit_test(a_string_has_one_id),
		cmocka_unit_test(ids_count_up_and_strings_stay_where_they_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
