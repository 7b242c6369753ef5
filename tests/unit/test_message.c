#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/mem.h"
#include "snapshot/message.h"
#include "snapshot/numbers.h"
#include "snapshot/project.h"

struct fixture {
	struct ch_arena arena;
	struct ch_message m;
};

static void parse_as(
	struct fixture *f, const char *text, size_t nparents, bool bot)
{
	struct ch_commit c = { 0 };

	c.message = ch_str_z(text);
	c.nparents = nparents;
	ch_message_parse(&c, bot, &f->arena, &f->m);
	ch_message_numbers(&f->m, &c, NULL, &f->arena);
}

static void parse(struct fixture *f, const char *text)
{
	parse_as(f, text, 1, false);
}

static void is_text(struct ch_str got, const char *want)
{
	char *z = strndup(got.len ? got.ptr : "", got.len);

	assert_string_equal(z, want);
	free(z);
}

static int setup(void **state)
{
	*state = calloc(1, sizeof(struct fixture));
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	ch_arena_release(&f->arena);
	free(f);
	return 0;
}

static void has_numbers_of(const struct ch_project *own, struct fixture *f,
	const char *text, size_t n, const uint32_t *want)
{
	struct ch_numbers list = { 0 };
	uint32_t *got;
	size_t k;

	ch_numbers_scan(&list, ch_str_z(text), own);
	k = ch_numbers_take(&list, &f->arena, &got);
	assert_int_equal(k, n);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(got[i], want[i]);
}

static void has_numbers(
	struct fixture *f, const char *text, size_t n, const uint32_t *want)
{
	has_numbers_of(NULL, f, text, n, want);
}

static void numbers_are_taken_as_forges_write_them(void **state)
{
	struct fixture *f = *state;
	struct ch_project own = { .name = CH_STR("Name") };

	has_numbers(f, "Fix #12, (#7) and gh-8; #12 again", 3,
		(uint32_t[]){ 12, 7, 8 });
	has_numbers_of(&own, f,
		"https://example.org/a/name/pull/31/files "
		"<https://example.org/a/name/issues/32> "
		"https://example.org/g/s/name/-/merge_requests/33 "
		"fork/name#34 example.org/a/name/pulls/35",
		5, (uint32_t[]){ 31, 32, 33, 34, 35 });
	has_numbers_of(&own, f, "Part of merge requests group/name!44", 1,
		(uint32_t[]){ 44 });
	has_numbers(f, "Split from merge request !45", 1, (uint32_t[]){ 45 });
}

static void numbers_of_other_projects_are_not_ours(void **state)
{
	struct fixture *f = *state;
	static const char *const texts[] = {
		"https://example.org/a/b/issues/31 other/project#9",
		"https://bugs.example.org/issues/5 group/other!7",
		"<a href=\"https://example.org/a/b/issues/6\">GH-6</a>",
		"([#12](https://example.org/a/b/issues/12))",
		"[see #13 of b](https://example.org/a/b/pull/13)"
	};
	struct ch_project own = { .name = CH_STR("name"), .highest = 50 };

	for (size_t i = 0; i < CH_ARRAY_LEN(texts); i++) {
		has_numbers(f, texts[i], 0, NULL);
		has_numbers_of(&own, f, texts[i], 0, NULL);
	}
	has_numbers_of(&own, f, "as in gh-98765", 0, NULL);
	has_numbers_of(&own, f, "as in gh-200", 1, (uint32_t[]){ 200 });
	has_numbers_of(&own, f,
		"[#14](https://example.org/a/name/issues/14), "
		"[docs](https://example.org/b) #15",
		2, (uint32_t[]){ 14, 15 });
}

/* Whose numbers they are, after all of 'messages'; "" when nobody knows. */
static void is_elected(const char *const *messages, size_t n, const char *want)
{
	struct ch_project_votes v = { 0 };
	struct ch_project own;

	for (size_t i = 0; i < n; i++)
		ch_project_hear(&v, ch_str_z(messages[i]), (uint32_t)i + 40);
	own = ch_project_elect(&v, CH_STR(""));
	is_text(own.name, want);
	own = ch_project_elect(&v, CH_STR("origin"));
	is_text(own.name, "origin");
	ch_project_release(&v);
}

