#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "gitlayer/odb.h"
#include "gitlayer/repo.h"
#include "tests/lib/temp_repo.h"

static struct temp temp;

/* Four commits, the last a merge; tags of all kinds. */
static int build(void **state)
{
	(void)state;
	temp_init(&temp);
	temp_run(&temp,
		"git init -q -b main plain; cd plain;"
		"for i in 1 2; do echo $i >f; git add f;"
		"  git commit -qm $i; done;"
		"git checkout -q -b side HEAD~1; echo s >g; git add g;"
		"git commit -qm side; git checkout -q main;"
		"git merge -q -m merge side; git tag light HEAD~1;"
		"git tag -a -m a v1.0; git tag -a -m n nested v1.0 2>&1;"
		"git tag tree 'HEAD^{tree}'; git tag -a -m b blob HEAD:f;"
		"git tag a/b HEAD; git config user.probe 'of the repository';"
		"git config --global user.probe 'of the user'");
	return ch_git_init(NULL);
}

static int remove_all(void **state)
{
	(void)state;
	temp_done(&temp);
	ch_git_shutdown();
	return 0;
}

static struct ch_repo *open_here(const char *name)
{
	struct ch_repo *repo = NULL;
	struct ch_err err = { 0 };

	if (ch_repo_open(&repo, temp_path(&temp, name), &err))
		fail_msg("%s", err.msg);
	return repo;
}

/* The same commit as git finds. */
static void resolves_as_git(struct ch_repo *repo, const char *rev)
{
	struct ch_oid ours, theirs;
	struct ch_err err = { 0 };

	temp_oid(&temp, &theirs, "git -C plain rev-list --no-walk '%s'", rev);
	if (ch_repo_resolve(repo, rev, &ours, &err))
		fail_msg("%s", err.msg);
	if (!ch_oid_eq(&ours, &theirs))
		fail_msg("%s is another commit", rev);
}

static void revisions_resolve_as_git_resolves_them(void **state)
{
	const char *revs[] = { "HEAD", "@", "main", "side", "heads/side",
		"refs/heads/main", "light", "v1.0", "nested", "tags/v1.0",
		"v1.0^{}", "v1.0^{commit}", "HEAD~", "HEAD~2", "HEAD^2",
		"HEAD^2~1", "HEAD^^", "HEAD^0", "HEAD~0", "a/b", "main@{0}",
		"main@{1}", "main@{1}~1", "@~1" };
	struct ch_repo *repo = open_here("plain");
	char rev[64];

	(void)state;
	for (size_t i = 0; i < sizeof(revs) / sizeof(revs[0]); i++)
		resolves_as_git(repo, revs[i]);
	temp_run(&temp, "git -C plain rev-parse --short=7 HEAD");
	snprintf(rev, sizeof(rev), "%.7s", temp.out);
	resolves_as_git(repo, rev);
	temp_run(&temp, "git -C plain describe --long HEAD~1 --all");
	snprintf(rev, sizeof(rev), "%.60s", temp.out);
	resolves_as_git(repo, rev);
	ch_repo_free(repo);
}

static void what_is_no_revision_says_so(void **state)
{
	const char *revs[] = { "nowhere", "-x", "--all", "HEAD~9", "HEAD^3", "",
		"abcd", "HEAD~99999999999999999999",
		"1111111111111111111111111111111111111111", "main..side",
		"^main", "HEAD^{", "tree", "blob", "HEAD:f", ":/side",
		"HEAD^{/1}", "@{9}" };
	struct ch_repo *repo = open_here("plain");
	struct ch_oid oid;

	(void)state;
	for (size_t i = 0; i < sizeof(revs) / sizeof(revs[0]); i++) {
		struct ch_err err = { 0 };
		int code = ch_repo_resolve(repo, revs[i], &oid, &err);

		if (code != CH_ENOTFOUND)
			fail_msg("'%s': %d", revs[i], code);
		assert_true(err.msg[0]);
	}
	ch_repo_free(repo);
}

static void commits_that_libgit2_refuses_resolve(void **state)
{
	struct ch_oid odd, child, got;
	struct ch_repo *repo;
	char hex[CH_OID_HEX + 1];

	(void)state;
	temp_run(&temp, "git init -q -b main odd");
	temp_oid(&temp, &odd,
		"cd odd; printf 'tree %%s\\nauthor nobody\\n\\nm\\n' "
		"$(git mktree </dev/null) | "
		"git hash-object -t commit -w --literally --stdin");
	temp_oid(&temp, &child,
		"cd odd; printf 'tree %%s\\nparent %%s\\nauthor x\\n\\nm\\n' "
		"$(git mktree </dev/null) %s | "
		"git hash-object -t commit -w --literally --stdin",
		ch_oid_hex(&odd, hex));
	temp_run(&temp, "echo %s >odd/.git/refs/heads/main",
		ch_oid_hex(&child, hex));
	repo = open_here("odd");
	assert_int_equal(ch_repo_head(repo, &got, NULL, NULL), 0);
	assert_true(ch_oid_eq(&got, &child));
	assert_int_equal(ch_repo_resolve(repo, "main~1", &got, NULL), 0);
	assert_true(ch_oid_eq(&got, &odd));
	hex[8] = '\0';
	assert_int_equal(ch_repo_resolve(repo, hex, &got, NULL), 0);
	assert_true(ch_oid_eq(&got, &child));
	ch_repo_free(repo);
}

