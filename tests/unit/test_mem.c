#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"

static void nothing_is_still_an_address(void **state)
{
	void *p = ch_malloc(0);
	void *q = ch_calloc(0, 8);

	(void)state;
	assert_non_null(p);
	assert_non_null(q);
	free(q);
	free(ch_realloc(p, 0, 4));
}

static void copies_end_in_nul(void **state)
{
	char *s = ch_strndup("hello", 2);
	char *t = ch_strdup("");

	(void)state;
	assert_string_equal(s, "he");
	assert_string_equal(t, "");
	free(s);
	free(t);
}

static void an_array_grows_by_one_at_a_time(void **state)
{
	int *items = NULL;
	size_t n = 0, cap = 0;

	(void)state;
	for (int i = 0; i < 1000; i++) {
		CH_GROW(items, n, cap);
		items[n++] = i;
	}
	assert_true(cap >= n && cap < 2 * n + 16);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(items[i], i);
	free(items);
}

static void no_memory(void)
{
	_exit(3);
}

/* The exit status of a process that runs 'f' with our handler. */
static int status_of(void (*f)(void))
{
	pid_t pid = fork();
	int status = 0;

	if (!pid) {
		ch_set_oom_handler(no_memory);
		f();
		_exit(0);
	}
	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void realloc_too_many(void)
{
	free(ch_realloc(NULL, SIZE_MAX / 2, 4));
}

static void grow_too_far(void)
{
	size_t cap = SIZE_MAX / 4;

	free(ch_grow_(NULL, &cap, SIZE_MAX / 4 + 1, 16));
}

static void an_overflowing_size_is_out_of_memory(void **state)
{
	(void)state;
	assert_int_equal(status_of(realloc_too_many), 3);
	assert_int_equal(status_of(grow_too_far), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_still_an_address),
		cmocka_unit_test(copies_end_in_nul),
		cmocka_unit_test(an_array_grows_by_one_at_a_time),
		cmocka_unit_test(an_overflowing_size_is_out_of_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
