/*
 * Types whose parts come and go, LCOM4 worked out by hand.
 */
#include "analyzers/typeset.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "uast/parse.h"

struct world {
	struct ch_arena scratch, arena;
	struct ch_intern paths;
	struct ch_kept_parts kept[2]; /* two workers' */
	struct ch_typeset *set;
};

static int begin(void **state)
{
	static struct world w;

	w = (struct world){ 0 };
	w.set = ch_typeset_new(&w.paths);
	*state = &w;
	return 0;
}

static int end(void **state)
{
	struct world *w = *state;

	ch_typeset_free(w->set);
	ch_kept_parts_release(&w->kept[0]);
	ch_kept_parts_release(&w->kept[1]);
	ch_intern_release(&w->paths);
	ch_arena_release(&w->scratch);
	ch_arena_release(&w->arena);
	return 0;
}

/* "T" is the type; "f:a" a method f of it that uses a; by a worker. */
static const struct ch_numbers *numbers(
	struct world *w, int worker, const char *language, const char *text)
{
	struct ch_source_type type = { CH_STR("T"), CH_KIND_CLASS, 1 };
	struct ch_use uses[8];
	struct ch_source_method methods[8];
	struct ch_source s = { .types = &type, .methods = methods };

	s.lang = ch_lang_find(ch_str_z(language));
	assert_non_null(s.lang);
	s.ntypes = *text == 'T';
	for (; *text; text += text[1] ? 2 : 1) {
		size_t n = s.nmethods;

		if (text[1] != ':')
			continue;
		uses[n] = (struct ch_use){ ch_str_n(text + 2, 1), 0, true };
		methods[n] = (struct ch_source_method){ .owner = type.name,
			.name = ch_str_n(text, 1),
			.uses = &uses[n],
			.nuses = 1 };
		s.nmethods++;
	}
	return ch_numbers_of(&s, &w->kept[worker], &w->scratch, &w->arena);
}

static void change(struct world *w, const char *path,
	const struct ch_numbers *before, const struct ch_numbers *after)
{
	ch_typeset_change(
		w->set, ch_intern(&w->paths, ch_str_z(path)), before, after);
}

static void settles_at(struct world *w, size_t n, double sum)
{
	struct ch_summary s = ch_histogram_summary(ch_typeset_settle(w->set));

	assert_int_equal(s.n, n);
	assert_float_equal(s.sum, sum, 0);
}

/* {f a} {g b}, then {h c} or h with f; of another directory: not at all */
static void a_file_changes_the_type_of_another(void **state)
{
	struct world *w = *state;
	const struct ch_numbers *type = numbers(w, 0, "Go", "T f:a g:b");
	const struct ch_numbers *more = numbers(w, 0, "Go", "h:c");
	const struct ch_numbers *other = numbers(w, 0, "Go", "h:a");

	change(w, "x/a.go", NULL, type);
	settles_at(w, 1, 2);
	change(w, "x/b.go", NULL, more);
	settles_at(w, 1, 3);
	change(w, "x/b.go", more, other);
	settles_at(w, 1, 2);
	change(w, "x/b.go", other, NULL);
	change(w, "y/b.go", NULL, other);
	settles_at(w, 1, 2);
	change(w, "x/a.go", type, NULL);
	settles_at(w, 0, 0);
}

static void a_name_of_cpp_has_methods_anywhere_while_unique(void **state)
{
	struct world *w = *state;
	const struct ch_numbers *type = numbers(w, 0, "C++", "T f:a");
	const struct ch_numbers *stray = numbers(w, 0, "C++", "g:b");

	change(w, "src/t.cc", NULL, stray);
	settles_at(w, 0, 0);
	change(w, "include/t.h", NULL, type);
	settles_at(w, 1, 2);
	change(w, "old/t.h", NULL, type);
	settles_at(w, 2, 2);
	change(w, "include/t.h", type, NULL);
	settles_at(w, 1, 2);
}

