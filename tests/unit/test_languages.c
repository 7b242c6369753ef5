/*
 * What the command line does not show: flags, results, bases, generics,
 * attributes of symbols, by language.
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

/* ---- scripts ------------------------------------------------------------ */

static void shell_exports_what_it_says_below(void **state)
{
	struct file f;

	(void)state;
	open_file(&f, "Shell", "a.sh",
		"# DEPRECATED: use g\nf() { :; }\nA=1\nreadonly B='x y'\n"
		"export -f f\nexport A\n");
	check_flags(&f, "f", CH_SYM_EXPORTED | CH_SYM_DEPRECATED);
	check_flags(&f, "A", CH_SYM_EXPORTED);
	check(find(&f, "B")->value, "'x y'");
	assert_int_equal(find(&f, "A")->visibility, CH_VIS_PUBLIC);
	close_file(&f);
}

static void lua_exports_what_it_returns(void **state)
{
	struct file f;

	(void)state;
	open_file(&f, "Lua", "a.lua",
		"local M, N = {}, {}\n--- Old.\n-- @deprecated use g\n"
		"function M.f() end\nfunction N.f() end\n"
		"local function g() end\nM.g = g\nM.V = 'x'\nreturn M\n");
	check_flags(&f, "M", CH_SYM_EXPORTED);
	check_flags(&f, "M.f", CH_SYM_DEPRECATED);
	check_flags(&f, "g", CH_SYM_EXPORTED);
	check(find(&f, "M.V")->value, "'x'");
	assert_int_equal(find(&f, "M.f")->visibility, CH_VIS_PUBLIC);
	assert_int_equal(find(&f, "N.f")->visibility, CH_VIS_INTERNAL);
	close_file(&f);
}

static void perl_packages_have_bases(void **state)
{
	struct file f;

	(void)state;
	open_file(&f, "Perl", "A.pm",
		"package A;\nuse parent -norequire, 'B', qw(C);\n"
		"our @ISA = ('D');\nextends 'E';\n"
		"our @EXPORT_OK = qw(f _g);\nuse constant K => 1 + 2;\n"
		"sub f;\nsub _g { 1 }\nhas x => (is => 'rw');\n");
	check(find(&f, "A")->bases, "B, C, D, E");
	check_flags(&f, "A::f", CH_SYM_EXPORTED | CH_SYM_DECLARATION);
	check_flags(&f, "A::_g", CH_SYM_EXPORTED);
	assert_int_equal(find(&f, "A::_g")->visibility, CH_VIS_PUBLIC);
	check(find(&f, "A::K")->value, "1 + 2");
	check(find(&f, "A::x")->value, "(is => 'rw')");
	close_file(&f);
}

static void elixir_specs_give_types(void **state)
{
	struct file f;

	(void)state;
	open_file(&f, "Elixir", "a.ex",
		"defmodule A do\n  @behaviour B\n  @behaviour C\n"
		"  @callback f(a) :: b\n  @callback g() :: c\n"
		"  @optional_callbacks g: 0\n  @type t(x) :: {x, x}\n"
		"  @doc \"Old.\"\n  @deprecated \"no\"\n"
		"  @spec h(atom, [x]) :: {:ok, x} when x: term\n"
		"  def h(a, [b | c] \\\\ []), do: {a, b, c}\nend\n"
		"defprotocol P do\n  def p(x)\nend\n");
	check(find(&f, "A")->bases, "B, C");
	check_flags(&f, "A.f/1", CH_SYM_ABSTRACT);
	check_flags(&f, "A.g/0", CH_SYM_ABSTRACT | CH_SYM_HAS_DEFAULT);
	check(find(&f, "A.f/1")->result, "b");
	check(find(&f, "A.t/1")->generics, "(x)");
	check(find(&f, "A.t/1")->result, "{x, x}");
	check(find(&f, "A.h/2")->result, "{:ok, x}");
	check(find(&f, "A.h/2")->attributes,
		"@deprecated \"no\" @spec h(atom, [x]) :: {:ok, x} when x: "
		"term");
	check_flags(&f, "A.h/2", CH_SYM_DEPRECATED);
	check(find(&f, "A.h/2")->params[1].type, "[x]");
	check_flags(&f, "P.p/1", CH_SYM_ABSTRACT);
	close_file(&f);
}

/* ---- compiled ----------------------------------------------------------- */

static void zig_types_have_parameters(void **state)
{
	struct file f;

	(void)state;
	open_file(&f, "Zig", "a.zig",
		"pub const E = enum { a, _ };\n"
		"pub fn List(comptime T: type) type {\n    return struct "
		"{};\n}\n"
		"pub const old = @compileError(\"deprecated\");\n"
		"extern fn f(x: u8) c_int;\nexport fn g() !void {}\n"
		"const S = struct { x: u8 = 5 };\n");
	check_flags(&f, "E", CH_SYM_OPEN);
	check(find(&f, "List")->generics, "(comptime T: type)");
	check_flags(&f, "old", CH_SYM_DEPRECATED);
	check_flags(&f, "f", CH_SYM_DECLARATION);
	check(find(&f, "f")->result, "c_int");
	check_flags(&f, "g", CH_SYM_EXPORTED);
	check(find(&f, "S.x")->value, "5");
	check(find(&f, "S.x")->result, "u8");
	close_file(&f);
}

