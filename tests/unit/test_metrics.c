/*
 * How involved functions are: the examples of the white paper on cognitive
 * complexity, and Halstead's counts worked out by hand.
 */
#include "uast/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The metrics of the first function called 'name', and its decisions. */
static struct ch_metrics metrics_and_decisions(const char *language,
	const char *path, const char *source, const char *name,
	uint32_t *decisions)
{
	const struct ch_lang *lang = ch_lang_find(ch_str_z(language));
	struct ch_parse_options o = { .metrics = true };
	struct ch_parser *p = ch_parser_new();
	struct ch_arena arena = { 0 };
	struct ch_metrics found = { 0 };
	struct ch_facts facts;
	struct ch_err err = { 0 };
	bool any = false;

	assert_non_null(lang);
	if (ch_parse(p, lang, ch_str_z(path), ch_str_z(source), &o, NULL, NULL,
		    0, &arena, &facts, NULL, &err))
		fail_msg("%s", err.msg);
	for (size_t i = 0; i < facts.nsymbols && !any; i++)
		if (ch_str_is(facts.symbols[i].name, name)) {
			found = facts.metrics[i];
			*decisions = facts.symbols[i].decisions;
			any = true;
		}
	assert_true(any);
	ch_arena_release(&arena);
	ch_parser_free(p);
	return found;
}

static struct ch_metrics metrics_of(const char *language, const char *path,
	const char *source, const char *name)
{
	uint32_t decisions;

	return metrics_and_decisions(language, path, source, name, &decisions);
}

static void is_cognitive(const char *language, const char *path,
	const char *source, uint32_t cognitive, uint32_t nesting)
{
	struct ch_metrics m = metrics_of(language, path, source, "f");

	if (m.cognitive != cognitive || m.nesting != nesting)
		fail_msg("%s: cognitive %u, nesting %u, not %u, %u", language,
			m.cognitive, m.nesting, cognitive, nesting);
}

/* for 1, for 2, if 3, continue OUT 1 */
static void a_sum_of_primes_costs_seven(void **state)
{
	(void)state;
	is_cognitive("Java", "A.java",
		"class A { int f(int max) { int total = 0;\n"
		"OUT: for (int i = 1; i <= max; ++i) {\n"
		"for (int j = 2; j < i; ++j) {\n"
		"if (i % j == 0) { continue OUT; }\n"
		"}\ntotal += i;\n}\nreturn total;\n} }\n",
		7, 3);
	is_cognitive("JavaScript", "a.js",
		"function f(max) { let total = 0;\n"
		"OUT: for (let i = 1; i <= max; ++i) {\n"
		"for (let j = 2; j < i; ++j) {\n"
		"if (i % j === 0) { continue OUT; }\n"
		"}\ntotal += i;\n}\nreturn total;\n}\n",
		7, 3);
	is_cognitive("Go", "a.go",
		"package a\nfunc f(max int) int {\n\ttotal := 0\n"
		"OUT:\n\tfor i := 1; i <= max; i++ {\n"
		"\t\tfor j := 2; j < i; j++ {\n\t\t\tif i%j == 0 {\n"
		"\t\t\t\tcontinue OUT\n\t\t\t}\n\t\t}\n\t\ttotal += i\n\t}\n"
		"\treturn total\n}\n",
		7, 3);
}

static void a_switch_costs_one_whatever_its_cases(void **state)
{
	(void)state;
	is_cognitive("C", "a.c",
		"const char *f(int n) { switch (n) {\n"
		"case 1: return \"one\";\ncase 2: return \"a couple\";\n"
		"default: return \"lots\";\n} }\n",
		1, 1);
	is_cognitive("Rust", "a.rs",
		"fn f(n: i32) -> &'static str { match n { 1 => \"one\",\n"
		"2 => \"two\", _ => \"lots\" } }\n",
		1, 1);
}

/* if 1, else if 1, if inside 2, else 1 */
static void else_costs_one_and_is_no_level(void **state)
{
	(void)state;
	is_cognitive("C", "a.c",
		"int f(int a) { if (a) return 1; else if (a > 2) {\n"
		"if (a > 3) return 2; } else return 3;\nreturn 0; }\n",
		5, 2);
	is_cognitive("Python", "a.py",
		"def f(a):\n    if a:\n        return 1\n    elif a > 2:\n"
		"        if a > 3:\n            return 2\n    else:\n"
		"        return 3\n",
		5, 2);
	is_cognitive("Go", "a.go",
		"package a\nfunc f(a int) int {\n\tif a > 0 {\n\t\treturn 1\n"
		"\t} else if a > 2 {\n\t\tif a > 3 {\n\t\t\treturn 2\n\t\t}\n"
		"\t} else {\n\t\treturn 3\n\t}\n\treturn 0\n}\n",
		5, 2);
	is_cognitive("Rust", "a.rs",
		"fn f(a: i32) -> i32 { if a > 0 { 1 } else if a > 2 {\n"
		"if a > 3 { 2 } else { 3 } } else { 4 } }\n",
		6, 2);
}

