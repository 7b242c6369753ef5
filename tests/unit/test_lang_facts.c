/*
 * What the command line does not show of Ruby, PHP, C#, Kotlin, Scala, Swift,
 * Dart and Objective-C: flags, results, values, bases, generics, attributes.
 */
#include "uast/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"

struct file {
	const char *language;
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
	f->language = language;
	f->parser = ch_parser_new();
	if (ch_parse(f->parser, lang, ch_str_z(path), ch_str_z(source), NULL,
		    NULL, NULL, 0, &f->arena, &f->facts, NULL, &err) < 0)
		fail_msg("%s", err.msg);
}

static void close_file(struct file *f)
{
	assert_int_equal(f->facts.error_bytes, 0);
	ch_arena_release(&f->arena);
	ch_parser_free(f->parser);
}

static const struct ch_symbol *find(const struct file *f, const char *qualified)
{
	for (size_t i = 0; i < f->facts.nsymbols; i++)
		if (ch_str_is(f->facts.symbols[i].qualified, qualified))
			return &f->facts.symbols[i];
	fail_msg("%s: no symbol %s", f->language, qualified);
	return NULL;
}

static void flags(const struct file *f, const char *qualified, uint32_t want)
{
	uint32_t got = find(f, qualified)->flags;

	if (got != want)
		fail_msg("%s: %s: flags %x, not %x", f->language, qualified,
			got, want);
}

enum what { RESULT, VALUE, BASES, GENERICS, THROWS, ATTRIBUTES };

static void says(const struct file *f, const char *qualified, enum what what,
	const char *want)
{
	const struct ch_symbol *s = find(f, qualified);
	struct ch_str all[] = { s->result, s->value, s->bases, s->generics,
		s->throws, s->attributes };

	if (!ch_str_is(all[what], want))
		fail_msg("%s: %s: '%.*s' is not '%s'", f->language, qualified,
			(int)all[what].len, all[what].ptr, want);
}

static void ruby_flags_and_values(void **state)
{
	struct file f;

	(void)state;
	open_file(&f, "Ruby", "a.rb",
		"class A < B::C\n"
		"  # @deprecated use b\n  def a; end\n"
		"  def self.b; end\n  attr_reader :c\n"
		"  D, E = 1, [2, 3]\n  def gone; end\n"
		"  deprecate :gone, :b, 2030, 1\n"
		"  F = Class.new(G)\nend\n"
		"H = <<~X\n  one\nX\n"
		"if x\n  def i; end\nend\n");
	says(&f, "A", BASES, "B::C");
	flags(&f, "A#a", CH_SYM_DEPRECATED);
	flags(&f, "A.b", CH_SYM_STATIC);
	flags(&f, "A#c", CH_SYM_CONST);
	says(&f, "A::D", VALUE, "1");
	says(&f, "A::E", VALUE, "[2, 3]");
	flags(&f, "A#gone", CH_SYM_DEPRECATED);
	says(&f, "A::F", BASES, "G");
	says(&f, "H", VALUE, "<<~X");
	flags(&f, "i", CH_SYM_CONDITIONAL);
	close_file(&f);
}

/* The text of a heredoc stands behind the statement that it is part of. */
static void ruby_heredocs_belong_to_their_statement(void **state)
{
	struct file f, g;

	(void)state;
	open_file(&f, "Ruby", "a.rb", "A = <<~X\n  one\nX\nB = 1\n");
	open_file(&g, "Ruby", "a.rb", "A = <<~X\n  two\nX\nB = 1\n");
	assert_int_equal(f.facts.nsymbols, 2);
	assert_int_equal(f.facts.symbols[0].end_line, 2);
	assert_true(
		f.facts.symbols[0].body_hash != g.facts.symbols[0].body_hash);
	assert_true(
		f.facts.symbols[1].text_hash == g.facts.symbols[1].text_hash);
	close_file(&f);
	close_file(&g);
}

