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
		ch_buf_printf(b, "%*sline %u\n", (int)(v % 3) * 4, "", v);
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

static void random_edits_give_valid_scripts_no_longer_than_git(void **state)
{
	struct fixture *f = *state;
	uint32_t seed = 7, round, same = 0, rounds = 400;

	for (round = 0; round < rounds; round++) {
		uint32_t alphabet = 2 + random_below(&seed, 300);
		uint32_t n = random_below(&seed, 400), i;
		struct ch_buf a = { 0 }, b = { 0 };
		struct ch_linediff fast, git;

		for (i = 0; i < n; i++)
			add_line(&a, &seed, alphabet);
		edit(&b, ch_buf_str(&a), &seed, alphabet,
			random_below(&seed, 60));
		ch_linediff_run(f->differ, CH_DIFF_FAST, ch_buf_str(&a),
			ch_buf_str(&b), &f->arena, &fast);
		ch_linediff_run(f->differ, CH_DIFF_GIT, ch_buf_str(&a),
			ch_buf_str(&b), &f->arena, &git);
		assert_valid(&fast, ch_buf_str(&a), ch_buf_str(&b));
		assert_valid(&git, ch_buf_str(&a), ch_buf_str(&b));
		assert_true(
			fast.added + fast.removed <= git.added + git.removed);
		same += fast.nhunks == git.nhunks &&
			(!git.nhunks ||
				memcmp(fast.hunks, git.hunks,
					git.nhunks * sizeof(*git.hunks)) == 0);
		ch_buf_release(&a);
		ch_buf_release(&b);
		ch_arena_reset(&f->arena);
	}
	/* Both slide alike, so most scripts are the very same. */
	assert_true(same > rounds / 3);
}

/* Far more changes than Myers is allowed: the rows must find the minimum. */
static void a_rewritten_text_still_gets_a_minimal_script(void **state)
{
	struct fixture *f = *state;
	struct ch_buf a = { 0 }, b = { 0 };
	struct ch_linediff d;
	uint32_t i, n = 4000;

	/* Every line of 'a' in 'b' too, reversed in runs of 8: 7 of 8 move. */
	for (i = 0; i < n; i++) {
		ch_buf_printf(&a, "line %u\n", i);
		ch_buf_printf(&b, "line %u\n", (i & ~7u) + 7 - (i & 7u));
	}
	ch_linediff_run(f->differ, CH_DIFF_FAST, ch_buf_str(&a), ch_buf_str(&b),
		&f->arena, &d);
	assert_false(d.capped);
	assert_int_equal(d.added, n / 8 * 7);
	assert_int_equal(d.removed, n / 8 * 7);
	assert_valid(&d, ch_buf_str(&a), ch_buf_str(&b));
	ch_buf_release(&a);
	ch_buf_release(&b);
}

static void past_the_cost_cap_git_is_asked(void **state)
{
	struct fixture *f = *state;
	struct ch_buf a = { 0 }, b = { 0 };
	struct ch_linediff d, git;
	uint32_t i, n = 160000, seed = 3;

	for (i = 0; i < n; i++)
		ch_buf_printf(&a, "%u\n", random_below(&seed, n));
	for (i = 0; i < n; i++)
		ch_buf_printf(&b, "%u\n", random_below(&seed, n));
	ch_linediff_run(f->differ, CH_DIFF_FAST, ch_buf_str(&a), ch_buf_str(&b),
		&f->arena, &d);
	ch_linediff_run(f->differ, CH_DIFF_GIT, ch_buf_str(&a), ch_buf_str(&b),
		&f->arena, &git);
	assert_true(d.capped);
	assert_valid(&d, ch_buf_str(&a), ch_buf_str(&b));
	assert_true(d.added + d.removed <= git.added + git.removed);
	assert_true(d.added < n);
	ch_buf_release(&a);
	ch_buf_release(&b);
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
		cmocka_unit_test(
			random_edits_give_valid_scripts_no_longer_than_git),
		cmocka_unit_test(a_rewritten_text_still_gets_a_minimal_script),
		cmocka_unit_test(past_the_cost_cap_git_is_asked),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
