#include "gitlayer/linguist.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static int setup(void **state)
{
	struct ch_linguist *l;

	if (ch_linguist_new(&l, NULL, NULL, 0, NULL))
		return -1;
	*state = l;
	return 0;
}

static int teardown(void **state)
{
	ch_linguist_free(*state);
	return 0;
}

static const char *language(
	const struct ch_linguist *l, const char *path, const char *content)
{
	return ch_linguist_name(
		ch_linguist_language(l, ch_str_z(path), ch_str_z(content)));
}

static const char *class_of(
	const struct ch_linguist *l, const char *path, const char *content)
{
	return ch_path_class_name(
		ch_linguist_class(l, ch_str_z(path), ch_str_z(content)));
}

struct expectation {
	const char *path, *answer;
};

static void languages_go_by_file_name_and_longest_extension(void **state)
{
	static const struct expectation all[] = { { "src/server.c", "C" },
		{ "a/b.py", "Python" }, { "Makefile", "Makefile" },
		{ "x/Dockerfile", "Dockerfile" }, { "CMakeLists.txt", "CMake" },
		{ "a.txt", "Text" }, { "a.d.ts", "TypeScript" },
		{ "a.blade.php", "Blade" }, { "A.CPP", "C++" },
		{ "x.gradle.kts", "Gradle Kotlin DSL" }, { ".bashrc", "Shell" },
		{ "a.rb/b", "Other" }, { "", "Other" }, { "noext", "Other" },
		{ "a.", "Other" }, { "package-lock.json", "JSON" } };
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		assert_string_equal(
			language(*state, all[i].path, ""), all[i].answer);
}

static void the_override_list_settles_an_extension_of_several(void **state)
{
	static const struct expectation all[] = { { "a.h", "C" },
		{ "a.m", "Objective-C" }, { "a.ts", "TypeScript" },
		{ "a.rs", "Rust" }, { "a.md", "Markdown" }, { "a.sql", "SQL" },
		{ "a.pl", "Perl" }, { "a.t", "Perl" }, { "a.cs", "C#" },
		{ "a.v", "Verilog" }, { "a.yml", "YAML" }, { "a.json", "JSON" },
		{ "a.tsx", "TSX" }, { "a.html", "HTML" }, { "a.php", "PHP" } };
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		assert_string_equal(
			language(*state, all[i].path, ""), all[i].answer);
}

static void content_settles_an_extension_of_several(void **state)
{
	assert_string_equal(
		language(*state, "a.h", "#pragma once\nclass Foo {\n"), "C++");
	assert_string_equal(language(*state, "a.h", "int f(void);\n"), "C");
	assert_string_equal(
		language(*state, "a.h", "\n@interface Foo\n"), "Objective-C");
	assert_string_equal(
		language(*state, "a.m", "% f\nfunction y = f(x)\n"), "MATLAB");
	assert_string_equal(
		language(*state, "a.pl", "foo(X) :- bar(X).\n"), "Prolog");
	assert_string_equal(
		language(*state, "a.rs", "<?xml version=\"1.0\"?>\n"), "XML");
	/* One language has this extension: the content is not asked. */
	assert_string_equal(language(*state, "a.py", "#!/bin/sh\n"), "Python");
}

static void a_script_without_extension_goes_by_its_interpreter(void **state)
{
	static const struct expectation all[] = { { "#!/bin/sh\n", "Shell" },
		{ "#!/usr/bin/env python3\nx", "Python" },
		{ "#!/usr/bin/env -S FOO=1 python3.11 -u\n", "Python" },
		{ "#! /usr/bin/perl -w", "Perl" }, { "#!\n", "Other" },
		{ "#!/usr/bin/env\n", "Other" }, { "# !/bin/sh", "Other" },
		{ "", "Other" } };
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		assert_string_equal(language(*state, "bin/run", all[i].path),
			all[i].answer);
}

