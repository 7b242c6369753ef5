#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "base/mem.h"
#include "snapshot/places.h"

static void build(struct ch_places *p, const char *const *paths, size_t n)
{
	for (size_t i = 0; i < n; i++)
		ch_places_add(p, ch_str_z(paths[i]), true);
}

static bool is_machinery(const struct ch_places *p, const char *path)
{
	return ch_places_machinery(p, ch_str_z(path));
}

static void what_a_project_works_with_is_machinery(void **state)
{
	static const char *const paths[] = { "src/a.c", "src/b.c", "c.c",
		"crates/x/src/lib.rs" };
	struct ch_places p = { 0 };

	(void)state;
	build(&p, paths, CH_ARRAY_LEN(paths));
	assert_true(is_machinery(&p, "tools/gen.c"));
	assert_true(is_machinery(&p, "build/gen/x.c"));
	assert_true(is_machinery(&p, "crates/x/ci/run.rs"));
	assert_true(is_machinery(&p, "src/examples/one.c"));
	assert_false(is_machinery(&p, "builtin/add.c"));
	assert_false(is_machinery(&p, "tools.c"));
	assert_false(is_machinery(&p, "src/tools.c"));
	assert_true(is_machinery(NULL, "scripts/x.py"));
	assert_false(is_machinery(NULL, "x.py"));
	ch_places_release(&p);
}

static void a_package_among_others_is_product(void **state)
{
	static const char *const paths[] = { "pkg/__init__.py", "pkg/x.py",
		"pkg/tools/y.py", "setup.py", "lib/app/contrib/c.rb",
		"main/src/org/build/B.java", "crates/x/src/lib.rs", "app/a.js",
		"game/a.js", "game/b.js", "game/c.js", "game/d.js" };
	struct ch_places p = { 0 };

	(void)state;
	build(&p, paths, CH_ARRAY_LEN(paths));
	assert_false(is_machinery(&p, "pkg/tools/y.py"));
	assert_false(is_machinery(&p, "pkg/tools/dev/z.py"));
	assert_false(is_machinery(&p, "lib/app/contrib/c.rb"));
	assert_false(is_machinery(&p, "main/src/org/build/B.java"));
	assert_false(is_machinery(&p, "Sources/build/B.swift"));
	assert_true(is_machinery(&p, "pkg/examples/e.py"));
	assert_true(is_machinery(&p, "dev/release.py"));
	assert_true(is_machinery(&p, "crates/tools/x.rs"));
	assert_true(is_machinery(&p, "app/tools/x.js"));
	assert_false(is_machinery(&p, "game/tools/x.js"));
	ch_places_release(&p);
}

static void where_most_of_the_source_is_the_product_is(void **state)
{
	static const char *const paths[] = { "tools/a.c", "tools/b.c",
		"tools/tools/c.c", "x.c", "y.c", "scripts/z.c" };
	struct ch_places p = { 0 };

	(void)state;
	build(&p, paths, 5);
	assert_false(is_machinery(&p, "tools/a.c"));
	assert_false(is_machinery(&p, "more/tools/a.c"));
	assert_true(is_machinery(&p, "tools/scripts/z.sh"));
	build(&p, paths + 5, 1);
	assert_true(is_machinery(&p, "more/tools/a.c"));
	ch_places_release(&p);
}

static void a_library_may_have_more_examples_than_sources(void **state)
{
	static const char *const paths[] = { "examples/a/a.c", "examples/b/b.c",
		"x.c" };
	struct ch_places p = { 0 };

	(void)state;
	build(&p, paths, 2);
	assert_false(is_machinery(&p, "examples/a/a.c"));
	build(&p, paths + 2, 1);
	assert_true(is_machinery(&p, "examples/a/a.c"));
	ch_places_release(&p);
}

static void what_was_not_asked_about_does_not_count(void **state)
{
	struct ch_places p = { 0 };

	(void)state;
	ch_places_add(&p, CH_STR("tools/a.c"), true);
	ch_places_add(&p, CH_STR("x.c"), false);
	ch_places_add(&p, CH_STR("include/y.h"), false);
	assert_false(is_machinery(&p, "tools/a.c"));
	assert_true(p.include_dirs);
	ch_places_release(&p);
}

static void public_headers_have_a_directory(void **state)
{
	struct ch_places p = { 0 };

	(void)state;
	ch_places_add(&p, CH_STR("src/include.h"), true);
	ch_places_add(&p, CH_STR("myinclude/x.h"), true);
	ch_places_add(&p, CH_STR("include/x.c"), true);
	assert_false(p.include_dirs);
	ch_places_add(&p, CH_STR("lib/include/x/y.hpp"), true);
	assert_true(p.include_dirs);
	ch_places_release(&p);
}

static bool is_program(const struct ch_places *p, const char *path)
{
	return ch_places_program(p, ch_str_z(path));
}

static void a_crate_without_a_library_is_a_program(void **state)
{
	static const char *const paths[] = { "crates/core/main.rs",
		"crates/core/flags/defs.rs", "crates/both/src/lib.rs",
		"crates/both/src/main.rs", "crates/lib/src/lib.rs",
		"crates/lib/src/bin/tool/main.rs" };
	struct ch_places p = { 0 }, top = { 0 };

	(void)state;
	build(&p, paths, CH_ARRAY_LEN(paths));
	assert_true(is_program(&p, "crates/core/main.rs"));
	assert_true(is_program(&p, "crates/core/flags/defs.rs"));
	assert_false(is_program(&p, "crates/both/src/x.rs"));
	assert_false(is_program(&p, "crates/lib/src/x.rs"));
	assert_true(is_program(&p, "crates/lib/src/bin/tool/x.rs"));
	assert_false(is_program(&p, "crates/other/src/x.rs"));
	assert_false(is_program(&p, "crates/core/x.c"));
	assert_false(is_program(NULL, "crates/core/main.rs"));
	ch_places_add(&top, CH_STR("main.rs"), true);
	assert_true(is_program(&top, "a/b.rs"));
	ch_places_release(&p);
	ch_places_release(&top);
}

static void shell_is_the_product_where_most_is_shell(void **state)
{
	struct ch_places p = { 0 };

	(void)state;
	assert_true(ch_places_of_shell(NULL));
	ch_places_add(&p, CH_STR("lib/git.zsh"), true);
	ch_places_add(&p, CH_STR("install.sh"), true);
	ch_places_add(&p, CH_STR("a.py"), true);
	assert_true(ch_places_of_shell(&p));
	ch_places_add(&p, CH_STR("b.py"), true);
	assert_false(ch_places_of_shell(&p));
	ch_places_release(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_project_works_with_is_machinery),
		cmocka_unit_test(a_package_among_others_is_product),
		cmocka_unit_test(where_most_of_the_source_is_the_product_is),
		cmocka_unit_test(a_library_may_have_more_examples_than_sources),
		cmocka_unit_test(what_was_not_asked_about_does_not_count),
		cmocka_unit_test(public_headers_have_a_directory),
		cmocka_unit_test(a_crate_without_a_library_is_a_program),
		cmocka_unit_test(shell_is_the_product_where_most_is_shell),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
