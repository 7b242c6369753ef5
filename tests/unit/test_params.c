#include "snapshot/params.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"

/* "name:type=default" words, "/" before a type-only parameter. */
static void parse_list(
	const char *text, struct ch_arena *arena, struct ch_symbol *s)
{
	struct ch_str rest = ch_str_z(text);

	memset(s, 0, sizeof(*s));
	s->params = ch_arena_calloc(arena, 32, sizeof(*s->params));
	while (rest.len) {
		struct ch_param *p = &s->params[s->nparams++];
		size_t end = ch_str_chr(rest, ' ', 0), colon, equal;
		struct ch_str w = ch_str_sub(rest, 0, end);

		rest = end == (size_t)-1 ? CH_STR("")
					 : ch_str_sub(rest, end + 1, rest.len);
		equal = ch_str_chr(w, '=', 0);
		if (equal != (size_t)-1) {
			p->dflt = ch_str_sub(w, equal + 1, w.len);
			p->optional = true;
			w = ch_str_sub(w, 0, equal);
		}
		colon = ch_str_chr(w, ':', 0);
		if (colon != (size_t)-1) {
			p->type = ch_str_sub(w, colon + 1, w.len);
			w = ch_str_sub(w, 0, colon);
		}
		p->name = w;
		if (ch_str_is(w, "self"))
			p->kind = CH_PARAM_RECEIVER;
	}
}

static void describe(struct ch_buf *b, const struct ch_param_delta *d)
{
	if (b->len)
		ch_buf_add_char(b, ' ');
	if (!d->new_param)
		ch_buf_printf(b, "-%.*s", (int)d->old_param->name.len,
			d->old_param->name.ptr);
	else if (!d->old_param)
		ch_buf_printf(b, "+%.*s", (int)d->new_param->name.len,
			d->new_param->name.ptr);
	else
		ch_buf_printf(b, "%.*s%s%s%s%s", (int)d->new_param->name.len,
			d->new_param->name.ptr, d->moved ? "(moved)" : "",
			d->renamed ? "(renamed)" : "",
			d->retyped ? "(retyped)" : "",
			d->default_changed ? "(default)" : "");
}

static void assert_delta(
	const char *old_list, const char *new_list, const char *expected)
{
	struct ch_arena arena = { 0 };
	struct ch_param_delta *deltas;
	struct ch_symbol a, b;
	struct ch_buf text = { 0 };
	size_t n;

	parse_list(old_list, &arena, &a);
	parse_list(new_list, &arena, &b);
	n = ch_params_compare(&a, &b, &arena, &deltas);
	for (size_t i = 0; i < n; i++)
		describe(&text, &deltas[i]);
	assert_string_equal(ch_buf_z(&text), expected);
	ch_buf_release(&text);
	ch_arena_release(&arena);
}

static void equal_lists_have_no_delta(void **state)
{
	(void)state;
	assert_delta("a:int b:char=0", "a:int b:char=0", "");
	assert_delta("", "", "");
}

static void what_came_and_went_is_named_where_it_stands(void **state)
{
	(void)state;
	assert_delta("a:int c:int", "a:int b:long c:int", "+b");
	assert_delta("a:int b:long c:int", "a:int c:int", "-b");
	assert_delta("a:int", "", "-a");
	assert_delta(
		"a:int b:char", "x:long y:short z:float", "-a -b +x +y +z");
}

static void a_receiver_is_never_a_delta(void **state)
{
	(void)state;
	assert_delta("self a", "a", "");
}

static void only_what_left_the_longest_order_has_moved(void **state)
{
	(void)state;
	assert_delta("a:A b:B c:C d:D", "d:D a:A b:B c:C", "d(moved)");
	assert_delta("a:A b:B", "b:B a:A", "a(moved)");
}

static void a_new_name_with_the_same_type_and_place_is_a_rename(void **state)
{
	(void)state;
	assert_delta("a:int size:long c:char", "a:int len:long c:char",
		"len(renamed)");
	assert_delta("a size", "a len", "len(renamed)");
	assert_delta("a:int size:long", "a:int name:char", "-size +name");
}

static void a_word_of_the_name_at_the_same_place_is_a_rename(void **state)
{
	(void)state;
	assert_delta("dateLeft:int dateRight:int",
		"laterDate:long earlier_date:long opt:char",
		"laterDate(renamed)(retyped) earlier_date(renamed)(retyped) "
		"+opt");
	assert_delta("to_id:int", "id_to:char", "-to_id +id_to");
	assert_delta("old_size:int", "name:char size_hint:long",
		"-old_size +name +size_hint");
}

static void a_type_is_compared_in_its_normal_spelling(void **state)
{
	(void)state;
	assert_delta("a:Optional[int]", "a:int|None", "");
	assert_delta("a:t.List[str]", "a:List[str]", "");
	assert_delta("a:&'a\tstr", "a:&str", "");
	assert_delta("a:int", "a:long", "a(retyped)");
}

