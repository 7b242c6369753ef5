#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/mem.h"
#include "gitlayer/attr.h"
#include "tests/unit/git_oracle.h"

static const char *const paths[] = { "a", "a.c", "b", "sp ace", "q\"uote",
	"dir/a", "dir/a.c", "dir/sub/a", "dir/sub/a.c", "dir/sub/deep/a.c",
	"other/a.c", "other/dir/a" };
static const char *const names[] = { "x", "y", "z", "mac", "mac2", "diff",
	"text", "merge", "binary", "eol", "bad" };

struct world {
	char *dir;
	struct ch_repo *repo;
	struct ch_odb *odb;
};

static int make_world(void **state)
{
	struct world *w = ch_calloc(1, sizeof(*w));

	*state = w;
	w->dir = scratch_repo();
	for (size_t i = 0; i < CH_ARRAY_LEN(paths); i++)
		write_file(w->dir, paths[i], "x\n");
	return ch_git_init(NULL) || ch_repo_open(&w->repo, w->dir, NULL) ||
	       ch_odb_open(&w->odb, w->repo, NULL, NULL);
}

static int drop_world(void **state)
{
	struct world *w = *state;

	ch_odb_free(w->odb);
	ch_repo_free(w->repo);
	remove_repo(w->dir);
	free(w);
	ch_git_shutdown();
	return 0;
}

static struct ch_attrs *load(const struct world *w)
{
	struct ch_attrs *attrs;
	struct ch_oid tree;
	char *hex =
		run_in(w->dir, "{ git add -A && git write-tree; } 2>/dev/null");

	if (!ch_oid_from_hex(&tree, hex))
		fail_msg("%s", hex);
	free(hex);
	assert_int_equal(
		ch_attrs_load(&attrs, w->repo, w->odb, &tree, NULL), 0);
	return attrs;
}

/* As git check-attr prints it. */
static const char *shown(const struct ch_attrs *attrs, const char *path,
	const char *name, char *room, size_t size)
{
	struct ch_str value = { NULL, 0 };

	switch (ch_attrs_get(attrs, ch_str_z(path), name, &value)) {
	case CH_ATTR_SET:
		return "set";
	case CH_ATTR_UNSET:
		return "unset";
	case CH_ATTR_VALUE:
		snprintf(room, size, "%.*s", (int)value.len, value.ptr);
		return room;
	case CH_ATTR_UNSPECIFIED:
		break;
	}
	return "unspecified";
}

/* Every name of every path, against git check-attr. */
static void same_as_git(const struct world *w)
{
	struct ch_attrs *attrs = load(w);
	char room[64];
	struct ch_buf ours = { 0 }, args = { 0 };
	char *git;

	for (size_t i = 0; i < CH_ARRAY_LEN(paths); i++)
		for (size_t j = 0; j < CH_ARRAY_LEN(names); j++)
			ch_buf_printf(&ours, "%s|%s|%s|", paths[i], names[j],
				shown(attrs, paths[i], names[j], room,
					sizeof(room)));
	for (size_t i = 0; i < CH_ARRAY_LEN(paths); i++)
		ch_buf_printf(&args, " '%s'", paths[i]);
	git = run_in(w->dir,
		"git check-attr -z x y z mac mac2 diff text merge binary eol "
		"bad -- %s 2>/dev/null | tr '\\0' '|'",
		args.ptr);
	assert_string_equal(ours.ptr, git);
	free(git);
	ch_buf_release(&args);
	ch_buf_release(&ours);
	ch_attrs_free(attrs);
}

static void clear(const struct world *w)
{
	do_in(w->dir, "find . -name .gitattributes -delete; "
		      "rm -f .git/info/attributes");
}

static void states_and_values_are_read(void **state)
{
	const struct world *w = *state;

	clear(w);
	write_file(w->dir, ".gitattributes",
		"* x -y z=1 eol=\n*.c !x y=a=b -z=2\nb binary\n");
	same_as_git(w);
}

static void deeper_files_win_and_info_wins_over_all(void **state)
{
	const struct world *w = *state;

	clear(w);
	write_file(w->dir, ".gitattributes", "*.c x=top y=top z=top\n");
	write_file(w->dir, "dir/.gitattributes", "*.c x=dir y=dir\n/a z\n");
	write_file(w->dir, "dir/sub/.gitattributes", "*.c x=sub\n");
	same_as_git(w);
	write_file(w->dir, ".git/info/attributes", "sub/*.c x=no\na.c z=i\n");
	same_as_git(w);
}

static void patterns_mean_what_gitattributes_says(void **state)
{
	const struct world *w = *state;

	clear(w);
	write_file(w->dir, ".gitattributes",
		"dir/a x=1\n/a y=1\ndir/ z=never\ndir/** mac=all\n"
		"**/a text=5\n*/a.c eol=one\n!b bad\n\\!b bad\n"
		"d?r/sub/**/a.c merge=m\n[ab] diff=set\n");
	same_as_git(w);
}