/* if 1 and three sequences */
static void like_operators_are_one_sequence(void **state)
{
	(void)state;
	is_cognitive("C", "a.c",
		"void f(int a, int b, int c, int d, int e, int g) {\n"
		"if (a && b && c || d || e && g) a = 1; }\n",
		4, 1);
	is_cognitive("Python", "a.py",
		"def f(a, b, c, d):\n    return a and b and c or d\n", 2, 0);
	/* a grammar without precedence: ((a > 0 && b) > 0) && c */
	is_cognitive("Scala", "a.scala",
		"def f(a: Int, b: Int, c: Int) = a > 0 && b > 0 && c > 0\n", 1,
		0);
	is_cognitive("Swift", "a.swift",
		"func f(a: Int, b: Int, c: Int) -> Bool {\n"
		"return a > 0 && b > 0 && c > 0 }\n",
		1, 0);
	/* a negation begins anew */
	is_cognitive("JavaScript", "a.js",
		"function f(a, b, c) { if (a && !(b && c)) a = 1; }\n", 3, 1);
}

/* try nothing, for 2 in the lambda, catch 1, if 2 */
static void lambdas_and_catches_are_levels(void **state)
{
	(void)state;
	is_cognitive("C++", "a.cc",
		"void f() { try { auto g = [] { for (;;) {} }; g(); }\n"
		"catch (int e) { if (e) throw; } }\n",
		5, 2);
	is_cognitive("TypeScript", "a.ts",
		"const f = (a: number): number => { if (a) { return 1; }\n"
		"return [1].map(x => x ? 1 : 2)[0]; };\n",
		3, 2);
}

static void a_function_that_calls_itself_costs_one_more(void **state)
{
	(void)state;
	is_cognitive("C", "a.c",
		"int f(int n) { return n < 2 ? n : f(n - 1) + f(n - 2); }\n", 2,
		1);
}

/*
 * The same in every language: if 1, else if 1, if inside 2, else 1, while 1
 * with two sequences 2, itself 1, a choice or
 * one more loop 1.
 */
static void scripts_cost_as_much(void **state)
{
	(void)state;
	is_cognitive("Shell", "a.sh",
		"f() {\n  if a; then return 1\n  elif b; then\n"
		"    if c; then :; fi\n  else :; fi\n"
		"  while x && y && z || w; do f; done\n"
		"  case $1 in a) ;; *) echo f ;; esac\n}\n",
		10, 2);
	is_cognitive("Lua", "a.lua",
		"function f(a, b, c)\n  if a then return 1\n  elseif b then\n"
		"    if c then return 2 end\n  else b = 1 end\n"
		"  while a and b and c or a do f(b) end\n"
		"  repeat until a\nend\n",
		10, 2);
	is_cognitive("Zig", "a.zig",
		"fn f(a: bool, b: bool, c: bool) u8 {\n"
		"if (a) { return 1; } else if (b) { if (c) return 2; }\n"
		"else { b = c; }\n"
		"while (a and b and c or a) { _ = f(a, b, c); }\n"
		"switch (a) { true => {}, else => {} }\n}\n",
		10, 2);
	/* no loop but one over elements, and nested ifs for an else if */
	is_cognitive("Elixir", "a.ex",
		"defmodule A do\n  def f(a, b, c) do\n"
		"    if a do\n      1\n    else\n      unless c, do: 2\n"
		"    end\n    for x <- a && b && c || a, do: f(x, b, c)\n"
		"    case a do\n      1 -> 2\n      _ -> 3\n    end\n"
		"    Enum.map(a, fn x -> if x, do: 1, else: 2 end)\n"
		"  end\n\n  def f(_, _, _), do: if(true, do: 1)\nend\n",
		13, 2);
	is_cognitive("OCaml", "a.ml",
		"let rec f a b c =\n  if a then 1\n  else if b then\n"
		"    (if c then 2 else 3)\n  else 4;\n"
		"  while a && b && c || a do f b c a done;\n"
		"  match a with true -> 1 | _ -> 2\n",
		11, 2);
	is_cognitive("Julia", "a.jl",
		"function f(a, b, c)\n  if a\n    return 1\n  elseif b\n"
		"    if c\n      return 2\n    end\n  else\n    b = c\n"
		"  end\n  while a && b && c || a\n    f(b, a, c)\n  end\n"
		"  a ? 1 : 2\nend\n",
		10, 2);
	is_cognitive("Perl", "a.pl",
		"sub f {\n  if ($a) { return 1 }\n  elsif ($b) {\n"
		"    return 2 if $c;\n  } else { $b = $c }\n"
		"  while ($a && $b && $c || $a) { f($b) }\n"
		"  $a ? 1 : 2;\n}\n",
		10, 2);
	/* three guards 3, if and else 2, a choice 1, itself 1, two sequences
	   2, if and else in a lambda 3 */
	is_cognitive("Haskell", "A.hs",
		"f a b c\n  | a = 1\n  | b = if c then 2 else 3\n"
		"  | otherwise = case a of\n      True -> 1\n"
		"      _ -> f b c a\n  where\n"
		"    z = a && b && c || a\n"
		"    y = map (\\x -> if x then 1 else 2) z\n",
		12, 2);
}

