#include "snapshot/symdiff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "tests/lib/two_trees.h"

static struct ch_str path_of(
	const struct trees *t, const struct ch_symbol_side *s, int side)
{
	const struct ch_change *c = &t->delta.files[s->file].change;

	return side == CH_OLD && c->old_path.ptr ? c->old_path : c->path;
}

static void describe_old(struct ch_buf *b, const struct trees *t,
	const struct ch_symbol_delta *d)
{
	const struct ch_symbol_side *o = &d->side[CH_OLD];
	const struct ch_symbol_side *n = &d->side[CH_NEW];
	struct ch_str was, now;

	if (!o->symbol || !n->symbol)
		return;
	if (!ch_str_eq(o->symbol->qualified, n->symbol->qualified))
		ch_buf_printf(b, " was %.*s", (int)o->symbol->qualified.len,
			o->symbol->qualified.ptr);
	was = path_of(t, o, CH_OLD);
	now = path_of(t, n, CH_NEW);
	if (!ch_str_eq(was, now))
		ch_buf_printf(b, " from %.*s", (int)was.len, was.ptr);
}

/* "CHANGE [VISIBILITY] QUALIFIED [was QUALIFIED] [from PATH]" a line. */
static void describe(struct ch_buf *b, const struct trees *t)
{
	for (size_t i = 0; i < t->diff.n; i++) {
		const struct ch_symbol_delta *d = &t->diff.items[i];
		const struct ch_symbol *s = ch_symbol_shown(d)->symbol;

		ch_buf_printf(b, "%s %s%s %.*s",
			ch_symbol_change_name(d->change),
			ch_visibility_name(d->visibility),
			d->overload == CH_OVERLOAD_CAME	  ? " one more"
			: d->overload == CH_OVERLOAD_WENT ? " one less"
							  : "",
			(int)s->qualified.len, s->qualified.ptr);
		describe_old(b, t, d);
		ch_buf_add_char(b, '\n');
	}
}

static void expect_in(const struct tree_file *files, size_t n,
	bool include_dirs, const char *expected)
{
	struct ch_places places = { .include_dirs = include_dirs };
	struct ch_buf b = { 0 };
	struct trees t;

	trees_compare(&t, files, n, &places);
	describe(&b, &t);
	ch_buf_add_char(&b, '\0');
	assert_string_equal(b.ptr, expected);
	ch_buf_release(&b);
	trees_release(&t);
}

static void expect(const char *lang, const char *path, const char *old_text,
	const char *new_text, const char *expected)
{
	const struct tree_file file = { lang, path, NULL, old_text, new_text };

	expect_in(&file, 1, false, expected);
}

#define BODY                                                   \
	"{ int i, n = 0; for (i = 0; i < x; i++) n += i * i; " \
	"while (n > 100) n /= 3; return n + x; }\n"
#define OTHER_BODY                                                  \
	"{ switch (x) { case 1: return 'a'; case 2: return 'b'; } " \
	"puts(\"nothing of the kind\"); return -1; }\n"

static void the_same_name_is_the_same_symbol(void **state)
{
	(void)state;
	expect("C", "a.c", "int f(int x) { return x; }\nint g(void);\n",
		"int g(void);\nint f(int x) { return x; }\n", "");
	expect("C", "a.c", "int f(int x) { return x; }\n",
		"int f(int x) { return x + 1; }\n", "body internal f\n");
	expect("C", "a.c", "int f(int x) { return x; }\n",
		"int f(long x) { return x; }\n", "signature internal f\n");
	expect("C", "a.c", "int f(int x) { return x; }\n",
		"int\nf(int x)\n{\n\treturn x; /* x */\n}\n", "");
}

static void a_symbol_comes_and_goes(void **state)
{
	(void)state;
	expect("C", "a.h", "int f(void);\n", "int g(char *name);\n",
		"removed public f\nadded public g\n");
}

static void a_type_and_a_function_of_one_name_are_two(void **state)
{
	(void)state;
	expect("C", "a.h", "struct f { int x; };\n", "int f(void);\n",
		"removed public f\nadded public f\nremoved public f.x\n");
}

static void overloads_pair_by_nearest_signature(void **state)
{
	(void)state;
	expect("C++", "a.hpp",
		"void f(int a);\nvoid f(int a, char *b, double c);\n",
		"void f(long a, char *b, double c);\nvoid f(int a);\n",
		"signature public f\n");
}

