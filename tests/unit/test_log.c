/* A range's log from small repositories, with git shortlog as the judge. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tests/unit/git_oracle.h"
#include "snapshot/log.h"

struct fixture {
	char *dir;
	struct ch_repo *repo;
	struct ch_odb *odb;
	struct ch_history history;
	struct ch_mailmap *mailmap;
	struct ch_arena arena;
	struct ch_log log;
	const char *origin; /* NULL: no remote */
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_int_equal(ch_git_init(NULL), 0);
	f->dir = scratch_repo();
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	ch_history_release(&f->history);
	ch_mailmap_free(f->mailmap);
	ch_arena_release(&f->arena);
	ch_odb_free(f->odb);
	ch_repo_free(f->repo);
	remove_repo(f->dir);
	free(f);
	ch_git_shutdown();
	return 0;
}

/* An empty commit on the current branch; 'message' has no single quotes. */
static void commit(struct fixture *f, const char *message)
{
	do_in(f->dir, "git commit -q --allow-empty -m '%s'", message);
}

/* As `git revert` words it, which refuses to make empty commits. */
static void revert(struct fixture *f, const char *rev, const char *subject)
{
	do_in(f->dir,
		"git commit -q --allow-empty -m 'Revert \"%s\"' "
		"-m \"This reverts commit $(git rev-parse '%s^{}').\"",
		subject, rev);
}

static void merge(struct fixture *f, const char *branch, const char *message)
{
	do_in(f->dir, "git merge -q --no-ff -m '%s' %s", message, branch);
}

static void walk(struct fixture *f, const char *from, const char *to,
	struct ch_oid *tip, struct ch_history *out)
{
	struct ch_err err = { 0 };
	struct ch_oid a;
	struct ch_walk_tips tips = { .include = tip,
		.ninclude = 1,
		.since_s = CH_NO_TIME,
		.until_s = CH_NO_TIME,
		.want_excluded_authors = true };

	assert_int_equal(ch_repo_resolve(f->repo, to, tip, &err), 0);
	if (from) {
		assert_int_equal(ch_repo_resolve(f->repo, from, &a, &err), 0);
		tips.exclude = &a;
		tips.nexclude = 1;
	}
	assert_int_equal(ch_walk(f->odb, f->repo, &tips, out, &err), 0);
}

static void build(struct fixture *f, const char *from, const char *to)
{
	struct ch_err err = { 0 };
	struct ch_oid tip;

	assert_int_equal(ch_repo_open(&f->repo, f->dir, &err), 0);
	assert_int_equal(ch_odb_open(&f->odb, f->repo, NULL, &err), 0);
	walk(f, from, to, &tip, &f->history);
	assert_int_equal(ch_log_build(f->odb, &f->history,
				 &f->history.excluded_authors, &tip, f->mailmap,
				 ch_str_z(f->origin), &f->arena, &f->log, &err),
		0);
}

static void is_text(struct ch_str got, const char *want)
{
	char *z = strndup(got.len ? got.ptr : "", got.len);

	assert_string_equal(z, want);
	free(z);
}

static const struct ch_log_commit *find(struct fixture *f, const char *subject)
{
	for (size_t i = 0; i < f->log.ncommits; i++)
		if (ch_str_is(f->log.commits[i].subject, subject))
			return &f->log.commits[i];
	fail_msg("no commit \"%s\"", subject);
	return NULL;
}

static const struct ch_log_person *person(struct fixture *f, const char *email)
{
	for (size_t i = 0; i < f->log.npeople; i++)
		if (ch_str_is(f->log.people[i].email, email))
			return &f->log.people[i];
	fail_msg("nobody is \"%s\"", email);
	return NULL;
}