/* Both parts are the first of their worker. */
static void parts_of_two_workers_are_not_one(void **state)
{
	struct world *w = *state;
	const struct ch_numbers *two = numbers(w, 0, "C#", "T f:a g:b");
	const struct ch_numbers *one = numbers(w, 1, "C#", "T f:a g:a");

	assert_int_equal(two->parts[0], one->parts[0]);
	change(w, "t.cs", NULL, two);
	settles_at(w, 1, 2);
	change(w, "t.cs", two, one);
	settles_at(w, 1, 1);
}

static void a_file_that_becomes_another_language_moves(void **state)
{
	struct world *w = *state;
	const struct ch_numbers *objc = numbers(w, 0, "Objective-C", "T f:a");
	const struct ch_numbers *cpp = numbers(w, 0, "C++", "T f:a");
	const struct ch_numbers *stray = numbers(w, 0, "C++", "g:b");

	change(w, "t.h", NULL, objc);
	change(w, "t.cc", NULL, stray);
	settles_at(w, 1, 1);
	change(w, "t.h", objc, cpp);
	settles_at(w, 1, 2);
}

/* In Python a class is its file's: values, no parts. */
static void types_of_one_file_are_counted_with_it(void **state)
{
	struct world *w = *state;
	const struct ch_numbers *two = numbers(w, 0, "Python", "T f:a g:b");
	const struct ch_numbers *none = numbers(w, 0, "Python", "T");

	assert_int_equal(two->nparts, 0);
	change(w, "a.py", NULL, two);
	change(w, "b.py", NULL, two);
	settles_at(w, 2, 4);
	change(w, "a.py", two, none);
	settles_at(w, 1, 2);
}

static void a_part_comes_back_as_it_was(void **state)
{
	struct world *w = *state;
	static const struct ch_use uses[] = { { CH_STR("a"), 0, true },
		{ CH_STR("b"), 0, false } };
	struct ch_source_method m[] = {
		{ .name = CH_STR("f"), .uses = uses, .nuses = 2 },
		{ .name = CH_STR("g"), .is_static = true },
		{ .name = CH_STR("T"), .is_constructor = true }
	};
	const struct ch_source_method *methods[] = { &m[0], &m[1], &m[2] };
	struct ch_str members[] = { CH_STR("a"), CH_STR("f") };
	struct ch_part part = { .name = CH_STR("T"),
		.is_type = true,
		.methods = methods,
		.nmethods = 3,
		.members = members,
		.nmembers = 2 };
	uint32_t id = ch_part_keep(&w->kept[0], &part);
	const struct ch_part *p = ch_part_get(&w->kept[0], id, &w->arena);

	assert_int_equal(ch_part_keep(&w->kept[0], &part), id);
	assert_true(ch_str_is(p->name, "T") && p->is_type);
	assert_int_equal(p->nmembers, 2);
	assert_true(ch_str_is(p->members[1], "f"));
	assert_int_equal(p->nmethods, 3);
	assert_int_equal(p->methods[0]->nuses, 2);
	assert_true(ch_str_is(p->methods[0]->uses[1].name, "b"));
	assert_true(p->methods[0]->uses[0].of_self);
	assert_false(p->methods[0]->uses[1].of_self);
	assert_true(p->methods[1]->is_static && !p->methods[1]->is_constructor);
	assert_true(p->methods[2]->is_constructor && !p->methods[2]->is_static);
	part.is_type = false;
	assert_int_not_equal(ch_part_keep(&w->kept[0], &part), id);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_file_changes_the_type_of_another),
		TEST(a_name_of_cpp_has_methods_anywhere_while_unique),
		TEST(parts_of_two_workers_are_not_one),
		TEST(a_file_that_becomes_another_language_moves),
		TEST(types_of_one_file_are_counted_with_it),
		TEST(a_part_comes_back_as_it_was),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