static void haskell_signatures_are_taken_apart(void **state)
{
	struct file f;

	(void)state;
	open_file(&f, "Haskell", "A.hs",
		"module A (T(..), f) where\n"
		"data T a = X | Y Int deriving (Eq, Show)\n  deriving stock "
		"Ord\n"
		"class (Eq a) => C a where { m :: a; n :: a; n = n }\n"
		"f :: forall a. Show a => a -> [a] -> IO a\nf x _ = pure x\n"
		"{-# DEPRECATED f, T \"why\" #-}\n");
	check_flags(&f, "A.T", CH_SYM_EXPORTED | CH_SYM_DEPRECATED);
	check(find(&f, "A.T")->bases, "Eq, Show, Ord");
	check(find(&f, "A.T")->generics, "a");
	check(find(&f, "A.T.Y")->value, "Y Int");
	check_flags(&f, "A.C.m", CH_SYM_ABSTRACT);
	check_flags(&f, "A.C.n", CH_SYM_HAS_DEFAULT);
	check(find(&f, "A.C")->bases, "(Eq a)");
	check_flags(&f, "A.f", CH_SYM_EXPORTED | CH_SYM_DEPRECATED);
	check(find(&f, "A.f")->generics, "forall a. Show a =>");
	check(find(&f, "A.f")->result, "IO a");
	check(find(&f, "A.f")->params[1].type, "[a]");
	close_file(&f);
}

static void ocaml_attributes_stand_behind(void **state)
{
	struct file f;

	(void)state;
	open_file(&f, "OCaml", "a.ml",
		"let f x : int = x [@@deprecated \"no\"] [@@inline]\n"
		"type e = ..\ntype ('a, 'b) t = A of 'a * 'b\n"
		"class c = object inherit b inherit [int] d\n"
		"  method virtual v : int end\n"
		"module M (X : S) : T with type t = int = struct end\n"
		"module type S = sig val g : int -> string end\n");
	check_flags(&f, "f", CH_SYM_DEPRECATED);
	check(find(&f, "f")->attributes, "[@@deprecated \"no\"] [@@inline]");
	check(find(&f, "f")->result, "int");
	check_flags(&f, "e", CH_SYM_OPEN);
	check(find(&f, "t")->generics, "('a, 'b)");
	check(find(&f, "t.A")->value, "'a * 'b");
	check(find(&f, "c")->bases, "b, [int] d");
	check_flags(&f, "c.v", CH_SYM_ABSTRACT | CH_SYM_DECLARATION);
	check(find(&f, "M")->bases, "T with type t = int");
	check_flags(&f, "S.g", CH_SYM_ABSTRACT);
	check(find(&f, "S.g")->result, "string");
	close_file(&f);
}

static void julia_macros_in_front_are_attributes(void **state)
{
	struct file f;

	(void)state;
	open_file(&f, "Julia", "a.jl",
		"export f\nBase.@kwdef mutable struct S{T} <: A{T}\n"
		"    x::T = 1\n    const y::Int = 2\nend\n"
		"@inline f(x::T)::Int where {T} where {S} = x\n"
		"function g end\n@deprecate old(x) f(x)\nconst C = 5\n"
		"if a\n    h() = 1\nend\n");
	check(find(&f, "S")->attributes, "Base.@kwdef");
	check(find(&f, "S")->bases, "A{T}");
	check(find(&f, "S")->generics, "{T}");
	check(find(&f, "S.x")->result, "T");
	check(find(&f, "S.x")->value, "1");
	check_flags(&f, "S.y", CH_SYM_CONST);
	check_flags(&f, "f", CH_SYM_EXPORTED);
	check(find(&f, "f")->attributes, "@inline");
	check(find(&f, "f")->result, "Int");
	check(find(&f, "f")->generics, "{T} {S}");
	check_flags(&f, "g", CH_SYM_DECLARATION);
	check_flags(&f, "old", CH_SYM_DEPRECATED);
	check(find(&f, "C")->value, "5");
	check_flags(&f, "h", CH_SYM_CONDITIONAL);
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
		cmocka_unit_test(shell_exports_what_it_says_below),
		cmocka_unit_test(lua_exports_what_it_returns),
		cmocka_unit_test(perl_packages_have_bases),
		cmocka_unit_test(elixir_specs_give_types),
		cmocka_unit_test(zig_types_have_parameters),
		cmocka_unit_test(haskell_signatures_are_taken_apart),
		cmocka_unit_test(ocaml_attributes_stand_behind),
		cmocka_unit_test(julia_macros_in_front_are_attributes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