static void one_more_overload_is_no_new_symbol(void **state)
{
	(void)state;
	expect("C++", "a.hpp", "void f(int a);\n",
		"void f(int a);\nvoid f(char *b);\n",
		"signature public one more f\n");
	expect("C++", "a.hpp", "void f(int a);\nvoid f(char *b);\n",
		"void f(int a);\n", "signature public one less f\n");
}

static void a_second_definition_under_an_if_is_no_new_symbol(void **state)
{
	(void)state;
	expect("C", "a.h", "#define X 1\n",
		"#ifdef A\n#define X 1\n#else\n#define X 2\n#endif\n",
		"body public one more X\n");
	expect("C", "a.c",
		"#ifdef A\nint f(void) { return 1; }\n#else\n"
		"int f(void) { return 2; }\n#endif\n",
		"int f(void) { return 1; }\n", "body internal one less f\n");
}

static void one_more_impl_block_is_not_told(void **state)
{
	(void)state;
	expect("Rust", "src/a.rs",
		"pub struct S;\nimpl S { pub fn a(&self) {} }\n",
		"pub struct S;\nimpl S { pub fn a(&self) {} }\n"
		"impl S { pub fn b(&self) {} }\n",
		"added public S::b\n");
}

static void a_symbol_in_another_file_has_moved(void **state)
{
	static const struct tree_file files[] = {
		{ "Python", "pkg/a.py", NULL, "def load(path): pass\n", "\n" },
		{ "Python", "pkg/b.py", NULL, "\n", "def load(path): pass\n" }
	};

	(void)state;
	expect_in(files, 2, false, "moved public load from pkg/a.py\n");
}

static void a_static_function_moves_only_with_its_body(void **state)
{
	static const struct tree_file same[] = {
		{ "C", "a.c", NULL, "static int f(int x) " BODY, "\n" },
		{ "C", "b.c", NULL, "\n", "static int f(int x) " BODY }
	};
	static const struct tree_file other[] = {
		{ "C", "a.c", NULL, "static int f(int x) " BODY, "\n" },
		{ "C", "b.c", NULL, "\n", "static int f(int x) " OTHER_BODY }
	};

	(void)state;
	expect_in(same, 2, false, "moved private f from a.c\n");
	expect_in(other, 2, false, "removed private f\nadded private f\n");
}

static void a_renamed_file_moves_what_it_holds(void **state)
{
	static const struct tree_file file = { "Python", "new.py", "old.py",
		"LIMIT = 3\n_cache = {}\ndef f(): return 1\n",
		"LIMIT = 3\n_cache = {}\ndef f(): return 1\n" };

	(void)state;
	expect_in(&file, 1, false,
		"moved public LIMIT from old.py\nmoved public f from old.py\n");
}

static void an_equal_body_under_another_name_is_a_rename(void **state)
{
	(void)state;
	expect("C", "a.c", "int f(int x) " BODY, "int g(int x) " BODY,
		"renamed internal g was f\n");
	expect("Python", "a.py", "def f(a, b):\n    return (a, b, 1)\n",
		"def g(a, b):\n    return (a, b, 1)\n",
		"renamed public g was f\n");
}

static void a_short_body_that_recurs_proves_nothing(void **state)
{
	(void)state;
	expect("Python", "a.py",
		"def f(a, b):\n    return (a, b, 1)\n"
		"def g(a, b):\n    return (a, b, 1)\n",
		"def h(a, b):\n    return (a, b, 1)\n",
		"removed public f\nadded public h\nremoved public g\n");
}

static void a_similar_body_under_another_name_is_a_rename(void **state)
{
	(void)state;
	expect("C", "a.c",
		"int f(int x)\n{\n\tint n = 0;\n\tn += first(x);\n"
		"\tn += second(x, 10);\n\tn += third(x, 20);\n"
		"\tn += fourth(x, 30);\n\treturn n;\n}\n",
		"int g(int x)\n{\n\tint n = 0;\n\tn += first(x);\n"
		"\tn += second(x, 10);\n\tn += third(x, 21);\n"
		"\tn += fourth(x, 30);\n\treturn n;\n}\n",
		"renamed internal g was f\n");
	expect("C", "a.c", "int f(int x) " BODY, "int g(int x) " OTHER_BODY,
		"removed internal f\nadded internal g\n");
}

