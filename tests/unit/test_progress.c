/* Lines for a log, once in ten seconds whatever stages there are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <unistd.h>

#include "base/progress.h"

static void plain_lines_come_every_ten_seconds(void **state)
{
	static const char wanted[] =
		"codehist: walk: 500 of 2,000  50/s  30 s left\n"
		"codehist: diff: 90  30/s\n";
	struct ch_progress *p;
	char text[200] = "";
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	p = ch_progress_new(ends[1], true, false);
	ch_progress_update(p, "walk", 0, 2000, 100);
	ch_progress_update(p, "walk", 450, 2000, 109);
	ch_progress_update(p, "walk", 500, 2000, 110);
	ch_progress_update(p, "diff", 0, 0, 118);
	ch_progress_update(p, "diff", 90, 0, 121);
	ch_progress_update(p, "diff", 99, 0, 130);
	ch_progress_free(p);
	close(ends[1]);
	assert_true(read(ends[0], text, sizeof(text) - 1) > 0);
	assert_string_equal(text, wanted);
	close(ends[0]);
}

static void quiet_says_nothing(void **state)
{
	struct ch_progress *p;
	int ends[2];
	char c;

	(void)state;
	assert_int_equal(pipe(ends), 0);
	p = ch_progress_new(ends[1], true, true);
	ch_progress_update(p, "walk", 0, 9, 100);
	ch_progress_update(p, "walk", 5, 9, 200);
	ch_progress_free(p);
	p = ch_progress_new(ends[1], false, false); /* no terminal */
	ch_progress_update(p, "walk", 0, 9, 100);
	ch_progress_update(p, "walk", 5, 9, 200);
	ch_progress_free(p);
	close(ends[1]);
	assert_int_equal(read(ends[0], &c, 1), 0);
	close(ends[0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_lines_come_every_ten_seconds),
		cmocka_unit_test(quiet_says_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