static void a_mainline_commit_brings_what_it_made_reachable(void **state)
{
	struct fixture *f = *state;
	const struct ch_log_group *g;

	commit(f, "start");
	do_in(f->dir, "git tag v1; git checkout -q -b topic");
	commit(f, "read: first half (#7)");
	commit(f, "read: second half");
	do_in(f->dir, "git checkout -q main");
	commit(f, "Something else (#3)");
	merge(f, "topic",
		"Merge pull request #9 from ada/topic\n\nRead twice\n\nFixes "
		"#2");
	build(f, "v1", "main");
	assert_int_equal(f->log.ncommits, 4);
	assert_int_equal(f->log.ngroups, 2);
	is_text(f->log.groups[0].title, "Something else");
	g = &f->log.groups[1];
	is_text(g->title, "Read twice");
	is_text(g->component, "read");
	assert_int_equal(g->nmembers, 2);
	assert_true(g->members[0] < g->members[1]);
	assert_int_equal(f->log.commits[g->members[0]].group, 1);
	assert_int_equal(g->nnumbers, 3);
	assert_int_equal(g->numbers[0], 9);
	assert_int_equal(g->numbers[1], 2);
	assert_int_equal(g->numbers[2], 7);
	assert_int_equal(f->log.commits[g->head].pr, 9);
}

static void numbers_are_those_of_the_project_most_commits_name(void **state)
{
	struct fixture *f = *state;
	const struct ch_log_commit *c;

	commit(f, "start\n\nSee https://example.org/a/other/issues/1");
	commit(f, "one\n\nFixes https://example.org/a/own/issues/2");
	commit(f, "two\n\nFixes https://example.org/a/own/issues/3");
	commit(f, "three\n\nFixes a/own#4");
	do_in(f->dir,
		"git commit -q --allow-empty --author='x[bot] <x@example.org>' "
		"-m 'Bump other from 1.0 to 1.1 (#6)' "
		"-m 'a/other#7, #8: now 1.1'");
	build(f, NULL, "main");
	c = find(f, "three");
	assert_int_equal(c->nnumbers, 1);
	assert_int_equal(c->numbers[0], 4);
	assert_int_equal(find(f, "start")->nnumbers, 0);
	c = find(f, "Bump other from 1.0 to 1.1");
	assert_int_equal(c->nnumbers, 1);
	assert_int_equal(c->numbers[0], 6);
}

static void numbers_are_those_of_where_it_was_cloned_from(void **state)
{
	struct fixture *f = *state;

	commit(f, "one\n\nFixes https://example.org/a/own/issues/2");
	commit(f, "two\n\nFixes https://example.org/a/own/issues/3");
	commit(f, "three\n\nFixes a/own#4, not a/other#5");
	f->origin = "git@example.org:me/other.git";
	build(f, NULL, "main");
	assert_int_equal(find(f, "one")->nnumbers, 0);
	assert_int_equal(find(f, "three")->nnumbers, 1);
	assert_int_equal(find(f, "three")->numbers[0], 5);
}

static void a_cut_title_is_its_members(void **state)
{
	struct fixture *f = *state;

	commit(f, "start");
	do_in(f->dir, "git tag v1; git checkout -q -b topic");
	commit(f, "Read the whole file even where it is long");
	do_in(f->dir, "git checkout -q main");
	merge(f, "topic",
		"Merge pull request #9 from ada/topic\n\n"
		"Read the whole file even\xe2\x80\xa6");
	build(f, "v1", "main");
	is_text(f->log.groups[0].title,
		"Read the whole file even where it is long");
}

