#include "gitlayer/linediff.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"

struct fixture {
	struct ch_differ *differ;
	struct ch_arena arena;
};

static int setup(void **state)
{
	struct fixture *f = ch_calloc(1, sizeof(*f));

	f->differ = ch_differ_new();
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	ch_differ_free(f->differ);
	ch_arena_release(&f->arena);
	free(f);
	return 0;
}

static struct ch_linediff run(struct fixture *f,
	enum ch_diff_algorithm algorithm, const char *a, const char *b)
{
	struct ch_linediff out;

	ch_linediff_run(f->differ, algorithm, ch_str_z(a), ch_str_z(b),
		&f->arena, &out);
	return out;
}

static void expect_hunk(const struct ch_linediff *d, size_t i, uint32_t a,
	uint32_t na, uint32_t b, uint32_t nb)
{
	assert_true(i < d->nhunks);
	assert_int_equal(d->hunks[i].old_start, a);
	assert_int_equal(d->hunks[i].old_count, na);
	assert_int_equal(d->hunks[i].new_start, b);
	assert_int_equal(d->hunks[i].new_count, nb);
}

static struct ch_str take_lines(struct ch_str *rest, uint32_t n)
{
	struct ch_str taken = { rest->ptr, 0 };

	for (; n && taken.len < rest->len; n--) {
		size_t nl = ch_str_chr(*rest, '\n', taken.len);

		taken.len = nl == (size_t)-1 ? rest->len : nl + 1;
	}
	*rest = ch_str_sub(*rest, taken.len, rest->len);
	return taken;
}

/* Hunks are sorted, do not touch, and turn 'a' into 'b'. */
static void assert_valid(
	const struct ch_linediff *d, struct ch_str a, struct ch_str b)
{
	struct ch_str old_rest = a, new_rest = b;
	uint32_t i = 0, j = 0, added = 0, removed = 0;
	size_t k;

	for (k = 0; k <= d->nhunks; k++) {
		struct ch_hunk end = { d->old_lines, 0, d->new_lines, 0 };
		struct ch_hunk h = k < d->nhunks ? d->hunks[k] : end;
		struct ch_str same_old, same_new;

		assert_true(h.old_start >= i + (k && k < d->nhunks));
		assert_int_equal(h.old_start - i, h.new_start - j);
		same_old = take_lines(&old_rest, h.old_start - i);
		same_new = take_lines(&new_rest, h.new_start - j);
		assert_true(ch_str_eq(same_old, same_new));
		take_lines(&old_rest, h.old_count);
		take_lines(&new_rest, h.new_count);
		assert_true(k == d->nhunks || h.old_count || h.new_count);
		removed += h.old_count;
		added += h.new_count;
		i = h.old_start + h.old_count;
		j = h.new_start + h.new_count;
	}
	assert_int_equal(old_rest.len, 0);
	assert_int_equal(new_rest.len, 0);
	assert_int_equal(added, d->added);
	assert_int_equal(removed, d->removed);
}

static void lines_count_with_an_unterminated_last_one(void **state)
{
	char many[100];

	(void)state;
	memset(many, '\n', sizeof(many));
	assert_int_equal(ch_count_lines(ch_str_z("")), 0);
	assert_int_equal(ch_count_lines(ch_str_z("a")), 1);
	assert_int_equal(ch_count_lines(ch_str_z("a\n")), 1);
	assert_int_equal(ch_count_lines(ch_str_z("a\nb")), 2);
	assert_int_equal(ch_count_lines(ch_str_n(many, 100)), 100);
	assert_int_equal(ch_count_lines(ch_str_n(many, 33)), 33);
}

static void a_nul_in_the_first_8000_bytes_is_binary(void **state)
{
	char text[9000];

	(void)state;
	memset(text, 'x', sizeof(text));
	assert_false(ch_looks_binary(ch_str_n(text, sizeof(text))));
	text[8000] = '\0';
	assert_false(ch_looks_binary(ch_str_n(text, sizeof(text))));
	text[7999] = '\0';
	assert_true(ch_looks_binary(ch_str_n(text, sizeof(text))));
	assert_false(ch_looks_binary(CH_STR("")));
}