static void what_an_editor_is_told_goes_first(void **state)
{
	static const struct expectation all[] = {
		{ "#!/bin/sh\n# Tcl -*- tcl -*- \\\nexec wish\n", "Tcl" },
		{ "/* -*- Mode: C++; tab-width: 8 -*- */\n", "C++" },
		{ "-*-python-*-", "Python" },
		{ "# -*- coding: utf-8; mode: ruby -*-\n", "Ruby" },
		{ "# -*- coding: utf-8 -*-\n", "Shell" },
		{ "# -*- tcl\n", "Shell" }, { "# -*- klingon -*-\n", "Shell" },
		{ "# vim: ft=perl\n", "Perl" },
		{ "a\nb\nc\nd\ne\nf\n# vim:set sw=8 filetype=go :", "Go" },
		{ "# vim>700: syntax=c:sw=4\n", "C" },
		{ "# ex:ft=lua\n", "Lua" }, { "ex:ft=lua\n", "Shell" },
		{ "# devim: ft=perl\n", "Shell" }, { "vi:ft=\n", "Shell" },
		{ "1\n2\n3\n4\n5\n# -*- tcl -*-\n7\n8\n9\n10\n11\n", "Shell" },
		{ "1\n2\n3\n4\n5\n6\n# -*- tcl -*-\n8\n9\n10\n11\n", "Tcl" },
		{ "\n\n\n\n\n\n\n", "Shell" }
	};
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		assert_string_equal(
			language(*state, "a.sh", all[i].path), all[i].answer);
}

static void names_and_aliases_are_found_in_any_case(void **state)
{
	(void)state;
	assert_string_equal(
		ch_linguist_name(ch_linguist_find(CH_STR("c++"))), "C++");
	assert_string_equal(
		ch_linguist_name(ch_linguist_find(CH_STR("GoLang"))), "Go");
	assert_string_equal(
		ch_linguist_name(ch_linguist_find(CH_STR("Common-Lisp"))),
		"Common Lisp");
	assert_int_equal(ch_linguist_find(CH_STR("no such")), CH_NO_LANGUAGE);
	assert_int_equal(ch_linguist_find(CH_STR("")), CH_NO_LANGUAGE);
	assert_string_equal(
		ch_linguist_type(ch_linguist_find(CH_STR("markdown"))),
		"prose");
	assert_string_equal(
		ch_linguist_type(ch_linguist_find(CH_STR("c"))), "programming");
	assert_string_equal(ch_linguist_type(CH_NO_LANGUAGE), "");
	assert_string_equal(ch_linguist_name(60000), "Other");
}

static void the_language_map_wins_over_the_tables(void **state)
{
	static const char *const map[] = { "h=c++", ".Foo=Python" };
	static const char *const unknown[] = { "h=Klingon" };
	static const char *const broken[] = { "h" };
	struct ch_linguist *l;
	struct ch_err err;

	(void)state;
	assert_int_equal(ch_linguist_new(&l, NULL, map, 2, &err), 0);
	assert_string_equal(language(l, "a.h", ""), "C++");
	assert_string_equal(language(l, "a.foo", ""), "Python");
	assert_string_equal(language(l, "a.h", "-*- C -*-"), "C++");
	assert_string_equal(language(l, "a.c", ""), "C");
	ch_linguist_free(l);
	assert_int_equal(
		ch_linguist_new(&l, NULL, unknown, 1, &err), CH_EUSAGE);
	assert_string_equal(err.msg, "Klingon: unknown language");
	assert_int_equal(ch_linguist_new(&l, NULL, broken, 1, &err), CH_EUSAGE);
	assert_null(l);
}

static void every_content_rule_compiles(void **state)
{
	assert_int_equal(ch_linguist_bad_patterns(*state), 0);
}

static void classes_go_by_path(void **state)
{
	static const struct expectation all[] = { { "src/a.c", "source" },
		{ "package-lock.json", "generated" },
		{ "js/a.min.js", "generated" }, { "api/x.pb.go", "generated" },
		{ "a/node_modules/x/y.js", "generated" },
		{ "p/x_pb2.py", "generated" }, { "F.designer.cs", "generated" },
		{ "x/Cargo.lock", "generated" }, { "vendor/foo.c", "vendored" },
		{ "uv.lock", "generated" }, { "a/mix.lock", "generated" },
		{ "Gemfile.lock", "generated" }, { "remix.lock", "source" },
		{ "go.sum", "generated" }, { "go.mod", "source" },
		{ "phpstan-baseline.neon", "generated" },
		{ "phpstan/baseline-8.1.neon", "generated" },
		{ "phpstan.neon", "source" },
		{ "psalm-baseline.xml", "generated" },
		{ "psalm.xml", "source" }, { "requirements.txt", "source" },
		{ "dist/a.js", "vendored" }, { "deps/lua/lua.c", "vendored" },
		{ "src/deps/a.c", "source" },
		{ "js/jquery-1.2.3.js", "vendored" },
		{ "third_party/x/y.h", "vendored" },
		{ "docs/index.md", "documentation" },
		{ "src/docs/a.c", "source" }, { "README.md", "documentation" },
		{ "a/CHANGELOG", "documentation" },
		{ "a/CHANGELOGS", "source" }, { "tests/a.c", "test" },
		{ "x/testdata/a", "test" }, { "tests/fixtures/a.js", "test" } };
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		assert_string_equal(
			class_of(*state, all[i].path, ""), all[i].answer);
}

