#include "gitlayer/treediff.h"

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
#include "gitlayer/treecache.h"

struct fixture {
	char dir[64];
	git_repository *git;
	git_odb *git_odb;
	struct ch_repo *repo;
	struct ch_odb *odb;
	struct ch_arena arena;
	struct ch_changes changes;
};

static int setup(void **state)
{
	struct fixture *f = ch_calloc(1, sizeof(*f));

	strcpy(f->dir, "/tmp/test_treediff.XXXXXX");
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

static struct ch_oid write_object(
	struct fixture *f, git_object_t type, const char *data, size_t len)
{
	struct ch_oid out;
	git_oid id;

	assert_int_equal(git_odb_write(&id, f->git_odb, data, len, type), 0);
	memcpy(out.id, id.id, CH_OID_BYTES);
	return out;
}

/* An object id that stands for a blob with that content. */
static struct ch_oid blob(const char *text)
{
	struct ch_oid out = { { 0 } };
	git_oid id;

	git_odb_hash(&id, text, strlen(text), GIT_OBJECT_BLOB);
	memcpy(out.id, id.id, CH_OID_BYTES);
	return out;
}

static void entry(
	struct ch_buf *b, const char *mode, const char *name, struct ch_oid oid)
{
	ch_buf_printf(b, "%s %s", mode, name);
	ch_buf_add_char(b, '\0');
	ch_buf_add(b, oid.id, CH_OID_BYTES);
}

static struct ch_oid tree(struct fixture *f, struct ch_buf *b)
{
	struct ch_oid oid =
		write_object(f, GIT_OBJECT_TREE, b->ptr ? b->ptr : "", b->len);

	ch_buf_release(b);
	return oid;
}

/* One line a change: letter, path; cuts and unreadable ones at the end. */
static const char *list(struct fixture *f, const struct ch_changes *c)
{
	struct ch_buf b = { 0 };
	struct ch_str text;
	size_t i;

	for (i = 0; i < c->n; i++) {
		const struct ch_change *change = &c->items[i];

		ch_buf_printf(&b, "%c %s\n",
			!change->old_mode		       ? 'A'
			: !change->new_mode		       ? 'D'
			: change->old_mode != change->new_mode ? 'T'
							       : 'M',
			change->path.ptr);
	}
	if (c->ncut)
		ch_buf_printf(&b, "cut %zu\n", c->ncut);
	if (c->nunreadable)
		ch_buf_printf(&b, "unreadable %zu\n", c->nunreadable);
	text = ch_arena_str(&f->arena, ch_buf_str(&b));
	ch_buf_release(&b);
	return text.ptr;
}

static const char *diff(struct fixture *f, const struct ch_oid *a,
	const struct ch_oid *b, const struct ch_treediff_options *opt)
{
	assert_int_equal(
		ch_treediff(f->odb, a, b, opt, &f->arena, &f->changes, NULL),
		0);
	return list(f, &f->changes);
}

static void changes_come_in_path_order_with_kinds(void **state)
{
	struct fixture *f = *state;
	struct ch_buf b = { 0 };
	struct ch_oid inner, old, new;

	entry(&b, "100644", "x", blob("1"));
	inner = tree(f, &b);
	entry(&b, "100644", "a", blob("1"));
	entry(&b, "100644", "b", blob("1"));
	entry(&b, "120000", "c", blob("1"));
	entry(&b, "40000", "d", inner);
	entry(&b, "160000", "e", blob("1"));
	old = tree(f, &b);
	entry(&b, "100644", "x", blob("2"));
	inner = tree(f, &b);
	entry(&b, "100644", "a", blob("1"));
	entry(&b, "100755", "b", blob("1"));
	entry(&b, "100644", "c", blob("1"));
	entry(&b, "40000", "d", inner);
	entry(&b, "160000", "e", blob("2"));
	entry(&b, "100644", "z", blob("1"));
	new = tree(f, &b);
	assert_string_equal(
		diff(f, &old, &new, NULL), "T b\nT c\nM d/x\nM e\nA z\n");
	assert_string_equal(diff(f, &new, &new, NULL), "");
	assert_string_equal(
		diff(f, NULL, &old, NULL), "A a\nA b\nA c\nA d/x\nA e\n");
	assert_int_equal(f->changes.items[4].new_mode, CH_MODE_GITLINK);
	assert_true(ch_oid_is_zero(&f->changes.items[4].old_oid));
}

static void a_group_writable_mode_is_no_change(void **state)
{
	struct fixture *f = *state;
	struct ch_buf b = { 0 };
	struct ch_oid old, new;

	entry(&b, "100644", "a", blob("1"));
	old = tree(f, &b);
	entry(&b, "100664", "a", blob("1"));
	new = tree(f, &b);
	assert_string_equal(diff(f, &old, &new, NULL), "");
}

/* "a", "a.c", "a/": the directory sorts after the dot, where git has it. */
static void a_file_that_becomes_a_directory_is_deleted_and_added(void **state)
{
	struct fixture *f = *state;
	struct ch_buf b = { 0 };
	struct ch_oid inner, old, new;

	entry(&b, "100644", "x", blob("1"));
	entry(&b, "100644", "y", blob("1"));
	inner = tree(f, &b);
	entry(&b, "100644", "a", blob("1"));
	entry(&b, "100644", "a.c", blob("1"));
	old = tree(f, &b);
	entry(&b, "100644", "a.c", blob("2"));
	entry(&b, "40000", "a", inner);
	new = tree(f, &b);
	assert_string_equal(
		diff(f, &old, &new, NULL), "D a\nM a.c\nA a/x\nA a/y\n");
	assert_string_equal(
		diff(f, &new, &old, NULL), "A a\nM a.c\nD a/x\nD a/y\n");
}

static void what_cannot_be_read_is_counted_not_deleted(void **state)
{
	struct fixture *f = *state;
	struct ch_buf b = { 0 };
	struct ch_oid inner, old, new, damaged;

	entry(&b, "100644", "x", blob("1"));
	inner = tree(f, &b);
	entry(&b, "100644", "a", blob("1"));
	entry(&b, "40000", "d", inner);
	old = tree(f, &b);
	entry(&b, "100644", "a", blob("2"));
	entry(&b, "40000", "d", blob("missing"));
	new = tree(f, &b);
	assert_string_equal(diff(f, &old, &new, NULL), "M a\nunreadable 1\n");
	entry(&b, "100644", "x", blob("1"));
	ch_buf_truncate(&b, b.len - 1);
	damaged = tree(f, &b);
	assert_string_equal(diff(f, &old, &damaged, NULL), "unreadable 1\n");
}

static void the_empty_tree_needs_no_object(void **state)
{
	struct fixture *f = *state;
	struct ch_buf b = { 0 };
	struct ch_oid old, empty;

	entry(&b, "100644", "a", blob("1"));
	old = tree(f, &b);
	ch_oid_from_hex(&empty, "4b825dc642cb6eb9a060e54bf8d69288fbee4904");
	assert_string_equal(diff(f, &old, &empty, NULL), "D a\n");
	assert_string_equal(diff(f, &empty, &old, NULL), "A a\n");
}

/* Eleven objects, 10^10 paths; and 2^40 directories without a file. */
static void trees_made_to_explode_are_cut(void **state)
{
	struct fixture *f = *state;
	struct ch_treediff_options opt = { .max_changes = 1000 };
	struct ch_buf b = { 0 };
	struct ch_oid at = blob("1"), hollow;
	char name[8];
	int level, i;

	ch_oid_from_hex(&hollow, "4b825dc642cb6eb9a060e54bf8d69288fbee4904");
	for (level = 0; level < 10; level++) {
		for (i = 0; i < 10; i++) {
			snprintf(name, sizeof(name), "%d", i);
			entry(&b, level ? "40000" : "100644", name, at);
		}
		at = tree(f, &b);
	}
	assert_int_equal(ch_treediff(f->odb, NULL, &at, &opt, &f->arena,
				 &f->changes, NULL),
		0);
	assert_int_equal(f->changes.n, 1000);
	assert_int_equal(f->changes.ncut, 1);
	for (level = 0; level < 40; level++) {
		entry(&b, "40000", "a", hollow);
		entry(&b, "40000", "b", hollow);
		hollow = tree(f, &b);
	}
	assert_string_equal(diff(f, NULL, &hollow, &opt), "cut 1\n");
}

static void trees_deeper_than_2048_and_long_paths_are_cut(void **state)
{
	struct fixture *f = *state;
	struct ch_buf b = { 0 };
	struct ch_oid at = blob("1"), ok = { { 0 } };
	char name[3001];
	int level;

	for (level = 0; level < 3000; level++) {
		entry(&b, level ? "40000" : "100644", "d", at);
		at = tree(f, &b);
		if (level == 2047)
			ok = at;
	}
	assert_string_equal(diff(f, NULL, &at, NULL), "cut 1\n");
	assert_int_equal(ch_treediff(f->odb, NULL, &ok, NULL, &f->arena,
				 &f->changes, NULL),
		0);
	assert_int_equal(f->changes.n, 1);
	assert_int_equal(f->changes.ncut, 0);
	memset(name, 'n', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	entry(&b, "100644", name, blob("1"));
	at = tree(f, &b);
	entry(&b, "100644", "a", blob("1"));
	entry(&b, "40000", name, at);
	at = tree(f, &b);
	assert_string_equal(diff(f, NULL, &at, NULL), "A a\ncut 1\n");
}

static void a_merge_lists_what_every_parent_has(void **state)
{
	struct fixture *f = *state;
	struct ch_merge_changes m = { 0 };
	struct ch_buf b = { 0 };
	struct ch_oid parents[2], inner, merged,
		one = blob("1"), two = blob("2"), three = blob("3");

	entry(&b, "100644", "x", one);
	inner = tree(f, &b);
	entry(&b, "100644", "a", one);
	entry(&b, "100644", "b", one);
	entry(&b, "40000", "d", inner);
	parents[0] = tree(f, &b);
	entry(&b, "100755", "x", two);
	inner = tree(f, &b);
	entry(&b, "100644", "a", two);
	entry(&b, "40000", "b", inner);
	entry(&b, "40000", "d", inner);
	parents[1] = tree(f, &b);
	entry(&b, "100644", "x", three);
	inner = tree(f, &b);
	entry(&b, "100644", "a", two);
	entry(&b, "100644", "b", two);
	entry(&b, "40000", "d", inner);
	merged = tree(f, &b);
	assert_int_equal(ch_treediff_merge(f->odb, parents, 2, &merged, NULL,
				 &f->arena, &m, NULL),
		0);
	assert_string_equal(list(f, &m.changes), "M a\nM b\nM d/x\n");
	assert_true(ch_oid_eq(&m.parent_oids[0], &one));
	assert_true(ch_oid_eq(&m.parent_oids[1], &two));
	assert_true(ch_oid_eq(&m.parent_oids[2], &one));
	assert_true(ch_oid_is_zero(&m.parent_oids[3]));
	assert_int_equal(m.parent_modes[3], 0);
	assert_true(ch_oid_eq(&m.parent_oids[5], &two));
	assert_int_equal(m.parent_modes[5], CH_MODE_EXEC);
	ch_merge_changes_release(&m);
}

static void an_entry_is_found_by_its_path(void **state)
{
	struct fixture *f = *state;
	struct ch_buf b = { 0 };
	struct ch_oid inner, root, oid;
	struct ch_err err;
	uint32_t mode;

	entry(&b, "100644", "x", blob("1"));
	inner = tree(f, &b);
	entry(&b, "100644", "a", blob("2"));
	entry(&b, "40000", "d", inner);
	root = tree(f, &b);
	assert_int_equal(
		ch_tree_entry(f->odb, &root, CH_STR("d/x"), &oid, &mode, &err),
		0);
	assert_int_equal(mode, CH_MODE_BLOB);
	assert_int_equal(
		ch_tree_entry(f->odb, &root, CH_STR("d"), &oid, &mode, &err),
		0);
	assert_true(ch_oid_eq(&oid, &inner));
	assert_int_equal(
		ch_tree_entry(f->odb, &root, CH_STR("a/x"), &oid, &mode, &err),
		CH_ENOTFOUND);
	assert_int_equal(
		ch_tree_entry(f->odb, &root, CH_STR(""), &oid, &mode, &err),
		CH_ENOTFOUND);
}

/* Small enough to drop trees while a diff still uses them. */
static void a_cache_of_any_size_changes_nothing(void **state)
{
	struct fixture *f = *state;
	struct ch_treediff_options opt = { 0 };
	struct ch_buf b = { 0 };
	struct ch_oid at = blob("1"), other = blob("2");
	size_t limit;
	int level;

	for (level = 0; level < 20; level++) {
		const char *mode = level ? "40000" : "100644";

		entry(&b, mode, "a", at);
		entry(&b, mode, "b", at);
		at = tree(f, &b);
		entry(&b, mode, "a", other);
		entry(&b, mode, "c", level ? at : other);
		other = tree(f, &b);
	}
	opt.max_changes = 500;
	for (limit = 0; limit < 4; limit++) {
		struct ch_changes first = { 0 };
		size_t i;

		opt.cache = NULL;
		ch_treediff(f->odb, &at, &other, &opt, &f->arena, &first, NULL);
		opt.cache = ch_treecache_new(limit * 1000);
		diff(f, &at, &other, &opt);
		diff(f, &at, &other, &opt);
		assert_int_equal(f->changes.n, first.n);
		for (i = 0; i < first.n; i++)
			assert_true(ch_str_eq(
				first.items[i].path, f->changes.items[i].path));
		ch_changes_release(&first);
		ch_treecache_free(opt.cache);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(changes_come_in_path_order_with_kinds),
		cmocka_unit_test(a_group_writable_mode_is_no_change),
		cmocka_unit_test(
			a_file_that_becomes_a_directory_is_deleted_and_added),
		cmocka_unit_test(what_cannot_be_read_is_counted_not_deleted),
		cmocka_unit_test(the_empty_tree_needs_no_object),
		cmocka_unit_test(trees_made_to_explode_are_cut),
		cmocka_unit_test(trees_deeper_than_2048_and_long_paths_are_cut),
		cmocka_unit_test(a_merge_lists_what_every_parent_has),
		cmocka_unit_test(an_entry_is_found_by_its_path),
		cmocka_unit_test(a_cache_of_any_size_changes_nothing),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
