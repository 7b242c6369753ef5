#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "tests/lib/parse_world.h"
#include "uast/parse.h"

static struct ch_facts *parse(
	struct world *w, const char *path, struct ch_str source)
{
	struct ch_parse_options o = { .names = true };
	struct ch_err err = { CH_OK, "" };

	assert_int_equal(
		ch_parse(w->parser, lang_of(path), ch_str_z(path), source, &o,
			NULL, NULL, 0, &w->arena, &w->facts, NULL, &err),
		0);
	return &w->facts;
}

static struct ch_symbol *find(struct world *w, const char *qualified)
{
	for (size_t i = 0; i < w->facts.nsymbols; i++)
		if (ch_str_is(w->facts.symbols[i].qualified, qualified))
			return &w->facts.symbols[i];
	fail_msg("no symbol %s", qualified);
	return NULL;
}

static void is(struct ch_str got, const char *want)
{
	char buf[512];

	snprintf(buf, sizeof(buf), "%.*s", (int)got.len, got.ptr);
	assert_string_equal(buf, want);
}

static void has_param(const struct ch_symbol *s, uint32_t i, const char *name,
	const char *type, const char *dflt, enum ch_param_kind kind)
{
	assert_true(i < s->nparams);
	is(s->params[i].name, name);
	is(s->params[i].type, type);
	is(s->params[i].dflt, dflt);
	assert_int_equal(s->params[i].kind, kind);
}

/* ---- languages ---------------------------------------------------------- */

static void every_description_fits_its_grammar(void **state)
{
	(void)state;
	assert_true(ch_lang_count() >= 3);
	for (size_t i = 0; i < ch_lang_count(); i++) {
		struct ch_err err = { CH_OK, "" };

		if (ch_lang_check(ch_lang_at(i), &err))
			fail_msg("%s", err.msg);
		assert_in_range(ch_lang_abi(ch_lang_at(i)), 13, 15);
	}
}

static void languages_are_found_by_any_case(void **state)
{
	(void)state;
	is(ch_str_z(ch_lang_id(ch_lang_find(CH_STR("c++")))), "cpp");
	is(ch_str_z(ch_lang_name(ch_lang_find(CH_STR("PYTHON")))), "Python");
	is(ch_str_z(ch_lang_name(ch_lang_find(CH_STR("Gradle Kotlin DSL")))),
		"Kotlin");
	assert_null(ch_lang_find(CH_STR("Klingon")));
}

static void a_header_that_says_class_is_cpp(void **state)
{
	const struct ch_lang *c = ch_lang_find(CH_STR("C"));
	const struct ch_lang *cpp = ch_lang_find(CH_STR("C++"));

	(void)state;
	assert_ptr_equal(ch_lang_for(CH_STR("C"), CH_STR("a.h"),
				 CH_STR("int f;\nclass A {\n};\n")),
		cpp);
	assert_ptr_equal(ch_lang_for(CH_STR("C"), CH_STR("a.h"),
				 CH_STR("/* a\nclass of things\n*/\nint f;\n")),
		c);
	assert_ptr_equal(ch_lang_for(CH_STR("C"), CH_STR("a.c"),
				 CH_STR("namespace x {}\n")),
		c);
}

static const char *header_of(const struct ch_guide *guide, const char *text)
{
	return ch_lang_id(ch_lang_for_tree(
		CH_STR("C"), CH_STR("a.h"), ch_str_z(text), guide));
}

