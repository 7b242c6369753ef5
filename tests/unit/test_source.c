/*
 * What a source file amounts to: functions, comments, and what methods use of
 * their type, in every language that has types.
 */
#include "analyzers/source.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "uast/parse.h"
#include "analyzers/cohesion.h"

struct file {
	struct ch_parser *parser;
	struct ch_arena arena;
	struct ch_source *source;
};

static void open_file(struct file *f, const char *language, const char *path,
	const char *text)
{
	const struct ch_lang *lang = ch_lang_find(ch_str_z(language));
	struct ch_parse_options o = { .metrics = true, .uses = true };
	struct ch_facts facts;
	struct ch_err err = { 0 };

	memset(f, 0, sizeof(*f));
	assert_non_null(lang);
	f->parser = ch_parser_new();
	if (ch_parse(f->parser, lang, ch_str_z(path), ch_str_z(text), &o, NULL,
		    NULL, 0, &f->arena, &facts, NULL, &err))
		fail_msg("%s", err.msg);
	assert_int_equal(facts.error_bytes, 0);
	f->source = ch_source_from(&facts, lang, ch_str_z(text), &f->arena);
}

static void close_file(struct file *f)
{
	ch_arena_release(&f->arena);
	ch_parser_free(f->parser);
}

static const struct ch_source_function *function(
	const struct file *f, const char *name)
{
	for (size_t i = 0; i < f->source->nfunctions; i++)
		if (ch_str_is(f->source->functions[i].name, name))
			return &f->source->functions[i];
	fail_msg("no function %s", name);
	return NULL;
}

static void functions_have_lines_parameters_and_paths(void **state)
{
	struct file f;
	const struct ch_source_function *g;

	(void)state;
	open_file(&f, "Python", "a.py",
		"class A:\n    def f(self, a, *b):\n"
		"        \"\"\"Does it.\"\"\"\n        if a and b: # why\n"
		"            return 1\n\ndef _g(): return 2\n"
		"def declared(x: int) -> int: ...\n");
	assert_int_equal(f.source->nfunctions, 3);
	assert_int_equal(f.source->lines, 8);
	assert_int_equal(f.source->comments, 1);
	assert_int_equal(f.source->comment_lines, 1);
	g = function(&f, "A.f");
	assert_int_equal(g->line, 2);
	assert_int_equal(g->end_line, 5);
	assert_int_equal(g->parameters, 2);
	assert_int_equal(g->cyclomatic, 3);
	assert_int_equal(g->comment_lines, 1);
	assert_true(g->is_documented);
	assert_false(function(&f, "_g")->is_documented);
	assert_int_equal(ch_source_complexity(f.source), 3 + 1 + 1);
	assert_int_equal(ch_source_complexity(NULL), 0);
	close_file(&f);
}

static void prototypes_are_no_functions(void **state)
{
	struct file f;

	(void)state;
	open_file(&f, "C", "a.h",
		"int f(int a);\nstruct s { int a; };\n"
		"static inline int g(void) { return 1; }\n");
	assert_int_equal(f.source->nfunctions, 1);
	assert_int_equal(ch_source_complexity(f.source), 1);
	close_file(&f);
}

static void a_line_with_two_comments_counts_once(void **state)
{
	struct file f;

	(void)state;
	open_file(&f, "C", "a.c",
		"/* one */ /* two */\nint f(void) /* three\nfour */ {\n"
		"\treturn 1; // five\n}\n// six\n// seven\n");
	assert_int_equal(f.source->comments, 6);
	assert_int_equal(f.source->comment_lines, 6);
	assert_int_equal(function(&f, "f")->comment_lines, 3);
	close_file(&f);
}

/* n1 = 3, n2 = 2, N1 = 6, N2 = 4 */
static void halstead_is_as_written(void **state)
{
	struct ch_metrics m = { .distinct_operators = 3,
		.distinct_operands = 5,
		.operators = 6,
		.operands = 10 },
			  none = { 0 };

	(void)state;
	assert_float_equal(ch_halstead_volume(&m), 16 * 3, 1e-9);
	assert_float_equal(ch_halstead_difficulty(&m), 3, 1e-9);
	assert_float_equal(ch_halstead_effort(&m), 144, 1e-9);
	assert_float_equal(ch_halstead_volume(&none), 0, 0);
	assert_float_equal(ch_halstead_effort(&none), 0, 0);
}

/* ---- Cohesion -----------------------------------------------------------*/

#define USE(word, self)                             \
	{                                           \
		{ word, sizeof(word) - 1 }, 0, self \
	}

static struct ch_source_method method(
	const char *name, const struct ch_use *uses, size_t n)
{
	return (struct ch_source_method){
		.name = ch_str_z(name), .uses = uses, .nuses = n
	};
}