/*
 * int f(int a) { return a + a + 1; }
 * operators: int ( int ) { return + + ; }  10, distinct 8
 * operands: f a a a 1                      5, distinct 3
 */
static void halstead_tells_names_from_signs(void **state)
{
	struct ch_metrics m;

	(void)state;
	m = metrics_of("C", "a.c", "int f(int a) { return a + a + 1; }\n", "f");
	assert_int_equal(m.operators, 10);
	assert_int_equal(m.distinct_operators, 8);
	assert_int_equal(m.operands, 5);
	assert_int_equal(m.distinct_operands, 3);
	/* a string is one operand, comments are nothing */
	m = metrics_of("C", "a.c",
		"int f(void) { /* no */ return g(\"a b\"); }\n", "f");
	assert_int_equal(m.operands, 3);
}

/* try nothing, catch 1, if 2: the block stands beside its catch */
static void a_catch_is_a_level_for_the_block_behind_it(void **state)
{
	(void)state;
	is_cognitive("Dart", "a.dart",
		"void f(a) { try { } on E catch (e) { if (a) { } } }\n", 3, 2);
	is_cognitive("Dart", "a.dart",
		"class A { void f(a) { if (a && a && a) { } } }\n", 2, 1);
}

/* Its parameters that are fields come before it among the symbols. */
static void a_constructor_with_fields_is_measured(void **state)
{
	struct ch_metrics m;

	(void)state;
	m = metrics_of("TypeScript", "a.ts",
		"class A { constructor(private a: B) { if (a) { } } }\n",
		"constructor");
	assert_int_equal(m.cognitive, 1);
	m = metrics_of("PHP", "a.php",
		"<?php class A { function __construct(private $a) "
		"{ if ($a) { } } }\n",
		"__construct");
	assert_int_equal(m.cognitive, 1);
}

/*
 * if 1, else if 1, while 2, else 1; switch 1, if 2; in a lambda if 2; two
 * sequences.  Paths: each but else and default.
 */
static void has_the_usual_shapes(const char *language, const char *source)
{
	uint32_t decisions = 0;
	struct ch_metrics m =
		metrics_and_decisions(language, "a", source, "f", &decisions);

	if (m.cognitive != 12 || m.nesting != 2 || decisions != 8)
		fail_msg("%s: cognitive %u, nesting %u, decisions %u", language,
			m.cognitive, m.nesting, decisions);
}

static void the_same_shapes_cost_the_same_everywhere(void **state)
{
	(void)state;
	has_the_usual_shapes("Ruby",
		"def f(a, b, c)\n"
		"  if a\n    1\n  elsif b\n    while c do end\n"
		"  else\n    2\n  end\n"
		"  case a\n  when 1\n    if b then 2 end\n"
		"  else\n    3\n  end\n"
		"  [1].each { |x| x ? 1 : 2 }\n"
		"  a && b || c\nend\n");
	has_the_usual_shapes("PHP",
		"<?php function f($a, $b, $c) {\n"
		"if ($a) { return 1; } elseif ($b) { while ($c) { } }\n"
		"else { $a = 2; }\n"
		"switch ($a) { case 1: if ($b) { } break; default: }\n"
		"array_map(fn($x) => $x ? 1 : 2, []);\n"
		"return $a && $b || $c; }\n");
	has_the_usual_shapes("C#",
		"class A { bool f(int a, int b, int c) {\n"
		"if (a) { return 1; } else if (b) { while (c) { } }\n"
		"else { a = 2; }\n"
		"switch (a) { case 1: if (b) { } break; default: break; }\n"
		"g(x => x > 1 ? 1 : 2);\n"
		"return a && b || c; } }\n");
	has_the_usual_shapes("Kotlin",
		"fun f(a: Int, b: Int, c: Int): Boolean {\n"
		"  if (a) { return 1 } else if (b) { while (c) { } }\n"
		"  else { a = 2 }\n"
		"  when (a) { 1 -> { if (b) { } }\n    else -> 3\n  }\n"
		"  g { x -> if (x > 1) { } }\n"
		"  return a && b || c\n}\n");
	has_the_usual_shapes("Scala",
		"def f(a: Int, b: Int, c: Int) = {\n"
		"  if (a > 0) 1 else if (b > 0) { while (c > 0) { } } else 2\n"
		"  a match {\n    case 1 => if (b > 0) 2\n    case _ => 3\n"
		"  }\n"
		"  g(x => if (x > 1) 1)\n"
		"  a > 0 && b > 0 || c > 0\n}\n");
	has_the_usual_shapes("Swift",
		"func f(a: Int, b: Int, c: Int) -> Bool {\n"
		"  if a > 0 { return true } else if b > 0 { while c > 0 { } }\n"
		"  else { a = 2 }\n"
		"  switch a {\n  case 1: if b > 0 { }\n  default: break\n  }\n"
		"  g { x in if x > 1 { } }\n"
		"  return a > 0 && b > 0 || c > 0\n}\n");
	has_the_usual_shapes("Dart",
		"bool f(a, b, c) {\n"
		"  if (a) { return true; } else if (b) { while (c) { } }\n"
		"  else { a = 2; }\n"
		"  switch (a) { case 1: if (b) { } break; default: }\n"
		"  g((x) => x ? 1 : 2);\n"
		"  return a && b || c;\n}\n");
	has_the_usual_shapes("Objective-C",
		"int f(int a, int b, int c) {\n"
		"  if (a) { return 1; } else if (b) { while (c) { } }\n"
		"  else { a = 2; }\n"
		"  switch (a) { case 1: if (b) { } break; default: break; }\n"
		"  g(^(int x) { if (x) { } });\n"
		"  return a && b || c;\n}\n");
}