static void a_header_is_what_its_tree_is(void **state)
{
	struct ch_guide c = { 0 }, cpp = { 0 }, objc = { 0 };

	(void)state;
	ch_guide_add(&c, CH_STR("src/a.c"));
	ch_guide_add(&cpp, CH_STR("a.cc"));
	ch_guide_add(&cpp, CH_STR("a.hpp"));
	ch_guide_add(&cpp, CH_STR("a.c"));
	ch_guide_add(&objc, CH_STR("a.m"));
	ch_guide_add(&objc, CH_STR("a.h"));
	assert_string_equal(header_of(NULL, "int f;\n"), "c");
	assert_string_equal(header_of(&c, "int f;\n"), "c");
	assert_string_equal(header_of(&cpp, "int f;\n"), "cpp");
	assert_string_equal(header_of(&objc, "int f;\n"), "objc");
	/* what it says itself counts more */
	assert_string_equal(header_of(&objc, "namespace a {\n}\n"), "cpp");
	assert_string_equal(header_of(&c, "@class A;\n"), "objc");
	assert_string_equal(header_of(&c, "/*\n@class A\n*/\n"), "c");
	assert_string_equal(
		header_of(&cpp, "#ifdef __cplusplus\n#endif\n"), "c");
	assert_string_equal(
		header_of(&c, "#ifdef __OBJC__\n@class A;\n#endif\n"), "c");
	assert_string_equal(
		header_of(&objc, "#ifdef __OBJC__\n@class A;\n#endif\n"),
		"objc");
	/* and only headers are asked */
	assert_string_equal(
		ch_lang_id(ch_lang_for_tree(CH_STR("C"), CH_STR("a.c"),
			CH_STR("@class A;\n"), &objc)),
		"c");
}

static void a_settled_guide_says_the_same(void **state)
{
	static const char *const texts[] = { "int f;\n",
		"#ifdef __cplusplus\n#endif\n",
		"#ifdef __OBJC__\n@class A;\n#endif\n" };

	(void)state;
	for (unsigned i = 0; i < 4 * 4 * 4; i++) {
		struct ch_guide guide = { i % 4, i / 4 % 4, i / 16, NULL };
		struct ch_guide least = guide, again;

		ch_guide_settle(&least);
		again = least;
		ch_guide_settle(&again);
		assert_memory_equal(&again, &least, sizeof(least));
		for (size_t k = 0; k < sizeof(texts) / sizeof(texts[0]); k++)
			assert_string_equal(header_of(&guide, texts[k]),
				header_of(&least, texts[k]));
	}
}

static void an_interface_file_has_a_grammar_of_its_own(void **state)
{
	const struct ch_lang *ml = ch_lang_find(CH_STR("OCaml"));
	const struct ch_lang *mli =
		ch_lang_for(CH_STR("OCaml"), CH_STR("src/a.mli"), CH_STR(""));

	(void)state;
	is(ch_str_z(ch_lang_id(ml)), "ocaml");
	is(ch_str_z(ch_lang_id(mli)), "ocaml_interface");
	is(ch_str_z(ch_lang_name(mli)), "OCaml");
	assert_ptr_equal(
		ch_lang_for(CH_STR("OCaml"), CH_STR("a.ml"), CH_STR("")), ml);
	assert_ptr_equal(ch_lang_for(CH_STR("C"), CH_STR("a.mli"), CH_STR("")),
		ch_lang_find(CH_STR("C")));
}

/* ---- facts -------------------------------------------------------------- */

static void c_functions_have_results_and_parameters(void **state)
{
	struct world *w = *state;
	struct ch_symbol *s;

	parse(w, "a.c",
		CH_STR("/* Looks. Then leaps. */\n"
		       "static const char *look(int n, void (*cb)(int),\n"
		       "\t/* why */ char b[10], ...)\n{ if (n && cb) cb(1);\n"
		       " return n ? b : 0; }\n"));
	s = find(w, "look");
	assert_int_equal(s->kind, CH_KIND_FUNCTION);
	assert_int_equal(s->visibility, CH_VIS_PRIVATE);
	is(s->signature, "static const char *look(int n, void (*cb)(int), "
			 "char b[10], ...)");
	is(s->result, "const char *");
	is(s->doc, "Looks.");
	assert_int_equal(s->decisions, 3);
	assert_int_equal(s->nparams, 4);
	has_param(s, 0, "n", "int", "", CH_PARAM_NORMAL);
	has_param(s, 1, "cb", "void (*)(int)", "", CH_PARAM_NORMAL);
	has_param(s, 2, "b", "char[10]", "", CH_PARAM_NORMAL);
	has_param(s, 3, "...", "", "", CH_PARAM_VARIADIC);
}

