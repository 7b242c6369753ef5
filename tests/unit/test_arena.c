#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/arena.h"

static void memory_is_aligned_and_never_null(void **state)
{
	struct ch_arena a = { 0 };

	(void)state;
	for (size_t size = 0; size < 100; size++) {
		char *p = ch_arena_alloc(&a, size);

		assert_non_null(p);
		assert_int_equal((uintptr_t)p % 16, 0);
		memset(p, 0xaa, size);
	}
	ch_arena_release(&a);
	assert_int_equal(a.held_bytes, 0);
}

static void allocations_do_not_overlap(void **state)
{
	struct ch_arena a = { 0 };
	unsigned char *p[500];

	(void)state;
	for (int i = 0; i < 500; i++) {
		p[i] = ch_arena_alloc(&a, (size_t)i * 7);
		memset(p[i], i & 255, (size_t)i * 7);
	}
	for (int i = 0; i < 500; i++)
		for (int k = 0; k < i * 7; k++)
			assert_int_equal(p[i][k], i & 255);
	ch_arena_release(&a);
}

static void a_large_request_gets_its_own_block(void **state)
{
	struct ch_arena a = { 0 };
	char *small = ch_arena_alloc(&a, 8);
	char *large;

	(void)state;
	memcpy(small, "1234567", 8);
	large = ch_arena_alloc(&a, (size_t)9 << 20);
	memset(large, 1, (size_t)9 << 20);
	assert_string_equal(small, "1234567");
	assert_true(a.held_bytes >= (size_t)9 << 20);
	ch_arena_release(&a);
}

static void a_mark_gives_back_what_came_after(void **state)
{
	struct ch_arena a = { 0 };
	struct ch_arena_mark mark;
	size_t used;

	(void)state;
	ch_arena_alloc(&a, 100);
	mark = ch_arena_mark(&a);
	used = a.used_bytes;
	for (int i = 0; i < 100; i++)
		ch_arena_alloc(&a, 10000);
	assert_true(a.used_bytes > used);
	ch_arena_rewind(&a, mark);
	assert_int_equal(a.used_bytes, used);
	memset(ch_arena_alloc(&a, 64), 0, 64);
	ch_arena_release(&a);
}

static void a_mark_of_nothing_empties_the_arena(void **state)
{
	struct ch_arena a = { 0 };
	struct ch_arena_mark mark = ch_arena_mark(&a);

	(void)state;
	ch_arena_alloc(&a, 10);
	ch_arena_rewind(&a, mark);
	assert_int_equal(a.used_bytes, 0);
	assert_int_equal(a.held_bytes, 0);
	ch_arena_release(&a);
}

static void reset_keeps_memory_for_the_next_round(void **state)
{
	struct ch_arena a = { 0 };
	size_t held;

	(void)state;
	ch_arena_reset(&a);
	for (int i = 0; i < 100; i++)
		ch_arena_alloc(&a, 5000);
	ch_arena_reset(&a);
	assert_int_equal(a.used_bytes, 0);
	held = a.held_bytes;
	assert_true(held > 0);
	memset(ch_arena_alloc(&a, 5000), 0, 5000);
	assert_int_equal(a.held_bytes, held);
	ch_arena_release(&a);
}

static void drop_one(void *p)
{
	int **next = p;

	*(*next)++ = 1;
}

static void what_is_kept_lives_as_long_as_its_neighbours(void **state)
{
	struct ch_arena a = { 0 };
	struct ch_arena_mark mark;
	int dropped[3] = { 0 };
	int *next = dropped;

	(void)state;
	ch_arena_keep(&a, 1000, drop_one, &next);
	assert_true(a.used_bytes >= 1000);
	mark = ch_arena_mark(&a);
	ch_arena_keep(&a, 10, drop_one, &next);
	assert_ptr_equal(next, dropped);
	ch_arena_rewind(&a, mark);
	assert_ptr_equal(next, dropped + 1);
	ch_arena_reset(&a);
	assert_ptr_equal(next, dropped + 2);
	assert_int_equal(a.used_bytes, 0);
	ch_arena_keep(&a, 10, drop_one, &next);
	ch_arena_release(&a);
	assert_ptr_equal(next, dropped + 3);
}

static void strings_are_copied_with_a_nul(void **state)
{
	struct ch_arena a = { 0 };
	char source[] = "abcdef";
	struct ch_str s = ch_arena_str(&a, ch_str_n(source, 3));

	(void)state;
	source[0] = 'X';
	assert_string_equal(s.ptr, "abc");
	assert_int_equal(s.len, 3);
	s = ch_arena_printf(&a, "%s-%04d", "n", 7);
	assert_string_equal(s.ptr, "n-0007");
	assert_int_equal(s.len, 6);
	assert_string_equal(ch_arena_str(&a, ch_str_z(NULL)).ptr, "");
	ch_arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_is_aligned_and_never_null),
		cmocka_unit_test(allocations_do_not_overlap),
		cmocka_unit_test(a_large_request_gets_its_own_block),
		cmocka_unit_test(a_mark_gives_back_what_came_after),
		cmocka_unit_test(a_mark_of_nothing_empties_the_arena),
		cmocka_unit_test(reset_keeps_memory_for_the_next_round),
		cmocka_unit_test(what_is_kept_lives_as_long_as_its_neighbours),
		cmocka_unit_test(strings_are_copied_with_a_nul),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