static void php_flags_and_values(void **state)
{
	struct file f;

	(void)state;
	open_file(&f, "PHP", "a.php",
		"<?php namespace N;\n"
		"#[Deprecated, B(1)]\nabstract class A extends B implements C, "
		"D "
		"{\n"
		"  const E = 1, F = 2;\n  public static readonly int $g = 3;\n"
		"  abstract function h(): ?int;\n"
		"  function __construct(private readonly string $i = 'x') {}\n"
		"}\n"
		"interface J extends K { function l(); }\n"
		"enum M: int implements N { case O = 1; }\n"
		"if (1) { function p() {} }\n");
	says(&f, "N\\A", BASES, "B, C, D");
	says(&f, "N\\A", ATTRIBUTES, "#[Deprecated, B(1)]");
	flags(&f, "N\\A", CH_SYM_DEPRECATED | CH_SYM_ABSTRACT);
	says(&f, "N\\A::F", VALUE, "2");
	flags(&f, "N\\A::$g", CH_SYM_STATIC | CH_SYM_CONST);
	says(&f, "N\\A::$g", RESULT, "int");
	says(&f, "N\\A::$g", VALUE, "3");
	flags(&f, "N\\A::h", CH_SYM_ABSTRACT | CH_SYM_DECLARATION);
	says(&f, "N\\A::h", RESULT, "?int");
	flags(&f, "N\\A::$i", CH_SYM_CONST);
	says(&f, "N\\A::$i", VALUE, "'x'");
	says(&f, "N\\J", BASES, "K");
	flags(&f, "N\\J::l", CH_SYM_ABSTRACT | CH_SYM_DECLARATION);
	says(&f, "N\\M", RESULT, "int");
	says(&f, "N\\M::O", VALUE, "1");
	flags(&f, "N\\p", CH_SYM_CONDITIONAL);
	close_file(&f);
}

static void csharp_flags_and_values(void **state)
{
	struct file f;

	(void)state;
	open_file(&f, "C#", "a.cs",
		"namespace N {\n"
		"[System.Obsolete(\"x\")] abstract class A<T> : B<T>, C where "
		"T "
		": D {\n"
		"  [Json(\"Obsolete\")] public const int E = 1, F = 2;\n"
		"  public static readonly string[] G = { \"a\" };\n"
		"  public int H { get; } = 3;\n"
		"  protected abstract Task<int> I<U>();\n"
		"  public async unsafe void J() { }\n}\n"
		"interface K { void L(); void M() { } }\n"
		"record struct O(int P = 4);\n"
		"#if X\nenum Q { R = 5 }\n#endif\n}\n");
	says(&f, "N.A", BASES, "B<T>, C");
	says(&f, "N.A", GENERICS, "<T>");
	says(&f, "N.A", ATTRIBUTES, "[System.Obsolete(\"x\")]");
	flags(&f, "N.A", CH_SYM_DEPRECATED | CH_SYM_ABSTRACT);
	flags(&f, "N.A.F", CH_SYM_CONST);
	says(&f, "N.A.F", VALUE, "2");
	says(&f, "N.A.F", RESULT, "int");
	flags(&f, "N.A.G", CH_SYM_STATIC | CH_SYM_CONST);
	says(&f, "N.A.G", VALUE, "{ \"a\" }");
	says(&f, "N.A.G", RESULT, "string[]");
	says(&f, "N.A.H", VALUE, "3");
	flags(&f, "N.A.I", CH_SYM_ABSTRACT | CH_SYM_DECLARATION);
	says(&f, "N.A.I", RESULT, "Task<int>");
	flags(&f, "N.A.J", CH_SYM_ASYNC | CH_SYM_UNSAFE);
	flags(&f, "N.K.L", CH_SYM_ABSTRACT | CH_SYM_DECLARATION);
	flags(&f, "N.K.M", CH_SYM_HAS_DEFAULT);
	says(&f, "N.O.P", VALUE, "4");
	says(&f, "N.Q.R", VALUE, "5");
	flags(&f, "N.Q", CH_SYM_CONDITIONAL);
	close_file(&f);
}

