#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/mem.h"
#include "gitlayer/range.h"
#include "tests/unit/git_oracle.h"

/*
 *   m1 --- m2 --- m3 --- M --- m4 --- m5   main (HEAD)
 *    \                  /
 *     +------- s1 --- s2                   side
 *   x                                      other: shares nothing
 *
 * One commit a day from 2024-01-01 on, in the order m1 m2 s1 s2 m3 M m4 m5.
 */
struct world {
	char *dir;
	struct ch_repo *repo;
	struct ch_odb *odb;
	struct ch_arena arena;
};

/* 2024-01-01 00:00:00 */
#define DAY1 1704067200
#define NOW (DAY1 + 20 * 86400)

static void make_commits(struct world *w)
{
	do_in(w->dir,
		"d=1704067200; c() { GIT_COMMITTER_DATE=\"$d +0000\" git \"$@\""
		" && d=$((d + 86400)); }; "
		"c commit -q --allow-empty -m m1; git tag m1; "
		"c commit -q --allow-empty -m m2; git tag m2; "
		"git checkout -q -b side m1; "
		"c commit -q --allow-empty -m s1; git tag s1; "
		"c commit -q --allow-empty -m s2; git tag s2; "
		"git checkout -q main; "
		"c commit -q --allow-empty -m m3; git tag m3; "
		"c merge -q -m M side; git tag M; "
		"c commit -q --allow-empty -m m4; git tag m4; "
		"c commit -q --allow-empty -m m5; git tag m5; "
		"git checkout -q --orphan other; "
		"c commit -q --allow-empty -m x; git checkout -q main; "
		"git tag -d m1 m2 s1 s2 m3 M m4 m5");
}

static int make_world(void **state)
{
	struct world *w = ch_calloc(1, sizeof(*w));

	*state = w;
	w->dir = scratch_repo();
	make_commits(w);
	return ch_git_init(NULL) || ch_repo_open(&w->repo, w->dir, NULL) ||
	       ch_odb_open(&w->odb, w->repo, NULL, NULL);
}

static int drop_world(void **state)
{
	struct world *w = *state;

	ch_arena_release(&w->arena);
	ch_odb_free(w->odb);
	ch_repo_free(w->repo);
	remove_repo(w->dir);
	free(w);
	ch_git_shutdown();
	return 0;
}

/* The subjects of the walked commits, as `git log --format=%s` sorts them. */
static void same_as_git(struct world *w, const char *a, const char *b)
{
	const char *words[] = { a, b };
	struct ch_walk_tips tips;
	struct ch_history h = { 0 };
	struct ch_err err = { 0 };
	struct ch_buf ours = { 0 };
	char hex[CH_OID_HEX + 1], *git, *mine;

	if (ch_range_tips(w->repo, w->odb, words,
		    b	? 2
		    : a ? 1
			: 0,
		    &w->arena, &tips, &err) ||
		ch_walk(w->odb, w->repo, &tips, &h, &err))
		fail_msg("%s", err.msg);
	for (size_t i = 0; i < h.ncommits; i++)
		ch_buf_printf(
			&ours, "%s\n", ch_oid_hex(&h.commits[i].oid, hex));
	write_file(w->dir, ".git/ours", ch_buf_z(&ours));
	mine = run_in(w->dir, "sort .git/ours");
	git = run_in(w->dir, "git rev-list '%s' %s | sort", a ? a : "HEAD",
		b ? b : "");
	if (strcmp(mine, git))
		fail_msg("%s %s: '%s', git: '%s'", a, b ? b : "", mine, git);
	free(mine);
	free(git);
	ch_buf_release(&ours);
	ch_history_release(&h);
}

static void ranges_are_those_of_git(void **state)
{
	static const char *const words[] = { "HEAD", "main~3..main", "side..",
		"..side", "side...main", "main...side~1", "other...main",
		"HEAD~2^@", "HEAD~2^!", "HEAD~2^-", "HEAD~2^-1", "HEAD~2^-2",
		"HEAD^!", "other^!", "HEAD^@", "side", "main..side", "..." };

	for (size_t i = 0; i < CH_ARRAY_LEN(words); i++)
		same_as_git(*state, words[i], NULL);
	same_as_git(*state, NULL, NULL);
	same_as_git(*state, "main", "^side");
	same_as_git(*state, "^main~2", "main");
	same_as_git(*state, "main", "^HEAD~2^@");
	same_as_git(*state, "main", "^HEAD~2^!");
	same_as_git(*state, "main~1..main", "side~1..side");
	same_as_git(*state, "other", "side");
}