static void equal_texts_have_no_hunks(void **state)
{
	struct ch_linediff d = run(*state, CH_DIFF_FAST, "a\nb\n", "a\nb\n");

	assert_int_equal(d.nhunks, 0);
	assert_int_equal(d.old_lines, 2);
	d = run(*state, CH_DIFF_FAST, "", "");
	assert_int_equal(d.nhunks, 0);
	d = run(*state, CH_DIFF_FAST, "a", "a");
	assert_int_equal(d.nhunks, 0);
	assert_int_equal(d.new_lines, 1);
}

static void an_empty_side_is_one_hunk(void **state)
{
	struct ch_linediff d = run(*state, CH_DIFF_FAST, "", "a\nb");

	assert_int_equal(d.nhunks, 1);
	expect_hunk(&d, 0, 0, 0, 0, 2);
	d = run(*state, CH_DIFF_FAST, "a\nb\nc\n", "");
	assert_int_equal(d.nhunks, 1);
	expect_hunk(&d, 0, 0, 3, 0, 0);
}

static void a_missing_last_newline_is_a_change(void **state)
{
	static const enum ch_diff_algorithm all[] = { CH_DIFF_FAST, CH_DIFF_GIT,
		CH_DIFF_GIT_BLAME };
	size_t i;

	for (i = 0; i < 3; i++) {
		struct ch_linediff d = run(*state, all[i], "a\nb\n", "a\nb");

		assert_int_equal(d.nhunks, 1);
		expect_hunk(&d, 0, 1, 1, 1, 1);
	}
}

static void a_hunk_without_lines_stands_before_the_next_line(void **state)
{
	static const enum ch_diff_algorithm all[] = { CH_DIFF_FAST, CH_DIFF_GIT,
		CH_DIFF_GIT_BLAME };
	size_t i;

	for (i = 0; i < 3; i++) {
		struct ch_linediff d =
			run(*state, all[i], "a\nb\nc\nd\n", "a\nc\nx\nd\n");

		assert_int_equal(d.nhunks, 2);
		expect_hunk(&d, 0, 1, 1, 1, 0);
		expect_hunk(&d, 1, 3, 0, 2, 1);
	}
}

/* $ git diff --no-index -U0: @@ -4,0 +5,4 @@ (the blank line goes first) */
static void an_added_function_slides_as_the_indent_heuristic_says(void **state)
{
	const char *a = "int f(void)\n{\n\treturn 1;\n}\n\nint z(void)\n{\n"
			"\treturn 1;\n}\n";
	const char *b = "int f(void)\n{\n\treturn 1;\n}\n\nint g(void)\n{\n"
			"\treturn 1;\n}\n\nint z(void)\n{\n\treturn 1;\n}\n";
	struct ch_linediff fast = run(*state, CH_DIFF_FAST, a, b);
	struct ch_linediff git = run(*state, CH_DIFF_GIT, a, b);

	assert_int_equal(fast.nhunks, 1);
	assert_int_equal(git.nhunks, 1);
	expect_hunk(&git, 0, 5, 0, 5, 5);
	expect_hunk(&fast, 0, 5, 0, 5, 5);
}

/* All lines are alike, so the group may stand anywhere, also in the head. */
static void a_group_slides_into_the_common_head(void **state)
{
	struct ch_linediff fast = run(*state, CH_DIFF_FAST,
		"\tx\n\tx\n\tx\n\tx\nend\n", "\tx\n\tx\n\tx\n\tx\n\tx\nend\n");
	struct ch_linediff git = run(*state, CH_DIFF_GIT,
		"\tx\n\tx\n\tx\n\tx\nend\n", "\tx\n\tx\n\tx\n\tx\n\tx\nend\n");

	assert_int_equal(fast.nhunks, 1);
	assert_memory_equal(fast.hunks, git.hunks, sizeof(*fast.hunks));
}

static uint32_t random_below(uint32_t *seed, uint32_t n)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (*seed >> 8) % n;
}