static void kotlin_flags_and_values(void **state)
{
	struct file f;

	(void)state;
	open_file(&f, "Kotlin", "a.kt",
		"@Deprecated(\"x\")\nabstract class A<T>(val b: Int = 1) : "
		"B<T>(b), "
		"C where T : D {\n"
		"  abstract suspend fun e(): List<T>\n"
		"  val g by lazy { 1 }\n  var h: String? = null\n"
		"  companion object {\n    const val I = 2\n  }\n}\n"
		"interface J : K {\n  fun l()\n  fun m() = 1\n}\n"
		"enum class N { O, P(3) }\n"
		"typealias Q = Map<String, R>\n"
		"fun <S> S.t(): S where S : U = this\n");
	says(&f, "A", BASES, "B<T>(b), C");
	says(&f, "A", GENERICS, "<T> where T : D");
	says(&f, "A", ATTRIBUTES, "@Deprecated(\"x\")");
	flags(&f, "A", CH_SYM_DEPRECATED | CH_SYM_ABSTRACT);
	flags(&f, "A.b", CH_SYM_CONST);
	says(&f, "A.b", VALUE, "1");
	says(&f, "A.b", RESULT, "Int");
	flags(&f, "A.e", CH_SYM_ASYNC | CH_SYM_ABSTRACT | CH_SYM_DECLARATION);
	says(&f, "A.e", RESULT, "List<T>");
	says(&f, "A.g", VALUE, "by lazy { 1 }");
	says(&f, "A.h", RESULT, "String?");
	says(&f, "A.h", VALUE, "null");
	says(&f, "A.Companion.I", VALUE, "2");
	says(&f, "J", BASES, "K");
	flags(&f, "J.l", CH_SYM_ABSTRACT | CH_SYM_DECLARATION);
	flags(&f, "J.m", CH_SYM_HAS_DEFAULT);
	says(&f, "N.P", VALUE, "(3)");
	says(&f, "Q", RESULT, "Map<String, R>");
	says(&f, "S.t", GENERICS, "<S> where S : U");
	close_file(&f);
}

static void scala_flags_and_values(void **state)
{
	struct file f;

	(void)state;
	open_file(&f, "Scala", "a.scala",
		"@deprecated(\"x\") abstract class A[T](val b: Int = 1) "
		"extends "
		"B[T](b) with C {\n"
		"  def d(x: Int): List[T]\n  val e: Int\n  val g = 2\n"
		"  type H <: I\n  type J = K[T]\n}\n"
		"trait L { def m: Int; def n = 1 }\n"
		"given o: P[Q] with\n  def r = 1\n");
	says(&f, "A", BASES, "B[T](b) with C");
	says(&f, "A", GENERICS, "[T]");
	says(&f, "A", ATTRIBUTES, "@deprecated(\"x\")");
	flags(&f, "A", CH_SYM_DEPRECATED | CH_SYM_ABSTRACT);
	flags(&f, "A.b", CH_SYM_CONST);
	says(&f, "A.b", VALUE, "1");
	flags(&f, "A.d", CH_SYM_ABSTRACT | CH_SYM_DECLARATION);
	says(&f, "A.d", RESULT, "List[T]");
	flags(&f, "A.e", CH_SYM_ABSTRACT | CH_SYM_CONST);
	says(&f, "A.g", VALUE, "2");
	flags(&f, "A.H", CH_SYM_ABSTRACT);
	says(&f, "A.J", RESULT, "K[T]");
	flags(&f, "L.m", CH_SYM_ABSTRACT | CH_SYM_DECLARATION);
	flags(&f, "L.n", CH_SYM_HAS_DEFAULT);
	flags(&f, "o", CH_SYM_CONST);
	says(&f, "o", RESULT, "P[Q]");
	close_file(&f);
}