static void tests_are_told_by_directory_or_name(void **state)
{
	static const char *const tests[] = { "pkg/a_test.go", "test_a.py",
		"src/a.test.ts", "src/a.spec.js", "src/FooTest.java",
		"FooTests.cs", "x/__tests__/a.js", "spec/a_spec.rb",
		"benches/b.rs", "fuzz/f.c", "conftest.py", "src/test.c",
		"t/t0001-init.sh", "a/b/Test/x.c", "unit-tests/a.c", "x/y.t",
		"lib/src/jvmTest/kotlin/a/Factory.kt",
		"okio-testing-support/src/a/Clock.kt" };
	static const char *const others[] = { "src/contest.c", "latest.py",
		"src/attest/a.c", "src/t/a.c", "protest.java", "testimony.c",
		"src/inspect.c", "Contest.java", "spec.md", ".test",
		"user-support/a.kt", "src/Contest/a.kt", "a/jvmTest/a.kt" };
	size_t i;

	for (i = 0; i < sizeof(tests) / sizeof(tests[0]); i++)
		assert_string_equal(class_of(*state, tests[i], ""), "test");
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_string_equal(class_of(*state, others[i], ""), "source");
}

static void generated_files_are_told_by_content(void **state)
{
	char minified[500];

	memset(minified, 'x', sizeof(minified) - 1);
	minified[sizeof(minified) - 1] = '\0';
	assert_string_equal(class_of(*state, "a.go",
				    "// Code generated by protoc-gen-go. "
				    "DO NOT EDIT.\npackage a\n"),
		"generated");
	assert_string_equal(class_of(*state, "a.go",
				    "package a\n// Code generated by hand\n"),
		"source");
	assert_string_equal(class_of(*state, "p.tab.c",
				    "/* A Bison parser, made by GNU Bison 3.8. "
				    "*/\n"),
		"generated");
	assert_string_equal(class_of(*state, "requirements/dev.txt",
				    "# SHA1:54b5b77ec8c7\n#\n"
				    "# This file is autogenerated by "
				    "pip-compile-multi\n"),
		"generated");
	assert_string_equal(class_of(*state, "requirements.txt",
				    "# This file was autogenerated by uv via "
				    "the following command:\n"),
		"generated");
	assert_string_equal(class_of(*state, "requirements.txt",
				    "# to be fed to pip-compile\nattrs\n"),
		"source");
	assert_string_equal(class_of(*state, ".rubocop_todo.yml",
				    "# This configuration was generated by\n"
				    "# `rubocop --auto-gen-config`\n"),
		"generated");
	assert_string_equal(class_of(*state, "psalm.base.xml",
				    "<?xml version=\"1.0\"?>\n"
				    "<files psalm-version=\"5.15.0\">\n"),
		"generated");
	assert_string_equal(class_of(*state, "a.js", minified), "generated");
	assert_string_equal(class_of(*state, "a.c", minified), "source");
	assert_string_equal(
		class_of(*state, "a.js", "x\ny\n//# sourceMappingURL=a.map\n"),
		"generated");
	assert_string_equal(class_of(*state, "a.js",
				    "//# sourceMappingURL=a.map\nx\ny\nz\n"),
		"source");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			languages_go_by_file_name_and_longest_extension),
		cmocka_unit_test(
			the_override_list_settles_an_extension_of_several),
		cmocka_unit_test(content_settles_an_extension_of_several),
		cmocka_unit_test(
			a_script_without_extension_goes_by_its_interpreter),
		cmocka_unit_test(what_an_editor_is_told_goes_first),
		cmocka_unit_test(names_and_aliases_are_found_in_any_case),
		cmocka_unit_test(the_language_map_wins_over_the_tables),
		cmocka_unit_test(every_content_rule_compiles),
		cmocka_unit_test(classes_go_by_path),
		cmocka_unit_test(tests_are_told_by_directory_or_name),
		cmocka_unit_test(generated_files_are_told_by_content),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