static void macros_before_a_prototype_are_attributes(void **state)
{
	struct world *w = *state;
	struct ch_symbol *s;

	parse(w, "a.h",
		CH_STR("LIB_EXTERN(char *) one(int a);\n"
		       "LIB_DEPRECATED LIB_API int two(void) LIB_PURE;\n"));
	assert_int_equal(w->facts.nsymbols, 2);
	assert_int_equal(w->facts.error_bytes, 0);
	s = find(w, "one");
	is(s->result, "char *");
	is(s->attributes, "LIB_EXTERN");
	assert_int_equal(s->visibility, CH_VIS_PUBLIC);
	s = find(w, "two");
	is(s->signature, "int two(void)");
	is(s->attributes, "LIB_DEPRECATED LIB_API LIB_PURE");
	assert_true(s->flags & CH_SYM_DEPRECATED);
	assert_true(s->flags & CH_SYM_DECLARATION);
}

static void cpp_members_follow_their_access_section(void **state)
{
	struct world *w = *state;

	parse(w, "a.hpp",
		CH_STR("namespace n { class A { int a; public: int b();\n"
		       "protected: A(int x = 1); };\n"
		       "struct B { int c; virtual int d() const = 0; }; }\n"));
	assert_int_equal(find(w, "n::A::a")->visibility, CH_VIS_PRIVATE);
	assert_int_equal(find(w, "n::A::b")->visibility, CH_VIS_PUBLIC);
	assert_int_equal(find(w, "n::A::A")->visibility, CH_VIS_PROTECTED);
	has_param(find(w, "n::A::A"), 0, "x", "int", "1", CH_PARAM_NORMAL);
	assert_int_equal(find(w, "n::B::c")->visibility, CH_VIS_PUBLIC);
	assert_int_equal(find(w, "n::B::d")->kind, CH_KIND_METHOD);
	assert_true(find(w, "n::B::d")->flags & CH_SYM_ABSTRACT);
	assert_true(find(w, "n::B::d")->flags & CH_SYM_CONST);
}

static void python_parameters_have_kinds(void **state)
{
	struct world *w = *state;
	struct ch_symbol *s;

	parse(w, "a.py",
		CH_STR("class A:\n"
		       "    def f(self, a, /, b: int = 1, *c, d='x', **e): "
		       "...\n"
		       "def g(x, *, y=2): pass\n"));
	s = find(w, "A.f");
	assert_int_equal(s->kind, CH_KIND_METHOD);
	has_param(s, 0, "self", "", "", CH_PARAM_RECEIVER);
	has_param(s, 1, "a", "", "", CH_PARAM_POSITIONAL_ONLY);
	has_param(s, 2, "b", "int", "1", CH_PARAM_NORMAL);
	has_param(s, 3, "c", "", "", CH_PARAM_VARIADIC);
	has_param(s, 4, "d", "", "'x'", CH_PARAM_KEYWORD_ONLY);
	has_param(s, 5, "e", "", "", CH_PARAM_KEYWORD_VARIADIC);
	has_param(find(w, "g"), 1, "y", "", "2", CH_PARAM_KEYWORD_ONLY);
	assert_true(find(w, "g")->params[1].optional);
}

static void python_all_decides_what_is_public(void **state)
{
	struct world *w = *state;

	parse(w, "a.py",
		CH_STR("__all__ = ['f', '_g']\ndef f(): pass\n"
		       "def _g(): pass\ndef h(): pass\n"));
	assert_int_equal(find(w, "f")->visibility, CH_VIS_PUBLIC);
	assert_int_equal(find(w, "_g")->visibility, CH_VIS_PUBLIC);
	assert_int_equal(find(w, "h")->visibility, CH_VIS_INTERNAL);
}

static void deprecation_is_seen_where_every_call_warns(void **state)
{
	struct world *w = *state;

	parse(w, "a.py",
		CH_STR("def a():\n    warnings.warn('x', DeprecationWarning)\n"
		       "def b(x=None):\n    if x:\n"
		       "        warnings.warn('x', DeprecationWarning)\n"
		       "@deprecated('y')\ndef c(): pass\n"
		       "def d():\n    '''D.\n\n    .. deprecated:: 2\n    "
		       "'''\n"));
	assert_true(find(w, "a")->flags & CH_SYM_DEPRECATED);
	assert_false(find(w, "b")->flags & CH_SYM_DEPRECATED);
	assert_true(find(w, "c")->flags & CH_SYM_DEPRECATED);
	assert_true(find(w, "d")->flags & CH_SYM_DEPRECATED);
}

