/*
 * Counting and comparing in steps of many bytes, against one by one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/lines.h"
#include "base/mem.h"

static void newlines_are_counted_in_any_length(void **state)
{
	size_t size = 40000, expected = 0;
	char *text = ch_malloc(size);

	(void)state;
	srand(7);
	for (size_t i = 0; i < size; i++)
		text[i] = rand() % 3 ? '\n' : (char)(rand() % 256);
	for (size_t len = 0; len <= size; len++) {
		if (len < 300 || len % 997 == 0)
			assert_int_equal(
				ch_lines_newlines(text, len), expected);
		if (len < size)
			expected += text[len] == '\n';
	}
	memset(text, '\n', size);
	assert_int_equal(ch_lines_newlines(text, size), size);
	free(text);
}

/* Both ends of 'len' bytes of which only the one at 'at' differs. */
static void differ_at(size_t len, size_t at)
{
	char *a = ch_calloc(len, 1), *b = ch_calloc(len, 1);

	if (at < len)
		b[at] = (char)(at % 2 ? 1 : 0x80);
	assert_int_equal(ch_common_prefix(a, b, len), at < len ? at : len);
	assert_int_equal(ch_common_suffix(a + len, b + len, len),
		at < len ? len - at - 1 : len);
	free(a);
	free(b);
}

static void common_ends_stop_at_the_first_difference(void **state)
{
	(void)state;
	for (size_t len = 0; len < 200; len++)
		for (size_t at = 0; at <= len; at++)
			differ_at(len, at);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(newlines_are_counted_in_any_length),
		cmocka_unit_test(common_ends_stop_at_the_first_difference),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