static void head_tells_its_branch(void **state)
{
	struct ch_buf branch = { 0 };
	struct ch_err err = { 0 };
	struct ch_repo *repo;
	struct ch_oid oid;

	(void)state;
	repo = open_here("plain");
	assert_int_equal(ch_repo_head(repo, &oid, &branch, &err), 0);
	assert_string_equal(ch_buf_z(&branch), "main");
	ch_repo_free(repo);

	temp_run(&temp, "cp -r plain detached; cd detached;"
			"git checkout -q --detach");
	repo = open_here("detached");
	assert_int_equal(ch_repo_head(repo, &oid, &branch, &err), 0);
	assert_string_equal(ch_buf_z(&branch), "");
	ch_repo_free(repo);

	temp_run(&temp, "git init -q -b young unborn");
	repo = open_here("unborn");
	assert_int_equal(ch_repo_head(repo, &oid, &branch, &err), CH_ENOTFOUND);
	assert_string_equal(ch_buf_z(&branch), "young");
	ch_repo_free(repo);
	ch_buf_release(&branch);
}

static void tags_of_commits_are_listed_by_name(void **state)
{
	const char *names[] = { "a/b", "light", "nested", "v1.0" };
	const bool annotated[] = { false, false, true, true };
	struct ch_arena arena = { 0 };
	struct ch_repo *repo = open_here("plain");
	struct ch_oid head;
	struct ch_tag *tags;
	size_t n;

	(void)state;
	assert_int_equal(ch_repo_tags(repo, &arena, &tags, &n, NULL), 0);
	assert_int_equal(n, 4);
	assert_int_equal(ch_repo_head(repo, &head, NULL, NULL), 0);
	for (size_t i = 0; i < n; i++) {
		assert_string_equal(tags[i].name.ptr, names[i]);
		assert_int_equal(tags[i].annotated, annotated[i]);
	}
	assert_true(ch_oid_eq(&tags[2].commit, &head));
	ch_repo_free(repo);
	ch_arena_release(&arena);
}

/* HEAD can be read through 'name', which the shell lines made. */
static struct ch_repo *opens_and_reads(const char *name)
{
	struct ch_repo *repo = open_here(name);
	enum ch_obj_type type = CH_OBJ_NONE;
	struct ch_err err = { 0 };
	struct ch_odb *odb = NULL;
	struct ch_oid oid;
	size_t size = 0;

	if (ch_repo_head(repo, &oid, NULL, &err) ||
		ch_odb_open(&odb, repo, NULL, &err) ||
		ch_odb_header(odb, &oid, &type, &size, &err))
		fail_msg("%s: %s", name, err.msg);
	ch_odb_free(odb);
	return repo;
}

static void all_kinds_of_repositories_open(void **state)
{
	struct ch_repo *repo;

	(void)state;
	temp_run(&temp,
		"mkdir plain/sub; git clone -q --bare plain bare.git;"
		"cp -r bare.git mirror; rm mirror/config;"
		"git -C plain worktree add -q ../linked side;"
		"git init -q --separate-git-dir apart gitfile; cd gitfile;"
		"git pull -q ../plain main");
	repo = opens_and_reads("plain");
	assert_false(ch_repo_is_bare(repo));
	ch_repo_free(repo);
	ch_repo_free(opens_and_reads("plain/sub"));
	ch_repo_free(opens_and_reads("plain/.git"));
	repo = opens_and_reads("bare.git");
	assert_true(ch_repo_is_bare(repo));
	ch_repo_free(repo);
	repo = opens_and_reads("mirror");
	assert_true(ch_repo_is_bare(repo));
	assert_string_equal(ch_repo_gitdir(repo), temp_path(&temp, "mirror/"));
	ch_repo_free(repo);
	ch_repo_free(opens_and_reads("mirror/"));
	repo = opens_and_reads("linked");
	assert_false(ch_repo_is_bare(repo));
	assert_string_equal(
		ch_repo_commondir(repo), temp_path(&temp, "plain/.git/"));
	assert_string_equal(ch_repo_gitdir(repo),
		temp_path(&temp, "plain/.git/worktrees/linked/"));
	ch_repo_free(repo);
	ch_repo_free(opens_and_reads("gitfile"));
}

static void known_extensions_do_not_stop_us(void **state)
{
	(void)state;
	temp_run(&temp, "cp -r plain ext; cd ext;"
			"git config core.repositoryformatversion 1;"
			"git config extensions.worktreeConfig true;"
			"git config extensions.preciousObjects true");
	ch_repo_free(opens_and_reads("ext"));
}