static void a_project_is_the_one_that_most_commits_name(void **state)
{
	static const char *const most[] = { "Fix a/one#1, a/one#2, a/two#3",
		"See https://example.org/b/one/issues/4",
		"See https://example.org/A/One/pull/5" };
	static const char *const even[] = { "a/one#1 a/two#3",
		"a/one#2 a/two#4", "a/one#3" };
	static const char *const high[] = { "a/two#9001 a/one#1",
		"a/two#9002 a/one#2", "a/two#9003 a/one#3", "a/two#9004" };
	static const char *const near[] = { "a/two#3", "a/one#35" };
	static const char *const forge[] = { "a/two#1", "a/two#2", "a/two#3",
		"Fix it\n\nReviewed-on: https://example.org/a/one/pulls/5" };

	(void)state;
	is_elected(most, CH_ARRAY_LEN(most), "one");
	is_elected(most, 2, "");
	is_elected(even, CH_ARRAY_LEN(even), "");
	is_elected(high, CH_ARRAY_LEN(high), "one");
	is_elected(near, CH_ARRAY_LEN(near), "one");
	is_elected(forge, CH_ARRAY_LEN(forge), "one");
}

static void a_project_is_called_as_where_it_was_cloned_from(void **state)
{
	(void)state;
	is_text(ch_project_of_url(CH_STR("https://example.org/a/name.git")),
		"name");
	is_text(ch_project_of_url(CH_STR("git@example.org:a/name.git/")),
		"name");
	is_text(ch_project_of_url(CH_STR("ssh://git@example.org:22/g/s/name")),
		"name");
	is_text(ch_project_of_url(CH_STR("example.org:name")), "name");
	is_text(ch_project_of_url(CH_STR("../name.git")), "");
	is_text(ch_project_of_url(CH_STR("/srv/a:b/name.git")), "");
	is_text(ch_project_of_url(CH_STR("file:///srv/name.git")), "");
	is_text(ch_project_of_url(CH_STR("")), "");
}

static void what_only_looks_like_a_number_is_none(void **state)
{
	struct fixture *f = *state;

	has_numbers(f, "&#123; a#12 #12a #00ff00 #0 #12345678 #", 0, NULL);
	has_numbers(f, "src/issues/12.c x != 3 wow!7 http://x.org/#5", 0, NULL);
	has_numbers(f, "    #1 0x55d0c in main\n    #2  0x5 in f", 0, NULL);
	has_numbers(f, "  #3  a::f (p=0x0) at a.c:2\n", 0, NULL);
	has_numbers(f, "#3  f (p) of x\n) at ", 1, (uint32_t[]){ 3 });
}

static void a_squash_knows_its_pull_request(void **state)
{
	struct fixture *f = *state;

	parse(f, "Fix #9 in the reader (#12)\n\nCloses #10, refs GH-11.\n");
	is_text(f->m.subject, "Fix #9 in the reader");
	assert_int_equal(f->m.own, 12);
	assert_int_equal(f->m.nnumbers, 4);
	assert_int_equal(f->m.numbers[0], 12);
	assert_int_equal(f->m.numbers[1], 9);
	assert_int_equal(f->m.numbers[2], 10);
	assert_int_equal(f->m.numbers[3], 11);
	parse(f, "A backported fix (#20) (#21)");
	is_text(f->m.subject, "A backported fix");
	assert_int_equal(f->m.own, 21);
	parse(f, "Keep (this) and (see #3 for why)");
	is_text(f->m.subject, "Keep (this) and (see #3 for why)");
}

