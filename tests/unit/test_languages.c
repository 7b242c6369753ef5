/*
 * What the command line does not show: flags, results, bases, generics,
 * attributes of symbols in Go, Rust, Java, JavaScript and TypeScript.
 */
#include "uast/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"

struct file {
	struct ch_parser *parser;
	struct ch_arena arena;
	struct ch_facts facts;
};

static void open_file(struct file *f, const char *language, const char *path,
	const char *source)
{
	const struct ch_lang *lang = ch_lang_find(ch_str_z(language));
	struct ch_err err = { 0 };

	memset(f, 0, sizeof(*f));
	assert_non_null(lang);
	f->parser = ch_parser_new();
	if (ch_parse(f->parser, lang, ch_str_z(path), ch_str_z(source), NULL,
		    NULL, NULL, 0, &f->arena, &f->facts, NULL, &err) < 0)
		fail_msg("%s", err.msg);
}

static void close_file(struct file *f)
{
	ch_arena_release(&f->arena);
	ch_parser_free(f->parser);
}

static const struct ch_symbol *find(const struct file *f, const char *qualified)
{
	size_t i;

	for (i = 0; i < f->facts.nsymbols; i++)
		if (ch_str_is(f->facts.symbols[i].qualified, qualified))
			return &f->facts.symbols[i];
	fail_msg("no symbol %s", qualified);
	return NULL;
}

static void check(struct ch_str got, const char *want)
{
	if (!ch_str_is(got, want))
		fail_msg("'%.*s' is not '%s'", (int)got.len, got.ptr, want);
}

static void check_flags(
	const struct file *f, const char *qualified, uint32_t want)
{
	uint32_t got = find(f, qualified)->flags;

	if (got != want)
		fail_msg("%s: flags %x, not %x", qualified, got, want);
}

/* ---- Go ----------------------------------------------------------------- */

static void go_embedded_types_are_bases(void **state)
{
	struct file f;

	(void)state;
	open_file(&f, "Go", "a.go",
		"package a\n"
		"type S struct {\n\tio.Reader\n\t*Base `json:\"b\"`\n\tX int "
		"`json:\"x\"`\n}\n"
		"type I interface {\n\tfmt.Stringer\n\t~int | ~string\n"
		"\tDo() error\n}\n");
	check(find(&f, "S")->bases, "io.Reader, *Base");
	check(find(&f, "S.Base")->result, "*Base");
	check(find(&f, "S.X")->attributes, "`json:\"x\"`");
	check(find(&f, "I")->bases, "fmt.Stringer, ~int | ~string");
	check_flags(&f, "I.Do", CH_SYM_ABSTRACT);
	close_file(&f);
}

static void go_groups_give_each_name_its_value_and_doc(void **state)
{
	struct file f;

	(void)state;
	open_file(&f, "Go", "a.go",
		"package a\n"
		"// Old ones.\n//\n// Deprecated: use New.\nconst Old = 1\n"
		"const (\n\t// One is one.\n\tOne Level = iota\n\tTwo // "
		"after\n"
		"\tA, B = 5, \"x\"\n)\n"
		"var C, D = call()\n");
	check(find(&f, "Old")->doc, "Old ones.");
	check_flags(&f, "Old", CH_SYM_DEPRECATED);
	check(find(&f, "One")->value, "iota");
	check(find(&f, "One")->result, "Level");
	check(find(&f, "One")->doc, "One is one.");
	check(find(&f, "Two")->doc, "after");
	check(find(&f, "B")->value, "\"x\"");
	check(find(&f, "D")->value, "call()");
	assert_int_equal(find(&f, "D")->parent, CH_NO_SYMBOL);
	close_file(&f);
}

static void go_second_name_of_a_field_is_a_sibling(void **state)
{
	struct file f;

	(void)state;
	open_file(&f, "Go", "a.go",
		"package a\ntype S struct {\n\ta, b struct{ c int }\n}\n");
	find(&f, "S.a");
	find(&f, "S.b");
	find(&f, "S.b.c");
	close_file(&f);
}

/* ---- Rust --------------------------------------------------------------- */

