#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/mem.h"
#include "gitlayer/commit.h"
#include "gitlayer/mailmap.h"
#include "gitlayer/walk.h"
#include "tests/unit/git_oracle.h"

static char *dir;

static int make_repo(void **state)
{
	(void)state;
	dir = scratch_repo();
	return ch_git_init(NULL);
}

static int drop_repo(void **state)
{
	(void)state;
	remove_repo(dir);
	ch_git_shutdown();
	return 0;
}

/* "Name <email>" through 'map', as git prints it. */
static void through(
	const struct ch_mailmap *map, const char *person, struct ch_buf *out)
{
	struct ch_str s = ch_str_z(person);
	size_t open = ch_str_chr(s, '<', 0), close = ch_str_chr(s, '>', 0);
	struct ch_str name = ch_str_trim(ch_str_sub(s, 0, open));
	struct ch_str email = ch_str_sub(s, open + 1, close);

	ch_mailmap_resolve(map, &name, &email);
	ch_buf_clear(out);
	ch_buf_add_str(out, name);
	if (name.len)
		ch_buf_add_char(out, ' ');
	ch_buf_add_char(out, '<');
	ch_buf_add_str(out, email);
	ch_buf_add_char(out, '>');
}

static void same_as_git(
	const char *mailmap, const char *const *people, size_t npeople)
{
	struct ch_mailmap *map = ch_mailmap_new();
	struct ch_buf ours = { 0 };

	ch_mailmap_add(map, ch_str_z(mailmap));
	write_file(dir, ".mailmap", mailmap);
	for (size_t i = 0; i < npeople; i++) {
		char *git = run_in(dir, "git check-mailmap '%s'", people[i]);

		through(map, people[i], &ours);
		assert_string_equal(ours.ptr, git);
		free(git);
	}
	ch_buf_release(&ours);
	ch_mailmap_free(map);
}

static const char *const people[] = { "Joe <joe@x>", "joe r <JOE@X>",
	"Jane <jane@laptop>", "Other <jane@laptop>", "Bug <>", "<>", "Jane <>",
	"Nobody <nobody@x>", "<joe@x>", "JOE <old@x>" };

static void the_four_forms_of_a_line_are_read(void **state)
{
	(void)state;
	same_as_git("Joe R. Developer <joe@x>\n"
		    "<jane@work> <jane@laptop>\n"
		    "Jane Doe <jane@work> <old@x>\n"
		    "Proper <proper@x> Other <jane@laptop>\n",
		people, CH_ARRAY_LEN(people));
}

static void letters_are_folded(void **state)
{
	(void)state;
	same_as_git("Joe <JOE@x>\nJohn <john@x> joe <OLD@X>\n", people,
		CH_ARRAY_LEN(people));
}

static void an_empty_address_can_be_mapped(void **state)
{
	(void)state;
	same_as_git("Bug Joe <bugs@x> <>\nJane D <jane@x> Jane <>\nJoe <>\n",
		people, CH_ARRAY_LEN(people));
}

static void later_lines_add_to_earlier_ones(void **state)
{
	(void)state;
	same_as_git("One <joe@x>\n<two@x> <joe@x>\nThree <joe@x>\n"
		    "A <a@x> Other <jane@laptop>\n<b@x> Other <jane@laptop>\n",
		people, CH_ARRAY_LEN(people));
}

static void odd_lines_do_no_harm(void **state)
{
	(void)state;
	same_as_git("# Comment <joe@x>\n # Not one <joe@x>\n\n<\nJoe\n>x<\n"
		    "Joe <joe@x\nA <a@x> <jane@laptop> <old@x>\r\n"
		    "  Spaced  Out \t <nobody@x>  # why\nlast <old@x> <joe@x>",
		people, CH_ARRAY_LEN(people));
}

/* Every author through the tree's map stands in git's table. */
static void authors_are_in_shortlog(const struct ch_mailmap *map,
	const struct ch_history *h, const char *table)
{
	struct ch_buf line = { 0 };

	for (size_t i = 0; i < h->ncommits; i++) {
		through(map,
			ch_intern_str(&h->people, h->commits[i].author).ptr,
			&line);
		ch_buf_add_z(&line, "\n");
		assert_non_null(strstr(table, line.ptr));
	}
	ch_buf_release(&line);
}