static void a_merge_is_called_by_its_pull_request(void **state)
{
	struct fixture *f = *state;

	parse_as(f, "Merge pull request #104 from ada/topic\n\nAdd topics\n", 2,
		false);
	is_text(f->m.title, "Add topics");
	assert_int_equal(f->m.own, 104);
	assert_int_equal(f->m.class, CH_LOG_NORMAL);
	parse_as(f,
		"Merge branch 'x' into 'main'\n\nMend topics\n\n"
		"See merge request example/messages!105",
		2, false);
	is_text(f->m.title, "Mend topics");
	assert_int_equal(f->m.own, 105);
	parse_as(f, "Merge \"Add a driver\" into main", 2, false);
	is_text(f->m.title, "Add a driver");
	parse_as(f, "Auto merge of #77 - ada:fast, r=grace\n\nSpeed up\n", 2,
		false);
	is_text(f->m.title, "Speed up");
	assert_int_equal(f->m.own, 77);
	parse_as(f, "Merge pull request #8 from ada/typo\n\nFix typo\n", 2,
		false);
	assert_int_equal(f->m.class, CH_LOG_NOISE);
}

static void a_merge_that_only_says_so_is_marked(void **state)
{
	static const char *const texts[] = { "Merge branch 'next'",
		"Merge branch '8.1.x'\n\n# Conflicts:\n#\tdocs/a.txt\n",
		"Merge remote-tracking branch 'origin/main' into topic",
		"Merge pull request #5 from ada/topic",
		"merge side, keep ours" };
	struct fixture *f = *state;

	for (size_t i = 0; i < 5; i++) {
		parse_as(f, texts[i], 2, false);
		assert_int_equal(f->m.class, CH_LOG_MERGE);
		assert_int_equal(f->m.npoints, 0);
	}
}

static void a_merged_topic_is_described_by_its_paragraph(void **state)
{
	struct fixture *f = *state;

	parse_as(f,
		"Merge branch 'ab/topic'\n\n\"show\" learned to fold\nlong "
		"lines.\n\n* ab/topic:\n  show: fold\n  tests: fold\n",
		2, false);
	is_text(f->m.title, "\"show\" learned to fold long lines.");
	assert_int_equal(f->m.npoints, 0);
}

static void bullets_of_a_squash_are_points(void **state)
{
	struct fixture *f = *state;

	parse(f, "Add limits (#103)\n\n* Add --limit to list\n"
		 "* Keep the default\n  at 100 (#98)\n\n* Fix a typo\n"
		 "* Merge branch 'main' into limits\n"
		 "1. Count from one\n```\n* code\n```\n"
		 "Co-authored-by: Grace <g@example.org>\n");
	assert_int_equal(f->m.npoints, 3);
	is_text(f->m.points[0], "Add --limit to list");
	is_text(f->m.points[1], "Keep the default at 100");
	is_text(f->m.points[2], "Count from one");
}

static void a_short_subject_gets_a_lead(void **state)
{
	struct fixture *f = *state;

	parse(f, "Fix parser\n\nThe last byte was\nread twice.\n\nMore.\n");
	is_text(f->m.lead, "The last byte was read twice.");
	parse(f, "Fix parser\n\nFixes #12\n\nSigned-off-by: A <a@b>\n");
	is_text(f->m.lead, "");
	parse(f, "Make the parser read each byte once\n\nIt did not.\n");
	is_text(f->m.lead, "");
	parse(f, "Fix read_byte()\n\nIt did not.\n");
	is_text(f->m.lead, "");
}

static void a_cut_subject_is_joined_with_its_rest(void **state)
{
	struct fixture *f = *state;

	parse(f, "Make the reader stop at the\xe2\x80\xa6 (#12)\n\n"
		 "\xe2\x80\xa6 end of the file\n");
	is_text(f->m.subject, "Make the reader stop at the end of the file");
	assert_int_equal(f->m.own, 12);
}

static void a_mark_of_the_issue_is_no_part_of_the_subject(void **state)
{
	struct fixture *f = *state;

	parse(f, "[Fix #12] Read to the end (#13)\n");
	is_text(f->m.subject, "Read to the end");
	assert_int_equal(f->m.nnumbers, 2);
	assert_int_equal(f->m.numbers[1], 12);
	parse_as(f, "Merge pull request #14 from a/b\n\n[Fixes #12] Read on\n",
		2, false);
	is_text(f->m.title, "Read on");
	parse(f, "Revert \"[Fix #12] Read to the end (#13)\"\n");
	is_text(f->m.reverted_subject, "Read to the end");
	parse(f, "[Fix #12 and #13] Read\n");
	is_text(f->m.subject, "[Fix #12 and #13] Read");
	parse(f, "[Fixup] Read\n");
	is_text(f->m.subject, "[Fixup] Read");
}