/* A function of "return a + a + 1": N1, n1, N2, n2. */
static void counts_tokens(const char *language, const char *source,
	uint32_t operators, uint32_t distinct_operators, uint32_t operands,
	uint32_t distinct_operands)
{
	struct ch_metrics m = metrics_of(language, "a", source, "f");

	if (m.operators != operators || m.operands != operands ||
		m.distinct_operators != distinct_operators ||
		m.distinct_operands != distinct_operands)
		fail_msg("%s: operators %u, %u, operands %u, %u", language,
			m.operators, m.distinct_operators, m.operands,
			m.distinct_operands);
}

static void halstead_counts_in_every_language(void **state)
{
	(void)state;
	/* def ( ) + + end; f a a a 1 */
	counts_tokens("Ruby", "def f(a)\n  a + a + 1\nend\n", 6, 5, 5, 3);
	/* function ( ) { return + + ; }; f $a $a $a 1 */
	counts_tokens("PHP", "<?php function f($a) { return $a + $a + 1; }", 9,
		8, 5, 3);
	/* int ( int ) { return + + ; } */
	counts_tokens("C#", "class A { int f(int a) { return a + a + 1; } }",
		10, 8, 5, 3);
	/* fun ( : ) : { return + + }; f a Int Int a a 1 */
	counts_tokens("Kotlin", "fun f(a: Int): Int { return a + a + 1 }", 10,
		8, 7, 4);
	/* def ( : ) : = { + + }; f a Int Int a a 1 */
	counts_tokens(
		"Scala", "def f(a: Int): Int = { a + a + 1 }", 10, 8, 7, 4);
	/* func ( : ) -> { return + + }; f a Int Int a a 1 */
	counts_tokens("Swift", "func f(a: Int) -> Int { return a + a + 1 }", 10,
		9, 7, 4);
	/* ( ) { return + + ; }; int f int a a a 1 */
	counts_tokens("Dart", "int f(int a) { return a + a + 1; }", 8, 7, 7, 4);
	/* int ( int ) { return + + ; } */
	counts_tokens("Objective-C", "int f(int a) { return a + a + 1; }", 10,
		8, 5, 3);
	/* def end; f and the string as a whole */
	counts_tokens("Ruby", "def f\n  \"a #{b}\"\nend\n", 2, 2, 2, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sum_of_primes_costs_seven),
		cmocka_unit_test(a_switch_costs_one_whatever_its_cases),
		cmocka_unit_test(else_costs_one_and_is_no_level),
		cmocka_unit_test(like_operators_are_one_sequence),
		cmocka_unit_test(lambdas_and_catches_are_levels),
		cmocka_unit_test(a_function_that_calls_itself_costs_one_more),
		cmocka_unit_test(scripts_cost_as_much),
		cmocka_unit_test(halstead_tells_names_from_signs),
		cmocka_unit_test(a_catch_is_a_level_for_the_block_behind_it),
		cmocka_unit_test(a_constructor_with_fields_is_measured),
		cmocka_unit_test(the_same_shapes_cost_the_same_everywhere),
		cmocka_unit_test(halstead_counts_in_every_language),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