static void imports_and_names_are_listed(void **state)
{
	struct world *w = *state;
	struct ch_facts *f = parse(w, "a.c",
		CH_STR("#include <a.h>\n#include \"b.h\"\nint z = y + y;\n"));

	assert_int_equal(f->nimports, 2);
	is(f->imports[0].name, "a.h");
	assert_int_equal(f->imports[0].kind, CH_IMPORT_SYSTEM);
	is(f->imports[1].name, "b.h");
	assert_int_equal(f->imports[1].kind, CH_IMPORT_RELATIVE);
	assert_int_equal(f->imports[1].line, 1);
	assert_int_equal(f->nnames, 2);
	is(f->names[0], "y");
	is(f->names[1], "z");
}

/* ---- hashes ------------------------------------------------------------- */

static uint64_t body_hash(struct world *w, const char *source, const char *name)
{
	parse(w, "a.c", ch_str_z(source));
	return find(w, name)->body_hash;
}

static void assert_file_doc(struct world *w, const char *path,
	const char *source, const char *expected)
{
	struct ch_facts *f = parse(w, path, ch_str_z(source));

	is(ch_file_doc(f, ch_str_z(source), &w->arena), expected);
}

static void a_file_says_what_it_is_for(void **state)
{
	struct world *w = *state;

	assert_file_doc(w, "a.c",
		"/* Copyright A */\n\n/*\n * Counts. Twice.\n */\n\nint x;\n",
		"Counts.");
	assert_file_doc(w, "a.go",
		"// SPDX-License-Identifier: MIT\n\n// Package a adds\n"
		"// things.\npackage a\n",
		"Package a adds things.");
	assert_file_doc(w, "a.py",
		"#!/usr/bin/python\n\n\"\"\"Reads forms.\"\"\"\nx = 1\n",
		"Reads forms.");
	assert_file_doc(w, "a.c", "/* One. */\nint one(void);\n", "");
	assert_file_doc(w, "a.c", "int one(void);\n/* One. */\n", "");
	assert_file_doc(w, "a.js", "// This file is generated.\nf();\n", "");
	assert_file_doc(w, "a.c", "", "");
	assert_file_doc(w, "a.py", "#! no end of line", "");
}

static void a_body_hash_sees_tokens_only(void **state)
{
	struct world *w = *state;
	uint64_t h = body_hash(w, "int f(int a) { return a + f(1); }", "f");

	assert_true(h == body_hash(w,
				 "int f(int a)\n{\n\t/* x */ return a+f(1);\n}",
				 "f"));
	assert_true(
		h == body_hash(w, "int g(int a) { return a + g(1); }", "g"));
	assert_true(
		h != body_hash(w, "int f(int a) { return a - f(1); }", "f"));
	assert_true(
		h != body_hash(w, "int f(int a) { return a + g(1); }", "f"));
	assert_true(0 == body_hash(w, "int f(int a);", "f"));
}

static void a_list_broken_over_lines_has_the_same_signature(void **state)
{
	struct world *w = *state;

	parse(w, "a.py",
		CH_STR("def f(\n    a,  # first\n    b=(1, 2,),\n): pass\n"));
	is(find(w, "f")->signature, "def f(a, b=(1, 2,))");
}

/* ---- limits ------------------------------------------------------------- */

static void limits_are_counted_not_timed(void **state)
{
	struct world *w = *state;
	struct ch_parse_options small = { .max_bytes = 3 };
	struct ch_parse_options few = { .max_operations = 1 };
	struct ch_err err = { CH_OK, "" };
	struct ch_buf b = { 0 };

	for (int i = 0; i < 5000; i++)
		ch_buf_add_z(&b, "int f(void);\n");
	assert_int_equal(ch_parse(w->parser, lang_of("a.c"), CH_STR("a.c"),
				 ch_buf_str(&b), &small, NULL, NULL, 0,
				 &w->arena, &w->facts, NULL, &err),
		CH_ELIMIT);
	assert_int_equal(ch_parse(w->parser, lang_of("a.c"), CH_STR("a.c"),
				 ch_buf_str(&b), &few, NULL, NULL, 0, &w->arena,
				 &w->facts, NULL, &err),
		0);
	assert_true(w->facts.truncated);
	assert_int_equal(w->facts.nsymbols, 0);
	parse(w, "a.c", ch_buf_str(&b));
	assert_int_equal(w->facts.nsymbols, 5000);
	ch_buf_release(&b);
}