static void rust_attributes_become_flags(void **state)
{
	struct file f;

	(void)state;
	open_file(&f, "Rust", "a.rs",
		"#[non_exhaustive]\n/// Doc below.\npub enum E { A }\n"
		"#[cfg(unix)]\npub fn f() {}\n"
		"#[deprecated(note = \"x\")]\npub const unsafe fn g() {}\n"
		"#[allow(deprecated)]\npub async fn h() {}\n"
		"#[macro_export]\nmacro_rules! m { () => {} }\n");
	check_flags(&f, "E", CH_SYM_OPEN);
	check(find(&f, "E")->doc, "Doc below.");
	check(find(&f, "E")->attributes, "#[non_exhaustive]");
	check_flags(&f, "f", CH_SYM_CONDITIONAL);
	check_flags(&f, "g", CH_SYM_DEPRECATED | CH_SYM_CONST | CH_SYM_UNSAFE);
	check_flags(&f, "h", CH_SYM_ASYNC);
	check_flags(&f, "m", CH_SYM_EXPORTED);
	assert_int_equal(find(&f, "m")->visibility, CH_VIS_PUBLIC);
	close_file(&f);
}

static void rust_traits_and_impls(void **state)
{
	struct file f;

	(void)state;
	open_file(&f, "Rust", "a.rs",
		"pub trait T: Clone + Send {\n  fn need(&self);\n"
		"  fn have(&self) {}\n  fn make() -> Self;\n}\n"
		"struct Hidden;\npub struct S<T>(pub T) where T: Copy;\n"
		"impl Hidden { pub fn a(&self) {} }\n"
		"impl<T> fmt::Debug for S<T> where T: Copy { fn fmt(&self) {} "
		"}\n");
	check(find(&f, "T")->bases, "Clone + Send");
	check_flags(&f, "T::need", CH_SYM_ABSTRACT | CH_SYM_DECLARATION);
	check_flags(&f, "T::have", CH_SYM_HAS_DEFAULT);
	check_flags(&f, "T::make",
		CH_SYM_ABSTRACT | CH_SYM_DECLARATION | CH_SYM_STATIC);
	check(find(&f, "S")->generics, "<T> where T: Copy");
	check(find(&f, "S::0")->result, "T");
	assert_int_equal(find(&f, "Hidden::a")->visibility, CH_VIS_PRIVATE);
	assert_int_equal(find(&f, "S::fmt")->visibility, CH_VIS_PUBLIC);
	assert_int_equal(find(&f, "S::fmt")->kind, CH_KIND_METHOD);
	close_file(&f);
}

static void rust_items_in_macro_calls_are_marked(void **state)
{
	struct file f;

	(void)state;
	open_file(&f, "Rust", "a.rs",
		"cfg_rt! {\n    pub fn a() {}\n    other! { pub fn b() {} "
		"}\n}\n"
		"pub fn c() { cfg_rt! { pub fn no() {} } }\n");
	check_flags(&f, "a", CH_SYM_CONDITIONAL);
	check_flags(&f, "b", CH_SYM_MACRO_MADE);
	check_flags(&f, "c", 0);
	assert_int_equal(f.facts.nsymbols, 3);
	assert_int_equal(f.facts.error_bytes, 0);
	close_file(&f);
}

/* Braces deeper than the scanner keeps must neither crash nor confuse it. */
static void rust_deep_braces_are_survived(void **state)
{
	char source[4096];
	struct file f;
	size_t n = 0;

	(void)state;
	while (n < 3000)
		n += (size_t)snprintf(source + n, sizeof(source) - n,
			"a! { pub fn f() {} mod b { ");
	source[n] = '\0';
	open_file(&f, "Rust", "a.rs", source);
	close_file(&f);
}

/* ---- Java --------------------------------------------------------------- */