static void words_that_are_no_revisions_are_named(void **state)
{
	static const struct {
		const char *word;
		int code;
	} rows[] = { { "--all", CH_EUSAGE }, { "-n1", CH_EUSAGE },
		{ "^-x", CH_EUSAGE }, { "nosuch", CH_ENOTFOUND },
		{ "nosuch..main", CH_ENOTFOUND },
		{ "main..nosuch", CH_ENOTFOUND }, { "..", CH_ENOTFOUND },
		{ "^", CH_ENOTFOUND }, { "HEAD~2^-3", CH_ENOTFOUND },
		{ "HEAD^-0", CH_ENOTFOUND }, { "main^-x", CH_ENOTFOUND },
		{ "^main..side", CH_ENOTFOUND } };
	struct world *w = *state;

	for (size_t i = 0; i < CH_ARRAY_LEN(rows); i++) {
		struct ch_walk_tips tips;
		struct ch_err err = { 0 };
		int code = ch_range_tips(w->repo, w->odb, &rows[i].word, 1,
			&w->arena, &tips, &err);

		if (code != rows[i].code)
			fail_msg("%s: %d, %s", rows[i].word, code, err.msg);
		if (rows[i].word[0] != '.')
			assert_non_null(strstr(err.msg,
				rows[i].word[0] == '^' ? rows[i].word + 1
						       : rows[i].word));
	}
}

static struct ch_span span(struct world *w, const char *range,
	const char *since, const char *until)
{
	struct ch_span out = { .from_roots = false };
	struct ch_err err = { 0 };

	if (ch_span_resolve(w->repo, w->odb, range, since, until, NOW,
		    &w->arena, &out, &err))
		fail_msg("%s", err.msg);
	return out;
}

static void is_commit(
	struct world *w, const struct ch_oid *oid, const char *rev)
{
	char hex[CH_OID_HEX + 1];
	char *git = run_in(w->dir, "git rev-parse '%s^{commit}'", rev);

	assert_string_equal(ch_oid_hex(oid, hex), git);
	free(git);
}

static void a_span_has_the_ends_of_its_range(void **state)
{
	struct world *w = *state;
	struct ch_span s = span(w, "side..main~1", NULL, NULL);

	is_commit(w, &s.a, "side");
	is_commit(w, &s.b, "main~1");
	assert_true(ch_str_is(s.a_name, "side"));
	assert_true(ch_str_is(s.b_name, "main~1"));
	assert_false(s.from_roots || s.symmetric || s.a_chosen);
	s = span(w, "main~1..", NULL, NULL);
	is_commit(w, &s.b, "main");
	assert_true(ch_str_is(s.b_name, "HEAD"));
	s = span(w, "side...main~3", NULL, NULL);
	assert_true(s.symmetric);
	is_commit(w, &s.a, "side~2");
	s = span(w, "other...main", NULL, NULL);
	assert_true(s.symmetric && s.from_roots);
	s = span(w, "main~2^!", NULL, NULL);
	is_commit(w, &s.a, "main~3");
	is_commit(w, &s.b, "main~2");
	s = span(w, "other^!", NULL, NULL);
	assert_true(s.from_roots);
}

static void since_is_a_revision_or_the_last_commit_before_a_date(void **state)
{
	struct world *w = *state;
	struct ch_span s = span(w, NULL, "side", NULL);

	is_commit(w, &s.a, "side");
	assert_false(s.a_chosen);
	/* m4 is of the 7th: what is as old as the date is after it. */
	s = span(w, NULL, "2024-01-07 00:00", NULL);
	is_commit(w, &s.a, "main~2");
	s = span(w, NULL, "2024-01-07 00:00:01", NULL);
	is_commit(w, &s.a, "main~1");
	/* s2 is of the 4th but not on the mainline; m2 is of the 2nd. */
	s = span(w, NULL, "2024-01-04 12:00", NULL);
	is_commit(w, &s.a, "main~4");
	s = span(w, NULL, "14 days ago", NULL);
	is_commit(w, &s.a, "main~2");
	s = span(w, NULL, "2020-01-01", NULL);
	assert_true(s.from_roots);
	s = span(w, NULL, "2030-01-01", NULL);
	is_commit(w, &s.a, "main");
}

static void until_is_the_other_end(void **state)
{
	struct world *w = *state;
	struct ch_span s = span(w, NULL, "main~4", "main~1");

	is_commit(w, &s.b, "main~1");
	s = span(w, NULL, "main~4", "2024-01-07 00:00");
	is_commit(w, &s.b, "main~1");
	assert_true(ch_str_is(s.b_name, "2024-01-07 00:00"));
	s = span(w, NULL, "2024-01-02 12:00", "2024-01-06 12:00");
	is_commit(w, &s.a, "main~4");
	is_commit(w, &s.b, "main~2");
}