/* a-x, b-x, c calls d, e nothing: {a b} {c d} {e} */
static void parts_share_fields_or_calls(void **state)
{
	static const struct ch_use x[] = { USE("x", true) };
	static const struct ch_use d[] = { USE("d", false) };
	struct ch_source_method m[] = { method("a", x, 1), method("b", x, 1),
		method("c", d, 1), method("d", NULL, 0), method("e", NULL, 0) };
	const struct ch_source_method *all[] = { &m[0], &m[1], &m[2], &m[3],
		&m[4] };
	struct ch_str members[] = { CH_STR("x"), CH_STR("a") };
	struct ch_cohesion c = ch_cohesion_of(all, 5, members, 2);

	(void)state;
	assert_int_equal(c.lcom4, 3);
	assert_int_equal(c.methods, 5);
	assert_int_equal(c.fields, 1);
}

static void a_bare_name_counts_only_as_a_member(void **state)
{
	static const struct ch_use local[] = { USE("i", false) };
	struct ch_source_method m[] = { method("a", local, 1),
		method("b", local, 1) };
	const struct ch_source_method *all[] = { &m[0], &m[1] };
	struct ch_str field = CH_STR("i");

	(void)state;
	assert_int_equal(ch_cohesion_of(all, 2, NULL, 0).lcom4, 2);
	assert_int_equal(ch_cohesion_of(all, 2, &field, 1).lcom4, 1);
}

/* a says x, b this->x: x is a member, whichever comes first */
static void a_member_that_is_only_used_counts_in_any_order(void **state)
{
	static const struct ch_use bare[] = { USE("x", false) };
	static const struct ch_use own[] = { USE("x", true) };
	struct ch_source_method a = method("a", bare, 1);
	struct ch_source_method b = method("b", own, 1);
	const struct ch_source_method *ab[] = { &a, &b }, *ba[] = { &b, &a };

	(void)state;
	assert_int_equal(ch_cohesion_of(ab, 2, NULL, 0).lcom4, 1);
	assert_int_equal(ch_cohesion_of(ba, 2, NULL, 0).lcom4, 1);
	assert_int_equal(ch_cohesion_of(ab, 2, NULL, 0).fields, 1);
}

static void constructors_join_nothing_and_static_parts_are_none(void **state)
{
	static const struct ch_use both[] = { USE("x", true), USE("y", true) };
	struct ch_source_method m[] = { method("A", both, 2),
		method("x_", both, 1), method("y_", both + 1, 1),
		method("make", NULL, 0) };
	const struct ch_source_method *all[] = { &m[0], &m[1], &m[2], &m[3] };

	(void)state;
	m[0].is_constructor = true;
	m[3].is_static = true;
	assert_int_equal(ch_cohesion_of(all, 4, NULL, 0).lcom4, 2);
	assert_int_equal(ch_cohesion_of(all, 4, NULL, 0).methods, 3);
	m[0].is_constructor = false;
	assert_int_equal(ch_cohesion_of(all, 4, NULL, 0).lcom4, 1);
	m[1].is_static = m[2].is_static = m[0].is_static = true;
	assert_int_equal(ch_cohesion_of(all, 4, NULL, 0).lcom4, 0);
}

/* One type's, of one file. */
static void has_cohesion(const char *language, const char *path,
	const char *text, const char *type, uint32_t lcom4, uint32_t methods)
{
	const struct ch_source_method *own[20];
	struct ch_str members[40];
	struct ch_cohesion c;
	size_t n = 0, k = 0;
	struct file f;

	open_file(&f, language, path, text);
	for (size_t i = 0; i < f.source->nmethods && n < 20; i++)
		if (ch_str_is(f.source->methods[i].owner, type))
			own[n++] = &f.source->methods[i];
	for (size_t i = 0; i < f.source->nmembers && k < 40; i++)
		if (ch_str_is(f.source->members[i].owner, type))
			members[k++] = f.source->members[i].name;
	c = ch_cohesion_of(own, n, members, k);
	if (c.lcom4 != lcom4 || c.methods != methods)
		fail_msg("%s: %u parts of %u methods, not %u of %u", language,
			c.lcom4, c.methods, lcom4, methods);
	close_file(&f);
}

