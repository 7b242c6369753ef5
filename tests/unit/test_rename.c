#include "gitlayer/rename.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <git2.h>

#include "base/buf.h"
#include "base/mem.h"

struct fixture {
	char dir[64];
	git_repository *git;
	git_odb *git_odb;
	struct ch_repo *repo;
	struct ch_odb *odb;
	struct ch_arena arena;
	struct ch_changes changes;
	bool skipped;
};

static int setup(void **state)
{
	struct fixture *f = ch_calloc(1, sizeof(*f));

	strcpy(f->dir, "/tmp/test_rename.XXXXXX");
	if (!mkdtemp(f->dir) || ch_git_init(NULL) ||
		git_repository_init(&f->git, f->dir, 1) ||
		git_repository_odb(&f->git_odb, f->git) ||
		ch_repo_open(&f->repo, f->dir, NULL) ||
		ch_odb_open(&f->odb, f->repo, NULL, NULL))
		return -1;
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	char command[100];

	ch_changes_release(&f->changes);
	ch_arena_release(&f->arena);
	ch_odb_free(f->odb);
	ch_repo_free(f->repo);
	git_odb_free(f->git_odb);
	git_repository_free(f->git);
	ch_git_shutdown();
	snprintf(command, sizeof(command), "rm -rf '%s'", f->dir);
	free(f);
	return system(command); /* NOLINT */
}

/* "first" to "first" + n - 1, a line each: easy to say how much is shared. */
static struct ch_oid lines(struct fixture *f, int first, int n)
{
	struct ch_buf b = { 0 };
	struct ch_oid out;
	git_oid id;
	int i;

	for (i = 0; i < n; i++)
		ch_buf_printf(&b, "line number %06d\n", first + i);
	assert_int_equal(git_odb_write(&id, f->git_odb, ch_buf_z(&b), b.len,
				 GIT_OBJECT_BLOB),
		0);
	memcpy(out.id, id.id, CH_OID_BYTES);
	ch_buf_release(&b);
	return out;
}

static void change(struct fixture *f, char kind, const char *path,
	uint32_t mode, struct ch_oid oid)
{
	struct ch_change c = { .path = ch_str_z(path) };

	if (kind == 'A') {
		c.new_oid = oid;
		c.new_mode = mode;
	} else {
		c.old_oid = oid;
		c.old_mode = mode;
	}
	CH_GROW(f->changes.items, f->changes.n, f->changes.cap);
	f->changes.items[f->changes.n++] = c;
}

/* "old>new" for a pair, "+new", "-old", each and a space. */
static const char *find(struct fixture *f, const struct ch_rename_options *opt)
{
	struct ch_buf b = { 0 };
	struct ch_str text;
	size_t i;

	assert_int_equal(ch_renames_find(f->odb, &f->changes, opt, &f->arena,
				 &f->skipped, NULL),
		0);
	for (i = 0; i < f->changes.n; i++) {
		const struct ch_change *c = &f->changes.items[i];

		if (c->old_path.ptr)
			ch_buf_printf(
				&b, "%s>%s ", c->old_path.ptr, c->path.ptr);
		else
			ch_buf_printf(&b, "%c%s ", c->new_mode ? '+' : '-',
				c->path.ptr);
	}
	text = ch_arena_str(&f->arena, ch_buf_str(&b));
	ch_buf_release(&b);
	f->changes.n = 0;
	return text.ptr;
}

static void the_same_content_is_a_rename_by_name_first(void **state)
{
	struct fixture *f = *state;
	struct ch_oid x = lines(f, 1, 10);

	change(f, 'D', "a/one", CH_MODE_BLOB, x);
	change(f, 'D', "a/two", CH_MODE_BLOB, x);
	change(f, 'A', "b/other", CH_MODE_BLOB, x);
	change(f, 'A', "b/two", CH_MODE_EXEC, x);
	/* "other" takes the first one that is free, in path order. */
	assert_string_equal(find(f, NULL), "a/one>b/other a/two>b/two ");
	assert_int_equal(f->changes.items[0].score, 60000);
}

static void links_and_submodules_need_the_same_mode(void **state)
{
	struct fixture *f = *state;
	struct ch_oid x = lines(f, 1, 10), y = lines(f, 2, 10);

	change(f, 'D', "a", CH_MODE_LINK, x);
	change(f, 'A', "b", CH_MODE_BLOB, x);
	assert_string_equal(find(f, NULL), "-a +b ");
	change(f, 'D', "a", CH_MODE_LINK, x);
	change(f, 'A', "b", CH_MODE_LINK, x);
	assert_string_equal(find(f, NULL), "a>b ");
	/* Only regular files can be similar. */
	change(f, 'D', "a", CH_MODE_LINK, x);
	change(f, 'A', "b", CH_MODE_LINK, y);
	assert_string_equal(find(f, NULL), "-a +b ");
}

static void a_cache_changes_nothing(void **state)
{
	struct fixture *f = *state;
	struct ch_spancache *cache = ch_spancache_new((size_t)1 << 20);
	struct ch_rename_options opt = { .cache = cache };
	struct ch_oid x = lines(f, 1, 10), near_x = lines(f, 3, 10);
	struct ch_oid y = lines(f, 500, 12), near_y = lines(f, 502, 12);

	for (int round = 0; round < 3; round++) {
		change(f, 'D', "a", CH_MODE_BLOB, x);
		change(f, 'D', "b", CH_MODE_BLOB, x);
		change(f, 'D', "c", CH_MODE_BLOB, y);
		change(f, 'A', "d", CH_MODE_BLOB, near_y);
		change(f, 'A', "e", CH_MODE_BLOB, near_x);
		assert_string_equal(find(f, &opt), "-b c>d a>e ");
	}
	ch_spancache_free(cache);
}

