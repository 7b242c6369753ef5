#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/sink.h"
#include "base/tempfile.h"

/* A directory of its own for every test. */
static int enter(void **state)
{
	char *dir = strdup("/tmp/codehist-sink-XXXXXX");

	*state = dir;
	return mkdtemp(dir) && !chdir(dir) ? 0 : -1;
}

static int leave(void **state)
{
	int bad = unlink("out") + unlink("link");

	(void)bad;
	bad = chdir("/") || rmdir(*state);
	free(*state);
	return bad ? -1 : 0;
}

static void put(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fputs(text, f) >= 0, 1);
	assert_int_equal(fclose(f), 0);
}

static void holds(const char *path, const char *text)
{
	char got[64] = "";
	int fd = open(path, O_RDONLY);

	assert_true(fd >= 0);
	assert_true(read(fd, got, sizeof(got) - 1) >= 0);
	close(fd);
	assert_string_equal(got, text);
}

static void a_file_is_there_only_when_it_is_complete(void **state)
{
	struct ch_sink s = { 0 };

	(void)state;
	assert_int_equal(ch_sink_open(&s, "out", NULL), 0);
	ch_sink_printf(&s, "%d\n", 42);
	ch_sink_flush(&s);
	assert_int_equal(access("out", F_OK), -1);
	assert_int_equal(ch_sink_close(&s, NULL), 0);
	holds("out", "42\n");
}

static void an_aborted_file_leaves_the_old_one(void **state)
{
	struct ch_sink s = { 0 };

	(void)state;
	put("out", "old");
	assert_int_equal(ch_sink_open(&s, "out", NULL), 0);
	ch_sink_z(&s, "new");
	ch_sink_abort(&s);
	holds("out", "old");
}

static void a_replaced_file_keeps_its_mode_and_its_link(void **state)
{
	struct ch_sink s = { 0 };
	struct stat st;

	(void)state;
	put("out", "old");
	assert_int_equal(chmod("out", 0640), 0);
	assert_int_equal(symlink("out", "link"), 0);
	assert_int_equal(ch_sink_open(&s, "link", NULL), 0);
	ch_sink_z(&s, "new");
	assert_int_equal(ch_sink_close(&s, NULL), 0);
	holds("out", "new");
	assert_int_equal(lstat("link", &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_int_equal(stat("out", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0640);
}

static void a_full_disk_is_told_with_its_name(void **state)
{
	struct ch_sink s = { 0 };
	struct ch_err err = { 0 };

	(void)state;
	assert_int_equal(ch_sink_open(&s, "/dev/full", &err), 0);
	ch_sink_z(&s, "x");
	ch_sink_flush(&s);
	assert_true(ch_sink_has_failed(&s));
	assert_int_equal(ch_sink_close(&s, &err), CH_EIO);
	assert_string_equal(
		err.msg, "/dev/full: cannot write: No space left on device");
}

static void a_reader_that_left_has_its_own_code(void **state)
{
	struct ch_sink s = { 0 };
	struct ch_err err = { 0 };
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	int ends[2];

	(void)state;
	assert_int_equal(sigaction(SIGPIPE, &ignore, NULL), 0);
	assert_int_equal(pipe(ends), 0);
	close(ends[0]);
	ch_sink_fd(&s, ends[1], "a pipe");
	ch_sink_z(&s, "x");
	assert_int_equal(ch_sink_close(&s, &err), CH_EPIPE);
	close(ends[1]);
}

static void a_place_that_cannot_be_written_is_an_error_at_once(void **state)
{
	struct ch_sink s = { 0 };
	struct ch_err err = { 0 };

	(void)state;
	assert_int_equal(ch_sink_open(&s, "no/such/dir", &err), CH_EIO);
	assert_int_equal(ch_sink_open(&s, "/tmp", &err), CH_EIO);
	assert_string_equal(err.msg, "/tmp: is a directory");
	assert_int_equal(ch_sink_close(&s, &err), 0);
}

static void more_than_a_buffer_arrives_in_order(void **state)
{
	struct ch_sink s = { 0 };
	struct stat st;

	(void)state;
	assert_int_equal(ch_sink_open(&s, "out", NULL), 0);
	for (int i = 0; i < 50000; i++)
		ch_sink_printf(&s, "%06d\n", i);
	assert_int_equal(ch_sink_close(&s, NULL), 0);
	assert_int_equal(stat("out", &st), 0);
	assert_int_equal(st.st_size, 350000);
}

static void dying_leaves_no_temporary_files(void **state)
{
	struct ch_sink s = { 0 };
	char *temp;
	int fd;

	(void)state;
	assert_int_equal(ch_sink_open(&s, "out", NULL), 0);
	assert_int_equal(ch_tempfile_create("two", &fd, &temp, NULL), 0);
	assert_int_equal(access(temp, F_OK), 0);
	ch_tempfile_unlink_all();
	assert_int_equal(access(temp, F_OK), -1);
	assert_int_equal(access(s.temp, F_OK), -1);
	close(fd);
	ch_tempfile_discard(temp);
	ch_sink_abort(&s);
}

#define IN_A_DIRECTORY(test) cmocka_unit_test_setup_teardown(test, enter, leave)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_DIRECTORY(a_file_is_there_only_when_it_is_complete),
		IN_A_DIRECTORY(an_aborted_file_leaves_the_old_one),
		IN_A_DIRECTORY(a_replaced_file_keeps_its_mode_and_its_link),
		IN_A_DIRECTORY(a_full_disk_is_told_with_its_name),
		IN_A_DIRECTORY(a_reader_that_left_has_its_own_code),
		IN_A_DIRECTORY(
			a_place_that_cannot_be_written_is_an_error_at_once),
		IN_A_DIRECTORY(more_than_a_buffer_arrives_in_order),
		IN_A_DIRECTORY(dying_leaves_no_temporary_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
