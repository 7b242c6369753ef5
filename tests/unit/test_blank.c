/*
 * Blanking what edits touched gives what blanking the whole text gives.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buf.h"
#include "uast/blank.h"
#include "uast/parse.h"

struct blanked {
	struct ch_blanks blanks;
	struct ch_cuts cuts;
};

static void blank_whole(struct blanked *b, struct ch_str text)
{
	ch_blanks_clear(&b->blanks);
	b->cuts.n = 0;
	ch_blank_c_part(text, &b->blanks, &b->cuts);
	ch_blanks_sort(&b->blanks);
}

static bool blank_again(struct blanked *b, struct ch_str text,
	const struct blanked *old, size_t bytes, const struct ch_edit *edits,
	size_t n)
{
	struct ch_blanked before = { .blanks = old->blanks.ranges,
		.nblanks = old->blanks.n,
		.cuts = old->cuts.at,
		.ncuts = old->cuts.n,
		.bytes = bytes };
	bool done;

	ch_blanks_clear(&b->blanks);
	b->cuts.n = 0;
	done = ch_blank_again(
		ch_blank_c_part, text, &before, edits, n, &b->blanks, &b->cuts);
	ch_blanks_sort(&b->blanks);
	return done;
}

static void assert_same(const struct blanked *a, const struct blanked *b)
{
	assert_int_equal(a->blanks.n, b->blanks.n);
	for (size_t i = 0; i < a->blanks.n; i++) {
		assert_int_equal(
			a->blanks.ranges[i].start, b->blanks.ranges[i].start);
		assert_int_equal(
			a->blanks.ranges[i].end, b->blanks.ranges[i].end);
		assert_ptr_equal(
			a->blanks.ranges[i].as, b->blanks.ranges[i].as);
	}
	assert_int_equal(a->cuts.n, b->cuts.n);
	for (size_t i = 0; i < a->cuts.n; i++)
		assert_int_equal(a->cuts.at[i], b->cuts.at[i]);
}

static void release(struct blanked *b)
{
	ch_blanks_release(&b->blanks);
	free(b->cuts.at);
}

static uint64_t random_number(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return *seed >> 33;
}

/* Parts that open or close something, or are cut out of the middle of it. */
static const char *const pieces[] = { "", "f(a, ==, struct b *, c);\n",
	"DEFINE(static, struct y *);\n", "static PATH(x, \"y\")\n",
	"\n\nvoid f(UNUSED int x);\n", "list(a, {\"b\"});\n", "static ", "\n",
	"/*", "*/", "#if 0\n", "\n#endif\n", "{", "}", "(", ")", "\"", ";\n",
	"\nAPI int x;\n", "= {\n", "#else\n", "\\\n", "TRY {", "f(a)\n", "R\"(",
	"template <", "\nint g(void) NORETURN;\n", "//" };

/* Put something else for a few bytes behind '*from'; says what it did. */
static struct ch_edit edit(
	struct ch_buf *out, struct ch_str text, size_t from, uint64_t *seed)
{
	size_t at = from + random_number(seed) % (text.len - from + 1);
	size_t end = at + random_number(seed) % 12;
	const char *put = pieces[random_number(seed) %
				 (sizeof(pieces) / sizeof(pieces[0]))];
	struct ch_edit e;

	end = end < text.len ? end : text.len;
	ch_buf_add_str(out, ch_str_sub(text, from, at));
	ch_buf_add_z(out, put);
	e.start = (uint32_t)at;
	e.old_end = (uint32_t)end;
	e.new_end = (uint32_t)out->len;
	return e;
}

static void read_file(struct ch_buf *b, const char *path)
{
	FILE *f = fopen(path, "rb");
	char part[4096];
	size_t n;

	assert_non_null(f);
	while ((n = fread(part, 1, sizeof(part), f)) > 0)
		ch_buf_add(b, part, n);
	fclose(f);
}

/* Several copies of the file, edited twice at a time; how often it held. */
static size_t edit_file(const char *path, uint64_t seed)
{
	struct blanked old = { 0 }, again = { 0 }, whole = { 0 };
	struct ch_buf one = { 0 }, text = { 0 }, now = { 0 };
	size_t held = 0;

	read_file(&one, path);
	for (int i = 0; i < 3; i++)
		ch_buf_add_str(&text, ch_buf_str(&one));
	blank_whole(&old, ch_buf_str(&text));
	for (int i = 0; i < 300; i++) {
		struct ch_str before = ch_buf_str(&text);
		struct ch_edit edits[2];

		ch_buf_clear(&now);
		edits[0] = edit(&now, before, 0, &seed);
		edits[1] = edit(&now, before, edits[0].old_end, &seed);
		ch_buf_add_str(
			&now, ch_str_sub(before, edits[1].old_end, before.len));
		blank_whole(&whole, ch_buf_str(&now));
		if (!blank_again(&again, ch_buf_str(&now), &old, before.len,
			    edits, 2))
			continue;
		assert_same(&again, &whole);
		held++;
	}
	release(&old);
	release(&again);
	release(&whole);
	ch_buf_release(&one);
	ch_buf_release(&text);
	ch_buf_release(&now);
	return held;
}

static void only_what_edits_touch_is_blanked_again(void **state)
{
	static const char *const paths[] = {
		"tests/cli/parse_c_declarations/input.c",
		"tests/cli/parse_c_macros/input.h",
		"tests/cli/parse_cpp_classes/input.hpp",
		"tests/cli/parse_cpp_library/input.cc",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		for (uint64_t seed = 1; seed <= 4; seed++)
			assert_true(edit_file(paths[i], seed) > 100);
}

/* Between declarations, not in them, nor where a conditional is open. */
static void a_text_is_cut_between_declarations(void **state)
{
	struct blanked b = { 0 };

	(void)state;
	blank_whole(&b, CH_STR("int a;\nint f(void)\n{\nx();\n}\n"
			       "#if A\nint b;\nint c;\n#endif\nint d;\n"
			       "int e = {\n1\n};\nint g; int h;\n"));
	assert_int_equal(b.cuts.n, 5);
	assert_int_equal(b.cuts.at[0], 0);
	assert_int_equal(b.cuts.at[1], 7);
	assert_int_equal(b.cuts.at[2], 28);
	assert_int_equal(b.cuts.at[3], 62);
	assert_int_equal(b.cuts.at[4], 77);
	release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_what_edits_touch_is_blanked_again),
		cmocka_unit_test(a_text_is_cut_between_declarations),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