static void breaking_changes_are_seen(void **state)
{
	struct fixture *f = *state;

	parse(f, "feat(api)!: drop the old reader\n\n"
		 "BREAKING CHANGE: read_old() is gone,\nuse read_new().\n\n"
		 "Signed-off-by: A <a@b>\n");
	assert_true(f->m.breaking);
	is_text(f->m.component, "api");
	is_text(f->m.breaking_note, "read_old() is gone, use read_new().");
	parse(f, "Rework\n\n## Breaking changes\n\n- f() takes two\n");
	assert_true(f->m.breaking);
	is_text(f->m.breaking_note, "f() takes two");
	parse(f, "[BC] rename f");
	assert_true(f->m.breaking);
	parse(f, "Rework\n\n## Breaking changes\n\nNone\n");
	assert_false(f->m.breaking);
	parse(f, "Avoid breaking changes in f\n\nBreaking old code is bad.");
	assert_false(f->m.breaking);
}

static void components_are_read_from_the_prefix(void **state)
{
	static const char *const pairs[][2] = {
		{ "conf: read twice", "conf" },
		{ "feat(conf): read twice", "conf" },
		{ "[conf] read twice", "conf" },
		{ "net/http: read", "net/http" },
		{ "a.c, b.c: read", "a.c, b.c" },
		{ "docs: say it", "docs" },
		{ "fix: read twice", "" },
		{ "Fix this: it was wrong", "" },
		{ "read twice", "" },
		{ "12: read", "" },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		parse(f, pairs[i][0]);
		is_text(f->m.component, pairs[i][1]);
	}
}

static void chores_are_noise(void **state)
{
	static const char *const texts[] = { "Fix typo", "docs: fix typos",
		"Fix typo in README.md (#12)", "style: reformat", "ci: use arm",
		"CI: add a job", "Fix clippy warnings", "cargo fmt",
		"Run clang-format", "Remove trailing whitespace",
		"Bump version to 2.0", "Prepare release 1.2",
		"chore: prepare tokio v1.38.0", "Update changelog",
		"Update CHANGELOG.md", "Release 2.0", "v1.2.3", "Engine 7.2.0",
		"chore(release): 1.2.3", "fixup! add a reader", "wip",
		"Address review comments", "Fix lint", "Update src/a.c" };
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		parse(f, texts[i]);
		if (f->m.class != CH_LOG_NOISE)
			fail_msg("not noise: %s", texts[i]);
	}
}

static void what_states_a_change_is_never_noise(void **state)
{
	static const char *const texts[] = { "Fix typo in option name --colour",
		"Fix crash in lint", "fmt: add a new API",
		"Fix docs for strptime(fmt)", "Bump minimum version to 3.8",
		"Bump MSRV to 1.70", "feat!: reformat the output",
		"Fix formatting of dates", "Suggest commands on typos",
		"Strip trailing whitespace from keys",
		"Fix whitespace in number parsing", "Add --ci option",
		"Fix typo\n\nIt caused a crash.",
		"Cleanup\n\n* Add a reader for tar files\n", "Add clippy",
		"Release the lock before 2.0 seconds have passed here",
		"Support Python 3.13", "Update Node.js", "Rename Reader.next",
		"Update src/a.c to the new API" };
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		parse(f, texts[i]);
		if (f->m.class != CH_LOG_NORMAL)
			fail_msg("not normal: %s", texts[i]);
	}
}

static void dependency_bumps_are_folded(void **state)
{
	static const char *const texts[] = { "Bump serde from 1.0.1 to 1.0.2",
		"Bump actions/checkout from 3 to 4",
		"build(deps): bump jinja2 from 3.1.2 to 3.1.3 in /docs (#9)",
		"chore(deps): update dependency foo to v2",
		"Bump the python group with 3 updates",
		"[pre-commit.ci] pre-commit autoupdate" };
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		parse(f, texts[i]);
		if (f->m.class != CH_LOG_BUMP)
			fail_msg("not a bump: %s", texts[i]);
	}
	parse_as(f, "Update foo to 1.3\n\n* Fixed a crash\n", 1, true);
	assert_int_equal(f->m.class, CH_LOG_BUMP);
	assert_int_equal(f->m.npoints, 0);
	parse(f, "Update foo to 1.3");
	assert_int_equal(f->m.class, CH_LOG_NORMAL);
}