static void what_cannot_be_a_span_is_refused(void **state)
{
	static const struct {
		const char *range, *since, *until;
		int code;
	} rows[] = { { "main", NULL, NULL, CH_EUSAGE },
		{ "..", NULL, NULL, CH_EUSAGE },
		{ "main..nosuch", NULL, NULL, CH_ENOTFOUND },
		{ "side..main", "side", NULL, CH_EUSAGE },
		{ "side..main", NULL, "side", CH_EUSAGE },
		{ NULL, "nosuch", NULL, CH_EUSAGE },
		{ NULL, "monday", NULL, CH_EUSAGE },
		{ NULL, NULL, "nosuch", CH_EUSAGE },
		{ NULL, NULL, "2001-01-01", CH_ENOTFOUND },
		{ NULL, "--all", NULL, CH_EUSAGE } };
	struct world *w = *state;

	for (size_t i = 0; i < CH_ARRAY_LEN(rows); i++) {
		struct ch_span out;
		struct ch_err err = { 0 };
		int code = ch_span_resolve(w->repo, w->odb, rows[i].range,
			rows[i].since, rows[i].until, NOW, &w->arena, &out,
			&err);

		if (code != rows[i].code)
			fail_msg("row %zu: %d, %s", i, code, err.msg);
		assert_true(err.msg[0]);
	}
}

static void the_nearest_release_before_head_is_chosen(void **state)
{
	struct world *w = *state;
	struct ch_span s = span(w, NULL, NULL, NULL);

	assert_true(s.a_chosen && s.from_roots);
	is_commit(w, &s.b, "HEAD");
	do_in(w->dir,
		"git tag v1.0 main~5; git tag -a -m a v2.0 main~3; "
		"git tag v2.1-rc1 main~1; git tag v9 main; git tag v8 side");
	s = span(w, NULL, NULL, NULL);
	assert_true(s.a_chosen && !s.from_roots);
	assert_true(ch_str_is(s.a_name, "v2.0"));
	is_commit(w, &s.a, "main~3");
	do_in(w->dir, "git tag also-v2 main~3");
	s = span(w, NULL, NULL, NULL);
	assert_true(ch_str_is(s.a_name, "also-v2"));
	/* Before B, where B is not HEAD. */
	s = span(w, NULL, NULL, "main~3");
	assert_true(ch_str_is(s.a_name, "v1.0"));
	do_in(w->dir, "git tag -d v1.0 v2.0 v2.1-rc1 v9 v8 also-v2");
}

static void prereleases_are_known_by_their_names(void **state)
{
	static const char *const no[] = { "v1.0-rc1", "1.0rc2", "v2.0.0-rc.1",
		"v1-ALPHA", "3.0.0beta", "1.0b2", "2.0a1", "v1.0.0-dev3",
		"1.0.dev0", "v2.0-pre", "v1.0-preview.2", "nightly",
		"release-1.0-SNAPSHOT", "5.0.0-next.3", "v3-canary",
		"v16.0.0-Beta.1" };
	static const char *const yes[] = { "v1.0", "1.0.2a", "release-3.4",
		"v2.0.post1", "1.0-final", "archive", "v4.0-lts", "src-1",
		"developer-day", "alphabet-1", "b2", "jq-1.7.1", "v1.0-p3",
		"R_2_4_1", "" };

	(void)state;
	for (size_t i = 0; i < CH_ARRAY_LEN(no); i++)
		if (!ch_tag_is_prerelease(ch_str_z(no[i])))
			fail_msg("%s", no[i]);
	for (size_t i = 0; i < CH_ARRAY_LEN(yes); i++)
		if (ch_tag_is_prerelease(ch_str_z(yes[i])))
			fail_msg("%s", yes[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ranges_are_those_of_git),
		cmocka_unit_test(words_that_are_no_revisions_are_named),
		cmocka_unit_test(a_span_has_the_ends_of_its_range),
		cmocka_unit_test(
			since_is_a_revision_or_the_last_commit_before_a_date),
		cmocka_unit_test(until_is_the_other_end),
		cmocka_unit_test(what_cannot_be_a_span_is_refused),
		cmocka_unit_test(the_nearest_release_before_head_is_chosen),
		cmocka_unit_test(prereleases_are_known_by_their_names),
	};

	return cmocka_run_group_tests(tests, make_world, drop_world);
}