static void a_default_that_changed_is_a_delta(void **state)
{
	(void)state;
	assert_delta("a=1", "a=2", "a(default)");
	assert_delta("a=1", "a", "a(default)");
}

static void long_lists_are_compared_without_harm(void **state)
{
	struct ch_arena arena = { 0 };
	struct ch_symbol s = { 0 };
	struct ch_param_delta *deltas;

	(void)state;
	s.nparams = 5000;
	s.params = ch_arena_calloc(&arena, s.nparams, sizeof(*s.params));
	for (uint32_t i = 0; i < s.nparams; i++)
		s.params[i].name = ch_arena_printf(&arena, "p%u", i);
	assert_int_equal(ch_params_compare(&s, &s, &arena, &deltas), 0);
	ch_arena_release(&arena);
}

static void assert_normal(const char *type, const char *expected)
{
	struct ch_arena arena = { 0 };
	struct ch_str s = ch_type_normal(ch_str_z(type), &arena);

	assert_true(ch_str_is(s, expected));
	ch_arena_release(&arena);
}

static void spellings_of_one_type_are_one(void **state)
{
	(void)state;
	assert_normal("Optional[Dict[str, int]]", "dict[str,int]|None");
	assert_normal("Union[int, Dict[str, int]]", "int|dict[str,int]");
	assert_normal("const char *", "const char*");
	assert_normal("std::vector< int >", "vector<int>");
	assert_normal("\"Command\"", "Command");
	assert_normal("struct client *", "client*");
	assert_normal("Optional[a] | Optional[b]", "a|None|b|None");
	assert_normal("t.Optional[t.Callable[[t.Optional[V]], t.List[str]]]",
		"Callable[[V|None],list[str]]|None");
	assert_normal("cabc.Callable[[V | None], list[str]] | None",
		"Callable[[V|None],list[str]]|None");
	assert_normal(
		"t.Union[str, \"os.PathLike[str]\"]", "str|os.PathLike[str]");
	assert_normal("unsigned  int", "unsigned int");
	assert_normal("te.Literal['a', 'b']", "Literal[a,b]");
	assert_normal("t.ContextManager[V]", "AbstractContextManager[V]");
	assert_normal("]]]]", "]]]]");
	assert_normal("", "");
}

static void a_union_is_the_same_in_any_order(void **state)
{
	(void)state;
	assert_true(ch_type_same(CH_STR("a | b"), CH_STR("b | a")));
	assert_true(ch_type_same(CH_STR("Union[Optional[a], l[c | d]]"),
		CH_STR("l[c | d] | a | None")));
	assert_false(ch_type_same(CH_STR("a | b"), CH_STR("a | c")));
	assert_true(ch_type_widens(CH_STR("a"), CH_STR("b | a")));
	assert_false(ch_type_widens(CH_STR("a | b"), CH_STR("a | c")));
	assert_false(ch_type_widens(CH_STR("a"), CH_STR("b")));
	assert_false(ch_type_widens(CH_STR(""), CH_STR("a | b")));
}

static void assert_awaited(const char *type, const char *expected)
{
	struct ch_str gives;

	assert_int_equal(
		ch_type_awaited(ch_str_z(type), &gives), expected != NULL);
	assert_true(ch_str_is(gives, expected ? expected : ""));
}

static void a_future_gives_its_output(void **state)
{
	(void)state;
	assert_awaited("impl Future<Output = Vec<T>>", "Vec<T>");
	assert_awaited("impl Send + std::future::Future<Output=()> + 'a", "()");
	assert_awaited("Pin<Box<dyn Future<Output = T> + Send>>", "T");
	assert_awaited("BoxFuture<'a, Result<A, B>>", "Result<A, B>");
	assert_awaited("futures::future::LocalBoxFuture<'_, T>", "T");
	assert_awaited("impl MyFuture<Output = T>", NULL);
	assert_awaited("Result<impl Future<Output = T>, E>", NULL);
	assert_awaited("impl Future", NULL);
	assert_awaited("Pin<Box<", NULL);
	assert_awaited("", NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_lists_have_no_delta),
		cmocka_unit_test(what_came_and_went_is_named_where_it_stands),
		cmocka_unit_test(a_receiver_is_never_a_delta),
		cmocka_unit_test(only_what_left_the_longest_order_has_moved),
		cmocka_unit_test(
			a_new_name_with_the_same_type_and_place_is_a_rename),
		cmocka_unit_test(
			a_word_of_the_name_at_the_same_place_is_a_rename),
		cmocka_unit_test(a_type_is_compared_in_its_normal_spelling),
		cmocka_unit_test(a_default_that_changed_is_a_delta),
		cmocka_unit_test(long_lists_are_compared_without_harm),
		cmocka_unit_test(spellings_of_one_type_are_one),
		cmocka_unit_test(a_union_is_the_same_in_any_order),
		cmocka_unit_test(a_future_gives_its_output),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
