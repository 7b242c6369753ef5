/*
 * Which lines of two texts are equal, with keys that clash and without.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/lines.h"
#include "gitlayer/lineclass.h"

#define ENDS "sixteen bytes at"

/* Lines first + i * step, different only where keys do not look if 'alike'. */
static struct ch_str text_of(
	struct ch_buf *b, unsigned first, unsigned step, unsigned n, bool alike)
{
	for (unsigned i = 0; i < n; i++)
		ch_buf_printf(b, "%s%08u%s\n", alike ? ENDS : "",
			first + i * step, alike ? ENDS : "");
	return ch_buf_str(b);
}

/* Old lines 0, 2, 4, ... and new ones 0, 3, 6, ...: a third is on both. */
static void classify(unsigned n, bool alike, bool is_wary)
{
	struct ch_buf old_buf = { 0 }, new_buf = { 0 };
	struct ch_str a = text_of(&old_buf, 0, 2, n, alike);
	struct ch_str b = text_of(&new_buf, 0, 3, n, alike);
	struct ch_middle m = {
		.old_end = a.len, .new_end = b.len, .nold = n, .nnew = n
	};
	struct ch_slide_side old_side = { 0 }, new_side = { 0 };
	struct ch_classes c = { 0 };

	ch_slide_reset(&old_side, a, 0, n, 0);
	ch_slide_reset(&new_side, b, 0, n, 0);
	ch_classes_find(&c, &m, &old_side, &new_side);
	assert_int_equal(c.is_wary, is_wary);
	for (unsigned i = 0; i < n; i += 3)
		assert_int_equal(c.of[i], c.of[n + i / 3 * 2]);
	assert_int_equal(c.n, 2 * n - (n + 2) / 3);
	for (size_t i = 0; i < c.n; i++)
		assert_int_equal(c.items[i].nold + c.items[i].nnew,
			c.items[i].line < n && c.items[i].line % 3 == 0 ? 2
									: 1);
	ch_classes_release(&c);
	ch_slide_release(&old_side);
	ch_slide_release(&new_side);
	ch_buf_release(&old_buf);
	ch_buf_release(&new_buf);
}

static void equal_lines_are_one_class(void **state)
{
	(void)state;
	classify(1, false, false);
	classify(3000, false, false);
}

static void a_few_clashes_are_no_harm(void **state)
{
	(void)state;
	classify(4, true, false);
}

static void lines_made_to_clash_are_hashed_as_a_whole(void **state)
{
	(void)state;
	classify(3000, true, true);
}

static void keys_see_length_and_both_ends(void **state)
{
	const char *lines[] = { "\n", "a\n", "b\n", "ab\n", "ba\n", "abcdef\n",
		"abcdefg\n", "abcdefghijklmnop\n", "Abcdefghijklmnop\n",
		"abcdefghijklmnoP\n", "abcdefghijklmnopabcdefghijklmno\n",
		"abcdefghijklmnopXabcdefghijklmno\n", "a" };
	size_t n = sizeof(lines) / sizeof(lines[0]);

	(void)state;
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < i; j++)
			assert_true(ch_line_key(lines[i], strlen(lines[i])) !=
				    ch_line_key(lines[j], strlen(lines[j])));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_lines_are_one_class),
		cmocka_unit_test(a_few_clashes_are_no_harm),
		cmocka_unit_test(lines_made_to_clash_are_hashed_as_a_whole),
		cmocka_unit_test(keys_see_length_and_both_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
