/*
 * Whose grammars are trusted; what else can be wrong is seen on the command
 * line.
 */
#include "uast/grammars.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "uast/parse.h"

struct dir {
	char path[64], file[96];
};

static int set_up(void **state)
{
	struct dir *d = calloc(1, sizeof(*d));
	FILE *f;

	snprintf(d->path, sizeof(d->path), "/tmp/codehist-grammars-XXXXXX");
	assert_non_null(mkdtemp(d->path));
	snprintf(d->file, sizeof(d->file), "%s/x.lang", d->path);
	f = fopen(d->file, "w");
	assert_non_null(f);
	fputs("files .x Xfile\ncomment comment\n", f);
	fclose(f);
	assert_int_equal(chmod(d->file, 0644), 0);
	*state = d;
	return 0;
}

static int tear_down(void **state)
{
	struct dir *d = *state;

	unlink(d->file);
	rmdir(d->path);
	free(d);
	return 0;
}

/* Root's own are everybody's: give 'path' to somebody where root runs this. */
static uid_t somebody_else(const char *path)
{
	if (geteuid())
		return geteuid() + 1;
	assert_int_equal(chown(path, 1, 1), 0);
	return 2;
}

static void refuses(const struct dir *d, uid_t owner, const char *path)
{
	struct ch_grammars *g = NULL;
	struct ch_err err = { CH_OK, "" };

	assert_int_equal(ch_grammars_open(&g, d->path, owner, &err), CH_EUSAGE);
	assert_null(g);
	assert_non_null(strstr(err.msg, "owned by user"));
	assert_int_equal(strncmp(err.msg, path, strlen(path)), 0);
	assert_int_equal(err.msg[strlen(path)], ':');
}

static void a_directory_of_another_user_is_refused(void **state)
{
	const struct dir *d = *state;

	refuses(d, somebody_else(d->path), d->path);
}

static void a_file_of_another_user_is_refused(void **state)
{
	const struct dir *d = *state;

	/* the directory is judged first: only root can tell the two apart */
	refuses(d, somebody_else(d->file), geteuid() ? d->path : d->file);
}

static void only_what_is_claimed_needs_a_grammar(void **state)
{
	const struct dir *d = *state;
	const struct ch_lang *lang;
	struct ch_grammars *g = NULL;
	struct ch_err err = { CH_OK, "" };

	assert_int_equal(ch_grammars_open(&g, d->path, geteuid(), &err), 0);
	assert_int_equal(ch_grammars_count(g), 1);
	assert_int_equal(ch_grammars_load(g, CH_STR("a/b.y"), &lang, &err), 0);
	assert_null(lang);
	assert_int_equal(ch_grammars_load(g, CH_STR("a.x/.x"), &lang, &err), 0);
	assert_null(lang);
	assert_int_equal(
		ch_grammars_load(g, CH_STR("a/Xfile"), &lang, &err), CH_EIO);
	assert_non_null(strstr(err.msg, "x.so: No such file"));
	assert_null(ch_grammars_for(g, CH_STR("a/Xfile")));
	assert_null(ch_grammars_for(NULL, CH_STR("a/Xfile")));
	ch_grammars_free(g);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_directory_of_another_user_is_refused),
		TEST(a_file_of_another_user_is_refused),
		TEST(only_what_is_claimed_needs_a_grammar),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
