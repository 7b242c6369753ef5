#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/mem.h"
#include "gitlayer/pathspec.h"
#include "tests/unit/git_oracle.h"

static const char *const files[] = { "Makefile", "README.md", "a*b/lit", "doc",
	"docs/Guide.md", "docs/a/b/c.md", "docs/guide.md", "src/a.c", "src/a.h",
	"src/lib/a.c", "src/lib/deep/x.C", "src/libx/b.c", "srcx", "test/[x].c",
	"test/a.c" };

static char *dir;

/* One commit that holds the files above. */
static int make_repo(void **state)
{
	(void)state;
	dir = scratch_repo();
	for (size_t i = 0; i < CH_ARRAY_LEN(files); i++)
		write_file(dir, files[i], "x\n");
	do_in(dir, "git add -A && git commit -q -m x");
	return 0;
}

static int drop_repo(void **state)
{
	(void)state;
	remove_repo(dir);
	return 0;
}

/* A directory is entered wherever something below it matches. */
static void may_enter_all_above(
	const struct ch_pathspec *spec, struct ch_str path)
{
	for (size_t i = 0; i < path.len; i++)
		if (path.ptr[i] == '/' &&
			!ch_pathspec_may_enter(spec, ch_str_sub(path, 0, i)))
			fail_msg("%.*s is not entered for %.*s", (int)i,
				path.ptr, (int)path.len, path.ptr);
	assert_true(ch_pathspec_may_enter(spec, CH_STR("")));
}

/* Up to three words in 'prefix', against git log. */
static void same_as_git(
	const char *prefix, const char *a, const char *b, const char *c)
{
	const char *words[3] = { a, b, c };
	size_t n = c ? 3 : b ? 2 : 1;
	struct ch_pathspec *spec;
	struct ch_buf ours = { 0 };
	struct ch_err err = { 0 };
	char *git;

	if (ch_pathspec_new(&spec, prefix, words, n, &err))
		fail_msg("%s", err.msg);
	for (size_t i = 0; i < CH_ARRAY_LEN(files); i++) {
		struct ch_str path = ch_str_z(files[i]);

		if (!ch_pathspec_matches(spec, path))
			continue;
		may_enter_all_above(spec, path);
		ch_buf_printf(&ours, ours.len ? "\n%s" : "%s", files[i]);
	}
	git = run_in(dir,
		"cd './%s' && git -c core.quotePath=false log --full-history "
		"--format= --name-only -- '%s' %s%s%s %s%s%s",
		prefix, a, b ? "'" : "", b ? b : "", b ? "'" : "", c ? "'" : "",
		c ? c : "", c ? "'" : "");
	assert_string_equal(ch_buf_z(&ours), git);
	free(git);
	ch_buf_release(&ours);
	ch_pathspec_free(spec);
}

static void a_plain_path_is_a_file_or_all_of_a_directory(void **state)
{
	(void)state;
	same_as_git("", "src", NULL, NULL);
	same_as_git("", "src/", NULL, NULL);
	same_as_git("", "doc", NULL, NULL);
	same_as_git("", "doc/", NULL, NULL);
	same_as_git("", "src/lib", "Makefile", NULL);
	same_as_git("", ".", NULL, NULL);
	same_as_git("", "nothing", NULL, NULL);
	same_as_git("", "./src//lib/../a.c", NULL, NULL);
	same_as_git("", "a*b", NULL, NULL);
}

static void a_wildcard_crosses_directories_unless_glob(void **state)
{
	(void)state;
	same_as_git("", "*.c", NULL, NULL);
	same_as_git("", ":(glob)*.c", NULL, NULL);
	same_as_git("", ":(glob)src/*.c", NULL, NULL);
	same_as_git("", ":(glob)**/*.c", NULL, NULL);
	same_as_git("", ":(glob)src/**", NULL, NULL);
	same_as_git("", ":(glob)**/a.c", NULL, NULL);
	same_as_git("", "sr?", NULL, NULL);
	same_as_git("", "src/*/a.c", NULL, NULL);
	same_as_git("", "[ds]*", NULL, NULL);
	same_as_git("", ":(glob)d**", NULL, NULL);
}

static void exclusion_takes_away_from_the_others_or_from_all(void **state)
{
	(void)state;
	same_as_git("", ":!src", NULL, NULL);
	same_as_git("", ":^src/lib", NULL, NULL);
	same_as_git("", "src", ":(exclude)*.h", NULL);
	same_as_git("", ":!*.c", ":!*.md", NULL);
	same_as_git("", "src", ":!src/lib/", "test");
	same_as_git("", ":(exclude,icase)DOCS", NULL, NULL);
	same_as_git("", ":(exclude,glob)*/*.c", NULL, NULL);
	same_as_git("", ":!.", NULL, NULL);
}