static void a_merged_mainline_is_opened(void **state)
{
	struct fixture *f = *state;

	commit(f, "start");
	do_in(f->dir, "git tag v1; git checkout -q -b next");
	commit(f, "One (#1)");
	commit(f, "Two (#2)");
	do_in(f->dir, "git checkout -q -b topic");
	commit(f, "a part of three");
	do_in(f->dir, "git checkout -q next");
	merge(f, "topic", "Merge pull request #3 from ada/topic\n\nThree");
	do_in(f->dir, "git checkout -q main");
	commit(f, "Release 1.0.1");
	merge(f, "next", "Merge branch '\"'next'\"'");
	build(f, "v1", "main");
	assert_int_equal(f->log.ngroups, 5);
	is_text(f->log.groups[0].title, "Release 1.0.1");
	is_text(f->log.groups[1].title, "One");
	is_text(f->log.groups[2].title, "Two");
	is_text(f->log.groups[3].title, "Three");
	assert_int_equal(f->log.groups[3].nmembers, 1);
	assert_int_equal(f->log.groups[4].nmembers, 0);
	assert_int_equal(
		f->log.commits[f->log.groups[4].head].class, CH_LOG_MERGE);
}

/* A fix on the release branch, picked to main; a patch that was sent again. */
static void a_commit_made_twice_is_told_by_the_first(void **state)
{
	struct fixture *f = *state;
	size_t picked = 0, again = 0;

	do_in(f->dir, "git config user.name A; git config user.email a@x.y");
	commit(f, "start");
	do_in(f->dir, "git tag v1; git checkout -q -b release");
	do_in(f->dir, "git commit -q --allow-empty --date=1500000000 "
		      "-m 'read: look first' -m 'one'");
	do_in(f->dir, "git checkout -q -b topic main");
	do_in(f->dir, "git commit -q --allow-empty --date=1500000000 "
		      "-m 'read: look first' -m 'picked'");
	do_in(f->dir, "git commit -q --allow-empty --date=1500000001 "
		      "-m 'read: look first' -m 'another'");
	do_in(f->dir, "git commit -q --allow-empty --date=1500000002 "
		      "-m 'read: look first, then write'");
	do_in(f->dir, "git commit -q --allow-empty --date=1500000003 "
		      "-m 'read: look first, then write'");
	do_in(f->dir, "git commit -q --allow-empty --date=1500000000 "
		      "--author='B <b@x.y>' -m 'read: look first'");
	commit(f, "read: look twice");
	do_in(f->dir, "git checkout -q main");
	merge(f, "release", "Merge branch release");
	merge(f, "topic", "Merge branch topic");
	build(f, "v1", "main");
	assert_int_equal(f->log.ngroups, 2);
	is_text(f->log.groups[0].title, "read: look first");
	for (size_t i = 0; i < f->log.ncommits; i++) {
		const struct ch_log_commit *c = &f->log.commits[i];

		if (c->told_by == CH_NO_COMMIT)
			continue;
		picked +=
			c->group == 1 && f->log.commits[c->told_by].group == 0;
		again += c->group == 1 && f->log.commits[c->told_by].group == 1;
	}
	assert_int_equal(picked, 1);
	assert_int_equal(again, 1);
}

static void every_commit_is_in_one_group(void **state)
{
	struct fixture *f = *state;
	size_t n = 0;

	commit(f, "start");
	for (int i = 0; i < 6; i++) {
		do_in(f->dir, "git checkout -q -b b%d main~%d", i, i / 2);
		commit(f, "side");
		do_in(f->dir, "git checkout -q main");
		do_in(f->dir, "git merge -q --no-ff -m m%d b%d", i, i);
	}
	do_in(f->dir,
		"git checkout -q -b o1; git commit -q --allow-empty -m o1; "
		"git checkout -q -b o2 main; "
		"git commit -q --allow-empty -m o2; git checkout -q main; "
		"git merge -q --no-ff -m octopus o1 o2");
	build(f, NULL, "main");
	for (size_t i = 0; i < f->log.ngroups; i++) {
		const struct ch_log_group *g = &f->log.groups[i];

		assert_int_equal(f->log.commits[g->head].group, i);
		for (size_t m = 0; m < g->nmembers; m++)
			assert_int_equal(
				f->log.commits[g->members[m]].group, i);
		n += 1 + g->nmembers;
	}
	assert_int_equal(n, f->log.ncommits);
}