static void add_line(struct ch_buf *b, uint32_t *seed, uint32_t alphabet)
{
	uint32_t v = random_below(seed, alphabet);

	if (v % 5 == 0)
		ch_buf_add_char(b, '\n');
	else
		ch_buf_printf(b, "%*sline %u\n", (int)(v % 4) * 8, "", v);
}

/* A copy of 'a' with about 'edits' per cent of the lines changed. */
static void edit(struct ch_buf *b, struct ch_str a, uint32_t *seed,
	uint32_t alphabet, uint32_t edits)
{
	struct ch_str line;

	while (ch_str_line(&a, &line)) {
		uint32_t what = random_below(seed, 100);

		if (what < edits)
			add_line(b, seed, alphabet);
		if (what >= edits && what < edits + edits / 2)
			continue;
		ch_buf_add_str(b, line);
		ch_buf_add_char(b, '\n');
	}
	if (random_below(seed, 4) == 0 && b->len)
		ch_buf_truncate(b, b->len - 1);
}

static void assert_same_hunks(
	const struct ch_linediff *a, const struct ch_linediff *b)
{
	assert_int_equal(a->nhunks, b->nhunks);
	if (a->nhunks)
		assert_memory_equal(
			a->hunks, b->hunks, a->nhunks * sizeof(*a->hunks));
}

/* Ours and libgit2's xdiff, for `git diff` and for `git blame`. */
static void assert_as_git(struct fixture *f, struct ch_str a, struct ch_str b)
{
	struct ch_linediff ours, git, ours_blame, git_blame;
	uint32_t added, removed;

	ch_linediff_run(f->differ, CH_DIFF_FAST, a, b, &f->arena, &ours);
	ch_linediff_run(f->differ, CH_DIFF_GIT, a, b, &f->arena, &git);
	ch_linediff_run(
		f->differ, CH_DIFF_FAST_BLAME, a, b, &f->arena, &ours_blame);
	ch_linediff_run(
		f->differ, CH_DIFF_GIT_BLAME, a, b, &f->arena, &git_blame);
	assert_valid(&ours, a, b);
	assert_valid(&git, a, b);
	assert_same_hunks(&ours, &git);
	assert_same_hunks(&ours_blame, &git_blame);
	assert_int_equal(ours_blame.added, git.added);
	assert_int_equal(ours_blame.removed, git.removed);
	ch_linediff_count(
		f->differ, CH_DIFF_FAST_BLAME, a, b, &added, &removed);
	assert_int_equal(added, git.added);
	assert_int_equal(removed, git.removed);
	ch_arena_reset(&f->arena);
}

static void random_edits_give_the_hunks_git_gives(void **state)
{
	uint32_t seed = 7;

	for (uint32_t round = 0; round < 400; round++) {
		uint32_t alphabet = 2 + random_below(&seed, 300);
		uint32_t n = random_below(&seed, 400);
		struct ch_buf a = { 0 }, b = { 0 };

		for (uint32_t i = 0; i < n; i++)
			add_line(&a, &seed, alphabet);
		edit(&b, ch_buf_str(&a), &seed, alphabet,
			random_below(&seed, 60));
		assert_as_git(*state, ch_buf_str(&a), ch_buf_str(&b));
		ch_buf_release(&a);
		ch_buf_release(&b);
	}
}

static void add_unique(struct ch_buf *b, const char *what)
{
	for (int i = 0; i < 40; i++)
		ch_buf_printf(b, "%s %d\n", what, i);
}

/* Three lines that many others equal say little among eighty of no match. */
static void long_lines_that_many_others_equal_say_little(void **state)
{
	static const char often[] = "a line that is long, and often there\n";
	struct ch_buf a = { 0 }, b = { 0 };

	for (int i = 0; i < 60; i++)
		ch_buf_printf(&a, "%s}\n", often);
	ch_buf_add_str(&b, ch_buf_str(&a));
	add_unique(&a, "old");
	add_unique(&b, "new");
	ch_buf_printf(&a, "%s}\n%s", often, often);
	ch_buf_printf(&b, "%s}\n%s", often, often);
	add_unique(&a, "older");
	add_unique(&b, "newer");
	assert_as_git(*state, ch_buf_str(&a), ch_buf_str(&b));
	ch_buf_release(&a);
	ch_buf_release(&b);
}