static void swift_flags_and_values(void **state)
{
	struct file f;

	(void)state;
	open_file(&f, "Swift", "a.swift",
		"@available(iOS, deprecated: 13)\n"
		"public class A<T>: B<T>, C where T: D {\n"
		"  static let e: [Int] = [1], g = 2\n"
		"  class func h() async throws -> Int? { nil }\n"
		"  #if X\n  var i = 1\n  #endif\n  var j: K { 1 }\n}\n"
		"public protocol L: M {\n  var n: Int { get }\n"
		"  func o() -> P\n  associatedtype Q: R\n}\n"
		"extension A: S where T == U { public func v() { } }\n"
		"struct W { }\nextension W { public func x() { } }\n"
		"enum Y: Int { case z = 3 }\n"
		"#if X\nfunc aa() { }\n#endif\nfunc bb() { }\n");
	says(&f, "A", BASES, "B<T>, C");
	says(&f, "A", GENERICS, "<T> where T: D");
	says(&f, "A", ATTRIBUTES, "@available(iOS, deprecated: 13)");
	flags(&f, "A", CH_SYM_DEPRECATED);
	flags(&f, "A.e", CH_SYM_STATIC | CH_SYM_CONST);
	says(&f, "A.e", RESULT, "[Int]");
	says(&f, "A.e", VALUE, "[1]");
	says(&f, "A.g", VALUE, "2");
	flags(&f, "A.h", CH_SYM_STATIC | CH_SYM_ASYNC);
	says(&f, "A.h", RESULT, "Int?");
	says(&f, "A.h", THROWS, "throws");
	flags(&f, "A.i", CH_SYM_CONDITIONAL);
	says(&f, "A.j", RESULT, "K");
	says(&f, "L", BASES, "M");
	flags(&f, "L.n", CH_SYM_ABSTRACT);
	flags(&f, "L.o", CH_SYM_ABSTRACT | CH_SYM_DECLARATION);
	says(&f, "L.o", RESULT, "P");
	assert_int_equal(find(&f, "A.v")->visibility, CH_VIS_PUBLIC);
	/* what extends a type is no more visible than it */
	assert_int_equal(find(&f, "W.x")->visibility, CH_VIS_INTERNAL);
	says(&f, "Y.z", VALUE, "3");
	flags(&f, "aa", CH_SYM_CONDITIONAL);
	flags(&f, "bb", 0);
	close_file(&f);
}

static void dart_flags_and_values(void **state)
{
	struct file f;

	(void)state;
	open_file(&f, "Dart", "a.dart",
		"abstract class A<T> extends B<T> with C implements D {\n"
		"  static const int e = 1, g = 2;\n  final List<T>? h;\n"
		"  Future<int> i() async { }\n  void j();\n"
		"  external void k();\n  A.l();\n}\n"
		"mixin M on N implements O { }\n"
		"enum P { q(3) }\n"
		"@Deprecated('x')\nfinal Map<String, int> r = {};\n"
		"typedef S<T> = List<T>;\nextension U on V { }\n");
	says(&f, "A", BASES, "B<T> with C, D");
	says(&f, "A", GENERICS, "<T>");
	flags(&f, "A", CH_SYM_ABSTRACT);
	flags(&f, "A.g", CH_SYM_STATIC | CH_SYM_CONST);
	says(&f, "A.g", VALUE, "2");
	says(&f, "A.g", RESULT, "int");
	flags(&f, "A.h", CH_SYM_CONST);
	says(&f, "A.h", RESULT, "List<T>?");
	flags(&f, "A.i", CH_SYM_ASYNC);
	says(&f, "A.i", RESULT, "Future<int>");
	flags(&f, "A.j", CH_SYM_ABSTRACT | CH_SYM_DECLARATION);
	flags(&f, "A.k", CH_SYM_DECLARATION);
	flags(&f, "A.l", 0);
	says(&f, "M", BASES, "N, O");
	says(&f, "P.q", VALUE, "(3)");
	/* words and attribute stand beside the name, at the top of a file */
	flags(&f, "r", CH_SYM_DEPRECATED | CH_SYM_CONST);
	says(&f, "r", RESULT, "Map<String, int>");
	says(&f, "r", ATTRIBUTES, "@Deprecated('x')");
	says(&f, "S", RESULT, "List<T>");
	says(&f, "U", RESULT, "V");
	close_file(&f);
}