/* Everywhere: a and b share x, c calls d, e has a field of its own. */
static void every_language_tells_its_members(void **state)
{
	(void)state;
	has_cohesion("Python", "a.py",
		"class A:\n    def __init__(self): self.x = self.z = 0\n"
		"    def a(self): return self.x\n"
		"    def b(me): me.x = 1\n    def c(self): self.d()\n"
		"    def d(self): pass\n    def e(self): return self.z\n",
		"A", 3, 5);
	has_cohesion("Java", "A.java",
		"class A { int x, z; A() { x = z; }\n"
		"int a() { return x; } void b() { this.x = 1; }\n"
		"void c() { d(); } void d() {} int e(int x) { return z; } }\n",
		"A", 3, 5);
	has_cohesion("C++", "a.cpp",
		"class A { int x, z; void d() {} int a(); public: A(); ~A() "
		"{}\n"
		"void b() { this->x = 1; } void c() { d(); }\n"
		"int e(int x) { return z + x; } };\n"
		"int A::a() { return x; }\nA::A() { x = z; }\n",
		"A", 3, 5);
	has_cohesion("Go", "a.go",
		"package a\ntype A struct { x, z int }\n"
		"func (s *A) a() int { return s.x }\n"
		"func (t *A) b() { t.x = 1 }\nfunc (s *A) c() { s.d() }\n"
		"func (s *A) d() {}\nfunc (s A) e(x int) int { return s.z }\n",
		"A", 3, 5);
	has_cohesion("Rust", "a.rs",
		"struct A { x: i32, z: i32 }\nimpl A {\n"
		"fn new() -> A { A { x: 1, z: 2 } }\n"
		"fn a(&self) -> i32 { self.x } fn b(&mut self) { self.x = 1 }\n"
		"fn c(&self) { self.d() } fn d(&self) {}\n"
		"fn e(&self, x: i32) -> i32 { self.z } }\n",
		"A", 3, 6);
	has_cohesion("JavaScript", "a.js",
		"class A { #x = 1; constructor() { this.z = this.#x; }\n"
		"a() { return this.#x; } b() { this.#x = 1; }\n"
		"c() { this.d(); } d() {} e(x) { return this.z; } }\n",
		"A", 3, 5);
	has_cohesion("TypeScript", "a.ts",
		"class A { private x = 1; z = 2;\n"
		"a() { return this.x; } b() { this.x = 1; }\n"
		"c() { this.d(); } d() {} e(x: number) { return this.z; } }\n",
		"A", 3, 5);
}

static void more_languages_tell_their_members(void **state)
{
	(void)state;
	has_cohesion("PHP", "a.php",
		"<?php class A { private $x; static $z;\n"
		"function __construct() { $this->x = self::$z; }\n"
		"function a() { return $this->x; }\n"
		"function b() { $this->x = 1; } function c() { $this->d(); }\n"
		"function d() {} function e($x) { return self::$z; } }\n",
		"A", 3, 5);
	has_cohesion("Ruby", "a.rb",
		"class A\n  def initialize\n    @x = @z = 1\n  end\n"
		"  def a\n    @x\n  end\n  def b\n    @x = 1\n  end\n"
		"  def c\n    d\n  end\n  def d\n  end\n"
		"  def e\n    @z\n  end\nend\n",
		"A", 3, 5);
	has_cohesion("C#", "a.cs",
		"class A { int x, z; A() { x = z; } int a() { return x; }\n"
		"void b() { this.x = 1; } void c() { d(); } void d() {}\n"
		"int e(int x) { return z; } }\n",
		"A", 3, 5);
	has_cohesion("Kotlin", "a.kt",
		"class A(val x: Int) {\n    var z = 2\n    fun a() = x\n"
		"    fun b(): Int { return this.x }\n    fun c() { d() }\n"
		"    fun d() {}\n    fun e(x: Int) = z\n}\n",
		"A", 3, 5);
	has_cohesion("Swift", "a.swift",
		"class A {\n  var x = 1\n  var z = 2\n  init() { x = z }\n"
		"  func a() -> Int { return x }\n  func b() { self.x = 1 }\n"
		"  func c() { d() }\n  func d() {}\n"
		"  func e(x: Int) -> Int { return z }\n}\n",
		"A", 3, 5);
	has_cohesion("Scala", "a.scala",
		"class A(val x: Int) {\n  var z = 2\n  def a = x\n"
		"  def b() = this.x\n  def c() = d()\n  def d() = {}\n"
		"  def e(x: Int) = z\n}\n",
		"A", 3, 5);
	has_cohesion("Dart", "a.dart",
		"class A {\n  int x = 1;\n  int z = 2;\n  A(this.x);\n"
		"  int a() { return x; }\n  void b() { this.x = 1; }\n"
		"  void c() { d(); }\n  void d() {}\n"
		"  int e(int x) { return z; }\n}\n",
		"A", 3, 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(functions_have_lines_parameters_and_paths),
		cmocka_unit_test(prototypes_are_no_functions),
		cmocka_unit_test(a_line_with_two_comments_counts_once),
		cmocka_unit_test(halstead_is_as_written),
		cmocka_unit_test(parts_share_fields_or_calls),
		cmocka_unit_test(a_bare_name_counts_only_as_a_member),
		cmocka_unit_test(
			a_member_that_is_only_used_counts_in_any_order),
		cmocka_unit_test(
			constructors_join_nothing_and_static_parts_are_none),
		cmocka_unit_test(every_language_tells_its_members),
		cmocka_unit_test(more_languages_tell_their_members),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