static void a_revert_is_paired_with_what_it_undoes(void **state)
{
	struct fixture *f = *state;
	const struct ch_log_commit *a, *b;

	commit(f, "Old feature");
	do_in(f->dir, "git tag v1");
	commit(f, "Try a hash");
	revert(f, "HEAD", "Try a hash");
	revert(f, "v1", "Old feature");
	build(f, "v1", "main");
	a = find(f, "Try a hash");
	b = find(f, "Revert \"Try a hash\"");
	assert_int_equal(a->class, CH_LOG_REVERTED);
	assert_int_equal(b->class, CH_LOG_REVERT);
	assert_ptr_equal(&f->log.commits[a->pair], b);
	assert_ptr_equal(&f->log.commits[b->pair], a);
	/* What was released and is gone now is news. */
	assert_int_equal(
		find(f, "Revert \"Old feature\"")->class, CH_LOG_NORMAL);
}

static void a_reverted_revert_restores(void **state)
{
	struct fixture *f = *state;

	commit(f, "start");
	do_in(f->dir, "git tag v1");
	commit(f, "Try a hash");
	revert(f, "HEAD", "Try a hash");
	commit(f, "Revert \"Revert \"Try a hash\"\"\n\nIt was fine.");
	build(f, "v1", "main");
	assert_int_equal(find(f, "Try a hash")->class, CH_LOG_NORMAL);
	assert_int_equal(
		find(f, "Revert \"Try a hash\"")->class, CH_LOG_REVERTED);
	assert_int_equal(find(f, "Revert \"Revert \"Try a hash\"\"")->class,
		CH_LOG_REVERT);
}

static void a_reverted_pull_request_takes_its_commits_along(void **state)
{
	struct fixture *f = *state;

	commit(f, "start");
	do_in(f->dir, "git tag v1; git checkout -q -b topic");
	commit(f, "half one");
	commit(f, "half two");
	do_in(f->dir, "git checkout -q main");
	merge(f, "topic", "Merge pull request #9 from ada/topic\n\nWhole");
	do_in(f->dir, "git checkout -q -b undo");
	commit(f, "Revert \"Whole\"");
	do_in(f->dir, "git checkout -q main");
	merge(f, "undo",
		"Merge pull request #10 from ada/undo\n\nRevert \"Whole\"");
	build(f, "v1", "main");
	for (size_t i = 0; i < f->log.ncommits; i++) {
		assert_true(f->log.commits[i].class == CH_LOG_REVERT ||
			    f->log.commits[i].class == CH_LOG_REVERTED);
		assert_int_not_equal(f->log.commits[i].pair, CH_NO_COMMIT);
	}
}

/* "     2\tName <email>" lines as shortlog -sne prints them. */
static void equals_shortlog(struct fixture *f, const char *range)
{
	struct ch_buf ours = { 0 }, theirs = { 0 };
	char *git = run_in(f->dir, "git shortlog -sne --no-merges %s", range);

	for (size_t i = 0; i < f->log.npeople; i++) {
		const struct ch_log_person *p = &f->log.people[i];

		if (p->commits)
			ch_buf_printf(&ours, "%6u\t%.*s <%.*s>\n", p->commits,
				(int)p->name.len, p->name.ptr,
				(int)p->email.len, p->email.ptr);
	}
	ch_buf_printf(&theirs, "%s\n", git);
	free(git);
	assert_string_equal(ch_buf_z(&ours), ch_buf_z(&theirs));
	ch_buf_release(&ours);
	ch_buf_release(&theirs);
}