static void a_prototype_and_its_definition_are_one_symbol(void **state)
{
	static const struct tree_file changed[] = {
		{ "C", "a.c", NULL, "int f(int x) { return x; }\n",
			"int f(long x) { return x; }\n" },
		{ "C", "a.h", NULL, "int f(int x);\n", "int f(long x);\n" }
	};
	static const struct tree_file undeclared[] = {
		{ "C", "a.c", NULL, "int f(int x) { return x; }\n",
			"int f(int x) { return x; }\n" },
		{ "C", "a.h", NULL, "int f(int x);\n", "\n" }
	};

	(void)state;
	expect_in(changed, 2, false, "signature public f\n");
	expect_in(undeclared, 2, false, "signature public f\n");
}

static void a_header_outside_include_is_internal(void **state)
{
	static const struct tree_file files[] = {
		{ "C", "include/lib.h", NULL, "\n", "int shown(void);\n" },
		{ "C", "src/util.h", NULL, "\n", "int hidden(void);\n" }
	};

	(void)state;
	expect_in(
		files, 2, true, "added public shown\nadded internal hidden\n");
	expect_in(files, 2, false, "added public shown\nadded public hidden\n");
}

static void members_of_a_renamed_type_keep_their_names(void **state)
{
	(void)state;
	expect("Java", "A.java",
		"public class Reader {\n  public int position;\n"
		"  public int read(int n) { return fill(n) + position; }\n"
		"  public void skip(int n) { position += n; }\n}\n",
		"public class Source {\n  public int position;\n"
		"  public int read(int n) { return fill(n) + position; }\n"
		"  public void skip(long n) { position += n; }\n}\n",
		"renamed public Source was Reader\n"
		"signature public Source.skip was Reader.skip\n");
}

static void overloads_and_constructors_follow_a_renamed_type(void **state)
{
	(void)state;
	expect("Java", "A.java",
		"public class Reader {\n  public Reader(int n) { grow(n); }\n"
		"  public int read(int n) { return fill(n) + position; }\n"
		"  public int read(long n, int m) { return fill(m) - 1; }\n"
		"  public void skip(int n) { position += n; }\n}\n",
		"public class Source {\n  public Source(int n) { grow(n); }\n"
		"  public int read(int n) { return fill(n) + position; }\n"
		"  public int read(long n, int m) { return fill(m) - 1; }\n"
		"  public void skip(int n) { position += n; }\n}\n",
		"renamed public Source was Reader\n"
		"renamed public Source.Source was Reader.Reader\n");
}

static void a_namespace_that_a_macro_opened_changes_nothing(void **state)
{
	(void)state;
	expect("C++", "a.hpp",
		"int f(int x);\nstruct s {\n\tint a;\n\tint g();\n};\n",
		"namespace n {\nint f(int x);\nstruct s {\n\tint a;\n"
		"\tint g();\n};\n}\n",
		"added public n\n");
	expect("C++", "a.hpp", "namespace a {\nint f(int x);\n}\n",
		"namespace b {\nint f(int x);\n}\n",
		"removed public a\nadded public b\nremoved public a::f\n"
		"added public b::f\n");
}

static void a_method_in_another_class_of_its_file_has_moved(void **state)
{
	static const char method[] =
		"    def run(self, args):\n        n = len(args)\n"
		"        return [self.call(a, n) for a in args]\n";
	char was[400], now[400];

	(void)state;
	snprintf(was, sizeof(was), "class A:\n%s\n\nclass B:\n    x = 1\n",
		method);
	snprintf(now, sizeof(now),
		"class A:\n    y = 1\n\n\nclass B:\n"
		"    x = 1\n\n%s",
		method);
	expect("Python", "a.py", was, now,
		"added public A.y\nmoved public B.run was A.run\n");
}

static void overloads_go_where_the_first_of_them_went(void **state)
{
	static const char methods[] =
		"    @overload\n    def run(self, a: int) -> int: ...\n"
		"    def run(self, args):\n        n = len(args)\n"
		"        return [self.call(a, n) for a in args]\n";
	char was[400], now[400];

	(void)state;
	snprintf(was, sizeof(was), "class A:\n%s", methods);
	snprintf(now, sizeof(now), "class A:\n    y = 1\n\n\nclass B:\n%s",
		methods);
	expect("Python", "a.py", was, now,
		"added public A.y\nadded public B\n"
		"moved public B.run was A.run\n"
		"moved public B.run was A.run\n");
}

static void what_leaves_a_namespace_that_stays_has_moved(void **state)
{
	(void)state;
	expect("C++", "a.hpp",
		"namespace detail {\nint f(int x);\nint g(int x);\n}\n",
		"namespace detail {\nint g(int x);\n}\nint f(int x);\n",
		"moved public f was detail::f\n");
}

