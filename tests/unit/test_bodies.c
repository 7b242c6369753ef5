/*
 * Bodies are found without a parser; two versions share those that did not
 * change with their heads.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "uast/bodies.h"

#define LONG "\treturn compute_a_value(of, two);\n"
#define ONE "int one(int of)\n{\n" LONG "}\n"
#define TWO "static int two(int of)\n{\n" LONG "}\n"

/* How many bodies of a file may be passed over. */
static size_t passed(const char *text)
{
	struct ch_bodies b = { 0 };
	size_t n = 0;

	ch_bodies_c(ch_str_z(text), &b);
	for (size_t i = 0; i < b.n; i++)
		n += b.items[i].to > b.items[i].from;
	free(b.items);
	return n;
}

static void subs_have_bodies(void **state)
{
	static const char sub[] = "sub one {\n\tmy ($of) = @_;\n\n"
				  "\treturn compute_a_value($of, 2);\n}\n";
	static const char here[] = "sub two {\n\tprint <<EOT;\n"
				   "  } indented\nEOT\n\tmore();\n}\n";
	static const char below[] = "sub three\n{\n\tmy ($of) = @_;\n"
				    "\n\treturn compute_it($of, 2);\n}\n"
				    "sub four;\n{\n\tno();\n}\n";
	struct ch_bodies b = { 0 };
	struct ch_buf text = { 0 };

	(void)state;
	ch_buf_printf(&text, "%s%s%s__END__\n%s", sub, here, below, sub);
	ch_bodies_perl(ch_buf_str(&text), &b);
	assert_int_equal(b.n, 3);
	assert_memory_equal(
		text.ptr + b.items[0].from, "\n\n\treturn compute", 16);
	assert_memory_equal(text.ptr + b.items[0].to, "\n}\nsub two", 10);
	assert_int_equal(b.items[1].from, b.items[1].to);
	assert_memory_equal(
		text.ptr + b.items[2].from, "\n\n\treturn compute", 16);
	free(b.items);
	ch_buf_release(&text);
}

static void functions_have_bodies(void **state)
{
	(void)state;
	assert_int_equal(passed(ONE TWO), 2);
	assert_int_equal(passed("#if A\n" ONE "#else\n" TWO "#endif\n"), 2);
	assert_int_equal(passed("extern \"C\" {\n" ONE "}\n"), 1);
	assert_int_equal(passed("/* { */ char c = '{';\n" ONE), 1);
	assert_int_equal(
		passed("void f(void)\n{\n\tputs(\"} /* {\");\n" LONG "}\n" ONE),
		2);
}

static void other_braces_hold_none(void **state)
{
	(void)state;
	assert_int_equal(passed("struct x {\n\tint a_field_of_it, an_other;\n"
				"\tint a_third_field;\n};\n"),
		0);
	assert_int_equal(
		passed("struct __attribute__((packed)) {\n\tint a_long_name;\n"
		       "\tint an_other_long_name;\n} x;\n"),
		0);
	assert_int_equal(passed("struct x y = MAKE(1) {\n" LONG "};\n"), 0);
	assert_int_equal(passed("enum API(x) {\n\tA_VALUE_OF_IT = 1,\n"
				"\tAN_OTHER_VALUE\n};\n"),
		0);
}

static void some_bodies_are_read(void **state)
{
	(void)state;
	assert_int_equal(passed("int f(void)\n{\n\treturn 1;\n}\n"), 0);
	assert_int_equal(passed("int f(void)\n{\n#define X 1\n" LONG "}\n"), 0);
	/* the line before the last brace would lose one */
	assert_int_equal(passed("int f(void)\n{\n{\n" LONG "}  }\n" ONE), 1);
	assert_int_equal(passed("int f(void)\n{\n" LONG), 0);
}

/* One edit: what differs between equal heads and tails, whole lines. */
static size_t shared(const char *old, const char *now)
{
	size_t a = strlen(old), b = strlen(now), head = 0, tail = 0, n;
	struct ch_arena arena = { 0 };
	struct ch_holes in[2];
	struct ch_edit e;

	while (head < a && head < b && old[head] == now[head])
		head++;
	while (head && old[head - 1] != '\n')
		head--;
	while (tail < a - head && tail < b - head &&
		old[a - tail - 1] == now[b - tail - 1])
		tail++;
	while (tail && tail < a && old[a - tail - 1] != '\n')
		tail--;
	e = (struct ch_edit){ (uint32_t)head, (uint32_t)(a - tail),
		(uint32_t)(b - tail) };
	ch_bodies_shared(ch_lang_find(CH_STR("C")), ch_str_z(old),
		ch_str_z(now), &e, 1, &arena, in);
	assert_int_equal(in[0].n, in[1].n);
	for (size_t i = 0; i < in[0].n; i++) {
		const struct ch_hole *x = &in[0].items[i];
		const struct ch_hole *y = &in[1].items[i];

		assert_int_equal(x->end - x->start, y->end - y->start);
		assert_memory_equal(
			old + x->start, now + y->start, x->end - x->start);
	}
	n = in[0].n;
	ch_arena_release(&arena);
	return n;
}

static void what_did_not_change_is_shared(void **state)
{
	(void)state;
	assert_int_equal(shared(ONE TWO, ONE "int x;\n" TWO), 2);
	assert_int_equal(shared(ONE TWO, "int x;\n" ONE TWO), 2);
	assert_int_equal(shared(ONE "int x;\n" TWO, ONE TWO), 2);
}

static void a_changed_head_or_body_is_not(void **state)
{
	(void)state;
	assert_int_equal(
		shared(ONE TWO, "int uno(int of)\n{\n" LONG "}\n" TWO), 1);
	assert_int_equal(
		shared(ONE TWO, "int one(int of)\n{\n\tf();\n" LONG "}\n" TWO),
		1);
	assert_int_equal(shared(ONE TWO, ONE "inline\n" TWO), 1);
	assert_int_equal(shared(ONE TWO, "#if 0\n/*\n" ONE TWO), 0);
}

static void a_function_that_is_there_twice_is_not(void **state)
{
	(void)state;
	assert_int_equal(shared(ONE TWO, ONE TWO "#if X\n" ONE "#endif\n"), 1);
	assert_int_equal(shared(ONE TWO "#if X\n" ONE "#endif\n", ONE TWO), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(subs_have_bodies),
		cmocka_unit_test(functions_have_bodies),
		cmocka_unit_test(other_braces_hold_none),
		cmocka_unit_test(some_bodies_are_read),
		cmocka_unit_test(what_did_not_change_is_shared),
		cmocka_unit_test(a_changed_head_or_body_is_not),
		cmocka_unit_test(a_function_that_is_there_twice_is_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