static void the_table_is_that_of_shortlog(void **state)
{
	static const char *const authors[] = { "Joe <joe@x>", "joe <JOE@X>",
		"Jane <jane@laptop>", "Other <jane@laptop>", "J\xc3\xb6 <j@x>",
		"Joe <joe@x>" };
	struct ch_odb *odb;
	struct ch_repo *repo;
	struct ch_walk_tips tips = {
		.since_s = CH_NO_TIME, .until_s = CH_NO_TIME, .ninclude = 1
	};
	struct ch_history h;
	struct ch_mailmap *map;
	struct ch_oid head;
	char *git;

	(void)state;
	write_file(dir, ".mailmap",
		"Joe Doe <joe@x>\nJane Doe <jane@x> Jane <jane@laptop>\n");
	do_in(dir, "git add .mailmap");
	for (size_t i = 0; i < CH_ARRAY_LEN(authors); i++)
		do_in(dir, "git commit -q --allow-empty -m %zu --author='%s'",
			i, authors[i]);
	git = run_in(dir, "git shortlog -sne HEAD; echo");
	assert_non_null(strstr(git, "     2\tJoe Doe <joe@x>\n"));
	assert_int_equal(ch_repo_open(&repo, dir, NULL), 0);
	assert_int_equal(ch_odb_open(&odb, repo, NULL, NULL), 0);
	assert_int_equal(ch_repo_head(repo, &head, NULL, NULL), 0);
	tips.include = &head;
	assert_int_equal(ch_walk(odb, repo, &tips, &h, NULL), 0);
	assert_int_equal(h.ncommits, CH_ARRAY_LEN(authors));
	assert_int_equal(ch_mailmap_load(&map, odb,
				 &h.commits[h.ncommits - 1].tree, NULL),
		0);
	authors_are_in_shortlog(map, &h, git);
	free(git);
	ch_mailmap_free(map);
	ch_history_release(&h);
	ch_odb_free(odb);
	ch_repo_free(repo);
}

static void a_tree_without_a_map_maps_nobody(void **state)
{
	struct ch_str name = CH_STR("Joe"), email = CH_STR("joe@x");
	struct ch_mailmap *map;
	struct ch_odb *odb;
	struct ch_repo *repo;
	struct ch_oid tree;
	char *hex;

	(void)state;
	/* A symbolic link is not followed. */
	do_in(dir, "rm .mailmap; echo 'No <joe@x>' >m; ln -s m .mailmap; "
		   "git add -A");
	hex = run_in(dir, "git write-tree");
	assert_true(ch_oid_from_hex(&tree, hex));
	free(hex);
	assert_int_equal(ch_repo_open(&repo, dir, NULL), 0);
	assert_int_equal(ch_odb_open(&odb, repo, NULL, NULL), 0);
	assert_int_equal(ch_mailmap_load(&map, odb, &tree, NULL), 0);
	ch_mailmap_resolve(map, &name, &email);
	assert_true(ch_str_is(name, "Joe"));
	ch_mailmap_free(map);
	tree.id[0] ^= 1;
	assert_int_equal(ch_mailmap_load(&map, odb, &tree, NULL), CH_ENOTFOUND);
	ch_mailmap_resolve(map, &name, &email);
	ch_mailmap_free(map);
	ch_odb_free(odb);
	ch_repo_free(repo);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_four_forms_of_a_line_are_read),
		cmocka_unit_test(letters_are_folded),
		cmocka_unit_test(an_empty_address_can_be_mapped),
		cmocka_unit_test(later_lines_add_to_earlier_ones),
		cmocka_unit_test(odd_lines_do_no_harm),
		cmocka_unit_test(the_table_is_that_of_shortlog),
		cmocka_unit_test(a_tree_without_a_map_maps_nobody),
	};

	return cmocka_run_group_tests(tests, make_repo, drop_repo);
}