static void java_declarations_say_all(void **state)
{
	struct file f;

	(void)state;
	open_file(&f, "Java", "A.java",
		"/** @deprecated no */\n"
		"@Anno(x) public abstract class A<T> extends B<T> implements C,"
		" D {\n  public static final int X = 1;\n"
		"  int m(String... s)[] throws E, F { return null; }\n"
		"  abstract void n();\n}\n"
		"interface I extends J { void a(); default void b() {} }\n");
	check(find(&f, "A")->bases, "B<T>, C, D");
	check(find(&f, "A")->generics, "<T>");
	check(find(&f, "A")->attributes, "@Anno(x)");
	check(find(&f, "A")->signature,
		"public abstract class A<T> extends B<T> implements C, D");
	check_flags(&f, "A", CH_SYM_ABSTRACT | CH_SYM_DEPRECATED);
	check_flags(&f, "A.X", CH_SYM_STATIC | CH_SYM_CONST);
	check(find(&f, "A.X")->value, "1");
	check(find(&f, "A.m")->result, "int[]");
	check(find(&f, "A.m")->throws, "throws E, F");
	check(find(&f, "A.m")->params[0].type, "String");
	assert_int_equal(find(&f, "A.m")->params[0].kind, CH_PARAM_VARIADIC);
	check_flags(&f, "A.n", CH_SYM_ABSTRACT | CH_SYM_DECLARATION);
	check_flags(&f, "I.a", CH_SYM_ABSTRACT | CH_SYM_DECLARATION);
	check_flags(&f, "I.b", CH_SYM_HAS_DEFAULT);
	close_file(&f);
}

/* ---- JavaScript, TypeScript --------------------------------------------- */

static void javascript_values_decide_the_kind(void **state)
{
	struct file f;

	(void)state;
	open_file(&f, "JavaScript", "a.js",
		"export const f = async (a, b = 1) => a;\n"
		"const C = class extends D { x = () => 1; };\n"
		"export let v = 1;\nmodule.exports = { C };\n"
		"call({ m() {} });\n");
	assert_int_equal(find(&f, "f")->kind, CH_KIND_FUNCTION);
	check_flags(&f, "f", CH_SYM_EXPORTED | CH_SYM_ASYNC);
	assert_true(find(&f, "f")->params[1].optional);
	assert_int_equal(find(&f, "C")->kind, CH_KIND_CLASS);
	check(find(&f, "C")->bases, "D");
	assert_int_equal(find(&f, "C")->visibility, CH_VIS_PUBLIC);
	assert_int_equal(find(&f, "C.x")->kind, CH_KIND_METHOD);
	assert_int_equal(find(&f, "v")->kind, CH_KIND_VARIABLE);
	close_file(&f);
}

static void typescript_members_and_flags(void **state)
{
	struct file f;

	(void)state;
	open_file(&f, "TypeScript", "a.ts",
		"export interface I extends J<T> { a(): void; b?(): void; "
		"readonly c: string; d(x: { no: 1 }): void }\n"
		"export abstract class K<T> extends L implements M, N {\n"
		"  abstract x(): void;\n  static readonly y: number = 1;\n"
		"  constructor(private z: Z) { super(); }\n}\n"
		"export function o(a: string): void;\n"
		"export function o(a: any, b?: number): Promise<void> {}\n");
	check(find(&f, "I")->bases, "J<T>");
	check_flags(&f, "I.a", CH_SYM_ABSTRACT);
	check_flags(&f, "I.b", 0);
	check_flags(&f, "I.c", CH_SYM_ABSTRACT | CH_SYM_CONST);
	check(find(&f, "K")->bases, "L, M, N");
	check_flags(&f, "K.x", CH_SYM_ABSTRACT | CH_SYM_DECLARATION);
	check_flags(&f, "K.y", CH_SYM_STATIC | CH_SYM_CONST);
	check(find(&f, "K.y")->result, "number");
	assert_int_equal(find(&f, "K.z")->kind, CH_KIND_FIELD);
	assert_int_equal(find(&f, "K.z")->visibility, CH_VIS_PRIVATE);
	check_flags(&f, "o", CH_SYM_DECLARATION | CH_SYM_EXPORTED);
	assert_int_equal(f.facts.nsymbols, 12);
	check(f.facts.symbols[11].result, "Promise<void>");
	assert_true(f.facts.symbols[11].params[1].optional);
	close_file(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(go_embedded_types_are_bases),
		cmocka_unit_test(go_groups_give_each_name_its_value_and_doc),
		cmocka_unit_test(go_second_name_of_a_field_is_a_sibling),
		cmocka_unit_test(rust_attributes_become_flags),
		cmocka_unit_test(rust_traits_and_impls),
		cmocka_unit_test(rust_items_in_macro_calls_are_marked),
		cmocka_unit_test(rust_deep_braces_are_survived),
		cmocka_unit_test(java_declarations_say_all),
		cmocka_unit_test(javascript_values_decide_the_kind),
		cmocka_unit_test(typescript_members_and_flags),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