static void similar_files_pair_from_half_on(void **state)
{
	struct fixture *f = *state;
	struct ch_rename_options opt = { .min_score = 54000 };

	change(f, 'D', "a", CH_MODE_BLOB, lines(f, 0, 100));
	change(f, 'A', "b", CH_MODE_BLOB, lines(f, 40, 100));
	assert_string_equal(find(f, NULL), "a>b ");
	assert_int_equal(f->changes.items[0].score, 36000);
	change(f, 'D', "a", CH_MODE_BLOB, lines(f, 0, 100));
	change(f, 'A', "b", CH_MODE_BLOB, lines(f, 60, 100));
	assert_string_equal(find(f, NULL), "-a +b ");
	change(f, 'D', "a", CH_MODE_BLOB, lines(f, 0, 100));
	change(f, 'A', "b", CH_MODE_BLOB, lines(f, 40, 100));
	assert_string_equal(find(f, &opt), "-a +b ");
}

static void the_most_similar_source_wins(void **state)
{
	struct fixture *f = *state;

	change(f, 'D', "s60", CH_MODE_BLOB, lines(f, 40, 100));
	change(f, 'D', "s90", CH_MODE_BLOB, lines(f, 10, 100));
	change(f, 'A', "t", CH_MODE_BLOB, lines(f, 0, 100));
	assert_string_equal(find(f, NULL), "-s60 s90>t ");
}

/* The only file of a name takes its namesake at 75 %, another is at 90. */
static void a_unique_name_comes_before_the_best_score(void **state)
{
	struct fixture *f = *state;

	change(f, 'D', "a/name", CH_MODE_BLOB, lines(f, 20, 100));
	change(f, 'D', "a/other", CH_MODE_BLOB, lines(f, 10, 100));
	change(f, 'A', "b/name", CH_MODE_BLOB, lines(f, 0, 100));
	assert_string_equal(find(f, NULL), "-a/other a/name>b/name ");
	change(f, 'D', "a/name", CH_MODE_BLOB, lines(f, 30, 100));
	change(f, 'D', "a/other", CH_MODE_BLOB, lines(f, 10, 100));
	change(f, 'A', "b/name", CH_MODE_BLOB, lines(f, 0, 100));
	assert_string_equal(find(f, NULL), "-a/name a/other>b/name ");
}

static void past_the_limit_only_the_same_content_and_names_pair(void **state)
{
	struct fixture *f = *state;
	struct ch_rename_options opt = { .limit = 3 };

	change(f, 'D', "a", CH_MODE_BLOB, lines(f, 0, 100));
	change(f, 'D', "d/n", CH_MODE_BLOB, lines(f, 1000, 100));
	change(f, 'D', "x", CH_MODE_BLOB, lines(f, 5000, 10));
	change(f, 'D', "y", CH_MODE_BLOB, lines(f, 6000, 10));
	change(f, 'D', "z", CH_MODE_BLOB, lines(f, 7000, 10));
	change(f, 'A', "b", CH_MODE_BLOB, lines(f, 1, 100));
	change(f, 'A', "c", CH_MODE_BLOB, lines(f, 7000, 10));
	change(f, 'A', "e/n", CH_MODE_BLOB, lines(f, 1001, 100));
	assert_string_equal(find(f, &opt), "-x -y a>b z>c d/n>e/n ");
	assert_false(f->skipped);
	opt.limit = 2;
	change(f, 'D', "a", CH_MODE_BLOB, lines(f, 0, 100));
	change(f, 'D', "x", CH_MODE_BLOB, lines(f, 5000, 10));
	change(f, 'D', "y", CH_MODE_BLOB, lines(f, 6000, 10));
	change(f, 'A', "b", CH_MODE_BLOB, lines(f, 1, 100));
	assert_string_equal(find(f, &opt), "-a -x -y +b ");
	assert_true(f->skipped);
}

static void what_cannot_be_read_pairs_with_nothing(void **state)
{
	struct fixture *f = *state;
	struct ch_oid gone;

	memset(gone.id, 7, sizeof(gone.id));
	change(f, 'D', "a", CH_MODE_BLOB, gone);
	change(f, 'A', "b", CH_MODE_BLOB, lines(f, 0, 100));
	assert_string_equal(find(f, NULL), "-a +b ");
}

static void a_carriage_return_counts_for_nothing_in_text(void **state)
{
	(void)state;
	assert_int_equal(
		ch_similarity(CH_STR("a\nb\n"), CH_STR("a\nb\n")), 60000);
	/* 4 of 6 bytes: the two CR are no part of a span. */
	assert_int_equal(
		ch_similarity(CH_STR("a\r\nb\r\n"), CH_STR("a\nb\n")), 40000);
	assert_int_equal(ch_similarity(CH_STR("a\r\n\0"), CH_STR("a\n")), 0);
	assert_int_equal(ch_similarity(CH_STR(""), CH_STR("")), 0);
	assert_int_equal(ch_similarity(CH_STR("x"), CH_STR("x")), 60000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_content_is_a_rename_by_name_first),
		cmocka_unit_test(links_and_submodules_need_the_same_mode),
		cmocka_unit_test(a_cache_changes_nothing),
		cmocka_unit_test(similar_files_pair_from_half_on),
		cmocka_unit_test(the_most_similar_source_wins),
		cmocka_unit_test(a_unique_name_comes_before_the_best_score),
		cmocka_unit_test(
			past_the_limit_only_the_same_content_and_names_pair),
		cmocka_unit_test(what_cannot_be_read_pairs_with_nothing),
		cmocka_unit_test(a_carriage_return_counts_for_nothing_in_text),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