static void other_template_arguments_are_no_other_scope(void **state)
{
	(void)state;
	expect("C++", "a.hpp",
		"template <class T> struct s<std::a<T>> { int f(int x) " BODY
		"};\n",
		"template <class T> struct s<std::b<T>> { int f(int x) " BODY
		"};\n",
		"signature public s<std::b<T>> was s<std::a<T>>\n");
}

static void a_member_is_no_more_visible_than_its_type(void **state)
{
	(void)state;
	expect("Java", "A.java", "class A {\n}\n",
		"class A {\n  public int x() { return 1; }\n}\n",
		"added internal A.x\n");
}

static void a_member_that_only_became_private_is_told(void **state)
{
	(void)state;
	expect("C++", "a.hpp", "class A {\npublic:\n\tvoid f();\n};\n",
		"class A {\nprivate:\n\tvoid f();\n};\n",
		"signature public A::f\n");
}

static void a_local_function_follows_the_one_around_it(void **state)
{
	(void)state;
	expect("Python", "a.py",
		"def outer(x, y):\n    def inner(z):\n        return z\n"
		"    return [inner(x), inner(y), x + y, x * y]\n",
		"def around(x, y):\n    def inner(z):\n        return z\n"
		"    return [inner(x), inner(y), x + y, x * y]\n",
		"renamed public around was outer\n");
}

static void a_block_that_deprecates_changes_its_members(void **state)
{
	(void)state;
	expect("Rust", "src/a.rs", "pub fn f() {}\n",
		"#[deprecated]\npub fn f() {}\n", "signature public f\n");
}

static void what_is_compiled_for_tests_only_is_a_test(void **state)
{
	static const struct tree_file file = { "Rust", "a.rs", NULL,
		"pub fn a() {}\n#[cfg(test)]\nmod tests {\n"
		"    mod deep {\n        fn b() {}\n    }\n}\n",
		"pub fn a() { b(); }\n#[cfg(test)]\nmod tests {\n"
		"    mod deep {\n        fn b() { a(); }\n    }\n}\n" };
	struct trees t;

	(void)state;
	trees_compare(&t, &file, 1, NULL);
	assert_int_equal(t.diff.n, 2);
	assert_false(t.diff.items[0].test);
	assert_true(t.diff.items[1].test);
	trees_release(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_name_is_the_same_symbol),
		cmocka_unit_test(a_symbol_comes_and_goes),
		cmocka_unit_test(a_type_and_a_function_of_one_name_are_two),
		cmocka_unit_test(overloads_pair_by_nearest_signature),
		cmocka_unit_test(one_more_overload_is_no_new_symbol),
		cmocka_unit_test(
			a_second_definition_under_an_if_is_no_new_symbol),
		cmocka_unit_test(one_more_impl_block_is_not_told),
		cmocka_unit_test(a_symbol_in_another_file_has_moved),
		cmocka_unit_test(a_static_function_moves_only_with_its_body),
		cmocka_unit_test(a_renamed_file_moves_what_it_holds),
		cmocka_unit_test(an_equal_body_under_another_name_is_a_rename),
		cmocka_unit_test(a_short_body_that_recurs_proves_nothing),
		cmocka_unit_test(a_similar_body_under_another_name_is_a_rename),
		cmocka_unit_test(a_prototype_and_its_definition_are_one_symbol),
		cmocka_unit_test(a_header_outside_include_is_internal),
		cmocka_unit_test(members_of_a_renamed_type_keep_their_names),
		cmocka_unit_test(
			overloads_and_constructors_follow_a_renamed_type),
		cmocka_unit_test(
			a_namespace_that_a_macro_opened_changes_nothing),
		cmocka_unit_test(
			a_method_in_another_class_of_its_file_has_moved),
		cmocka_unit_test(overloads_go_where_the_first_of_them_went),
		cmocka_unit_test(what_leaves_a_namespace_that_stays_has_moved),
		cmocka_unit_test(other_template_arguments_are_no_other_scope),
		cmocka_unit_test(a_member_is_no_more_visible_than_its_type),
		cmocka_unit_test(a_member_that_only_became_private_is_told),
		cmocka_unit_test(a_local_function_follows_the_one_around_it),
		cmocka_unit_test(a_block_that_deprecates_changes_its_members),
		cmocka_unit_test(what_is_compiled_for_tests_only_is_a_test),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
