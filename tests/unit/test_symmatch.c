#include "snapshot/symmatch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "tests/lib/two_trees.h"

/* "void f(t7 a);" for n numbers from the first on, 'step' apart. */
static char *overloads(const char *type, int n, int first, int step)
{
	struct ch_buf b = { 0 };

	for (int i = 0; i < n; i++)
		ch_buf_printf(&b, "void f(%s%d a);\n", type, first + i * step);
	ch_buf_add_char(&b, '\0');
	return b.ptr;
}

/* Signatures compared to match them; *deltas: what the match left to tell. */
static uint64_t compared(char *old_text, char *new_text, size_t *deltas)
{
	const struct tree_file file = { "C++", "a.hpp", NULL, old_text,
		new_text };
	struct ch_match m;
	struct trees t;
	uint64_t n;

	trees_compare(&t, &file, 1, NULL);
	ch_match_build(&t.delta, NULL, false, &m);
	n = m.compared;
	*deltas = t.diff.n;
	ch_match_release(&m);
	trees_release(&t);
	free(old_text);
	free(new_text);
	return n;
}

static void overloads_that_all_changed_cost_no_square(void **state)
{
	size_t deltas;
	uint64_t few = compared(overloads("t", 1000, 0, 1),
		overloads("u", 1000, 0, 1), &deltas);
	uint64_t many;

	(void)state;
	assert_int_equal(deltas, 1000);
	many = compared(overloads("t", 4000, 0, 1), overloads("u", 4000, 0, 1),
		&deltas);
	assert_int_equal(deltas, 4000);
	assert_true(many < 5 * few);
}

/* The same long chains in two types, all the other way round in new ones. */
static void namesakes_of_two_types_stay_apart(void **state)
{
	char *up = overloads("t", 200, 0, 1);
	char *down = overloads("t", 200, 199, -1);
	struct ch_buf olds = { 0 }, news = { 0 };
	struct trees t;

	(void)state;
	ch_buf_printf(&olds, "struct a {\n%s};\nstruct b {\n%s};\n", up, up);
	ch_buf_printf(
		&news, "struct b {\n%s};\nstruct a {\n%s};\n", down, down);
	ch_buf_add_char(&olds, '\0');
	ch_buf_add_char(&news, '\0');
	trees_compare(&t,
		&(struct tree_file){ "C++", "a.hpp", NULL, olds.ptr, news.ptr },
		1, NULL);
	assert_int_equal(t.diff.n, 0);
	trees_release(&t);
	ch_buf_release(&olds);
	ch_buf_release(&news);
	free(up);
	free(down);
}

static void overloads_that_went_cost_no_square(void **state)
{
	size_t deltas;
	uint64_t few = compared(
		overloads("t", 1000, 0, 1), overloads("t", 500, 0, 1), &deltas);
	uint64_t many = compared(overloads("t", 4000, 0, 1),
		overloads("t", 2000, 0, 1), &deltas);

	(void)state;
	assert_int_equal(deltas, 2000);
	assert_true(many < 5 * few);
}

static void equal_signatures_meet_however_far_apart(void **state)
{
	size_t deltas;
	uint64_t n = compared(overloads("t", 2000, 0, 1),
		overloads("t", 2000, 1999, -1), &deltas);

	(void)state;
	assert_int_equal(deltas, 0);
	assert_true(n < 2000 * 200);
}

static void template_arguments_are_no_scope(void **state)
{
	struct ch_arena arena = { 0 };

	(void)state;
	assert_true(ch_str_is(
		ch_symbol_scope(CH_STR("a::b<x::y>::c")), "a::b<x::y>"));
	assert_true(ch_str_is(ch_symbol_scope(CH_STR("a::operator<<")), "a"));
	assert_true(ch_str_is(ch_symbol_scope(CH_STR("s<f(x->y)>")), ""));
	assert_true(
		ch_str_is(ch_symbol_plain(CH_STR("a<b<c>>::d<e>::f"), &arena),
			"a::d::f"));
	assert_true(
		ch_str_is(ch_symbol_plain(CH_STR("a<b>::operator<"), &arena),
			"a::operator<"));
	ch_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(overloads_that_all_changed_cost_no_square),
		cmocka_unit_test(namesakes_of_two_types_stay_apart),
		cmocka_unit_test(overloads_that_went_cost_no_square),
		cmocka_unit_test(equal_signatures_meet_however_far_apart),
		cmocka_unit_test(template_arguments_are_no_scope),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