static void patterns_can_be_quoted(void **state)
{
	const struct world *w = *state;

	clear(w);
	write_file(w->dir, ".gitattributes",
		"\"sp ace\" x\n\"q\\\"uote\" y\n\"\\141.c\" z\n"
		"\"broken x\n\"\\9\" y\nsp\\ ace bad\n");
	same_as_git(w);
}

static void macros_expand_where_they_are_set(void **state)
{
	const struct world *w = *state;

	clear(w);
	write_file(w->dir, ".gitattributes",
		"[attr]mac x -y z=q\n[attr]mac2 mac y=2\n*.c mac\na mac2\n"
		"b mac -x\nsp* mac=7\n[attr]binary x diff\ndir/a binary\n");
	/* Not here: only the top may define. */
	write_file(w->dir, "dir/.gitattributes", "[attr]mac bad\na.c mac\n");
	same_as_git(w);
	write_file(w->dir, ".git/info/attributes",
		"[attr]mac2 eol=last\n[attr]mac2 mac eol=lf\nb mac2\n");
	same_as_git(w);
	/* A macro that names itself, and two that name each other. */
	write_file(w->dir, ".gitattributes",
		"[attr]mac mac2 x\n[attr]mac2 mac y\na mac\nb mac2\n");
	same_as_git(w);
}

static void a_bad_line_is_dropped_and_the_next_one_read(void **state)
{
	const struct world *w = *state;
	struct ch_buf text = { 0 };

	clear(w);
	ch_buf_add_z(&text, "\xef\xbb\xbf# comment\r\na x bad/name y\n\n"
			    "   b\tx \t-y\r\n* -- z\n");
	ch_buf_add_z(&text, "a.c ");
	ch_buf_add_repeat(&text, 'y', 2100);
	ch_buf_add_z(&text, "\na.c z");
	write_file(w->dir, ".gitattributes", text.ptr);
	ch_buf_release(&text);
	same_as_git(w);
}

static void binary_is_diff_unset(void **state)
{
	const struct world *w = *state;
	struct ch_attrs *attrs;

	clear(w);
	write_file(w->dir, ".gitattributes", "*.c binary\na -diff\nb diff\n");
	attrs = load(w);
	assert_true(ch_attrs_is_binary(attrs, CH_STR("a.c")));
	assert_true(ch_attrs_is_binary(attrs, CH_STR("dir/a")));
	assert_false(ch_attrs_is_binary(attrs, CH_STR("b")));
	assert_false(ch_attrs_is_binary(attrs, CH_STR("c")));
	ch_attrs_free(attrs);
	assert_int_equal(ch_attrs_load(&attrs, w->repo, w->odb, NULL, NULL), 0);
	assert_false(ch_attrs_is_binary(attrs, CH_STR("a.c")));
	ch_attrs_free(attrs);
}

/* Ten times itself on every level: 10^11 paths, twelve objects. */
static void a_tree_that_repeats_itself_costs_what_it_holds(void **state)
{
	const struct world *w = *state;
	struct ch_attrs *attrs;
	struct ch_oid tree;
	char *hex = run_in(w->dir,
		"t=$(printf '* x\\n' | git hash-object -w --stdin); "
		"t=$(printf '100644 blob %%s\\tf\\n' $t | git mktree); "
		"for i in 1 2 3 4 5 6 7 8 9 10 11; do "
		"t=$(for j in 0 1 2 3 4 5 6 7 8 9; do "
		"printf '040000 tree %%s\\t%%s\\n' $t $j; done | git mktree); "
		"done; echo $t");

	assert_true(ch_oid_from_hex(&tree, hex));
	free(hex);
	assert_int_equal(
		ch_attrs_load(&attrs, w->repo, w->odb, &tree, NULL), 0);
	assert_int_equal(ch_attrs_skipped(attrs), 0);
	ch_attrs_free(attrs);
	hex = run_in(w->dir,
		"t=$(printf '* x\\n' | git hash-object -w --stdin); "
		"t=$(printf '100644 blob %%s\\t.gitattributes\\n' $t | "
		"git mktree); for i in 1 2 3 4 5 6 7 8 9 10 11; do "
		"t=$(for j in 0 1 2 3 4 5 6 7 8 9; do "
		"printf '040000 tree %%s\\t%%s\\n' $t $j; done | git mktree); "
		"done; echo $t");
	assert_true(ch_oid_from_hex(&tree, hex));
	free(hex);
	assert_int_equal(
		ch_attrs_load(&attrs, w->repo, w->odb, &tree, NULL), 0);
	assert_true(ch_attrs_skipped(attrs) > 0);
	ch_attrs_free(attrs);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(states_and_values_are_read),
		cmocka_unit_test(deeper_files_win_and_info_wins_over_all),
		cmocka_unit_test(patterns_mean_what_gitattributes_says),
		cmocka_unit_test(patterns_can_be_quoted),
		cmocka_unit_test(macros_expand_where_they_are_set),
		cmocka_unit_test(a_bad_line_is_dropped_and_the_next_one_read),
		cmocka_unit_test(binary_is_diff_unset),
		cmocka_unit_test(
			a_tree_that_repeats_itself_costs_what_it_holds),
	};

	return cmocka_run_group_tests(tests, make_world, drop_world);
}