static void reverts_say_what_they_undo(void **state)
{
	struct fixture *f = *state;

	parse(f, "Revert \"Try another hash (#12)\" (#14)\n\n"
		 "This reverts commit 0123456789abcdef0123.\n");
	assert_true(f->m.revert);
	is_text(f->m.reverted_subject, "Try another hash");
	assert_int_equal(f->m.nreverted_hex, 1);
	is_text(f->m.reverted_hex[0], "0123456789abcdef0123");
	parse(f, "Revert \"Try\"\n\nReverts ada/engine#12");
	assert_int_equal(f->m.reverted_number, 12);
	parse(f, "Reapply \"Try\"\n\nThis reverts commit 0123456.");
	assert_true(f->m.revert);
	is_text(f->m.reverted_subject, "Revert \"Try\"");
	parse(f, "Use a list\n\nThis reverts commit 0123456 as well.");
	assert_false(f->m.revert);
}

static void backports_are_marked(void **state)
{
	struct fixture *f = *state;

	parse(f, "Fix f\n\n(cherry picked from commit 0123456789)\n");
	assert_true(f->m.backport);
	parse(f, "Fix f");
	assert_false(f->m.backport);
}

static void a_message_may_be_empty(void **state)
{
	struct fixture *f = *state;

	parse(f, "");
	assert_int_equal(f->m.subject.len, 0);
	parse(f, "\n\n\n");
	assert_int_equal(f->m.nnumbers, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

static void assert_news(const char *title, enum ch_news expected)
{
	if (ch_message_news(ch_str_z(title)) != expected)
		print_error("%s\n", title);
	assert_int_equal(ch_message_news(ch_str_z(title)), expected);
}

static void titles_promise_much_or_little(void **state)
{
	(void)state;
	assert_news("feat(api): an info function", CH_NEWS_MUCH);
	assert_news("[release 2.5] [FEATURE] parser: names", CH_NEWS_MUCH);
	assert_news("parser: add names", CH_NEWS_MUCH);
	assert_news("Deprecate the old name", CH_NEWS_MUCH);
	assert_news("[BUGFIX] parser: wrong names", CH_NEWS_SOME);
	assert_news("Use one byte as separator", CH_NEWS_SOME);
	assert_news("chore: fix some names", CH_NEWS_LITTLE);
	assert_news("parser: add tests for names", CH_NEWS_LITTLE);
	assert_news("[COMMENT] say more", CH_NEWS_LITTLE);
	assert_news("Refactor the parser", CH_NEWS_LITTLE);
	assert_news("refactor: fix a crash of the parser", CH_NEWS_SOME);
	assert_news("", CH_NEWS_SOME);
	assert_news("[", CH_NEWS_SOME);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(numbers_are_taken_as_forges_write_them),
		TEST(numbers_of_other_projects_are_not_ours),
		TEST(a_project_is_the_one_that_most_commits_name),
		TEST(a_project_is_called_as_where_it_was_cloned_from),
		TEST(what_only_looks_like_a_number_is_none),
		TEST(a_squash_knows_its_pull_request),
		TEST(a_merge_is_called_by_its_pull_request),
		TEST(a_merge_that_only_says_so_is_marked),
		TEST(a_merged_topic_is_described_by_its_paragraph),
		TEST(bullets_of_a_squash_are_points),
		TEST(a_short_subject_gets_a_lead),
		TEST(a_cut_subject_is_joined_with_its_rest),
		TEST(a_mark_of_the_issue_is_no_part_of_the_subject),
		TEST(breaking_changes_are_seen),
		TEST(components_are_read_from_the_prefix),
		TEST(chores_are_noise),
		TEST(titles_promise_much_or_little),
		TEST(what_states_a_change_is_never_noise),
		TEST(dependency_bumps_are_folded),
		TEST(reverts_say_what_they_undo),
		TEST(backports_are_marked),
		TEST(a_message_may_be_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