/* "namespace A;" holds what follows, up to the next. */
static void a_namespace_without_braces_ends_at_the_next(void **state)
{
	struct file f;

	(void)state;
	open_file(&f, "PHP", "a.php",
		"<?php\nnamespace A;\nfunction f() {}\nnamespace B;\n"
		"function g() {}\n");
	assert_int_equal(f.facts.nsymbols, 4);
	assert_int_equal(find(&f, "A")->end_line, 2);
	assert_int_equal(find(&f, "B\\g")->parent, 2);
	close_file(&f);
}

static void objective_c_flags_and_values(void **state)
{
	struct file f;

	(void)state;
	open_file(&f, "Objective-C", "A.h",
		"LIB_EXPORT NSString *const B;\nextern int c;\n"
		"NSString *const D = @\"d\";\n"
		"@protocol P\n- (void)e;\n@optional\n- (void)f;\n@end\n"
		"@interface A<__covariant T> : Base <P>\n"
		"@property (class, readonly) NSArray<T> *g;\n"
		"@property (copy) void (^h)(int);\n"
		"+ (nullable id<P>)i:(in NSString *)j k:l LIB_SINCE(1);\n"
		"- m LIB_DEPRECATED(\"no\");\n@end\n"
		"@interface A (More) <Q>\n- (void)n;\n@end\n"
		"@interface A ()\n- (void)o;\n@end\n"
		"typedef NS_ENUM(NSInteger, R) { R1 = 4 };\n");
	flags(&f, "B", CH_SYM_DECLARATION);
	flags(&f, "c", CH_SYM_DECLARATION);
	flags(&f, "D", 0);
	says(&f, "D", VALUE, "@\"d\"");
	says(&f, "D", RESULT, "NSString *const");
	flags(&f, "P.e", CH_SYM_DECLARATION | CH_SYM_ABSTRACT);
	flags(&f, "P.f", CH_SYM_DECLARATION);
	says(&f, "A", BASES, "Base <P>");
	says(&f, "A", GENERICS, "<__covariant T>");
	flags(&f, "A.g", CH_SYM_STATIC | CH_SYM_CONST);
	says(&f, "A.g", RESULT, "NSArray<T> *");
	says(&f, "A.h", RESULT, "void (^)(int)");
	flags(&f, "A.i:k:", CH_SYM_STATIC | CH_SYM_DECLARATION);
	says(&f, "A.i:k:", RESULT, "nullable id<P>");
	says(&f, "A.i:k:", ATTRIBUTES, "LIB_SINCE(1)");
	assert_true(ch_str_is(find(&f, "A.i:k:")->params[0].name, "j"));
	assert_true(ch_str_is(find(&f, "A.i:k:")->params[1].type, "id"));
	flags(&f, "A.m", CH_SYM_DECLARATION | CH_SYM_DEPRECATED);
	says(&f, "A.m", RESULT, "id");
	/* a category is for all, a class extension for its own file */
	assert_int_equal(find(&f, "A.n")->visibility, CH_VIS_PUBLIC);
	assert_int_equal(find(&f, "A.o")->visibility, CH_VIS_PRIVATE);
	says(&f, "R1", VALUE, "4");
	assert_true(ch_str_is(
		find(&f, "R")->signature, "typedef NS_ENUM(NSInteger, R)"));
	close_file(&f);
	open_file(&f, "Objective-C", "A_Private.h", "@interface A\n@end\n");
	assert_int_equal(find(&f, "A")->visibility, CH_VIS_INTERNAL);
	close_file(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ruby_flags_and_values),
		cmocka_unit_test(ruby_heredocs_belong_to_their_statement),
		cmocka_unit_test(php_flags_and_values),
		cmocka_unit_test(csharp_flags_and_values),
		cmocka_unit_test(kotlin_flags_and_values),
		cmocka_unit_test(scala_flags_and_values),
		cmocka_unit_test(swift_flags_and_values),
		cmocka_unit_test(dart_flags_and_values),
		cmocka_unit_test(objective_c_flags_and_values),
		cmocka_unit_test(a_namespace_without_braces_ends_at_the_next),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