static void refusals_say_what_is_wrong(void **state)
{
	struct ch_repo *repo;
	struct ch_err err;

	(void)state;
	temp_run(&temp, "mkdir empty; git init -q --object-format=sha256 new;"
			"cp -r plain strange; cd strange;"
			"git config core.repositoryformatversion 1;"
			"git config extensions.strangeThing true");
	assert_int_equal(ch_repo_open(&repo, temp_path(&temp, "empty"), &err),
		CH_ENOTFOUND);
	assert_non_null(strstr(err.msg, "empty: not a git repository"));
	assert_int_equal(ch_repo_open(&repo, temp_path(&temp, "nothing"), &err),
		CH_ENOTFOUND);
	assert_non_null(strstr(err.msg, "nothing: no such directory"));
	assert_int_equal(
		ch_repo_open(&repo, temp_path(&temp, "new"), &err), CH_EFAIL);
	assert_non_null(
		strstr(err.msg, "SHA-256 repositories are not supported"));
	assert_int_equal(ch_repo_open(&repo, temp_path(&temp, "strange"), &err),
		CH_EFAIL);
	assert_non_null(strstr(err.msg, "strangething"));
}

static void a_shallow_clone_names_its_boundary(void **state)
{
	const struct ch_oid *roots;
	const char *const *lines;
	struct ch_oid boundary, got;
	struct ch_repo *repo;

	(void)state;
	temp_run(&temp, "git clone -q --depth 2 file://$PWD/plain shallow");
	temp_oid(&temp, &boundary, "git -C shallow rev-parse HEAD~1");
	repo = opens_and_reads("shallow");
	assert_int_equal(ch_repo_shallow(repo, &roots), 2);
	assert_true(ch_repo_is_shallow_root(repo, &boundary));
	assert_int_equal(ch_repo_resolve(repo, "HEAD", &got, NULL), 0);
	assert_false(ch_repo_is_shallow_root(repo, &got));
	assert_int_equal(
		ch_repo_resolve(repo, "HEAD~2", &got, NULL), CH_ENOTFOUND);
	assert_int_equal(ch_repo_warnings(repo, &lines), 1);
	assert_non_null(strstr(lines[0], "shallow clone: history ends at 2"));
	ch_repo_free(repo);
}

static void a_partial_clone_warns_and_misses_quietly(void **state)
{
	const char *const *lines;
	struct ch_arena arena = { 0 };
	struct ch_object object;
	struct ch_odb *odb;
	struct ch_repo *repo;
	struct ch_oid blob;

	(void)state;
	temp_run(&temp, "git -C plain config uploadpack.allowFilter true;"
			"git clone -q --bare --filter=blob:none "
			"file://$PWD/plain partial");
	temp_oid(&temp, &blob, "git -C plain rev-parse HEAD:g");
	repo = opens_and_reads("partial");
	assert_int_equal(ch_repo_warnings(repo, &lines), 1);
	assert_non_null(strstr(lines[0], "partial clone"));
	assert_int_equal(ch_odb_open(&odb, repo, NULL, NULL), 0);
	assert_int_equal(
		ch_odb_read(odb, &blob, &arena, &object, NULL), CH_ENOTFOUND);
	assert_false(ch_odb_has(odb, &blob));
	assert_int_equal(ch_odb_stats(odb)->missing, 1);
	ch_odb_free(odb);
	ch_repo_free(repo);
	ch_arena_release(&arena);
}

static void config_can_be_asked_for_the_users_own(void **state)
{
	struct ch_repo *repo = open_here("plain");
	struct ch_buf value = { 0 };

	(void)state;
	assert_int_equal(
		ch_repo_config(repo, "user.probe", false, &value, NULL), 0);
	assert_string_equal(ch_buf_z(&value), "of the repository");
	assert_int_equal(
		ch_repo_config(repo, "user.probe", true, &value, NULL), 0);
	assert_string_equal(ch_buf_z(&value), "of the user");
	assert_int_equal(ch_repo_config(repo, "no.such", false, &value, NULL),
		CH_ENOTFOUND);
	ch_buf_release(&value);
	ch_repo_free(repo);
}

static void the_owner_of_the_directory_does_not_matter(void **state)
{
	(void)state;
	if (geteuid())
		return; /* only root can give files away */
	temp_run(&temp, "cp -r plain others; chown -R 12345:12345 others");
	ch_repo_free(opens_and_reads("others"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(revisions_resolve_as_git_resolves_them),
		cmocka_unit_test(what_is_no_revision_says_so),
		cmocka_unit_test(commits_that_libgit2_refuses_resolve),
		cmocka_unit_test(head_tells_its_branch),
		cmocka_unit_test(tags_of_commits_are_listed_by_name),
		cmocka_unit_test(all_kinds_of_repositories_open),
		cmocka_unit_test(known_extensions_do_not_stop_us),
		cmocka_unit_test(refusals_say_what_is_wrong),
		cmocka_unit_test(a_shallow_clone_names_its_boundary),
		cmocka_unit_test(a_partial_clone_warns_and_misses_quietly),
		cmocka_unit_test(config_can_be_asked_for_the_users_own),
		cmocka_unit_test(the_owner_of_the_directory_does_not_matter),
	};

	return cmocka_run_group_tests(tests, build, remove_all);
}