static void deep_nesting_neither_recurses_nor_ends(void **state)
{
	struct world *w = *state;
	struct ch_buf b = { 0 };

	ch_buf_add_repeat(&b, '{', 20000);
	parse(w, "a.c", ch_buf_str(&b));
	ch_buf_clear(&b);
	for (int i = 0; i < 300; i++)
		ch_buf_add_z(&b, "namespace a {\n");
	parse(w, "a.cc", ch_buf_str(&b));
	ch_buf_clear(&b);
	for (int i = 0; i < 300; i++)
		ch_buf_add_z(&b, "#if A\n");
	parse(w, "a.h", ch_buf_str(&b));
	ch_buf_release(&b);
}

/* Macros that hold half a statement; seen as what is left of them. */
static void statements_made_by_macros_are_no_errors(void **state)
{
	static const char *const texts[] = {
		"if (0) { x(); } config_set_else { y(); }",
		"if (0) { x();\n} config_set(\n\"a\",b){ y(); }",
		"SET_TYPE(data.numeric)\n",
		"#if A\n\tTEST(\"large\") {\n\t\tx();\n\t}\n#endif\n",
		"x();\n#ifdef A\n\ttest_report()\n#endif\n",
	};
	struct world *w = *state;
	struct ch_buf b = { 0 };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		ch_buf_clear(&b);
		ch_buf_printf(&b, "void f(void)\n{\n%s}\nint g;\n", texts[i]);
		parse(w, "a.c", ch_buf_str(&b));
		assert_int_equal(w->facts.nsymbols, 2);
		assert_int_equal(w->facts.error_bytes, 0);
		for (size_t k = 0; k < 2; k++)
			assert_false(
				w->facts.symbols[k].flags & CH_SYM_NEAR_ERROR);
	}
	ch_buf_release(&b);
}

/* "format" ARGS(...): what the arguments decide counts. */
static void arguments_behind_a_string_are_seen(void **state)
{
	struct world *w = *state;

	parse(w, "a.c",
		CH_STR("void f(void)\n{\n\tx = g(x, \"# A\\n\" ARGS(\n"
		       "\t\t\"b:%s\", c ? d : e,\n\t\t\"f:%d\", h && i));\n"
		       "\tp(\"a\" STR(B));\n\tp(STR(B) \"a\");\n}\n"));
	assert_int_equal(w->facts.nsymbols, 1);
	assert_int_equal(w->facts.symbols[0].decisions, 2);
	assert_false(w->facts.symbols[0].flags & CH_SYM_NEAR_ERROR);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_description_fits_its_grammar),
		TEST(languages_are_found_by_any_case),
		TEST(a_header_that_says_class_is_cpp),
		TEST(a_header_is_what_its_tree_is),
		TEST(a_settled_guide_says_the_same),
		TEST(an_interface_file_has_a_grammar_of_its_own),
		TEST(c_functions_have_results_and_parameters),
		TEST(macros_before_a_prototype_are_attributes),
		TEST(cpp_members_follow_their_access_section),
		TEST(python_parameters_have_kinds),
		TEST(python_all_decides_what_is_public),
		TEST(deprecation_is_seen_where_every_call_warns),
		TEST(imports_and_names_are_listed),
		TEST(a_file_says_what_it_is_for),
		TEST(a_body_hash_sees_tokens_only),
		TEST(a_list_broken_over_lines_has_the_same_signature),
		TEST(limits_are_counted_not_timed),
		TEST(deep_nesting_neither_recurses_nor_ends),
		TEST(statements_made_by_macros_are_no_errors),
		TEST(arguments_behind_a_string_are_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