static void people_make_commits(struct fixture *f)
{
	static const char *const who[] = { "Ada Byron <ada@example.org>",
		"ada <ADA@old.example.org>", "Grace <grace@example.org>",
		"Grace <Grace@example.org>", "bot[bot] <bot@example.org>",
		"Grace <grace@example.org>" };

	commit(f, "start");
	do_in(f->dir, "git commit -q --allow-empty -m x "
		      "--author 'Grace <grace@EXAMPLE.org>'; git tag v1");
	for (size_t i = 0; i < sizeof(who) / sizeof(who[0]); i++)
		do_in(f->dir, "git commit -q --allow-empty -m x --author '%s'",
			who[i]);
	do_in(f->dir, "git checkout -q -b side v1");
	commit(f, "side\n\nCo-authored-by: Ada Byron <ada@example.org>\n"
		  "Co-authored-by: Linus <linus@example.org>\n"
		  "Co-authored-by: A U Thor <author@example.com>\n"
		  "Co-authored-by: nobody");
	do_in(f->dir, "git checkout -q main");
	merge(f, "side", "Merge branch side");
}

static void people_are_counted_as_git_counts_them(void **state)
{
	struct fixture *f = *state;

	people_make_commits(f);
	build(f, "v1", "main");
	equals_shortlog(f, "v1..main");
	assert_int_equal(person(f, "author@example.com")->merges, 1);
	assert_int_equal(person(f, "ada@example.org")->coauthored, 1);
	assert_int_equal(person(f, "linus@example.org")->commits, 0);
	assert_int_equal(person(f, "author@example.com")->coauthored, 0);
	assert_int_equal(find(f, "side")->ncoauthors, 2);
	assert_true(person(f, "bot@example.org")->bot);
	assert_false(person(f, "ada@example.org")->bot);
}

static void the_mailmap_joins_people(void **state)
{
	struct fixture *f = *state;
	const char *map = "Ada Byron <ada@example.org> <ada@OLD.example.org>\n";

	people_make_commits(f);
	do_in(f->dir, "printf '%%s' '%s' >.mailmap", map);
	f->mailmap = ch_mailmap_new();
	ch_mailmap_add(f->mailmap, ch_str_z(map));
	build(f, "v1", "main");
	equals_shortlog(f, "v1..main");
	assert_int_equal(person(f, "ada@example.org")->commits, 2);
}

static void a_first_contribution_is_one_by_nobody_known(void **state)
{
	struct fixture *f = *state;

	people_make_commits(f);
	build(f, "v1", "main");
	assert_true(person(f, "ada@example.org")->first);
	assert_false(person(f, "ada@example.org")->alias_before);
	assert_false(person(f, "author@example.com")->first);
	/* The case of an e-mail makes nobody new. */
	assert_false(person(f, "grace@example.org")->first);
}

static void without_a_past_nobody_is_first(void **state)
{
	struct fixture *f = *state;

	people_make_commits(f);
	build(f, NULL, "main");
	for (size_t i = 0; i < f->log.npeople; i++)
		assert_false(f->log.people[i].first);
}

static void the_same_name_by_another_address_is_an_alias(void **state)
{
	struct fixture *f = *state;

	commit(f, "start");
	do_in(f->dir, "git tag v1; git commit -q --allow-empty -m x --author "
		      "'a u thor <new@example.org>'");
	build(f, "v1", "main");
	assert_true(person(f, "new@example.org")->first);
	assert_true(person(f, "new@example.org")->alias_before);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_mainline_commit_brings_what_it_made_reachable),
		TEST(numbers_are_those_of_the_project_most_commits_name),
		TEST(numbers_are_those_of_where_it_was_cloned_from),
		TEST(a_cut_title_is_its_members),
		TEST(a_merged_mainline_is_opened),
		TEST(every_commit_is_in_one_group),
		TEST(a_commit_made_twice_is_told_by_the_first),
		TEST(a_revert_is_paired_with_what_it_undoes),
		TEST(a_reverted_revert_restores),
		TEST(a_reverted_pull_request_takes_its_commits_along),
		TEST(people_are_counted_as_git_counts_them),
		TEST(the_mailmap_joins_people),
		TEST(a_first_contribution_is_one_by_nobody_known),
		TEST(without_a_past_nobody_is_first),
		TEST(the_same_name_by_another_address_is_an_alias),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