static void magic_combines(void **state)
{
	(void)state;
	same_as_git("", ":(icase)DOCS/GUIDE.MD", NULL, NULL);
	same_as_git("", ":(icase)*.c", NULL, NULL);
	same_as_git("", ":(icase,glob)SRC/**/*.C", NULL, NULL);
	same_as_git("", ":(literal)a*b", NULL, NULL);
	same_as_git("", ":(literal)*.c", NULL, NULL);
	same_as_git("", "test/[x].c", NULL, NULL);
	same_as_git("", ":(literal)test/[x].c", NULL, NULL);
	same_as_git("", ":(literal,icase)TEST/[X].C", NULL, NULL);
	same_as_git("", "test/\\[x].c", NULL, NULL);
	same_as_git("", ":()src", NULL, NULL);
	same_as_git("", "src", ":(top,exclude,icase,glob)SRC/*/*.c", NULL);
}

static void below_the_top_words_are_relative_unless_top(void **state)
{
	(void)state;
	same_as_git("src/", "lib", NULL, NULL);
	same_as_git("src/", ":(top)docs", NULL, NULL);
	same_as_git("src/", ":/docs", NULL, NULL);
	same_as_git("src/", ":/", NULL, NULL);
	same_as_git("src/", ":", NULL, NULL);
	same_as_git("src/", "../docs", NULL, NULL);
	same_as_git("src/", "..", NULL, NULL);
	same_as_git("src/lib/", "../../test/*.c", NULL, NULL);
	same_as_git("src/", ":/*.md", ":/!docs/a", NULL);
	same_as_git("src/", ":!lib", NULL, NULL);
	same_as_git("src/", ":(icase)LIB", NULL, NULL);
	same_as_git("src/", "*.c", NULL, NULL);
	same_as_git("a*b/", "l*", NULL, NULL);
	same_as_git("src/", ":/!:lib", NULL, NULL);
}

static void no_words_match_everything(void **state)
{
	struct ch_pathspec *spec;

	(void)state;
	assert_int_equal(ch_pathspec_new(&spec, "src/", NULL, 0, NULL), 0);
	assert_true(ch_pathspec_is_empty(spec));
	assert_true(ch_pathspec_matches(spec, CH_STR("any/thing")));
	assert_true(ch_pathspec_may_enter(spec, CH_STR("any")));
	ch_pathspec_free(spec);
}

static void directories_that_cannot_match_are_not_entered(void **state)
{
	static const struct {
		const char *word, *dir;
		bool may;
	} rows[] = { { "src/lib", "src", true }, { "src/lib", "doc", false },
		{ "src/lib", "src/lib", true },
		{ "src/lib", "src/libx", false },
		{ "src/lib", "src/lib/deep", true }, { "src", "sr", false },
		{ "sr*", "sr", true }, { "sr*", "s", false },
		{ ":!src", "src", false }, { ":!src", "src/lib", false },
		{ ":!src", "doc", true }, { ":!src/*", "src", true },
		{ ":(icase)SRC", "src", true } };

	(void)state;
	for (size_t i = 0; i < CH_ARRAY_LEN(rows); i++) {
		struct ch_pathspec *spec;

		assert_int_equal(
			ch_pathspec_new(&spec, "", &rows[i].word, 1, NULL), 0);
		if (ch_pathspec_may_enter(spec, ch_str_z(rows[i].dir)) !=
			rows[i].may)
			fail_msg("%s in %s", rows[i].dir, rows[i].word);
		ch_pathspec_free(spec);
	}
}

static void wrong_words_are_named(void **state)
{
	static const char *const words[] = { "", ":(foo)x", ":(top", "../x",
		"src/../../x", "/etc", ":(glob,literal)x", ":%x",
		":(attr:text)x", ":(exclude)../x" };

	(void)state;
	for (size_t i = 0; i < CH_ARRAY_LEN(words); i++) {
		struct ch_pathspec *spec;
		struct ch_err err = { 0 };

		assert_int_equal(ch_pathspec_new(&spec, "", &words[i], 1, &err),
			CH_EUSAGE);
		assert_null(spec);
		assert_non_null(strstr(err.msg, words[i]));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plain_path_is_a_file_or_all_of_a_directory),
		cmocka_unit_test(a_wildcard_crosses_directories_unless_glob),
		cmocka_unit_test(
			exclusion_takes_away_from_the_others_or_from_all),
		cmocka_unit_test(magic_combines),
		cmocka_unit_test(below_the_top_words_are_relative_unless_top),
		cmocka_unit_test(no_words_match_everything),
		cmocka_unit_test(directories_that_cannot_match_are_not_entered),
		cmocka_unit_test(wrong_words_are_named),
	};

	return cmocka_run_group_tests(tests, make_repo, drop_repo);
}