static void only_the_last_line_can_lack_its_end(void **state)
{
	assert_as_git(*state, CH_STR("1\na\nb\nc"), CH_STR("2\na\nb\nc\nd"));
	assert_as_git(*state, CH_STR("1\na\nb\nc\nd"), CH_STR("2\na\nb\nc"));
	assert_as_git(*state, CH_STR("1\na\nb\nc"), CH_STR("2\na\nb\nc\n"));
	assert_as_git(*state, CH_STR("1\na\nb\nc"), CH_STR("2\na\nb\nc"));
}

/* Lines that repeat, so that head and tail overlap; a tail of some blocks. */
static void equal_ends_are_cut_as_git_cuts_them(void **state)
{
	uint32_t seed = 11;

	for (uint32_t round = 0; round < 200; round++) {
		uint32_t copies = 40 + random_below(&seed, 200);
		uint32_t at = random_below(&seed, copies);
		struct ch_buf a = { 0 }, b = { 0 };

		for (uint32_t i = 0; i < copies; i++) {
			if (i == at)
				edit(&b, CH_STR("x\ny\nz\n"), &seed, 3, 50);
			ch_buf_printf(
				&a, "%s\n", i % 3 ? "the same" : "another");
			ch_buf_printf(
				&b, "%s\n", i % 3 ? "the same" : "another");
			if (i == at && round % 2)
				ch_buf_add_z(&b, "the same\nanother\n");
		}
		assert_as_git(*state, ch_buf_str(&a), ch_buf_str(&b));
		ch_buf_release(&a);
		ch_buf_release(&b);
	}
}

/* Distances at which git takes shortcuts: a long snake, then any point. */
static void far_apart_texts_get_the_shortcuts_git_takes(void **state)
{
	static const struct {
		uint32_t n, alphabet, percent;
	} shapes[] = { { 4000, 4000, 30 }, { 9000, 600, 50 }, { 6000, 40, 70 },
		{ 3000, 3, 40 } };

	for (size_t k = 0; k < sizeof(shapes) / sizeof(shapes[0]); k++) {
		uint32_t seed = 5 + (uint32_t)k;
		struct ch_buf a = { 0 }, b = { 0 };

		for (uint32_t i = 0; i < shapes[k].n; i++)
			add_line(&a, &seed, shapes[k].alphabet);
		edit(&b, ch_buf_str(&a), &seed, shapes[k].alphabet,
			shapes[k].percent);
		assert_as_git(*state, ch_buf_str(&a), ch_buf_str(&b));
		/* Runs of 8 reversed: 7 of 8 move. */
		ch_buf_clear(&a);
		ch_buf_clear(&b);
		for (uint32_t i = 0; i < shapes[k].n; i++) {
			ch_buf_printf(&a, "line %u\n", i);
			ch_buf_printf(
				&b, "line %u\n", (i & ~7u) + 7 - (i & 7u));
		}
		assert_as_git(*state, ch_buf_str(&a), ch_buf_str(&b));
		ch_buf_release(&a);
		ch_buf_release(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_count_with_an_unterminated_last_one),
		cmocka_unit_test(a_nul_in_the_first_8000_bytes_is_binary),
		cmocka_unit_test(equal_texts_have_no_hunks),
		cmocka_unit_test(an_empty_side_is_one_hunk),
		cmocka_unit_test(a_missing_last_newline_is_a_change),
		cmocka_unit_test(
			a_hunk_without_lines_stands_before_the_next_line),
		cmocka_unit_test(
			an_added_function_slides_as_the_indent_heuristic_says),
		cmocka_unit_test(a_group_slides_into_the_common_head),
		cmocka_unit_test(random_edits_give_the_hunks_git_gives),
		cmocka_unit_test(long_lines_that_many_others_equal_say_little),
		cmocka_unit_test(only_the_last_line_can_lack_its_end),
		cmocka_unit_test(equal_ends_are_cut_as_git_cuts_them),
		cmocka_unit_test(far_apart_texts_get_the_shortcuts_git_takes),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
